//! Tables that leave the program as files for a spreadsheet, and that come from one: CSV and XLSX.
//!
//! Owns: what a cell is, how it is written in either format, and which rows and columns a list has on a sheet.
//! Must not know: the store, screens, files, the clock. Text from outside never becomes a formula here, and what
//! draws nothing is written out.
//!
//! Reading order: [`table`] (the shape both formats share), [`harmless`] (text from outside), [`csv`], [`xlsx`],
//! [`stream`] (a long list, row by row), [`log`] (records of the log), [`requisitions`] (the list of requisitions as a table).

mod csv;
mod error;
mod harmless;
mod log;
mod order_report;
pub mod read;
mod requisitions;
mod stream;
mod table;
mod xlsx;

#[cfg(test)]
#[expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "tests stop at the first surprise"
)]
mod tests;

pub use error::SheetError;
pub use log::LogSheet;
pub use order_report::{TITLES as REPORT_TITLES, report_table};
pub use requisitions::requisition_table;
pub use table::{Cell, Format, Row, RowKind, Table};

/// The bytes of a file with this table.
///
/// # Errors
/// [`SheetError`] when the table does not fit or cannot be packed.
pub fn write(table: &Table, format: Format) -> Result<Vec<u8>, SheetError> {
    match format {
        Format::Csv => Ok(csv::write(table)),
        Format::Xlsx => xlsx::write(table),
    }
}
