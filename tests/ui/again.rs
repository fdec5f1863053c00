//! What changes under an open receipt or an open dialog: nothing is sold at a sum nobody saw, no result is lost.

use std::sync::mpsc::{Receiver, sync_channel};

use egui::{Key, Modifiers};
use expero::domain::order::PaymentState;
use expero::domain::status::OrderStatus as S;
use expero::usecase::accept_order::AcceptOrder;
use expero::usecase::import_goods::ImportGoods;
use expero::usecase::sell_receipt::{SaleLine, SellReceipt};
use expero::usecase::settings::SetSetting;

use super::orders::deliver;
use super::shop::booked;
use super::world::{World, goods};

const PARACETAMOL: &str = "4601000000017";
const MAGNE: &str = "4601000000062";

/// The price of paracetamol is another one from now on.
fn reprice(world: &World, kopecks: i64) {
    let item =
        goods("P1", "Парацетамол таб. 500 мг №20", "парацетамол", PARACETAMOL, kopecks, &[("S12345", 2027, 8, 20)]);
    world.desk.act(ImportGoods { items: vec![item] }).wait().unwrap();
}

#[test]
fn a_price_that_changes_under_an_open_receipt_is_shown_with_words_and_then_paid() {
    let world = World::stocked();
    let mut window = world.window();
    window.scan(PARACETAMOL);
    window.must_say("35,50 ₽");
    reprice(&world, 4000);
    window.settle();
    window.must_say("Цена изменилась: было 35,50 ₽, стало 40,00 ₽");
    window.key(Key::F12);
    window.must_say("Чек № 1 на 40,00 ₽");
}

#[test]
fn a_sale_at_a_sum_that_is_no_longer_right_is_refused_and_read_again_by_itself() {
    let world = World::stocked();
    let mut window = world.window();
    window.scan(PARACETAMOL);
    // The key comes before the new sum is on the screen: the answer about it is held up.
    let (go, wait) = sync_channel(1);
    let busy = world.desk.ask(Held(wait));
    reprice(&world, 4000);
    window.harness.key_press(Key::F12);
    for _ in 0..4 {
        window.harness.step();
    }
    go.send(()).unwrap();
    busy.wait().unwrap();
    window.settle();
    window.must_not_say("Чек № 1");
    window.must_say("Цена изменилась: было 35,50 ₽, стало 40,00 ₽");
    window.key(Key::F12);
    window.must_say("Чек № 1 на 40,00 ₽");
}

#[test]
fn a_refused_sale_is_read_again_when_nothing_in_the_data_told_of_the_change() {
    let world = World::stocked();
    let order = world.collected("EX-8", PaymentState::Unpaid, &[("P3", 1, 14_500)]);
    let mut window = world.window();
    window.scan(&expero::domain::order::sheet_code(order));
    window.must_say("145,00 ₽");
    window.key(Key::F2);
    // A rule of the house, not a price: no list changes.
    let rule = SetSetting { key: "sale.lower_price_wins".into(), value: "true".into() };
    world.desk.act(rule).wait().unwrap();
    window.settle();
    window.must_say("145,00 ₽");
    window.key(Key::F12);
    window.must_not_say("Чек № 1");
    window.must_say("Цена изменилась: было 145,00 ₽, стало 142,00 ₽");
    window.key(Key::F12);
    window.must_say("Чек № 1 на 142,00 ₽");
}

#[test]
fn a_price_that_changes_under_the_cash_dialog_is_shown_in_it_and_counted_anew() {
    let world = World::stocked();
    let mut window = world.window();
    window.scan(PARACETAMOL);
    window.key(Key::F11);
    reprice(&world, 4000);
    window.settle();
    window.must_say("40,00 ₽");
    window.must_say("было 35,50 ₽, стало 40,00 ₽");
    window.key(Key::Enter);
    window.must_not_say("Чек № 1");
    window.type_text("50");
    window.key(Key::Enter);
    window.must_say("Чек № 1 на 40,00 ₽");
    window.must_say("10,00 ₽");
}

