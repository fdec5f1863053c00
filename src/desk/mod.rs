//! The counter between screens or tasks and the use cases.
//!
//! Owns: the thread with the write connection, the thread with the read-only connection, bounded queues of
//! typed requests, and the feeds that tell screens which topics changed. Nobody who hands in a request waits:
//! the [`Reply`] is polled by a frame, awaited by a task or waited for by the command line. Must not know:
//! screens, HTTP, SQL text.

mod feed;
mod reply;
mod threads;

use std::sync::mpsc::{SyncSender, TrySendError};
use std::sync::{Arc, Mutex, PoisonError};

pub use feed::TopicFeed;
pub use reply::Reply;

use crate::domain::clock::Clock;
use crate::store::Database;
use crate::store::error::StoreError;
use crate::usecase::{Action, Actor, Cx, Outcome, Query, ReadCx, UseError};

/// How many requests may wait before a further one is refused as busy.
const QUEUE: usize = 512;

type Job = Box<dyn FnOnce(&mut Database) + Send>;

/// A handle for one actor; cheap to clone. The threads end when the last handle is dropped.
#[derive(Clone)]
pub struct Desk {
    hands: Hands,
    feeds: feed::Feeds,
    clock: Arc<dyn Clock>,
    actor: Arc<Actor>,
}

/// Who carries requests out.
#[derive(Clone)]
enum Hands {
    /// The two threads.
    Threads { writer: SyncSender<Job>, reader: SyncSender<Job> },
    /// Whoever hands in, at once.
    Caller(Arc<Mutex<Database>>),
}

impl Desk {
    /// A desk without threads: a request is done when it is handed in, on one connection. The order of everything
    /// is that of the calls, so that a simulation replays to the byte. Never for a screen: it waits for the disk.
    #[must_use]
    pub fn at_once(data: Database, clock: Arc<dyn Clock>, actor: Actor) -> Self {
        let hands = Hands::Caller(Arc::new(Mutex::new(data)));
        Self { hands, feeds: feed::Feeds::default(), clock, actor: Arc::new(actor) }
    }

    /// Starts the two threads over `write` and `read`, connections to the same data.
    ///
    /// # Errors
    /// [`StoreError::Engine`] when the system gives no thread.
    pub fn start(write: Database, read: Database, clock: Arc<dyn Clock>, actor: Actor) -> Result<Self, StoreError> {
        let feeds = feed::Feeds::default();
        let writer = threads::writer(write, feeds.clone(), QUEUE)?;
        let reader = threads::reader(read, QUEUE)?;
        Ok(Self { hands: Hands::Threads { writer, reader }, feeds, clock, actor: Arc::new(actor) })
    }

    /// The same desk for another actor (another user, the background task).
    #[must_use]
    pub fn acting_as(&self, actor: Actor) -> Self {
        Self { actor: Arc::new(actor), ..self.clone() }
    }

    /// Who acts through this handle.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The clock that the use cases see.
    #[must_use]
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// A feed of changed topics; `wake` is called (from another thread) when something arrived.
    pub fn subscribe(&self, wake: impl Fn() + Send + Sync + 'static) -> TopicFeed {
        self.feeds.add(Arc::new(wake))
    }

    /// Hands in an intention. Never waits.
    pub fn act<A: Action>(&self, action: A) -> Reply<Outcome<A::Value>> {
        let (slot, reply) = reply::pair(self.feeds.waker());
        let (clock, actor, feeds) = (Arc::clone(&self.clock), Arc::clone(&self.actor), self.feeds.clone());
        let job: Job = Box::new(move |db| {
            let done = perform(db, clock.as_ref(), &actor, action);
            if let Ok(outcome) = &done {
                feeds.publish(outcome.changes);
            }
            slot.fill(done);
        });
        match &self.hands {
            Hands::Threads { writer, .. } => push(writer, job, reply),
            Hands::Caller(data) => do_now(data, job, reply),
        }
    }

    /// Hands in a question. Never waits.
    pub fn ask<Q: Query>(&self, query: Q) -> Reply<Q::Rows> {
        let (slot, reply) = reply::pair(self.feeds.waker());
        let clock = Arc::clone(&self.clock);
        let job: Job = Box::new(move |db| slot.fill(answer(db, clock.as_ref(), query)));
        match &self.hands {
            Hands::Threads { reader, .. } => push(reader, job, reply),
            Hands::Caller(data) => do_now(data, job, reply),
        }
    }
}

fn do_now<T>(data: &Mutex<Database>, job: Job, reply: Reply<T>) -> Reply<T> {
    job(&mut data.lock().unwrap_or_else(PoisonError::into_inner));
    reply
}

fn push<T>(queue: &SyncSender<Job>, job: Job, reply: Reply<T>) -> Reply<T> {
    match queue.try_send(job) {
        Ok(()) => reply,
        Err(TrySendError::Full(_)) => Reply::ready(Err(StoreError::Busy.into())),
        Err(TrySendError::Disconnected(_)) => Reply::ready(Err(StoreError::Closed.into())),
    }
}

/// Runs one intention in one immediate transaction.
///
/// # Errors
/// As the intention; everything it wrote is rolled back.
pub fn perform<A: Action>(
    db: &mut Database,
    clock: &dyn Clock,
    actor: &Actor,
    action: A,
) -> Result<Outcome<A::Value>, UseError> {
    let now = clock.now();
    let zone = clock.offset(now);
    let done = db.write(|sql| {
        let mut cx = Cx { sql, now, zone, actor, changes: crate::usecase::Changes::default(), about: None };
        let value = action.run(&mut cx)?;
        Ok::<_, UseError>((Outcome { value, changes: cx.changes }, cx.about))
    });
    let till = actor.till.0.as_str();
    match &done {
        // What the task does by itself every few seconds is a detail; what a person did is a step of the day.
        Ok((_, about)) if till == "sync" => tracing::debug!(action = A::NAME, till, order = about.map(|o| o.0), "done"),
        Ok((_, about)) => tracing::info!(action = A::NAME, till, order = about.map(|o| o.0), "done"),
        Err(UseError::Refused(refusal)) => {
            tracing::info!(action = A::NAME, till, refused = refusal.code(), "refused");
        }
        Err(UseError::Store(error)) => {
            tracing::error!(action = A::NAME, till, code = format!("store-error-{}", error.code()), %error, "failed");
        }
    }
    done.map(|(outcome, _)| outcome)
}

/// Answers one question on one consistent picture of the data.
///
/// # Errors
/// As the question.
pub fn answer<Q: Query>(db: &mut Database, clock: &dyn Clock, query: Q) -> Result<Q::Rows, UseError> {
    let now = clock.now();
    let zone = clock.offset(now);
    db.read(|sql| query.run(&ReadCx { sql, now, zone }))
}
