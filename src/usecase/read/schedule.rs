//! The schedule of the automatic task: each job with its period, its last run and the next one.

use chrono::{DateTime, Duration, Utc};

use crate::domain::job::{Job, JobRun};
use crate::store;
use crate::usecase::{Query, ReadCx, UseError, settings};

/// The schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule;

/// One job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobRow {
    /// Which.
    pub job: Job,
    /// How often; none when it is switched off.
    pub period: Option<Duration>,
    /// Its last run.
    pub run: JobRun,
    /// When it is due.
    pub next: Option<DateTime<Utc>>,
}

impl Query for Schedule {
    type Rows = Vec<JobRow>;

    fn run(self, cx: &ReadCx<'_>) -> Result<Vec<JobRow>, UseError> {
        Job::ALL.into_iter().map(|job| row(cx, job)).collect()
    }
}

pub(in crate::usecase) fn row(cx: &ReadCx<'_>, job: Job) -> Result<JobRow, UseError> {
    let number = |key| settings::get(cx.sql, key).map(|value| value.parse::<i64>().unwrap_or(0));
    let period = match job {
        Job::Orders => Some(Duration::seconds(number("sync.poll_seconds")?)),
        Job::Stock => Some(Duration::minutes(number("sync.stock_minutes")?)).filter(|period| !period.is_zero()),
        Job::Pharmacy | Job::Token => Some(Duration::days(1)),
        // The folder is looked at all the time; a run is a table that came.
        Job::Import => None,
        Job::Copy => (settings::get(cx.sql, "backup.nightly")? == "true").then(|| Duration::days(1)),
    };
    let mut run = store::jobs::get(cx.sql, job)?;
    if job == Job::Orders {
        // The poll notes its own success and failure.
        let fresh = store::sync_state::freshness(cx.sql)?;
        (run.started_at, run.ended_at, run.result) = (fresh.polled_at, fresh.polled_at, fresh.poll_error);
    }
    let next = run.next(period, cx.now);
    Ok(JobRow { job, period, run, next })
}
