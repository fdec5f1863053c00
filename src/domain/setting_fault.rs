//! What is wrong with the value of a setting, and what would be right.

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Nothing: it is a name made of digits, such as a port.
    Plain,
    /// Minutes.
    Minutes,
    /// Seconds.
    Seconds,
    /// Days.
    Days,
    /// Cells for bags.
    Cells,
    /// Per cent.
    Percent,
    /// Packs.
    Packs,
}

impl Unit {
    /// Every unit.
    pub const ALL: [Self; 7] =
        [Self::Plain, Self::Minutes, Self::Seconds, Self::Days, Self::Cells, Self::Percent, Self::Packs];

    /// The text key of a range in this unit (`setting-between-<code>`).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Minutes => "minutes",
            Self::Seconds => "seconds",
            Self::Days => "days",
            Self::Cells => "cells",
            Self::Percent => "percent",
            Self::Packs => "packs",
        }
    }
}

/// The numbers that a setting may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// The least.
    pub min: i64,
    /// The greatest.
    pub max: i64,
    /// Of what.
    pub unit: Unit,
}

/// Why a value was not stored. Never holds the value itself: it might be a secret given to the wrong setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingFault {
    /// There is no such setting.
    Unknown,
    /// A secret has no place among the other settings.
    Secret,
    /// Not a whole number.
    NotWhole(Bounds),
    /// A whole number beyond the bounds.
    OutOfBounds(Bounds),
    /// Neither yes nor no.
    NotFlag,
    /// None of the words it may be.
    NotWord(&'static [&'static str]),
    /// No opening hours of a week.
    NotWeek,
    /// No pairs of columns and heads.
    NotColumnMap,
    /// A list with a telephone number that cannot be one.
    NotPhones,
    /// A list with a mail address that cannot be one.
    NotMails,
    /// Not a host name or address.
    NotHost,
    /// Not a path of plain parts.
    NotUrlPath,
    /// Not a path of plain parts, one of them `{order_id}`.
    NotOrderUrlPath,
    /// A token that no request could carry: longer than this, with spaces or other than Latin characters.
    BadSecret {
        /// Characters at most.
        longest: usize,
    },
    /// Longer than this, or with line breaks or control characters.
    BadText {
        /// Characters at most.
        longest: usize,
    },
}

impl SettingFault {
    /// The text key of the user's wording (`setting-fault-<code>`).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Secret => "secret",
            Self::NotWhole(_) => "not-whole",
            Self::OutOfBounds(_) => "out-of-bounds",
            Self::NotFlag => "not-flag",
            Self::NotWord(_) => "not-word",
            Self::NotWeek => "not-week",
            Self::NotColumnMap => "not-column-map",
            Self::NotPhones => "not-phones",
            Self::NotMails => "not-mails",
            Self::NotHost => "not-host",
            Self::NotUrlPath => "not-url-path",
            Self::NotOrderUrlPath => "not-order-url-path",
            Self::BadSecret { .. } => "bad-secret",
            Self::BadText { .. } => "bad-text",
        }
    }
}
