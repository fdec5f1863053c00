//! Purchase requisitions: one per order, with a line per product.

use std::fmt::Write;

use chrono::{DateTime, NaiveDate, Utc};

use super::engine::{Param, Row, Sql, params};
use super::error::StoreError;
use super::stock::available_sql;
use super::texts;
use crate::domain::ids::{GoodsId, OrderId, ProductCode, RequisitionId, SupplierId};
use crate::domain::mask;
use crate::domain::packs::Packs;
use crate::domain::requisition::RequisitionState;
use crate::domain::status::OrderStatus;
use crate::usecase::read::requisition::{RequisitionHead, RequisitionLine};
use crate::usecase::read::requisition_list::{ListFilter, ListRow, StateCounts};

fn state(r: &Row<'_>, i: usize) -> Result<RequisitionState, StoreError> {
    let code = r.text_ref(i)?;
    RequisitionState::from_code(code).ok_or_else(|| StoreError::Shape { what: format!("requisition state {code:?}") })
}

/// Makes the requisition of an order; nothing happens when it has one already.
pub fn insert(sql: &Sql<'_>, order: OrderId, number: &str, at: DateTime<Utc>, user: &str) -> Result<(), StoreError> {
    sql.execute(
        "INSERT INTO requisition (order_id, number, state, created_at, updated_at, user_name)
         VALUES (?1, ?2, 'open', ?3, ?3, ?4) ON CONFLICT (order_id) DO NOTHING",
        params![order.0, number, texts::ms(at), user],
    )?;
    Ok(())
}

/// The requisition of an order.
pub fn of_order(sql: &Sql<'_>, order: OrderId) -> Result<Option<RequisitionHead>, StoreError> {
    sql.query_opt(
        "SELECT requisition_id, number, state, created_at, updated_at, user_name FROM requisition WHERE order_id = ?1",
        params![order.0],
        |r| {
            Ok(RequisitionHead {
                id: RequisitionId(r.int(0)?),
                number: r.text(1)?,
                state: state(r, 2)?,
                created_at: texts::time(r.int(3)?),
                updated_at: texts::time(r.int(4)?),
                user: r.text(5)?,
            })
        },
    )
}

/// The lines of a requisition in its order; lateness is not known here.
pub fn lines(sql: &Sql<'_>, requisition: RequisitionId) -> Result<Vec<RequisitionLine>, StoreError> {
    sql.query(
        "SELECT l.goods_id, l.product_code, l.name, l.manufacturer, l.packs, l.supplier_id, coalesce(s.name, ''),
                l.needed_by
         FROM requisition_line l LEFT JOIN supplier s ON s.supplier_id = l.supplier_id
         WHERE l.requisition_id = ?1 ORDER BY l.position",
        params![requisition.0],
        |r| {
            Ok(RequisitionLine {
                goods: r.opt_int(0)?.map(GoodsId),
                product: ProductCode(r.text(1)?),
                name: r.text(2)?,
                manufacturer: r.text(3)?,
                packs: Packs(r.int(4)?),
                supplier: r.opt_int(5)?.map(SupplierId),
                supplier_name: r.text(6)?,
                needed_by: texts::time(r.int(7)?),
                late: None,
            })
        },
    )
}

/// Replaces the lines of a requisition.
pub fn replace_lines(sql: &Sql<'_>, requisition: RequisitionId, lines: &[RequisitionLine]) -> Result<(), StoreError> {
    sql.execute("DELETE FROM requisition_line WHERE requisition_id = ?1", params![requisition.0])?;
    for (line, position) in lines.iter().zip(1_i64..) {
        sql.execute(
            "INSERT INTO requisition_line (requisition_id, position, goods_id, product_code, name, manufacturer, packs,
                 supplier_id, needed_by)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                requisition.0,
                position,
                line.goods.map(|g| g.0),
                line.product.as_str(),
                &line.name,
                &line.manufacturer,
                line.packs.0,
                line.supplier.map(|s| s.0),
                texts::ms(line.needed_by),
            ],
        )?;
    }
    Ok(())
}

/// Sets the state of a requisition.
pub fn set_state(
    sql: &Sql<'_>,
    requisition: RequisitionId,
    to: RequisitionState,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE requisition SET state = ?2, updated_at = ?3 WHERE requisition_id = ?1",
        params![requisition.0, to.code(), texts::ms(at)],
    )?;
    Ok(())
}

/// The order ended: what was not yet ordered from a supplier need not be.
pub fn cancel_open(sql: &Sql<'_>, order: OrderId, at: DateTime<Utc>) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE requisition SET state = 'cancelled', updated_at = ?2 WHERE order_id = ?1 AND state = 'open'",
        params![order.0, texts::ms(at)],
    )?;
    Ok(())
}

