//! Tab «Резерв»: the lines of the order, what is there and what is reserved from which batch.

use egui::Ui;

use crate::ui::env::Env;
use crate::ui::orders::lines;
use crate::ui::theme::{self, ChipTone};
use crate::ui::widgets::table::{self, Col, Width};
use crate::ui::widgets::{empty, take_move, toned};
use crate::usecase::read::order_card::{Card, CardLine};

/// Draws the table; `at` is the selected line.
pub(super) fn show(ui: &mut Ui, env: &Env<'_>, card: &Card, at: &mut Option<usize>) {
    if card.lines.is_empty() {
        empty(ui, &env.tr("collecting-no-lines"), &env.tr("collecting-no-lines-hint"));
        return;
    }
    let before = *at;
    if !env.cmd.dialog
        && ui.memory(|m| m.focused().is_none())
        && let Some(step) = take_move(ui.ctx(), 10, true)
    {
        *at = step.from(*at, card.lines.len());
    }
    let cols = [
        Col::left(env.tr("line-goods"), Width::Initial(420.0)),
        Col::right(env.tr("line-ordered"), Width::Initial(100.0)),
        Col::right(env.tr("line-available"), Width::Initial(190.0)),
        Col::right(env.tr("line-reserved"), Width::Initial(100.0)),
        Col::left(env.tr("line-place"), Width::Fill(240.0)),
    ];
    let spec = table::Spec {
        id: "collecting-lines",
        cols: &cols,
        rows: card.lines.len(),
        selected: *at,
        scroll_to: if *at == before { None } else { *at },
        row_name: &|at| card.lines.get(at).map(|l| l.name.clone()).unwrap_or_default(),
    };
    let shown = table::show(
        ui,
        &spec,
        |ui, at, column| {
            let Some(line) = card.lines.get(at) else { return };
            match column {
                0 => lines::name(ui, line),
                1 => table::text(ui, line.ordered.to_string()),
                2 => lines::available(ui, line, env.lang),
                3 => reserved(ui, line),
                _ => lines::picks(ui, line, env.lang),
            }
        },
        |_, _| {},
    );
    if shown.clicked.is_some() {
        *at = shown.clicked;
    }
}

/// Reserved packs: a tick when the line is covered, red when it cannot be.
fn reserved(ui: &mut Ui, line: &CardLine) {
    if line.reserved >= line.ordered {
        table::text(ui, toned(ui, theme::bold(format!("{} ✓", line.reserved)), ChipTone::Assembled));
    } else if line.missing().any() {
        table::text(ui, toned(ui, theme::bold(line.reserved.to_string()), ChipTone::Late));
    } else {
        table::text(ui, line.reserved.to_string());
    }
}
