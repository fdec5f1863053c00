//! Leases: work that one process does at a time.

use chrono::{DateTime, Duration, Utc};

use super::engine::{Sql, params};
use super::error::StoreError;
use super::texts;

/// Takes or keeps the lease `name` for `holder` until `now + length`. False when another holds it. A holder whose
/// name begins with `dead` (empty: none) is known to live no more and gives way at once.
///
/// A lease that reaches further than `length` into the future was written under another clock and counts as over.
pub fn acquire(
    sql: &Sql<'_>,
    name: &str,
    holder: &str,
    now: DateTime<Utc>,
    length: Duration,
    dead: &str,
) -> Result<bool, StoreError> {
    let until = texts::ms(now + length);
    let touched = sql.execute(
        "INSERT INTO lease (name, holder, until) VALUES (?1, ?2, ?3)
         ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
         WHERE lease.holder = excluded.holder OR lease.until <= ?4 OR lease.until > excluded.until
            OR (?5 <> '' AND substr(lease.holder, 1, length(?5)) = ?5)",
        params![name, holder, until, texts::ms(now), dead],
    )?;
    Ok(touched == 1)
}

/// Who holds the lease at `now`; none when it is free or has run out.
pub fn holder(sql: &Sql<'_>, name: &str, now: DateTime<Utc>) -> Result<Option<String>, StoreError> {
    let query = "SELECT holder FROM lease WHERE name = ?1 AND until > ?2";
    sql.query_opt(query, params![name, texts::ms(now)], |r| r.text(0))
}

/// Gives the lease back.
pub fn release(sql: &Sql<'_>, name: &str, holder: &str) -> Result<(), StoreError> {
    sql.execute("DELETE FROM lease WHERE name = ?1 AND holder = ?2", params![name, holder])?;
    Ok(())
}
