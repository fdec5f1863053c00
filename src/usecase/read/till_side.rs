//! «Ближайшие выдачи»: the collected orders whose hold ends first.

use chrono::{DateTime, Utc};

use crate::domain::ids::OrderId;
use crate::store;
use crate::usecase::{Query, ReadCx, UseError};

/// The next orders to hand over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NextHandovers {
    /// At most so many.
    pub limit: u32,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handover {
    /// Which.
    pub order: OrderId,
    /// Its number.
    pub number: String,
    /// Customer, masked.
    pub customer: String,
    /// End of its hold.
    pub hold_until: Option<DateTime<Utc>>,
    /// The cell of its bag; empty when in none.
    pub cell: String,
}

impl Query for NextHandovers {
    type Rows = Vec<Handover>;

    fn run(self, cx: &ReadCx<'_>) -> Result<Vec<Handover>, UseError> {
        Ok(store::order_list::next_handovers(cx.sql, self.limit)?)
    }
}
