//! The update prompt never takes a keystroke from a sale.

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use expero::domain::order::PaymentState;

use super::world::World;

const TEXT: &str = "В списке интернет-заказов есть обновления";
const MODAL: &str = "Обновления в заказах";
const PARACETAMOL: &str = "4601000000017";

fn world() -> World {
    let world = World::stocked();
    world.order("EX-1", PaymentState::Unpaid, &[("P1", 1, 3550)]);
    world
}

#[test]
fn without_a_customer_it_is_a_modal_and_its_yes_opens_the_list() {
    let world = world();
    let mut window = world.window();
    window.must_say(MODAL);
    window.chord(Modifiers::COMMAND, Key::Y);
    window.must_say("Список заказов клиентов");
    window.must_not_say(TEXT);
}

#[test]
fn a_scanners_burst_goes_to_the_receipt_and_answers_nothing() {
    let world = world();
    let mut window = world.window();
    window.must_say(MODAL);
    window.scan(PARACETAMOL);
    window.must_say("Парацетамол таб. 500 мг №20");
    window.must_not_say(MODAL);
    window.must_say(TEXT);
    window.must_say("Торговый терминал");
}

#[test]
fn enter_space_tab_and_digits_never_answer_it() {
    let world = world();
    let mut window = world.window();
    for key in [Key::Enter, Key::Space, Key::Tab, Key::Enter, Key::Space, Key::Tab, Key::Tab, Key::Enter] {
        window.key(key);
        window.must_say(TEXT);
    }
    window.must_say("Торговый терминал");
}

#[test]
fn put_off_it_returns_in_two_minutes_until_the_order_is_accepted() {
    let world = world();
    let mut window = world.window();
    window.chord(Modifiers::COMMAND, Key::U);
    window.must_not_say(TEXT);
    world.clock.advance_secs(119);
    window.settle();
    window.must_not_say(TEXT);
    world.clock.advance_secs(1);
    window.settle();
    window.must_say(MODAL);
    window.chord(Modifiers::COMMAND, Key::Y);
    window.key(Key::F6);
    window.key(Key::Escape);
    world.clock.advance_secs(600);
    window.settle();
    window.must_not_say(TEXT);
}

#[test]
fn words_in_the_scan_line_or_a_dialog_make_it_a_banner() {
    let world = world();
    let mut window = world.window();
    window.type_text("нур");
    window.must_not_say(MODAL);
    window.must_say(TEXT);
    window.key(Key::Escape);
    window.must_say(MODAL);
    window.harness.get_by_label("Нет").click();
    window.settle();
    window.must_not_say(TEXT);
}
