//! Receipts that are not sold yet: the open one of each till and those put aside.

use chrono::{DateTime, Utc};

use super::engine::{Sql, params};
use super::error::StoreError;
use super::texts;
use crate::domain::discount::Discount;
use crate::domain::draft::{Draft, DraftLine};
use crate::domain::ids::{DraftId, GoodsId, OrderId, TillId};
use crate::domain::packs::Packs;
use crate::usecase::Actor;
use crate::usecase::read::drafts::Parked;

/// The open receipt of a till.
pub fn open_of(sql: &Sql<'_>, till: &TillId) -> Result<Option<DraftId>, StoreError> {
    sql.query_opt(
        "SELECT draft_id FROM draft_receipt WHERE till_id = ?1 AND parked_at IS NULL",
        params![till.as_str()],
        |r| Ok(DraftId(r.int(0)?)),
    )
}

/// Puts this content in the place of the open receipt of the actor's till; an empty one goes.
pub fn replace_open(sql: &Sql<'_>, at: DateTime<Utc>, actor: &Actor, draft: &Draft) -> Result<(), StoreError> {
    if let Some(old) = open_of(sql, &actor.till)? {
        remove(sql, old)?;
    }
    if draft.is_empty() {
        return Ok(());
    }
    let id = sql.insert(
        "INSERT INTO draft_receipt (till_id, user_name, order_id, changed_at) VALUES (?1, ?2, ?3, ?4)
         RETURNING draft_id",
        params![actor.till.as_str(), &actor.user, draft.order.map(|o| o.0), texts::ms(at)],
    )?;
    for (position, line) in (1_i64..).zip(&draft.lines) {
        sql.execute(
            "INSERT INTO draft_line (draft_id, position, goods_id, packs, discount) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![id, position, line.goods.0, line.packs.0, line.discount.hundredths()],
        )?;
    }
    for (goods, code) in &draft.codes {
        sql.execute(
            "INSERT INTO draft_code (draft_id, goods_id, code) VALUES (?1, ?2, ?3)
             ON CONFLICT (draft_id, code) DO NOTHING",
            params![id, goods.0, code],
        )?;
    }
    Ok(())
}

/// What is in a receipt that is not sold yet; none when it is gone.
pub fn load(sql: &Sql<'_>, id: DraftId) -> Result<Option<Draft>, StoreError> {
    let order = sql.query_opt("SELECT order_id FROM draft_receipt WHERE draft_id = ?1", params![id.0], |r| {
        Ok(r.opt_int(0)?.map(OrderId))
    })?;
    let Some(order) = order else {
        return Ok(None);
    };
    let lines = sql.query(
        "SELECT goods_id, packs, discount FROM draft_line WHERE draft_id = ?1 ORDER BY position",
        params![id.0],
        |r| {
            let discount = Discount::stored(r.int(2)?);
            Ok(DraftLine { goods: GoodsId(r.int(0)?), packs: Packs(r.int(1)?), discount })
        },
    )?;
    let codes = sql.query(
        "SELECT goods_id, code FROM draft_code WHERE draft_id = ?1 ORDER BY goods_id, code",
        params![id.0],
        |r| Ok((GoodsId(r.int(0)?), r.text(1)?)),
    )?;
    Ok(Some(Draft { order, lines, codes }))
}

/// Removes a receipt that is not sold yet.
pub fn remove(sql: &Sql<'_>, id: DraftId) -> Result<(), StoreError> {
    sql.execute("DELETE FROM draft_code WHERE draft_id = ?1", params![id.0])?;
    sql.execute("DELETE FROM draft_line WHERE draft_id = ?1", params![id.0])?;
    sql.execute("DELETE FROM draft_receipt WHERE draft_id = ?1", params![id.0])?;
    Ok(())
}

/// Puts the open receipt of a till aside.
pub fn park(sql: &Sql<'_>, id: DraftId, at: DateTime<Utc>) -> Result<(), StoreError> {
    sql.execute("UPDATE draft_receipt SET parked_at = ?2 WHERE draft_id = ?1", params![id.0, texts::ms(at)])?;
    Ok(())
}

/// True when this receipt is put aside.
pub fn is_parked(sql: &Sql<'_>, id: DraftId) -> Result<bool, StoreError> {
    let count = "SELECT count(*) FROM draft_receipt WHERE draft_id = ?1 AND parked_at IS NOT NULL";
    Ok(sql.number(count, params![id.0])? > 0)
}

/// How many receipts of a till are open or put aside.
pub fn count_of(sql: &Sql<'_>, till: &TillId) -> Result<usize, StoreError> {
    let count = sql.number("SELECT count(*) FROM draft_receipt WHERE till_id = ?1", params![till.as_str()])?;
    Ok(usize::try_from(count).unwrap_or(0))
}

/// Receipts put aside, the latest first.
pub fn parked(sql: &Sql<'_>) -> Result<Vec<Parked>, StoreError> {
    let mut parked = sql.query(
        "SELECT d.draft_id, d.parked_at, coalesce(t.title, d.till_id), d.user_name,
                coalesce(o.site_number, o.own_number)
         FROM draft_receipt d LEFT JOIN till t ON t.till_id = d.till_id
         LEFT JOIN customer_order o ON o.order_id = d.order_id
         WHERE d.parked_at IS NOT NULL ORDER BY d.parked_at DESC, d.draft_id DESC LIMIT 100",
        params![],
        |r| {
            Ok(Parked {
                draft: DraftId(r.int(0)?),
                at: texts::time(r.int(1)?),
                till: r.text(2)?,
                user: r.text(3)?,
                names: r.opt_text(4)?.into_iter().collect(),
                packs: Packs::ZERO,
            })
        },
    )?;
    for row in &mut parked {
        sql.each(
            "SELECT g.name, l.packs FROM draft_line l JOIN goods g ON g.goods_id = l.goods_id
             WHERE l.draft_id = ?1 ORDER BY l.position",
            params![row.draft.0],
            |r| {
                row.names.push(r.text(0)?);
                row.packs = row.packs.plus(Packs(r.int(1)?));
                Ok(())
            },
        )?;
    }
    Ok(parked)
}
