//! The full sheet on the 80 mm roll: one column, read from top to bottom.
//!
//! Owns: the design. Black only: a thermal head has no grey.

use super::block::{Block, HAIR, STRONG, Slot, Style};
use super::error::PrintError;
use super::flow::{ROLL, Story};
use super::layout::{
    batch_text, cell_plate, customer_text, foot_text, order_text, packs_text, place_text, storage_note,
};
use super::page::{Um, mm};
use super::qr;
use super::sheet::{OrderSheet, SheetLine, SheetPick};
use super::words::SheetWords;

const PAGE: Slot = ROLL.slot;
const BOX: Slot = Slot { x: mm(63) - 150, w: mm(13) };
const COUNT: Slot = Slot { x: mm(44), w: mm(16) };
const PLACE: Slot = Slot { x: mm(4), w: mm(39) };
const QR_SIDE: Um = mm(30);

const SMALL: Style = Style::plain(80);
const BODY: Style = Style::plain(95);
const NAME: Style = Style::bold(105);
const BIG: Style = Style::bold(140);

pub(super) fn story(sheet: &OrderSheet, words: &SheetWords) -> Result<Story, PrintError> {
    let mut body: Vec<Block> = Vec::new();
    for (line, n) in sheet.lines.iter().zip(1..) {
        body.push(line_block(line, n, words));
        body.extend(line.picks.iter().map(|pick| pick_block(pick, words)));
    }
    body.push(ending(sheet, words));
    Ok(Story {
        head: head(sheet, words)?,
        next_head: next_head(sheet, words),
        body,
        foot: foot_text(sheet, words),
        page_of: words.page_of.clone(),
    })
}

fn head(sheet: &OrderSheet, words: &SheetWords) -> Result<Block, PrintError> {
    let mut block = Block::default();
    let mut y = block.paragraph(PAGE, 0, Style::bold(100), &sheet.pharmacy_name, 3);
    y = block.paragraph(PAGE, y, SMALL, &sheet.pharmacy_address, 3) + mm(2);
    block.rule(PAGE, y, STRONG);
    y += mm(2);
    let qr_slot = Slot { x: PAGE.right() - QR_SIDE, w: QR_SIDE };
    let left = Slot { x: PAGE.x, w: PAGE.w - QR_SIDE - mm(2) };
    block.marks.push(qr::mark(&sheet.sheet_code, qr_slot.x, y, QR_SIDE)?);
    let qr_bottom = block.centre(qr_slot, y + QR_SIDE - mm(2), SMALL, &sheet.sheet_code);
    y = block.paragraph(left, y + mm(1), BODY, &words.order, 2);
    y = block.paragraph(left, y, number_style(&sheet.number, left.w), &sheet.number, 7);
    if let Some(own) = &sheet.own_number {
        y = block.paragraph(left, y + mm(1), SMALL, &format!("{}: {own}", words.own_number), 4);
    }
    block.height = cell_plate(&mut block, PAGE, y.max(qr_bottom), 260, sheet, words) + mm(1);
    let payment = if sheet.paid { &words.paid } else { &words.unpaid };
    block.append(fact(&words.hold_until, &sheet.hold_until, BIG));
    block.append(fact(&words.customer, &customer_text(sheet), NAME));
    block.append(fact(&words.created, &sheet.created, BODY));
    block.append(fact(&words.payment, payment, BODY));
    block.space(mm(2));
    Ok(block)
}

fn number_style(number: &str, width: Um) -> Style {
    [260, 200, 160].into_iter().map(Style::bold).find(|s| s.width(number) <= width).unwrap_or(BIG)
}

/// A label at the left and its value at the right of it, both on one baseline.
fn fact(label: &str, value: &str, style: Style) -> Block {
    let mut block = Block::default();
    let label_slot = Slot { x: PAGE.x, w: mm(23) };
    let value_slot = Slot { x: label_slot.right() + mm(1), w: PAGE.w - mm(24) };
    block.left(label_slot, style.em - SMALL.em, SMALL, label);
    block.paragraph(value_slot, 0, style, if value.is_empty() { "—" } else { value }, 3);
    block
}

