//! «Настройка сервиса бронирования»: «Основные» and «Связь с сервисом», saved whole or not at all.
//!
//! Owns: the typed values until they are saved. Must not know: where settings and secrets lie.

pub(in crate::ui) mod fields;
pub(in crate::ui) mod form;
mod jobs;
mod leave;
mod log_tab;
mod trial;
mod view;

pub use leave::LeaveSettings;

use egui::Ui;

use form::Form;
use jobs::SiteJobs;
use log_tab::LogTab;
use trial::Trial;

use crate::ui::command::{Command, LogFacts, SettingsFacts, ViewKind};
use crate::ui::dialogs::Dialog;
use crate::ui::env::Env;
use crate::ui::loadable::{Loadable, Pending};
use crate::ui::preview::{service_words, wake};
use crate::ui::services::{Job, SiteJob};
use crate::usecase::Topic;
use crate::usecase::deliver::RetryNow;
use crate::usecase::read::divisions::{Division, Divisions};
use crate::usecase::read::settings::PlainSettings;
use crate::usecase::set_settings::{SetSettings, SettingChange};
use crate::usecase::task::{Contact, NoteContact, TokenIs};

/// The tabs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Tab {
    #[default]
    Basic,
    Link,
    Log,
}

/// What comes after a save.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Then {
    #[default]
    Stay,
    Leave,
}

