//! A sale by keyboard and scanner alone.

use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use expero::domain::order::PaymentState;

use super::world::World;

const PARACETAMOL: &str = "4601000000017";
const MAGNE: &str = "4601000000062";

#[test]
fn a_cash_sale_needs_only_the_scanner_and_the_keyboard() {
    let world = World::stocked();
    let mut window = world.window();
    window.must_say("Чек пуст");
    window.scan(PARACETAMOL);
    window.scan(PARACETAMOL);
    window.must_say("71,00 ₽");
    window.type_text("нуроф");
    window.must_say("Найдено: 3");
    window.key(Key::ArrowDown);
    window.key(Key::Enter);
    window.must_say("460,00 ₽");
    window.key(Key::F11);
    window.must_say("Сдача");
    window.type_text("500");
    window.key(Key::Enter);
    window.must_say("Чек № 1 на 460,00 ₽");
    window.must_say("40,00 ₽");
    window.must_say("Чек пуст");
    window.scan(PARACETAMOL);
    window.must_not_say("Чек № 1");
    window.must_say("35,50 ₽");
}

#[test]
fn words_typed_anywhere_go_to_the_scan_line_and_escape_keeps_the_receipt() {
    let world = World::stocked();
    let mut window = world.window();
    window.scan(PARACETAMOL);
    window.key(Key::Tab);
    window.key(Key::Tab);
    window.type_text("магне");
    window.must_say("Магне B6 таб. №50");
    window.key(Key::Escape);
    window.must_not_say("Магне");
    window.key(Key::Escape);
    window.must_say("Парацетамол таб. 500 мг №20");
}

#[test]
fn quantity_changes_by_keys_and_by_a_typed_number() {
    let world = World::stocked();
    let mut window = world.window();
    window.scan(PARACETAMOL);
    window.key(Key::Plus);
    window.key(Key::Plus);
    window.must_say("106,50 ₽");
    window.key(Key::Minus);
    window.must_say("71,00 ₽");
    window.type_text("12*");
    window.key(Key::Enter);
    window.must_say("426,00 ₽");
    window.key(Key::F3);
    window.type_text("3");
    window.key(Key::Enter);
    window.must_say("106,50 ₽");
    window.key(Key::Delete);
    window.must_say("Чек пуст");
}

#[test]
fn what_is_not_there_is_said_in_words_and_the_receipt_stays() {
    let world = World::stocked();
    let mut window = world.window();
    window.scan(MAGNE);
    window.scan(MAGNE);
    window.must_say("свободно 1, нужно 2");
    window.must_say("411,00 ₽");
    window.scan("4607777777775");
    window.must_say("Товар «4607777777775» не найден");
    window.key(Key::Escape);
    window.must_not_say("4607777777775");
}

#[test]
fn a_disabled_payment_says_why_and_too_little_cash_sells_nothing() {
    let world = World::stocked();
    let mut window = world.window();
    let button = window.harness.get_by_label("Оплата наличными");
    assert!(button.accesskit_node().is_disabled());
    assert_eq!(button.accesskit_node().description().as_deref(), Some("Чек пуст: добавьте товар"));
    window.key(Key::F11);
    window.must_say("Чек пуст: добавьте товар");
    window.scan(PARACETAMOL);
    window.key(Key::F11);
    window.type_text("10");
    window.must_say("Не хватает 25,50 ₽");
    window.key(Key::Enter);
    window.must_say("Принять оплату");
    window.must_not_say("Чек № 1");
}

#[test]
fn a_collected_order_is_sold_whole_from_its_sheet_code() {
    let world = World::stocked();
    let order = world.collected("EX-7", PaymentState::Unpaid, &[("P1", 2, 3500), ("P3", 1, 14_000)]);
    let mut window = world.window();
    window.scan(&expero::domain::order::sheet_code(order));
    window.must_say("Торговый терминал");
    window.must_say("Заказ EX-7");
    window.must_say("проверен код заказа");
    window.must_say("210,00 ₽");
    window.key(Key::Delete);
    window.must_say("Заказ выкупается только целиком");
    window.must_say("Нурофен таб. 200 мг №10");
    window.key(Key::F12);
    window.must_say("Сверьте пакет");
    window.scan(PARACETAMOL);
    window.must_say("осталось строк 2");
    window.scan(PARACETAMOL);
    window.must_say("осталось строк 1");
    window.key(Key::F2);
    window.must_say("пакет сверен");
    window.scan(PARACETAMOL);
    window.must_say("245,50 ₽");
    window.key(Key::Delete);
    window.key(Key::F12);
    window.must_say("Чек № 1 на 210,00 ₽");
}

#[test]
fn an_order_paid_on_the_site_is_handed_over_without_payment() {
    let world = World::stocked();
    let order = world.collected("EX-8", PaymentState::Paid, &[("P3", 1, 14_000)]);
    let mut window = world.window();
    window.scan(&expero::domain::order::sheet_code(order));
    window.must_say("оплачен на сайте");
    window.key(Key::F2);
    window.must_say("Выдать");
    window.chord(Modifiers::COMMAND, Key::Enter);
    window.must_say("Чек № 1");
    window.must_not_say("EX-8");
}

