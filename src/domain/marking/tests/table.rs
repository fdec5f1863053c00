//! A table of codes as scanners type them, each with exactly what must be read from it; and what is left of such
//! codes after they were damaged byte by byte, which may be read or refused but never stops the program.

use proptest::prelude::*;

use super::super::{Scanned, read};
use crate::domain::order::ean_check_digit;

const FILE: &str = include_str!("codes.tsv");

/// One row of the file.
struct Row {
    line: usize,
    raw: String,
    gtin: String,
    serial: String,
    batch: Option<String>,
    expires_on: Option<String>,
    code: String,
}

fn unescaped(field: &str) -> String {
    let mut out = String::new();
    let mut rest = field.chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match rest.next() {
            Some('\\') => out.push('\\'),
            Some('t') => out.push('\t'),
            Some('u') => {
                let hex: String = rest.by_ref().skip(1).take_while(|c| *c != '}').collect();
                out.push(char::from_u32(u32::from_str_radix(&hex, 16).unwrap()).unwrap());
            }
            other => panic!("\\{other:?} in {field:?}"),
        }
    }
    out
}

fn rows() -> Vec<Row> {
    let lines = FILE.lines().zip(1..).filter(|(text, _)| !text.starts_with('#'));
    lines
        .map(|(text, line)| {
            let fields: Vec<String> = text.split('\t').map(unescaped).collect();
            let [raw, gtin, serial, batch, expires_on, code] = fields.try_into().unwrap();
            let some = |text: String| (!text.is_empty()).then_some(text);
            Row { line, raw, gtin, serial, batch: some(batch), expires_on: some(expires_on), code }
        })
        .collect()
}

#[test]
fn every_code_of_the_table_is_read_into_exactly_its_parts() {
    let rows = rows();
    assert!(rows.len() >= 90, "only {} codes", rows.len());
    for row in &rows {
        let Ok(Scanned::Pack(pack)) = read(&row.raw) else {
            panic!("line {}: {:?} read as {:?}", row.line, row.raw, read(&row.raw))
        };
        let expires_on = pack.expires_on.map(|day| day.to_string());
        assert_eq!((pack.gtin.as_str(), pack.serial.as_str()), (&*row.gtin, &*row.serial), "line {}", row.line);
        assert_eq!((pack.batch, expires_on), (row.batch.clone(), row.expires_on.clone()), "line {}", row.line);
        assert_eq!(pack.code, row.code, "line {}", row.line);
    }
}

#[test]
fn the_table_holds_what_it_promises() {
    let rows = rows();
    let is_russian = |row: &&Row| row.raw.chars().any(|c| matches!(c, '\u{400}'..='\u{4ff}'));
    for sign in "!\"%&'()*+,-./:;<=>?_".chars() {
        let with = || rows.iter().filter(|row| row.serial.contains(sign));
        assert!(with().any(|row| is_russian(&row)), "{sign} through the Russian layout");
        assert!(with().any(|row| !is_russian(&row)), "{sign} through the English layout");
    }
    for row in &rows {
        let (body, check) = row.gtin.split_at(13);
        assert_eq!(ean_check_digit(body).to_string(), check, "line {}", row.line);
    }
    let mut codes: Vec<&str> = rows.iter().map(|row| row.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), rows.len(), "no code stands twice");
}

/// The keys of the two layouts, row by row as they lie on the keyboard. Written down again on purpose: the
/// program's own table must not be its only witness.
const KEYS: [(&str, &str); 8] = [
    ("1234567890-=", "1234567890-="),
    ("!@#$%^&*()_+", "!\"№;%:?*()_+"),
    ("qwertyuiop[]\\", "йцукенгшщзхъ\\"),
    ("QWERTYUIOP{}|", "ЙЦУКЕНГШЩЗХЪ/"),
    ("asdfghjkl;'", "фывапролджэ"),
    ("ASDFGHJKL:\"", "ФЫВАПРОЛДЖЭ"),
    ("zxcvbnm,./", "ячсмитьбю."),
    ("ZXCVBNM<>?", "ЯЧСМИТЬБЮ,"),
];

/// What a scanner that presses the keys of `text` types while the Russian layout is on.
fn pressed(text: &str) -> String {
    let key = |c: char| {
        KEYS.iter().find_map(|(english, russian)| english.chars().zip(russian.chars()).find(|(en, _)| *en == c))
    };
    text.chars().map(|c| key(c).map_or(c, |(_, typed)| typed)).collect()
}

