//! Work that needs a thread, a file or a printer: asked for here, done by what `main` hands in.
//!
//! The screens never touch files or printers; they ask and poll a [`Job`]. Must not know: how it is done.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};

use chrono::{DateTime, FixedOffset, NaiveDateTime, Utc};

use crate::domain::card::CardAnswer;
use crate::domain::goods_import::{ColumnMap, Extent, TablePreview};
use crate::domain::log::{LogDetails, LogFilter, LogPage, RecordId};
use crate::domain::mark_check::MarkAnswer;
use crate::domain::money::Kopecks;
use crate::print::{Page, Paper, PrintError, PrinterName};
use crate::sheets::{Format, SheetError, Table};
use crate::text::Lang;
use crate::usecase::site_settings::SiteSettings;

/// Records of one portion of the log.
pub const LOG_PORTION: u32 = 500;

/// Called from another thread when a job ended: the screen draws again.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// A sheet on its way to paper or a file.
#[derive(Clone, Debug)]
pub struct SheetJob {
    /// The pages as laid out.
    pub pages: Vec<Page>,
    /// Their paper.
    pub paper: Paper,
    /// Title in the print queue and in the file; no personal data.
    pub title: String,
    /// Proposed name of a file, one safe component without extension.
    pub file_name: String,
    /// When the sheet was made.
    pub made_at: DateTime<Utc>,
}

/// A table on its way to a file.
#[derive(Clone, Debug)]
pub struct TableJob {
    /// What is written.
    pub table: Table,
    /// In which format.
    pub format: Format,
    /// Proposed name of the file, one safe component without extension; no personal data.
    pub file_name: String,
}

/// Why a side job did not happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServiceError {
    /// The print room or a printer.
    Print(PrintError),
    /// The table could not be made.
    Sheet(SheetError),
    /// The file could not be written.
    File {
        /// The system's own words.
        message: String,
    },
    /// There is no such service here (practice, tests) or no thread for it.
    Unavailable,
}

impl ServiceError {
    /// The text key of the user's wording.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Print(error) => format!("print-error-{}", error.code()),
            Self::Sheet(error) => format!("sheets-error-{}", error.code()),
            Self::File { .. } => "service-error-file".to_owned(),
            Self::Unavailable => "service-error-unavailable".to_owned(),
        }
    }

    /// What the system said, for the end of the sentence; may be empty.
    #[must_use]
    pub fn detail(&self) -> String {
        match self {
            Self::File { message }
            | Self::Print(
                PrintError::Refused { message }
                | PrintError::SpoolerDown { message }
                | PrintError::TempFile { message },
            )
            | Self::Sheet(SheetError::Workbook { message }) => message.clone(),
            Self::Print(PrintError::UnknownPrinter { printer }) => printer.clone(),
            Self::Sheet(SheetError::TooManyRows { rows, .. }) => rows.to_string(),
            Self::Print(
                PrintError::NothingToPrint
                | PrintError::Font(_)
                | PrintError::QrCode(_)
                | PrintError::Pdf(_)
                | PrintError::NoPrintSystem { .. }
                | PrintError::NoDefaultPrinter
                | PrintError::TimedOut { .. },
            )
            | Self::Unavailable => String::new(),
        }
    }
}

/// Where a saved sheet or table lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saved {
    /// In the file with this name (the name only, no folder).
    File(String),
    /// The person closed the file dialog.
    Cancelled,
}

/// A short sound. Each is told from the others without looking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Orders wait: the update prompt came up.
    NewOrder,
    /// The scanned pack is right.
    ScanOk,
    /// What was scanned is not right: look at the screen.
    ScanRefused,
    /// The pack is of goods that are not in the order.
    WrongGoods,
    /// One pack too many.
    TooMany,
    /// The pack has expired or does not last long enough.
    TooOld,
    /// The code of the pack is in another bag or was sold.
    CodeTaken,
}

impl Tone {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::NewOrder,
        Self::ScanOk,
        Self::ScanRefused,
        Self::WrongGoods,
        Self::TooMany,
        Self::TooOld,
        Self::CodeTaken,
    ];
}

