//! Codes as scanners really type them, each with what it must be read as.

use chrono::NaiveDate;

use super::{GS, PackCode, ScanFault, Scanned, layout, read, read_on};
use crate::domain::ids::OrderId;
use crate::domain::order::sheet_code;

mod laws;
mod table;

pub(super) const GTIN: &str = "04601234567893";
pub(super) const SERIAL: &str = "Ab1!-_.:;<=>?";
pub(super) const KEY: &str = "EE06";
pub(super) const SIGNATURE: &str = "dGhpcyBpcyBub3QgYSByZWFsIHNpZ25hdHVyZSE+AbQ=";

/// `01` `21` `91` `92` with `gs` where the separators belong.
pub(super) fn medicine(gs: &str) -> String {
    format!("01{GTIN}21{SERIAL}{gs}91{KEY}{gs}92{SIGNATURE}")
}

pub(super) fn pack(text: &str) -> PackCode {
    match read(text) {
        Ok(Scanned::Pack(pack)) => pack,
        other => panic!("{text:?} read as {other:?}"),
    }
}

fn goods(text: &str) -> String {
    match read(text) {
        Ok(Scanned::Goods { gtin }) => gtin.to_string(),
        other => panic!("{text:?} read as {other:?}"),
    }
}

fn fault(text: &str) -> ScanFault {
    read(text).expect_err(text)
}

/// Gtin and serial as in [`medicine`], and the canonical code.
fn same(text: &str, why: &str) {
    let found = pack(text);
    assert_eq!((found.gtin.as_str(), found.serial.as_str()), (GTIN, SERIAL), "{why}");
    assert_eq!(found.code, medicine("\u{1d}"), "{why}");
}

fn caps(text: &str) -> String {
    layout::swap_case(text)
}

#[test]
fn a_medicine_is_read_with_every_separator_that_scanners_type() {
    let stand_ins = [
        "\u{1d}", "<GS>", "<gs>", "{GS}", "[GS]", "^]", "\\x1d", "\\u001d", "\\u{1d}", "␝", "|", "~", " ", "]", "#",
        "<F8>", "{F8}", "<FNC1>", "\u{1c}", "\u{1e}", "\t", "\r", "è", "",
    ];
    for gs in stand_ins {
        same(&medicine(gs), &format!("{gs:?}"));
        if gs != "␝" {
            same(&layout::to_russian(&medicine(gs)), &format!("{gs:?} in the Russian layout"));
            same(&caps(&layout::to_russian(&medicine(gs))), &format!("{gs:?} with Caps Lock there"));
        }
        same(&caps(&medicine(gs)), &format!("{gs:?} with Caps Lock"));
    }
    // One separator kept, the other lost.
    same(&format!("01{GTIN}21{SERIAL}\u{1d}91{KEY}92{SIGNATURE}"), "the second separator lost");
    same(&format!("01{GTIN}21{SERIAL}91{KEY}\u{1d}92{SIGNATURE}"), "the first separator lost");
}

#[test]
fn what_scanners_put_around_a_code_is_cut() {
    let code = medicine("\u{1d}");
    for (before, after) in [
        ("]d2", ""),
        ("]C1", "\r"),
        ("\u{1d}", "\r\n"),
        ("]d2\u{1d}", "\t"),
        ("\n", "\n"),
        ("  ", "  "),
        ("", "\u{1d}"),
        ("\u{feff}", ""),
        ("è", ""),
        ("<FNC1>", ""),
    ] {
        same(&format!("{before}{code}{after}"), &format!("{before:?} {after:?}"));
    }
    same(&layout::to_russian(&format!("]d2{code}\r")), "the prefix in the Russian layout");
    same(&caps(&format!("]d2{code}\r")), "the prefix with Caps Lock");
    same(&caps(&layout::to_russian(&format!("]d2{code}"))), "the prefix with Caps Lock in the Russian layout");
}

#[test]
fn every_character_of_gs1_may_stand_in_a_serial() {
    for c in ('!'..='z').filter(|c| super::separators::is_value_char(*c)) {
        for serial in [format!("{c}bcdefghijklM"), format!("Abcdef{c}hijklm"), format!("Abcdefghijkl{c}")] {
            let code = format!("01{GTIN}21{serial}\u{1d}91{KEY}\u{1d}92{SIGNATURE}");
            assert_eq!(pack(&code).serial, serial);
            assert_eq!(pack(&layout::to_russian(&code)).serial, serial, "{c} in the Russian layout");
            assert_eq!(pack(&code.replace(GS, "")).serial, serial, "{c} without separators");
        }
    }
}

