//! Messages to the site: in order per order, frozen over retries, settled once, conflicts ended for good.

use chrono::Duration;
use expero::domain::order::{Attention, Delivery, HistoryEvent, PaymentState};
use expero::domain::packs::Packs;
use expero::domain::site_order::SiteOrder;
use expero::domain::status::OrderStatus as S;
use expero::store::outbox::Message;
use expero::usecase::accept_order::AcceptOrder;
use expero::usecase::deliver::{
    BeginDelivery, ConfirmDelivery, PostponeDelivery, RefuseDelivery, ResolveConflict, Resolved, RetryNow,
};
use expero::usecase::extend_hold::ExtendHold;
use expero::usecase::read::freshness::FreshnessQuery;
use expero::usecase::read::order_list::OrderRows;
use expero::usecase::task::WhereToGoOn;

use crate::support::{Shop, edited, later, site_order};

fn confirm(message: &Message, answer: SiteOrder) -> ConfirmDelivery {
    ConfirmDelivery { message: message.id, order: message.order, answer }
}

fn postpone(shop: &mut Shop, message: &Message, minutes: i64) {
    let next_at = shop.now() + Duration::minutes(minutes);
    shop.ok(PostponeDelivery { message: message.id, next_at, why: "timeout".to_owned() });
}

fn conflict(shop: &mut Shop, message: &Message, current: Option<SiteOrder>) -> Resolved {
    let next_at = shop.now() + Duration::minutes(1);
    shop.ok(ResolveConflict { message: message.clone(), current, why: "conflict".to_owned(), next_at })
}

fn states(shop: &mut Shop, order: expero::domain::ids::OrderId) -> Vec<String> {
    shop.outbox(order).into_iter().map(|r| r.state).collect()
}

fn shown(shop: &mut Shop, order: expero::domain::ids::OrderId) -> Delivery {
    shop.ask(OrderRows { ids: vec![order] }).unwrap()[0].standing.delivery
}

#[test]
fn messages_of_an_order_go_one_by_one_and_a_stuck_order_blocks_no_other() {
    let mut shop = Shop::new();
    let first = shop.assembled(&site_order("A1", &[("p1", 2)]));
    let second = shop.accepted(&site_order("A2", &[("p1", 1)]));
    let due = shop.begin();
    let told: Vec<_> = due.iter().map(|m| (m.order, m.what.status)).collect();
    assert_eq!(told, [(first, S::Accepted), (second, S::Accepted)]);
    postpone(&mut shop, &due[0], 10);
    assert_eq!(shop.begin().iter().map(|m| m.order).collect::<Vec<_>>(), [second]);
    let answer = shop.answer_to(&due[1]);
    shop.ok(confirm(&due[1], answer));
    assert_eq!(shop.begin(), []);
    assert_eq!((shown(&mut shop, first), shown(&mut shop, second)), (Delivery::Waiting, Delivery::Sent));
    let next = shop.ask(WhereToGoOn).unwrap().next_delivery;
    // The second message of the stuck order has no time of its own: nobody need wake up before the first one's.
    assert_eq!(next, Some(shop.now() + Duration::minutes(10)));
    shop.pass_minutes(10);
    shop.deliver_all();
    assert_eq!(states(&mut shop, first), ["sent", "sent"]);
    assert_eq!(shop.ask(FreshnessQuery).unwrap().waiting, 0);
}

#[test]
fn retry_now_lets_everything_go_at_once() {
    let mut shop = Shop::new();
    shop.accepted(&site_order("A1", &[("p1", 2)]));
    let message = shop.begin().remove(0);
    postpone(&mut shop, &message, 60);
    assert_eq!(shop.begin(), []);
    shop.ok(RetryNow);
    assert_eq!(shop.begin().len(), 1);
    assert_eq!(shop.ok(BeginDelivery { limit: 0 }), []);
}

#[test]
fn what_waits_is_tried_at_once_on_a_new_way_to_the_site_and_only_then() {
    let mut shop = Shop::new();
    shop.accepted(&site_order("A1", &[("p1", 2)]));
    let message = shop.begin().remove(0);
    postpone(&mut shop, &message, 60);
    shop.set("booking.minutes", "60");
    assert_eq!(shop.begin(), []);
    shop.set("site.port", "8443");
    assert_eq!(shop.begin().len(), 1);
}

#[test]
fn a_retry_is_the_same_to_the_byte_whatever_happened_meanwhile() {
    let mut shop = Shop::new();
    let site = site_order("A1", &[("p1", 2)]);
    let order = shop.accepted(&site);
    let first = shop.begin().remove(0);
    assert_eq!(first.expected_revision, 1);
    // Lost: begun again without an answer, then after a failure and after a newer copy was seen.
    assert_eq!(shop.begin(), std::slice::from_ref(&first));
    postpone(&mut shop, &first, 1);
    shop.receive(&[later(&site, 5, S::New)]);
    shop.pass_minutes(5);
    let again = shop.begin().remove(0);
    assert_eq!(again, Message { attempts: 1, ..first.clone() });
    assert_eq!(shop.outbox(order)[0].sent_revision, Some(1));
}

