//! «История»: what happened to an order, newest last, in words. As a dialog and as a tab.

use egui::Ui;

use super::reason::close_button;
use crate::domain::call::CallResult;
use crate::domain::ids::OrderId;
use crate::domain::order::{Attention, CancelReason, HistoryEvent};
use crate::domain::requisition::RequisitionState;
use crate::domain::status::OrderStatus;
use crate::text::{habits, words};
use crate::ui::env::Env;
use crate::ui::loadable::Loadable;
use crate::ui::say::error_text;
use crate::ui::theme::S3;
use crate::ui::widgets::table::{self, Col, Width};
use crate::ui::widgets::{dialog, failed, loading};
use crate::usecase::Topic;
use crate::usecase::read::history::{HistoryRow, OrderHistory};
use crate::usecase::read::order_list::OrderRow;

/// The rows of one order's history and their table.
#[derive(Default)]
pub struct HistoryTable {
    rows: Loadable<Vec<HistoryRow>>,
    order: Option<OrderId>,
    stale: bool,
}

impl HistoryTable {
    /// Is about this order from now on.
    pub fn about(&mut self, order: OrderId) {
        if self.order != Some(order) {
            self.rows.clear();
        }
        self.order = Some(order);
        self.stale = true;
    }

    /// Must be asked again.
    pub const fn outdate(&mut self) {
        self.stale = true;
    }

    /// Takes the answer and asks again when needed.
    pub fn update(&mut self, env: &Env<'_>) {
        self.rows.poll();
        if let Some(id) = self.order.filter(|_| self.stale && !self.rows.is_waiting()) {
            self.stale = false;
            self.rows.request(env.desk.ask(OrderHistory { id }));
        }
    }

    /// Draws the table into the rest of `ui`.
    pub fn show(&self, ui: &mut Ui, env: &Env<'_>) {
        let Some(rows) = self.rows.value() else {
            match self.rows.error() {
                Some(error) => failed(ui, &error_text(env.lang, error, env.zone)),
                None => loading(ui, &env.tr("loading")),
            }
            return;
        };
        // In a narrow window the notes keep their room.
        let room = (ui.available_width() / 1080.0).clamp(0.9, 1.0);
        let cols = [
            Col::left(env.tr("history-when"), Width::Initial(136.0)),
            Col::left(env.tr("history-who"), Width::Initial(140.0 * room)),
            Col::left(env.tr("history-till"), Width::Initial(132.0 * room)),
            Col::left(env.tr("history-what"), Width::Initial(226.0 * room)),
            Col::left(env.tr("history-status"), Width::Initial(196.0 * room)),
            Col::left(env.tr("history-note"), Width::Fill(160.0)),
        ];
        let spec = table::Spec {
            id: "history",
            cols: &cols,
            rows: rows.len(),
            selected: None,
            scroll_to: None,
            row_name: &|at| rows.get(at).map(|r| words::history(env.lang, r.event)).unwrap_or_default(),
        };
        table::show(
            ui,
            &spec,
            |ui, at, column| {
                let Some(row) = rows.get(at) else { return };
                match column {
                    0 => table::text(ui, habits::date_time(row.at, env.zone)),
                    1 => table::foreign(ui, &actor(env, &row.user)),
                    2 => table::muted(ui, actor(env, &row.till_title)),
                    3 => table::text(ui, words::history(env.lang, row.event)),
                    4 => table::text(ui, step(env, row)),
                    _ => table::muted(ui, note(env, row)),
                }
            },
            |_, _| {},
        );
    }
}

/// The dialog.
pub struct History {
    number: String,
    table: HistoryTable,
}

impl History {
    /// Of the order of `row`.
    #[must_use]
    pub fn new(row: &OrderRow) -> Self {
        let mut table = HistoryTable::default();
        table.about(row.id);
        Self { number: row.numbers.shown().to_owned(), table }
    }

    /// Asks, and asks again when the order changes while it is open.
    pub fn update(&mut self, env: &Env<'_>) {
        if env.changes.has(Topic::Orders) {
            self.table.outdate();
        }
        self.table.update(env);
    }

    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        let title = env.tr_args("history-title", &[("number", (&self.number).into())]);
        let width = (ui.ctx().content_rect().width() - 120.0).clamp(600.0, 1080.0);
        dialog(ui, "history", &title, width, |ui| {
            ui.allocate_ui(egui::vec2(width, 400.0), |ui| {
                ui.set_min_size(egui::vec2(width, 400.0));
                self.table.show(ui, env);
            });
            ui.add_space(S3);
            close_button(ui, env);
        });
    }
}

/// A person or till by name; the background task and the command line in words.
pub(in crate::ui) fn actor(env: &Env<'_>, name: &str) -> String {
    match name {
        "sync" => env.tr("actor-sync"),
        "cli" => env.tr("actor-cli"),
        name => name.to_owned(),
    }
}

/// «новый → принят», or one word when the status stayed.
fn step(env: &Env<'_>, row: &HistoryRow) -> String {
    let to = words::status(env.lang, row.to);
    if row.from == row.to { to } else { format!("{} → {to}", words::status(env.lang, row.from)) }
}

