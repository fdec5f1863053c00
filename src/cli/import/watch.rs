//! The folder into which the accounting program writes its tables: what is complete is taken over, put away and
//! reported, one at a time, by the process that runs the background task.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel};
use std::time::{Duration, SystemTime};

use super::stage::{self, Ask};
use super::words;
use crate::cli::context::Context;
use crate::cli::out;
use crate::desk::Desk;
use crate::domain::goods_import::Word;
use crate::domain::ids::TillId;
use crate::domain::job::{Job, JobEnd};
use crate::text::{Lang, goods_table, tr_args};
use crate::ui::services::Progress;
use crate::usecase::Actor;
use crate::usecase::jobs::{BeginJob, EndJob};
use crate::usecase::read::settings::{ImportFolder, ImportSettings};
use crate::usecase::read::task_runner::TaskRunner;
use crate::usecase::take_table::{DropTable, TakeTable};

/// How often the folder is looked at.
const LOOK: Duration = Duration::from_secs(20);

/// A table taken over stands here, its report beside it.
const DONE: &str = "done";
/// One that was refused, and why.
const FAILED: &str = "failed";

/// Watches for as long as it lives.
pub(in crate::cli) struct FolderWatch {
    ended: Arc<AtomicBool>,
    bell: SyncSender<()>,
}

impl FolderWatch {
    /// Begins; none without a thread to watch on.
    pub(in crate::cli) fn start(cx: &Context) -> Option<Self> {
        let (bell, rings) = sync_channel(1);
        let ended = Arc::new(AtomicBool::new(false));
        let desk = cx.desk.acting_as(Actor { user: "sync".to_owned(), till: TillId("sync".to_owned()) });
        let over = Arc::clone(&ended);
        let work = move || {
            let mut folder = Folder::default();
            while matches!(rings.recv_timeout(LOOK), Err(RecvTimeoutError::Timeout)) && !over.load(Ordering::Acquire) {
                folder.look(&desk);
            }
        };
        let started = std::thread::Builder::new().name("expero-import-folder".to_owned()).spawn(work);
        started.is_ok().then_some(Self { ended, bell })
    }
}

impl Drop for FolderWatch {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Release);
        let _ = self.bell.try_send(());
    }
}

/// How a file looked last time: one that still grows is not complete.
type Shape = (u64, Option<SystemTime>);

/// What is known of the folder between two looks.
#[derive(Default)]
struct Folder {
    seen: HashMap<PathBuf, Shape>,
    /// It could not be read: noted once, not at every look.
    unreadable: bool,
    /// What a program that ended before its time left undone was done.
    finished: bool,
}

impl Folder {
    fn look(&mut self, desk: &Desk) {
        let ours = std::process::id().to_string();
        if !matches!(desk.ask(TaskRunner).wait(), Ok(Some(runner)) if runner.process == ours) {
            return;
        }
        if !self.finished {
            stage::finish(desk);
            self.finished = true;
        }
        let Ok(settings) = desk.ask(ImportFolder).wait() else { return };
        if settings.folder.as_os_str().is_empty() {
            return;
        }
        match self.complete(&settings.folder) {
            Ok(files) => {
                self.unreadable = false;
                for file in files {
                    take_file(desk, &settings, &file);
                }
            }
            Err(error) => {
                if !std::mem::replace(&mut self.unreadable, true) {
                    tracing::warn!(%error, "the folder for tables of goods cannot be read");
                    note(desk, "job-import-no-folder");
                }
            }
        }
    }

    /// Tables that look as they did last time, the oldest first.
    fn complete(&mut self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let mut now = HashMap::new();
        let mut complete = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let (path, data) = (entry.path(), entry.metadata()?);
            if !data.is_file() || !is_table(&path) {
                continue;
            }
            let shape = (data.len(), data.modified().ok());
            if self.seen.get(&path) == Some(&shape) {
                complete.push((shape.1, path.clone()));
            }
            now.insert(path, shape);
        }
        self.seen = now;
        complete.sort();
        Ok(complete.into_iter().map(|(_, path)| path).collect())
    }
}

/// Whether this is a table by its name; what a program still writes has another ending or begins with a dot.
fn is_table(file: &Path) -> bool {
    let hidden = file.file_name().is_none_or(|name| name.to_string_lossy().starts_with(['.', '~']));
    let ending = file.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    !hidden && matches!(ending.as_deref(), Some("csv" | "txt" | "xlsx"))
}

fn note(desk: &Desk, result: &str) {
    let _ = desk.act(EndJob { job: Job::Import, end: JobEnd::with(result) }).wait();
}

fn take_file(desk: &Desk, settings: &ImportSettings, file: &Path) {
    let _ = desk.act(BeginJob(Job::Import)).wait();
    let lang = Lang::from_code(&settings.language).unwrap_or_default();
    let (place, lines) = match take(desk, settings, file, lang) {
        Ok(lines) => (DONE, lines),
        Err(lines) => (FAILED, lines),
    };
    let name = file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let put = put_away(desk, &settings.folder.join(place), file, &name, &lines);
    let result = match (&put, place) {
        (Err(_), _) => "job-import-not-put-away",
        (Ok(()), DONE) => "",
        (Ok(()), _) => "job-import-refused",
    };
    match put {
        Err(error) => tracing::error!(%error, name, "a table of goods cannot be put away"),
        Ok(()) if place == DONE => tracing::info!(name, "a table of goods was taken over"),
        Ok(()) => tracing::warn!(name, why = lines.join(" "), "a table of goods was refused"),
    }
    note(desk, result);
}

