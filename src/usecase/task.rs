//! What the background task writes of itself: who runs it, what it last saw.

use chrono::{DateTime, Duration, Utc};

use super::receive_orders::SERVICE;
use super::{Action, Cx, Query, ReadCx, Topic, UseError};
use crate::store;
use crate::store::inbox::Position;
use crate::store::sync_state::key;

/// Takes or keeps the lease of the background task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoldLease {
    /// Which process, unique per start.
    pub holder: String,
    /// For how long.
    pub seconds: i64,
}

/// Name of the lease.
pub(super) const LEASE: &str = "sync";

impl Action for HoldLease {
    /// False when another process runs the task.
    type Value = bool;
    const NAME: &'static str = "hold_lease";

    fn run(self, cx: &mut Cx<'_>) -> Result<bool, UseError> {
        Ok(store::lease::acquire(cx.sql, LEASE, &self.holder, cx.now, Duration::seconds(self.seconds), "")?)
    }
}

/// Takes or keeps the lease for the one process that has the seat of its machine: whoever had the seat before is
/// dead, so its lease need not run out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InheritLease {
    /// Which seat; holders that sit there have names that begin with it.
    pub seat: String,
    /// Which process of that seat, unique per start.
    pub process: String,
    /// For how long.
    pub seconds: i64,
}

impl InheritLease {
    /// The name under which the lease is held.
    #[must_use]
    pub fn holder(&self) -> String {
        format!("{}/{}", self.seat, self.process)
    }
}

impl Action for InheritLease {
    /// False when a process that does not share the seat runs the task.
    type Value = bool;
    const NAME: &'static str = "inherit_lease";

    fn run(self, cx: &mut Cx<'_>) -> Result<bool, UseError> {
        let (holder, dead) = (self.holder(), format!("{}/", self.seat));
        Ok(store::lease::acquire(cx.sql, LEASE, &holder, cx.now, Duration::seconds(self.seconds), &dead)?)
    }
}

/// Gives the lease back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GiveLease {
    /// Which process.
    pub holder: String,
}

impl Action for GiveLease {
    type Value = ();
    const NAME: &'static str = "give_lease";

    fn run(self, cx: &mut Cx<'_>) -> Result<(), UseError> {
        Ok(store::lease::release(cx.sql, LEASE, &self.holder)?)
    }
}

/// How the last contact with the site went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contact {
    /// Orders were polled; the site's clock minus ours in seconds.
    Polled {
        /// Seconds.
        skew_secs: i64,
    },
    /// A poll measured the site's clock minus ours, in seconds, and nothing confirms it yet.
    ClockSeen {
        /// Seconds.
        skew_secs: i64,
    },
    /// Why no hold lapses at present, by code; empty: they do.
    Sweep(String),
    /// A poll failed, by code.
    Failed(String),
    /// All traffic is paused, by code.
    Paused(String),
    /// Traffic goes on.
    Resumed,
    /// A token was stored or removed.
    Token(TokenIs),
    /// A person asks for a refresh, and another process runs the task.
    Asked,
}

/// Whether there is a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenIs {
    /// There is.
    Set,
    /// There is none.
    Missing,
}

/// Notes how the last contact went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteContact(pub Contact);

impl Action for NoteContact {
    type Value = ();
    const NAME: &'static str = "note_contact";

    fn run(self, cx: &mut Cx<'_>) -> Result<(), UseError> {
        let set = |key, value: &str| store::sync_state::set(cx.sql, key, value);
        match self.0 {
            Contact::Polled { skew_secs } => {
                set(key::POLLED_AT, &cx.now.timestamp_millis().to_string())?;
                set(key::SKEW_SECS, &skew_secs.to_string())?;
                set(key::SKEW_SEEN, &skew_secs.to_string())?;
                set(key::POLL_ERROR, "")?;
                set(key::PAUSED, "")?;
            }
            Contact::ClockSeen { skew_secs } => set(key::SKEW_SEEN, &skew_secs.to_string())?,
            Contact::Sweep(code) => set(key::SWEEP_HELD, &code)?,
            Contact::Failed(code) => set(key::POLL_ERROR, &code)?,
            Contact::Paused(code) => set(key::PAUSED, &code)?,
            Contact::Resumed => set(key::PAUSED, "")?,
            Contact::Token(token) => {
                set(key::TOKEN_SET, if token == TokenIs::Set { "true" } else { "false" })?;
                cx.changes.add(Topic::Settings);
            }
            Contact::Asked => set(key::ASKED, &(times_asked(cx.sql)? + 1).to_string())?,
        }
        cx.changes.add(Topic::Sync);
        Ok(())
    }
}

/// How often a person asked for a refresh that another process must carry out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimesAsked;

impl Query for TimesAsked {
    type Rows = i64;

    fn run(self, cx: &ReadCx<'_>) -> Result<i64, UseError> {
        times_asked(cx.sql)
    }
}

fn times_asked(sql: &store::Sql<'_>) -> Result<i64, UseError> {
    Ok(store::sync_state::get(sql, key::ASKED)?.parse().unwrap_or(0))
}

/// Begins to read again what was left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BeginReread;

impl Action for BeginReread {
    /// None when nothing must be read again.
    type Value = Option<FinishReread>;
    const NAME: &'static str = "begin_reread";

    fn run(self, cx: &mut Cx<'_>) -> Result<Option<FinishReread>, UseError> {
        let Some(since) = store::orders::reread_from(cx.sql)? else { return Ok(None) };
        Ok(Some(FinishReread { since, round: store::orders::begin_reread(cx.sql)? }))
    }
}

/// Everything since `since` has been read again: what was not among it cannot be had. What was flagged after the
/// reading began may have changed behind it and stays flagged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FinishReread {
    /// From which moment was read.
    pub since: DateTime<Utc>,
    /// Which round of reading this was.
    pub round: i64,
}

impl Action for FinishReread {
    type Value = ();
    const NAME: &'static str = "finish_reread";

    fn run(self, cx: &mut Cx<'_>) -> Result<(), UseError> {
        Ok(store::orders::finish_reread(cx.sql, self.since, self.round)?)
    }
}

/// Where to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WhereToGoOn;

/// The answer to [`WhereToGoOn`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GoOn {
    /// Cursor and newest order seen.
    pub position: Position,
    /// Some order must be read again from this moment.
    pub reread_from: Option<DateTime<Utc>>,
    /// When the next message may be sent.
    pub next_delivery: Option<DateTime<Utc>>,
    /// What was known of the site's clock, by whatever process.
    pub clock: KnownClock,
}

/// The site's clock minus ours, seconds, as stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KnownClock {
    /// The difference that holds are reckoned with; none when the site was never polled.
    pub trusted: Option<i64>,
    /// What the last poll measured.
    pub seen: Option<i64>,
}

impl Query for WhereToGoOn {
    type Rows = GoOn;

    fn run(self, cx: &ReadCx<'_>) -> Result<GoOn, UseError> {
        Ok(GoOn {
            position: store::inbox::position(cx.sql, SERVICE)?,
            reread_from: store::orders::reread_from(cx.sql)?,
            next_delivery: store::outbox::next_due(cx.sql)?,
            clock: KnownClock {
                trusted: store::sync_state::get(cx.sql, key::SKEW_SECS)?.parse().ok(),
                seen: store::sync_state::get(cx.sql, key::SKEW_SEEN)?.parse().ok(),
            },
        })
    }
}
