//! Printers through the `printers` crate: winspool on Windows, CUPS on macOS.
//!
//! The crate cannot be interrupted, so the time limit of the Linux side has no counterpart here. On
//! Windows the PDF goes to the queue as it is (RAW): the printer itself must read PDF, as most network
//! printers do; others print from the saved file.

use ::printers::common::base::errors::PrintersFailure;
use ::printers::common::base::job::PrinterJobOptions;
use ::printers::common::converters::Converter;

use super::PrinterName;
use crate::domain::mask;
use crate::print::error::PrintError;
use crate::print::sheet::Paper;
use crate::print::temp_file::TempFile;

/// The print system of this machine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PrintSystem {}

impl PrintSystem {
    /// Printers in the system's order; blocks.
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "one shape on all systems")]
    pub fn list_printers(&self) -> Result<Vec<PrinterName>, PrintError> {
        let all = ::printers::get_printers().into_iter();
        Ok(all.map(|p| PrinterName { name: p.system_name, is_default: p.is_default }).collect())
    }

    /// Hands a PDF over; blocks.
    ///
    /// Errors: `NoDefaultPrinter`, `UnknownPrinter`, `Refused`, `TempFile`.
    #[expect(clippy::unused_self, reason = "one shape on all systems")]
    pub fn print_pdf(&self, printer: Option<&str>, pdf: &[u8], title: &str, paper: Paper) -> Result<(), PrintError> {
        let target = match printer {
            Some(name) => ::printers::get_printer_by_name(name)
                .ok_or_else(|| PrintError::UnknownPrinter { printer: name.to_owned() })?,
            None => ::printers::get_default_printer().ok_or(PrintError::NoDefaultPrinter)?,
        };
        let title: String = mask::safe_text(title).chars().take(120).collect();
        // The crate passes these to CUPS; winspool has no such options.
        let options: &[(&str, &str)] = match paper {
            _ if cfg!(windows) => &[],
            Paper::A4 => &[("media", "A4"), ("print-scaling", "fit")],
            Paper::Roll80 => &[("print-scaling", "none")],
        };
        // Our own file: the crate would leave one behind, readable by everybody.
        let file = TempFile::create("pdf", pdf)?;
        let job = PrinterJobOptions { name: Some(&title), raw_properties: options, converter: Converter::None };
        match target.print_file(&file.path().to_string_lossy(), job) {
            Ok(_job_id) => Ok(()),
            Err(e) if e.failure == PrintersFailure::FileFailure => Err(PrintError::TempFile { message: e.message }),
            Err(e) => Err(PrintError::Refused { message: mask::safe_text(&e.message).chars().take(300).collect() }),
        }
    }
}
