//! The records on the screen: portions of the list, the chosen one with its details, the numbers of its orders.
//!
//! Owns: what was asked and what came. Must not know: which filter a screen offers.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::Ui;

use crate::domain::ids::OrderId;
use crate::domain::log::{LogDetails, LogFilter, LogPage, LogRow, RecordId};
use crate::ui::env::Env;
use crate::ui::loadable::Loadable;
use crate::ui::preview::wake;
use crate::ui::services::{Job, Progress, Saved, ServiceError};
use crate::ui::widgets::Move;
use crate::usecase::read::order_find::OrderNumbers;

/// So many rows before the end the next portion is asked for.
const AHEAD: usize = 60;

/// Records of one filter, newest first.
#[derive(Default)]
pub struct LogList {
    wanted: Option<LogFilter>,
    shown: Option<LogFilter>,
    rows: Vec<LogRow>,
    more: bool,
    coming: Option<Job<LogPage>>,
    failed: Option<ServiceError>,
    at: Option<usize>,
    details: Option<(RecordId, LogDetails)>,
    details_coming: Option<(RecordId, Job<LogDetails>)>,
    numbers: BTreeMap<i64, String>,
    numbers_coming: Loadable<Vec<(OrderId, String)>>,
    saving: Option<(Job<Saved>, Arc<Progress>)>,
    /// The portion under way goes below what is there.
    takes_older: bool,
    pub(super) wishes: Wishes,
}

/// What the next frame does for the list.
#[derive(Default)]
pub(super) struct Wishes {
    /// A workbook of it.
    file: bool,
    /// The chosen row comes into sight.
    pub(super) scroll: bool,
    /// The chosen record as text.
    copy: bool,
}

impl LogList {
    /// Asks for the records of `filter`, also when they are on the screen already.
    pub fn ask(&mut self, filter: LogFilter) {
        self.wanted = Some(filter);
    }

    /// The filter on the screen.
    #[must_use]
    pub const fn shown(&self) -> Option<&LogFilter> {
        self.shown.as_ref()
    }

    pub(super) fn rows(&self) -> &[LogRow] {
        &self.rows
    }