/// What was changed, or why nothing was; a line each.
fn take(desk: &Desk, settings: &ImportSettings, file: &Path, lang: Lang) -> Result<Vec<String>, Vec<String>> {
    let ask = Ask { file: file.to_owned(), map: None, extent: settings.extent };
    let staged = stage::stage(desk, &ask, &Progress::default());
    let preview = staged.map_err(|fault| vec![words::stage_fault(lang, desk, &file.display().to_string(), &fault)])?;
    let Some((import, plan)) = preview.waiting else { return Err(goods_table::faults(lang, &preview)) };
    // Nobody is there to say that a much smaller stock is meant.
    let taken = desk.act(TakeTable { import, word: Word::NotGiven }).wait();
    if let Err(error) = taken {
        let _ = desk.act(DropTable(import)).wait();
        stage::finish(desk);
        let zone = desk.clock().offset(desk.clock().now());
        return Err(vec![out::failure(lang, zone, &error).text().to_owned()]);
    }
    stage::finish(desk);
    let (goods, batches) = preview.counts;
    let mut lines = vec![tr_args(lang, "import-done", &[("goods", goods.into()), ("batches", batches.into())])];
    lines.extend(goods_table::plan(lang, &plan));
    Ok(lines)
}

/// The file goes to `place` under the time, its report beside it.
fn put_away(desk: &Desk, place: &Path, file: &Path, name: &str, lines: &[String]) -> io::Result<()> {
    fs::create_dir_all(place)?;
    let now = desk.clock().now();
    let stamp = now.with_timezone(&desk.clock().offset(now)).format("%Y-%m-%d-%H%M%S");
    let to = place.join(format!("{stamp}-{name}"));
    fs::rename(file, &to)?;
    fs::write(place.join(format!("{stamp}-{name}.report.txt")), lines.join("\n") + "\n")
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use super::*;
    use crate::domain::clock::SystemClock;
    use crate::store::{Database, Mode};
    use crate::usecase::read::health::HealthCheck;
    use crate::usecase::read::schedule::Schedule;
    use crate::usecase::settings::SetSetting;
    use crate::usecase::task::HoldLease;

    #[test]
    fn only_what_looks_as_it_did_last_time_is_complete() {
        let home = tempfile::tempdir().unwrap();
        let mut folder = Folder::default();
        let path = home.path().join("stock.csv");
        fs::write(&path, "код").unwrap();
        fs::write(home.path().join("stock.csv.part"), "код").unwrap();
        fs::write(home.path().join(".hidden.csv"), "код").unwrap();
        fs::create_dir(home.path().join("done")).unwrap();
        assert!(folder.complete(home.path()).unwrap().is_empty(), "seen for the first time");
        fs::write(&path, "код;название").unwrap();
        assert!(folder.complete(home.path()).unwrap().is_empty(), "it grew");
        assert_eq!(folder.complete(home.path()).unwrap(), [path]);
        assert!(folder.complete(&home.path().join("gone")).is_err());
    }
    fn desk(home: &Path) -> Desk {
        let open = |mode| Database::open(&home.join("expero.db"), mode).unwrap();
        let actor = Actor { user: "sync".to_owned(), till: TillId("sync".to_owned()) };
        Desk::start(open(Mode::Write), open(Mode::Read), Arc::new(SystemClock), actor).unwrap()
    }

    fn names(place: &Path) -> Vec<String> {
        let entries = fs::read_dir(place).into_iter().flatten();
        // Without the time before them.
        let mut names: Vec<_> =
            entries.map(|e| e.unwrap().file_name().to_string_lossy().chars().skip(18).collect()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_table_is_taken_over_and_put_away_with_its_report_by_the_owner_of_the_task_alone() {
        let home = tempfile::tempdir().unwrap();
        let desk = desk(home.path());
        let exports = home.path().join("exports");
        fs::create_dir(&exports).unwrap();
        let set = |key: &str, value: &str| {
            desk.act(SetSetting { key: key.to_owned(), value: value.to_owned() }).wait().unwrap();
        };
        set("import.folder", &exports.display().to_string());
        fs::write(exports.join("good.csv"), "код;название;цена;остаток\nп1;Нурофен;10;3\n").unwrap();
        fs::write(exports.join("bad.csv"), "код;название;цена;остаток\nп1;Нурофен;дорого;3\n").unwrap();
        let mut folder = Folder::default();
        for _ in 0..3 {
            folder.look(&desk);
        }
        assert_eq!(names(&exports.join(DONE)), Vec::<String>::new(), "another process owns the task, or nobody");
        let holder = format!("{}-0b9f-22", std::process::id());
        desk.act(HoldLease { holder, seconds: 600 }).wait().unwrap();
        for _ in 0..2 {
            folder.look(&desk);
        }
        assert_eq!(names(&exports.join(DONE)), ["good.csv", "good.csv.report.txt"]);
        assert_eq!(names(&exports.join(FAILED)), ["bad.csv", "bad.csv.report.txt"]);
        let report = fs::read_dir(exports.join(FAILED)).unwrap().map(|e| e.unwrap().path());
        let report = report.into_iter().find(|path| path.to_string_lossy().ends_with("report.txt")).unwrap();
        assert!(fs::read_to_string(report).unwrap().contains("Строка 2"));
        let health = desk.ask(HealthCheck).wait().unwrap();
        assert_eq!((health.goods, health.overdrawn), (1, 0));
        let job = desk.ask(Schedule).wait().unwrap().into_iter().find(|row| row.job == Job::Import).unwrap();
        assert!(job.run.ended_at.is_some() && job.next.is_none());
        // A folder that is gone is said once, not at every look.
        set("import.folder", "/nowhere/at/all");
        folder.look(&desk);
        let job = desk.ask(Schedule).wait().unwrap().into_iter().find(|row| row.job == Job::Import).unwrap();
        assert_eq!(job.run.result, "job-import-no-folder");
    }
}
