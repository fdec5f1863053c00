//! The table of records and the pane with one of them whole.

use egui::{Align, Frame, Label, Layout, Margin, Panel, RichText, ScrollArea, Ui};

use super::list::LogList;
use crate::domain::log::{Level, LogDetails, LogRow};
use crate::text::{Lang, habits, has_key, tr};
use crate::ui::command::Command;
use crate::ui::env::Env;
use crate::ui::preview::service_words;
use crate::ui::theme::{self, ChipTone, S1};
use crate::ui::till::flush_card;
use crate::ui::widgets::table::{self, Col, Spec, Width};
use crate::ui::widgets::{Look, card, empty, failed, loading, outside, toned};

/// Lines of a body that are drawn.
const MOST_LINES: usize = 1_000;
/// Height of the pane below.
const PANE: f32 = 232.0;

/// What an operation is called.
#[must_use]
pub fn words_of(lang: Lang, operation: &str) -> String {
    let key = format!("op-{}", operation.replace('_', "-"));
    if has_key(lang, &key) { tr(lang, &key) } else { operation.to_owned() }
}

/// Draws list and pane into the rest of `ui`. `with_module`: records of several modules stand together.
pub fn draw(list: &mut LogList, ui: &mut Ui, env: &mut Env<'_>, with_module: WithModule, file: &dyn Fn() -> String) {
    let mut seen = 0;
    if list.row().is_some() {
        let copies = list.takes_copy();
        let frame = Frame::new().inner_margin(Margin { left: 12, right: 12, top: 0, bottom: 12 });
        Panel::bottom("log-pane").exact_size(PANE).resizable(false).show_separator_line(false).frame(frame).show(
            ui,
            |ui| {
                card(ui, |ui| {
                    ui.set_min_size(ui.available_size());
                    pane(list, copies, ui, env);
                });
            },
        );
    }
    let frame = Frame::new().inner_margin(Margin::same(12));
    egui::CentralPanel::no_frame().frame(frame).show(ui, |ui| {
        flush_card(ui, |ui| {
            ui.set_min_size(ui.available_size());
            if let Some(error) = list.failed() {
                failed(ui, &service_words(env, error));
            } else if list.rows().is_empty() {
                if list.is_loading() || list.shown().is_none() {
                    loading(ui, &env.tr("loading"));
                } else {
                    empty(ui, &env.tr("log-none"), &env.tr("log-none-hint"));
                }
            } else {
                seen = rows(list, ui, env, with_module);
            }
        });
    });
    list.start(ui, env, seen, &|| super::SaveWords { file: file() });
}

/// Whether the table has a column for the module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WithModule {
    /// It has.
    Yes,
    /// All records are of one.
    No,
}

/// The last row that was drawn.
fn rows(list: &mut LogList, ui: &mut Ui, env: &Env<'_>, with_module: WithModule) -> usize {
    let module = if with_module == WithModule::Yes { 160.0 } else { 0.0 };
    let mut cols = vec![
        Col::left(env.tr("log-col-time"), Width::Exact(146.0)),
        Col::left(env.tr("log-col-level"), Width::Exact(118.0)),
        Col::left(env.tr("log-col-place"), Width::Exact(116.0)),
        Col::left(env.tr("log-col-message"), Width::Fill(260.0)),
        Col::left(env.tr("log-col-order"), Width::Exact(112.0)),
    ];
    if module > 0.0 {
        cols.insert(2, Col::left(env.tr("log-col-module"), Width::Exact(module)));
    }
    let scroll = std::mem::take(&mut list.wishes.scroll);
    let spec = Spec {
        id: "log",
        cols: &cols,
        rows: list.rows().len(),
        selected: list.at(),
        scroll_to: list.at().filter(|_| scroll),
        row_name: &|row| list.rows().get(row).map(|r| r.message.clone()).unwrap_or_default(),
    };
    let shown = table::show(
        ui,
        &spec,
        |ui, row, col| {
            if let Some(row) = list.rows().get(row) {
                let col = if module > 0.0 {
                    col
                } else if col >= 2 {
                    col + 1
                } else {
                    col
                };
                cell(list, ui, env, row, col);
            }
        },
        |_, _| {},
    );
    let end = shown.visible.end;
    if let Some(at) = shown.clicked {
        list.select(Some(at));
        ui.memory_mut(egui::Memory::stop_text_input);
    }
    end
}

