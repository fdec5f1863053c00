//! «Сборка заказа»: one order, what is there for it, and what is set aside.
//!
//! Owns: the tabs, the selected line and the card of the order. A tab is an arm of [`Tab`]: to add one, give it
//! a name, a count for its badge and a function that draws it. Must not know: how an action is carried out.

mod answer;
mod check;
mod head;
mod notice;
mod reserve;
mod scan;
mod steps;
mod supply;

use chrono::{DateTime, Utc};
use egui::{Align, CentralPanel, Frame, Layout, Panel, Ui};

use crate::domain::ids::{LineId, OrderId};
use crate::domain::line_change::LineChange;
use crate::domain::marking::{self, Scanned};
use crate::domain::order::Attention;
use crate::domain::packs::Packs;
use crate::domain::status::OrderStatus;
use crate::ui::burst::Entered;
use crate::ui::command::{self, BagFacts, CollectingTab as Tab, Command, OrderFacts, SupplyFacts, ViewKind};
use crate::ui::dialogs::{Dialog, HistoryTable};
use crate::ui::env::{Env, Go};
use crate::ui::orders::pane::{self, CardBox};
use crate::ui::orders::{OrderActions, facts};
use crate::ui::services::Tone;
use crate::ui::theme;
use crate::ui::widgets::{Look, Weight, outside, text_width};
use crate::usecase::Topic;
use crate::usecase::read::order_card::CardLine;
use crate::usecase::read::order_list::OrderRow;

use check::CheckBox;
use scan::ScanLine;
use steps::Steps;
use supply::Supply;
pub(in crate::ui) use supply::state_chip;

/// Width of the scan line.
const SCAN: f32 = 360.0;

impl Tab {
    const ALL: [Self; 4] = [Self::Reserve, Self::Requisition, Self::Calls, Self::History];

    const fn key(self) -> &'static str {
        match self {
            Self::Reserve => "tab-reserve",
            Self::Requisition => "tab-requisition",
            Self::Calls => "tab-calls",
            Self::History => "tab-history",
        }
    }

    /// The command whose key leads to it.
    const fn command(self) -> Command {
        match self {
            Self::Reserve => Command::TabReserve,
            Self::Requisition => Command::TabRequisition,
            Self::Calls => Command::TabCalls,
            Self::History => Command::History,
        }
    }
}

/// What the site did to an order.
type Told = (Option<Attention>, Vec<LineChange>);

