//! What came from the site: how far we have read, and what could not be read.

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use super::engine::{Sql, params};
use super::error::StoreError;
use super::texts;
use crate::domain::ids::ProblemId;
use crate::domain::mask;
use crate::domain::unreadable::{ReadFault, Unreadable};
use crate::usecase::Actor;
use crate::usecase::read::problems::ProblemRow;

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
    reason: &Unreadable,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let fingerprint = format!("{:x}", Sha256::digest(raw.as_bytes()));
    let made = sql.execute(
        "INSERT INTO quarantine (at, service, order_ref, fingerprint, raw, reason, path, detail)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (fingerprint) DO NOTHING",
        params![
            texts::ms(at),
            service,
            order_ref,
            &fingerprint,
            raw,
            reason.fault.code(),
            &reason.path,
            &reason.detail
        ],
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

/// Puts an open problem aside; false when there is none with this id.
pub fn dismiss(sql: &Sql<'_>, problem: ProblemId, actor: &Actor, at: DateTime<Utc>) -> Result<bool, StoreError> {
    let touched = sql.execute(
        "UPDATE quarantine SET resolved_at = ?1, dismissed_by = ?2, dismissed_till = ?3
         WHERE quarantine_id = ?4 AND resolved_at IS NULL",
        params![texts::ms(at), &actor.user, &actor.till.0, problem.0],
    )?;
    Ok(touched == 1)
}

/// Open problems, newest first. Digits of phones and quoted names are masked, long ones cut.
pub fn problems(sql: &Sql<'_>, limit: u32) -> Result<Vec<ProblemRow>, StoreError> {
    sql.query(
        "SELECT q.quarantine_id, q.at, q.order_ref, o.site_number, q.reason, q.path, q.detail, substr(q.raw, 1, 20000)
         FROM quarantine q LEFT JOIN customer_order o ON o.site_id = q.order_ref
         WHERE q.resolved_at IS NULL ORDER BY q.quarantine_id DESC LIMIT ?1",
        params![i64::from(limit)],
        |r| {
            Ok(ProblemRow {
                id: ProblemId(r.int(0)?),
                at: texts::time(r.int(1)?),
                order_ref: r.opt_text(2)?,
                number: r.opt_text(3)?,
                reason: reason(&r.text(4)?, r.text(5)?, r.text(6)?),
                raw: mask::json_excerpt(r.text_ref(7)?, 2_000),
            })
        },
    )
}

/// A code that we do not know is what an older program wrote in words: kept as the detail.
fn reason(code: &str, path: String, detail: String) -> Unreadable {
    match ReadFault::from_code(code) {
        Some(fault) => Unreadable { fault, path, detail },
        None => Unreadable::whole(ReadFault::Other).with(code),
    }
}
