//! The directory of goods on the screen: which goods, their lines, one product whole; what a person changed of them.

use chrono::NaiveDate;

use super::engine::{Row, Sql, params};
use super::error::StoreError;
use super::import_apply::renew_words;
use super::{stock, stock_export, texts};
use crate::domain::batch::StorageBand;
use crate::domain::directory::{BatchCard, BatchFields, GoodsCard, GoodsFields, GoodsFilter, GoodsLine, GoodsSigns};
use crate::domain::ids::{BatchId, GoodsId};
use crate::domain::money::Kopecks;
use crate::domain::packs::Packs;

/// Packs on hand of the batch `b`.
const ON_HAND: &str = "(SELECT coalesce(sum(m.packs), 0) FROM stock_move m WHERE m.batch_id = b.batch_id)";

/// The goods of a filter, by name. `today` and `soon` are the days between which goods are short-dated.
pub fn listed(
    sql: &Sql<'_>,
    filter: GoodsFilter,
    today: NaiveDate,
    soon: NaiveDate,
) -> Result<Vec<GoodsId>, StoreError> {
    let has = |dates: &str| {
        format!("EXISTS (SELECT 1 FROM batch b WHERE b.goods_id = g.goods_id AND {dates} AND {ON_HAND} > 0)")
    };
    let (today, soon) = (today.to_string(), soon.to_string());
    let (which, params) = match filter {
        GoodsFilter::All => ("1 = 1".to_owned(), params![].to_vec()),
        GoodsFilter::InStock => (has("1 = 1"), params![].to_vec()),
        GoodsFilter::ShortDated => (has("b.expires_on >= ?1 AND b.expires_on < ?2"), params![&today, &soon].to_vec()),
        GoodsFilter::Expired => (has("b.expires_on < ?1"), params![&today].to_vec()),
        GoodsFilter::Stopped => (STOPPED.to_owned(), params![].to_vec()),
        GoodsFilter::Refused => (REFUSED.to_owned(), params![].to_vec()),
    };
    let text = format!("SELECT g.goods_id FROM goods g /* reads all */ WHERE {which} ORDER BY g.name, g.goods_id");
    sql.query(&text, &params, |r| Ok(GoodsId(r.int(0)?)))
}

const STOPPED: &str = "EXISTS (SELECT 1 FROM export_stop s WHERE s.goods_id = g.goods_id)";
const REFUSED: &str = "g.code IN (SELECT f.product_code FROM stock_refusal f /* reads all */)";

/// The lines of these products, in the same order; one that is gone is left out.
pub fn lines(sql: &Sql<'_>, goods: &[GoodsId]) -> Result<Vec<GoodsLine>, StoreError> {
    let mut lines = Vec::with_capacity(goods.len());
    for id in goods {
        let found = sql.query_opt(
            "SELECT g.code, g.name, g.inn, g.manufacturer, g.is_rx, g.is_vital,
                 EXISTS (SELECT 1 FROM export_stop s WHERE s.goods_id = g.goods_id)
             FROM goods g WHERE g.goods_id = ?1",
            params![id.0],
            |r| line(*id, r),
        )?;
        let Some(mut line) = found else { continue };
        for batch in batches(sql, *id)? {
            line.free = line.free.plus(batch.free());
            if batch.on_hand.any() {
                line.batches += 1;
                let price = batch.fields.price;
                let (low, high) = line.prices.unwrap_or((price, price));
                line.prices = Some((low.min(price), high.max(price)));
            }
        }
        lines.push(line);
    }
    Ok(lines)
}

fn line(goods: GoodsId, r: &Row<'_>) -> Result<GoodsLine, StoreError> {
    Ok(GoodsLine {
        goods,
        code: r.text(0)?,
        name: r.text(1)?,
        inn: r.text(2)?,
        manufacturer: r.text(3)?,
        signs: GoodsSigns { is_rx: r.flag(4)?, is_vital: r.flag(5)?, is_stopped: r.flag(6)? },
        batches: 0,
        free: Packs::ZERO,
        prices: None,
    })
}

/// A product with its batches; none when it is gone.
pub fn card(sql: &Sql<'_>, goods: GoodsId) -> Result<Option<GoodsCard>, StoreError> {
    let Some((code, fields)) = goods_fields(sql, goods)? else { return Ok(None) };
    let refusal =
        "SELECT reason FROM stock_refusal /* reads all */ WHERE product_code = ?1 ORDER BY refusal_id LIMIT 1";
    Ok(Some(GoodsCard {
        goods,
        stopped_since: stock_export::stopped_since(sql, goods)?,
        refused: sql.query_opt(refusal, params![&code], |r| r.text(0))?.unwrap_or_default(),
        batches: batches(sql, goods)?,
        code,
        fields,
    }))
}

