//! Page «Пользователи»: who works here, and who did what.

use egui::{Key, Modifiers, RichText, Ui};

use crate::domain::access::Role;
use crate::text::{habits, has_key};
use crate::ui::command::Command;
use crate::ui::dialogs::Dialog;
use crate::ui::env::Env;
use crate::ui::loadable::{Loadable, Pending};
use crate::ui::say::error_text;
use crate::ui::settings::fields::{head, label_key, note};
use crate::ui::theme::{self, S1, S2};
use crate::ui::till::flush_card;
use crate::ui::widgets::table::{self, Col, Spec, Width};
use crate::ui::widgets::{Look, card, empty, failed, loading, outside, take_move};
use crate::usecase::read::users::{Deed, Deeds, UserRow, Users};
use crate::usecase::users::ForgetTries;

/// Deeds that are shown.
const DEEDS: u32 = 300;

/// The page.
#[derive(Default)]
pub(super) struct UsersPage {
    users: Loadable<Vec<UserRow>>,
    deeds: Loadable<Vec<Deed>>,
    at: usize,
    forgetting: Pending<()>,
}

impl UsersPage {
    pub(super) fn ask(&mut self, env: &Env<'_>) {
        self.users.request(env.desk.ask(Users));
        self.deeds.request(env.desk.ask(Deeds { limit: DEEDS }));
    }

    pub(super) fn update(&mut self, env: &mut Env<'_>) {
        self.users.poll();
        self.deeds.poll();
        match self.forgetting.poll() {
            Some(Ok(())) => env.say_done(env.tr("users-forgotten")),
            Some(Err(error)) => env.say_failure(&error),
            None => {}
        }
    }

    fn chosen(&self) -> Option<&UserRow> {
        self.users.value()?.get(self.at)
    }

    pub(super) fn edit(&self, env: &mut Env<'_>) {
        if let Some(user) = self.chosen() {
            env.open(Dialog::user(Some(user.clone())));
        }
    }

    pub(super) fn forget(&mut self, env: &Env<'_>) {
        if let Some(user) = self.chosen() {
            self.forgetting.start(env.desk.act(ForgetTries(user.id)));
        }
    }

