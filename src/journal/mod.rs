//! The log: one file a day beside the data, written by its own thread so that it never slows a sale.
//!
//! Owns: where records go, who may read them, how long they are kept and at which level they begin. Must not
//! know: screens. Records hold ids, codes, counts and times; names, phones and tokens are never handed to
//! `tracing` at all.

mod daily;

use std::path::Path;
use std::sync::Arc;

use tracing_appender::non_blocking::WorkerGuard;
use tracing_subscriber::EnvFilter;

use crate::domain::clock::SystemClock;

/// Keeps the writer alive; what is still in the queue is written when this is dropped.
#[derive(Debug)]
pub struct Journal(#[expect(dead_code, reason = "the guard writes the rest when it is dropped")] WorkerGuard);

/// Starts writing to files in `folder`. `None` when the folder cannot be written or a log is running already:
/// the program works on without one, and `doctor` says so.
#[must_use]
pub fn start(folder: &Path) -> Option<Journal> {
    let files = daily::DailyFile::open(folder, Arc::new(SystemClock)).ok()?;
    let (writer, guard) = tracing_appender::non_blocking(files);
    let filter = EnvFilter::try_from_env("EXPERO_LOG").unwrap_or_else(|_| EnvFilter::new("warn,expero=debug"));
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(writer).try_init().ok()?;
    Some(Journal(guard))
}
