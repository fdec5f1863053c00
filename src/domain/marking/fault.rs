//! Why a scanned text cannot be read. Data only; each has words that say what to fix (`scan-fault-<code>`).

use thiserror::Error;

/// A scanned text that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ScanFault {
    /// Words, a link, or a code of another kind.
    #[error("not a code")]
    NotACode,
    /// The code of a transport box, not of a pack.
    #[error("the code of a box")]
    BoxCode,
    /// A GS1 code without a product number.
    #[error("no product number in the code")]
    NoGtin,
    /// The group separator was lost, and the lengths do not tell where it stood.
    #[error("the group separator was lost")]
    GsLost,
    /// A part was typed in one keyboard layout, a part in another.
    #[error("two keyboard layouts in one code")]
    LayoutMixed,
    /// The case of the letters was changed beyond repair.
    #[error("the case of the letters was changed")]
    CapsLock,
    /// The code ends too early.
    #[error("the code ends after {at} characters")]
    Truncated {
        /// So many characters came.
        at: usize,
    },
    /// Two codes in one burst.
    #[error("two codes in one")]
    Glued,
    /// The check digit does not fit: a digit was misread or lost.
    #[error("check digit of {number} is wrong")]
    BadCheckDigit {
        /// As read.
        number: String,
    },
    /// An element that begins with an identifier that is not known.
    #[error("unknown identifier {ai}")]
    UnknownAi {
        /// Its first characters.
        ai: String,
    },
    /// An expiry date that does not exist.
    #[error("no such date: {text}")]
    BadDate {
        /// Six digits as read.
        text: String,
    },
    /// A character that no code holds.
    #[error("character {symbol:?} at {at} cannot be in a code")]
    BadSymbol {
        /// Its place, from 1.
        at: usize,
        /// The character.
        symbol: char,
    },
}

impl ScanFault {
    /// The text key of the user's wording (`scan-fault-<code>`).
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotACode => "not-a-code",
            Self::BoxCode => "box-code",
            Self::NoGtin => "no-gtin",
            Self::GsLost => "gs-lost",
            Self::LayoutMixed => "layout-mixed",
            Self::CapsLock => "caps-lock",
            Self::Truncated { .. } => "truncated",
            Self::Glued => "glued",
            Self::BadCheckDigit { .. } => "bad-check-digit",
            Self::UnknownAi { .. } => "unknown-ai",
            Self::BadDate { .. } => "bad-date",
            Self::BadSymbol { .. } => "bad-symbol",
        }
    }
}
