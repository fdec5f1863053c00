//! The hand-over of an order: who took it, and by what it was checked that it is theirs.

/// Who took it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Taker {
    /// The buyer.
    #[default]
    Buyer,
    /// Somebody sent by the buyer.
    Other,
}

impl Taker {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Buyer, Self::Other];

    /// The stable code kept in the database, and of the words (`taker-<code>`).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Buyer => "buyer",
            Self::Other => "other",
        }
    }

    /// The other one.
    #[must_use]
    pub const fn switched(self) -> Self {
        match self {
            Self::Buyer => Self::Other,
            Self::Other => Self::Buyer,
        }
    }
}

/// By what it was checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum CheckedBy {
    /// The code of the order was scanned.
    Code,
    /// Digits of the phone were said.
    Phone,
    /// The order was chosen in a list.
    #[default]
    Nothing,
}

impl CheckedBy {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Code, Self::Phone, Self::Nothing];

    /// The stable code kept in the database, and of the words (`checked-<code>`).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Phone => "phone",
            Self::Nothing => "nothing",
        }
    }
}

/// A hand-over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HandOver {
    /// Who took it.
    pub taker: Taker,
    /// By what it was checked.
    pub checked: CheckedBy,
}
