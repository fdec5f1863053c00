//! The log: one file a day beside the data, written by its own thread so that it never slows a sale.
//!
//! Owns: where records go and at which level. Must not know: screens. Records hold ids, codes, counts and
//! times; names, phones and tokens are never handed to `tracing` at all.

use std::path::Path;

use tracing_appender::non_blocking::WorkerGuard;
use tracing_appender::rolling::{Builder, Rotation};
use tracing_subscriber::EnvFilter;

/// Days of logs that are kept.
const KEEP_DAYS: usize = 30;

/// Keeps the writer alive; what is still in the queue is written when this is dropped.
#[derive(Debug)]
pub struct Journal(#[expect(dead_code, reason = "the guard writes the rest when it is dropped")] WorkerGuard);

/// Starts writing to files in `folder`. `None` when the folder cannot be written or a log is running already:
/// the program works on without one, and `doctor` says so.
#[must_use]
pub fn start(folder: &Path) -> Option<Journal> {
    std::fs::create_dir_all(folder).ok()?;
    let files = Builder::new()
        .rotation(Rotation::DAILY)
        .filename_prefix("expero")
        .filename_suffix("log")
        .max_log_files(KEEP_DAYS)
        .build(folder)
        .ok()?;
    let (writer, guard) = tracing_appender::non_blocking(files);
    let filter = EnvFilter::try_from_env("EXPERO_LOG").unwrap_or_else(|_| EnvFilter::new("warn,expero=debug"));
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(writer).try_init().ok()?;
    Some(Journal(guard))
}
