//! The one way to learn the time.
//!
//! Everything takes the clock as an argument: tests and the simulation run on a clock of their own, and
//! a jump of the machine's clock can be handled in one place.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset, Offset, TimeDelta, TimeZone, Utc};

/// A source of the current time. Implementations must be cheap and never fail.
pub trait Clock: Send + Sync {
    /// Now, UTC.
    fn now(&self) -> DateTime<Utc>;
    /// The pharmacy's offset from UTC at `at`, for reading and showing local times.
    fn offset(&self, at: DateTime<Utc>) -> FixedOffset;
    /// How much time has passed since some moment of this process, by a measure that nobody can set and that
    /// never goes back: beside [`Self::now`] it tells time that passed from a clock that was set.
    fn uptime(&self) -> Duration;
}

/// Both measures of one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// As the machine's clock shows it.
    pub wall: DateTime<Utc>,
    /// [`Clock::uptime`] then.
    pub up: Duration,
}

impl Moment {
    /// This moment.
    pub fn of(clock: &dyn Clock) -> Self {
        Self { wall: clock.now(), up: clock.uptime() }
    }

    /// By how much the clock was set ahead (negative: back) between `self` and the later moment `then`. A machine
    /// that slept counts as set ahead: its uptime stood still.
    #[must_use]
    pub fn set_ahead(&self, then: &Self) -> TimeDelta {
        let passed = TimeDelta::from_std(then.up.saturating_sub(self.up)).unwrap_or_default();
        (then.wall - self.wall) - passed
    }
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

    fn uptime(&self) -> Duration {
        static START: OnceLock<Instant> = OnceLock::new();
        START.get_or_init(Instant::now).elapsed()
    }
}

/// The machine's clock with a jump: practice mode shows a day in a minute with it.
#[derive(Debug, Default)]
pub struct JumpingClock {
    ahead_ms: AtomicI64,
}

impl JumpingClock {
    /// Lets `seconds` pass at once (negative goes back).
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

    fn uptime(&self) -> Duration {
        let ahead = u64::try_from(self.ahead_ms.load(Ordering::SeqCst)).unwrap_or_default();
        SystemClock.uptime() + Duration::from_millis(ahead)
    }
}

/// A clock moved by hand, for tests, the simulation and the sandbox. Zone: UTC+3 (Moscow).
#[derive(Debug)]
pub struct ManualClock {
    wall_ms: AtomicI64,
    up_ms: AtomicI64,
}

impl ManualClock {
    /// Starts at `at`.
    #[must_use]
    pub fn at(at: DateTime<Utc>) -> Self {
        Self { wall_ms: AtomicI64::new(at.timestamp_millis()), up_ms: AtomicI64::new(0) }
    }

    /// Lets `seconds` pass; a negative number sets the clock back.
    pub fn advance_secs(&self, seconds: i64) {
        self.set_ahead_secs(seconds);
        self.up_ms.fetch_add(seconds.max(0).saturating_mul(1000), Ordering::SeqCst);
    }

    /// Sets the clock ahead by `seconds` (negative: back) while no time passes.
    pub fn set_ahead_secs(&self, seconds: i64) {
        self.wall_ms.fetch_add(seconds.saturating_mul(1000), Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> DateTime<Utc> {
        from_millis(self.wall_ms.load(Ordering::SeqCst))
    }

    fn offset(&self, _at: DateTime<Utc>) -> FixedOffset {
        FixedOffset::east_opt(3 * 3600).unwrap_or_else(|| Utc.fix())
    }

    fn uptime(&self) -> Duration {
        Duration::from_millis(u64::try_from(self.up_ms.load(Ordering::SeqCst)).unwrap_or_default())
    }
}

/// Milliseconds since 1970 as a time; out-of-range values become 1970.
#[must_use]
pub fn from_millis(ms: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(ms).unwrap_or_default()
}
