//! Calls to customers, and which orders ask for another one. No personal data but the masked rows.

use chrono::{DateTime, Utc};

use super::engine::{Sql, params};
use super::error::StoreError;
use super::texts;
use crate::domain::call::CallResult;
use crate::domain::ids::OrderId;
use crate::domain::mask;
use crate::domain::status::OrderStatus;
use crate::usecase::Actor;
use crate::usecase::read::calls::{CallRow, DueCall};
use crate::usecase::read::order_list::MaskedCustomer;

/// Notes a call about `goods`.
pub fn add(
    sql: &Sql<'_>,
    order: OrderId,
    at: DateTime<Utc>,
    actor: &Actor,
    outcome: CallResult,
    goods: &str,
    call_again_at: Option<DateTime<Utc>>,
) -> Result<(), StoreError> {
    sql.execute(
        "INSERT INTO order_call (order_id, goods_name, at, user_name, till_id, outcome, call_again_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            order.0,
            goods,
            texts::ms(at),
            &actor.user,
            actor.till.as_str(),
            outcome.code(),
            call_again_at.map(texts::ms),
        ],
    )?;
    Ok(())
}

/// Sets or clears when to call again.
pub fn set_call_again(sql: &Sql<'_>, order: OrderId, at: Option<DateTime<Utc>>) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE customer_order SET call_again_at = ?2 WHERE order_id = ?1",
        params![order.0, at.map(texts::ms)],
    )?;
    Ok(())
}

/// The calls of an order, newest first.
pub fn of_order(sql: &Sql<'_>, order: OrderId) -> Result<Vec<CallRow>, StoreError> {
    sql.query(
        "SELECT c.at, c.user_name, coalesce(t.title, c.till_id), c.outcome, c.goods_name, c.call_again_at
         FROM order_call c LEFT JOIN till t ON t.till_id = c.till_id WHERE c.order_id = ?1 ORDER BY c.call_id DESC",
        params![order.0],
        |r| {
            let code = r.text_ref(3)?;
            Ok(CallRow {
                at: texts::time(r.int(0)?),
                user: r.text(1)?,
                till_title: r.text(2)?,
                outcome: CallResult::from_code(code)
                    .ok_or_else(|| StoreError::Shape { what: format!("call outcome {code:?}") })?,
                goods: mask::safe_text(r.text_ref(4)?),
                call_again_at: r.opt_int(5)?.map(texts::time),
            })
        },
    )
}

/// Orders to call again, the longest due first.
pub fn due(sql: &Sql<'_>, now: DateTime<Utc>, limit: u32) -> Result<Vec<DueCall>, StoreError> {
    sql.query(
        "SELECT order_id, coalesce(site_number, own_number, ''), status, customer_name, customer_phone, call_again_at,
                (SELECT c.goods_name FROM order_call c WHERE c.order_id = o.order_id ORDER BY c.call_id DESC LIMIT 1),
                (SELECT count(*) FROM order_call c WHERE c.order_id = o.order_id)
         FROM customer_order o WHERE call_again_at IS NOT NULL AND call_again_at <= ?1
         ORDER BY call_again_at, order_id LIMIT ?2",
        params![texts::ms(now), i64::from(limit)],
        |r| {
            Ok(DueCall {
                order: OrderId(r.int(0)?),
                number: mask::safe_text(r.text_ref(1)?),
                status: OrderStatus::from_code(r.text_ref(2)?),
                customer: MaskedCustomer { name: mask::name(r.text_ref(3)?), phone: mask::phone(r.text_ref(4)?) },
                call_again_at: texts::time(r.int(5)?),
                goods: mask::safe_text(&r.opt_text(6)?.unwrap_or_default()),
                calls: u32::try_from(r.int(7)?).unwrap_or(u32::MAX),
            })
        },
    )
}

/// How many orders are to be called again by now.
pub fn due_count(sql: &Sql<'_>, now: DateTime<Utc>) -> Result<u64, StoreError> {
    let text = "SELECT count(*) FROM customer_order WHERE call_again_at IS NOT NULL AND call_again_at <= ?1";
    Ok(u64::try_from(sql.number(text, params![texts::ms(now)])?).unwrap_or_default())
}
