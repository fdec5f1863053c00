//! Payments by card through a terminal: noted before the terminal is asked, so that money that was taken is never lost
//! out of sight. The terminal itself is spoken to between these steps.

use super::{Action, Cx, Topic, UseError};
use crate::domain::card::{CardAnswer, CardState};
use crate::domain::error::Refusal;
use crate::domain::ids::FiscalKey;
use crate::domain::money::Kopecks;
use crate::store;

/// A terminal is about to be asked for this amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BeginCard(pub Kopecks);

impl Action for BeginCard {
    /// The key that goes with every question about it.
    type Value = String;
    const NAME: &'static str = "begin_card";

    fn run(self, cx: &mut Cx<'_>) -> Result<String, UseError> {
        if self.0 <= Kopecks::ZERO || store::cards::loose(cx.sql, &cx.actor.till)?.is_some() {
            // One at a time: a payment nobody knows the end of comes first.
            return Err(Refusal::PaymentMismatch.into());
        }
        let key = FiscalKey::fresh();
        store::cards::begin(cx.sql, key.as_str(), self.0, cx.now, cx.actor)?;
        // The till knows of it from now on: whatever happens next, this payment comes first.
        cx.changes.add(Topic::Sales);
        Ok(key.as_str().to_owned())
    }
}

/// The terminal answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteCard {
    /// Which payment.
    pub key: String,
    /// What it said.
    pub answer: CardAnswer,
}

impl Action for NoteCard {
    /// Where the payment stands now.
    type Value = CardState;
    const NAME: &'static str = "note_card";

    fn run(self, cx: &mut Cx<'_>) -> Result<CardState, UseError> {
        let (to, reference) = match &self.answer {
            CardAnswer::Approved { reference } => (CardState::Approved, reference.as_str()),
            CardAnswer::Declined { .. } => (CardState::Declined, ""),
            CardAnswer::Unknown { .. } => return Ok(CardState::Asked),
        };
        store::cards::step(cx.sql, &self.key, CardState::Asked, to, reference)?;
        cx.changes.add(Topic::Sales);
        Ok(to)
    }
}

/// A payment that belongs to no receipt was given back by the terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardReversed(pub String);

impl Action for CardReversed {
    type Value = ();
    const NAME: &'static str = "card_reversed";

    fn run(self, cx: &mut Cx<'_>) -> Result<(), UseError> {
        store::cards::step(cx.sql, &self.0, CardState::Approved, CardState::Reversed, "")?;
        cx.changes.add(Topic::Sales);
        Ok(())
    }
}
