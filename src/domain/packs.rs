//! Quantity in whole packs: a pharmacy till here sells and reserves packs, never parts of them.

use std::fmt;

/// A count of whole packs. Negative only as a difference or a stock movement out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Packs(pub i64);

impl Packs {
    /// No packs.
    pub const ZERO: Self = Self(0);

    /// Sum, staying at the limit instead of wrapping.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// Difference, staying at the limit instead of wrapping.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// The larger of this and zero.
    #[must_use]
    pub fn floor_zero(self) -> Self {
        Self(self.0.max(0))
    }

    /// True when there is at least one pack.
    #[must_use]
    pub const fn any(self) -> bool {
        self.0 > 0
    }
}

impl fmt::Display for Packs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl std::iter::Sum for Packs {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, Self::plus)
    }
}
