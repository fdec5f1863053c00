//! The table of «Заявки»: a head for each supplier, its lines below. Only visible rows are drawn.

use egui::{RichText, Ui};

use crate::domain::requisition::RequisitionState;
use crate::text::{habits, words};
use crate::ui::collecting::state_chip;
use crate::ui::env::Env;
use crate::ui::theme::{self, ChipTone};
use crate::ui::widgets::table::{self, Col, Width};
use crate::ui::widgets::{outside, toned};
use crate::usecase::read::requisition_list::{Group, ListRow, Listed};

/// A row of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// The head of this group.
    Group(usize),
    /// This line.
    Line(usize),
}

/// Every group's head and then its lines.
pub(super) fn entries(listed: &Listed) -> Vec<Entry> {
    let mut out = Vec::with_capacity(listed.rows.len() + listed.groups.len());
    let mut line = 0;
    for (n, group) in listed.groups.iter().enumerate() {
        out.push(Entry::Group(n));
        out.extend((line..line + group.lines).map(Entry::Line));
        line += group.lines;
    }
    out
}

/// What happened to the table in this frame.
pub(super) struct Shown {
    /// The line that was clicked.
    pub(super) line: Option<usize>,
    /// It was clicked twice.
    pub(super) opened: bool,
}

/// Draws it; `at` is the selected line.
pub(super) fn show(
    ui: &mut Ui,
    env: &Env<'_>,
    listed: &Listed,
    entries: &[Entry],
    at: Option<usize>,
    scroll: bool,
) -> Shown {
    let cols = [
        Col::left(env.tr("line-goods"), Width::Initial(380.0)),
        Col::right(env.tr("col-packs"), Width::Initial(90.0)),
        Col::left(env.tr("col-needed-by"), Width::Initial(190.0)),
        Col::left(env.tr("col-requisition"), Width::Initial(120.0)),
        Col::left(env.tr("col-state"), Width::Initial(120.0)),
        Col::left(env.tr("col-order"), Width::Initial(130.0)),
        Col::left(env.tr("col-order-status"), Width::Initial(150.0)),
        Col::left(env.tr("col-hold-until"), Width::Fill(120.0)),
    ];
    let selected = at.and_then(|at| entries.iter().position(|e| *e == Entry::Line(at)));
    let name = |at: usize| match entries.get(at) {
        Some(Entry::Group(n)) => listed.groups.get(*n).map(|g| group_name(env, g)).unwrap_or_default(),
        Some(Entry::Line(n)) => listed.rows.get(*n).map(|r| line_name(env, r)).unwrap_or_default(),
        None => String::new(),
    };
    let spec = table::Spec {
        id: "requisitions",
        cols: &cols,
        rows: entries.len(),
        selected,
        scroll_to: selected.filter(|_| scroll),
        row_name: &name,
    };
    let shown = table::show(
        ui,
        &spec,
        |ui, at, column| match entries.get(at) {
            Some(Entry::Group(n)) => {
                if let Some(group) = listed.groups.get(*n) {
                    group_cell(ui, env, group, column);
                }
            }
            Some(Entry::Line(n)) => {
                if let Some(row) = listed.rows.get(*n) {
                    cell(ui, env, row, column);
                }
            }
            None => {}
        },
        |_, _| {},
    );
    let line = |at: Option<usize>| match at.and_then(|at| entries.get(at)) {
        Some(Entry::Line(n)) => Some(*n),
        Some(Entry::Group(_)) | None => None,
    };
    Shown { line: line(shown.clicked), opened: line(shown.opened).is_some() }
}

fn group_name(env: &Env<'_>, group: &Group) -> String {
    if group.supplier.is_none() { env.tr("requisitions-nobody") } else { outside(&group.name) }
}

/// `Магне B6, ЗТ-000001, открыта`.
fn line_name(env: &Env<'_>, row: &ListRow) -> String {
    format!("{}, {}, {}", outside(&row.name), outside(&row.number), words::requisition(env.lang, row.state))
}

fn group_cell(ui: &mut Ui, env: &Env<'_>, group: &Group, column: usize) {
    match column {
        0 => table::text(ui, theme::bold(group_name(env, group))),
        1 => table::text(ui, theme::bold(group.packs.to_string())),
        2 => table::muted(ui, env.tr_args("lines-count", &[("n", group.lines.into())])),
        _ => {}
    }
}

fn cell(ui: &mut Ui, env: &Env<'_>, row: &ListRow, column: usize) {
    match column {
        0 => {
            ui.add_space(14.0);
            table::goods(ui, &row.name);
        }
        1 => table::text(ui, row.packs.to_string()),
        2 => needed(ui, env, row),
        3 => table::foreign(ui, &row.number),
        4 => state_chip(ui, env, row.state),
        5 => table::foreign(ui, &row.order_number),
        6 => table::text(ui, words::status(env.lang, row.order_status)),
        _ => match row.hold_until {
            Some(until) => table::text(ui, habits::short_date_time(until, env.now, env.zone)),
            None => table::text(ui, "—"),
        },
    }
}

/// The date; red with a word when it is after the end of the hold, or past while the goods are awaited.
fn needed(ui: &mut Ui, env: &Env<'_>, row: &ListRow) {
    let date = habits::short_date_time(row.needed_by, env.now, env.zone);
    let awaited = matches!(row.state, RequisitionState::Open | RequisitionState::Ordered);
    let mark = match () {
        () if row.late.is_some() => Some("requisitions-late"),
        () if awaited && row.needed_by < env.now => Some("requisitions-past"),
        () => None,
    };
    match mark {
        Some(key) => {
            let words = RichText::new(format!("{date} ⚠ {}", env.tr(key)));
            table::text(ui, toned(ui, words, ChipTone::Late));
        }
        None => table::text(ui, date),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::packs::Packs;

    #[test]
    fn every_supplier_has_its_head_before_its_lines() {
        use Entry::{Group as G, Line as L};
        let group = |lines| Group { supplier: None, name: String::new(), lines, packs: Packs(1) };
        let listed = Listed { groups: vec![group(2), group(1)], ..Listed::default() };
        assert_eq!(entries(&listed), [G(0), L(0), L(1), G(1), L(2)]);
        assert!(entries(&Listed::default()).is_empty());
    }
}
