//! The requisitions of all orders, by supplier: what to order from whom. Also what is exported.

use chrono::{DateTime, Utc};

use crate::domain::ids::{OrderId, ProductCode, RequisitionId, SupplierId};
use crate::domain::packs::Packs;
use crate::domain::requisition::{self, Late, RequisitionState};
use crate::domain::status::OrderStatus;
use crate::store;
use crate::usecase::{Query, ReadCx, UseError};

/// Requisition lines that match.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequisitionList {
    /// Which.
    pub filter: ListFilter,
}

/// Which requisition lines to show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListFilter {
    /// Only requisitions in this state.
    pub state: Option<RequisitionState>,
    /// Only lines for this supplier.
    pub supplier: Option<SupplierId>,
    /// Words to find: numbers of requisition and order, goods, maker, code, supplier.
    pub text: String,
}

/// The answer to [`RequisitionList`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// Lines by supplier, the soonest needed first; lines without a supplier last.
    pub rows: Vec<ListRow>,
    /// The groups of `rows`, in the same order.
    pub groups: Vec<Group>,
    /// All requisitions by state, whatever the filter.
    pub counts: StateCounts,
}

/// One line of a requisition with its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListRow {
    /// Which requisition.
    pub requisition: RequisitionId,
    /// Its number.
    pub number: String,
    /// Where it stands.
    pub state: RequisitionState,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// For which order.
    pub order: OrderId,
    /// The order's number.
    pub order_number: String,
    /// Where the order stands.
    pub order_status: OrderStatus,
    /// End of the order's hold.
    pub hold_until: Option<DateTime<Utc>>,
    /// Code of the product.
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
    /// That is after the end of the hold (while the goods are awaited).
    pub late: Option<Late>,
}

/// The lines of one supplier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Whose; none for lines without a supplier.
    pub supplier: Option<SupplierId>,
    /// Its name; empty when nobody is chosen.
    pub name: String,
    /// How many lines.
    pub lines: usize,
    /// How many packs.
    pub packs: Packs,
}

/// Requisitions by state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StateCounts {
    /// «открыты».
    pub open: u64,
    /// «заказаны».
    pub ordered: u64,
    /// «получены».
    pub received: u64,
    /// «отменены».
    pub cancelled: u64,
}

impl Query for RequisitionList {
    type Rows = Listed;

    fn run(self, cx: &ReadCx<'_>) -> Result<Listed, UseError> {
        let mut rows = store::requisitions::list(cx.sql, &self.filter)?;
        let mut groups: Vec<Group> = Vec::new();
        for row in &mut rows {
            if row.state.is_awaited() {
                row.late = requisition::lateness(row.order_status, row.hold_until, row.needed_by, cx.now);
            }
            match groups.last_mut() {
                Some(group) if group.supplier == row.supplier => {
                    group.lines += 1;
                    group.packs = group.packs.plus(row.packs);
                }
                _ => groups.push(Group {
                    supplier: row.supplier,
                    name: row.supplier_name.clone(),
                    lines: 1,
                    packs: row.packs,
                }),
            }
        }
        Ok(Listed { rows, groups, counts: store::requisitions::counts(cx.sql)? })
    }
}
