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
    /// A person wants it now.
    pub is_wanted: bool,
}

impl JobRun {
    /// When the next run is due; none when the job is switched off and nobody wants it.
    #[must_use]
    pub fn next(&self, period: Option<Duration>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        if self.is_wanted {
            return Some(now);
        }
        let period = period?;
        // A start in the future is that of a clock that was set back since: it says nothing.
        Some(self.started_at.filter(|at| *at <= now).map_or(now, |at| at + period))
    }
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
        assert_eq!(run.next(hour, now).unwrap(), now + Duration::minutes(40));
        run.is_wanted = true;
        assert_eq!((run.next(hour, now), run.next(None, now)), (Some(now), Some(now)));
        let set_back = JobRun { started_at: Some(now + Duration::days(300)), ..JobRun::default() };
        assert_eq!(set_back.next(hour, now), Some(now), "a clock that was set back stops nothing");
    }
}
