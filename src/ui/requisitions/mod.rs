//! «Заявки»: what to order from whom, over all orders, by supplier.
//!
//! Owns: the filter, the answer on the screen, the selected line. Must not know: how a requisition is made.

mod bar;
mod list;

use egui::{CentralPanel, Frame, Key, Modifiers, Ui};

use crate::domain::ids::{OrderId, ProductCode};
use crate::domain::requisition::RequisitionState;
use crate::print::safe_file_name;
use crate::sheets::{self, Format};
use crate::ui::command::{Command, RequisitionFacts, SupplyFacts, ViewKind};
use crate::ui::env::{Env, Go};
use crate::ui::loadable::{Loadable, Pending};
use crate::ui::preview::{service_words, wake};
use crate::ui::say::error_text;
use crate::ui::services::{Job, Saved, TableJob};
use crate::ui::theme;
use crate::ui::widgets::{empty, failed, loading, take_move};
use crate::usecase::Topic;
use crate::usecase::advance_requisition::AdvanceRequisition;
use crate::usecase::read::requisition_list::{ListFilter, ListRow, Listed, RequisitionList};
use crate::usecase::read::suppliers::{SupplierRow, Suppliers};

use list::Entry;

/// The screen.
#[derive(Default)]
pub struct Requisitions {
    filter: ListFilter,
    asked: Option<ListFilter>,
    listed: Loadable<Listed>,
    suppliers: Loadable<Vec<SupplierRow>>,
    stale: bool,
    /// Group heads and lines as they stand on the screen.
    entries: Vec<Entry>,
    /// The selected line, among the lines.
    at: Option<usize>,
    /// What it is, to be found again in the next answer.
    line: Option<(OrderId, ProductCode)>,
    scroll: bool,
    mark: Pending<()>,
    /// In which format the list is wanted.
    wanted: Option<Format>,
    saving: Option<Job<Saved>>,
    search: Search,
}

/// The search line.
#[derive(Default)]
struct Search {
    wants_focus: bool,
    has_focus: bool,
}

impl Requisitions {
    /// The screen comes to the top.
    pub const fn open(&mut self) {
        self.stale = true;
        self.scroll = true;
    }

    /// What the commands need to know.
    #[must_use]
    pub fn supply_facts(&self) -> SupplyFacts {
        let state = self.chosen().map(|row| row.state);
        let requisition = RequisitionFacts {
            missing: self.listed.value().map(|listed| listed.rows.len()),
            state,
            busy: self.mark.is_busy() || self.wanted.is_some() || self.saving.is_some(),
            ..RequisitionFacts::default()
        };
        SupplyFacts { requisition, ..SupplyFacts::default() }
    }

    /// There are words in the search line that has the keyboard.
    #[must_use]
    pub const fn typing(&self) -> bool {
        self.search.has_focus && !self.filter.text.is_empty()
    }

    /// Esc in the search line clears it first.
    pub fn step_back(&mut self) -> bool {
        let used = self.typing();
        if used {
            self.filter.text.clear();
            self.search.wants_focus = true;
        }
        used
    }

    fn rows(&self) -> &[ListRow] {
        self.listed.value().map_or(&[], |listed| &listed.rows)
    }

    fn chosen(&self) -> Option<&ListRow> {
        self.rows().get(self.at?)
    }

    /// Takes answers, asks again what changed. Called every frame, shown or not.
    pub fn update(&mut self, env: &mut Env<'_>) {
        if env.changes.has(Topic::Orders) {
            self.stale = true;
        }
        match self.mark.poll() {
            Some(Ok(())) => env.say_done(env.tr("done-requisition-marked")),
            Some(Err(error)) => env.say_failure(&error),
            None => {}
        }
        self.saved(env);
        self.suppliers.poll();
        if self.listed.poll() {
            self.settle();
        }
        if env.cmd.view != ViewKind::Requisitions {
            return;
        }
        if (self.stale || self.asked.as_ref() != Some(&self.filter)) && !self.listed.is_waiting() {
            if self.stale || self.suppliers.value().is_none() {
                self.suppliers.request(env.desk.ask(Suppliers));
            }
            self.stale = false;
            self.listed.request(env.desk.ask(RequisitionList { filter: self.filter.clone() }));
            self.asked = Some(self.filter.clone());
        }
    }

    /// A new answer: the same line stays selected; when it is gone, the one in its place.
    fn settle(&mut self) {
        let listed = self.listed.value();
        self.entries = listed.map(list::entries).unwrap_or_default();
        let rows = listed.map_or(&[][..], |l| &l.rows);
        let is_line = |row: &ListRow| self.line.as_ref().is_some_and(|(o, p)| *o == row.order && *p == row.product);
        let found = rows.iter().position(is_line);
        let last = rows.len().checked_sub(1);
        self.select(found.or_else(|| last.map(|last| self.at.unwrap_or(0).min(last))));
    }