#[test]
fn series_and_expiry_are_read_in_any_place() {
    let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d);
    for (code, batch, expires) in [
        (
            format!("01{GTIN}21{SERIAL}\u{1d}10A-12\u{1d}1727033191{KEY}\u{1d}92{SIGNATURE}"),
            Some("A-12"),
            day(2027, 3, 31),
        ),
        (format!("01{GTIN}17270200 10A12 21{SERIAL}"), Some("A12"), day(2027, 2, 28)),
        (format!("01{GTIN}1728020010A12|21{SERIAL}|91{KEY}|92{SIGNATURE}"), Some("A12"), day(2028, 2, 29)),
        (format!("10A12\u{1d}17261130{}01{GTIN}21{SERIAL}", ""), Some("A12"), day(2026, 11, 30)),
        (format!("21{SERIAL}\u{1d}01{GTIN}17261231"), None, day(2026, 12, 31)),
        (format!("01{GTIN}21{SERIAL}1727033191{KEY}92{SIGNATURE}"), None, day(2027, 3, 31)),
        (format!("01{GTIN}10A1221{SERIAL}91{KEY}92{SIGNATURE}"), Some("A12"), None),
        (format!("01{GTIN}21{SERIAL}91{KEY}92{SIGNATURE}1727033110A12"), Some("A12"), day(2027, 3, 31)),
        (format!("(01){GTIN}(21){SERIAL}(10)A12(17)270331"), Some("A12"), day(2027, 3, 31)),
        (format!("(01) {GTIN} (21) {SERIAL} (17) 270300"), None, day(2027, 3, 31)),
    ] {
        let found = pack(&code);
        assert_eq!((found.gtin.as_str(), found.serial.as_str()), (GTIN, SERIAL), "{code:?}");
        assert_eq!((found.batch.as_deref(), found.expires_on), (batch, expires), "{code:?}");
    }
}

