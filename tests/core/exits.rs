//! Every way out frees the stock: sold, deleted, lapsed, cancelled or edited by the site, released, reserved
//! again. Audit, reservation and outbox are asserted together.

use chrono::Duration;
use expero::domain::error::Refusal;
use expero::domain::ids::OrderId;
use expero::domain::money::Kopecks;
use expero::domain::order::{Attention, Customer, HistoryEvent};
use expero::domain::packs::Packs;
use expero::domain::status::{OrderEvent, OrderStatus as S};
use expero::usecase::accept_order::AcceptOrder;
use expero::usecase::acknowledge_change::AcknowledgeChange;
use expero::usecase::collect_order::CollectOrder;
use expero::usecase::expire_holds::ExpireHolds;
use expero::usecase::extend_hold::ExtendHold;
use expero::usecase::import_goods::ImportGoods;
use expero::usecase::new_order::NewOrder;
use expero::usecase::release_lines::ReleaseLines;
use expero::usecase::reserve_lines::ReserveLines;

use crate::support::{Shop, delete, edited, goods, later, site_order};

/// On hand, free, kept for the order, is its document open, why its packs were freed last.
type Picture = (i64, i64, i64, bool, Option<String>);

fn picture(shop: &mut Shop, order: OrderId) -> Picture {
    let reason = shop.read(|sql| {
        sql.query_opt(
            "SELECT release_reason FROM reservation WHERE order_id = ?1 AND released_at IS NOT NULL
             ORDER BY reservation_id DESC",
            &[order.0.into()],
            |r| r.opt_text(0),
        )
    });
    (shop.on_hand("b1"), shop.free("b1"), shop.kept(order), shop.is_doc_open(order), reason.flatten())
}

fn freed(on_hand: i64, why: &str) -> Picture {
    (on_hand, on_hand, 0, false, Some(why.to_owned()))
}

fn events(shop: &mut Shop, order: OrderId) -> Vec<HistoryEvent> {
    shop.history(order).iter().map(|r| r.event).collect()
}

fn sent(shop: &mut Shop, order: OrderId) -> Vec<S> {
    shop.outbox(order).iter().map(|r| r.status).collect()
}

#[test]
fn a_sale_takes_the_packs_and_closes_the_document() {
    let mut shop = Shop::new();
    let order = shop.assembled(&site_order("A1", &[("p1", 2)]));
    assert_eq!(picture(&mut shop, order), (10, 8, 2, true, None));
    shop.sell(order).unwrap();
    assert_eq!(picture(&mut shop, order), freed(8, "closed"));
    assert_eq!(sent(&mut shop, order), [S::Accepted, S::Assembled, S::Closed]);
    assert_eq!(events(&mut shop, order).last(), Some(&HistoryEvent::Sold));
}

#[test]
fn a_deleted_order_frees_its_packs_and_keeps_its_rows() {
    for assembled in [false, true] {
        let mut shop = Shop::new();
        let site = site_order("A1", &[("p1", 2)]);
        let order = if assembled { shop.assembled(&site) } else { shop.accepted(&site) };
        shop.ok(delete(order));
        assert_eq!(picture(&mut shop, order), freed(10, "cancelled"));
        assert_eq!(sent(&mut shop, order).last(), Some(&S::Cancelled));
        assert_eq!(shop.load(order).lines.len(), 1);
        let row = shop.history(order).pop().unwrap();
        assert_eq!((row.event, row.note.as_str()), (HistoryEvent::Deleted, "customer_refused"));
    }
}

#[test]
fn a_lapsed_hold_frees_the_packs_and_leaves_the_question_open() {
    let mut shop = Shop::new();
    let site = site_order("A1", &[("p1", 2)]);
    let order = shop.assembled(&site);
    shop.deliver_all();
    shop.receive(&[edited(&site, 20, S::Assembled, &[("p1", 3)])]);
    assert_eq!(shop.load(order).attention, Some(Attention::SiteWon));
    shop.pass_minutes(2880);
    assert_eq!(shop.ok(ExpireHolds), 1);
    assert_eq!(picture(&mut shop, order), freed(10, "reserve_expired"));
    assert_eq!(sent(&mut shop, order).last(), Some(&S::ReserveExpired));
    assert_eq!(shop.load(order).attention, Some(Attention::SiteWon), "nobody has looked yet");
    shop.ok(AcknowledgeChange { order });
    assert_eq!(shop.load(order).attention, None);
    assert_eq!(events(&mut shop, order).last(), Some(&HistoryEvent::Acknowledged));
    let before = shop.dump();
    shop.ok(AcknowledgeChange { order });
    assert_eq!(shop.dump(), before, "nothing left to acknowledge");
}

