//! The cells in which the bags of open orders wait. A cell holds one bag: the table says so too.

use super::engine::{Sql, params};
use super::error::StoreError;
use crate::domain::bag_cell::BagCell;
use crate::domain::ids::OrderId;

/// The cell of an order; empty when it has none.
pub fn of_order(sql: &Sql<'_>, order: OrderId) -> Result<String, StoreError> {
    Ok(sql
        .query_opt("SELECT bag_cell FROM customer_order WHERE order_id = ?1", params![order.0], |r| r.text(0))?
        .unwrap_or_default())
}

/// The order whose bag is in this cell: its row and the number to show.
pub fn holder(sql: &Sql<'_>, cell: &BagCell) -> Result<Option<(OrderId, String)>, StoreError> {
    sql.query_opt(
        "SELECT order_id, coalesce(site_number, own_number, '') FROM customer_order
         WHERE bag_cell = ?1 AND bag_cell <> ''",
        params![cell.as_str()],
        |r| Ok((OrderId(r.int(0)?), r.text(1)?)),
    )
}

/// All cells that hold a bag.
pub fn taken(sql: &Sql<'_>) -> Result<Vec<String>, StoreError> {
    sql.query("SELECT bag_cell FROM customer_order WHERE bag_cell <> '' ORDER BY bag_cell", params![], |r| r.text(0))
}

/// Puts the bag of an order into a cell; `None` takes it out of any.
pub fn set(sql: &Sql<'_>, order: OrderId, cell: Option<&BagCell>) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE customer_order SET bag_cell = ?2 WHERE order_id = ?1",
        params![order.0, cell.map_or("", BagCell::as_str)],
    )?;
    Ok(())
}
