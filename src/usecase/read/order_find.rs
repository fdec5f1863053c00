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

/// The numbers of these orders, as people know them; orders that are gone are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderNumbers(pub Vec<OrderId>);

impl Query for OrderNumbers {
    type Rows = Vec<(OrderId, String)>;

    fn run(mut self, cx: &ReadCx<'_>) -> Result<Self::Rows, UseError> {
        self.0.sort_unstable();
        self.0.dedup();
        let number = |order: OrderId| Ok(store::orders::number(cx.sql, order)?.map(|number| (order, number)));
        self.0.into_iter().filter_map(|order| number(order).transpose()).collect()
    }
}
