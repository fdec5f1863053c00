//! Runs of the jobs of the automatic task.

use chrono::{DateTime, Utc};

use super::engine::{Sql, params};
use super::error::StoreError;
use super::texts::{ms, time};
use crate::domain::job::{Job, JobEnd, JobRun};

/// What is known of a job.
pub fn get(sql: &Sql<'_>, job: Job) -> Result<JobRun, StoreError> {
    let text =
        "SELECT started_at, ended_at, result, wanted, failures, retry_at, not_before FROM job_run WHERE job = ?1";
    let found = sql.query_opt(text, params![job.code()], |r| {
        let moment = |ms: i64| (ms > 0).then(|| time(ms));
        let started_at = moment(r.int(0)?);
        let ended_at = moment(r.int(1)?).filter(|ended| started_at.is_some_and(|started| *ended >= started));
        Ok(JobRun {
            started_at,
            ended_at,
            result: r.text(2)?,
            is_wanted: r.flag(3)?,
            failures: u32::try_from(r.int(4)?).unwrap_or(u32::MAX),
            retry_at: moment(r.int(5)?),
            not_before: moment(r.int(6)?),
        })
    })?;
    Ok(found.unwrap_or_default())
}

/// A run begins: nobody has to want it any more.
pub fn begin(sql: &Sql<'_>, job: Job, now: DateTime<Utc>) -> Result<(), StoreError> {
    sql.execute(
        "INSERT INTO job_run (job, started_at, ended_at, wanted) VALUES (?1, ?2, 0, 0)
         ON CONFLICT (job) DO UPDATE SET started_at = excluded.started_at, ended_at = 0, wanted = 0",
        params![job.code(), ms(now)],
    )?;
    Ok(())
}

/// A run ended so.
pub fn end(sql: &Sql<'_>, job: Job, now: DateTime<Utc>, end: &JobEnd) -> Result<(), StoreError> {
    let moment = |at: Option<DateTime<Utc>>| at.map_or(0, ms);
    sql.execute(
        "INSERT INTO job_run (job, started_at, ended_at, result, failures, retry_at, not_before)
         VALUES (?1, ?2, ?2, ?3, CASE WHEN ?4 > 0 THEN 1 ELSE 0 END, ?4, ?5)
         ON CONFLICT (job) DO UPDATE SET ended_at = excluded.ended_at, result = excluded.result,
             failures = CASE WHEN excluded.retry_at > 0 THEN job_run.failures + 1 ELSE 0 END,
             retry_at = excluded.retry_at, not_before = excluded.not_before",
        params![job.code(), ms(now), &end.result, moment(end.retry_at), moment(end.not_before)],
    )?;
    Ok(())
}

/// A person wants it now.
pub fn want(sql: &Sql<'_>, job: Job) -> Result<(), StoreError> {
    sql.execute(
        "INSERT INTO job_run (job, wanted) VALUES (?1, 1) ON CONFLICT (job) DO UPDATE SET wanted = 1",
        params![job.code()],
    )?;
    Ok(())
}
