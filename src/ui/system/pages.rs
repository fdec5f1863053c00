//! How «Настройки системы» look: pages at the left, the fields of one page at the right.

use egui::{Align, CentralPanel, Frame, Layout, Margin, Panel, RichText, Ui};

use super::{Page, SystemScreen};
use crate::text::habits;
use crate::ui::command::{self, Command};
use crate::ui::env::Env;
use crate::ui::say::error_text;
use crate::ui::settings::fields::{LONG, SHORT, choice, column, flag, head, note, text};
use crate::ui::settings::form::Form;
use crate::ui::theme::{self, S1, S2};
use crate::ui::widgets::{KeyButton, Look, card, failed, loading, outside, toolbar};
use crate::usecase::read::freshness::Freshness;
use crate::usecase::settings::{self, Kind};

/// Width of the list of pages.
const PAGES: f32 = 240.0;

/// The settings of the pages, two columns each.
const PHARMACY: [&[&str]; 2] = [
    &[
        "pharmacy.name",
        "pharmacy.legal_name",
        "pharmacy.inn",
        "pharmacy.address",
        "pharmacy.city",
        "pharmacy.hours",
        "pharmacy.phones",
        "pharmacy.emails",
    ],
    &["site.pharmacy_id", "export.keep_back", "export.min_days_left"],
];
const WORKPLACE: [&[&str]; 2] = [
    &["till.title", "till.user", "users.lock_minutes", "print.paper", "card.terminal"],
    &[
        "fiscal.device",
        "fiscal.host",
        "fiscal.port",
        "fiscal.timeout_seconds",
        "fiscal.tax_system",
        "marking.check",
        "marking.no_answer",
    ],
];
const SALE: [&[&str]; 2] = [
    &[
        "sale.discount_pharmacist",
        "sale.discount_admin",
        "sale.lower_price_wins",
        "sale.prescription_check",
        "sale.bag_check",
        "sale.return_admin_only",
    ],
    &["bag.cells", "bag.auto_cell", "collecting.scan_required", "stock.return_check", "booking.reserve_on_accept"],
];
const STORAGE: [&[&str]; 1] = [&[
    "backup.nightly",
    "backup.keep",
    "backup.folder",
    "log.keep_days",
    "log.exchange_level",
    "log.level",
    "privacy.keep_days",
]];
const SCHEDULE: [&[&str]; 1] = [&[
    "sync.poll_seconds",
    "sync.stock_minutes",
    "site.auto_refresh",
    "backup.nightly",
    "import.folder",
    "import.folder_full",
]];
const LOOK: [&[&str]; 1] =
    [&["ui.language", "ui.theme", "ui.scale", "prompt.sound", "scan.sound", "prompt.again_seconds"]];

const fn columns_of(page: Page) -> &'static [&'static [&'static str]] {
    match page {
        Page::Pharmacy => &PHARMACY,
        Page::Workplace => &WORKPLACE,
        Page::Sale => &SALE,
        Page::Schedule => &SCHEDULE,
        Page::Storage => &STORAGE,
        Page::Look => &LOOK,
        Page::Services | Page::Users => &[],
    }
}

/// The page on which this setting stands.
pub(super) fn page_of(key: &str) -> Option<Page> {
    Page::ALL.into_iter().find(|page| columns_of(*page).iter().any(|column| column.contains(&key)))
}

pub(super) fn show(screen: &mut SystemScreen, ui: &mut Ui, env: &mut Env<'_>) {
    bar(screen, ui, env);
    let frame = Frame::new().inner_margin(Margin { left: 12, right: 0, top: 12, bottom: 12 });
    let side = Panel::left("system-pages").exact_size(PAGES).resizable(false).show_separator_line(false).frame(frame);
    side.show(ui, |ui| pages(screen, ui, env));
    let frame = Frame::new().inner_margin(Margin::same(12));
    CentralPanel::no_frame().frame(frame).show(ui, |ui| {
        if screen.stored.value().is_none() {
            match screen.stored.error() {
                Some(error) => failed(ui, &error_text(env.lang, error, env.zone)),
                None => loading(ui, &env.tr("loading")),
            }
            return;
        }
        match screen.page {
            Page::Services => services(screen.service.value(), ui, env),
            Page::Users => screen.users.show(ui, env),
            page => fields(screen, page, ui, env),
        }
    });
}

