//! The order list: matching ids, visible rows, counts of the lanes.

use std::fmt::Write;

use chrono::{DateTime, Utc};

use super::engine::{Param, Row, Sql, params};
use super::error::StoreError;
use super::texts;
use crate::domain::ids::OrderId;
use crate::domain::mask;
use crate::domain::money::Kopecks;
use crate::domain::order::{Attention, Delivery, PaymentState};
use crate::domain::requisition::RequisitionState;
use crate::domain::status::OrderStatus;
use crate::usecase::read::lanes::Counts;
use crate::usecase::read::order_list::{
    Direction, Lane, MaskedCustomer, Numbers, OrderFilter, OrderIds, OrderIndex, OrderRow, PeriodOf, SetAside, SortBy,
    Standing, Supply,
};
use crate::usecase::read::till_side::Handover;

/// Text of «Не отправлены»: a change waits, or was refused and nobody has looked.
const NOT_SENT: &str = "o.order_id IN (SELECT b.order_id FROM outbox b WHERE b.state = 'waiting'
    UNION SELECT b.order_id FROM outbox b JOIN customer_order x ON x.order_id = b.order_id
    WHERE b.state = 'refused' AND x.attention IS NOT NULL)";

/// Text of «Вернуть на полку».
const TO_SHELF: &str = "o.order_id IN (SELECT s.order_id FROM shelf_return s WHERE s.done_at IS NULL)";

/// Text of «Новые». Both halves have an index of their own; an OR over them would read every order.
const ATTENTION: &str = "o.order_id IN (SELECT n.order_id FROM customer_order n WHERE n.status = 'new'
    UNION SELECT n.order_id FROM customer_order n WHERE n.attention IS NOT NULL)";

/// Whether the site knows the last change of the order `o`.
const DELIVERY: &str = "CASE
    WHEN EXISTS (SELECT 1 FROM outbox b WHERE b.order_id = o.order_id AND b.state = 'waiting') THEN 'waiting'
    ELSE coalesce((SELECT CASE b.state WHEN 'refused' THEN 'refused' WHEN 'sent' THEN 'sent' ELSE 'none' END
                   FROM outbox b WHERE b.order_id = o.order_id ORDER BY b.outbox_id DESC LIMIT 1), 'none') END";

/// Collects conditions and their parameters.
struct Where {
    text: String,
    values: Vec<Value>,
}

enum Value {
    Int(i64),
    Text(String),
}

impl Where {
    fn plain(&mut self, condition: &str) {
        self.text.push_str(" AND ");
        self.text.push_str(condition);
    }

    fn with(&mut self, before: &str, value: Value) {
        self.values.push(value);
        let _ = write!(self.text, " AND {before} ?{}", self.values.len());
    }

    fn params(&self) -> Vec<Param<'_>> {
        let param = |v| match v {
            &Value::Int(i) => Param::Int(i),
            Value::Text(t) => Param::Text(t.as_str()),
        };
        self.values.iter().map(param).collect()
    }
}

fn conditions(filter: &OrderFilter, now: DateTime<Utc>) -> Where {
    let mut w = Where { text: String::from("1 = 1"), values: Vec::new() };
    match filter.lane {
        Lane::All => {}
        Lane::New => w.plain(ATTENTION),
        Lane::ToCollect => w.plain("o.status = 'accepted'"),
        Lane::Ready => w.plain("o.status = 'assembled'"),
        Lane::Overdue => {
            w.plain("o.status IN ('new', 'accepted', 'assembled')");
            w.with("o.hold_until <=", Value::Int(texts::ms(now)));
        }
        Lane::ToShelf => w.plain(TO_SHELF),
        Lane::NotSent => w.plain(NOT_SENT),
        Lane::CallAgain => {
            w.plain("o.call_again_at IS NOT NULL");
            w.with("o.call_again_at <=", Value::Int(texts::ms(now)));
        }
    }
    let column = match filter.period_of {
        PeriodOf::Created => "o.created_at",
        PeriodOf::HoldUntil => "o.hold_until",
    };
    if let Some(from) = filter.from {
        w.with(&format!("{column} >="), Value::Int(texts::ms(from)));
    }
    if let Some(before) = filter.before {
        w.with(&format!("{column} <"), Value::Int(texts::ms(before)));
    }
    if let Some(status) = filter.status {
        w.with("o.status =", Value::Text(status.code().to_owned()));
    }
    if let Some(source) = filter.source {
        w.with("o.source =", Value::Text(source.code().to_owned()));
    }
    if let Some(payment) = filter.payment {
        w.with("o.pay_state =", Value::Text(payment.code().to_owned()));
        if payment == PaymentState::Unpaid {
            // «ожидает оплаты»: nobody waits for the money of an order that is over.
            w.plain("o.status NOT IN ('closed', 'reserve_expired', 'cancelled')");
        }
    }
    for word in texts::like_words(&filter.text) {
        w.with("o.search_key LIKE", Value::Text(word));
    }
    w
}

