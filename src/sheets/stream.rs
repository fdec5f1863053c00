//! A long list as a workbook, row by row: memory stays flat however long it is.

use std::io::Write;

use chrono::NaiveDateTime;
use rust_xlsxwriter::{DocProperties, Workbook, XlsxError};

use super::error::SheetError;
use super::harmless;
use super::table::{Cell, RowKind};
use super::xlsx::{Looks, MOST_ROWS, moment, sheet_name, write_cell};

/// A column of a streamed sheet: its width must be known before its cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Title.
    pub title: String,
    /// Width in characters.
    pub width: u32,
}

/// A workbook under way.
pub struct SheetStream {
    workbook: Workbook,
    looks: Looks,
    columns: usize,
    next: u32,
}

impl SheetStream {
    /// Begins a sheet.
    ///
    /// # Errors
    /// [`SheetError::Workbook`] when there is no room for its temporary file.
    pub fn begin(name: &str, made_at: NaiveDateTime, columns: &[Column]) -> Result<Self, SheetError> {
        let mut workbook = Workbook::new();
        let looks = Looks::new();
        let mut head = || -> Result<(), XlsxError> {
            if let Some(at) = moment(made_at, 0) {
                workbook.set_properties(&DocProperties::new().set_creation_datetime(&at));
            }
            let sheet = workbook.add_worksheet_with_constant_memory()?;
            sheet.set_name(sheet_name(name))?;
            for (column, n) in columns.iter().zip(0_u16..) {
                sheet.set_column_width(n, f64::from(column.width))?;
            }
            sheet.set_freeze_panes(1, 0)?;
            sheet.set_repeat_rows(0, 0)?;
            sheet.set_landscape().set_print_fit_to_pages(1, 0);
            for (column, n) in columns.iter().zip(0_u16..) {
                sheet.write_string_with_format(0, n, harmless::shown(&column.title), &looks.title)?;
            }
            Ok(())
        };
        head().map_err(|error| failed(&error))?;
        Ok(Self { workbook, looks, columns: columns.len(), next: 1 })
    }

    /// Writes the next row; cells beyond the columns are passed over.
    ///
    /// # Errors
    /// [`SheetError::TooManyRows`] when the sheet is full, [`SheetError::Workbook`].
    pub fn push(&mut self, cells: &[Cell]) -> Result<(), SheetError> {
        let at = self.next;
        let rows = usize::try_from(at).unwrap_or(usize::MAX).saturating_add(1);
        if rows > MOST_ROWS {
            return Err(SheetError::TooManyRows { rows, most: MOST_ROWS });
        }
        let mut row = || -> Result<(), XlsxError> {
            let sheet = self.workbook.worksheet_from_index(0)?;
            for (cell, column) in cells.iter().take(self.columns).zip(0_u16..) {
                write_cell(sheet, (at, column), cell, self.looks.of(RowKind::Line))?;
            }
            Ok(())
        };
        row().map_err(|error| failed(&error))?;
        self.next = at.saturating_add(1);
        Ok(())
    }

    /// Puts the file together.
    ///
    /// # Errors
    /// [`SheetError::Workbook`].
    pub fn finish(mut self, to: impl Write + Send) -> Result<(), SheetError> {
        // The library seeks in what it writes to: a file has that, any writer has not.
        self.workbook.save_to_writer(to).map_err(|error| failed(&error))
    }
}

fn failed(error: &XlsxError) -> SheetError {
    SheetError::Workbook { message: error.to_string() }
}
