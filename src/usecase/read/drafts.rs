//! Receipts that are not sold yet: the open one of a till, and those put aside.

use chrono::{DateTime, Utc};

use crate::domain::draft::Draft;
use crate::domain::ids::{DraftId, TillId};
use crate::domain::packs::Packs;
use crate::store;
use crate::usecase::{Query, ReadCx, UseError};

/// The open receipt of a till as it was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenDraft(pub TillId);

impl Query for OpenDraft {
    type Rows = Draft;

    fn run(self, cx: &ReadCx<'_>) -> Result<Draft, UseError> {
        let Some(id) = store::drafts::open_of(cx.sql, &self.0)? else {
            return Ok(Draft::default());
        };
        Ok(store::drafts::load(cx.sql, id)?.unwrap_or_default())
    }
}

/// A receipt put aside, as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parked {
    /// Which.
    pub draft: DraftId,
    /// When it was put aside.
    pub at: DateTime<Utc>,
    /// Title of the till.
    pub till: String,
    /// By whom.
    pub user: String,
    /// Names of its goods, in their order; the number of its order stands first.
    pub names: Vec<String>,
    /// Packs of goods from the shelf.
    pub packs: Packs,
}

/// Receipts put aside at any till, the latest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParkedReceipts;

impl Query for ParkedReceipts {
    type Rows = Vec<Parked>;

    fn run(self, cx: &ReadCx<'_>) -> Result<Vec<Parked>, UseError> {
        Ok(store::drafts::parked(cx.sql)?)
    }
}
