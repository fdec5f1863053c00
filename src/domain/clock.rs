//! The one way to learn the time.
//!
//! Everything takes the clock as an argument: tests and the simulation run on a clock of their own, and
//! a jump of the machine's clock can be handled in one place.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, FixedOffset, Offset, TimeZone, Utc};

/// A source of the current time. Implementations must be cheap and never fail.
pub trait Clock: Send + Sync {
    /// Now, UTC.
    fn now(&self) -> DateTime<Utc>;
    /// The pharmacy's offset from UTC at `at`, for reading and showing local times.
    fn offset(&self, at: DateTime<Utc>) -> FixedOffset;
}

/// The machine's clock. The only place that may read it.
#[derive(Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one injected clock")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }

    fn offset(&self, at: DateTime<Utc>) -> FixedOffset {
        chrono::Local.offset_from_utc_datetime(&at.naive_utc()).fix()
    }
}

/// The machine's clock with a jump: practice mode shows a day in a minute with it.
#[derive(Debug, Default)]
pub struct JumpingClock {
    ahead_ms: AtomicI64,
}

impl JumpingClock {
    /// Jumps ahead by `seconds` (negative goes back).
    pub fn jump_secs(&self, seconds: i64) {
        self.ahead_ms.fetch_add(seconds.saturating_mul(1000), Ordering::SeqCst);
    }
}

impl Clock for JumpingClock {
    fn now(&self) -> DateTime<Utc> {
        SystemClock.now() + chrono::Duration::milliseconds(self.ahead_ms.load(Ordering::SeqCst))
    }

    fn offset(&self, at: DateTime<Utc>) -> FixedOffset {
        SystemClock.offset(at)
    }
}

/// A clock moved by hand, for tests, the simulation and the sandbox. Zone: UTC+3 (Moscow).
#[derive(Debug)]
pub struct ManualClock(AtomicI64);

impl ManualClock {
    /// Starts at `at`.
    #[must_use]
    pub fn at(at: DateTime<Utc>) -> Self {
        Self(AtomicI64::new(at.timestamp_millis()))
    }

    /// Moves the clock by `seconds` (negative goes back).
    pub fn advance_secs(&self, seconds: i64) {
        self.0.fetch_add(seconds.saturating_mul(1000), Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> DateTime<Utc> {
        from_millis(self.0.load(Ordering::SeqCst))
    }

    fn offset(&self, _at: DateTime<Utc>) -> FixedOffset {
        FixedOffset::east_opt(3 * 3600).unwrap_or_else(|| Utc.fix())
    }
}

/// Milliseconds since 1970 as a time; out-of-range values become 1970.
#[must_use]
pub fn from_millis(ms: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(ms).unwrap_or_default()
}
