//! Packs of lapsed and cancelled orders that wait to be put back on their shelf. While they wait they are
//! neither free nor exported.

use chrono::{DateTime, Utc};

use super::engine::{Row, Sql, params};
use super::error::StoreError;
use super::stock;
use super::texts;
use crate::domain::ids::{BatchId, GoodsId, OrderId, ReturnId};
use crate::domain::mask;
use crate::domain::packs::Packs;
use crate::domain::status::OrderStatus;
use crate::usecase::read::shelf_returns::ReturnRow;

/// Lets packs of a batch wait for their shelf.
pub fn add(
    sql: &Sql<'_>,
    order: OrderId,
    batch: BatchId,
    packs: Packs,
    cell: &str,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sql.execute(
        "INSERT INTO shelf_return (order_id, batch_id, packs, at, bag_cell) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![order.0, batch.0, packs.0, texts::ms(at), cell],
    )?;
    Ok(())
}

/// Packs that wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Their row.
    pub id: ReturnId,
    /// Of which order.
    pub order: OrderId,
    /// Their product.
    pub name: String,
    /// Their series.
    pub series: String,
    /// How many.
    pub packs: Packs,
}

const WAITING: &str = "SELECT s.return_id, s.order_id, g.name, b.series, s.packs FROM shelf_return s
    JOIN batch b ON b.batch_id = s.batch_id JOIN goods g ON g.goods_id = b.goods_id
    WHERE s.done_at IS NULL";

fn waiting(r: &Row<'_>) -> Result<Waiting, StoreError> {
    Ok(Waiting {
        id: ReturnId(r.int(0)?),
        order: OrderId(r.int(1)?),
        name: r.text(2)?,
        series: r.text(3)?,
        packs: Packs(r.int(4)?),
    })
}

/// The packs of a row that still waits.
pub fn by_id(sql: &Sql<'_>, id: ReturnId) -> Result<Option<Waiting>, StoreError> {
    sql.query_opt(&format!("{WAITING} AND s.return_id = ?1"), params![id.0], waiting)
}

/// The waiting packs of a product that were freed first; only of this series when one is given.
pub fn of_goods(sql: &Sql<'_>, goods: GoodsId, series: Option<&str>) -> Result<Option<Waiting>, StoreError> {
    sql.query_opt(
        &format!("{WAITING} AND b.goods_id = ?1 AND (?2 IS NULL OR b.series = ?2) ORDER BY s.at, s.return_id LIMIT 1"),
        params![goods.0, series],
        waiting,
    )
}

/// All packs that wait.
pub fn all_waiting(sql: &Sql<'_>) -> Result<Vec<Waiting>, StoreError> {
    sql.query(&format!("{WAITING} ORDER BY s.order_id, s.return_id"), params![], waiting)
}

/// All packs of a row are back on their shelf.
pub fn finish(sql: &Sql<'_>, id: ReturnId, by: &str, at: DateTime<Utc>) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE shelf_return SET done_at = ?2, done_by = ?3 WHERE return_id = ?1 AND done_at IS NULL",
        params![id.0, texts::ms(at), by],
    )?;
    Ok(())
}

/// One pack of a row is back on its shelf; the others wait on.
pub fn finish_one(sql: &Sql<'_>, row: &Waiting, by: &str, at: DateTime<Utc>) -> Result<(), StoreError> {
    if row.packs <= Packs(1) {
        return finish(sql, row.id, by, at);
    }
    sql.execute(
        "INSERT INTO shelf_return (order_id, batch_id, packs, at, bag_cell, done_at, done_by)
         SELECT order_id, batch_id, 1, at, bag_cell, ?2, ?3 FROM shelf_return WHERE return_id = ?1",
        params![row.id.0, texts::ms(at), by],
    )?;
    sql.execute("UPDATE shelf_return SET packs = packs - 1 WHERE return_id = ?1", params![row.id.0])?;
    Ok(())
}

/// How many packs wait.
pub fn count(sql: &Sql<'_>) -> Result<Packs, StoreError> {
    Ok(Packs(sql.number("SELECT sum(packs) FROM shelf_return WHERE done_at IS NULL", params![])?))
}

/// The worklist: by storage band, the coldest first, then by place.
pub fn rows(sql: &Sql<'_>) -> Result<Vec<ReturnRow>, StoreError> {
    sql.query(
        "SELECT s.return_id, s.order_id, coalesce(o.site_number, o.own_number, ''), o.status, s.bag_cell, g.goods_id,
                g.name, g.manufacturer, b.batch_id, b.series, b.expires_on, b.place, b.storage_min, b.storage_max,
                s.packs, s.at
         FROM shelf_return s JOIN customer_order o ON o.order_id = s.order_id
         JOIN batch b ON b.batch_id = s.batch_id JOIN goods g ON g.goods_id = b.goods_id
         WHERE s.done_at IS NULL
         ORDER BY coalesce(b.storage_max, 1000), coalesce(b.storage_min, -1000), b.place, g.name, s.return_id",
        params![],
        |r| {
            Ok(ReturnRow {
                id: ReturnId(r.int(0)?),
                order: OrderId(r.int(1)?),
                number: mask::safe_text(r.text_ref(2)?),
                status: OrderStatus::from_code(r.text_ref(3)?),
                cell: r.text(4)?,
                goods: GoodsId(r.int(5)?),
                name: r.text(6)?,
                manufacturer: r.text(7)?,
                batch: BatchId(r.int(8)?),
                series: r.text(9)?,
                expires_on: texts::date(r.text_ref(10)?)?,
                place: r.text(11)?,
                storage: stock::band(r, 12, 13)?,
                packs: Packs(r.int(14)?),
                freed_at: texts::time(r.int(15)?),
            })
        },
    )
}
