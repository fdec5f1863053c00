//! Calls to the customer about missing goods, and the phone that is shown only on demand.

use chrono::Duration;
use expero::domain::call::{CallOutcome, CallResult, Replacement, Rest};
use expero::domain::error::Refusal;
use expero::domain::ids::{GoodsId, LineId, OrderId};
use expero::domain::order::{HistoryEvent, Origin, PaymentState};
use expero::domain::packs::Packs;
use expero::domain::requisition::RequisitionState;
use expero::domain::site_order::SiteOrder;
use expero::domain::status::OrderStatus as S;
use expero::domain::supply_refusal::SupplyRefusal;
use expero::store;
use expero::usecase::accept_order::AcceptOrder;
use expero::usecase::collect_order::CollectOrder;
use expero::usecase::note_call::{CallNoted, NoteCall};
use expero::usecase::read::calls::{DueCalls, OrderCalls};
use expero::usecase::read::lanes::LaneCounts;
use expero::usecase::read::order_list::{OrderIndex, OrderRow, OrderRows};
use expero::usecase::read::requisition::OrderRequisition;
use expero::usecase::reserve_lines::ReserveLines;
use expero::usecase::reveal_phone::RevealPhone;

use crate::support::{PRICE, Shop, delete, later, site_order};

fn call(order: OrderId, outcome: CallOutcome) -> NoteCall {
    NoteCall { order, outcome, edits: Vec::new() }
}

fn agreed(order: OrderId, replacements: Vec<Replacement>) -> NoteCall {
    call(order, CallOutcome::Agreed { replacements })
}

fn instead(line: LineId, goods: GoodsId, packs: i64) -> Replacement {
    Replacement { line, goods, packs: Packs(packs), rest: Rest::Kept }
}

fn refused(shop: &mut Shop, action: NoteCall) -> SupplyRefusal {
    match shop.refused(action) {
        Refusal::Supply(refusal) => refusal,
        other => panic!("{other}"),
    }
}

fn row(shop: &mut Shop, order: OrderId) -> OrderRow {
    shop.ask(OrderRows { ids: vec![order] }).unwrap().pop().unwrap()
}

/// Two of `p1` (ten are there) and two of `p9` (nothing), accepted and reserved; three of the analog `a9`.
fn short_shop() -> (Shop, SiteOrder, OrderId, GoodsId) {
    let mut shop = Shop::new();
    let analog = shop.goods("a9", &[("b-a9", 365, 3)]);
    let site = site_order("A1", &[("p1", 2), ("p9", 2)]);
    let order = shop.accepted(&site);
    (shop, site, order, analog)
}

#[test]
fn a_customer_who_agrees_gets_a_new_order_of_ours_and_the_site_hears_only_of_the_cancellation() {
    let (mut shop, _, old, analog) = short_shop();
    shop.deliver_all();
    let sent_before = shop.outbox(old).len();
    let missing = shop.load(old).lines[1].id;
    let CallNoted::Replaced { order: new, number } = shop.ok(agreed(old, vec![instead(missing, analog, 2)])) else {
        panic!("not replaced")
    };
    let order = shop.load(new);
    assert_eq!((order.status, order.origin.clone()), (S::Accepted, Origin::Own { number: number.clone() }));
    assert_eq!(order.hold_until, Some(shop.now() + Duration::minutes(2880)));
    let lines: Vec<_> = order.lines.iter().map(|l| (l.product.as_str(), l.packs.0, l.price)).collect();
    assert_eq!(lines, [("p1", 2, PRICE), ("a9", 2, PRICE)]);
    // The packs passed over in one step: what the old order kept is kept by the new one.
    assert_eq!((shop.kept(old), shop.kept(new), shop.free("b1"), shop.free("b-a9")), (0, 4, 8, 1));
    shop.ok(CollectOrder { order: new });
    // The site: the end of the old order, and nothing of the new one, whatever happens to it.
    assert_eq!(shop.outbox(new), []);
    let messages = shop.outbox(old);
    assert_eq!((messages.len(), messages.last().unwrap().status), (sent_before + 1, S::Cancelled));
    let reason = shop.begin()[0].what.reason.clone().map(|(reason, _)| reason.code());
    assert_eq!(reason, Some("replaced"));
    // Both sides know each other, and who called about what is noted.
    let (was, is) = (row(&mut shop, old), row(&mut shop, new));
    assert_eq!((was.supply.replaced_by.as_deref(), is.supply.replaces.as_deref()), (Some(&*number), Some("N-A1")));
    let events: Vec<_> = shop.history(old).iter().map(|h| (h.event, h.note.clone())).collect();
    assert!(events.contains(&(HistoryEvent::Called, "agreed".to_owned())), "{events:?}");
    assert!(events.contains(&(HistoryEvent::Deleted, "replaced".to_owned())), "{events:?}");
    assert_eq!(shop.history(new)[0].note, "own, replaces N-A1");
    let calls = shop.ask(OrderCalls { order: old }).unwrap();
    assert_eq!(
        (calls[0].outcome, calls[0].goods.as_str(), calls[0].user.as_str()),
        (CallResult::Agreed, "Товар p9", "Ольга")
    );
}

