//! «Неразобранные записи»: what the site sent and the program could not read, for the administrator.
//!
//! Owns: the chosen row, whether its text is open, the dismissal under way. Must not know: how a record is read.

use egui::{Key, Modifiers, RichText, ScrollArea, Ui};

use super::parts;
use super::reason::close_button;
use crate::text::{habits, words};
use crate::ui::env::Env;
use crate::ui::loadable::{Loadable, Pending};
use crate::ui::say::error_text;
use crate::ui::theme::{self, S2, S3};
use crate::ui::widgets::table::{self, Col, Width};
use crate::ui::widgets::{KeyButton, Look, dialog, empty, failed, loading, outside, take_move};
use crate::usecase::Topic;
use crate::usecase::dismiss_problem::DismissProblem;
use crate::usecase::read::problems::{ProblemRow, Problems};

/// At most so many; a flood of them has one cause anyway.
const LIMIT: u32 = 200;
/// Width of the dialog.
const WIDTH: f32 = 940.0;
/// Height of the table, and of the text of one record.
const TABLE: f32 = 250.0;
const RAW: f32 = 150.0;

/// The dialog.
#[derive(Default)]
pub struct ProblemsDialog {
    rows: Loadable<Vec<ProblemRow>>,
    asked: bool,
    at: usize,
    details: bool,
    pending: Pending<()>,
    refused: Option<String>,
}

impl ProblemsDialog {
    /// Asks, asks again when the exchange went on, takes the answer to a dismissal.
    pub fn update(&mut self, env: &mut Env<'_>) {
        if !std::mem::replace(&mut self.asked, true) || env.changes.has(Topic::Sync) || env.changes.has(Topic::Orders) {
            self.rows.request(env.desk.ask(Problems { limit: LIMIT }));
        }
        self.rows.poll();
        match self.pending.poll() {
            Some(Ok(())) => env.say_done(env.tr("done-problem-dismissed")),
            Some(Err(error)) => self.refused = Some(error_text(env.lang, &error, env.zone)),
            None => {}
        }
    }

    /// The desk is at work for it.
    #[must_use]
    pub const fn is_busy(&self) -> bool {
        self.pending.is_busy()
    }

    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        let title = env.tr("problems-title");
        dialog(ui, "problems", &title, WIDTH, |ui| {
            let count = self.rows.value().map_or(0, Vec::len);
            self.at = self.at.min(count.saturating_sub(1));
            if let Some(step) = take_move(ui.ctx(), 6, true) {
                self.at = step.from(Some(self.at), count).unwrap_or(0);
                self.refused = None;
            }
            let size = egui::vec2(ui.available_width(), TABLE);
            ui.allocate_ui(size, |ui| {
                ui.set_min_size(size);
                self.table(ui, env);
            });
            if self.details {
                self.raw(ui, env);
            }
            parts::problem(ui, self.refused.as_deref());
            ui.add_space(S2);
            self.buttons(ui, env);
        });
    }

    fn table(&mut self, ui: &mut Ui, env: &Env<'_>) {
        let Some(rows) = self.rows.value() else {
            match self.rows.error() {
                Some(error) => failed(ui, &error_text(env.lang, error, env.zone)),
                None => loading(ui, &env.tr("loading")),
            }
            return;
        };
        if rows.is_empty() {
            empty(ui, &env.tr("problems-none"), &env.tr("problems-none-hint"));
            return;
        }
        let cols = [
            Col::left(env.tr("problems-when"), Width::Exact(140.0)),
            Col::left(env.tr("problems-order"), Width::Exact(150.0)),
            Col::left(env.tr("problems-reason"), Width::Fill(300.0)),
        ];
        let spec = table::Spec {
            id: "problems",
            cols: &cols,
            rows: rows.len(),
            selected: Some(self.at),
            scroll_to: Some(self.at),
            row_name: &|at| rows.get(at).map(|r| outside(r.shown())).unwrap_or_default(),
        };
        let shown = table::show(
            ui,
            &spec,
            |ui, at, column| {
                let Some(row) = rows.get(at) else { return };
                match column {
                    0 => table::text(ui, habits::date_time(row.at, env.zone)),
                    1 => table::foreign(ui, row.shown()),
                    _ => table::foreign(ui, &words::unreadable(env.lang, &row.reason)),
                }
            },
            |_, _| {},
        );
        if let Some(row) = shown.clicked {
            self.at = row;
        }
    }

    /// The record as the site sent it, persons hidden.
    fn raw(&self, ui: &mut Ui, env: &Env<'_>) {
        let Some(row) = self.chosen() else { return };
        ui.add_space(S2);
        ui.label(theme::bold(env.tr("problems-raw")));
        let size = egui::vec2(ui.available_width(), RAW);
        ui.allocate_ui(size, |ui| {
            ui.set_min_size(size);
            ScrollArea::vertical().id_salt("problems-raw").auto_shrink([false, false]).max_height(RAW).show(ui, |ui| {
                let muted = theme::of(ui).muted;
                let raw = crate::domain::mask::safe_text(&row.raw);
                ui.add(egui::Label::new(RichText::new(raw).color(muted)).wrap());
            });
        });
    }

    fn chosen(&self) -> Option<&ProblemRow> {
        self.rows.value()?.get(self.at)
    }

    fn buttons(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        ui.add_space(S3);
        ui.horizontal(|ui| {
            let nothing = self.chosen().is_none().then(|| env.tr("problems-none"));
            let words = env.tr(if self.details { "problems-hide" } else { "problems-details" });
            let details = KeyButton::new(words, Key::F2.name()).disabled(nothing.clone()).show(ui).clicked();
            if details || ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::F2)) {
                self.details = !self.details;
            }
            let busy = self.is_busy().then(|| env.tr("dialog-busy"));
            let why = busy.or(nothing);
            let live = why.is_none();
            let button = KeyButton::new(env.tr("problems-dismiss"), env.tr("key-delete")).look(Look::Normal);
            let clicked = button.disabled(why).show(ui).clicked();
            let pressed = ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Delete));
            if let (true, Some(row)) = (live && (clicked || pressed), self.chosen()) {
                let dismiss = DismissProblem { problem: row.id };
                self.refused = None;
                self.pending.start(env.desk.act(dismiss));
            }
            close_button(ui, env);
        });
    }
}
