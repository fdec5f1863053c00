//! Why a table of goods is not taken over.
//!
//! Data only; the words for the user are in `assets/i18n` by [`ImportRefusal::code`].

use chrono::{DateTime, Utc};
use thiserror::Error;

/// A table was not taken over. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ImportRefusal {
    /// It does not wait any more: taken over, dropped, or forgotten for too long.
    #[error("the table does not wait any more")]
    Gone,
    /// It tells an older stock than the newest that was taken over.
    #[error("the table is of {taken_at}, a later one of {newest} was taken over")]
    Older {
        /// When its stock was true.
        taken_at: DateTime<Utc>,
        /// When the newest was.
        newest: DateTime<Utc>,
    },
    /// It tells a stock of a moment that has not come.
    #[error("the table is of {taken_at}, which is to come")]
    FromFuture {
        /// When its stock would be true.
        taken_at: DateTime<Utc>,
    },
    /// A full table that would take away more than half of the stock.
    #[error("the full table takes away {gone} of {in_stock} batches")]
    Suspicious {
        /// Batches that it does not name.
        gone: i64,
        /// Batches in stock.
        in_stock: i64,
    },
}

impl ImportRefusal {
    /// The text key of the user's wording (`refusal-<code>`).
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Gone => "import-gone",
            Self::Older { .. } => "import-older",
            Self::FromFuture { .. } => "import-from-future",
            Self::Suspicious { .. } => "import-suspicious",
        }
    }
}
