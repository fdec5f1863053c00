//! «Список заказов клиентов»: lanes, filters, the table of orders, the selected order below.
//!
//! Owns: the question, the answers on the screen and the selection. The index answers ids of everything that
//! matches, the rows only what is visible; the cost of a frame does not grow with the number of orders.
//! Must not know: how an action is carried out.

mod actions;
pub(in crate::ui) mod facts;
mod filters;
pub(in crate::ui) mod lines;
mod list;
mod look;
pub(in crate::ui) mod pane;
mod rows;
mod selection;
mod toolbar;

pub(in crate::ui) use actions::OrderActions;

use chrono::{DateTime, TimeDelta, Utc};
use egui::{CentralPanel, Frame, Key, Modifiers, Ui};
use std::ops::Range;

use crate::domain::ids::OrderId;
use crate::ui::command::{Command, OrderFacts, ViewKind};
use crate::ui::dialogs::Dialog;
use crate::ui::env::{Env, Go};
use crate::ui::loadable::Loadable;
use crate::ui::say::error_text;
use crate::ui::theme;
use crate::ui::widgets::{empty, failed, loading, take_move};
use crate::usecase::read::lanes::{Counts, LaneCounts};
use crate::usecase::read::order_list::{Lane, OrderIds, OrderIndex, OrderRow};
use crate::usecase::{Changes, Topic};

use filters::{Filters, Found};
use look::Look;
use pane::CardBox;
use rows::RowCache;
use selection::{Selection, Settled};

/// Rows above and below the visible ones that are read too.
const MARGIN: usize = 24;
/// Holds end without anybody's doing: the counts of the lanes are asked again after so long.
const AGAIN: TimeDelta = TimeDelta::seconds(30);

/// The rows of a context menu, the same as the toolbar.
const MENU: [Command; 12] = [
    Command::Accept,
    Command::OpenCollecting,
    Command::Print,
    Command::PrintSlips,
    Command::SellOrder,
    Command::Extend,
    Command::Delete,
    Command::SetCell,
    Command::Acknowledge,
    Command::History,
    Command::NewOrder,
    Command::Refresh,
];

/// The order list with its state.
pub struct Orders {
    filters: Filters,
    asked: Option<OrderIndex>,
    index: Loadable<OrderIds>,
    counts: Loadable<Counts>,
    stale: Stale,
    rows: RowCache,
    selection: Selection,
    card: CardBox,
    visible: Range<usize>,
    search: Search,
    actions: OrderActions,
    look: Look,
    /// The time of the last frame, for what the shell asks between frames.
    now: DateTime<Utc>,
}

/// The search line.
#[derive(Default)]
struct Search {
    wants_focus: bool,
    has_focus: bool,
    id: Option<egui::Id>,
}

/// What must be asked again.
struct Stale {
    index: bool,
    counts: bool,
    asked_at: Option<DateTime<Utc>>,
}

impl Default for Orders {
    fn default() -> Self {
        Self {
            filters: Filters::default(),
            asked: None,
            index: Loadable::default(),
            counts: Loadable::default(),
            stale: Stale { index: true, counts: true, asked_at: None },
            rows: RowCache::default(),
            selection: Selection::default(),
            card: CardBox::default(),
            visible: 0..40,
            search: Search::default(),
            actions: OrderActions::default(),
            look: Look::default(),
            now: DateTime::default(),
        }
    }
}

impl Orders {
    /// The screen comes to the top; `select` is shown whatever the filters are.
    pub fn open(&mut self, select: Option<OrderId>) {
        if let Some(id) = select {
            self.selection.insist(id);
            self.stale.index = true;
        }
        self.refresh();
    }

    /// Everything is asked again; what is on the screen stays meanwhile.
    pub fn refresh(&mut self) {
        self.stale.index = true;
        self.stale.counts = true;
        self.rows.outdate();
        self.card.outdate();
    }

