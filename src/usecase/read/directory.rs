//! The directory of goods: which goods, their lines, one product whole, the journal of a batch.

use std::collections::HashSet;

use chrono::Days;

use crate::domain::batch_journal::{self, BatchJournal};
use crate::domain::directory::{DirectoryRefusal, GoodsCard, GoodsFilter, GoodsLine, SHORT_DAYS};
use crate::domain::error::Refusal;
use crate::domain::ids::{BatchId, GoodsId};
use crate::store;
use crate::usecase::{Query, ReadCx, UseError, support};

/// The goods of a filter, by name; with words, those that hold them all, or else those that they may have meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GoodsListed {
    /// Which.
    pub filter: GoodsFilter,
    /// Words, barcode or code; empty for all.
    pub words: String,
}

/// Goods that are looked for when no word is held as typed.
const MEANT: u32 = 60;

impl Query for GoodsListed {
    type Rows = Vec<GoodsId>;

    fn run(self, cx: &ReadCx<'_>) -> Result<Vec<GoodsId>, UseError> {
        let today = support::today(cx.now, cx.zone);
        let soon = today.checked_add_days(Days::new(SHORT_DAYS)).unwrap_or(today);
        let words = self.words.trim();
        if words.is_empty() {
            return Ok(store::directory::listed(cx.sql, self.filter, today, soon)?);
        }
        let mut found = store::goods_search::all(cx.sql, words)?;
        if found.is_empty() {
            let meant = store::goods_search::find(cx.sql, words, MEANT, today)?;
            found = meant.into_iter().map(|hit| hit.goods).collect();
        }
        if self.filter != GoodsFilter::All {
            let of_filter: HashSet<GoodsId> =
                store::directory::listed(cx.sql, self.filter, today, soon)?.into_iter().collect();
            found.retain(|goods| of_filter.contains(goods));
        }
        Ok(found)
    }
}

/// The lines of these products, in the same order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoodsLines(pub Vec<GoodsId>);

impl Query for GoodsLines {
    type Rows = Vec<GoodsLine>;

    fn run(self, cx: &ReadCx<'_>) -> Result<Vec<GoodsLine>, UseError> {
        Ok(store::directory::lines(cx.sql, &self.0)?)
    }
}

/// One product whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GoodsCardOf(pub GoodsId);

impl Query for GoodsCardOf {
    type Rows = GoodsCard;

    fn run(self, cx: &ReadCx<'_>) -> Result<GoodsCard, UseError> {
        let found = store::directory::card(cx.sql, self.0)?;
        found.ok_or_else(|| Refusal::GoodsNotFound { what: self.0.0.to_string() }.into())
    }
}

/// The movement journal of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BatchJournalOf(pub BatchId);

impl Query for BatchJournalOf {
    type Rows = BatchJournal;

    fn run(self, cx: &ReadCx<'_>) -> Result<BatchJournal, UseError> {
        let (goods, card) = store::directory::batch(cx.sql, self.0)?.ok_or(DirectoryRefusal::BatchNotFound)?;
        Ok(BatchJournal {
            name: store::goods::name(cx.sql, goods)?,
            series: card.fields.series,
            expires_on: card.fields.expires_on,
            rows: batch_journal::summed(store::batch_journal::events(cx.sql, self.0)?),
        })
    }
}
