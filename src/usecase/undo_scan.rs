//! The last pack comes out of the bag again; its code is free. Can be repeated until the bag is empty.
//!
//! The reservation stays: the line still needs its packs.

use super::{Action, Cx, Topic, UseError, support};
use crate::domain::error::Refusal;
use crate::domain::ids::{LineId, OrderId};
use crate::domain::packs::Packs;
use crate::domain::status::{OrderEvent, OrderStatus};
use crate::store;

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
        if let Some(code) = last.pack.code {
            store::marking::free(cx.sql, code, cx.now)?;
        }
        store::bag::take_out(cx.sql, last.id, "undone", cx.now)?;
        cx.changes.add(Topic::Orders);
        let left = store::bag::by_line(cx.sql, order.id)?;
        Ok(TakenOut {
            line: last.pack.line,
            name: store::goods::name(cx.sql, last.pack.goods)?,
            in_bag: left.get(&last.pack.line).copied().unwrap_or_default(),
        })
    }
}
