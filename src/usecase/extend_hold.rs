//! «Продлить резерв»: the goods are kept longer.

use chrono::{DateTime, Utc};

use super::{Action, Cx, UseError, support};
use crate::domain::hold;
use crate::domain::ids::OrderId;
use crate::domain::order::HistoryEvent;
use crate::domain::status::OrderEvent;

/// Moves the end of a hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExtendHold {
    /// Which order.
    pub order: OrderId,
    /// Until when.
    pub until: DateTime<Utc>,
}

impl Action for ExtendHold {
    type Value = ();
    const NAME: &'static str = "extend_hold";

    fn run(self, cx: &mut Cx<'_>) -> Result<(), UseError> {
        let order = support::load(cx, self.order)?;
        let to = support::step(&order, OrderEvent::Extend)?;
        hold::check_extension(order.hold_until, self.until, support::site_now(cx.sql, cx.now)?)?;
        let local = self.until.with_timezone(&cx.zone).format("%d.%m.%Y %H:%M");
        let change = support::StatusChange::to(to).holding(Some(self.until)).noting(local.to_string());
        support::change_status(cx, &order, HistoryEvent::Extended, &change)
    }
}