#[test]
fn the_next_message_names_the_revision_that_the_site_answered() {
    let mut shop = Shop::new();
    let order = shop.assembled(&site_order("A1", &[("p1", 2)]));
    let accept = shop.begin().remove(0);
    let mut answer = shop.answer_to(&accept);
    answer.revision = 17;
    shop.ok(confirm(&accept, answer));
    let collect = shop.begin().remove(0);
    assert_eq!((collect.what.status, collect.expected_revision), (S::Assembled, 17));
    assert_eq!(shop.load(order).status, S::Assembled, "the answer to an older change does not set us back");
}

#[test]
fn an_answer_twice_is_an_answer_once() {
    let mut shop = Shop::new();
    let order = shop.accepted(&site_order("A1", &[("p1", 2)]));
    let message = shop.begin().remove(0);
    let answer = shop.answer_to(&message);
    shop.ok(confirm(&message, answer.clone()));
    let before = shop.dump();
    shop.ok(confirm(&message, answer.clone()));
    let refuse = RefuseDelivery { message: message.id, order, attention: Attention::SiteRefused, why: String::new() };
    shop.ok(refuse);
    postpone(&mut shop, &message, 1);
    assert_eq!(conflict(&mut shop, &message, Some(answer)), Resolved::Reached);
    assert_eq!(shop.dump(), before, "a settled message stays settled");
    let confirmed = shop.history(order).iter().filter(|r| r.event == HistoryEvent::SiteConfirmed).count();
    assert_eq!(confirmed, 1);
}

#[test]
fn a_conflict_whose_target_is_reached_is_a_success() {
    let mut shop = Shop::new();
    let site = site_order("A1", &[("p1", 2)]);
    let order = shop.accepted(&site);
    let message = shop.begin().remove(0);
    let mut current = shop.answer_to(&message);
    current.revision = 9;
    assert_eq!(conflict(&mut shop, &message, Some(current)), Resolved::Reached);
    assert_eq!((states(&mut shop, order), shown(&mut shop, order)), (vec!["sent".to_owned()], Delivery::Sent));
    assert_eq!(shop.load(order).attention, None);
}

#[test]
fn a_conflict_over_an_old_revision_sends_the_same_intent_under_a_new_key() {
    let mut shop = Shop::new();
    let site = site_order("A1", &[("p1", 2)]);
    let order = shop.accepted(&site);
    let message = shop.begin().remove(0);
    let mut current = later(&site, 4, S::New);
    current.payment = PaymentState::Paid;
    assert_eq!(conflict(&mut shop, &message, Some(current)), Resolved::Again);
    let again = shop.begin().remove(0);
    assert_eq!((again.id, again.expected_revision, &again.what), (message.id, 4, &message.what));
    assert_ne!(again.change_id, message.change_id);
    assert_eq!(shop.load(order).payment, PaymentState::Paid, "what the site counted on for is not lost");
    assert_eq!((shop.load(order).status, shop.kept(order)), (S::Accepted, 2));
}

#[test]
fn a_conflict_with_other_lines_or_another_fate_lets_the_site_win() {
    let mut shop = Shop::new();
    let site = site_order("A1", &[("p1", 2)]);
    let order = shop.assembled(&site);
    let message = shop.begin().remove(0);
    let current = edited(&site, 4, S::New, &[("p1", 5)]);
    assert_eq!(conflict(&mut shop, &message, Some(current.clone())), Resolved::SiteWon);
    let found = shop.load(order);
    assert_eq!((found.status, found.attention, found.lines[0].packs), (S::New, Some(Attention::SiteWon), Packs(5)));
    assert_eq!((shop.kept(order), shop.free("b1")), (0, 10));
    assert_eq!(states(&mut shop, order), ["superseded", "superseded"]);
    let before = shop.dump();
    assert_eq!(conflict(&mut shop, &message, Some(current)), Resolved::SiteWon);
    assert_eq!(shop.dump(), before, "a replay changes nothing");

    let other = site_order("A2", &[("p1", 2)]);
    let order = shop.accepted(&other);
    let message = shop.begin().remove(0);
    assert_eq!(conflict(&mut shop, &message, Some(later(&other, 4, S::Cancelled))), Resolved::SiteWon);
    let found = shop.load(order);
    assert_eq!((found.status, found.attention), (S::Cancelled, Some(Attention::SiteCancelled)));
    assert_eq!((shop.free("b1"), shop.is_doc_open(order)), (10, false));
}

