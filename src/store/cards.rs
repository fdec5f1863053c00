//! Payments by card: written before the terminal is asked.

use chrono::{DateTime, Utc};

use super::engine::{Row, Sql, params};
use super::error::StoreError;
use super::texts;
use crate::domain::card::{CardState, LooseCard};
use crate::domain::ids::{ReceiptId, TillId};
use crate::domain::money::Kopecks;
use crate::usecase::Actor;

/// The terminal is about to be asked.
pub fn begin(sql: &Sql<'_>, key: &str, amount: Kopecks, at: DateTime<Utc>, actor: &Actor) -> Result<(), StoreError> {
    sql.execute(
        "INSERT INTO card_payment (key, till_id, user_name, amount, state, at) VALUES (?1, ?2, ?3, ?4, 'asked', ?5)",
        params![key, actor.till.as_str(), &actor.user, amount.0, texts::ms(at)],
    )?;
    Ok(())
}

/// The terminal answered: a payment goes from one state to another. False when it did not stand there.
pub fn step(sql: &Sql<'_>, key: &str, from: CardState, to: CardState, reference: &str) -> Result<bool, StoreError> {
    let touched = sql.execute(
        "UPDATE card_payment SET state = ?3, reference = CASE ?4 WHEN '' THEN reference ELSE ?4 END
         WHERE key = ?1 AND state = ?2",
        params![key, from.code(), to.code(), reference],
    )?;
    Ok(touched == 1)
}

/// A receipt has this payment of exactly this amount. False when it is not free or of another amount.
pub fn use_up(sql: &Sql<'_>, key: &str, amount: Kopecks, receipt: ReceiptId) -> Result<bool, StoreError> {
    let touched = sql.execute(
        "UPDATE card_payment SET state = 'used', receipt_id = ?3
         WHERE key = ?1 AND amount = ?2 AND state = 'approved'",
        params![key, amount.0, receipt.0],
    )?;
    Ok(touched == 1)
}

/// The oldest payment of a till that may have been taken and belongs to no receipt.
pub fn loose(sql: &Sql<'_>, till: &TillId) -> Result<Option<LooseCard>, StoreError> {
    sql.query_opt(
        "SELECT key, amount, state FROM card_payment WHERE till_id = ?1 AND state IN ('asked', 'approved')
         ORDER BY payment_id LIMIT 1",
        params![till.as_str()],
        card,
    )
}

fn card(r: &Row<'_>) -> Result<LooseCard, StoreError> {
    let code = r.text_ref(2)?;
    let state = CardState::from_code(code).ok_or_else(|| StoreError::Shape { what: format!("card state {code:?}") })?;
    Ok(LooseCard { key: r.text(0)?, amount: Kopecks(r.int(1)?), state })
}

/// How many payments of all tills may have been taken and belong to no receipt.
pub fn count_loose(sql: &Sql<'_>) -> Result<i64, StoreError> {
    sql.number("SELECT count(*) FROM card_payment WHERE state IN ('asked', 'approved')", params![])
}
