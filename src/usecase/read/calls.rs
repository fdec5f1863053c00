//! Calls to customers about missing goods: of one order, and the ones that are due again.

use chrono::{DateTime, Utc};

use super::order_list::MaskedCustomer;
use crate::domain::call::CallResult;
use crate::domain::ids::OrderId;
use crate::domain::status::OrderStatus;
use crate::store;
use crate::usecase::{Query, ReadCx, UseError};

/// The calls of an order, newest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderCalls {
    /// Which order.
    pub order: OrderId,
}

/// One call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallRow {
    /// When.
    pub at: DateTime<Utc>,
    /// Who called.
    pub user: String,
    /// From which till, as people call it.
    pub till_title: String,
    /// What came of it.
    pub outcome: CallResult,
    /// The goods it was about, by `; `; may be empty.
    pub goods: String,
    /// When to call again, as said then.
    pub call_again_at: Option<DateTime<Utc>>,
}

impl Query for OrderCalls {
    type Rows = Vec<CallRow>;

    fn run(self, cx: &ReadCx<'_>) -> Result<Vec<CallRow>, UseError> {
        Ok(store::calls::of_order(cx.sql, self.order)?)
    }
}

/// «Перезвонить»: orders whose customer is to be called again by now, the longest due first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueCalls {
    /// At most so many.
    pub limit: u32,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueCall {
    /// Which order.
    pub order: OrderId,
    /// Its number.
    pub number: String,
    /// Where it stands.
    pub status: OrderStatus,
    /// Whom to call, masked.
    pub customer: MaskedCustomer,
    /// Since when it is due.
    pub call_again_at: DateTime<Utc>,
    /// The goods that the last call was about.
    pub goods: String,
    /// Calls so far.
    pub calls: u32,
}

impl Query for DueCalls {
    type Rows = Vec<DueCall>;

    fn run(self, cx: &ReadCx<'_>) -> Result<Vec<DueCall>, UseError> {
        Ok(store::calls::due(cx.sql, cx.now, self.limit)?)
    }
}
