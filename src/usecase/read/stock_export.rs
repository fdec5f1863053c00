//! The stock as the site is told of it, in portions: how much can be booked of what, then the rows themselves.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};

use crate::domain::batch;
use crate::domain::ids::{BatchCode, BatchId, GoodsId, ProductCode};
use crate::domain::money::Kopecks;
use crate::domain::offer::{self, OfferRules};
use crate::domain::packs::Packs;
use crate::store;
use crate::usecase::read::divisions;
use crate::usecase::{Query, ReadCx, UseError, settings};

/// One batch of a product with what can be booked of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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

/// Batches that are offered, by products, after one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FreeBatches {
    /// After this product; zero for the first portion.
    pub after: GoodsId,
    /// At most so many products are looked at.
    pub limit: u32,
}

/// A batch that is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offered {
    /// Its product.
    pub goods: GoodsId,
    /// Which.
    pub batch: BatchId,
    /// Packs offered.
    pub packs: Packs,
}

/// The answer to [`FreeBatches`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FreePortion {
    /// By products, the first to expire first.
    pub free: Vec<Offered>,
    /// Where the next portion begins; none at the end.
    pub next: Option<GoodsId>,
}

impl Query for FreeBatches {
    type Rows = FreePortion;

    fn run(self, cx: &ReadCx<'_>) -> Result<FreePortion, UseError> {
        let rules = rules(cx)?;
        let division = divisions::chosen_mark(cx.sql)?;
        let (products, next) = store::stock_export::stocked(cx.sql, &division, self.after, self.limit)?;
        let mut free = Vec::new();
        for (goods, batches) in products {
            let of = |(batch, packs)| Offered { goods, batch, packs };
            free.extend(offer::offered(&batches, rules).into_iter().map(of));
        }
        Ok(FreePortion { free, next })
    }
}

/// What is held back from the site.
pub(in crate::usecase) fn rules(cx: &ReadCx<'_>) -> Result<OfferRules, UseError> {
    let today = cx.now.with_timezone(&cx.zone).date_naive();
    // What could not be sold in time for a hold is not offered, whatever the export would allow.
    let days = settings::min_days_left(cx.sql)?.max(settings::export_days(cx.sql)?);
    Ok(OfferRules { not_before: batch::usable_until(today, days), keep_back: settings::keep_back(cx.sql)? })
}

/// The rows of these batches, with their packs as they were counted. The batches stand by products, as they were given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StockRows(pub Vec<Offered>);

impl Query for StockRows {
    type Rows = Vec<StockRow>;

    fn run(self, cx: &ReadCx<'_>) -> Result<Vec<StockRow>, UseError> {
        let (Some(first), Some(last)) = (self.0.first(), self.0.last()) else { return Ok(Vec::new()) };
        let counted: HashMap<BatchId, Packs> = self.0.iter().map(|o| (o.batch, o.packs)).collect();
        let rows = store::stock_export::rows(cx.sql, first.goods, last.goods)?;
        let row =
            |(batch, row): (BatchId, StockRow)| counted.get(&batch).map(|packs| StockRow { packs: *packs, ..row });
        Ok(rows.into_iter().filter_map(row).collect())
    }
}

/// A row that the site refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Product.
    pub product: ProductCode,
    /// The site's word for why.
    pub reason: String,
}

/// The rows that the site refused of the last full stock, with the names of their products.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefusedRows;

impl Query for RefusedRows {
    type Rows = Vec<(Refused, String)>;

    fn run(self, cx: &ReadCx<'_>) -> Result<Vec<(Refused, String)>, UseError> {
        Ok(store::stock_export::refused(cx.sql)?)
    }
}

/// What the site was last told of each batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ToldPacks;

impl Query for ToldPacks {
    type Rows = Vec<(BatchId, Packs)>;

    fn run(self, cx: &ReadCx<'_>) -> Result<Vec<(BatchId, Packs)>, UseError> {
        Ok(store::stock_export::told(cx.sql)?)
    }
}

/// The last full stock that the site took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastStock;

/// The answer to [`LastStock`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StockSent {
    /// When it was read.
    pub sent_at: Option<DateTime<Utc>>,
    /// Its rows.
    pub rows: u64,
    /// Tells it from any other; empty when it must be sent anew.
    pub digest: String,
}

impl Query for LastStock {
    type Rows = StockSent;

    fn run(self, cx: &ReadCx<'_>) -> Result<StockSent, UseError> {
        let stock = store::sync_state::freshness(cx.sql)?.stock;
        let digest = store::sync_state::get(cx.sql, store::sync_state::key::STOCK_DIGEST)?;
        Ok(StockSent { sent_at: stock.sent_at, rows: stock.rows, digest })
    }
}
