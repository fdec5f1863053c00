//! The loop: poll, deliver and sweep side by side for as long as this process holds the lease.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, oneshot, watch};
use tracing::Instrument;

use super::clock_watch::{ClockWatch, SiteIs, SweepHeld};
use super::courier::Delivered;
use super::heed::Ears;
use super::poller::{PollError, Polled};
use super::renew::TokenStore;
use super::seat::{NoSeat, Seat, Seated};
use super::setup::KeySource;
use super::shared::{Connect, Shared, SyncStatus};
use super::timer::{RuntimeTimer, Timer};
use super::way::Streak;
use crate::desk::Desk;
use crate::site::backoff::{self, Pace};
use crate::site::error::{ErrorClass, SiteError};
use crate::usecase::expire_holds::{self, ExpireHolds};
use crate::usecase::receive_orders::Received;
use crate::usecase::task::{Contact, GiveLease, HoldLease, InheritLease, NoteContact, WhereToGoOn};
use crate::usecase::{Topic, UseError};

/// How long a lease lasts without being renewed, and how often it is renewed.
const LEASE_SECS: i64 = 45;
const RENEW: Duration = Duration::from_secs(15);

/// How often holds are swept.
const SWEEP: Duration = Duration::from_secs(30);

/// The longest rest of the courier while something waits: a clock that jumped must not leave messages lying.
const LONGEST_REST: Duration = Duration::from_secs(30);

/// The same while nothing waits: whatever comes wakes it.
const IDLE_REST: Duration = Duration::from_mins(10);

/// How long a failing store is left alone.
const STORE_REST: Duration = Duration::from_secs(5);

/// Asks the task of this process to poll and sweep now, whatever its schedule says.
#[derive(Clone)]
pub struct Nudge {
    bell: Arc<Bell>,
    shared: Arc<Shared>,
    /// Where the person sits.
    till: String,
}

/// What a nudge rings. A ring that comes while a poll is under way is kept: one more poll follows it.
#[derive(Default)]
pub(super) struct Bell {
    pub(super) poll: Notify,
    pub(super) sweep: Notify,
    pub(super) person: Notify,
    /// The person whom the next poll is for.
    asker: Mutex<Option<Asker>>,
}

/// Who waits for a poll.
struct Asker {
    till: String,
    /// Told what it brought; none when nobody waits for that.
    answer: Option<oneshot::Sender<Result<Received, SiteError>>>,
}

/// Why a poll that somebody asked for cannot be waited for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotAsked {
    /// Another process runs the task; it was told.
    Elsewhere,
    /// Traffic is paused, by this text key.
    Paused(String),
    /// The task has ended.
    Ended,
}

impl Nudge {
    /// The same for a person at `till`: the log names it.
    #[must_use]
    pub fn at(self, till: &str) -> Self {
        Self { till: till.to_owned(), ..self }
    }

    fn ask(&self, answer: Option<oneshot::Sender<Result<Received, SiteError>>>) {
        let mut asker = self.bell.asker.lock().unwrap_or_else(PoisonError::into_inner);
        // Whoever waits for an answer is not pushed out by somebody who does not.
        if answer.is_some() || asker.is_none() {
            *asker = Some(Asker { till: self.till.clone(), answer });
        }
    }

    /// As [`Self::now`], and waits for what the poll brings.
    ///
    /// # Errors
    /// [`NotAsked`]; the inner error is that of the poll.
    pub async fn poll(&self) -> Result<Result<Received, SiteError>, NotAsked> {
        let (is_here, paused) = {
            let status = self.shared.status.borrow();
            (status.runs_here, status.paused.clone())
        };
        if let Some(code) = paused {
            return Err(NotAsked::Paused(code));
        }
        let (answer, told) = oneshot::channel();
        if is_here {
            self.ask(Some(answer));
        }
        self.now();
        if is_here { told.await.map_err(|_| NotAsked::Ended) } else { Err(NotAsked::Elsewhere) }
    }

    /// Now, please: a person asks. When another process runs the task, it is told through the data.
    pub fn now(&self) {
        self.shared.watch(ClockWatch::person_looked);
        self.ask(None);
        self.bell.poll.notify_one();
        self.bell.sweep.notify_one();
        self.bell.person.notify_one();
        if !self.shared.status.borrow().runs_here {
            // Nobody waits for the answer: who pressed the key sees when orders were last polled.
            drop(self.shared.desk.act(NoteContact(Contact::Asked)));
        }
    }
}

/// The background task of one process.
pub struct SyncTask {
    pub(super) bell: Arc<Bell>,
    pub(super) shared: Arc<Shared>,
    seat: Arc<dyn Seat>,
    pub(super) timer: Arc<dyn Timer>,
    /// This process; the name in the lease begins with its seat when it has one.
    process: String,
    /// The name under which the lease was last taken.
    holds_as: Mutex<String>,
    /// What was last noted of the sweep.
    noted: Mutex<Option<&'static str>>,
    /// New messages.
    post: Ears,
    /// What people do.
    pub(super) people: Ears,
    /// Jobs that people want now.
    pub(super) wishes: Ears,
    /// Where a new token goes; none for a task without jobs of its own.
    pub(super) new_keys: Option<Arc<dyn TokenStore>>,
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
    pub fn new(desk: Desk, keys: Arc<dyn KeySource>, connect: Box<Connect>, seed: u64) -> Self {
        let (post, people, wishes) = (Ears::of(&desk), Ears::of(&desk), Ears::of(&desk));
        let process = format!("{}-{}", std::process::id(), uuid::Uuid::new_v4());
        Self {
            bell: Arc::default(),
            shared: Arc::new(Shared::new(desk, keys, connect, seed)),
            seat: Arc::new(NoSeat),
            timer: Arc::new(RuntimeTimer),
            holds_as: Mutex::new(process.clone()),
            process,
            noted: Mutex::new(None),
            post,
            people,
            wishes,
            new_keys: None,
        }
    }

