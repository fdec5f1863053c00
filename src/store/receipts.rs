//! Closed receipts.

use chrono::{DateTime, Utc};

use super::engine::{Sql, params};
use super::error::StoreError;
use super::texts;
use crate::domain::ids::{OrderId, ReceiptId};
use crate::domain::money::Kopecks;
use crate::usecase::Actor;
use crate::usecase::read::quote::QuoteLine;

/// A receipt to close.
#[derive(Clone, Copy, Debug)]
pub struct NewReceipt {
    /// The order it sells, if any. The table lets an order be sold once.
    pub order: Option<OrderId>,
    /// How it was paid, as a code.
    pub paid: &'static str,
    /// What was to pay, handed over, given back.
    pub total: Kopecks,
    /// See `total`.
    pub given: Kopecks,
    /// See `total`.
    pub change: Kopecks,
}

/// Writes a closed receipt; returns its row and number.
pub fn insert(
    sql: &Sql<'_>,
    at: DateTime<Utc>,
    actor: &Actor,
    receipt: &NewReceipt,
    lines: &[QuoteLine],
) -> Result<(ReceiptId, i64), StoreError> {
    let number = super::settings::next_number(sql, "receipt")?;
    let id = sql.insert(
        "INSERT INTO receipt (number, at, till_id, user_name, order_id, paid, total, given, change)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) RETURNING receipt_id",
        params![
            number,
            texts::ms(at),
            actor.till.as_str(),
            &actor.user,
            receipt.order.map(|o| o.0),
            receipt.paid,
            receipt.total.0,
            receipt.given.0,
            receipt.change.0,
        ],
    )?;
    let mut position = 0_i64;
    for line in lines {
        position += 1;
        sql.execute(
            "INSERT INTO receipt_line (receipt_id, position, batch_id, name, packs, price)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![id, position, line.batch.0, &line.name, line.packs.0, line.price.0],
        )?;
    }
    Ok((ReceiptId(id), number))
}

/// True when a receipt for this order exists.
pub fn is_sold(sql: &Sql<'_>, order: OrderId) -> Result<bool, StoreError> {
    Ok(sql.number("SELECT count(*) FROM receipt WHERE order_id = ?1", params![order.0])? > 0)
}

/// The number of a receipt; 0 when it is gone.
pub fn number(sql: &Sql<'_>, receipt: ReceiptId) -> Result<i64, StoreError> {
    sql.number("SELECT number FROM receipt WHERE receipt_id = ?1", params![receipt.0])
}

/// How many receipts there are and what they come to: for checks and `doctor`.
pub fn totals(sql: &Sql<'_>) -> Result<(i64, Kopecks), StoreError> {
    Ok((
        sql.number("SELECT count(*) FROM receipt /* reads all */", params![])?,
        Kopecks(sql.number("SELECT sum(total) FROM receipt /* reads all */", params![])?),
    ))
}
