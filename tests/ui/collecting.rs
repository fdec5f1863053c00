//! «Сборка заказа» by scanner and keyboard alone: what goes into the bag, what stops and why, what comes out again.

use std::sync::Arc;

use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use expero::domain::batch::StorageBand;
use expero::domain::ids::OrderId;
use expero::domain::order::{ean_check_digit, sheet_code};
use expero::domain::status::OrderStatus as S;
use expero::ui::command::ViewKind;
use expero::ui::services::Tone;
use expero::usecase::accept_order::AcceptOrder;
use expero::usecase::import_goods::ImportGoods;
use expero::usecase::read::order_card::{Card, OrderCard};
use expero::usecase::reserve_lines::ReserveLines;
use expero::usecase::scan_pack::ScanPack;

use super::shop::{Booked, booked};
use super::signs::Ear;
use super::world::{Window, World, goods};

const PARACETAMOL: &str = "Парацетамол таб. 500 мг №20";
const AMOXICILLIN: &str = "Амоксициллин капс. 500 мг №16";
const INSULIN: &str = "Инсулин гларгин 100 ЕД/мл №5";

/// The barcode of the product `n`.
pub fn ean(n: u32) -> String {
    let body = format!("46000000{n:04}");
    format!("{body}{}", ean_check_digit(&body))
}

/// The marking code of the pack `pack` of the product `n`, its separators as a scanner without them types them.
pub fn code(n: u32, pack: u32) -> String {
    format!("010{}21Ab_Pack{pack:06}|91EE06|92dGhpcyBpcyBub3QgYSByZWFsIHNpZ25hdHVyZSE+AbQ=", ean(n))
}

/// Goods with true barcodes: two to be had, one cold, one that is in no order, one too short-dated.
pub fn pharmacy() -> World {
    let world = World::new();
    let item = |n: u32, name: &str, batches: &[(&str, i32, u32, i64)]| {
        goods(&format!("P{n}"), name, "", &ean(n), 3550, batches)
    };
    let mut cold = item(3, INSULIN, &[("L09", 2027, 5, 4)]);
    for (batch, _) in &mut cold.batches {
        batch.place = "Холодильник 1".into();
        batch.storage = StorageBand { min_celsius: Some(2), max_celsius: Some(8) };
    }
    let items = vec![
        item(1, PARACETAMOL, &[("S12345", 2027, 8, 20), ("S20000", 2028, 2, 9)]),
        item(2, AMOXICILLIN, &[("77120", 2028, 1, 4)]),
        cold,
        item(4, "Нурофен таб. 200 мг №10", &[("N501", 2027, 3, 14)]),
        item(5, "Глицин таб. 100 мг №50", &[("G1", 2026, 11, 6)]),
    ];
    world.desk.act(ImportGoods { items }).wait().unwrap();
    world
}

/// An order of the first two goods.
pub fn order(number: &str) -> Booked {
    booked(number).line("P1", PARACETAMOL, 2, 3550).line("P2", AMOXICILLIN, 1, 11_800)
}

pub fn accepted(world: &World, order: Booked) -> OrderId {
    let order = order.arrive(world);
    world.desk.act(AcceptOrder { order }).wait().unwrap();
    order
}

pub fn card(world: &World, id: OrderId) -> Card {
    world.desk.ask(OrderCard { id }).wait().unwrap()
}

/// What the same keys type in the Russian layout.
fn russian(code: &str) -> String {
    let (en, ru) = ("qwertyuiop[]asdfghjkl;'zxcvbnm,./", "йцукенгшщзхъфывапролджэячсмитьбю.");
    let key = |c: char| {
        let typed = en.chars().zip(ru.chars()).find_map(|(e, r)| (e == c.to_ascii_lowercase()).then_some(r));
        let typed = typed.unwrap_or(c);
        if c.is_ascii_uppercase() { typed.to_uppercase().next().unwrap() } else { typed }
    };
    code.chars().map(key).collect()
}

fn in_bag(world: &World, id: OrderId) -> Vec<i64> {
    card(world, id).lines.iter().map(|l| l.in_bag.0).collect()
}

/// From the list into the collecting window of its first order.
pub fn to_collecting(window: &mut Window<'_>) {
    window.chord(Modifiers::COMMAND, Key::U);
    window.chord(Modifiers::COMMAND, Key::F7);
    window.key(Key::Home);
    window.key(Key::F7);
    assert_eq!(window.harness.state().view(), ViewKind::Collecting);
}