    /// The same task on a machine whose processes can be told to be alive by `seat`.
    #[must_use]
    pub fn seated(self, seat: Arc<dyn Seat>) -> Self {
        Self { seat, ..self }
    }

    /// The same task with the jobs of its schedule; a new token goes to `keys`.
    #[must_use]
    pub fn with_jobs(self, keys: Arc<dyn TokenStore>) -> Self {
        Self { new_keys: Some(keys), ..self }
    }

    /// The same task by another measure of time.
    #[must_use]
    pub fn timed_by(self, timer: Arc<dyn Timer>) -> Self {
        Self { timer, ..self }
    }

    /// A handle for «Обновить».
    #[must_use]
    pub fn nudge(&self) -> Nudge {
        Nudge { bell: Arc::clone(&self.bell), shared: Arc::clone(&self.shared), till: String::new() }
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
        // In this order each time: who is asked to end ends, and a simulation replays to the byte.
        tokio::select! {
            biased;
            _ = stop.wait_for(|stop| *stop) => {}
            () = self.keep_lease() => {}
            () = self.keep_polling() => {}
            () = self.keep_delivering() => {}
            () = self.keep_sweeping() => {}
            () = self.keep_heeding() => {}
            () = self.keep_jobs() => {}
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
            self.timer.after(RENEW).await;
        }
    }

    /// Waits until this process runs the task and traffic is not paused.
    pub(super) async fn my_turn(&self) {
        let mut status = self.shared.status.subscribe();
        if status.wait_for(|s| s.runs_here && s.paused.is_none()).await.is_err() {
            // The sender lives as long as the task; without it there is nothing to wait for.
            std::future::pending::<()>().await;
        }
    }

    async fn keep_polling(&self) {
        let mut failures = Streak::default();
        loop {
            self.my_turn().await;
            let asker = self.bell.asker.lock().unwrap_or_else(PoisonError::into_inner).take();
            let till = asker.as_ref().map_or("sync", |asker| asker.till.as_str());
            let run = tracing::info_span!("run", operation = "poll", till);
            let polled = self.shared.poll().instrument(run.clone()).await;
            let is_asked = asker.is_some();
            if let Some(answer) = asker.and_then(|asker| asker.answer) {
                let told = match &polled {
                    Ok(polled) => Ok(polled.received),
                    Err(PollError::Site(error)) => Err(error.clone()),
                    Err(PollError::Store(_)) => Err(SiteError::Source),
                };
                // Nobody waits any more: the orders are stored all the same.
                let _ = answer.send(told);
            }
            let rest = match polled {
                Ok(polled) => {
                    failures.ended();
                    run.in_scope(|| note_polled(&polled, is_asked));
                    if polled.hurries() { Duration::ZERO } else { self.poll_rest() }
                }
                Err(PollError::Site(error)) => self.rest_after(&error, &mut failures),
                Err(PollError::Store(error)) => {
                    tracing::error!(%error, "a poll could not be stored; the same page is read again");
                    STORE_REST
                }
            };
            // Rests, but not longer than until somebody asks.
            tokio::select! {
                biased;
                () = self.bell.poll.notified() => {}
                () = self.timer.after(rest) => {}
            }
        }
    }

    /// The poll period with a tenth of jitter, so that many tills do not come at the same second.
    fn poll_rest(&self) -> Duration {
        backoff::about(self.shared.period(), self.shared.next_seed())
    }

    /// A failed poll is tried again sooner than the next was due, or when it would have been due anyway: that asks no
    /// more of a site than a good day does. Only the site itself may wish for a longer rest.
    fn rest_after(&self, error: &SiteError, failures: &mut Streak) -> Duration {
        let seed = self.shared.next_seed();
        match error.class() {
            ErrorClass::Retry { after, pace: Pace::Busy } => failures.failed(Pace::Busy, after, seed),
            ErrorClass::Retry { .. } => failures.failed(Pace::Fault, None, seed).min(self.poll_rest()),
            _ => self.poll_rest(),
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
                    self.timer.after(STORE_REST).await;
                }
            }
            // Rests until the next message is due or a change brings a new one.
            tokio::select! {
                biased;
                () = self.post.hear(|changes| changes.has(Topic::Outbox)) => {}
                () = self.timer.after(self.due_in().await) => {}
            }
        }
    }

    async fn due_in(&self) -> Duration {
        let Ok(go_on) = self.shared.desk.ask(WhereToGoOn).await else { return STORE_REST };
        let Some(next) = go_on.next_delivery else { return IDLE_REST };
        let next = self.shared.closed_until().map_or(next, |closed| next.max(closed));
        let wait = (next - self.shared.now()).to_std().unwrap_or_default();
        wait.clamp(Duration::from_millis(200), LONGEST_REST)
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
                biased;
                () = self.bell.sweep.notified() => {}
                () = self.shared.clock_heard.notified(), if held => {}
                () = self.timer.after(SWEEP) => {}
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

/// A step of the day when something came or somebody asked; else a detail.
fn note_polled(polled: &Polled, asked: bool) {
    let Received { new, changed, broken, .. } = polled.received;
    if asked || new + changed + broken > 0 {
        tracing::info!(new, changed, broken, pages = polled.pages, "orders were polled");
    } else {
        tracing::debug!(new, changed, broken, pages = polled.pages, "orders were polled");
    }
}
