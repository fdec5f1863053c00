//! Sheets from the order to the paper: made, rendered, read back by other programs.
//!
//! The readers (`pdftotext`, `pdftoppm`, `pdfinfo` of poppler, `zbarimg`) share no code with us. A missing
//! one fails the test. `EXPERO_PRINT_DIR` keeps the files of a run to look at.

#![expect(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod geometry;
#[cfg(not(any(windows, target_os = "macos")))]
mod lp;
mod paper;
mod receipt;
mod report;
mod sample;

use std::path::{Path, PathBuf};
use std::process::Command;

use chrono::DateTime;

use super::{OrderSheet, Page, Paper, PdfInfo, SheetKind, SheetOptions, lay_out, render};

/// Every paper with every kind.
const ALL: [SheetOptions; 4] = [
    SheetOptions { paper: Paper::A4, kind: SheetKind::Full },
    SheetOptions { paper: Paper::Roll80, kind: SheetKind::Full },
    SheetOptions { paper: Paper::A4, kind: SheetKind::SlipPerPlace },
    SheetOptions { paper: Paper::Roll80, kind: SheetKind::SlipPerPlace },
];

fn pages(sheet: &OrderSheet, options: SheetOptions) -> Vec<Page> {
    lay_out(sheet, &sample::words(), options).expect("a sheet has pages")
}

fn info() -> PdfInfo {
    PdfInfo {
        title: "Заказ 4471-К".to_owned(), created: DateTime::from_timestamp(1_795_000_000, 0).expect("a time")
    }
}

/// A PDF in a folder that is removed with the value.
struct Printed {
    folder: tempfile::TempDir,
    path: PathBuf,
}

fn printed(sheet: &OrderSheet, options: SheetOptions) -> Printed {
    on_paper(&pages(sheet, options), &format!("{:?}-{:?}-{}.pdf", options.paper, options.kind, sheet.lines.len()))
}

fn on_paper(pages: &[Page], name: &str) -> Printed {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("sheet.pdf");
    std::fs::write(&path, render(pages, &info()).expect("a PDF")).expect("written");
    if let Some(keep) = std::env::var_os("EXPERO_PRINT_DIR") {
        std::fs::copy(&path, Path::new(&keep).join(name)).expect("kept");
    }
    Printed { folder, path }
}

/// Runs a reader and returns its output; a missing or failing reader fails the test.
fn reader(program: &str, args: &[&str], file: &Path, more: &[&str]) -> String {
    let done = Command::new(program).args(args).arg(file).args(more).output();
    let done = done.unwrap_or_else(|e| panic!("{program} must be installed: {e}"));
    assert!(done.status.success(), "{program}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8_lossy(&done.stdout).into_owned()
}

/// Text of the PDF with all white space as single spaces.
fn text_of(printed: &Printed) -> String {
    squeezed(&reader("pdftotext", &["-layout"], &printed.path, &["-"]))
}

/// Text of the PDF, page by page.
fn page_texts(printed: &Printed) -> Vec<String> {
    let all = reader("pdftotext", &["-layout"], &printed.path, &["-"]);
    all.trim_end_matches('\u{c}').split('\u{c}').map(squeezed).collect()
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
