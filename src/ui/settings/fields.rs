//! Fields of settings: words at the left, the field, what is wrong beside it.

use egui::{Align, ComboBox, Label, Layout, RichText, ScrollArea, Ui};

use super::form::{Form, SecretField};
use crate::domain::setting_fault::SettingFault;
use crate::text::words;
use crate::ui::env::Env;
use crate::ui::theme::{self, CONTROL, ChipTone, S1, S2, S3};
use crate::ui::widgets::{KeyButton, TextField, card, natural_size, outside};
use crate::usecase::settings::{self, Kind};

/// Width of the words before a field.
const LABEL: f32 = 290.0;
/// Width of a number.
pub(in crate::ui) const SHORT: f32 = 100.0;
/// Width of a name.
pub(in crate::ui) const LONG: f32 = 240.0;

pub(in crate::ui) fn column(ui: &mut Ui, id: &str, height: f32, content: impl FnOnce(&mut Ui)) {
    card(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.set_min_height(height - 24.0);
        ScrollArea::vertical().id_salt(id).max_height(height - 24.0).auto_shrink([false, true]).show(ui, |ui| {
            // Words end before the scroll bar.
            ui.set_max_width(ui.available_width() - S3);
            ui.spacing_mut().item_spacing.y = S2;
            // Columns stretch their words over the whole width; here they stand at the left.
            ui.with_layout(Layout::top_down(Align::Min), content);
        });
    });
}

pub(in crate::ui) fn label_key(key: &str) -> String {
    format!("setting-{}", key.replace(['.', '_'], "-"))
}

/// `name [code]`; the name alone when there is no code yet.
pub(in crate::ui) fn with_code(name: String, code: &str) -> String {
    if code.is_empty() { name } else { format!("{name} [{}]", outside(code)) }
}

pub(in crate::ui) fn head(ui: &mut Ui, env: &Env<'_>, key: &str) {
    ui.label(theme::bold(env.tr(key)));
    ui.add_space(S1);
}

pub(in crate::ui) fn note(ui: &mut Ui, words: &str) {
    let muted = theme::of(ui).muted;
    ui.add(Label::new(RichText::new(words).color(muted)).wrap());
}

pub(in crate::ui) fn row<R>(ui: &mut Ui, name: &str, content: impl FnOnce(&mut Ui) -> R) -> R {
    // In a narrow window the words take more lines and the field less room.
    let label = LABEL.min(ui.available_width() * 0.42);
    ui.horizontal(|ui| {
        let size = egui::vec2(label, CONTROL);
        let words = |ui: &mut Ui| ui.add(Label::new(name).wrap());
        ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center).with_main_wrap(false), |ui| {
            ui.set_width(label);
            words(ui);
        });
        content(ui)
    })
    .inner
}

/// As wide as wanted, or as there is room.
fn fitting(ui: &Ui, width: f32) -> f32 {
    width.min(ui.available_width() - S1).max(60.0)
}

/// A row whose field is long: in a narrow window it stands below its words.
pub(in crate::ui) fn long_row<R>(ui: &mut Ui, name: &str, content: impl FnOnce(&mut Ui) -> R) -> R {
    if ui.available_width() >= 520.0 {
        return row(ui, name, content);
    }
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.label(theme::small(name));
        content(ui)
    })
    .inner
}

pub(in crate::ui) fn text(form: &mut Form, ui: &mut Ui, env: &Env<'_>, key: &'static str, width: f32) {
    let name = env.tr(&label_key(key));
    row(ui, &name, |ui| {
        let hint = if key == "site.port" { if form.get("site.scheme") == "http" { "80" } else { "443" } } else { "" };
        let room = fitting(ui, width);
        TextField::new(("setting", key), &name).hint(hint).width(room).limit(500).show(ui, form.text(key));
        // Beside a short field there is room.
        match form.fault(key).filter(|_| width <= SHORT) {
            Some(fault) => wrong(ui, env, Some(fault)),
            None if key == "site.port" => note(ui, &env.tr("settings-port-note")),
            None => {}
        }
    });
    wrong(ui, env, form.fault(key).filter(|_| width > SHORT));
}

pub(in crate::ui) fn wrong(ui: &mut Ui, env: &Env<'_>, fault: Option<SettingFault>) {
    if let Some(fault) = fault {
        let red = theme::of(ui).tone(ChipTone::Late).ink;
        let words = format!("⚠ {}", words::setting_fault(env.lang, fault));
        ui.add(Label::new(RichText::new(words).color(red)).wrap());
    }
}

pub(in crate::ui) fn flag(form: &mut Form, ui: &mut Ui, env: &Env<'_>, key: &'static str) {
    let mut on = form.is_on(key);
    if ui.checkbox(&mut on, env.tr(&label_key(key))).changed() {
        on.to_string().clone_into(form.text(key));
    }
}

/// What is stored is only told of; what is typed is seen while «Показать» is held.
pub(in crate::ui) fn secret(key: &str, field: &mut SecretField, ui: &mut Ui, env: &Env<'_>) {
    let name = env.tr(&label_key(key));
    row(ui, &name, |ui| {
        let shows = egui::Id::unique(("shown", key));
        let is_shown = ui.data(|d| d.get_temp(shows).unwrap_or(false));
        let hint = if field.stored.is_empty() { env.tr("settings-secret-none") } else { field.stored.clone() };
        let by_key = key == "site.token";
        let cap = if by_key { "Alt+T" } else { "" };
        let button = natural_size(ui, &env.tr("settings-show"), cap).x + S2;
        let room = (ui.available_width() - button - S1).clamp(60.0, LONG - S3);
        let edit = TextField::new(("setting", key), &name).hint(&hint).width(room).limit(8_000);
        edit.hidden(!is_shown).show(ui, &mut field.typed);
        let held = KeyButton::new(env.tr("settings-show"), cap).show(ui).is_pointer_button_down_on();
        let held = held || (by_key && ui.input(|i| i.modifiers.alt && i.key_down(egui::Key::T)));
        ui.data_mut(|d| d.insert_temp(shows, held && !field.typed.is_empty()));
    });
    wrong(ui, env, Form::secret_fault(key, field));
}

/// One of the words that the setting knows.
pub(in crate::ui) fn choice(form: &mut Form, ui: &mut Ui, env: &Env<'_>, key: &'static str) {
    let Ok(Kind::Word(words)) = settings::find(key).map(|spec| spec.kind) else { return };
    let name = env.tr(&label_key(key));
    let shown = |word: &str| env.tr(&format!("choice-{}-{}", key.replace(['.', '_'], "-"), word.replace('_', "-")));
    row(ui, &name, |ui| {
        let chosen = form.get(key).to_owned();
        let combo = ComboBox::from_id_salt(("setting", key)).width(fitting(ui, LONG)).truncate();
        let drawn = combo.selected_text(shown(&chosen)).show_ui(ui, |ui| {
            for word in words {
                if ui.selectable_label(*word == chosen, shown(word)).clicked() {
                    (*word).clone_into(form.text(key));
                }
            }
        });
        ui.ctx().accesskit_node_builder(drawn.response.id, |node| node.set_label(name.as_str()));
    });
    wrong(ui, env, form.fault(key));
}
