//! What commands need to know of an order, from its row and, when it is there, its card.

use chrono::{DateTime, Utc};

use crate::domain::batch;
use crate::domain::hold;
use crate::domain::packs::Packs;
use crate::ui::command::OrderFacts;
use crate::usecase::read::order_card::Card;
use crate::usecase::read::order_list::OrderRow;

/// Batches that stay in their place until hand-over: each place gets a slip.
fn slips(card: &Card) -> usize {
    let picks = card.lines.iter().flat_map(|l| &l.picks);
    picks.filter(|p| p.packs.any() && batch::stays_until_handover(&p.place, p.storage)).count()
}

/// The facts of one order now.
pub(in crate::ui) fn of(row: &OrderRow, card: Option<&Card>, now: DateTime<Utc>) -> OrderFacts {
    OrderFacts {
        id: row.id,
        status: row.standing.status,
        hold_over: row.hold_until.is_some_and(|until| hold::is_over(until, now)),
        attention: row.standing.attention.is_some(),
        unreserved_lines: card.map(Card::unreserved_lines),
        missing_lines: card.map(Card::missing_lines),
        reserved_packs: card.map(|c| c.lines.iter().map(|l| l.reserved).sum::<Packs>().0),
        slips: card.map(slips),
        linked: row.supply.linked,
    }
}
