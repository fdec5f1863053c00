//! Pages of the site: applied whole or not at all, broken elements kept aside, nothing unsent overwritten.

use expero::domain::error::Refusal;
use expero::domain::ids::ProductCode;
use expero::domain::money::Kopecks;
use expero::domain::order::{Attention, HistoryEvent, PaymentState};
use expero::domain::packs::Packs;
use expero::domain::receipt::Paid;
use expero::domain::status::OrderStatus as S;
use expero::domain::unreadable::{ReadFault, Unreadable};
use expero::store;
use expero::store::engine::params;
use expero::usecase::accept_order::AcceptOrder;
use expero::usecase::collect_order::CollectOrder;
use expero::usecase::deliver::{ConfirmDelivery, RefuseDelivery, ResolveConflict, Resolved};
use expero::usecase::dismiss_problem::DismissProblem;
use expero::usecase::read::freshness::FreshnessQuery;
use expero::usecase::read::order_card::OrderCard;
use expero::usecase::read::order_list::{OrderFilter, OrderIndex, OrderRows};
use expero::usecase::read::problems::Problems;
use expero::usecase::read::quote::QuoteOrder;
use expero::usecase::receive_orders::{BrokenElement, Progress, ReceiveOrders, Received, SERVICE};
use expero::usecase::reserve_lines::ReserveLines;
use expero::usecase::sell_receipt::SellReceipt;
use expero::usecase::task::{BeginReread, WhereToGoOn};
use expero::usecase::{Action, Cx, UseError};

use crate::support::{Shop, edited, later, page, site_line, site_order};

fn broken(raw: &str, order: &str) -> BrokenElement {
    BrokenElement {
        raw: raw.to_owned(),
        order_ref: Some(order.to_owned()),
        reason: Unreadable::at("items[0].price", ReadFault::BadPrice),
    }
}

fn cursor(shop: &mut Shop) -> Option<String> {
    shop.ask(WhereToGoOn).unwrap().position.cursor
}

fn reread(shop: &mut Shop) -> Option<i64> {
    let wish = "SELECT min(reread_from) FROM customer_order";
    shop.db.read(|sql| sql.query_opt(wish, &[], |r| r.opt_int(0))).unwrap().flatten()
}

