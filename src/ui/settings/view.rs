//! How the settings look: toolbar, tabs, two cards of fields with what is wrong beside each.

use egui::{Align, CentralPanel, Frame, Label, Layout, Margin, Panel, RichText, ScrollArea, Ui};

use super::form::{Form, SecretField};
use super::{SettingsScreen, Tab};
use crate::domain::host::is_loopback;
use crate::domain::setting_fault::SettingFault;
use crate::text::words;
use crate::ui::command::{self, Command};
use crate::ui::env::Env;
use crate::ui::say::error_text;
use crate::ui::theme::{self, CONTROL, ChipTone, S1, S2, S3};
use crate::ui::widgets::{KeyButton, Look, TextField, card, failed, loading, toolbar};

/// Keys on «Основные» besides the URLs.
const BASIC: [&str; 6] = [
    "site.pharmacy_id",
    "booking.minutes",
    "booking.reserve_on_accept",
    "sync.poll_seconds",
    "prompt.again_seconds",
    "stock.min_days_left",
];
/// The seven URLs with their methods.
pub(super) const URLS: [(&str, &str); 7] = [
    ("site.path.check", "GET"),
    ("site.path.self", "GET"),
    ("site.path.refresh", "POST"),
    ("site.path.pharmacies", "POST"),
    ("site.path.catalog", "POST"),
    ("site.path.orders", "GET"),
    ("site.path.change_status", "POST"),
];
/// The tab on which this setting stands.
pub(super) fn tab_of(key: &str) -> Tab {
    let is_basic = BASIC.contains(&key) || URLS.iter().any(|(url, _)| *url == key);
    if is_basic { Tab::Basic } else { Tab::Link }
}

/// Width of the words before a field.
const LABEL: f32 = 290.0;
const SHORT: f32 = 100.0;
const LONG: f32 = 240.0;

pub(super) fn show(screen: &mut SettingsScreen, ui: &mut Ui, env: &mut Env<'_>) {
    bar(screen, ui, env);
    tabs(screen, ui, env);
    if screen.tab == Tab::Log {
        screen.log.show(ui, env);
        return;
    }
    if screen.stored.value().is_none() {
        match screen.stored.error() {
            Some(error) => failed(ui, &error_text(env.lang, error, env.zone)),
            None => loading(ui, &env.tr("loading")),
        }
        return;
    }
    let frame = Frame::new().inner_margin(Margin::same(12));
    CentralPanel::no_frame().frame(frame).show(ui, |ui| {
        let height = ui.available_height();
        ui.columns_const(|[left, right]: &mut [Ui; 2]| {
            column(left, "settings-left", height, |ui| match screen.tab {
                Tab::Basic => booking(&mut screen.form, ui, env),
                Tab::Link | Tab::Log => link(&mut screen.form, ui, env),
            });
            column(right, "settings-right", height, |ui| match screen.tab {
                Tab::Basic => urls(&mut screen.form, ui, env),
                Tab::Link | Tab::Log => {
                    proxy(&mut screen.form, ui, env);
                    ui.add_space(S2);
                    head(ui, env, "settings-head-trial");
                    screen.trial.show(&screen.form, ui, env);
                }
            });
        });
    });
}

fn bar(screen: &SettingsScreen, ui: &mut Ui, env: &mut Env<'_>) {
    toolbar(ui, "settings-toolbar", |ui| {
        ui.label(theme::heading(env.tr("settings-title")));
        ui.add_space(S2);
        env.button(ui, Command::SaveSettings, Look::Primary);
        let leave = KeyButton::new(env.tr("settings-leave"), command::cap(env.lang, Command::Back));
        if leave.show(ui).clicked() {
            env.push(Command::Back);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let words = if screen.is_busy() {
                "settings-saving"
            } else if screen.form.is_changed() {
                "settings-unsaved"
            } else {
                return;
            };
            ui.label(RichText::new(env.tr(words)).color(theme::of(ui).muted));
        });
    });
}

fn tabs(screen: &SettingsScreen, ui: &mut Ui, env: &mut Env<'_>) {
    let frame = Frame::new().fill(theme::of(ui).surface.panel).inner_margin(Margin::symmetric(12, 6));
    Panel::top("settings-tabs").frame(frame).show(ui, |ui| {
        ui.horizontal(|ui| {
            let tabs = [(Tab::Basic, Command::TabBasic), (Tab::Link, Command::TabLink), (Tab::Log, Command::TabLog)];
            for (tab, command) in tabs {
                let button = KeyButton::new(command::label(env.lang, command), command::cap(env.lang, command));
                if button.chosen(tab == screen.tab).show(ui).clicked() {
                    env.push(command);
                }
            }
        });
    });
}

fn column(ui: &mut Ui, id: &str, height: f32, content: impl FnOnce(&mut Ui)) {
    card(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.set_min_height(height - 24.0);
        ScrollArea::vertical().id_salt(id).max_height(height - 24.0).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = S2;
            content(ui);
        });
    });
}

fn booking(form: &mut Form, ui: &mut Ui, env: &Env<'_>) {
    head(ui, env, "settings-head-orders");
    text(form, ui, env, "site.pharmacy_id", LONG);
    text(form, ui, env, "booking.minutes", SHORT);
    text(form, ui, env, "sync.poll_seconds", SHORT);
    text(form, ui, env, "prompt.again_seconds", SHORT);
    text(form, ui, env, "stock.min_days_left", SHORT);
    flag(form, ui, env, "booking.reserve_on_accept");
}