/// Free packs of a product that last until `floor` at least.
pub fn free_packs(sql: &Sql<'_>, goods: GoodsId, floor: NaiveDate) -> Result<Packs, StoreError> {
    let text = concat!(
        "SELECT sum(free) FROM (SELECT ",
        available_sql!(),
        " AS free FROM batch b WHERE b.goods_id = ?1 AND b.expires_on >= ?2) AS t WHERE free > 0"
    );
    Ok(Packs(sql.number(text, params![goods.0, &floor.to_string()])?))
}

/// True when every line of the order is covered by what it keeps and what is free and lasts until `floor`.
pub fn is_covered(sql: &Sql<'_>, order: OrderId, floor: NaiveDate) -> Result<bool, StoreError> {
    // Lines that name one product share its free packs, so they are summed before they are compared.
    let text = concat!(
        "SELECT count(*) FROM (
             SELECT l.goods_id AS goods, sum(l.packs) AS wanted,
                 sum((SELECT coalesce(sum(r.packs), 0) FROM reservation r
                      WHERE r.line_id = l.line_id AND r.released_at IS NULL)) AS kept
             FROM order_line l WHERE l.order_id = ?1 GROUP BY l.goods_id) AS t
         WHERE t.goods IS NULL OR (t.wanted > t.kept AND t.wanted - t.kept >
             (SELECT coalesce(sum(free), 0) FROM (SELECT ",
        available_sql!(),
        " AS free FROM batch b WHERE b.goods_id = t.goods AND b.expires_on >= ?2) AS f WHERE free > 0))"
    );
    Ok(sql.number(text, params![order.0, &floor.to_string()])? == 0)
}

/// Requisition lines of all orders by supplier, the soonest needed first; hold and lateness by the order.
pub fn list(sql: &Sql<'_>, filter: &ListFilter) -> Result<Vec<ListRow>, StoreError> {
    let mut text = String::from(
        "SELECT q.requisition_id, q.number, q.state, q.created_at, o.order_id,
                coalesce(o.site_number, o.own_number, ''), o.status, o.hold_until, l.product_code, l.name,
                l.manufacturer, l.packs, l.supplier_id, coalesce(s.name, ''), l.needed_by
         FROM requisition q JOIN customer_order o ON o.order_id = q.order_id
         JOIN requisition_line l ON l.requisition_id = q.requisition_id
         LEFT JOIN supplier s ON s.supplier_id = l.supplier_id WHERE 1 = 1",
    );
    let mut values: Vec<Param<'_>> = Vec::new();
    if let Some(state) = filter.state {
        values.push(state.code().into());
        let _ = write!(text, " AND q.state = ?{}", values.len());
    }
    if let Some(supplier) = filter.supplier {
        values.push(supplier.0.into());
        let _ = write!(text, " AND l.supplier_id = ?{}", values.len());
    }
    // Lines without a supplier come last: somebody has to choose one.
    text.push_str(" ORDER BY s.name IS NULL, s.name, l.needed_by, q.requisition_id, l.position");
    let mut rows = sql.query(&text, &values, list_row)?;
    let words: Vec<String> = texts::fold(&filter.text).split(' ').map(str::to_owned).collect();
    rows.retain(|row| {
        let hay = texts::fold(&format!(
            "{} {} {} {} {} {}",
            row.number, row.order_number, row.name, row.manufacturer, row.supplier_name, row.product
        ));
        words.iter().all(|word| hay.contains(word.as_str()))
    });
    Ok(rows)
}

fn list_row(r: &Row<'_>) -> Result<ListRow, StoreError> {
    Ok(ListRow {
        requisition: RequisitionId(r.int(0)?),
        number: r.text(1)?,
        state: state(r, 2)?,
        created_at: texts::time(r.int(3)?),
        order: OrderId(r.int(4)?),
        order_number: mask::safe_text(r.text_ref(5)?),
        order_status: OrderStatus::from_code(r.text_ref(6)?),
        hold_until: r.opt_int(7)?.map(texts::time),
        product: ProductCode(r.text(8)?),
        name: mask::safe_text(r.text_ref(9)?),
        manufacturer: mask::safe_text(r.text_ref(10)?),
        packs: Packs(r.int(11)?),
        supplier: r.opt_int(12)?.map(SupplierId),
        supplier_name: mask::safe_text(r.text_ref(13)?),
        needed_by: texts::time(r.int(14)?),
        late: None,
    })
}

/// How many requisitions are in each state.
pub fn counts(sql: &Sql<'_>) -> Result<StateCounts, StoreError> {
    let mut counts = StateCounts::default();
    sql.each("SELECT state, count(*) FROM requisition GROUP BY state", params![], |r| {
        let n = u64::try_from(r.int(1)?).unwrap_or_default();
        match state(r, 0)? {
            RequisitionState::Open => counts.open = n,
            RequisitionState::Ordered => counts.ordered = n,
            RequisitionState::Received => counts.received = n,
            RequisitionState::Cancelled => counts.cancelled = n,
        }
        Ok(())
    })?;
    Ok(counts)
}