    pub(super) fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        let height = ui.available_height();
        ui.columns_const(|[left, right]: &mut [Ui; 2]| {
            card(left, |ui| {
                ui.set_min_size(egui::vec2(ui.available_width(), height - 24.0));
                head(ui, env, "system-users");
                ui.horizontal(|ui| {
                    env.button(ui, Command::NewUser, Look::Primary);
                    env.button(ui, Command::EditUser, Look::Normal);
                    env.button(ui, Command::ForgetTries, Look::Normal);
                });
                ui.add_space(S2);
                ui.with_layout(egui::Layout::top_down(egui::Align::Min), |ui| self.people(ui, env));
            });
            flush_card(right, |ui| {
                ui.set_min_size(egui::vec2(ui.available_width(), height));
                self.deeds(ui, env);
            });
        });
    }

    fn people(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        let Some(users) = self.users.value() else {
            match self.users.error() {
                Some(error) => failed(ui, &error_text(env.lang, error, env.zone)),
                None => loading(ui, &env.tr("loading")),
            }
            return;
        };
        if !users.iter().any(|user| user.is_active && user.role == Role::Admin && user.has_secret) {
            note(ui, &env.tr("users-no-admin"));
            ui.add_space(S1);
        }
        if users.is_empty() {
            empty(ui, &env.tr("sign-in-nobody"), "");
            return;
        }
        if !env.cmd.dialog && ui.memory(|m| m.focused().is_none()) {
            if let Some(step) = take_move(ui.ctx(), 10, true) {
                self.at = step.from(Some(self.at), users.len()).unwrap_or(0);
            }
            if ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter)) {
                env.push(Command::EditUser);
            }
        }
        let cols = [
            Col::left(env.tr("users-name"), Width::Fill(160.0)),
            Col::left(env.tr("users-role"), Width::Exact(130.0)),
            Col::left(env.tr("users-secret"), Width::Exact(120.0)),
        ];
        let spec = Spec {
            id: "users",
            cols: &cols,
            rows: users.len(),
            selected: Some(self.at),
            scroll_to: None,
            row_name: &|row| users.get(row).map(|user| user.name.clone()).unwrap_or_default(),
        };
        let mut opened = None;
        let shown = table::show(ui, &spec, |ui, row, col| person(ui, env, users.get(row), col), |_, _| {});
        if let Some(at) = shown.clicked {
            self.at = at;
            opened = shown.opened;
        }
        if opened.is_some() {
            env.push(Command::EditUser);
        }
    }

    fn deeds(&self, ui: &mut Ui, env: &Env<'_>) {
        let deeds = self.deeds.value().map_or(&[][..], Vec::as_slice);
        if deeds.is_empty() {
            empty(ui, &env.tr("users-no-deeds"), "");
            return;
        }
        let cols = [
            Col::left(env.tr("log-col-time"), Width::Exact(106.0)),
            Col::left(env.tr("users-who"), Width::Exact(120.0)),
            Col::left(env.tr("users-deed"), Width::Fill(160.0)),
        ];
        let spec = Spec {
            id: "deeds",
            cols: &cols,
            rows: deeds.len(),
            selected: None,
            scroll_to: None,
            row_name: &|row| deeds.get(row).map(|deed| deed.detail.clone()).unwrap_or_default(),
        };
        table::show(
            ui,
            &spec,
            |ui, row, col| {
                let Some(deed) = deeds.get(row) else { return };
                match col {
                    0 => table::muted(ui, habits::short_date_time(deed.at, env.now, env.zone)),
                    1 => table::foreign(ui, &deed.user),
                    _ => {
                        let what = env.tr(&format!("deed-{}", deed.deed.replace('_', "-")));
                        let words = format!("{what}: {}", outside(&detail(env, deed)));
                        ui.add(egui::Label::new(&words).truncate()).on_hover_text(words);
                    }
                }
            },
            |_, _| {},
        );
    }
}

fn person(ui: &mut Ui, env: &Env<'_>, user: Option<&UserRow>, col: usize) {
    let Some(user) = user else { return };
    let muted = theme::of(ui).muted;
    match col {
        0 if user.is_active => table::foreign(ui, &user.name),
        0 => table::muted(ui, &user.name),
        1 if user.is_active => table::text(ui, env.tr(&format!("role-{}", user.role.code()))),
        1 => table::muted(ui, env.tr("users-inactive")),
        _ if user.wrong_tries > 0 => {
            table::text(ui, env.tr_args("users-wrong", &[("n", i64::from(user.wrong_tries).into())]));
        }
        _ => {
            let words = env.tr(if user.has_secret { "users-secret-set" } else { "users-secret-none" });
            table::text(ui, RichText::new(words).color(muted));
        }
    }
}

/// What a deed was about, its codes in words.
fn detail(env: &Env<'_>, deed: &Deed) -> String {
    let known = |key: String| has_key(env.lang, &key).then(|| env.tr(&key));
    match deed.deed.as_str() {
        "user_added" | "user_changed" => {
            let word = |part: &str| match part {
                "secret" => env.tr("users-deed-secret"),
                "inactive" => env.tr("users-inactive"),
                other => known(format!("role-{other}")).unwrap_or_else(|| other.to_owned()),
            };
            deed.detail.split(", ").map(word).collect::<Vec<_>>().join(", ")
        }
        "job_wanted" => known(format!("job-{}", deed.detail)).unwrap_or_else(|| deed.detail.clone()),
        "setting" => {
            let (key, change) = deed.detail.split_once(": ").unwrap_or((&deed.detail, ""));
            let name =
                known(label_key(key)).map_or_else(|| key.to_owned(), |name| name.trim_end_matches(':').to_owned());
            format!("{name}: {change}")
        }
        _ => deed.detail.clone(),
    }
}
