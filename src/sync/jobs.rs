//! Jobs with longer periods beside the poll: the full stock, the card of the pharmacy, the state of the token.

use std::sync::Arc;
use std::time::Duration;

use chrono::{FixedOffset, TimeDelta};

use super::renew::{self, Renewed, TokenStore};
use super::stock::{self, Sending, StockFault, Word};
use super::task::SyncTask;
use crate::domain::job::{self, Job, JobEnd};
use crate::domain::mask;
use crate::site::backoff;
use crate::site::error::{ErrorClass, SiteError};
use crate::site::pharmacy::{PharmacyCard, Place};
use crate::usecase::Topic;
use crate::usecase::jobs::{BeginJob, EndJob};
use crate::usecase::read::pharmacy::{Pharmacy, PharmacyFacts};
use crate::usecase::read::schedule::{JobRow, Schedule};
use crate::usecase::read::settings::GetSetting;

/// How often the schedule is looked at.
const LOOK: Duration = Duration::from_secs(20);

/// A token that ends within this time is renewed, where that is switched on.
const NEAR_END: TimeDelta = TimeDelta::days(7);

impl SyncTask {
    /// Runs what is due, one after the other, while this process runs the task.
    pub(super) async fn keep_jobs(&self) {
        let Some(keys) = self.new_keys.clone() else { return std::future::pending().await };
        loop {
            self.my_turn().await;
            match self.shared.desk.ask(Schedule).await {
                Ok(rows) => {
                    for row in rows {
                        if self.is_due(&row) {
                            self.run_job(&row, keys.as_ref()).await;
                        }
                    }
                }
                Err(error) => tracing::error!(%error, "the schedule cannot be read"),
            }
            tokio::select! {
                biased;
                () = self.wishes.hear(|changes| changes.has(Topic::Sync)) => {}
                () = self.timer.after(backoff::about(LOOK, self.shared.next_seed())) => {}
            }
        }
    }

    fn is_due(&self, row: &JobRow) -> bool {
        let ours = matches!(row.job, Job::Stock | Job::Pharmacy | Job::Token);
        ours && row.next.is_some_and(|next| next <= self.shared.now())
    }

    async fn run_job(&self, row: &JobRow, keys: &dyn TokenStore) {
        let job = row.job;
        let done = async {
            self.shared.act(BeginJob(job)).await?;
            let ended = match job {
                Job::Stock => self.send_stock(row.run.is_wanted).await,
                Job::Pharmacy => self.send_card().await,
                Job::Token => self.mind_token(keys).await,
                Job::Orders | Job::Import | Job::Copy => Ok(JobEnd::default()),
            };
            let end = ended.unwrap_or_else(|error| self.failed(row, &error));
            self.shared.act(EndJob { job, end }).await
        };
        let run = tracing::info_span!("run", operation = job.code(), till = "sync");
        if let Err(error) = tracing::Instrument::instrument(done, run).await {
            tracing::error!(%error, "a job of the schedule was not noted");
        }
    }

    /// A site that did not answer is asked again soon, later each time; one that asks for patience gets it; what only a
    /// person can mend waits for its period.
    fn failed(&self, row: &JobRow, error: &SiteError) -> JobEnd {
        let now = self.shared.now();
        let (retry_at, not_before) = match error.class() {
            ErrorClass::Retry { after, .. } => {
                let pause = job::pause(row.run.failures + 1);
                let patience = after.and_then(|after| TimeDelta::from_std(after).ok());
                let pause = row.period.map_or(pause, |period| pause.min(period));
                (Some(now + patience.map_or(pause, |patience| patience.max(pause))), patience.map(|p| now + p))
            }
            _ => (None, None),
        };
        JobEnd { result: error.code().to_owned(), retry_at, not_before }
    }

    /// By its period only what differs from the last time; what somebody wants is sent in any case.
    async fn send_stock(&self, is_wanted: bool) -> Result<JobEnd, SiteError> {
        let line = self.shared.line().await?;
        let sending = Arc::<Sending>::default();
        let pharmacy = line.setup.settings.pharmacy_id.clone();
        let desk = &self.shared.desk;
        let sent = if is_wanted {
            stock::send_full(desk, &line.client, &pharmacy, Word::NotGiven, &sending).await.map(Some)
        } else {
            stock::send_if_changed(desk, &line.client, &pharmacy, &sending).await
        };
        let result = match sent {
            Ok(None) => return Ok(JobEnd::default()),
            Ok(Some(sent)) if sent.rejected_count == 0 => "",
            Ok(Some(_)) => "job-stock-rows-refused",
            Err(StockFault::Shrunk { .. }) => return Ok(JobEnd::with("job-stock-shrunk")),
            Err(StockFault::Site(error)) => return Err(error),
            Err(StockFault::Store(_) | StockFault::Stopped) => return Err(SiteError::Source),
        };
        // So often and no oftener does the site want it.
        let wants = line.client.self_info().await.ok().and_then(|info| info.value.limits.catalog_full_min);
        let not_before = wants.and_then(|wants| TimeDelta::from_std(wants).ok()).map(|wants| self.shared.now() + wants);
        Ok(JobEnd { not_before, ..JobEnd::with(result) })
    }

    /// Tells the site who and where we are.
    async fn send_card(&self) -> Result<JobEnd, SiteError> {
        let line = self.shared.line().await?;
        let facts = self.shared.desk.ask(PharmacyFacts).await.map_err(|_| SiteError::Source)?;
        let Some(facts) = facts else { return Ok(JobEnd::with("job-pharmacy-incomplete")) };
        let zone = self.shared.desk.clock().offset(self.shared.now());
        let answer = line.client.import_pharmacies(&[card(facts, zone)]).await?.value;
        if answer.rejected == 0 {
            return Ok(JobEnd::default());
        }
        let faults: Vec<_> = answer.results.into_iter().flat_map(|card| card.errors).collect();
        let faults = mask::safe_text(&faults.join("; "));
        tracing::warn!(%faults, "the site refused the card of the pharmacy");
        Ok(JobEnd::with("job-pharmacy-refused"))
    }

    /// Asks about the token; renews it only where a person has switched that on.
    async fn mind_token(&self, keys: &dyn TokenStore) -> Result<JobEnd, SiteError> {
        let line = self.shared.line().await?;
        let state = line.client.check().await?.value;
        if !state.active {
            return Ok(JobEnd::with("settings-token-off"));
        }
        let ends_soon = state.expires_at.is_some_and(|end| end - self.shared.now() < NEAR_END);
        if !ends_soon {
            return Ok(JobEnd::default());
        }
        let asked = self.shared.desk.ask(GetSetting { key: "site.auto_refresh".to_owned() }).await;
        let (Ok(wanted), Some(old)) = (asked, line.setup.keys.token.clone()) else { return Err(SiteError::Source) };
        if wanted != "true" {
            return Ok(JobEnd::with("job-token-ends-soon"));
        }
        match renew::renew(&line.client, &old, keys).await {
            Renewed::Done => Ok(JobEnd::default()),
            other => Ok(JobEnd::with(other.code())),
        }
    }
}

fn card(facts: Pharmacy, zone: FixedOffset) -> PharmacyCard {
    let ((legal_name, inn), (address, city)) = (facts.legal, facts.place);
    PharmacyCard {
        pharmacy_id: facts.code,
        title: facts.title,
        legal_name,
        inn,
        is_active: true,
        // Nobody has measured where the door is.
        place: Place { address, city, degrees: None },
        timezone: zone.to_string(),
        week: facts.week,
        phones: facts.phones,
        emails: facts.mails,
        booking_minutes: facts.booking_minutes,
    }
}
