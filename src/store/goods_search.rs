//! Finding goods by words, barcode or code. The one place that knows how words are matched.

use std::fmt::Write;

use chrono::NaiveDate;

use super::engine::{Param, Sql, params};
use super::error::StoreError;
use super::stock::available_sql;
use super::texts;
use crate::domain::ids::GoodsId;
use crate::domain::marking::Gtin;
use crate::domain::money::Kopecks;
use crate::domain::packs::Packs;
use crate::domain::receipt::shelf_price;
use crate::usecase::read::goods_search::GoodsHit;

/// The product with this barcode or code.
pub fn by_code(sql: &Sql<'_>, code: &str) -> Result<Option<GoodsId>, StoreError> {
    let by_barcode =
        sql.query_opt("SELECT goods_id FROM goods_barcode WHERE barcode = ?1", params![code], |r| r.int(0))?;
    match by_barcode {
        Some(id) => Ok(Some(GoodsId(id))),
        None => super::goods::by_code(sql, code),
    }
}

/// The product with this number, however long the directory keeps its barcodes.
pub fn by_gtin(sql: &Sql<'_>, gtin: &Gtin) -> Result<Option<GoodsId>, StoreError> {
    for barcode in gtin.barcodes() {
        let found =
            sql.query_opt("SELECT goods_id FROM goods_barcode WHERE barcode = ?1", params![barcode], |r| r.int(0))?;
        if let Some(id) = found {
            return Ok(Some(GoodsId(id)));
        }
    }
    Ok(None)
}

/// Goods that hold every word, names that begin with the first word before others, in stock first.
pub fn find(sql: &Sql<'_>, text: &str, limit: u32, today: NaiveDate) -> Result<Vec<GoodsHit>, StoreError> {
    let words = texts::like_words(text);
    let Some(first) = words.first() else {
        return Ok(Vec::new());
    };
    let begins = first.trim_start_matches('%').to_owned();
    let mut matching = String::from("SELECT goods_id FROM goods g /* reads all */ WHERE 1 = 1");
    let mut params: Vec<Param<'_>> = Vec::with_capacity(words.len() + 3);
    for word in &words {
        params.push(Param::Text(word));
        let _ = write!(matching, " AND g.search_key LIKE ?{}", params.len());
    }
    params.push(Param::Text(&begins));
    let _ = write!(matching, " ORDER BY g.search_key LIKE ?{} DESC, g.search_key LIMIT 200", params.len());
    let ids = sql.query(&matching, &params, |r| Ok(GoodsId(r.int(0)?)))?;
    let mut hits = Vec::with_capacity(ids.len());
    for id in ids {
        hits.extend(hit(sql, id, today)?);
    }
    // Stable: inside "in stock" and "not in stock" the order of the match stays.
    hits.sort_by_key(|h| !h.available.any());
    hits.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(hits)
}

fn hit(sql: &Sql<'_>, goods: GoodsId, today: NaiveDate) -> Result<Option<GoodsHit>, StoreError> {
    let Some(mut hit) = sql.query_opt(
        "SELECT name, inn, manufacturer, is_rx, is_vital FROM goods WHERE goods_id = ?1",
        params![goods.0],
        |r| {
            Ok(GoodsHit {
                goods,
                name: r.text(0)?,
                inn: r.text(1)?,
                manufacturer: r.text(2)?,
                available: Packs::ZERO,
                nearest_expiry: None,
                place: String::new(),
                price: None,
                is_rx: r.flag(3)?,
                is_vital: r.flag(4)?,
            })
        },
    )?
    else {
        return Ok(None);
    };
    sql.each(
        concat!(
            "SELECT b.expires_on, b.place, b.price, b.max_price, ",
            available_sql!(),
            " FROM batch b WHERE b.goods_id = ?1 ORDER BY b.expires_on, b.batch_id"
        ),
        params![goods.0],
        |r| {
            let expires = texts::date(r.text_ref(0)?)?;
            let free = Packs(r.int(4)?);
            let price = shelf_price(Kopecks(r.int(2)?), r.opt_int(3)?.map(Kopecks));
            if free.any() && expires >= today {
                if hit.nearest_expiry.is_none() {
                    hit.nearest_expiry = Some(expires);
                    hit.place = r.text(1)?;
                    hit.price = Some(price);
                }
                hit.available = hit.available.plus(free);
            } else if hit.nearest_expiry.is_none() {
                hit.price = Some(price);
            }
            Ok(())
        },
    )?;
    Ok(Some(hit))
}