#[test]
fn holds_lapse_by_the_clock_of_the_site_in_portions_and_not_a_second_early() {
    let mut shop = Shop::new();
    shop.goods("p2", &[("b2", 365, 100)]);
    for n in 0..60 {
        shop.assembled(&site_order(&format!("M{n}"), &[("p2", 1)]));
    }
    shop.pass_minutes(2880);
    shop.clock.advance_secs(-1);
    assert_eq!(shop.ok(ExpireHolds), 0);
    shop.clock.advance_secs(-100);
    shop.ok(expero::usecase::task::NoteContact(expero::usecase::task::Contact::Polled { skew_secs: 101 }));
    assert_eq!(shop.ok(ExpireHolds), 50, "the site's clock is ahead");
    assert_eq!(shop.ok(ExpireHolds), 10);
    assert_eq!((shop.free("b2"), shop.on_hand("b2")), (100, 100));
}

#[test]
fn an_extended_hold_does_not_lapse_at_the_old_time() {
    let mut shop = Shop::new();
    let order = shop.assembled(&site_order("A1", &[("p1", 2)]));
    let until = shop.now() + Duration::days(5);
    shop.ok(ExtendHold { order, until });
    shop.pass_minutes(2880);
    assert_eq!(shop.ok(ExpireHolds), 0);
    shop.pass_minutes(60 * 24 * 3);
    assert_eq!(shop.ok(ExpireHolds), 1);
}

#[test]
fn the_site_cancels_and_the_packs_are_free() {
    for assembled in [false, true] {
        let mut shop = Shop::new();
        let site = site_order("A1", &[("p1", 2)]);
        let order = if assembled { shop.assembled(&site) } else { shop.accepted(&site) };
        shop.deliver_all();
        let messages = sent(&mut shop, order);
        shop.receive(&[later(&site, 20, S::Cancelled)]);
        assert_eq!(picture(&mut shop, order), freed(10, "site_cancelled"));
        assert_eq!(sent(&mut shop, order), messages, "the site need not be told");
        let found = shop.load(order);
        assert_eq!((found.status, found.attention), (S::Cancelled, Some(Attention::SiteCancelled)));
        assert_eq!(shop.history(order).pop().unwrap().note, "customer, packs 2");
    }
}

#[test]
fn edited_lines_are_reserved_again_as_far_as_they_are_there() {
    let mut shop = Shop::new();
    let site = site_order("A1", &[("p1", 2)]);
    let order = shop.accepted(&site);
    shop.deliver_all();
    shop.receive(&[edited(&site, 20, S::Accepted, &[("p1", 4), ("p9", 1)])]);
    assert_eq!(picture(&mut shop, order), (10, 6, 4, true, Some("site_edited".to_owned())));
    assert_eq!(shop.load(order).attention, Some(Attention::SiteEdited));
    assert_eq!(shop.refused(CollectOrder { order }), Refusal::NotFullyReserved { missing_lines: 1 });
    // The missing product comes into the directory later: the line finds it.
    shop.goods("p9", &[("b9", 365, 1)]);
    assert_eq!(shop.ok(ReserveLines { order }).missing_lines, 0);
    shop.ok(CollectOrder { order });
}

#[test]
fn an_accepted_order_edited_without_reservations_reserves_nothing_by_itself() {
    let mut shop = Shop::new();
    let site = site_order("A1", &[("p1", 2)]);
    let order = shop.arrived(&site);
    shop.ok(AcceptOrder { order });
    shop.deliver_all();
    shop.receive(&[edited(&site, 20, S::Accepted, &[("p1", 4)])]);
    assert_eq!((shop.kept(order), shop.free("b1")), (0, 10));
}

#[test]
fn packs_released_by_hand_are_free_and_the_order_stays() {
    let mut shop = Shop::new();
    let order = shop.accepted(&site_order("A1", &[("p1", 2)]));
    let messages = sent(&mut shop, order);
    assert_eq!(shop.ok(ReleaseLines { order }), Packs(2));
    assert_eq!(picture(&mut shop, order), (10, 10, 0, true, Some("released".to_owned())));
    assert_eq!((shop.load(order).status, sent(&mut shop, order)), (S::Accepted, messages));
    assert_eq!(events(&mut shop, order).last(), Some(&HistoryEvent::Released));
    let before = shop.dump();
    assert_eq!(shop.ok(ReleaseLines { order }), Packs(0));
    assert_eq!(shop.dump(), before, "nothing left to release");
    for status in S::ALL.into_iter().filter(|s| *s != S::Accepted) {
        let mut shop = Shop::new();
        let order = shop.order_in(status);
        let wrong = Refusal::WrongStatus { status, event: OrderEvent::Collect };
        assert_eq!(shop.refused(ReleaseLines { order }), wrong);
        assert_eq!(shop.refused(ReserveLines { order }), wrong);
    }
}

