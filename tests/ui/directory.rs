//! «Товары и партии» and «Поставщики»: found, changed, counted, explained; by keys alone.

use egui::{Key, Modifiers};
use expero::domain::directory::GoodsFields;
use expero::domain::ids::GoodsId;
use expero::domain::ids::ProductCode;
use expero::domain::order::PaymentState;
use expero::domain::packs::Packs;
use expero::text::Lang;
use expero::ui::theme::ThemeChoice;
use expero::usecase::count_batch::CountBatch;
use expero::usecase::edit_goods::EditGoods;
use expero::usecase::import_goods::ImportGoods;
use expero::usecase::keep_suppliers::AddSupplier;
use expero::usecase::read::directory::{GoodsCardOf, GoodsListed};
use expero::usecase::read::stock_export::Refused;
use expero::usecase::read::suppliers::Suppliers;
use expero::usecase::stock_told::NoteStockSent;

use super::pictures::picture;
use super::world::{Window, World, goods, now};

fn busy() -> World {
    let world = World::stocked();
    let old = goods(
        "P7",
        "Валидол таб. №10",
        "левоментола раствор в ментилизовалерате",
        "4601000000079",
        5_900,
        &[("V1", 2026, 10, 3), ("V2", 2027, 1, 2)],
    );
    world.desk.act(ImportGoods { items: vec![old] }).wait().unwrap();
    world.collected("EX-100236", PaymentState::Paid, &[("P3", 2, 14_000)]);
    world
}

fn opened(world: &World) -> Window<'_> {
    let mut window = world.window();
    window.chord(Modifiers::ALT, Key::G);
    window.settle();
    window
}

/// Finds a product by words and goes to its batches.
fn at_batch<'a>(world: &'a World, words: &str) -> Window<'a> {
    let mut window = opened(world);
    window.type_text(words);
    window.settle();
    window.key(Key::Enter);
    window
}

fn of(world: &World, words: &str) -> GoodsId {
    let listed = GoodsListed { words: words.into(), ..GoodsListed::default() };
    *world.desk.ask(listed).wait().unwrap().first().unwrap()
}

fn fields(world: &World, words: &str) -> GoodsFields {
    world.desk.ask(GoodsCardOf(of(world, words))).wait().unwrap().fields
}

#[test]
fn goods_are_listed_narrowed_by_words_and_filters_and_their_batches_shown() {
    let world = busy();
    let mut window = opened(&world);
    for words in ["Товаров: 7", "Амоксициллин капс. 500 мг №16", "77120", "28.01.2028", "Rx", "ЖНВЛП"]
    {
        window.must_say(words);
    }
    picture(&mut window, "goods");
    window.type_text("нурофен");
    window.settle();
    window.must_say("Товаров: 3");
    window.must_not_say("Амоксициллин");
    window.key(Key::ArrowDown);
    window.key(Key::ArrowDown);
    window.must_say("N501");
    picture(&mut window, "goods-found");
    window.key(Key::Escape);
    window.must_say("Товаров: 7");
    // In stock, then short-dated, then expired.
    window.chord(Modifiers::COMMAND, Key::PageDown);
    window.must_say("Товаров: 6");
    window.chord(Modifiers::COMMAND, Key::PageDown);
    window.must_say("Товаров: 2");
    window.chord(Modifiers::COMMAND, Key::PageDown);
    window.must_say("Товаров: 1");
    window.must_say("просрочен");
    window.must_say("ещё 66 дн.");
    picture(&mut window, "goods-expired");
    window.chord(Modifiers::COMMAND, Key::PageDown);
    window.must_say("Ничего не найдено");
    picture(&mut window, "goods-none");
    let mut english = world.window_as(Lang::En, ThemeChoice::Dark, false);
    english.chord(Modifiers::ALT, Key::G);
    english.settle();
    picture(&mut english, "goods-dark-en");
}

#[test]
fn a_product_is_changed_and_what_is_wrong_is_said_beside_its_field() {
    let world = busy();
    let mut window = opened(&world);
    window.type_text("валидол");
    window.key(Key::F4);
    picture(&mut window, "goods-edit");
    window.fill("Наименование", " ");
    window.key(Key::Enter);
    window.must_say("не заполнено «Наименование»");
    picture(&mut window, "goods-edit-fault");
    window.fill("Наименование", "Валидол Форте таб. №10");
    window.fill("Штрихкод", "4601000000079 4601000000017");
    window.key(Key::Enter);
    window.must_say("Штрихкод 4601000000017 уже у товара «Парацетамол таб. 500 мг №20»");
    window.fill("Штрихкод", "4601000000079 4601000000086");
    window.click("22 %");
    window.click("По рецепту");
    window.key(Key::Enter);
    window.must_say("Товар сохранён");
    window.must_not_say("Если эти поля ведёт учётная программа");
    window.must_say("Валидол Форте таб. №10");
    let now = fields(&world, "4601000000086");
    assert_eq!((now.name.as_str(), now.is_rx, now.vat_rate), ("Валидол Форте таб. №10", true, 22));
}

#[test]
fn of_two_who_change_the_same_product_the_second_is_told_and_sees_the_new_values() {
    let world = busy();
    let mut window = opened(&world);
    window.type_text("валидол");
    window.key(Key::F4);
    let (goods, was) = (of(&world, "валидол"), fields(&world, "валидол"));
    let now = GoodsFields { country: "Беларусь".into(), ..was.clone() };
    world.beside().desk.act(EditGoods { goods, was, now }).wait().unwrap();
    window.fill("Наименование", "Валидол Мой");
    window.key(Key::Enter);
    window.settle();
    window.must_say("пока вы правили, запись изменил кто-то другой");
    picture(&mut window, "goods-edit-conflict");
    window.must_say("Беларусь");
    window.fill("Наименование", "Валидол Наш");
    window.key(Key::Enter);
    let kept = fields(&world, "валидол");
    assert_eq!((kept.name.as_str(), kept.country.as_str()), ("Валидол Наш", "Беларусь"));
}