/// Code of a product and what may change of it.
pub fn goods_fields(sql: &Sql<'_>, goods: GoodsId) -> Result<Option<(String, GoodsFields)>, StoreError> {
    let found = sql.query_opt(
        "SELECT code, name, inn, form, strength, manufacturer, country, is_rx, is_vital, vat_rate
         FROM goods WHERE goods_id = ?1",
        params![goods.0],
        |r| {
            let fields = GoodsFields {
                name: r.text(1)?,
                inn: r.text(2)?,
                form: r.text(3)?,
                strength: r.text(4)?,
                manufacturer: r.text(5)?,
                country: r.text(6)?,
                barcodes: Vec::new(),
                is_rx: r.flag(7)?,
                is_vital: r.flag(8)?,
                vat_rate: r.int(9)?,
            };
            Ok((r.text(0)?, fields))
        },
    )?;
    let Some((code, mut fields)) = found else { return Ok(None) };
    let barcodes = "SELECT barcode FROM goods_barcode WHERE goods_id = ?1 ORDER BY barcode";
    fields.barcodes = sql.query(barcodes, params![goods.0], |r| r.text(0))?;
    Ok(Some((code, fields)))
}

fn batches(sql: &Sql<'_>, goods: GoodsId) -> Result<Vec<BatchCard>, StoreError> {
    let text = format!("{BATCH} WHERE b.goods_id = ?1 ORDER BY b.expires_on, b.batch_id");
    sql.query(&text, params![goods.0], batch_row)
}

/// A batch with its packs, and whose it is; none when it is gone.
pub fn batch(sql: &Sql<'_>, batch: BatchId) -> Result<Option<(GoodsId, BatchCard)>, StoreError> {
    let text = format!("{BATCH} WHERE b.batch_id = ?1");
    sql.query_opt(&text, params![batch.0], |r| Ok((GoodsId(r.int(13)?), batch_row(r)?)))
}

const BATCH: &str =
    "SELECT b.batch_id, b.code, b.division, b.series, b.expires_on, b.place, b.storage_min, b.storage_max,
         b.price, b.max_price,
         (SELECT coalesce(sum(m.packs), 0) FROM stock_move m WHERE m.batch_id = b.batch_id),
         (SELECT coalesce(sum(r.packs), 0) FROM reservation r WHERE r.batch_id = b.batch_id AND r.released_at IS NULL),
         (SELECT coalesce(sum(w.packs), 0) FROM shelf_return w WHERE w.batch_id = b.batch_id AND w.done_at IS NULL),
         b.goods_id
     FROM batch b";

fn batch_row(r: &Row<'_>) -> Result<BatchCard, StoreError> {
    Ok(BatchCard {
        batch: BatchId(r.int(0)?),
        code: r.text(1)?,
        division: r.text(2)?,
        fields: BatchFields {
            series: r.text(3)?,
            expires_on: texts::date(r.text_ref(4)?)?,
            place: r.text(5)?,
            storage: stock::band(r, 6, 7)?,
            price: Kopecks(r.int(8)?),
            max_price: r.opt_int(9)?.map(Kopecks),
        },
        on_hand: Packs(r.int(10)?),
        reserved: Packs(r.int(11)?),
        to_shelf: Packs(r.int(12)?),
    })
}

/// Another product that this barcode means: its name.
pub fn barcode_of_another(sql: &Sql<'_>, goods: GoodsId, barcode: &str) -> Result<Option<String>, StoreError> {
    sql.query_opt(
        "SELECT g.name FROM goods_barcode c JOIN goods g ON g.goods_id = c.goods_id
         WHERE c.barcode = ?1 AND c.goods_id <> ?2",
        params![barcode, goods.0],
        |r| r.text(0),
    )
}

/// Replaces what may change of a product, its barcodes and the words it is found by.
pub fn save_goods(sql: &Sql<'_>, goods: GoodsId, fields: &GoodsFields) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE goods SET name = ?2, inn = ?3, form = ?4, strength = ?5, manufacturer = ?6, country = ?7,
             is_rx = ?8, is_vital = ?9, vat_rate = ?10 WHERE goods_id = ?1",
        params![
            goods.0,
            &fields.name,
            &fields.inn,
            &fields.form,
            &fields.strength,
            &fields.manufacturer,
            &fields.country,
            fields.is_rx,
            fields.is_vital,
            fields.vat_rate,
        ],
    )?;
    sql.execute("DELETE FROM goods_barcode WHERE goods_id = ?1", params![goods.0])?;
    for barcode in &fields.barcodes {
        sql.execute("INSERT INTO goods_barcode (barcode, goods_id) VALUES (?1, ?2)", params![barcode, goods.0])?;
    }
    renew_words(sql, goods)
}

/// Replaces what may change of a batch.
pub fn save_batch(sql: &Sql<'_>, batch: BatchId, fields: &BatchFields) -> Result<(), StoreError> {
    let StorageBand { min_celsius, max_celsius } = fields.storage;
    sql.execute(
        "UPDATE batch SET series = ?2, expires_on = ?3, place = ?4, storage_min = ?5, storage_max = ?6, price = ?7,
             max_price = ?8 WHERE batch_id = ?1",
        params![
            batch.0,
            &fields.series,
            &fields.expires_on.to_string(),
            &fields.place,
            min_celsius.map(i64::from),
            max_celsius.map(i64::from),
            fields.price.0,
            fields.max_price.map(|sum| sum.0),
        ],
    )?;
    Ok(())
}
