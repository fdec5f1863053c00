//! Heeding people: a refresh asked for in this process or another, settings and a token that changed.
//!
//! Nothing here asks in a round: it waits for the desk to say that something changed. Only while traffic is paused
//! it looks once in a while, for a token may come by ways that tell nobody.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;

use super::shared::Shared;
use super::task::SyncTask;
use super::way::Closed;
use crate::desk::{Desk, TopicFeed};
use crate::usecase::task::TimesAsked;
use crate::usecase::{Changes, Topic, UseError};

/// How often a paused task looks for a token that came silently.
const LOOK: Duration = Duration::from_secs(30);

/// Waits for changes of some topics.
pub(super) struct Ears {
    feed: TopicFeed,
    rang: Arc<Notify>,
}

impl Ears {
    pub(super) fn of(desk: &Desk) -> Self {
        let rang = Arc::new(Notify::new());
        let wake = Arc::clone(&rang);
        Self { feed: desk.subscribe(move || wake.notify_one()), rang }
    }

    /// Returns when something has changed that `matters`. A change between two calls is not missed.
    pub(super) async fn hear(&self, matters: impl Fn(Changes) -> bool) {
        loop {
            self.rang.notified().await;
            if matters(self.feed.drain()) {
                return;
            }
        }
    }
}

impl SyncTask {
    /// Acts on what people do, for as long as the task runs.
    pub(super) async fn keep_heeding(&self) {
        let mut setup = self.shared.setup().await;
        let mut asked = self.times_asked().await;
        loop {
            let is_paused = self.shared.status.borrow().paused.is_some();
            let mut is_asked = false;
            tokio::select! {
                biased;
                () = self.bell.person.notified() => is_asked = true,
                () = self.people.hear(|changes| changes.has(Topic::Settings) || changes.has(Topic::Sync)) => {}
                () = self.timer.after(LOOK), if is_paused => {}
            }
            let now = self.times_asked().await;
            if now.is_some() && asked.is_some() && now != asked {
                is_asked = true;
                // Asked for in another process: its own bell rang in vain.
                self.shared.watch(super::clock_watch::ClockWatch::person_looked);
                self.bell.poll.notify_one();
                self.bell.sweep.notify_one();
            }
            asked = now.or(asked);
            let present = self.shared.setup().await;
            let is_new = present.is_some() && present != setup;
            let mended = is_paused && present.as_ref().is_some_and(|setup| !self.shared.is_refused(setup));
            setup = present.or(setup);
            let done = if is_new || mended {
                self.bell.poll.notify_one();
                self.shared.go_on(&[Closed::Asked, Closed::Unreachable, Closed::Setup]).await
            } else if is_asked {
                // The pause that the site asked for stands whatever a person wants.
                self.shared.go_on(&[Closed::Unreachable, Closed::Setup]).await
            } else {
                Ok(())
            };
            if let Err(error) = done {
                tracing::error!(%error, "what waits goes when its time comes");
            }
        }
    }

    async fn times_asked(&self) -> Option<i64> {
        self.shared.desk.ask(TimesAsked).await.ok()
    }
}

impl Shared {
    /// A person did something: what was paused or closed for one of these reasons is tried at once.
    async fn go_on(&self, reasons: &[Closed]) -> Result<(), UseError> {
        self.resume().await;
        self.reopen(reasons).await
    }
}
