//! What the site is told of the stock: what is free of each batch, the rows with names and prices, and what it was told
//! last.

use chrono::{DateTime, Utc};

use super::engine::{Sql, params};
use super::error::StoreError;
use super::stock::{available_sql, band};
use super::texts;
use crate::domain::ids::{BatchCode, BatchId, GoodsId, ProductCode};
use crate::domain::money::Kopecks;
use crate::domain::offer::{BatchShare, Stocked};
use crate::domain::packs::Packs;
use crate::usecase::read::stock_export::{Refused, StockRow};

/// A product with its batches, the first to expire first.
pub type Product = (GoodsId, Vec<Stocked>);

/// Products that are offered at all, with the batches of `division`: up to `limit` products after `after`, each with its
/// batches, the first to expire first. The second part is where the next portion begins; none at the end.
pub fn stocked(
    sql: &Sql<'_>,
    division: &str,
    after: GoodsId,
    limit: u32,
) -> Result<(Vec<Product>, Option<GoodsId>), StoreError> {
    let range =
        "SELECT max(goods_id) FROM (SELECT goods_id FROM goods WHERE goods_id > ?1 ORDER BY goods_id LIMIT ?2) AS t";
    let last = sql.query_opt(range, params![after.0, i64::from(limit)], |r| r.opt_int(0))?.flatten();
    let Some(last) = last else { return Ok((Vec::new(), None)) };
    let mut goods: Vec<Product> = Vec::new();
    sql.each(
        concat!(
            "SELECT b.goods_id, b.batch_id, b.expires_on, ",
            available_sql!(),
            " FROM batch b
             WHERE b.goods_id > ?1 AND b.goods_id <= ?2 AND b.division = ?3
               AND NOT EXISTS (SELECT 1 FROM export_stop s WHERE s.goods_id = b.goods_id)
             ORDER BY b.goods_id, b.expires_on, b.batch_id"
        ),
        params![after.0, last, division],
        |r| {
            let id = GoodsId(r.int(0)?);
            let batch =
                Stocked { batch: BatchId(r.int(1)?), expires_on: texts::date(r.text_ref(2)?)?, free: Packs(r.int(3)?) };
            match goods.last_mut().filter(|(known, _)| *known == id) {
                Some((_, batches)) => batches.push(batch),
                None => goods.push((id, vec![batch])),
            }
            Ok(())
        },
    )?;
    Ok((goods, Some(GoodsId(last))))
}

/// The rows of the batches of the products from `first` to `last`, with the packs left at zero.
pub fn rows(sql: &Sql<'_>, first: GoodsId, last: GoodsId) -> Result<Vec<(BatchId, StockRow)>, StoreError> {
    let mut rows = sql.query(
        "SELECT b.batch_id, g.code, b.code, g.name, g.manufacturer, g.country, b.price, b.max_price, g.vat_rate, b.series,
                b.expires_on, g.is_vital, g.is_rx, b.storage_min, b.storage_max, g.goods_id
         FROM batch b JOIN goods g ON g.goods_id = b.goods_id
         WHERE b.goods_id >= ?1 AND b.goods_id <= ?2 ORDER BY b.goods_id, b.expires_on, b.batch_id",
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
            Ok((GoodsId(r.int(15)?), BatchId(r.int(0)?), row))
        },
    )?;
    let mut barcodes = barcodes(sql, first, last)?.into_iter().peekable();
    let mut known: (GoodsId, Vec<String>) = (GoodsId(0), Vec::new());
    for (goods, _, row) in &mut rows {
        if known.0 != *goods {
            known = (*goods, Vec::new());
            while let Some((_, barcode)) = barcodes.next_if(|(of, _)| of.0 <= goods.0) {
                known.1.push(barcode);
            }
        }
        row.barcodes.clone_from(&known.1);
    }
    Ok(rows.into_iter().map(|(_, batch, row)| (batch, row)).collect())
}

/// Barcodes of the products from `first` to `last` that have batches.
fn barcodes(sql: &Sql<'_>, first: GoodsId, last: GoodsId) -> Result<Vec<(GoodsId, String)>, StoreError> {
    sql.query(
        "SELECT c.goods_id, c.barcode FROM goods_barcode c
         WHERE c.goods_id >= ?1 AND c.goods_id <= ?2
           AND EXISTS (SELECT 1 FROM batch b WHERE b.goods_id = c.goods_id)
         ORDER BY c.goods_id, c.barcode",
        params![first.0, last.0],
        |r| Ok((GoodsId(r.int(0)?), r.text(1)?)),
    )
}

