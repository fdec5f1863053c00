//! A call to the customer about missing goods, with what follows from it: another order, a requisition, a
//! cancellation, or another call.

use chrono::{DateTime, Utc};

use super::make_requisition::{self, RequisitionEdit, RequisitionMade};
use super::{Action, Cx, Topic, UseError, replace_order, shortage, support};
use crate::domain::call::{self, CallOutcome, Replacement};
use crate::domain::ids::OrderId;
use crate::domain::order::{CancelReason, HistoryEvent, Order, OrderLine};
use crate::domain::status::OrderEvent;
use crate::store;

/// Notes a call and does what was agreed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteCall {
    /// About which order.
    pub order: OrderId,
    /// What came of it.
    pub outcome: CallOutcome,
    /// Edits of the requisition, for [`CallOutcome::WillWait`]; passed over otherwise.
    pub edits: Vec<RequisitionEdit>,
}

/// What followed from a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallNoted {
    /// The new order in the place of the old one, which is cancelled.
    Replaced {
        /// Our row of the new order.
        order: OrderId,
        /// Its number.
        number: String,
    },
    /// The requisition.
    Requisition(RequisitionMade),
    /// The order is cancelled.
    Cancelled,
    /// The customer is called again.
    CallAgain {
        /// When.
        at: DateTime<Utc>,
    },
}

/// The longest list of goods kept with a call.
const MAX_GOODS: usize = 300;

impl Action for NoteCall {
    type Value = CallNoted;
    const NAME: &'static str = "note_call";

    fn run(self, cx: &mut Cx<'_>) -> Result<CallNoted, UseError> {
        let order = support::load(cx, self.order)?;
        shortage::check_alive(&order)?;
        let goods = self.goods(cx, &order)?;
        let again = match &self.outcome {
            CallOutcome::NoAnswer { call_again_at } => Some(call::call_again(*call_again_at, cx.now)?),
            CallOutcome::Agreed { .. } | CallOutcome::WillWait | CallOutcome::Refused => None,
        };
        let kind = self.outcome.kind();
        store::calls::add(cx.sql, order.id, cx.now, cx.actor, kind, &goods, again)?;
        // The next call answers the reminder; so does every other outcome.
        store::calls::set_call_again(cx.sql, order.id, again)?;
        support::note(cx, &order, HistoryEvent::Called, order.status, kind.code())?;
        cx.changes.add(Topic::Orders);
        match self.outcome {
            CallOutcome::Agreed { replacements } => {
                let (order, number) = replace_order::replace(cx, &order, &replacements)?;
                Ok(CallNoted::Replaced { order, number })
            }
            CallOutcome::WillWait => make_requisition::make(cx, &order, &self.edits).map(CallNoted::Requisition),
            CallOutcome::Refused => {
                let to = support::step(&order, OrderEvent::Delete)?;
                let change = support::StatusChange::to(to).because(CancelReason::CustomerRefused, "");
                support::change_status(cx, &order, HistoryEvent::Deleted, &change)?;
                Ok(CallNoted::Cancelled)
            }
            CallOutcome::NoAnswer { .. } => Ok(CallNoted::CallAgain { at: again.unwrap_or(cx.now) }),
        }
    }
}

impl NoteCall {
    /// Names of the goods that the call was about: the replaced ones, or whatever is missing.
    fn goods(&self, cx: &Cx<'_>, order: &Order) -> Result<String, UseError> {
        let names: Vec<&str> = match &self.outcome {
            CallOutcome::Agreed { replacements } => {
                let is_replaced = |l: &&OrderLine| replacements.iter().any(|r: &Replacement| r.line == l.id);
                order.lines.iter().filter(is_replaced).map(|l| l.name.as_str()).collect()
            }
            CallOutcome::WillWait | CallOutcome::Refused | CallOutcome::NoAnswer { .. } => {
                let lines = shortage::of_lines(cx.sql, cx.now, cx.zone, order)?;
                lines.iter().filter(|(_, packs)| packs.any()).map(|(l, _)| l.name.as_str()).collect()
            }
        };
        Ok(names.join("; ").chars().take(MAX_GOODS).collect())
    }
}
