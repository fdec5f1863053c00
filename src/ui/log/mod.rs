//! «Просмотр логов»: what the program did, by module, level, time and words; one record with all it holds.
//!
//! Owns: the typed filter, the records on the screen. Must not know: where records lie. [`LogList`] and [`table`]
//! serve the tab «Логи» of the settings as well.

mod list;
mod table;
mod view;

pub use list::LogList;
pub use table::{WithModule, draw};
pub(crate) use view::errors_button;

use chrono::{Days, NaiveDate, NaiveTime};
use egui::Ui;

use crate::domain::ids::OrderId;
use crate::domain::log::{Level, LogFilter, Module};
use crate::text::habits;
use crate::ui::command::{Command, LogFacts, ViewKind};
use crate::ui::env::{Env, Go};
use crate::ui::loadable::{Loadable, Pending};
use crate::ui::services::LogJob;
use crate::ui::widgets::take_move;
use crate::usecase::Topic;
use crate::usecase::read::settings::{LogSettings, LogSetup};
use crate::usecase::settings::SetSetting;

/// What a saved list is called, and its columns.
pub struct SaveWords {
    /// Name of the file, without its ending.
    pub file: String,
}

/// An order whose records are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AboutOrder {
    /// Which.
    pub id: OrderId,
    /// Its number.
    pub number: String,
}

/// What is typed and chosen.
struct Typed {
    module: Option<Module>,
    from: String,
    to: String,
    text: String,
    errors_only: bool,
    about: Option<AboutOrder>,
}

impl Default for Typed {
    fn default() -> Self {
        Self {
            module: Some(Module::Exchange),
            from: String::new(),
            to: String::new(),
            text: String::new(),
            errors_only: false,
            about: None,
        }
    }
}

/// The screen.
#[derive(Default)]
pub struct LogScreen {
    typed: Typed,
    list: LogList,
    setup: Loadable<LogSettings>,
    setting: Pending<String>,
    stale: bool,
    wants_focus: bool,
    has_focus: bool,
}

impl LogScreen {
    /// The screen comes to the top, for all records or those about an order.
    pub fn open(&mut self, about: Option<AboutOrder>, env: &Env<'_>) {
        let today = habits::date(env.today());
        let first = match &about {
            // Orders live for days: the whole time that is kept.
            Some(_) => env.today().checked_sub_days(Days::new(365)).map_or_else(|| today.clone(), habits::date),
            None => today.clone(),
        };
        self.typed = Typed { from: first, to: today, about, ..Typed::default() };
        if self.typed.about.is_some() {
            self.typed.module = None;
        }
        self.stale = true;
        self.apply(env);
    }

    /// What the commands need to know.
    #[must_use]
    pub fn facts(&self) -> LogFacts {
        facts_of(&self.list)
    }

    /// Records on the screen.
    #[must_use]
    pub fn records(&self) -> usize {
        self.list.len()
    }

    /// There are words in the field that has the keyboard.
    #[must_use]
    pub const fn typing(&self) -> bool {
        self.has_focus && !self.typed.text.is_empty()
    }

    /// Esc: first what narrows the list goes.
    pub fn step_back(&mut self, env: &Env<'_>) -> bool {
        let used = !self.typed.text.is_empty();
        self.typed.text.clear();
        if used {
            self.apply(env);
        }
        used
    }

    /// The filter as it is typed; none when a day cannot be read.
    fn filter(&self, env: &Env<'_>) -> Option<LogFilter> {
        let today = env.today();
        let day = |text: &str, fallback: NaiveDate| {
            if text.trim().is_empty() { Some(fallback) } else { habits::parse_date(text, today) }
        };
        let (from, to) = (day(&self.typed.from, today)?, day(&self.typed.to, today)?);
        let mut filter = of_days(env, from, to)?;
        filter.module = self.typed.module;
        filter.level = if self.typed.errors_only { Level::Warn } else { Level::Trace };
        self.typed.text.trim().clone_into(&mut filter.text);
        filter.order = self.typed.about.as_ref().map(|about| about.id.0);
        Some(filter)
    }