#[test]
fn a_whole_line_or_only_its_missing_packs_are_replaced() {
    for (rest, want) in [(Rest::Kept, vec![("p1", 10), ("a9", 2)]), (Rest::Dropped, vec![("a9", 2)])] {
        let mut shop = Shop::new();
        let analog = shop.goods("a9", &[("b-a9", 365, 3)]);
        let mut site = site_order("A1", &[("p1", 12)]);
        site.comment = "позвоните заранее".to_owned();
        let old = shop.arrived(&site);
        let line = shop.load(old).lines[0].id;
        let done = shop.ok(agreed(old, vec![Replacement { rest, ..instead(line, analog, 2) }]));
        let CallNoted::Replaced { order: new, .. } = done else { panic!("{done:?}") };
        let order = shop.load(new);
        let lines: Vec<_> = order.lines.iter().map(|l| (l.product.as_str(), l.packs.0)).collect();
        assert_eq!(lines, want, "{rest:?}");
        assert_eq!(row(&mut shop, new).comment, site.comment, "the customer's remark goes along");
    }
}

#[test]
fn what_cannot_be_kept_is_not_promised_and_nothing_changes() {
    let (mut shop, site, old, analog) = short_shop();
    let [there, missing] = [0, 1].map(|n| shop.load(old).lines[n].id);
    assert_eq!(refused(&mut shop, agreed(old, Vec::new())), SupplyRefusal::NoReplacementChosen);
    let other_line = agreed(old, vec![instead(there, analog, 1)]);
    assert_eq!(refused(&mut shop, other_line), SupplyRefusal::LineNotReplaced { name: "Товар p9".to_owned() });
    let too_many = agreed(old, vec![instead(missing, analog, 4)]);
    assert!(matches!(shop.refused(too_many), Refusal::NotEnough { available: Packs(3), wanted: Packs(4), .. }));
    // Each entry alone is there, both together are not.
    let twice = agreed(old, vec![instead(missing, analog, 2), instead(missing, analog, 2)]);
    assert!(matches!(shop.refused(twice), Refusal::NotFullyReserved { missing_lines: 1 }));
    let gone = agreed(old, vec![instead(LineId(999), analog, 1)]);
    assert_eq!(shop.refused(gone), Refusal::LineGone);
    let mut paid = later(&site, 20, S::Accepted);
    paid.payment = PaymentState::Paid;
    shop.deliver_all();
    shop.receive(&[paid]);
    let missing = shop.load(old).lines[1].id;
    assert_eq!(refused(&mut shop, agreed(old, vec![instead(missing, analog, 2)])), SupplyRefusal::PrepaidNotReplaced);
}

#[test]
fn only_new_and_accepted_orders_are_replaced_and_nobody_is_called_about_one_that_is_over() {
    for status in S::ALL {
        let mut shop = Shop::new();
        let analog = shop.goods("a9", &[("b-a9", 365, 3)]);
        let order = shop.order_in(status);
        let line = shop.load(order).lines[0].id;
        let whole = Replacement { rest: Rest::Dropped, ..instead(line, analog, 2) };
        let action = agreed(order, vec![whole]);
        match status {
            S::New | S::Accepted => assert!(matches!(shop.ok(action), CallNoted::Replaced { .. })),
            S::Assembled => assert_eq!(refused(&mut shop, action), SupplyRefusal::NoReplacement { status }),
            S::Closed | S::ReserveExpired | S::Cancelled | S::Unknown => {
                assert_eq!(refused(&mut shop, action), SupplyRefusal::OrderIsOver { status });
                let silent = call(order, CallOutcome::NoAnswer { call_again_at: None });
                assert_eq!(refused(&mut shop, silent), SupplyRefusal::OrderIsOver { status });
            }
        }
    }
}

