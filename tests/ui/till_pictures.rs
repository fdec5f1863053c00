//! Pictures of the till's states that a day of the tour does not pass, light in Russian and dark in English; see
//! `pictures`. Each must fit: nothing cut, nothing over another.

use std::sync::Arc;

use egui::{Key, Modifiers};
use expero::domain::call::CallOutcome;
use expero::domain::card::CardAnswer;
use expero::domain::mark_check::{MarkAnswer, MarkState};
use expero::domain::order::PaymentState;
use expero::text::Lang;
use expero::ui::services::Services;
use expero::ui::theme::ThemeChoice;
use expero::usecase::accept_order::AcceptOrder;
use expero::usecase::note_call::NoteCall;
use expero::usecase::settings::SetSetting;

use super::card::with;
use super::marks::{checked, known, pack};
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

/// A light Russian window, or a dark English one, with this service.
fn look<'w>(world: &'w World, service: Arc<dyn Services>, dark: &str) -> Window<'w> {
    if dark.is_empty() { world.window_with(service) } else { world.window_dark_with(service) }
}

#[test]
fn a_card_that_nobody_knows_the_end_of_and_money_without_a_receipt() {
    let silence = || CardAnswer::Unknown { why: String::new() };
    for dark in ["", "-dark"] {
        let yes = CardAnswer::Approved { reference: "1".into() };
        let (world, terminal) = with(vec![silence(), yes]);
        let mut window = look(&world, terminal, dark);
        window.scan("4601000000017");
        window.key(Key::F12);
        picture(&mut window, &format!("card-unknown{dark}"));
        window.key(Key::Escape);
        window.key(Key::Delete);
        window.scan("4601000000062");
        window.key(Key::F12);
        picture(&mut window, &format!("card-no-receipt{dark}"));
        let money = world.number("SELECT count(*) FROM card_payment WHERE state = 'approved'");
        assert_eq!(money, 1, "taken, and on no receipt");
    }
}

#[test]
fn the_sheet_for_the_next_shift_on_both_papers() {
    let world = World::stocked();
    let hours = SetSetting { key: "booking.minutes".into(), value: "600".into() };
    world.desk.act(hours).wait().unwrap();
    world.collected("EX-100236", PaymentState::Unpaid, &[("P3", 1, 14_000)]);
    world.collected("EX-100237", PaymentState::Paid, &[("P1", 2, 3550), ("P6", 1, 41_100)]);
    let order = world.order("EX-100240", PaymentState::Unpaid, &[("P5", 2, 26_700)]);
    world.desk.act(AcceptOrder { order }).wait().unwrap();
    let outcome = CallOutcome::NoAnswer { call_again_at: None };
    world.desk.act(NoteCall { order, outcome, edits: vec![] }).wait().unwrap();
    both(&world, |window, look| {
        window.key(Key::Escape);
        window.chord(Modifiers::COMMAND, Key::F11);
        window.chord(Modifiers::COMMAND, Key::P);
        picture(window, &format!("shift-sheet{look}"));
        window.chord(Modifiers::COMMAND, Key::Num2);
        window.settle();
        picture(window, &format!("shift-sheet-roll{look}"));
    });
}

#[test]
fn a_pack_that_may_not_be_sold_and_one_nobody_answered_for() {
    let (world, service) = checked("refuse");
    for dark in ["", "-dark"] {
        let mut window = look(&world, service.clone(), dark);
        window.scan("4601000000062");
        window.scan(&pack(1));
        service.answer(known(MarkState::Blocked));
        window.settle();
        picture(&mut window, &format!("mark-blocked{dark}"));
        window.scan(&pack(2));
        service.answer(MarkAnswer::Silence);
        window.settle();
        picture(&mut window, &format!("mark-silent{dark}"));
        window.chord(Modifiers::COMMAND, Key::Delete);
    }
}
