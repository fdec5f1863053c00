//! The way to the site with its weather: answers take their time, get lost on the way there or back, the line is
//! gone for hours. Keeps the site's half of the books: which key was sent for which row of the outbox, what took
//! effect, what was answered.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use expero::desk::Desk;
use expero::sandbox::SandboxModel;
use expero::sandbox::direct::DirectWire;
use expero::site::error::{SiteError, TransportKind};
use expero::site::wire::{Payload, Route, Wire, WireCall, WireResponse};
use expero::store::engine::params;
use expero::sync::Timer;
use expero::usecase::{Query, ReadCx, UseError};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use crate::virtual_time::{TrueTime, VirtualTime};

/// How long a call may take, as in the settings of a till.
const PATIENCE: Duration = Duration::from_secs(30);

/// How bad the weather is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Weather {
    /// Of a thousand calls so many are lost on the way there, and as many on the way back.
    pub lost: u32,
    /// Of a thousand legs of a call so many take far too long.
    pub slow: u32,
    /// Nothing gets through before this moment.
    pub gone_until_ms: u64,
}

/// What the link has seen.
#[derive(Default)]
pub struct Books {
    pub weather: Weather,
    rng: fastrand::Rng,
    /// Keys and bodies sent for a row of the outbox, in order.
    sent: BTreeMap<i64, Vec<(String, Bytes)>>,
    /// How often the site changed an order for a row of the outbox.
    pub effects: BTreeMap<i64, u32>,
    /// Keys whose answer reached the till (the order, or that it is in conflict), and those in conflict.
    pub answered: BTreeSet<String>,
    conflicts: BTreeSet<String>,
    /// When the site last wished for a pause or seemed to be set up wrongly, milliseconds.
    pub pause_at: Option<u64>,
    /// What must never happen and did.
    pub breaches: Vec<String>,
    pub trace: Vec<String>,
}

pub struct SimLink {
    inner: DirectWire,
    model: Arc<Mutex<SandboxModel>>,
    desk: Desk,
    time: VirtualTime,
    pub books: Mutex<Books>,
}

/// Which row of the outbox has this key.
struct RowOfKey(String);

impl Query for RowOfKey {
    type Rows = Option<i64>;

    fn run(self, cx: &ReadCx<'_>) -> Result<Option<i64>, UseError> {
        Ok(cx.sql.query_opt("SELECT outbox_id FROM outbox WHERE change_id = ?1", params![&self.0], |r| r.int(0))?)
    }
}

impl SimLink {
    pub fn new(model: &Arc<Mutex<SandboxModel>>, desk: Desk, time: &VirtualTime, seed: u64) -> Arc<Self> {
        let inner = DirectWire::new(Arc::clone(model), Arc::new(TrueTime(time.clone())), PATIENCE);
        let books = Books { rng: fastrand::Rng::with_seed(seed ^ 0x11c), ..Books::default() };
        Arc::new(Self { inner, model: Arc::clone(model), desk, time: time.clone(), books: Mutex::new(books) })
    }

    pub fn books(&self) -> MutexGuard<'_, Books> {
        // A law that was broken under this lock is told with the trace in it.
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How long a leg takes, and whether the call gets lost on it.
    fn leg(&self) -> (Duration, bool) {
        let now = self.time.passed_ms();
        let mut books = self.books();
        let weather = books.weather;
        let slow = books.rng.u32(0..1_000) < weather.slow;
        let millis = if slow { books.rng.u64(5_000..60_000) } else { books.rng.u64(2..400) };
        let lost = books.rng.u32(0..1_000) < weather.lost;
        (Duration::from_millis(millis), lost || now < weather.gone_until_ms)
    }

    fn say(&self, what: &str) {
        let line = format!("{:>10} {what}", self.time.passed_ms());
        self.books().trace.push(line);
    }

