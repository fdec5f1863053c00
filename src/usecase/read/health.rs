//! Whether the books are right: counts and the sums that must always hold.

use crate::store;
use crate::usecase::{Query, ReadCx, UseError};

/// Counts and checks for `doctor` and the tests of recovery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HealthCheck;

/// The answer to [`HealthCheck`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Health {
    /// Products.
    pub goods: i64,
    /// Orders.
    pub orders: i64,
    /// Receipts.
    pub receipts: i64,
    /// Batches with less than nothing free: must be none.
    pub overdrawn: usize,
    /// Reservations of finished orders: must be none.
    pub dangling: i64,
    /// Receipts that no fiscal device has printed yet.
    pub unprinted: i64,
    /// Payments by card that may have been taken and belong to no receipt.
    pub loose_cards: i64,
}

impl Query for HealthCheck {
    type Rows = Health;

    fn run(self, cx: &ReadCx<'_>) -> Result<Health, UseError> {
        Ok(Health {
            goods: store::goods::count(cx.sql)?,
            orders: store::orders::count(cx.sql)?,
            receipts: store::receipts::totals(cx.sql)?.0,
            overdrawn: store::stock::overdrawn(cx.sql)?.len(),
            dangling: store::reservations::dangling(cx.sql)?,
            unprinted: store::fiscal::unprinted(cx.sql)?,
            loose_cards: store::cards::count_loose(cx.sql)?,
        })
    }
}
