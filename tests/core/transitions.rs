//! Every cell of the transition table through the real use cases.
//!
//! An allowed step changes status, history, reservation and outbox together; any other is refused in words
//! and writes nothing at all.

use chrono::Duration;
use expero::domain::error::Refusal;
use expero::domain::ids::OrderId;
use expero::domain::order::{Attention, HistoryEvent};
use expero::domain::status::{OrderEvent as E, OrderStatus as S, step};
use expero::usecase::accept_order::AcceptOrder;
use expero::usecase::collect_order::CollectOrder;
use expero::usecase::expire_holds::ExpireHolds;
use expero::usecase::extend_hold::ExtendHold;

use crate::support::{Shop, as_site_order, delete, edited, later};

/// How often a cell was looked at, by kind.
#[derive(Debug, Default, PartialEq, Eq)]
struct Seen {
    allowed: u32,
    refused: u32,
    by_site: u32,
    by_time: u32,
}

#[test]
fn every_cell_of_the_table_holds_through_the_use_cases() {
    let mut seen = Seen::default();
    for status in S::ALL {
        for event in E::ALL {
            match event {
                E::Accept | E::Collect | E::Sell | E::Extend | E::Delete => by_person(status, event, &mut seen),
                E::HoldEnds => by_time(status, &mut seen),
                E::SiteCancels | E::SiteEdits => by_site(status, event, &mut seen),
            }
        }
    }
    assert_eq!(seen, Seen { allowed: 8, refused: 27, by_site: 14, by_time: 7 });
}

fn by_person(from: S, event: E, seen: &mut Seen) {
    let cell = format!("{from:?} × {event:?}");
    let mut shop = Shop::new();
    let order = shop.order_in(from);
    let (history, outbox) = (shop.history(order).len(), shop.outbox(order).len());
    let hold = shop.load(order).hold_until;
    let wanted = hold.unwrap_or(shop.now()).max(shop.now()) + Duration::hours(1);
    let Some(to) = step(from, event) else {
        let refusal = match event {
            E::Accept => shop.refused(AcceptOrder { order }),
            E::Collect => shop.refused(CollectOrder { order }),
            E::Extend => shop.refused(ExtendHold { order, until: wanted }),
            E::Delete => shop.refused(delete(order)),
            _ => {
                let sale = shop.sale(order);
                shop.refused(sale)
            }
        };
        let want = match (from, event) {
            (S::Closed, E::Sell) => Refusal::AlreadySold,
            _ => Refusal::WrongStatus { status: from, event },
        };
        assert_eq!(refusal, want, "{cell}");
        seen.refused += 1;
        return;
    };
    match event {
        E::Accept => shop.ok(AcceptOrder { order }),
        E::Collect => shop.ok(CollectOrder { order }),
        E::Extend => shop.ok(ExtendHold { order, until: wanted }),
        E::Delete => shop.ok(delete(order)),
        _ => drop(shop.sell(order).unwrap()),
    }
    let what = match event {
        E::Accept => HistoryEvent::Accepted,
        E::Collect => HistoryEvent::Collected,
        E::Extend => HistoryEvent::Extended,
        E::Delete => HistoryEvent::Deleted,
        _ => HistoryEvent::Sold,
    };
    assert_step(&mut shop, order, (from, to), what, (history, outbox), &cell);
    let message = shop.outbox(order).pop().unwrap();
    let now_held = shop.load(order).hold_until.map(|t| t.timestamp_millis());
    assert_eq!(message.hold, now_held.filter(|_| !to.is_final()), "{cell}: the message tells the hold");
    if event == E::Extend {
        assert_eq!(now_held, Some(wanted.timestamp_millis()), "{cell}");
    }
    seen.allowed += 1;
}

/// Status, history, reservation, document, stock and outbox, together.
fn assert_step(
    shop: &mut Shop,
    order: OrderId,
    (from, to): (S, S),
    what: HistoryEvent,
    (history, outbox): (usize, usize),
    cell: &str,
) {
    assert_eq!(shop.load(order).status, to, "{cell}");
    let rows = shop.history(order);
    assert_eq!(rows.len(), history + 1, "{cell}: one history row");
    let row = rows.last().unwrap();
    assert_eq!((row.event, row.from, row.to), (what, from, to), "{cell}");
    assert_eq!((row.user.as_str(), row.till.as_str()), ("Ольга", "till-1"), "{cell}: who and where");
    let messages = shop.outbox(order);
    assert_eq!(messages.len(), outbox + 1, "{cell}: one message");
    let message = messages.last().unwrap();
    assert_eq!((message.status, message.state.as_str()), (to, "waiting"), "{cell}");
    let kept = if matches!(to, S::Accepted | S::Assembled) && from != S::New { 2 } else { 0 };
    assert_eq!(shop.kept(order), kept, "{cell}: reservation");
    assert_eq!(shop.is_doc_open(order), !to.is_final(), "{cell}: document");
    let sold = if to == S::Closed { 2 } else { 0 };
    assert_eq!((shop.on_hand("b1"), shop.free("b1")), (10 - sold, 10 - sold - kept), "{cell}: stock");
    assert_eq!(shop.number("SELECT count(*) FROM receipt WHERE order_id = ?1", order.0), i64::from(to == S::Closed));
}

