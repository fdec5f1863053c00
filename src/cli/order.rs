//! `expero order NUMBER …`: one action on one order.

use std::path::Path;

use chrono::{DateTime, Duration, NaiveDateTime, TimeZone, Utc};
use serde_json::{Value, json};

use super::args::{OrderAction, OrderArgs, PaidWord};
use super::context::Context;
use super::out::{self, Failure};
use super::place::Needs;
use super::sheet;
use crate::domain::ids::OrderId;
use crate::domain::mask;
use crate::domain::money::Kopecks;
use crate::domain::order::{CancelReason, PaymentState};
use crate::domain::receipt::Paid;
use crate::text::{self, habits, words};
use crate::usecase::accept_order::AcceptOrder;
use crate::usecase::collect_order::CollectOrder;
use crate::usecase::delete_order::DeleteOrder;
use crate::usecase::extend_hold::ExtendHold;
use crate::usecase::print_order::RecordPrinted;
use crate::usecase::read::history::{HistoryRow, OrderHistory};
use crate::usecase::read::order_find::FindOrder;
use crate::usecase::read::quote::{QuoteLine, QuoteOrder};
use crate::usecase::reserve_lines::ReserveLines;
use crate::usecase::sell_receipt::SellReceipt;

pub(super) fn run(data: Option<&Path>, options: OrderArgs) -> Result<(), Failure> {
    let cx = Context::open(data, "cli", Needs::Data)?;
    let order = cx.ask(FindOrder { number: options.number.clone() })?;
    let number = options.number;
    match options.action {
        OrderAction::Accept => cx.act(AcceptOrder { order })?,
        OrderAction::Reserve => return reserve(&cx, order),
        OrderAction::Collect => cx.act(CollectOrder { order })?,
        OrderAction::Extend { until } => {
            let until = moment(&cx, &until)?;
            cx.act(ExtendHold { order, until })?;
        }
        OrderAction::Sell { paid } => return sell(&cx, order, paid),
        OrderAction::Delete { reason } => {
            let (reason, text) = match CancelReason::from_code(&reason) {
                Some(known) => (known, String::new()),
                None => (CancelReason::Other, reason),
            };
            cx.act(DeleteOrder { order, reason, text })?;
        }
        OrderAction::Sheet { file } => return write_sheet(&cx, order, &file),
        OrderAction::History { json } => return history(&cx, order, json),
    }
    out::message(&text::tr_args(cx.lang, "cli-order-done", &[("number", number.into())]));
    Ok(())
}

fn reserve(cx: &Context, order: OrderId) -> Result<(), Failure> {
    let report = cx.act(ReserveLines { order })?;
    let args = [("packs", report.reserved.0.into()), ("missing", report.missing_lines.into())];
    out::message(&text::tr_args(cx.lang, "cli-reserved", &args));
    Ok(())
}

fn sell(cx: &Context, order: OrderId, paid: PaidWord) -> Result<(), Failure> {
    let quote = cx.ask(QuoteOrder { order })?;
    let sum: Kopecks = quote.lines.iter().map(QuoteLine::sum).sum();
    let prepaid = quote.payment == PaymentState::Paid;
    let due = if prepaid { Kopecks::ZERO } else { sum };
    let paid = match paid {
        _ if prepaid => Paid::Prepaid,
        PaidWord::Cash => Paid::Cash { given: due },
        PaidWord::Card => Paid::Card,
    };
    let done = cx.act(SellReceipt::of_order(order, paid, due))?;
    let args = [("number", done.number.into()), ("total", done.total.rubles().into())];
    out::message(&text::tr_args(cx.lang, "cli-sold", &args));
    Ok(())
}

/// The wished end of a hold, as typed.
fn moment(cx: &Context, typed: &str) -> Result<DateTime<Utc>, Failure> {
    let now = cx.clock.now();
    let zone = cx.zone();
    let local = |naive: NaiveDateTime| zone.from_local_datetime(&naive).single().map(|t| t.with_timezone(&Utc));
    relative(typed)
        .map(|ahead| now + ahead)
        .or_else(|| DateTime::parse_from_rfc3339(typed).ok().map(|t| t.with_timezone(&Utc)))
        .or_else(|| {
            let iso = ["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S"];
            iso.iter().find_map(|f| NaiveDateTime::parse_from_str(typed, f).ok()).and_then(local)
        })
        .or_else(|| habits::parse_date_time(typed, now.with_timezone(&zone).date_naive()).and_then(local))
        .ok_or_else(|| Failure::wrong(text::tr_args(cx.lang, "cli-bad-time", &[("typed", typed.into())])))
}

/// `+2h`, `+1d`, `+30m`.
fn relative(typed: &str) -> Option<Duration> {
    let body = typed.strip_prefix('+')?;
    let unit = body.chars().last()?;
    let n: i64 = body.get(..body.len() - unit.len_utf8())?.parse().ok()?;
    match unit {
        'm' => Duration::try_minutes(n),
        'h' => Duration::try_hours(n),
        'd' => Duration::try_days(n),
        _ => None,
    }
}

fn history(cx: &Context, order: OrderId, json: bool) -> Result<(), Failure> {
    let rows = cx.ask(OrderHistory { id: order })?;
    if json {
        let list: Vec<Value> = rows.iter().map(as_json).collect();
        out::answer(&Value::Array(list).to_string());
        return Ok(());
    }
    for row in &rows {
        let (from, to) = (words::status(cx.lang, row.from), words::status(cx.lang, row.to));
        let at = habits::date_time(row.at, cx.zone());
        let event = words::history(cx.lang, row.event);
        let (user, note) = (mask::safe_text(&row.user), mask::safe_text(&row.note));
        out::answer(&format!("{at}  {user:<16} {:<8} {event}: {from} → {to}  {note}", row.till));
    }
    Ok(())
}

fn as_json(row: &HistoryRow) -> Value {
    json!({
        "at": row.at.to_rfc3339(),
        "user": row.user,
        "till": row.till,
        "event": row.event.code(),
        "from": row.from.code(),
        "to": row.to.code(),
        "note": row.note,
    })
}

fn write_sheet(cx: &Context, order: OrderId, file: &Path) -> Result<(), Failure> {
    let pdf = sheet::pdf(cx, order)?;
    std::fs::write(file, pdf).map_err(|e| {
        let args = [("file", file.display().to_string().into()), ("why", e.to_string().into())];
        Failure::said(cx.lang, "cli-cannot-write", &args)
    })?;
    cx.act(RecordPrinted { order, target: "pdf".to_owned() })?;
    out::message(&text::tr_args(cx.lang, "cli-sheet-done", &[("file", file.display().to_string().into())]));
    Ok(())
}
