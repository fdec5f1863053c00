//! How «Просмотр логов» looks: modules at the left, days and words above, records and one of them whole.

use egui::{Align, ComboBox, Frame, Layout, Margin, Panel, RichText, ScrollArea, Ui};

use super::table::WithModule;
use super::{LogScreen, table};
use crate::domain::log::{Level, Module};
use crate::text::habits;
use crate::ui::command::Command;
use crate::ui::env::Env;
use crate::ui::theme::{self, ChipTone, S1, S2};
use crate::ui::widgets::{KeyButton, Look, TextField, outside, toolbar};

/// Width of the list of modules.
const MODULES: f32 = 226.0;
/// Width of a day.
const DAY: f32 = 96.0;

pub(super) fn show(screen: &mut LogScreen, ui: &mut Ui, env: &mut Env<'_>) {
    bar(screen, ui, env);
    let search = filters(screen, ui, env);
    if std::mem::take(&mut screen.wants_focus) {
        ui.memory_mut(|m| m.request_focus(search));
    }
    screen.has_focus = ui.memory(|m| m.has_focus(search));
    screen.keys(ui, env, search);
    let frame = Frame::new().inner_margin(Margin { left: 12, right: 0, top: 12, bottom: 12 });
    let side = Panel::left("log-modules").exact_size(MODULES).resizable(false).show_separator_line(false).frame(frame);
    side.show(ui, |ui| modules(screen, ui, env));
    let with_module = if screen.typed.module.is_none() { WithModule::Yes } else { WithModule::No };
    let name = screen.typed.module.map_or("Expero", Module::name);
    let day = habits::date(env.today());
    table::draw(&mut screen.list, ui, env, with_module, &|| format!("{name} {day}"));
}

fn bar(screen: &LogScreen, ui: &mut Ui, env: &mut Env<'_>) {
    toolbar(ui, "log-toolbar", |ui| {
        ui.label(theme::heading(env.tr("log-title")));
        ui.add_space(S2);
        env.button(ui, Command::ShowLog, Look::Primary);
        if let Some(written) = screen.list.saving() {
            let words = env.tr_args("log-saving", &[("n", written.into())]);
            env.button_named(ui, Command::SaveLog, Look::Normal, words);
            ui.spinner();
        } else {
            env.button(ui, Command::SaveLog, Look::Normal);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            env.sign_button(ui, Command::Back, "✕");
            let n = screen.list.rows().len();
            let key = if screen.list.more() { "log-count-more" } else { "log-count" };
            let muted = theme::of(ui).muted;
            ui.label(RichText::new(env.tr_args(key, &[("n", n.into())])).color(muted));
        });
    });
}

fn filters(screen: &mut LogScreen, ui: &mut Ui, env: &mut Env<'_>) -> egui::Id {
    let frame = Frame::new().fill(theme::of(ui).surface.panel).inner_margin(Margin::symmetric(12, 6));
    let today = env.today();
    let panel = Panel::top("log-filters").frame(frame);
    panel
        .show(ui, |ui| {
            ui.horizontal(|ui| {
                let days = [("log-from", &mut screen.typed.from), ("log-to", &mut screen.typed.to)];
                for (key, text) in days {
                    let name = env.tr(key);
                    ui.label(&name);
                    TextField::new(key, &name).width(DAY).limit(10).show(ui, text);
                    if !text.trim().is_empty() && habits::parse_date(text, today).is_none() {
                        let red = theme::of(ui).tone(ChipTone::Late).ink;
                        ui.label(RichText::new(format!("⚠ {}", env.tr("log-day-form"))).color(red));
                    }
                }
                ui.add_space(S1);
                errors_button(ui, env, screen.typed.errors_only);
                if let Some(about) = screen.typed.about.clone() {
                    let words = env.tr_args("log-about-order", &[("number", outside(&about.number).into())]);
                    if KeyButton::new(format!("{words} ✕"), "").chosen(true).show(ui).clicked() {
                        screen.typed.about = None;
                        screen.apply(env);
                    }
                }
                let name = env.tr("log-filter");
                let width = (ui.available_width() - S2).max(120.0);
                let field = TextField::new("log-filter", &name).hint(&name).width(width).limit(200);
                let id = field.id();
                field.show(ui, &mut screen.typed.text);
                id
            })
            .inner
        })
        .inner
}

/// «Только ошибки», pressed in or not.
pub(crate) fn errors_button(ui: &mut Ui, env: &mut Env<'_>, on: bool) {
    let command = Command::LogErrors;
    let (label, cap) = (crate::ui::command::label(env.lang, command), crate::ui::command::cap(env.lang, command));
    if KeyButton::new(label, cap).chosen(on).show(ui).clicked() {
        env.push(command);
    }
}

fn modules(screen: &mut LogScreen, ui: &mut Ui, env: &Env<'_>) {
    crate::ui::widgets::card(ui, |ui| {
        ui.set_min_size(ui.available_size());
        ui.spacing_mut().item_spacing.y = S1;
        let muted = theme::of(ui).muted;
        ui.label(theme::small_bold(env.tr("log-col-module")).color(muted));
        let width = ui.available_width();
        ScrollArea::vertical().id_salt("log-modules").max_height(360.0).show(ui, |ui| {
            for module in std::iter::once(None).chain(Module::ALL.into_iter().map(Some)) {
                let name = module.map_or_else(|| env.tr("log-all-modules"), |module| module.name().to_owned());
                let here = screen.typed.module == module;
                if KeyButton::new(name, "").width(width).chosen(here).show(ui).clicked() {
                    screen.choose(module, env);
                }
            }
        });
        ui.add_space(S2);
        ui.add(egui::Label::new(theme::small_bold(env.tr("log-level-now")).color(muted)).wrap());
        if let Some(level) = screen.level() {
            let name = |level: Level| format!("{} ({})", env.tr(&format!("log-level-{}", level.code())), title(level));
            let mut chosen = level;
            let combo = ComboBox::from_id_salt("log-level").width(width - S2).truncate();
            let shown = combo.selected_text(name(level)).show_ui(ui, |ui| {
                for level in Level::ALL {
                    ui.selectable_value(&mut chosen, level, name(level));
                }
            });
            let label = env.tr("log-level-now");
            ui.ctx().accesskit_node_builder(shown.response.id, |node| node.set_label(label.as_str()));
            if chosen != level {
                screen.set_level(chosen, env);
            }
            if chosen < Level::Debug && screen.typed.module == Some(Module::Exchange) {
                ui.add(egui::Label::new(RichText::new(env.tr("log-level-hint")).color(muted)).wrap());
            }
        }
    });
}

/// The level as the manual names it.
const fn title(level: Level) -> &'static str {
    match level {
        Level::Error => "Error",
        Level::Warn => "Warning",
        Level::Info => "Info",
        Level::Debug => "Debug",
        Level::Trace => "Trace",
    }
}
