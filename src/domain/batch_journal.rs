//! The movement journal of a batch: what came and went, what was kept meanwhile, and what was left after each.
//!
//! Owns: the order of events at one moment, the running sums. Must not know: where movements are kept.

use chrono::{DateTime, NaiveDate, Utc};

use super::packs::Packs;

/// What happened to packs of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Moved {
    /// Came in.
    Arrived,
    /// Came back with a return.
    Returned,
    /// Counted: the difference.
    Counted,
    /// Not kept for an order any more.
    KeptNoMore,
    /// Wait for their shelf.
    ToShelf,
    /// Are back on their shelf.
    OnShelf,
    /// Sold.
    Sold,
    /// Kept for an order.
    Kept,
}

impl Moved {
    /// The text key of its words.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Arrived => "moved-arrived",
            Self::Returned => "moved-returned",
            Self::Counted => "moved-counted",
            Self::KeptNoMore => "moved-kept-no-more",
            Self::ToShelf => "moved-to-shelf",
            Self::OnShelf => "moved-on-shelf",
            Self::Sold => "moved-sold",
            Self::Kept => "moved-kept",
        }
    }

    /// Packs on hand change by it; else only how many are kept.
    #[must_use]
    pub const fn changes_stock(self) -> bool {
        matches!(self, Self::Arrived | Self::Returned | Self::Counted | Self::Sold)
    }
}

/// An event as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchEvent {
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub what: Moved,
    /// Packs more (or fewer): on hand, or kept.
    pub packs: Packs,
    /// Number of the receipt, or of the order; empty when there is none.
    pub number: String,
    /// Who counted; empty for the rest.
    pub who: String,
    /// What was said of it, or why it ended (a code).
    pub note: String,
}

/// An event with what was left after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalRow {
    /// What happened.
    pub event: BatchEvent,
    /// Packs on hand after it.
    pub on_hand: Packs,
    /// Packs kept after it: reserved, or waiting for the shelf.
    pub kept: Packs,
}

/// The journal of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchJournal {
    /// Product.
    pub name: String,
    /// Series.
    pub series: String,
    /// Last day of use.
    pub expires_on: NaiveDate,
    /// Events, the oldest first.
    pub rows: Vec<JournalRow>,
}

impl BatchJournal {
    /// Packs on hand and packs kept by the whole journal.
    #[must_use]
    pub fn left(&self) -> (Packs, Packs) {
        self.rows.last().map_or((Packs::ZERO, Packs::ZERO), |row| (row.on_hand, row.kept))
    }
}

/// Puts events in order and sums them up. At one moment what frees packs comes before what takes them.
#[must_use]
pub fn summed(mut events: Vec<BatchEvent>) -> Vec<JournalRow> {
    events.sort_by_key(|event| (event.at, event.what));
    let (mut on_hand, mut kept) = (Packs::ZERO, Packs::ZERO);
    events
        .into_iter()
        .map(|event| {
            let sum = if event.what.changes_stock() { &mut on_hand } else { &mut kept };
            *sum = sum.plus(event.packs);
            JournalRow { event, on_hand, kept }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::clock::from_millis;

    #[test]
    fn at_one_moment_packs_are_freed_before_they_are_sold() {
        let event = |at: i64, what, packs| BatchEvent {
            at: from_millis(at),
            what,
            packs: Packs(packs),
            number: String::new(),
            who: String::new(),
            note: String::new(),
        };
        let rows = summed(vec![
            event(3, Moved::Sold, -2),
            event(3, Moved::KeptNoMore, -2),
            event(2, Moved::Kept, 2),
            event(1, Moved::Arrived, 5),
        ]);
        let left: Vec<(i64, i64)> = rows.iter().map(|row| (row.on_hand.0, row.kept.0)).collect();
        assert_eq!(left, [(5, 0), (5, 2), (5, 0), (3, 0)]);
    }
}
