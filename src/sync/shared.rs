//! What the parts of the task share: the desk, the client for the present settings, the pause, the status.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::{Notify, watch};

use super::clock_watch::{ClockWatch, SweepHeld};
use super::setup::{KeySource, Setup};
use super::way::{Closed, Way};
use crate::desk::Desk;
use crate::domain::clock::Moment;
use crate::site::client::SiteClient;
use crate::site::config::SiteConfig;
use crate::site::error::{ErrorClass, SiteError};
use crate::usecase::deliver::RetryNow;
use crate::usecase::read::settings::SiteSetup;
use crate::usecase::task::{Contact, NoteContact};
use crate::usecase::{Action, UseError};

/// A clock that went back by more was set; less is drift.
const SET_BACK: TimeDelta = TimeDelta::seconds(5);

/// The latest state of the task.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyncStatus {
    /// This process runs the task (it has the lease).
    pub runs_here: bool,
    /// Code of why all traffic is paused.
    pub paused: Option<String>,
    /// Code of the last failure, until the next success.
    pub failing: Option<String>,
    /// The site's clock minus ours, seconds, as holds are reckoned with.
    pub skew_secs: i64,
    /// Why no hold lapses at present.
    pub sweep_held: Option<SweepHeld>,
}

/// Makes a client for settings; replaced in tests and the simulation.
pub type Connect = dyn Fn(SiteConfig) -> Result<SiteClient, SiteError> + Send + Sync;

struct Live {
    setup: Setup,
    client: SiteClient,
}

pub(super) struct Shared {
    pub(super) desk: Desk,
    keys: Arc<dyn KeySource>,
    connect: Box<Connect>,
    live: Mutex<Option<Live>>,
    /// The settings and keys that were refused; traffic rests until either changes.
    refused: Mutex<Option<Setup>>,
    /// Whether anything may be sent.
    way: Mutex<Way>,
    /// When something was last sent or looked for.
    looked: Mutex<Option<Moment>>,
    /// Polls were answered since this process began.
    heard: AtomicBool,
    /// How often to poll, seconds, as last read.
    period: AtomicU64,
    pub(super) status: watch::Sender<SyncStatus>,
    pub(super) clocks: Mutex<ClockWatch>,
    /// The site's clock was heard: a sweep that rested for want of it may go on.
    pub(super) clock_heard: Notify,
    seed: u64,
    /// How often chance was asked.
    draws: AtomicU64,
}

/// A client and how often to poll with it.
pub(super) struct Line {
    pub(super) client: SiteClient,
    pub(super) setup: Setup,
}

impl Shared {
    pub(super) fn new(desk: Desk, keys: Arc<dyn KeySource>, connect: Box<Connect>, seed: u64) -> Self {
        Self {
            desk,
            keys,
            connect,
            live: Mutex::new(None),
            refused: Mutex::new(None),
            way: Mutex::default(),
            looked: Mutex::new(None),
            heard: AtomicBool::new(false),
            period: AtomicU64::new(60),
            status: watch::Sender::new(SyncStatus::default()),
            clocks: Mutex::new(ClockWatch::default()),
            clock_heard: Notify::new(),
            seed,
            draws: AtomicU64::new(0),
        }
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        self.desk.clock().now()
    }

    /// Now by both measures.
    pub(super) fn moment(&self) -> Moment {
        Moment::of(self.desk.clock().as_ref())
    }

