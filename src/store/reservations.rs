//! The document «Резервирование товара» and the packs it keeps.

use chrono::{DateTime, Utc};

use super::engine::{Sql, params};
use super::error::StoreError;
use super::texts;
use crate::domain::batch::{Choice, Kept};
use crate::domain::ids::{BatchId, LineId, OrderId};
use crate::domain::packs::Packs;

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

/// Keeps packs for the lines of an order.
pub fn keep(sql: &Sql<'_>, order: OrderId, kept: &[Kept], at: DateTime<Utc>) -> Result<(), StoreError> {
    if kept.is_empty() {
        return Ok(());
    }
    let document = sql
        .query_opt("SELECT doc_id FROM reserve_doc WHERE order_id = ?1 AND closed_at IS NULL", params![order.0], |r| {
            r.int(0)
        })?
        .ok_or_else(|| StoreError::Shape { what: format!("order {order} has no open reservation document") })?;
    for one in kept {
        sql.execute(
            "INSERT INTO reservation (doc_id, order_id, line_id, batch_id, packs, created_at, is_by_hand)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                document,
                order.0,
                one.line.0,
                one.batch.0,
                one.packs.0,
                texts::ms(at),
                one.choice == Choice::ByHand,
            ],
        )?;
    }
    Ok(())
}

/// Open reservations of an order.
pub fn of_order(sql: &Sql<'_>, order: OrderId) -> Result<Vec<Kept>, StoreError> {
    sql.query(
        "SELECT line_id, batch_id, packs, is_by_hand FROM reservation WHERE order_id = ?1 AND released_at IS NULL
         ORDER BY reservation_id",
        params![order.0],
        |r| {
            let choice = if r.flag(3)? { Choice::ByHand } else { Choice::FirstOut };
            Ok(Kept { line: LineId(r.int(0)?), batch: BatchId(r.int(1)?), packs: Packs(r.int(2)?), choice })
        },
    )
}

/// Frees the open reservations of one line and says how many packs that were.
pub fn release_line(
    sql: &Sql<'_>,
    order: OrderId,
    line: LineId,
    why: &str,
    at: DateTime<Utc>,
) -> Result<Packs, StoreError> {
    let packs = of_order(sql, order)?.iter().filter(|r| r.line == line).map(|r| r.packs).sum();
    sql.execute(
        "UPDATE reservation SET released_at = ?3, release_reason = ?4
         WHERE line_id = ?1 AND order_id = ?2 AND released_at IS NULL",
        params![line.0, order.0, texts::ms(at), why],
    )?;
    Ok(packs)
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
