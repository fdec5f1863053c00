//! One order in full: its lines with what is there now.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use chrono::{DateTime, NaiveDate, Utc};

use super::engine::{Sql, params};
use super::error::StoreError;
use super::stock::{self, available_sql};
use super::texts;
use crate::domain::ids::{BatchId, GoodsId, LineId, OrderId};
use crate::domain::money::Kopecks;
use crate::domain::packs::Packs;
use crate::usecase::read::order_card::{CardLine, CardPick};

/// The lines of an order; packs that expire before `floor` do not count as available.
pub fn lines(sql: &Sql<'_>, order: OrderId, floor: NaiveDate) -> Result<Vec<CardLine>, StoreError> {
    let mut lines = sql.query(
        "SELECT l.line_id, l.goods_id, l.name, l.manufacturer, coalesce(g.is_rx, 0), l.packs, l.price
         FROM order_line l LEFT JOIN goods g ON g.goods_id = l.goods_id WHERE l.order_id = ?1 ORDER BY l.position",
        params![order.0],
        |r| {
            let line = CardLine {
                line: LineId(r.int(0)?),
                name: r.text(2)?,
                manufacturer: r.text(3)?,
                is_rx: r.flag(4)?,
                ordered: Packs(r.int(5)?),
                available: Packs::ZERO,
                reserved: Packs::ZERO,
                in_bag: Packs::ZERO,
                price: Kopecks(r.int(6)?),
                picks: Vec::new(),
            };
            Ok((line, r.opt_int(1)?.map(GoodsId)))
        },
    )?;
    // An order of ten thousand lines names a product many times; its stock is counted once.
    let in_bag = super::bag::by_line(sql, order)?;
    let mut free_by_goods: HashMap<GoodsId, Vec<CardPick>> = HashMap::new();
    for (line, goods) in &mut lines {
        line.picks = reserved_picks(sql, line.line)?;
        line.in_bag = in_bag.get(&line.line).copied().unwrap_or_default();
        line.reserved = line.picks.iter().map(|p| p.packs).sum();
        if let Some(goods) = goods {
            let free = match free_by_goods.entry(*goods) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(unknown) => unknown.insert(free_picks(sql, *goods, floor)?),
            };
            line.available = free.iter().map(|p| p.packs).sum();
            if line.picks.is_empty() {
                line.picks = first(free, line.ordered);
            }
        }
    }
    Ok(lines.into_iter().map(|(line, _)| line).collect())
}

fn reserved_picks(sql: &Sql<'_>, line: LineId) -> Result<Vec<CardPick>, StoreError> {
    sql.query(
        "SELECT b.batch_id, b.series, b.expires_on, b.place, b.storage_min, b.storage_max, r.packs
         FROM reservation r JOIN batch b ON b.batch_id = r.batch_id
         WHERE r.line_id = ?1 AND r.released_at IS NULL ORDER BY b.expires_on, b.batch_id",
        params![line.0],
        pick,
    )
}

fn free_picks(sql: &Sql<'_>, goods: GoodsId, floor: NaiveDate) -> Result<Vec<CardPick>, StoreError> {
    let mut free = sql.query(
        concat!(
            "SELECT b.batch_id, b.series, b.expires_on, b.place, b.storage_min, b.storage_max, ",
            available_sql!(),
            " FROM batch b WHERE b.goods_id = ?1 AND b.expires_on >= ?2 ORDER BY b.expires_on, b.batch_id"
        ),
        params![goods.0, &floor.to_string()],
        pick,
    )?;
    free.retain(|p| p.packs.any());
    Ok(free)
}

fn pick(r: &super::engine::Row<'_>) -> Result<CardPick, StoreError> {
    Ok(CardPick {
        batch: BatchId(r.int(0)?),
        series: r.text(1)?,
        expires_on: texts::date(r.text_ref(2)?)?,
        place: r.text(3)?,
        storage: stock::band(r, 4, 5)?,
        packs: Packs(r.int(6)?),
    })
}

/// The first batches that cover `need`.
fn first(free: &[CardPick], need: Packs) -> Vec<CardPick> {
    let mut left = need;
    let mut out = Vec::new();
    for pick in free {
        if !left.any() {
            break;
        }
        let mut pick = pick.clone();
        pick.packs = pick.packs.min(left);
        left = left.minus(pick.packs);
        out.push(pick);
    }
    out
}

/// When an order was last changed and by whom, and whether its sums disagree.
pub type Extras = (Option<(DateTime<Utc>, String)>, bool);

/// Last change of status (when, who), and whether the site's sums disagree with its prices.
pub fn extras(sql: &Sql<'_>, order: OrderId) -> Result<Extras, StoreError> {
    let last = sql.query_opt(
        "SELECT at, user_name FROM order_history WHERE order_id = ?1 AND from_status <> to_status
         ORDER BY history_id DESC",
        params![order.0],
        |r| Ok((texts::time(r.int(0)?), r.text(1)?)),
    )?;
    let disagree =
        sql.query_opt("SELECT sums_disagree FROM customer_order WHERE order_id = ?1", params![order.0], |r| r.flag(0))?;
    Ok((last, disagree.unwrap_or(false)))
}
