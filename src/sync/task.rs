//! The loop: poll, deliver and sweep side by side for as long as this process holds the lease.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::time::{Instant, sleep, sleep_until};

use super::courier::Delivered;
use super::poller::{PollError, Polled};
use super::shared::{Connect, Shared, SyncStatus, TokenSource};
use crate::desk::{Desk, TopicFeed};
use crate::site::backoff::{self, Pace};
use crate::site::error::{ErrorClass, SiteError};
use crate::usecase::expire_holds::{self, ExpireHolds};
use crate::usecase::task::{GiveLease, HoldLease, WhereToGoOn};
use crate::usecase::{Topic, UseError};

/// How long a lease lasts without being renewed, and how often it is renewed.
const LEASE_SECS: i64 = 45;
const RENEW: Duration = Duration::from_secs(15);

/// How often holds are swept.
const SWEEP: Duration = Duration::from_secs(30);

/// The longest rest of the courier: a clock that jumped must not leave messages lying.
const LONGEST_REST: Duration = Duration::from_secs(30);

/// Asks the task of this process to poll and sweep now, whatever its schedule says.
#[derive(Clone)]
pub struct Nudge(Arc<Notify>);

impl Nudge {
    /// Now, please.
    pub fn now(&self) {
        self.0.notify_waiters();
    }
}

/// The background task of one process.
pub struct SyncTask {
    nudge: Arc<Notify>,
    shared: Arc<Shared>,
    holder: String,
    changed: Arc<Notify>,
    feed: TopicFeed,
}

/// What one round by hand did.
#[derive(Debug)]
pub struct Once {
    /// The poll, or why it failed.
    pub polled: Result<Polled, SiteError>,
    /// The delivery pass.
    pub delivered: Delivered,
    /// Orders whose hold ended.
    pub lapsed: u32,
    /// Another process runs the task; nothing was done.
    pub busy: bool,
}

impl SyncTask {
    /// A task that acts through `desk`; `seed` makes its jitter repeatable.
    #[must_use]
    pub fn new(desk: Desk, tokens: Arc<dyn TokenSource>, connect: Box<Connect>, seed: u64) -> Self {
        let changed = Arc::new(Notify::new());
        let wake = Arc::clone(&changed);
        let feed = desk.subscribe(move || wake.notify_one());
        let holder = format!("{}-{}", std::process::id(), uuid::Uuid::new_v4());
        let nudge = Arc::new(Notify::new());
        Self { nudge, shared: Arc::new(Shared::new(desk, tokens, connect, seed)), holder, changed, feed }
    }

    /// A handle for «Обновить».
    #[must_use]
    pub fn nudge(&self) -> Nudge {
        Nudge(Arc::clone(&self.nudge))
    }

    /// The latest state, for whoever watches.
    #[must_use]
    pub fn status(&self) -> watch::Receiver<SyncStatus> {
        self.shared.status.subscribe()
    }

    /// One poll, one delivery pass, one expiry sweep.
    ///
    /// # Errors
    /// Failures of the store. That the site could not be reached is in the answer.
    pub async fn once(&self) -> Result<Once, UseError> {
        let mut once = Once {
            polled: Ok(Polled::default()),
            delivered: Delivered::default(),
            lapsed: 0,
            busy: !self.lease().await?,
        };
        if once.busy {
            return Ok(once);
        }
        once.lapsed = self.sweep().await?;
        once.polled = match self.shared.poll().await {
            Ok(polled) => Ok(polled),
            Err(PollError::Site(error)) => Err(error),
            Err(PollError::Store(error)) => return Err(error),
        };
        once.delivered = self.shared.deliver().await?;
        self.shared.act(GiveLease { holder: self.holder.clone() }).await?;
        Ok(once)
    }

    /// Runs until `stop` says so. Never gives up: a failing store or site is tried again.
    pub async fn run(&self, mut stop: watch::Receiver<bool>) {
        tokio::select! {
            () = self.keep_lease() => {}
            () = self.keep_polling() => {}
            () = self.keep_delivering() => {}
            () = self.keep_sweeping() => {}
            _ = stop.wait_for(|stop| *stop) => {}
        }
        let _ = self.shared.act(GiveLease { holder: self.holder.clone() }).await;
    }

    async fn lease(&self) -> Result<bool, UseError> {
        let got = self.shared.act(HoldLease { holder: self.holder.clone(), seconds: LEASE_SECS }).await?;
        self.shared.status.send_if_modified(|s| std::mem::replace(&mut s.runs_here, got) != got);
        Ok(got)
    }

