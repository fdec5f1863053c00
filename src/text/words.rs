//! Sentences for what the rules and the data know by codes: what happened, why, what to do next.

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};

use super::{Arg, Lang, habits, tr, tr_args};
use crate::domain::access::AccessRefusal;
use crate::domain::batch::Unfit;
use crate::domain::call::CallResult;
use crate::domain::error::Refusal;
use crate::domain::import_refusal::ImportRefusal;
use crate::domain::line_change::{Changed, LineChange};
use crate::domain::marking::ScanFault;
use crate::domain::mask;
use crate::domain::money;
use crate::domain::order::{Attention, CancelReason, Delivery, HistoryEvent, PaymentState};
use crate::domain::preflight::Fault;
use crate::domain::requisition::RequisitionState;
use crate::domain::setting_fault::{Bounds, SettingFault};
use crate::domain::status::{OrderEvent, OrderStatus};
use crate::domain::supply_refusal::SupplyRefusal;
use crate::domain::till_refusal::TillRefusal;
use crate::domain::unreadable::{ReadFault, Unreadable};

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

/// What a row of the list says of the money: nobody waits for the payment of an order that is over.
/// «на кассе» when a closed order was not paid on the site, «—» when an unpaid order came to nothing.
#[must_use]
pub fn payment_of(lang: Lang, state: PaymentState, status: OrderStatus) -> String {
    match (state, status) {
        (PaymentState::Unpaid, OrderStatus::Closed) => tr(lang, "payment-at-till"),
        (PaymentState::Unpaid, over) if over.is_final() => "—".to_owned(),
        (state, _) => payment(lang, state),
    }
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

/// «открыта», «заказана», …
#[must_use]
pub fn requisition(lang: Lang, state: RequisitionState) -> String {
    tr(lang, &format!("requisition-{}", state.code()))
}

/// What came of a call to the customer.
#[must_use]
pub fn call(lang: Lang, result: CallResult) -> String {
    tr(lang, &format!("call-{}", result.code()))
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

/// Why a batch cannot be taken: «просрочена», …
#[must_use]
pub fn unfit(lang: Lang, why: Unfit) -> String {
    tr(lang, &format!("batch-{}", why.code()))
}

/// A finding of the check before «собран».
#[must_use]
pub fn fault(lang: Lang, fault: &Fault, zone: FixedOffset) -> String {
    tr_args(lang, &format!("preflight-{}", fault.code()), &fault_args(fault, zone))
}

fn fault_args(fault: &Fault, zone: FixedOffset) -> Vec<(&'static str, Arg<'_>)> {
    match fault {
        Fault::NoLines | Fault::SumsDisagree | Fault::PhoneImplausible => Vec::new(),
        Fault::HoldOver { until } => vec![("until", habits::date_time(*until, zone).into())],
        Fault::NotReserved { name, reserved, ordered, .. } => {
            vec![("name", name.into()), ("reserved", reserved.0.into()), ("ordered", ordered.0.into())]
        }
        Fault::Unusable { name, series, expires_on, .. } => {
            vec![("name", name.into()), ("series", series.into()), ("expires", date(*expires_on))]
        }
        Fault::NotBagged { name, packs, .. } | Fault::Surplus { name, packs, .. } => {
            vec![("name", name.into()), ("packs", packs.0.into())]
        }
        Fault::PriceLower { booked, to_pay } => {
            vec![("booked", booked.rubles().into()), ("to_pay", to_pay.rubles().into())]
        }
        Fault::Cold { name, place, storage, packs } => vec![
            ("name", name.into()),
            ("place", Arg::from(if place.is_empty() { "—" } else { place })),
            ("storage", storage.text().into()),
            ("packs", packs.0.into()),
        ],
        Fault::Prescription { name, .. } => vec![("name", name.into())],
    }
}

/// What the customer changed in a line.
#[must_use]
pub fn line_change(lang: Lang, change: &LineChange) -> String {
    let name = ("name", Arg::from(&change.name));
    match change.what {
        Changed::Added { packs } => tr_args(lang, "change-added", &[name, ("packs", packs.0.into())]),
        Changed::Removed { packs } => tr_args(lang, "change-removed", &[name, ("packs", packs.0.into())]),
        Changed::Packs { was, now } => {
            tr_args(lang, "change-packs", &[name, ("was", was.0.into()), ("now", now.0.into())])
        }
        Changed::Price { was, now } => {
            tr_args(lang, "change-price", &[name, ("was", was.rubles().into()), ("now", now.rubles().into())])
        }
    }
}

fn date(day: NaiveDate) -> Arg<'static> {
    habits::date(day).into()
}

/// Why an element of the site could not be read: the place, and what was expected there.
#[must_use]
pub fn unreadable(lang: Lang, why: &Unreadable) -> String {
    let key = format!("problem-{}", why.fault.code().replace('_', "-"));
    let said = tr_args(lang, &key, &[("detail", mask::safe_text(&why.detail).into())]);
    let line = matches!(why.fault, ReadFault::BadQuantity | ReadFault::BadPrice) && !why.detail.is_empty();
    if !why.path.is_empty() {
        tr_args(lang, "problem-at-field", &[("path", mask::safe_text(&why.path).into()), ("what", said.into())])
    } else if line {
        tr_args(lang, "problem-at-line", &[("line", mask::safe_text(&why.detail).into()), ("what", said.into())])
    } else {
        tr_args(lang, "problem-at-order", &[("what", said.into())])
    }
}

/// Why a value of a setting was not stored, and what it may be.
#[must_use]
pub fn setting_fault(lang: Lang, fault: SettingFault) -> String {
    let args = match fault {
        SettingFault::NotWhole(bounds) | SettingFault::OutOfBounds(bounds) => vec![("between", between(lang, bounds))],
        SettingFault::NotWord(words) => vec![("words", words.join(", ").into())],
        SettingFault::BadText { longest } | SettingFault::BadSecret { longest } => vec![("longest", longest.into())],
        SettingFault::Unknown
        | SettingFault::Secret
        | SettingFault::NotFlag
        | SettingFault::NotWeek
        | SettingFault::NotPhones
        | SettingFault::NotColumnMap
        | SettingFault::NotMails
        | SettingFault::NotHost
        | SettingFault::NotUrlPath
        | SettingFault::NotOrderUrlPath => Vec::new(),
    };
    tr_args(lang, &format!("setting-fault-{}", fault.code()), &args)
}

/// «от 1 до 43 200 минут»
fn between(lang: Lang, bounds: Bounds) -> Arg<'static> {
    let number = |n: i64| Arg::from(money::group_thousands(n.unsigned_abs()));
    let key = format!("setting-between-{}", bounds.unit.code());
    tr_args(lang, &key, &[("min", number(bounds.min)), ("max", number(bounds.max))]).into()
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
        Refusal::BadQuantity { packs } | Refusal::NotInBag { packs } => vec![("packs", packs.0.into())],
        Refusal::NotEnough { name, available, wanted } => {
            vec![("name", name.into()), ("available", available.0.into()), ("wanted", wanted.0.into())]
        }
        Refusal::Expired { name, series } | Refusal::BatchInBag { name, series } => {
            vec![("name", name.into()), ("series", series.into())]
        }
        Refusal::ShortDated { name, series, expires_on } => {
            vec![("name", name.into()), ("series", series.into()), ("expires", date(*expires_on))]
        }
        Refusal::NotFirstToExpire { name, first } => vec![
            ("name", name.into()),
            ("series", (&first.series).into()),
            ("expires", date(first.expires_on)),
            ("place", Arg::from(if first.place.is_empty() { "—" } else { &first.place })),
        ],
        Refusal::BeyondOrdered { name, ordered, wanted } => {
            vec![("name", name.into()), ("ordered", ordered.0.into()), ("wanted", wanted.0.into())]
        }
        Refusal::BadCell { cell, longest } => vec![("cell", cell.into()), ("longest", (*longest).into())],
        Refusal::CellTaken { cell, number } => vec![("cell", cell.into()), ("number", number.into())],
        Refusal::NoFreeCell { cells } => vec![("cells", i64::from(*cells).into())],
        Refusal::GoodsNotFound { what } | Refusal::NothingToReturn { what } => vec![("what", what.into())],
        Refusal::BadSetting { key, fault } => {
            vec![("key", key.into()), ("problem", setting_fault(lang, *fault).into())]
        }
        Refusal::WrongGoods { scanned, expected } => {
            let what = if expected.is_empty() { tr(lang, "scan-nothing-expected") } else { expected.clone() };
            vec![("scanned", scanned.into()), ("expected", what.into())]
        }
        Refusal::TooManyPacks { name, packs } | Refusal::SurplusInBag { name, packs } => {
            vec![("name", name.into()), ("packs", packs.0.into())]
        }
        Refusal::PackTooOld { name, expires_on, not_before } => vec![
            ("name", name.into()),
            ("expires", habits::date(*expires_on).into()),
            ("needed", habits::date(*not_before).into()),
        ],
        Refusal::CodeSold { number } => vec![("number", (*number).into())],
        Refusal::NoPackFree { name } | Refusal::OtherGoods { name } => vec![("name", name.into())],
        Refusal::ProblemNotFound { id } => vec![("id", id.0.into())],
        Refusal::Supply(refusal) => supply_args(lang, refusal, zone),
        Refusal::Till(refusal) => till_args(refusal),
        Refusal::Access(refusal) => access_args(lang, refusal),
        Refusal::Import(refusal) => import_args(refusal, zone),
        Refusal::Directory(refusal) => super::goods_table::directory_args(lang, refusal),
        Refusal::BadScan { .. }
        | Refusal::BagEmpty
        | Refusal::NotPractice
        | Refusal::LineGone
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

fn supply_args(lang: Lang, refusal: &SupplyRefusal, zone: FixedOffset) -> Vec<(&'static str, Arg<'static>)> {
    let at = |t: &DateTime<Utc>| Arg::from(habits::date_time(*t, zone));
    match refusal {
        SupplyRefusal::OrderIsOver { status: s } | SupplyRefusal::NoReplacement { status: s } => {
            vec![("status", status(lang, *s).into())]
        }
        SupplyRefusal::NeededInPast { wanted } | SupplyRefusal::BadCallTime { wanted } => vec![("wanted", at(wanted))],
        SupplyRefusal::NeededTooFar { wanted, latest } => vec![("wanted", at(wanted)), ("latest", at(latest))],
        SupplyRefusal::SupplierNameTaken { name } | SupplyRefusal::LineNotReplaced { name } => {
            vec![("name", name.clone().into())]
        }
        SupplyRefusal::BadLeadDays { days } => vec![("days", (*days).into())],
        SupplyRefusal::WrongRequisitionState { from, to } => {
            vec![("from", requisition(lang, *from).into()), ("to", requisition(lang, *to).into())]
        }
        SupplyRefusal::NothingMissing
        | SupplyRefusal::SupplierNotFound
        | SupplyRefusal::SupplierNameBad
        | SupplyRefusal::NoRequisition
        | SupplyRefusal::PrepaidNotReplaced
        | SupplyRefusal::NoReplacementChosen
        | SupplyRefusal::NoPhone => Vec::new(),
    }
}

fn access_args(lang: Lang, refusal: &AccessRefusal) -> Vec<(&'static str, Arg<'static>)> {
    match refusal {
        AccessRefusal::WaitBefore { seconds } | AccessRefusal::WrongSecret { seconds } => {
            vec![("seconds", (*seconds).into())]
        }
        AccessRefusal::NotAllowed { right } => vec![("what", tr(lang, &format!("right-{}", right.code())).into())],
        AccessRefusal::BadName { most } | AccessRefusal::BadSecret { most } => vec![("most", (*most).into())],
        AccessRefusal::SecretTooShort { least } => vec![("least", (*least).into())],
        AccessRefusal::NoUser
        | AccessRefusal::NameTaken
        | AccessRefusal::CodeTaken
        | AccessRefusal::LastAdmin
        | AccessRefusal::AdminNeedsSecret => Vec::new(),
    }
}

fn till_args(refusal: &TillRefusal) -> Vec<(&'static str, Arg<'static>)> {
    match refusal {
        TillRefusal::DiscountTooHigh { wanted, limit } => {
            vec![("wanted", wanted.text().into()), ("limit", limit.text().into())]
        }
        TillRefusal::PrescriptionMissing { name } | TillRefusal::CodesDoNotFit { name } => {
            vec![("name", name.clone().into())]
        }
        TillRefusal::ReceiptsNotPrinted { count } | TillRefusal::ReceiptsOpen { count } => {
            vec![("count", (*count).into())]
        }
        TillRefusal::TooManyBack { name, left, wanted } => {
            vec![("name", name.clone().into()), ("left", left.0.into()), ("wanted", wanted.0.into())]
        }
        TillRefusal::BadPrescription
        | TillRefusal::ShiftClosing
        | TillRefusal::NoShift
        | TillRefusal::DraftGone
        | TillRefusal::SaleNotFound
        | TillRefusal::NothingBack
        | TillRefusal::GoodMedicine
        | TillRefusal::AdminOnly => Vec::new(),
    }
}

fn import_args(refusal: &ImportRefusal, zone: FixedOffset) -> Vec<(&'static str, Arg<'static>)> {
    let at = |t: &DateTime<Utc>| Arg::from(habits::date_time_secs(*t, zone));
    match refusal {
        ImportRefusal::Gone => Vec::new(),
        ImportRefusal::Older { taken_at, newest } => vec![("at", at(taken_at)), ("newest", at(newest))],
        ImportRefusal::FromFuture { taken_at } => vec![("at", at(taken_at))],
        ImportRefusal::Suspicious { gone, in_stock } => vec![("gone", (*gone).into()), ("all", (*in_stock).into())],
    }
}
