//! The background task: it polls orders, delivers changes, lapses holds, and says how it goes.
//!
//! Owns: when what runs, back-off, the pause after a refused token, the lease that keeps it to one
//! process, which clock lets holds lapse.
//! Must not know: screens (it gets a waker through the desk), SQL. It writes through the same desk as the
//! screens; the network lies between the intentions, never inside one.

mod clock_watch;
mod courier;
mod heed;
mod jobs;
mod poller;
mod renew;
mod seat;
mod setup;
mod shared;
mod stock;
mod task;
mod timer;
mod way;

pub use clock_watch::SweepHeld;
pub use courier::Delivered;
pub use poller::Polled;
pub use renew::{Renewed, TokenStore, renew};
pub use seat::{NoSeat, Seat, Seated};
pub use setup::{KeySource, Keys, Setup, connect};
pub use shared::SyncStatus;
pub use stock::{Sending, Sent, StockFault, Word, catalog_row, send_full, send_if_changed};
pub use task::{NotAsked, Nudge, Once, SyncTask};
pub use timer::{RuntimeTimer, Timer};
