//! The desk: replies, feeds, a full queue, a request that panics, another process on the same data.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use expero::desk::Desk;
use expero::domain::clock::{Clock, ManualClock};
use expero::domain::error::Refusal;
use expero::domain::ids::OrderId;
use expero::store::error::StoreError;
use expero::store::{Database, Mode};
use expero::usecase::accept_order::AcceptOrder;
use expero::usecase::read::lanes::LaneCounts;
use expero::usecase::read::order_find::FindOrder;
use expero::usecase::{Action, Cx, Query, ReadCx, Topic, UseError};

use crate::support::{Shop, actor, page, site_order, start};

struct Room {
    desk: Desk,
    path: PathBuf,
    _folder: tempfile::TempDir,
}

fn room() -> Room {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("expero.db");
    let write = Database::open(&path, Mode::Write).unwrap();
    let read = Database::open(&path, Mode::Read).unwrap();
    let clock: Arc<dyn Clock> = Arc::new(ManualClock::at(start()));
    let desk = Desk::start(write, read, clock, actor("Ольга")).unwrap();
    Room { desk, path, _folder: folder }
}

/// Keeps a thread of the desk until it is let go; says when it began.
struct Hold(SyncSender<()>, Receiver<()>);

impl Hold {
    fn new() -> (Self, Receiver<()>, SyncSender<()>) {
        let (began, has_begun) = sync_channel(1);
        let (go, may_go) = sync_channel(1);
        (Self(began, may_go), has_begun, go)
    }

    fn stay(&self) {
        self.0.send(()).unwrap();
        self.1.recv().unwrap();
    }
}

impl Action for Hold {
    type Value = ();
    const NAME: &'static str = "hold";
    fn run(self, _cx: &mut Cx<'_>) -> Result<(), UseError> {
        self.stay();
        Ok(())
    }
}

impl Query for Hold {
    type Rows = ();
    fn run(self, _cx: &ReadCx<'_>) -> Result<(), UseError> {
        self.stay();
        Ok(())
    }
}

/// Writes, then panics.
struct Panics;

impl Action for Panics {
    type Value = ();
    const NAME: &'static str = "panics";
    fn run(self, cx: &mut Cx<'_>) -> Result<(), UseError> {
        page(&[site_order("LOST", &[("p1", 1)])]).run(cx)?;
        panic!("a bug in a use case");
    }
}

#[test]
fn an_answer_comes_with_what_changed_and_a_refusal_comes_typed() {
    let room = room();
    let outcome = room.desk.act(page(&[site_order("A1", &[("p1", 1)])])).wait().unwrap();
    assert_eq!(outcome.value.new, 1);
    assert!(outcome.changes.has(Topic::Orders));
    let order = room.desk.ask(FindOrder { number: "N-A1".to_owned() }).wait().unwrap();
    let accepted = room.desk.act(AcceptOrder { order }).wait().unwrap();
    assert!(accepted.changes.has(Topic::Orders) && accepted.changes.has(Topic::Outbox));
    let again = room.desk.act(AcceptOrder { order }).wait();
    assert!(matches!(again, Err(UseError::Refused(Refusal::WrongStatus { .. }))));
    let missing = room.desk.ask(FindOrder { number: "none".to_owned() }).wait();
    assert!(matches!(missing, Err(UseError::Refused(Refusal::OrderNotFound { .. }))));
}

#[test]
fn a_frame_polls_and_never_waits() {
    let room = room();
    let (hold, has_begun, go) = Hold::new();
    let mut reply = room.desk.act(hold);
    has_begun.recv().unwrap();
    assert!(reply.poll_now().is_none(), "still under way");
    let read = room.desk.ask(LaneCounts).wait();
    assert!(read.is_ok(), "a long action holds up no question");
    go.send(()).unwrap();
    // The next answer of the same thread comes after this one.
    room.desk.act(page(&[])).wait().unwrap();
    assert!(matches!(reply.poll_now(), Some(Ok(_))));
    assert!(reply.poll_now().is_none(), "an answer is taken once");
}

#[test]
fn a_task_awaits_its_answer() {
    let room = room();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let counts = runtime.block_on(async { room.desk.ask(LaneCounts).await });
    assert_eq!(counts.unwrap().all, 0);
    let mut ready = expero::desk::Reply::ready(Ok(7));
    assert_eq!(ready.poll_now().unwrap().unwrap(), 7);
    assert!(matches!(runtime.block_on(ready), Err(UseError::Store(StoreError::Closed))));
}

