//! Marked packs at the till: each code once, checked by a service that may refuse, hang or say nothing.

use std::sync::{Arc, Mutex};

use egui::Key;
use expero::domain::mark_check::{MarkAnswer, MarkSource, MarkState};
use expero::ui::services::{Job, JobSlot, Services, Wake};
use expero::usecase::import_goods::ImportGoods;
use expero::usecase::settings::SetSetting;

use super::world::{World, goods};

/// Answers when it is told to.
#[derive(Default)]
pub struct Service {
    asked: Mutex<Vec<(String, JobSlot<MarkAnswer>)>>,
}

impl Service {
    pub fn answer(&self, answer: MarkAnswer) {
        let (_, slot) = self.asked.lock().unwrap().remove(0);
        slot.fill(Ok(answer));
    }
}

impl Services for Service {
    fn check_mark(&self, code: &str, wake: Wake) -> Job<MarkAnswer> {
        let (slot, job) = Job::new(wake);
        self.asked.lock().unwrap().push((code.to_owned(), slot));
        job
    }
}

/// The code of a pack of the marked product.
pub fn pack(serial: u8) -> String {
    format!("010460100000101921Pack_0000000{serial}|91EE06|92dGhpcyBpcyBub3QgYSByZWFsIHNpZ25hdHVyZSE+AbQ=")
}

/// The shop of the drawings with a product whose packs are marked.
fn stocked() -> World {
    let world = World::stocked();
    let items = vec![goods("M1", "Кагоцел таб. 12 мг №10", "", "4601000001019", 3550, &[("K1", 2028, 3, 20)])];
    world.desk.act(ImportGoods { items }).wait().unwrap();
    world
}

pub fn checked(rule: &str) -> (World, Arc<Service>) {
    let world = stocked();
    for (key, value) in [("marking.check", "simulator"), ("marking.no_answer", rule)] {
        world.desk.act(SetSetting { key: key.into(), value: value.into() }).wait().unwrap();
    }
    (world, Arc::default())
}

pub fn known(state: MarkState) -> MarkAnswer {
    MarkAnswer::Known(state, MarkSource::Online)
}

#[test]
fn a_pack_is_in_one_receipt_once() {
    let world = stocked();
    let mut window = world.window();
    window.scan(&pack(1));
    window.must_say("35,50 ₽");
    window.scan(&pack(1));
    window.must_say("Эта упаковка уже в чеке");
    window.scan(&pack(2));
    window.must_say("71,00 ₽");
    window.key(Key::F12);
    window.must_say("Чек № 1 на 71,00 ₽");
    assert_eq!(world.number("SELECT count(*) FROM marking_code WHERE state = 'sold'"), 2);
    window.scan(&pack(1));
    window.must_say("уже продана (чек № 1)");
}

#[test]
fn the_screen_goes_on_while_a_code_is_checked_and_the_payment_waits_for_the_answer() {
    let (world, service) = checked("sell");
    let mut window = world.window_with(service.clone());
    window.scan(&pack(1));
    window.must_say("35,50 ₽");
    window.key(Key::F12);
    window.must_not_say("Чек № 1");
    window.scan("4601000000062");
    window.must_say("446,50 ₽");
    service.answer(known(MarkState::InCirculation));
    window.settle();
    window.must_say("Чек № 1 на 446,50 ₽");
}

#[test]
fn a_blocked_expired_unknown_or_sold_pack_leaves_the_receipt_in_words() {
    let (world, service) = checked("sell");
    let mut window = world.window_with(service.clone());
    window.scan("4601000000062");
    for (serial, state, words) in [
        (1, MarkState::Blocked, "продажа этой упаковки запрещена"),
        (2, MarkState::Expired, "истёк срок годности"),
        (3, MarkState::Sold, "уже продана"),
        (4, MarkState::NotFound, "такого кода маркировки нет"),
    ] {
        window.scan(&pack(serial));
        window.must_say("446,50 ₽");
        service.answer(known(state));
        window.settle();
        window.must_say(words);
        window.must_not_say("446,50 ₽");
    }
    window.key(Key::F12);
    window.must_say("Чек № 1 на 411,00 ₽");
    assert_eq!(world.number("SELECT count(*) FROM marking_code"), 0);
}

#[test]
fn silence_follows_the_setting() {
    let (world, service) = checked("sell");
    let mut window = world.window_with(service.clone());
    window.scan(&pack(1));
    service.answer(MarkAnswer::Silence);
    window.settle();
    window.must_say("Продажа разрешена настройкой");
    window.must_say("35,50 ₽");
    let (world, service) = checked("refuse");
    let mut window = world.window_with(service.clone());
    window.scan(&pack(1));
    service.answer(MarkAnswer::Silence);
    window.settle();
    window.must_say("Упаковка убрана из чека");
    window.must_say("Чек пуст");
}