    /// Asks what is known of the clocks.
    pub(super) fn watch<T>(&self, ask: impl FnOnce(&mut ClockWatch) -> T) -> T {
        ask(&mut self.clocks.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Runs an intention and forgets its topics: the desk has told the screens.
    pub(super) async fn act<A: Action>(&self, action: A) -> Result<A::Value, UseError>
    where
        A::Value: Unpin,
    {
        self.desk.act(action).await.map(|outcome| outcome.value)
    }

    /// The client for the settings of this moment: changed settings apply to the next call.
    pub(super) async fn line(&self) -> Result<Line, SiteError> {
        let settings = self.desk.ask(SiteSetup).await.map_err(|_| SiteError::Source)?;
        self.period.store(settings.poll_secs, Ordering::Relaxed);
        let setup = Setup::read(settings, self.keys.as_ref());
        let mut live = self.live.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = live.as_ref().filter(|l| l.setup == setup) {
            return Ok(Line { client: known.client.clone(), setup });
        }
        let now = self.now();
        let client = (self.connect)(setup.config(self.desk.clock().offset(now))?)?;
        *live = Some(Live { setup: setup.clone(), client: client.clone() });
        Ok(Line { client, setup })
    }

    /// The period between polls, as last read.
    pub(super) fn period(&self) -> Duration {
        Duration::from_secs(self.period.load(Ordering::Relaxed).max(1))
    }

    /// What a person can change: how to reach the site, and the keys.
    pub(super) async fn setup(&self) -> Option<Setup> {
        let settings = self.desk.ask(SiteSetup).await.ok()?;
        Some(Setup::read(settings, self.keys.as_ref()))
    }

    /// True while traffic is paused and settings and keys are still those that were refused.
    pub(super) fn is_refused(&self, setup: &Setup) -> bool {
        self.refused.lock().unwrap_or_else(PoisonError::into_inner).as_ref() == Some(setup)
    }

    /// Traffic goes on, if it was paused.
    pub(super) async fn resume(&self) {
        *self.refused.lock().unwrap_or_else(PoisonError::into_inner) = None;
        if self.status.send_if_modified(|s| s.paused.take().is_some()) {
            // A failed note only leaves the old words on the screen until the next contact.
            let _ = self.act(NoteContact(Contact::Resumed)).await;
        }
    }

    /// After a 401: one `check`. A token that is refused there too pauses everything until a person mends it.
    /// True when traffic is paused now.
    pub(super) async fn question_token(&self, line: &Line) -> bool {
        // The token that was refused, not one that was pasted while we asked.
        let refused = line.setup.clone();
        let known = || self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        if known().as_ref() == Some(&refused) {
            // Several calls were under way; the first has asked already.
            return true;
        }
        match line.client.check().await {
            Ok(answer) if answer.value.active => return false,
            Err(error) if error.class() != ErrorClass::CheckToken => return false,
            Ok(_) | Err(_) => {}
        }
        *known() = Some(refused);
        let code = "site-error-unauthorized";
        self.status.send_modify(|s| s.paused = Some(code.to_owned()));
        let _ = self.act(NoteContact(Contact::Paused(code.to_owned()))).await;
        tracing::warn!("the token was refused: traffic paused, nothing queued is lost");
        true
    }

    fn way(&self) -> MutexGuard<'_, Way> {
        self.way.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Until when nothing is sent, while that lies ahead.
    pub(super) fn closed_until(&self) -> Option<DateTime<Utc>> {
        self.way().closed_until(self.now())
    }

    /// Closes the way for every order and says until when.
    pub(super) fn close(&self, why: Closed, wish: Option<Duration>) -> DateTime<Utc> {
        let (now, seed) = (self.now(), self.next_seed());
        self.way().close(now, why, wish, seed)
    }

    /// The site answered something that is no failure of the way.
    pub(super) fn got_through(&self) {
        self.way().got_through();
    }

    /// Opens the way if it is closed for one of these reasons, and lets what waits be tried at once.
    pub(super) async fn reopen(&self, reasons: &[Closed]) -> Result<(), UseError> {
        self.way().reopen(reasons);
        self.act(RetryNow).await
    }

    /// Polls are answered again: what failed for want of a way is tried at once, not when its time has come. A new
    /// process does not know why something waits, so it tries too.
    pub(super) async fn site_is_back(&self) -> Result<(), UseError> {
        let first = !self.heard.swap(true, Ordering::Relaxed);
        let failed = self.status.send_if_modified(|s| s.failing.take().is_some());
        let opened = self.way().reopen(&[Closed::Unreachable]);
        if first || failed || opened { self.act(RetryNow).await } else { Ok(()) }
    }

    /// What was put off by a clock that has been set back since would lie for as long as the clock went back.
    pub(super) async fn mind_the_clock(&self) -> Result<(), UseError> {
        let now = self.moment();
        let before = self.looked.lock().unwrap_or_else(PoisonError::into_inner).replace(now);
        if before.is_some_and(|before| before.set_ahead(&now) < -SET_BACK) {
            tracing::warn!("the clock was set back: what waits is tried at once");
            self.reopen(&[Closed::Asked, Closed::Unreachable, Closed::Setup]).await?;
        }
        Ok(())
    }

    /// A seed for the next thing left to chance: the same task with the same seed draws the same.
    pub(super) fn next_seed(&self) -> u64 {
        let nth = self.draws.fetch_add(1, Ordering::Relaxed);
        self.seed.wrapping_add(nth.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    /// A seed for the jitter of one message or poll.
    pub(super) const fn seed_for(&self, of: i64) -> u64 {
        self.seed ^ of.unsigned_abs().wrapping_mul(0x9E37_79B9_7F4A_7C15)
    }
}
