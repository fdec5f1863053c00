//! The thread that owns the file of the log.
//!
//! Nobody who writes a line waits for it: a full queue loses the line and counts it. On a full disk, or one that is
//! nearly full, the log stops first: the room that is left belongs to sales. Once a day records that are too old go.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use chrono::{Days, NaiveDate, NaiveTime, Timelike};

use super::levels::Levels;
use crate::domain::clock::Clock;
use crate::domain::log::{Level, Module, NewRecord, RecordId};
use crate::store::Mode;
use crate::store::error::StoreError;
use crate::store::log_file::LogFile;
use crate::text;

/// Lines that wait at most.
const QUEUE: usize = 8_192;

/// Lines that one transaction takes.
const BATCH: usize = 512;

/// How long a line waits for company.
const GATHER: Duration = Duration::from_millis(200);

/// How often the writer looks up when there is nothing to write.
const LOOK: Duration = Duration::from_secs(1);

/// How long the log keeps quiet after its file failed, and how often free room is measured.
const QUIET: Duration = Duration::from_secs(30);

/// Room on the disk that belongs to sales, bytes.
const RESERVED: u64 = 64 << 20;

/// From this hour on the records of past days are looked through.
const NIGHT_HOUR: u32 = 3;

enum Job {
    Line(Box<NewRecord>),
    /// Answered when everything before it is in the file.
    Flush(SyncSender<()>),
    End,
}

/// Where lines are handed in.
#[derive(Clone)]
pub(super) struct Mouth {
    jobs: SyncSender<Job>,
    levels: Arc<Levels>,
}

impl Mouth {
    /// Hands a line in. Never waits.
    pub(super) fn say(&self, record: NewRecord) {
        match self.jobs.try_send(Job::Line(Box::new(record))) {
            Ok(()) => {}
            Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => self.levels.lose(1),
        }
    }
}

/// The thread, as its owner sees it.
pub(super) struct Writer {
    mouth: Mouth,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Opens the file and starts.
    pub(super) fn start(path: &Path, clock: Arc<dyn Clock>, levels: Arc<Levels>) -> Result<Self, StoreError> {
        if let Some(folder) = path.parent() {
            let fails = |_| StoreError::ReadOnly { path: path.to_owned() };
            std::fs::create_dir_all(folder).map_err(fails)?;
            crate::store::folder::restrict_folder(folder);
        }
        let (jobs, lines) = sync_channel(QUEUE);
        let mouth = Mouth { jobs, levels: Arc::clone(&levels) };
        let mut pen = Pen::of(path, clock, levels)?;
        let thread = std::thread::Builder::new()
            .name("expero-journal".to_owned())
            .spawn(move || pen.run(&lines))
            .map_err(|error| StoreError::Engine { detail: error.to_string() })?;
        Ok(Self { mouth, thread: Some(thread) })
    }

    pub(super) fn mouth(&self) -> Mouth {
        self.mouth.clone()
    }

