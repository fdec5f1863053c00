//! The order sheet as a PDF, for the command line, the tour and the window's side jobs.

use super::context::Context;
use super::out::Failure;
use crate::domain::ids::OrderId;
use crate::print::{self, Paper, PdfInfo, SheetKind, SheetOptions};
use crate::text;
use crate::usecase::read::order_sheet::SheetData;

/// The paper of a setting.
pub(super) fn paper(word: &str) -> Paper {
    if word == "roll80" { Paper::Roll80 } else { Paper::A4 }
}

/// The full sheet of an order on the paper of the settings.
pub(super) fn pdf(cx: &Context, order: OrderId) -> Result<Vec<u8>, Failure> {
    let rows = cx.ask(SheetData { id: order })?;
    let sheet = print::order_sheet(&rows, cx.zone());
    let words = print::sheet_words(|key| text::tr(cx.lang, key));
    let options = SheetOptions { paper: paper(&cx.setup.paper), kind: SheetKind::Full };
    let info = PdfInfo { title: rows.card.row.numbers.shown().to_owned(), created: rows.made_at };
    print::lay_out(&sheet, &words, options)
        .and_then(|pages| print::render(&pages, &info))
        .map_err(|e| Failure::said(cx.lang, &format!("print-error-{}", e.code()), &[]))
}
