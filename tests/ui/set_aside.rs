//! «Сборка заказа» to its end: batches by hand, the cell, the check before «собран», and what the site changes
//! meanwhile. By keys and scanner alone.

use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use expero::domain::order::PaymentState;
use expero::domain::status::OrderStatus as S;
use expero::usecase::reserve_lines::ReserveLines;
use expero::usecase::set_bag_cell::{CellWish, SetBagCell};

use super::collecting::{accepted, card, code, ean, order, pharmacy, to_collecting};
use super::orders::deliver;
use super::shop::booked;
use super::world::{Window, World};

const COLLECTED: &str = "Установить состояние «Заказ собран»";

/// Why a button is disabled; empty when it is not.
fn why(window: &Window<'_>, label: &str) -> String {
    let button = window.harness.get_by_label(label);
    let node = button.accesskit_node();
    if node.is_disabled() { node.description().unwrap_or_default() } else { String::new() }
}

#[test]
fn an_order_goes_from_new_to_its_cell_by_scanner_and_keys_alone() {
    let world = pharmacy();
    let other = accepted(&world, booked("EX-2").made(90).line("P1", "Парацетамол", 1, 3550));
    world.desk.act(SetBagCell { order: other, cell: CellWish::Named("1".into()) }).wait().unwrap();
    let order = order("EX-1").made(5).arrive(&world);
    let mut window = world.window();
    window.chord(Modifiers::COMMAND, Key::Y);
    window.key(Key::F6);
    window.key(Key::F7);
    window.must_say("Сборка заказа EX-1");
    window.must_say("✕ «Парацетамол таб. 500 мг №20»: зарезервировано 0 из 2");
    window.key(Key::F2);
    window.must_say("✓ Проверка пройдена: заказ можно собрать. Пакет — в ячейку 2.");
    window.scan(&code(1, 1));
    window.must_say("не хватает в пакете 1 уп.");
    assert_eq!(why(&window, COLLECTED), "Не отсканировано 2 упаковки");
    window.chord(Modifiers::COMMAND, Key::Enter);
    assert_eq!(card(&world, order).row.standing.status, S::Accepted);
    window.key(Key::Escape);
    window.scan(&ean(4));
    window.must_say("✕ Не тот товар");
    window.scan(&code(1, 2));
    window.scan(&code(2, 1));
    window.key(Key::Backspace);
    window.must_say("← Вынуто из пакета");
    window.scan(&code(2, 9));
    window.must_say("все упаковки в пакете");
    window.key(Key::F11);
    window.must_say("Ячейка для заказа EX-1");
    window.type_text("1");
    window.key(Key::Enter);
    window.must_say("Ячейка 1 занята заказом EX-2");
    window.chord(Modifiers::COMMAND, Key::A);
    window.type_text("а-7");
    window.key(Key::Enter);
    window.must_say("Заказ EX-1: пакет в ячейке А-7");
    window.must_say("✓ Проверка пройдена: заказ можно собрать. Пакет — в ячейку А-7.");
    window.chord(Modifiers::COMMAND, Key::Enter);
    assert_eq!(card(&world, order).row.standing.status, S::Assembled);
    window.must_say("Список заказов клиентов");
    assert!(window.says("EX-1 · Анна С."), "the list opens with the order selected");
    window.must_say("Ячейка А-7");
    window.key(Key::F9);
    window.must_say("Торговый терминал");
    window.must_say("Ячейка А-7");
}

#[test]
fn the_cell_is_the_next_free_one_by_a_key_and_a_scanned_code_is_no_cell() {
    let world = pharmacy();
    let order = accepted(&world, order("EX-1"));
    let mut window = world.window();
    to_collecting(&mut window);
    let cell = |world: &World| card(world, order).row.aside.cell;
    window.key(Key::F11);
    window.scan(&ean(1));
    window.must_say("не подходит для ячейки");
    assert_eq!(cell(&world), "");
    window.chord(Modifiers::COMMAND, Key::Num1);
    assert_eq!(cell(&world), "1");
    assert_eq!(window.harness.state().dialogs_open(), 0);
    window.key(Key::F11);
    window.chord(Modifiers::COMMAND, Key::Num2);
    assert_eq!(cell(&world), "");
    window.must_say("Заказ EX-1: пакет без ячейки");
}