    fn changed(&mut self, changes: Changes) {
        if changes.has(Topic::Orders) || changes.has(Topic::Outbox) {
            self.refresh();
        } else if changes.has(Topic::Settings) {
            self.stale.counts = true;
        } else if changes.has(Topic::Stock) {
            self.stale.counts = true;
            self.card.outdate();
        }
    }

    /// The selected order.
    fn subject(&self) -> Option<&OrderRow> {
        self.card.card().map(|c| &c.row).or_else(|| self.rows.get(self.selection.id()?))
    }

    /// What the selected order allows.
    #[must_use]
    pub fn facts(&self) -> Option<OrderFacts> {
        self.subject().map(|row| facts::of(row, self.card.card(), self.now))
    }

    /// The selected order's row.
    #[must_use]
    pub fn row(&self) -> Option<OrderRow> {
        self.subject().cloned()
    }

    /// There are words in the search line that has the keyboard.
    #[must_use]
    pub const fn typing(&self) -> bool {
        self.search.has_focus && !self.filters.words.is_empty()
    }

    /// Esc in the search line clears it first.
    pub fn step_back(&mut self) -> bool {
        let used = self.typing();
        if used {
            self.filters.words.clear();
            // Esc takes the keyboard from a text line; here one goes on typing.
            self.search.wants_focus = true;
        }
        used
    }

    /// Carries a command out; false when it is not for this screen.
    pub fn command(&mut self, command: Command, env: &mut Env<'_>) -> bool {
        match command {
            Command::Refresh => {
                env.services.poll_now();
                self.refresh();
            }
            Command::Search => self.search.wants_focus = true,
            Command::NewOrder => env.open(Dialog::new_order()),
            other => {
                let Some(row) = self.subject().cloned() else {
                    return false;
                };
                return self.actions.carry_out(other, &row, env);
            }
        }
        true
    }

    /// Takes answers and asks what is missing. Called every frame, shown or not.
    pub fn update(&mut self, env: &mut Env<'_>) {
        self.now = env.now;
        self.changed(env.changes);
        self.look.update(env, &mut self.filters);
        self.actions.update(env);
        self.counts.poll();
        self.rows.poll();
        if self.index.poll() {
            self.settle();
        }
        if env.cmd.view == ViewKind::Orders {
            self.ask(env);
            // Countdowns show minutes.
            env.tick_in(5);
        }
    }

    fn ask(&mut self, env: &Env<'_>) {
        if self.stale.asked_at.is_some_and(|at| env.now - at >= AGAIN || env.now < at) {
            // Only these lanes depend on the time.
            self.stale.index |= matches!(self.filters.lane, Lane::Overdue | Lane::CallAgain);
            self.stale.counts = true;
            self.stale.asked_at = Some(env.now);
        }
        let wanted = self.filters.question(env.today(), env.zone);
        if (self.stale.index || self.asked.as_ref() != Some(&wanted)) && !self.index.is_waiting() {
            self.index.request(env.desk.ask(wanted.clone()));
            self.asked = Some(wanted);
            self.stale.index = false;
            self.stale.asked_at = Some(env.now);
        }
        if self.stale.counts && !self.counts.is_waiting() {
            self.counts.request(env.desk.ask(LaneCounts));
            self.stale.counts = false;
        }
        self.card.about(self.selection.id());
        self.card.update(env);
        if let Some(index) = self.index.value() {
            let from = self.visible.start.saturating_sub(MARGIN);
            let to = self.visible.end.saturating_add(MARGIN).min(index.ids.len());
            self.rows.want(index.ids.get(from..to).unwrap_or_default(), env.desk);
        }
    }

    fn settle(&mut self) {
        let ids = self.index.value().map_or(&[][..], |index| &index.ids);
        let narrowed = self.filters.narrows() || self.filters.lane != Lane::All;
        if self.selection.settle(ids, narrowed, &self.visible) == Settled::Hidden {
            self.filters.reset();
        }
    }

