//! «Снять резерв»: the packs of an accepted order go back to free stock; the order stays.

use super::{Action, Cx, UseError, support};
use crate::domain::error::Refusal;
use crate::domain::ids::OrderId;
use crate::domain::order::HistoryEvent;
use crate::domain::packs::Packs;
use crate::domain::status::{OrderEvent, OrderStatus};

/// Frees what an order keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReleaseLines {
    /// Which.
    pub order: OrderId,
}

impl Action for ReleaseLines {
    type Value = Packs;
    const NAME: &'static str = "release_lines";

    fn run(self, cx: &mut Cx<'_>) -> Result<Packs, UseError> {
        let order = support::load(cx, self.order)?;
        if order.status != OrderStatus::Accepted {
            return Err(Refusal::WrongStatus { status: order.status, event: OrderEvent::Collect }.into());
        }
        let packs = support::release(cx, order.id, "released")?;
        if packs.any() {
            support::note(cx, &order, HistoryEvent::Released, order.status, &format!("packs {packs}"))?;
        }
        Ok(packs)
    }
}
