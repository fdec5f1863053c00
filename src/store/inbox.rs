//! What came from the site: how far we have read, and what could not be read.

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use super::engine::{Sql, params};
use super::error::StoreError;
use super::texts;
use crate::domain::mask;
use crate::usecase::read::problems::QuarantineRow;

/// How far a service has been read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// The cursor to ask with; none before the first page and after it expired.
    pub cursor: Option<String>,
    /// `updated_at` of the newest order seen.
    pub last_seen_at: Option<DateTime<Utc>>,
}

/// Where we stand with a service.
pub fn position(sql: &Sql<'_>, service: &str) -> Result<Position, StoreError> {
    Ok(sql
        .query_opt("SELECT cursor, last_seen_at FROM inbox_cursor WHERE service = ?1", params![service], |r| {
            Ok(Position { cursor: r.opt_text(0)?, last_seen_at: r.opt_int(1)?.map(texts::time) })
        })?
        .unwrap_or_default())
}

/// Moves on to `cursor`; the newest order seen never goes back.
pub fn advance(
    sql: &Sql<'_>,
    service: &str,
    cursor: Option<&str>,
    seen: Option<DateTime<Utc>>,
) -> Result<(), StoreError> {
    sql.execute(
        "INSERT INTO inbox_cursor (service, cursor, last_seen_at) VALUES (?1, ?2, ?3)
         ON CONFLICT (service) DO UPDATE SET cursor = excluded.cursor,
             last_seen_at = CASE WHEN excluded.last_seen_at IS NULL THEN inbox_cursor.last_seen_at
                                 WHEN inbox_cursor.last_seen_at > excluded.last_seen_at
                                 THEN inbox_cursor.last_seen_at ELSE excluded.last_seen_at END",
        params![service, cursor, seen.map(texts::ms)],
    )?;
    Ok(())
}

/// Forgets how far a service was read: another site or another pharmacy is read from its start.
pub fn forget(sql: &Sql<'_>, service: &str) -> Result<(), StoreError> {
    sql.execute("DELETE FROM inbox_cursor WHERE service = ?1", params![service])?;
    Ok(())
}

/// Keeps an element that could not be read; the same element is kept once.
pub fn quarantine(
    sql: &Sql<'_>,
    service: &str,
    order_ref: Option<&str>,
    raw: &str,
    reason: &str,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let fingerprint = format!("{:x}", Sha256::digest(raw.as_bytes()));
    let made = sql.execute(
        "INSERT INTO quarantine (at, service, order_ref, fingerprint, raw, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (fingerprint) DO NOTHING",
        params![texts::ms(at), service, order_ref, &fingerprint, raw, reason],
    )?;
    Ok(made == 1)
}

/// True when some element waits to be looked at.
pub fn has_unresolved(sql: &Sql<'_>) -> Result<bool, StoreError> {
    Ok(sql.number("SELECT EXISTS (SELECT 1 FROM quarantine WHERE resolved_at IS NULL)", params![])? == 1)
}

/// An order could be read after all: what was kept of it is settled.
pub fn resolve(sql: &Sql<'_>, order_ref: &str, at: DateTime<Utc>) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE quarantine SET resolved_at = ?2 WHERE order_ref = ?1 AND resolved_at IS NULL",
        params![order_ref, texts::ms(at)],
    )?;
    Ok(())
}

/// Unresolved elements, newest first. Digits of phones and quoted names are masked, long ones cut.
pub fn quarantined(sql: &Sql<'_>, limit: u32) -> Result<Vec<QuarantineRow>, StoreError> {
    sql.query(
        "SELECT at, order_ref, reason, substr(raw, 1, 20000) FROM quarantine WHERE resolved_at IS NULL
         ORDER BY quarantine_id DESC LIMIT ?1",
        params![i64::from(limit)],
        |r| {
            Ok(QuarantineRow {
                at: texts::time(r.int(0)?),
                order_ref: r.opt_text(1)?,
                reason: r.text(2)?,
                raw: mask::json_excerpt(r.text_ref(3)?, 2_000),
            })
        },
    )
}