    /// Draws the screen and takes its keys.
    pub fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        toolbar::show(ui, env);
        let found = Found { words: self.found_words(env), counts: self.counts.value().cloned() };
        let search = self.filters.show(ui, env, &found);
        if std::mem::take(&mut self.search.wants_focus) {
            ui.memory_mut(|m| m.request_focus(search));
        }
        self.search.has_focus = ui.memory(|m| m.has_focus(search));
        self.search.id = Some(search);
        self.keys(ui, env);
        pane::show(ui, env, &self.card);
        let frame = Frame::new().fill(theme::of(ui).surface.panel);
        CentralPanel::no_frame().frame(frame).show(ui, |ui| self.table(ui, env));
        // A column that is being dragged is remembered when it is let go.
        if !ui.input(|i| i.pointer.any_down()) {
            self.look.keep(env, &self.filters);
        }
    }

    fn found_words(&self, env: &Env<'_>) -> String {
        let Some(index) = self.index.value() else {
            return String::new();
        };
        let count = crate::domain::money::group_thousands(index.ids.len() as u64);
        env.tr_args("orders-found", &[("count", count.into()), ("sum", index.total.rubles().into())])
    }

    fn keys(&mut self, ui: &Ui, env: &mut Env<'_>) {
        if env.cmd.dialog || egui::Popup::is_any_open(ui.ctx()) {
            return;
        }
        let focused = ui.memory(egui::Memory::focused);
        let in_search = focused.is_some() && focused == self.search.id;
        if focused.is_some() && !in_search {
            return;
        }
        let Some(index) = self.index.value() else { return };
        let page = self.visible.len().saturating_sub(2);
        if let Some(step) = take_move(ui.ctx(), page, !in_search) {
            self.selection.step(step, &index.ids);
        }
        let enter = ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter));
        if let Some(id) = self.selection.id().filter(|_| enter) {
            env.go(Go::Collecting(id));
        }
    }

    fn table(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        let Some(index) = self.index.value() else {
            match self.index.error() {
                Some(error) => failed(ui, &error_text(env.lang, error, env.zone)),
                None => loading(ui, &env.tr("orders-loading")),
            }
            return;
        };
        if let Some(error) = self.index.error().or_else(|| self.rows.error()) {
            let words = crate::ui::widgets::toned(
                ui,
                theme::bold(format!("⚠ {}", error_text(env.lang, error, env.zone))),
                theme::ChipTone::Late,
            );
            ui.label(words);
        }
        if index.ids.is_empty() {
            self.visible = 0..40;
            let narrowed = self.filters.narrows() || self.filters.lane != Lane::All;
            let (title, hint) = if narrowed {
                ("orders-none-found", "orders-none-found-hint")
            } else {
                ("orders-none", "orders-none-hint")
            };
            empty(ui, &env.tr(title), &env.tr(hint));
            return;
        }
        let list = list::List {
            ids: &index.ids,
            row: &|id| self.rows.get(id),
            selected: self.selection.at(),
            scroll_to: self.selection.take_scroll(),
            sort: (self.filters.sort, self.filters.direction),
            look: list::Look { lang: env.lang, now: env.now, zone: env.zone },
            widths: &self.look.widths,
            version: self.look.version,
        };
        let shown = list.show(ui);
        if !shown.table.visible.is_empty() {
            self.visible = shown.table.visible;
        }
        if let Some((_, widths)) = shown.table.widths.split_last() {
            self.look.widths = widths.to_vec();
        }
        if let Some(at) = shown.table.clicked {
            self.selection.click(at, &index.ids);
            // The table gets the keyboard back from the search line.
            ui.memory_mut(egui::Memory::stop_text_input);
        }
        if let Some(id) = shown.table.opened.and_then(|at| index.ids.get(at)) {
            env.go(Go::Collecting(*id));
        }
        if let Some(sort) = shown.sort {
            self.filters.sort_by(sort);
            self.selection.scroll_again();
        }
        if let Some(response) = shown.menu {
            response.context_menu(|ui| {
                for command in MENU {
                    env.menu_item(ui, command);
                }
            });
        }
    }
}