fn cell(list: &LogList, ui: &mut Ui, env: &Env<'_>, row: &LogRow, col: usize) {
    match col {
        0 => table::muted(ui, habits::date_time_secs(row.id.at(), env.zone)),
        1 => level(ui, env, row.level),
        2 => table::muted(ui, &row.module),
        3 => table::foreign(ui, &row.till),
        4 => table::foreign(ui, &row.message),
        _ => {
            if let Some(order) = row.order {
                table::foreign(ui, list.number(order));
            }
        }
    }
}

fn level(ui: &mut Ui, env: &Env<'_>, level: Level) {
    let words = env.tr(&format!("log-level-{}", level.code()));
    match level {
        Level::Error => {
            let words = toned(ui, theme::bold(format!("⚠ {words}")), ChipTone::Late);
            table::text(ui, words);
        }
        Level::Warn => {
            let words = toned(ui, theme::bold(format!("⚠ {words}")), ChipTone::Accepted);
            table::text(ui, words);
        }
        Level::Info => table::text(ui, words),
        Level::Debug | Level::Trace => table::muted(ui, words),
    }
}

fn pane(list: &LogList, copies: bool, ui: &mut Ui, env: &mut Env<'_>) {
    let Some(row) = list.row() else { return };
    ui.spacing_mut().item_spacing.y = S1;
    let muted = theme::of(ui).muted;
    let mut about = vec![habits::date_time_secs(row.id.at(), env.zone), row.module.clone()];
    if !row.operation.is_empty() {
        about.push(words_of(env.lang, &row.operation));
    }
    ui.horizontal(|ui| {
        ui.label(RichText::new(about.join(" · ")).color(muted));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            env.button(ui, Command::CopyLog, Look::Normal);
            env.button(ui, Command::OpenLogOrder, Look::Normal);
        });
    });
    if copies {
        ui.ctx().copy_text(whole(list, row, env));
        env.say_done(env.tr("log-copied"));
    }
    ui.add(Label::new(theme::bold(outside(&row.message))).wrap());
    let Some(details) = list.details() else {
        ui.label(RichText::new(env.tr("loading")).color(muted));
        return;
    };
    ui.add_space(S1);
    let parts = parts_of(details).into_iter().filter(|(_, text)| !text.is_empty()).collect::<Vec<_>>();
    ui.columns(parts.len().max(1), |columns| {
        for (ui, (key, text)) in columns.iter_mut().zip(parts) {
            ui.label(theme::small_bold(env.tr(key)).color(muted));
            let area = ScrollArea::both().id_salt((key, row.id.0)).auto_shrink([false, false]);
            area.show(ui, |ui| {
                for line in text.lines().take(MOST_LINES) {
                    ui.add(Label::new(outside(line)).extend());
                }
            });
        }
    });
}

const fn parts_of(details: &LogDetails) -> [(&'static str, &String); 3] {
    [("log-request", &details.request), ("log-response", &details.response), ("log-fields", &details.fields)]
}

/// A record as plain text: what an administrator sends on.
fn whole(list: &LogList, row: &LogRow, env: &Env<'_>) -> String {
    let details = list.details().cloned().unwrap_or_default();
    let mut lines = vec![format!(
        "{} {} {} {}",
        habits::date_time_secs(row.id.at(), env.zone),
        env.tr(&format!("log-level-{}", row.level.code())),
        row.module,
        row.till
    )];
    lines.push(row.message.clone());
    if let Some(order) = row.order {
        lines.push(format!("{}: {}", env.tr("log-col-order"), list.number(order)));
    }
    for (key, text) in parts_of(&details).into_iter().filter(|(_, text)| !text.is_empty()) {
        lines.push(format!("{}:\n{}", env.tr(key), text.trim_end()));
    }
    lines.join("\n")
}