#[test]
fn feeds_tell_what_changed_once_and_wake() {
    let room = room();
    let wakes = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&wakes);
    let feed = room.desk.subscribe(move || {
        count.fetch_add(1, Ordering::SeqCst);
    });
    room.desk.act(page(&[site_order("A1", &[("p1", 1)])])).wait().unwrap();
    let changed = feed.drain();
    assert!(changed.has(Topic::Orders) && !changed.has(Topic::Settings));
    assert!(feed.drain().is_empty());
    assert!(wakes.load(Ordering::SeqCst) >= 1);
    drop(feed);
    let before = wakes.load(Ordering::SeqCst);
    room.desk.act(page(&[site_order("A2", &[("p1", 1)])])).wait().unwrap();
    assert_eq!(wakes.load(Ordering::SeqCst), before, "a closed screen is not woken");
}

#[test]
fn what_another_process_wrote_reaches_the_feeds() {
    let room = room();
    let (wake, woken) = sync_channel(64);
    let feed = room.desk.subscribe(move || {
        let _ = wake.try_send(());
    });
    let mut other = Shop::file(&room.path);
    other.receive(&[site_order("A1", &[("p1", 1)])]);
    // Woken by the writer's look at the file; no other wake can come.
    woken.recv_timeout(std::time::Duration::from_mins(1)).unwrap();
    assert_eq!(feed.drain(), expero::usecase::Changes::ALL);
    assert_eq!(room.desk.ask(LaneCounts).wait().unwrap().new, 1);
}

#[test]
fn a_full_queue_is_busy_at_once_and_what_was_queued_is_done() {
    let room = room();
    let (hold, has_begun, go) = Hold::new();
    let held = room.desk.act(hold);
    has_begun.recv().unwrap();
    let mut queued = Vec::new();
    let refused = loop {
        let mut reply = room.desk.act(page(&[]));
        match reply.poll_now() {
            None => queued.push(reply),
            Some(answer) => break answer,
        }
        assert!(queued.len() < 10_000, "the queue has no bound");
    };
    assert!(matches!(refused, Err(UseError::Store(StoreError::Busy))));
    go.send(()).unwrap();
    held.wait().unwrap();
    assert_eq!(queued.len(), 512);
    assert!(queued.into_iter().all(|reply| reply.wait().is_ok()));
    let (hold, has_begun, go) = Hold::new();
    let held = room.desk.ask(hold);
    has_begun.recv().unwrap();
    let mut questions: Vec<_> = (0..513).map(|_| room.desk.ask(LaneCounts)).collect();
    let last = questions.pop().unwrap().wait();
    assert!(matches!(last, Err(UseError::Store(StoreError::Busy))));
    go.send(()).unwrap();
    held.wait().unwrap();
}

#[test]
fn a_request_that_panics_is_answered_and_the_till_goes_on() {
    let room = room();
    let lost = room.desk.act(Panics).wait();
    assert!(matches!(lost, Err(UseError::Store(StoreError::Closed))));
    assert_eq!(room.desk.act(page(&[site_order("A1", &[("p1", 1)])])).wait().unwrap().value.new, 1);
    assert_eq!(room.desk.ask(LaneCounts).wait().unwrap().all, 1, "nothing of the broken request was stored");
    let mut polled = room.desk.act(Panics);
    room.desk.act(page(&[])).wait().unwrap();
    assert!(matches!(polled.poll_now(), Some(Err(UseError::Store(StoreError::Closed)))));
}

#[test]
fn answers_outlive_the_desk() {
    let room = room();
    let other = room.desk.acting_as(actor("Анна"));
    assert_eq!((other.actor().user.as_str(), room.desk.actor().user.as_str()), ("Анна", "Ольга"));
    let (hold, has_begun, go) = Hold::new();
    let held = room.desk.act(hold);
    has_begun.recv().unwrap();
    let queued = other.act(page(&[site_order("A1", &[("p1", 1)])]));
    let question = room.desk.ask(FindOrder { number: "N-A1".to_owned() });
    drop((other, room.desk));
    go.send(()).unwrap();
    held.wait().unwrap();
    assert_eq!(queued.wait().unwrap().value.new, 1, "handed in is done, whoever has left");
    let _ = question.wait();
    let mut after = Shop::file(&room.path);
    assert_eq!(after.id("A1"), OrderId(1));
}
