//! How «Вернуть на полку» looks: the scan line with what came of the last scan, the packs by place.

use egui::{Align, CentralPanel, Frame, Label, Layout, Margin, Panel, RichText, Ui};

use super::{Answer, Shelf};
use crate::text::{habits, words};
use crate::ui::command::Command;
use crate::ui::env::Env;
use crate::ui::say::error_text;
use crate::ui::theme::{self, CONTROL, ChipTone};
use crate::ui::widgets::table::{self, Col, Width};
use crate::ui::widgets::{Chip, Look, TextField, empty, failed, loading, outside, toned, toolbar};
use crate::usecase::read::shelf_returns::ReturnRow;
use crate::usecase::return_to_shelf::ReturnOf;

/// Width of the scan line.
const SCAN: f32 = 360.0;

pub(super) fn show(ui: &mut Ui, env: &mut Env<'_>, screen: &mut Shelf) {
    bar(ui, env, screen);
    scan(ui, env, screen);
    let frame = Frame::new().fill(theme::of(ui).surface.panel);
    CentralPanel::no_frame().frame(frame).show(ui, |ui| table(ui, env, screen));
}

fn bar(ui: &mut Ui, env: &mut Env<'_>, screen: &Shelf) {
    toolbar(ui, "shelf-toolbar", |ui| {
        ui.label(theme::heading(env.tr("shelf-title")));
        if !screen.rows().is_empty() {
            let muted = theme::of(ui).muted;
            let packs = env.tr_args("note-packs", &[("n", screen.packs().0.into())]);
            ui.label(RichText::new(packs).color(muted));
        }
        ui.add_space(4.0);
        let look = if screen.chosen().is_some() { Look::Primary } else { Look::Normal };
        env.button(ui, Command::TickReturn, look);
        env.button(ui, Command::PrintReturns, Look::Normal);
        env.button(ui, Command::OpenReturnOrder, Look::Normal);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            env.sign_button(ui, Command::Back, "✕");
            env.sign_button(ui, Command::Refresh, "⟳");
        });
    });
}

/// The scan line and what came of the last scan or tick.
fn scan(ui: &mut Ui, env: &Env<'_>, screen: &mut Shelf) {
    let frame = Frame::new().fill(theme::of(ui).surface.panel).inner_margin(Margin::symmetric(12, 6));
    Panel::top("shelf-scan").frame(frame).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.set_min_height(CONTROL);
            ui.spacing_mut().item_spacing.x = 10.0;
            let (name, hint) = (env.tr("shelf-scan"), env.tr("shelf-scan-hint"));
            TextField::new("shelf-scan", &name).hint(&hint).width(SCAN).limit(400).show(ui, &mut screen.scan);
            let words = match &screen.answer {
                None => return,
                Some(Answer::Refused(why)) => toned(ui, theme::bold(format!("⚠ {}", outside(why))), ChipTone::Late),
                Some(Answer::Done(done)) => {
                    let args = [
                        ("name", outside(&done.name).into()),
                        ("n", done.packs.0.into()),
                        ("left", done.left.0.into()),
                    ];
                    let words = env.tr_args("shelf-done", &args);
                    toned(ui, theme::bold(format!("✓ {words}")), ChipTone::Assembled)
                }
            };
            ui.add(Label::new(words).wrap());
        });
    });
}

fn table(ui: &mut Ui, env: &Env<'_>, screen: &mut Shelf) {
    if screen.list.value().is_none() {
        match screen.list.error() {
            Some(error) => failed(ui, &error_text(env.lang, error, env.zone)),
            None => loading(ui, &env.tr("loading")),
        }
        return;
    }
    if screen.rows().is_empty() {
        let off = screen.setting.value().is_some_and(|v| v == "false");
        empty(ui, &env.tr("shelf-none"), &env.tr(if off { "shelf-off-hint" } else { "shelf-none-hint" }));
        return;
    }
    let cols = [
        Col::left(String::new(), Width::Exact(40.0)),
        Col::left(env.tr("shelf-place"), Width::Initial(190.0)),
        Col::left(env.tr("line-goods"), Width::Initial(330.0)),
        Col::left(env.tr("shelf-batch"), Width::Initial(190.0)),
        Col::right(env.tr("col-packs"), Width::Initial(80.0)),
        Col::left(env.tr("col-order"), Width::Initial(120.0)),
        Col::left(env.tr("col-order-status"), Width::Initial(150.0)),
        Col::left(env.tr("worklist-cell"), Width::Initial(90.0)),
        Col::left(env.tr("shelf-since"), Width::Fill(110.0)),
    ];
    let rows = screen.rows();
    let selected = screen.at;
    let spec = table::Spec {
        id: "shelf",
        cols: &cols,
        rows: rows.len(),
        selected,
        scroll_to: selected.filter(|_| screen.scroll),
        row_name: &|at| {
            rows.get(at).map(|r| format!("{}, {}", outside(&r.place), outside(&r.name))).unwrap_or_default()
        },
    };
    let mut ticked = None;
    let shown = table::show(
        ui,
        &spec,
        |ui, at, column| {
            let Some(row) = rows.get(at) else { return };
            if column == 0 {
                if tick(ui, env, row) {
                    ticked = Some(row.id);
                }
            } else {
                cell(ui, env, row, column);
            }
        },
        |_, _| {},
    );
    screen.scroll = false;
    if let Some(at) = shown.clicked {
        screen.select(Some(at));
    }
    if let Some(row) = ticked {
        screen.give_back(ReturnOf::Row(row), env);
    }
}

/// The box to tick; a screen reader hears which pack it is.
fn tick(ui: &mut Ui, env: &Env<'_>, row: &ReturnRow) -> bool {
    let response = ui.add(egui::Button::new(RichText::new("☐").size(18.0)).frame(false).sense(egui::Sense::CLICK));
    let name = env.tr_args("shelf-tick", &[("name", outside(&row.name).into())]);
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(name.as_str()));
    response.clicked()
}

fn cell(ui: &mut Ui, env: &Env<'_>, row: &ReturnRow, column: usize) {
    match column {
        1 => {
            let place = if row.place.is_empty() { env.tr("line-no-place") } else { outside(&row.place) };
            table::text(ui, theme::bold(place));
            if row.storage.is_cold() {
                Chip::new(row.storage.text(), ChipTone::New).show(ui);
            }
        }
        2 => table::goods(ui, &row.name),
        3 => {
            let until = env.tr_args("line-until", &[("date", habits::expiry(row.expires_on).into())]);
            let parts: Vec<&str> =
                [row.series.as_str(), until.as_str()].into_iter().filter(|t| !t.is_empty()).collect();
            table::muted(ui, parts.join(" · "));
        }
        4 => table::text(ui, theme::bold(row.packs.to_string())),
        5 => table::foreign(ui, &row.number),
        6 => table::text(ui, words::status(env.lang, row.status)),
        7 => table::foreign(ui, if row.cell.is_empty() { "—" } else { &row.cell }),
        _ => table::muted(ui, habits::short_date_time(row.freed_at, env.now, env.zone)),
    }
}
