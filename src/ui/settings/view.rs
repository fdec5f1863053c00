//! How the settings look: toolbar, tabs, two cards of fields with what is wrong beside each.

use egui::{Align, CentralPanel, Frame, Label, Layout, Margin, Panel, RichText, Ui};

use super::fields::{LONG, SHORT, column, flag, head, label_key, long_row, note, row, secret, text, with_code, wrong};
use super::form::Form;
use super::{SettingsScreen, Tab};
use crate::domain::host::is_loopback;
use crate::ui::command::{self, Command};
use crate::ui::env::Env;
use crate::ui::say::error_text;
use crate::ui::theme::{self, ChipTone, S1, S2};
use crate::ui::widgets::{KeyButton, Look, TextField, failed, loading, outside, toolbar};
use crate::usecase::read::divisions::Division;

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
                Tab::Basic => {
                    head(ui, env, "settings-head-data");
                    screen.trial.show(&screen.form, ui, env);
                    screen.jobs.show(ui, env);
                    ui.add_space(S1);
                    let divisions = screen.divisions.value().map_or(&[][..], Vec::as_slice);
                    booking(&mut screen.form, divisions, ui, env);
                }
                Tab::Link | Tab::Log => link(&mut screen.form, ui, env),
            });
            column(right, "settings-right", height, |ui| match screen.tab {
                Tab::Basic => urls(&mut screen.form, ui, env),
                Tab::Link | Tab::Log => {
                    proxy(&mut screen.form, ui, env);
                    ui.add_space(S2);
                    head(ui, env, "settings-head-trial");
                    screen.trial.show(&screen.form, ui, env);
                    screen.jobs.show_token(ui, env);
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

fn booking(form: &mut Form, divisions: &[Division], ui: &mut Ui, env: &Env<'_>) {
    head(ui, env, "settings-head-orders");
    division(form, divisions, ui, env);
    text(form, ui, env, "site.pharmacy_id", LONG);
    text(form, ui, env, "booking.minutes", SHORT);
    text(form, ui, env, "sync.poll_seconds", SHORT);
    text(form, ui, env, "prompt.again_seconds", SHORT);
    text(form, ui, env, "stock.min_days_left", SHORT);
    flag(form, ui, env, "booking.reserve_on_accept");
}

/// «Подразделение»: whose stock is sent, "short name [code]".
fn division(form: &mut Form, divisions: &[Division], ui: &mut Ui, env: &Env<'_>) {
    let name = env.tr("settings-division");
    let shown = |division: &Division| {
        let name = division.short_name.as_str();
        with_code(if name.is_empty() { env.tr("settings-division-owner") } else { outside(name) }, &division.code)
    };
    row(ui, &name, |ui| {
        let code = form.get("site.pharmacy_id").to_owned();
        let known = divisions.iter().find(|division| division.code == code).map(shown);
        let text = known.unwrap_or_else(|| format!("[{}]", outside(&code)));
        let width = LONG.min(ui.available_width() - S1);
        let combo = egui::ComboBox::from_id_salt("division").width(width).truncate().selected_text(text);
        let drawn = combo.show_ui(ui, |ui| {
            for division in divisions {
                if ui.selectable_label(division.code == code, shown(division)).clicked() {
                    division.code.clone_into(form.text("site.pharmacy_id"));
                }
            }
        });
        ui.ctx().accesskit_node_builder(drawn.response.id, |node| node.set_label(name.as_str()));
    });
}

fn urls(form: &mut Form, ui: &mut Ui, env: &mut Env<'_>) {
    ui.horizontal(|ui| {
        ui.label(theme::bold(env.tr("settings-head-urls")));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            env.button(ui, Command::UrlDefaults, Look::Normal);
        });
    });
    ui.spacing_mut().item_spacing.y = S1;
    for (key, method) in URLS {
        let name = format!("{method} · {}", env.tr(&label_key(key)));
        long_row(ui, &name, |ui| {
            let width = ui.available_width() - S1;
            TextField::new(("setting", key), &name).width(width).limit(200).show(ui, form.text(key));
        });
        wrong(ui, env, form.fault(key));
    }
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
