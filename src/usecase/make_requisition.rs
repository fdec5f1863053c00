//! «Создать/обновить заявку»: what an order lacks, to be ordered from suppliers. One requisition per order,
//! however often and at however many tills the button is pressed.

use chrono::{DateTime, Utc};

use super::{Action, Cx, Topic, UseError, shortage, support};
use crate::domain::ids::{OrderId, ProductCode, RequisitionId, SupplierId};
use crate::domain::order::{HistoryEvent, Order, OrderLine};
use crate::domain::packs::Packs;
use crate::domain::receipt;
use crate::domain::requisition::{self, DEFAULT_LEAD_DAYS, RequisitionState};
use crate::domain::supply_refusal::SupplyRefusal;
use crate::store::{self, Sql};
use crate::usecase::read::requisition::{RequisitionHead, RequisitionLine};
use crate::usecase::read::suppliers::SupplierRow;

/// Makes or updates the requisition of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MakeRequisition {
    /// Of which order.
    pub order: OrderId,
    /// What a person changed; an edit of a product that is not missing any more is passed over.
    pub edits: Vec<RequisitionEdit>,
}

/// What a person changed of a product in the requisition. What is none stays as it was, or as proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequisitionEdit {
    /// Which product.
    pub product: ProductCode,
    /// How many packs to order; all that are missing when nobody says.
    pub packs: Option<Packs>,
    /// From whom.
    pub supplier: Option<SupplierId>,
    /// When the goods are needed.
    pub needed_by: Option<DateTime<Utc>>,
}

/// The requisition after the action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequisitionMade {
    /// Which.
    pub requisition: RequisitionId,
    /// Its number.
    pub number: String,
    /// What was done.
    pub done: Made,
    /// How many lines it has.
    pub lines: usize,
}

/// What became of the requisition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// It is new.
    New,
    /// Its lines changed; it is open again.
    Updated,
    /// It says already what is missing.
    Unchanged,
}

impl Made {
    /// The stable code kept in the history.
    const fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Updated => "updated",
            Self::Unchanged => "unchanged",
        }
    }
}

impl Action for MakeRequisition {
    type Value = RequisitionMade;
    const NAME: &'static str = "make_requisition";

    fn run(self, cx: &mut Cx<'_>) -> Result<RequisitionMade, UseError> {
        let order = support::load(cx, self.order)?;
        make(cx, &order, &self.edits)
    }
}

/// Makes or updates the requisition of a loaded order.
pub(super) fn make(cx: &mut Cx<'_>, order: &Order, edits: &[RequisitionEdit]) -> Result<RequisitionMade, UseError> {
    shortage::check_alive(order)?;
    let (head, old) = known(cx.sql, order.id)?;
    let missing = missing_products(&shortage::of_lines(cx.sql, cx.now, cx.zone, order)?);
    if missing.is_empty() {
        return Err(SupplyRefusal::NothingMissing.into());
    }
    let mut lines = Vec::with_capacity(missing.len());
    for (line, packs) in missing {
        let before = old.iter().find(|l| l.product == line.product);
        let edit = edits.iter().find(|e| e.product == line.product);
        lines.push(wanted(cx, line, packs, before, edit)?);
    }
    let (head, done) = match head {
        Some(head) if head.state.is_awaited() && lines == old => (head, Made::Unchanged),
        Some(head) => (head, Made::Updated),
        None => (insert(cx, order)?, Made::New),
    };
    if done != Made::Unchanged {
        store::requisitions::replace_lines(cx.sql, head.id, &lines)?;
        store::requisitions::set_state(cx.sql, head.id, RequisitionState::Open, cx.now)?;
        let note = format!("{} {}", head.number, done.code());
        support::note(cx, order, HistoryEvent::Requisition, order.status, &note)?;
        cx.changes.add(Topic::Orders);
    }
    Ok(RequisitionMade { requisition: head.id, number: head.number, done, lines: lines.len() })
}

