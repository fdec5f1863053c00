//! What a person reads of a table of goods: what is wrong with it, what it changes.

use super::{Arg, Lang, tr, tr_args};
use crate::domain::directory::DirectoryRefusal;
use crate::domain::goods_import::{HeadFault, ImportPlan, TablePreview};
use crate::domain::goods_row::{Column, RowFault};

/// Wrong rows that are named; nobody reads more at once.
const NAMED: usize = 20;

/// What is wrong with a table that was read, a line each; none of a good one.
#[must_use]
pub fn faults(lang: Lang, preview: &TablePreview) -> Vec<String> {
    if let Err(fault) = &preview.places {
        return vec![head_words(lang, fault)];
    }
    let named = preview.faults.iter().take(NAMED);
    let mut lines: Vec<String> = named.map(|(row, fault)| row_words(lang, *row, *fault)).collect();
    let told = u64::try_from(lines.len()).unwrap_or(u64::MAX);
    if let Some(more) = preview.fault_count.checked_sub(told).filter(|more| *more > 0) {
        lines.push(tr_args(lang, "import-more", &[("n", more.into())]));
    }
    lines
}

fn head_words(lang: Lang, fault: &HeadFault) -> String {
    match fault {
        HeadFault::Missing(columns) => {
            let names: Vec<String> = columns.iter().map(|column| column.names().join(" / ")).collect();
            tr_args(lang, "import-no-columns", &[("columns", names.join("; ").into())])
        }
        HeadFault::NoSuchHead(head) => tr_args(lang, "import-no-head", &[("head", head.into())]),
    }
}

/// What is wrong with one field, without a row.
#[must_use]
pub fn fault(lang: Lang, fault: RowFault) -> String {
    let name = |column: Column| tr(lang, &format!("goods-column-{}", column.code().replace('_', "-")));
    tr_args(
        lang,
        &format!("row-fault-{}", fault.code()),
        &[("column", fault.column().map_or_else(String::new, name).into())],
    )
}

pub(super) fn directory_args(lang: Lang, refusal: &DirectoryRefusal) -> Vec<(&'static str, Arg<'static>)> {
    match refusal {
        DirectoryRefusal::Field(wrong) => vec![("why", fault(lang, *wrong).into())],
        DirectoryRefusal::ChangedMeanwhile { name } => vec![("name", name.clone().into())],
        DirectoryRefusal::BarcodeTaken { barcode, name } => {
            vec![("barcode", barcode.clone().into()), ("name", name.clone().into())]
        }
        DirectoryRefusal::StockMoved { had, now } => vec![("had", had.0.into()), ("now", now.0.into())],
        DirectoryRefusal::FewerThanKept { counted, kept } => vec![("n", counted.0.into()), ("kept", kept.0.into())],
        DirectoryRefusal::BadCount { counted } => vec![("n", counted.0.into())],
        DirectoryRefusal::BatchNotFound | DirectoryRefusal::BadNote => Vec::new(),
    }
}

fn row_words(lang: Lang, row: i64, fault: RowFault) -> String {
    let column = fault.column().map_or("", |column: Column| column.names().last().copied().unwrap_or_default());
    let why = tr_args(lang, &format!("row-fault-{}", fault.code()), &[("column", column.into())]);
    tr_args(lang, "import-row", &[("row", row.into()), ("why", why.into())])
}

/// What the table changes, a line each; nothing is said of what it does not change.
#[must_use]
pub fn plan(lang: Lang, plan: &ImportPlan) -> Vec<String> {
    let lines = [
        ("import-plan-goods-new", plan.goods.new),
        ("import-plan-goods-changed", plan.goods.changed),
        ("import-plan-batches-new", plan.batches.new),
        ("import-plan-batches-changed", plan.batches.changed),
        ("import-plan-corrected", plan.corrected),
        ("import-plan-gone", plan.gone),
        ("import-plan-kept-short", plan.kept_short),
    ];
    let told = lines.into_iter().filter(|(_, n)| *n > 0);
    told.map(|(key, n)| tr_args(lang, key, &[("n", n.into())])).collect()
}
