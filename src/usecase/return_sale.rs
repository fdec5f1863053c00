//! «Возврат»: goods of a sale come back: receipt of the return, money, stock, codes and the fiscal document in one
//! transaction.

use super::sell_receipt::{open_shift, to_print};
use super::{Action, Cx, Topic, UseError, settings, support};
use crate::domain::ids::ReceiptId;
use crate::domain::money::Kopecks;
use crate::domain::packs::Packs;
use crate::domain::receipt::Settled;
use crate::domain::sale_return::ReturnReason;
use crate::domain::till_refusal::TillRefusal;
use crate::store;
use crate::store::receipts::{Kind, NewReceipt, ReceiptLine};
use crate::store::stock::Move;

/// The longest note, in characters.
const LONGEST_NOTE: usize = 200;

/// Takes packs of a sale back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnSale {
    /// The sale.
    pub sale: ReceiptId,
    /// Line of the sale, and how many packs of it.
    pub lines: Vec<(i64, Packs)>,
    /// Why.
    pub reason: ReturnReason,
    /// In words; needed where an administrator overrides.
    pub note: String,
}

/// What was given back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Returned {
    /// The receipt of the return.
    pub receipt: ReceiptId,
    /// Its number.
    pub number: i64,
    /// How the money goes back.
    pub settled: Settled,
}

impl Action for ReturnSale {
    type Value = Returned;
    const NAME: &'static str = "return_sale";

    fn run(self, cx: &mut Cx<'_>) -> Result<Returned, UseError> {
        let head = store::receipts::find(cx.sql, self.sale)?.filter(|head| !head.is_return);
        let head = head.ok_or(TillRefusal::SaleNotFound)?;
        let by_admin = support::is_admin(cx)?;
        if settings::returns_by_admin_only(cx.sql)? && !by_admin {
            return Err(TillRefusal::AdminOnly.into());
        }
        let lines = self.lines_back(cx, by_admin)?;
        let total: Kopecks = lines.iter().map(|line| line.price.times(line.packs)).sum();
        let before = store::receipts::returned_sums(cx.sql, self.sale)?;
        let settled = refund(total, &head.settled, &before);
        let note: String = self.note.trim().chars().take(LONGEST_NOTE).collect();
        let reason = format!("{} {note}", self.reason.code());
        let new = NewReceipt {
            kind: Kind::Return { of: self.sale, reason: reason.trim() },
            shift: open_shift(cx)?,
            paid: paid_code(&settled),
            total,
            settled,
        };
        let (id, number) = store::receipts::insert(cx.sql, cx.now, cx.actor, &new, &lines)?;
        for line in &lines {
            if self.reason.goes_on_sale() {
                store::stock::record(cx.sql, line.batch, cx.now, Move::Returned(id), line.packs)?;
            }
            free_codes(cx, self.sale, line)?;
        }
        to_print(cx, id)?;
        cx.changes.add(Topic::Stock);
        cx.changes.add(Topic::Sales);
        Ok(Returned { receipt: id, number, settled })
    }
}

impl ReturnSale {
    /// The lines of the return: no more packs than were sold and are not back yet.
    fn lines_back(&self, cx: &Cx<'_>, by_admin: bool) -> Result<Vec<ReceiptLine>, UseError> {
        let sold = store::receipts::lines(cx.sql, self.sale)?;
        let back = store::receipts::returned(cx.sql, self.sale)?;
        let mut lines = Vec::new();
        for (position, line) in sold {
            let wanted: Packs = self.lines.iter().filter(|(at, _)| *at == position).map(|(_, packs)| *packs).sum();
            if !wanted.any() {
                continue;
            }
            let left = line.packs.minus(back.get(&position).copied().unwrap_or_default());
            if wanted > left {
                return Err(TillRefusal::TooManyBack { name: line.name, left, wanted }.into());
            }
            let is_medicine = store::goods::is_medicine(cx.sql, line.batch)?;
            self.reason.check(is_medicine, by_admin, &self.note)?;
            lines.push(ReceiptLine { packs: wanted, sold_position: Some(position), ..line });
        }
        if lines.is_empty() { Err(TillRefusal::NothingBack.into()) } else { Ok(lines) }
    }
}

/// The money goes back the way it came, as far as it came that way: card first, then cash, then to the site.
fn refund(total: Kopecks, paid: &Settled, before: &Settled) -> Settled {
    let card = total.min(paid.card.minus(before.card)).max(Kopecks::ZERO);
    let rest = total.minus(card);
    let cash = rest.min(paid.cash.minus(before.cash)).max(Kopecks::ZERO);
    Settled { card, cash, prepaid: rest.minus(cash), ..Settled::default() }
}

fn paid_code(settled: &Settled) -> &'static str {
    match (settled.cash.0 > 0, settled.card.0 > 0) {
        (true, true) => "mixed",
        (true, false) => "cash",
        (false, true) => "card",
        (false, false) => "prepaid",
    }
}

/// The codes of the packs that came back are in circulation again.
fn free_codes(cx: &Cx<'_>, sale: ReceiptId, line: &ReceiptLine) -> Result<(), UseError> {
    let (quote, _) = store::stock::quote_line(cx.sql, line.batch)?;
    let codes = store::marking::of_receipt(cx.sql, sale)?.into_iter().filter(|(_, goods)| *goods == quote.goods);
    let packs = usize::try_from(line.packs.0).unwrap_or(0);
    for (code, _) in codes.take(packs) {
        store::marking::take_back(cx.sql, code, cx.now)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_money_goes_back_the_way_it_came_and_to_the_kopeck(
            card in 0_i64..100_000, cash in 0_i64..100_000, prepaid in 0_i64..100_000, share in 0_i64..=100
        ) {
            let paid = Settled { card: Kopecks(card), cash: Kopecks(cash), prepaid: Kopecks(prepaid), ..Settled::default() };
            let all = card + cash + prepaid;
            let first = refund(Kopecks(all * share / 100), &paid, &Settled::default());
            let second = refund(Kopecks(all - all * share / 100), &paid, &first);
            for part in [first, second] {
                prop_assert!(part.card.0 >= 0 && part.cash.0 >= 0 && part.prepaid.0 >= 0);
            }
            prop_assert_eq!(first.card.plus(second.card), paid.card);
            prop_assert_eq!(first.cash.plus(second.cash), paid.cash);
            prop_assert_eq!(first.prepaid.plus(second.prepaid), paid.prepaid);
        }
    }
}
