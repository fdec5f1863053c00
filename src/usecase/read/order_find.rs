//! An order by its site or own number, for the command line and the search at hand-over.

use crate::domain::ids::OrderId;
use crate::store;
use crate::usecase::{Query, ReadCx, UseError, support};

/// The order with this number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindOrder {
    /// Site or own number.
    pub number: String,
}

impl Query for FindOrder {
    type Rows = OrderId;

    fn run(self, cx: &ReadCx<'_>) -> Result<OrderId, UseError> {
        store::orders::by_number(cx.sql, &self.number)?.ok_or_else(|| support::no_order(&self.number))
    }
}
