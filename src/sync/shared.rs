//! What the parts of the task share: the desk, the client for the present settings, the pause, the status.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::{Notify, watch};

use super::clock_watch::{ClockWatch, SweepHeld};
use crate::desk::Desk;
use crate::domain::clock::Moment;
use crate::site::client::SiteClient;
use crate::site::config::{Base, Plaintext, Scheme, SiteConfig};
use crate::site::error::{ErrorClass, SetupFault, SiteError};
use crate::site::secret::Secret;
use crate::usecase::read::settings::SiteSetup;
use crate::usecase::settings::SiteSettings;
use crate::usecase::task::{Contact, NoteContact};
use crate::usecase::{Action, UseError};

/// Where the token is kept. A true edge: a file, a key store, a test.
pub trait TokenSource: Send + Sync {
    /// The token now; none when it was never set or cannot be read.
    fn token(&self) -> Option<Secret>;
}

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
    settings: SiteSettings,
    token: Secret,
    client: SiteClient,
}

pub(super) struct Shared {
    pub(super) desk: Desk,
    tokens: Arc<dyn TokenSource>,
    connect: Box<Connect>,
    live: Mutex<Option<Live>>,
    /// The settings and token that were refused; traffic rests until either changes.
    refused: Mutex<Option<(SiteSettings, Secret)>>,
    /// The way to the site is closed for every order until then (it asked for a pause, or cannot be reached).
    closed_until: Mutex<Option<DateTime<Utc>>>,
    pub(super) status: watch::Sender<SyncStatus>,
    pub(super) clocks: Mutex<ClockWatch>,
    /// The site's clock was heard: a sweep that rested for want of it may go on.
    pub(super) clock_heard: Notify,
    pub(super) seed: u64,
}

/// A client and how often to poll with it.
pub(super) struct Line {
    pub(super) client: SiteClient,
    token: Secret,
    pub(super) settings: SiteSettings,
}

impl Shared {
    pub(super) fn new(desk: Desk, tokens: Arc<dyn TokenSource>, connect: Box<Connect>, seed: u64) -> Self {
        Self {
            desk,
            tokens,
            connect,
            live: Mutex::new(None),
            refused: Mutex::new(None),
            closed_until: Mutex::new(None),
            status: watch::Sender::new(SyncStatus::default()),
            clocks: Mutex::new(ClockWatch::default()),
            clock_heard: Notify::new(),
            seed,
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
        let token = self.tokens.token().ok_or(SiteError::Setup(SetupFault::NoToken))?;
        let mut live = self.live.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = live.as_ref().filter(|l| l.settings == settings && l.token == token) {
            return Ok(Line { client: known.client.clone(), token, settings });
        }
        let now = self.now();
        let client = (self.connect)(config(&settings, token.clone(), self.desk.clock().offset(now)))?;
        *live = Some(Live { settings: settings.clone(), token: token.clone(), client: client.clone() });
        Ok(Line { client, token, settings })
    }

    /// True while the settings that the site refused are still the settings.
    pub(super) async fn is_paused(&self) -> bool {
        let Some(refused) = self.refused.lock().unwrap_or_else(PoisonError::into_inner).clone() else {
            return false;
        };
        let settings = self.desk.ask(SiteSetup).await.ok();
        let same = settings.is_some_and(|s| s == refused.0) && self.tokens.token().is_some_and(|t| t == refused.1);
        if !same {
            *self.refused.lock().unwrap_or_else(PoisonError::into_inner) = None;
            self.status.send_modify(|s| s.paused = None);
            // A failed note only leaves the old words on the screen until the next contact.
            let _ = self.act(NoteContact(Contact::Resumed)).await;
        }
        same
    }

    /// After a 401: one `check`. A token that is refused there too pauses everything until a person mends it.
    /// True when traffic is paused now.
    pub(super) async fn question_token(&self, line: &Line) -> bool {
        match line.client.check().await {
            Ok(answer) if answer.value.active => return false,
            Err(error) if error.class() != ErrorClass::CheckToken => return false,
            Ok(_) | Err(_) => {}
        }
        // The token that was refused, not one that was pasted while we asked.
        let refused = (line.settings.clone(), line.token.clone());
        *self.refused.lock().unwrap_or_else(PoisonError::into_inner) = Some(refused);
        let code = "site-error-unauthorized";
        self.status.send_modify(|s| s.paused = Some(code.to_owned()));
        let _ = self.act(NoteContact(Contact::Paused(code.to_owned()))).await;
        tracing::warn!("the token was refused: traffic paused, nothing queued is lost");
        true
    }

    /// Until when nothing is sent, while that lies ahead. A clock that was set back by more than the longest
    /// pause opens the way again.
    pub(super) fn closed_until(&self) -> Option<DateTime<Utc>> {
        let now = self.now();
        let until = *self.closed_until.lock().unwrap_or_else(PoisonError::into_inner);
        until.filter(|until| *until > now && *until - now <= chrono::Duration::hours(1))
    }

    /// Closes the way for every order.
    pub(super) fn close_until(&self, until: DateTime<Utc>) {
        *self.closed_until.lock().unwrap_or_else(PoisonError::into_inner) = Some(until);
    }

    /// A seed for the jitter of one message or poll.
    pub(super) const fn seed_for(&self, of: i64) -> u64 {
        self.seed ^ of.unsigned_abs().wrapping_mul(0x9E37_79B9_7F4A_7C15)
    }
}

fn config(settings: &SiteSettings, token: Secret, zone: chrono::FixedOffset) -> SiteConfig {
    let scheme = if settings.scheme == "http" { Scheme::Http } else { Scheme::Https };
    let base = Base { scheme, host: settings.host.clone(), port: settings.port };
    let mut config = SiteConfig::new(base, token, &settings.pharmacy_id, zone);
    config.limits.answer = Duration::from_secs(settings.timeout_secs.max(1));
    if settings.allow_plaintext {
        config.plaintext = Plaintext::Allow;
    }
    config
}

/// The client for settings and a token, for one-off calls (`doctor`, the checks of the settings window).
///
/// # Errors
/// [`SiteError::Setup`] when the settings cannot be used.
pub fn connect(
    settings: &SiteSettings,
    token: Secret,
    clock: Arc<dyn crate::domain::clock::Clock>,
) -> Result<SiteClient, SiteError> {
    let zone = clock.offset(clock.now());
    SiteClient::new(config(settings, token, zone), clock)
}
