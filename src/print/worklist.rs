//! «Вернуть на полку» on paper: what to carry back, along the shelves, with a box to tick for each.
//!
//! Owns: the design and the way from the read rows. One layout for A4 and the roll: place and name at the left,
//! count and box at the right.

use chrono::FixedOffset;

use super::block::{Block, HAIR, STRONG, Slot, Style};
use super::error::PrintError;
use super::flow::{self, Story};
use super::font::{self, clean};
use super::layout::{batch_text, frame, packs_text, place_text, plain_words, storage_note};
use super::page::{Page, mm};
use super::sheet::{Paper, SheetPick};
use super::words::SheetWords;
use crate::domain::batch;
use crate::usecase::read::shelf_returns::{ReturnList, ReturnRow};

/// The words of the list beside those of the order sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorklistWords {
    /// «Вернуть на полку».
    pub title: String,
    /// «Составлен», before the time.
    pub made: String,
    /// «Заказ», before a number.
    pub order: String,
    /// «Ячейка», before a cell.
    pub cell: String,
    /// What the list shares with the order sheet.
    pub sheet: SheetWords,
}

/// The words of the list; `tr` answers the words of a text key.
#[must_use]
pub fn worklist_words(tr: impl Fn(&str) -> String) -> WorklistWords {
    WorklistWords {
        title: tr("worklist-title"),
        made: tr("worklist-made"),
        order: tr("worklist-order"),
        cell: tr("worklist-cell"),
        sheet: super::from_rows::sheet_words(&tr),
    }
}

/// Lays the list out in the order of its rows; times in the pharmacy's `zone`.
///
/// # Errors
/// [`PrintError::NothingToPrint`] when nothing waits; `Font` for a damaged program.
pub fn worklist_pages(
    list: &ReturnList,
    words: &WorklistWords,
    zone: FixedOffset,
    paper: Paper,
) -> Result<Vec<Page>, PrintError> {
    font::face(super::Weight::Regular)?;
    font::face(super::Weight::Bold)?;
    if list.rows.is_empty() {
        return Err(PrintError::NothingToPrint);
    }
    let words = &WorklistWords { sheet: plain_words(&words.sheet), ..words.clone() };
    let frame = frame(paper);
    let made = format!("{}\u{a0}{}", words.made, list.made_at.with_timezone(&zone).format("%d.%m.%Y %H:%M"));
    let mut head = Block::default();
    let y = head.paragraph(frame.slot, 0, Style::bold(100), &clean(&list.pharmacy_name, 120), 2);
    let title = format!("{}: {}", words.title, packs_text(list.packs(), &words.sheet));
    let y = head.paragraph(frame.slot, y + mm(1), Style::bold(180), &title, 3);
    let y = head.paragraph(frame.slot, y, Style::plain(85), &made, 1);
    head.rule(frame.slot, y + mm(1), STRONG);
    let story = Story {
        next_head: head.clone(),
        head,
        body: list.rows.iter().map(|row| row_block(frame.slot, row, words)).collect(),
        foot: format!("{} · {made}", words.title),
        page_of: words.sheet.page_of.clone(),
    };
    Ok(flow::pages(frame, story))
}

fn row_block(slot: Slot, row: &ReturnRow, words: &WorklistWords) -> Block {
    let pick = SheetPick {
        series: clean(&row.series, 40),
        expires: row.expires_on.format("%m.%Y").to_string(),
        place: clean(&row.place, 40),
        storage: row.storage,
        stays: batch::stays_until_handover(&row.place, row.storage),
        packs: row.packs,
    };
    let mut block = Block::default();
    let boxed = Slot { x: slot.right() - mm(8) - 150, w: mm(8) };
    let count = Slot { x: boxed.x - mm(18), w: mm(16) };
    let left = Slot { x: slot.x, w: count.x - slot.x - mm(1) };
    let top = mm(2);
    let mut y = block.paragraph(left, top, Style::bold(140), place_text(&pick, &words.sheet), 3);
    block.right(count, top, Style::bold(130), &packs_text(row.packs, &words.sheet));
    let boxed_to = block.empty_box(boxed, top, mm(8)) + 300;
    y = block.paragraph(left, y, Style::bold(105), &clean(&row.name, 300), 8);
    let under = if left.w > mm(100) { left } else { slot };
    y = if left.w > mm(100) { y } else { y.max(boxed_to) };
    y = block.paragraph(under, y, Style::plain(85), &batch_text(&pick, &words.sheet), 3);
    let mut from = vec![format!("{}\u{a0}{}", words.order, clean(&row.number, 64))];
    if !row.cell.is_empty() {
        from.push(format!("{}\u{a0}{}", words.cell, clean(&row.cell, 16)));
    }
    y = block.paragraph(under, y, Style::plain(85), &from.join(" · "), 2);
    if let Some(note) = storage_note(&pick, &words.sheet) {
        block.plate(under, y + 700, Style::bold(95), &note);
    }
    block.space(mm(2));
    block.rule(slot, block.height, HAIR);
    block
}
