//! «Принять»: the pharmacy takes a new order on; its hold starts.

use super::support;
use super::{Action, Cx, UseError, settings};
use crate::domain::hold;
use crate::domain::ids::OrderId;
use crate::domain::order::HistoryEvent;
use crate::domain::status::OrderEvent;

/// Accepts a new order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AcceptOrder {
    /// Which.
    pub order: OrderId,
}

impl Action for AcceptOrder {
    type Value = ();
    const NAME: &'static str = "accept_order";

    fn run(self, cx: &mut Cx<'_>) -> Result<(), UseError> {
        let order = support::load(cx, self.order)?;
        let to = support::step(&order, OrderEvent::Accept)?;
        let rules = settings::booking(cx.sql)?;
        let until = hold::hold_until(support::site_now(cx.sql, cx.now)?, rules.minutes);
        let change = support::StatusChange::to(to).holding(Some(until)).accepted_now();
        support::change_status(cx, &order, HistoryEvent::Accepted, &change)?;
        if rules.reserve_on_accept {
            // Read again: what is noted now happens to an accepted order.
            let accepted = support::load(cx, self.order)?;
            super::reserve_lines::reserve(cx, &accepted, Some(until))?;
        }
        Ok(())
    }
}