#[test]
fn an_order_that_is_paid_on_the_site_while_it_lies_in_the_receipt_is_handed_over() {
    let world = World::stocked();
    let order = world.collected("EX-8", PaymentState::Unpaid, &[("P3", 1, 14_000)]);
    let later = |n: i64| booked("EX-8").status(S::Assembled).revision(n).line("P3", "P3", 1, 14_000);
    // The site knows everything that we did.
    for _ in 0..3 {
        deliver(&world, &later(2));
    }
    let mut window = world.window();
    window.scan(&expero::domain::order::sheet_code(order));
    window.must_say("140,00 ₽");
    window.key(Key::F2);
    window.must_say("Оплата картой");
    later(3).paid().arrive(&world);
    window.settle();
    window.must_say("Заказ EX-8 оплачен на сайте: деньги не берите");
    window.must_not_say("Оплата картой");
    window.chord(Modifiers::COMMAND, Key::Enter);
    window.must_say("Чек № 1");
}

#[test]
fn goods_that_another_till_sold_meanwhile_are_said_once_and_stay_in_sight() {
    let world = World::stocked();
    let mut window = world.window();
    window.scan(MAGNE);
    let hits = world.desk.ask(expero::usecase::read::goods_search::GoodsSearch { text: MAGNE.into(), limit: 1 });
    let goods = hits.wait().unwrap().first().unwrap().goods;
    let quote = expero::usecase::read::quote::QuoteGoods { goods, packs: expero::domain::packs::Packs(1) };
    let line = world.desk.ask(quote).wait().unwrap().remove(0);
    let lines = vec![SaleLine { batch: line.batch, packs: line.packs, discount: line.discount }];
    let sale = SellReceipt::walk_in(lines, expero::domain::receipt::Paid::Card, line.sum());
    world.desk.act(sale).wait().unwrap();
    window.settle();
    window.must_say("свободно 0, нужно 1");
    window.must_say("411,00 ₽");
    window.key(Key::Escape);
    reprice(&world, 3550);
    window.settle();
    window.must_not_say("свободно 0, нужно 1");
}

/// Keeps the thread that reads busy until it is let go.
struct Held(Receiver<()>);

impl expero::usecase::Query for Held {
    type Rows = ();

    fn run(self, _cx: &expero::usecase::ReadCx<'_>) -> Result<(), expero::usecase::UseError> {
        let _ = self.0.recv();
        Ok(())
    }
}

/// Keeps the thread that writes busy until it is let go.
struct Busy(Receiver<()>);

impl expero::usecase::Action for Busy {
    type Value = ();
    const NAME: &'static str = "busy";

    fn run(self, _cx: &mut expero::usecase::Cx<'_>) -> Result<(), expero::usecase::UseError> {
        let _ = self.0.recv();
        Ok(())
    }
}

#[test]
fn escape_never_drops_a_dialog_whose_result_is_still_to_come() {
    let world = World::stocked();
    let order = booked("EX-1").paracetamol(1).arrive(&world);
    world.desk.act(AcceptOrder { order }).wait().unwrap();
    for (open, said) in [(Key::F8, "Резерв заказа EX-1 продлён"), (Key::Delete, "Заказ EX-1 отменён")]
    {
        let mut window = world.window();
        window.chord(Modifiers::COMMAND, Key::F7);
        window.key(open);
        if open == Key::Delete {
            window.key(Key::Num1);
        }
        let (go, wait) = sync_channel(1);
        let busy = world.desk.act(Busy(wait));
        window.harness.key_press(Key::Enter);
        window.harness.step();
        for _ in 0..3 {
            window.harness.key_press(Key::Escape);
            window.harness.step();
        }
        assert_eq!(window.harness.state().dialogs_open(), 1, "the result is still to come");
        go.send(()).unwrap();
        busy.wait().unwrap();
        window.settle();
        window.must_say(said);
        assert_eq!(window.harness.state().dialogs_open(), 0);
    }
}