#[test]
fn a_finished_sale_is_never_undone_by_the_site() {
    let mut shop = Shop::new();
    let site = site_order("A1", &[("p1", 2)]);
    let order = shop.assembled(&site);
    shop.deliver_all();
    shop.sell(order).unwrap();
    let message = shop.begin().remove(0);
    let current = later(&site, 40, S::Cancelled);
    assert_eq!(conflict(&mut shop, &message, Some(current)), Resolved::SiteWon);
    let found = shop.load(order);
    assert_eq!((found.status, found.attention), (S::Closed, Some(Attention::SiteDisagrees)));
    assert_eq!((shop.on_hand("b1"), shop.free("b1")), (8, 8));
    let row = shop.history(order).pop().unwrap();
    assert_eq!((row.event, row.note.as_str()), (HistoryEvent::SiteDisagrees, "site: cancelled"));
}

#[test]
fn a_conflict_without_the_order_is_settled_by_the_next_copy_of_it() {
    let mut shop = Shop::new();
    let site = site_order("A1", &[("p1", 2)]);
    let order = shop.accepted(&site);
    let message = shop.begin().remove(0);
    assert_eq!(conflict(&mut shop, &message, None), Resolved::Unknown);
    assert_eq!(states(&mut shop, order), ["waiting"]);
    assert!(shop.ask(WhereToGoOn).unwrap().reread_from.is_some());
    assert_eq!(shop.begin(), [], "not before the pause is over");
    shop.receive(&[edited(&site, 6, S::New, &[("p1", 3)])]);
    assert_eq!(states(&mut shop, order), ["superseded"]);
    let found = shop.load(order);
    assert_eq!((found.status, found.lines[0].packs, shop.kept(order)), (S::New, Packs(3), 0));
    assert!(shop.ask(WhereToGoOn).unwrap().reread_from.is_none());

    // The same with a copy that shows the target reached, and with one that only counts on.
    for (n, current, state) in [(2, S::Accepted, "sent"), (3, S::New, "waiting")] {
        let site = site_order(&format!("A{n}"), &[("p1", 1)]);
        let order = shop.arrived(&site);
        shop.ok(AcceptOrder { order });
        let message = shop.begin().into_iter().find(|m| m.order == order).unwrap();
        assert_eq!(conflict(&mut shop, &message, None), Resolved::Unknown);
        let mut copy = later(&site, 6, current);
        copy.stamps.reserved_until = message.what.reserved_until;
        shop.receive(&[copy]);
        assert_eq!((states(&mut shop, order), shop.load(order).status), (vec![state.to_owned()], S::Accepted));
    }
    assert_eq!(shop.begin()[0].expected_revision, 6);
}

#[test]
fn a_refused_message_asks_for_a_look_until_somebody_acts() {
    let mut shop = Shop::new();
    let order = shop.accepted(&site_order("A1", &[("p1", 2)]));
    let message = shop.begin().remove(0);
    let refuse =
        RefuseDelivery { message: message.id, order, attention: Attention::SiteRefused, why: "422 bad".to_owned() };
    shop.ok(refuse);
    let seen = shop.ask(FreshnessQuery).unwrap();
    assert_eq!((seen.refused, seen.waiting), (1, 0));
    assert_eq!(shown(&mut shop, order), Delivery::Refused);
    let row = shop.history(order).pop().unwrap();
    assert_eq!((row.event, row.note.as_str()), (HistoryEvent::SiteRefused, "422 bad"));
    assert_eq!((shop.load(order).status, shop.kept(order)), (S::Accepted, 2), "nothing of ours is lost");
    shop.ok(expero::usecase::acknowledge_change::AcknowledgeChange { order });
    assert_eq!(shop.ask(FreshnessQuery).unwrap().refused, 0);
}

#[test]
fn an_extension_is_reached_only_with_the_later_hold() {
    let mut shop = Shop::new();
    let order = shop.order_in(S::Accepted);
    let old = shop.load(order).hold_until;
    let until = shop.now() + Duration::days(7);
    shop.ok(ExtendHold { order, until });
    let message = shop.begin().remove(0);
    assert_eq!((message.what.status, message.what.reserved_until), (S::Accepted, Some(until)));
    let mut current = shop.answer_to(&message);
    current.revision = 30;
    current.stamps.reserved_until = old;
    assert_eq!(conflict(&mut shop, &message, Some(current.clone())), Resolved::Again);
    assert_eq!(shop.load(order).hold_until, Some(until), "ours stays while it is on its way");
    let message = shop.begin().remove(0);
    // A site that keeps whole seconds has reached it too.
    current.stamps.reserved_until = chrono::DateTime::from_timestamp(until.timestamp(), 0);
    current.revision = 31;
    assert_eq!(conflict(&mut shop, &message, Some(current)), Resolved::Reached);
}

#[test]
fn a_late_answer_to_an_older_change_never_sets_an_order_back() {
    let mut shop = Shop::new();
    let site = site_order("A1", &[("p1", 2)]);
    let order = shop.accepted(&site);
    let message = shop.begin().remove(0);
    shop.ok(confirm(&message, later(&site, 9, S::Accepted)));
    let before = shop.load(order);
    shop.receive(&[later(&site, 8, S::New), later(&site, 2, S::Cancelled)]);
    assert_eq!(shop.load(order), before);
}