    pub(super) fn flush(&self) {
        let (done, wait) = sync_channel(1);
        if self.mouth.jobs.send(Job::Flush(done)).is_ok() {
            // A writer that died has nothing more to write.
            let _ = wait.recv();
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        let _ = self.mouth.jobs.send(Job::End);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// What the thread has in hand.
pub(super) struct Pen {
    path: PathBuf,
    /// Free room on the disk of a folder, bytes; none when it cannot be measured.
    pub(super) free: fn(&Path) -> Option<u64>,
    /// None after a failure, until it opens again.
    file: Option<LogFile>,
    clock: Arc<dyn Clock>,
    levels: Arc<Levels>,
    /// Uptime until which nothing is written.
    quiet_until: Option<Duration>,
    /// Uptime at which the room on the disk was last measured.
    measured: Option<Duration>,
    told_lost: u64,
    /// Day on which old records were last removed.
    tidied: Option<NaiveDate>,
}

impl Pen {
    pub(super) fn of(path: &Path, clock: Arc<dyn Clock>, levels: Arc<Levels>) -> Result<Self, StoreError> {
        Ok(Self {
            path: path.to_owned(),
            free: |folder| fs4::available_space(folder).ok(),
            file: Some(LogFile::open(path, Mode::Write)?),
            clock,
            levels,
            quiet_until: None,
            measured: None,
            told_lost: 0,
            tidied: None,
        })
    }

    fn run(&mut self, lines: &Receiver<Job>) {
        let mut waiting = Vec::new();
        loop {
            match lines.recv_timeout(if waiting.is_empty() { LOOK } else { GATHER }) {
                Ok(Job::Line(line)) => {
                    waiting.push(*line);
                    if waiting.len() >= BATCH {
                        self.write(&mut waiting);
                    }
                }
                Ok(Job::Flush(done)) => {
                    self.write(&mut waiting);
                    let _ = done.send(());
                }
                Ok(Job::End) | Err(RecvTimeoutError::Disconnected) => {
                    self.write(&mut waiting);
                    return;
                }
                Err(RecvTimeoutError::Timeout) => {
                    self.write(&mut waiting);
                    self.tidy();
                }
            }
        }
    }

    pub(super) fn write(&mut self, waiting: &mut Vec<NewRecord>) {
        if waiting.is_empty() {
            return;
        }
        if self.is_quiet() {
            self.levels.lose(waiting.len());
            waiting.clear();
            return;
        }
        let lost = self.levels.lost();
        if lost > self.told_lost {
            waiting.push(self.lost_line(lost - self.told_lost));
        }
        if self.append(waiting).is_ok() {
            self.told_lost = lost;
        } else {
            // Nobody can be told of it here: whoever looks at the log later reads how many lines are missing.
            self.levels.lose(waiting.len());
            self.file = None;
            self.quiet_until = Some(self.clock.uptime() + QUIET);
        }
        waiting.clear();
    }

    fn append(&mut self, records: &[NewRecord]) -> Result<(), StoreError> {
        if self.file.is_none() {
            self.file = Some(LogFile::open(&self.path, Mode::Write)?);
        }
        self.file.as_mut().map_or(Err(StoreError::Closed), |file| file.append(records))
    }

    /// Nothing is written now: the file failed a moment ago, or the disk is nearly full.
    fn is_quiet(&mut self) -> bool {
        let up = self.clock.uptime();
        if self.quiet_until.is_some_and(|until| up < until) {
            return true;
        }
        self.quiet_until = None;
        if self.measured.is_none_or(|at| up >= at + QUIET) {
            self.measured = Some(up);
            // A disk that cannot be measured may be written to until it refuses.
            let free = self.path.parent().and_then(self.free);
            if free.is_some_and(|free| free < RESERVED) {
                self.quiet_until = Some(up + QUIET);
                return true;
            }
        }
        false
    }

    fn lost_line(&self, lost: u64) -> NewRecord {
        let lang = self.levels.lang();
        NewRecord {
            at_micros: self.clock.now().timestamp_micros(),
            level: Level::Warn,
            module: Module::Program,
            till: String::new(),
            operation: String::new(),
            message: text::tr_args(lang, "log-lines-lost", &[("n", lost.into())]),
            order: None,
            http: None,
            request: String::new(),
            response: String::new(),
            fields: String::new(),
        }
    }

    /// Once a night, or at the first quiet moment after it. Today's records and those of the future stay, whatever
    /// the clock says.
    pub(super) fn tidy(&mut self) {
        let now = self.clock.now();
        let zone = self.clock.offset(now);
        let local = now.with_timezone(&zone);
        if self.tidied == Some(local.date_naive()) || (self.tidied.is_some() && local.hour() < NIGHT_HOUR) {
            return;
        }
        let first_kept = local.date_naive().checked_sub_days(Days::new(self.levels.keep_days().into()));
        let Some(first_kept) =
            first_kept.and_then(|day| day.and_time(NaiveTime::MIN).and_local_timezone(zone).earliest())
        else {
            return;
        };
        let removed = self.file.as_mut().map(|file| file.remove_before(RecordId::from_time(first_kept.to_utc())));
        // A portion at a time: lines that came meanwhile are written between them.
        if matches!(removed, Some(Ok(true))) {
            self.tidied = Some(local.date_naive());
        }
    }
}
