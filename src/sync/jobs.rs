//! Jobs with longer periods beside the poll: the full stock, the card of the pharmacy, the state of the token.

use std::sync::Arc;
use std::time::Duration;

use chrono::{FixedOffset, TimeDelta};

use super::renew::{self, Renewed, TokenStore};
use super::stock::{self, Sending, StockFault, Word};
use super::task::SyncTask;
use crate::domain::job::Job;
use crate::domain::mask;
use crate::site::backoff;
use crate::site::error::SiteError;
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
                            self.run_job(row.job, keys.as_ref()).await;
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

    async fn run_job(&self, job: Job, keys: &dyn TokenStore) {
        let done = async {
            self.shared.act(BeginJob(job)).await?;
            let result = match job {
                Job::Stock => self.send_stock().await,
                Job::Pharmacy => self.send_card().await,
                Job::Token => self.mind_token(keys).await,
                Job::Orders | Job::Import | Job::Copy => String::new(),
            };
            self.shared.act(EndJob { job, result }).await
        };
        let run = tracing::info_span!("run", operation = job.code(), till = "sync");
        if let Err(error) = tracing::Instrument::instrument(done, run).await {
            tracing::error!(%error, "a job of the schedule was not noted");
        }
    }

    /// Text key of what went wrong; empty for a good end.
    async fn send_stock(&self) -> String {
        let line = match self.shared.line().await {
            Ok(line) => line,
            Err(error) => return error.code().to_owned(),
        };
        let sending = Arc::<Sending>::default();
        let pharmacy = line.setup.settings.pharmacy_id.clone();
        match stock::send_full(&self.shared.desk, &line.client, &pharmacy, Word::NotGiven, &sending).await {
            Ok(sent) if sent.rejected_count == 0 => String::new(),
            Ok(_) => "job-stock-rows-refused".to_owned(),
            Err(StockFault::Shrunk { .. }) => "job-stock-shrunk".to_owned(),
            Err(StockFault::Site(error)) => error.code().to_owned(),
            Err(StockFault::Store(_) | StockFault::Stopped) => SiteError::Source.code().to_owned(),
        }
    }

    /// Tells the site who and where we are.
    async fn send_card(&self) -> String {
        let line = match self.shared.line().await {
            Ok(line) => line,
            Err(error) => return error.code().to_owned(),
        };
        let facts = match self.shared.desk.ask(PharmacyFacts).await {
            Ok(Some(facts)) => facts,
            Ok(None) => return "job-pharmacy-incomplete".to_owned(),
            Err(_) => return SiteError::Source.code().to_owned(),
        };
        let zone = self.shared.desk.clock().offset(self.shared.now());
        match line.client.import_pharmacies(&[card(facts, zone)]).await {
            Ok(answer) if answer.value.rejected == 0 => String::new(),
            Ok(answer) => {
                let faults: Vec<_> = answer.value.results.into_iter().flat_map(|card| card.errors).collect();
                let faults = mask::safe_text(&faults.join("; "));
                tracing::warn!(%faults, "the site refused the card of the pharmacy");
                "job-pharmacy-refused".to_owned()
            }
            Err(error) => error.code().to_owned(),
        }
    }

    /// Asks about the token; renews it only where a person has switched that on.
    async fn mind_token(&self, keys: &dyn TokenStore) -> String {
        let line = match self.shared.line().await {
            Ok(line) => line,
            Err(error) => return error.code().to_owned(),
        };
        let state = match line.client.check().await {
            Ok(answer) => answer.value,
            Err(error) => return error.code().to_owned(),
        };
        if !state.active {
            return "settings-token-off".to_owned();
        }
        let ends_soon = state.expires_at.is_some_and(|end| end - self.shared.now() < NEAR_END);
        if !ends_soon {
            return String::new();
        }
        let asked = self.shared.desk.ask(GetSetting { key: "site.auto_refresh".to_owned() }).await;
        let (Ok(wanted), Some(old)) = (asked, line.setup.keys.token.clone()) else {
            return SiteError::Source.code().to_owned();
        };
        if wanted != "true" {
            return "job-token-ends-soon".to_owned();
        }
        match renew::renew(&line.client, &old, keys).await {
            Renewed::Done => String::new(),
            other => other.code().to_owned(),
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
