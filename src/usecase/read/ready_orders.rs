//! Collected orders by the last digits of the phone or a part of the number: for a customer who stands at the till.

use chrono::{DateTime, Utc};

use crate::domain::ids::OrderId;
use crate::domain::money::Kopecks;
use crate::store;
use crate::usecase::{Query, ReadCx, UseError};

/// At most so many.
const LIMIT: u32 = 20;

/// Collected orders that fit what the customer said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadyOrders {
    /// Digits of the phone, or a part of the number; empty for all.
    pub text: String,
}

/// One of them. Name and phone are masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadyOrder {
    /// Which.
    pub order: OrderId,
    /// Its number.
    pub number: String,
    /// Customer, masked.
    pub customer: String,
    /// Phone, masked.
    pub phone: String,
    /// End of its hold.
    pub hold_until: Option<DateTime<Utc>>,
    /// The cell of its bag; empty when in none.
    pub cell: String,
    /// Its sum.
    pub total: Kopecks,
    /// Paid on the site.
    pub is_paid: bool,
    /// The digits are the end of its phone.
    pub by_phone: bool,
}

impl Query for ReadyOrders {
    type Rows = Vec<ReadyOrder>;

    fn run(self, cx: &ReadCx<'_>) -> Result<Vec<ReadyOrder>, UseError> {
        Ok(store::handovers::ready(cx.sql, &self.text, LIMIT)?)
    }
}
