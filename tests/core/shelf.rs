//! «Вернуть на полку»: who waits there, what waiting means, how it ends, and that it stays empty when off.

use expero::domain::error::Refusal;
use expero::domain::ids::{OrderId, ReturnId};
use expero::domain::order::HistoryEvent;
use expero::domain::packs::Packs;
use expero::domain::status::OrderStatus as S;
use expero::usecase::expire_holds::ExpireHolds;
use expero::usecase::import_goods::ImportGoods;
use expero::usecase::read::lanes::LaneCounts;
use expero::usecase::read::order_list::{Lane, OrderFilter, OrderIndex};
use expero::usecase::read::shelf_returns::ShelfReturns;
use expero::usecase::release_lines::ReleaseLines;
use expero::usecase::return_to_shelf::{ReturnOf, ReturnToShelf};

use crate::collecting::lay_in;
use crate::support::{Shop, delete, goods, later, site_line, site_order};

fn checked() -> Shop {
    let mut shop = Shop::new();
    shop.set("stock.return_check", "true");
    shop
}

fn waiting(shop: &mut Shop) -> i64 {
    shop.ask(ShelfReturns).unwrap().packs().0
}

type End = fn(&mut Shop, OrderId);

/// Every way out of a collected order that brings the goods back.
const BACK: [(&str, End); 5] = [
    ("deleted", |shop, order| shop.ok(delete(order))),
    ("lapsed", |shop, _| {
        shop.pass_minutes(2880);
        assert_eq!(shop.ok(ExpireHolds), 1);
    }),
    ("cancelled by the site", |shop, _| at_site(shop, S::Cancelled)),
    ("closed by the site without a sale", |shop, _| at_site(shop, S::Closed)),
    ("set back to new by the site", |shop, _| at_site(shop, S::New)),
];

fn at_site(shop: &mut Shop, status: S) {
    shop.deliver_all();
    shop.receive(&[later(&site_order("A1", &[("p1", 2)]), 20, status)]);
}

#[test]
fn every_exit_of_a_collected_order_lets_its_packs_wait_when_the_check_is_on() {
    for (name, end) in BACK {
        let mut shop = checked();
        let order = shop.assembled(&site_order("A1", &[("p1", 2)]));
        end(&mut shop, order);
        assert_eq!((shop.kept(order), waiting(&mut shop)), (0, 2), "{name}");
        assert_eq!((shop.on_hand("b1"), shop.free("b1")), (10, 8), "{name}: neither sellable nor exported");
        let list = shop.ask(ShelfReturns).unwrap();
        let row = &list.rows[0];
        assert_eq!((row.number.as_str(), row.cell.as_str(), row.series.as_str()), ("N-A1", "1", "S-b1"), "{name}");
    }
}

#[test]
fn the_table_stays_empty_when_the_check_is_off_and_packs_are_free_at_once() {
    for (name, end) in BACK {
        let mut shop = Shop::new();
        let order = shop.assembled(&site_order("A1", &[("p1", 2)]));
        end(&mut shop, order);
        let rows = shop.number("SELECT count(*) FROM shelf_return WHERE return_id > ?1", 0);
        assert_eq!((rows, shop.free("b1")), (0, 10), "{name}");
    }
}

#[test]
fn a_sale_leaves_nothing_to_put_back() {
    let mut shop = checked();
    let order = shop.assembled(&site_order("A1", &[("p1", 2)]));
    shop.sell(order).unwrap();
    assert_eq!((waiting(&mut shop), shop.on_hand("b1"), shop.free("b1")), (0, 8, 8));
}

#[test]
fn of_an_order_that_was_not_collected_only_what_lies_in_the_bag_waits() {
    let mut shop = checked();
    let order = shop.accepted(&site_order("A1", &[("p1", 3)]));
    lay_in(&mut shop, order, "b1", 2);
    shop.ok(delete(order));
    assert_eq!((waiting(&mut shop), shop.free("b1")), (2, 8));
    let bare = shop.accepted(&site_order("A2", &[("p1", 3)]));
    shop.ok(ReleaseLines { order: bare });
    assert_eq!((waiting(&mut shop), shop.free("b1")), (2, 8), "nothing was in a bag");
}

#[test]
fn packs_that_an_edited_order_keeps_again_do_not_wait() {
    let mut shop = checked();
    let site = site_order("A1", &[("p1", 4)]);
    let order = shop.assembled(&site);
    shop.deliver_all();
    let mut edited = later(&site, 20, S::Assembled);
    edited.lines = vec![site_line("p1", 3)];
    shop.receive(&[edited]);
    assert_eq!((shop.kept(order), waiting(&mut shop), shop.free("b1")), (3, 1, 6));
}