const fn sort_column(sort: SortBy) -> &'static str {
    match sort {
        SortBy::Status => {
            "CASE o.status WHEN 'new' THEN 0 WHEN 'accepted' THEN 1 WHEN 'assembled' THEN 2 WHEN 'closed' THEN 3
             WHEN 'reserve_expired' THEN 4 WHEN 'cancelled' THEN 5 ELSE 6 END"
        }
        SortBy::SiteNumber => "o.site_number",
        SortBy::OwnNumber => "o.own_number",
        SortBy::Source => "o.source",
        SortBy::Created => "o.created_at",
        SortBy::Customer => "o.customer_name",
        SortBy::Phone => "substr(o.customer_phone, -4)",
        SortBy::Lines => "o.line_count",
        SortBy::Total => "o.total",
        SortBy::Payment => "o.pay_state",
        SortBy::HoldUntil => "o.hold_until",
        SortBy::Comment => "o.comment",
    }
}

/// Ids and sum of the orders that match, sorted; ties by row so that the order is always the same.
pub fn index(sql: &Sql<'_>, index: &OrderIndex, now: DateTime<Utc>) -> Result<OrderIds, StoreError> {
    let w = conditions(&index.filter, now);
    let direction = match index.direction {
        Direction::Ascending => "ASC",
        Direction::Descending => "DESC",
    };
    let text = format!(
        "SELECT o.order_id, o.total FROM customer_order o /* reads all */ WHERE {} ORDER BY {} {direction}, o.order_id {direction}",
        w.text,
        sort_column(index.sort),
    );
    let mut out = OrderIds::default();
    sql.each(&text, &w.params(), |r| {
        out.ids.push(OrderId(r.int(0)?));
        out.total = out.total.plus(Kopecks(r.int(1)?));
        Ok(())
    })?;
    Ok(out)
}

/// The rows of these orders in the given order; ids that are gone are left out.
pub fn rows(sql: &Sql<'_>, ids: &[OrderId]) -> Result<Vec<OrderRow>, StoreError> {
    let text = format!(
        "SELECT o.order_id, o.status, o.raw_status, o.attention, {DELIVERY}, o.is_test, o.site_number, o.own_number,
                o.created_at, o.customer_name, o.customer_phone, o.line_count, o.total, o.pay_state, o.hold_until,
                substr(o.comment, 1, {COMMENT_CHARS}), o.bag_cell, o.collected_by, o.collected_at,
                o.call_again_at,
                (SELECT q.state FROM requisition q WHERE q.order_id = o.order_id),
                (SELECT coalesce(p.site_number, p.own_number) FROM customer_order p
                 WHERE p.order_id = o.replaces_order_id),
                (SELECT coalesce(n.site_number, n.own_number) FROM customer_order n
                 WHERE n.replaces_order_id = o.order_id ORDER BY n.order_id DESC LIMIT 1),
                coalesce((SELECT n.order_id FROM customer_order n
                          WHERE n.replaces_order_id = o.order_id ORDER BY n.order_id DESC LIMIT 1),
                         o.replaces_order_id)
         FROM customer_order o WHERE o.order_id = ?1"
    );
    let mut out = Vec::with_capacity(ids.len());
    for id in ids {
        out.extend(sql.query_opt(&text, params![id.0], row)?);
    }
    Ok(out)
}

/// Comments are shown in one cell; a megabyte of text must not travel to the screen.
const COMMENT_CHARS: usize = 400;