fn by_time(from: S, seen: &mut Seen) {
    let mut shop = Shop::new();
    let order = shop.order_in(from);
    let (history, outbox) = (shop.history(order).len(), shop.outbox(order).len());
    shop.pass_minutes(60 * 24 * 60);
    let before = shop.dump();
    let lapsed = shop.ok(ExpireHolds);
    if from == S::Assembled {
        assert_eq!(lapsed, 1);
        let (what, cell) = (HistoryEvent::Lapsed, "Assembled × HoldEnds");
        assert_step(&mut shop, order, (from, S::ReserveExpired), what, (history, outbox), cell);
        assert_eq!(shop.ok(ExpireHolds), 0, "only once");
    } else {
        assert_eq!((lapsed, shop.dump()), (0, before), "{from:?}: time alone writes nothing");
    }
    seen.by_time += 1;
}

/// A site that changes an order is never refused by us; where the table has no step, its order wins over an
/// open one and a finished sale stays.
fn by_site(from: S, event: E, seen: &mut Seen) {
    let cell = format!("{from:?} × {event:?}");
    let mut shop = Shop::new();
    let order = shop.order_in(from);
    let ours = as_site_order(&shop.load(order));
    let (history, outbox) = (shop.history(order).len(), shop.outbox(order).len());
    let site = match event {
        E::SiteCancels => later(&ours, 50, S::Cancelled),
        _ => edited(&ours, 50, from, &[("p1", 3)]),
    };
    shop.receive(std::slice::from_ref(&site));
    let (status, what, attention, kept) = match (from, event) {
        (S::New | S::Accepted | S::Assembled, E::SiteCancels) => {
            (S::Cancelled, HistoryEvent::SiteCancelled, Some(Attention::SiteCancelled), 0)
        }
        (S::New, _) => (S::New, HistoryEvent::SiteEdited, None, 0),
        (S::Accepted, _) => (S::Accepted, HistoryEvent::SiteEdited, Some(Attention::SiteEdited), 3),
        (S::Assembled, _) => (S::Assembled, HistoryEvent::SiteWon, Some(Attention::SiteWon), 3),
        (S::Closed, E::SiteCancels) => (S::Closed, HistoryEvent::SiteDisagrees, Some(Attention::SiteDisagrees), 0),
        (S::Unknown | S::ReserveExpired, E::SiteCancels) => {
            (S::Cancelled, HistoryEvent::SiteWon, Some(Attention::SiteWon), 0)
        }
        (S::Unknown, _) => (S::Unknown, HistoryEvent::SiteWon, Some(Attention::SiteWon), 3),
        (S::Closed, _) => (S::Closed, HistoryEvent::SiteConfirmed, None, 0),
        (S::ReserveExpired | S::Cancelled, _) => (from, HistoryEvent::SiteUpdated, None, 0),
    };
    let found = shop.load(order);
    assert_eq!((found.status, found.attention), (status, attention), "{cell}");
    assert_eq!(shop.kept(order), kept, "{cell}: reservation");
    let rows = shop.history(order);
    let fresh: Vec<_> = rows[history..].iter().map(|r| r.event).collect();
    if (from, event) == (S::Closed, E::SiteEdits) {
        assert_eq!(fresh, [], "{cell}: a finished sale takes no lines");
    } else {
        assert!(fresh.contains(&what), "{cell}: {fresh:?}");
    }
    assert_eq!(shop.outbox(order).len(), outbox, "{cell}: what the site did is not told to the site");
    assert_eq!(shop.is_doc_open(order), !status.is_final(), "{cell}: document");
    let again = shop.dump();
    shop.receive(&[site]);
    assert_eq!(shop.dump(), again, "{cell}: a replay changes nothing");
    seen.by_site += 1;
}