#[test]
fn a_batch_is_changed_and_a_price_above_its_ceiling_is_refused() {
    let world = busy();
    let mut window = at_batch(&world, "магне");
    window.key(Key::F6);
    picture(&mut window, "batch-edit");
    window.fill("Предельная цена", "400");
    window.key(Key::Enter);
    window.must_say("«Цена» выше предельной цены партии");
    window.fill("Цена", "399,90");
    window.fill("Срок годности", "31.02.2027");
    window.key(Key::Enter);
    window.must_say("«Срок годности»: нужна дата");
    picture(&mut window, "batch-edit-fault");
    window.fill("Срок годности", "28.02.2027");
    window.key(Key::Enter);
    window.must_say("Партия сохранена");
    window.must_say("399,90 ₽");
    window.must_say("28.02.2027");
    assert_eq!(world.number("SELECT price FROM batch WHERE code = 'P6-M6'"), 39_990);
}

#[test]
fn a_batch_is_counted_and_what_orders_keep_is_never_counted_away() {
    let world = busy();
    let mut window = at_batch(&world, "N501");
    window.must_say("Товаров: 0");
    window.key(Key::Escape);
    window.type_text("нурофен таб");
    window.settle();
    window.key(Key::Enter);
    window.key(Key::F8);
    window.must_say("По данным 14 уп.: в резерве 2, ждут полку 0");
    window.type_text("1");
    window.must_say("разница -13");
    window.key(Key::Enter);
    window.must_say("под заказы отложено 2");
    picture(&mut window, "batch-count");
    // A pack is sold at another till meanwhile.
    let card = world.desk.ask(GoodsCardOf(of(&world, "нурофен таб"))).wait().unwrap();
    let batch = card.batches.first().unwrap().batch;
    let other = CountBatch { batch, had: Packs(14), counted: Packs(13), note: String::new() };
    world.beside().desk.act(other).wait().unwrap();
    window.fill("Насчитано упаковок", "12");
    window.key(Key::Enter);
    window.settle();
    window.must_say("было 14, стало 13");
    window.must_say("По данным 13 уп.");
    window.type_text("12");
    window.fill("Причина", "бой");
    window.key(Key::Enter);
    window.must_say("Пересчёт записан, разница -1");
    window.key(Key::F7);
    window.settle();
    for words in [
        "Поступление",
        "Резерв под заказ",
        "EX-100236",
        "Пересчёт",
        "Петрова А. И.: бой",
        "всего 12, отложено 2, свободно 10",
    ] {
        window.must_say(words);
    }
    picture(&mut window, "batch-journal");
    window.key(Key::Escape);
    window.key(Key::Escape);
    window.must_say("Товары и партии");
}

#[test]
fn why_the_site_shows_so_many_is_told_and_a_product_is_taken_off_and_put_back() {
    let world = busy();
    let mut window = opened(&world);
    window.type_text("нурофен таб");
    window.settle();
    window.key(Key::F9);
    window.settle();
    window.must_say("Почему столько на сайте");
    window.must_say("Нурофен таб. 200 мг №10 [P3]");
    picture(&mut window, "goods-why");
    window.key(Key::Escape);
    window.chord(Modifiers::ALT, Key::O);
    window.settle();
    window.must_say("Снят с сайта");
    window.must_say("не на сайте");
    picture(&mut window, "goods-stopped");
    window.chord(Modifiers::ALT, Key::O);
    window.settle();
    window.must_not_say("Снят с сайта");
    window.must_say("Снять с сайта");
    let refused = vec![Refused { product: ProductCode("P3".into()), reason: "unknown product".into() }];
    let sent = NoteStockSent { rows: 1, snapshot_at: now(), digest: String::new(), refused };
    world.desk.act(sent).wait().unwrap();
    window.settle();
    window.settle();
    window.must_say("Сайт отклонил: unknown product");
    picture(&mut window, "goods-refused");
}

#[test]
fn suppliers_are_found_added_and_changed_and_two_of_one_name_are_refused() {
    let world = World::stocked();
    for (name, lead_days) in [("Протек", 1), ("Катрен", 2)] {
        world.desk.act(AddSupplier { name: name.into(), lead_days }).wait().unwrap();
    }
    let mut window = world.window();
    window.chord(Modifiers::ALT, Key::S);
    window.settle();
    window.must_say("Катрен");
    window.chord(Modifiers::COMMAND, Key::N);
    window.type_text("катрен");
    window.key(Key::Enter);
    window.must_say("Катрен");
    picture(&mut window, "supplier-new");
    window.fill("Название", "Пульс");
    window.fill("Срок поставки, дней", "скоро");
    window.must_say("Срок поставки — целое число дней");
    window.fill("Срок поставки, дней", "3");
    window.key(Key::Enter);
    window.must_say("Поставщик сохранён");
    picture(&mut window, "suppliers");
    window.fill("Поиск поставщика", "прот");
    window.must_not_say("Пульс");
    window.key(Key::ArrowDown);
    window.key(Key::Enter);
    window.click("Предлагать в заявках");
    window.key(Key::Enter);
    window.must_say("скрыт");
    let all = world.desk.ask(Suppliers).wait().unwrap();
    let told: Vec<(&str, u32, bool)> = all.iter().map(|s| (s.name.as_str(), s.lead_days, s.is_active)).collect();
    assert_eq!(told, [("Катрен", 2, true), ("Протек", 1, false), ("Пульс", 3, true)]);
}
