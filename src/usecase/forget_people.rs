//! Names and phones of orders that are long over are forgotten.

use chrono::Duration;

use super::{Action, Cx, Topic, UseError, settings};
use crate::store;

/// Orders of one transaction.
pub const PORTION: u32 = 200;

/// Forgets the persons of a portion of orders that ended longer ago than the setting says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ForgetPeople;

impl Action for ForgetPeople {
    /// How many orders were wiped; fewer than [`PORTION`] when nothing is left.
    type Value = u32;
    const NAME: &'static str = "forget_people";

    fn run(self, cx: &mut Cx<'_>) -> Result<u32, UseError> {
        let days: i64 = settings::get(cx.sql, "privacy.keep_days")?.parse().unwrap_or(90);
        let due = store::privacy::due(cx.sql, cx.now - Duration::days(days), PORTION)?;
        for order in &due {
            store::privacy::forget(cx.sql, *order)?;
        }
        if !due.is_empty() {
            cx.changes.add(Topic::Orders);
        }
        Ok(u32::try_from(due.len()).unwrap_or(PORTION))
    }
}
