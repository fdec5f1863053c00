//! The cell in which the bag of an open order waits. It is free again when the order is finished.

use super::{Action, Cx, Topic, UseError, settings, support};
use crate::domain::bag_cell::{self, BagCell};
use crate::domain::error::Refusal;
use crate::domain::ids::OrderId;
use crate::domain::order::{HistoryEvent, Order};
use crate::domain::status::{OrderEvent, OrderStatus};
use crate::store::{self, Sql};

/// Puts the bag of an order into a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetBagCell {
    /// Of which order.
    pub order: OrderId,
    /// Which cell.
    pub cell: CellWish,
}

/// Which cell is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CellWish {
    /// This one, as typed.
    Named(String),
    /// The next free number.
    NextFree,
    /// None: the bag is taken out of its cell.
    None,
}

impl Action for SetBagCell {
    /// The cell that the bag is in now.
    type Value = Option<BagCell>;
    const NAME: &'static str = "set_bag_cell";

    fn run(self, cx: &mut Cx<'_>) -> Result<Option<BagCell>, UseError> {
        let order = support::load(cx, self.order)?;
        let may = match order.status {
            OrderStatus::Accepted | OrderStatus::Assembled | OrderStatus::Unknown => true,
            OrderStatus::New | OrderStatus::Closed | OrderStatus::ReserveExpired | OrderStatus::Cancelled => false,
        };
        if !may {
            return Err(Refusal::WrongStatus { status: order.status, event: OrderEvent::Collect }.into());
        }
        let cell = match self.cell {
            CellWish::Named(text) => Some(BagCell::parse(&text)?),
            CellWish::NextFree => match next_free(cx.sql)? {
                (Some(cell), _) => Some(cell),
                (None, cells) => return Err(Refusal::NoFreeCell { cells }.into()),
            },
            CellWish::None => None,
        };
        put(cx, &order, cell.as_ref())?;
        Ok(cell)
    }
}

fn put(cx: &mut Cx<'_>, order: &Order, cell: Option<&BagCell>) -> Result<(), UseError> {
    if store::cells::of_order(cx.sql, order.id)? == cell.map_or("", BagCell::as_str) {
        return Ok(());
    }
    if let Some(cell) = cell
        && let Some((_, number)) = store::cells::holder(cx.sql, cell)?
    {
        return Err(Refusal::CellTaken { cell: cell.to_string(), number }.into());
    }
    store::cells::set(cx.sql, order.id, cell)?;
    support::note(cx, order, HistoryEvent::CellSet, order.status, cell.map_or("—", BagCell::as_str))?;
    cx.changes.add(Topic::Orders);
    Ok(())
}

/// Gives an order that is being collected the next free cell when that is switched on and it has none; answers
/// the cell it has then. A full shelf of cells stops nobody.
pub(super) fn give_free(cx: &Cx<'_>, order: OrderId) -> Result<Option<BagCell>, UseError> {
    if let Ok(own) = BagCell::parse(&store::cells::of_order(cx.sql, order)?) {
        return Ok(Some(own));
    }
    if !settings::bag_cells(cx.sql)?.automatic {
        return Ok(None);
    }
    let (cell, _) = next_free(cx.sql)?;
    store::cells::set(cx.sql, order, cell.as_ref())?;
    Ok(cell)
}

/// The next free number, and how many cells there are.
pub(super) fn next_free(sql: &Sql<'_>) -> Result<(Option<BagCell>, u32), UseError> {
    let cells = settings::bag_cells(sql)?.count;
    Ok((bag_cell::next_free(&store::cells::taken(sql)?, cells), cells))
}
