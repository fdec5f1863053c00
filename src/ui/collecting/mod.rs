//! «Сборка заказа»: one order, what is there for it, and what is set aside.
//!
//! Owns: the tabs, the selected line and the card of the order. A tab is an arm of [`Tab`]: to add one, give it
//! a name, a count for its badge and a function that draws it. Must not know: how an action is carried out.

mod head;
mod reserve;

use chrono::{DateTime, Utc};
use egui::{Align, CentralPanel, Frame, Layout, Panel, Ui};

use crate::domain::ids::OrderId;
use crate::ui::command::{self, Command, OrderFacts, ViewKind};
use crate::ui::dialogs::HistoryTable;
use crate::ui::env::Env;
use crate::ui::orders::pane::{self, CardBox};
use crate::ui::orders::{OrderActions, facts};
use crate::ui::theme;
use crate::ui::widgets::Look;
use crate::usecase::Topic;
use crate::usecase::read::order_card::Card;
use crate::usecase::read::order_list::OrderRow;

/// A tab of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Tab {
    /// «Резерв».
    #[default]
    Reserve,
    /// «История».
    History,
}

impl Tab {
    const ALL: [Self; 2] = [Self::Reserve, Self::History];

    const fn key(self) -> &'static str {
        match self {
            Self::Reserve => "tab-reserve",
            Self::History => "tab-history",
        }
    }
}

/// The collecting window.
#[derive(Default)]
pub struct Collecting {
    order: Option<OrderId>,
    card: CardBox,
    history: HistoryTable,
    tab: Tab,
    line: Option<usize>,
    actions: OrderActions,
    now: DateTime<Utc>,
    /// The row of the list that opened this window: keys pressed before the card is there are not lost.
    lent: Option<OrderRow>,
}

impl Collecting {
    /// Comes to the top with `order`; `row` is what the list knows of it.
    pub fn open(&mut self, order: OrderId, row: Option<OrderRow>) {
        self.lent = row.filter(|r| r.id == order);
        if self.order != Some(order) {
            self.tab = Tab::default();
            self.line = None;
        }
        self.order = Some(order);
        self.card.about(Some(order));
        self.card.outdate();
        self.history.about(order);
    }

    /// Takes answers that are there, asks again what changed. Called every frame, shown or not.
    pub fn update(&mut self, env: &mut Env<'_>) {
        self.now = env.now;
        self.actions.update(env);
        if [Topic::Orders, Topic::Stock, Topic::Outbox].into_iter().any(|t| env.changes.has(t)) {
            self.card.outdate();
            self.history.outdate();
        }
        if env.cmd.view == ViewKind::Collecting {
            self.card.update(env);
            if self.tab == Tab::History {
                self.history.update(env);
            }
            // Countdowns show minutes.
            env.tick_in(5);
        }
    }

    /// Carries a command out; false when it is not for this screen.
    pub fn command(&mut self, command: Command, env: &mut Env<'_>) -> bool {
        match command {
            Command::Refresh => {
                self.card.outdate();
                self.history.outdate();
                true
            }
            // The history of this order has its tab; no dialog on top of it.
            Command::History => {
                self.tab = Tab::History;
                true
            }
            other => {
                let Some(row) = self.card.card().map(|c| c.row.clone()).or_else(|| self.lent.clone()) else {
                    return false;
                };
                self.actions.carry_out(other, &row, env)
            }
        }
    }

    /// What the order allows.
    #[must_use]
    pub fn facts(&self) -> Option<OrderFacts> {
        match self.card.card() {
            Some(card) => Some(facts::of(&card.row, Some(card), self.now)),
            None => self.lent.as_ref().map(|row| facts::of(row, None, self.now)),
        }
    }

    /// Nothing is typed here.
    #[must_use]
    #[expect(clippy::unused_self, reason = "the same questions to every screen")]
    pub const fn typing(&self) -> bool {
        false
    }

    /// Esc goes from another tab to the first one before it leaves.
    pub fn step_back(&mut self) -> bool {
        let used = self.tab != Tab::Reserve;
        self.tab = Tab::Reserve;
        used
    }

    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        let number = self.card.card().map(|c| c.row.numbers.shown().to_owned()).unwrap_or_default();
        head::show(ui, env, &number, self.card.card());
        if let Some(card) = self.card.card() {
            notice(ui, env, card);
        }
        self.tabs(ui, env);
        self.foot(ui, env);
        let frame = Frame::new().fill(theme::of(ui).surface.panel);
        CentralPanel::no_frame().frame(frame).show(ui, |ui| match (self.card.card(), self.tab) {
            (None, _) => self.card.instead(ui, env),
            (Some(card), Tab::Reserve) => reserve::show(ui, env, card, &mut self.line),
            (Some(_), Tab::History) => self.history.show(ui, env),
        });
    }

    fn tabs(&mut self, ui: &mut Ui, env: &Env<'_>) {
        let frame = Frame::new().fill(theme::of(ui).surface.panel).inner_margin(egui::Margin::symmetric(12, 0));
        Panel::top("collecting-tabs").frame(frame).show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                for tab in Tab::ALL {
                    if head::tab(ui, &env.tr(tab.key()), self.tab == tab).clicked() {
                        self.tab = tab;
                    }
                }
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if let Some(card) = self.card.card() {
                        pane::missing_chip(ui, env, card);
                    }
                });
            });
        });
    }

    /// «Наличие», «Снять резерв», and «собран» with the reason beside it when it cannot be set.
    fn foot(&self, ui: &mut Ui, env: &mut Env<'_>) {
        let frame = Frame::new().fill(theme::of(ui).surface.panel).inner_margin(egui::Margin::symmetric(12, 8));
        Panel::bottom("collecting-foot").frame(frame).show(ui, |ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            ui.horizontal(|ui| {
                let ready = command::check(Command::SetCollected, &env.cmd);
                let live = command::check(Command::Reserve, &env.cmd).is_ok();
                env.button(ui, Command::Reserve, if live { Look::Primary } else { Look::Normal });
                env.button(ui, Command::Release, Look::Normal);
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let look = if ready.is_ok() { Look::Primary } else { Look::Normal };
                    env.button(ui, Command::SetCollected, look);
                    if let (Err(why), Some(_)) = (ready, self.card.card()) {
                        let muted = theme::of(ui).muted;
                        ui.add(egui::Label::new(egui::RichText::new(why.text(env.lang)).color(muted)).truncate());
                    }
                });
            });
        });
    }
}

/// What the site did to the order while it is being collected.
fn notice(ui: &mut Ui, env: &mut Env<'_>, card: &Card) {
    if card.row.standing.attention.is_some() {
        Panel::top("collecting-notice").frame(Frame::new()).show(ui, |ui| pane::attention(ui, env, card));
    }
}
