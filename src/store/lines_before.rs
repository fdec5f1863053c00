//! The lines of an order before the customer changed them, until somebody has looked.

use super::engine::{Row, Sql, params};
use super::error::StoreError;
use crate::domain::ids::{OrderId, ProductCode};
use crate::domain::line_change::LineShape;
use crate::domain::money::Kopecks;
use crate::domain::packs::Packs;

/// Keeps the lines as they are now, unless older ones are kept already: those are what was seen last.
pub fn keep(sql: &Sql<'_>, order: OrderId) -> Result<(), StoreError> {
    sql.execute(
        "INSERT INTO order_line_before (order_id, position, product_code, name, packs, price)
         SELECT l.order_id, l.position, l.product_code, l.name, l.packs, l.price FROM order_line l
         WHERE l.order_id = ?1
           AND NOT EXISTS (SELECT 1 FROM order_line_before b WHERE b.order_id = ?1)
         ON CONFLICT (order_id, position) DO NOTHING",
        params![order.0],
    )?;
    Ok(())
}

/// Forgets them: somebody has looked.
pub fn forget(sql: &Sql<'_>, order: OrderId) -> Result<(), StoreError> {
    sql.execute("DELETE FROM order_line_before WHERE order_id = ?1", params![order.0])?;
    Ok(())
}

/// The kept lines; none when nothing changed since somebody looked.
pub fn of_order(sql: &Sql<'_>, order: OrderId) -> Result<Vec<LineShape>, StoreError> {
    sql.query(
        "SELECT product_code, name, packs, price FROM order_line_before WHERE order_id = ?1 ORDER BY position",
        params![order.0],
        shape,
    )
}

/// The lines of now in the same shape.
pub fn now(sql: &Sql<'_>, order: OrderId) -> Result<Vec<LineShape>, StoreError> {
    sql.query(
        "SELECT product_code, name, packs, price FROM order_line WHERE order_id = ?1 ORDER BY position",
        params![order.0],
        shape,
    )
}

fn shape(r: &Row<'_>) -> Result<LineShape, StoreError> {
    Ok(LineShape {
        product: ProductCode(r.text(0)?),
        name: r.text(1)?,
        packs: Packs(r.int(2)?),
        price: Kopecks(r.int(3)?),
    })
}
