//! The order sheet was made: printed, saved or written by the command line.

use super::{Action, Cx, UseError, support};
use crate::domain::ids::OrderId;
use crate::domain::order::HistoryEvent;

/// Notes that a sheet left the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordPrinted {
    /// Of which order.
    pub order: OrderId,
    /// Where it went: a printer's name or `pdf`. No path, no personal data.
    pub target: String,
}

impl Action for RecordPrinted {
    type Value = ();
    const NAME: &'static str = "print_order";

    fn run(self, cx: &mut Cx<'_>) -> Result<(), UseError> {
        let order = support::load(cx, self.order)?;
        support::note(cx, &order, HistoryEvent::Printed, order.status, &self.target)
    }
}
