//! A call to the customer about missing goods: what came of it and when to call again.

use chrono::{DateTime, Duration, Utc};

use super::hold::MAX_EXTENSION_DAYS;
use super::ids::{GoodsId, LineId};
use super::packs::Packs;
use super::supply_refusal::SupplyRefusal;

/// What came of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallOutcome {
    /// «Согласен на замену»: another order takes the place of this one.
    Agreed {
        /// What takes the place of what; at least one.
        replacements: Vec<Replacement>,
    },
    /// «Подождёт»: the missing goods are ordered from a supplier.
    WillWait,
    /// «Отказался»: the order is cancelled.
    Refused,
    /// «Не ответил»: called again later.
    NoAnswer {
        /// When; in half an hour when nobody says.
        call_again_at: Option<DateTime<Utc>>,
    },
}

impl CallOutcome {
    /// The outcome without its data, as it is kept.
    #[must_use]
    pub const fn kind(&self) -> CallResult {
        match self {
            Self::Agreed { .. } => CallResult::Agreed,
            Self::WillWait => CallResult::WillWait,
            Self::Refused => CallResult::Refused,
            Self::NoAnswer { .. } => CallResult::NoAnswer,
        }
    }
}

/// The outcome of a call as it is kept. The code is also a text key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CallResult {
    /// See [`CallOutcome::Agreed`].
    Agreed,
    /// See [`CallOutcome::WillWait`].
    WillWait,
    /// See [`CallOutcome::Refused`].
    Refused,
    /// See [`CallOutcome::NoAnswer`].
    NoAnswer,
}

impl CallResult {
    /// All outcomes, in the order of the call card.
    pub const ALL: [Self; 4] = [Self::Agreed, Self::WillWait, Self::Refused, Self::NoAnswer];

    /// The stable code kept in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Agreed => "agreed",
            Self::WillWait => "will_wait",
            Self::Refused => "refused",
            Self::NoAnswer => "no_answer",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.code() == code)
    }
}

/// Goods that the customer takes instead of a line of the order, at their shelf price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// Instead of which line.
    pub line: LineId,
    /// What.
    pub goods: GoodsId,
    /// How many packs.
    pub packs: Packs,
    /// What becomes of the packs of the line that are there.
    pub rest: Rest,
}

/// What becomes of the packs of a replaced line that are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// The customer takes them too: only the missing packs are replaced.
    Kept,
    /// The whole line is replaced.
    Dropped,
}

/// Minutes until the next call when nobody says.
pub const CALL_AGAIN_MINUTES: i64 = 30;

/// When to call again.
///
/// # Errors
/// [`SupplyRefusal::BadCallTime`] when the wished time is not in the future or later than any hold.
pub fn call_again(wanted: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Result<DateTime<Utc>, SupplyRefusal> {
    let at = wanted.unwrap_or_else(|| now + Duration::minutes(CALL_AGAIN_MINUTES));
    if at <= now || at > now + Duration::days(MAX_EXTENSION_DAYS) {
        return Err(SupplyRefusal::BadCallTime { wanted: at });
    }
    Ok(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::clock::from_millis;

    #[test]
    fn nobody_is_called_again_in_the_past_and_half_an_hour_is_the_habit() {
        let now = from_millis(1_795_500_000_000);
        assert_eq!(call_again(None, now), Ok(now + Duration::minutes(30)));
        assert_eq!(call_again(Some(now), now), Err(SupplyRefusal::BadCallTime { wanted: now }));
        assert!(call_again(Some(now + Duration::days(31)), now).is_err());
    }

    #[test]
    fn outcomes_read_back() {
        for result in CallResult::ALL {
            assert_eq!(CallResult::from_code(result.code()), Some(result));
        }
    }
}