/// The screen.
#[derive(Default)]
pub struct SettingsScreen {
    tab: Tab,
    form: Form,
    stored: Loadable<Vec<(&'static str, String)>>,
    stale: bool,
    asks_masked: bool,
    masked: Option<Job<Vec<(&'static str, String)>>>,
    saving: Pending<Vec<SettingChange>>,
    to_store: Vec<(&'static str, String)>,
    secrets: Option<Job<()>>,
    noting: Vec<Pending<()>>,
    trial: Trial,
    new_token: bool,
    log: LogTab,
    jobs: SiteJobs,
    divisions: Loadable<Vec<Division>>,
    then: Then,
}

impl SettingsScreen {
    /// The screen comes to the top.
    pub const fn open(&mut self) {
        self.stale = true;
        self.asks_masked = true;
    }

    /// Esc: what is not saved is asked about.
    pub fn step_back(&self, env: &mut Env<'_>) -> bool {
        let asks = self.is_busy() || self.form.is_changed();
        if asks && !self.is_busy() {
            env.open(Dialog::LeaveSettings(LeaveSettings));
        }
        asks
    }

    /// «Проверить авторизацию» succeeded with the values on the screen.
    #[must_use]
    pub fn site_knows_us(&self) -> bool {
        self.trial.is_known(&self.form)
    }

    /// What the commands need to know.
    #[must_use]
    pub fn facts(&self) -> SettingsFacts {
        SettingsFacts { log_tab: self.tab == Tab::Log, known: self.site_knows_us(), changed: self.form.is_changed() }
    }

    /// The same of the records on the tab «Логи».
    #[must_use]
    pub fn log_facts(&self) -> LogFacts {
        self.log.facts()
    }

    /// Requests by hand that the site has answered as they were meant.
    #[must_use]
    pub fn site_answers(&self) -> usize {
        self.jobs.done()
    }

    /// Records on the tab «Логи».
    #[must_use]
    pub fn records(&self) -> usize {
        self.log.records()
    }

    /// The answer to that question.
    pub fn leave(&mut self, save: bool, env: &mut Env<'_>) {
        if save {
            self.then = Then::Leave;
            self.save(env);
        } else {
            self.form.drop_changes();
            env.push(Command::Back);
        }
    }

    fn is_busy(&self) -> bool {
        self.saving.is_busy() || self.secrets.is_some() || !self.to_store.is_empty()
    }

    /// Takes answers. Called every frame, shown or not.
    pub fn update(&mut self, env: &mut Env<'_>) {
        if env.changes.has(Topic::Settings) {
            self.stale = true;
        }
        if self.stale && env.cmd.view == ViewKind::Settings && !self.stored.is_waiting() {
            self.stale = false;
            self.stored.request(env.desk.ask(PlainSettings));
            self.divisions.request(env.desk.ask(Divisions));
        }
        if self.stored.poll()
            && let Some(values) = self.stored.value()
        {
            self.form.renew(values.clone());
        }
        if let Some(answer) = self.masked.as_mut().and_then(Job::poll) {
            self.masked = None;
            match answer {
                Ok(masked) => self.form.renew_secrets(masked),
                Err(error) => env.say_error(service_words(env, &error)),
            }
        }
        self.trial.update();
        self.divisions.poll();
        self.log.update(env);
        self.jobs.update(env);
        match self.saving.poll() {
            Some(Ok(changes)) => {
                // Stored now: nothing of it is a change any more.
                self.form.renew(changes.into_iter().map(|change| (change.key, change.now)).collect());
                self.save_secrets(env);
            }
            Some(Err(error)) => {
                self.then = Then::Stay;
                env.say_failure(&error);
            }
            None => {}
        }
        if let Some(answer) = self.secrets.as_mut().and_then(Job::poll) {
            self.secrets = None;
            if answer.is_ok() {
                self.secrets_saved(env);
            } else {
                self.then = Then::Stay;
                env.say_error(env.tr("settings-secret-failed"));
            }
        }
        self.noting.retain_mut(|noting| match noting.poll() {
            None => true,
            Some(Ok(())) => false,
            Some(Err(error)) => {
                env.say_failure(&error);
                false
            }
        });
    }

    /// A command of this screen. True when it was one.
    pub fn command(&mut self, command: Command, env: &mut Env<'_>) -> bool {
        match command {
            Command::SaveSettings => self.save(env),
            Command::TabBasic => self.tab = Tab::Basic,
            Command::TabLink => self.tab = Tab::Link,
            Command::UrlDefaults => self.default_urls(),
            Command::TabLog => {
                self.tab = Tab::Log;
                self.log.open(env);
            }
            Command::TrySite => self.try_site(env),
            Command::FetchOrders => self.jobs.turn(SiteJob::FetchOrders, env),
            Command::SendStock => self.jobs.turn(SiteJob::SendStock { is_meant: false }, env),
            Command::NewToken => {
                self.tab = Tab::Link;
                self.jobs.turn(SiteJob::NewToken, env);
            }
            other => return self.log.command(other, env),
        }
        true
    }

    fn try_site(&mut self, env: &mut Env<'_>) {
        if !self.shows_fault("settings-not-tried", env) {
            self.trial.turn();
        }
    }

    /// A value is wrong: its tab comes to the top, and the words say what was not done.
    fn shows_fault(&mut self, words: &str, env: &mut Env<'_>) -> bool {
        let fault = self.form.first_fault();
        if let Some(key) = fault {
            self.tab = view::tab_of(key);
            env.say_error(env.tr(words));
        }
        fault.is_some()
    }

    fn save(&mut self, env: &mut Env<'_>) {
        if self.is_busy() {
            return;
        }
        if self.shows_fault("settings-not-saved", env) {
            self.then = Then::Stay;
            return;
        }
        self.saving.start(env.desk.act(SetSettings(self.form.changes())));
    }

    fn save_secrets(&mut self, env: &mut Env<'_>) {
        let secrets = self.form.new_secrets();
        if secrets.is_empty() {
            self.saved(env);
            return;
        }
        self.new_token = secrets.iter().any(|(key, _)| *key == "site.token");
        self.to_store = secrets;
    }

    fn secrets_saved(&mut self, env: &mut Env<'_>) {
        self.form.token.typed.clear();
        self.form.proxy_password.typed.clear();
        self.asks_masked = true;
        let mut note = |reply| {
            let mut pending = Pending::default();
            pending.start(reply);
            self.noting.push(pending);
        };
        if std::mem::take(&mut self.new_token) {
            note(env.desk.act(NoteContact(Contact::Token(TokenIs::Set))));
        }
        // What waited because of the old ones may go at once.
        note(env.desk.act(RetryNow));
        self.saved(env);
    }

    fn saved(&mut self, env: &mut Env<'_>) {
        env.say_done(env.tr("settings-saved"));
        self.stale = true;
        if std::mem::take(&mut self.then) == Then::Leave {
            env.push(Command::Back);
        }
    }

    fn default_urls(&mut self) {
        for key in view::URLS.iter().map(|(key, _)| *key) {
            if let Ok(spec) = crate::usecase::settings::find(key) {
                spec.default.clone_into(self.form.text(key));
            }
        }
    }

    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        if std::mem::take(&mut self.asks_masked) {
            self.masked = Some(env.services.masked_secrets(wake(ui)));
        }
        if !self.to_store.is_empty() {
            let secrets = std::mem::take(&mut self.to_store);
            self.secrets = Some(env.services.store_secrets(secrets, wake(ui)));
        }
        view::show(self, ui, env);
    }
}
