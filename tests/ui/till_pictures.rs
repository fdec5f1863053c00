//! Pictures of the till's states that a day of the tour does not pass, light in Russian and dark in English; see
//! `pictures`. Each must fit: nothing cut, nothing over another.

use std::sync::Arc;

use egui::{Key, Modifiers};
use expero::domain::card::CardAnswer;
use expero::domain::order::PaymentState;
use expero::text::Lang;
use expero::ui::theme::ThemeChoice;
use expero::usecase::settings::SetSetting;

use super::card::{Terminal, with};
use super::pictures::picture;
use super::world::{Window, World};

/// The same walk in both looks.
fn both(world: &World, walk: impl Fn(&mut Window<'_>, &str)) {
    let mut light = world.window();
    walk(&mut light, "");
    drop(light);
    let mut dark = world.window_as(Lang::En, ThemeChoice::Dark, false);
    walk(&mut dark, "-dark");
}

#[test]
fn an_order_at_the_till_from_its_search_to_the_check_of_its_bag() {
    let world = World::stocked();
    world.collected("EX-100236", PaymentState::Paid, &[("P3", 1, 14_000), ("P2", 2, 11_800)]);
    world.collected("EX-100240", PaymentState::Unpaid, &[("P1", 2, 3550)]);
    both(&world, |window, look| {
        window.key(Key::F5);
        picture(window, &format!("ready-orders{look}"));
        window.type_text("4107");
        window.key(Key::Enter);
        picture(window, &format!("bag-check{look}"));
        window.key(Key::F2);
        window.key(Key::F7);
        picture(window, &format!("bag-checked-other{look}"));
        window.chord(Modifiers::COMMAND, Key::Delete);
    });
}

#[test]
fn a_card_that_nobody_knows_the_end_of_and_the_sheet_for_the_next_shift() {
    let silence = || CardAnswer::Unknown { why: String::new() };
    let (world, terminal): (World, Arc<Terminal>) =
        with(vec![silence(), CardAnswer::Approved { reference: "1".into() }]);
    world.collected("EX-100236", PaymentState::Unpaid, &[("P3", 1, 14_000)]);
    let mut window = world.window_with(terminal);
    window.scan("4601000000017");
    window.key(Key::F12);
    window.must_say("неизвестно, списаны ли деньги");
    picture(&mut window, "card-unknown");
    window.key(Key::Escape);
    window.key(Key::Delete);
    window.scan("4601000000062");
    window.key(Key::F12);
    window.must_say("Деньги с карты списаны, а чека нет");
    picture(&mut window, "card-no-receipt");
    window.key(Key::Escape);
    drop(window);
    let none = SetSetting { key: "card.terminal".into(), value: "none".into() };
    world.desk.act(none).wait().unwrap();
    let mut window = world.window();
    window.key(Key::Escape);
    window.chord(Modifiers::COMMAND, Key::F11);
    window.chord(Modifiers::COMMAND, Key::P);
    window.must_say("Лист передачи смены");
    picture(&mut window, "shift-sheet");
}