/// The collecting window.
#[derive(Default)]
pub struct Collecting {
    order: Option<OrderId>,
    card: CardBox,
    history: HistoryTable,
    steps: Steps,
    check: CheckBox,
    supply: Supply,
    tab: Tab,
    scan: ScanLine,
    line: Option<usize>,
    /// A person chose the line: Enter opens its batches. A scanner that ends its codes with two Enters must not.
    chosen_by_hand: bool,
    /// What the site did, as it stood when it was last looked at here.
    told: Told,
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
            self.chosen_by_hand = false;
            self.scan.forget();
        }
        self.order = Some(order);
        self.card.about(Some(order));
        self.card.outdate();
        self.history.about(order);
        self.steps.about(order);
        self.check.about(order);
        self.supply.about(order);
    }

    fn outdate(&mut self) {
        self.card.outdate();
        self.history.outdate();
        self.steps.outdate();
        self.check.outdate();
        self.supply.outdate();
    }

    /// Takes answers that are there, asks again what changed. Called every frame, shown or not.
    pub fn update(&mut self, env: &mut Env<'_>) {
        self.now = env.now;
        self.actions.update(env);
        if let Some(line) = self.scan.update(self.order, env) {
            self.select(line);
        }
        if [Topic::Orders, Topic::Stock, Topic::Outbox].into_iter().any(|t| env.changes.has(t)) {
            self.outdate();
        }
        if env.cmd.view == ViewKind::Collecting {
            self.card.update(env);
            self.check.update(env);
            self.heed_the_site();
            self.supply.update(env, self.tab, self.card.card());
            if self.tab == Tab::History {
                self.history.update(env);
                self.steps.update(env);
            }
            // Countdowns show minutes.
            env.tick_in(5);
        } else {
            self.supply.left();
        }
    }

    /// The site changed the order under the hands that collect it: the last «2 из 2» does not hold any more.
    fn heed_the_site(&mut self) {
        let Some(card) = self.card.card() else { return };
        let attention = card.row.standing.attention;
        if (attention, card.what_changed.as_slice()) != (self.told.0, self.told.1.as_slice()) {
            if attention.is_some() {
                self.scan.forget_answer();
            }
            self.told = (attention, card.what_changed.clone());
        }
    }

    /// Carries a command out; false when it is not for this screen.
    pub fn command(&mut self, command: Command, env: &mut Env<'_>) -> bool {
        match command {
            Command::Refresh => {
                self.outdate();
                true
            }
            Command::TabReserve => self.go(Tab::Reserve),
            Command::TabRequisition => self.go(Tab::Requisition),
            Command::TabCalls => self.go(Tab::Calls),
            // The history of this order has its tab; no dialog on top of it.
            Command::History => self.go(Tab::History),
            Command::Search => {
                self.scan.focus();
                true
            }
            Command::UndoScan | Command::TakeSurplus => {
                if let Some(order) = self.order {
                    self.tab = Tab::Reserve;
                    match command {
                        Command::UndoScan => self.scan.undo(order, env),
                        _ => self.scan.take_surplus(order, env),
                    }
                }
                true
            }
            Command::ChooseBatch => {
                if let (Some(order), Some(line)) = (self.order, self.selected()) {
                    env.open(Dialog::batches(order, line));
                }
                true
            }
            Command::ReleaseLine => {
                if let (Some(card), Some(line)) = (self.card.card(), self.selected()) {
                    self.actions.release_line(&card.row, line.line, env);
                }
                true
            }
            other => {
                let row = self.card.card().map(|c| c.row.clone()).or_else(|| self.lent.clone());
                if self.supply.command(other, env, row.as_ref()) {
                    return true;
                }
                let Some(row) = row else { return false };
                self.actions.carry_out(other, &row, env)
            }
        }
    }

    const fn go(&mut self, tab: Tab) -> bool {
        self.tab = tab;
        true
    }

    /// What is known of the order's missing goods.
    #[must_use]
    pub const fn supply_facts(&self) -> SupplyFacts {
        self.supply.facts(self.tab)
    }

    /// What the order allows.
    #[must_use]
    pub fn facts(&self) -> Option<OrderFacts> {
        match self.card.card() {
            Some(card) => Some(facts::of(&card.row, Some(card), self.now)),
            None => self.lent.as_ref().map(|row| facts::of(row, None, self.now)),
        }
    }

    /// What lies in the bag, and the selected line.
    #[must_use]
    pub fn bag(&self) -> BagFacts {
        let Some(card) = self.card.card() else { return BagFacts::default() };
        let strangers: Packs = card.strangers.iter().map(|s| s.packs).sum();
        let laid: Packs = card.lines.iter().map(|l| l.in_bag).sum();
        let surplus: Packs = card.lines.iter().map(CardLine::surplus).sum();
        BagFacts {
            packs: laid.plus(strangers).0,
            surplus: surplus.plus(strangers).0.max(self.check.surplus()),
            line_reserved: self.selected().map(|l| l.reserved.0),
            unusable: self.check.unusable(),
            blocked: self.check.blocked(),
        }
    }

    fn selected(&self) -> Option<&CardLine> {
        self.card.card()?.lines.get(self.line?)
    }

    fn select(&mut self, line: LineId) {
        let at = self.card.card().and_then(|c| c.lines.iter().position(|l| l.line == line));
        self.line = at.or(self.line);
        self.chosen_by_hand = false;
    }

    /// Words are being typed, in the scan line or in a field of a tab.
    #[must_use]
    pub const fn typing(&self) -> bool {
        self.scan.typing() || self.supply.typing(self.tab)
    }

    /// Esc empties the scan line, leaves a field, then goes from another tab to the first one, before it leaves.
    pub fn step_back(&mut self) -> bool {
        if self.scan.clear() || self.supply.step_back(self.tab) {
            return true;
        }
        let used = self.tab != Tab::Reserve;
        self.tab = Tab::Reserve;
        used
    }

    /// A code that was typed or scanned: the sheet of another order opens that order, a pack goes into the bag.
    fn enter(&mut self, raw: String, env: &mut Env<'_>) {
        let Some(order) = self.order else { return };
        self.tab = Tab::Reserve;
        match marking::read(&raw) {
            Ok(Scanned::Sheet(other)) if other != order => env.go(Go::Collecting(other)),
            _ => self.scan.scan(order, raw, env),
        }
    }

    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        if env.cmd.dialog {
            if self.scan.lost_behind_dialog(ui) {
                env.play(Tone::ScanRefused);
                env.say_error(env.tr("scan-behind-dialog"));
            }
        } else {
            for entered in self.scan.keys(ui) {
                match entered {
                    Entered::Code(raw) => self.enter(raw, env),
                    Entered::Bare if self.chosen_by_hand && self.tab == Tab::Reserve => env.push(Command::ChooseBatch),
                    Entered::Bare => self.supply.enter(self.tab),
                }
            }
        }
        let number = self.card.card().map(|c| c.row.numbers.shown().to_owned()).unwrap_or_default();
        head::show(ui, env, &number, self.card.card());
        if let Some(card) = self.card.card() {
            notice::show(ui, env, card);
        }
        self.tabs(ui, env);
        self.foot(ui, env);
        if self.tab == Tab::Reserve {
            let collecting = self.card.card().is_some_and(|c| c.row.standing.status == OrderStatus::Accepted);
            if collecting {
                self.check.show(ui, env);
            }
            answer::show(ui, env, self.scan.answer(), self.card.card());
        }
        let frame = Frame::new().fill(theme::of(ui).surface.panel);
        CentralPanel::no_frame().frame(frame).show(ui, |ui| match (self.card.card(), self.tab) {
            (None, _) => self.card.instead(ui, env),
            (Some(card), Tab::Reserve) => {
                let before = self.line;
                reserve::show(ui, env, card, &mut self.line);
                self.chosen_by_hand |= self.line != before;
            }
            (Some(card), Tab::Calls) => self.supply.show_calls(ui, env, card),
            (Some(card), Tab::Requisition) => self.supply.show_requisition(ui, env, card),
            (Some(_), Tab::History) => {
                self.steps.show(ui, env);
                self.history.show(ui, env);
            }
        });
    }

    fn tabs(&mut self, ui: &mut Ui, env: &Env<'_>) {
        let frame = Frame::new().fill(theme::of(ui).surface.panel).inner_margin(egui::Margin::symmetric(12, 0));
        Panel::top("collecting-tabs").frame(frame).show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                for tab in Tab::ALL {
                    let cap = command::cap(env.lang, tab.command());
                    if head::tab(ui, &env.tr(tab.key()), &cap, self.tab == tab).clicked() {
                        self.tab = tab;
                    }
                }
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    ui.spacing_mut().item_spacing.x = 8.0;
                    self.scan.show(ui, env, SCAN);
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
                env.button_named(ui, Command::ChooseBatch, Look::Normal, env.tr("collecting-batch"));
                let cell = self.card.card().map(|c| c.row.aside.cell.as_str()).filter(|cell| !cell.is_empty());
                let cell = match cell {
                    Some(cell) => env.tr_args("collecting-cell", &[("cell", outside(cell).into())]),
                    None => command::label(env.lang, Command::SetCell),
                };
                env.button_named(ui, Command::SetCell, Look::Normal, cell);
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let look = if ready.is_ok() { Look::Primary } else { Look::Normal };
                    env.button(ui, Command::SetCollected, look);
                    if let (Err(why), Some(_)) = (ready, self.card.card()) {
                        let muted = theme::of(ui).muted;
                        let words = why.text(env.lang);
                        // In a narrow window the reason takes two lines.
                        let fits = text_width(ui, &words, Weight::Plain) < ui.available_width();
                        let text = if fits { egui::RichText::new(words) } else { theme::small(words) };
                        ui.add(egui::Label::new(text.color(muted)).wrap());
                    }
                });
            });
        });
    }
}
