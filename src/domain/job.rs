//! Jobs of the automatic task and their schedule.

use chrono::{DateTime, Duration, Utc};

/// A job that runs by its own schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Job {
    /// «Получить брони».
    Orders,
    /// «Передать полные остатки».
    Stock,
    /// The card of the pharmacy.
    Pharmacy,
    /// The token is asked about, and renewed when that is switched on and its end is near.
    Token,
    /// Tables of goods out of the folder that is watched for them.
    Import,
    /// A copy of the data.
    Copy,
}

impl Job {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Orders, Self::Stock, Self::Pharmacy, Self::Token, Self::Import, Self::Copy];

    /// As the data keeps it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Orders => "orders",
            Self::Stock => "stock",
            Self::Pharmacy => "pharmacy",
            Self::Token => "token",
            Self::Import => "import",
            Self::Copy => "copy",
        }
    }
}

/// What is known of the runs of a job.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JobRun {
    /// When it last began; none before the first time.
    pub started_at: Option<DateTime<Utc>>,
    /// When that run ended; none while it is under way, or when it was cut off.
    pub ended_at: Option<DateTime<Utc>>,
    /// Text key of what came of it; empty for a good end.
    pub result: String,
    /// A person wants it now, or something changed that the site must hear of soon.
    pub is_wanted: bool,
    /// Runs that failed one after the other.
    pub failures: u32,
    /// When a failed run is tried again, before its period is over.
    pub retry_at: Option<DateTime<Utc>>,
    /// The site does not want it earlier.
    pub not_before: Option<DateTime<Utc>>,
}

/// How a run ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JobEnd {
    /// Text key of what came of it; empty for a good end.
    pub result: String,
    /// When it is tried again before its period is over; none when that would not help.
    pub retry_at: Option<DateTime<Utc>>,
    /// The site does not want it earlier, whoever does.
    pub not_before: Option<DateTime<Utc>>,
}

impl JobEnd {
    /// An end of which no more is known than this.
    #[must_use]
    pub fn with(result: &str) -> Self {
        Self { result: result.to_owned(), ..Self::default() }
    }
}

/// The first pause before a failed run is tried again; it doubles with each further failure.
const FIRST_PAUSE: Duration = Duration::minutes(1);

/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::minutes(30);

/// No site may keep us waiting for longer.
const MOST_PATIENCE: Duration = Duration::hours(1);

/// How long a run that failed for the `failures`-th time waits.
#[must_use]
pub fn pause(failures: u32) -> Duration {
    FIRST_PAUSE.checked_mul(1 << failures.saturating_sub(1).min(10)).unwrap_or(LONGEST_PAUSE).min(LONGEST_PAUSE)
}

impl JobRun {
    /// When the next run is due; none when the job is switched off and nobody wants it.
    #[must_use]
    pub fn next(&self, period: Option<Duration>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        // A moment far ahead was written under another clock: it says nothing.
        let soon = |at: &DateTime<Utc>| *at <= now + MOST_PATIENCE;
        let regular = || {
            let period = period?;
            // So is a start in the future.
            Some(self.started_at.filter(|at| *at <= now).map_or(now, |at| at + period + jitter(at, period)))
        };
        let due = if self.is_wanted { Some(now) } else { self.retry_at.filter(soon).or_else(regular) };
        due.map(|due| self.not_before.filter(soon).map_or(due, |not_before| due.max(not_before)))
    }
}

/// Up to a twentieth of the period, told by the start itself: many pharmacies do not ask at the same minute.
fn jitter(start: DateTime<Utc>, period: Duration) -> Duration {
    let most = (period.num_milliseconds() / 20).max(1);
    // Neighbouring moments must not give neighbouring pauses.
    let mixed = start.timestamp_millis().wrapping_mul(0x5851_F42D_4C95_7F2D).rotate_right(17);
    Duration::milliseconds(mixed.rem_euclid(most))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use super::*;
    use crate::domain::clock::from_millis;

    #[test]
    fn a_job_runs_at_once_the_first_time_then_by_its_period_and_whenever_it_is_wanted() {
        let now = from_millis(1_795_500_000_000);
        let hour = Some(Duration::hours(1));
        let mut run = JobRun::default();
        assert_eq!((run.next(hour, now), run.next(None, now)), (Some(now), None));
        run.started_at = Some(now - Duration::minutes(20));
        let next = run.next(hour, now).unwrap();
        assert!(next >= now + Duration::minutes(40) && next < now + Duration::minutes(43), "{next}");
        run.is_wanted = true;
        assert_eq!((run.next(hour, now), run.next(None, now)), (Some(now), Some(now)));
        // A failure comes again soon, a site that asks for patience gets it, whoever wants the run.
        let failed = JobRun { started_at: Some(now), retry_at: Some(now + pause(1)), ..JobRun::default() };
        assert_eq!(failed.next(hour, now), Some(now + Duration::minutes(1)));
        let patient = now + Duration::minutes(10);
        let told = JobRun { not_before: Some(patient), is_wanted: true, ..failed };
        assert_eq!(told.next(hour, now), Some(patient));
        let forever = JobRun { not_before: Some(now + Duration::days(30)), is_wanted: true, ..JobRun::default() };
        assert_eq!(forever.next(hour, now), Some(now), "no site keeps us waiting for longer than an hour");
        assert_eq!([1, 2, 5, 6, 99].map(|n| pause(n).num_minutes()), [1, 2, 16, 30, 30]);
        let set_back = JobRun { started_at: Some(now + Duration::days(300)), ..JobRun::default() };
        assert_eq!(set_back.next(hour, now), Some(now), "a clock that was set back stops nothing");
    }
}
