//! The background task against the sandbox over a real socket: exactly once under faults and under `kill -9`,
//! the pause after a refused token, one stuck order, the lease.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at the first surprise")]

#[path = "sync/behaviour.rs"]
mod behaviour;
#[path = "sync/clock.rs"]
mod clock;
#[path = "sync/faults.rs"]
mod faults;
#[path = "sync/killed.rs"]
mod killed;
#[path = "sync/lease.rs"]
mod lease;
#[path = "sync/link.rs"]
mod link;
#[path = "sync/stage.rs"]
mod stage;
#[path = "sync/trouble.rs"]
mod trouble;
