//! Messages to the site: written with the change they tell of, sent in order per order, never lost.

use chrono::{DateTime, TimeDelta, Utc};

use super::engine::{Row, Sql, params};
use super::error::StoreError;
use super::texts;
use crate::domain::ids::{ChangeId, OrderId, OutboxId, SiteOrderId};
use crate::domain::order::CancelReason;
use crate::domain::status::OrderStatus;

/// No try is put off by more.
const LONGEST: TimeDelta = TimeDelta::hours(1);

/// A change of status to tell the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMessage {
    /// The status reached (an extension repeats it).
    pub status: OrderStatus,
    /// When it happened here.
    pub changed_at: DateTime<Utc>,
    /// The hold's end, when it matters.
    pub reserved_until: Option<DateTime<Utc>>,
    /// Why, for a cancellation, with words.
    pub reason: Option<(CancelReason, String)>,
}

/// A message on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Our row.
    pub id: OutboxId,
    /// Whose.
    pub order: OrderId,
    /// The site's id of the order.
    pub site_id: SiteOrderId,
    /// Key of the intent, the same over all retries.
    pub change_id: ChangeId,
    /// What to tell.
    pub what: NewMessage,
    /// The revision frozen at the first sending; before that the revision we hold now.
    pub expected_revision: i64,
    /// How often it was tried.
    pub attempts: u32,
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// The site took it (or had that status already).
    Sent,
    /// The site will never take it.
    Refused,
    /// The site's order won over ours; the message has no meaning any more.
    Superseded,
}

impl Settled {
    const fn code(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Refused => "refused",
            Self::Superseded => "superseded",
        }
    }
}

/// Adds a message.
pub fn add(sql: &Sql<'_>, order: OrderId, message: &NewMessage) -> Result<(), StoreError> {
    let (code, text) = match &message.reason {
        Some((reason, text)) => (Some(reason.code()), text.as_str()),
        None => (None, ""),
    };
    sql.execute(
        "INSERT INTO outbox (order_id, change_id, status, changed_at, reserved_until, reason_code, reason_text)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            order.0,
            ChangeId::fresh().as_str(),
            message.status.code(),
            texts::ms(message.changed_at),
            message.reserved_until.map(texts::ms),
            code,
            text,
        ],
    )?;
    Ok(())
}

macro_rules! select_message {
    () => {
        "SELECT b.outbox_id, b.order_id, o.site_id, b.change_id, b.status, b.changed_at, b.reserved_until,
                b.reason_code, b.reason_text, coalesce(b.sent_revision, o.revision), b.attempts
         FROM outbox b JOIN customer_order o ON o.order_id = b.order_id "
    };
}

/// Messages that may be sent at `now`: the first waiting one of each order, when its time has come. No try is put off
/// by more than an hour: what lies further ahead was put off by a clock that has been set back since.
pub fn due(sql: &Sql<'_>, now: DateTime<Utc>, limit: u32) -> Result<Vec<Message>, StoreError> {
    sql.query(
        concat!(
            select_message!(),
            "WHERE b.state = 'waiting' AND (b.next_at <= ?1 OR b.next_at > ?2)
               AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.order_id = b.order_id AND e.outbox_id < b.outbox_id
                               AND e.state = 'waiting')
             ORDER BY b.next_at, b.outbox_id LIMIT ?3"
        ),
        params![texts::ms(now), texts::ms(now + LONGEST), i64::from(limit)],
        message,
    )
}

/// The first waiting message of an order, when the site called it a conflict without telling its order.
pub fn in_conflict(sql: &Sql<'_>, order: OrderId) -> Result<Option<Message>, StoreError> {
    sql.query_opt(
        concat!(
            select_message!(),
            "WHERE b.order_id = ?1 AND b.state = 'waiting' AND b.is_conflict = 1 ORDER BY b.outbox_id LIMIT 1"
        ),
        params![order.0],
        message,
    )
}

/// Notes that the site called the message a conflict without telling its order.
pub fn mark_conflict(sql: &Sql<'_>, id: OutboxId) -> Result<(), StoreError> {
    sql.execute("UPDATE outbox SET is_conflict = 1 WHERE outbox_id = ?1 AND state = 'waiting'", params![id.0])?;
    Ok(())
}

