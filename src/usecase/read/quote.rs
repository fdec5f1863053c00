//! What would go into the receipt: walk-in goods by batch, or the reserved lines of an order.

use chrono::NaiveDate;

use crate::domain::batch::{self, StorageBand};
use crate::domain::discount::Discount;
use crate::domain::error::Refusal;
use crate::domain::ids::{BatchId, GoodsId, OrderId};
use crate::domain::money::Kopecks;
use crate::domain::order::PaymentState;
use crate::domain::packs::Packs;
use crate::domain::receipt::{PriceWhy, walk_in_price};
use crate::store;
use crate::usecase::{Query, ReadCx, UseError, support};

/// One line for the receipt: so many packs of one batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuoteLine {
    /// Product.
    pub goods: GoodsId,
    /// Batch.
    pub batch: BatchId,
    /// Name.
    pub name: String,
    /// Series on the pack.
    pub series: String,
    /// Last day of use.
    pub expires_on: NaiveDate,
    /// Shelf place.
    pub place: String,
    /// How cold.
    pub storage: StorageBand,
    /// Prescription goods.
    pub is_rx: bool,
    /// Packs.
    pub packs: Packs,
    /// Price of one pack, with the discount.
    pub price: Kopecks,
    /// Price of one pack before it.
    pub list_price: Kopecks,
    /// Which rule made that.
    pub why: PriceWhy,
    /// What is off.
    pub discount: Discount,
    /// VAT as the directory says it, per cent.
    pub vat_stored: i64,
}

impl QuoteLine {
    /// At the price that a rule made.
    #[must_use]
    pub fn priced(self, (price, why): (Kopecks, PriceWhy)) -> Self {
        Self { price: self.discount.off(price), list_price: price, why, ..self }
    }

    /// With this discount.
    #[must_use]
    pub fn with(self, discount: Discount) -> Self {
        Self { price: discount.off(self.list_price), discount, ..self }
    }

    /// Must be handed over cold: kept at 15 °C at most.
    #[must_use]
    pub fn is_cold(&self) -> bool {
        self.storage.max_celsius.is_some_and(|max| max <= 15)
    }

    /// Sum of the line.
    #[must_use]
    pub const fn sum(&self) -> Kopecks {
        self.price.times(self.packs)
    }
}

/// `packs` of a product from the shelf, first expired first, beside what the receipt already holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuoteGoods {
    /// Product.
    pub goods: GoodsId,
    /// How many in all, with those already in the receipt.
    pub packs: Packs,
}

impl Query for QuoteGoods {
    type Rows = Vec<QuoteLine>;

    fn run(self, cx: &ReadCx<'_>) -> Result<Vec<QuoteLine>, UseError> {
        crate::domain::receipt::check_quantity(self.packs)?;
        let today = support::today(cx.now, cx.zone);
        let stock = store::stock::batches_of(cx.sql, self.goods)?;
        let (picks, missing) = batch::first_expired_first_out(self.packs, &stock, today);
        if missing.any() {
            let name = store::goods::name(cx.sql, self.goods)?;
            return Err(Refusal::NotEnough { name, available: self.packs.minus(missing), wanted: self.packs }.into());
        }
        let mut lines = Vec::with_capacity(picks.len());
        for pick in picks {
            let (line, ceiling) = store::stock::quote_line(cx.sql, pick.batch)?;
            let price = walk_in_price(line.price, ceiling);
            lines.push(QuoteLine { packs: pick.packs, ..line.priced(price) });
        }
        Ok(lines)
    }
}

/// The lines of a collected order as they would be sold now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuoteOrder {
    /// Which.
    pub order: OrderId,
}

/// The answer to [`QuoteOrder`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderQuote {
    /// Which.
    pub order: OrderId,
    /// Its number.
    pub number: String,
    /// Paid on the site or not.
    pub payment: PaymentState,
    /// A trial order.
    pub is_test: bool,
    /// The cell in which its bag waits; empty when in none.
    pub cell: String,
    /// Lines by batch, at the order's prices.
    pub lines: Vec<QuoteLine>,
}

impl Query for QuoteOrder {
    type Rows = OrderQuote;

    fn run(self, cx: &ReadCx<'_>) -> Result<OrderQuote, UseError> {
        support::quote_order(cx.sql, self.order, support::today(cx.now, cx.zone))
    }
}
