//! The journal of sales, a return and a copy of a receipt; the shift; what the screen says while a receipt is printed.

use egui::{Key, Modifiers};
use expero::usecase::settings::SetSetting;

use super::world::{Window, World};

const PARACETAMOL: &str = "4601000000017";
const MAGNE: &str = "4601000000062";

fn sell(window: &mut Window<'_>, codes: &[&str]) {
    for code in codes {
        window.scan(code);
    }
    window.key(Key::F12);
    window.must_say("Чек №");
}

fn journal(window: &mut Window<'_>) {
    window.chord(Modifiers::COMMAND, Key::J);
    window.must_say("Журнал продаж");
}

#[test]
fn an_empty_journal_says_so() {
    let world = World::stocked();
    let mut window = world.window();
    journal(&mut window);
    window.must_say("Чеков за это время нет");
    window.key(Key::F8);
    window.must_say("Выберите чек в списке");
}

#[test]
fn a_sale_is_found_and_a_part_of_it_comes_back() {
    let world = World::stocked();
    let mut window = world.window();
    sell(&mut window, &[PARACETAMOL, PARACETAMOL, MAGNE]);
    sell(&mut window, &[PARACETAMOL]);
    journal(&mut window);
    window.must_say("Чеков: 2");
    window.must_say("517,50 ₽");
    window.type_text("магне");
    window.must_say("Чеков: 1");
    window.must_say("482,00 ₽");
    window.key(Key::ArrowDown);
    window.key(Key::F8);
    window.must_say("Возврат по чеку № 1");
    window.key(Key::Plus);
    window.must_say("К возврату 35,50 ₽");
    window.chord(Modifiers::ALT, Key::Num3);
    window.chord(Modifiers::COMMAND, Key::Enter);
    window.must_say("Лекарства надлежащего качества возврату не подлежат");
    window.chord(Modifiers::ALT, Key::Num1);
    window.chord(Modifiers::COMMAND, Key::Enter);
    window.must_say("Возврат № 3: наличными 0,00 ₽, на карту 35,50 ₽");
    window.must_say("возвращено 1");
}

#[test]
fn a_copy_of_a_receipt_is_shown_with_its_sums() {
    let world = World::stocked();
    let mut window = world.window();
    sell(&mut window, &[MAGNE]);
    journal(&mut window);
    window.chord(Modifiers::COMMAND, Key::P);
    window.must_say("Копия чека № 1");
}

#[test]
fn the_shift_shows_its_sums_and_closes_over_a_receipt_put_aside_only_when_said_twice() {
    let world = World::stocked();
    let mut window = world.window();
    window.chord(Modifiers::COMMAND, Key::F11);
    window.must_say("Смена не открыта");
    window.key(Key::Escape);
    sell(&mut window, &[MAGNE]);
    window.scan(PARACETAMOL);
    window.key(Key::F4);
    window.must_say("Чек отложен");
    window.chord(Modifiers::COMMAND, Key::F11);
    window.must_say("Смена № 1");
    window.must_say("411,00 ₽");
    window.chord(Modifiers::COMMAND, Key::Z);
    window.must_say("Есть 1 незакрытый чек");
    window.chord(Modifiers::COMMAND, Key::Z);
    window.must_say("Смена № 1 закрыта: 411,00 ₽");
    window.must_say("Смена не открыта");
}

#[test]
fn a_receipt_on_its_way_to_the_printer_says_so_and_a_shift_does_not_close_over_it() {
    let world = World::stocked();
    let set = SetSetting { key: "fiscal.device".into(), value: "simulator".into() };
    world.desk.act(set).wait().unwrap();
    let mut window = world.window();
    sell(&mut window, &[MAGNE]);
    window.must_say("Чек печатается");
    sell(&mut window, &[PARACETAMOL]);
    window.must_say("Не напечатано чеков: 2");
    window.chord(Modifiers::COMMAND, Key::F11);
    window.must_say("Учебная касса");
    window.chord(Modifiers::COMMAND, Key::Z);
    window.must_not_say("закрыта");
    window.must_say("Смена № 1");
}
