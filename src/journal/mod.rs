//! The log: what the program did, kept in a file of its own and written by its own thread, so that it never slows a
//! sale.
//!
//! Owns: what becomes of a line of `tracing` (its words, module, order, exchange), at which level records begin, how
//! long they are kept, what happens when the disk is full. Must not know: screens. Lines hold ids, codes, counts and
//! times; names, phones and tokens are never handed to `tracing` at all, bodies come masked.

mod layer;
mod levels;
mod line;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::domain::clock::Clock;
use crate::domain::log::Level;
use crate::store::log_file::LogFile;
use crate::store::{Mode, error::StoreError};
use crate::text::Lang;
use layer::LogLayer;
use levels::Levels;
use writer::Writer;

/// Where the log lies in its folder.
#[must_use]
pub fn file_in(folder: &Path) -> PathBuf {
    folder.join("journal.db")
}

/// What the owner has chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogChoice {
    /// Records of the exchange with the site begin here.
    pub exchange: Level,
    /// Those of all other parts begin here.
    pub others: Level,
    /// Days that are kept, today not counted.
    pub keep_days: u32,
    /// Language of the words.
    pub lang: Lang,
}

impl Default for LogChoice {
    fn default() -> Self {
        Self { exchange: Level::Debug, others: Level::Info, keep_days: 30, lang: Lang::Ru }
    }
}

/// Keeps the writer alive; what is still in the queue is written when this is dropped.
pub struct Journal {
    levels: Arc<Levels>,
    writer: Writer,
}

impl Journal {
    /// A writer into `folder`, without a subscriber. `None` when the folder cannot be written.
    fn open(folder: &Path, clock: Arc<dyn Clock>) -> Option<Self> {
        let levels = Arc::new(Levels::new(std::env::var("EXPERO_LOG").ok().as_deref()));
        let writer = Writer::start(&file_in(folder), clock, Arc::clone(&levels)).ok()?;
        Some(Self { levels, writer })
    }

    /// What the owner has chosen applies from the next line on.
    pub fn choose(&self, choice: LogChoice) {
        self.levels.choose(choice);
    }

    /// Records about work at the till `id` name it by `title`.
    pub fn name_till(&self, id: &str, title: &str) {
        self.levels.name_till(id, title);
    }

    /// Lines that could not be kept since the start: the disk was full, or they came faster than it takes them.
    #[must_use]
    pub fn lost(&self) -> u64 {
        self.levels.lost()
    }

    /// Waits until everything handed in so far is in the file.
    pub fn flush(&self) {
        self.writer.flush();
    }

    fn layer(&self, clock: Arc<dyn Clock>) -> LogLayer {
        LogLayer::new(self.writer.mouth(), Arc::clone(&self.levels), clock)
    }
}

/// Starts writing into `folder`. `None` when the folder cannot be written or a log is running already: the program
/// works on without one, and `doctor` says so.
#[must_use]
pub fn start(folder: &Path, clock: &Arc<dyn Clock>) -> Option<Journal> {
    let journal = Journal::open(folder, Arc::clone(clock))?;
    tracing_subscriber::registry().with(journal.layer(Arc::clone(clock))).try_init().ok()?;
    report_panics();
    Some(journal)
}

/// As [`start`], for `work` on this thread alone: tests look at what is written.
///
/// # Errors
/// When the folder cannot be written.
pub fn over<T>(folder: &Path, clock: &Arc<dyn Clock>, work: impl FnOnce(&Journal) -> T) -> Result<T, StoreError> {
    let journal = Journal::open(folder, Arc::clone(clock)).ok_or(StoreError::ReadOnly { path: folder.to_owned() })?;
    let subscriber = tracing_subscriber::registry().with(journal.layer(Arc::clone(clock)));
    let done = tracing::subscriber::with_default(subscriber, || work(&journal));
    journal.flush();
    Ok(done)
}

/// Opens the log in `folder` for reading.
///
/// # Errors
/// Failures of the file; a log that was never begun cannot be opened.
pub fn read(folder: &Path) -> Result<LogFile, StoreError> {
    LogFile::open(&file_in(folder), Mode::Read)
}

/// Where a panic happened goes into the log; its words may hold anything and do not.
fn report_panics() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        let place = info.location().map(|at| format!("{}:{}", at.file(), at.line())).unwrap_or_default();
        tracing::error!(place, "the program met a fault of its own");
        before(info);
    }));
}

#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::panic, reason = "tests stop at the first surprise")]
mod tests;
