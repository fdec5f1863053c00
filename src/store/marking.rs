//! Marking codes: one row per pack ever scanned, and where that pack is. The table lets a code be in one place.
//!
//! Must not know: what may be bound when; that is decided by the intentions.

use chrono::{DateTime, Utc};

use super::engine::{Sql, params};
use super::error::StoreError;
use super::texts;
use crate::domain::ids::{CodeId, GoodsId, OrderId, ReceiptId};
use crate::domain::marking::{Gtin, PackCode};

/// Where the pack of a code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// On the shelf, as far as we know.
    Free,
    /// In the bag of an order.
    Bag(OrderId),
    /// Sold with this receipt.
    Sold(ReceiptId),
}

/// A code that was scanned before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// Its row.
    pub id: CodeId,
    /// Where its pack is.
    pub place: Place,
}

/// What is known of a code.
pub fn find(sql: &Sql<'_>, gtin: &Gtin, serial: &str) -> Result<Option<Known>, StoreError> {
    sql.query_opt(
        "SELECT code_id, state, order_id, receipt_id FROM marking_code WHERE gtin = ?1 AND serial = ?2",
        params![gtin.as_str(), serial],
        |r| {
            let order = r.opt_int(2)?.map(OrderId);
            let receipt = r.opt_int(3)?.map(ReceiptId);
            let place = match (r.text_ref(1)?, order, receipt) {
                ("bound", Some(order), _) => Place::Bag(order),
                ("sold", _, Some(receipt)) => Place::Sold(receipt),
                ("free", _, _) => Place::Free,
                (state, _, _) => return Err(StoreError::Shape { what: format!("marking code state {state:?}") }),
            };
            Ok(Known { id: CodeId(r.int(0)?), place })
        },
    )
}

/// Binds a code to an order. None when it is bound or sold already; nothing is written then.
pub fn bind(
    sql: &Sql<'_>,
    pack: &PackCode,
    goods: GoodsId,
    order: OrderId,
    at: DateTime<Utc>,
) -> Result<Option<CodeId>, StoreError> {
    sql.query_opt(
        "INSERT INTO marking_code (gtin, serial, raw, goods_id, state, order_id, changed_at)
         VALUES (?1, ?2, ?3, ?4, 'bound', ?5, ?6)
         ON CONFLICT (gtin, serial) DO UPDATE SET raw = excluded.raw, goods_id = excluded.goods_id, state = 'bound',
             order_id = excluded.order_id, receipt_id = NULL, changed_at = excluded.changed_at
         WHERE marking_code.state = 'free'
         RETURNING code_id",
        params![pack.gtin.as_str(), &pack.serial, &pack.code, goods.0, order.0, texts::ms(at)],
        |r| Ok(CodeId(r.int(0)?)),
    )
}

/// Frees one bound code.
pub fn free(sql: &Sql<'_>, code: CodeId, at: DateTime<Utc>) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE marking_code SET state = 'free', order_id = NULL, changed_at = ?2
         WHERE code_id = ?1 AND state = 'bound'",
        params![code.0, texts::ms(at)],
    )?;
    Ok(())
}

/// Frees all bound codes of an order.
pub fn free_all(sql: &Sql<'_>, order: OrderId, at: DateTime<Utc>) -> Result<usize, StoreError> {
    sql.execute(
        "UPDATE marking_code SET state = 'free', order_id = NULL, changed_at = ?2
         WHERE order_id = ?1 AND state = 'bound'",
        params![order.0, texts::ms(at)],
    )
}

/// Marks one bound code of an order as sold. False when it was not bound to it.
pub fn sell(
    sql: &Sql<'_>,
    code: CodeId,
    order: OrderId,
    receipt: ReceiptId,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let touched = sql.execute(
        "UPDATE marking_code SET state = 'sold', receipt_id = ?3, changed_at = ?4
         WHERE code_id = ?1 AND order_id = ?2 AND state = 'bound'",
        params![code.0, order.0, receipt.0, texts::ms(at)],
    )?;
    Ok(touched == 1)
}

/// A pack from the shelf is sold with its code. False when the code lies in a bag or was sold before.
pub fn sell_free(
    sql: &Sql<'_>,
    pack: &PackCode,
    goods: GoodsId,
    receipt: ReceiptId,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let touched = sql.execute(
        "INSERT INTO marking_code (gtin, serial, raw, goods_id, state, receipt_id, changed_at)
         VALUES (?1, ?2, ?3, ?4, 'sold', ?5, ?6)
         ON CONFLICT (gtin, serial) DO UPDATE SET raw = excluded.raw, goods_id = excluded.goods_id, state = 'sold',
             order_id = NULL, receipt_id = excluded.receipt_id, changed_at = excluded.changed_at
         WHERE marking_code.state = 'free'",
        params![pack.gtin.as_str(), &pack.serial, &pack.code, goods.0, receipt.0, texts::ms(at)],
    )?;
    Ok(touched == 1)
}

/// The codes of a sale.
pub fn of_receipt(sql: &Sql<'_>, receipt: ReceiptId) -> Result<Vec<(CodeId, GoodsId)>, StoreError> {
    sql.query(
        "SELECT code_id, goods_id FROM marking_code WHERE receipt_id = ?1 AND state = 'sold' ORDER BY code_id",
        params![receipt.0],
        |r| Ok((CodeId(r.int(0)?), GoodsId(r.int(1)?))),
    )
}

/// A code that was sold is back in circulation: its pack came back.
pub fn take_back(sql: &Sql<'_>, code: CodeId, at: DateTime<Utc>) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE marking_code SET state = 'free', order_id = NULL, receipt_id = NULL, changed_at = ?2
         WHERE code_id = ?1 AND state = 'sold'",
        params![code.0, texts::ms(at)],
    )?;
    Ok(())
}

/// Bound codes that lie in no open bag of their order, or whose order is final: must always be none (checked by
/// tests and `doctor`).
pub fn astray(sql: &Sql<'_>) -> Result<i64, StoreError> {
    sql.number(
        "SELECT count(*) FROM marking_code c JOIN customer_order o ON o.order_id = c.order_id
         WHERE c.state = 'bound'
           AND (o.status IN ('closed', 'reserve_expired', 'cancelled')
                OR NOT EXISTS (SELECT 1 FROM bag_pack p WHERE p.code_id = c.code_id AND p.order_id = c.order_id
                               AND p.out_at IS NULL))",
        params![],
    )
}
