//! «Наличие»: reserves all that is in stock for an order, first expired first out, beside what was chosen by
//! hand. May be pressed again and again; the end is always the same.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};

use super::{Action, Cx, Topic, UseError, support};
use crate::domain::batch::{self, Choice, Kept, Need, Pick, Plan};
use crate::domain::error::Refusal;
use crate::domain::ids::{BatchId, LineId, OrderId};
use crate::domain::order::{HistoryEvent, Order, OrderLine};
use crate::domain::packs::Packs;
use crate::domain::status::{OrderEvent, OrderStatus};
use crate::store;

/// Reserves what is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReserveLines {
    /// For which order.
    pub order: OrderId,
}

/// What could be reserved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReserveReport {
    /// Lines that are still not covered.
    pub missing_lines: usize,
    /// Packs reserved in all.
    pub reserved: Packs,
    /// What is missing of which line.
    pub missing: Vec<MissingPacks>,
}

/// Packs that a line lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingPacks {
    /// Which line.
    pub line: LineId,
    /// Its product.
    pub name: String,
    /// How many.
    pub packs: Packs,
}

impl Action for ReserveLines {
    type Value = ReserveReport;
    const NAME: &'static str = "reserve_lines";

    fn run(self, cx: &mut Cx<'_>) -> Result<ReserveReport, UseError> {
        let order = support::load(cx, self.order)?;
        check_may_reserve(cx, &order)?;
        reserve(cx, &order, order.hold_until)
    }
}

/// An accepted order may always be reserved; a collected one only when it cannot be handed over as it is (the
/// site called it collected before its goods were found here, or a kept batch has expired since).
pub(super) fn check_may_reserve(cx: &Cx<'_>, order: &Order) -> Result<(), UseError> {
    let may = match order.status {
        OrderStatus::Accepted => true,
        OrderStatus::Assembled => {
            let today = support::today(cx.now, cx.zone);
            match support::quote_order(cx.sql, order.id, today) {
                Ok(_) => false,
                Err(UseError::Refused(Refusal::NotFullyReserved { .. } | Refusal::Expired { .. })) => true,
                Err(other) => return Err(other),
            }
        }
        OrderStatus::New
        | OrderStatus::Closed
        | OrderStatus::ReserveExpired
        | OrderStatus::Cancelled
        | OrderStatus::Unknown => false,
    };
    if may { Ok(()) } else { Err(Refusal::WrongStatus { status: order.status, event: OrderEvent::Collect }.into()) }
}

/// Frees what the order keeps and reserves anew, so that a batch that became unfit is replaced. Packs in the bag
/// keep their batch; one that became unfit is taken out.
pub(super) fn reserve(
    cx: &mut Cx<'_>,
    order: &Order,
    hold_until: Option<DateTime<Utc>>,
) -> Result<ReserveReport, UseError> {
    let floor = support::not_before(cx.sql, cx.now, cx.zone, hold_until)?;
    let before = store::reservations::of_order(cx.sql, order.id)?;
    let mut stock = store::stock::batches_of_order(cx.sql, order.id)?;
    // What this order keeps is free for it; what its earlier lines just took is not.
    let own = own_packs(&before);
    for batch in stock.values_mut().flatten() {
        batch.available = batch.available.plus(own.get(&batch.batch).copied().unwrap_or_default());
    }
    let hand = by_hand(&before);
    let laid = laid_in(cx, order, floor)?;
    let plan = batch::plan(&needs(&order.lines, &hand, &laid), &mut stock, floor);
    take_out_unkept(cx, order, &plan.kept)?;
    let plan = Plan { kept: as_chosen(&plan.kept, &hand), ..plan };
    let report = ReserveReport {
        missing_lines: plan.missing.len(),
        reserved: plan.kept.iter().map(|k| k.packs).sum(),
        missing: named(&order.lines, &plan.missing),
    };
    if plan.missing.is_empty() {
        super::advance_requisition::goods_are_here(cx, order)?;
    }
    if support::same_packs(&before, &plan.kept) {
        return Ok(report);
    }
    store::reservations::release_all(cx.sql, order.id, "reserved_again", cx.now)?;
    store::reservations::keep(cx.sql, order.id, &plan.kept, cx.now)?;
    let note = format!("packs {}, missing lines {}", report.reserved, report.missing_lines);
    support::note(cx, order, HistoryEvent::Reserved, order.status, &note)?;
    cx.changes.add(Topic::Stock);
    Ok(report)
}

fn own_packs(kept: &[Kept]) -> HashMap<BatchId, Packs> {
    let mut own: HashMap<BatchId, Packs> = HashMap::new();
    for one in kept {
        let packs = own.entry(one.batch).or_default();
        *packs = packs.plus(one.packs);
    }
    own
}