#[test]
fn language_theme_and_keys_are_reached_by_keys_alone() {
    let world = World::stocked();
    let mut window = world.window();
    window.key(Key::F1);
    window.must_say("Оплата наличными");
    window.must_say("Ctrl+F7");
    window.key(Key::Escape);
    window.key(Key::F10);
    for _ in 0..3 {
        window.key(Key::ArrowDown);
    }
    window.key(Key::Enter);
    window.must_say("The receipt is empty");
    window.must_not_say("Чек пуст");
}

#[test]
fn a_part_by_card_and_the_rest_in_cash_with_change() {
    let world = World::stocked();
    let mut window = world.window();
    window.scan(PARACETAMOL);
    window.scan(PARACETAMOL);
    window.chord(Modifiers::SHIFT, Key::F12);
    window.must_say("Введите, сколько спишет карта");
    window.type_text("71");
    window.must_say("Это вся сумма");
    window.key(Key::Backspace);
    window.key(Key::Backspace);
    window.type_text("50");
    window.key(Key::Enter);
    window.type_text("100");
    window.must_say("79,00 ₽");
    window.key(Key::Enter);
    window.must_say("Чек № 1 на 71,00 ₽");
}

#[test]
fn a_discount_within_the_limit_is_given_and_beyond_it_is_not() {
    let world = World::stocked();
    let mut window = world.window();
    window.scan(PARACETAMOL);
    window.scan(MAGNE);
    window.key(Key::F6);
    window.type_text("6");
    window.must_say("Больше 5 % вам нельзя");
    window.key(Key::Enter);
    window.must_say("На весь чек");
    window.key(Key::Backspace);
    window.type_text("5");
    window.must_say("411,00 ₽ → 390,45 ₽");
    window.key(Key::Enter);
    window.must_say("425,95 ₽");
    window.key(Key::F6);
    window.chord(Modifiers::COMMAND, Key::Enter);
    window.must_say("424,17 ₽");
    window.must_say("скидка 22,33 ₽");
    window.key(Key::F12);
    window.must_say("Чек № 1 на 424,17 ₽");
}

#[test]
fn a_receipt_put_aside_is_taken_up_again_with_its_discount() {
    let world = World::stocked();
    let mut window = world.window();
    window.scan(PARACETAMOL);
    window.key(Key::F6);
    window.type_text("5");
    window.key(Key::Enter);
    window.must_say("33,72 ₽");
    window.key(Key::F4);
    window.must_say("Чек отложен");
    window.must_say("Чек пуст");
    window.scan(MAGNE);
    window.key(Key::F12);
    window.must_say("Чек № 1 на 411,00 ₽");
    window.chord(Modifiers::COMMAND, Key::F4);
    window.must_say("Парацетамол таб. 500 мг №20");
    window.key(Key::Enter);
    window.must_say("33,72 ₽");
    window.chord(Modifiers::COMMAND, Key::F4);
    window.must_say("В чеке уже есть строки");
}

#[test]
fn an_open_receipt_outlives_the_window() {
    let world = World::stocked();
    let mut window = world.window();
    window.scan(PARACETAMOL);
    window.scan(PARACETAMOL);
    window.must_say("71,00 ₽");
    drop(window);
    let mut window = world.window();
    window.must_say("Незаконченный чек открыт снова");
    window.must_say("71,00 ₽");
    window.key(Key::F12);
    window.must_say("Чек № 1 на 71,00 ₽");
    drop(window);
    let window = world.window();
    window.must_say("Чек пуст");
}

#[test]
fn prescription_goods_are_paid_after_the_prescription_was_noted() {
    let world = World::stocked();
    let mut window = world.window();
    window.type_text("амокс");
    window.key(Key::Enter);
    window.must_say("отметьте, что рецепт предъявлен");
    window.key(Key::F12);
    window.must_say("Номер рецепта");
    window.must_not_say("Чек № 1");
    window.type_text("45-1207");
    window.key(Key::Enter);
    window.key(Key::Enter);
    window.must_say("Нужны номер, дата не позже сегодняшней и врач");
    window.type_text("Орлова Н. П.");
    window.key(Key::Enter);
    window.must_say("Чек № 1");
}

#[test]
fn an_order_is_found_by_the_last_digits_of_the_phone_and_taken_by_somebody_else() {
    let world = World::stocked();
    world.collected("EX-7", PaymentState::Unpaid, &[("P3", 1, 14_000)]);
    let mut window = world.window();
    window.key(Key::F5);
    window.must_say("EX-7");
    window.type_text("9999");
    window.must_say("Собранных заказов не найдено");
    for _ in 0..4 {
        window.key(Key::Backspace);
    }
    window.type_text("4107");
    window.must_say("EX-7");
    window.key(Key::Enter);
    window.must_say("проверен телефон");
    window.key(Key::F7);
    window.must_say("получает другой человек");
    window.key(Key::Space);
    window.must_say("пакет сверен");
    window.key(Key::F12);
    window.must_say("Чек № 1 на 140,00 ₽");
    let kept = world.number("SELECT count(*) FROM handover WHERE taker = 'other' AND checked_by = 'phone'");
    assert_eq!(kept, 1);
}
