//! The side jobs of the window: printers, the file dialog, writing a sheet, sounds. Each on a thread of its own.
//!
//! Owns: everything about paper and files that blocks. Must not know: screens, the store.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::sound::Speaker;
use crate::print::{self, PdfInfo, PrinterName};
use crate::sync::Nudge;
use crate::ui::services::{Job, JobSlot, Saved, ServiceError, Services, SheetJob, Tone, Wake};

/// No person closes a file dialog faster; a quicker «cancelled» means that the system has none to show.
const QUICKEST_PERSON: Duration = Duration::from_millis(250);
/// How many names beside a taken one are tried.
const TRIES: u32 = 99;

/// Side jobs on a computer with printers and files.
#[derive(Clone)]
pub struct SystemServices {
    nudge: Nudge,
    speaker: Speaker,
}

impl SystemServices {
    /// Services that reach the background task through `nudge`.
    #[must_use]
    pub fn new(nudge: Nudge) -> Self {
        Self { nudge, speaker: Speaker::start() }
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
            let Some(path) = ask_where(&sheet.file_name)? else {
                return Ok(Saved::Cancelled);
            };
            write_whole(&path, &pdf).map_err(|e| failed(&e))?;
            Ok(Saved::File(path.display().to_string()))
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

fn render(sheet: &SheetJob) -> Result<Vec<u8>, ServiceError> {
    let info = PdfInfo { title: sheet.title.clone(), created: sheet.made_at };
    print::render(&sheet.pages, &info).map_err(ServiceError::Print)
}

/// The place a person chose; the folder of documents where the system has no file dialog.
fn ask_where(name: &str) -> Result<Option<PathBuf>, ServiceError> {
    let file = format!("{name}.pdf");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|e| failed(&e))?;
    let asked = Instant::now();
    let dialog = rfd::AsyncFileDialog::new().set_file_name(&file).add_filter("PDF", &["pdf"]);
    match runtime.block_on(dialog.save_file()) {
        Some(handle) => Ok(Some(with_extension(handle.path()))),
        None if asked.elapsed() >= QUICKEST_PERSON => Ok(None),
        None => free_name(&documents()?, name).map(Some),
    }
}

/// A name typed without its extension gets it.
fn with_extension(path: &Path) -> PathBuf {
    if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("pdf")) {
        return path.to_owned();
    }
    let mut name = path.as_os_str().to_owned();
    name.push(".pdf");
    PathBuf::from(name)
}

fn documents() -> Result<PathBuf, ServiceError> {
    let dirs = directories::UserDirs::new().ok_or(ServiceError::Unavailable)?;
    let documents = dirs.document_dir().filter(|dir| dir.is_dir());
    Ok(documents.unwrap_or_else(|| dirs.home_dir()).to_owned())
}

/// A name that is not taken: nobody was asked whether to overwrite.
fn free_name(folder: &Path, name: &str) -> Result<PathBuf, ServiceError> {
    let mut names = std::iter::once(format!("{name}.pdf")).chain((2..=TRIES).map(|n| format!("{name} ({n}).pdf")));
    let taken = || failed(&io::Error::from(io::ErrorKind::AlreadyExists));
    names.find_map(|n| Some(folder.join(n)).filter(|p| !p.exists())).ok_or_else(taken)
}

/// Writes beside the place and moves there: a full disk leaves the old file as it was.
fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or_else(|| Path::new("."));
    let beside = folder.join(format!(".expero-{}.part", uuid::Uuid::new_v4()));
    let written = fs::OpenOptions::new().write(true).create_new(true).open(&beside).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    let done = written.and_then(|()| fs::rename(&beside, path));
    if done.is_err() {
        // The half-written file is of no use; that it cannot be removed changes nothing.
        let _ = fs::remove_file(&beside);
    }
    done
}

fn failed(error: &io::Error) -> ServiceError {
    ServiceError::File { message: error.to_string() }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {

    use super::*;

    #[test]
    fn a_sheet_is_written_whole_or_not_at_all_and_never_over_another() {
        let folder = tempfile::tempdir().unwrap();
        let first = free_name(folder.path(), "Заказ 1").unwrap();
        write_whole(&first, b"one").unwrap();
        let second = free_name(folder.path(), "Заказ 1").unwrap();
        assert_ne!(first, second);
        write_whole(&second, b"two").unwrap();
        assert_eq!(fs::read(&first).unwrap(), b"one");
        assert!(write_whole(&folder.path().join("none/there.pdf"), b"x").is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn a_name_without_its_extension_gets_it() {
        assert_eq!(with_extension(Path::new("a/b.v2")), PathBuf::from("a/b.v2.pdf"));
        assert_eq!(with_extension(Path::new("a/b.PDF")), PathBuf::from("a/b.PDF"));
    }
}
