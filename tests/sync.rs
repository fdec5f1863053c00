//! The background task against the sandbox over a real socket: exactly once under faults and under `kill -9`,
//! the pause after a refused token, one stuck order, the lease.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "a test stops at the first surprise"
)]

#[path = "sync/behaviour.rs"]
mod behaviour;
#[path = "sync/by_hand.rs"]
mod by_hand;
#[path = "sync/clock.rs"]
mod clock;
#[path = "sync/faults.rs"]
mod faults;
#[path = "sync/heeding.rs"]
mod heeding;
#[path = "sync/killed.rs"]
mod killed;
#[path = "sync/lease.rs"]
mod lease;
#[path = "sync/link.rs"]
mod link;
#[path = "sync/simulation/mod.rs"]
mod simulation;
#[path = "sync/stage.rs"]
mod stage;
#[path = "sync/stock_out.rs"]
mod stock_out;
#[path = "sync/trouble.rs"]
mod trouble;
#[path = "sync/virtual_till.rs"]
mod virtual_till;
#[path = "sync/virtual_time.rs"]
mod virtual_time;
