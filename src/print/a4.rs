//! The full sheet on A4: a head that is read from a metre away, a table to collect by.
//!
//! Owns: the design. Collecting goes by place, so the place is bold and next to the count and the empty
//! box; what must stay cold is a black plate with words, since colour and grey are lost on a copier.

use super::block::{Block, HAIR, STRONG, Slot, Style};
use super::error::PrintError;
use super::flow::{A4, Story};
use super::layout::{
    batch_text, cell_plate, customer_text, foot_text, order_text, packs_text, place_text, storage_note,
};
use super::page::{Tone, Um, mm};
use super::qr;
use super::sheet::{OrderSheet, SheetLine, SheetPick};
use super::words::SheetWords;

const NUMBER: Slot = Slot { x: mm(15), w: mm(8) };
const GOODS: Slot = Slot { x: mm(24), w: mm(69) };
const PLACE: Slot = Slot { x: mm(96), w: mm(30) };
const PACKS: Slot = Slot { x: mm(127), w: mm(15) };
const ACTUAL: Slot = Slot { x: mm(145), w: mm(14) };
const PRICE: Slot = Slot { x: mm(160), w: mm(16) };
const SUM: Slot = Slot { x: mm(177), w: mm(18) };
const QR_SIDE: Um = mm(34);

const SMALL: Style = Style::plain(85);
const LABEL: Style = Style::plain(80).toned(Tone::Grey);
const BODY: Style = Style::plain(100);
const NAME: Style = Style::bold(105);
const BIG: Style = Style::bold(130);

pub(super) fn story(sheet: &OrderSheet, words: &SheetWords) -> Result<Story, PrintError> {
    let mut body: Vec<Block> = Vec::new();
    for (line, n) in sheet.lines.iter().zip(1..) {
        body.extend(line_blocks(line, n, words));
    }
    // One piece: a page with nothing but signatures would be signed for nothing.
    let mut ending = total(sheet, words);
    if !sheet.comment.is_empty() {
        ending.append(comment(sheet, words));
    }
    ending.append(signatures(sheet, words));
    body.push(ending);
    Ok(Story {
        head: head(sheet, words)?,
        next_head: next_head(sheet, words),
        body,
        foot: foot_text(sheet, words),
        page_of: words.page_of.clone(),
    })
}

fn head(sheet: &OrderSheet, words: &SheetWords) -> Result<Block, PrintError> {
    let page = A4.slot;
    let mut block = Block::default();
    let qr_slot = Slot { x: page.right() - QR_SIDE, w: QR_SIDE };
    let left = Slot { x: page.x, w: page.w - QR_SIDE - mm(6) };
    block.marks.push(qr::mark(&sheet.sheet_code, qr_slot.x, 0, QR_SIDE)?);
    block.centre(qr_slot, QR_SIDE - mm(3), SMALL, &sheet.sheet_code);
    let mut y = block.paragraph(left, 0, Style::bold(110), &sheet.pharmacy_name, 2);
    y = block.paragraph(left, y, SMALL.toned(Tone::Grey), &sheet.pharmacy_address, 2);
    y = block.paragraph(left, y + mm(3), number_style(&order_text(sheet, words), left.w), &order_text(sheet, words), 3);
    if let Some(own) = &sheet.own_number {
        y = block.left(left, y, BODY, &format!("{}: {own}", words.own_number));
    }
    y = cell_plate(&mut block, left, y, 220, sheet, words);
    let bottom = y.max(block.height) + mm(3);
    let facts = facts(sheet, words);
    block.height = bottom;
    block.append(facts);
    block.append(table_head(words));
    Ok(block)
}

/// Large when short; smaller, then wrapped, when long.
fn number_style(text: &str, width: Um) -> Style {
    [280, 220, 180].into_iter().map(Style::bold).find(|s| s.width(text) <= width).unwrap_or(Style::bold(160))
}

/// Until when to hold (the largest), for whom, when made, how paid: four cells in a frame of two lines.
fn facts(sheet: &OrderSheet, words: &SheetWords) -> Block {
    let page = A4.slot;
    let payment = if sheet.paid { &words.paid } else { &words.unpaid };
    let cells = [
        (&words.hold_until, sheet.hold_until.clone(), mm(42), BIG),
        (&words.customer, customer_text(sheet), mm(58), BIG),
        (&words.created, sheet.created.clone(), mm(34), BODY),
        (&words.payment, payment.clone(), mm(46), BODY),
    ];
    let mut block = Block::default();
    block.rule(page, 0, STRONG);
    let mut x = page.x;
    for (label, value, w, style) in cells {
        let slot = Slot { x, w: w - mm(3) };
        let y = block.left(slot, mm(2), LABEL, label);
        // All values stand on the baseline of the large ones.
        block.left(slot, y + (BIG.em - style.em), style, if value.is_empty() { "—" } else { &value });
        x += w;
    }
    block.space(mm(2));
    block
}

fn table_head(words: &SheetWords) -> Block {
    let page = A4.slot;
    let mut block = Block::default();
    block.rule(page, 0, STRONG);
    let y = mm(1);
    block.left(NUMBER, y, LABEL, "№");
    block.left(GOODS, y, LABEL, &words.goods);
    block.left(PLACE, y, LABEL, &words.place);
    block.right(PACKS, y, LABEL, &words.packs);
    block.centre(ACTUAL, y, LABEL, &words.actual);
    block.right(PRICE, y, LABEL, &words.price);
    block.right(SUM, y, LABEL, &words.sum);
    block.space(mm(1));
    block
}

