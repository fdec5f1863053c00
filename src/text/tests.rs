//! Every code has words in every language, and both languages have the same keys.

use std::collections::BTreeSet;
use std::path::Path;

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};

use super::{Lang, habits, tr, tr_args, words};
use crate::domain::access::{AccessRefusal, Right};
use crate::domain::batch::{BatchLabel, StorageBand, Unfit};
use crate::domain::call::CallResult;
use crate::domain::clock::from_millis;
use crate::domain::error::Refusal;
use crate::domain::ids::{BatchId, LineId, ProblemId, ProductCode};
use crate::domain::import_refusal::ImportRefusal;
use crate::domain::line_change::{Changed, LineChange};
use crate::domain::marking::ScanFault;
use crate::domain::money::Kopecks;
use crate::domain::order::{Attention, CancelReason, Delivery, HistoryEvent, PaymentState};
use crate::domain::packs::Packs;
use crate::domain::preflight::Fault;
use crate::domain::requisition::RequisitionState;
use crate::domain::setting_fault::{Bounds, SettingFault, Unit};
use crate::domain::status::{OrderEvent, OrderStatus};
use crate::domain::supply_refusal::SupplyRefusal;
use crate::domain::till_refusal::TillRefusal;
use crate::domain::unreadable::{ReadFault, Unreadable};

fn moscow() -> FixedOffset {
    FixedOffset::east_opt(3 * 3600).unwrap()
}

fn at(secs: i64) -> DateTime<Utc> {
    from_millis((1_795_428_300 + secs) * 1000)
}

fn good(lang: Lang, text: &str, what: &str) {
    assert!(!text.is_empty() && !text.starts_with('['), "{what} has no words in {lang:?}: {text}");
    assert!(!text.contains('{'), "{what} misses an argument in {lang:?}: {text}");
    if lang == Lang::Ru {
        let cyrillic = text.chars().any(|c| ('а'..='я').contains(&c) || c == '—');
        assert!(cyrillic, "{what} is not Russian: {text}");
    }
}

fn every_refusal() -> Vec<Refusal> {
    let (name, t) = ("Парацетамол".to_owned(), at(0));
    vec![
        Refusal::OrderNotFound { number: "EX-1".into() },
        Refusal::WrongStatus { status: OrderStatus::New, event: OrderEvent::Sell },
        Refusal::NotFullyReserved { missing_lines: 2 },
        Refusal::EmptyOrder,
        Refusal::HoldOver { until: t },
        Refusal::HoldInPast { wanted: t },
        Refusal::HoldNotLater { current: t, wanted: t },
        Refusal::HoldTooFar { wanted: t, latest: t },
        Refusal::CashTooLittle { total: Kopecks(200), given: Kopecks(100) },
        Refusal::BadQuantity { packs: Packs(0) },
        Refusal::NotEnough { name: name.clone(), available: Packs(1), wanted: Packs(2) },
        Refusal::Expired { name: name.clone(), series: "S1".into() },
        Refusal::EmptyReceipt,
        Refusal::OrderIsWhole,
        Refusal::ReceiptNotEmpty,
        Refusal::AlreadySold,
        Refusal::ReasonNeedsText,
        Refusal::CustomerMissing,
        Refusal::PaymentMismatch,
        Refusal::BadScan { fault: ScanFault::GsLost },
        Refusal::WrongGoods { scanned: name.clone(), expected: String::new() },
        Refusal::WrongGoods { scanned: name.clone(), expected: name.clone() },
        Refusal::TooManyPacks { name: name.clone(), packs: Packs(3) },
        Refusal::PackTooOld { name: name.clone(), expires_on: NaiveDate::MIN, not_before: NaiveDate::MAX },
        Refusal::CodeInBag { number: "EX-1".into() },
        Refusal::CodeSold { number: 7 },
        Refusal::NoPackFree { name: name.clone() },
        Refusal::BatchInBag { name: name.clone(), series: "S1".into() },
        Refusal::BagEmpty,
        Refusal::GoodsNotFound { what: name },
        Refusal::NotPractice,
        Refusal::ProblemNotFound { id: ProblemId(7) },
        Refusal::BadSetting { key: "poll".into(), fault: SettingFault::NotFlag },
        Refusal::ShortDated {
            name: "Парацетамол".into(), series: "S1".into(), expires_on: NaiveDate::default()
        },
        Refusal::NotFirstToExpire {
            name: "Парацетамол".into(),
            first: BatchLabel {
                batch: BatchId(1),
                series: "S1".into(),
                expires_on: NaiveDate::default(),
                place: String::new(),
            },
        },
        Refusal::LineGone,
        Refusal::OtherGoods { name: "Парацетамол".into() },
        Refusal::BeyondOrdered { name: "Парацетамол".into(), ordered: Packs(2), wanted: Packs(3) },
        Refusal::NotInBag { packs: Packs(2) },
        Refusal::SurplusInBag { name: "Парацетамол".into(), packs: Packs(1) },
        Refusal::BadCell { cell: "?".into(), longest: 8 },
        Refusal::CellTaken { cell: "12".into(), number: "EX-1".into() },
        Refusal::NoFreeCell { cells: 40 },
        Refusal::NothingToReturn { what: "Парацетамол".into() },
    ]
}

