//! What can go wrong between an order and the paper.
//!
//! Owns: one error enum with its data. English for the log; the user's wording comes from the text keys
//! `print-error-<code>`.

use thiserror::Error;

/// Why nothing was printed or saved.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PrintError {
    /// The layout made no page: for slips, no line has goods that stay in their place.
    #[error("nothing to print")]
    NothingToPrint,
    /// The built-in font cannot be read; the program file is damaged.
    #[error("built-in font is damaged: {0}")]
    Font(String),
    /// The sheet code cannot be written as a QR code.
    #[error("no QR code for the sheet code: {0}")]
    QrCode(String),
    /// The PDF could not be made.
    #[error("the PDF could not be made: {0}")]
    Pdf(String),
    /// There is no print system: this program is missing.
    #[error("no print system: program `{program}` is missing")]
    NoPrintSystem {
        /// The missing program.
        program: String,
    },
    /// The print system is installed but does not answer.
    #[error("the print system does not answer: {message}")]
    SpoolerDown {
        /// Its own words.
        message: String,
    },
    /// No printer was named and the system has no default one.
    #[error("no default printer is set")]
    NoDefaultPrinter,
    /// The named printer is not known to the system.
    #[error("printer `{printer}` is not known to the system")]
    UnknownPrinter {
        /// The name that was asked for.
        printer: String,
    },
    /// The print program took too long and was stopped.
    #[error("`{program}` did not end within {limit_secs} s and was stopped")]
    TimedOut {
        /// The stopped program.
        program: String,
        /// The limit.
        limit_secs: u64,
    },
    /// The print system refused the job.
    #[error("the print system refused the job: {message}")]
    Refused {
        /// Its own words, made safe and cut.
        message: String,
    },
    /// The temporary file for the print system could not be written.
    #[error("temporary file: {message}")]
    TempFile {
        /// The reason given by the system.
        message: String,
    },
}

impl PrintError {
    /// Codes of all variants, for the test that every one has its words.
    pub const CODES: [&'static str; 11] = [
        "nothing",
        "font",
        "qr",
        "pdf",
        "no-system",
        "spooler-down",
        "no-default",
        "unknown-printer",
        "timeout",
        "refused",
        "temp-file",
    ];

    /// The part after `print-error-` of the text key.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NothingToPrint => "nothing",
            Self::Font(_) => "font",
            Self::QrCode(_) => "qr",
            Self::Pdf(_) => "pdf",
            Self::NoPrintSystem { .. } => "no-system",
            Self::SpoolerDown { .. } => "spooler-down",
            Self::NoDefaultPrinter => "no-default",
            Self::UnknownPrinter { .. } => "unknown-printer",
            Self::TimedOut { .. } => "timeout",
            Self::Refused { .. } => "refused",
            Self::TempFile { .. } => "temp-file",
        }
    }
}
