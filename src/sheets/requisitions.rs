//! The list of requisitions as a table: what to order from whom, one supplier after the other.

use chrono::{DateTime, FixedOffset, Utc};

use super::table::{Cell, Row, RowKind, Table};
use crate::text::{Lang, tr, words};
use crate::usecase::read::requisition_list::{Group, ListRow, Listed};

/// Titles of the columns, in their order.
const TITLES: [&str; 13] = [
    "sheets-supplier",
    "sheets-product-code",
    "sheets-goods",
    "sheets-maker",
    "sheets-packs",
    "sheets-needed-by",
    "sheets-requisition",
    "sheets-state",
    "sheets-created",
    "sheets-order",
    "sheets-order-status",
    "sheets-hold-until",
    "sheets-note",
];

/// The shown lines, grouped by supplier as they are listed.
#[must_use]
pub fn requisition_table(listed: &Listed, lang: Lang, zone: FixedOffset, made_at: DateTime<Utc>) -> Table {
    let mut rows = Vec::with_capacity(listed.rows.len() + listed.groups.len());
    let mut lines = listed.rows.iter();
    for group in &listed.groups {
        rows.push(head(group, lang));
        rows.extend(lines.by_ref().take(group.lines).map(|row| line(row, lang, zone)));
    }
    Table {
        name: tr(lang, "sheets-requisitions"),
        made_at: made_at.with_timezone(&zone).naive_local(),
        titles: TITLES.iter().map(|key| tr(lang, key)).collect(),
        rows,
    }
}

fn head(group: &Group, lang: Lang) -> Row {
    let mut cells = vec![Cell::Empty; TITLES.len()];
    for (cell, title) in cells.iter_mut().zip(TITLES) {
        match title {
            "sheets-supplier" => *cell = supplier(&group.name, lang),
            "sheets-packs" => *cell = Cell::Whole(group.packs.0),
            _ => {}
        }
    }
    Row { kind: RowKind::Group, cells }
}

fn line(row: &ListRow, lang: Lang, zone: FixedOffset) -> Row {
    let moment = |at: DateTime<Utc>| Cell::Moment(at.with_timezone(&zone).naive_local());
    let cells = vec![
        supplier(&row.supplier_name, lang),
        row.product.as_str().into(),
        row.name.as_str().into(),
        row.manufacturer.as_str().into(),
        Cell::Whole(row.packs.0),
        moment(row.needed_by),
        row.number.as_str().into(),
        words::requisition(lang, row.state).into(),
        moment(row.created_at),
        row.order_number.as_str().into(),
        words::status(lang, row.order_status).into(),
        row.hold_until.map_or(Cell::Empty, moment),
        row.late.map_or(Cell::Empty, |_| tr(lang, "sheets-late").into()),
    ];
    Row { kind: RowKind::Line, cells }
}

fn supplier(name: &str, lang: Lang) -> Cell {
    if name.is_empty() { tr(lang, "sheets-no-supplier").into() } else { name.into() }
}