#[test]
fn a_batch_is_chosen_by_hand_and_one_that_is_not_the_first_to_expire_warns_first() {
    let world = pharmacy();
    let order = accepted(&world, order("EX-1").line("P5", "Глицин таб. 100 мг №50", 1, 4000));
    world.desk.act(ReserveLines { order }).wait().unwrap();
    let mut window = world.window();
    to_collecting(&mut window);
    let kept = |world: &World| -> Vec<(String, i64)> {
        card(world, order).lines.first().unwrap().picks.iter().map(|p| (p.series.clone(), p.packs.0)).collect()
    };
    window.key(Key::Enter);
    assert_eq!(window.harness.state().dialogs_open(), 0, "no line was chosen: a scanner's second Enter does nothing");
    window.key(Key::ArrowDown);
    window.key(Key::Enter);
    window.must_say("Выбрать серию");
    window.must_say("истекает первой");
    window.key(Key::ArrowDown);
    window.must_say("Раньше истекает серия S12345 (годна до 28.08.2027)");
    window.key(Key::Minus);
    window.must_say("Взять 1 из 2");
    window.key(Key::Enter);
    window.must_say("Возьмите её или подтвердите, что нужна именно выбранная");
    window.key(Key::Enter);
    assert_eq!(kept(&world), [("S12345".to_owned(), 2)], "Enter alone does not agree");
    window.chord(Modifiers::COMMAND, Key::Enter);
    assert_eq!(kept(&world), [("S12345".to_owned(), 1), ("S20000".to_owned(), 1)]);
    assert_eq!(window.harness.state().dialogs_open(), 0);
    window.key(Key::ArrowDown);
    window.key(Key::ArrowDown);
    window.key(Key::F7);
    window.must_say("срок слишком мал");
    assert_eq!(why(&window, "Взять эту серию"), "Выберите серию (↑ ↓)");
    window.key(Key::ArrowDown);
    assert_eq!(why(&window, "Взять эту серию"), "срок слишком мал");
    window.key(Key::Enter);
    assert_eq!(window.harness.state().dialogs_open(), 1);
    window.scan(&ean(1));
    assert_eq!(window.harness.state().dialogs_open(), 1, "a burst does not choose a batch");
    assert_eq!(card(&world, order).lines.iter().map(|l| l.in_bag.0).sum::<i64>(), 0);
}

#[test]
fn what_the_site_changes_is_told_line_by_line_and_what_is_in_the_bag_stays_in_sight() {
    let world = pharmacy();
    let name = "Парацетамол таб. 500 мг №20";
    let order = accepted(&world, order("EX-1"));
    let mut window = world.window();
    to_collecting(&mut window);
    window.key(Key::F2);
    for raw in [code(2, 1), code(1, 1), code(1, 2)] {
        window.scan(&raw);
    }
    let told = || booked("EX-1").status(S::Accepted);
    deliver(&world, &super::collecting::order("EX-1").status(S::Accepted).revision(2));
    told().revision(3).line("P1", name, 1, 3550).arrive(&world);
    window.settle();
    window.must_say("Покупатель изменил состав заказа на сайте");
    window.must_say("«Амоксициллин капс. 500 мг №16»: убрано из заказа (1 уп.)");
    window.must_say("«Парацетамол таб. 500 мг №20»: было 2 уп., стало 1 уп.");
    window.must_say("в заказе этого больше нет (Ctrl+Backspace): Амоксициллин капс. 500 мг №16 — 1 уп.");
    window.must_say("2 из 1, лишних 1");
    window.must_say("нет в заказе");
    assert_eq!(why(&window, COLLECTED), "В пакете 2 лишние упаковки: выньте их");
    window.chord(Modifiers::COMMAND, Key::Backspace);
    window.must_say("← Вынуто из пакета");
    window.chord(Modifiers::COMMAND, Key::Backspace);
    assert_eq!(why(&window, COLLECTED), "");
    window.must_say("1 из 1 ✓");
    window.key(Key::F4);
    window.must_not_say("убрано из заказа");
    told().status(S::Cancelled).revision(4).line("P1", name, 1, 3550).arrive(&world);
    window.settle();
    window.must_say("Покупатель или сайт отменил заказ");
    window.must_say("Верните на место из пакета: Парацетамол таб. 500 мг №20 — 1 уп.");
    assert_eq!(card(&world, order).row.standing.status, S::Cancelled);
    window.key(Key::F4);
    window.must_not_say("Верните на место из пакета");
}

#[test]
fn every_finding_of_the_check_has_the_key_that_mends_it() {
    let world = pharmacy();
    let order = accepted(&world, order("EX-1").line("P3", "Инсулин гларгин 100 ЕД/мл №5", 1, 90_000));
    let mut window = world.window();
    to_collecting(&mut window);
    window.must_say("✕ «Инсулин гларгин 100 ЕД/мл №5»: зарезервировано 0 из 1");
    window.key(Key::F2);
    window.must_say("• «Инсулин гларгин 100 ЕД/мл №5», 1 уп.: хранить при 2–8 °C, место Холодильник 1");
    window.must_say("• «Амоксициллин капс. 500 мг №16»: при выдаче нужен рецепт");
    window.must_say("остаётся на месте");
    window.scan(&code(1, 1));
    window.must_say("Сканировать");
    world.clock.advance_secs(60 * 60 * 49);
    window.key(Key::F5);
    window.must_say("✕ Резерв закончился");
    assert_eq!(why(&window, COLLECTED), "Резерв уже закончился: удалите заказ");
    window.key(Key::Delete);
    window.must_say("Удалить заказ EX-1");
    window.key(Key::Num1);
    window.key(Key::Enter);
    assert_eq!(card(&world, order).row.standing.status, S::Cancelled);
}

#[test]
fn who_collected_and_when_stands_in_the_head_and_every_step_in_the_history() {
    let world = pharmacy();
    world.collected("EX-1", PaymentState::Unpaid, &[("P1", 1, 3550)]);
    let mut window = world.window();
    window.chord(Modifiers::COMMAND, Key::F7);
    window.key(Key::Home);
    window.key(Key::Enter);
    window.must_say("собрал Петрова А. И., 23.11 13:44");
    window.must_say("Ячейка 1");
    window.chord(Modifiers::COMMAND, Key::H);
    window.must_say("23.11 13:44 · Петрова А. И.");
    for step in ["заказ поступил", "принят", "товар зарезервирован", "собран"]
    {
        assert!(window.words().iter().filter(|w| *w == step).count() >= 2, "{step}: a step and a row of the history");
    }
}
