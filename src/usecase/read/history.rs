//! The history of one order.

use chrono::{DateTime, Utc};

use crate::domain::ids::OrderId;
use crate::domain::order::HistoryEvent;
use crate::domain::status::OrderStatus;
use crate::store;
use crate::usecase::{Query, ReadCx, UseError};

/// What happened to one order, oldest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderHistory {
    /// Which.
    pub id: OrderId,
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryRow {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub user: String,
    /// Where: the till's id; `cli` and `sync` for work without a window.
    pub till: String,
    /// The till as people call it; its id when it has no title.
    pub till_title: String,
    /// What.
    pub event: HistoryEvent,
    /// Status before.
    pub from: OrderStatus,
    /// Status after.
    pub to: OrderStatus,
    /// Why, in codes and words.
    pub note: String,
}

impl Query for OrderHistory {
    type Rows = Vec<HistoryRow>;

    fn run(self, cx: &ReadCx<'_>) -> Result<Vec<HistoryRow>, UseError> {
        Ok(store::history::of_order(cx.sql, self.id)?)
    }
}