/// Side jobs of the screens. Every method returns at once.
pub trait Services: Send + Sync {
    /// Asks the background task to read orders now.
    fn poll_now(&self) {}
    /// The printers of the system.
    fn list_printers(&self, _wake: Wake) -> Job<Vec<PrinterName>> {
        Job::ready(Ok(Vec::new()))
    }
    /// Prints on the named printer, or on the default one.
    fn print_sheet(&self, _sheet: SheetJob, _printer: Option<String>, _wake: Wake) -> Job<()> {
        Job::ready(Err(ServiceError::Unavailable))
    }
    /// Asks for a place and writes a PDF there.
    fn save_sheet(&self, _sheet: SheetJob, _wake: Wake) -> Job<Saved> {
        Job::ready(Err(ServiceError::Unavailable))
    }
    /// Asks for a place and writes a table there. Unavailable where there are no files.
    fn save_table(&self, _table: TableJob, _wake: Wake) -> Job<Saved> {
        Job::ready(Err(ServiceError::Unavailable))
    }
    /// The card terminal takes a payment; the answer comes when the customer is done.
    fn card_pay(&self, _key: &str, _amount: Kopecks, _wake: Wake) -> Job<CardAnswer> {
        Job::ready(Err(ServiceError::Unavailable))
    }
    /// What became of a payment.
    fn card_ask(&self, _key: &str, _wake: Wake) -> Job<CardAnswer> {
        Job::ready(Err(ServiceError::Unavailable))
    }
    /// The card terminal gives a payment back.
    fn card_reverse(&self, _key: &str, _wake: Wake) -> Job<bool> {
        Job::ready(Err(ServiceError::Unavailable))
    }
    /// Asks the services that know marked packs; the answer comes within two seconds, or silence.
    fn check_mark(&self, _code: &str, _wake: Wake) -> Job<MarkAnswer> {
        Job::ready(Ok(MarkAnswer::Silence))
    }
    /// Which secrets are stored, each with its last characters at most: key of the setting, masked value.
    fn masked_secrets(&self, _wake: Wake) -> Job<Vec<(&'static str, String)>> {
        Job::ready(Ok(Vec::new()))
    }
    /// Stores secrets, each under the key of its setting, where only the owner of the data reads them.
    fn store_secrets(&self, _secrets: Vec<(&'static str, String)>, _wake: Wake) -> Job<()> {
        Job::ready(Err(ServiceError::Unavailable))
    }
    /// Asks the site whether it knows us, with values that are not saved yet. Changes nothing there.
    fn try_site(&self, _trial: SiteTrial, _wake: Wake) -> Job<TrialEnd> {
        Job::ready(Err(ServiceError::Unavailable))
    }
    /// Reads a table of goods; what is good of it waits to be taken over.
    fn read_table(&self, _ask: TableAsk, _lang: Lang, _progress: Arc<Progress>, _wake: Wake) -> Job<TableEnd> {
        Job::ready(Err(ServiceError::Unavailable))
    }
    /// After a table was taken over or dropped: words of new goods, rows that nobody needs any more.
    fn finish_import(&self) {}
    /// Opens the practice mode beside this window, on data of its own.
    fn start_practice(&self) {}
    /// Asks something of the site by hand, with the stored settings.
    fn site_job(&self, _job: SiteJob, _progress: Arc<Progress>, _wake: Wake) -> Job<SiteEnd> {
        Job::ready(Err(ServiceError::Unavailable))
    }
    /// The copies of the data, newest first.
    fn list_copies(&self, _wake: Wake) -> Job<Vec<CopyRow>> {
        Job::ready(Ok(Vec::new()))
    }
    /// Copies the data and checks the copy.
    fn copy_data(&self, _wake: Wake) -> Job<CopyRow> {
        Job::ready(Err(ServiceError::Unavailable))
    }
    /// At the next start the copy of this name takes the place of the data; checked at once. None takes it back.
    fn plan_restore(&self, _name: Option<String>, _wake: Wake) -> Job<()> {
        Job::ready(Err(ServiceError::Unavailable))
    }
    /// Tells this process from all others, for what is measured by its uptime.
    fn process(&self) -> String {
        String::new()
    }
    /// A secret of a person as it may be stored.
    fn hash_secret(&self, _secret: String, _wake: Wake) -> Job<String> {
        Job::ready(Err(ServiceError::Unavailable))
    }
    /// Is this the secret that the hash was made of?
    fn check_secret(&self, _secret: String, _hash: String, _wake: Wake) -> Job<bool> {
        Job::ready(Err(ServiceError::Unavailable))
    }
    /// A portion of the log, newest first, older than `before`.
    fn read_log(&self, _filter: LogFilter, _before: Option<RecordId>, _wake: Wake) -> Job<LogPage> {
        Job::ready(Ok(LogPage::default()))
    }
    /// What only the details of a record show.
    fn log_details(&self, _id: RecordId, _wake: Wake) -> Job<LogDetails> {
        Job::ready(Ok(LogDetails::default()))
    }
    /// Asks for a place and writes the whole list there as a workbook.
    fn save_log(&self, _job: LogJob, _progress: Arc<Progress>, _wake: Wake) -> Job<Saved> {
        Job::ready(Err(ServiceError::Unavailable))
    }
    /// Plays a tone. A sound is an extra: without a way to play it nothing happens.
    fn play(&self, _tone: Tone) {}
}

/// Records of the log on their way to a workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogJob {
    /// Which.
    pub filter: LogFilter,
    /// Name of the file without its ending.
    pub file_name: String,
    /// Language of the titles.
    pub lang: Lang,
    /// The pharmacy's zone.
    pub zone: FixedOffset,
    /// Now.
    pub made_at: DateTime<Utc>,
}

/// A copy of the data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyRow {
    /// Name of its file.
    pub name: String,
    /// When it was made, on the pharmacy's wall.
    pub made_at: NaiveDateTime,
    /// Its size.
    pub bytes: u64,
    /// It takes the place of the data at the next start.
    pub is_planned: bool,
}

