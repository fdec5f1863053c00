//! The document «Резервирование товара» and the packs it keeps.

use chrono::{DateTime, Utc};

use super::engine::{Sql, params};
use super::error::StoreError;
use super::texts;
use crate::domain::ids::{BatchId, LineId, OrderId};
use crate::domain::packs::Packs;

/// Packs of one batch kept for one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reserved {
    /// For which line.
    pub line: LineId,
    /// From which batch.
    pub batch: BatchId,
    /// How many.
    pub packs: Packs,
}

/// Makes the document of an order; an order has one.
pub fn open_document(sql: &Sql<'_>, order: OrderId, at: DateTime<Utc>) -> Result<(), StoreError> {
    let number = super::settings::next_number(sql, "reserve_doc")?;
    sql.execute(
        "INSERT INTO reserve_doc (order_id, number, created_at) VALUES (?1, ?2, ?3)
         ON CONFLICT (order_id) DO NOTHING",
        params![order.0, &format!("РТ-{number:06}"), texts::ms(at)],
    )?;
    Ok(())
}

/// Closes the document: nothing can be reserved on it any more.
pub fn close_document(sql: &Sql<'_>, order: OrderId, at: DateTime<Utc>) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE reserve_doc SET closed_at = ?2 WHERE order_id = ?1 AND closed_at IS NULL",
        params![order.0, texts::ms(at)],
    )?;
    Ok(())
}

/// Opens a closed document again: the site's order came back to life.
pub fn reopen_document(sql: &Sql<'_>, order: OrderId) -> Result<(), StoreError> {
    sql.execute("UPDATE reserve_doc SET closed_at = NULL WHERE order_id = ?1", params![order.0])?;
    Ok(())
}

/// Keeps packs of a batch for a line.
pub fn reserve(sql: &Sql<'_>, order: OrderId, what: Reserved, at: DateTime<Utc>) -> Result<(), StoreError> {
    let made = sql.execute(
        "INSERT INTO reservation (doc_id, order_id, line_id, batch_id, packs, created_at)
         SELECT doc_id, ?1, ?2, ?3, ?4, ?5 FROM reserve_doc WHERE order_id = ?1 AND closed_at IS NULL",
        params![order.0, what.line.0, what.batch.0, what.packs.0, texts::ms(at)],
    )?;
    if made == 1 {
        return Ok(());
    }
    Err(StoreError::Shape { what: format!("order {order} has no open reservation document") })
}

/// Open reservations of an order.
pub fn of_order(sql: &Sql<'_>, order: OrderId) -> Result<Vec<Reserved>, StoreError> {
    sql.query(
        "SELECT line_id, batch_id, packs FROM reservation WHERE order_id = ?1 AND released_at IS NULL
         ORDER BY reservation_id",
        params![order.0],
        |r| Ok(Reserved { line: LineId(r.int(0)?), batch: BatchId(r.int(1)?), packs: Packs(r.int(2)?) }),
    )
}

/// Frees all open reservations of an order and says how many packs that were.
pub fn release_all(sql: &Sql<'_>, order: OrderId, why: &str, at: DateTime<Utc>) -> Result<Packs, StoreError> {
    let packs = of_order(sql, order)?.iter().map(|r| r.packs).sum();
    sql.execute(
        "UPDATE reservation SET released_at = ?2, release_reason = ?3 WHERE order_id = ?1 AND released_at IS NULL",
        params![order.0, texts::ms(at), why],
    )?;
    Ok(packs)
}

/// Open reservations of orders that are final: must always be none (checked by tests and `doctor`).
pub fn dangling(sql: &Sql<'_>) -> Result<i64, StoreError> {
    sql.number(
        "SELECT count(*) FROM reservation r JOIN customer_order o ON o.order_id = r.order_id
         WHERE r.released_at IS NULL AND o.status IN ('closed', 'reserve_expired', 'cancelled')",
        params![],
    )
}
