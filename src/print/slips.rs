//! One slip for each storage place with goods that stay there until hand-over.
//!
//! Owns: grouping by place, the design. On A4 the slips stand one under another with lines to cut along;
//! on the roll each is a page of its own, so that the cutter parts them.

use std::collections::BTreeMap;

use super::block::{Block, HAIR, STRONG, Slot, Style};
use super::error::PrintError;
use super::flow::{self, Frame, Story};
use super::layout::{
    batch_text, cell_plate, customer_text, foot_text, order_text, packs_text, place_text, storage_note,
};
use super::page::{Page, Um, mm};
use super::qr;
use super::sheet::{OrderSheet, Paper, SheetLine, SheetPick};
use super::words::SheetWords;

const SMALL: Style = Style::plain(85);
const BODY: Style = Style::plain(100);
const QR_SIDE: Um = mm(27);
/// Room for the scissors between two slips.
const CUT: Um = mm(12);

/// What lies at one place.
type AtPlace<'a> = Vec<(&'a SheetLine, &'a SheetPick)>;

pub(super) fn pages(
    frame: Frame,
    paper: Paper,
    sheet: &OrderSheet,
    words: &SheetWords,
) -> Result<Vec<Page>, PrintError> {
    let mut places: BTreeMap<&str, AtPlace<'_>> = BTreeMap::new();
    for line in &sheet.lines {
        for pick in line.picks.iter().filter(|p| p.stays && p.packs.any()) {
            places.entry(&pick.place).or_default().push((line, pick));
        }
    }
    let mut slips = Vec::new();
    for goods in places.values() {
        slips.push(slip(frame.slot, sheet, goods, words)?);
    }
    match paper {
        _ if slips.is_empty() => Err(PrintError::NothingToPrint),
        Paper::A4 => Ok(on_a4(frame, slips, sheet, words)),
        Paper::Roll80 => Ok(slips.into_iter().flat_map(|s| flow::pages(frame, alone(s, sheet, words))).collect()),
    }
}

/// A slip before it is placed: its head, its rows.
struct Slip {
    head: Block,
    rows: Vec<Block>,
}

impl Slip {
    fn height(&self) -> Um {
        self.rows.iter().fold(self.head.height, |h, row| h + row.height)
    }

    /// The whole slip as one piece.
    fn joined(self) -> Block {
        let mut block = self.head;
        for row in self.rows {
            block.append(row);
        }
        block
    }
}

fn alone(slip: Slip, sheet: &OrderSheet, words: &SheetWords) -> Story {
    Story {
        head: slip.head.clone(),
        next_head: slip.head,
        body: slip.rows,
        foot: foot_text(sheet, words),
        page_of: words.page_of.clone(),
    }
}

/// Slips that fit on a page share pages and stay whole; a longer one has pages of its own.
fn on_a4(frame: Frame, slips: Vec<Slip>, sheet: &OrderSheet, words: &SheetWords) -> Vec<Page> {
    let room = frame.max_height - frame.top - frame.bottom - CUT;
    let (short, long): (Vec<Slip>, Vec<Slip>) = slips.into_iter().partition(|slip| slip.height() <= room);
    let mut body = Vec::new();
    for slip in short {
        let mut block = slip.joined();
        block.cut_line(frame.slot, block.height + CUT / 2);
        block.space(CUT / 2);
        body.push(block);
    }
    let mut pages = Vec::new();
    if !body.is_empty() {
        let (foot, page_of) = (foot_text(sheet, words), words.page_of.clone());
        pages = flow::pages(frame, Story { body, foot, page_of, ..Story::default() });
    }
    pages.extend(long.into_iter().flat_map(|slip| flow::pages(frame, alone(slip, sheet, words))));
    pages
}

fn slip(slot: Slot, sheet: &OrderSheet, goods: &AtPlace<'_>, words: &SheetWords) -> Result<Slip, PrintError> {
    let mut rows = Vec::new();
    for (line, pick) in goods {
        rows.push(row(slot, line, pick, words));
    }
    Ok(Slip { head: head(slot, sheet, goods, words)?, rows })
}

fn head(slot: Slot, sheet: &OrderSheet, goods: &AtPlace<'_>, words: &SheetWords) -> Result<Block, PrintError> {
    let mut block = Block::default();
    let left = Slot { x: slot.x, w: slot.w - QR_SIDE - mm(2) };
    block.marks.push(qr::mark(&sheet.sheet_code, left.right() + mm(2), 0, QR_SIDE)?);
    let mut y = block.paragraph(left, mm(1), SMALL, &words.slip, 2);
    if let Some((_, pick)) = goods.first() {
        let place = place_text(pick, words);
        let style = [240, 180].into_iter().map(Style::bold).find(|s| s.width(place) <= left.w);
        y = block.paragraph(left, y, style.unwrap_or(Style::bold(140)), place, 6);
    }
    let number = order_text(sheet, words);
    let style = [220, 180].into_iter().map(Style::bold).find(|s| s.width(&number) <= left.w);
    y = block.paragraph(left, y, style.unwrap_or(Style::bold(140)), &number, 7);
    y = cell_plate(&mut block, left, y, 180, sheet, words).max(QR_SIDE);
    let hold = format!("{} {}", words.hold_until, sheet.hold_until);
    if !sheet.hold_until.is_empty() {
        y = block.paragraph(slot, y, Style::bold(130), &hold, 2);
    }
    let customer = customer_text(sheet);
    y = block.paragraph(slot, y, BODY, &customer, 2);
    block.reach(y + mm(2));
    block.rule(slot, block.height, STRONG);
    Ok(block)
}

fn row(slot: Slot, line: &SheetLine, pick: &SheetPick, words: &SheetWords) -> Block {
    let mut block = Block::default();
    let boxed = Slot { x: slot.right() - mm(13) - 150, w: mm(13) };
    let count = Slot { x: boxed.x - mm(18), w: mm(16) };
    let left = Slot { x: slot.x, w: count.x - slot.x - mm(1) };
    let top = mm(2);
    let mut y = block.paragraph(left, top, Style::bold(105), &line.name, 8);
    block.right(count, top, Style::bold(130), &packs_text(pick.packs, words));
    let boxed_to = block.empty_box(boxed, top, mm(8)) + 300;
    if line.is_rx {
        y = block.paragraph(left, y, Style::bold(90), &words.rx, 1);
    }
    // On the roll the rest stands below the box, in the whole width; on A4 there is room beside it.
    let under = if left.w > mm(100) { left } else { slot };
    y = if left.w > mm(100) { y } else { y.max(boxed_to) };
    y = block.paragraph(under, y, SMALL, &batch_text(pick, words), 3);
    if let Some(note) = storage_note(pick, words) {
        block.plate(under, y + 700, Style::bold(95), &note);
    }
    block.space(mm(2));
    block.rule(slot, block.height, HAIR);
    block
}
