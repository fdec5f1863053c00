//! What the customer takes instead of each missing line: which goods, how many packs, what becomes of the rest.
//!
//! Must not know: the screen, the desk.

use std::collections::HashMap;

use crate::domain::call::Rest;
use crate::domain::ids::{GoodsId, LineId};
use crate::domain::money::Kopecks;
use crate::domain::packs::Packs;
use crate::usecase::read::analogs::AnalogRow;
use crate::usecase::read::requisition::MissingRow;

/// A line that lacks packs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lack {
    pub(super) line: LineId,
    pub(super) name: String,
    pub(super) price: Kopecks,
    pub(super) ordered: Packs,
    pub(super) missing: Packs,
    /// The directory has the product: analogs can be looked for.
    pub(super) is_known: bool,
}

impl Lack {
    /// Some packs of the line are there.
    pub(super) fn is_partly_there(&self) -> bool {
        self.ordered.minus(self.missing).any()
    }

    /// Packs that a replacement has to bring.
    fn need(&self, rest: Rest) -> Packs {
        match rest {
            Rest::Kept => self.missing,
            Rest::Dropped => self.ordered,
        }
    }
}

/// The missing lines of an order, one by one.
pub(super) fn lacks(missing: &[MissingRow]) -> Vec<Lack> {
    let of_row = |row: &MissingRow| {
        let line = |line: &crate::usecase::read::requisition::MissingLine| Lack {
            line: line.line,
            name: row.name.clone(),
            price: row.price,
            ordered: line.ordered,
            missing: line.missing,
            is_known: row.goods.is_some(),
        };
        row.lines.iter().map(line).collect::<Vec<_>>()
    };
    missing.iter().flat_map(of_row).collect()
}

/// What takes the place of one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    pub(super) goods: GoodsId,
    pub(super) name: String,
    pub(super) price: Kopecks,
    pub(super) free: Packs,
    pub(super) packs: Packs,
    pub(super) rest: Rest,
}

/// The choices by line.
#[derive(Debug, Default)]
pub(super) struct Choices(HashMap<LineId, Choice>);

impl Choices {
    pub(super) fn get(&self, line: LineId) -> Option<&Choice> {
        self.0.get(&line)
    }

    /// Lines that are not missing any more need no replacement.
    pub(super) fn keep(&mut self, lacks: &[Lack]) {
        self.0.retain(|line, _| lacks.iter().any(|l| l.line == *line));
    }

    /// The customer takes this one: as many packs as are needed and there. The same again changes nothing.
    pub(super) fn choose(&mut self, lack: &Lack, row: &AnalogRow) {
        let before = self.0.get(&lack.line);
        if before.is_some_and(|c| c.goods == row.goods) {
            return;
        }
        let rest = before.map_or(Rest::Kept, |c| c.rest);
        let choice = Choice {
            goods: row.goods,
            name: row.name.clone(),
            price: row.price,
            free: row.free,
            packs: lack.need(rest).min(row.free),
            rest,
        };
        self.0.insert(lack.line, choice);
    }

    /// A pack more or less; at least one, at most what is there.
    pub(super) fn change(&mut self, line: LineId, by: i64) {
        if let Some(choice) = self.0.get_mut(&line) {
            choice.packs = Packs(choice.packs.0.saturating_add(by).clamp(1, choice.free.0.max(1)));
        }
    }

    /// Only the missing packs are replaced, or the whole line; the packs follow.
    pub(super) fn turn_rest(&mut self, lack: &Lack) {
        if let Some(choice) = self.0.get_mut(&lack.line) {
            choice.rest = match choice.rest {
                Rest::Kept => Rest::Dropped,
                Rest::Dropped => Rest::Kept,
            };
            choice.packs = lack.need(choice.rest).min(choice.free);
        }
    }

    /// The analogs were read again: a chosen one that is gone is not chosen any more, its price follows.
    pub(super) fn refresh(&mut self, lack: &Lack, rows: &[AnalogRow]) {
        let Some(choice) = self.0.get_mut(&lack.line) else { return };
        match rows.iter().find(|row| row.goods == choice.goods) {
            Some(row) => {
                choice.price = row.price;
                choice.free = row.free;
                choice.packs = choice.packs.min(row.free);
            }
            None => {
                self.0.remove(&lack.line);
            }
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    fn lack(ordered: i64, missing: i64) -> Lack {
        Lack {
            line: LineId(1),
            name: "Магне".to_owned(),
            price: Kopecks(41_100),
            ordered: Packs(ordered),
            missing: Packs(missing),
            is_known: true,
        }
    }

    fn analog(goods: i64, free: i64) -> AnalogRow {
        AnalogRow {
            goods: GoodsId(goods),
            name: format!("А{goods}"),
            manufacturer: String::new(),
            price: Kopecks(100),
            difference: Kopecks(-1),
            free: Packs(free),
            nearest_expiry: NaiveDate::default(),
            is_rx: false,
            is_vital: false,
        }
    }

    #[test]
    fn the_missing_packs_are_replaced_or_the_whole_line_and_never_more_than_is_there() {
        let (lack, mut choices) = (lack(5, 2), Choices::default());
        choices.choose(&lack, &analog(7, 9));
        assert_eq!(choices.get(lack.line).unwrap().packs, Packs(2));
        choices.turn_rest(&lack);
        assert_eq!(
            (choices.get(lack.line).unwrap().packs, choices.get(lack.line).unwrap().rest),
            (Packs(5), Rest::Dropped)
        );
        // Another analog keeps what was agreed about the rest.
        choices.choose(&lack, &analog(8, 3));
        assert_eq!(choices.get(lack.line).unwrap().packs, Packs(3));
        choices.change(lack.line, 5);
        assert_eq!(choices.get(lack.line).unwrap().packs, Packs(3));
        choices.change(lack.line, -9);
        assert_eq!(choices.get(lack.line).unwrap().packs, Packs(1));
    }

    #[test]
    fn an_analog_that_is_gone_is_not_promised_and_a_line_that_is_there_needs_none() {
        let (lack, mut choices) = (lack(2, 2), Choices::default());
        choices.choose(&lack, &analog(7, 9));
        choices.refresh(&lack, &[analog(7, 1)]);
        assert_eq!(choices.get(lack.line).unwrap().packs, Packs(1));
        choices.refresh(&lack, &[analog(8, 9)]);
        assert!(choices.get(lack.line).is_none());
        choices.choose(&lack, &analog(8, 9));
        choices.keep(&[]);
        assert!(choices.get(lack.line).is_none());
    }
}
