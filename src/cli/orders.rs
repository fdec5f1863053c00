//! `expero orders`: the list, as a table or JSON.

use std::path::Path;

use serde_json::{Value, json};

use super::args::{OrdersArgs, StatusWord};
use super::context::Context;
use super::out::{self, Failure};
use super::place::Needs;
use crate::domain::mask;
use crate::domain::status::OrderStatus;
use crate::text::{habits, words};
use crate::usecase::read::order_list::{OrderFilter, OrderIndex, OrderRow, OrderRows};

/// Rows asked for at a time.
const PORTION: usize = 500;

pub(super) fn run(data: Option<&Path>, options: &OrdersArgs) -> Result<(), Failure> {
    let cx = Context::open(data, "cli", Needs::Data)?;
    let filter = OrderFilter { status: options.status.map(status), ..OrderFilter::default() };
    let ids = cx.ask(OrderIndex { filter, ..OrderIndex::default() })?.ids;
    let mut rows = Vec::with_capacity(ids.len());
    for portion in ids.chunks(PORTION) {
        rows.extend(cx.ask(OrderRows { ids: portion.to_vec() })?);
    }
    if options.json {
        let list: Vec<Value> = rows.iter().map(as_json).collect();
        out::answer(&Value::Array(list).to_string());
    } else {
        for row in &rows {
            out::answer(&as_line(&cx, row));
        }
    }
    Ok(())
}

const fn status(word: StatusWord) -> OrderStatus {
    match word {
        StatusWord::New => OrderStatus::New,
        StatusWord::Accepted => OrderStatus::Accepted,
        StatusWord::Assembled => OrderStatus::Assembled,
        StatusWord::Closed => OrderStatus::Closed,
        StatusWord::ReserveExpired => OrderStatus::ReserveExpired,
        StatusWord::Cancelled => OrderStatus::Cancelled,
        StatusWord::Unknown => OrderStatus::Unknown,
    }
}

/// Sums in kopecks, times in RFC 3339 UTC; personal data masked as everywhere.
fn as_json(row: &OrderRow) -> Value {
    json!({
        "number": row.numbers.site.as_deref().or(row.numbers.own.as_deref()),
        "own_number": row.numbers.own,
        "source": if row.numbers.site.is_some() { "site" } else { "own" },
        "status": row.standing.status.code(),
        "raw_status": row.standing.raw_status,
        "hold_until": row.hold_until.map(|t| t.to_rfc3339()),
        "total": row.total.0,
        "delivery": row.standing.delivery.code(),
        "attention": row.standing.attention.map(crate::domain::order::Attention::code),
        "created_at": row.created_at.to_rfc3339(),
        "lines": row.line_count,
        "payment": row.payment.code(),
        "customer": row.customer.name,
        "phone": row.customer.phone,
        "is_test": row.standing.is_test,
    })
}

fn as_line(cx: &Context, row: &OrderRow) -> String {
    let (lang, zone) = (cx.lang, cx.zone());
    let hold = row.hold_until.map_or_else(|| "—".to_owned(), |t| habits::date_time(t, zone));
    format!(
        "{:<16} {:<16} {:>14}  {:<17} {}",
        mask::safe_text(row.numbers.shown()),
        words::status(lang, row.standing.status),
        row.total.rubles(),
        hold,
        words::delivery(lang, row.standing.delivery),
    )
}
