//! The worklist «Вернуть на полку».

use chrono::{DateTime, NaiveDate, Utc};

use crate::domain::batch::StorageBand;
use crate::domain::ids::{BatchId, GoodsId, OrderId, ReturnId};
use crate::domain::packs::Packs;
use crate::domain::status::OrderStatus;
use crate::store;
use crate::usecase::{Query, ReadCx, UseError, settings};

/// Packs that wait to be put back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShelfReturns;

/// The answer to [`ShelfReturns`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnList {
    /// The coldest first, then by place.
    pub rows: Vec<ReturnRow>,
    /// Name of the pharmacy, for the paper.
    pub pharmacy_name: String,
    /// When the list was made.
    pub made_at: DateTime<Utc>,
}

impl ReturnList {
    /// Packs that wait in all.
    #[must_use]
    pub fn packs(&self) -> Packs {
        self.rows.iter().map(|r| r.packs).sum()
    }
}

/// Packs of one batch from one order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnRow {
    /// Which row.
    pub id: ReturnId,
    /// Of which order.
    pub order: OrderId,
    /// Its number.
    pub number: String,
    /// How it ended.
    pub status: OrderStatus,
    /// The cell that its bag was in; empty when in none.
    pub cell: String,
    /// Product.
    pub goods: GoodsId,
    /// Its name.
    pub name: String,
    /// Maker.
    pub manufacturer: String,
    /// Batch.
    pub batch: BatchId,
    /// Series on the pack.
    pub series: String,
    /// Last day of use.
    pub expires_on: NaiveDate,
    /// The shelf place to put it back to.
    pub place: String,
    /// How cold; see [`StorageBand::is_cold`] for the cold mark.
    pub storage: StorageBand,
    /// How many.
    pub packs: Packs,
    /// Since when it waits.
    pub freed_at: DateTime<Utc>,
}

impl Query for ShelfReturns {
    type Rows = ReturnList;

    fn run(self, cx: &ReadCx<'_>) -> Result<ReturnList, UseError> {
        Ok(ReturnList {
            rows: store::shelf::rows(cx.sql)?,
            pharmacy_name: settings::get(cx.sql, "pharmacy.name")?,
            made_at: cx.now,
        })
    }
}