    fn apply(&mut self, env: &Env<'_>) {
        if let Some(filter) = self.filter(env) {
            self.list.ask(filter);
        }
    }

    /// Takes answers. Called every frame, shown or not.
    pub fn update(&mut self, env: &mut Env<'_>) {
        self.list.update(env);
        if env.changes.has(Topic::Settings) {
            self.stale = true;
        }
        if self.stale && env.cmd.view == ViewKind::Log && !self.setup.is_waiting() {
            self.stale = false;
            self.setup.request(env.desk.ask(LogSetup));
        }
        self.setup.poll();
        if let Some(Err(error)) = self.setting.poll() {
            env.say_failure(&error);
        }
    }

    /// A command of this screen. True when it was one.
    pub fn command(&mut self, command: Command, env: &mut Env<'_>) -> bool {
        match command {
            Command::ShowLog => {
                if self.filter(env).is_none() {
                    env.say_error(env.tr("log-bad-day"));
                }
                self.apply(env);
            }
            Command::LogErrors => {
                self.typed.errors_only = !self.typed.errors_only;
                self.apply(env);
            }
            Command::SaveLog => self.list.turn_saving(),
            Command::CopyLog => self.list.copy(),
            Command::OpenLogOrder => open_order(&self.list, env),
            Command::Search => self.wants_focus = true,
            _ => return false,
        }
        true
    }

    /// The level from which on records of the chosen module are kept.
    fn level(&self) -> Option<Level> {
        let setup = self.setup.value()?;
        Some(if self.typed.module == Some(Module::Exchange) { setup.exchange } else { setup.others })
    }

    fn set_level(&mut self, level: Level, env: &Env<'_>) {
        let key = if self.typed.module == Some(Module::Exchange) { "log.exchange_level" } else { "log.level" };
        self.setting.start(env.desk.act(SetSetting { key: key.to_owned(), value: level.code().to_owned() }));
    }

    fn choose(&mut self, module: Option<Module>, env: &Env<'_>) {
        self.typed.module = module;
        self.apply(env);
    }

    /// Draws the screen and takes its keys.
    pub fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        view::show(self, ui, env);
    }

    fn keys(&mut self, ui: &Ui, env: &mut Env<'_>, search: egui::Id) {
        let focused = ui.memory(egui::Memory::focused);
        if env.cmd.dialog {
            return;
        }
        if focused.is_some() && ui.input_mut(|i| i.consume_key(egui::Modifiers::NONE, egui::Key::Enter)) {
            env.push(Command::ShowLog);
        }
        if focused.is_none_or(|id| id == search)
            && let Some(step) = take_move(ui.ctx(), 12, focused != Some(search))
        {
            self.list.step(step);
        }
    }
}

/// What the commands need to know of a list of records.
#[must_use]
pub fn facts_of(list: &LogList) -> LogFacts {
    let row = list.row();
    LogFacts { any: !list.rows().is_empty(), order: row.is_some_and(|row| row.order.is_some()) }
}

/// From a record to its order.
pub fn open_order(list: &LogList, env: &mut Env<'_>) {
    if let Some(order) = list.row().and_then(|row| row.order) {
        env.go(Go::Orders { select: Some(OrderId(order)) });
    }
}

/// All records of these days, both included; none for days that the calendar does not have.
#[must_use]
pub fn of_days(env: &Env<'_>, from: NaiveDate, to: NaiveDate) -> Option<LogFilter> {
    let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_local_timezone(env.zone).earliest();
    let end = to.checked_add_days(Days::new(1))?;
    Some(LogFilter {
        module: None,
        level: Level::Trace,
        from: midnight(from)?.to_utc(),
        to: midnight(end)?.to_utc(),
        text: String::new(),
        order: None,
    })
}

fn save_job(filter: LogFilter, words: SaveWords, env: &Env<'_>) -> LogJob {
    LogJob { filter, file_name: words.file, lang: env.lang, zone: env.zone, made_at: env.now }
}