    async fn keep_lease(&self) {
        loop {
            if let Err(error) = self.lease().await {
                tracing::error!(%error, "the lease could not be kept");
                self.shared.status.send_modify(|s| s.runs_here = false);
            }
            sleep(RENEW).await;
        }
    }

    /// Waits until this process runs the task and traffic is not paused.
    async fn my_turn(&self) {
        let mut status = self.shared.status.subscribe();
        loop {
            if status.wait_for(|s| s.runs_here).await.is_err() {
                // The sender lives as long as the task; without it there is nothing to wait for.
                std::future::pending::<()>().await;
            }
            if !self.shared.is_paused().await {
                return;
            }
            sleep(Duration::from_secs(2)).await;
        }
    }

    async fn keep_polling(&self) {
        let mut failures = 0_u32;
        loop {
            self.my_turn().await;
            let rest = match self.shared.poll().await {
                Ok(polled) => {
                    failures = 0;
                    if polled.more { Duration::ZERO } else { self.poll_rest().await }
                }
                Err(PollError::Site(error)) => {
                    failures = failures.saturating_add(1);
                    self.rest_after(&error, failures).await
                }
                Err(PollError::Store(error)) => {
                    tracing::error!(%error, "a poll could not be stored; the same page is read again");
                    Duration::from_secs(5)
                }
            };
            self.rest(rest).await;
        }
    }

    /// Rests, but not longer than until somebody asks.
    async fn rest(&self, rest: Duration) {
        tokio::select! {
            () = sleep(rest) => {}
            () = self.nudge.notified() => {}
        }
    }

    /// The poll period with a tenth of jitter, so that many tills do not come at the same second.
    async fn poll_rest(&self) -> Duration {
        let secs = self.shared.line().await.map_or(60, |line| line.settings.poll_secs).max(1);
        let spread = fastrand::u64(0..=secs.saturating_mul(200));
        Duration::from_millis(secs.saturating_mul(900).saturating_add(spread))
    }

    async fn rest_after(&self, error: &SiteError, failures: u32) -> Duration {
        let seed = self.shared.seed_for(i64::from(failures));
        match error.class() {
            ErrorClass::Retry { after, pace } => after.unwrap_or_else(|| backoff::delay(pace, failures, seed)),
            _ => self.poll_rest().await.max(backoff::delay(Pace::Fault, failures, seed)),
        }
    }

    async fn keep_delivering(&self) {
        loop {
            self.my_turn().await;
            match self.shared.deliver().await {
                Ok(done) if done.sent > 0 => tracing::info!(?done, "delivered"),
                Ok(_) => {}
                Err(error) => {
                    tracing::error!(%error, "a delivery could not be stored; it is sent again with the same key");
                    sleep(Duration::from_secs(5)).await;
                }
            }
            self.rest_until_due().await;
        }
    }

    /// Rests until the next message is due or a change brings a new one.
    async fn rest_until_due(&self) {
        let until = Instant::now() + self.due_in().await;
        loop {
            tokio::select! {
                () = sleep_until(until) => return,
                () = self.changed.notified() => {
                    if self.feed.drain().has(Topic::Outbox) {
                        return;
                    }
                }
            }
        }
    }

    async fn due_in(&self) -> Duration {
        let next = self.shared.desk.ask(WhereToGoOn).await.ok().and_then(|go_on| go_on.next_delivery);
        let next = next.map(|at| self.shared.closed_until().map_or(at, |closed| at.max(closed)));
        next.map_or(LONGEST_REST, |at| {
            let wait = (at - self.shared.now()).to_std().unwrap_or_default();
            wait.clamp(Duration::from_millis(200), LONGEST_REST)
        })
    }

    async fn keep_sweeping(&self) {
        loop {
            let mut status = self.shared.status.subscribe();
            if status.wait_for(|s| s.runs_here).await.is_ok()
                && let Err(error) = self.sweep().await
            {
                tracing::error!(%error, "holds could not be swept");
            }
            self.rest(SWEEP).await;
        }
    }

    async fn sweep(&self) -> Result<u32, UseError> {
        let mut lapsed = 0;
        loop {
            let portion = self.shared.act(ExpireHolds).await?;
            lapsed += portion;
            if portion < expire_holds::BATCH {
                return Ok(lapsed);
            }
        }
    }
}
