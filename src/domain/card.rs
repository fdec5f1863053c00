//! A payment by card through a terminal, as data: what it was asked, what it answered.

use super::money::Kopecks;

/// Where a payment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CardState {
    /// The terminal was asked, or will be at once: it may have taken the money.
    Asked,
    /// The money is taken; no receipt has it yet.
    Approved,
    /// Nothing was taken.
    Declined,
    /// A receipt has it.
    Used,
    /// It was given back.
    Reversed,
}

impl CardState {
    /// Every state.
    pub const ALL: [Self; 5] = [Self::Asked, Self::Approved, Self::Declined, Self::Used, Self::Reversed];

    /// The stable code kept in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Approved => "approved",
            Self::Declined => "declined",
            Self::Used => "used",
            Self::Reversed => "reversed",
        }
    }

    /// The state of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// What a terminal answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CardAnswer {
    /// The money is taken; the terminal's number of it.
    Approved {
        /// «RRN».
        reference: String,
    },
    /// Nothing was taken: the customer or the bank said no.
    Declined {
        /// The words of the terminal.
        why: String,
    },
    /// Nobody knows: the terminal must be asked by the key.
    Unknown {
        /// What the system said.
        why: String,
    },
}

/// A payment that may have been taken and belongs to no receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LooseCard {
    /// Its key.
    pub key: String,
    /// How much.
    pub amount: Kopecks,
    /// `Asked` or `Approved`.
    pub state: CardState,
}
