//! One order in full: the lower pane of the list and the collecting window.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::order_list::{self, OrderRow};
use crate::domain::batch::{Choice, StorageBand};
use crate::domain::ids::{BatchId, GoodsId, LineId, OrderId};
use crate::domain::line_change::{self, LineChange};
use crate::domain::money::Kopecks;
use crate::domain::packs::Packs;
use crate::domain::status::OrderStatus;
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
    /// What the customer changed in the lines since somebody last looked («Изменение просмотрено»).
    pub what_changed: Vec<LineChange>,
    /// Packs in the bag of goods that are in no line any more: to be taken out.
    pub strangers: Vec<Stranger>,
    /// What lay in the bag when the site ended the order, until somebody has looked.
    pub left_behind: Vec<Stranger>,
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
    /// The product; `None` when it is not in the directory.
    pub goods: Option<GoodsId>,
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
    /// Packs that are there and cannot be reserved: too short-dated or expired.
    pub unusable: UnusablePacks,
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

/// Free packs of a product that the rules keep from an order, so that «0» explains itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UnusablePacks {
    /// Packs that expire too soon after the hold.
    pub short_dated: Packs,
    /// The latest of their expiry dates: «есть 3, срок до …».
    pub short_dated_until: Option<NaiveDate>,
    /// Packs that have expired.
    pub expired: Packs,
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
    /// Who chose it.
    pub choice: Choice,
}

impl Query for OrderCard {
    type Rows = Card;

    fn run(self, cx: &ReadCx<'_>) -> Result<Card, UseError> {
        let row = order_list::rows(cx, &[self.id])?.pop().ok_or_else(|| support::no_order(&self.id.to_string()))?;
        let dates = support::dates(cx.sql, cx.now, cx.zone, row.hold_until)?;
        let mut lines = store::order_card::lines(cx.sql, self.id, dates)?;
        if row.standing.status == OrderStatus::Closed {
            show_sold(&mut lines, store::order_card::sold(cx.sql, self.id)?);
        }
        let (last_step, sums_disagree) = store::order_card::extras(cx.sql, self.id)?;
        let strangers = store::bag::strangers(cx.sql, self.id)?;
        let before = store::lines_before::of_order(cx.sql, self.id)?;
        let what_changed = if before.is_empty() {
            Vec::new()
        } else {
            line_change::between(&before, &store::lines_before::now(cx.sql, self.id)?)
        };
        let left_behind = if row.standing.status.is_final() && row.standing.attention.is_some() {
            store::bag::left_behind(cx.sql, self.id)?
        } else {
            Vec::new()
        };
        Ok(Card { row, lines, last_step, sums_disagree, what_changed, strangers, left_behind })
    }
}

/// Of an order that is over, the batches that were sold are of interest, not those that are free today.
fn show_sold(lines: &mut [CardLine], mut sold: HashMap<GoodsId, Vec<CardPick>>) {
    for line in lines {
        let mut need = line.ordered;
        let of_goods = line.goods.and_then(|goods| sold.get_mut(&goods));
        line.picks = Vec::new();
        // Lines that name one product share what was sold of it.
        for left in of_goods.into_iter().flatten() {
            let packs = left.packs.min(need);
            if packs.any() {
                need = need.minus(packs);
                left.packs = left.packs.minus(packs);
                line.picks.push(CardPick { packs, ..left.clone() });
            }
        }
    }
}
