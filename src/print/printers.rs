//! The printers of the system.
//!
//! Owns: the list, and handing over a finished PDF. On Linux through `lpstat` and `lp`, so that the build
//! needs no CUPS; on Windows and macOS through the `printers` crate. **Everything here blocks**, up to the
//! time limit: call it from a worker thread, never from the screen's.

use super::error::PrintError;
use super::sheet::Paper;

#[cfg(not(any(windows, target_os = "macos")))]
#[path = "printers/lp.rs"]
mod system;
#[cfg(any(windows, target_os = "macos"))]
#[path = "printers/native.rs"]
mod system;

pub use system::PrintSystem;

/// A printer the system knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrinterName {
    /// The name to print with, as the system writes it.
    pub name: String,
    /// True for the default printer of the system.
    pub is_default: bool,
}

/// Printers of this machine, in the system's order. An empty list is no error: no printer is set up.
/// Blocks; see [`PrintSystem::list_printers`].
pub fn list_printers() -> Result<Vec<PrinterName>, PrintError> {
    PrintSystem::default().list_printers()
}

/// Hands a PDF to a printer, or to the default one. Success means the system took the job, not that paper
/// came out. Blocks; see [`PrintSystem::print_pdf`].
pub fn print_pdf(printer: Option<&str>, pdf: &[u8], title: &str, paper: Paper) -> Result<(), PrintError> {
    PrintSystem::default().print_pdf(printer, pdf, title, paper)
}
