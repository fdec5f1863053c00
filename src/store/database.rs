//! Opening the data file: durability, migrations, the quick check, what is said of a bad file.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::engine::{self, Sql};
use super::error::StoreError;
use super::goods_words::{self, Vocabulary};

mod embedded {
    //! The migrations, in the binary.
    refinery::embed_migrations!("migrations/sqlite");
}

/// "Expr" in the file header: tells our databases from others.
const APPLICATION_ID: i64 = 0x4578_7072;

/// How long a statement waits for another process before it is refused as busy.
const WAIT: Duration = Duration::from_secs(10);

/// What a connection is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Reads and writes; migrates and checks the file.
    Write,
    /// Reads only; the file must be there and migrated.
    Read,
}

/// One connection to the data.
pub struct Database {
    connection: Connection,
    vocabulary: Vocabulary,
    path: PathBuf,
    /// Says to other programs that the file is in use; given back when dropped.
    _in_use: Option<File>,
}

impl Database {
    /// Opens (and for [`Mode::Write`] makes, migrates and checks) the database at `path`.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] (a copy of the file is kept beside it), [`StoreError::Foreign`],
    /// [`StoreError::Newer`], [`StoreError::ReadOnly`], [`StoreError::Busy`], [`StoreError::DiskFull`].
    pub fn open(path: &Path, mode: Mode) -> Result<Self, StoreError> {
        Self::open_plain(path, mode).map_err(|error| explain(error, path))
    }

    fn open_plain(path: &Path, mode: Mode) -> Result<Self, StoreError> {
        let flags = match mode {
            Mode::Write => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
            Mode::Read => OpenFlags::SQLITE_OPEN_READ_WRITE,
        };
        let _turn = match mode {
            // Switching a new file to its log and migrating it do not wait for one another in the engine: two
            // programs that start at once take turns here.
            Mode::Write => {
                // Made before the engine makes it: the log beside it takes over its rights.
                super::folder::make_private(path)?;
                Some(super::folder::take_turn(path)?)
            }
            Mode::Read => None,
        };
        let fresh = std::fs::metadata(path).map_or(true, |m| m.len() == 0);
        let (in_use, alone) = match mode {
            Mode::Write => super::folder::announce(path).map(|(file, alone)| (Some(file), alone))?,
            Mode::Read => (None, false),
        };
        let suspect = !fresh && alone && (was_cut_off(path) || is_small(path));
        let mut connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        connection.busy_timeout(WAIT)?;
        connection.set_prepared_statement_cache_capacity(256);
        // Until we know that the file is ours, closing it must not fold a stranger's log into it.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        refuse_strangers(&connection)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
        if mode == Mode::Write {
            connection.pragma_update(None, "journal_mode", "WAL")?;
            migrate(&mut connection)?;
            if suspect {
                quick_check(&connection, path)?;
            }
            super::folder::restrict_file(path);
        }
        set_pragmas(&connection, mode)?;
        let mut database =
            Self { connection, vocabulary: Vocabulary::default(), path: path.to_owned(), _in_use: in_use };
        if mode == Mode::Write {
            database.write(goods_words::keep_missing)?;
        }
        Ok(database)
    }

    /// A database file that is only looked at: nothing beside it is made and nothing in it is changed.
    ///
    /// # Errors
    /// [`StoreError::Foreign`], [`StoreError::Damaged`], [`StoreError::Newer`].
    pub fn look_at(path: &Path) -> Result<Self, StoreError> {
        let look = || {
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let connection = Connection::open_with_flags(path, flags)?;
            refuse_strangers(&connection)?;
            let known = embedded::migrations::runner().get_migrations().len();
            let (found, known) = (applied(&connection)?, i64::try_from(known).unwrap_or(i64::MAX));
            match found {
                0 => Err(StoreError::Foreign { path: path.to_owned() }),
                found if found > known => Err(StoreError::Newer { found, known }),
                _ => Ok(connection),
            }
        };
        let connection = look().map_err(|error| match error {
            StoreError::Foreign { .. } => StoreError::Foreign { path: path.to_owned() },
            StoreError::Damaged { detail, .. } => StoreError::Damaged { path: path.to_owned(), detail },
            other => other,
        })?;
        Ok(Self { connection, vocabulary: Vocabulary::default(), path: path.to_owned(), _in_use: None })
    }

    /// A database in memory, for tests and dry runs. One connection serves reads and writes.
    ///
    /// # Errors
    /// [`StoreError::Migration`] when the embedded migrations do not run.
    pub fn in_memory() -> Result<Self, StoreError> {
        let mut connection = Connection::open_in_memory()?;
        migrate(&mut connection)?;
        set_pragmas(&connection, Mode::Write)?;
        Ok(Self { connection, vocabulary: Vocabulary::default(), path: PathBuf::from(":memory:"), _in_use: None })
    }

