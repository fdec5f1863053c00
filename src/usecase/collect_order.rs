//! «Установить состояние «Заказ собран»»: the whole order is set aside, or nothing.

use super::{Action, Cx, UseError, support};
use crate::domain::error::Refusal;
use crate::domain::hold;
use crate::domain::ids::OrderId;
use crate::domain::order::HistoryEvent;
use crate::domain::status::OrderEvent;

/// Sets an accepted order to «собран».
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CollectOrder {
    /// Which.
    pub order: OrderId,
}

impl Action for CollectOrder {
    type Value = ();
    const NAME: &'static str = "collect_order";

    fn run(self, cx: &mut Cx<'_>) -> Result<(), UseError> {
        let order = support::load(cx, self.order)?;
        let to = support::step(&order, OrderEvent::Collect)?;
        if order.lines.is_empty() {
            return Err(Refusal::EmptyOrder.into());
        }
        if let Some(until) = order.hold_until.filter(|until| hold::is_over(*until, cx.now)) {
            // A collected order past its hold would lapse at once; the customer must be asked first.
            return Err(Refusal::HoldOver { until }.into());
        }
        let missing_lines = support::uncovered_lines(cx, &order)?;
        if missing_lines > 0 {
            return Err(Refusal::NotFullyReserved { missing_lines }.into());
        }
        support::change_status(cx, &order, HistoryEvent::Collected, &support::StatusChange::to(to))
    }
}