#[test]
fn a_tick_puts_a_row_back_and_a_scan_one_pack() {
    let mut shop = checked();
    let mut item = goods("p2", &[("b2", 365, 5)]);
    item.goods.barcodes = vec!["4600000000001".to_owned()];
    shop.ok(ImportGoods { items: vec![item] });
    let order = shop.assembled(&site_order("A1", &[("p1", 2), ("p2", 3)]));
    shop.ok(delete(order));
    let counts = |shop: &mut Shop| shop.ask(LaneCounts).unwrap().to_shelf;
    assert_eq!(counts(&mut shop), 5);
    let lane =
        OrderIndex { filter: OrderFilter { lane: Lane::ToShelf, ..OrderFilter::default() }, ..OrderIndex::default() };
    assert_eq!(shop.ask(lane.clone()).unwrap().ids, [order]);
    let scan = ReturnToShelf { packs: ReturnOf::Scan(" 4600000000001 ".to_owned()) };
    let done = shop.ok(scan.clone());
    assert_eq!((done.name.as_str(), done.packs, done.left), ("Товар p2", Packs(1), Packs(4)));
    assert_eq!((shop.free("b2"), shop.on_hand("b2"), counts(&mut shop)), (3, 5, 4));
    let row = shop.ask(ShelfReturns).unwrap().rows.into_iter().find(|r| r.name == "Товар p1").unwrap();
    assert_eq!(shop.ok(ReturnToShelf { packs: ReturnOf::Row(row.id) }).packs, Packs(2));
    assert_eq!((shop.free("b1"), counts(&mut shop)), (10, 2));
    let again = ReturnToShelf { packs: ReturnOf::Row(row.id) };
    assert!(matches!(shop.refused(again), Refusal::NothingToReturn { .. }), "a second tick");
    shop.ok(scan.clone());
    shop.ok(scan.clone());
    assert_eq!((shop.free("b2"), counts(&mut shop)), (5, 0));
    assert_eq!(shop.refused(scan), Refusal::NothingToReturn { what: "Товар p2".to_owned() });
    let strange = ReturnToShelf { packs: ReturnOf::Scan("999".to_owned()) };
    assert_eq!(shop.refused(strange), Refusal::GoodsNotFound { what: "999".to_owned() });
    assert!(matches!(
        shop.refused(ReturnToShelf { packs: ReturnOf::Row(ReturnId(99)) }),
        Refusal::NothingToReturn { .. }
    ));
    let notes: Vec<_> =
        shop.history(order).into_iter().filter(|r| r.event == HistoryEvent::ShelfReturned).map(|r| r.note).collect();
    assert_eq!(notes.len(), 4);
    assert_eq!(notes[1], "Товар p1, S-b1; packs 2");
    let by = shop.number("SELECT count(*) FROM shelf_return WHERE done_by = 'Ольга' AND return_id > ?1", 0);
    assert_eq!(by, 4);
    assert_eq!(shop.ask(lane).unwrap().ids, []);
}

#[test]
fn a_marking_code_puts_back_a_pack_of_its_own_series() {
    let mut shop = checked();
    let ean = |body: &str| format!("{body}{}", expero::domain::order::ean_check_digit(body));
    let mut item = goods("p2", &[("b2", 300, 1), ("b3", 365, 1)]);
    item.goods.barcodes = vec![ean("460000000001")];
    shop.ok(ImportGoods { items: vec![item] });
    let order = shop.assembled(&site_order("A1", &[("p2", 2)]));
    shop.ok(delete(order));
    let scan = |series: &str| {
        let code = format!("010{}21SERIAL0000001\u{1d}10{series}", ean("460000000001"));
        ReturnToShelf { packs: ReturnOf::Scan(code) }
    };
    assert!(matches!(shop.refused(scan("OTHER")), Refusal::NothingToReturn { .. }));
    shop.ok(scan("S-b3"));
    assert_eq!((shop.free("b2"), shop.free("b3")), (0, 1));
    let unknown = ReturnToShelf { packs: ReturnOf::Scan(ean("460000000002")) };
    assert!(matches!(shop.refused(unknown), Refusal::GoodsNotFound { .. }));
    let torn = ReturnToShelf { packs: ReturnOf::Scan("01046000000000".to_owned()) };
    assert!(matches!(shop.refused(torn), Refusal::BadScan { .. } | Refusal::GoodsNotFound { .. }));
}

#[test]
fn the_worklist_goes_from_the_cold_to_the_shelf_and_along_the_places() {
    let mut shop = checked();
    let mut items = Vec::new();
    for (code, place, max) in [("w", "A2", Some(25)), ("c", "Х-2", Some(8)), ("v", "A1", Some(25)), ("n", "A0", None)]
    {
        let mut item = goods(code, &[(code, 365, 1)]);
        item.batches[0].0.place = place.to_owned();
        item.batches[0].0.storage.max_celsius = max;
        items.push(item);
    }
    shop.ok(ImportGoods { items });
    let order = shop.assembled(&site_order("A1", &[("w", 1), ("c", 1), ("v", 1), ("n", 1)]));
    shop.ok(delete(order));
    let places: Vec<_> =
        shop.ask(ShelfReturns).unwrap().rows.into_iter().map(|r| (r.place, r.storage.is_cold())).collect();
    let want = [("Х-2", true), ("A1", false), ("A2", false), ("A0", false)];
    assert_eq!(places, want.map(|(place, cold)| (place.to_owned(), cold)));
}

#[test]
fn switching_the_check_off_frees_what_waits_and_says_so() {
    let mut shop = checked();
    let order = shop.assembled(&site_order("A1", &[("p1", 2)]));
    shop.ok(delete(order));
    assert_eq!(shop.free("b1"), 8);
    shop.set("stock.return_check", "false");
    assert_eq!((waiting(&mut shop), shop.free("b1")), (0, 10));
    assert_eq!(shop.history(order).pop().unwrap().event, HistoryEvent::ShelfReturned);
}
