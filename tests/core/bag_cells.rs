//! Bag cells: one bag in a cell, given at «собран», free again with every end of an order.

use expero::domain::error::Refusal;
use expero::domain::ids::OrderId;
use expero::domain::status::{OrderEvent, OrderStatus as S};
use expero::store;
use expero::store::error::StoreError;
use expero::usecase::collect_order::CollectOrder;
use expero::usecase::expire_holds::ExpireHolds;
use expero::usecase::read::order_card::OrderCard;
use expero::usecase::read::preflight::Preflight;
use expero::usecase::read::till_side::NextHandovers;
use expero::usecase::set_bag_cell::{CellWish, SetBagCell};

use crate::support::{Shop, delete, later, site_order};

fn named(order: OrderId, cell: &str) -> SetBagCell {
    SetBagCell { order, cell: CellWish::Named(cell.to_owned()) }
}

fn cell(shop: &mut Shop, order: OrderId) -> String {
    shop.ask(OrderCard { id: order }).unwrap().row.aside.cell
}

#[test]
fn a_collected_order_gets_the_next_free_cell_and_shows_it_everywhere() {
    let mut shop = Shop::new();
    let first = shop.assembled(&site_order("A1", &[("p1", 1)]));
    let second = shop.accepted(&site_order("A2", &[("p1", 1)]));
    assert_eq!(cell(&mut shop, first), "1");
    let advice = shop.ask(Preflight { order: second }).unwrap().cell;
    assert_eq!(advice.map(|c| c.to_string()).as_deref(), Some("2"));
    shop.ok(CollectOrder { order: second });
    assert_eq!(cell(&mut shop, second), "2");
    let next: Vec<_> = shop.ask(NextHandovers { limit: 5 }).unwrap().into_iter().map(|h| h.cell).collect();
    assert_eq!(next, ["1", "2"]);
    shop.ok(delete(first));
    let third = shop.assembled(&site_order("A3", &[("p1", 1)]));
    assert_eq!(cell(&mut shop, third), "1", "a free number is given again");
}

#[test]
fn a_cell_chosen_before_stays_and_none_is_given_when_that_is_switched_off_or_all_are_taken() {
    let mut shop = Shop::new();
    let order = shop.accepted(&site_order("A1", &[("p1", 1)]));
    shop.ok(named(order, "верх-2"));
    shop.ok(CollectOrder { order });
    assert_eq!(cell(&mut shop, order), "ВЕРХ-2");
    shop.set("bag.cells", "1");
    let one = shop.assembled(&site_order("A2", &[("p1", 1)]));
    let two = shop.assembled(&site_order("A3", &[("p1", 1)]));
    assert_eq!((cell(&mut shop, one).as_str(), cell(&mut shop, two).as_str()), ("1", ""));
    assert_eq!(shop.refused(SetBagCell { order: two, cell: CellWish::NextFree }), Refusal::NoFreeCell { cells: 1 });
    shop.set("bag.cells", "40");
    shop.set("bag.auto_cell", "false");
    let off = shop.assembled(&site_order("A4", &[("p1", 1)]));
    assert_eq!(cell(&mut shop, off), "");
    shop.ok(SetBagCell { order: off, cell: CellWish::NextFree });
    assert_eq!(cell(&mut shop, off), "2");
}

#[test]
fn a_taken_cell_names_the_order_in_it() {
    let mut shop = Shop::new();
    let first = shop.assembled(&site_order("A1", &[("p1", 1)]));
    let second = shop.assembled(&site_order("A2", &[("p1", 1)]));
    let taken = Refusal::CellTaken { cell: "1".to_owned(), number: "N-A1".to_owned() };
    assert_eq!(shop.refused(named(second, "01")), taken);
    assert!(matches!(shop.refused(named(second, "a b")), Refusal::BadCell { .. }));
    let before = shop.dump();
    shop.ok(named(first, "1"));
    assert_eq!(shop.dump(), before, "its own cell is no news");
    shop.ok(SetBagCell { order: first, cell: CellWish::None });
    shop.ok(named(second, "1"));
    // The table itself says so too.
    let id = first;
    let twice =
        shop.db.write(|sql| store::cells::set(sql, id, Some(&expero::domain::bag_cell::BagCell::parse("1").unwrap())));
    assert!(matches!(twice, Err(StoreError::Constraint { .. })));
}

#[test]
fn only_an_open_order_that_was_taken_on_has_a_cell() {
    for status in [S::New, S::Closed, S::ReserveExpired, S::Cancelled] {
        let mut shop = Shop::new();
        let order = shop.order_in(status);
        let wrong = Refusal::WrongStatus { status, event: OrderEvent::Collect };
        assert_eq!(shop.refused(named(order, "5")), wrong);
    }
}

#[test]
fn every_end_of_an_order_empties_its_cell() {
    type End = fn(&mut Shop, OrderId);
    let ends: [(&str, End); 5] = [
        ("sold", |shop, order| assert!(shop.sell(order).is_ok())),
        ("deleted", |shop, order| shop.ok(delete(order))),
        ("lapsed", |shop, _| {
            shop.pass_minutes(2880);
            assert_eq!(shop.ok(ExpireHolds), 1);
        }),
        ("cancelled by the site", |shop, _| {
            shop.deliver_all();
            shop.receive(&[later(&site_order("A1", &[("p1", 2)]), 20, S::Cancelled)]);
        }),
        ("closed by the site", |shop, _| {
            shop.deliver_all();
            shop.receive(&[later(&site_order("A1", &[("p1", 2)]), 20, S::Closed)]);
        }),
    ];
    for (name, end) in ends {
        let mut shop = Shop::new();
        let order = shop.assembled(&site_order("A1", &[("p1", 2)]));
        assert_eq!(cell(&mut shop, order), "1");
        end(&mut shop, order);
        assert!(shop.load(order).status.is_final(), "{name}");
        assert_eq!(cell(&mut shop, order), "", "{name}");
    }
}
