//! What can go wrong with the data file. Data only; the user's words are in i18n by [`StoreError::code`].

use std::path::PathBuf;

use thiserror::Error;

/// The data could not be read or written. Nothing of the failed transaction stays.
#[derive(Debug, Error)]
pub enum StoreError {
    /// Another process holds the data longer than we are ready to wait.
    #[error("the database is locked by another process")]
    Busy,
    /// No space left.
    #[error("the disk is full")]
    DiskFull,
    /// The file or folder cannot be written.
    #[error("the database is read-only or not ours to write: {path}")]
    ReadOnly {
        /// Where.
        path: PathBuf,
    },
    /// The file is damaged; a copy is kept beside it.
    #[error("the database {path} is damaged: {detail}")]
    Damaged {
        /// Where.
        path: PathBuf,
        /// What the check said.
        detail: String,
    },
    /// The file is not a database of this program.
    #[error("{path} is not a database of this program")]
    Foreign {
        /// Where.
        path: PathBuf,
    },
    /// The file was written by a newer program.
    #[error("the database has schema {found}, this program knows {known}")]
    Newer {
        /// Version found in the file.
        found: i64,
        /// Newest version that we know.
        known: i64,
    },
    /// A migration failed.
    #[error("migration failed: {detail}")]
    Migration {
        /// What the runner said.
        detail: String,
    },
    /// A value in the database has a shape we do not expect.
    #[error("unexpected value in the database: {what}")]
    Shape {
        /// What was found.
        what: String,
    },
    /// A rule of the tables said no (a unique key, a check).
    #[error("a table rule refused the row: {what}")]
    Constraint {
        /// What the engine said.
        what: String,
    },
    /// Anything else the engine or the file system said.
    #[error("database: {detail}")]
    Engine {
        /// What it said.
        detail: String,
    },
    /// The data folder or its lock file could not be made.
    #[error("cannot use the data folder {path}: {detail}")]
    Folder {
        /// Where.
        path: PathBuf,
        /// What the system said.
        detail: String,
    },
    /// The thread that owns the connection is gone; the program is closing.
    #[error("the store is closed")]
    Closed,
}

impl StoreError {
    /// The text key of the user's wording (`store-error-<code>`).
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Busy => "busy",
            Self::DiskFull => "disk-full",
            Self::ReadOnly { .. } => "read-only",
            Self::Damaged { .. } => "damaged",
            Self::Foreign { .. } => "foreign",
            Self::Newer { .. } => "newer",
            Self::Migration { .. } => "migration",
            Self::Shape { .. } => "shape",
            Self::Constraint { .. } => "constraint",
            Self::Engine { .. } => "engine",
            Self::Folder { .. } => "folder",
            Self::Closed => "closed",
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as C;
        let detail = error.to_string();
        // No room for the index of the write-ahead log.
        let no_room = error.sqlite_error().is_some_and(|e| e.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE);
        match error.sqlite_error_code() {
            _ if no_room => Self::DiskFull,
            Some(C::DatabaseBusy | C::DatabaseLocked) => Self::Busy,
            Some(C::DiskFull) => Self::DiskFull,
            Some(C::ReadOnly | C::PermissionDenied | C::CannotOpen) => Self::ReadOnly { path: PathBuf::new() },
            Some(C::DatabaseCorrupt) => Self::Damaged { path: PathBuf::new(), detail },
            Some(C::NotADatabase) => Self::Foreign { path: PathBuf::new() },
            Some(C::ConstraintViolation) => Self::Constraint { what: detail },
            _ => match error {
                rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::IntegralValueOutOfRange(..) => Self::Shape { what: detail },
                _ => Self::Engine { detail },
            },
        }
    }
}
