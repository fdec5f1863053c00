//! The shape that both formats share: titles, rows, cells that know what they are.

use chrono::{NaiveDate, NaiveDateTime};

use crate::domain::money::Kopecks;

/// A file format of spreadsheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// UTF-8 with a byte order mark, `;`, CRLF: what a Russian Excel opens by a double click.
    Csv,
    /// A workbook of one sheet.
    Xlsx,
}

impl Format {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Csv, Self::Xlsx];

    /// The ending of a file's name, without the dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }
}

/// One cell. Writers turn it into what the spreadsheet calls a text, a number or a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Words, from us or from outside; always a text, whatever it looks like.
    Text(String),
    /// A whole number: packs, lines.
    Whole(i64),
    /// A sum of money, written with two decimals.
    Money(Kopecks),
    /// A day.
    Date(NaiveDate),
    /// A day and a time on the pharmacy's wall, to the minute.
    Moment(NaiveDateTime),
    /// The same to the second: records of the log.
    Second(NaiveDateTime),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
}

/// What a row is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// A line of the list: complete without the rows around it.
    Line,
    /// The head of the lines below it, with their sums. A workbook shows it bold; a CSV, which other programs read
    /// in, goes without it.
    Group,
}

/// One row; cells beyond the titles are passed over, missing ones are empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it is for.
    pub kind: RowKind,
    /// Its cells.
    pub cells: Vec<Cell>,
}

/// A table on its way to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Name of the sheet, in the user's words; no personal data.
    pub name: String,
    /// When it was made, on the pharmacy's wall.
    pub made_at: NaiveDateTime,
    /// Titles of the columns.
    pub titles: Vec<String>,
    /// The rows.
    pub rows: Vec<Row>,
}

impl Table {
    /// True when there is nothing to save.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.rows.iter().any(|row| row.kind == RowKind::Line)
    }
}
