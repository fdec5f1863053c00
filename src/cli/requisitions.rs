//! `expero requisitions`: what to order from which supplier, as lines, JSON, CSV or a workbook.

use std::path::Path;

use serde_json::{Value, json};

use super::args::{RequisitionWord, RequisitionsArgs};
use super::context::Context;
use super::out::{self, Failure};
use super::place::Needs;
use super::save;
use crate::domain::requisition::RequisitionState;
use crate::sheets::{self, Format, Table};
use crate::text::{self, habits, words};
use crate::usecase::read::requisition_list::{ListFilter, ListRow, Listed, RequisitionList};

pub(super) fn run(data: Option<&Path>, options: &RequisitionsArgs) -> Result<(), Failure> {
    let cx = Context::open(data, "cli", Needs::Data)?;
    let filter = ListFilter { state: options.state.map(state), ..ListFilter::default() };
    let listed = cx.ask(RequisitionList { filter })?;
    let files = [(Format::Csv, &options.csv), (Format::Xlsx, &options.xlsx)];
    if files.iter().any(|(_, file)| file.is_some()) {
        let table = sheets::requisition_table(&listed, cx.lang, cx.zone(), cx.clock.now());
        for (format, file) in files {
            if let Some(file) = file {
                write_file(&cx, &table, format, file, listed.rows.len())?;
            }
        }
        if !options.json {
            return Ok(());
        }
    }
    if options.json {
        out::answer(&Value::Array(listed.rows.iter().map(as_json).collect()).to_string());
    } else {
        print_groups(&cx, &listed);
    }
    Ok(())
}

const fn state(word: RequisitionWord) -> RequisitionState {
    match word {
        RequisitionWord::Open => RequisitionState::Open,
        RequisitionWord::Ordered => RequisitionState::Ordered,
        RequisitionWord::Received => RequisitionState::Received,
        RequisitionWord::Cancelled => RequisitionState::Cancelled,
    }
}

pub(super) fn write_file(
    cx: &Context,
    table: &Table,
    format: Format,
    file: &Path,
    lines: usize,
) -> Result<(), Failure> {
    let bytes = sheets::write(table, format).map_err(|error| {
        Failure::said(cx.lang, &format!("sheets-error-{}", error.code()), &[("detail", error.to_string().into())])
    })?;
    let shown = file.display().to_string();
    save::write_whole(file, &bytes).map_err(|e| {
        let args = [("file", shown.as_str().into()), ("why", e.to_string().into())];
        Failure::said(cx.lang, "cli-cannot-write", &args)
    })?;
    out::message(&text::tr_args(cx.lang, "cli-table-done", &[("file", shown.into()), ("n", lines.into())]));
    Ok(())
}

/// Times in RFC 3339 UTC.
fn as_json(row: &ListRow) -> Value {
    json!({
        "number": row.number,
        "state": row.state.code(),
        "created_at": row.created_at.to_rfc3339(),
        "order": row.order_number,
        "order_status": row.order_status.code(),
        "hold_until": row.hold_until.map(|t| t.to_rfc3339()),
        "product": row.product.as_str(),
        "name": row.name,
        "manufacturer": row.manufacturer,
        "packs": row.packs.0,
        "supplier": row.supplier.map(|_| &row.supplier_name),
        "needed_by": row.needed_by.to_rfc3339(),
        "is_late": row.late.is_some(),
    })
}

fn print_groups(cx: &Context, listed: &Listed) {
    if listed.rows.is_empty() {
        out::message(&text::tr(cx.lang, "cli-requisitions-none"));
    }
    let mut rows = listed.rows.iter();
    for group in &listed.groups {
        let nobody = text::tr(cx.lang, "sheets-no-supplier");
        out::answer(if group.name.is_empty() { &nobody } else { &group.name });
        for row in rows.by_ref().take(group.lines) {
            out::answer(&as_line(cx, row));
        }
    }
}

fn as_line(cx: &Context, row: &ListRow) -> String {
    let needed = habits::date_time(row.needed_by, cx.zone());
    let state = words::requisition(cx.lang, row.state);
    format!("  {:<10} {state:<10} {needed}  {:>5}  {:<16} {}", row.number, row.packs.0, row.order_number, row.name)
}
