//! «Наличие»: reserves all that is in stock for an order, first expired first out. May be pressed again and
//! again; the end is always the same.

use chrono::{DateTime, Utc};

use super::{Action, Cx, Topic, UseError, support};
use crate::domain::batch;
use crate::domain::error::Refusal;
use crate::domain::ids::OrderId;
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
        if order.status != OrderStatus::Accepted {
            return Err(Refusal::WrongStatus { status: order.status, event: OrderEvent::Collect }.into());
        }
        reserve(cx, &order, order.hold_until)
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
    let mut wanted: Vec<Reserved> = Vec::new();
    let mut missing_lines = 0;
    for line in &order.lines {
        let mut missing = line.packs;
        if let Some(goods) = line.goods {
            let mut stock = store::stock::batches_of(cx.sql, goods)?;
            for batch in &mut stock {
                // What this order keeps is free for it; what its earlier lines just took is not.
                let kept: Packs = before.iter().filter(|r| r.batch == batch.batch).map(|r| r.packs).sum();
                let taken: Packs = wanted.iter().filter(|r| r.batch == batch.batch).map(|r| r.packs).sum();
                batch.available = batch.available.plus(kept).minus(taken);
            }
            let (picks, left) = batch::first_expired_first_out(line.packs, &stock, floor);
            wanted.extend(picks.iter().map(|p| Reserved { line: line.id, batch: p.batch, packs: p.packs }));
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
