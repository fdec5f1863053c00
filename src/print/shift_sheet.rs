//! The sheet for the next shift on paper: what was promised, whom to call, which cells are taken, what was not sent.
//!
//! Owns: the design and the way from the read rows.

use chrono::{DateTime, FixedOffset, Utc};

use super::block::{Block, HAIR, STRONG, Slot, Style};
use super::error::PrintError;
use super::flow::{self, Story};
use super::font::{self, clean};
use super::layout::frame;
use super::page::{Page, mm};
use super::sheet::Paper;
use crate::usecase::read::shift_sheet::{SheetRow, ShiftSheet, Why};

/// The words of the sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShiftSheetWords {
    title: String,
    made: String,
    cell: String,
    until: String,
    call: String,
    none: String,
    signature: String,
    page_of: String,
    heads: Vec<String>,
}

/// The words of the sheet; `tr` answers the words of a text key.
#[must_use]
pub fn shift_sheet_words(tr: impl Fn(&str) -> String) -> ShiftSheetWords {
    ShiftSheetWords {
        title: tr("shift-sheet-title"),
        made: tr("worklist-made"),
        cell: tr("worklist-cell"),
        until: tr("sheet-hold-until"),
        call: tr("shift-sheet-call-at"),
        none: tr("shift-sheet-none"),
        signature: tr("shift-sheet-signature"),
        page_of: tr("sheet-page-of"),
        heads: Why::ALL.iter().map(|why| tr(&format!("shift-sheet-{}", why.code()))).collect(),
    }
}

/// Lays the sheet out; times in the pharmacy's `zone`.
///
/// # Errors
/// `Font` for a damaged program.
pub fn shift_sheet_pages(
    sheet: &ShiftSheet,
    words: &ShiftSheetWords,
    zone: FixedOffset,
    paper: Paper,
) -> Result<Vec<Page>, PrintError> {
    font::face(super::Weight::Regular)?;
    font::face(super::Weight::Bold)?;
    let frame = frame(paper);
    let made = format!("{} {}", words.made, time(sheet.made_at, zone));
    let mut head = Block::default();
    let y = head.paragraph(frame.slot, 0, Style::bold(100), &clean(&sheet.pharmacy_name, 120), 2);
    let y = head.paragraph(frame.slot, y + mm(1), Style::bold(160), &words.title, 2);
    let y = head.paragraph(frame.slot, y, Style::plain(85), &made, 1);
    head.rule(frame.slot, y + mm(1), STRONG);
    let mut body = Vec::new();
    for (why, title) in Why::ALL.into_iter().zip(&words.heads) {
        let rows: Vec<&SheetRow> = sheet.rows.iter().filter(|(of, _)| *of == why).map(|(_, row)| row).collect();
        body.push(section(frame.slot, title, rows.len(), words));
        body.extend(rows.into_iter().map(|row| row_block(frame.slot, why, row, words, zone)));
    }
    body.push(signatures(frame.slot, words));
    let story = Story {
        next_head: head.clone(),
        head,
        body,
        foot: format!("{} · {made}", words.title),
        page_of: words.page_of.clone(),
    };
    Ok(flow::pages(frame, story))
}

fn time(at: DateTime<Utc>, zone: FixedOffset) -> String {
    at.with_timezone(&zone).format("%d.%m.%Y %H:%M").to_string()
}

fn section(slot: Slot, title: &str, count: usize, words: &ShiftSheetWords) -> Block {
    let mut block = Block::default();
    let y = block.left(slot, mm(3), Style::bold(120), &format!("{title}: {count}"));
    if count == 0 {
        block.left(slot, y, Style::plain(90), &words.none);
    }
    block
}

fn row_block(slot: Slot, why: Why, row: &SheetRow, words: &ShiftSheetWords, zone: FixedOffset) -> Block {
    let mut block = Block::default();
    block.rule(slot, 0, HAIR);
    let mut parts = vec![clean(&row.customer, 60)];
    if !row.cell.is_empty() {
        parts.push(format!("{} {}", words.cell, clean(&row.cell, 16)));
    }
    match (why, row.hold_until, row.call_at) {
        (Why::Call, _, Some(at)) => parts.push(format!("{} {}", words.call, time(at, zone))),
        (_, Some(at), _) => parts.push(format!("{} {}", words.until, time(at, zone))),
        (_, None, _) => {}
    }
    parts.retain(|part| !part.is_empty());
    let number = Slot { x: slot.x, w: slot.w / 3 };
    let rest = Slot { x: number.right() + mm(1), w: slot.w - number.w - mm(1) };
    let y = block.left(number, mm(1), Style::bold(100), &clean(&row.number, 64));
    let y2 = block.paragraph(rest, mm(1), Style::plain(95), &parts.join(" · "), 3);
    block.reach(y.max(y2) + mm(1));
    block
}

fn signatures(slot: Slot, words: &ShiftSheetWords) -> Block {
    let mut block = Block::default();
    let top = mm(10);
    let y = block.left(slot, top, Style::plain(95), &words.signature);
    block.rule(Slot { x: slot.x + slot.w / 2, w: slot.w / 2 }, y, HAIR);
    block
}
