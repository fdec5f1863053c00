//! «Поставщики»: whom missing goods are ordered from, how long each takes.
//!
//! Owns: the words to find, the chosen row. Must not know: who orders what.

mod dialog;

use egui::{Align, CentralPanel, Frame, Key, Layout, Margin, Modifiers, Panel, RichText, Ui};

use crate::domain::ids::SupplierId;
use crate::ui::command::{Command, ViewKind};
use crate::ui::dialogs::Dialog;
use crate::ui::env::Env;
use crate::ui::loadable::Loadable;
use crate::ui::say::error_text;
use crate::ui::theme::{self, S1};
use crate::ui::till::flush_card;
use crate::ui::widgets::table::{self, Col, Spec, Width};
use crate::ui::widgets::{Look, TextField, empty, failed, loading, outside, take_move, toolbar};
use crate::usecase::Topic;
use crate::usecase::read::suppliers::{SupplierRow, Suppliers};

pub use dialog::SupplierDialog;

/// The screen.
#[derive(Default)]
pub struct SuppliersScreen {
    all: Loadable<Vec<SupplierRow>>,
    words: String,
    chosen: Option<SupplierId>,
    stale: bool,
    scroll: bool,
    search: Search,
}

/// The search line.
#[derive(Default)]
struct Search {
    wants_focus: bool,
    has_focus: bool,
}

impl SuppliersScreen {
    /// The screen comes to the top.
    pub const fn open(&mut self) {
        self.stale = true;
    }

    /// There are words in the search line that has the keyboard.
    #[must_use]
    pub const fn typing(&self) -> bool {
        self.search.has_focus && !self.words.is_empty()
    }

    /// A supplier is chosen.
    #[must_use]
    pub fn is_chosen(&self) -> bool {
        self.row().is_some()
    }

    /// Esc in the search line clears it first.
    pub fn step_back(&mut self) -> bool {
        let used = self.typing();
        if used {
            self.words.clear();
            self.search.wants_focus = true;
        }
        used
    }

    /// Those that hold the words.
    fn rows(&self) -> Vec<SupplierRow> {
        let words = self.words.trim().to_lowercase();
        let all = self.all.value().map_or(&[][..], Vec::as_slice);
        all.iter().filter(|row| row.name.to_lowercase().contains(&words)).cloned().collect()
    }

    fn row(&self) -> Option<SupplierRow> {
        self.rows().into_iter().find(|row| Some(row.id) == self.chosen)
    }

    /// Takes answers, asks again what changed.
    pub fn update(&mut self, env: &Env<'_>) {
        self.stale |= env.changes.has(Topic::Orders);
        if self.all.poll() && self.row().is_none() {
            self.chosen = self.rows().first().map(|row| row.id);
        }
        if env.cmd.view == ViewKind::Suppliers && self.stale && !self.all.is_waiting() {
            self.stale = false;
            self.all.request(env.desk.ask(Suppliers));
        }
    }

    /// Carries a command out; false when it is not for this screen.
    pub fn command(&mut self, command: Command, env: &mut Env<'_>) -> bool {
        match command {
            Command::Refresh => self.stale = true,
            Command::Search => self.search.wants_focus = true,
            Command::NewSupplier => env.open(Dialog::supplier(None)),
            Command::EditSupplier => {
                if let Some(row) = self.row() {
                    env.open(Dialog::supplier(Some(row)));
                }
            }
            _ => return false,
        }
        true
    }

    /// Draws the screen and takes its keys.
    pub fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        toolbar(ui, "suppliers-toolbar", |ui| {
            ui.label(theme::heading(env.tr("suppliers-title")));
            ui.add_space(S1);
            env.button(ui, Command::NewSupplier, Look::Normal);
            env.button(ui, Command::EditSupplier, Look::Normal);
            env.button(ui, Command::OpenRequisitions, Look::Normal);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                env.sign_button(ui, Command::Back, "✕");
                env.sign_button(ui, Command::Refresh, "⟳");
            });
        });
        let frame = Frame::new().fill(theme::of(ui).surface.panel).inner_margin(Margin::symmetric(12, 6));
        Panel::top("suppliers-filters").frame(frame).show(ui, |ui| {
            let name = env.tr("suppliers-search");
            let id = TextField::new("suppliers-search", &name)
                .hint(&name)
                .width(420.0)
                .limit(120)
                .show(ui, &mut self.words)
                .id;
            if std::mem::take(&mut self.search.wants_focus) {
                ui.memory_mut(|m| m.request_focus(id));
            }
            self.search.has_focus = ui.memory(|m| m.has_focus(id));
        });
        self.keys(ui, env);
        let frame = Frame::new().inner_margin(Margin::same(12));
        CentralPanel::no_frame().frame(frame).show(ui, |ui| {
            flush_card(ui, |ui| {
                ui.set_min_size(ui.available_size());
                self.table(ui, env);
            });
        });
    }

    fn keys(&mut self, ui: &Ui, env: &mut Env<'_>) {
        let elsewhere = ui.memory(egui::Memory::focused).is_some() && !self.search.has_focus;
        if env.cmd.dialog || elsewhere {
            return;
        }
        if let Some(step) = take_move(ui.ctx(), 12, !self.search.has_focus) {
            let rows = self.rows();
            let at = rows.iter().position(|row| Some(row.id) == self.chosen);
            self.chosen = step.from(at, rows.len()).and_then(|at| rows.get(at)).map(|row| row.id);
            self.scroll = true;
        }
        if ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter)) && self.is_chosen() {
            env.push(Command::EditSupplier);
        }
    }

    fn table(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        if self.all.value().is_none() {
            match self.all.error() {
                Some(error) => failed(ui, &error_text(env.lang, error, env.zone)),
                None => loading(ui, &env.tr("loading")),
            }
            return;
        }
        let rows = self.rows();
        if rows.is_empty() {
            let key = if self.words.trim().is_empty() { "suppliers-none" } else { "orders-none-found" };
            empty(ui, &env.tr(key), &env.tr("suppliers-none-hint"));
            return;
        }
        let cols = [
            Col::left(env.tr("suppliers-name"), Width::Initial(520.0)),
            Col::right(env.tr("suppliers-lead-days"), Width::Initial(180.0)),
            Col::left(env.tr("suppliers-state"), Width::Fill(200.0)),
        ];
        let at = rows.iter().position(|row| Some(row.id) == self.chosen);
        let spec = Spec {
            id: "suppliers",
            cols: &cols,
            rows: rows.len(),
            selected: at,
            scroll_to: at.filter(|_| self.scroll),
            row_name: &|at| rows.get(at).map(|row| outside(&row.name)).unwrap_or_default(),
        };
        let shown = table::show(
            ui,
            &spec,
            |ui, at, column| {
                let Some(row) = rows.get(at) else { return };
                match (column, row.is_active) {
                    (0, true) => table::foreign(ui, &row.name),
                    (0, false) => table::muted(ui, &row.name),
                    (1, _) => table::text(ui, row.lead_days.to_string()),
                    (_, true) => table::text(ui, RichText::new(env.tr("suppliers-active"))),
                    (_, false) => table::muted(ui, env.tr("suppliers-hidden")),
                }
            },
            |_, _| {},
        );
        self.scroll = false;
        if let Some(row) = shown.clicked.and_then(|at| rows.get(at)) {
            self.chosen = Some(row.id);
            ui.memory_mut(egui::Memory::stop_text_input);
        }
        if shown.opened.is_some() {
            env.push(Command::EditSupplier);
        }
    }
}
