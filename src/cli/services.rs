//! The side jobs of the window: printers, the file dialog, writing a sheet, sounds. Each on a thread of its own.
//!
//! Owns: everything about paper and files that blocks; where a file goes is asked in `save`. Must not know: screens,
//! the store.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use super::copies::Copier;
use super::import;
use super::log_book::LogBook;
use super::save::{self, Kind};
use super::site_jobs;
use super::sound::Speaker;
use super::tokens;
use super::trial::{self, Bench};
use crate::domain::card::CardAnswer;
use crate::domain::log::{LogDetails, LogFilter, LogPage, RecordId};
use crate::domain::mark_check::MarkAnswer;
use crate::domain::mask;
use crate::domain::money::Kopecks;
use crate::fiscal::marks::{self, MarkService, MarkSimulator};
use crate::fiscal::terminal::{CardTerminal, TerminalSimulator};
use crate::print::{self, PdfInfo, PrinterName};
use crate::sheets;
use crate::sync::Nudge;
use crate::text::Lang;
use crate::ui::services::{
    CopyRow, Job, JobSlot, LogJob, Progress, Saved, ServiceError, Services, SheetJob, SiteEnd, SiteJob, SiteTrial,
    TableAsk, TableEnd, TableJob, Tone, TrialEnd, Wake,
};
use crate::usecase::settings;
use crate::vault;

/// Side jobs on a computer with printers and files.
#[derive(Clone)]
pub struct SystemServices {
    nudge: Nudge,
    bench: Bench,
    book: LogBook,
    copier: Copier,
    process: uuid::Uuid,
    speaker: Speaker,
    /// The card terminal; one payment at a time.
    terminal: Arc<Mutex<Option<TerminalSimulator>>>,
}

impl SystemServices {
    /// Services that reach the background task through `nudge`; the card terminal keeps its file in `folder`.
    #[must_use]
    pub(super) fn new(nudge: Nudge, bench: Bench, book: LogBook, copier: Copier) -> Self {
        let terminal = TerminalSimulator::open(&bench.folder.path().join("card-simulator.jsonl"));
        if let Err(error) = &terminal {
            tracing::error!(%error, "the card terminal cannot be opened");
        }
        Self {
            nudge,
            bench,
            book,
            copier,
            process: uuid::Uuid::new_v4(),
            speaker: Speaker::start(),
            terminal: Arc::new(Mutex::new(terminal.ok())),
        }
    }

    fn at_terminal<T: Send + 'static>(
        &self,
        wake: Wake,
        work: impl FnOnce(&mut TerminalSimulator) -> T + Send + 'static,
    ) -> Job<T> {
        let terminal = Arc::clone(&self.terminal);
        on_thread("expero-card", wake, move || {
            let mut terminal = terminal.lock().unwrap_or_else(PoisonError::into_inner);
            terminal.as_mut().map(work).ok_or(ServiceError::Unavailable)
        })
    }
}

impl Services for SystemServices {
    fn poll_now(&self) {
        self.nudge.now();
    }

    fn list_printers(&self, wake: Wake) -> Job<Vec<PrinterName>> {
        on_thread("expero-printers", wake, || print::list_printers().map_err(ServiceError::Print))
    }

    fn print_sheet(&self, sheet: SheetJob, printer: Option<String>, wake: Wake) -> Job<()> {
        on_thread("expero-print", wake, move || {
            let pdf = render(&sheet)?;
            print::print_pdf(printer.as_deref(), &pdf, &sheet.title, sheet.paper).map_err(ServiceError::Print)
        })
    }

    fn play(&self, tone: Tone) {
        self.speaker.play(tone);
    }

    fn save_sheet(&self, sheet: SheetJob, wake: Wake) -> Job<Saved> {
        on_thread("expero-save", wake, move || {
            let pdf = render(&sheet)?;
            keep(Kind::PDF, &sheet.file_name, &pdf)
        })
    }

    fn card_pay(&self, key: &str, amount: Kopecks, wake: Wake) -> Job<CardAnswer> {
        let key = key.to_owned();
        self.at_terminal(wake, move |terminal| terminal.pay(&key, amount))
    }

    fn card_ask(&self, key: &str, wake: Wake) -> Job<CardAnswer> {
        let key = key.to_owned();
        self.at_terminal(wake, move |terminal| terminal.ask(&key))
    }

    fn card_reverse(&self, key: &str, wake: Wake) -> Job<bool> {
        let key = key.to_owned();
        self.at_terminal(wake, move |terminal| terminal.reverse(&key))
    }

    fn check_mark(&self, code: &str, wake: Wake) -> Job<MarkAnswer> {
        let code = code.to_owned();
        // The simulator is the only service there is; a real one takes its place here.
        on_thread("expero-marks", wake, move || {
            let service: Arc<dyn MarkService> = Arc::new(MarkSimulator);
            Ok(marks::check(&service, &service, &code))
        })
    }

    fn masked_secrets(&self, wake: Wake) -> Job<Vec<(&'static str, String)>> {
        let folder = self.bench.folder.clone();
        on_thread("expero-secrets", wake, move || {
            let mut masked = Vec::new();
            for spec in settings::ALL.iter().filter(|spec| spec.kind == settings::Kind::Secret) {
                let key = spec.key;
                let secret = folder.read_secret(&tokens::file_of(key)).map_err(|_| ServiceError::Unavailable)?;
                // Of a password not even the end is shown.
                let shown = |text: String| if key == "site.token" { mask::token(&text) } else { mask::token("") };
                masked.push((key, secret.map(shown).unwrap_or_default()));
            }
            Ok(masked)
        })
    }

