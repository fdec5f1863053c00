//! Stock by batch: on hand is the sum of moves; available = on hand − open reservations − waiting for the
//! shelf. Both are computed, never kept.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::engine::{Row, Sql, params};
use super::error::StoreError;
use super::texts;
use crate::domain::batch::{BatchLabel, BatchStock, StorageBand};
use crate::domain::discount::Discount;
use crate::domain::ids::{BatchId, GoodsId, OrderId, ReceiptId};
use crate::domain::money::Kopecks;
use crate::domain::packs::Packs;
use crate::domain::receipt::PriceWhy;
use crate::usecase::Actor;
use crate::usecase::read::quote::QuoteLine;

/// Free packs of the batch `b`, for use inside a larger statement.
macro_rules! available_sql {
    () => {
        "((SELECT coalesce(sum(m.packs), 0) FROM stock_move m WHERE m.batch_id = b.batch_id)
          - (SELECT coalesce(sum(r.packs), 0) FROM reservation r WHERE r.batch_id = b.batch_id AND r.released_at IS NULL)
          - (SELECT coalesce(sum(s.packs), 0) FROM shelf_return s WHERE s.batch_id = b.batch_id AND s.done_at IS NULL))"
    };
}
pub(super) use available_sql;

/// Why packs came or went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// Opening stock or a delivery.
    In,
    /// Sold with a receipt.
    Sold(ReceiptId),
    /// Came back with the receipt of a return.
    Returned(ReceiptId),
}

/// Records packs that came (positive) or went (negative).
pub fn record(sql: &Sql<'_>, batch: BatchId, at: DateTime<Utc>, why: Move, packs: Packs) -> Result<(), StoreError> {
    let (kind, receipt) = match why {
        Move::In => ("in", None),
        Move::Sold(id) => ("sold", Some(id.0)),
        Move::Returned(id) => ("returned", Some(id.0)),
    };
    sql.execute(
        "INSERT INTO stock_move (batch_id, at, kind, packs, receipt_id) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![batch.0, texts::ms(at), kind, packs.0, receipt],
    )?;
    Ok(())
}

/// Records the difference that somebody counted, with what they said of it.
pub fn record_count(
    sql: &Sql<'_>,
    batch: BatchId,
    at: DateTime<Utc>,
    actor: &Actor,
    (packs, note): (Packs, &str),
) -> Result<(), StoreError> {
    let id = sql.insert(
        "INSERT INTO stock_move (batch_id, at, kind, packs) VALUES (?1, ?2, 'counted', ?3) RETURNING move_id",
        params![batch.0, texts::ms(at), packs.0],
    )?;
    sql.execute(
        "INSERT INTO stock_count (move_id, user_name, till_id, note) VALUES (?1, ?2, ?3, ?4)",
        params![id, &actor.user, actor.till.as_str(), note],
    )?;
    Ok(())
}

/// All batches of the products of an order with their free packs, by product, the first to expire first. One
/// question for the whole order: a line must not cost one of its own.
pub fn batches_of_order(sql: &Sql<'_>, order: OrderId) -> Result<HashMap<GoodsId, Vec<BatchStock>>, StoreError> {
    let mut stock: HashMap<GoodsId, Vec<BatchStock>> = HashMap::new();
    sql.each(
        concat!(
            "SELECT b.batch_id, b.goods_id, b.expires_on, ",
            available_sql!(),
            ", b.price, b.max_price
             FROM (SELECT DISTINCT l.goods_id FROM order_line l WHERE l.order_id = ?1 AND l.goods_id IS NOT NULL) AS w
             CROSS JOIN batch b ON b.goods_id = w.goods_id ORDER BY b.goods_id, b.expires_on, b.batch_id"
        ),
        params![order.0],
        |r| {
            let batch = batch_stock(r)?;
            stock.entry(batch.goods).or_default().push(batch);
            Ok(())
        },
    )?;
    Ok(stock)
}

/// All batches of a product with their free packs.
pub fn batches_of(sql: &Sql<'_>, goods: GoodsId) -> Result<Vec<BatchStock>, StoreError> {
    sql.query(
        concat!(
            "SELECT b.batch_id, b.goods_id, b.expires_on, ",
            available_sql!(),
            ", b.price, b.max_price FROM batch b WHERE b.goods_id = ?1 ORDER BY b.expires_on, b.batch_id"
        ),
        params![goods.0],
        batch_stock,
    )
}

