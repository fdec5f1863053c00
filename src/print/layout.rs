//! From an order to pages.
//!
//! Owns: the one entry, and the harmless form of every text of the input ([`Clean`]); the three designs
//! lie in `a4`, `roll` and `slips`.

use super::block::{Block, Slot, Style};
use super::error::PrintError;
use super::flow::{self, Frame};
use super::font::clean;
use super::page::{Page, Um, mm};
use super::sheet::{OrderSheet, Paper, SheetKind, SheetLine, SheetOptions, SheetPick};
use super::words::SheetWords;
use super::{a4, font, roll, slips};
use crate::domain::mask;
use crate::domain::packs::Packs;

/// Longest comment on paper, in characters; the rest is on the screen.
const COMMENT_CHARS: usize = 600;
/// Space at which no line breaks.
const NBSP: char = '\u{a0}';

/// Lays an order out. Text from outside is escaped and cut, figures stand to the right, long names wrap.
///
/// Errors: `NothingToPrint` when slips are asked and no goods stay in their place; `Font` and `QrCode`
/// for a damaged program or a sheet code that is none.
pub fn lay_out(sheet: &OrderSheet, words: &SheetWords, options: SheetOptions) -> Result<Vec<Page>, PrintError> {
    font::face(super::Weight::Regular)?;
    font::face(super::Weight::Bold)?;
    let sheet = &clean_sheet(sheet);
    let words = &plain_words(words);
    match (options.kind, options.paper) {
        (SheetKind::Full, Paper::A4) => Ok(flow::pages(flow::A4, a4::story(sheet, words)?)),
        (SheetKind::Full, Paper::Roll80) => Ok(flow::pages(flow::ROLL, roll::story(sheet, words)?)),
        (SheetKind::SlipPerPlace, paper) => slips::pages(frame(paper), paper, sheet, words),
    }
}

pub(super) const fn frame(paper: Paper) -> Frame {
    match paper {
        Paper::A4 => flow::A4,
        Paper::Roll80 => flow::ROLL,
    }
}

/// The sheet with every text harmless, drawable and of bounded length.
fn clean_sheet(sheet: &OrderSheet) -> OrderSheet {
    OrderSheet {
        pharmacy_name: clean(&sheet.pharmacy_name, 120),
        pharmacy_address: clean(&sheet.pharmacy_address, 200),
        number: clean(&sheet.number, 64),
        own_number: sheet.own_number.as_deref().map(|n| clean(n, 64)).filter(|n| !n.is_empty()),
        sheet_code: clean(&sheet.sheet_code, 32),
        customer_name: clean(&sheet.customer_name, 80),
        customer_phone: clean(&sheet.customer_phone, 40),
        hold_until: clean(&sheet.hold_until, 40),
        created: clean(&sheet.created, 40),
        printed_at: clean(&sheet.printed_at, 40),
        lines: sheet.lines.iter().map(clean_line).collect(),
        total: sheet.total,
        paid: sheet.paid,
        comment: clean(&sheet.comment, COMMENT_CHARS),
        cell: clean(&sheet.cell, 16),
        collected: clean(&sheet.collected, 80),
    }
}

fn clean_line(line: &SheetLine) -> SheetLine {
    SheetLine {
        name: bound(&clean(&line.name, 300)),
        manufacturer: clean(&line.manufacturer, 160),
        picks: line.picks.iter().map(clean_pick).collect(),
        ..*line
    }
}

fn clean_pick(pick: &SheetPick) -> SheetPick {
    SheetPick {
        series: clean(&pick.series, 40),
        expires: clean(&pick.expires, 12),
        place: clean(&pick.place, 40),
        ..*pick
    }
}