#[test]
fn reserving_again_changes_nothing_unless_the_stock_did() {
    let mut shop = Shop::empty();
    shop.goods("p1", &[("b1", 365, 10)]);
    let order = shop.accepted(&site_order("A1", &[("p1", 2)]));
    let before = shop.dump();
    assert_eq!(shop.ok(ReserveLines { order }).reserved, Packs(2));
    assert_eq!(shop.dump(), before);
    // A batch that expires earlier comes in: first expired, first out.
    shop.goods("p1", &[("b0", 100, 1), ("b1", 365, 10)]);
    assert_eq!(shop.ok(ReserveLines { order }).reserved, Packs(2));
    assert_eq!((shop.free("b0"), shop.free("b1")), (0, 9));
    assert_eq!(picture(&mut shop, order).4.as_deref(), Some("reserved_again"));
}

#[test]
fn too_short_dated_packs_are_never_reserved() {
    let mut shop = Shop::empty();
    // Hold of two days and thirty days of use after it.
    shop.goods("p1", &[("short", 31, 5), ("just", 32, 1)]);
    let order = shop.arrived(&site_order("A1", &[("p1", 2)]));
    shop.ok(AcceptOrder { order });
    let report = shop.ok(ReserveLines { order });
    assert_eq!((report.reserved, report.missing_lines), (Packs(1), 1));
    assert_eq!((shop.free("short"), shop.free("just")), (5, 0));
    assert_eq!(shop.refused(CollectOrder { order }), Refusal::NotFullyReserved { missing_lines: 1 });
}

#[test]
fn reserve_on_accept_reserves_and_its_history_reads_on() {
    let mut shop = Shop::new();
    shop.set("booking.reserve_on_accept", "true");
    let order = shop.arrived(&site_order("A1", &[("p1", 2)]));
    shop.ok(AcceptOrder { order });
    assert_eq!(shop.kept(order), 2);
    let steps: Vec<_> = shop.history(order).iter().map(|r| (r.event, r.from, r.to)).collect();
    assert_eq!(
        steps,
        [
            (HistoryEvent::Arrived, S::New, S::New),
            (HistoryEvent::Accepted, S::New, S::Accepted),
            (HistoryEvent::Reserved, S::Accepted, S::Accepted),
        ]
    );
}

#[test]
fn a_collected_order_whose_packs_expired_can_be_reserved_anew() {
    let mut shop = Shop::empty();
    shop.set("stock.min_days_left", "0");
    shop.goods("p1", &[("old", 2, 2), ("new", 365, 5)]);
    let order = shop.assembled(&site_order("A1", &[("p1", 2)]));
    let until = shop.now() + Duration::days(10);
    shop.ok(ExtendHold { order, until });
    shop.pass_minutes(60 * 24 * 4);
    let sale = shop.sale(order);
    assert!(matches!(shop.refused(sale), Refusal::Expired { .. }));
    assert_eq!(shop.ok(ReserveLines { order }).missing_lines, 0);
    assert_eq!((shop.free("old"), shop.free("new")), (2, 3));
    shop.sell(order).unwrap();
}

#[test]
fn an_own_order_lives_the_same_life_and_never_writes_to_the_site() {
    let mut shop = Shop::new();
    let goods = shop.goods("p1", &[("b1", 365, 10)]);
    let customer = Customer { name: "Пётр".to_owned(), phone: String::new() };
    let make = |customer: Customer| NewOrder { customer, lines: vec![(goods, Packs(3))], comment: String::new() };
    let mut ended = Vec::new();
    for end in 0..3 {
        let (order, number) = shop.ok(make(customer.clone()));
        assert_eq!(number, format!("С-{:06}", end + 1));
        assert_eq!(shop.load(order).status, S::Accepted);
        shop.ok(ReserveLines { order });
        assert_eq!(shop.free("b1"), shop.on_hand("b1") - 3);
        shop.ok(CollectOrder { order });
        match end {
            0 => drop(shop.sell(order).unwrap()),
            1 => shop.ok(delete(order)),
            _ => {
                shop.pass_minutes(2880);
                assert_eq!(shop.ok(ExpireHolds), 1);
            }
        }
        assert!(!shop.is_doc_open(order));
        assert_eq!((shop.free("b1"), shop.on_hand("b1")), (7, 7));
        ended.push(shop.load(order).status);
    }
    assert_eq!(ended, [S::Closed, S::Cancelled, S::ReserveExpired]);
    assert_eq!(shop.number("SELECT count(*) FROM outbox WHERE outbox_id > ?1", 0), 0);
    assert_eq!(shop.refused(make(Customer::default())), Refusal::CustomerMissing);
    let nothing = NewOrder { customer: customer.clone(), lines: Vec::new(), comment: String::new() };
    assert_eq!(shop.refused(nothing), Refusal::EmptyOrder);
    let none = NewOrder { customer, lines: vec![(goods, Packs(0))], comment: String::new() };
    assert_eq!(shop.refused(none), Refusal::BadQuantity { packs: Packs(0) });
}

