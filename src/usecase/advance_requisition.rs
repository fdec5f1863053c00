//! A requisition moves on: handed to the supplier, received. Received by itself once «Наличие» covers the order.

use super::{Action, Cx, Topic, UseError, support};
use crate::domain::ids::OrderId;
use crate::domain::order::{HistoryEvent, Order};
use crate::domain::requisition::RequisitionState;
use crate::domain::supply_refusal::SupplyRefusal;
use crate::store;
use crate::usecase::read::requisition::RequisitionHead;

/// Moves the requisition of an order on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AdvanceRequisition {
    /// Of which order; it may have ended meanwhile.
    pub order: OrderId,
    /// Where to: ordered or received.
    pub to: RequisitionState,
}

impl Action for AdvanceRequisition {
    type Value = ();
    const NAME: &'static str = "advance_requisition";

    fn run(self, cx: &mut Cx<'_>) -> Result<(), UseError> {
        let order = support::load(cx, self.order)?;
        let head = store::requisitions::of_order(cx.sql, self.order)?.ok_or(SupplyRefusal::NoRequisition)?;
        head.state.check_step(self.to)?;
        set(cx, &order, &head, self.to)
    }
}

/// Every line of the order is reserved: what was awaited has come.
pub(super) fn goods_are_here(cx: &mut Cx<'_>, order: &Order) -> Result<(), UseError> {
    match store::requisitions::of_order(cx.sql, order.id)? {
        Some(head) if head.state.is_awaited() => set(cx, order, &head, RequisitionState::Received),
        _ => Ok(()),
    }
}

fn set(cx: &mut Cx<'_>, order: &Order, head: &RequisitionHead, to: RequisitionState) -> Result<(), UseError> {
    store::requisitions::set_state(cx.sql, head.id, to, cx.now)?;
    let note = format!("{} {}", head.number, to.code());
    support::note(cx, order, HistoryEvent::Requisition, order.status, &note)?;
    cx.changes.add(Topic::Orders);
    Ok(())
}