fn every_setting_fault() -> Vec<SettingFault> {
    let mut all = vec![
        SettingFault::Unknown,
        SettingFault::Secret,
        SettingFault::NotFlag,
        SettingFault::NotWeek,
        SettingFault::NotPhones,
        SettingFault::NotColumnMap,
        SettingFault::NotMails,
        SettingFault::NotWord(&["a4", "roll80"]),
        SettingFault::NotHost,
        SettingFault::NotUrlPath,
        SettingFault::NotOrderUrlPath,
        SettingFault::BadSecret { longest: 8_000 },
        SettingFault::BadText { longest: 500 },
    ];
    for unit in Unit::ALL {
        let bounds = Bounds { min: 1, max: 43_200, unit };
        all.extend([SettingFault::NotWhole(bounds), SettingFault::OutOfBounds(bounds)]);
    }
    all
}

fn every_fault() -> Vec<Fault> {
    let (line, name, series) = (LineId(1), "Парацетамол".to_owned(), "S1".to_owned());
    let (expires_on, storage) = (NaiveDate::default(), StorageBand { min_celsius: Some(2), max_celsius: Some(8) });
    let unusable = |why| Fault::Unusable { line, name: name.clone(), series: series.clone(), expires_on, why };
    vec![
        Fault::NoLines,
        Fault::HoldOver { until: at(0) },
        Fault::NotReserved { line, name: name.clone(), reserved: Packs(1), ordered: Packs(2) },
        unusable(Unfit::Expired),
        unusable(Unfit::ShortDated),
        Fault::NotBagged { line, name: name.clone(), packs: Packs(1) },
        Fault::Surplus { line: None, name: name.clone(), packs: Packs(1) },
        Fault::SumsDisagree,
        Fault::PhoneImplausible,
        Fault::PriceLower { booked: Kopecks(200), to_pay: Kopecks(100) },
        Fault::Cold { name: name.clone(), place: String::new(), storage, packs: Packs(1) },
        Fault::Prescription { line, name },
    ]
}

fn every_change() -> [Changed; 4] {
    [
        Changed::Added { packs: Packs(1) },
        Changed::Removed { packs: Packs(1) },
        Changed::Packs { was: Packs(1), now: Packs(2) },
        Changed::Price { was: Kopecks(100), now: Kopecks(200) },
    ]
}

fn every_scan_fault() -> Vec<ScanFault> {
    vec![
        ScanFault::NotACode,
        ScanFault::BoxCode,
        ScanFault::NoGtin,
        ScanFault::GsLost,
        ScanFault::LayoutMixed,
        ScanFault::CapsLock,
        ScanFault::Truncated { at: 20 },
        ScanFault::Glued,
        ScanFault::BadCheckDigit { number: "4601234567890".into() },
        ScanFault::UnknownAi { ai: "55".into() },
        ScanFault::BadDate { text: "271331".into() },
        ScanFault::BadSymbol { at: 21, symbol: '€' },
    ]
}

fn every_refusal_of_the_till() -> Vec<TillRefusal> {
    use TillRefusal as R;
    let (name, packs) = ("Парацетамол".to_owned(), Packs(2));
    let discount = crate::domain::discount::Discount::stored(750);
    vec![
        R::DiscountTooHigh { wanted: discount, limit: discount },
        R::PrescriptionMissing { name: name.clone() },
        R::BadPrescription,
        R::CodesDoNotFit { name: name.clone() },
        R::ShiftClosing,
        R::NoShift,
        R::ReceiptsNotPrinted { count: 3 },
        R::ReceiptsOpen { count: 1 },
        R::DraftGone,
        R::SaleNotFound,
        R::TooManyBack { name, left: packs, wanted: packs },
        R::NothingBack,
        R::GoodMedicine,
        R::AdminOnly,
    ]
}

fn every_refusal_of_tables() -> Vec<ImportRefusal> {
    use ImportRefusal as R;
    let (taken_at, newest) = (at(0), at(60));
    vec![R::Gone, R::Older { taken_at, newest }, R::FromFuture { taken_at }, R::Suspicious { gone: 7, in_stock: 10 }]
}

