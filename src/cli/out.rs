//! What the command line writes, and how it fails.

use std::io::Write;

use chrono::{FixedOffset, Offset, Utc};

use crate::domain::error::Refusal;
use crate::store::error::StoreError;
use crate::text::{self, Arg, Lang, words};
use crate::usecase::UseError;

/// Why a command did not do its work.
pub(super) struct Failure {
    text: String,
    code: u8,
}

impl Failure {
    /// Refused by a rule, or failed: exit code 1.
    pub(super) fn refused(text: impl Into<String>) -> Self {
        Self { text: text.into(), code: 1 }
    }

    /// The call itself is wrong: exit code 2.
    pub(super) fn wrong(text: impl Into<String>) -> Self {
        Self { text: text.into(), code: 2 }
    }

    /// The words of `key`, exit code 1.
    pub(super) fn said(lang: Lang, key: &str, args: &[(&'static str, Arg<'_>)]) -> Self {
        Self::refused(text::tr_args(lang, key, args))
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) const fn code(&self) -> u8 {
        self.code
    }
}

/// The user's words for an error of a use case.
pub(super) fn failure(lang: Lang, zone: FixedOffset, error: &UseError) -> Failure {
    match error {
        UseError::Refused(refusal) => Failure::refused(words::refusal(lang, refusal, zone)),
        UseError::Store(error) => store_failure(lang, error),
    }
}

/// The user's words for a refusal that speaks of no moment.
pub(super) fn refused(lang: Lang, refusal: &Refusal) -> Failure {
    Failure::refused(words::refusal(lang, refusal, Utc.fix()))
}

/// The user's words for an error of the store, with the technical detail an engineer needs.
pub(super) fn store_failure(lang: Lang, error: &StoreError) -> Failure {
    Failure::refused(format!("{}\n({error})", words::store_error(lang, error.code())))
}

/// Writes an answer to standard output. A closed pipe (`expero orders | head`) is no failure.
pub(super) fn answer(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.write_all(b"\n")).and_then(|()| out.flush());
}

/// Writes a message to standard error.
pub(super) fn message(text: &str) {
    let mut err = std::io::stderr().lock();
    let _ = err.write_all(text.as_bytes()).and_then(|()| err.write_all(b"\n"));
}
