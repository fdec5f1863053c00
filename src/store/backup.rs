//! Copies of the data: made while the till works, checked before they count, put back only when nobody works.
//!
//! Owns: how a copy is made whole, what it is called, how one takes the place of the data. Must not know: when.

use std::fs::File;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset, NaiveDateTime, Utc};
use rusqlite::{Connection, OpenFlags};

use super::database::Database;
use super::error::StoreError;
use super::folder::{make_private, restrict_file, restrict_folder};

/// A copy in the folder of copies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataCopy {
    /// The file.
    pub path: PathBuf,
    /// When it was made, on the pharmacy's wall.
    pub made_at: NaiveDateTime,
    /// Its size.
    pub bytes: u64,
}

const PREFIX: &str = "expero-";
const SHAPE: &str = "%Y-%m-%d-%H%M%S";

/// Copies the data at `database` into `folder`, checks the copy and gives it its name.
///
/// # Errors
/// [`StoreError::DiskFull`], [`StoreError::ReadOnly`], [`StoreError::Damaged`] when the copy is not whole. Nothing half
/// made stays.
pub fn make(database: &Path, folder: &Path, now: DateTime<Utc>, zone: FixedOffset) -> Result<DataCopy, StoreError> {
    std::fs::create_dir_all(folder).map_err(|_| StoreError::ReadOnly { path: folder.to_owned() })?;
    restrict_folder(folder);
    let made_at = now.with_timezone(&zone).naive_local();
    let path = folder.join(format!("{PREFIX}{}.db", made_at.format(SHAPE)));
    copy_to(database, &path)?;
    let bytes = std::fs::metadata(&path).map_or(0, |m| m.len());
    Ok(DataCopy { path, made_at, bytes })
}

/// Copies the data at `database` to the file `to`, which appears only when it is whole and checked.
///
/// # Errors
/// As [`make`].
pub fn copy_to(database: &Path, to: &Path) -> Result<(), StoreError> {
    let part = PathBuf::from(format!("{}.part", to.display()));
    let _ = std::fs::remove_file(&part);
    let done = (|| {
        make_private(&part)?;
        // The engine copies only into an empty file; rights were made narrow before there was anything in it.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(database, flags)?;
        connection.busy_timeout(std::time::Duration::from_secs(10))?;
        connection.execute("VACUUM INTO ?1", [part.to_string_lossy()])?;
        check(&part)?;
        let failed = |_| StoreError::ReadOnly { path: to.to_owned() };
        File::open(&part).and_then(|file| file.sync_all()).map_err(failed)?;
        std::fs::rename(&part, to).map_err(failed)
    })();
    if done.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    done
}

/// Refuses a file that is no whole database of this program, or of a newer one.
///
/// # Errors
/// What is wrong with it.
pub fn check(copy: &Path) -> Result<(), StoreError> {
    let missing = || StoreError::Foreign { path: copy.to_owned() };
    if !std::fs::metadata(copy).map_err(|_| missing())?.is_file() {
        return Err(missing());
    }
    Database::look_at(copy)?.check_integrity()
}

/// The copies in `folder`, newest first; none for a folder that is not there.
#[must_use]
pub fn list(folder: &Path) -> Vec<DataCopy> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut copies: Vec<DataCopy> = entries
        .filter_map(|entry| {
            let path = entry.path();
            let name = path.file_name()?.to_str()?.strip_prefix(PREFIX)?.strip_suffix(".db")?;
            let made_at = NaiveDateTime::parse_from_str(name, SHAPE).ok()?;
            Some(DataCopy { made_at, bytes: entry.metadata().ok()?.len(), path })
        })
        .collect();
    copies.sort_by_key(|copy| std::cmp::Reverse(copy.made_at));
    copies
}

/// Removes the oldest copies beyond `keep`. What cannot be removed stays.
pub fn keep_newest(folder: &Path, keep: usize) {
    for old in list(folder).into_iter().skip(keep.max(1)) {
        let _ = std::fs::remove_file(old.path);
    }
}

/// Puts a copy in the place of the data at `database`, whose files are kept beside it. Only while nobody works on it.
/// Returns where the data of before lies; none when there was none.
///
/// # Errors
/// As [`check`]; the data stays as it was.
pub fn put_back(copy: &Path, database: &Path, now: DateTime<Utc>) -> Result<Option<PathBuf>, StoreError> {
    check(copy)?;
    let failed = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::StorageFull => StoreError::DiskFull,
        _ => StoreError::ReadOnly { path: database.to_owned() },
    };
    let fresh = PathBuf::from(format!("{}.restored", database.display()));
    std::fs::copy(copy, &fresh).and_then(|_| File::open(&fresh)?.sync_all()).map_err(failed)?;
    restrict_file(&fresh);
    let before = PathBuf::from(format!("{}.before-{}", database.display(), now.format(SHAPE)));
    let had_data = database.exists();
    if had_data {
        // The log of the engine goes along: without it the old file would not be whole.
        for end in ["-wal", "-shm"] {
            let from = PathBuf::from(format!("{}{end}", database.display()));
            if from.exists() {
                std::fs::rename(&from, format!("{}{end}", before.display())).map_err(failed)?;
            }
        }
        std::fs::rename(database, &before).map_err(failed)?;
    }
    std::fs::rename(&fresh, database).map_err(failed)?;
    Ok(had_data.then_some(before))
}
