//! What the check before «собран» looks at.

use std::collections::HashMap;

use super::engine::{Sql, params};
use super::error::StoreError;
use super::stock;
use super::texts;
use crate::domain::batch::Pick;
use crate::domain::ids::{BatchId, LineId, OrderId};
use crate::domain::money::Kopecks;
use crate::domain::packs::Packs;
use crate::domain::preflight::{KeptPacks, LineNow};

/// Packs of a line with the shelf price and the ceiling of their batch, for the price at hand-over.
pub type PricedPacks = (KeptPacks, Option<Kopecks>);

/// The lines of an order with nothing kept and nothing in the bag yet.
pub fn lines(sql: &Sql<'_>, order: OrderId) -> Result<Vec<LineNow>, StoreError> {
    sql.query(
        "SELECT l.line_id, l.name, coalesce(g.is_rx, 0), l.packs, l.price
         FROM order_line l LEFT JOIN goods g ON g.goods_id = l.goods_id WHERE l.order_id = ?1 ORDER BY l.position",
        params![order.0],
        |r| {
            Ok(LineNow {
                line: LineId(r.int(0)?),
                name: r.text(1)?,
                is_rx: r.flag(2)?,
                ordered: Packs(r.int(3)?),
                price: Kopecks(r.int(4)?),
                kept: Vec::new(),
                bagged: Vec::new(),
            })
        },
    )
}

/// What the lines of an order keep, by line; the price is that of the shelf.
pub fn kept(sql: &Sql<'_>, order: OrderId) -> Result<HashMap<LineId, Vec<PricedPacks>>, StoreError> {
    let mut kept: HashMap<LineId, Vec<PricedPacks>> = HashMap::new();
    sql.each(
        "SELECT r.line_id, b.batch_id, b.series, b.expires_on, b.place, b.storage_min, b.storage_max, sum(r.packs),
                b.price, b.max_price
         FROM reservation r JOIN batch b ON b.batch_id = r.batch_id
         WHERE r.order_id = ?1 AND r.released_at IS NULL
         GROUP BY r.line_id, b.batch_id, b.series, b.expires_on, b.place, b.storage_min, b.storage_max, b.price,
                  b.max_price
         ORDER BY r.line_id, b.expires_on, b.batch_id",
        params![order.0],
        |r| {
            let packs = KeptPacks {
                batch: BatchId(r.int(1)?),
                series: r.text(2)?,
                expires_on: texts::date(r.text_ref(3)?)?,
                place: r.text(4)?,
                storage: stock::band(r, 5, 6)?,
                packs: Packs(r.int(7)?),
                price: Kopecks(r.int(8)?),
            };
            kept.entry(LineId(r.int(0)?)).or_default().push((packs, r.opt_int(9)?.map(Kopecks)));
            Ok(())
        },
    )?;
    Ok(kept)
}

/// Packs in the bag of an order: line, batch, product name.
pub fn bagged(sql: &Sql<'_>, order: OrderId) -> Result<Vec<(LineId, Pick, String)>, StoreError> {
    sql.query(
        "SELECT p.line_id, p.batch_id, count(*), g.name FROM bag_pack p JOIN goods g ON g.goods_id = p.goods_id
         WHERE p.order_id = ?1 AND p.out_at IS NULL GROUP BY p.line_id, p.batch_id, g.name
         ORDER BY p.line_id, p.batch_id",
        params![order.0],
        |r| Ok((LineId(r.int(0)?), Pick { batch: BatchId(r.int(1)?), packs: Packs(r.int(2)?) }, r.text(3)?)),
    )
}

/// The customer's phone, and whether the site's sums disagree with its prices.
pub fn facts(sql: &Sql<'_>, order: OrderId) -> Result<(String, bool), StoreError> {
    Ok(sql
        .query_opt(
            "SELECT customer_phone, sums_disagree FROM customer_order WHERE order_id = ?1",
            params![order.0],
            |r| Ok((r.text(0)?, r.flag(1)?)),
        )?
        .unwrap_or_default())
}
