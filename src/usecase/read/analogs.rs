//! Analogs of a missing line: what is in stock with the same МНН, form and strength, the cheapest first.
//!
//! The order of the rows is the law's, not a matter of taste: hiding a cheaper analog is fined.

use chrono::NaiveDate;

use crate::domain::analog;
use crate::domain::error::Refusal;
use crate::domain::ids::{GoodsId, LineId, OrderId};
use crate::domain::money::Kopecks;
use crate::domain::packs::Packs;
use crate::store;
use crate::usecase::{Query, ReadCx, UseError, shortage, support};

/// What could take the place of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineAnalogs {
    /// Of which order.
    pub order: OrderId,
    /// Which line.
    pub line: LineId,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnalogRow {
    /// Which product.
    pub goods: GoodsId,
    /// Its name.
    pub name: String,
    /// Its maker.
    pub manufacturer: String,
    /// Shelf price of a pack now.
    pub price: Kopecks,
    /// Price − booked price of the line: negative when the analog is cheaper.
    pub difference: Kopecks,
    /// Free packs that last for an order accepted now.
    pub free: Packs,
    /// The first of them to expire.
    pub nearest_expiry: NaiveDate,
    /// Prescription only.
    pub is_rx: bool,
    /// ЖНВЛП.
    pub is_vital: bool,
}

impl Query for LineAnalogs {
    type Rows = Vec<AnalogRow>;

    fn run(self, cx: &ReadCx<'_>) -> Result<Vec<AnalogRow>, UseError> {
        let order = store::orders::load(cx.sql, self.order)?;
        let order = order.ok_or_else(|| support::no_order(&self.order.to_string()))?;
        let line = order.lines.iter().find(|l| l.id == self.line).ok_or(Refusal::LineGone)?;
        let Some(goods) = line.goods else { return Ok(Vec::new()) };
        let Some(wanted) = store::analogs::medicine(cx.sql, goods)? else { return Ok(Vec::new()) };
        let mut rows = Vec::new();
        for found in store::analogs::candidates(cx.sql, &wanted.inn, goods)? {
            if !analog::is_same(&wanted, &found.medicine) {
                continue;
            }
            let Some(offer) = shortage::offer(cx.sql, cx.now, cx.zone, found.goods)? else { continue };
            rows.push(AnalogRow {
                goods: found.goods,
                name: found.name,
                manufacturer: found.manufacturer,
                price: offer.price,
                difference: offer.price.minus(line.price),
                free: offer.free,
                nearest_expiry: offer.nearest_expiry,
                is_rx: found.is_rx,
                is_vital: found.is_vital,
            });
        }
        rows.sort_by(|a, b| (a.price, &a.name, a.goods).cmp(&(b.price, &b.name, b.goods)));
        Ok(rows)
    }
}