    fn try_site(&self, asked: SiteTrial, wake: Wake) -> Job<TrialEnd> {
        let bench = self.bench.clone();
        on_thread("expero-trial", wake, move || trial::run(&bench, asked))
    }

    fn store_secrets(&self, secrets: Vec<(&'static str, String)>, wake: Wake) -> Job<()> {
        let folder = self.bench.folder.clone();
        on_thread("expero-secrets", wake, move || {
            for (key, secret) in secrets {
                folder.write_secret(&tokens::file_of(key), &secret).map_err(|error| {
                    tracing::error!(%error, key, "a secret cannot be stored");
                    ServiceError::Unavailable
                })?;
            }
            Ok(())
        })
    }

    fn read_table(&self, ask: TableAsk, lang: Lang, progress: Arc<Progress>, wake: Wake) -> Job<TableEnd> {
        let desk = self.copier.desk.clone();
        on_thread("expero-import", wake, move || import::window::read(&desk, lang, ask, &progress))
    }

    fn finish_import(&self) {
        let desk = self.copier.desk.clone();
        let work = move || import::stage::finish(&desk);
        // Without a thread the next program that starts does it.
        let _ = std::thread::Builder::new().name("expero-import".to_owned()).spawn(work);
    }

    fn start_practice(&self) {
        let started =
            std::env::current_exe().and_then(|program| std::process::Command::new(program).arg("demo").spawn());
        if let Err(error) = started {
            tracing::error!(%error, "the practice mode cannot be started");
        }
    }

    fn site_job(&self, job: SiteJob, progress: Arc<Progress>, wake: Wake) -> Job<SiteEnd> {
        let (bench, desk, nudge) = (self.bench.clone(), self.copier.desk.clone(), self.nudge.clone());
        on_thread("expero-site-job", wake, move || site_jobs::run(&bench, &desk, &nudge, job, &progress))
    }

    fn list_copies(&self, wake: Wake) -> Job<Vec<CopyRow>> {
        let copier = self.copier.clone();
        on_thread("expero-copies", wake, move || copier.list())
    }

    fn copy_data(&self, wake: Wake) -> Job<CopyRow> {
        let copier = self.copier.clone();
        on_thread("expero-copies", wake, move || copier.copy())
    }

    fn plan_restore(&self, name: Option<String>, wake: Wake) -> Job<()> {
        let copier = self.copier.clone();
        on_thread("expero-copies", wake, move || copier.plan(name.as_deref()))
    }

    fn process(&self) -> String {
        self.process.to_string()
    }

    fn hash_secret(&self, secret: String, wake: Wake) -> Job<String> {
        on_thread("expero-vault", wake, move || vault::hash(&secret).ok_or(ServiceError::Unavailable))
    }

    fn check_secret(&self, secret: String, hash: String, wake: Wake) -> Job<bool> {
        on_thread("expero-vault", wake, move || Ok(vault::is_of(&secret, &hash)))
    }

    fn read_log(&self, filter: LogFilter, before: Option<RecordId>, wake: Wake) -> Job<LogPage> {
        let book = self.book.clone();
        on_thread("expero-log", wake, move || book.page(&filter, before))
    }

    fn log_details(&self, id: RecordId, wake: Wake) -> Job<LogDetails> {
        let book = self.book.clone();
        on_thread("expero-log", wake, move || book.details(id))
    }

    fn save_log(&self, job: LogJob, progress: Arc<Progress>, wake: Wake) -> Job<Saved> {
        let book = self.book.clone();
        on_thread("expero-log-book", wake, move || book.save(&job, &progress))
    }

    fn save_table(&self, job: TableJob, wake: Wake) -> Job<Saved> {
        on_thread("expero-table", wake, move || {
            let bytes = sheets::write(&job.table, job.format).map_err(ServiceError::Sheet)?;
            keep(Kind::of_table(job.format), &job.file_name, &bytes)
        })
    }
}

/// Runs `work` on a thread; without one the job ends as unavailable.
fn on_thread<T: Send + 'static>(
    name: &str,
    wake: Wake,
    work: impl FnOnce() -> Result<T, ServiceError> + Send + 'static,
) -> Job<T> {
    let (slot, job): (JobSlot<T>, Job<T>) = Job::new(wake);
    // Should there be no thread, the dropped slot is the answer.
    let started = std::thread::Builder::new().name(name.to_owned()).spawn(move || slot.fill(work()));
    if let Err(error) = started {
        tracing::error!(%error, "no thread for a side job");
    }
    job
}

/// Writes the file where a person wants it.
fn keep(kind: Kind, name: &str, bytes: &[u8]) -> Result<Saved, ServiceError> {
    let Some(path) = save::ask_where(kind, name).map_err(|e| failed(&e))? else {
        return Ok(Saved::Cancelled);
    };
    save::write_whole(&path, bytes).map_err(|e| failed(&e))?;
    Ok(Saved::File(path.display().to_string()))
}

fn render(sheet: &SheetJob) -> Result<Vec<u8>, ServiceError> {
    let info = PdfInfo { title: sheet.title.clone(), created: sheet.made_at };
    print::render(&sheet.pages, &info).map_err(ServiceError::Print)
}

fn failed(error: &io::Error) -> ServiceError {
    ServiceError::File { message: error.to_string() }
}
