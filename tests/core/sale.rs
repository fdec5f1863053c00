//! Sales: money, expiry, stock, prepaid and trial orders, and two tills that want the same thing.

use std::path::Path;
use std::sync::{Arc, Barrier};

use chrono::FixedOffset;
use expero::domain::discount::Discount;
use expero::domain::error::Refusal;
use expero::domain::ids::OrderId;
use expero::domain::money::Kopecks;
use expero::domain::order::PaymentState;
use expero::domain::packs::Packs;
use expero::domain::receipt::Paid;
use expero::domain::status::{OrderEvent, OrderStatus as S};
use expero::print::order_sheet;
use expero::store;
use expero::store::engine::params;
use expero::usecase::accept_order::AcceptOrder;
use expero::usecase::import_goods::ImportGoods;
use expero::usecase::read::order_list::{OrderFilter, OrderIndex};
use expero::usecase::read::order_sheet::SheetData;
use expero::usecase::read::quote::QuoteGoods;
use expero::usecase::reserve_lines::ReserveLines;
use expero::usecase::sell_receipt::{SaleLine, SellReceipt};
use expero::usecase::{Action, UseError};

use crate::support::{PRICE, Shop, delete, goods, later, site_order};

fn walk_in(shop: &mut Shop, packs: i64, paid: Paid, shown: i64) -> SellReceipt {
    let lines = vec![SaleLine { batch: shop.batch("b1"), packs: Packs(packs), discount: Discount::NONE }];
    SellReceipt::walk_in(lines, paid, Kopecks(shown))
}

fn cash(given: i64) -> Paid {
    Paid::Cash { given: Kopecks(given) }
}

fn receipt(shop: &mut Shop, number: i64) -> (String, i64, i64, i64) {
    shop.read(|sql| {
        sql.query_opt("SELECT paid, total, given, change FROM receipt WHERE number = ?1", params![number], |r| {
            Ok((r.text(0)?, r.int(1)?, r.int(2)?, r.int(3)?))
        })
    })
    .unwrap()
}

#[test]
fn cash_must_cover_the_total_and_the_rest_is_given_back() {
    let mut shop = Shop::new();
    let little = walk_in(&mut shop, 2, cash(19_999), 20_000);
    let want = Refusal::CashTooLittle { total: Kopecks(20_000), given: Kopecks(19_999) };
    assert_eq!(shop.refused(little), want);
    let enough = walk_in(&mut shop, 2, cash(50_000), 20_000);
    let done = shop.ok(enough);
    assert_eq!((done.number, done.total, done.change), (1, Kopecks(20_000), Kopecks(30_000)));
    assert_eq!(receipt(&mut shop, 1), ("cash".to_owned(), 20_000, 50_000, 30_000));
    assert_eq!((shop.on_hand("b1"), shop.free("b1")), (8, 8));
}

#[test]
fn a_card_pays_exactly_and_numbers_have_no_gaps() {
    let mut shop = Shop::new();
    let wrong = walk_in(&mut shop, 1, Paid::Card, 9_999);
    assert_eq!(shop.refused(wrong), Refusal::PaymentMismatch, "the screen showed another sum");
    let right = walk_in(&mut shop, 1, Paid::Card, 10_000);
    assert_eq!(shop.ok(right.clone()).number, 1);
    assert_eq!(shop.ok(right).number, 2);
    assert_eq!(receipt(&mut shop, 1), ("card".to_owned(), 10_000, 10_000, 0));
}

#[test]
fn nothing_and_impossible_quantities_are_not_sold() {
    let mut shop = Shop::new();
    let empty = SellReceipt::walk_in(Vec::new(), Paid::Card, Kopecks(0));
    assert_eq!(shop.refused(empty), Refusal::EmptyReceipt);
    for packs in [0, -1, 10_000] {
        let sale = walk_in(&mut shop, packs, Paid::Card, packs * 10_000);
        assert_eq!(shop.refused(sale), Refusal::BadQuantity { packs: Packs(packs) });
    }
    let unpaid = walk_in(&mut shop, 1, Paid::Prepaid, 10_000);
    assert_eq!(shop.refused(unpaid), Refusal::PaymentMismatch, "nobody prepaid a walk-in");
}