fn row(r: &Row<'_>) -> Result<OrderRow, StoreError> {
    Ok(OrderRow {
        id: OrderId(r.int(0)?),
        standing: Standing {
            status: OrderStatus::from_code(r.text_ref(1)?),
            raw_status: mask::safe_text(r.text_ref(2)?),
            attention: r.opt_text(3)?.and_then(|c| Attention::from_code(&c)),
            delivery: Delivery::from_code(r.text_ref(4)?),
            is_test: r.flag(5)?,
        },
        numbers: Numbers {
            site: r.opt_text(6)?.map(|n| mask::safe_text(&n)),
            own: r.opt_text(7)?.map(|n| mask::safe_text(&n)),
        },
        created_at: texts::time(r.int(8)?),
        customer: MaskedCustomer { name: mask::name(r.text_ref(9)?), phone: mask::phone(r.text_ref(10)?) },
        line_count: u32::try_from(r.int(11)?).unwrap_or(u32::MAX),
        total: Kopecks(r.int(12)?),
        payment: PaymentState::from_code(r.text_ref(13)?),
        hold_until: r.opt_int(14)?.map(texts::time),
        comment: mask::safe_text(r.text_ref(15)?),
        aside: SetAside { cell: r.text(16)?, collected: collected(r.text(17)?, r.opt_int(18)?) },
        supply: Supply {
            // Answered by the question itself: it knows until when packs must last.
            can_complete_now: false,
            call_again_at: r.opt_int(19)?.map(texts::time),
            requisition: r.opt_text(20)?.and_then(|c| RequisitionState::from_code(&c)),
            replaces: r.opt_text(21)?.map(|n| mask::safe_text(&n)),
            replaced_by: r.opt_text(22)?.map(|n| mask::safe_text(&n)),
            linked: r.opt_int(23)?.map(OrderId),
        },
    })
}

fn collected(by: String, at: Option<i64>) -> Option<(String, DateTime<Utc>)> {
    at.map(|at| (by, texts::time(at)))
}

/// The counts of the lanes.
pub fn counts(sql: &Sql<'_>, now: DateTime<Utc>) -> Result<Counts, StoreError> {
    let count = |condition: &str, params: &[Param<'_>]| -> Result<u64, StoreError> {
        let n = sql.number(&format!("SELECT count(*) FROM customer_order o WHERE {condition}"), params)?;
        Ok(u64::try_from(n).unwrap_or_default())
    };
    // Each half is counted in its own index; a union of both would be built and sorted at every look.
    let new = count("o.status = 'new'", params![])?
        .saturating_add(count("o.attention IS NOT NULL AND o.status <> 'new'", params![])?);
    // The plus keeps the engine to the index of the condition: in the order of time it would read every order until it
    // meets one that waits.
    let oldest = |condition: &str| {
        let text = format!(
            "SELECT created_at, order_id FROM customer_order WHERE {condition} ORDER BY +created_at, order_id LIMIT 1"
        );
        sql.query_opt(&text, params![], |r| Ok((r.int(0)?, OrderId(r.int(1)?))))
    };
    let firsts = [oldest("status = 'new'")?, oldest("attention IS NOT NULL")?];
    let first_waiting = firsts.into_iter().flatten().min().map(|(_, order)| order);
    Ok(Counts {
        all: count("1 = 1 /* reads all */", params![])?,
        new,
        to_collect: count("o.status = 'accepted'", params![])?,
        ready: count("o.status = 'assembled'", params![])?,
        overdue: count("o.status IN ('new', 'accepted', 'assembled') AND o.hold_until <= ?1", params![texts::ms(now)])?,
        to_shelf: u64::try_from(super::shelf::count(sql)?.0).unwrap_or_default(),
        // A setting, and not a row of this table.
        checks_returns: false,
        not_sent: count(NOT_SENT, params![])?,
        call_again: super::calls::due_count(sql, now)?,
        first_waiting,
    })
}

/// Collected orders whose hold ends first.
pub fn next_handovers(sql: &Sql<'_>, limit: u32) -> Result<Vec<Handover>, StoreError> {
    sql.query(
        "SELECT order_id, coalesce(site_number, own_number, ''), customer_name, hold_until, bag_cell
         FROM customer_order
         WHERE status = 'assembled' ORDER BY hold_until, order_id LIMIT ?1",
        params![i64::from(limit)],
        |r| {
            Ok(Handover {
                order: OrderId(r.int(0)?),
                number: mask::safe_text(r.text_ref(1)?),
                customer: mask::name(r.text_ref(2)?),
                hold_until: r.opt_int(3)?.map(texts::time),
                cell: r.text(4)?,
            })
        },
    )
}
