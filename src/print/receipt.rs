//! A receipt on paper: the copy of what the fiscal device printed, with every field that a cash receipt has, and its QR.
//!
//! Owns: the design and the way from the read row. One column, for the roll and for A4. A copy is no fiscal document,
//! and says so.

use chrono::FixedOffset;

use super::block::{Block, HAIR, STRONG, Slot, Style};
use super::error::PrintError;
use super::flow::{self, Story};
use super::font::{self, clean};
use super::layout::frame;
use super::page::{Page, Um, mm};
use super::qr;
use super::sheet::Paper;
use crate::domain::fiscal::{FiscalKind, FiscalLine};
use crate::domain::money::Kopecks;
use crate::usecase::read::sales::Sale;

/// Labels of the receipt, without colons.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReceiptWords {
    /// Text key and its words, in the order of [`KEYS`].
    words: Vec<String>,
    /// Page number with `{page}` and `{pages}` in it.
    page_of: String,
}

/// The text keys of the labels.
const KEYS: [&str; 24] = [
    "receipt-copy",
    "receipt-sale",
    "receipt-return",
    "receipt-number",
    "receipt-shift",
    "receipt-cashier",
    "receipt-inn",
    "receipt-tax-system",
    "receipt-total",
    "receipt-cash",
    "receipt-card",
    "receipt-prepaid",
    "receipt-given",
    "receipt-change",
    "receipt-vat",
    "receipt-no-vat",
    "receipt-device",
    "receipt-drive",
    "receipt-document",
    "receipt-sign",
    "receipt-not-printed",
    "receipt-settled-before",
    "receipt-full-payment",
    "receipt-goods",
];

/// The words of a receipt; `tr` answers the words of a text key.
#[must_use]
pub fn receipt_words(tr: impl Fn(&str) -> String) -> ReceiptWords {
    ReceiptWords { words: KEYS.iter().map(|key| tr(key)).collect(), page_of: tr("sheet-page-of") }
}

impl ReceiptWords {
    fn of(&self, key: &str) -> &str {
        KEYS.iter().position(|k| *k == key).and_then(|at| self.words.get(at)).map_or("", String::as_str)
    }
}

const SMALL: Style = Style::plain(80);
const BODY: Style = Style::plain(95);
const BOLD: Style = Style::bold(95);
const QR_SIDE: Um = mm(38);

/// Lays a receipt out; times in the pharmacy's `zone`, `tax_system` in words.
///
/// # Errors
/// `Font` for a damaged program, `QrCode` when the numbers of the device do not fit a code.
pub fn receipt_pages(
    sale: &Sale,
    words: &ReceiptWords,
    tax_system: &str,
    zone: FixedOffset,
    paper: Paper,
) -> Result<Vec<Page>, PrintError> {
    font::face(super::Weight::Regular)?;
    font::face(super::Weight::Bold)?;
    let frame = frame(paper);
    // On A4 the receipt stays as narrow as a receipt is.
    let slot = Slot { x: frame.slot.x, w: frame.slot.w.min(mm(90)) };
    let mut body: Vec<Block> =
        sale.fiscal.lines.iter().zip(1..).map(|(line, n)| line_block(slot, line, n, words)).collect();
    body.push(sums(slot, sale, words));
    body.push(device(slot, sale, words, tax_system, zone)?);
    let head = head(slot, sale, words, zone);
    let story = Story {
        next_head: head.clone(),
        head,
        body,
        foot: String::from(words.of("receipt-copy")),
        page_of: words.page_of.clone(),
    };
    Ok(flow::pages(frame, story))
}

fn head(slot: Slot, sale: &Sale, words: &ReceiptWords, zone: FixedOffset) -> Block {
    let fiscal = &sale.fiscal;
    let mut block = Block::default();
    let mut y = block.paragraph(slot, 0, Style::bold(105), &clean(&fiscal.seller.name, 120), 3);
    y = block.paragraph(slot, y, SMALL, &clean(&fiscal.seller.address, 160), 3);
    if !fiscal.seller.inn.is_empty() {
        y = block.paragraph(slot, y, SMALL, &format!("{} {}", words.of("receipt-inn"), fiscal.seller.inn), 1);
    }
    y += mm(1);
    block.rule(slot, y, STRONG);
    y += mm(1);
    let kind = if fiscal.kind == FiscalKind::Sale { "receipt-sale" } else { "receipt-return" };
    y = block.centre(slot, y, Style::bold(120), words.of(kind));
    y = block.centre(slot, y, SMALL, words.of("receipt-copy"));
    let at = sale.printed.as_ref().map_or(fiscal.at, |printed| printed.at.with_timezone(&zone));
    let number = format!("{} {}", words.of("receipt-number"), fiscal.number);
    y = pair(&mut block, slot, y, BODY, &number, &at.format("%d.%m.%Y %H:%M %:z").to_string());
    pair(&mut block, slot, y, BODY, words.of("receipt-cashier"), &clean(&fiscal.cashier, 60));
    block.space(mm(1));
    block.rule(slot, block.height, HAIR);
    block.space(mm(1));
    block
}

