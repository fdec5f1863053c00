//! Sentences for what the rules and the data know by codes: what happened, why, what to do next.

use chrono::{DateTime, FixedOffset, Utc};

use super::{Arg, Lang, habits, tr, tr_args};
use crate::domain::error::Refusal;
use crate::domain::marking::ScanFault;
use crate::domain::mask;
use crate::domain::order::{Attention, CancelReason, Delivery, HistoryEvent, PaymentState};
use crate::domain::status::{OrderEvent, OrderStatus};

/// «новый», «принят», …
#[must_use]
pub fn status(lang: Lang, status: OrderStatus) -> String {
    tr(lang, &format!("status-{}", status.code()))
}

/// What was wanted, as a verb: «принять», «собрать», …
#[must_use]
pub fn event(lang: Lang, event: OrderEvent) -> String {
    tr(lang, event_key(event))
}

const fn event_key(event: OrderEvent) -> &'static str {
    match event {
        OrderEvent::Accept => "event-accept",
        OrderEvent::Collect => "event-collect",
        OrderEvent::Sell => "event-sell",
        OrderEvent::Extend => "event-extend",
        OrderEvent::Delete => "event-delete",
        OrderEvent::HoldEnds => "event-hold-ends",
        OrderEvent::SiteCancels => "event-site-cancels",
        OrderEvent::SiteEdits => "event-site-edits",
    }
}

/// «оплачен», «ожидает оплаты», …
#[must_use]
pub fn payment(lang: Lang, state: PaymentState) -> String {
    tr(lang, &format!("payment-{}", state.code()))
}

/// «отправлен», «ждёт», «отказано», «—».
#[must_use]
pub fn delivery(lang: Lang, delivery: Delivery) -> String {
    tr(lang, &format!("delivery-{}", delivery.code()))
}

/// Why an order asks for a look.
#[must_use]
pub fn attention(lang: Lang, attention: Attention) -> String {
    tr(lang, &format!("attention-{}", attention.code()))
}

/// A line of the history.
#[must_use]
pub fn history(lang: Lang, event: HistoryEvent) -> String {
    tr(lang, &format!("history-{}", event.code()))
}

/// A reason to cancel.
#[must_use]
pub fn cancel_reason(lang: Lang, reason: CancelReason) -> String {
    tr(lang, &format!("cancel-{}", reason.code()))
}

/// A failure of the data file by its code.
#[must_use]
pub fn store_error(lang: Lang, code: &str) -> String {
    tr(lang, &format!("store-error-{code}"))
}

/// Why a scanned text cannot be read, and what to fix in the scanner or the keyboard.
#[must_use]
pub fn scan_fault(lang: Lang, fault: &ScanFault) -> String {
    let args = match fault {
        ScanFault::Truncated { at } => vec![("at", (*at).into())],
        ScanFault::BadCheckDigit { number } => vec![("number", number.into())],
        ScanFault::UnknownAi { ai } => vec![("ai", ai.into())],
        ScanFault::BadDate { text } => vec![("text", text.into())],
        ScanFault::BadSymbol { at, symbol } => {
            vec![("at", (*at).into()), ("symbol", mask::safe_text(&symbol.to_string()).into())]
        }
        ScanFault::NotACode
        | ScanFault::BoxCode
        | ScanFault::NoGtin
        | ScanFault::GsLost
        | ScanFault::LayoutMixed
        | ScanFault::CapsLock
        | ScanFault::Glued => Vec::new(),
    };
    tr_args(lang, &format!("scan-fault-{}", fault.code()), &args)
}

/// A refusal with its data: what happened, why, what to do.
#[must_use]
pub fn refusal(lang: Lang, refusal: &Refusal, zone: FixedOffset) -> String {
    if let Refusal::BadScan { fault } = refusal {
        return scan_fault(lang, fault);
    }
    let key = format!("refusal-{}", refusal.code());
    tr_args(lang, &key, &refusal_args(lang, refusal, zone))
}

fn refusal_args(lang: Lang, refusal: &Refusal, zone: FixedOffset) -> Vec<(&'static str, Arg<'_>)> {
    let at = |t: &DateTime<Utc>| Arg::from(habits::date_time(*t, zone));
    match refusal {
        Refusal::OrderNotFound { number } | Refusal::CodeInBag { number } => vec![("number", number.into())],
        Refusal::WrongStatus { status: s, event: e } => {
            vec![("status", status(lang, *s).into()), ("event", event(lang, *e).into())]
        }
        Refusal::NotFullyReserved { missing_lines } => vec![("n", (*missing_lines).into())],
        Refusal::HoldOver { until } => vec![("until", at(until))],
        Refusal::HoldInPast { wanted } => vec![("wanted", at(wanted))],
        Refusal::HoldNotLater { current, wanted } => vec![("current", at(current)), ("wanted", at(wanted))],
        Refusal::HoldTooFar { wanted, latest } => vec![("wanted", at(wanted)), ("latest", at(latest))],
        Refusal::CashTooLittle { total, given } => vec![
            ("total", total.rubles().into()),
            ("given", given.rubles().into()),
            ("short", total.minus(*given).rubles().into()),
        ],
        Refusal::BadQuantity { packs } => vec![("packs", packs.0.into())],
        Refusal::NotEnough { name, available, wanted } => {
            vec![("name", name.into()), ("available", available.0.into()), ("wanted", wanted.0.into())]
        }
        Refusal::Expired { name, series } => vec![("name", name.into()), ("series", series.into())],
        Refusal::GoodsNotFound { what } => vec![("what", what.into())],
        Refusal::BadSetting { key, problem } => vec![("key", key.into()), ("problem", Arg::from(*problem))],
        Refusal::WrongGoods { scanned, expected } => {
            let what = if expected.is_empty() { tr(lang, "scan-nothing-expected") } else { expected.clone() };
            vec![("scanned", scanned.into()), ("expected", what.into())]
        }
        Refusal::TooManyPacks { name, packs } => vec![("name", name.into()), ("packs", packs.0.into())],
        Refusal::PackTooOld { name, expires_on, not_before } => vec![
            ("name", name.into()),
            ("expires", habits::date(*expires_on).into()),
            ("needed", habits::date(*not_before).into()),
        ],
        Refusal::CodeSold { number } => vec![("number", (*number).into())],
        Refusal::NoPackFree { name } => vec![("name", name.into())],
        Refusal::BadScan { .. }
        | Refusal::BagEmpty
        | Refusal::NotPractice
        | Refusal::EmptyOrder
        | Refusal::EmptyReceipt
        | Refusal::OrderIsWhole
        | Refusal::ReceiptNotEmpty
        | Refusal::AlreadySold
        | Refusal::ReasonNeedsText
        | Refusal::CustomerMissing
        | Refusal::PaymentMismatch => Vec::new(),
    }
}