#[test]
fn two_digit_years_lie_within_fifty_of_today() {
    let year = |short: &str, now: i32| {
        let text = format!("01{GTIN}21{SERIAL}\u{1d}17{short}0101");
        match read_on(&text, NaiveDate::from_ymd_opt(now, 6, 1).unwrap()) {
            Ok(Scanned::Pack(pack)) => chrono::Datelike::year(&pack.expires_on.unwrap()),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!([year("27", 2026), year("76", 2026), year("77", 2026)], [2027, 2076, 1977]);
    assert_eq!([year("01", 2099), year("49", 2099), year("50", 2099)], [2101, 2149, 2050]);
}

#[test]
fn a_printed_code_reads_as_the_scanned_one() {
    same(&format!("(01){GTIN}(21){SERIAL}(91){KEY}(92){SIGNATURE}"), "for people");
    same(&format!("]d2(01){GTIN}(21){SERIAL}\u{1d}(91){KEY}\u{1d}(92){SIGNATURE}"), "with separators as well");
    let russian = layout::to_russian(&format!("(01){GTIN}(21){SERIAL}(91){KEY}(92){SIGNATURE}"));
    same(&russian, "for people in the Russian layout");
}

#[test]
fn other_groups_of_goods_have_short_tails_and_other_serials() {
    assert_eq!(pack(&format!("01{GTIN}21{SERIAL}93aB1=")).serial, SERIAL);
    assert_eq!(pack(&format!("01{GTIN}21{SERIAL}\u{1d}93aB1=")).code, format!("01{GTIN}21{SERIAL}\u{1d}93aB1="));
    assert_eq!(pack(&format!("01{GTIN}21abcdef\u{1d}93aB1=")).serial, "abcdef");
    let long = "0123456789abcdefghiJ";
    assert_eq!(pack(&format!("01{GTIN}21{long}")).serial, long);
    assert_eq!(pack(&format!("01{GTIN}21{long}91{KEY}92{SIGNATURE}")).serial, long);
    let double = SIGNATURE.repeat(2);
    assert_eq!(pack(&format!("01{GTIN}21{SERIAL}91{KEY}92{double}")).serial, SERIAL);
}

#[test]
fn barcodes_of_every_length_become_one_number() {
    for (code, gtin) in [
        ("4601234567893", GTIN),
        ("04601234567893", GTIN),
        ("14601234567890", "14601234567890"),
        ("96385074", "00000096385074"),
        ("036000291452", "00036000291452"),
        ("]E04601234567893", GTIN),
        ("4601234567893\r\n", GTIN),
        (" 4601234567893 ", GTIN),
        ("460 1234 567893", GTIN),
        ("2000000000008", "02000000000008"),
    ] {
        assert_eq!(goods(code), gtin, "{code:?}");
    }
    assert_eq!(goods(&format!("01{GTIN}")), GTIN);
    assert_eq!(goods(&format!("01{GTIN}1727033110A12")), GTIN);
    assert_eq!(
        super::Gtin::of_digits("96385074").unwrap().barcodes(),
        ["0000096385074", "00000096385074", "000096385074", "96385074"]
    );
}

#[test]
fn a_sheet_opens_its_order() {
    for id in [1, 318, 9_999_999_999] {
        assert_eq!(read(&format!("{}\r", sheet_code(OrderId(id)))), Ok(Scanned::Sheet(OrderId(id))));
    }
}

#[test]
fn what_cannot_be_read_says_what_to_fix() {
    let upper = SIGNATURE.to_uppercase();
    let whole = medicine("\u{1d}");
    let at = |text: &str| ScanFault::Truncated { at: text.len() };
    let short = &whole[..whole.len() - 3];
    let stopped = format!("01{GTIN}21{SERIAL}\u{1d}91{KEY}");
    for (text, want) in [
        ("парацетамол".to_owned(), ScanFault::NotACode),
        ("Нурофен Express".to_owned(), ScanFault::NotACode),
        ("https://example.org/01".to_owned(), ScanFault::NotACode),
        (String::new(), ScanFault::NotACode),
        ("10 ABC".to_owned(), ScanFault::NotACode),
        ("12345".to_owned(), ScanFault::NotACode),
        ("x".repeat(300), ScanFault::NotACode),
        ("4601234567890".to_owned(), ScanFault::BadCheckDigit { number: "4601234567890".to_owned() }),
        ("2900000000019".to_owned(), ScanFault::BadCheckDigit { number: "2900000000019".to_owned() }),
        (format!("010460123456789421{SERIAL}"), ScanFault::BadCheckDigit { number: "04601234567894".to_owned() }),
        ("00046012345678901234".to_owned(), ScanFault::BoxCode),
        (format!("]d202{GTIN}3724"), ScanFault::BoxCode),
        (format!("]d221{SERIAL}"), ScanFault::NoGtin),
        (format!("01{GTIN}21{SERIAL}\u{1d}91{KEY}\u{1d}92{upper}"), ScanFault::CapsLock),
        (format!("01{GTIN}21{SERIAL}\u{1d}91{KEY}\u{1d}92{}", SIGNATURE.to_lowercase()), ScanFault::CapsLock),
        (short.to_owned(), at(short)),
        (short.replace(GS, ""), at(&short.replace(GS, ""))),
        (stopped.clone(), at(&stopped)),
        (stopped.replace(GS, ""), at(&stopped.replace(GS, ""))),
        ("0104601234".to_owned(), at("0104601234")),
        (format!("01{GTIN}21"), at(&format!("01{GTIN}21"))),
        (format!("01{GTIN}21{SERIAL}10A121727033191{KEY}92{SIGNATURE}"), ScanFault::GsLost),
        (format!("01{GTIN}21{SERIAL}QQ{SERIAL}QQ"), ScanFault::GsLost),
        (format!("01{GTIN}10ABCD21{SERIAL}"), ScanFault::GsLost),
        (format!("{whole}{whole}"), ScanFault::Glued),
        (format!("{whole}\r{whole}"), ScanFault::Glued),
        (medicine("").repeat(2), ScanFault::Glued),
        (format!("01{GTIN}21{SERIAL}\u{1d}55AB"), ScanFault::UnknownAi { ai: "55".to_owned() }),
        (format!("01{GTIN}21{SERIAL}\u{1d}17271331"), ScanFault::BadDate { text: "271331".to_owned() }),
        (format!("01{GTIN}21Ab€"), ScanFault::BadSymbol { at: 21, symbol: '€' }),
        (format!("01{GTIN}21Abф"), ScanFault::LayoutMixed),
        (format!("01{GTIN}21{}\u{1d}91{KEY}", layout::to_russian(SERIAL)), ScanFault::LayoutMixed),
    ] {
        assert_eq!(fault(&text), want, "{text:?}");
    }
}

#[test]
fn a_case_that_cannot_be_told_is_left_as_it_is() {
    let digits = format!("01{GTIN}21aBcDeF1234567\u{1d}911234\u{1d}92{SIGNATURE}");
    assert_eq!(pack(&digits).serial, "aBcDeF1234567");
    assert_eq!(pack(&format!("01{GTIN}21ABCdef")).serial, "ABCdef");
    assert_eq!(pack(&format!("]D201{GTIN}21abcDEF")).serial, "ABCdef", "the prefix shows Caps Lock");
}