/// The requisition of an order with its lines, if there is one.
pub(super) fn known(
    sql: &Sql<'_>,
    order: OrderId,
) -> Result<(Option<RequisitionHead>, Vec<RequisitionLine>), UseError> {
    let head = store::requisitions::of_order(sql, order)?;
    let lines = match &head {
        Some(head) => store::requisitions::lines(sql, head.id)?,
        None => Vec::new(),
    };
    Ok((head, lines))
}

/// The number is taken only by whoever makes the row: the order's key lets one till through.
fn insert(cx: &mut Cx<'_>, order: &Order) -> Result<RequisitionHead, UseError> {
    let number = format!("ЗТ-{:06}", store::settings::next_number(cx.sql, "requisition")?);
    store::requisitions::insert(cx.sql, order.id, &number, cx.now, &cx.actor.user)?;
    // What stands there now, whoever wrote it.
    Ok(store::requisitions::of_order(cx.sql, order.id)?.ok_or(SupplyRefusal::NoRequisition)?)
}

/// Missing packs by product, in the order of the lines: a supplier is asked for a product once.
pub(super) fn missing_products<'a>(lines: &[(&'a OrderLine, Packs)]) -> Vec<(&'a OrderLine, Packs)> {
    let mut out: Vec<(&OrderLine, Packs)> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for (line, packs) in lines.iter().filter(|(_, packs)| packs.any()) {
        let place = *places.entry(&line.product).or_insert(out.len());
        match out.get_mut(place) {
            Some((_, sum)) => *sum = sum.plus(*packs),
            None => out.push((line, *packs)),
        }
    }
    out
}

fn wanted(
    cx: &Cx<'_>,
    line: &OrderLine,
    missing: Packs,
    before: Option<&RequisitionLine>,
    edit: Option<&RequisitionEdit>,
) -> Result<RequisitionLine, UseError> {
    let packs = edit.and_then(|e| e.packs).unwrap_or(missing);
    receipt::check_quantity(packs)?;
    let proposed = proposal(cx.sql, line.product.as_str(), before)?;
    let chosen = edit.and_then(|e| e.supplier).filter(|s| Some(*s) != proposed.as_ref().map(|p| p.id));
    let supplier = match chosen {
        Some(id) => {
            let known = store::suppliers::by_id(cx.sql, id)?.filter(|s| s.is_active);
            Some(known.ok_or(SupplyRefusal::SupplierNotFound)?)
        }
        None => proposed,
    };
    let needed_by = match edit.and_then(|e| e.needed_by) {
        Some(at) => {
            if before.is_none_or(|b| b.needed_by != at) {
                requisition::check_needed_by(at, cx.now)?;
            }
            at
        }
        // A date that was agreed stays while it can still be met, unless the goods come from another supplier now.
        None => match before.filter(|b| b.needed_by > cx.now && chosen.is_none()) {
            Some(before) => before.needed_by,
            None => delivery(cx, supplier.as_ref()),
        },
    };
    Ok(RequisitionLine {
        goods: line.goods,
        product: line.product.clone(),
        name: line.name.clone(),
        manufacturer: line.manufacturer.clone(),
        packs,
        supplier: supplier.as_ref().map(|s| s.id),
        supplier_name: supplier.map(|s| s.name).unwrap_or_default(),
        needed_by,
        late: None,
    })
}

fn delivery(cx: &Cx<'_>, supplier: Option<&SupplierRow>) -> DateTime<Utc> {
    requisition::delivery_of(cx.now, supplier.map_or(DEFAULT_LEAD_DAYS, |s| s.lead_days), cx.zone)
}

/// The supplier of the line as it stands, or the one to propose for it.
pub(super) fn proposal(
    sql: &Sql<'_>,
    product: &str,
    before: Option<&RequisitionLine>,
) -> Result<Option<SupplierRow>, UseError> {
    let kept = match before.and_then(|b| b.supplier) {
        Some(id) => store::suppliers::by_id(sql, id)?,
        None => None,
    };
    match kept {
        Some(supplier) => Ok(Some(supplier)),
        None => Ok(store::suppliers::proposed(sql, product)?),
    }
}