fn next_head(sheet: &OrderSheet, words: &SheetWords) -> Block {
    let page = A4.slot;
    let mut block = Block::default();
    let half = Slot { x: page.x, w: page.w * 3 / 5 - mm(4) };
    let rest = Slot { x: half.right() + mm(4), w: page.right() - half.right() - mm(4) };
    block.left(half, 0, Style::bold(160), &order_text(sheet, words));
    if !sheet.hold_until.is_empty() {
        block.right(rest, mm(1), Style::bold(110), &format!("{} {}", words.hold_until, sheet.hold_until));
    }
    block.space(mm(2));
    block.append(table_head(words));
    block
}

/// The line with its first batch stays whole; each further batch may go to the next page.
fn line_blocks(line: &SheetLine, n: usize, words: &SheetWords) -> Vec<Block> {
    let mut block = Block::default();
    block.rule(A4.slot, 0, HAIR);
    let top = mm(1) + 500;
    block.left(NUMBER, top, BODY.toned(Tone::Grey), &n.to_string());
    block.right(PRICE, top, BODY, &line.price.text());
    block.right(SUM, top, Style::bold(100), &line.sum.text());
    let mut y = block.paragraph(GOODS, top, NAME, &line.name, 6);
    y = block.paragraph(GOODS, y, SMALL.toned(Tone::Grey), &line.manufacturer, 2);
    y = notes(&mut block, y, line, words);
    let mut out = Vec::new();
    match line.picks.as_slice() {
        [] => {
            block.right(PACKS, top, BIG, &line.packs.to_string());
            block.empty_box(ACTUAL, top, mm(7));
            block.paragraph(GOODS, y, SMALL, &words.no_picks, 2);
        }
        [only] if only.packs == line.packs => pick_cells(&mut block, top, y, only, words),
        [first, more @ ..] => {
            // Several batches: the ordered count stands with the name, the counts to take with the places.
            block.right(PACKS, top, BODY, &packs_text(line.packs, words));
            let at = y.max(top + BODY.line()) + mm(1);
            pick_cells(&mut block, at, at, first, words);
            out = more.iter().map(|pick| extra_pick(pick, words)).collect();
        }
    }
    block.space(mm(1) + 500);
    out.insert(0, block);
    out
}

/// Prescription and shortage under the name.
fn notes(block: &mut Block, top: Um, line: &SheetLine, words: &SheetWords) -> Um {
    let mut notes = Vec::new();
    if line.is_rx {
        notes.push(words.rx.clone());
    }
    if line.missing.any() {
        notes.push(format!("{}: {}", words.missing, packs_text(line.missing, words)));
    }
    block.paragraph(GOODS, top, Style::bold(90), &notes.join(" · "), 2)
}

fn extra_pick(pick: &SheetPick, words: &SheetWords) -> Block {
    let mut block = Block::default();
    pick_cells(&mut block, 0, 0, pick, words);
    block.space(mm(1) + 500);
    block
}

/// Place, count and box from `top`; series, expiry and the storage plate in the goods column from `under`.
fn pick_cells(block: &mut Block, top: Um, under: Um, pick: &SheetPick, words: &SheetWords) {
    // Beside the large place both stand on one baseline.
    let under = if under == top { under + BIG.em - SMALL.em } else { under };
    let mut y = block.paragraph(GOODS, under, SMALL, &batch_text(pick, words), 3);
    if let Some(note) = storage_note(pick, words) {
        y = block.plate(GOODS, y + 500, Style::bold(85), &note);
    }
    block.reach(y);
    block.paragraph(PLACE, top, if pick.place.is_empty() { SMALL } else { BIG }, place_text(pick, words), 7);
    block.right(PACKS, top, BIG, &pick.packs.to_string());
    block.empty_box(ACTUAL, top, mm(7));
}

fn total(sheet: &OrderSheet, words: &SheetWords) -> Block {
    let page = A4.slot;
    let packs = sheet.lines.iter().map(|l| l.packs).sum();
    let mut block = Block::default();
    block.rule(page, 0, STRONG);
    let third = page.w / 3;
    let y = mm(2);
    block.left(Slot { x: page.x, w: third }, y, Style::bold(140), &words.total);
    block.right(
        Slot { x: page.x + third, w: PACKS.right() - page.x - third },
        y,
        Style::bold(140),
        &packs_text(packs, words),
    );
    block.right(
        Slot { x: PACKS.right() + mm(3), w: page.right() - PACKS.right() - mm(3) },
        y,
        Style::bold(140),
        &sheet.total.rubles(),
    );
    block.space(mm(3));
    block
}

fn comment(sheet: &OrderSheet, words: &SheetWords) -> Block {
    let mut block = Block::default();
    let y = block.left(A4.slot, mm(1), LABEL, &words.comment);
    block.paragraph(A4.slot, y, BODY, &sheet.comment, 12);
    block.space(mm(3));
    block
}

fn signatures(sheet: &OrderSheet, words: &SheetWords) -> Block {
    let page = A4.slot;
    let mut block = Block::default();
    let half = (page.w - mm(10)) / 2;
    let (collected, checked) = ((&words.collected_by, page.x), (&words.checked_by, page.x + half + mm(10)));
    for ((word, x), name) in [(collected, sheet.collected.as_str()), (checked, "")] {
        let label = Slot { x, w: mm(24) };
        let line = Slot { x: label.right() + mm(1), w: half - mm(25) };
        block.left(label, mm(8), BODY, word);
        block.left(line, mm(8), BODY, name);
        block.rule(line, mm(8) + BODY.em, HAIR);
        block.centre(line, mm(9) + BODY.em, LABEL, &words.signature_hint);
    }
    block
}
