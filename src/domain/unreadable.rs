//! Why an element of the site could not be kept as an order: data for the words of every language.
//!
//! Owns: the codes, and where in the element the fault lies. Must not know: words, the wire, the tables.
//! Nothing here quotes a value of the element: it may be a person's.

use std::fmt;

/// What is wrong with a place of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReadFault {
    /// Whole kopecks were expected.
    WantsKopecks,
    /// Whole packs were expected.
    WantsPacks,
    /// A whole number was expected.
    WantsWhole,
    /// A text was expected.
    WantsText,
    /// Yes or no was expected.
    WantsFlag,
    /// A list was expected.
    WantsList,
    /// An object with fields was expected.
    WantsObject,
    /// A number that no till can hold.
    TooLarge,
    /// A field that must be there is not.
    Missing,
    /// A field is there twice.
    Twice,
    /// An id without characters.
    EmptyId,
    /// An id over the length of the contract.
    LongId,
    /// Not a moment of time.
    NotATime,
    /// An open order without lines.
    NoLines,
    /// Less than one pack.
    BadQuantity,
    /// A price below zero.
    BadPrice,
    /// An order without its id.
    NoOrderId,
    /// An order of another pharmacy; the detail names it.
    OtherPharmacy,
    /// Anything else; the detail says what the parser said.
    Other,
}

impl ReadFault {
    /// All faults.
    pub const ALL: [Self; 19] = [
        Self::WantsKopecks,
        Self::WantsPacks,
        Self::WantsWhole,
        Self::WantsText,
        Self::WantsFlag,
        Self::WantsList,
        Self::WantsObject,
        Self::TooLarge,
        Self::Missing,
        Self::Twice,
        Self::EmptyId,
        Self::LongId,
        Self::NotATime,
        Self::NoLines,
        Self::BadQuantity,
        Self::BadPrice,
        Self::NoOrderId,
        Self::OtherPharmacy,
        Self::Other,
    ];

    /// The stable code for tables and text keys (`problem-<code>`, `_` as `-`).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::WantsKopecks => "wants_kopecks",
            Self::WantsPacks => "wants_packs",
            Self::WantsWhole => "wants_whole",
            Self::WantsText => "wants_text",
            Self::WantsFlag => "wants_flag",
            Self::WantsList => "wants_list",
            Self::WantsObject => "wants_object",
            Self::TooLarge => "too_large",
            Self::Missing => "missing",
            Self::Twice => "twice",
            Self::EmptyId => "empty_id",
            Self::LongId => "long_id",
            Self::NotATime => "not_a_time",
            Self::NoLines => "no_lines",
            Self::BadQuantity => "bad_quantity",
            Self::BadPrice => "bad_price",
            Self::NoOrderId => "no_order_id",
            Self::OtherPharmacy => "other_pharmacy",
            Self::Other => "other",
        }
    }

    /// Reads a code; anything else is `None`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.code() == code)
    }
}

/// Why one element could not be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// What is wrong.
    pub fault: ReadFault,
    /// Where: `items[0].price`; empty for the element as a whole.
    pub path: String,
    /// A few characters that only some faults need; never a value of the element.
    pub detail: String,
}

impl Unreadable {
    /// A fault at a place.
    #[must_use]
    pub fn at(path: impl Into<String>, fault: ReadFault) -> Self {
        Self { fault, path: path.into(), detail: String::new() }
    }

    /// A fault of the element as a whole.
    #[must_use]
    pub const fn whole(fault: ReadFault) -> Self {
        Self { fault, path: String::new(), detail: String::new() }
    }

    /// The same with its detail.
    #[must_use]
    pub fn with(self, detail: impl Into<String>) -> Self {
        Self { detail: detail.into(), ..self }
    }
}

/// For the log.
impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(self.fault.code())?;
        if !self.detail.is_empty() {
            write!(f, " ({})", self.detail)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_read_back_from_its_code() {
        for fault in ReadFault::ALL {
            assert_eq!(ReadFault::from_code(fault.code()), Some(fault));
        }
        assert_eq!(ReadFault::from_code("items[0].price: a whole number"), None);
    }
}
