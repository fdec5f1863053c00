//! Laws of every page: nothing beyond the margins, no text over another.

use proptest::prelude::*;

use super::sample::{line, pick, sheet, words};
use super::*;
use crate::domain::money::Kopecks;
use crate::domain::packs::Packs;
use crate::print::{Mark, SheetLine, SheetPick, TextMark, Tone, Um, text_width};

/// Left, top, right, bottom.
type Area = (Um, Um, Um, Um);

/// Where ink of a text may be: capitals with accents above, tails below.
fn ink(text: &TextMark) -> Area {
    let width = text_width(&text.text, text.weight, text.em);
    (text.x, text.baseline - text.em * 85 / 100, text.x + width, text.baseline + text.em * 22 / 100)
}

fn area(mark: &Mark) -> Area {
    match mark {
        Mark::Text(text) => ink(text),
        Mark::Line { x1, y1, x2, y2, .. } => (*x1, *y1, *x2, *y2),
        Mark::Box { x, y, w, h, .. } => (*x, *y, x + w, y + h),
        Mark::Qr { x, y, module, side, .. } => {
            let across = module * Um::try_from(*side).expect("small");
            (*x, *y, x + across, y + across)
        }
    }
}

fn meet(a: Area, b: Area) -> bool {
    a.0 < b.2 && b.0 < a.2 && a.1 < b.3 && b.1 < a.3
}

/// The first broken law of a page, in words.
fn fault(page: &Page) -> Option<String> {
    let margin = if page.width > 100_000 { 15_000 } else { 4_000 };
    for mark in &page.marks {
        let (left, top, right, bottom) = area(mark);
        if left < margin || right > page.width - margin || top < 3_000 || bottom > page.height - 3_000 {
            return Some(format!("beyond the margins of {}×{}: {mark:?}", page.width, page.height));
        }
    }
    let solid: Vec<&Mark> = page.marks.iter().filter(|m| is_solid(m)).collect();
    for (i, a) in solid.iter().enumerate() {
        if let Some(b) = solid[i + 1..].iter().find(|b| meet(area(a), area(b))) {
            return Some(format!("{a:?} over {b:?}"));
        }
    }
    None
}

/// Texts, empty boxes and codes must keep clear of each other; white text lies on its plate.
fn is_solid(mark: &Mark) -> bool {
    match mark {
        Mark::Text(_) | Mark::Qr { .. } => true,
        Mark::Box { fill, .. } => *fill != Some(Tone::Ink),
        Mark::Line { .. } => false,
    }
}

/// Words of the trade, long words, wide letters, emptiness and hostile characters.
fn any_text(max: usize) -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::collection::vec("[А-Яа-яёЁ0-9№%,.-]{1,14}", 0..8).prop_map(|w| w.join(" ")),
        1 => prop::collection::vec("[ЖШЩЫЮ]{30,80}", 0..5).prop_map(|w| w.join(" ")),
        1 => any::<String>(),
        1 => Just(String::new()),
    ]
    .prop_map(move |t| t.chars().take(max).collect())
}

fn any_money() -> impl Strategy<Value = Kopecks> {
    prop_oneof![6 => 0_i64..5_000_000, 1 => any::<i64>()].prop_map(Kopecks)
}

fn any_packs() -> impl Strategy<Value = Packs> {
    prop_oneof![6 => 0_i64..200, 1 => any::<i64>()].prop_map(Packs)
}

fn any_pick() -> impl Strategy<Value = SheetPick> {
    let band = (prop::option::of(-30_i32..30), prop::option::of(-30_i32..40));
    (any_text(60), any_text(20), any_text(60), band, any::<bool>(), any_packs()).prop_map(
        |(series, expires, place, band, stays, packs)| SheetPick {
            expires,
            stays,
            packs,
            ..pick(&series, &place, 1, band)
        },
    )
}

fn any_line() -> impl Strategy<Value = SheetLine> {
    let picks = prop::collection::vec(any_pick(), 0..4);
    (any_text(400), any_text(200), any_packs(), any_money(), any_money(), picks, any::<bool>(), any_packs()).prop_map(
        |(name, manufacturer, packs, price, sum, picks, is_rx, missing)| SheetLine {
            manufacturer,
            packs,
            price,
            sum,
            is_rx,
            missing,
            ..line(&name, 1, 1, picks)
        },
    )
}

fn any_sheet() -> impl Strategy<Value = OrderSheet> {
    let texts = prop::collection::vec(any_text(300), 9);
    (texts, prop::option::of(any_text(90)), prop::collection::vec(any_line(), 0..9), any_money(), any::<bool>())
        .prop_map(|(texts, own_number, lines, total, paid)| {
            let text = |n: usize| texts[n].clone();
            OrderSheet {
                pharmacy_name: text(0),
                pharmacy_address: text(1),
                number: text(2),
                own_number,
                customer_name: text(3),
                customer_phone: text(4),
                hold_until: text(5),
                created: text(6),
                printed_at: text(7),
                comment: text(8).repeat(5),
                lines,
                total,
                paid,
                ..sheet()
            }
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn nothing_overlaps_and_nothing_leaves_the_page(sheet in any_sheet()) {
        for options in ALL {
            let Ok(pages) = lay_out(&sheet, &words(), options) else {
                prop_assert!(options.kind == SheetKind::SlipPerPlace && !sheet.has_slips());
                continue;
            };
            for page in &pages {
                prop_assert_eq!(fault(page), None, "{:?}", options);
                prop_assert!(page.height <= 2_000_000);
            }
        }
    }
}

#[test]
fn the_law_is_able_to_fail() {
    let mut page = pages(&sheet(), ALL[0]).remove(0);
    assert_eq!(fault(&page), None);
    let text = page.marks.iter().find(|m| matches!(m, Mark::Text(_))).expect("a text").clone();
    page.marks.push(text.clone().moved_down(500));
    assert!(fault(&page).expect("a fault").contains("over"));
    page.marks.pop();
    page.marks.push(text.moved_down(290_000));
    assert!(fault(&page).expect("a fault").contains("margins"));
}

#[test]
fn figures_end_at_one_edge() {
    let page = pages(&sheet(), ALL[0]).remove(0);
    let right = |wanted: &str| {
        let texts = page.marks.iter().filter_map(|m| if let Mark::Text(t) = m { Some(t) } else { None });
        texts.filter(|t| t.text == wanted).map(|t| ink(t).2).collect::<Vec<_>>()
    };
    for (a, b) in [("211,60", "6\u{a0}912,00"), ("52,90", "3\u{a0}456,00")] {
        assert_eq!(right(a).len(), 1, "{a}");
        assert_eq!(right(a), right(b));
    }
}