#[test]
fn an_own_order_is_priced_from_a_pack_in_date_and_never_at_nothing() {
    let mut shop = Shop::empty();
    let mut item = goods("p1", &[("expired", 0, 5), ("fresh", 365, 5)]);
    item.batches[0].0.price = Kopecks(1);
    item.batches[0].0.expires_on = crate::support::day(0) - chrono::Days::new(3);
    shop.ok(ImportGoods { items: vec![item, goods("p2", &[("gone", 365, 0)]), goods("p3", &[])] });
    let customer = Customer { name: "Пётр".to_owned(), phone: String::new() };
    let id = |shop: &mut Shop, code: &str| shop.read(|sql| expero::store::goods::by_code(sql, code)).unwrap();
    for code in ["p1", "p2"] {
        let lines = vec![(id(&mut shop, code), Packs(1))];
        let (order, _) = shop.ok(NewOrder { customer: customer.clone(), lines, comment: String::new() });
        assert_eq!(shop.load(order).total(), crate::support::PRICE, "{code}");
    }
    let lines = vec![(id(&mut shop, "p3"), Packs(1))];
    let priceless = shop.refused(NewOrder { customer, lines, comment: String::new() });
    assert!(matches!(priceless, Refusal::NotEnough { .. }));
}

#[test]
fn an_import_never_takes_packs_that_orders_keep() {
    let mut shop = Shop::new();
    shop.accepted(&site_order("A1", &[("p1", 4)]));
    let import = |packs| ImportGoods { items: vec![goods("p1", &[("b1", 365, packs)])] };
    let short = shop.refused(import(3));
    let name = "Товар p1".to_owned();
    assert_eq!(short, Refusal::NotEnough { name, available: Packs(3), wanted: Packs(4) });
    assert_eq!(shop.refused(import(-1)), Refusal::BadQuantity { packs: Packs(-1) });
    shop.ok(import(4));
    assert_eq!((shop.on_hand("b1"), shop.free("b1")), (4, 0));
}

#[test]
fn a_cancellation_for_another_reason_needs_words() {
    let mut shop = Shop::new();
    let order = shop.order_in(S::Accepted);
    let mut wordless = delete(order);
    wordless.reason = expero::domain::order::CancelReason::Other;
    wordless.text = "  ".to_owned();
    assert_eq!(shop.refused(wordless.clone()), Refusal::ReasonNeedsText);
    wordless.text = "передумал".to_owned();
    shop.ok(wordless);
}

#[test]
fn an_order_that_is_not_there_is_refused_by_every_intention() {
    let mut shop = Shop::new();
    let order = OrderId(77);
    let gone = Refusal::OrderNotFound { number: "77".to_owned() };
    assert_eq!(shop.refused(AcceptOrder { order }), gone);
    assert_eq!(shop.refused(ReserveLines { order }), gone);
    assert_eq!(shop.refused(ReleaseLines { order }), gone);
    assert_eq!(shop.refused(CollectOrder { order }), gone);
    assert_eq!(shop.refused(delete(order)), gone);
    let until = shop.now();
    assert_eq!(shop.refused(ExtendHold { order, until }), gone);
    let sale = shop.sale(order);
    assert_eq!(shop.refused(sale), gone);
}

#[test]
fn a_hold_is_extended_only_to_a_later_time_within_thirty_days_and_before_it_ends() {
    let mut shop = Shop::new();
    let order = shop.order_in(S::Accepted);
    let (now, hold) = (shop.now(), shop.load(order).hold_until.unwrap());
    let mut refusal = |until| shop.refused(ExtendHold { order, until });
    assert!(matches!(refusal(now), Refusal::HoldInPast { .. }));
    assert!(matches!(refusal(hold), Refusal::HoldNotLater { .. }));
    assert!(matches!(refusal(now + Duration::days(31)), Refusal::HoldTooFar { .. }));
    shop.pass_minutes(2880);
    let until = hold + Duration::hours(1);
    assert_eq!(shop.refused(ExtendHold { order, until }), Refusal::HoldOver { until: hold });
    assert_eq!(shop.refused(CollectOrder { order }), Refusal::HoldOver { until: hold });
}