/// Words without invisible characters: a translation engine wraps its arguments in isolation marks.
pub(super) fn plain_words(words: &SheetWords) -> SheetWords {
    let plain =
        |w: &String| -> String { clean(&w.chars().filter(|c| !mask::is_deceptive(*c)).collect::<String>(), 80) };
    SheetWords {
        order: plain(&words.order),
        own_number: plain(&words.own_number),
        customer: plain(&words.customer),
        hold_until: plain(&words.hold_until),
        created: plain(&words.created),
        printed: plain(&words.printed),
        payment: plain(&words.payment),
        paid: plain(&words.paid),
        unpaid: plain(&words.unpaid),
        goods: plain(&words.goods),
        place: plain(&words.place),
        packs: plain(&words.packs),
        actual: plain(&words.actual),
        price: plain(&words.price),
        sum: plain(&words.sum),
        series: plain(&words.series),
        expires: plain(&words.expires),
        packs_unit: plain(&words.packs_unit),
        cold: plain(&words.cold),
        cool: plain(&words.cool),
        safe: plain(&words.safe),
        rx: plain(&words.rx),
        missing: plain(&words.missing),
        no_place: plain(&words.no_place),
        no_picks: plain(&words.no_picks),
        comment: plain(&words.comment),
        total: plain(&words.total),
        collected_by: plain(&words.collected_by),
        cell: plain(&words.cell),
        checked_by: plain(&words.checked_by),
        signature_hint: plain(&words.signature_hint),
        page_of: plain(&words.page_of),
        slip: plain(&words.slip),
    }
}

/// «холодильник 2–8 °C», «прохладное место ≤ 15 °C», «сейф», or nothing for an ordinary shelf.
pub(super) fn storage_note(pick: &SheetPick, words: &SheetWords) -> Option<String> {
    if pick.storage.is_cold() {
        Some(format!("{} {}", words.cold, pick.storage.text()))
    } else if pick.storage.stays_in_place() {
        Some(format!("{} {}", words.cool, pick.storage.text()))
    } else if pick.stays {
        Some(words.safe.clone())
    } else {
        None
    }
}

/// Keeps «№ 20» and «500 мг» on one line: a number apart from its unit is misread.
fn bound(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(' ') {
        let is_unit = word.chars().count() <= 3 && word.starts_with(char::is_alphabetic);
        match out.chars().last() {
            None => {}
            Some('№' | '×') => out.push(NBSP),
            Some('0'..='9') if is_unit => out.push(NBSP),
            Some(_) => out.push(' '),
        }
        out.push_str(word);
    }
    out
}

/// «Серия 120523 · годен до 03.2027»; breaks only between the two.
pub(super) fn batch_text(pick: &SheetPick, words: &SheetWords) -> String {
    let parts = [(&words.series, &pick.series), (&words.expires, &pick.expires)];
    let parts: Vec<String> =
        parts.iter().filter(|(_, v)| !v.is_empty()).map(|(w, v)| format!("{w} {v}").replace(' ', "\u{a0}")).collect();
    parts.join(" · ")
}

/// «4 уп.».
pub(super) fn packs_text(packs: Packs, words: &SheetWords) -> String {
    format!("{packs}\u{a0}{}", words.packs_unit)
}

/// The place, or the words for none.
pub(super) fn place_text<'a>(pick: &'a SheetPick, words: &'a SheetWords) -> &'a str {
    if pick.place.is_empty() { &words.no_place } else { &pick.place }
}

/// «Заказ № 4471».
pub(super) fn order_text(sheet: &OrderSheet, words: &SheetWords) -> String {
    format!("{} {}", words.order, sheet.number)
}

/// «Ячейка 12» large on black, under what stands above `top`; nothing when the bag is in none.
pub(super) fn cell_plate(
    block: &mut Block,
    slot: Slot,
    top: Um,
    tenths: i32,
    sheet: &OrderSheet,
    words: &SheetWords,
) -> Um {
    if sheet.cell.is_empty() {
        return top;
    }
    block.plate(slot, top + mm(1), Style::bold(tenths), &format!("{}\u{a0}{}", words.cell, sheet.cell))
}

/// Name and phone of the customer, whatever is known.
pub(super) fn customer_text(sheet: &OrderSheet) -> String {
    let parts = [&sheet.customer_name, &sheet.customer_phone];
    let parts: Vec<&str> = parts.into_iter().map(String::as_str).filter(|p| !p.is_empty()).collect();
    parts.join(", ")
}

/// «Заказ № 4471 · Напечатан 24.11.2026 09:15», for the foot of a page.
pub(super) fn foot_text(sheet: &OrderSheet, words: &SheetWords) -> String {
    format!("{} · {}\u{a0}{}", order_text(sheet, words), words.printed, sheet.printed_at)
}
