//! The bag of an order: one row per pack laid into it; in the bag while `out_at` is null. Rows are never deleted,
//! so that who laid in what, when and why it came out again can be told.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::engine::{Sql, params};
use super::error::StoreError;
use super::texts;
use crate::domain::ids::{BatchId, CodeId, GoodsId, LineId, OrderId, PackId};
use crate::domain::packs::Packs;
use crate::usecase::Actor;
use crate::usecase::read::order_card::Stranger;

/// A pack to lay into a bag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewPack {
    /// For which line.
    pub line: LineId,
    /// Of which product.
    pub goods: GoodsId,
    /// From which batch.
    pub batch: BatchId,
    /// Its marking code; none when only a barcode was scanned.
    pub code: Option<CodeId>,
}

/// A pack in a bag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bagged {
    /// Its row.
    pub id: PackId,
    /// What was laid in.
    pub pack: NewPack,
}

/// Lays a pack in.
pub fn put_in(
    sql: &Sql<'_>,
    order: OrderId,
    pack: NewPack,
    at: DateTime<Utc>,
    actor: &Actor,
) -> Result<PackId, StoreError> {
    let id = sql.insert(
        "INSERT INTO bag_pack (order_id, line_id, goods_id, batch_id, code_id, at, user_name, till_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING pack_id",
        params![
            order.0,
            pack.line.0,
            pack.goods.0,
            pack.batch.0,
            pack.code.map(|c| c.0),
            texts::ms(at),
            &actor.user,
            actor.till.as_str(),
        ],
    )?;
    Ok(PackId(id))
}

/// Takes a pack out.
pub fn take_out(sql: &Sql<'_>, pack: PackId, why: &str, at: DateTime<Utc>) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE bag_pack SET out_at = ?2, out_reason = ?3 WHERE pack_id = ?1 AND out_at IS NULL",
        params![pack.0, texts::ms(at), why],
    )?;
    Ok(())
}

/// Takes all packs of an order out and says how many that were.
pub fn empty(sql: &Sql<'_>, order: OrderId, why: &str, at: DateTime<Utc>) -> Result<usize, StoreError> {
    sql.execute(
        "UPDATE bag_pack SET out_at = ?2, out_reason = ?3 WHERE order_id = ?1 AND out_at IS NULL",
        params![order.0, texts::ms(at), why],
    )
}

/// What lies in the bag of an order, in the order it was laid in.
pub fn of_order(sql: &Sql<'_>, order: OrderId) -> Result<Vec<Bagged>, StoreError> {
    sql.query(
        "SELECT pack_id, line_id, goods_id, batch_id, code_id FROM bag_pack
         WHERE order_id = ?1 AND out_at IS NULL ORDER BY pack_id",
        params![order.0],
        |r| {
            let pack = NewPack {
                line: LineId(r.int(1)?),
                goods: GoodsId(r.int(2)?),
                batch: BatchId(r.int(3)?),
                code: r.opt_int(4)?.map(CodeId),
            };
            Ok(Bagged { id: PackId(r.int(0)?), pack })
        },
    )
}

/// Packs in the bag by line. Lines that are gone (the customer changed the order) are in it too: surplus.
pub fn by_line(sql: &Sql<'_>, order: OrderId) -> Result<HashMap<LineId, Packs>, StoreError> {
    let rows = sql.query(
        "SELECT line_id, count(*) FROM bag_pack WHERE order_id = ?1 AND out_at IS NULL GROUP BY line_id",
        params![order.0],
        |r| Ok((LineId(r.int(0)?), Packs(r.int(1)?))),
    )?;
    Ok(rows.into_iter().collect())
}

/// Packs in the bag whose line is gone, by product.
pub fn strangers(sql: &Sql<'_>, order: OrderId) -> Result<Vec<Stranger>, StoreError> {
    sql.query(
        "SELECT g.name, count(*) FROM bag_pack p JOIN goods g ON g.goods_id = p.goods_id
         WHERE p.order_id = ?1 AND p.out_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM order_line l WHERE l.line_id = p.line_id AND l.order_id = p.order_id)
         GROUP BY g.goods_id, g.name ORDER BY g.name",
        params![order.0],
        |r| Ok(Stranger { name: r.text(0)?, packs: Packs(r.int(1)?) }),
    )
}

/// What lay in the bag when the site ended the order, by product: somebody must carry it back.
pub fn left_behind(sql: &Sql<'_>, order: OrderId) -> Result<Vec<Stranger>, StoreError> {
    sql.query(
        "SELECT g.name, count(*) FROM bag_pack p JOIN goods g ON g.goods_id = p.goods_id
         WHERE p.order_id = ?1 AND p.out_reason IN ('site_cancelled', 'site_won')
         GROUP BY g.goods_id, g.name ORDER BY g.name",
        params![order.0],
        |r| Ok(Stranger { name: r.text(0)?, packs: Packs(r.int(1)?) }),
    )
}

/// A pack belongs to another line now: the customer changed the order and its goods are still in it.
pub fn move_to_line(sql: &Sql<'_>, pack: PackId, line: LineId) -> Result<(), StoreError> {
    sql.execute("UPDATE bag_pack SET line_id = ?2 WHERE pack_id = ?1", params![pack.0, line.0])?;
    Ok(())
}

/// Packs in bags of orders that are final: must always be none (checked by tests and `doctor`).
pub fn forgotten(sql: &Sql<'_>) -> Result<i64, StoreError> {
    sql.number(
        "SELECT count(*) FROM bag_pack p JOIN customer_order o ON o.order_id = p.order_id
         WHERE p.out_at IS NULL AND o.status IN ('closed', 'reserve_expired', 'cancelled')",
        params![],
    )
}
