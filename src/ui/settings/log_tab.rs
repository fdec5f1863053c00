//! Tab «Логи»: the exchange with the site on one day.

use egui::{Frame, Margin, Panel, RichText, Ui};

use crate::domain::log::{Level, LogFilter, Module};
use crate::text::habits;
use crate::ui::command::{Command, LogFacts};
use crate::ui::env::Env;
use crate::ui::log::{self, LogList, WithModule};
use crate::ui::theme::{self, ChipTone, S1};
use crate::ui::widgets::{Look, TextField, take_move};

/// The tab.
#[derive(Default)]
pub(super) struct LogTab {
    day: String,
    errors_only: bool,
    list: LogList,
}

impl LogTab {
    /// The tab comes to the top.
    pub(super) fn open(&mut self, env: &Env<'_>) {
        if self.day.is_empty() {
            self.day = habits::date(env.today());
        }
        self.apply(env);
    }

    pub(super) fn facts(&self) -> LogFacts {
        log::facts_of(&self.list)
    }

    pub(super) fn records(&self) -> usize {
        self.list.len()
    }

    fn filter(&self, env: &Env<'_>) -> Option<LogFilter> {
        let day = habits::parse_date(&self.day, env.today())?;
        let mut filter = log::of_days(env, day, day)?;
        filter.module = Some(Module::Exchange);
        filter.level = if self.errors_only { Level::Warn } else { Level::Trace };
        Some(filter)
    }

    fn apply(&mut self, env: &Env<'_>) {
        if let Some(filter) = self.filter(env) {
            self.list.ask(filter);
        }
    }

    pub(super) fn update(&mut self, env: &mut Env<'_>) {
        self.list.update(env);
    }

    /// A command of this tab. True when it was one.
    pub(super) fn command(&mut self, command: Command, env: &mut Env<'_>) -> bool {
        match command {
            Command::ShowLog => {
                if self.filter(env).is_none() {
                    env.say_error(env.tr("log-bad-day"));
                }
                self.apply(env);
            }
            Command::LogErrors => {
                self.errors_only = !self.errors_only;
                self.apply(env);
            }
            Command::SaveLog => self.list.turn_saving(),
            Command::CopyLog => self.list.copy(),
            Command::OpenLogOrder => log::open_order(&self.list, env),
            _ => return false,
        }
        true
    }

    pub(super) fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        let frame = Frame::new().inner_margin(Margin { left: 12, right: 12, top: 12, bottom: 0 });
        Panel::top("settings-log").frame(frame).show_separator_line(false).show(ui, |ui| {
            ui.horizontal(|ui| {
                let name = env.tr("log-day");
                ui.label(&name);
                let day = TextField::new("log-day", &name).width(96.0).limit(10).show(ui, &mut self.day);
                let enter = ui.input(|i| i.key_pressed(egui::Key::Enter));
                if habits::parse_date(&self.day, env.today()).is_none() {
                    let red = theme::of(ui).tone(ChipTone::Late).ink;
                    ui.label(RichText::new(format!("⚠ {}", env.tr("log-day-form"))).color(red));
                } else if day.has_focus() && enter {
                    env.push(Command::ShowLog);
                }
                ui.add_space(S1);
                log::errors_button(ui, env, self.errors_only);
                env.button_named(ui, Command::ShowLog, Look::Normal, env.tr("cmd-refresh"));
                match self.list.saving() {
                    Some(written) => {
                        let words = env.tr_args("log-saving", &[("n", written.into())]);
                        env.button_named(ui, Command::SaveLog, Look::Normal, words);
                        ui.spinner();
                    }
                    None => {
                        env.button(ui, Command::SaveLog, Look::Normal);
                    }
                }
            });
        });
        if !env.cmd.dialog
            && ui.memory(|m| m.focused().is_none())
            && let Some(step) = take_move(ui.ctx(), 12, true)
        {
            self.list.step(step);
        }
        let file = format!("{} {}", Module::Exchange.name(), self.day.trim());
        log::draw(&mut self.list, ui, env, WithModule::No, &|| file.clone());
    }
}
