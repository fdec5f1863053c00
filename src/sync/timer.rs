//! How the task lets time pass. A true edge: a simulation passes days in a moment, and every rest of the task is
//! one that it can see.

use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;

/// Lets time pass.
pub trait Timer: Send + Sync {
    /// Ends when so much time has passed, by a measure that nobody can set.
    fn after(&self, wait: Duration) -> BoxFuture<'static, ()>;
}

/// The timer of the runtime.
#[derive(Clone, Copy, Debug, Default)]
pub struct RuntimeTimer;

impl Timer for RuntimeTimer {
    fn after(&self, wait: Duration) -> BoxFuture<'static, ()> {
        tokio::time::sleep(wait).boxed()
    }
}