/// How far a side job has come, and whether it is still wanted.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicU64,
    stopped: AtomicBool,
}

impl Progress {
    /// One portion more is done.
    pub fn add(&self, n: u64) {
        self.done.fetch_add(n, Ordering::Relaxed);
    }

    /// So much is done.
    #[must_use]
    pub fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }

    /// A person does not want it any more.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// It is not wanted any more.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }
}

/// How to reach the site, as typed.
#[derive(Clone, PartialEq, Eq)]
pub struct SiteTrial {
    /// Address, proxy, paths.
    pub settings: SiteSettings,
    /// Typed; empty means the stored one.
    pub token: String,
    /// Typed; empty means the stored one.
    pub proxy_password: String,
}

/// What the settings window asks of the site by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SiteJob {
    /// «Получить брони».
    FetchOrders,
    /// «Передать полные остатки».
    SendStock {
        /// A person has said that an empty or much smaller stock is meant.
        is_meant: bool,
    },
    /// «Получить новый токен».
    NewToken,
}

/// What came of a [`SiteJob`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SiteEnd {
    /// Orders were read and stored.
    Orders {
        /// Orders that we did not have.
        new: u32,
        /// Orders that changed.
        changed: u32,
        /// Elements that could not be read.
        broken: u32,
    },
    /// The whole stock is at the site.
    Stock {
        /// Rows sent.
        rows: u64,
        /// Rows taken.
        accepted: i64,
        /// Rows refused.
        refused: i64,
        /// The first of them, in words of the site's codes.
        first: String,
    },
    /// The stock is empty or less than half of the last one: nothing was sent.
    Shrunk {
        /// Rows now.
        rows: u64,
        /// Rows of the last time.
        was: u64,
    },
    /// Text key of what came of a new token.
    NewToken(&'static str),
    /// Text key of what went wrong.
    Failed(String),
    /// The task runs in another program, which was told.
    Elsewhere,
    /// It was stopped.
    Stopped,
}

/// A table of goods to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableAsk {
    /// Where it lies; none: a person is asked.
    pub path: Option<PathBuf>,
    /// Which column is which; none: as the last time, else by their names.
    pub map: Option<ColumnMap>,
    /// How much of the stock it tells.
    pub extent: Extent,
}

/// What came of reading it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableEnd {
    /// It was read.
    Read {
        /// Where it lies.
        path: PathBuf,
        /// What is in it.
        preview: Box<TablePreview>,
    },
    /// It could not be read: why, in words.
    Refused(String),
    /// The person closed the file dialog.
    Cancelled,
}

/// What the service tells of a token.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TokenAbout {
    /// Its owner; may be empty.
    pub partner: String,
    /// The pharmacies it is for: id and title.
    pub pharmacies: Vec<(String, String)>,
}

/// What came of a [`SiteTrial`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TrialEnd {
    /// The token is good.
    Known {
        /// How long the answer took.
        millis: u64,
        /// Until when the token is good, as far as the site says.
        until: Option<DateTime<Utc>>,
        /// What the service tells of it; none when it would not.
        about: Option<TokenAbout>,
    },
    /// The site answered, but the token is not in force.
    NotActive,
    /// Text key of what went wrong.
    Failed(&'static str),
}

/// The answer of a side job, polled by a frame.
pub struct Job<T>(Receiver<Result<T, ServiceError>>);

/// The worker's end of a [`Job`].
pub struct JobSlot<T> {
    sender: SyncSender<Result<T, ServiceError>>,
    wake: Wake,
}

impl<T> Job<T> {
    /// A job with the worker's end of it.
    #[must_use]
    pub fn new(wake: Wake) -> (JobSlot<T>, Self) {
        let (sender, receiver) = sync_channel(1);
        (JobSlot { sender, wake }, Self(receiver))
    }

    /// A job that ended already.
    #[must_use]
    pub fn ready(value: Result<T, ServiceError>) -> Self {
        let (slot, job) = Self::new(Arc::new(|| {}));
        slot.fill(value);
        job
    }

    /// The answer if it is there. A worker that died answers [`ServiceError::Unavailable`].
    pub fn poll(&mut self) -> Option<Result<T, ServiceError>> {
        match self.0.try_recv() {
            Ok(value) => Some(value),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(Err(ServiceError::Unavailable)),
        }
    }
}

impl<T> JobSlot<T> {
    /// Answers and wakes the screen.
    pub fn fill(self, value: Result<T, ServiceError>) {
        // Nobody waits any more when the window was closed; the work itself is done.
        let _ = self.sender.send(value);
        (self.wake)();
    }
}

/// Services of a program without printers and files: practice and tests.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoServices;

impl Services for NoServices {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_worker_that_dies_is_an_answer_and_not_a_wait_for_ever() {
        let (slot, mut job) = Job::<()>::new(Arc::new(|| {}));
        assert!(job.poll().is_none());
        drop(slot);
        assert_eq!(job.poll(), Some(Err(ServiceError::Unavailable)));
    }
}
