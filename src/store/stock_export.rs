//! What the site is told of the stock: how much of each batch can be booked, and the rows with names and prices.

use chrono::NaiveDate;

use super::engine::{Sql, params};
use super::error::StoreError;
use super::stock::{available_sql, band};
use super::texts;
use crate::domain::ids::{BatchCode, BatchId, ProductCode};
use crate::domain::money::Kopecks;
use crate::domain::packs::Packs;
use crate::usecase::read::stock_export::{FreePortion, StockRow};

/// Batches of `division` after `after` that have packs to book and last until `not_before` at least, by their ids; at most `limit` are
/// looked at.
pub fn free_batches(
    sql: &Sql<'_>,
    division: &str,
    after: BatchId,
    not_before: NaiveDate,
    limit: u32,
) -> Result<FreePortion, StoreError> {
    let mut free = Vec::new();
    let (mut last, mut seen) = (None, 0);
    sql.each(
        concat!(
            "SELECT b.batch_id, ",
            available_sql!(),
            ", b.expires_on FROM batch b WHERE b.batch_id > ?1 AND b.division = ?2 ORDER BY b.batch_id LIMIT ?3"
        ),
        params![after.0, division, i64::from(limit)],
        |r| {
            let (batch, packs) = (BatchId(r.int(0)?), Packs(r.int(1)?));
            (last, seen) = (Some(batch), seen + 1);
            if packs.any() && texts::date(r.text_ref(2)?)? >= not_before {
                free.push((batch, packs));
            }
            Ok(())
        },
    )?;
    Ok(FreePortion { free, next: last.filter(|_| seen == limit) })
}

/// The rows of the batches from `first` to `last`, by their ids, with the packs that can be booked left at zero.
pub fn rows(sql: &Sql<'_>, first: BatchId, last: BatchId) -> Result<Vec<(BatchId, StockRow)>, StoreError> {
    let mut rows = sql.query(
        "SELECT b.batch_id, g.code, b.code, g.name, g.manufacturer, g.country, b.price, b.max_price, g.vat_rate, b.series,
                b.expires_on, g.is_vital, g.is_rx, b.storage_min, b.storage_max
         FROM batch b JOIN goods g ON g.goods_id = b.goods_id
         WHERE b.batch_id >= ?1 AND b.batch_id <= ?2 ORDER BY b.batch_id",
        params![first.0, last.0],
        |r| {
            let row = StockRow {
                product: ProductCode(r.text(1)?),
                batch: BatchCode(r.text(2)?),
                name: r.text(3)?,
                manufacturer: r.text(4)?,
                country: r.text(5)?,
                barcodes: Vec::new(),
                price: Kopecks(r.int(6)?),
                max_price: r.opt_int(7)?.map(Kopecks),
                vat_rate: r.int(8)?,
                series: r.text(9)?,
                expires_on: texts::date(r.text_ref(10)?)?,
                is_vital: r.flag(11)?,
                is_rx: r.flag(12)?,
                storage_max_celsius: band(r, 13, 14)?.max_celsius,
                packs: Packs::ZERO,
            };
            Ok((BatchId(r.int(0)?), row))
        },
    )?;
    for (batch, row) in &mut rows {
        let text = "SELECT c.barcode FROM batch b JOIN goods_barcode c ON c.goods_id = b.goods_id
                    WHERE b.batch_id = ?1 ORDER BY c.barcode";
        row.barcodes = sql.query(text, params![batch.0], |r| r.text(0))?;
    }
    Ok(rows)
}
