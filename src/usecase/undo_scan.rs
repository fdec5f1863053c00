//! The last pack comes out of the bag again; its code is free. Can be repeated until the bag is empty.
//!
//! The reservation stays: the line still needs its packs.

use std::collections::HashMap;

use super::{Action, Cx, Topic, UseError, support};
use crate::domain::error::Refusal;
use crate::domain::ids::{BatchId, LineId, OrderId};
use crate::domain::order::Order;
use crate::domain::packs::Packs;
use crate::domain::status::{OrderEvent, OrderStatus};
use crate::store;
use crate::store::bag::Bagged;

/// Takes the last pack out of the bag. Of a collected order only what is too much in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UndoScan {
    /// Of which order.
    pub order: OrderId,
}

/// What was taken out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenOut {
    /// Its line; may be gone when the customer changed the order.
    pub line: LineId,
    /// Product.
    pub name: String,
    /// Packs of the line that are still in the bag.
    pub in_bag: Packs,
}

impl Action for UndoScan {
    type Value = TakenOut;
    const NAME: &'static str = "undo_scan";

    fn run(self, cx: &mut Cx<'_>) -> Result<TakenOut, UseError> {
        let order = support::load(cx, self.order)?;
        let wrong = Refusal::WrongStatus { status: order.status, event: OrderEvent::Collect };
        let last = match order.status {
            OrderStatus::Accepted => {
                let last = store::bag::of_order(cx.sql, order.id)?.pop();
                last.ok_or(Refusal::BagEmpty)?
            }
            OrderStatus::Assembled => support::split_bag(cx, &order)?.surplus.pop().ok_or(wrong)?,
            OrderStatus::New
            | OrderStatus::Closed
            | OrderStatus::ReserveExpired
            | OrderStatus::Cancelled
            | OrderStatus::Unknown => return Err(wrong.into()),
        };
        out(cx, &order, last, "undone")
    }
}

/// Takes out of the bag the last pack that the order does not need: beyond the need, of a batch that is not kept,
/// or of goods that no line names any more. Can be repeated until there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TakeSurplus {
    /// Of which order.
    pub order: OrderId,
}

impl Action for TakeSurplus {
    type Value = TakenOut;
    const NAME: &'static str = "take_surplus";

    fn run(self, cx: &mut Cx<'_>) -> Result<TakenOut, UseError> {
        let order = support::load(cx, self.order)?;
        let last = match order.status {
            OrderStatus::Accepted => last_unkept(cx, &order)?,
            OrderStatus::Assembled => support::split_bag(cx, &order)?.surplus.pop(),
            OrderStatus::New
            | OrderStatus::Closed
            | OrderStatus::ReserveExpired
            | OrderStatus::Cancelled
            | OrderStatus::Unknown => {
                return Err(Refusal::WrongStatus { status: order.status, event: OrderEvent::Collect }.into());
            }
        };
        out(cx, &order, last.ok_or(Refusal::BagEmpty)?, "surplus")
    }
}

/// The last pack for which nothing is reserved: what the check before «собран» calls too much.
fn last_unkept(cx: &Cx<'_>, order: &Order) -> Result<Option<Bagged>, UseError> {
    let mut kept: HashMap<(LineId, BatchId), Packs> = HashMap::new();
    for one in store::reservations::of_order(cx.sql, order.id)? {
        let packs = kept.entry((one.line, one.batch)).or_default();
        *packs = packs.plus(one.packs);
    }
    let mut last = None;
    for bagged in store::bag::of_order(cx.sql, order.id)? {
        match kept.get_mut(&(bagged.pack.line, bagged.pack.batch)).filter(|packs| packs.any()) {
            Some(packs) => *packs = packs.minus(Packs(1)),
            None => last = Some(bagged),
        }
    }
    Ok(last)
}

fn out(cx: &mut Cx<'_>, order: &Order, pack: Bagged, why: &str) -> Result<TakenOut, UseError> {
    if let Some(code) = pack.pack.code {
        store::marking::free(cx.sql, code, cx.now)?;
    }
    store::bag::take_out(cx.sql, pack.id, why, cx.now)?;
    cx.changes.add(Topic::Orders);
    let left = store::bag::by_line(cx.sql, order.id)?;
    Ok(TakenOut {
        line: pack.pack.line,
        name: store::goods::name(cx.sql, pack.pack.goods)?,
        in_bag: left.get(&pack.pack.line).copied().unwrap_or_default(),
    })
}