/// Damages of a scanner, a cable or a clipboard, byte by byte.
#[derive(Clone, Debug)]
enum Damage {
    Set(usize, u8),
    Insert(usize, u8),
    Remove(usize),
    Cut(usize),
    Twice(usize, usize),
    Splice(usize, usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = 0_usize..160;
    prop_oneof![
        (at.clone(), any::<u8>()).prop_map(|(at, byte)| Damage::Set(at, byte)),
        (at.clone(), any::<u8>()).prop_map(|(at, byte)| Damage::Insert(at, byte)),
        at.clone().prop_map(Damage::Remove),
        at.clone().prop_map(Damage::Cut),
        (at.clone(), 0_usize..40).prop_map(|(at, n)| Damage::Twice(at, n)),
        (at, 0_usize..100).prop_map(|(at, other)| Damage::Splice(at, other)),
    ]
}

fn damaged(rows: &[Row], bytes: &mut Vec<u8>, damage: &Damage) {
    let within = |at: usize| at % (bytes.len() + 1);
    match damage {
        Damage::Set(at, byte) => {
            let at = within(*at);
            if let Some(b) = bytes.get_mut(at) {
                *b = *byte;
            }
        }
        Damage::Insert(at, byte) => bytes.insert(within(*at), *byte),
        Damage::Remove(at) => {
            let at = within(*at);
            if at < bytes.len() {
                bytes.remove(at);
            }
        }
        Damage::Cut(at) => bytes.truncate(within(*at)),
        Damage::Twice(at, n) => {
            let at = within(*at);
            let again: Vec<u8> = bytes[at..].iter().copied().take(*n).collect();
            bytes.splice(at..at, again);
        }
        Damage::Splice(at, other) => {
            let at = within(*at);
            let tail = rows[*other % rows.len()].raw.as_bytes();
            bytes.truncate(at);
            bytes.extend(tail.iter().skip(at));
        }
    }
}

/// How many damaged codes are read; `EXPERO_FUZZ_CASES` asks for more.
fn cases() -> u32 {
    std::env::var("EXPERO_FUZZ_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(20_000)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_code_is_read_or_faulted_but_never_panics(
        row in 0_usize..1_000,
        damages in prop::collection::vec(damage(), 1..6),
    ) {
        thread_local! {
            static ROWS: Vec<Row> = rows();
        }
        ROWS.with(|rows| {
            let mut bytes = rows[row % rows.len()].raw.clone().into_bytes();
            for one in &damages {
                damaged(rows, &mut bytes, one);
            }
            let text = String::from_utf8_lossy(&bytes);
            if let Ok(Scanned::Pack(pack)) = read(&text) {
                // Whatever was read is a code by the rules: goods with a true check digit and a serial.
                let (body, check) = pack.gtin.as_str().split_at(13);
                assert_eq!(ean_check_digit(body).to_string(), check, "{text:?}");
                assert!((1..=20).contains(&pack.serial.len()), "{text:?}");
            }
        });
    }

    #[test]
    fn raw_bytes_never_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&String::from_utf8_lossy(&bytes));
        // The same bytes as an old code page gives them: every one a character.
        let _ = read(&bytes.iter().map(|b| char::from(*b)).collect::<String>());
    }

    #[test]
    fn any_text_never_makes_the_reader_panic(text in any::<String>()) {
        let _ = read(&text);
        let _ = read(&format!("01{text}"));
        let _ = read(&format!("010460123456789321{text}"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_code_pressed_through_the_russian_layout_reads_as_itself(
        body in "0[0-9]{12}",
        serial in "[!\"%&'()*+,\\-./0-9:;<=>?A-Z_a-z]{13}",
        key in "[A-F][0-9A-F]{3}",
        signature in "[a-z][A-Z][0-9A-Za-z+/]{41}=",
        series in prop::option::of("[0-9A-Z]{1,8}"),
        date in prop::option::of((20_u32..60, 1_u32..=12, 0_u32..=28)),
    ) {
        let gs = '\u{1d}';
        let series = series.map_or(String::new(), |s| format!("{gs}10{s}"));
        let date = date.map_or(String::new(), |(y, m, d)| format!("{gs}17{y:02}{m:02}{d:02}"));
        // The date is of fixed length, so that what follows it needs no separator.
        let close = if date.is_empty() { "\u{1d}" } else { "" };
        let check = ean_check_digit(&body);
        let code = format!("01{body}{check}21{serial}{series}{date}{close}91{key}{gs}92{signature}");
        let Ok(Scanned::Pack(pack)) = read(&pressed(&code)) else { panic!("{code:?} {:?}", read(&pressed(&code))) };
        prop_assert_eq!(pack.serial, serial);
        prop_assert_eq!(pack.code, code);
    }
}
