//! The expiry sweep: a collected order whose hold is over becomes «резерв сброшен» and its goods are free.
//! An accepted one only becomes overdue, which is a question of the time and needs no write. Whether the clock
//! may be trusted is asked before, by the background task.

use super::{Action, Cx, UseError, support};
use crate::domain::order::HistoryEvent;
use crate::domain::status::OrderEvent;
use crate::store;

/// Lapses what is due, at most [`BATCH`] orders at a time so that a till is never kept waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExpireHolds;

/// Orders per transaction.
pub const BATCH: u32 = 50;

impl Action for ExpireHolds {
    /// How many orders lapsed; [`BATCH`] means that there may be more.
    type Value = u32;
    const NAME: &'static str = "expire_holds";

    fn run(self, cx: &mut Cx<'_>) -> Result<u32, UseError> {
        let site_now = support::site_now(cx.sql, cx.now)?;
        let mut lapsed = 0;
        for id in store::orders::lapsed(cx.sql, site_now, BATCH)? {
            let order = support::load(cx, id)?;
            let to = support::step(&order, OrderEvent::HoldEnds)?;
            support::change_status(cx, &order, HistoryEvent::Lapsed, &support::StatusChange::to(to))?;
            lapsed += 1;
        }
        Ok(lapsed)
    }
}