/// A label at the left, its value at the right; the bottom.
fn pair(block: &mut Block, slot: Slot, top: Um, style: Style, left: &str, right: &str) -> Um {
    let right_w = (style.width(right) + mm(1)).min(slot.w * 2 / 3);
    let right_slot = Slot { x: slot.right() - right_w, w: right_w };
    let left_slot = Slot { x: slot.x, w: slot.w - right_w - mm(1) };
    let bottom = block.left(left_slot, top, style, left);
    block.right(right_slot, top, style, right).max(bottom)
}

fn line_block(slot: Slot, line: &FiscalLine, n: usize, words: &ReceiptWords) -> Block {
    let mut block = Block::default();
    let mut y = block.paragraph(slot, 0, BODY, &format!("{n}. {}", clean(&line.name, 200)), 6);
    let times = format!("{} × {}", line.packs, line.price.text());
    y = pair(&mut block, slot, y, BOLD, &times, &format!("= {}", line.sum().text()));
    let how = if line.is_prepaid { "receipt-settled-before" } else { "receipt-full-payment" };
    let vat = vat_text(line, words);
    block.paragraph(slot, y, SMALL, &format!("{} · {} · {vat}", words.of("receipt-goods"), words.of(how)), 2);
    block.space(mm(1));
    block
}

fn vat_text(line: &FiscalLine, words: &ReceiptWords) -> String {
    match line.vat.0 {
        0 => words.of("receipt-no-vat").to_owned(),
        rate => format!("{} {rate}% {}", words.of("receipt-vat"), line.vat.inside(line.sum()).text()),
    }
}

fn sums(slot: Slot, sale: &Sale, words: &ReceiptWords) -> Block {
    let mut block = Block::default();
    block.rule(slot, 0, STRONG);
    let mut y = mm(1);
    y = pair(
        &mut block,
        slot,
        y,
        Style::bold(130),
        words.of("receipt-total"),
        &format!("= {}", sale.fiscal.total().text()),
    );
    let settled = sale.settled;
    let cash_given = settled.given.minus(settled.card);
    let rows: [(&str, Kopecks); 5] = [
        ("receipt-cash", settled.cash),
        ("receipt-card", settled.card),
        ("receipt-prepaid", settled.prepaid),
        ("receipt-given", if settled.change.0 > 0 { cash_given } else { Kopecks::ZERO }),
        ("receipt-change", settled.change),
    ];
    for (key, sum) in rows.into_iter().filter(|(_, sum)| sum.0 > 0) {
        y = pair(&mut block, slot, y, BODY, words.of(key), &sum.text());
    }
    for (rate, part) in sale.fiscal.vat() {
        let label = match rate.0 {
            0 => words.of("receipt-no-vat").to_owned(),
            rate => format!("{} {rate}%", words.of("receipt-vat")),
        };
        let sum = if rate.0 == 0 { part.sum } else { part.tax };
        y = pair(&mut block, slot, y, BODY, &label, &sum.text());
    }
    block.space(mm(1));
    block
}

fn device(
    slot: Slot,
    sale: &Sale,
    words: &ReceiptWords,
    tax_system: &str,
    zone: FixedOffset,
) -> Result<Block, PrintError> {
    let mut block = Block::default();
    block.rule(slot, 0, HAIR);
    let mut y = mm(1);
    y = pair(&mut block, slot, y, SMALL, words.of("receipt-tax-system"), tax_system);
    let Some(printed) = &sale.printed else {
        block.paragraph(slot, y, BOLD, words.of("receipt-not-printed"), 3);
        return Ok(block);
    };
    let rows = [
        ("receipt-shift", format!("{} / {}", printed.shift, printed.receipt)),
        ("receipt-device", printed.device.clone()),
        ("receipt-drive", printed.drive.clone()),
        ("receipt-document", printed.document.to_string()),
        ("receipt-sign", printed.sign.clone()),
    ];
    for (key, value) in rows {
        y = pair(&mut block, slot, y, SMALL, words.of(key), &value);
    }
    let text = printed.qr(sale.fiscal.total(), sale.fiscal.kind, zone);
    let x = slot.x + (slot.w - QR_SIDE) / 2;
    block.marks.push(qr::mark(&text, x, y + mm(1), QR_SIDE)?);
    block.reach(y + QR_SIDE + mm(2));
    Ok(block)
}