fn urls(form: &mut Form, ui: &mut Ui, env: &mut Env<'_>) {
    head(ui, env, "settings-head-urls");
    for (key, method) in URLS {
        let name = format!("{method} · {}", env.tr(&label_key(key)));
        row(ui, &name, |ui| {
            let width = ui.available_width() - S1;
            TextField::new(("setting", key), &name).width(width).limit(200).show(ui, form.text(key));
        });
        wrong(ui, env, form.fault(key));
    }
    env.button(ui, Command::UrlDefaults, Look::Normal);
}

fn link(form: &mut Form, ui: &mut Ui, env: &Env<'_>) {
    head(ui, env, "settings-head-identity");
    secret("site.token", &mut form.token, ui, env);
    ui.add_space(S2);
    head(ui, env, "settings-head-server");
    text(form, ui, env, "site.host", LONG);
    row(ui, &env.tr(&label_key("site.scheme")), |ui| {
        for scheme in ["https", "http"] {
            let here = form.get("site.scheme") == scheme;
            if KeyButton::new(scheme, "").chosen(here).show(ui).clicked() {
                scheme.clone_into(form.text("site.scheme"));
            }
        }
    });
    text(form, ui, env, "site.port", SHORT);
    text(form, ui, env, "site.timeout_seconds", SHORT);
    text(form, ui, env, "site.ca_file", LONG);
    if form.get("site.scheme") == "http" && !is_loopback(form.get("site.host")) {
        flag(form, ui, env, "site.allow_plaintext");
        let red = theme::of(ui).tone(ChipTone::Late).ink;
        ui.add(Label::new(RichText::new(format!("⚠ {}", env.tr("settings-plaintext"))).color(red)).wrap());
    }
}

fn proxy(form: &mut Form, ui: &mut Ui, env: &Env<'_>) {
    flag(form, ui, env, "proxy.use");
    // What is wrong is shown even when it is switched off: it would keep everything from being saved.
    if !form.is_on("proxy.use") && !form.has_fault(&["proxy.host", "proxy.port", "proxy.login", "proxy.password"]) {
        note(ui, &env.tr("settings-no-proxy"));
        return;
    }
    text(form, ui, env, "proxy.host", LONG);
    text(form, ui, env, "proxy.port", SHORT);
    flag(form, ui, env, "proxy.https");
    flag(form, ui, env, "proxy.authorized");
    if form.is_on("proxy.authorized") || form.has_fault(&["proxy.login", "proxy.password"]) {
        text(form, ui, env, "proxy.login", LONG);
        secret("proxy.password", &mut form.proxy_password, ui, env);
    }
}

fn label_key(key: &str) -> String {
    format!("setting-{}", key.replace(['.', '_'], "-"))
}

fn head(ui: &mut Ui, env: &Env<'_>, key: &str) {
    ui.label(theme::bold(env.tr(key)));
    ui.add_space(S1);
}

fn note(ui: &mut Ui, words: &str) {
    let muted = theme::of(ui).muted;
    ui.add(Label::new(RichText::new(words).color(muted)).wrap());
}

fn row<R>(ui: &mut Ui, name: &str, content: impl FnOnce(&mut Ui) -> R) -> R {
    ui.horizontal(|ui| {
        let size = egui::vec2(LABEL, CONTROL);
        let words = |ui: &mut Ui| ui.add(Label::new(name).wrap());
        ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center).with_main_wrap(false), |ui| {
            ui.set_width(LABEL);
            words(ui);
        });
        content(ui)
    })
    .inner
}

fn text(form: &mut Form, ui: &mut Ui, env: &Env<'_>, key: &'static str, width: f32) {
    let name = env.tr(&label_key(key));
    row(ui, &name, |ui| {
        let hint = if key == "site.port" { if form.get("site.scheme") == "http" { "80" } else { "443" } } else { "" };
        TextField::new(("setting", key), &name).hint(hint).width(width).limit(500).show(ui, form.text(key));
        // Beside a short field there is room.
        match form.fault(key).filter(|_| width <= SHORT) {
            Some(fault) => wrong(ui, env, Some(fault)),
            None if key == "site.port" => note(ui, &env.tr("settings-port-note")),
            None => {}
        }
    });
    wrong(ui, env, form.fault(key).filter(|_| width > SHORT));
}

fn wrong(ui: &mut Ui, env: &Env<'_>, fault: Option<SettingFault>) {
    if let Some(fault) = fault {
        let red = theme::of(ui).tone(ChipTone::Late).ink;
        let words = format!("⚠ {}", words::setting_fault(env.lang, fault));
        ui.add(Label::new(RichText::new(words).color(red)).wrap());
    }
}

fn flag(form: &mut Form, ui: &mut Ui, env: &Env<'_>, key: &'static str) {
    let mut on = form.is_on(key);
    if ui.checkbox(&mut on, env.tr(&label_key(key))).changed() {
        on.to_string().clone_into(form.text(key));
    }
}

/// What is stored is only told of; what is typed is seen while «Показать» is held.
fn secret(key: &str, field: &mut SecretField, ui: &mut Ui, env: &Env<'_>) {
    let name = env.tr(&label_key(key));
    row(ui, &name, |ui| {
        let shows = egui::Id::unique(("shown", key));
        let is_shown = ui.data(|d| d.get_temp(shows).unwrap_or(false));
        let hint = if field.stored.is_empty() { env.tr("settings-secret-none") } else { field.stored.clone() };
        let edit = TextField::new(("setting", key), &name).hint(&hint).width(LONG - S3).limit(8_000);
        edit.hidden(!is_shown).show(ui, &mut field.typed);
        let held = KeyButton::new(env.tr("settings-show"), "").show(ui).is_pointer_button_down_on();
        ui.data_mut(|d| d.insert_temp(shows, held && !field.typed.is_empty()));
    });
    wrong(ui, env, Form::secret_fault(key, field));
}
