//! «Собран»: the check before it, who set the order aside, the steps, and what the customer changed meanwhile.

use chrono::Duration;
use expero::domain::error::Refusal;
use expero::domain::ids::OrderId;
use expero::domain::line_change::Changed;
use expero::domain::order::HistoryEvent;
use expero::domain::packs::Packs;
use expero::domain::preflight::{Fault, Mend};
use expero::domain::status::OrderStatus as S;
use expero::store::engine::params;
use expero::usecase::accept_order::AcceptOrder;
use expero::usecase::acknowledge_change::AcknowledgeChange;
use expero::usecase::collect_order::CollectOrder;
use expero::usecase::extend_hold::ExtendHold;
use expero::usecase::print_order::RecordPrinted;
use expero::usecase::read::order_card::OrderCard;
use expero::usecase::read::preflight::Preflight;
use expero::usecase::read::steps::OrderSteps;
use expero::usecase::release_lines::ReleaseLines;
use expero::usecase::reserve_lines::ReserveLines;

use crate::support::{Shop, actor, delete, later, page, site_line, site_order};

/// Lays packs of a batch into the bag of an order, for the first line.
pub fn lay_in(shop: &mut Shop, order: OrderId, batch: &str, packs: i64) {
    let batch = shop.batch(batch).0;
    let line = shop.load(order).lines[0].id.0;
    let at = shop.now().timestamp_millis();
    shop.db
        .write(|sql| {
            for _ in 0..packs {
                sql.execute(
                    "INSERT INTO bag_pack (order_id, line_id, goods_id, batch_id, at, user_name, till_id)
                     SELECT ?1, ?2, b.goods_id, b.batch_id, ?3, 'Ольга', 'till-1' FROM batch b WHERE b.batch_id = ?4",
                    params![order.0, line, at, batch],
                )?;
            }
            Ok::<_, expero::store::error::StoreError>(())
        })
        .unwrap();
}

fn faults(shop: &mut Shop, order: OrderId) -> Vec<&'static str> {
    shop.ask(Preflight { order }).unwrap().faults.iter().map(Fault::code).collect()
}

#[test]
fn what_the_screen_calls_blocking_the_action_refuses_and_nothing_else() {
    let mut shop = Shop::new();
    let order = shop.arrived(&site_order("A1", &[("p1", 2)]));
    shop.ok(AcceptOrder { order });
    let check = shop.ask(Preflight { order }).unwrap();
    assert!(!check.can_collect());
    assert_eq!(check.faults[0].mend(), Some(Mend::Reserve));
    assert_eq!(shop.refused(CollectOrder { order }), Refusal::NotFullyReserved { missing_lines: 1 });
    shop.ok(ReserveLines { order });
    lay_in(&mut shop, order, "b1", 1);
    assert_eq!(faults(&mut shop, order), ["not-bagged"]);
    assert_eq!(shop.refused(CollectOrder { order }), Refusal::NotInBag { packs: Packs(1) });
    lay_in(&mut shop, order, "b1", 2);
    assert_eq!(faults(&mut shop, order), ["surplus"]);
    let surplus = Refusal::SurplusInBag { name: "Товар p1".to_owned(), packs: Packs(1) };
    assert_eq!(shop.refused(CollectOrder { order }), surplus);
    shop.db.write(|sql| sql.execute("UPDATE bag_pack SET out_at = 1 WHERE pack_id = 1", &[])).unwrap();
    assert!(shop.ask(Preflight { order }).unwrap().can_collect());
    shop.ok(CollectOrder { order });
}

#[test]
fn every_pack_is_scanned_when_the_setting_says_so() {
    let mut shop = Shop::new();
    shop.set("collecting.scan_required", "true");
    let order = shop.accepted(&site_order("A1", &[("p1", 2)]));
    assert_eq!(shop.refused(CollectOrder { order }), Refusal::NotInBag { packs: Packs(2) });
    lay_in(&mut shop, order, "b1", 2);
    shop.ok(CollectOrder { order });
}

#[test]
fn packs_that_an_extension_made_too_short_dated_stop_the_order_until_they_are_replaced() {
    let mut shop = Shop::empty();
    shop.goods("p1", &[("soon", 33, 2), ("late", 300, 2)]);
    let order = shop.accepted(&site_order("A1", &[("p1", 2)]));
    let until = shop.now() + Duration::days(10);
    shop.ok(ExtendHold { order, until });
    assert_eq!(faults(&mut shop, order), ["short-dated"]);
    assert!(matches!(shop.refused(CollectOrder { order }), Refusal::ShortDated { series, .. } if series == "S-soon"));
    shop.ok(ReserveLines { order });
    shop.ok(CollectOrder { order });
    assert_eq!((shop.free("soon"), shop.free("late")), (2, 0));
}

#[test]
fn advice_is_shown_and_stops_nobody() {
    let mut shop = Shop::new();
    let mut site = site_order("A1", &[("p1", 2)]);
    site.customer.phone = "123".to_owned();
    site.claimed_total = Some(expero::domain::money::Kopecks(1));
    let order = shop.accepted(&site);
    assert_eq!(faults(&mut shop, order), ["sums-disagree", "phone"]);
    shop.ok(CollectOrder { order });
}