#[test]
fn what_orders_keep_is_not_on_the_shelf() {
    let mut shop = Shop::new();
    shop.accepted(&site_order("A1", &[("p1", 7)]));
    let mut sale = walk_in(&mut shop, 2, Paid::Card, 40_000);
    // Two lines of the same batch count together.
    sale.lines.push(sale.lines[0]);
    let name = "Товар p1".to_owned();
    assert_eq!(shop.refused(sale), Refusal::NotEnough { name, available: Packs(3), wanted: Packs(4) });
    let goods = shop.read(|sql| store::goods::by_code(sql, "p1")).unwrap();
    assert!(matches!(
        shop.ask(QuoteGoods { goods, packs: Packs(4) }),
        Err(UseError::Refused(Refusal::NotEnough { available: Packs(3), .. }))
    ));
    assert_eq!(shop.ask(QuoteGoods { goods, packs: Packs(3) }).unwrap()[0].packs, Packs(3));
}

#[test]
fn an_expired_batch_is_not_sold_and_its_last_day_is() {
    let mut shop = Shop::empty();
    shop.goods("p1", &[("b1", 1, 10)]);
    shop.pass_minutes(24 * 60);
    let today = walk_in(&mut shop, 1, Paid::Card, 10_000);
    shop.ok(today.clone());
    shop.pass_minutes(24 * 60);
    assert!(matches!(shop.refused(today), Refusal::Expired { series, .. } if series == "S-b1"));
}

#[test]
fn the_day_changes_at_midnight_of_the_pharmacy() {
    let mut shop = Shop::empty();
    shop.goods("p1", &[("b1", 0, 10)]);
    // 20:59 UTC is 23:59 in Moscow.
    shop.pass_minutes(14 * 60 + 59);
    let sale = walk_in(&mut shop, 1, Paid::Card, 10_000);
    shop.ok(sale.clone());
    shop.pass_minutes(1);
    assert!(matches!(shop.refused(sale), Refusal::Expired { .. }));
}

#[test]
fn a_prepaid_order_costs_nothing_at_the_till_and_is_not_counted_as_cash() {
    let mut shop = Shop::new();
    let mut site = site_order("A1", &[("p1", 2)]);
    site.payment = PaymentState::Paid;
    let order = shop.assembled(&site);
    let mut twice = shop.sale(order);
    (twice.paid, twice.shown_total) = (Paid::Card, Kopecks(20_000));
    assert_eq!(shop.refused(twice), Refusal::PaymentMismatch, "it must not be paid twice");
    let mut sale = shop.sale(order);
    sale.paid = cash(0);
    let done = shop.ok(sale);
    assert_eq!((done.total, done.change), (Kopecks(0), Kopecks(0)));
    assert_eq!(receipt(&mut shop, 1), ("prepaid".to_owned(), 20_000, 0, 0));
}

#[test]
fn nobody_waits_for_the_money_of_an_order_that_is_over() {
    let mut shop = Shop::new();
    let [sold, deleted, waits] = ["A1", "A2", "A3"].map(|id| shop.assembled(&site_order(id, &[("p1", 1)])));
    shop.sell(sold).unwrap();
    shop.ok(delete(deleted));
    let filter = OrderFilter { payment: Some(PaymentState::Unpaid), ..OrderFilter::default() };
    let found = shop.ask(OrderIndex { filter, ..OrderIndex::default() }).unwrap();
    assert_eq!(found.ids, [waits]);
}

#[test]
fn a_sold_order_shows_what_was_sold_whatever_is_in_stock_now() {
    let mut shop = Shop::new();
    shop.goods("p1", &[("b0", 200, 1)]);
    let sold = shop.assembled(&site_order("A1", &[("p1", 3)]));
    shop.sell(sold).unwrap();
    // Somebody else takes the rest, and a newer batch comes.
    shop.goods("p1", &[("b2", 100, 5)]);
    let rest = shop.free("b1");
    shop.accepted(&site_order("A2", &[("p1", rest + 5)]));
    let sheet = shop.ask(SheetData { id: sold }).unwrap();
    let picks: Vec<_> = sheet.card.lines[0].picks.iter().map(|p| (p.series.clone(), p.packs.0)).collect();
    assert_eq!(picks, [("S-b0".to_owned(), 1), ("S-b1".to_owned(), 2)]);
    let printed = order_sheet(&sheet, FixedOffset::east_opt(3 * 3600).unwrap());
    assert_eq!(printed.lines[0].missing, Packs::ZERO);
}

