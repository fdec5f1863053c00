//! One order in full: its lines with what is there now.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::engine::{Row, Sql, params};
use super::error::StoreError;
use super::stock::{self, available_sql};
use super::texts;
use crate::domain::batch::{Choice, DatesNow, Unfit};
use crate::domain::ids::{BatchId, GoodsId, LineId, OrderId};
use crate::domain::money::Kopecks;
use crate::domain::packs::Packs;
use crate::usecase::read::order_card::{CardLine, CardPick, UnusablePacks};

/// The lines of an order. Three questions for the whole order, however many lines it has.
pub fn lines(sql: &Sql<'_>, order: OrderId, dates: DatesNow) -> Result<Vec<CardLine>, StoreError> {
    let mut reserved = reserved_picks(sql, order)?;
    let stock = free_stock(sql, order, dates)?;
    let mut lines = sql.query(
        "SELECT l.line_id, l.goods_id, l.name, l.manufacturer, coalesce(g.is_rx, 0), l.packs, l.price
         FROM order_line l LEFT JOIN goods g ON g.goods_id = l.goods_id WHERE l.order_id = ?1 ORDER BY l.position",
        params![order.0],
        |r| {
            Ok(CardLine {
                line: LineId(r.int(0)?),
                goods: r.opt_int(1)?.map(GoodsId),
                name: r.text(2)?,
                manufacturer: r.text(3)?,
                is_rx: r.flag(4)?,
                ordered: Packs(r.int(5)?),
                available: Packs::ZERO,
                reserved: Packs::ZERO,
                in_bag: Packs::ZERO,
                unusable: UnusablePacks::default(),
                price: Kopecks(r.int(6)?),
                picks: Vec::new(),
            })
        },
    )?;
    let in_bag = super::bag::by_line(sql, order)?;
    for line in &mut lines {
        line.in_bag = in_bag.get(&line.line).copied().unwrap_or_default();
        line.picks = reserved.remove(&line.line).unwrap_or_default();
        line.reserved = line.picks.iter().map(|p| p.packs).sum();
        if let Some(stock) = line.goods.and_then(|goods| stock.get(&goods)) {
            line.available = stock.usable.iter().map(|p| p.packs).sum();
            line.unusable = stock.unusable;
            if line.picks.is_empty() {
                line.picks = first(&stock.usable, line.ordered);
            }
        }
    }
    Ok(lines)
}

/// What every line keeps, one row for each batch of a line. `CROSS JOIN` holds the order of reading: from the few
/// rows of the order to their batches, never from all batches of the pharmacy.
fn reserved_picks(sql: &Sql<'_>, order: OrderId) -> Result<HashMap<LineId, Vec<CardPick>>, StoreError> {
    let mut picks: HashMap<LineId, Vec<CardPick>> = HashMap::new();
    sql.each(
        "SELECT k.line_id, b.batch_id, b.series, b.expires_on, b.place, b.storage_min, b.storage_max, k.packs, k.hand
         FROM (SELECT line_id, batch_id, sum(packs) AS packs, max(is_by_hand) AS hand FROM reservation
               WHERE order_id = ?1 AND released_at IS NULL GROUP BY line_id, batch_id) AS k
         CROSS JOIN batch b ON b.batch_id = k.batch_id ORDER BY b.expires_on, b.batch_id",
        params![order.0],
        |r| {
            let choice = if r.flag(8)? { Choice::ByHand } else { Choice::FirstOut };
            let pick = pick(r, 1, choice)?;
            picks.entry(LineId(r.int(0)?)).or_default().push(pick);
            Ok(())
        },
    )?;
    Ok(picks)
}

/// The free packs of one product.
#[derive(Default)]
struct FreeStock {
    /// Those that can be reserved, the first to expire first.
    usable: Vec<CardPick>,
    /// Those that cannot.
    unusable: UnusablePacks,
}

/// The free packs of all products of the order.
fn free_stock(sql: &Sql<'_>, order: OrderId, dates: DatesNow) -> Result<HashMap<GoodsId, FreeStock>, StoreError> {
    let mut stock: HashMap<GoodsId, FreeStock> = HashMap::new();
    sql.each(
        concat!(
            "SELECT b.goods_id, b.batch_id, b.series, b.expires_on, b.place, b.storage_min, b.storage_max, ",
            available_sql!(),
            " FROM (SELECT DISTINCT l.goods_id FROM order_line l WHERE l.order_id = ?1 AND l.goods_id IS NOT NULL) AS w
             CROSS JOIN batch b ON b.goods_id = w.goods_id ORDER BY b.expires_on, b.batch_id"
        ),
        params![order.0],
        |r| {
            let pick = pick(r, 1, Choice::FirstOut)?;
            let free = stock.entry(GoodsId(r.int(0)?)).or_default();
            let unusable = &mut free.unusable;
            match dates.check(pick.expires_on, pick.packs) {
                Ok(()) => free.usable.push(pick),
                Err(_) if !pick.packs.any() => {}
                Err(Unfit::Expired) => unusable.expired = unusable.expired.plus(pick.packs),
                Err(Unfit::ShortDated | Unfit::NoneFree) => {
                    unusable.short_dated = unusable.short_dated.plus(pick.packs);
                    unusable.short_dated_until = unusable.short_dated_until.max(Some(pick.expires_on));
                }
            }
            Ok(())
        },
    )?;
    Ok(stock)
}

/// The packs that were sold with the order's receipt, by product.
pub fn sold(sql: &Sql<'_>, order: OrderId) -> Result<HashMap<GoodsId, Vec<CardPick>>, StoreError> {
    let mut sold: HashMap<GoodsId, Vec<CardPick>> = HashMap::new();
    sql.each(
        "SELECT b.goods_id, b.batch_id, b.series, b.expires_on, b.place, b.storage_min, b.storage_max, sum(l.packs)
         FROM receipt r JOIN receipt_line l ON l.receipt_id = r.receipt_id JOIN batch b ON b.batch_id = l.batch_id
         WHERE r.order_id = ?1 GROUP BY b.batch_id ORDER BY b.expires_on, b.batch_id",
        params![order.0],
        |r| {
            let pick = pick(r, 1, Choice::FirstOut)?;
            sold.entry(GoodsId(r.int(0)?)).or_default().push(pick);
            Ok(())
        },
    )?;
    Ok(sold)
}

/// A pick of the columns from `at` on.
fn pick(r: &Row<'_>, at: usize, choice: Choice) -> Result<CardPick, StoreError> {
    Ok(CardPick {
        batch: BatchId(r.int(at)?),
        series: r.text(at + 1)?,
        expires_on: texts::date(r.text_ref(at + 2)?)?,
        place: r.text(at + 3)?,
        storage: stock::band(r, at + 4, at + 5)?,
        packs: Packs(r.int(at + 6)?),
        choice,
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