fn every_refusal_of_access() -> Vec<AccessRefusal> {
    use AccessRefusal as R;
    let mut all = vec![
        R::WaitBefore { seconds: 40 },
        R::WrongSecret { seconds: 0 },
        R::WrongSecret { seconds: 21 },
        R::NoUser,
        R::BadName { most: 60 },
        R::NameTaken,
        R::CodeTaken,
        R::SecretTooShort { least: 4 },
        R::BadSecret { most: 128 },
        R::LastAdmin,
        R::AdminNeedsSecret,
    ];
    all.extend(Right::ALL.map(|right| R::NotAllowed { right }));
    all
}

fn every_refusal_of_missing_goods() -> Vec<SupplyRefusal> {
    use SupplyRefusal as R;
    let (name, t) = ("Парацетамол".to_owned(), at(0));
    vec![
        R::NothingMissing,
        R::OrderIsOver { status: OrderStatus::Closed },
        R::NeededInPast { wanted: t },
        R::NeededTooFar { wanted: t, latest: t },
        R::SupplierNotFound,
        R::SupplierNameBad,
        R::SupplierNameTaken { name: name.clone() },
        R::BadLeadDays { days: 99 },
        R::NoRequisition,
        R::WrongRequisitionState { from: RequisitionState::Open, to: RequisitionState::Cancelled },
        R::NoReplacement { status: OrderStatus::Assembled },
        R::PrepaidNotReplaced,
        R::NoReplacementChosen,
        R::LineNotReplaced { name },
        R::BadCallTime { wanted: t },
        R::NoPhone,
    ]
}

#[test]
fn every_code_of_the_domain_has_words_in_both_languages() {
    for lang in Lang::ALL {
        for f in every_scan_fault() {
            good(lang, &words::scan_fault(lang, &f), f.code());
        }
        for r in every_refusal() {
            good(lang, &words::refusal(lang, &r, moscow()), r.code());
        }
        for f in every_setting_fault() {
            good(lang, &words::setting_fault(lang, f), f.code());
        }
        for u in Unfit::ALL {
            good(lang, &words::unfit(lang, u), u.code());
        }
        for f in every_fault() {
            good(lang, &words::fault(lang, &f, moscow()), f.code());
        }
        for what in every_change() {
            let change = LineChange { product: ProductCode("p1".into()), name: "Парацетамол".into(), what };
            good(lang, &words::line_change(lang, &change), &format!("{what:?}"));
        }
        for r in every_refusal_of_the_till() {
            good(lang, &words::refusal(lang, &r.clone().into(), moscow()), r.code());
        }
        for r in every_refusal_of_tables() {
            good(lang, &words::refusal(lang, &r.clone().into(), moscow()), r.code());
        }
        for r in every_refusal_of_access() {
            good(lang, &words::refusal(lang, &r.clone().into(), moscow()), r.code());
        }
        for r in every_refusal_of_missing_goods() {
            good(lang, &words::refusal(lang, &r.clone().into(), moscow()), r.code());
        }
        for s in RequisitionState::ALL {
            good(lang, &words::requisition(lang, s), s.code());
        }
        for c in CallResult::ALL {
            good(lang, &words::call(lang, c), c.code());
        }
        for s in OrderStatus::ALL {
            good(lang, &words::status(lang, s), s.code());
        }
        for e in OrderEvent::ALL {
            good(lang, &words::event(lang, e), &format!("{e:?}"));
        }
        for a in Attention::ALL {
            good(lang, &words::attention(lang, a), a.code());
        }
        for h in HistoryEvent::ALL {
            good(lang, &words::history(lang, h), h.code());
        }
        for c in CancelReason::ALL {
            good(lang, &words::cancel_reason(lang, c), c.code());
        }
        for d in Delivery::ALL {
            good(lang, &words::delivery(lang, d), d.code());
        }
        for f in ReadFault::ALL {
            for why in [Unreadable::whole(f).with("7"), Unreadable::at("items[0].price", f)] {
                good(lang, &words::unreadable(lang, &why), f.code());
            }
        }
        for p in PaymentState::ALL {
            good(lang, &words::payment(lang, p), p.code());
            for status in OrderStatus::ALL {
                good(lang, &words::payment_of(lang, p, status), p.code());
            }
        }
    }
}

/// The codes of `store::error::StoreError`, which this room must not name.
const STORE_CODES: [&str; 12] = [
    "busy",
    "disk-full",
    "read-only",
    "damaged",
    "foreign",
    "newer",
    "migration",
    "shape",
    "constraint",
    "engine",
    "folder",
    "closed",
];

#[test]
fn every_failure_of_the_store_has_words_in_both_languages() {
    for lang in Lang::ALL {
        for code in STORE_CODES {
            good(lang, &words::store_error(lang, code), code);
        }
    }
}

