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
use crate::ui::services::{ServiceError, SiteTrial, TokenAbout, TrialEnd};

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
    let end = match runtime.block_on(ask(bench, trial, asked).instrument(by_hand)) {
        Ok(Some(known)) => known,
        Ok(None) => TrialEnd::NotActive,
        Err(error) => TrialEnd::Failed(error.code()),
    };
    Ok(end)
}

/// What is known of the token; none for one that is not in force.
async fn ask(bench: &Bench, trial: SiteTrial, asked: Instant) -> Result<Option<TrialEnd>, SiteError> {
    may_meet(bench.practice, &trial.settings.host)?;
    let mut setup = Setup::read(trial.settings, &FileKeys(bench.folder.clone()));
    if !trial.token.is_empty() {
        setup.keys.token = Some(Secret::new(&trial.token));
    }
    if !trial.proxy_password.is_empty() {
        setup.keys.proxy_password = Some(Secret::new(&trial.proxy_password));
    }
    let client = connect(&setup, Arc::clone(&bench.clock))?;
    let answer = client.check().await?;
    let millis = u64::try_from(asked.elapsed().as_millis()).unwrap_or(0);
    if !answer.value.active {
        return Ok(None);
    }
    // A service that does not tell more is good enough to work with.
    let about = client.self_info().await.ok().map(|info| TokenAbout {
        partner: info.value.partner,
        pharmacies: info.value.pharmacies.into_iter().map(|one| (one.pharmacy_id, one.title)).collect(),
    });
    Ok(Some(TrialEnd::Known { millis, until: answer.value.expires_at, about }))
}
