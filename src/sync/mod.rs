//! The background task: it polls orders, delivers changes, lapses holds, and says how it goes.
//!
//! Owns: when what runs, back-off, the pause after a refused token, the lease that keeps it to one process.
//! Must not know: screens (it gets a waker through the desk), SQL. It writes through the same desk as the
//! screens; the network lies between the intentions, never inside one.

mod courier;
mod poller;
mod shared;
mod task;

pub use courier::Delivered;
pub use poller::Polled;
pub use shared::{SyncStatus, TokenSource, connect};
pub use task::{Nudge, Once, SyncTask};