    async fn exchange(&self, call: WireCall) -> Result<WireResponse, SiteError> {
        let name = format!("{} {}{}", call.route.code(), call.path, asked(&call));
        let (there, lost) = self.leg();
        if lost {
            // A line that is down says so at once or after a while; either way nothing arrived.
            self.time.after(there.min(Duration::from_secs(10))).await;
            self.say(&format!("{name}: no way"));
            return Err(SiteError::Transport { kind: TransportKind::Connect });
        }
        self.time.after(there.min(PATIENCE)).await;
        if there > PATIENCE {
            self.say(&format!("{name}: out of patience"));
            return Err(SiteError::Timeout);
        }
        let (key, row) = self.note_sent(&call);
        let before = self.told();
        let answer = self.inner.send(call).await;
        let effects = self.told() - before;
        if let Some(row) = row {
            *self.books().effects.entry(row).or_default() += effects;
        }
        let (back, lost) = self.leg();
        self.time.after(back.min(PATIENCE)).await;
        let arrives = match answer {
            Ok(_) if back > PATIENCE => Err(SiteError::Timeout),
            Ok(_) if lost => Err(SiteError::Transport { kind: TransportKind::Broken }),
            other => other,
        };
        match &arrives {
            Ok(answer) => {
                let bytes = answer.body.len();
                self.say(&format!("{name}: {} of {bytes} bytes, {effects} effects", answer.status));
                let mut books = self.books();
                if matches!(answer.status, 404 | 413 | 429 | 503) {
                    books.pause_at = Some(self.time.passed_ms());
                }
                match (key, answer.status) {
                    (Some(key), 200) if is_order(&answer.body) => drop(books.answered.insert(key)),
                    (Some(key), 409) => {
                        books.answered.insert(key.clone());
                        books.conflicts.insert(key);
                    }
                    _ => {}
                }
            }
            Err(error) => self.say(&format!("{name}: {error}, {effects} effects")),
        }
        arrives
    }

    /// How often any order took a change of a till.
    fn told(&self) -> u32 {
        self.model.lock().unwrap().orders().map(|(_, o)| o.effects.values().sum::<u32>()).sum()
    }

    /// The key of a change must be stored before it leaves, and stay the same, body and all, until the site
    /// calls it a conflict.
    fn note_sent(&self, call: &WireCall) -> (Option<String>, Option<i64>) {
        let Some((_, key)) = call.headers.iter().find(|(name, _)| *name == "idempotency-key") else {
            return (None, None);
        };
        let row = self.desk.ask(RowOfKey(key.clone())).wait().unwrap();
        let mut books = self.books();
        let Some(row) = row else {
            books.breaches.push(format!("{}: a key leaves that is not stored", call.path));
            return (Some(key.clone()), None);
        };
        let Payload::Whole(body) = &call.payload else { unreachable!("a change has a body") };
        let mut fault = None;
        if let Some((last, was)) = books.sent.get(&row).and_then(|tries| tries.last()) {
            if last == key && was != body {
                fault = Some("the same key with another body");
            } else if last != key && !books.conflicts.contains(last) {
                fault = Some("another key though the site called nothing a conflict");
            }
        }
        books.breaches.extend(fault.map(|what| format!("row {row}: {what}")));
        books.sent.entry(row).or_default().push((key.clone(), body.clone()));
        (Some(key.clone()), Some(row))
    }
}

/// A whole order, as the answer to a change must be.
fn is_order(body: &[u8]) -> bool {
    serde_json::from_slice::<serde_json::Value>(body).is_ok_and(|v| v.get("order_id").is_some())
}

/// The query of a call, but for what is the same in all of them.
fn asked(call: &WireCall) -> String {
    let query: Vec<_> = call.query.iter().filter(|(n, _)| matches!(*n, "cursor" | "updated_since")).collect();
    if call.route == Route::Orders { format!(" {query:?}") } else { String::new() }
}

impl Wire for SimLink {
    fn send(&self, call: WireCall) -> BoxFuture<'_, Result<WireResponse, SiteError>> {
        self.exchange(call).boxed()
    }
}