    /// Records on the screen.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub(super) const fn more(&self) -> bool {
        self.more
    }

    pub(super) const fn at(&self) -> Option<usize> {
        self.at
    }

    /// The chosen record.
    #[must_use]
    pub fn row(&self) -> Option<&LogRow> {
        self.rows.get(self.at?)
    }

    pub(super) fn details(&self) -> Option<&LogDetails> {
        let id = self.row()?.id;
        self.details.as_ref().filter(|(of, _)| *of == id).map(|(_, details)| details)
    }

    pub(super) const fn is_loading(&self) -> bool {
        self.coming.is_some() || self.wanted.is_some()
    }

    pub(super) const fn failed(&self) -> Option<&ServiceError> {
        self.failed.as_ref()
    }

    /// Number of an order, as people know it.
    pub(super) fn number(&self, order: i64) -> &str {
        self.numbers.get(&order).map_or("", String::as_str)
    }

    pub(super) fn select(&mut self, at: Option<usize>) {
        self.at = at;
    }

    /// Moves the selection by a key.
    pub fn step(&mut self, step: Move) {
        self.at = step.from(self.at, self.rows.len());
        self.wishes.scroll = true;
    }

    /// The list is wanted as a workbook; asked again while it is written, it stops.
    pub fn turn_saving(&mut self) {
        match &self.saving {
            Some((_, progress)) => progress.stop(),
            None => self.wishes.file = true,
        }
    }

    /// The chosen record is wanted as text.
    pub const fn copy(&mut self) {
        self.wishes.copy = true;
    }

    /// The chosen record is wanted as text; told once.
    pub(super) const fn takes_copy(&mut self) -> bool {
        std::mem::replace(&mut self.wishes.copy, false)
    }

    /// Records written so far, while they are.
    #[must_use]
    pub fn saving(&self) -> Option<u64> {
        self.saving.as_ref().map(|(_, progress)| progress.done())
    }

    /// Takes answers.
    pub fn update(&mut self, env: &mut Env<'_>) {
        if let Some(answer) = self.coming.as_mut().and_then(Job::poll) {
            self.coming = None;
            self.take(answer);
        }
        if let Some((id, mut job)) = self.details_coming.take() {
            match job.poll() {
                Some(details) => self.details = Some((id, details.unwrap_or_default())),
                None => self.details_coming = Some((id, job)),
            }
        }
        if self.numbers_coming.poll()
            && let Some(numbers) = self.numbers_coming.value()
        {
            self.numbers.extend(numbers.iter().map(|(order, number)| (order.0, number.clone())));
        }
        let unknown = |row: &LogRow| row.order.filter(|order| !self.numbers.contains_key(order));
        let unknown: Vec<OrderId> = self.rows.iter().filter_map(unknown).map(OrderId).collect();
        if !unknown.is_empty() && !self.numbers_coming.is_waiting() {
            // An order that is gone is not asked for again.
            self.numbers.extend(unknown.iter().map(|order| (order.0, String::new())));
            self.numbers_coming.request(env.desk.ask(OrderNumbers(unknown)));
        }
        if let Some((mut job, progress)) = self.saving.take() {
            match job.poll() {
                Some(Ok(Saved::File(name))) => {
                    let args = [("file", name.into()), ("n", progress.done().into())];
                    env.say_done(env.tr_args("log-saved", &args));
                }
                Some(Ok(Saved::Cancelled)) => {}
                Some(Err(error)) => env.say_error(crate::ui::preview::service_words(env, &error)),
                None => {
                    env.tick();
                    self.saving = Some((job, progress));
                }
            }
        }
    }

    fn take(&mut self, answer: Result<LogPage, ServiceError>) {
        match answer {
            Ok(page) => {
                self.failed = None;
                self.more = page.more;
                if std::mem::take(&mut self.takes_older) {
                    self.rows.extend(page.rows);
                } else {
                    let chosen = self.row().map(|row| row.id);
                    self.rows = page.rows;
                    let kept = self.rows.iter().position(|row| Some(row.id) == chosen);
                    self.at = kept.or((!self.rows.is_empty()).then_some(0));
                    self.wishes.scroll = true;
                }
            }
            Err(error) => {
                self.takes_older = false;
                self.failed = Some(error);
            }
        }
    }

    /// Starts what is wanted. `seen` is the last row that was drawn; `name` that of a saved file.
    pub(super) fn start(&mut self, ui: &Ui, env: &Env<'_>, seen: usize, name: &dyn Fn() -> super::SaveWords) {
        if let Some(filter) = self.wanted.take() {
            self.takes_older = false;
            self.coming = Some(env.services.read_log(filter.clone(), None, wake(ui)));
            self.shown = Some(filter);
        } else if self.more && self.coming.is_none() && self.failed.is_none() && seen + AHEAD >= self.rows.len() {
            let last = self.rows.last().map(|row| row.id);
            if let (Some(filter), Some(_)) = (&self.shown, last) {
                self.takes_older = true;
                self.coming = Some(env.services.read_log(filter.clone(), last, wake(ui)));
            }
        }
        let chosen = self.row().map(|row| row.id);
        let known = self.details.as_ref().map(|(id, _)| *id);
        let coming = self.details_coming.as_ref().map(|(id, _)| *id);
        if let Some(id) = chosen.filter(|_| chosen != known && chosen != coming) {
            self.details_coming = Some((id, env.services.log_details(id, wake(ui))));
        }
        if std::mem::take(&mut self.wishes.file)
            && let Some(filter) = self.shown.clone()
        {
            let progress = Arc::new(Progress::default());
            let job = super::save_job(filter, name(), env);
            self.saving = Some((env.services.save_log(job, Arc::clone(&progress), wake(ui)), progress));
        }
    }
}
