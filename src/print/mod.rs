//! The order on paper: pages, PDF, system printers.
//!
//! Owns: the order sheet and the slips per storage place as pages of plain marks, those pages as a PDF,
//! the way to the printers of the system. Must not know: `store`, `ui`, egui, the clock, languages — the
//! words come in as [`SheetWords`], the dates as ready strings.
//!
//! The way of a sheet: [`OrderSheet`] + [`SheetWords`] + [`SheetOptions`] → [`lay_out`] → pages, which
//! the preview paints and [`render`] turns into a PDF → [`PrintSystem::print_pdf`] or a file named by
//! [`safe_file_name`].

mod a4;
mod block;
mod error;
mod file_name;
mod flow;
mod font;
mod from_rows;
mod layout;
mod order_report;
mod page;
mod pdf;
mod printers;
#[cfg(not(any(windows, target_os = "macos")))]
mod process;
mod qr;
mod receipt;
mod roll;
mod sheet;
mod shift_sheet;
mod slips;
mod subset;
mod temp_file;
#[cfg(test)]
mod tests;
mod words;
mod worklist;

pub use error::PrintError;
pub use file_name::safe_file_name;
pub use font::{ASCENT_PER_MILLE, text_width};
pub use from_rows::{order_sheet, sheet_words};
pub use layout::lay_out;
pub use order_report::{PrintedReport, report_pages};
pub use page::{Mark, Page, TextMark, Tone, Um, Weight};
pub use pdf::{PdfInfo, render};
pub use printers::{PrintSystem, PrinterName, list_printers, print_pdf};
pub use receipt::{ReceiptWords, receipt_pages, receipt_words};
pub use sheet::{OrderSheet, Paper, SheetKind, SheetLine, SheetOptions, SheetPick};
pub use shift_sheet::{ShiftSheetWords, shift_sheet_pages, shift_sheet_words};
pub use words::SheetWords;
pub use worklist::{WorklistWords, worklist_pages, worklist_words};
