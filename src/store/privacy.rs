//! Persons are forgotten a set time after their order is over; the order itself stays for the books.

use chrono::{DateTime, Utc};

use super::engine::{Sql, params};
use super::error::StoreError;
use super::orders;
use super::texts::ms;
use crate::domain::ids::OrderId;
use crate::domain::status::OrderStatus;

/// Orders that ended before `before` and still name a person; at most `limit`. An order whose last word the site has not
/// heard yet is not over.
pub fn due(sql: &Sql<'_>, before: DateTime<Utc>, limit: u32) -> Result<Vec<OrderId>, StoreError> {
    let mut due = Vec::new();
    for status in OrderStatus::ALL.into_iter().filter(|status| status.is_final()) {
        let left = i64::from(limit) - i64::try_from(due.len()).unwrap_or(i64::MAX);
        due.extend(sql.query(
            "SELECT o.order_id FROM customer_order o WHERE o.status = ?1 AND o.updated_at < ?2
             AND (o.customer_name <> '' OR o.customer_phone <> '' OR o.comment <> '')
             AND NOT EXISTS (SELECT 1 FROM outbox b WHERE b.order_id = o.order_id AND b.state = 'waiting') LIMIT ?3",
            params![status.code(), ms(before), left.max(0)],
            |r| Ok(OrderId(r.int(0)?)),
        )?);
    }
    Ok(due)
}

/// Takes the person out of an order: name, phone, what the person wrote, and the words by which it was found.
pub fn forget(sql: &Sql<'_>, order: OrderId) -> Result<(), StoreError> {
    // Words of a cancellation may name a person; codes of reasons do not.
    sql.execute(
        "UPDATE customer_order SET customer_name = '', customer_phone = '', comment = '',
             cancel_reason = CASE WHEN instr(cancel_reason, ' ') > 0 THEN '' ELSE cancel_reason END
         WHERE order_id = ?1",
        params![order.0],
    )?;
    orders::refresh_derived(sql, order)
}
