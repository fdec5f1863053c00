//! Laws of the reader: distortion by layout and separator changes nothing; no text makes it panic.

use proptest::prelude::*;

use super::super::{GS, Scanned, layout, read};
use crate::domain::order::ean_check_digit;

const SERIAL: &str = "[!\"%&'()*+,\\-./0-9:;<=>?A-Z_a-z]{13}";
const SERIES: &str = "[!\"%&'()*+,\\-./0-9:;<=>?A-Z_a-z]{1,20}";

#[derive(Clone, Debug)]
struct Code {
    text: String,
    serial: String,
    has_series: bool,
}

fn gtin() -> impl Strategy<Value = String> {
    "0[0-9]{12}".prop_map(|body| format!("{body}{}", ean_check_digit(&body)))
}

/// A code of a medicine: letters of both cases in the signature, so that layout and Caps Lock can be told.
fn code() -> impl Strategy<Value = Code> {
    let date = (20_u32..60, 1_u32..=12, 0_u32..=28).prop_map(|(y, m, d)| format!("17{y:02}{m:02}{d:02}"));
    let parts = (
        gtin(),
        SERIAL,
        "[A-F][0-9A-F]{3}",
        "[a-z][A-Z][0-9A-Za-z+/]{42}",
        prop::option::of(date),
        prop::option::of(SERIES),
        any::<bool>(),
    );
    parts.prop_map(|(gtin, serial, key, signature, date, series, tail_last)| {
        let date = date.unwrap_or_default();
        let has_series = series.is_some();
        let series = series.map_or(String::new(), |s| format!("{GS}10{s}"));
        let tail = format!("{GS}91{key}{GS}92{signature}");
        let text = if tail_last {
            format!("01{gtin}{date}21{serial}{series}{tail}")
        } else {
            format!("01{gtin}{date}21{serial}{tail}{series}")
        };
        Code { text, serial, has_series }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn layout_caps_lock_and_separator_change_nothing(
        code in code(),
        gs in prop::sample::select(vec!["\u{1d}", "{GS}", "^]", "\\x1d", "|", "~", " ", "]", "", "<GS>"]),
        prefix in prop::sample::select(vec!["", "]d2", "]C1", "\u{1d}"]),
        end in prop::sample::select(vec!["", "\r", "\r\n", "\t"]),
        is_russian: bool,
        has_caps: bool,
    ) {
        let want = read(&code.text).unwrap();
        let Scanned::Pack(pack) = &want else { panic!("{want:?}") };
        prop_assert_eq!(&pack.serial, &code.serial);
        prop_assert_eq!(&pack.code, &code.text);
        // A series has no length of its own: without a separator nothing tells where it ends.
        let gs = if code.has_series && gs.is_empty() { "|" } else { gs };
        let mut typed = format!("{prefix}{}{end}", code.text.replace(GS, gs));
        if is_russian {
            typed = layout::to_russian(&typed);
        }
        // Caps Lock works on the letters of the layout that is on.
        if has_caps {
            typed = layout::swap_case(&typed);
        }
        prop_assert_eq!(read(&typed), Ok(want), "{:?}", typed);
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in ".{0,300}") {
        let _ = read(&text);
    }

    #[test]
    fn a_broken_code_is_read_or_faulted_but_never_panics(code in code(), at in 0_usize..120, junk in "\\PC{0,3}") {
        let head: String = code.text.chars().take(at).collect();
        let tail: String = code.text.chars().skip(at + 1).collect();
        let _ = read(&format!("{head}{junk}{tail}"));
        let _ = read(&head);
        let _ = read(&tail);
    }
}

/// A fuzzer without its tool: seeded, so that a failing input comes again.
#[test]
fn two_hundred_thousand_seeded_texts_are_read_without_a_panic() {
    let pieces = [
        "01",
        "04601234567893",
        "21",
        "91",
        "92",
        "93",
        "10",
        "17",
        "270331",
        "EE06",
        "\u{1d}",
        "]d2",
        "(01)",
        "(21)",
        "<GS>",
        "{GS}",
        "^]",
        "\\x1d",
        "|",
        " ",
        "ф",
        "Ъ",
        "№",
        "è",
        "€",
        "🦀",
        "\u{0}",
        "aB",
        "é",
        "00",
        "29",
        "dGhpcyBpcyBub3QgYSByZWFsIHNpZ25hdHVyZSE+AbQ=",
        "Ab1!-_.:;<=>?",
    ];
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut draw = |n: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % u64::try_from(n).unwrap()).unwrap()
    };
    let (mut packs, mut faults) = (0_u32, 0_u32);
    for round in 0..200_000 {
        let mut text = String::new();
        for _ in 0..draw(9) {
            match draw(4) {
                0 => text.push(char::from_u32(u32::try_from(draw(0x500)).unwrap()).unwrap_or('?')),
                _ => text.push_str(pieces[draw(pieces.len())]),
            }
        }
        // Most of them begin as a code does, so that they get beyond the door.
        let text = match round % 4 {
            0 => text,
            1 => format!("0104601234567893{text}"),
            2 => format!("010460123456789321Ab{}\u{1d}{text}", draw(10_000)),
            _ => super::medicine(pieces[draw(pieces.len())]),
        };
        match read(&text) {
            Ok(Scanned::Pack(pack)) => {
                packs += 1;
                // What was read once reads the same again, unless the serial itself spells a separator.
                let spells = pack.serial.contains('<');
                assert!(spells || read(&pack.code) == Ok(Scanned::Pack(pack)), "{text:?}");
            }
            Ok(_) => {}
            Err(_) => faults += 1,
        }
    }
    assert!(packs > 1_000 && faults > 1_000, "the inputs reach both ends: {packs} packs, {faults} faults");
}