#[test]
fn beside_a_prepaid_order_only_the_walk_in_goods_are_paid() {
    let mut shop = Shop::new();
    let mut site = site_order("A1", &[("p1", 2)]);
    site.payment = PaymentState::Paid;
    let order = shop.assembled(&site);
    let mut sale = walk_in(&mut shop, 1, Paid::Prepaid, 10_000);
    sale.order = Some(order);
    assert_eq!(shop.refused(sale.clone()), Refusal::PaymentMismatch);
    sale.paid = cash(10_000);
    let done = shop.ok(sale);
    assert_eq!((done.total, done.change), (Kopecks(10_000), Kopecks(0)));
    assert_eq!(receipt(&mut shop, 1), ("cash".to_owned(), 30_000, 10_000, 0));
    assert_eq!((shop.on_hand("b1"), shop.free("b1"), shop.load(order).status), (7, 7, S::Closed));
}

#[test]
fn an_unpaid_order_is_not_settled_with_a_prepayment() {
    let mut shop = Shop::new();
    let order = shop.assembled(&site_order("A1", &[("p1", 2)]));
    let mut sale = shop.sale(order);
    sale.paid = Paid::Prepaid;
    assert_eq!(shop.refused(sale.clone()), Refusal::PaymentMismatch);
    sale.shown_total = Kopecks(0);
    assert_eq!(shop.refused(sale), Refusal::PaymentMismatch);
}

#[test]
fn an_order_is_sold_once_and_only_when_collected() {
    let mut shop = Shop::new();
    let order = shop.accepted(&site_order("A1", &[("p1", 2)]));
    let early = shop.sale(order);
    assert_eq!(shop.refused(early), Refusal::WrongStatus { status: S::Accepted, event: OrderEvent::Sell });
    shop.ok(expero::usecase::collect_order::CollectOrder { order });
    let sale = shop.sale(order);
    shop.ok(sale.clone());
    assert_eq!(shop.refused(sale), Refusal::AlreadySold);
}

#[test]
fn a_trial_order_makes_no_receipt_and_moves_no_stock() {
    let mut shop = Shop::new();
    let mut site = site_order("A1", &[("p1", 2)]);
    site.is_test = true;
    let order = shop.assembled(&site);
    let mut mixed = walk_in(&mut shop, 1, Paid::Card, 30_000);
    mixed.order = Some(order);
    assert_eq!(shop.refused(mixed), Refusal::ReceiptNotEmpty);
    let done = shop.sell(order).unwrap();
    assert_eq!((done.receipt, done.number), (None, 0));
    assert_eq!(shop.read(store::receipts::totals), (0, Kopecks(0)));
    assert_eq!((shop.on_hand("b1"), shop.free("b1"), shop.is_doc_open(order)), (10, 10, false));
    assert_eq!(shop.outbox(order).pop().unwrap().status, S::Closed);
    let again = shop.sale(order);
    assert!(matches!(shop.refused(again), Refusal::WrongStatus { status: S::Closed, .. }));
}

#[test]
fn nobody_pays_above_the_ceiling_and_the_lower_price_wins_by_setting() {
    for (lower_wins, want) in [("false", 9_000), ("true", 8_000)] {
        let mut shop = Shop::empty();
        let mut item = goods("p1", &[("b1", 365, 10)]);
        item.batches[0].0.max_price = Some(Kopecks(9_000));
        shop.ok(ImportGoods { items: vec![item.clone()] });
        let shelf = walk_in(&mut shop, 1, Paid::Card, 9_000);
        shop.ok(shelf);
        shop.set("sale.lower_price_wins", lower_wins);
        let order = shop.assembled(&site_order("A1", &[("p1", 2)]));
        item.batches[0].0.price = Kopecks(8_000);
        item.batches[0].1 = Packs(9);
        shop.ok(ImportGoods { items: vec![item] });
        assert_eq!(shop.quote(order)[0].price, Kopecks(want));
        assert_eq!(shop.sell(order).unwrap().total, Kopecks(want * 2));
        assert_eq!(shop.load(order).total(), PRICE.times(Packs(2)), "what was booked is not rewritten");
    }
}

#[test]
fn a_collected_order_that_lost_its_goods_is_not_sold_in_part() {
    let mut shop = Shop::new();
    let site = site_order("A1", &[("p1", 2)]);
    let order = shop.assembled(&site);
    shop.deliver_all();
    shop.receive(&[crate::support::edited(&site, 20, S::Assembled, &[("p1", 2), ("p2", 1)])]);
    let sale = shop.sale(order);
    assert_eq!(shop.refused(sale), Refusal::NotFullyReserved { missing_lines: 1 });
}

