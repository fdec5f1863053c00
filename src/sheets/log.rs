//! Records of the log as a workbook, row by row.

use std::collections::BTreeMap;
use std::io::Write;

use chrono::{DateTime, FixedOffset, Utc};

use super::error::SheetError;
use super::stream::{Column, SheetStream};
use super::table::Cell;
use crate::domain::log::LogRow;
use crate::text::{Lang, has_key, tr};

/// Titles and widths of the columns.
const COLUMNS: [(&str, u32); 11] = [
    ("log-col-time", 20),
    ("log-col-level", 16),
    ("log-col-module", 20),
    ("log-col-place", 14),
    ("log-col-operation", 26),
    ("log-col-message", 80),
    ("log-col-order", 14),
    ("log-col-method", 8),
    ("log-col-path", 36),
    ("log-col-status", 8),
    ("log-col-millis", 8),
];

/// A workbook of records under way.
pub struct LogSheet {
    lang: Lang,
    zone: FixedOffset,
    sheet: SheetStream,
    /// Words of levels and operations: there are few of them and many records.
    words: BTreeMap<String, String>,
}

impl LogSheet {
    /// Begins it, with titles in `lang` and times of the pharmacy's `zone`.
    ///
    /// # Errors
    /// As [`SheetStream::begin`].
    pub fn begin(lang: Lang, zone: FixedOffset, made_at: DateTime<Utc>) -> Result<Self, SheetError> {
        let columns = COLUMNS.map(|(key, width)| Column { title: tr(lang, key), width });
        let made_at = made_at.with_timezone(&zone).naive_local();
        Ok(Self {
            lang,
            zone,
            sheet: SheetStream::begin(&tr(lang, "log-title"), made_at, &columns)?,
            words: BTreeMap::new(),
        })
    }

    /// Writes a record; `order` is the number of the order it is about, empty for none.
    ///
    /// # Errors
    /// As [`SheetStream::push`].
    pub fn push(&mut self, row: &LogRow, order: &str) -> Result<(), SheetError> {
        let lang = self.lang;
        let operation = self.words.entry(row.operation.clone()).or_insert_with(|| {
            let key = format!("op-{}", row.operation.replace('_', "-"));
            if has_key(lang, &key) { tr(lang, &key) } else { row.operation.clone() }
        });
        let operation = Cell::from(operation.as_str());
        let key = format!("log-level-{}", row.level.code());
        let level = self.words.entry(key).or_insert_with_key(|key| tr(lang, key));
        let level = Cell::from(level.as_str());
        let http = row.http.as_ref();
        self.sheet.push(&[
            Cell::Second(row.id.at().with_timezone(&self.zone).naive_local()),
            level,
            Cell::from(row.module.as_str()),
            Cell::from(row.till.as_str()),
            operation,
            Cell::from(row.message.as_str()),
            Cell::from(order),
            http.map_or(Cell::Empty, |http| Cell::from(http.method.as_str())),
            http.map_or(Cell::Empty, |http| Cell::from(http.path.as_str())),
            http.and_then(|http| http.status).map_or(Cell::Empty, |status| Cell::Whole(status.into())),
            http.and_then(|http| http.millis).map_or(Cell::Empty, |millis| Cell::Whole(millis.into())),
        ])
    }

    /// Puts the file together.
    ///
    /// # Errors
    /// As [`SheetStream::finish`].
    pub fn finish(self, to: impl Write + Send) -> Result<(), SheetError> {
        self.sheet.finish(to)
    }
}
