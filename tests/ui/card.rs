//! «Оплата картой» through a terminal: yes, no, silence, and money without a receipt.

use std::sync::{Arc, Mutex};

use egui::{Key, Modifiers};
use expero::domain::card::CardAnswer;
use expero::domain::money::Kopecks;
use expero::ui::services::{Job, Services, Wake};
use expero::usecase::settings::SetSetting;

use super::world::World;

const PARACETAMOL: &str = "4601000000017";
const MAGNE: &str = "4601000000062";

/// Answers each question with the next of its answers.
pub struct Terminal {
    answers: Mutex<Vec<CardAnswer>>,
    asked: Mutex<Vec<String>>,
}

impl Terminal {
    fn next(&self, what: String) -> Job<CardAnswer> {
        self.asked.lock().unwrap().push(what);
        Job::ready(Ok(self.answers.lock().unwrap().remove(0)))
    }
}

impl Services for Terminal {
    fn card_pay(&self, _key: &str, amount: Kopecks, _wake: Wake) -> Job<CardAnswer> {
        self.next(format!("pay {}", amount.0))
    }

    fn card_ask(&self, _key: &str, _wake: Wake) -> Job<CardAnswer> {
        self.next("ask".to_owned())
    }

    fn card_reverse(&self, _key: &str, _wake: Wake) -> Job<bool> {
        self.asked.lock().unwrap().push("reverse".to_owned());
        Job::ready(Ok(true))
    }
}

fn yes() -> CardAnswer {
    CardAnswer::Approved { reference: "000000000001".into() }
}

fn silence() -> CardAnswer {
    CardAnswer::Unknown { why: "timeout".into() }
}

pub fn with(answers: Vec<CardAnswer>) -> (World, Arc<Terminal>) {
    let world = World::stocked();
    world.desk.act(SetSetting { key: "card.terminal".into(), value: "simulator".into() }).wait().unwrap();
    (world, Arc::new(Terminal { answers: Mutex::new(answers), asked: Mutex::default() }))
}

#[test]
fn an_approved_payment_closes_the_receipt_and_a_part_is_taken_as_a_part() {
    let (world, terminal) = with(vec![yes(), yes()]);
    let mut window = world.window_with(terminal.clone());
    window.scan(PARACETAMOL);
    window.key(Key::F12);
    window.must_say("Чек № 1 на 35,50 ₽");
    window.scan(PARACETAMOL);
    window.chord(Modifiers::SHIFT, Key::F12);
    window.type_text("20");
    window.key(Key::Enter);
    window.type_text("50");
    window.key(Key::Enter);
    window.must_say("Чек № 2 на 35,50 ₽");
    window.must_say("34,50 ₽");
    assert_eq!(*terminal.asked.lock().unwrap(), ["pay 3550", "pay 2000"]);
    assert_eq!(world.number("SELECT count(*) FROM card_payment WHERE state = 'used'"), 2);
}

#[test]
fn a_trial_order_takes_no_money_from_a_card() {
    let (world, terminal) = with(vec![]);
    let mut window = world.window_with(terminal.clone());
    for number in ["EX-100250", "EX-100251"] {
        world.collected_trial(number, &[("P3", 1, 14_000)]);
        window.settle();
        window.key(Key::F5);
        window.type_text(number);
        window.key(Key::Enter);
        window.key(Key::F2);
        if number == "EX-100250" {
            window.key(Key::F12);
        } else {
            window.chord(Modifiers::SHIFT, Key::F12);
            window.type_text("20");
            window.key(Key::Enter);
            window.type_text("500");
            window.key(Key::Enter);
        }
        window.must_say("Пробный заказ закрыт без чека");
        window.key(Key::Escape);
    }
    assert!(terminal.asked.lock().unwrap().is_empty());
    assert_eq!(world.number("SELECT count(*) FROM card_payment"), 0);
}

#[test]
fn a_declined_payment_keeps_the_receipt_and_says_why() {
    let (world, terminal) = with(vec![CardAnswer::Declined { why: "недостаточно средств".into() }, yes()]);
    let mut window = world.window_with(terminal);
    window.scan(PARACETAMOL);
    window.key(Key::F12);
    window.must_say("Карта не оплачена: недостаточно средств");
    window.must_not_say("Чек № 1");
    window.key(Key::F12);
    window.must_say("Чек № 1 на 35,50 ₽");
}

#[test]
fn after_silence_the_money_is_asked_for_and_never_taken_twice() {
    let (world, terminal) = with(vec![silence(), silence(), yes()]);
    let mut window = world.window_with(terminal.clone());
    window.scan(PARACETAMOL);
    window.key(Key::F12);
    window.must_say("неизвестно, списаны ли деньги");
    window.key(Key::Enter);
    window.must_say("неизвестно, списаны ли деньги");
    window.key(Key::Enter);
    window.must_say("Чек № 1 на 35,50 ₽");
    assert_eq!(*terminal.asked.lock().unwrap(), ["pay 3550", "ask", "ask"]);
}

#[test]
fn money_without_a_receipt_is_told_at_the_start_and_used_or_given_back() {
    let (world, terminal) = with(vec![silence(), yes(), silence(), yes()]);
    let mut window = world.window_with(terminal.clone());
    window.scan(PARACETAMOL);
    window.key(Key::F12);
    window.must_say("неизвестно, списаны ли деньги");
    drop(window);
    let mut window = world.window_with(terminal.clone());
    window.must_say("Деньги с карты списаны, а чека нет");
    window.key(Key::Enter);
    window.must_say("Чек № 1 на 35,50 ₽");
    window.scan(MAGNE);
    window.key(Key::F12);
    window.must_say("неизвестно, списаны ли деньги");
    window.key(Key::Escape);
    window.key(Key::Delete);
    window.must_say("Чек пуст");
    drop(window);
    let mut window = world.window_with(terminal.clone());
    window.must_say("Деньги с карты списаны, а чека нет");
    window.key(Key::Enter);
    window.must_say("Деньги с карты списаны, а чека нет");
    window.chord(Modifiers::COMMAND, Key::R);
    window.must_say("Возвращено на карту 411,00 ₽");
    assert_eq!(world.number("SELECT count(*) FROM card_payment WHERE state = 'reversed'"), 1);
    assert_eq!(world.number("SELECT count(*) FROM receipt"), 1);
}