fn batch_stock(r: &Row<'_>) -> Result<BatchStock, StoreError> {
    Ok(BatchStock {
        batch: BatchId(r.int(0)?),
        goods: GoodsId(r.int(1)?),
        expires_on: texts::date(r.text_ref(2)?)?,
        available: Packs(r.int(3)?),
        price: Kopecks(r.int(4)?),
        max_price: r.opt_int(5)?.map(Kopecks),
    })
}

/// Batches of a product with this series on the pack, whatever the case and the spaces around it.
pub fn of_series(sql: &Sql<'_>, goods: GoodsId, series: &str) -> Result<Vec<BatchId>, StoreError> {
    let wanted = series.trim().to_lowercase();
    let all = sql.query("SELECT batch_id, series FROM batch WHERE goods_id = ?1", params![goods.0], |r| {
        Ok((BatchId(r.int(0)?), r.text(1)?))
    })?;
    Ok(all.into_iter().filter(|(_, s)| s.trim().to_lowercase() == wanted).map(|(id, _)| id).collect())
}

/// Free packs of one batch.
pub fn available(sql: &Sql<'_>, batch: BatchId) -> Result<Packs, StoreError> {
    Ok(Packs(
        sql.number(concat!("SELECT ", available_sql!(), " FROM batch b WHERE b.batch_id = ?1"), params![batch.0])?,
    ))
}

/// Packs on hand of one batch.
pub fn on_hand(sql: &Sql<'_>, batch: BatchId) -> Result<Packs, StoreError> {
    Ok(Packs(sql.number("SELECT sum(packs) FROM stock_move WHERE batch_id = ?1", params![batch.0])?))
}

/// A receipt line of this batch with its shelf price (packs: zero), and its ЖНВЛП ceiling.
pub fn quote_line(sql: &Sql<'_>, batch: BatchId) -> Result<(QuoteLine, Option<Kopecks>), StoreError> {
    sql.query_opt(
        "SELECT g.goods_id, b.batch_id, g.name, b.series, b.expires_on, b.place, b.storage_min, b.storage_max,
                g.is_rx, b.price, b.max_price, g.vat_rate
         FROM batch b JOIN goods g ON g.goods_id = b.goods_id WHERE b.batch_id = ?1",
        params![batch.0],
        |r| {
            let line = QuoteLine {
                goods: GoodsId(r.int(0)?),
                batch: BatchId(r.int(1)?),
                name: r.text(2)?,
                series: r.text(3)?,
                expires_on: texts::date(r.text_ref(4)?)?,
                place: r.text(5)?,
                storage: band(r, 6, 7)?,
                is_rx: r.flag(8)?,
                packs: Packs::ZERO,
                price: Kopecks(r.int(9)?),
                list_price: Kopecks(r.int(9)?),
                why: PriceWhy::Shelf,
                discount: Discount::NONE,
                vat_stored: r.int(11)?,
            };
            Ok((line, r.opt_int(10)?.map(Kopecks)))
        },
    )?
    .ok_or_else(|| StoreError::Shape { what: format!("no batch {batch}") })
}

/// The storage band in columns `min` and `max`.
pub(super) fn band(row: &Row<'_>, min: usize, max: usize) -> Result<StorageBand, StoreError> {
    let narrow = |v: Option<i64>| v.and_then(|v| i32::try_from(v).ok());
    Ok(StorageBand { min_celsius: narrow(row.opt_int(min)?), max_celsius: narrow(row.opt_int(max)?) })
}

/// Batches whose free packs are below zero: must always be none (checked by tests and `doctor`).
pub fn overdrawn(sql: &Sql<'_>) -> Result<Vec<(BatchId, Packs)>, StoreError> {
    sql.query(
        concat!(
            "SELECT batch_id, free FROM (SELECT b.batch_id AS batch_id, ",
            available_sql!(),
            " AS free FROM batch b /* reads all */) AS t WHERE free < 0"
        ),
        params![],
        |r| Ok((BatchId(r.int(0)?), Packs(r.int(1)?))),
    )
}

/// A batch as a person tells it from another.
pub fn label(sql: &Sql<'_>, batch: BatchId) -> Result<Option<BatchLabel>, StoreError> {
    sql.query_opt("SELECT series, expires_on, place FROM batch WHERE batch_id = ?1", params![batch.0], |r| {
        Ok(BatchLabel { batch, series: r.text(0)?, expires_on: texts::date(r.text_ref(1)?)?, place: r.text(2)? })
    })
}

/// The expiry date of a batch; used where only that is asked.
pub fn expires_on(sql: &Sql<'_>, batch: BatchId) -> Result<Option<NaiveDate>, StoreError> {
    sql.query_opt("SELECT expires_on FROM batch WHERE batch_id = ?1", params![batch.0], |r| texts::date(r.text_ref(0)?))
}