/// The note in words: notes are kept as codes, and only free text stands as it was written.
fn note(env: &Env<'_>, row: &HistoryRow) -> String {
    let text = row.note.as_str();
    match row.event {
        HistoryEvent::Deleted => {
            let (code, free) = text.split_once(": ").unwrap_or((text, ""));
            let reason = CancelReason::from_code(code).map(|r| words::cancel_reason(env.lang, r));
            match (reason, free) {
                (Some(reason), "") => reason,
                (Some(reason), free) => format!("{reason}: {free}"),
                (None, _) => text.to_owned(),
            }
        }
        HistoryEvent::Reserved => match numbers(text).as_slice() {
            [packs, missing] if *missing > 0 => {
                env.tr_args("note-reserved-missing", &[("packs", (*packs).into()), ("n", (*missing).into())])
            }
            [packs, ..] => env.tr_args("note-packs", &[("n", (*packs).into())]),
            [] => text.to_owned(),
        },
        HistoryEvent::Released if text.contains(NAMED_PACKS) => named_packs(env, text),
        HistoryEvent::BatchChosen | HistoryEvent::ShelfReturned => named_packs(env, text),
        HistoryEvent::Released => match numbers(text).as_slice() {
            [packs, ..] => env.tr_args("note-packs", &[("n", (*packs).into())]),
            [] => text.to_owned(),
        },
        HistoryEvent::Acknowledged => {
            Attention::from_code(text).map_or_else(|| text.to_owned(), |a| words::attention(env.lang, a))
        }
        HistoryEvent::Arrived if text == "own" => env.tr("note-own"),
        HistoryEvent::Arrived if text.starts_with(REPLACES) => {
            let number = text.strip_prefix(REPLACES).unwrap_or_default();
            format!("{}, {}", env.tr("note-own"), env.tr_args("order-replaces", &[("number", number.into())]))
        }
        HistoryEvent::Called => {
            CallResult::from_code(text).map_or_else(|| text.to_owned(), |r| words::call(env.lang, r))
        }
        HistoryEvent::Requisition => requisition(env, text),
        HistoryEvent::Extended => env.tr_args("note-until", &[("until", text.into())]),
        HistoryEvent::SiteConfirmed => words::status(env.lang, OrderStatus::from_code(text)),
        HistoryEvent::SiteCancelled => match (text.split(',').next(), numbers(text).as_slice()) {
            (Some(by), [packs, ..]) => {
                let by = env.tr(if by == "customer" { "note-by-customer" } else { "note-by-site" });
                format!("{by}, {}", env.tr_args("note-packs-freed", &[("n", (*packs).into())]))
            }
            _ => text.to_owned(),
        },
        HistoryEvent::Sold => sold(env, text),
        HistoryEvent::Printed if text == "pdf" => env.tr("note-pdf"),
        HistoryEvent::Collected => match text.strip_prefix("cell ") {
            Some(cell) => env.tr_args("note-cell", &[("cell", cell.into())]),
            None => text.to_owned(),
        },
        HistoryEvent::Accepted
        | HistoryEvent::Arrived
        | HistoryEvent::Lapsed
        | HistoryEvent::SiteEdited
        | HistoryEvent::SiteUpdated
        | HistoryEvent::SiteRefused
        | HistoryEvent::SiteWon
        | HistoryEvent::SiteDisagrees
        | HistoryEvent::CellSet
        | HistoryEvent::PhoneShown
        | HistoryEvent::Printed => text.to_owned(),
    }
}

/// Between the name of something and how many packs of it.
const NAMED_PACKS: &str = "; packs ";

/// «серия 120523: 2 уп.».
fn named_packs(env: &Env<'_>, text: &str) -> String {
    match text.rsplit_once(NAMED_PACKS).map(|(name, packs)| (name, packs.parse::<i64>())) {
        Some((name, Ok(packs))) => format!("{name}: {}", env.tr_args("note-packs", &[("n", packs.into())])),
        _ => text.to_owned(),
    }
}

/// How the note of an order in the place of another one begins.
const REPLACES: &str = "own, replaces ";

/// «ЗТ-000012, заказана»: number and what became of it.
fn requisition(env: &Env<'_>, text: &str) -> String {
    let Some((number, code)) = text.rsplit_once(' ') else { return text.to_owned() };
    let what = match code {
        "new" => env.tr("note-requisition-new"),
        "updated" => env.tr("note-requisition-updated"),
        code => match RequisitionState::from_code(code) {
            Some(state) => words::requisition(env.lang, state),
            None => return text.to_owned(),
        },
    };
    format!("{number}, {what}")
}

/// «чек 12, карта».
fn sold(env: &Env<'_>, text: &str) -> String {
    let paid = match text.rsplit(", ").next() {
        Some("cash") => env.tr("note-cash"),
        Some("card") => env.tr("note-card"),
        Some("prepaid") => env.tr("note-prepaid"),
        _ => return if text.starts_with("trial") { env.tr("note-trial") } else { text.to_owned() },
    };
    let number = text.strip_prefix("receipt ").and_then(|t| t.split(',').next()).unwrap_or_default();
    env.tr_args("note-receipt", &[("number", number.into()), ("paid", paid.into())])
}

fn numbers(text: &str) -> Vec<i64> {
    text.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect()
}
