//! What the background task last saw, for every window and the command line on the same data.

use super::engine::{Sql, params};
use super::error::StoreError;
use super::texts;
use crate::domain::job::Job;
use crate::usecase::read::freshness::{Freshness, StockFreshness};

/// Keys of the state; their meaning is in [`Freshness`].
pub mod key {
    /// Milliseconds of the last good poll.
    pub const POLLED_AT: &str = "polled_at";
    /// Code of the last poll's failure, or empty.
    pub const POLL_ERROR: &str = "poll_error";
    /// Code of why traffic is paused, or empty.
    pub const PAUSED: &str = "paused";
    /// Site clock minus ours, seconds.
    pub const SKEW_SECS: &str = "skew_secs";
    /// Site clock minus ours as the last poll measured it, seconds; differs from `skew_secs` until it is confirmed.
    pub const SKEW_SEEN: &str = "skew_seen";
    /// Code of why no hold lapses at present, or empty.
    pub const SWEEP_HELD: &str = "sweep_held";
    /// `true` for data of the practice mode.
    pub const PRACTICE: &str = "practice";
    /// `true` once a token was stored (the token itself is not in the database).
    pub const TOKEN_SET: &str = "token_set";
    /// How often a refresh was asked for by a process that does not run the task.
    pub const ASKED: &str = "asked";
    /// Milliseconds of the last full stock sent.
    pub const STOCK_AT: &str = "stock_at";
    /// Milliseconds of the last time when the stock was sent, or was still what had been sent.
    pub const STOCK_CHECKED_AT: &str = "stock_checked_at";
    /// Tells the last full stock sent from any other; empty: it must be sent anew.
    pub const STOCK_DIGEST: &str = "stock_digest";
    /// Rows of the last full stock sent.
    pub const STOCK_ROWS: &str = "stock_rows";
}

/// Stores one value.
pub fn set(sql: &Sql<'_>, key: &str, value: &str) -> Result<(), StoreError> {
    sql.execute(
        "INSERT INTO sync_state (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        params![key, value],
    )?;
    Ok(())
}

/// One value; empty when it was never stored.
pub fn get(sql: &Sql<'_>, key: &str) -> Result<String, StoreError> {
    Ok(sql.query_opt("SELECT value FROM sync_state WHERE key = ?1", params![key], |r| r.text(0))?.unwrap_or_default())
}

/// Everything the freshness bar shows, but whether a site is configured and how often it is polled.
pub fn freshness(sql: &Sql<'_>) -> Result<Freshness, StoreError> {
    let number = |key: &str| -> Result<Option<i64>, StoreError> { Ok(get(sql, key)?.parse().ok()) };
    let count = |query: &str| -> Result<u64, StoreError> {
        Ok(u64::try_from(sql.number(query, params![])?).unwrap_or_default())
    };
    let waiting_since =
        sql.query_opt("SELECT min(changed_at) FROM outbox WHERE state = 'waiting'", params![], |r| r.opt_int(0))?;
    let stock = StockFreshness {
        sent_at: number(key::STOCK_AT)?.map(texts::time),
        checked_at: number(key::STOCK_CHECKED_AT)?.map(texts::time),
        rows: u64::try_from(number(key::STOCK_ROWS)?.unwrap_or_default()).unwrap_or_default(),
        error: super::jobs::get(sql, Job::Stock)?.result,
        minutes: 0,
    };
    Ok(Freshness {
        configured: false,
        polled_at: number(key::POLLED_AT)?.map(texts::time),
        poll_error: get(sql, key::POLL_ERROR)?,
        paused: get(sql, key::PAUSED)?,
        skew_secs: number(key::SKEW_SECS)?.unwrap_or_default(),
        sweep_held: get(sql, key::SWEEP_HELD)?,
        waiting: count("SELECT count(*) FROM outbox WHERE state = 'waiting'")?,
        waiting_since: waiting_since.flatten().map(texts::time),
        refused: count(
            "SELECT count(*) FROM outbox b JOIN customer_order o ON o.order_id = b.order_id
             WHERE b.state = 'refused' AND o.attention IS NOT NULL",
        )?,
        quarantined: count("SELECT count(*) FROM quarantine WHERE resolved_at IS NULL")?,
        stock,
        poll_secs: 0,
    })
}