#[test]
fn every_scan_ticks_its_line_in_large_words_and_the_last_one_comes_out_again_by_a_key() {
    let world = pharmacy();
    let order = accepted(&world, order("EX-1"));
    let ear = Arc::new(Ear::default());
    let mut window = world.window_with(ear.clone());
    to_collecting(&mut window);
    window.key(Key::F2);
    window.must_say("В пакете 0 из 3");
    window.scan(&code(1, 1));
    window.must_say("✓ 1 из 2");
    window.must_say("Парацетамол таб. 500 мг №20 · осталось собрать 2 упаковки");
    assert_eq!(ear.heard(), [Tone::ScanOk]);
    window.scan(&ean(2));
    window.must_say("1 из 1 ✓");
    window.scan(&code(1, 1));
    window.must_say("эта упаковка уже в пакете, ничего не изменилось");
    assert_eq!(in_bag(&world, order), [1, 1]);
    window.scan(&code(1, 2));
    window.must_say("все упаковки в пакете");
    window.must_say("2 из 2 ✓");
    ear.heard();
    window.key(Key::Backspace);
    window.must_say("← Вынуто из пакета");
    window.must_say("в пакете осталось 1 упаковка");
    assert_eq!((in_bag(&world, order), ear.heard()), (vec![1, 1], vec![]));
    window.chord(Modifiers::COMMAND, Key::Z);
    assert_eq!(in_bag(&world, order), [1, 0]);
    window.key(Key::Backspace);
    window.key(Key::Backspace);
    assert_eq!(in_bag(&world, order), [0, 0]);
    window.must_say("В пакете ничего нет: отменять нечего");
}

#[test]
fn each_refusal_has_its_words_and_its_own_sound_and_changes_nothing() {
    let world = pharmacy();
    let booked_here = order("EX-1").line("P5", "Глицин таб. 100 мг №50", 1, 4000);
    let other = accepted(&world, booked("EX-2").made(90).line("P1", PARACETAMOL, 1, 3550));
    let order = accepted(&world, booked_here.made(5));
    world.desk.act(ScanPack { order: other, raw: code(1, 77) }).wait().unwrap();
    let ear = Arc::new(Ear::default());
    let mut window = world.window_with(ear.clone());
    to_collecting(&mut window);
    window.key(Key::F2);
    window.scan(&code(2, 1));
    ear.heard();
    let before = card(&world, order);
    for (raw, head, words, tone) in [
        (ean(4), "Не тот товар", "«Нурофен таб. 200 мг №10» нет в этом заказе", Tone::WrongGoods),
        (code(2, 2), "Лишняя упаковка", "«Амоксициллин капс. 500 мг №16» уже собран полностью (1)", Tone::TooMany),
        (ean(5), "Срок не подходит", "срок годности до 28.11.2026", Tone::TooOld),
        (code(1, 77), "Код уже в пакете", "лежит в пакете заказа EX-2", Tone::CodeTaken),
        (code(1, 3).replace("91EE06", "55EE06"), "Код не прочитан", "Неизвестная часть кода", Tone::ScanRefused),
    ] {
        window.scan(&raw);
        window.must_say(head);
        window.must_say(words);
        assert_eq!(ear.heard(), [tone], "{head}");
        assert_eq!(card(&world, order), before, "{head} changed something");
    }
    window.must_say("✕ Код не прочитан");
    window.scan(&ean(1));
    window.must_not_say("✕ Код не прочитан");
}

#[test]
fn a_scanner_in_the_wrong_layout_or_without_separators_is_read_or_told_what_to_fix() {
    let world = pharmacy();
    let order = accepted(&world, order("EX-1"));
    let mut window = world.window();
    to_collecting(&mut window);
    window.key(Key::F2);
    // The same keys in the Russian layout; the separators come as the key of the bracket does.
    window.scan(&russian(&code(1, 1).replace('|', "]")));
    assert_eq!(in_bag(&world, order), [1, 0], "{:#?}", window.words());
    window.scan(&code(1, 2).replace('|', ""));
    assert_eq!(in_bag(&world, order), [2, 0]);
    window.scan(&format!("010{}21Ab_Packфи", ean(2)));
    window.must_say("Раскладка клавиатуры сменилась посреди кода");
    window.scan("нурофен");
    window.must_say("Это не штрихкод и не код маркировки");
}