/// Packs by line and batch.
type ByLine = BTreeMap<(LineId, BatchId), Packs>;

/// What a person chose before.
fn by_hand(kept: &[Kept]) -> ByLine {
    let mut hand = ByLine::new();
    for one in kept.iter().filter(|k| k.choice == Choice::ByHand) {
        let packs = hand.entry((one.line, one.batch)).or_default();
        *packs = packs.plus(one.packs);
    }
    hand
}

/// What lies in the bag. A pack that would not last until `floor` any more comes out of it.
fn laid_in(cx: &mut Cx<'_>, order: &Order, floor: NaiveDate) -> Result<ByLine, UseError> {
    let mut laid = ByLine::new();
    let mut too_old = HashSet::new();
    for bagged in store::bag::of_order(cx.sql, order.id)? {
        let batch = bagged.pack.batch;
        if store::stock::expires_on(cx.sql, batch)?.is_some_and(|day| day >= floor) {
            let packs = laid.entry((bagged.pack.line, batch)).or_default();
            *packs = packs.plus(Packs(1));
        } else {
            too_old.insert(batch);
        }
    }
    support::take_out(cx, order.id, "too_old", |pack| too_old.contains(&pack.batch))?;
    Ok(laid)
}

/// A pack that lay in the bag as too much may be kept for another order by now. When its line wants it again and no pack
/// can be kept for it, it is not of this bag any more.
fn take_out_unkept(cx: &mut Cx<'_>, order: &Order, kept: &[Kept]) -> Result<(), UseError> {
    let mut room: HashMap<LineId, Packs> = HashMap::new();
    for one in kept {
        let packs = room.entry(one.line).or_default();
        *packs = packs.plus(one.packs);
    }
    let mut wanted: HashMap<LineId, Packs> = order.lines.iter().map(|line| (line.id, line.packs)).collect();
    for bagged in store::bag::of_order(cx.sql, order.id)? {
        let line = bagged.pack.line;
        let Some(want) = wanted.get_mut(&line).filter(|want| want.any()) else {
            continue;
        };
        let left = room.entry(line).or_default();
        if left.any() {
            *left = left.minus(Packs(1));
            *want = want.minus(Packs(1));
            continue;
        }
        // The line still wants a pack: the next one of the bag would stand for it, and is not kept either.
        if let Some(code) = bagged.pack.code {
            store::marking::free(cx.sql, code, cx.now)?;
        }
        store::bag::take_out(cx.sql, bagged.id, "kept_for_another", cx.now)?;
        cx.changes.add(Topic::Orders);
    }
    Ok(())
}

/// What the lines want: first what was chosen for them by hand or lies in the bag.
fn needs(lines: &[OrderLine], hand: &ByLine, laid: &ByLine) -> Vec<Need> {
    let mut first: HashMap<LineId, BTreeMap<BatchId, Packs>> = HashMap::new();
    for ((line, batch), packs) in hand.iter().chain(laid) {
        let most = first.entry(*line).or_default().entry(*batch).or_default();
        *most = (*most).max(*packs);
    }
    let need = |line: &OrderLine| {
        let picks = first.remove(&line.id).unwrap_or_default();
        let by_hand = picks.into_iter().map(|(batch, packs)| Pick { batch, packs }).collect();
        Need { line: line.id, goods: line.goods, packs: line.packs, by_hand }
    };
    lines.iter().map(need).collect()
}

/// A pack in the bag comes before the rule, but only what a person chose is marked as chosen.
fn as_chosen(kept: &[Kept], hand: &ByLine) -> Vec<Kept> {
    let mut total = ByLine::new();
    for one in kept {
        let packs = total.entry((one.line, one.batch)).or_default();
        *packs = packs.plus(one.packs);
    }
    let split = |((line, batch), packs): ((LineId, BatchId), Packs)| {
        let chosen = hand.get(&(line, batch)).copied().unwrap_or_default().min(packs);
        [(chosen, Choice::ByHand), (packs.minus(chosen), Choice::FirstOut)].map(|(packs, choice)| Kept {
            line,
            batch,
            packs,
            choice,
        })
    };
    total.into_iter().flat_map(split).filter(|k| k.packs.any()).collect()
}

fn named(lines: &[OrderLine], missing: &[(LineId, Packs)]) -> Vec<MissingPacks> {
    // Both lists follow the order of the lines.
    let mut lines = lines.iter();
    let name = |(line, packs): &(LineId, Packs)| {
        let name = lines.find(|l| l.id == *line).map(|l| l.name.clone()).unwrap_or_default();
        MissingPacks { line: *line, name, packs: *packs }
    };
    missing.iter().map(name).collect()
}