/// What the site was last told of each batch.
pub fn told(sql: &Sql<'_>) -> Result<Vec<(BatchId, Packs)>, StoreError> {
    let text = "SELECT batch_id, packs FROM stock_told /* reads all */ ORDER BY batch_id";
    sql.query(text, params![], |r| Ok((BatchId(r.int(0)?), Packs(r.int(1)?))))
}

/// The site was told so of a batch; zero: nothing.
pub fn note_told(sql: &Sql<'_>, batch: BatchId, packs: Packs) -> Result<(), StoreError> {
    if packs.any() {
        sql.execute(
            "INSERT INTO stock_told (batch_id, packs) VALUES (?1, ?2)
             ON CONFLICT (batch_id) DO UPDATE SET packs = excluded.packs",
            params![batch.0, packs.0],
        )?;
    } else {
        sql.execute("DELETE FROM stock_told WHERE batch_id = ?1", params![batch.0])?;
    }
    Ok(())
}

/// The rows that the site refused of the last full stock take the place of those before.
pub fn note_refused(sql: &Sql<'_>, refused: &[Refused]) -> Result<(), StoreError> {
    sql.execute("DELETE FROM stock_refusal /* reads all */", params![])?;
    for row in refused {
        sql.execute(
            "INSERT INTO stock_refusal (product_code, reason) VALUES (?1, ?2)",
            params![row.product.as_str(), &row.reason],
        )?;
    }
    Ok(())
}

/// The rows that the site refused of the last full stock, with the names of their products.
pub fn refused(sql: &Sql<'_>) -> Result<Vec<(Refused, String)>, StoreError> {
    sql.query(
        "SELECT f.product_code, f.reason, coalesce(g.name, '') FROM stock_refusal f /* reads all */
         LEFT JOIN goods g ON g.code = f.product_code ORDER BY f.refusal_id",
        params![],
        |r| Ok((Refused { product: ProductCode(r.text(0)?), reason: r.text(1)? }, r.text(2)?)),
    )
}

/// A product is never offered, or is again.
pub fn set_stopped(sql: &Sql<'_>, goods: GoodsId, since: Option<DateTime<Utc>>) -> Result<(), StoreError> {
    match since {
        Some(at) => sql.execute(
            "INSERT INTO export_stop (goods_id, at) VALUES (?1, ?2) ON CONFLICT (goods_id) DO NOTHING",
            params![goods.0, texts::ms(at)],
        )?,
        None => sql.execute("DELETE FROM export_stop WHERE goods_id = ?1", params![goods.0])?,
    };
    Ok(())
}

/// Since when a product is not offered; none when it is.
pub fn stopped_since(sql: &Sql<'_>, goods: GoodsId) -> Result<Option<DateTime<Utc>>, StoreError> {
    let text = "SELECT at FROM export_stop WHERE goods_id = ?1";
    Ok(sql.query_opt(text, params![goods.0], |r| r.int(0))?.map(texts::time))
}

/// The batches of a product in `division`, the first to expire first, with what is on hand, kept and waiting, and what
/// the site was told last; the rest is left at zero.
pub fn shares(sql: &Sql<'_>, goods: GoodsId, division: &str) -> Result<Vec<BatchShare>, StoreError> {
    sql.query(
        "SELECT b.batch_id, b.series, b.expires_on,
             (SELECT coalesce(sum(m.packs), 0) FROM stock_move m WHERE m.batch_id = b.batch_id),
             (SELECT coalesce(sum(r.packs), 0) FROM reservation r WHERE r.batch_id = b.batch_id AND r.released_at IS NULL),
             (SELECT coalesce(sum(w.packs), 0) FROM shelf_return w WHERE w.batch_id = b.batch_id AND w.done_at IS NULL),
             (SELECT coalesce(sum(t.packs), 0) FROM stock_told t WHERE t.batch_id = b.batch_id)
         FROM batch b WHERE b.goods_id = ?1 AND b.division = ?2 ORDER BY b.expires_on, b.batch_id",
        params![goods.0, division],
        |r| {
            Ok(BatchShare {
                batch: BatchId(r.int(0)?),
                series: r.text(1)?,
                expires_on: texts::date(r.text_ref(2)?)?,
                on_hand: Packs(r.int(3)?),
                reserved: Packs(r.int(4)?),
                to_shelf: Packs(r.int(5)?),
                short_dated: Packs::ZERO,
                offered: Packs::ZERO,
                told: Packs(r.int(6)?),
            })
        },
    )
}
