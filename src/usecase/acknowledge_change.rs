//! A person has looked at what the site changed; the prompt stops asking.

use super::{Action, Cx, UseError, support};
use crate::domain::ids::OrderId;
use crate::domain::order::HistoryEvent;

/// Notes that the change was seen. Without one nothing happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AcknowledgeChange {
    /// Of which order.
    pub order: OrderId,
}

impl Action for AcknowledgeChange {
    type Value = ();
    const NAME: &'static str = "acknowledge_change";

    fn run(self, cx: &mut Cx<'_>) -> Result<(), UseError> {
        let order = support::load(cx, self.order)?;
        let Some(attention) = order.attention else {
            return Ok(());
        };
        support::looked_at(cx, order.id)?;
        support::note(cx, &order, HistoryEvent::Acknowledged, order.status, attention.code())
    }
}
