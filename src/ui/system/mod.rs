//! «Настройки системы»: pages of settings of the pharmacy, the workplace, the sale; users; copies of the data; how it
//! looks. Saved whole or not at all, as the settings of the service are.
//!
//! Owns: the page on top, the typed values. Must not know: where settings and copies lie.

mod copies;
mod divisions;
mod pages;
mod schedule;
mod user_dialog;
mod users;

pub use user_dialog::UserDialog;

use egui::Ui;

use crate::ui::command::{Command, ViewKind};
use crate::ui::dialogs::Dialog;
use crate::ui::env::Env;
use crate::ui::loadable::{Loadable, Pending};
use crate::ui::settings::LeaveSettings;
use crate::ui::settings::form::Form;
use crate::usecase::Topic;
use crate::usecase::read::freshness::{Freshness, FreshnessQuery};
use crate::usecase::read::settings::PlainSettings;
use crate::usecase::read::users::Tills;
use crate::usecase::set_settings::{SetSettings, SettingChange};
use copies::Copies;
use divisions::DivisionsList;
use schedule::SchedulePage;
use users::UsersPage;

/// The pages, in the order of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Page {
    /// «Интернет-заказы».
    #[default]
    Services,
    /// «Аптека».
    Pharmacy,
    /// «Рабочее место и печать».
    Workplace,
    /// «Продажа и сборка».
    Sale,
    /// «Пользователи».
    Users,
    /// «Расписание автозадачи».
    Schedule,
    /// «Хранение и копии».
    Storage,
    /// «Вид и звуки».
    Look,
}

impl Page {
    const ALL: [Self; 8] = [
        Self::Services,
        Self::Pharmacy,
        Self::Workplace,
        Self::Sale,
        Self::Users,
        Self::Schedule,
        Self::Storage,
        Self::Look,
    ];

    const fn key(self) -> &'static str {
        match self {
            Self::Services => "system-services",
            Self::Pharmacy => "system-pharmacy",
            Self::Workplace => "system-workplace",
            Self::Sale => "system-sale",
            Self::Users => "system-users",
            Self::Schedule => "system-schedule",
            Self::Storage => "system-storage",
            Self::Look => "system-look",
        }
    }
}

/// The screen.
#[derive(Default)]
pub struct SystemScreen {
    page: Page,
    form: Form,
    stored: Loadable<Vec<(&'static str, String)>>,
    service: Loadable<Freshness>,
    users: UsersPage,
    copies: Copies,
    schedule: SchedulePage,
    divisions: DivisionsList,
    tills: Loadable<Vec<(String, String)>>,
    saving: Pending<Vec<SettingChange>>,
    stale: bool,
    leaves: bool,
}

impl SystemScreen {
    /// The screen comes to the top.
    pub const fn open(&mut self) {
        self.stale = true;
    }

    /// Esc: what is not saved is asked about.
    pub fn step_back(&self, env: &mut Env<'_>) -> bool {
        let is_busy = self.saving.is_busy();
        let asks = is_busy || self.form.is_changed();
        if asks && !is_busy {
            env.open(Dialog::LeaveSettings(LeaveSettings));
        }
        asks
    }

    /// The answer to that question.
    pub fn leave(&mut self, save: bool, env: &mut Env<'_>) {
        if save {
            self.leaves = true;
            self.save(env);
        } else {
            self.form.drop_changes();
            env.push(Command::Back);
        }
    }

    /// Takes answers. Called every frame, shown or not.
    pub fn update(&mut self, env: &mut Env<'_>) {
        if env.changes.has(Topic::Settings) || env.changes.has(Topic::Sync) {
            self.stale = true;
        }
        if self.stale && env.cmd.view == ViewKind::System && !self.stored.is_waiting() {
            self.stale = false;
            self.stored.request(env.desk.ask(PlainSettings));
            self.service.request(env.desk.ask(FreshnessQuery));
            self.users.ask(env);
            self.schedule.ask(env);
            self.divisions.ask(env);
            self.tills.request(env.desk.ask(Tills));
        }
        if self.stored.poll()
            && let Some(values) = self.stored.value()
        {
            self.form.renew(values.clone());
        }
        self.service.poll();
        self.users.update(env);
        self.copies.update(env);
        self.schedule.update(env);
        self.divisions.update(env);
        self.tills.poll();
        match self.saving.poll() {
            Some(Ok(changes)) => {
                self.form.renew(changes.into_iter().map(|change| (change.key, change.now)).collect());
                env.say_done(env.tr("settings-saved"));
                if std::mem::take(&mut self.leaves) {
                    env.push(Command::Back);
                }
            }
            Some(Err(error)) => {
                self.leaves = false;
                env.say_failure(&error);
            }
            None => {}
        }
    }

    /// A command of this screen. True when it was one.
    pub fn command(&mut self, command: Command, env: &mut Env<'_>) -> bool {
        match command {
            Command::SaveSystem => self.save(env),
            Command::NextPage => self.turn(1),
            Command::PreviousPage => self.turn(Page::ALL.len() - 1),
            Command::NewUser => {
                self.page = Page::Users;
                env.open(Dialog::user(None));
            }
            Command::EditUser => self.users.edit(env),
            Command::ForgetTries => self.users.forget(env),
            Command::CopyData => {
                self.page = Page::Storage;
                self.copies.copy(env);
            }
            _ => return false,
        }
        true
    }

    fn turn(&mut self, by: usize) {
        let at = Page::ALL.iter().position(|page| *page == self.page).unwrap_or(0);
        if let Some(page) = Page::ALL.get((at + by) % Page::ALL.len()) {
            self.page = *page;
        }
    }

    fn save(&mut self, env: &mut Env<'_>) {
        if self.saving.is_busy() {
            return;
        }
        if let Some(key) = self.form.first_fault() {
            self.leaves = false;
            self.page = pages::page_of(key).unwrap_or(self.page);
            env.say_error(env.tr("settings-not-saved"));
            return;
        }
        self.saving.start(env.desk.act(SetSettings(self.form.changes())));
    }

    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        pages::show(self, ui, env);
    }
}
