//! All batches of the goods of one order line, for choosing one by hand.

use crate::domain::batch::{BatchLabel, StorageBand, Unfit};
use crate::domain::error::Refusal;
use crate::domain::ids::{LineId, OrderId};
use crate::domain::money::Kopecks;
use crate::domain::packs::Packs;
use crate::store;
use crate::usecase::{Query, ReadCx, UseError, support};

/// The batches for one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineBatches {
    /// Of which order.
    pub order: OrderId,
    /// Which line.
    pub line: LineId,
}

/// The answer to [`LineBatches`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchesOfLine {
    /// Product as booked.
    pub name: String,
    /// Booked packs.
    pub ordered: Packs,
    /// All batches, the first to expire first; empty when the product is not in the directory.
    pub batches: Vec<BatchRow>,
}

/// One batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchRow {
    /// Series, expiry, place.
    pub label: BatchLabel,
    /// How cold.
    pub storage: StorageBand,
    /// Packs on hand.
    pub on_hand: Packs,
    /// Packs that this line may take; what it keeps now counts.
    pub free: Packs,
    /// Packs reserved for this line.
    pub reserved: Packs,
    /// How many of these were chosen by hand.
    pub by_hand: Packs,
    /// Shelf price of one pack now, under its ceiling.
    pub price: Kopecks,
    /// Why it cannot be taken; `None` when it can.
    pub why_not: Option<Unfit>,
}

impl Query for LineBatches {
    type Rows = BatchesOfLine;

    fn run(self, cx: &ReadCx<'_>) -> Result<BatchesOfLine, UseError> {
        let order =
            store::orders::load(cx.sql, self.order)?.ok_or_else(|| support::no_order(&self.order.to_string()))?;
        let line = order.lines.iter().find(|l| l.id == self.line).ok_or(Refusal::LineGone)?;
        let dates = support::dates(cx.sql, cx.now, cx.zone, order.hold_until)?;
        let batches = match line.goods {
            Some(goods) => store::line_batches::rows(cx.sql, line.id, goods, dates)?,
            None => Vec::new(),
        };
        Ok(BatchesOfLine { name: line.name.clone(), ordered: line.packs, batches })
    }
}
