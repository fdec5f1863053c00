//! Page «Расписание автозадачи»: each job with its last run, what came of it and the next one; run now.

use egui::{Align, Label, Layout, RichText, Ui};

use crate::domain::job::Job;
use crate::text::{habits, has_key};
use crate::ui::command::Command;
use crate::ui::env::Env;
use crate::ui::loadable::{Loadable, Pending};
use crate::ui::say::error_text;
use crate::ui::settings::fields::{head, note};
use crate::ui::theme::{self, ChipTone, S1, S2};
use crate::ui::widgets::{KeyButton, failed, loading};
use crate::usecase::jobs::WantJob;
use crate::usecase::read::schedule::{JobRow, Schedule};

/// The page.
#[derive(Default)]
pub(super) struct SchedulePage {
    rows: Loadable<Vec<JobRow>>,
    wanting: Pending<()>,
}

impl SchedulePage {
    pub(super) fn ask(&mut self, env: &Env<'_>) {
        self.rows.request(env.desk.ask(Schedule));
    }

    pub(super) fn update(&mut self, env: &mut Env<'_>) {
        self.rows.poll();
        match self.wanting.poll() {
            Some(Ok(())) => env.say_done(env.tr("schedule-wanted")),
            Some(Err(error)) => env.say_failure(&error),
            None => {}
        }
    }

    pub(super) fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        head(ui, env, "schedule-head");
        let Some(rows) = self.rows.value() else {
            match self.rows.error() {
                Some(error) => failed(ui, &error_text(env.lang, error, env.zone)),
                None => loading(ui, &env.tr("loading")),
            }
            return;
        };
        let mut wish = None;
        for row in rows {
            ui.horizontal(|ui| {
                ui.label(theme::bold(env.tr(&format!("job-{}", row.job.code()))));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let name = env.tr("schedule-run");
                    let response = KeyButton::new(&name, "").show(ui);
                    let label = format!("{name}: {}", env.tr(&format!("job-{}", row.job.code())));
                    ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(label.as_str()));
                    if response.clicked() {
                        wish = Some(row.job);
                    }
                });
            });
            times(ui, env, row);
            result(ui, env, row);
            ui.add_space(S2);
        }
        note(ui, &env.tr("schedule-note"));
        env.tick_in(5);
        match wish {
            Some(Job::Orders) => {
                env.services.poll_now();
                env.say_done(env.tr("schedule-wanted"));
            }
            Some(Job::Copy) => env.push(Command::CopyData),
            Some(job) => self.wanting.start(env.desk.act(WantJob(job))),
            None => {}
        }
    }
}

fn times(ui: &mut Ui, env: &Env<'_>, row: &JobRow) {
    let period = match row.period {
        None => env.tr("schedule-off"),
        Some(period) if period.num_days() >= 1 => env.tr("schedule-daily"),
        Some(period) if period.num_minutes() >= 1 && period.num_seconds() % 60 == 0 => {
            env.tr_args("schedule-minutes", &[("n", period.num_minutes().into())])
        }
        Some(period) => env.tr_args("schedule-seconds", &[("n", period.num_seconds().into())]),
    };
    let at = |at| habits::short_date_time(at, env.now, env.zone);
    let last = match (row.run.started_at, row.run.ended_at) {
        (None, _) => env.tr("schedule-never"),
        (Some(began), None) => env.tr_args("schedule-runs", &[("at", at(began).into())]),
        (Some(_), Some(ended)) => env.tr_args("schedule-last", &[("at", at(ended).into())]),
    };
    let next = match row.next {
        None => String::new(),
        Some(next) if next <= env.now => env.tr("schedule-now"),
        Some(next) => env.tr_args("schedule-next", &[("at", at(next).into())]),
    };
    let words: Vec<String> = [period, last, next].into_iter().filter(|words| !words.is_empty()).collect();
    ui.add(Label::new(RichText::new(words.join(" · ")).color(theme::of(ui).muted)).wrap());
}

fn result(ui: &mut Ui, env: &Env<'_>, row: &JobRow) {
    if row.run.ended_at.is_none() {
        return;
    }
    let (sign, words, tone) = if row.run.result.is_empty() {
        ("✓", env.tr("schedule-good"), ChipTone::Assembled)
    } else {
        let key = row.run.result.as_str();
        let words = if has_key(env.lang, key) { env.tr(key) } else { env.tr("freshness-other-cause") };
        ("⚠", words, ChipTone::Late)
    };
    let ink = theme::of(ui).tone(tone).ink;
    ui.add(Label::new(RichText::new(format!("{sign} {words}")).color(ink)).wrap());
    ui.add_space(S1);
}
