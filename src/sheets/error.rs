//! What can go wrong between a table and its file.
//!
//! English for the log; the user's wording comes from the text keys `sheets-error-<code>`.

use thiserror::Error;

/// Why a table did not become a file.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SheetError {
    /// A sheet holds fewer rows than the table has.
    #[error("{rows} rows do not fit on one sheet of {most}")]
    TooManyRows {
        /// Rows of the table with its head.
        rows: usize,
        /// Rows that fit.
        most: usize,
    },
    /// The workbook could not be put together.
    #[error("the workbook could not be made: {message}")]
    Workbook {
        /// The words of the library.
        message: String,
    },
}

impl SheetError {
    /// Codes of all variants.
    pub const CODES: [&'static str; 2] = ["too-many-rows", "workbook"];

    /// The stable code, the tail of the text key.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooManyRows { .. } => "too-many-rows",
            Self::Workbook { .. } => "workbook",
        }
    }
}
