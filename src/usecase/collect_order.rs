//! «Установить состояние «Заказ собран»»: the whole order is set aside, or nothing. The check is the one that
//! the screen shows; the bag gets a cell when cells are given automatically.

use super::read::preflight;
use super::{Action, Cx, UseError, set_bag_cell, support};
use crate::domain::ids::OrderId;
use crate::domain::order::HistoryEvent;
use crate::domain::preflight::verdict;
use crate::domain::status::OrderEvent;
use crate::store;

/// Sets an accepted order to «собран».
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CollectOrder {
    /// Which.
    pub order: OrderId,
}

impl Action for CollectOrder {
    type Value = ();
    const NAME: &'static str = "collect_order";

    fn run(self, cx: &mut Cx<'_>) -> Result<(), UseError> {
        let order = support::load(cx, self.order)?;
        let to = support::step(&order, OrderEvent::Collect)?;
        verdict(&preflight::faults(cx.sql, cx.now, cx.zone, &order)?)?;
        let cell = set_bag_cell::give_free(cx, order.id)?;
        let change = support::StatusChange::to(to).noting(cell.map(|c| format!("cell {c}")).unwrap_or_default());
        support::change_status(cx, &order, HistoryEvent::Collected, &change)?;
        store::orders::set_collected(cx.sql, order.id, Some((&cx.actor.user, cx.now)))?;
        Ok(())
    }
}
