//! «Наличие»: reserves all that is in stock for an order, first expired first out. May be pressed again and
//! again; the end is always the same.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use chrono::{DateTime, Utc};

use super::{Action, Cx, Topic, UseError, support};
use crate::domain::batch::{self, BatchStock};
use crate::domain::error::Refusal;
use crate::domain::ids::{BatchId, GoodsId, OrderId};
use crate::domain::order::{HistoryEvent, Order};
use crate::domain::packs::Packs;
use crate::domain::status::{OrderEvent, OrderStatus};
use crate::store;
use crate::store::reservations::Reserved;

/// Reserves what is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReserveLines {
    /// For which order.
    pub order: OrderId,
}

/// What could be reserved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReserveReport {
    /// Lines that are still not covered.
    pub missing_lines: usize,
    /// Packs reserved in all.
    pub reserved: Packs,
}

impl Action for ReserveLines {
    type Value = ReserveReport;
    const NAME: &'static str = "reserve_lines";

    fn run(self, cx: &mut Cx<'_>) -> Result<ReserveReport, UseError> {
        let order = support::load(cx, self.order)?;
        if !may_reserve(cx, &order)? {
            return Err(Refusal::WrongStatus { status: order.status, event: OrderEvent::Collect }.into());
        }
        reserve(cx, &order, order.hold_until)
    }
}

/// An accepted order may always be reserved; a collected one only when it cannot be handed over as it is (the
/// site called it collected before its goods were found here, or a kept batch has expired since).
fn may_reserve(cx: &Cx<'_>, order: &Order) -> Result<bool, UseError> {
    match order.status {
        OrderStatus::Accepted => Ok(true),
        OrderStatus::Assembled => {
            let today = support::today(cx.now, cx.zone);
            match support::quote_order(cx.sql, order.id, today) {
                Ok(_) => Ok(false),
                Err(UseError::Refused(Refusal::NotFullyReserved { .. } | Refusal::Expired { .. })) => Ok(true),
                Err(other) => Err(other),
            }
        }
        OrderStatus::New
        | OrderStatus::Closed
        | OrderStatus::ReserveExpired
        | OrderStatus::Cancelled
        | OrderStatus::Unknown => Ok(false),
    }
}

/// Frees what the order keeps and reserves anew, so that a batch that became unfit is replaced.
pub(super) fn reserve(
    cx: &mut Cx<'_>,
    order: &Order,
    hold_until: Option<DateTime<Utc>>,
) -> Result<ReserveReport, UseError> {
    let floor = support::not_before(cx.sql, cx.now, cx.zone, hold_until)?;
    let before = store::reservations::of_order(cx.sql, order.id)?;
    // What this order keeps is free for it; what its earlier lines just took is not.
    let mut own: HashMap<BatchId, Packs> = HashMap::new();
    for kept in &before {
        let packs = own.entry(kept.batch).or_default();
        *packs = packs.plus(kept.packs);
    }
    let mut free: HashMap<GoodsId, Vec<BatchStock>> = HashMap::new();
    let mut wanted: Vec<Reserved> = Vec::new();
    let mut missing_lines = 0;
    for line in &order.lines {
        let mut missing = line.packs;
        if let Some(goods) = line.goods {
            let stock = match free.entry(goods) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(unknown) => unknown.insert(free_for(cx, goods, &own)?),
            };
            let (picks, left) = batch::first_expired_first_out(line.packs, stock, floor);
            for pick in picks {
                wanted.push(Reserved { line: line.id, batch: pick.batch, packs: pick.packs });
                for batch in stock.iter_mut().filter(|b| b.batch == pick.batch) {
                    batch.available = batch.available.minus(pick.packs);
                }
            }
            missing = left;
        }
        missing_lines += usize::from(missing.any());
    }
    let report = ReserveReport { missing_lines, reserved: wanted.iter().map(|r| r.packs).sum() };
    if wanted == before {
        return Ok(report);
    }
    support::release(cx, order.id, "reserved_again")?;
    for kept in &wanted {
        store::reservations::reserve(cx.sql, order.id, *kept, cx.now)?;
    }
    let note = format!("packs {}, missing lines {missing_lines}", report.reserved);
    support::note(cx, order, HistoryEvent::Reserved, order.status, &note)?;
    cx.changes.add(Topic::Stock);
    Ok(report)
}

/// Batches of a product as this order may use them.
fn free_for(cx: &Cx<'_>, goods: GoodsId, own: &HashMap<BatchId, Packs>) -> Result<Vec<BatchStock>, UseError> {
    let mut stock = store::stock::batches_of(cx.sql, goods)?;
    for batch in &mut stock {
        batch.available = batch.available.plus(own.get(&batch.batch).copied().unwrap_or_default());
    }
    Ok(stock)
}