#[test]
fn a_hold_that_ended_a_moment_ago_sends_nobody_away() {
    let mut shop = Shop::new();
    let order = shop.assembled(&site_order("A1", &[("p1", 2)]));
    shop.pass_minutes(2881);
    shop.sell(order).unwrap();
    assert_eq!(shop.ok(expero::usecase::expire_holds::ExpireHolds), 0);
    assert_eq!(shop.load(order).status, S::Closed);
}

/// Runs the same action in two threads on two connections to one file; the results in any order.
fn race<A: Action + Clone>(path: &Path, actions: [A; 2]) -> Vec<Result<A::Value, UseError>> {
    let barrier = Arc::new(Barrier::new(2));
    let start = |action: A| {
        let (path, barrier) = (path.to_owned(), Arc::clone(&barrier));
        std::thread::Builder::new().name("till".to_owned()).spawn(move || {
            let mut shop = Shop::file(&path);
            barrier.wait();
            shop.act(action)
        })
    };
    let threads = actions.map(start);
    threads.into_iter().map(|t| t.unwrap().join().unwrap()).collect()
}

#[test]
fn two_tills_sell_an_order_and_exactly_one_does() {
    for _ in 0..10 {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("expero.db");
        let mut shop = Shop::file(&path);
        shop.goods("p1", &[("b1", 365, 10)]);
        let order = shop.assembled(&site_order("A1", &[("p1", 2)]));
        let sale = shop.sale(order);
        let results = race(&path, [sale.clone(), sale]);
        let sold = results.iter().filter(|r| r.is_ok()).count();
        let refused = results.iter().filter(|r| matches!(r, Err(UseError::Refused(Refusal::AlreadySold)))).count();
        assert_eq!((sold, refused), (1, 1), "{results:?}");
        assert_eq!(shop.read(store::receipts::totals), (1, Kopecks(20_000)));
        assert_eq!((shop.on_hand("b1"), shop.free("b1"), shop.outbox(order).len()), (8, 8, 3));
    }
}

#[test]
fn two_tills_reserve_the_last_pack_and_exactly_one_gets_it() {
    for _ in 0..10 {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("expero.db");
        let mut shop = Shop::file(&path);
        shop.goods("p1", &[("b1", 365, 1)]);
        let orders: Vec<OrderId> = ["A1", "A2"]
            .iter()
            .map(|id| {
                let order = shop.arrived(&site_order(id, &[("p1", 1)]));
                shop.ok(AcceptOrder { order });
                order
            })
            .collect();
        let results = race(&path, [ReserveLines { order: orders[0] }, ReserveLines { order: orders[1] }]);
        let reports: Vec<_> = results.into_iter().map(Result::unwrap).collect();
        let packs: i64 = reports.iter().map(|r| r.reserved.0).sum();
        let told: Vec<_> = reports.iter().flat_map(|r| &r.missing).map(|m| (m.name.as_str(), m.packs.0)).collect();
        assert_eq!(told, [("Товар p1", 1)], "the one that came second says what is missing");
        assert_eq!((packs, shop.free("b1"), shop.kept(orders[0]) + shop.kept(orders[1])), (1, 0, 1));
        assert!(shop.read(store::stock::overdrawn).is_empty());
    }
}

#[test]
fn a_till_and_the_site_race_for_an_order_and_both_end_alike() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("expero.db");
    let mut shop = Shop::file(&path);
    shop.goods("p1", &[("b1", 365, 10)]);
    let site = site_order("A1", &[("p1", 2)]);
    let order = shop.assembled(&site);
    shop.deliver_all();
    let sale = shop.sale(order);
    let page = crate::support::page(&[later(&site, 30, S::Cancelled)]);
    let other = path.clone();
    let till = std::thread::Builder::new().name("till".to_owned()).spawn(move || Shop::file(&other).act(sale));
    shop.ok(page);
    let sold = till.unwrap().join().unwrap();
    let found = shop.load(order);
    // Sold first: the sale stands, its message waits and the cancellation is read again. Cancelled first: no sale.
    let want = if sold.is_ok() { (S::Closed, 8) } else { (S::Cancelled, 10) };
    assert_eq!((found.status, shop.free("b1"), shop.kept(order)), (want.0, want.1, 0));
    assert_eq!(shop.on_hand("b1"), want.1);
}
