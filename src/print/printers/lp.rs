//! Printers through the programs `lpstat` and `lp` of CUPS.

use std::path::PathBuf;
use std::time::Duration;

use super::PrinterName;
use crate::domain::mask;
use crate::print::error::PrintError;
use crate::print::process::{Finished, run};
use crate::print::sheet::Paper;
use crate::print::temp_file::TempFile;

/// Longest message of the print system that is kept, in characters.
const MESSAGE_CHARS: usize = 300;
/// Longest title of a job, in characters.
const TITLE_CHARS: usize = 120;

/// The programs of the print system. Tests name their own; the default finds `lp` and `lpstat` in `PATH`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintSystem {
    /// Program that takes a job.
    pub lp: PathBuf,
    /// Program that lists printers.
    pub lpstat: PathBuf,
    /// A program that runs longer is stopped.
    pub time_limit: Duration,
}

impl Default for PrintSystem {
    fn default() -> Self {
        Self { lp: "lp".into(), lpstat: "lpstat".into(), time_limit: Duration::from_secs(10) }
    }
}

impl PrintSystem {
    /// Printers in the system's order; blocks up to twice the time limit.
    ///
    /// Errors: `NoPrintSystem` when `lpstat` is missing, `SpoolerDown`, `TimedOut`, `Refused`, `TempFile`.
    pub fn list_printers(&self) -> Result<Vec<PrinterName>, PrintError> {
        let list = run(&self.lpstat, &["-e".to_owned()], self.time_limit)?;
        // A system without any printer answers with an error and a sentence; that is an empty list.
        if !list.ok && !list.stderr.to_lowercase().contains("no destinations") {
            return Err(refused(&list, None));
        }
        let default = self.default_printer()?;
        let names = list.stdout.lines().map(str::trim).filter(|name| !name.is_empty());
        Ok(names.map(|n| PrinterName { name: n.to_owned(), is_default: default.as_deref() == Some(n) }).collect())
    }

    fn default_printer(&self) -> Result<Option<String>, PrintError> {
        let answer = run(&self.lpstat, &["-d".to_owned()], self.time_limit)?;
        // `system default destination: NAME`, or `no system default destination`.
        Ok(answer.stdout.lines().find_map(|l| l.split_once(": ")).map(|(_, name)| name.trim().to_owned()))
    }

    /// Hands a PDF over; blocks up to the time limit. A4 asks for that paper and fits the page to it; the
    /// roll is printed in its own size on the paper the queue is set to.
    ///
    /// Errors: `NoPrintSystem` when `lp` is missing, `NoDefaultPrinter`, `UnknownPrinter`, `SpoolerDown`,
    /// `TimedOut`, `Refused`, `TempFile`.
    pub fn print_pdf(&self, printer: Option<&str>, pdf: &[u8], title: &str, paper: Paper) -> Result<(), PrintError> {
        let file = TempFile::create("pdf", pdf)?;
        let mut args: Vec<String> = Vec::new();
        if let Some(name) = printer {
            args.extend(["-d".to_owned(), name.to_owned()]);
        }
        args.extend(["-t".to_owned(), cut(title, TITLE_CHARS)]);
        let options: &[&str] = match paper {
            Paper::A4 => &["media=A4", "print-scaling=fit"],
            Paper::Roll80 => &["print-scaling=none"],
        };
        for option in options {
            args.extend(["-o".to_owned(), (*option).to_owned()]);
        }
        args.push(file.path().display().to_string());
        let done = run(&self.lp, &args, self.time_limit)?;
        if done.ok { Ok(()) } else { Err(refused(&done, printer)) }
    }
}

/// What the program meant by its failure; it speaks English, since it ran in the C locale.
fn refused(done: &Finished, printer: Option<&str>) -> PrintError {
    let text = if done.stderr.trim().is_empty() { &done.stdout } else { &done.stderr };
    let message = cut(text.trim(), MESSAGE_CHARS);
    let lower = message.to_lowercase();
    let says = |parts: &[&str]| parts.iter().any(|part| lower.contains(part));
    if says(&["no default destination"]) {
        PrintError::NoDefaultPrinter
    } else if let (Some(printer), true) =
        (printer, says(&["does not exist", "unknown destination", "invalid destination"]))
    {
        PrintError::UnknownPrinter { printer: printer.to_owned() }
    } else if says(&["scheduler", "bad file descriptor", "connection refused", "unable to connect"]) {
        PrintError::SpoolerDown { message }
    } else {
        PrintError::Refused { message }
    }
}

fn cut(text: &str, chars: usize) -> String {
    let head: String = text.chars().take(chars).collect();
    mask::safe_text(&head).chars().take(chars).collect()
}
