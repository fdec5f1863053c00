//! `expero import goods FILE`, and the same from the window: read whole, checked whole, stored whole.

use std::path::{Path, PathBuf};

use super::args::ImportAction;
use super::context::Context;
use super::out::{self, Failure};
use super::place::Needs;
use crate::desk::Desk;
use crate::domain::goods_row::RowFault;
use crate::sheets;
use crate::text::{self, Lang, tr, tr_args};
use crate::ui::services::{ImportEnd, ServiceError};
use crate::usecase::UseError;
use crate::usecase::goods_table::{self, TableFault};
use crate::usecase::import_goods::{GoodsWithStock, ImportGoods};

/// Wrong rows that are named; nobody reads more at once.
const NAMED: usize = 20;

pub(super) fn run(data: Option<&Path>, action: ImportAction) -> Result<(), Failure> {
    let ImportAction::Goods { file, dry_run } = action;
    let cx = Context::open(data, "cli", Needs::Folder)?;
    let items = match read(cx.lang, &file) {
        Ok(items) => items,
        Err(why) => {
            for line in &why {
                out::message(line);
            }
            return Err(Failure::said(cx.lang, "import-nothing", &[]));
        }
    };
    let (goods, batches) = counts(&items);
    if !dry_run {
        cx.act(ImportGoods { items })?;
    }
    let key = if dry_run { "import-would" } else { "import-done" };
    out::message(&text::tr_args(cx.lang, key, &[("goods", goods.into()), ("batches", batches.into())]));
    Ok(())
}

fn counts(items: &[GoodsWithStock]) -> (usize, usize) {
    (items.len(), items.iter().map(|item| item.batches.len()).sum())
}

/// The goods of a file, or what is wrong with it, a line each.
fn read(lang: Lang, file: &Path) -> Result<Vec<GoodsWithStock>, Vec<String>> {
    let path = file.display().to_string();
    let bytes = std::fs::read(file).map_err(|error| {
        vec![tr_args(lang, "import-unreadable", &[("path", path.into()), ("why", error.to_string().into())])]
    })?;
    let rows = sheets::read::rows(&bytes).map_err(|fault| vec![tr(lang, &format!("table-fault-{}", fault.code()))])?;
    goods_table::goods(&rows).map_err(|fault| told(lang, &fault))
}

fn told(lang: Lang, fault: &TableFault) -> Vec<String> {
    match fault {
        TableFault::Missing(columns) => {
            let names: Vec<String> = columns.iter().map(|column| column.names().join(" / ")).collect();
            vec![tr_args(lang, "import-no-columns", &[("columns", names.join("; ").into())])]
        }
        TableFault::Rows(faults) => {
            let mut lines: Vec<String> =
                faults.iter().take(NAMED).map(|(row, fault)| row_words(lang, *row, *fault)).collect();
            if let Some(more) = faults.len().checked_sub(NAMED).filter(|more| *more > 0) {
                lines.push(tr_args(lang, "import-more", &[("n", more.into())]));
            }
            lines
        }
    }
}

fn row_words(lang: Lang, row: usize, fault: RowFault) -> String {
    let column = fault.column().map_or("", |column| column.names().last().copied().unwrap_or_default());
    let why = tr_args(lang, &format!("row-fault-{}", fault.code()), &[("column", column.into())]);
    tr_args(lang, "import-row", &[("row", row.into()), ("why", why.into())])
}

/// From the window: asks for the file, reads and stores it. Blocks.
pub(super) fn from_window(desk: &Desk, lang: Lang) -> Result<ImportEnd, ServiceError> {
    let failed = |error: std::io::Error| ServiceError::File { message: error.to_string() };
    let Some(file) = ask_which().map_err(failed)? else { return Ok(ImportEnd::Cancelled) };
    let items = match read(lang, &file) {
        Ok(items) => items,
        Err(why) => return Ok(ImportEnd::Refused(why)),
    };
    let (goods, batches) = counts(&items);
    match desk.act(ImportGoods { items }).wait() {
        Ok(_) => Ok(ImportEnd::Done { goods, batches }),
        Err(error @ UseError::Refused(_)) => {
            let zone = desk.clock().offset(desk.clock().now());
            Ok(ImportEnd::Refused(vec![out::failure(lang, zone, &error).text().to_owned()]))
        }
        Err(UseError::Store(error)) => Err(ServiceError::File { message: error.to_string() }),
    }
}

fn ask_which() -> std::io::Result<Option<PathBuf>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let dialog = rfd::AsyncFileDialog::new().add_filter("CSV, Excel", &["csv", "txt", "xlsx"]);
    Ok(runtime.block_on(dialog.pick_file()).map(|handle| handle.path().to_owned()))
}