fn bar(screen: &SystemScreen, ui: &mut Ui, env: &mut Env<'_>) {
    toolbar(ui, "system-toolbar", |ui| {
        ui.label(theme::heading(env.tr("system-title")));
        ui.add_space(S2);
        env.button(ui, Command::SaveSystem, Look::Primary);
        let leave = KeyButton::new(env.tr("settings-leave"), command::cap(env.lang, Command::Back));
        if leave.show(ui).clicked() {
            env.push(Command::Back);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let words = if screen.saving.is_busy() {
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

fn pages(screen: &mut SystemScreen, ui: &mut Ui, env: &mut Env<'_>) {
    card(ui, |ui| {
        ui.set_min_size(ui.available_size());
        ui.spacing_mut().item_spacing.y = S1;
        let width = ui.available_width();
        for page in Page::ALL {
            let button = KeyButton::new(env.tr(page.key()), "").width(width).chosen(page == screen.page);
            if button.show(ui).clicked() {
                screen.page = page;
            }
        }
        ui.add_space(S2);
        env.wide_button(ui, Command::OpenLog, Look::Normal, width);
        let caps = format!(
            "{} / {}",
            command::cap(env.lang, Command::PreviousPage),
            command::cap(env.lang, Command::NextPage)
        );
        note(ui, &env.tr_args("system-turn", &[("keys", caps.into())]));
    });
}

fn fields(screen: &mut SystemScreen, page: Page, ui: &mut Ui, env: &mut Env<'_>) {
    let height = ui.available_height();
    let columns = columns_of(page);
    let extra = usize::from(matches!(page, Page::Storage | Page::Schedule));
    ui.columns(columns.len() + extra, |uis| {
        for (n, ui) in uis.iter_mut().enumerate() {
            column(ui, &format!("{}-{n}", page.key()), height, |ui| match columns.get(n) {
                Some(keys) => {
                    if n == 0 {
                        head(ui, env, page.key());
                    } else {
                        head(ui, env, &format!("{}-more", page.key()));
                    }
                    for key in *keys {
                        field(&mut screen.form, ui, env, key);
                    }
                    if page == Page::Workplace && n == 0 {
                        tills(screen.tills.value().map_or(&[][..], Vec::as_slice), ui, env);
                    }
                    if page == Page::Pharmacy && n == 1 {
                        screen.divisions.show(ui, env);
                    }
                }
                None if page == Page::Schedule => screen.schedule.show(ui, env),
                None => screen.copies.show(ui, env),
            });
        }
    });
}

/// Tills that work on this data; this one is named in the fields above.
fn tills(rows: &[(String, String)], ui: &mut Ui, env: &Env<'_>) {
    ui.add_space(S2);
    head(ui, env, "system-tills");
    for (id, title) in rows {
        let here = if *id == env.desk.actor().till.0 { env.tr("system-till-here") } else { String::new() };
        ui.horizontal(|ui| {
            ui.label(format!("{} [{}]", outside(title), outside(id)));
            note(ui, &here);
        });
    }
}

/// The field that fits the kind of the setting.
fn field(form: &mut Form, ui: &mut Ui, env: &Env<'_>, key: &'static str) {
    match settings::find(key).map(|spec| spec.kind) {
        Ok(Kind::Flag) => flag(form, ui, env, key),
        Ok(Kind::Word(_)) => choice(form, ui, env, key),
        Ok(Kind::Number(..)) => text(form, ui, env, key, SHORT),
        Ok(
            Kind::Text
            | Kind::Week
            | Kind::ColumnMap
            | Kind::Phones
            | Kind::Mails
            | Kind::Host
            | Kind::UrlPath
            | Kind::OrderUrlPath,
        ) => text(form, ui, env, key, LONG),
        // A secret has its field on «Связь с сервисом» alone.
        Ok(Kind::Secret) | Err(_) => {}
    }
}

/// «Сервисы интернет-заказов»: a list of services; there is one.
fn services(service: Option<&Freshness>, ui: &mut Ui, env: &mut Env<'_>) {
    card(ui, |ui| {
        ui.set_min_size(ui.available_size());
        head(ui, env, "system-services-list");
        ui.spacing_mut().item_spacing.y = S2;
        let words = service.map_or_else(|| env.tr("loading"), |service| state(env, service));
        ui.horizontal(|ui| {
            ui.label(theme::bold(env.tr("system-service-name")));
            ui.add_space(S2);
            ui.label(RichText::new(words).color(theme::of(ui).muted));
        });
        env.button_named(ui, Command::OpenSettings, Look::Primary, env.tr("system-service-open"));
        note(ui, &env.tr("system-services-note"));
    });
}

fn state(env: &Env<'_>, service: &Freshness) -> String {
    match service.polled_at {
        _ if !service.paused.is_empty() => env.tr("freshness-paused"),
        None if !service.configured => env.tr("freshness-not-configured"),
        None => env.tr("freshness-never"),
        Some(at) => env.tr_args("freshness-polled", &[("ago", habits::ago(env.lang, at, env.now).into())]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Lang, has_key};

    #[test]
    fn every_setting_of_a_page_is_known_and_has_words_and_every_choice_has_its_own() {
        for key in Page::ALL.into_iter().flat_map(columns_of).copied().flatten().copied() {
            let spec = settings::find(key);
            assert!(spec.is_ok(), "{key}");
            for lang in Lang::ALL {
                let dashed = key.replace(['.', '_'], "-");
                assert!(has_key(lang, &format!("setting-{dashed}")), "{key} has no words in {}", lang.code());
                if let Ok(Kind::Word(words)) = spec.clone().map(|spec| spec.kind) {
                    for word in words {
                        let choice = format!("choice-{dashed}-{}", word.replace('_', "-"));
                        assert!(has_key(lang, &choice), "{choice} has no words in {}", lang.code());
                    }
                }
            }
        }
    }
}
