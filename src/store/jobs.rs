//! Runs of the jobs of the automatic task.

use chrono::{DateTime, Utc};

use super::engine::{Sql, params};
use super::error::StoreError;
use super::texts::{ms, time};
use crate::domain::job::{Job, JobRun};

/// What is known of a job.
pub fn get(sql: &Sql<'_>, job: Job) -> Result<JobRun, StoreError> {
    let text = "SELECT started_at, ended_at, result, wanted FROM job_run WHERE job = ?1";
    let found = sql.query_opt(text, params![job.code()], |r| {
        let moment = |ms: i64| (ms > 0).then(|| time(ms));
        let started_at = moment(r.int(0)?);
        let ended_at = moment(r.int(1)?).filter(|ended| started_at.is_some_and(|started| *ended >= started));
        Ok(JobRun { started_at, ended_at, result: r.text(2)?, is_wanted: r.flag(3)? })
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

/// A run ended so; an empty result is a good one.
pub fn end(sql: &Sql<'_>, job: Job, now: DateTime<Utc>, result: &str) -> Result<(), StoreError> {
    sql.execute(
        "INSERT INTO job_run (job, started_at, ended_at, result) VALUES (?1, ?2, ?2, ?3)
         ON CONFLICT (job) DO UPDATE SET ended_at = excluded.ended_at, result = excluded.result",
        params![job.code(), ms(now), result],
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
