//! The history of orders: rows are only ever added.

use chrono::{DateTime, Utc};

use super::engine::{Sql, params};
use super::error::StoreError;
use super::texts;
use crate::domain::ids::OrderId;
use crate::domain::order::HistoryEvent;
use crate::domain::status::OrderStatus;
use crate::usecase::Actor;
use crate::usecase::read::history::HistoryRow;

/// One thing that happened to an order.
#[derive(Clone, Copy, Debug)]
pub struct NewHistory<'a> {
    /// What.
    pub event: HistoryEvent,
    /// Status before.
    pub from: OrderStatus,
    /// Status after.
    pub to: OrderStatus,
    /// Why, in codes and words; no personal data.
    pub note: &'a str,
}

/// Adds a row.
pub fn add(
    sql: &Sql<'_>,
    order: OrderId,
    at: DateTime<Utc>,
    actor: &Actor,
    what: NewHistory<'_>,
) -> Result<(), StoreError> {
    sql.execute(
        "INSERT INTO order_history (order_id, at, user_name, till_id, event, from_status, to_status, note)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            order.0,
            texts::ms(at),
            &actor.user,
            actor.till.as_str(),
            what.event.code(),
            what.from.code(),
            what.to.code(),
            what.note,
        ],
    )?;
    Ok(())
}

/// What happened to an order, oldest first.
pub fn of_order(sql: &Sql<'_>, order: OrderId) -> Result<Vec<HistoryRow>, StoreError> {
    sql.query(
        // The words of a cancellation stay with the order, where a person's data is wiped; here they are only shown.
        "SELECT h.at, h.user_name, h.till_id, h.event, h.from_status, h.to_status,
                CASE WHEN h.event = 'deleted' AND o.cancel_reason NOT IN ('', h.note)
                     THEN h.note || ': ' || o.cancel_reason ELSE h.note END,
                coalesce(t.title, h.till_id)
         FROM order_history h JOIN customer_order o ON o.order_id = h.order_id
         LEFT JOIN till t ON t.till_id = h.till_id
         WHERE h.order_id = ?1 ORDER BY h.history_id",
        params![order.0],
        |r| {
            let event = r.text_ref(3)?;
            Ok(HistoryRow {
                at: texts::time(r.int(0)?),
                user: r.text(1)?,
                till: r.text(2)?,
                till_title: r.text(7)?,
                event: HistoryEvent::from_code(event)
                    .ok_or_else(|| StoreError::Shape { what: format!("history event {event:?}") })?,
                from: OrderStatus::from_code(r.text_ref(4)?),
                to: OrderStatus::from_code(r.text_ref(5)?),
                note: r.text(6)?,
            })
        },
    )
}
