//! «Проверить авторизацию»: one question to the site with values that are not saved yet.

use std::sync::Arc;
use std::time::Instant;

use tracing::Instrument;

use super::sync::may_meet;
use super::tokens::FileKeys;
use crate::domain::clock::Clock;
use crate::site::error::SiteError;
use crate::site::secret::Secret;
use crate::store::folder::DataFolder;
use crate::sync::{Setup, connect};
use crate::ui::services::{ServiceError, SiteTrial, TrialEnd};

/// Where the trial is made.
#[derive(Clone)]
pub(super) struct Bench {
    /// With the stored keys.
    pub(super) folder: DataFolder,
    /// For stamps and limits.
    pub(super) clock: Arc<dyn Clock>,
    /// Practice data never meets another machine.
    pub(super) practice: bool,
    /// Where the person sits who asks.
    pub(super) till: String,
}

/// Asks; blocks up to the time limits of the settings.
pub(super) fn run(bench: &Bench, trial: SiteTrial) -> Result<TrialEnd, ServiceError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|_| ServiceError::Unavailable)?;
    let asked = Instant::now();
    let by_hand = tracing::info_span!("run", operation = "trial", till = bench.till.as_str());
    let end = match runtime.block_on(ask(bench, trial).instrument(by_hand)) {
        Ok(Some(until)) => TrialEnd::Known { millis: u64::try_from(asked.elapsed().as_millis()).unwrap_or(0), until },
        Ok(None) => TrialEnd::NotActive,
        Err(error) => TrialEnd::Failed(error.code()),
    };
    Ok(end)
}

/// Until when the token is good; none for one that is not in force.
async fn ask(bench: &Bench, trial: SiteTrial) -> Result<Option<Option<chrono::DateTime<chrono::Utc>>>, SiteError> {
    may_meet(bench.practice, &trial.settings.host)?;
    let mut setup = Setup::read(trial.settings, &FileKeys(bench.folder.clone()));
    if !trial.token.is_empty() {
        setup.keys.token = Some(Secret::new(&trial.token));
    }
    if !trial.proxy_password.is_empty() {
        setup.keys.proxy_password = Some(Secret::new(&trial.proxy_password));
    }
    let answer = connect(&setup, Arc::clone(&bench.clock))?.check().await?;
    Ok(answer.value.active.then_some(answer.value.expires_at))
}