#[test]
fn who_collected_is_written_and_leaves_when_the_order_goes_back() {
    let mut shop = Shop::new();
    let site = site_order("A1", &[("p1", 2)]);
    let order = shop.accepted(&site);
    let card = |shop: &mut Shop| shop.ask(OrderCard { id: order }).unwrap().row.aside.collected;
    assert_eq!(card(&mut shop), None);
    shop.actor = actor("Вера");
    shop.pass_minutes(5);
    shop.ok(CollectOrder { order });
    assert_eq!(card(&mut shop), Some(("Вера".to_owned(), shop.now())));
    shop.deliver_all();
    shop.receive(&[later(&site, 30, S::Accepted)]);
    assert_eq!((shop.load(order).status, card(&mut shop)), (S::Accepted, None));
}

#[test]
fn the_steps_are_told_with_their_stamps_and_an_undone_one_is_not() {
    let mut shop = Shop::new();
    let site = site_order("A1", &[("p1", 2)]);
    let order = shop.accepted(&site);
    shop.pass_minutes(1);
    shop.ok(CollectOrder { order });
    for _ in 0..2 {
        shop.pass_minutes(1);
        shop.ok(RecordPrinted { order, target: "pdf".to_owned() });
    }
    let told = |shop: &mut Shop| -> Vec<_> {
        let steps = shop.ask(OrderSteps { id: order }).unwrap();
        steps.into_iter().map(|s| (s.event, (s.at - crate::support::start()).num_minutes(), s.user, s.times)).collect()
    };
    let step = |event, minute, times| (event, minute, "Ольга".to_owned(), times);
    let life = [
        step(HistoryEvent::Arrived, 0, 1),
        step(HistoryEvent::Accepted, 0, 1),
        step(HistoryEvent::Reserved, 0, 1),
        step(HistoryEvent::Collected, 1, 1),
        step(HistoryEvent::Printed, 3, 2),
    ];
    assert_eq!(told(&mut shop), life);
    shop.deliver_all();
    shop.receive(&[later(&site, 30, S::Accepted)]);
    assert!(!told(&mut shop).iter().any(|s| s.0 == HistoryEvent::Collected));
    shop.ok(ReleaseLines { order });
    assert!(told(&mut shop).iter().any(|s| s.0 == HistoryEvent::Released));
    shop.ok(ReserveLines { order });
    assert!(!told(&mut shop).iter().any(|s| s.0 == HistoryEvent::Released));
}

#[test]
fn the_card_tells_what_the_customer_changed_until_somebody_has_looked() {
    let mut shop = Shop::new();
    shop.goods("p2", &[("b2", 365, 5)]);
    let site = site_order("A1", &[("p1", 2), ("p2", 1)]);
    let order = shop.accepted(&site);
    shop.deliver_all();
    let changes = |shop: &mut Shop| -> Vec<_> {
        let card = shop.ask(OrderCard { id: order }).unwrap();
        card.what_changed.into_iter().map(|c| (c.product.0, c.what)).collect()
    };
    assert_eq!(changes(&mut shop), []);
    let mut edited = later(&site, 20, S::Accepted);
    edited.lines = vec![site_line("p1", 3)];
    shop.receive(std::slice::from_ref(&edited));
    let removed = ("p2".to_owned(), Changed::Removed { packs: Packs(1) });
    assert_eq!(
        changes(&mut shop),
        [removed.clone(), ("p1".to_owned(), Changed::Packs { was: Packs(2), now: Packs(3) })]
    );
    // A second change before anybody looked is told against what was seen last.
    let mut again = later(&site, 30, S::Accepted);
    again.lines = vec![site_line("p1", 2), site_line("p9", 1)];
    shop.receive(std::slice::from_ref(&again));
    assert_eq!(changes(&mut shop), [removed, ("p9".to_owned(), Changed::Added { packs: Packs(1) })]);
    shop.ok(AcknowledgeChange { order });
    assert_eq!(changes(&mut shop), []);
    let rows = shop.number("SELECT count(*) FROM order_line_before WHERE order_id = ?1", order.0);
    assert_eq!(rows, 0);
}

#[test]
fn acting_on_a_changed_order_is_having_looked_and_a_new_one_was_never_seen() {
    let mut shop = Shop::new();
    let site = site_order("A1", &[("p1", 2)]);
    let order = shop.arrived(&site);
    let edit = |revision, status, packs| {
        let mut edited = later(&site, revision, status);
        edited.lines = vec![site_line("p1", packs)];
        page(&[edited])
    };
    shop.ok(edit(2, S::New, 3));
    assert_eq!(shop.ask(OrderCard { id: order }).unwrap().what_changed, []);
    shop.ok(AcceptOrder { order });
    shop.deliver_all();
    shop.ok(edit(20, S::Accepted, 4));
    assert_eq!(shop.ask(OrderCard { id: order }).unwrap().what_changed.len(), 1);
    shop.ok(delete(order));
    assert_eq!(shop.ask(OrderCard { id: order }).unwrap().what_changed, []);
}