#[test]
fn a_page_with_a_broken_order_applies_the_rest_and_keeps_the_broken_one_once() {
    let mut shop = Shop::new();
    let mut one = page(&[site_order("A1", &[("p1", 2)])]);
    one.broken.push(broken(r#"{"order_id":"A2","customer":{"name":"Анна"},"price":"x"}"#, "A2"));
    assert_eq!(shop.ok(one.clone()), Received { new: 1, broken: 1, ..Received::default() });
    assert_eq!(shop.ok(one), Received { left_alone: 1, broken: 1, ..Received::default() });
    let kept = shop.ask(Problems { limit: 10 }).unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!((kept[0].order_ref.as_deref(), kept[0].reason.fault), (Some("A2"), ReadFault::BadPrice));
    assert!(!kept[0].raw.contains("Анна"), "no person on the screen of the admin");
    shop.receive(&[site_order("A2", &[("p1", 1)])]);
    assert_eq!(shop.ask(Problems { limit: 10 }).unwrap(), []);
}

#[test]
fn an_order_that_the_tables_cannot_hold_does_not_hold_up_its_page() {
    let mut shop = Shop::new();
    let mut minus = site_order("A1", &[("p1", 1)]);
    minus.lines[0].price = Kopecks(-1);
    let none = site_order("A2", &[("p1", 0)]);
    let nameless = site_order("", &[("p1", 1)]);
    let got = shop.receive(&[minus, none, nameless, site_order("A4", &[("p1", 1)])]);
    assert_eq!(got, Received { new: 1, broken: 3, ..Received::default() });
    assert_eq!(cursor(&mut shop).as_deref(), Some("c"));
    let reasons: Vec<_> = shop.ask(Problems { limit: 10 }).unwrap().into_iter().map(|q| q.reason.fault).collect();
    assert_eq!(reasons, [ReadFault::NoOrderId, ReadFault::BadQuantity, ReadFault::BadPrice]);
}

#[test]
fn a_problem_that_was_put_aside_stays_aside_with_who_and_when_until_the_order_arrives_whole() {
    let mut shop = Shop::new();
    shop.receive(&[site_order("A2", &[("p1", 1)])]);
    let mut one = page(&[]);
    one.broken.push(broken(r#"{"order_id":"A2","price":"x"}"#, "A2"));
    shop.ok(one.clone());
    let kept = shop.ask(Problems { limit: 10 }).unwrap();
    assert_eq!((kept[0].number.as_deref(), kept[0].at), (Some(kept[0].shown()), shop.now()));
    let problem = kept[0].id;
    shop.pass_minutes(5);
    shop.ok(DismissProblem { problem });
    assert_eq!(shop.ask(Problems { limit: 10 }).unwrap(), []);
    assert_eq!(shop.ask(FreshnessQuery).unwrap().quarantined, 0);
    let who = "SELECT dismissed_by || '/' || dismissed_till || '/' || resolved_at FROM quarantine";
    let who = shop.read(|sql| sql.query_opt(who, &[], |r| r.text(0))).unwrap();
    assert_eq!(who, format!("Ольга/till-1/{}", shop.now().timestamp_millis()));
    // The site goes on telling the same; the person has seen it.
    shop.ok(one);
    assert_eq!(shop.ask(Problems { limit: 10 }).unwrap(), []);
    assert_eq!(shop.refused(DismissProblem { problem }), Refusal::ProblemNotFound { id: problem });
    // Another fault of the same order is another problem.
    let mut two = page(&[]);
    two.broken.push(broken(r#"{"order_id":"A2","price":"y"}"#, "A2"));
    shop.ok(two);
    assert_eq!(shop.ask(Problems { limit: 10 }).unwrap().len(), 1);
}

/// A page whose transaction fails after everything was applied.
struct FailsAtTheEnd(ReceiveOrders);

impl Action for FailsAtTheEnd {
    type Value = ();
    const NAME: &'static str = "fails_at_the_end";
    fn run(self, cx: &mut Cx<'_>) -> Result<(), UseError> {
        self.0.run(cx)?;
        Err(store::error::StoreError::DiskFull.into())
    }
}

#[test]
fn orders_and_cursor_are_one_transaction() {
    let mut shop = Shop::new();
    shop.receive(&[site_order("A1", &[("p1", 2)])]);
    let before = shop.dump();
    let next = ReceiveOrders {
        progress: Progress::Cursor(Some("further".to_owned())),
        ..page(&[site_order("A2", &[("p1", 1)])])
    };
    assert!(matches!(shop.act(FailsAtTheEnd(next.clone())), Err(UseError::Store(_))));
    assert_eq!(shop.dump(), before, "neither orders nor cursor");
    shop.ok(next);
    assert_eq!(cursor(&mut shop).as_deref(), Some("further"));
    shop.ok(ReceiveOrders { progress: Progress::Aside, ..page(&[]) });
    assert_eq!(cursor(&mut shop).as_deref(), Some("further"), "a page read on the side leaves the cursor");
}

#[test]
fn the_newest_order_seen_never_goes_back() {
    let mut shop = Shop::new();
    let site = site_order("A1", &[("p1", 1)]);
    shop.receive(&[later(&site, 30, S::New)]);
    let seen = shop.ask(WhereToGoOn).unwrap().position.last_seen_at;
    shop.receive(&[site_order("A2", &[("p1", 1)])]);
    shop.receive(&[]);
    assert_eq!(shop.ask(WhereToGoOn).unwrap().position.last_seen_at, seen);
}

#[test]
fn known_revisions_change_nothing_in_whatever_order_they_come() {
    let mut shop = Shop::new();
    let first = site_order("A1", &[("p1", 2)]);
    let third = edited(&first, 3, S::New, &[("p1", 5)]);
    shop.receive(&[first.clone(), third.clone(), later(&first, 2, S::New), first.clone()]);
    let before = shop.dump();
    for old in [&first, &third, &later(&first, 2, S::Cancelled)] {
        assert_eq!(shop.receive(std::slice::from_ref(old)).left_alone, 1);
    }
    assert_eq!(shop.dump(), before);
    let order = shop.id("A1");
    assert_eq!(shop.load(order).lines[0].packs, Packs(5));
}

#[test]
fn a_change_that_was_not_sent_yet_is_never_overwritten() {
    let mut shop = Shop::new();
    let site = site_order("A1", &[("p1", 2)]);
    let order = shop.accepted(&site);
    let newer = edited(&site, 7, S::New, &[("p1", 3)]);
    assert_eq!(shop.receive(std::slice::from_ref(&newer)).left_alone, 1);
    let found = shop.load(order);
    assert_eq!((found.status, found.lines[0].packs, shop.kept(order)), (S::Accepted, Packs(2), 2));
    assert_eq!(reread(&mut shop), Some(newer.stamps.updated_at.timestamp_millis() - 1000));
    // An old copy does not make us forget that a newer one was seen.
    shop.receive(&[site.clone(), later(&site, 3, S::New)]);
    assert!(reread(&mut shop).is_some());
    // The site takes our change as revision 8, with the lines that the customer chose meanwhile.
    let message = shop.begin().remove(0);
    let answer = edited(&site, 8, S::Accepted, &[("p1", 3)]);
    shop.ok(ConfirmDelivery { message: message.id, order, answer });
    let found = shop.load(order);
    assert_eq!((found.status, found.lines[0].packs, shop.kept(order)), (S::Accepted, Packs(3), 3));
    assert_eq!((found.attention, reread(&mut shop)), (Some(Attention::SiteEdited), None));
}

#[test]
fn what_was_left_alone_is_applied_once_the_message_is_settled() {
    let mut shop = Shop::new();
    let site = site_order("A1", &[("p1", 2)]);
    let order = shop.arrived(&site);
    shop.ok(AcceptOrder { order });
    let message = shop.begin().remove(0);
    // The site took our change as revision 2 and the customer edited as revision 3; the pull comes first.
    let third = edited(&site, 3, S::Accepted, &[("p1", 4)]);
    shop.receive(std::slice::from_ref(&third));
    shop.ok(ConfirmDelivery { message: message.id, order, answer: later(&site, 2, S::Accepted) });
    assert_eq!(shop.load(order).lines[0].packs, Packs(2));
    assert!(reread(&mut shop).is_some(), "revision 3 must still be read");
    shop.ok(ReceiveOrders { progress: Progress::Aside, ..page(&[third]) });
    assert_eq!((shop.load(order).lines[0].packs, reread(&mut shop)), (Packs(4), None));
}

#[test]
fn a_refused_change_gives_way_to_what_the_site_holds_with_the_next_reading() {
    let mut shop = Shop::new();
    let site = site_order("A1", &[("p1", 2)]);
    let order = shop.accepted(&site);
    shop.deliver_all();
    shop.ok(CollectOrder { order });
    shop.pass_minutes(60 * 24 + 30);
    let message = shop.begin().remove(0);
    shop.ok(RefuseDelivery { message: message.id, order, attention: Attention::SiteRefused, why: "422".to_owned() });
    assert_eq!(shop.load(order).attention, Some(Attention::SiteRefused));
    // The site made its revision more than a day ago: the reading must reach back to it.
    let held = later(&site, 2, S::Accepted);
    let accepted_at = shop.history(order)[1].at.timestamp_millis();
    assert!(reread(&mut shop).unwrap() <= accepted_at);
    shop.ok(ReceiveOrders { progress: Progress::Aside, ..page(std::slice::from_ref(&held)) });
    let found = shop.load(order);
    assert_eq!((found.status, found.attention, shop.kept(order)), (S::Accepted, Some(Attention::SiteWon), 2));
    assert_eq!(reread(&mut shop), None);
    let before = shop.dump();
    shop.ok(ReceiveOrders { progress: Progress::Aside, ..page(&[held]) });
    assert_eq!(shop.dump(), before, "a replay changes nothing");
}

#[test]
fn an_order_unknown_to_the_site_is_not_asked_for_again() {
    let mut shop = Shop::new();
    let order = shop.accepted(&site_order("A1", &[("p1", 2)]));
    let message = shop.begin().remove(0);
    shop.ok(RefuseDelivery { message: message.id, order, attention: Attention::SiteUnknown, why: "404".to_owned() });
    assert_eq!((shop.load(order).attention, reread(&mut shop)), (Some(Attention::SiteUnknown), None));
}

#[test]
fn orders_of_another_pharmacy_are_kept_aside_and_read_after_the_setting_is_mended() {
    let mut shop = Shop::new();
    let mut page = page(&[site_order("A1", &[("p1", 2)])]);
    page.pharmacy_id = "ph-2".to_owned();
    assert_eq!(shop.ok(page.clone()), Received { broken: 1, ..Received::default() });
    assert_eq!(shop.ok(page.clone()).broken, 1);
    assert_eq!(shop.number("SELECT count(*) FROM customer_order WHERE order_id > ?1", 0), 0);
    let kept = shop.ask(Problems { limit: 10 }).unwrap();
    assert_eq!((kept.len(), &kept[0].reason), (1, &Unreadable::whole(ReadFault::OtherPharmacy).with("ph-1")));
    shop.set("site.pharmacy_id", "ph-1");
    assert_eq!(cursor(&mut shop), None, "the orders passed over must come again");
    page.pharmacy_id = "ph-1".to_owned();
    assert_eq!(shop.ok(page).new, 1);
    assert_eq!(shop.ask(Problems { limit: 10 }).unwrap(), []);
    shop.set("site.pharmacy_id", "ph-1");
    assert_eq!(cursor(&mut shop).as_deref(), Some("c"), "the same value again starts nothing anew");
}

#[test]
fn an_unknown_status_keeps_the_packs_and_shows_the_word_of_the_site() {
    let mut shop = Shop::new();
    let site = site_order("A1", &[("p1", 2)]);
    let order = shop.assembled(&site);
    shop.deliver_all();
    let mut odd = later(&site, 20, S::Unknown);
    odd.raw_status = "in_\u{202e}transit".to_owned();
    shop.receive(&[odd]);
    assert_eq!((shop.kept(order), shop.free("b1")), (2, 8));
    let row = shop.ask(OrderRows { ids: vec![order] }).unwrap().remove(0);
    assert_eq!(row.standing.raw_status, "in_\\u{202e}transit");
    shop.receive(&[later(&site, 21, S::Assembled)]);
    assert_eq!((shop.load(order).status, shop.kept(order)), (S::Assembled, 2));
    shop.sell(order).unwrap();
}

#[test]
fn an_order_that_arrives_collected_can_be_found_again_by_hand() {
    let mut shop = Shop::new();
    for (n, status) in [(1, S::Accepted), (2, S::Assembled)] {
        let site = later(&site_order(&format!("A{n}"), &[("p1", 2)]), 5, status);
        let order = shop.arrived(&site);
        let found = shop.load(order);
        assert_eq!((found.status, found.attention, shop.kept(order)), (status, Some(Attention::SiteWon), 0));
        assert_eq!(shop.ok(ReserveLines { order }).missing_lines, 0);
    }
    let order = shop.id("A2");
    shop.sell(order).unwrap();
    let gone = shop.arrived(&later(&site_order("A3", &[("p1", 2)]), 5, S::Closed));
    assert!(!shop.is_doc_open(gone));
}

#[test]
fn a_cancelled_order_that_the_site_brings_back_gets_its_packs_again() {
    let mut shop = Shop::new();
    let order = shop.order_in(S::Cancelled);
    shop.receive(&[later(&site_order("A1", &[("p1", 2)]), 30, S::Assembled)]);
    assert_eq!((shop.load(order).status, shop.kept(order), shop.is_doc_open(order)), (S::Assembled, 2, true));
}

#[test]
fn a_payment_on_the_site_is_learnt_by_whatever_way_it_comes() {
    for by_answer in [true, false] {
        let mut shop = Shop::new();
        let site = site_order("A1", &[("p1", 2)]);
        let order = shop.accepted(&site);
        if by_answer {
            let message = shop.begin().remove(0);
            let mut answer = shop.answer_to(&message);
            answer.payment = PaymentState::Paid;
            shop.ok(ConfirmDelivery { message: message.id, order, answer });
        } else {
            shop.deliver_all();
            let mut paid = later(&site, 9, S::Accepted);
            paid.payment = PaymentState::Paid;
            paid.customer.name = "Мария".to_owned();
            shop.receive(&[paid]);
            let filter = OrderFilter { text: "мария".to_owned(), ..OrderFilter::default() };
            let found = shop.ask(OrderIndex { filter, ..OrderIndex::default() }).unwrap();
            assert_eq!(found.ids, [order], "the new name is found");
        }
        assert_eq!(shop.load(order).payment, PaymentState::Paid, "by answer: {by_answer}");
        assert_eq!((shop.kept(order), shop.load(order).lines.len()), (2, 1));
        assert!(shop.history(order).iter().any(|r| r.event == HistoryEvent::SiteUpdated));
    }
}

#[test]
fn a_huge_order_and_a_huge_comment_are_taken_and_shown() {
    let mut shop = Shop::empty();
    shop.goods("p1", &[("b1", 365, 20_000)]);
    let mut site = site_order("A1", &[]);
    site.comment = "я".repeat(1_000_000);
    site.lines = (0..10_000).map(|n| site_line(if n % 2 == 0 { "p1" } else { "p-unknown" }, 1)).collect();
    site.lines[1].product = ProductCode("p1".to_owned());
    let order = shop.arrived(&site);
    shop.ok(AcceptOrder { order });
    assert_eq!(shop.ok(ReserveLines { order }).missing_lines, 4_999);
    let row = shop.ask(OrderRows { ids: vec![order] }).unwrap().remove(0);
    assert_eq!((row.line_count, row.comment.chars().count()), (10_000, 400));
    let card = shop.ask(OrderCard { id: order }).unwrap();
    assert_eq!((card.lines.len(), card.missing_lines()), (10_000, 4_999));
    let full: i64 = shop.read(|sql| sql.number("SELECT length(comment) FROM customer_order", params![]));
    assert_eq!(full, 1_000_000, "nothing is lost");
}

#[test]
fn a_site_order_that_counts_otherwise_is_shown_and_never_believed() {
    let mut shop = Shop::new();
    let mut site = site_order("A1", &[("p1", 2)]);
    site.claimed_total = Some(Kopecks(1));
    let order = shop.arrived(&site);
    let card = shop.ask(OrderCard { id: order }).unwrap();
    assert!(card.sums_disagree);
    assert_eq!(card.row.total, Kopecks(20_000));
}

#[test]
fn the_position_is_forgotten_only_for_its_own_service() {
    let mut shop = Shop::new();
    shop.receive(&[]);
    shop.set("sync.poll_seconds", "5");
    let there = shop.read(|sql| store::inbox::position(sql, SERVICE));
    assert_eq!((there.cursor.as_deref(), there.last_seen_at), (Some("c"), None));
    shop.set("site.host", "localhost");
    assert_eq!(shop.read(|sql| store::inbox::position(sql, SERVICE)), store::inbox::Position::default());
}

#[test]
fn a_payment_is_taken_at_once_though_our_status_is_stuck_and_nothing_else_is() {
    let mut shop = Shop::new();
    let site = site_order("A1", &[("p1", 2)]);
    let order = shop.assembled(&site);
    let before = (shop.load(order), shop.outbox(order));
    let mut paid = edited(&site, 5, S::New, &[("p1", 3)]);
    paid.payment = PaymentState::Paid;
    paid.customer.name = "Мария".to_owned();
    paid.comment = "позвоните".to_owned();
    paid.stamps.reserved_until = Some(shop.now());
    assert_eq!(shop.receive(std::slice::from_ref(&paid)).changed, 1);
    let now = shop.load(order);
    assert_eq!(now.payment, PaymentState::Paid);
    let untouched = expero::domain::order::Order { payment: before.0.payment, ..now };
    assert_eq!((untouched, shop.outbox(order)), before, "status, lines, hold, revision and messages are ours");
    assert_eq!(shop.kept(order), 2);
    let row = shop.ask(OrderRows { ids: vec![order] }).unwrap().remove(0);
    assert_eq!((row.comment.as_str(), row.customer.name.as_str()), ("позвоните", "Мария"));
    let noted = shop.history(order).pop().unwrap();
    assert_eq!((noted.event, noted.note.as_str()), (HistoryEvent::SiteUpdated, "paid"));
    assert!(reread(&mut shop).is_some(), "the rest is read again");
    // The same copy again, and an older one, change nothing.
    let stored = shop.dump();
    shop.receive(&[paid, later(&site, 3, S::New)]);
    assert_eq!(shop.dump(), stored);
    // The till asks for no money.
    assert_eq!(shop.ask(QuoteOrder { order }).unwrap().payment, PaymentState::Paid);
    let by_card = SellReceipt::of_order(order, Paid::Card, Kopecks(20_000));
    shop.refused(by_card);
    let done = shop.sell(order).unwrap();
    assert_eq!((done.total, shop.load(order).status), (Kopecks::ZERO, S::Closed));
}

#[test]
fn a_late_answer_does_not_take_a_payment_back_that_was_seen_after_it() {
    for conflict in [false, true] {
        let mut shop = Shop::new();
        let site = site_order("A1", &[("p1", 2)]);
        let order = shop.arrived(&site);
        shop.ok(AcceptOrder { order });
        let message = shop.begin().remove(0);
        let mut paid = later(&site, 3, S::Accepted);
        paid.payment = PaymentState::Paid;
        paid.stamps.reserved_until = message.what.reserved_until;
        shop.receive(std::slice::from_ref(&paid));
        // The answer was made before the customer paid.
        let answer = later(&site, 2, if conflict { S::New } else { S::Accepted });
        if conflict {
            let next_at = shop.now();
            let why = "revision_conflict".to_owned();
            let told = ResolveConflict { message: message.clone(), current: Some(answer), why, next_at };
            assert_eq!(shop.ok(told), Resolved::Unknown, "what was seen later must be read first");
        } else {
            shop.ok(ConfirmDelivery { message: message.id, order, answer });
        }
        assert_eq!(shop.load(order).payment, PaymentState::Paid, "conflict: {conflict}");
        assert!(shop.ask(WhereToGoOn).unwrap().reread_from.is_some());
        shop.ok(ReceiveOrders { progress: Progress::Aside, ..page(&[paid]) });
        let found = shop.load(order);
        assert_eq!((found.payment, found.status, found.attention), (PaymentState::Paid, S::Accepted, None));
        assert_eq!((reread(&mut shop), shop.outbox(order)[0].state.as_str()), (None, "sent"));
    }
}

#[test]
fn a_wish_to_read_again_that_came_during_the_reading_is_not_cleared_by_its_end() {
    let mut shop = Shop::new();
    let orders: Vec<_> = ["A1", "A2"].map(|id| shop.accepted(&site_order(id, &[("p1", 2)]))).to_vec();
    let messages = shop.begin();
    let refuse = |n: usize| RefuseDelivery {
        message: messages[n].id,
        order: orders[n],
        attention: Attention::SiteRefused,
        why: "422".to_owned(),
    };
    assert_eq!(shop.ok(BeginReread), None, "nothing to read");
    shop.ok(refuse(0));
    let round = shop.ok(BeginReread).unwrap();
    // The pages of this round are fetched; before they end, another change is refused.
    shop.ok(refuse(1));
    shop.ok(round);
    let flagged = "SELECT count(*) FROM customer_order WHERE reread_from IS NOT NULL AND order_id = ?1";
    assert_eq!(shop.number(flagged, orders[0].0), 0, "what was asked for before is done");
    assert_eq!(shop.number(flagged, orders[1].0), 1, "what was asked for since must be read");
    let next = shop.ok(BeginReread).unwrap();
    shop.ok(next);
    assert_eq!(reread(&mut shop), None);
}
