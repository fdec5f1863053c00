//! The expiry sweep: a collected order whose hold is over becomes «резерв сброшен» and its goods are free.
//! An accepted one only becomes overdue, which is a question of the time and needs no write.

use chrono::Duration;

use super::{Action, Cx, UseError, support};
use crate::domain::order::HistoryEvent;
use crate::domain::status::OrderEvent;
use crate::store;
use crate::store::sync_state::key;

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
        // Holds are agreed with the site, so its clock decides when one is over.
        let skew: i64 = store::sync_state::get(cx.sql, key::SKEW_SECS)?.parse().unwrap_or(0);
        let site_now = cx.now + Duration::seconds(skew.clamp(-86_400, 86_400));
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
