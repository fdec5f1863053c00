//! One order in full: the lower pane of the list and the collecting window.

use chrono::{DateTime, NaiveDate, Utc};

use super::order_list::OrderRow;
use crate::domain::batch::StorageBand;
use crate::domain::ids::{BatchId, LineId, OrderId};
use crate::domain::money::Kopecks;
use crate::domain::packs::Packs;
use crate::store;
use crate::usecase::{Query, ReadCx, UseError, support};

/// Everything about one order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderCard {
    /// Which.
    pub id: OrderId,
}

/// The answer to [`OrderCard`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// As in the list.
    pub row: OrderRow,
    /// Its lines with what is there now.
    pub lines: Vec<CardLine>,
    /// Last change of status: when and who.
    pub last_step: Option<(DateTime<Utc>, String)>,
    /// The site's sums differ from its prices and quantities.
    pub sums_disagree: bool,
    /// Packs in the bag of goods that are in no line any more: to be taken out.
    pub strangers: Vec<Stranger>,
}

/// Goods in the bag that the order does not name any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stranger {
    /// Product.
    pub name: String,
    /// How many packs.
    pub packs: Packs,
}

impl Card {
    /// Lines whose goods are not all there: neither reserved nor free.
    #[must_use]
    pub fn missing_lines(&self) -> usize {
        self.lines.iter().filter(|l| l.missing().any()).count()
    }

    /// Lines that are not fully reserved.
    #[must_use]
    pub fn unreserved_lines(&self) -> usize {
        self.lines.iter().filter(|l| l.reserved < l.ordered).count()
    }
}

/// One line with what is there now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardLine {
    /// Which.
    pub line: LineId,
    /// Product as booked.
    pub name: String,
    /// Maker as booked.
    pub manufacturer: String,
    /// Prescription goods.
    pub is_rx: bool,
    /// Booked packs.
    pub ordered: Packs,
    /// Free packs that could be reserved now (not expired, not too short-dated).
    pub available: Packs,
    /// Packs reserved for this line.
    pub reserved: Packs,
    /// Packs in the bag of the order; more than ordered when the customer changed the order after they were laid in.
    pub in_bag: Packs,
    /// Price of one pack.
    pub price: Kopecks,
    /// Reserved batches; when nothing is reserved, the batches that would be chosen.
    pub picks: Vec<CardPick>,
}

impl CardLine {
    /// Packs that are neither reserved nor free.
    #[must_use]
    pub fn missing(&self) -> Packs {
        self.ordered.minus(self.reserved).minus(self.available).floor_zero()
    }

    /// Packs in the bag beyond the need: «лишнее в пакете».
    #[must_use]
    pub fn surplus(&self) -> Packs {
        self.in_bag.minus(self.ordered).floor_zero()
    }

    /// Sum of the line.
    #[must_use]
    pub const fn sum(&self) -> Kopecks {
        self.price.times(self.ordered)
    }
}

/// A batch chosen for a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardPick {
    /// Which batch.
    pub batch: BatchId,
    /// Series on the pack.
    pub series: String,
    /// Last day of use.
    pub expires_on: NaiveDate,
    /// Shelf place.
    pub place: String,
    /// How cold.
    pub storage: StorageBand,
    /// How many packs.
    pub packs: Packs,
}

impl Query for OrderCard {
    type Rows = Card;

    fn run(self, cx: &ReadCx<'_>) -> Result<Card, UseError> {
        let row = store::order_list::rows(cx.sql, &[self.id])?
            .pop()
            .ok_or_else(|| support::no_order(&self.id.to_string()))?;
        let floor = support::not_before(cx.sql, cx.now, cx.zone, row.hold_until)?;
        let lines = store::order_card::lines(cx.sql, self.id, floor)?;
        let (last_step, sums_disagree) = store::order_card::extras(cx.sql, self.id)?;
        let strangers = store::bag::strangers(cx.sql, self.id)?;
        Ok(Card { row, lines, last_step, sums_disagree, strangers })
    }
}