    /// Runs `work` in one immediate transaction: everything, or nothing.
    ///
    /// # Errors
    /// As `work`; the store's own errors when the transaction cannot begin or commit.
    pub fn write<T, E: From<StoreError>>(&mut self, work: impl FnOnce(&Sql<'_>) -> Result<T, E>) -> Result<T, E> {
        engine::in_transaction(&mut self.connection, &self.vocabulary, work)
    }

    /// Runs `work` on one consistent picture of the data.
    ///
    /// # Errors
    /// As `work`.
    pub fn read<T, E: From<StoreError>>(&mut self, work: impl FnOnce(&Sql<'_>) -> Result<T, E>) -> Result<T, E> {
        engine::in_snapshot(&mut self.connection, &self.vocabulary, work)
    }

    /// A number that moves when another connection has committed; 0 when it cannot be read.
    #[must_use]
    pub fn foreign_version(&self) -> i64 {
        self.connection.pragma_query_value(None, "data_version", |r| r.get(0)).unwrap_or_default()
    }

    /// The full integrity check, for `doctor` and the tests of recovery.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] with what the check said.
    pub fn check_integrity(&self) -> Result<(), StoreError> {
        check(&self.connection, "integrity_check", &self.path)?;
        let broken: i64 =
            self.connection.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |r| r.get(0))?;
        if broken == 0 {
            return Ok(());
        }
        Err(StoreError::Damaged { path: self.path.clone(), detail: format!("{broken} dangling references") })
    }

    /// Where the data lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

fn set_pragmas(connection: &Connection, mode: Mode) -> Result<(), StoreError> {
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "cache_size", -8_192_i64)?;
    if mode == Mode::Read {
        connection.pragma_update(None, "query_only", true)?;
    }
    Ok(())
}

/// A file with tables but without our mark is somebody else's and must not be touched.
fn refuse_strangers(connection: &Connection) -> Result<(), StoreError> {
    let id: i64 = connection.pragma_query_value(None, "application_id", |r| r.get(0))?;
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_master", [], |r| r.get(0))?;
    if id != APPLICATION_ID && tables > 0 {
        return Err(StoreError::Foreign { path: PathBuf::new() });
    }
    Ok(())
}

fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let marked: i64 = connection.pragma_query_value(None, "application_id", |r| r.get(0))?;
    if marked != APPLICATION_ID {
        // Before the runner makes its own table: a stop between the two must not make us a stranger here.
        connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    }
    let runner = embedded::migrations::runner();
    let known = runner.get_migrations().iter().map(|m| i64::from(m.version())).max().unwrap_or_default();
    let found = applied(connection)?;
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    if found == known {
        return Ok(());
    }
    match runner.run(connection) {
        Ok(_) => Ok(()),
        // Another process on the same new file may have been faster: what counts is what is there now.
        Err(_) if applied(connection)? == known => Ok(()),
        Err(error) => Err(migration_error(&error)),
    }
}

/// The newest migration in the file; zero for a new one. Asked without the runner, which needs its table.
fn applied(connection: &Connection) -> Result<i64, StoreError> {
    let is_there: i64 = connection.query_row(
        "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'refinery_schema_history'",
        [],
        |r| r.get(0),
    )?;
    if is_there == 0 {
        return Ok(0);
    }
    Ok(connection.query_row("SELECT coalesce(max(version), 0) FROM refinery_schema_history", [], |r| r.get(0))?)
}

pub(super) fn migration_error(error: &refinery::Error) -> StoreError {
    let mut source: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(at) = source {
        if let Some(rusqlite::Error::SqliteFailure(code, text)) = at.downcast_ref::<rusqlite::Error>() {
            return StoreError::from(rusqlite::Error::SqliteFailure(*code, text.clone()));
        }
        source = at.source();
    }
    StoreError::Migration { detail: error.to_string() }
}

/// The check reads the whole file: a second and more for a large one. So a large file is checked at opening only
/// when the last program did not close it (its log was left behind); else `doctor` and the backup check it.
const SMALL: u64 = 16 * 1024 * 1024;

fn is_small(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|m| m.len() <= SMALL)
}

fn was_cut_off(path: &Path) -> bool {
    std::fs::metadata(format!("{}-wal", path.display())).is_ok_and(|m| m.len() > 0)
}

fn quick_check(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    check(connection, "quick_check", path)
}

fn check(connection: &Connection, pragma: &str, path: &Path) -> Result<(), StoreError> {
    let answer: String = connection.pragma_query_value(None, pragma, |r| r.get(0))?;
    if answer == "ok" {
        return Ok(());
    }
    Err(StoreError::Damaged { path: path.to_owned(), detail: answer })
}

/// Adds the path to an error of opening, and keeps a copy of a damaged file before anybody mends it.
fn explain(error: StoreError, path: &Path) -> StoreError {
    match error {
        StoreError::Damaged { detail, .. } => {
            let copy = super::folder::keep_copy(path);
            let kept = copy.map_or_else(String::new, |c| format!("; copy kept as {}", c.display()));
            StoreError::Damaged { path: path.to_owned(), detail: format!("{detail}{kept}") }
        }
        StoreError::Foreign { .. } => StoreError::Foreign { path: path.to_owned() },
        StoreError::ReadOnly { .. } => StoreError::ReadOnly { path: path.to_owned() },
        other => other,
    }
}
