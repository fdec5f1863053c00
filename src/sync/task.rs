//! The loop: poll, deliver and sweep side by side for as long as this process holds the lease.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::time::{Instant, sleep, sleep_until};

use super::clock_watch::{ClockWatch, SiteIs, SweepHeld};
use super::courier::Delivered;
use super::poller::{PollError, Polled};
use super::seat::{NoSeat, Seat, Seated};
use super::shared::{Connect, Shared, SyncStatus, TokenSource};
use crate::desk::{Desk, TopicFeed};
use crate::site::backoff::{self, Pace};
use crate::site::error::{ErrorClass, SiteError};
use crate::usecase::expire_holds::{self, ExpireHolds};
use crate::usecase::task::{Contact, GiveLease, HoldLease, InheritLease, NoteContact, WhereToGoOn};
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
pub struct Nudge {
    bell: Arc<Bell>,
    shared: Arc<Shared>,
}

/// What a nudge rings. A ring that comes while a poll is under way is kept: one more poll follows it.
#[derive(Default)]
struct Bell {
    poll: Notify,
    sweep: Notify,
}

impl Nudge {
    /// Now, please: a person asks.
    pub fn now(&self) {
        self.shared.watch(ClockWatch::person_looked);
        self.bell.poll.notify_one();
        self.bell.sweep.notify_one();
    }
}

/// The background task of one process.
pub struct SyncTask {
    bell: Arc<Bell>,
    shared: Arc<Shared>,
    seat: Arc<dyn Seat>,
    /// This process; the name in the lease begins with its seat when it has one.
    process: String,
    /// The name under which the lease was last taken.
    holds_as: Mutex<String>,
    /// What was last noted of the sweep.
    noted: Mutex<Option<&'static str>>,
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
        let process = format!("{}-{}", std::process::id(), uuid::Uuid::new_v4());
        Self {
            bell: Arc::default(),
            shared: Arc::new(Shared::new(desk, tokens, connect, seed)),
            seat: Arc::new(NoSeat),
            holds_as: Mutex::new(process.clone()),
            process,
            noted: Mutex::new(None),
            changed,
            feed,
        }
    }

    /// The same task on a machine whose processes can be told to be alive by `seat`.
    #[must_use]
    pub fn seated(self, seat: Arc<dyn Seat>) -> Self {
        Self { seat, ..self }
    }

    /// A handle for «Обновить».
    #[must_use]
    pub fn nudge(&self) -> Nudge {
        Nudge { bell: Arc::clone(&self.bell), shared: Arc::clone(&self.shared) }
    }

    /// The latest state, for whoever watches.
    #[must_use]
    pub fn status(&self) -> watch::Receiver<SyncStatus> {
        self.shared.status.subscribe()
    }

    /// One poll, one expiry sweep, one delivery pass.
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
        let done = self.round(&mut once).await;
        self.leave().await;
        done.map(|()| once)
    }

    async fn round(&self, once: &mut Once) -> Result<(), UseError> {
        once.polled = match self.shared.poll().await {
            Ok(polled) => Ok(polled),
            Err(PollError::Site(error)) => Err(error),
            Err(PollError::Store(error)) => return Err(error),
        };
        // After the poll: it has measured the clock that holds lapse by.
        once.lapsed = self.sweep().await?;
        once.delivered = self.shared.deliver().await?;
        Ok(())
    }

    /// Gives the lease and the seat back, whatever was under way.
    pub async fn leave(&self) {
        let holder = self.holds_as.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Err(error) = self.shared.act(GiveLease { holder }).await {
            tracing::warn!(%error, "the lease could not be given back; it runs out by itself");
        }
        self.shared.status.send_modify(|s| s.runs_here = false);
        self.seat.leave();
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
        self.leave().await;
    }

    async fn lease(&self) -> Result<bool, UseError> {
        let got = self.take_lease().await?;
        self.shared.status.send_if_modified(|s| std::mem::replace(&mut s.runs_here, got) != got);
        Ok(got)
    }

    async fn take_lease(&self) -> Result<bool, UseError> {
        let seconds = LEASE_SECS;
        let seat = match self.seat.take() {
            Seated::Taken => return Ok(false),
            Seated::Unknown => {
                self.hold_as(self.process.clone()).await?;
                return self.shared.act(HoldLease { holder: self.process.clone(), seconds }).await;
            }
            Seated::Ours(seat) => seat,
        };
        let lease = InheritLease { seat, process: self.process.clone(), seconds };
        self.hold_as(lease.holder()).await?;
        let got = self.shared.act(lease).await;
        if !matches!(got, Ok(true)) {
            self.seat.leave();
        }
        got
    }

    /// Goes on under another name: a seat was found or lost.
    async fn hold_as(&self, name: String) -> Result<(), UseError> {
        let before =
            std::mem::replace(&mut *self.holds_as.lock().unwrap_or_else(PoisonError::into_inner), name.clone());
        if before == name { Ok(()) } else { self.shared.act(GiveLease { holder: before }).await }
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
            // Rests, but not longer than until somebody asks.
            tokio::select! {
                () = sleep(rest) => {}
                () = self.bell.poll.notified() => {}
            }
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
            let held = self.shared.status.borrow().sweep_held.is_some();
            tokio::select! {
                () = sleep(SWEEP) => {}
                () = self.bell.sweep.notified() => {}
                () = self.shared.clock_heard.notified(), if held => {}
            }
        }
    }

    /// Lapses what is over, if the clock may be believed.
    async fn sweep(&self) -> Result<u32, UseError> {
        let mut lapsed = 0;
        loop {
            let known = self.shared.desk.ask(WhereToGoOn).await?.clock.trusted.is_some();
            let site = if known && self.shared.line().await.is_ok() { SiteIs::Known } else { SiteIs::Absent };
            let moment = self.shared.moment();
            let held = self.shared.watch(|clocks| clocks.may_sweep(moment, site)).err();
            self.note_sweep(held).await?;
            if held.is_some() {
                return Ok(lapsed);
            }
            let portion = self.shared.act(ExpireHolds).await?;
            lapsed += portion;
            if portion < expire_holds::BATCH {
                return Ok(lapsed);
            }
        }
    }

    async fn note_sweep(&self, held: Option<SweepHeld>) -> Result<(), UseError> {
        self.shared.status.send_if_modified(|s| std::mem::replace(&mut s.sweep_held, held) != held);
        let code = held.map_or("", SweepHeld::code);
        let before = self.noted.lock().unwrap_or_else(PoisonError::into_inner).replace(code);
        if before == Some(code) {
            return Ok(());
        }
        tracing::info!(held = code, "whether holds lapse has changed");
        self.shared.act(NoteContact(Contact::Sweep(code.to_owned()))).await
    }
}
