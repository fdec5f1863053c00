//! Hand-overs of sold orders, and what the next shift has to know.

use chrono::{DateTime, Utc};

use super::engine::{Sql, params};
use super::error::StoreError;
use super::texts;
use crate::domain::handover::HandOver;
use crate::domain::ids::{OrderId, ReceiptId};
use crate::domain::mask;
use crate::usecase::Actor;
use crate::usecase::read::ready_orders::ReadyOrder;
use crate::usecase::read::shift_sheet::{SheetRow, Why};

/// Notes who took an order.
pub fn note(
    sql: &Sql<'_>,
    order: OrderId,
    receipt: Option<ReceiptId>,
    at: DateTime<Utc>,
    actor: &Actor,
    handover: HandOver,
) -> Result<(), StoreError> {
    sql.execute(
        "INSERT INTO handover (order_id, receipt_id, at, taker, checked_by, user_name, till_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            order.0,
            receipt.map(|r| r.0),
            texts::ms(at),
            handover.taker.code(),
            handover.checked.code(),
            &actor.user,
            actor.till.as_str(),
        ],
    )?;
    Ok(())
}

/// Collected orders whose phone ends with these digits, or whose number holds the text; the hold that ends first first.
pub fn ready(sql: &Sql<'_>, text: &str, limit: u32) -> Result<Vec<ReadyOrder>, StoreError> {
    let plain: String = text.chars().filter(|c| c.is_alphanumeric()).take(40).collect();
    let by_phone = plain.len() >= 2 && plain.bytes().all(|b| b.is_ascii_digit());
    let phone = format!("%{plain}");
    let number = format!("%{plain}%");
    let mut found = sql.query(
        "SELECT order_id, coalesce(site_number, own_number, ''), customer_name, customer_phone, hold_until, bag_cell,
                total, pay_state, customer_phone LIKE ?1
         FROM customer_order
         WHERE status = 'assembled' AND (customer_phone LIKE ?1 OR replace(coalesce(site_number, own_number, ''), '-', '')
               LIKE ?2)
         ORDER BY hold_until, order_id LIMIT ?3",
        params![&phone, &number, i64::from(limit)],
        |r| {
            Ok(ReadyOrder {
                order: OrderId(r.int(0)?),
                number: mask::safe_text(r.text_ref(1)?),
                customer: mask::name(r.text_ref(2)?),
                phone: mask::phone(r.text_ref(3)?),
                hold_until: r.opt_int(4)?.map(texts::time),
                cell: r.text(5)?,
                total: crate::domain::money::Kopecks(r.int(6)?),
                is_paid: r.text_ref(7)? == "paid",
                by_phone: by_phone && r.flag(8)?,
            })
        },
    )?;
    found.sort_by_key(|order| !order.by_phone);
    Ok(found)
}

/// What the next shift has to know: orders to hand over until `until`, calls due by then, bags in their cells, statuses
/// that the site does not know yet.
pub fn sheet(sql: &Sql<'_>, until: DateTime<Utc>) -> Result<Vec<(Why, SheetRow)>, StoreError> {
    const COLUMNS: &str = "coalesce(o.site_number, o.own_number, ''), o.customer_name, o.bag_cell, o.hold_until,
        o.call_again_at";
    let mut rows = Vec::new();
    let parts = [
        (Why::Promised, "o.status = 'assembled' AND o.hold_until < ?1 ORDER BY o.hold_until"),
        (Why::Call, "o.call_again_at IS NOT NULL AND o.call_again_at < ?1 ORDER BY o.call_again_at"),
        (Why::Cell, "o.bag_cell <> '' AND ?1 > 0 ORDER BY o.bag_cell"),
        (
            Why::NotSent,
            "o.order_id IN (SELECT order_id FROM outbox WHERE state = 'waiting' UNION
             SELECT order_id FROM outbox WHERE state = 'refused') AND ?1 > 0 ORDER BY o.order_id",
        ),
    ];
    for (why, condition) in parts {
        let text = format!("SELECT {COLUMNS} FROM customer_order o WHERE {condition}");
        sql.each(&text, params![texts::ms(until)], |r| {
            let row = SheetRow {
                number: mask::safe_text(r.text_ref(0)?),
                customer: mask::name(r.text_ref(1)?),
                cell: r.text(2)?,
                hold_until: r.opt_int(3)?.map(texts::time),
                call_at: r.opt_int(4)?.map(texts::time),
            };
            rows.push((why, row));
            Ok(())
        })?;
    }
    rows.truncate(2_000);
    Ok(rows)
}
