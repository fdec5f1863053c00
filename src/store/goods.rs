//! Goods and batches: the directory that stock hangs on.

use chrono::NaiveDate;

use super::engine::{Sql, params};
use super::error::StoreError;
use super::goods_words;
use crate::domain::batch::StorageBand;
use crate::domain::ids::{BatchId, GoodsId, ProductCode};
use crate::domain::money::Kopecks;

/// A product as imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewGoods {
    /// `product_id` at the site and in the accounting program.
    pub code: String,
    /// Name as a till shows it.
    pub name: String,
    /// МНН, form, strength: what makes an analog.
    pub inn: String,
    /// See `inn`.
    pub form: String,
    /// See `inn`.
    pub strength: String,
    /// Maker.
    pub manufacturer: String,
    /// Country of the maker.
    pub country: String,
    /// Barcodes.
    pub barcodes: Vec<String>,
    /// Flags and rate.
    pub marks: GoodsMarks,
}

/// What sets a product apart at the till.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GoodsMarks {
    /// Prescription only.
    pub is_rx: bool,
    /// ЖНВЛП.
    pub is_vital: bool,
    /// VAT, per cent.
    pub vat_rate: i64,
}

/// A batch as imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewBatch {
    /// `batch_id` at the site.
    pub code: String,
    /// Series on the pack.
    pub series: String,
    /// Last day of use.
    pub expires_on: NaiveDate,
    /// Shelf place.
    pub place: String,
    /// How cold.
    pub storage: StorageBand,
    /// Shelf price.
    pub price: Kopecks,
    /// ЖНВЛП ceiling.
    pub max_price: Option<Kopecks>,
}

/// Writes a product; an existing one with the same code is updated. Returns its row.
pub fn upsert(sql: &Sql<'_>, goods: &NewGoods) -> Result<GoodsId, StoreError> {
    let barcodes = goods.barcodes.join(" ");
    let key =
        goods_words::words(&format!("{} {} {} {} {barcodes}", goods.name, goods.inn, goods.manufacturer, goods.code));
    let kept = sql.query_opt("SELECT search_key FROM goods WHERE code = ?1", params![&goods.code], |r| r.text(0))?;
    let marks = goods.marks;
    let id = sql.insert(
        "INSERT INTO goods (code, name, inn, form, strength, manufacturer, country, is_rx, is_vital, vat_rate, search_key)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
         ON CONFLICT (code) DO UPDATE SET name = excluded.name, inn = excluded.inn, form = excluded.form,
             strength = excluded.strength, manufacturer = excluded.manufacturer, country = excluded.country,
             is_rx = excluded.is_rx, is_vital = excluded.is_vital, vat_rate = excluded.vat_rate,
             search_key = excluded.search_key
         RETURNING goods_id",
        params![
            &goods.code,
            &goods.name,
            &goods.inn,
            &goods.form,
            &goods.strength,
            &goods.manufacturer,
            &goods.country,
            marks.is_rx,
            marks.is_vital,
            marks.vat_rate,
            &key,
        ],
    )?;
    if kept.as_deref() != Some(&key) {
        goods_words::keep(sql, id, &key)?;
    }
    for barcode in &goods.barcodes {
        sql.execute(
            "INSERT INTO goods_barcode (barcode, goods_id) VALUES (?1, ?2)
             ON CONFLICT (barcode) DO UPDATE SET goods_id = excluded.goods_id",
            params![barcode, id],
        )?;
    }
    Ok(GoodsId(id))
}

/// Writes a batch; an existing one with the same code is updated. Returns its row.
pub fn upsert_batch(sql: &Sql<'_>, goods: GoodsId, batch: &NewBatch) -> Result<BatchId, StoreError> {
    let id = sql.insert(
        "INSERT INTO batch (goods_id, code, series, expires_on, place, storage_min, storage_max, price, max_price)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         ON CONFLICT (goods_id, code) DO UPDATE SET series = excluded.series, expires_on = excluded.expires_on,
             place = excluded.place, storage_min = excluded.storage_min, storage_max = excluded.storage_max,
             price = excluded.price, max_price = excluded.max_price
         RETURNING batch_id",
        params![
            goods.0,
            &batch.code,
            &batch.series,
            &batch.expires_on.to_string(),
            &batch.place,
            batch.storage.min_celsius.map(i64::from),
            batch.storage.max_celsius.map(i64::from),
            batch.price.0,
            batch.max_price.map(|p| p.0),
        ],
    )?;
    Ok(BatchId(id))
}

/// The product with this code.
pub fn by_code(sql: &Sql<'_>, code: &str) -> Result<Option<GoodsId>, StoreError> {
    sql.query_opt("SELECT goods_id FROM goods WHERE code = ?1", params![code], |r| Ok(GoodsId(r.int(0)?)))
}

/// A product's name; empty when it is gone.
pub fn name(sql: &Sql<'_>, goods: GoodsId) -> Result<String, StoreError> {
    Ok(sql
        .query_opt("SELECT name FROM goods WHERE goods_id = ?1", params![goods.0], |r| r.text(0))?
        .unwrap_or_default())
}

/// A medicine by the directory: it has an international name.
pub fn is_medicine(sql: &Sql<'_>, batch: BatchId) -> Result<bool, StoreError> {
    let count =
        "SELECT count(*) FROM batch b JOIN goods g ON g.goods_id = b.goods_id WHERE b.batch_id = ?1 AND g.inn <> ''";
    Ok(sql.number(count, params![batch.0])? > 0)
}

/// How many products there are.
pub fn count(sql: &Sql<'_>) -> Result<i64, StoreError> {
    sql.number("SELECT count(*) FROM goods /* reads all */", params![])
}

/// What an order line needs to know of a product: code, name, maker.
pub fn booking_data(sql: &Sql<'_>, goods: GoodsId) -> Result<Option<(ProductCode, String, String)>, StoreError> {
    sql.query_opt("SELECT code, name, manufacturer FROM goods WHERE goods_id = ?1", params![goods.0], |r| {
        Ok((ProductCode(r.text(0)?), r.text(1)?, r.text(2)?))
    })
}

/// There are goods at all.
pub fn any(sql: &Sql<'_>) -> Result<bool, StoreError> {
    Ok(sql.number("SELECT count(*) FROM (SELECT 1 FROM goods /* reads all */ LIMIT 1)", params![])? > 0)
}
