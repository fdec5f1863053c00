//! Jobs of the automatic task: begun, ended, wanted now.

use super::{Action, Cx, Topic, UseError, support};
use crate::domain::access::Right;
use crate::domain::job::{Job, JobEnd};
use crate::store;

/// A run begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BeginJob(pub Job);

impl Action for BeginJob {
    type Value = ();
    const NAME: &'static str = "begin_job";

    fn run(self, cx: &mut Cx<'_>) -> Result<(), UseError> {
        cx.changes.add(Topic::Sync);
        Ok(store::jobs::begin(cx.sql, self.0, cx.now)?)
    }
}

/// A run ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndJob {
    /// Which job.
    pub job: Job,
    /// How.
    pub end: JobEnd,
}

impl Action for EndJob {
    type Value = ();
    const NAME: &'static str = "end_job";

    fn run(self, cx: &mut Cx<'_>) -> Result<(), UseError> {
        cx.changes.add(Topic::Sync);
        Ok(store::jobs::end(cx.sql, self.job, cx.now, &self.end)?)
    }
}

/// A person wants it now, in whatever process the task runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WantJob(pub Job);

impl Action for WantJob {
    type Value = ();
    const NAME: &'static str = "want_job";

    fn run(self, cx: &mut Cx<'_>) -> Result<(), UseError> {
        support::must_may(cx, Right::Settings)?;
        support::write_deed(cx, "job_wanted", self.0.code())?;
        cx.changes.add(Topic::Sync);
        Ok(store::jobs::want(cx.sql, self.0)?)
    }
}
