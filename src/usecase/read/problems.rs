//! What the admin must look at: elements of a page that could not be read.

use chrono::{DateTime, Utc};

use crate::store;
use crate::usecase::{Query, ReadCx, UseError};

/// Unresolved elements, newest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quarantined {
    /// At most so many.
    pub limit: u32,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuarantineRow {
    /// When it came.
    pub at: DateTime<Utc>,
    /// The order it speaks of, if that could be read.
    pub order_ref: Option<String>,
    /// What is wrong with it.
    pub reason: String,
    /// The element as sent, personal data masked, cut to a readable length.
    pub raw: String,
}

impl Query for Quarantined {
    type Rows = Vec<QuarantineRow>;

    fn run(self, cx: &ReadCx<'_>) -> Result<Vec<QuarantineRow>, UseError> {
        Ok(store::inbox::quarantined(cx.sql, self.limit)?)
    }
}
