//! «Отчёт по интернет-заказам» on paper: the figures, then a line for each day.
//!
//! Owns: the design. The words come in ready.

use super::block::{Block, HAIR, STRONG, Slot, Style};
use super::error::PrintError;
use super::flow::{self, Story};
use super::font::{self, clean};
use super::layout::frame;
use super::page::{Page, mm};
use super::sheet::Paper;

/// The report as it is printed: every text ready.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PrintedReport {
    /// Name of the pharmacy.
    pub pharmacy: String,
    /// What it is and of which days.
    pub title: String,
    /// When it was made.
    pub made: String,
    /// Titles with their figures.
    pub figures: Vec<(String, String)>,
    /// Heads of the columns.
    pub heads: Vec<String>,
    /// Days, as texts by column; the last row is what all come to.
    pub rows: Vec<Vec<String>>,
    /// How the reckoning is meant.
    pub note: String,
    /// «стр. {page} из {pages}».
    pub page_of: String,
}

/// Lays the report out.
///
/// # Errors
/// `Font` for a damaged program.
pub fn report_pages(report: &PrintedReport, paper: Paper) -> Result<Vec<Page>, PrintError> {
    font::face(super::Weight::Regular)?;
    font::face(super::Weight::Bold)?;
    let frame = frame(paper);
    let mut head = Block::default();
    let y = head.paragraph(frame.slot, 0, Style::bold(100), &clean(&report.pharmacy, 120), 2);
    let y = head.paragraph(frame.slot, y + mm(1), Style::bold(160), &report.title, 2);
    let y = head.paragraph(frame.slot, y, Style::plain(85), &report.made, 1);
    head.rule(frame.slot, y + mm(1), STRONG);
    let mut body: Vec<Block> = report.figures.iter().map(|(name, value)| figure(frame.slot, name, value)).collect();
    let mut note = Block::default();
    let y = note.paragraph(frame.slot, mm(2), Style::plain(80), &report.note, 4);
    note.reach(y + mm(2));
    body.push(note);
    match paper {
        Paper::Roll80 => body.extend(report.rows.iter().map(|cells| day(frame.slot, &report.heads, cells))),
        Paper::A4 => {
            body.push(row(frame.slot, &report.heads, Style::bold(85)));
            let last = report.rows.len().saturating_sub(1);
            for (n, cells) in report.rows.iter().enumerate() {
                body.push(row(frame.slot, cells, if n == last { Style::bold(90) } else { Style::plain(90) }));
            }
        }
    }
    let story = Story {
        next_head: head.clone(),
        head,
        body,
        foot: format!("{} · {}", report.title, report.made),
        page_of: report.page_of.clone(),
    };
    Ok(flow::pages(frame, story))
}

fn figure(slot: Slot, name: &str, value: &str) -> Block {
    let mut block = Block::default();
    let half = Slot { x: slot.x, w: slot.w / 2 };
    let rest = Slot { x: half.right() + mm(2), w: slot.w - half.w - mm(2) };
    let y = block.paragraph(half, mm(1), Style::plain(100), name, 2);
    let y2 = block.paragraph(rest, mm(1), Style::bold(100), value, 2);
    block.reach(y.max(y2));
    block
}

/// A day on narrow paper: its name, then what is in its columns.
fn day(slot: Slot, heads: &[String], cells: &[String]) -> Block {
    let mut block = Block::default();
    block.rule(slot, 0, HAIR);
    let name = cells.first().map_or("", String::as_str);
    let rest: Vec<String> = heads.iter().zip(cells).skip(1).map(|(head, cell)| format!("{head}: {cell}")).collect();
    let y = block.paragraph(slot, mm(1), Style::bold(90), name, 1);
    let y = block.paragraph(slot, y, Style::plain(85), &rest.join(" · "), 5);
    block.reach(y + mm(1));
    block
}

/// A row of the table.
fn row(slot: Slot, cells: &[String], style: Style) -> Block {
    let mut block = Block::default();
    block.rule(slot, 0, HAIR);
    let count = i32::try_from(cells.len().max(1)).unwrap_or(1);
    let mut bottom = 0;
    for (n, cell) in (0_i32..).zip(cells) {
        let width = slot.w / count;
        let column = Slot { x: slot.x + width * n, w: width - mm(1) };
        bottom = bottom.max(block.paragraph(column, mm(1), style, cell, 2));
    }
    block.reach(bottom + mm(1));
    block
}
