//! When a command on an order is live, and why not.

use super::{CmdCx, OrderFacts, Why, no};
use crate::domain::status::{OrderEvent, OrderStatus, step};

pub(super) fn order(cx: &CmdCx) -> Result<OrderFacts, Why> {
    cx.order.map_or(no("why-no-order"), Ok)
}

pub(super) fn has_order(cx: &CmdCx) -> Result<(), Why> {
    order(cx).map(drop)
}

pub(super) fn allowed(cx: &CmdCx, event: OrderEvent, why: &'static str) -> Result<OrderFacts, Why> {
    let facts = order(cx)?;
    if step(facts.status, event).is_some() { Ok(facts) } else { no(why) }
}

pub(super) fn can_accept(cx: &CmdCx) -> Result<(), Why> {
    allowed(cx, OrderEvent::Accept, "why-cannot-accept").map(drop)
}

pub(super) fn can_collect(cx: &CmdCx) -> Result<(), Why> {
    allowed(cx, OrderEvent::Collect, "why-cannot-collect").map(drop)
}

pub(super) fn can_sell(cx: &CmdCx) -> Result<(), Why> {
    allowed(cx, OrderEvent::Sell, "why-cannot-sell")?;
    if cx.receipt.lines > 0 { no("why-receipt-not-empty") } else { Ok(()) }
}

pub(super) fn can_extend(cx: &CmdCx) -> Result<(), Why> {
    let facts = allowed(cx, OrderEvent::Extend, "why-cannot-extend")?;
    if facts.hold_over { no("why-hold-over") } else { Ok(()) }
}

pub(super) fn can_delete(cx: &CmdCx) -> Result<(), Why> {
    allowed(cx, OrderEvent::Delete, "why-cannot-delete").map(drop)
}

pub(super) fn can_print(cx: &CmdCx) -> Result<(), Why> {
    match order(cx)?.status {
        OrderStatus::Accepted | OrderStatus::Assembled => Ok(()),
        OrderStatus::New
        | OrderStatus::Closed
        | OrderStatus::ReserveExpired
        | OrderStatus::Cancelled
        | OrderStatus::Unknown => no("why-cannot-print"),
    }
}

pub(super) fn can_print_slips(cx: &CmdCx) -> Result<(), Why> {
    can_print(cx)?;
    if order(cx)?.slips == Some(0) { no("preview-no-slips") } else { Ok(()) }
}

pub(super) fn can_acknowledge(cx: &CmdCx) -> Result<(), Why> {
    if order(cx)?.attention { Ok(()) } else { no("why-nothing-to-acknowledge") }
}

pub(super) fn can_reserve(cx: &CmdCx) -> Result<(), Why> {
    // A collected order may have lost its goods (the site won, a batch expired): they are reserved again.
    let again = order(cx).is_ok_and(|facts| facts.status == OrderStatus::Assembled);
    let facts = if again { order(cx)? } else { allowed(cx, OrderEvent::Collect, "why-cannot-collect")? };
    let renews = cx.bag.unusable.is_some();
    if facts.unreserved_lines == Some(0) && !renews { no("why-all-reserved") } else { Ok(()) }
}

pub(super) fn can_release(cx: &CmdCx) -> Result<(), Why> {
    let facts = allowed(cx, OrderEvent::Collect, "why-cannot-collect")?;
    if facts.reserved_packs == Some(0) { no("why-nothing-reserved") } else { Ok(()) }
}

pub(super) fn can_release_line(cx: &CmdCx) -> Result<(), Why> {
    allowed(cx, OrderEvent::Collect, "why-cannot-collect")?;
    match cx.bag.line_reserved {
        None => no("why-no-line-selected"),
        Some(0) => no("why-line-not-reserved"),
        Some(_) => Ok(()),
    }
}

pub(super) fn can_undo_scan(cx: &CmdCx) -> Result<(), Why> {
    // Of a collected order only what is too much may come out.
    let packs = if order(cx)?.status == OrderStatus::Assembled {
        cx.bag.surplus
    } else {
        allowed(cx, OrderEvent::Collect, "why-cannot-collect")?;
        cx.bag.packs
    };
    if packs > 0 { Ok(()) } else { no("why-bag-empty") }
}

pub(super) fn can_take_surplus(cx: &CmdCx) -> Result<(), Why> {
    order(cx)?;
    if cx.bag.surplus > 0 { Ok(()) } else { no("why-no-surplus") }
}

pub(super) fn can_choose_batch(cx: &CmdCx) -> Result<(), Why> {
    if order(cx)?.status != OrderStatus::Assembled {
        allowed(cx, OrderEvent::Collect, "why-cannot-collect")?;
    }
    if cx.bag.line_reserved.is_some() { Ok(()) } else { no("why-no-line-selected") }
}

pub(super) fn can_set_cell(cx: &CmdCx) -> Result<(), Why> {
    match order(cx)?.status {
        OrderStatus::Accepted | OrderStatus::Assembled | OrderStatus::Unknown => Ok(()),
        OrderStatus::New | OrderStatus::Closed | OrderStatus::ReserveExpired | OrderStatus::Cancelled => {
            no("why-cannot-set-cell")
        }
    }
}

pub(super) fn can_set_collected(cx: &CmdCx) -> Result<(), Why> {
    let facts = allowed(cx, OrderEvent::Collect, "why-cannot-collect")?;
    match (facts.missing_lines, facts.unreserved_lines) {
        (Some(n), _) if n > 0 => Err(Why { key: "why-lines-missing", n: Some(n) }),
        (_, Some(n)) if n > 0 => Err(Why { key: "why-lines-unreserved", n: Some(n) }),
        (_, Some(_) | None) => cx.bag.blocked.map_or(Ok(()), Err),
    }
}
