//! The stock as the site is told of it, in portions: how much can be booked of what, then the rows themselves.

use chrono::NaiveDate;

use crate::domain::batch;
use crate::domain::ids::{BatchCode, BatchId, ProductCode};
use crate::domain::money::Kopecks;
use crate::domain::packs::Packs;
use crate::store;
use crate::usecase::read::divisions;
use crate::usecase::{Query, ReadCx, UseError, settings};

/// One batch of a product with what can be booked of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StockRow {
    /// Product.
    pub product: ProductCode,
    /// Batch.
    pub batch: BatchCode,
    /// Name.
    pub name: String,
    /// Maker.
    pub manufacturer: String,
    /// Country.
    pub country: String,
    /// Barcodes.
    pub barcodes: Vec<String>,
    /// Price of a pack.
    pub price: Kopecks,
    /// ЖНВЛП ceiling.
    pub max_price: Option<Kopecks>,
    /// Per cent as stored; 0 for none.
    pub vat_rate: i64,
    /// Serial number of the maker.
    pub series: String,
    /// Last day of use.
    pub expires_on: NaiveDate,
    /// ЖНВЛП.
    pub is_vital: bool,
    /// Needs a prescription.
    pub is_rx: bool,
    /// Not warmer than.
    pub storage_max_celsius: Option<i32>,
    /// What can be booked.
    pub packs: Packs,
}

/// Batches with packs that can be booked and that last long enough, in the order of their ids, after one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FreeBatches {
    /// After this one; zero for the first portion.
    pub after: BatchId,
    /// At most so many batches are looked at.
    pub limit: u32,
}

/// The answer to [`FreeBatches`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FreePortion {
    /// Batch and packs.
    pub free: Vec<(BatchId, Packs)>,
    /// Where the next portion begins; none at the end.
    pub next: Option<BatchId>,
}

impl Query for FreeBatches {
    type Rows = FreePortion;

    fn run(self, cx: &ReadCx<'_>) -> Result<FreePortion, UseError> {
        let today = cx.now.with_timezone(&cx.zone).date_naive();
        // What could not be sold in time for a hold is not offered.
        let not_before = batch::usable_until(today, settings::min_days_left(cx.sql)?);
        Ok(store::stock_export::free_batches(
            cx.sql,
            &divisions::chosen_mark(cx.sql)?,
            self.after,
            not_before,
            self.limit,
        )?)
    }
}

/// The rows of these batches, with their packs as they were counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StockRows(pub Vec<(BatchId, Packs)>);

impl Query for StockRows {
    type Rows = Vec<StockRow>;

    fn run(self, cx: &ReadCx<'_>) -> Result<Vec<StockRow>, UseError> {
        let (Some((first, _)), Some((last, _))) = (self.0.first(), self.0.last()) else { return Ok(Vec::new()) };
        let rows = store::stock_export::rows(cx.sql, *first, *last)?;
        let counted = |(batch, row): (BatchId, StockRow)| {
            let at = self.0.binary_search_by_key(&batch, |(batch, _)| *batch).ok()?;
            self.0.get(at).map(|(_, packs)| StockRow { packs: *packs, ..row })
        };
        Ok(rows.into_iter().filter_map(counted).collect())
    }
}
