//! What the window says by itself: sounds, the bar, and a payment that came while a status is stuck.

use std::sync::{Arc, Mutex};

use egui::{Key, Modifiers};
use expero::ui::services::{Services, Tone};
use expero::usecase::accept_order::AcceptOrder;
use expero::usecase::settings::SetSetting;
use expero::usecase::task::{Contact, NoteContact};

use super::shop::booked;
use super::world::World;

/// Hears what is played.
#[derive(Default)]
pub struct Ear(Mutex<Vec<Tone>>);

impl Services for Ear {
    fn play(&self, tone: Tone) {
        self.0.lock().unwrap().push(tone);
    }
}

impl Ear {
    pub fn heard(&self) -> Vec<Tone> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

fn set(world: &World, key: &str, value: &str) {
    world.desk.act(SetSetting { key: key.into(), value: value.into() }).wait().unwrap();
}

#[test]
fn a_scan_is_answered_by_its_own_sound_and_a_setting_keeps_it_silent() {
    let world = World::stocked();
    let ear = Arc::new(Ear::default());
    let mut window = world.window_with(ear.clone());
    window.scan("4601000000062");
    assert_eq!(ear.heard(), [Tone::ScanOk]);
    window.scan("4601000000062");
    assert_eq!(ear.heard(), [Tone::ScanRefused], "only one pack is there");
    window.scan("4607777777775");
    assert_eq!(ear.heard(), [Tone::ScanRefused], "no such goods");
    window.type_text("нуроф");
    window.key(Key::Enter);
    assert!(ear.heard().is_empty(), "what is chosen by hand makes no sound");
    set(&world, "scan.sound", "false");
    window.settle();
    window.scan("4601000000017");
    assert!(ear.heard().is_empty());
}

#[test]
fn the_prompt_is_silent_unless_a_setting_says_otherwise_and_sounds_once_each_time_it_comes() {
    let world = World::stocked();
    let ear = Arc::new(Ear::default());
    let mut window = world.window_with(ear.clone());
    booked("EX-1").paracetamol(1).arrive(&world);
    window.settle();
    window.must_say("Обновления в заказах");
    assert!(ear.heard().is_empty(), "off by default");
    set(&world, "prompt.sound", "true");
    window.chord(Modifiers::COMMAND, Key::U);
    world.clock.advance_secs(121);
    window.settle();
    window.must_say("Обновления в заказах");
    assert_eq!(ear.heard(), [Tone::NewOrder]);
    window.settle();
    assert!(ear.heard().is_empty());
}

#[test]
fn a_clock_that_differs_from_the_site_is_said_in_the_bar() {
    let world = World::stocked();
    let mut window = world.window();
    window.must_not_say("Часы отличаются");
    world.desk.act(NoteContact(Contact::Polled { skew_secs: 119 })).wait().unwrap();
    window.settle();
    window.must_not_say("Часы отличаются");
    world.desk.act(NoteContact(Contact::Polled { skew_secs: -300 })).wait().unwrap();
    window.settle();
    window.must_say("Часы отличаются от сайта на 5 мин");
}

#[test]
fn a_payment_that_came_while_a_status_is_stuck_shows_in_the_list_and_in_the_pane() {
    let world = World::stocked();
    let order = booked("EX-1").paracetamol(1).arrive(&world);
    world.desk.act(AcceptOrder { order }).wait().unwrap();
    let mut window = world.window();
    window.chord(Modifiers::COMMAND, Key::F7);
    window.must_say("ждёт");
    window.must_say("ожидает оплаты");
    booked("EX-1").paid().revision(2).paracetamol(1).arrive(&world);
    window.settle();
    window.must_say("ждёт");
    window.must_not_say("ожидает оплаты");
    let paid = window.words().iter().filter(|w| *w == "оплачен").count();
    assert_eq!(paid, 2, "once in the list, once in the pane");
}
