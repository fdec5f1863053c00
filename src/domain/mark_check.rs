//! The check of a marking code at the sale: what a service knows of the pack, and what follows from it.

/// What a service knows of the pack of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MarkState {
    /// It may be sold.
    InCirculation,
    /// It was sold already, here or elsewhere.
    Sold,
    /// Its sale is forbidden by the authority.
    Blocked,
    /// It has expired by the data of the maker.
    Expired,
    /// No such code was ever issued.
    NotFound,
}

impl MarkState {
    /// Every state.
    pub const ALL: [Self; 5] = [Self::InCirculation, Self::Sold, Self::Blocked, Self::Expired, Self::NotFound];

    /// The end of its text key (`mark-<code>`).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::InCirculation => "in-circulation",
            Self::Sold => "sold",
            Self::Blocked => "blocked",
            Self::Expired => "expired",
            Self::NotFound => "not-found",
        }
    }
}

/// Who answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MarkSource {
    /// The service on the network.
    Online,
    /// The module of the pharmacy: it may lag behind.
    Local,
}

/// The answer to a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkAnswer {
    /// A service knows.
    Known(MarkState, MarkSource),
    /// Nobody answered in time.
    Silence,
}

/// What to do when nobody answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SilenceRule {
    /// The pack is sold; the receipt says that it was not checked.
    #[default]
    Sell,
    /// The pack is not sold.
    Refuse,
}

/// What becomes of a pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It may be sold.
    Sell,
    /// It may be sold although nobody checked it.
    SellUnchecked,
    /// It may not, because of this.
    Refuse(MarkState),
    /// It may not, because nobody answered.
    RefuseUnchecked,
}

/// What follows from an answer.
#[must_use]
pub const fn verdict(answer: MarkAnswer, rule: SilenceRule) -> Verdict {
    match (answer, rule) {
        (MarkAnswer::Known(MarkState::InCirculation, _), _) => Verdict::Sell,
        (MarkAnswer::Known(state, _), _) => Verdict::Refuse(state),
        (MarkAnswer::Silence, SilenceRule::Sell) => Verdict::SellUnchecked,
        (MarkAnswer::Silence, SilenceRule::Refuse) => Verdict::RefuseUnchecked,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_pack_in_circulation_is_sold_and_silence_follows_the_rule() {
        for rule in [SilenceRule::Sell, SilenceRule::Refuse] {
            for state in MarkState::ALL {
                let verdict = verdict(MarkAnswer::Known(state, MarkSource::Online), rule);
                assert_eq!(verdict == Verdict::Sell, state == MarkState::InCirculation, "{state:?}");
            }
        }
        assert_eq!(verdict(MarkAnswer::Silence, SilenceRule::Sell), Verdict::SellUnchecked);
        assert_eq!(verdict(MarkAnswer::Silence, SilenceRule::Refuse), Verdict::RefuseUnchecked);
    }
}