fn keys(lang: Lang) -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/i18n").join(lang.code());
    let mut out = BTreeSet::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        for line in std::fs::read_to_string(&path).unwrap().lines() {
            if let Some((key, _)) = line.split_once(" =")
                && key.starts_with(|c: char| c.is_ascii_lowercase())
            {
                assert!(out.insert(key.to_owned()), "{key} is twice in {lang:?}, last in {name}");
            }
        }
    }
    out
}

#[test]
fn both_languages_have_the_same_keys_and_every_key_is_read() {
    let (ru, en) = (keys(Lang::Ru), keys(Lang::En));
    let only_ru: Vec<_> = ru.difference(&en).collect();
    let only_en: Vec<_> = en.difference(&ru).collect();
    assert!(only_ru.is_empty() && only_en.is_empty(), "only ru: {only_ru:?}; only en: {only_en:?}");
    for key in &ru {
        for lang in Lang::ALL {
            assert!(super::has_key(lang, key), "{key} is written but not read in {lang:?} (a syntax error above it?)");
        }
    }
}

#[test]
fn a_bad_setting_is_told_what_it_may_be() {
    let booking = Bounds { min: 1, max: 43_200, unit: Unit::Minutes };
    let fault = SettingFault::OutOfBounds(booking);
    let refusal = Refusal::BadSetting { key: "booking.minutes".into(), fault };
    assert_eq!(
        words::refusal(Lang::Ru, &refusal, moscow()),
        "Настройка booking.minutes не сохранена: нужно число от 1 до 43\u{a0}200 минут."
    );
    let said = words::setting_fault(Lang::En, SettingFault::NotWord(&["a4", "roll80"]));
    assert_eq!(said, "it must be one of these words: a4, roll80");
}

#[test]
fn an_unreadable_order_is_explained_by_place_and_expectation() {
    let price = Unreadable::at("items[0].price", ReadFault::WantsKopecks);
    assert_eq!(words::unreadable(Lang::Ru, &price), "поле items[0].price: ожидалось целое число копеек");
    let minus = Unreadable::whole(ReadFault::BadPrice).with("2");
    assert_eq!(words::unreadable(Lang::Ru, &minus), "строка 2: цена меньше нуля");
    assert_eq!(words::unreadable(Lang::En, &price), "field items[0].price: a whole number of kopecks was expected");
}

#[test]
fn russian_plurals_agree_with_their_number() {
    let say = |n: i64| tr_args(Lang::Ru, "lines-count", &[("n", n.into())]);
    assert_eq!(say(1), "1 строка");
    assert_eq!(say(3), "3 строки");
    assert_eq!(say(11), "11 строк");
    assert_eq!(say(21), "21 строка");
    assert!(!say(1).contains('\u{2068}'), "no isolation marks");
}

#[test]
fn a_missing_key_shows_itself() {
    assert_eq!(tr(Lang::Ru, "no-such-key"), "[no-such-key]");
}

#[test]
fn times_are_written_the_russian_way() {
    let now = at(0);
    assert_eq!(habits::date_time(now, moscow()), "23.11.2026 13:05");
    assert_eq!(habits::short_date_time(at(3600 * 48), now, moscow()), "25.11 13:05");
    assert_eq!(habits::expiry(NaiveDate::from_ymd_opt(2027, 3, 31).unwrap()), "03.2027");
    let left = |secs| habits::countdown(Lang::Ru, at(secs), now);
    assert_eq!(left(47 * 3600 + 60), "47 ч");
    assert_eq!(left(-29 * 3600), "−1 д 05 ч");
    assert_eq!(left(35 * 60), "35 мин");
    assert_eq!(left(-5 * 60), "−5 мин");
    assert_eq!(left(100 * 3600), "4 д 04 ч");
    assert_eq!(habits::ago(Lang::Ru, at(-8), now), "8 с назад");
    assert_eq!(habits::ago(Lang::Ru, at(-600), now), "10 мин назад");
    assert_eq!(habits::ago(Lang::Ru, at(30), now), "0 с назад");
}

#[test]
fn a_typed_time_is_read_in_many_ways_and_nonsense_in_none() {
    let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
    let want = NaiveDate::from_ymd_opt(2026, 11, 25).unwrap().and_hms_opt(13, 21, 0);
    for text in ["25.11.2026 13:21", "25.11 13:21", "25.11.26 13-21", " 25/11/2026  13.21 ", "25112026 1321"] {
        assert_eq!(habits::parse_date_time(text, today), want, "{text}");
    }
    for text in ["", "25.11.2026", "31.02.2026 10:00", "25.11.2026 25:00", "завтра 10:00", "1 2 3"] {
        assert_eq!(habits::parse_date_time(text, today), None, "{text}");
    }
    let january = habits::parse_date("05.01", today);
    assert_eq!(january, NaiveDate::from_ymd_opt(2027, 1, 5));
}