fn next_head(sheet: &OrderSheet, words: &SheetWords) -> Block {
    let mut block = Block::default();
    block.left(PAGE, 0, BIG, &order_text(sheet, words));
    block.space(mm(2));
    block
}

fn line_block(line: &SheetLine, n: usize, words: &SheetWords) -> Block {
    let mut block = Block::default();
    block.rule(PAGE, 0, HAIR);
    let mut y = block.paragraph(PAGE, mm(1) + 500, NAME, &format!("{n}. {}", line.name), 8);
    y = block.paragraph(PAGE, y, SMALL, &line.manufacturer, 2);
    let mut notes = Vec::new();
    if line.is_rx {
        notes.push(words.rx.clone());
    }
    if line.missing.any() {
        notes.push(format!("{}: {}", words.missing, packs_text(line.missing, words)));
    }
    y = block.paragraph(PAGE, y, Style::bold(95), &notes.join(" · "), 2);
    let sum_w = (BODY.width(&line.sum.text()) + mm(1)).min(PAGE.w / 2);
    let sum = Slot { x: PAGE.right() - sum_w, w: sum_w };
    let times = Slot { x: PAGE.x, w: PAGE.w - sum_w - mm(2) };
    block.left(times, y, BODY, &format!("{} × {}", packs_text(line.packs, words), line.price.text()));
    y = block.right(sum, y, Style::bold(95), &line.sum.text());
    if line.picks.is_empty() {
        block.paragraph(Slot { x: PLACE.x, w: COUNT.right() - PLACE.x }, y + mm(1), SMALL, &words.no_picks, 2);
        block.empty_box(BOX, y + mm(1), mm(8));
    }
    block.space(mm(1) + 500);
    block
}

/// Place large at the left, count and empty box at the right, batch and storage below.
fn pick_block(pick: &SheetPick, words: &SheetWords) -> Block {
    let mut block = Block::default();
    let mut y = block.paragraph(PLACE, 0, if pick.place.is_empty() { SMALL } else { BIG }, place_text(pick, words), 5);
    let count = block.right(COUNT, 0, Style::bold(120), &packs_text(pick.packs, words));
    let boxed = block.empty_box(BOX, 0, mm(8));
    y = y.max(count);
    let beside = if y < boxed { Slot { x: PAGE.x, w: COUNT.right() - PAGE.x } } else { PAGE };
    y = block.paragraph(beside, y, SMALL, &batch_text(pick, words), 3).max(boxed);
    if let Some(note) = storage_note(pick, words) {
        block.plate(PAGE, y + 700, Style::bold(95), &note);
    }
    block.space(mm(2));
    block
}

fn ending(sheet: &OrderSheet, words: &SheetWords) -> Block {
    let mut block = Block::default();
    block.rule(PAGE, 0, STRONG);
    let packs = sheet.lines.iter().map(|l| l.packs).sum();
    let label = format!("{}: {}", words.total, packs_text(packs, words));
    let y = mm(2);
    let y2 = block.left(Slot { x: PAGE.x, w: mm(32) }, y, Style::bold(120), &label);
    block.right(Slot { x: PAGE.x + mm(33), w: PAGE.w - mm(33) }, y, Style::bold(120), &sheet.total.rubles());
    block.reach(y2 + mm(1));
    if !sheet.comment.is_empty() {
        let y = block.left(PAGE, block.height + mm(1), SMALL, &words.comment);
        block.paragraph(PAGE, y, BODY, &sheet.comment, 25);
    }
    for (word, name) in [(&words.collected_by, sheet.collected.as_str()), (&words.checked_by, "")] {
        let top = block.height + mm(6);
        block.left(Slot { x: PAGE.x, w: mm(20) }, top, BODY, word);
        let line = Slot { x: PAGE.x + mm(21), w: PAGE.w - mm(21) };
        block.left(line, top, BODY, name);
        block.rule(line, top + BODY.em, HAIR);
        block.centre(line, top + BODY.em + 700, Style::plain(75), &words.signature_hint);
    }
    block
}
