//! What the admin must look at: elements of a page that could not be read.

use chrono::{DateTime, Utc};

use crate::domain::ids::ProblemId;
use crate::domain::unreadable::Unreadable;
use crate::store;
use crate::usecase::{Query, ReadCx, UseError};

/// Open problems, newest first. One closes when its order arrives whole, or when a person puts it aside
/// ([`crate::usecase::dismiss_problem::DismissProblem`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Problems {
    /// At most so many.
    pub limit: u32,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProblemRow {
    /// Its row.
    pub id: ProblemId,
    /// When it came.
    pub at: DateTime<Utc>,
    /// The site's id of the order it speaks of, if that could be read.
    pub order_ref: Option<String>,
    /// The number of that order, when an earlier state of it is in our list.
    pub number: Option<String>,
    /// What is wrong with it; words by `text::words::unreadable`.
    pub reason: Unreadable,
    /// The element as sent, personal data masked, cut to a readable length.
    pub raw: String,
}

impl ProblemRow {
    /// What a person may call the order by: its number, else the site's id, else a dash.
    #[must_use]
    pub fn shown(&self) -> &str {
        self.number.as_deref().or(self.order_ref.as_deref()).unwrap_or("—")
    }
}

impl Query for Problems {
    type Rows = Vec<ProblemRow>;

    fn run(self, cx: &ReadCx<'_>) -> Result<Vec<ProblemRow>, UseError> {
        Ok(store::inbox::problems(cx.sql, self.limit)?)
    }
}
