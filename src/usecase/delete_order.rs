//! «Удалить»: the pharmacy cancels an order. Its row and history stay, its packs are free again.

use super::{Action, Cx, UseError, support};
use crate::domain::error::Refusal;
use crate::domain::ids::OrderId;
use crate::domain::order::{CancelReason, HistoryEvent};
use crate::domain::status::OrderEvent;

/// Cancels an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeleteOrder {
    /// Which.
    pub order: OrderId,
    /// Why.
    pub reason: CancelReason,
    /// In words; needed for [`CancelReason::Other`].
    pub text: String,
}

/// The longest explanation kept and sent.
const MAX_TEXT: usize = 500;

impl Action for DeleteOrder {
    type Value = ();
    const NAME: &'static str = "delete_order";

    fn run(self, cx: &mut Cx<'_>) -> Result<(), UseError> {
        let order = support::load(cx, self.order)?;
        let to = support::step(&order, OrderEvent::Delete)?;
        let text: String = self.text.trim().chars().take(MAX_TEXT).collect();
        if self.reason == CancelReason::Other && text.is_empty() {
            return Err(Refusal::ReasonNeedsText.into());
        }
        let change = support::StatusChange::to(to).because(self.reason, &text);
        support::change_status(cx, &order, HistoryEvent::Deleted, &change)
    }
}
