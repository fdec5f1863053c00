//! The tab «Заявка» of one order: its requisition, and what is missing with what to propose for it.

use chrono::{DateTime, Utc};

use super::suppliers::SupplierRow;
use crate::domain::ids::{GoodsId, LineId, OrderId, ProductCode, RequisitionId, SupplierId};
use crate::domain::money::Kopecks;
use crate::domain::order::Order;
use crate::domain::packs::Packs;
use crate::domain::requisition::{self, DEFAULT_LEAD_DAYS, Late, RequisitionState};
use crate::domain::status::OrderEvent;
use crate::store;
use crate::usecase::{Query, ReadCx, UseError, make_requisition, shortage, support};

/// Everything that the tab shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderRequisition {
    /// Of which order.
    pub order: OrderId,
}

/// The answer to [`OrderRequisition`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequisitionTab {
    /// The requisition, when there is one.
    pub head: Option<RequisitionHead>,
    /// Its lines.
    pub lines: Vec<RequisitionLine>,
    /// What is missing now, one row per product; empty when nothing is.
    pub missing: Vec<MissingRow>,
    /// Suppliers to choose from; hidden ones are left out.
    pub suppliers: Vec<SupplierRow>,
    /// The latest delivery that comes after the end of the hold, with what to do. Of the requisition while it is
    /// awaited, else of what is proposed.
    pub late: Option<Late>,
    /// All lines are reserved or in stock: «Наличие» completes the order.
    pub can_complete_now: bool,
}

/// A requisition without its lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequisitionHead {
    /// Which.
    pub id: RequisitionId,
    /// Its number.
    pub number: String,
    /// Where it stands.
    pub state: RequisitionState,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Who made it.
    pub user: String,
}

/// A product of a requisition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequisitionLine {
    /// The product; none when the directory does not have it.
    pub goods: Option<GoodsId>,
    /// Its code.
    pub product: ProductCode,
    /// Name as booked.
    pub name: String,
    /// Maker as booked.
    pub manufacturer: String,
    /// Packs to order.
    pub packs: Packs,
    /// From whom.
    pub supplier: Option<SupplierId>,
    /// The supplier's name; empty when nobody is chosen.
    pub supplier_name: String,
    /// When the goods are needed.
    pub needed_by: DateTime<Utc>,
    /// The goods come after the end of the hold.
    pub late: Option<Late>,
}

/// A product that an order lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingRow {
    /// The first line that names it: where its analogs are asked for.
    pub line: LineId,
    /// The product; none when the directory does not have it (then it has no analogs).
    pub goods: Option<GoodsId>,
    /// Its code: what an edit names.
    pub product: ProductCode,
    /// Name as booked.
    pub name: String,
    /// Maker as booked.
    pub manufacturer: String,
    /// Price of a pack as booked.
    pub price: Kopecks,
    /// Packs that are neither reserved nor free.
    pub missing: Packs,
    /// The lines that lack them: a replacement is agreed line by line.
    pub lines: Vec<MissingLine>,
    /// What to order, from whom and by when.
    pub proposed: Proposed,
}

/// A line of the order that lacks packs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MissingLine {
    /// Which line.
    pub line: LineId,
    /// Booked packs.
    pub ordered: Packs,
    /// Packs of them that are neither reserved nor free.
    pub missing: Packs,
}

/// What stands in the requisition for a product, or what to propose for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposed {
    /// Packs: as in the requisition while it is awaited, else what is missing.
    pub packs: Packs,
    /// From whom; none when the directory of suppliers is empty.
    pub supplier: Option<SupplierRow>,
    /// When the goods are needed.
    pub needed_by: DateTime<Utc>,
    /// That is after the end of the hold.
    pub late: Option<Late>,
}

impl Query for OrderRequisition {
    type Rows = RequisitionTab;

    fn run(self, cx: &ReadCx<'_>) -> Result<RequisitionTab, UseError> {
        let order = store::orders::load(cx.sql, self.order)?;
        let order = order.ok_or_else(|| support::no_order(&self.order.to_string()))?;
        let (head, mut lines) = make_requisition::known(cx.sql, self.order)?;
        for line in &mut lines {
            line.late = late(cx, &order, line.needed_by);
        }
        let is_awaited = head.as_ref().is_some_and(|h| h.state.is_awaited());
        let missing = if order.status.is_final() { Vec::new() } else { missing(cx, &order, is_awaited, &lines)? };
        let lates: Vec<Late> = if is_awaited {
            lines.iter().filter_map(|l| l.late).collect()
        } else {
            missing.iter().filter_map(|m| m.proposed.late).collect()
        };
        let mut suppliers = store::suppliers::all(cx.sql)?;
        suppliers.retain(|s| s.is_active);
        Ok(RequisitionTab {
            can_complete_now: missing.is_empty() && support::step(&order, OrderEvent::Collect).is_ok(),
            head,
            lines,
            missing,
            suppliers,
            late: lates.into_iter().max_by_key(|l| l.needed_by),
        })
    }
}

fn late(cx: &ReadCx<'_>, order: &Order, needed_by: DateTime<Utc>) -> Option<Late> {
    requisition::lateness(order.status, order.hold_until, needed_by, cx.now)
}

fn missing(
    cx: &ReadCx<'_>,
    order: &Order,
    is_awaited: bool,
    lines: &[RequisitionLine],
) -> Result<Vec<MissingRow>, UseError> {
    let short = shortage::of_lines(cx.sql, cx.now, cx.zone, order)?;
    let mut rows = Vec::new();
    for (line, missing) in make_requisition::missing_products(&short) {
        let before = lines.iter().find(|l| l.product == line.product);
        let supplier = make_requisition::proposal(cx.sql, line.product.as_str(), before)?;
        let lead = supplier.as_ref().map_or(DEFAULT_LEAD_DAYS, |s| s.lead_days);
        let kept = before.map(|b| b.needed_by).filter(|at| *at > cx.now);
        let needed_by = kept.unwrap_or_else(|| requisition::delivery_of(cx.now, lead, cx.zone));
        rows.push(MissingRow {
            line: line.id,
            goods: line.goods,
            product: line.product.clone(),
            name: line.name.clone(),
            manufacturer: line.manufacturer.clone(),
            price: line.price,
            missing,
            lines: short
                .iter()
                .filter(|(l, packs)| l.product == line.product && packs.any())
                .map(|(l, packs)| MissingLine { line: l.id, ordered: l.packs, missing: *packs })
                .collect(),
            proposed: Proposed {
                packs: before.filter(|_| is_awaited).map_or(missing, |b| b.packs),
                supplier,
                needed_by,
                late: late(cx, order, needed_by),
            },
        });
    }
    Ok(rows)
}
