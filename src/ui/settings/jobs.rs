//! «Получить брони», «Передать полные остатки», a new token: progress, a way to stop, the result in words.

use std::sync::Arc;

use egui::{Label, RichText, Ui};

use crate::ui::command::{self, Command};
use crate::ui::env::Env;
use crate::ui::preview::service_words;
use crate::ui::services::{Job, Progress, ServiceError, SiteEnd, SiteJob};
use crate::ui::theme::{self, ChipTone};
use crate::ui::widgets::{KeyButton, Look};

/// One of the jobs: under way, or ended.
#[derive(Default)]
struct Slot {
    running: Option<(Job<SiteEnd>, Arc<Progress>)>,
    ended: Option<Result<SiteEnd, ServiceError>>,
}

/// All of them.
#[derive(Default)]
pub(super) struct SiteJobs {
    orders: Slot,
    stock: Slot,
    token: Slot,
}

impl SiteJobs {
    /// How many ended as they were meant to.
    pub(super) fn done(&self) -> usize {
        let slots = [&self.orders, &self.stock, &self.token];
        let good = |slot: &&Slot| {
            matches!(
                slot.ended,
                Some(Ok(SiteEnd::Orders { .. } | SiteEnd::Stock { .. } | SiteEnd::NewToken("renewed-done")))
            )
        };
        slots.into_iter().filter(good).count()
    }

    const fn slot(&mut self, job: SiteJob) -> &mut Slot {
        match job {
            SiteJob::FetchOrders => &mut self.orders,
            SiteJob::SendStock { .. } => &mut self.stock,
            SiteJob::NewToken => &mut self.token,
        }
    }

    /// Starts it; asked again while it runs, it stops.
    pub(super) fn turn(&mut self, job: SiteJob, env: &Env<'_>) {
        let slot = self.slot(job);
        if let Some((_, progress)) = &slot.running {
            progress.stop();
            // A new token is waited for to the end: its answer must not be lost.
            if job == SiteJob::FetchOrders {
                slot.running = None;
                slot.ended = Some(Ok(SiteEnd::Stopped));
            }
            return;
        }
        slot.ended = None;
        let progress = Arc::new(Progress::default());
        let running = env.services.site_job(job, Arc::clone(&progress), env.wake.clone());
        slot.running = Some((running, progress));
    }

    /// Takes answers.
    pub(super) fn update(&mut self, env: &mut Env<'_>) {
        for slot in [&mut self.orders, &mut self.stock, &mut self.token] {
            let Some((mut job, progress)) = slot.running.take() else { continue };
            if let Some(answer) = job.poll() {
                slot.ended = Some(answer);
            } else {
                env.tick();
                slot.running = Some((job, progress));
            }
        }
    }

    /// The two buttons of «Основные» and what came of them.
    pub(super) fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        line(&self.orders, Command::FetchOrders, ui, env);
        line(&self.stock, Command::SendStock, ui, env);
        if let Some(Ok(SiteEnd::Shrunk { .. })) = self.stock.ended
            && KeyButton::new(env.tr("settings-send-anyway"), "").look(Look::Danger).show(ui).clicked()
        {
            self.turn(SiteJob::SendStock { is_meant: true }, env);
        }
    }

    /// The button for a new token.
    pub(super) fn show_token(&self, ui: &mut Ui, env: &mut Env<'_>) {
        line(&self.token, Command::NewToken, ui, env);
    }
}

fn line(slot: &Slot, command: Command, ui: &mut Ui, env: &mut Env<'_>) {
    ui.horizontal_wrapped(|ui| {
        env.button(ui, command, Look::Normal);
        if let Some((_, progress)) = &slot.running {
            ui.spinner();
            let args = [("n", progress.done().into()), ("key", command::cap(env.lang, command).into())];
            let key = match command {
                Command::SendStock => "settings-sending",
                Command::NewToken => "settings-job-waits",
                _ => "settings-job-runs",
            };
            ui.label(RichText::new(env.tr_args(key, &args)).color(theme::of(ui).muted));
        }
        if slot.ended.is_some()
            && KeyButton::new(env.tr("settings-to-log"), command::cap(env.lang, Command::TabLog)).show(ui).clicked()
        {
            env.push(Command::TabLog);
        }
    });
    let Some(ended) = &slot.ended else { return };
    let (is_good, words) = match ended {
        Ok(end) => words(end, env),
        Err(error) => (false, service_words(env, error)),
    };
    let (sign, tone) = if is_good { ("✓", ChipTone::Assembled) } else { ("⚠", ChipTone::Late) };
    let ink = theme::of(ui).tone(tone).ink;
    ui.add(Label::new(RichText::new(format!("{sign} {words}")).color(ink)).wrap().halign(egui::Align::Min));
}

fn words(end: &SiteEnd, env: &Env<'_>) -> (bool, String) {
    match end {
        SiteEnd::Orders { new, changed, broken } => {
            let args = [("new", (*new).into()), ("changed", (*changed).into()), ("broken", (*broken).into())];
            (true, env.tr_args("settings-orders-got", &args))
        }
        SiteEnd::Stock { rows, accepted, refused, first } => {
            let args = [("rows", (*rows).into()), ("accepted", (*accepted).into()), ("refused", (*refused).into())];
            let mut words = env.tr_args("settings-stock-sent", &args);
            if !first.is_empty() {
                words = format!("{words}. {}", env.tr_args("settings-stock-refused", &[("rows", first.into())]));
            }
            (*refused == 0, words)
        }
        SiteEnd::Shrunk { rows, was } => {
            (false, env.tr_args("settings-stock-shrunk", &[("rows", (*rows).into()), ("was", (*was).into())]))
        }
        SiteEnd::NewToken(code) => (*code == "renewed-done", env.tr(code)),
        SiteEnd::Failed(code) => (false, env.tr(code)),
        SiteEnd::Elsewhere => (true, env.tr("settings-elsewhere")),
        SiteEnd::Stopped => (false, env.tr("settings-stopped")),
    }
}
