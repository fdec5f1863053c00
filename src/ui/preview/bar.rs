//! The bars of the preview: paper, extent, zoom above; printer and the ways out below.

use egui::{Align, ComboBox, Key, Layout, Modifiers, RichText, Ui};

use super::jobs::{self, Printers};
use super::{Content, Preview, Shown, Zoom};
use crate::print::{Paper, SheetKind};
use crate::ui::command::{self, Command};
use crate::ui::env::{Env, Go};
use crate::ui::theme::{self, ChipTone};
use crate::ui::widgets::{KeyButton, Look, toned};

const ZOOMS: [f32; 4] = [0.75, 1.0, 1.5, 2.0];

/// Paper, extent, zoom.
pub(super) fn options(ui: &mut Ui, env: &Env<'_>, shown: &mut Shown) {
    ui.spacing_mut().item_spacing.x = 6.0;
    ui.horizontal(|ui| {
        for (paper, key, words) in [(Paper::A4, Key::Num1, "preview-a4"), (Paper::Roll80, Key::Num2, "preview-roll")] {
            if pick(ui, env, words, key, shown.options.paper == paper, None) {
                shown.options.paper = paper;
            }
        }
        ui.add_space(12.0);
        if let Some(Content::Order(sheet)) = &shown.content {
            let why = (!sheet.has_slips()).then(|| env.tr("preview-no-slips"));
            let kinds = [
                (SheetKind::Full, Key::Num3, "preview-full", None),
                (SheetKind::SlipPerPlace, Key::Num4, "preview-slips", why),
            ];
            for (kind, key, words, why) in kinds {
                if pick(ui, env, words, key, shown.options.kind == kind, why) {
                    shown.options.kind = kind;
                }
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            zoom(ui, env, shown);
            if let Ok(pages) = &shown.pages {
                let muted = theme::of(ui).muted;
                let words = env.tr_args("preview-pages", &[("n", pages.len().into())]);
                ui.label(RichText::new(words).color(muted));
            }
        });
    });
}

/// One of several; `Ctrl+1`, `Ctrl+2`, … choose it too.
fn pick(ui: &mut Ui, env: &Env<'_>, words: &str, key: Key, chosen: bool, why: Option<String>) -> bool {
    let live = why.is_none();
    let cap = format!("Ctrl+{}", key.name());
    let clicked = KeyButton::new(env.tr(words), cap).chosen(chosen).disabled(why).show(ui).clicked();
    let pressed = ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, key));
    live && (clicked || pressed)
}

fn zoom(ui: &mut Ui, env: &Env<'_>, shown: &mut Shown) {
    let words = |zoom: Zoom| match zoom {
        Zoom::Fit => env.tr("preview-fit"),
        Zoom::Times(times) => format!("{:.0} %", times * 100.0),
    };
    let combo = ComboBox::from_id_salt("preview-zoom").width(130.0).selected_text(words(shown.zoom));
    let drawn = combo.show_ui(ui, |ui| {
        for zoom in std::iter::once(Zoom::Fit).chain(ZOOMS.map(Zoom::Times)) {
            ui.selectable_value(&mut shown.zoom, zoom, words(zoom));
        }
    });
    let name = env.tr("preview-zoom");
    ui.ctx().accesskit_node_builder(drawn.response.id, |node| node.set_label(name.as_str()));
}

/// Printer, «Печать», «Сохранить как…», «Закрыть».
pub(super) fn actions(ui: &mut Ui, env: &mut Env<'_>, preview: &mut Preview) {
    ui.horizontal(|ui| {
        printer(ui, env, &mut preview.printers);
        let busy = preview.busy().then(|| env.tr("dialog-busy"));
        let nothing = (!preview.has_pages()).then(|| env.tr("preview-nothing"));
        let why = busy.or(nothing);
        let no_printer = preview.printers.known.is_empty().then(|| env.tr("preview-no-printer"));
        let looks = if no_printer.is_some() { (Look::Normal, Look::Primary) } else { (Look::Primary, Look::Normal) };
        let ready = why.is_none();
        let can_print = ready && no_printer.is_none();
        let print = KeyButton::new(env.tr("preview-print"), env.tr("key-enter")).look(looks.0);
        let print = print.disabled(why.clone().or(no_printer)).show(ui);
        let save = KeyButton::new(env.tr("preview-save"), "Ctrl+S").look(looks.1).disabled(why).show(ui);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let close = KeyButton::new(env.tr("dialog-close"), command::cap(env.lang, Command::Back)).show(ui);
            if close.clicked() {
                env.go(Go::CloseDialog);
            }
        });
        let free = ui.memory(|m| m.focused().is_none()) && !egui::Popup::is_any_open(ui.ctx());
        let enter = free && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter));
        let ctrl_s = ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::S));
        if can_print && (print.clicked() || enter) {
            preview.start_print(ui, env);
        } else if ready && (save.clicked() || ctrl_s) {
            preview.start_save(ui, env);
        }
    });
}

/// The printers of the system, or why there is none to choose.
fn printer(ui: &mut Ui, env: &Env<'_>, printers: &mut Printers) {
    if let Some(error) = &printers.failed {
        let words = RichText::new(format!("⚠ {}", jobs::words(env, error)));
        let words = toned(ui, words, ChipTone::Late);
        let room = (ui.available_width() - 420.0).max(120.0);
        ui.allocate_ui_with_layout(egui::vec2(room, 36.0), Layout::left_to_right(Align::Center), |ui| {
            ui.set_min_width(room);
            ui.add(egui::Label::new(words).wrap());
        });
        return;
    }
    if printers.known.is_empty() {
        let key = if printers.job.is_some() { "preview-looking-for-printers" } else { "preview-no-printer" };
        let muted = theme::of(ui).muted;
        ui.label(RichText::new(env.tr(key)).color(muted));
        return;
    }
    let chosen = printers.chosen.clone().unwrap_or_default();
    let combo = ComboBox::from_id_salt("preview-printer").width(240.0).truncate().selected_text(chosen);
    let drawn = combo.show_ui(ui, |ui| {
        for printer in &printers.known {
            ui.selectable_value(&mut printers.chosen, Some(printer.name.clone()), &printer.name);
        }
    });
    let name = env.tr("preview-printer");
    ui.ctx().accesskit_node_builder(drawn.response.id, |node| node.set_label(name.as_str()));
}
