//! CSV as a Russian Excel opens it by a double click: UTF-8 with a byte order mark, `;`, CRLF, decimal comma.
//!
//! A CSV has no types: a reader takes a text of digits for a number. Who needs codes with their leading zeros takes
//! the workbook.

use std::fmt::Write;

use super::harmless;
use super::table::{Cell, RowKind, Table};
use crate::domain::money::Kopecks;

const BOM: &str = "\u{feff}";

/// The bytes of the file.
pub(super) fn write(table: &Table) -> Vec<u8> {
    let mut out = String::from(BOM);
    line(&mut out, table.titles.iter().map(|title| field(title)));
    for row in table.rows.iter().filter(|row| row.kind == RowKind::Line) {
        let cells = row.cells.iter().chain(std::iter::repeat(&Cell::Empty));
        line(&mut out, cells.take(table.titles.len()).map(text));
    }
    out.into_bytes()
}

fn line(out: &mut String, fields: impl Iterator<Item = String>) {
    for (field, n) in fields.zip(0_usize..) {
        if n > 0 {
            out.push(';');
        }
        out.push_str(&field);
    }
    out.push_str("\r\n");
}

fn text(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => field(text),
        Cell::Whole(n) => n.to_string(),
        Cell::Money(sum) => money(*sum),
        Cell::Date(day) => day.format("%d.%m.%Y").to_string(),
        Cell::Moment(at) => at.format("%d.%m.%Y %H:%M").to_string(),
        Cell::Second(at) => at.format("%d.%m.%Y %H:%M:%S").to_string(),
    }
}

/// A text, in quotes where a reader would break it.
fn field(text: &str) -> String {
    let safe = harmless::no_formula(text);
    let breaks = safe.contains([';', ',', '"', '\'']) || safe.starts_with(' ') || safe.ends_with(' ');
    if breaks { format!("\"{}\"", safe.replace('"', "\"\"")) } else { safe }
}

/// `-1234,50`: no spaces between thousands and a plain minus, so that it is read as a number.
fn money(sum: Kopecks) -> String {
    let abs = sum.0.unsigned_abs();
    let mut out = String::new();
    if sum.0 < 0 {
        out.push('-');
    }
    // Writing into a text does not fail.
    let _ = write!(out, "{},{:02}", abs / 100, abs % 100);
    out
}
