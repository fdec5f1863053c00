//! The file of the log: a database of its own beside the data, so that a record never waits for a sale nor a sale
//! for a record.
//!
//! Owns: opening it (a damaged or foreign file is put aside, not mended: a log must never keep anybody from work),
//! writing, reading, removal of what is too old. Must not know: who makes records. It is of one machine and stays
//! with the embedded engine whatever holds the data.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::Mode;
use super::engine::{self, Sql, params};
use super::error::StoreError;
use super::folder::{make_private, restrict_file, take_turn};
use super::goods_words::Vocabulary;
use super::log_query;
use crate::domain::log::{LogDetails, LogFilter, LogPage, LogRow, NewRecord, RecordId};

mod embedded {
    //! The migrations of the log, in the binary.
    refinery::embed_migrations!("migrations/journal");
}

/// How long a statement waits for another process.
const WAIT: Duration = Duration::from_secs(2);

/// Records that one transaction removes: the writer is never away for long.
const PORTION: i64 = 2_000;

/// One connection to the log.
pub struct LogFile {
    connection: Connection,
    vocabulary: Vocabulary,
}

impl LogFile {
    /// Opens (and for [`Mode::Write`] makes and migrates) the log at `path`. A file that cannot be used is put aside
    /// under another name and a new one is begun.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`], [`StoreError::Busy`], [`StoreError::DiskFull`], [`StoreError::Folder`]; for
    /// [`Mode::Read`] also what is wrong with the file.
    pub fn open(path: &Path, mode: Mode) -> Result<Self, StoreError> {
        match Self::open_plain(path, mode) {
            Err(
                StoreError::Damaged { .. }
                | StoreError::Foreign { .. }
                | StoreError::Newer { .. }
                | StoreError::Migration { .. },
            ) if mode == Mode::Write => {
                put_aside(path);
                Self::open_plain(path, mode)
            }
            opened => opened,
        }
    }

    fn open_plain(path: &Path, mode: Mode) -> Result<Self, StoreError> {
        let _turn = match mode {
            Mode::Write => {
                make_private(path)?;
                Some(take_turn(path)?)
            }
            Mode::Read => None,
        };
        let mut connection =
            Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        connection.busy_timeout(WAIT)?;
        if mode == Mode::Write {
            connection.pragma_update(None, "auto_vacuum", "INCREMENTAL")?;
            connection.pragma_update(None, "journal_mode", "WAL")?;
            embedded::migrations::runner().run(&mut connection).map_err(|e| super::database::migration_error(&e))?;
            restrict_file(path);
        } else {
            connection.pragma_update(None, "query_only", true)?;
        }
        // The last records before the plug was pulled may be lost, the file may not.
        connection.pragma_update(None, "synchronous", "NORMAL")?;
        connection.pragma_update(None, "temp_store", "MEMORY")?;
        connection.pragma_update(None, "cache_size", -8_192_i64)?;
        Ok(Self { connection, vocabulary: Vocabulary::default() })
    }

    /// Writes records, all or none. A time that is taken already becomes the next free microsecond.
    ///
    /// # Errors
    /// Failures of the file.
    pub fn append(&mut self, records: &[NewRecord]) -> Result<(), StoreError> {
        engine::in_transaction(&mut self.connection, &self.vocabulary, |sql| {
            records.iter().try_for_each(|record| insert(sql, record))
        })
    }

    /// A portion of the list, newest first, older than `before`.
    ///
    /// # Errors
    /// Failures of the file.
    pub fn page(&mut self, filter: &LogFilter, before: Option<RecordId>, limit: u32) -> Result<LogPage, StoreError> {
        engine::in_snapshot(&mut self.connection, &self.vocabulary, |sql| {
            let mut rows = Vec::new();
            log_query::newest_first(sql, filter, before, i64::from(limit) + 1, |row| {
                rows.push(row);
                Ok(())
            })?;
            let most = usize::try_from(limit).unwrap_or(usize::MAX);
            let more = rows.len() > most;
            rows.truncate(most);
            Ok(LogPage { rows, more })
        })
    }

    /// Hands over every record of the filter, newest first, without keeping them. `visit` ends it with an error.
    ///
    /// # Errors
    /// As `visit`; failures of the file.
    pub fn each<E: From<StoreError>>(
        &mut self,
        filter: &LogFilter,
        mut visit: impl FnMut(LogRow) -> Result<(), E>,
    ) -> Result<(), E> {
        // Short looks at the file: a long one would keep its write-ahead log from being folded in.
        let mut before = None;
        loop {
            let page = self.page(filter, before, 5_000)?;
            before = page.rows.last().map(|row| row.id);
            page.rows.into_iter().try_for_each(&mut visit)?;
            if !page.more {
                return Ok(());
            }
        }
    }

    /// What only the details pane shows; none when the record is gone.
    ///
    /// # Errors
    /// Failures of the file.
    pub fn details(&mut self, id: RecordId) -> Result<Option<LogDetails>, StoreError> {
        engine::in_snapshot(&mut self.connection, &self.vocabulary, |sql| {
            let text = "SELECT request, response, fields FROM log_record WHERE id = $1";
            sql.query_opt(text, params![id.0], |r| {
                Ok(LogDetails { request: r.text(0)?, response: r.text(1)?, fields: r.text(2)? })
            })
        })
    }

    /// Removes a portion of what is older than `before`. True when nothing older is left.
    ///
    /// # Errors
    /// Failures of the file.
    pub fn remove_before(&mut self, before: RecordId) -> Result<bool, StoreError> {
        let removed = engine::in_transaction(&mut self.connection, &self.vocabulary, |sql| {
            let old = "SELECT id, message FROM log_record WHERE id < $1 ORDER BY id LIMIT $2";
            let old = sql.query(old, params![before.0, PORTION], |r| Ok((r.int(0)?, r.text(1)?)))?;
            for (id, message) in &old {
                let forget = "INSERT INTO log_words (log_words, rowid, message) VALUES ('delete', $1, $2)";
                sql.execute(forget, params![*id, message])?;
                sql.execute("DELETE FROM log_record WHERE id = $1", params![*id])?;
            }
            Ok::<_, StoreError>(old.len())
        })?;
        self.connection.execute_batch("PRAGMA incremental_vacuum(500)")?;
        Ok(i64::try_from(removed).unwrap_or(PORTION) < PORTION)
    }
}

fn insert(sql: &Sql<'_>, record: &NewRecord) -> Result<(), StoreError> {
    let http = record.http.as_ref();
    let mut id = record.at_micros;
    loop {
        let done = sql.execute(
            "INSERT INTO log_record (id, level, module, till, operation, message, order_id, method, path, status,
                                     millis, request, response, fields)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT (id) DO NOTHING",
            params![
                id,
                i64::from(record.level.rank()),
                record.module.name(),
                &record.till,
                &record.operation,
                &record.message,
                record.order,
                http.map(|http| &http.method),
                http.map(|http| &http.path),
                http.and_then(|http| http.status).map(i64::from),
                http.and_then(|http| http.millis).map(i64::from),
                &record.request,
                &record.response,
                &record.fields,
            ],
        )?;
        if done > 0 {
            break;
        }
        id += 1;
    }
    sql.execute("INSERT INTO log_words (rowid, message) VALUES ($1, $2)", params![id, &record.message])?;
    Ok(())
}

/// One bad file is kept to be looked at; the next one takes its place.
fn put_aside(path: &Path) {
    let beside = |name: &str| PathBuf::from(format!("{}{name}", path.display()));
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::rename(beside(end), beside(&format!(".damaged{end}")));
    }
}