fn message(r: &Row<'_>) -> Result<Message, StoreError> {
    let reason = r.opt_text(7)?.and_then(|c| CancelReason::from_code(&c));
    let words = r.text(8)?;
    Ok(Message {
        id: OutboxId(r.int(0)?),
        order: OrderId(r.int(1)?),
        site_id: SiteOrderId(r.text(2)?),
        change_id: ChangeId(r.text(3)?),
        what: NewMessage {
            status: OrderStatus::from_code(r.text_ref(4)?),
            changed_at: texts::time(r.int(5)?),
            reserved_until: r.opt_int(6)?.map(texts::time),
            reason: reason.map(|code| (code, words)),
        },
        expected_revision: r.int(9)?,
        attempts: u32::try_from(r.int(10)?).unwrap_or(u32::MAX),
    })
}

/// Freezes the body of a message before it is sent for the first time.
pub fn freeze(sql: &Sql<'_>, id: OutboxId, revision: i64) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE outbox SET sent_revision = coalesce(sent_revision, ?2) WHERE outbox_id = ?1",
        params![id.0, revision],
    )?;
    Ok(())
}

/// Notes a failed try and when to try again.
pub fn postpone(sql: &Sql<'_>, id: OutboxId, next_at: DateTime<Utc>, why: &str) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE outbox SET attempts = attempts + 1, next_at = ?2, last_error = ?3
         WHERE outbox_id = ?1 AND state = 'waiting'",
        params![id.0, texts::ms(next_at), why],
    )?;
    Ok(())
}

/// Ends a message. Answers false when it was ended before: a replay changes nothing.
pub fn settle(sql: &Sql<'_>, id: OutboxId, how: Settled, why: &str, at: DateTime<Utc>) -> Result<bool, StoreError> {
    let touched = sql.execute(
        "UPDATE outbox SET state = ?2, last_error = ?3, answered_at = ?4, attempts = attempts + 1
         WHERE outbox_id = ?1 AND state = 'waiting'",
        params![id.0, how.code(), why, texts::ms(at)],
    )?;
    Ok(touched == 1)
}

/// How a message ended; none while it waits.
pub fn settled(sql: &Sql<'_>, id: OutboxId) -> Result<Option<Settled>, StoreError> {
    let state = sql.query_opt("SELECT state FROM outbox WHERE outbox_id = ?1", params![id.0], |r| r.text(0))?;
    let all = [Settled::Sent, Settled::Refused, Settled::Superseded];
    Ok(state.and_then(|state| all.into_iter().find(|s| s.code() == state)))
}

/// The same intent under a new key, for a site order of this revision; tried at once.
pub fn renew(sql: &Sql<'_>, id: OutboxId, key: &ChangeId, revision: i64) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE outbox SET change_id = ?2, sent_revision = ?3, next_at = 0, is_conflict = 0,
             attempts = attempts + 1
         WHERE outbox_id = ?1 AND state = 'waiting'",
        params![id.0, key.as_str(), revision],
    )?;
    Ok(())
}

/// Ends all waiting messages of an order whose meaning is gone.
pub fn supersede_all(sql: &Sql<'_>, order: OrderId, at: DateTime<Utc>) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE outbox SET state = 'superseded', answered_at = ?2 WHERE order_id = ?1 AND state = 'waiting'",
        params![order.0, texts::ms(at)],
    )?;
    Ok(())
}

/// True when changes of this order are still on their way.
pub fn is_waiting(sql: &Sql<'_>, order: OrderId) -> Result<bool, StoreError> {
    Ok(sql.number("SELECT count(*) FROM outbox WHERE order_id = ?1 AND state = 'waiting'", params![order.0])? > 0)
}

/// When the next waiting message may be tried; none when nothing waits.
pub fn next_due(sql: &Sql<'_>) -> Result<Option<DateTime<Utc>>, StoreError> {
    let next = sql.query_opt(
        "SELECT min(b.next_at) FROM outbox b WHERE b.state = 'waiting'
         AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.order_id = b.order_id AND e.outbox_id < b.outbox_id
                         AND e.state = 'waiting')",
        params![],
        |r| r.opt_int(0),
    )?;
    Ok(next.flatten().map(texts::time))
}

/// Lets every waiting message be tried at once (the token was mended, the admin asks).
pub fn retry_now(sql: &Sql<'_>) -> Result<(), StoreError> {
    sql.execute("UPDATE outbox SET next_at = 0 WHERE state = 'waiting'", params![])?;
    Ok(())
}

/// How many messages wait.
pub fn waiting(sql: &Sql<'_>) -> Result<i64, StoreError> {
    sql.number("SELECT count(*) FROM outbox WHERE state = 'waiting'", params![])
}
