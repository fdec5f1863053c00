//! «Выдать по телефону»: the customer says digits of the phone or of the order; Enter brings the order into the receipt.

use egui::Ui;

use super::dialogs::cancel_or_enter;
use super::sale_dialogs::SaleStep;
use crate::domain::handover::CheckedBy;
use crate::text::habits;
use crate::ui::env::{Env, Go};
use crate::ui::loadable::Loadable;
use crate::ui::say::error_text;
use crate::ui::theme::{self, ChipTone, S2, S3};
use crate::ui::widgets::table::{self, Col, Spec, Width};
use crate::ui::widgets::{Chip, KeyButton, Look, TextField, dialog, empty, failed, loading, outside, take_move};
use crate::usecase::Topic;
use crate::usecase::read::ready_orders::{ReadyOrder, ReadyOrders};

/// The dialog.
#[derive(Default)]
pub struct ReadyDialog {
    text: String,
    asked: Option<String>,
    rows: Loadable<Vec<ReadyOrder>>,
    at: usize,
    opened: bool,
}

impl ReadyDialog {
    /// Takes answers, asks again what changed.
    pub fn update(&mut self, env: &mut Env<'_>) {
        let wanted = self.text.trim().to_owned();
        if self.asked.as_ref() != Some(&wanted) || env.changes.has(Topic::Orders) {
            self.rows.request(env.desk.ask(ReadyOrders { text: wanted.clone() }));
            self.asked = Some(wanted);
            self.at = 0;
        }
        self.rows.poll();
    }

    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        let title = env.tr("cmd-ready-orders");
        dialog(ui, "ready", &title, 880.0, |ui| {
            let (name, hint) = (env.tr("ready-name"), env.tr("ready-hint"));
            let field = TextField::new("ready", &name).hint(&hint).width(880.0).limit(40);
            let id = field.id();
            field.show(ui, &mut self.text);
            if !std::mem::replace(&mut self.opened, true) {
                ui.memory_mut(|m| m.request_focus(id));
            }
            ui.add_space(S2);
            let rows = self.rows.value().cloned().unwrap_or_default();
            if let Some(step) = take_move(ui.ctx(), 8, true) {
                self.at = step.from(Some(self.at), rows.len()).unwrap_or(0);
            }
            let mut opened = false;
            let size = egui::vec2(ui.available_width(), 260.0);
            ui.allocate_ui(size, |ui| {
                ui.set_min_size(size);
                opened = self.list(ui, env, &rows);
            });
            ui.add_space(S3);
            let chosen = rows.get(self.at);
            let why = chosen.is_none().then(|| env.tr("why-no-order"));
            ui.horizontal(|ui| {
                let take = KeyButton::new(env.tr("ready-take"), env.tr("key-enter")).look(Look::Primary).disabled(why);
                let clicked = take.show(ui).clicked();
                if let (true, Some(row)) = (cancel_or_enter(ui, env) || clicked || opened, chosen) {
                    let checked = if row.by_phone { CheckedBy::Phone } else { CheckedBy::Nothing };
                    env.go(Go::Sale(SaleStep::Order { order: row.order, checked }));
                }
            });
        });
    }

    fn list(&mut self, ui: &mut Ui, env: &Env<'_>, rows: &[ReadyOrder]) -> bool {
        if rows.is_empty() {
            match (self.rows.error(), self.rows.value()) {
                (Some(error), _) => failed(ui, &error_text(env.lang, error, env.zone)),
                (None, None) => loading(ui, &env.tr("loading")),
                (None, Some(_)) => empty(ui, &env.tr("ready-none"), &env.tr("ready-none-hint")),
            }
            return false;
        }
        let cols = [
            Col::left(env.tr("col-order"), Width::Exact(130.0)),
            Col::left(env.tr("col-customer"), Width::Fill(150.0)),
            Col::left(env.tr("col-phone"), Width::Exact(160.0)),
            Col::left(env.tr("worklist-cell"), Width::Exact(84.0)),
            Col::left(env.tr("col-hold-until"), Width::Exact(124.0)),
            Col::right(env.tr("col-sum"), Width::Exact(150.0)),
        ];
        let spec = Spec {
            id: "ready",
            cols: &cols,
            rows: rows.len(),
            selected: Some(self.at),
            scroll_to: Some(self.at),
            row_name: &|row| rows.get(row).map(|r| r.number.clone()).unwrap_or_default(),
        };
        let shown = table::show(
            ui,
            &spec,
            |ui, row, col| {
                if let Some(row) = rows.get(row) {
                    cell(ui, env, row, col);
                }
            },
            |_, _| {},
        );
        self.at = shown.clicked.unwrap_or(self.at);
        shown.opened.is_some()
    }
}

fn cell(ui: &mut Ui, env: &Env<'_>, row: &ReadyOrder, col: usize) {
    match col {
        0 => table::text(ui, theme::bold(row.number.as_str())),
        1 => table::text(ui, outside(&row.customer)),
        2 => table::muted(ui, &row.phone),
        3 => table::text(ui, if row.cell.is_empty() { "—".to_owned() } else { outside(&row.cell) }),
        4 => {
            let until = row.hold_until.map(|at| habits::short_date_time(at, env.now, env.zone));
            table::muted(ui, until.unwrap_or_else(|| "—".to_owned()));
        }
        _ => {
            table::text(ui, row.total.rubles());
            if row.is_paid {
                Chip::new(env.tr("ready-paid"), ChipTone::Assembled).show(ui);
            }
        }
    }
}
