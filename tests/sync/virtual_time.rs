//! A clock and a timer that move only when they are told to, and the hand that moves them: tasks run until they
//! all rest, then time leaps to the next rest that ends. Nothing here waits for the real clock, and the order of
//! everything is the same in every run.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use expero::domain::clock::Clock;
use expero::sync::Timer;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;

/// What a task is to the hand.
pub type Task = Pin<Box<dyn Future<Output = ()>>>;

/// More polls than this without time passing are a busy loop.
const MOST_AT_ONCE: u32 = 20_000;

#[derive(Default)]
struct Inner {
    passed_ms: u64,
    /// How far the clock on the wall of the till is ahead of true time.
    ahead_ms: i64,
    naps: BTreeMap<(u64, u64), Waker>,
    next_nap: u64,
}

/// The time of a till: the wall, what passed, and rests.
#[derive(Clone)]
pub struct VirtualTime {
    start: DateTime<Utc>,
    inner: Arc<Mutex<Inner>>,
}

/// True time, which nobody sets: the clock of the site.
pub struct TrueTime(pub VirtualTime);

impl VirtualTime {
    pub fn new() -> Self {
        // 24 November 2026, 09:00 in Moscow.
        Self { start: DateTime::from_timestamp(1_795_500_000, 0).unwrap(), inner: Arc::default() }
    }

    pub fn passed_ms(&self) -> u64 {
        self.inner.lock().unwrap().passed_ms
    }

    /// True time, whatever the wall of the till shows.
    pub fn truth(&self) -> DateTime<Utc> {
        self.start + TimeDelta::milliseconds(i64::try_from(self.passed_ms()).unwrap())
    }

    /// Sets the clock on the wall this far ahead of true time (negative: behind).
    pub fn set_wall_ahead(&self, secs: i64) {
        self.inner.lock().unwrap().ahead_ms = secs * 1_000;
    }

    /// Moves to the next rest that ends within `until`; false when there is none.
    fn leap(&self, until: u64) -> bool {
        let mut inner = self.inner.lock().unwrap();
        let Some((&(at, nap), _)) = inner.naps.first_key_value().filter(|((at, _), _)| *at <= until) else {
            inner.passed_ms = until;
            return false;
        };
        inner.passed_ms = inner.passed_ms.max(at);
        let waker = inner.naps.remove(&(at, nap)).unwrap();
        drop(inner);
        waker.wake();
        true
    }
}

impl Clock for VirtualTime {
    fn now(&self) -> DateTime<Utc> {
        let ahead = self.inner.lock().unwrap().ahead_ms;
        self.truth() + TimeDelta::milliseconds(ahead)
    }

    fn offset(&self, _at: DateTime<Utc>) -> FixedOffset {
        FixedOffset::east_opt(3 * 3600).unwrap()
    }

    fn uptime(&self) -> Duration {
        Duration::from_millis(self.passed_ms())
    }
}

impl Clock for TrueTime {
    fn now(&self) -> DateTime<Utc> {
        self.0.truth()
    }

    fn offset(&self, at: DateTime<Utc>) -> FixedOffset {
        self.0.offset(at)
    }

    fn uptime(&self) -> Duration {
        self.0.uptime()
    }
}

impl Timer for VirtualTime {
    fn after(&self, wait: Duration) -> BoxFuture<'static, ()> {
        let ms = u64::try_from(wait.as_micros().div_ceil(1_000)).unwrap();
        Nap { inner: Arc::clone(&self.inner), until: self.passed_ms() + ms, nap: None }.boxed()
    }
}

struct Nap {
    inner: Arc<Mutex<Inner>>,
    until: u64,
    nap: Option<u64>,
}

impl Future for Nap {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let inner = Arc::clone(&self.inner);
        let mut inner = inner.lock().unwrap();
        if inner.passed_ms >= self.until {
            return Poll::Ready(());
        }
        let nap = *self.nap.get_or_insert_with(|| {
            inner.next_nap += 1;
            inner.next_nap
        });
        inner.naps.insert((self.until, nap), cx.waker().clone());
        Poll::Pending
    }
}

impl Drop for Nap {
    fn drop(&mut self) {
        if let Some(nap) = self.nap {
            self.inner.lock().unwrap().naps.remove(&(self.until, nap));
        }
    }
}

#[derive(Default)]
struct Bell(AtomicBool);

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// Runs tasks side by side in virtual time.
pub struct Hand {
    pub time: VirtualTime,
    bell: Arc<Bell>,
    tasks: BTreeMap<u32, Task>,
    next: u32,
    /// How often tasks were woken so far.
    pub woken: u64,
}

impl Hand {
    pub fn new(time: VirtualTime) -> Self {
        Self { time, bell: Arc::default(), tasks: BTreeMap::new(), next: 0, woken: 0 }
    }

    pub fn start(&mut self, task: Task) -> u32 {
        self.next += 1;
        self.tasks.insert(self.next, task);
        self.bell.0.store(true, Ordering::SeqCst);
        self.next
    }

    /// Ends a task where it stands, as a kill does. False when it had ended by itself.
    pub fn kill(&mut self, task: u32) -> bool {
        self.tasks.remove(&task).is_some()
    }

    pub fn is_running(&self, task: u32) -> bool {
        self.tasks.contains_key(&task)
    }

    /// Lets `wait` pass. `look` is called whenever the tasks have done something.
    pub fn pass(&mut self, wait: Duration, mut look: impl FnMut()) {
        let until = self.time.passed_ms() + u64::try_from(wait.as_millis()).unwrap();
        let mut at_once = 0;
        loop {
            while self.bell.0.swap(false, Ordering::SeqCst) {
                at_once += 1;
                assert!(at_once < MOST_AT_ONCE, "a busy loop: no time passes");
                self.woken += 1;
                let waker = Waker::from(Arc::clone(&self.bell));
                let mut cx = Context::from_waker(&waker);
                self.tasks.retain(|_, task| task.as_mut().poll(&mut cx).is_pending());
                look();
            }
            let before = self.time.passed_ms();
            if !self.time.leap(until) {
                return;
            }
            if self.time.passed_ms() != before {
                at_once = 0;
            }
        }
    }
}
