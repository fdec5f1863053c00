//! The tabs of the collecting window about missing goods: «Заявка» and «Звонки».
//!
//! Owns: one object per tab, so that the window asks each question once. Must not know: the other tabs.

mod calls;
mod draft;
mod editor;
mod requisition;
mod view;

use egui::Ui;

use crate::domain::ids::OrderId;
use crate::ui::command::{CollectingTab, Command, SupplyFacts};
use crate::ui::env::Env;
use crate::usecase::Topic;
use crate::usecase::read::order_card::Card;
use crate::usecase::read::order_list::OrderRow;

use super::scan::ScanLine;
use calls::Calls;
use requisition::Requisition;
pub(in crate::ui) use view::state_chip;

/// The tabs about missing goods.
#[derive(Default)]
pub(super) struct Supply {
    requisition: Requisition,
    calls: Calls,
}

impl Supply {
    /// Is about this order from now on.
    pub(super) fn about(&mut self, order: OrderId) {
        self.requisition.about(order);
        self.calls.about(order);
    }

    /// Must be asked again.
    pub(super) const fn outdate(&mut self) {
        self.requisition.outdate();
        self.calls.outdate();
    }

    /// Takes answers, asks again what changed.
    pub(super) fn update(&mut self, env: &mut Env<'_>, tab: CollectingTab, card: Option<&Card>) {
        if [Topic::Orders, Topic::Stock].into_iter().any(|t| env.changes.has(t)) {
            self.outdate();
        }
        self.requisition.update(env, card);
        if tab != CollectingTab::Calls {
            self.calls.hide_phone();
        }
        self.calls.update(env, card, self.requisition.rows.value().map(|tab| tab.missing.as_slice()));
    }

    /// The window is left: nobody else shall see the phone.
    pub(super) fn left(&mut self) {
        self.calls.hide_phone();
    }

    /// Carries out a command of these tabs; false when it is none of theirs.
    pub(super) fn command(&mut self, command: Command, env: &mut Env<'_>, row: Option<&OrderRow>) -> bool {
        self.requisition.command(command, env) || self.calls.command(command, env, row)
    }

    /// What the commands need to know.
    pub(super) const fn facts(&self, tab: CollectingTab) -> SupplyFacts {
        SupplyFacts { tab, requisition: self.requisition.facts(), call: self.calls.facts() }
    }

    /// Words are being typed on this tab.
    pub(super) const fn typing(&self, tab: CollectingTab) -> bool {
        match tab {
            CollectingTab::Requisition => self.requisition.typing(),
            CollectingTab::Reserve | CollectingTab::Calls | CollectingTab::History => false,
        }
    }

    /// Enter with nothing scanned before it.
    pub(super) fn enter(&mut self, tab: CollectingTab) {
        if tab == CollectingTab::Requisition {
            self.requisition.enter();
        }
    }

    /// Esc leaves a field before it leaves the tab.
    pub(super) const fn step_back(&mut self, tab: CollectingTab) -> bool {
        match tab {
            CollectingTab::Requisition => self.requisition.step_back(),
            CollectingTab::Reserve | CollectingTab::Calls | CollectingTab::History => false,
        }
    }

    /// Draws «Звонки».
    pub(super) fn show_calls(&mut self, ui: &mut Ui, env: &mut Env<'_>, card: &Card) {
        self.calls.show(ui, env, card);
    }

    /// Draws «Заявка».
    pub(super) fn show_requisition(&mut self, ui: &mut Ui, env: &mut Env<'_>, card: &Card) {
        view::show(ui, env, card, &mut self.requisition);
    }
}

/// Nothing but the scan line, which is always ready, has the keyboard: ↑ ↓ belong to the tab on top.
fn is_free(ui: &Ui, env: &Env<'_>) -> bool {
    let scan = ScanLine::id();
    let focused = ui.memory(egui::Memory::focused);
    !env.cmd.dialog && focused.is_none_or(|id| id == scan) && !egui::Popup::is_any_open(ui.ctx())
}