#[test]
fn who_waits_gets_a_requisition_and_who_refuses_no_order() {
    let (mut shop, _, order, _) = short_shop();
    let CallNoted::Requisition(made) = shop.ok(call(order, CallOutcome::WillWait)) else { panic!("no requisition") };
    assert_eq!((made.number.as_str(), made.lines), ("ЗТ-000001", 1));
    assert_eq!(shop.load(order).status, S::Accepted);
    shop.ok(call(order, CallOutcome::WillWait));
    assert_eq!(shop.number("SELECT count(*) FROM requisition WHERE order_id = ?1", order.0), 1);
    assert_eq!(shop.ok(call(order, CallOutcome::Refused)), CallNoted::Cancelled);
    assert_eq!((shop.load(order).status, shop.kept(order), shop.free("b1")), (S::Cancelled, 0, 10));
    let head = shop.ask(OrderRequisition { order }).unwrap().head.unwrap();
    assert_eq!(head.state, RequisitionState::Cancelled);
    let outcomes: Vec<_> = shop.ask(OrderCalls { order }).unwrap().iter().map(|c| c.outcome).collect();
    assert_eq!(outcomes, [CallResult::Refused, CallResult::WillWait, CallResult::WillWait], "newest first");
    let called = shop.history(order).iter().filter(|h| h.event == HistoryEvent::Called).count();
    assert_eq!(called, 3, "a history row for each call");
    let last = shop.history(order).pop().unwrap();
    assert_eq!((last.event, last.note.as_str()), (HistoryEvent::Deleted, "customer_refused"));
}

#[test]
fn who_does_not_answer_is_called_again_until_the_next_call_or_the_end() {
    let due = |shop: &mut Shop| {
        let rows: Vec<OrderId> = shop.ask(DueCalls { limit: 9 }).unwrap().iter().map(|d| d.order).collect();
        assert_eq!(shop.ask(LaneCounts).unwrap().call_again, u64::try_from(rows.len()).unwrap());
        rows
    };
    for end in ["called", "deleted", "site"] {
        let (mut shop, site, order, _) = short_shop();
        let past = shop.now();
        let bad = call(order, CallOutcome::NoAnswer { call_again_at: Some(past) });
        assert_eq!(refused(&mut shop, bad), SupplyRefusal::BadCallTime { wanted: past });
        let at = shop.now() + Duration::minutes(30);
        let silent = call(order, CallOutcome::NoAnswer { call_again_at: None });
        assert_eq!(shop.ok(silent), CallNoted::CallAgain { at });
        assert_eq!(row(&mut shop, order).supply.call_again_at, Some(at));
        shop.pass_minutes(29);
        assert_eq!(due(&mut shop), []);
        shop.pass_minutes(1);
        assert_eq!(due(&mut shop), [order]);
        shop.deliver_all();
        match end {
            "called" => assert!(matches!(shop.ok(call(order, CallOutcome::WillWait)), CallNoted::Requisition(_))),
            "deleted" => shop.ok(delete(order)),
            _ => assert_eq!(shop.receive(&[later(&site, 20, S::Cancelled)]).changed, 1),
        }
        assert_eq!(due(&mut shop), [], "{end}");
        assert_eq!(row(&mut shop, order).supply.call_again_at, None, "{end}");
    }
}

#[test]
fn the_full_phone_is_shown_on_demand_only_and_leaves_a_record() {
    let (mut shop, _, order, _) = short_shop();
    shop.ok(call(order, CallOutcome::NoAnswer { call_again_at: None }));
    shop.pass_minutes(60);
    let full = "9161234107";
    let rows = row(&mut shop, order);
    let shown = format!(
        "{rows:?} {:?} {:?} {:?}",
        shop.ask(DueCalls { limit: 9 }).unwrap(),
        shop.ask(expero::usecase::read::order_card::OrderCard { id: order }).unwrap(),
        shop.ask(OrderCalls { order }).unwrap(),
    );
    assert!(!shown.contains(full) && !shown.contains("Сидорова"), "a read row holds a person: {shown}");
    assert!(shown.contains("41-07"), "the last digits stay: {shown}");
    let before = shop.history(order).len();
    assert_eq!(shop.ok(RevealPhone { order }), format!("+7{full}"));
    let rows = shop.history(order);
    let last = rows.last().unwrap();
    assert_eq!((rows.len(), last.event, last.user.as_str()), (before + 1, HistoryEvent::PhoneShown, "Ольга"));
    assert!(!last.note.contains(full));
    let mut nameless = site_order("A2", &[("p1", 1)]);
    nameless.customer.phone.clear();
    let order = shop.arrived(&nameless);
    assert_eq!(shop.refused(RevealPhone { order }), Refusal::Supply(SupplyRefusal::NoPhone));
}

#[test]
fn a_replacement_takes_its_packs_before_anybody_else_can() {
    let (mut shop, _, old, analog) = short_shop();
    // Another order waits for the very packs that the old one frees.
    let rival = shop.arrived(&site_order("R1", &[("p1", 9)]));
    shop.ok(AcceptOrder { order: rival });
    let missing = shop.load(old).lines[1].id;
    shop.ok(agreed(old, vec![instead(missing, analog, 3)]));
    assert_eq!(shop.ok(ReserveLines { order: rival }).missing_lines, 1);
    assert_eq!((shop.kept(rival), shop.free("b1")), (8, 0));
    assert_eq!(shop.read(store::stock::overdrawn), []);
    assert_eq!(shop.ask(OrderIndex::default()).unwrap().ids.len(), 3);
}