    fn select(&mut self, at: Option<usize>) {
        self.at = at;
        self.line = self.chosen().map(|row| (row.order, row.product.clone()));
    }

    /// Carries a command out; false when it is not for this screen.
    pub fn command(&mut self, command: Command, env: &mut Env<'_>) -> bool {
        match command {
            Command::Refresh => self.stale = true,
            Command::Search => self.search.wants_focus = true,
            Command::MarkOrdered => self.advance(RequisitionState::Ordered, env),
            Command::MarkReceived => self.advance(RequisitionState::Received, env),
            Command::OpenRequisitionOrder => self.open_order(env),
            Command::SaveXlsx => self.wanted = Some(Format::Xlsx),
            Command::SaveCsv => self.wanted = Some(Format::Csv),
            _ => return false,
        }
        true
    }

    fn advance(&mut self, to: RequisitionState, env: &Env<'_>) {
        if let (Some(row), false) = (self.chosen(), self.mark.is_busy()) {
            let action = AdvanceRequisition { order: row.order, to };
            self.mark.start(env.desk.act(action));
        }
    }

    /// What is listed goes to a file; the screen stays free meanwhile.
    fn save(&mut self, ui: &Ui, env: &Env<'_>) {
        let Some(format) = self.wanted.take() else { return };
        if let (Some(listed), None) = (self.listed.value(), &self.saving) {
            let table = sheets::requisition_table(listed, env.lang, env.zone, env.now);
            let file_name = safe_file_name(&env.tr("sheets-requisitions"));
            self.saving = Some(env.services.save_table(TableJob { table, format, file_name }, wake(ui)));
        }
    }

    fn saved(&mut self, env: &mut Env<'_>) {
        let Some(answer) = self.saving.as_mut().and_then(Job::poll) else { return };
        self.saving = None;
        match answer {
            Ok(Saved::File(file)) => env.say_done(env.tr_args("done-table-saved", &[("file", file.into())])),
            Ok(Saved::Cancelled) => {}
            Err(error) => env.say_error(service_words(env, &error)),
        }
    }

    /// The collecting window of the line's order, on its tab «Заявка».
    fn open_order(&self, env: &mut Env<'_>) {
        if let Some(row) = self.chosen() {
            env.go(Go::Collecting(row.order));
            env.push(Command::TabRequisition);
        }
    }

    /// Draws the screen and takes its keys.
    pub fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        bar::toolbar(ui, env);
        let search = bar::filters(ui, env, self);
        if std::mem::take(&mut self.search.wants_focus) {
            ui.memory_mut(|m| m.request_focus(search));
        }
        self.search.has_focus = ui.memory(|m| m.has_focus(search));
        self.keys(ui, env, search);
        self.save(ui, env);
        let frame = Frame::new().fill(theme::of(ui).surface.panel);
        CentralPanel::no_frame().frame(frame).show(ui, |ui| self.table(ui, env));
    }

    fn keys(&mut self, ui: &Ui, env: &mut Env<'_>, search: egui::Id) {
        let focused = ui.memory(egui::Memory::focused);
        let in_search = focused == Some(search);
        let elsewhere = focused.is_some() && !in_search;
        if env.cmd.dialog || elsewhere || egui::Popup::is_any_open(ui.ctx()) {
            return;
        }
        if let Some(step) = take_move(ui.ctx(), 12, !in_search) {
            let at = step.from(self.at, self.rows().len());
            self.select(at);
            self.scroll = true;
        }
        if ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter)) {
            self.open_order(env);
        }
    }

    fn table(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        let Some(listed) = self.listed.value() else {
            match self.listed.error() {
                Some(error) => failed(ui, &error_text(env.lang, error, env.zone)),
                None => loading(ui, &env.tr("loading")),
            }
            return;
        };
        if listed.rows.is_empty() {
            let narrowed = self.filter != ListFilter::default();
            let (title, hint) = if narrowed {
                ("orders-none-found", "requisitions-none-found-hint")
            } else {
                ("requisitions-none", "requisitions-none-hint")
            };
            empty(ui, &env.tr(title), &env.tr(hint));
            return;
        }
        let scroll = std::mem::take(&mut self.scroll);
        let shown = list::show(ui, env, listed, &self.entries, self.at, scroll);
        if let Some(at) = shown.line {
            self.select(Some(at));
            ui.memory_mut(egui::Memory::stop_text_input);
        }
        if shown.opened {
            self.open_order(env);
        }
    }
}