#[test]
fn a_burst_reaches_the_bag_from_a_button_and_never_from_behind_a_dialog() {
    let world = pharmacy();
    let order = accepted(&world, order("EX-1"));
    let ear = Arc::new(Ear::default());
    let mut window = world.window_with(ear.clone());
    to_collecting(&mut window);
    window.key(Key::F2);
    window.harness.get_by_label("Снять резерв").focus();
    window.settle();
    window.scan(&code(1, 1));
    assert_eq!(in_bag(&world, order), [1, 0]);
    assert!(card(&world, order).lines.iter().all(|l| l.reserved.any()), "the button was not pressed");
    ear.heard();
    window.key(Key::F1);
    assert_eq!(window.harness.state().dialogs_open(), 1);
    window.scan(&code(1, 2));
    assert_eq!(in_bag(&world, order), [1, 0], "behind a dialog");
    assert_eq!(window.harness.state().dialogs_open(), 1, "the scanner's Enter does not answer the dialog");
    assert_eq!(ear.heard(), [Tone::ScanRefused]);
    window.must_say("Скан не принят: открыто окно");
    window.key(Key::Escape);
    window.key(Key::Escape);
    window.scan(&code(1, 2));
    assert_eq!(in_bag(&world, order), [2, 0]);
    window.key(Key::F8);
    window.scan(&ean(2));
    assert_eq!(in_bag(&world, order), [2, 0], "typed into the field of a dialog");
}

#[test]
fn two_codes_in_one_frame_both_go_in_and_typed_words_are_cleared_by_escape() {
    let world = pharmacy();
    let order = accepted(&world, order("EX-1"));
    let mut window = world.window();
    to_collecting(&mut window);
    window.key(Key::F2);
    for raw in [code(1, 1), ean(2)] {
        for c in raw.chars() {
            window.harness.event(egui::Event::Text(c.to_string()));
        }
        window.harness.key_press(Key::Enter);
    }
    window.settle();
    assert_eq!(in_bag(&world, order), [1, 1]);
    window.type_text("4600");
    window.key(Key::Backspace);
    assert_eq!(in_bag(&world, order), [1, 1], "Backspace belongs to the words in the line");
    window.key(Key::Escape);
    window.must_say("Сборка заказа EX-1");
    window.key(Key::Escape);
    window.must_say("Список заказов клиентов");
}

#[test]
fn a_line_is_released_by_itself_and_its_packs_leave_the_bag() {
    let world = pharmacy();
    let order = accepted(&world, order("EX-1"));
    world.desk.act(ReserveLines { order }).wait().unwrap();
    let mut window = world.window();
    to_collecting(&mut window);
    let button = |window: &Window<'_>, label: &str| {
        let node = window.harness.get_by_label(label);
        node.accesskit_node().description().unwrap_or_default()
    };
    assert_eq!(button(&window, "Вынуть последнюю"), "В пакете ничего нет: отменять нечего");
    window.chord(Modifiers::COMMAND, Key::F3);
    window.must_say("Сначала выберите строку (↑ ↓)");
    window.key(Key::Escape);
    window.scan(&ean(1));
    window.scan(&ean(2));
    window.key(Key::ArrowUp);
    window.chord(Modifiers::COMMAND, Key::F3);
    let card = card(&world, order);
    let left: Vec<_> = card.lines.iter().map(|l| (l.reserved.0, l.in_bag.0)).collect();
    assert_eq!(left, [(0, 0), (1, 1)]);
    window.must_say("снят: 2 упаковки");
}

#[test]
fn the_sheet_of_another_order_opens_that_order_and_a_finished_one_takes_no_pack() {
    let world = pharmacy();
    let other = accepted(&world, booked("EX-2").made(90).line("P1", PARACETAMOL, 1, 3550));
    accepted(&world, order("EX-1").made(5));
    let mut window = world.window();
    to_collecting(&mut window);
    window.must_say("Сборка заказа EX-1");
    window.scan(&sheet_code(other));
    window.must_say("Сборка заказа EX-2");
    booked("EX-2").made(90).status(S::Cancelled).revision(2).line("P1", PARACETAMOL, 1, 3550).arrive(&world);
    super::orders::deliver(&world, &booked("EX-2").status(S::Cancelled).revision(2).line("P1", PARACETAMOL, 1, 3550));
    window.settle();
    window.scan(&ean(1));
    window.must_say("✕ Не положено");
    window.must_say("нельзя собрать");
}
