//! The file of the day, readable by its owner only. Must not know: what is written into it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{Days, NaiveDate};

use crate::domain::clock::Clock;

/// Days of logs that are kept.
const KEEP_DAYS: u64 = 30;

/// Writes to `expero.2026-11-26.log` of the pharmacy's day; takes the next file when the day is over, and
/// removes those that are too old.
pub(super) struct DailyFile {
    folder: PathBuf,
    clock: Arc<dyn Clock>,
    open: Option<(NaiveDate, File)>,
}

impl DailyFile {
    /// Opens the file of today.
    ///
    /// # Errors
    /// As of making the folder and the file.
    pub(super) fn open(folder: &Path, clock: Arc<dyn Clock>) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        restrict(folder, 0o700);
        let mut daily = Self { folder: folder.to_owned(), clock, open: None };
        daily.today()?;
        Ok(daily)
    }

    fn today(&mut self) -> io::Result<&mut File> {
        let now = self.clock.now();
        let day = now.with_timezone(&self.clock.offset(now)).date_naive();
        let still = self.open.take().filter(|(of, _)| *of == day);
        let file = match still {
            Some((_, file)) => file,
            None => self.begin(day)?,
        };
        Ok(&mut self.open.insert((day, file)).1)
    }

    fn begin(&self, day: NaiveDate) -> io::Result<File> {
        let path = self.folder.join(format!("expero.{day}.log"));
        let mut options = OpenOptions::new();
        options.create(true).append(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path)?;
        self.tidy(day);
        Ok(file)
    }

    /// What cannot be tidied stays as it is: a log must never keep anybody from work.
    fn tidy(&self, today: NaiveDate) {
        let oldest = today.checked_sub_days(Days::new(KEEP_DAYS)).unwrap_or(today);
        for path in fs::read_dir(&self.folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
            match day_of(&path) {
                Some(day) if day < oldest => drop(fs::remove_file(&path)),
                Some(_) => restrict(&path, 0o600),
                None => {}
            }
        }
    }
}

impl Write for DailyFile {
    /// A record is written whole: several programs write to one file.
    fn write(&mut self, record: &[u8]) -> io::Result<usize> {
        self.today()?.write_all(record)?;
        Ok(record.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.open.as_mut().map_or(Ok(()), |(_, file)| file.flush())
    }
}

/// The day of one of our files; none for anything else in the folder.
fn day_of(path: &Path) -> Option<NaiveDate> {
    path.file_name()?.to_str()?.strip_prefix("expero.")?.strip_suffix(".log")?.parse().ok()
}

/// Owner only. A file system without rights (FAT) is left as it is.
#[cfg(unix)]
fn restrict(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    let _ = fs::set_permissions(path, fs::Permissions::from_mode(mode));
}

#[cfg(not(unix))]
fn restrict(_path: &Path, _mode: u32) {}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use super::*;
    use crate::domain::clock::{ManualClock, from_millis};

    const DAY: i64 = 24 * 3600;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn each_day_has_its_file_and_old_ones_go() {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(ManualClock::at(from_millis(1_795_500_000_000)));
        for old in ["expero.2026-10-24.log", "expero.2026-10-25.log", "notes.log", "expero.x.log"] {
            fs::write(folder.path().join(old), "old").unwrap();
        }
        let mut daily = DailyFile::open(folder.path(), Arc::clone(&clock) as Arc<dyn Clock>).unwrap();
        daily.write_all(b"one\n").unwrap();
        clock.advance_secs(DAY);
        daily.write_all(b"two\n").unwrap();
        daily.write_all(b"three\n").unwrap();
        let kept = ["expero.2026-11-24.log", "expero.2026-11-25.log", "expero.x.log", "notes.log"];
        assert_eq!(names(folder.path()), kept, "thirty days are kept, and what is not ours");
        let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
        assert_eq!((read(kept[0]).as_str(), read(kept[1]).as_str()), ("one\n", "two\nthree\n"));
        // Another program of the same day adds to the file.
        DailyFile::open(folder.path(), clock).unwrap().write_all(b"four\n").unwrap();
        assert_eq!(read(kept[1]), "two\nthree\nfour\n");
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_reads_a_log_whatever_it_was_before() {
        use std::os::unix::fs::PermissionsExt;
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("logs");
        fs::create_dir(&folder).unwrap();
        let yesterday = folder.join("expero.2026-11-23.log");
        fs::write(&yesterday, "").unwrap();
        for path in [&folder, &yesterday] {
            fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
        }
        let clock = Arc::new(ManualClock::at(from_millis(1_795_500_000_000)));
        let mut daily = DailyFile::open(&folder, Arc::clone(&clock) as Arc<dyn Clock>).unwrap();
        clock.advance_secs(DAY);
        daily.write_all(b"next day\n").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&folder), 0o700);
        assert_eq!(names(&folder).len(), 3);
        for name in names(&folder) {
            assert_eq!(mode(&folder.join(&name)), 0o600, "{name}");
        }
    }
}
