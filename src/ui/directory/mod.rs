//! «Товары и партии»: the directory of goods, the batches of the chosen product, what may be changed of both.
//!
//! Owns: the filter, the lines that are on the screen, the chosen product and batch. Must not know: how stock is kept.

mod batch_dialog;
mod count_dialog;
mod goods_dialog;
mod journal_dialog;
mod saving;
mod view;

use std::collections::HashMap;
use std::ops::Range;

use egui::Ui;

use crate::domain::directory::{BatchCard, GoodsCard, GoodsFilter, GoodsLine};
use crate::domain::ids::{BatchId, GoodsId};
use crate::domain::offer::QuantityWhy;
use crate::text::site_quantity;
use crate::ui::command::{Command, DirectoryFacts, ViewKind};
use crate::ui::dialogs::{Dialog, Reason};
use crate::ui::env::Env;
use crate::ui::loadable::{Loadable, Pending};
use crate::usecase::Topic;
use crate::usecase::read::directory::{GoodsCardOf, GoodsLines, GoodsListed};
use crate::usecase::read::site_quantity::SiteQuantity;
use crate::usecase::stock_told::{Offer, SetOffer};

pub use batch_dialog::BatchDialog;
pub use count_dialog::CountDialog;
pub use goods_dialog::GoodsDialog;
pub use journal_dialog::JournalDialog;

/// Rows around those in sight that are asked for with them.
const AROUND: usize = 40;

/// More lines than this are not kept.
const MOST_KEPT: usize = 3_000;

/// A dialog of the directory.
pub enum DirectoryDialog {
    /// «Изменить товар».
    Goods(GoodsDialog),
    /// «Изменить партию».
    Batch(BatchDialog),
    /// «Пересчитать».
    Count(CountDialog),
    /// «Движение партии».
    Journal(JournalDialog),
}

impl DirectoryDialog {
    /// Takes answers.
    pub fn update(&mut self, env: &mut Env<'_>) {
        match self {
            Self::Goods(dialog) => dialog.update(env),
            Self::Batch(dialog) => dialog.update(env),
            Self::Count(dialog) => dialog.update(env),
            Self::Journal(dialog) => dialog.update(env),
        }
    }

    /// It is being stored.
    #[must_use]
    pub const fn is_busy(&self) -> bool {
        match self {
            Self::Goods(dialog) => dialog.is_busy(),
            Self::Batch(dialog) => dialog.is_busy(),
            Self::Count(dialog) => dialog.is_busy(),
            Self::Journal(_) => false,
        }
    }

    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        match self {
            Self::Goods(dialog) => dialog.show(ui, env),
            Self::Batch(dialog) => dialog.show(ui, env),
            Self::Count(dialog) => dialog.show(ui, env),
            Self::Journal(dialog) => dialog.show(ui, env),
        }
    }
}

/// The screen.
#[derive(Default)]
pub struct DirectoryScreen {
    wanted: GoodsListed,
    asked: Option<GoodsListed>,
    list: List,
    pane: Pane,
    search: Search,
    stale: bool,
    why: Loadable<QuantityWhy>,
    offering: Pending<()>,
}

/// The goods.
#[derive(Default)]
struct List {
    ids: Loadable<Vec<GoodsId>>,
    lines: HashMap<GoodsId, GoodsLine>,
    coming: Loadable<Vec<GoodsLine>>,
    /// What is known may not hold any more.
    outdated: bool,
    at: Option<usize>,
    scroll: bool,
    seen: Range<usize>,
}

/// The chosen product.
#[derive(Default)]
struct Pane {
    goods: Option<GoodsId>,
    card: Loadable<GoodsCard>,
    at: Option<usize>,
    batch: Option<BatchId>,
    /// The keys move among the batches.
    has_keys: bool,
    scroll: bool,
    /// The card is asked for again.
    stale: bool,
}

/// The search line.
#[derive(Default)]
struct Search {
    wants_focus: bool,
    has_focus: bool,
}

impl Pane {
    fn card(&self) -> Option<&GoodsCard> {
        self.card.value().filter(|card| Some(card.goods) == self.goods)
    }

    fn batches(&self) -> &[BatchCard] {
        self.card().map_or(&[], |card| &card.batches)
    }

    fn chosen(&self) -> Option<&BatchCard> {
        self.batches().get(self.at?)
    }

    fn select(&mut self, at: Option<usize>) {
        self.at = at;
        self.batch = self.chosen().map(|batch| batch.batch);
    }
}

impl DirectoryScreen {
    /// The screen comes to the top.
    pub const fn open(&mut self) {
        self.stale = true;
        self.list.scroll = true;
    }

    /// What the commands need to know.
    #[must_use]
    pub fn facts(&self) -> DirectoryFacts {
        DirectoryFacts {
            goods: self.pane.card().is_some(),
            batch: self.pane.chosen().is_some(),
            busy: self.offering.is_busy() || self.why.is_waiting(),
        }
    }

    /// There are words in the search line that has the keyboard.
    #[must_use]
    pub const fn typing(&self) -> bool {
        self.search.has_focus && !self.wanted.words.is_empty()
    }

    /// Esc: from the batches to the goods, then the words away.
    pub fn step_back(&mut self) -> bool {
        if std::mem::take(&mut self.pane.has_keys) {
            return true;
        }
        let used = self.typing();
        if used {
            self.wanted.words.clear();
            self.search.wants_focus = true;
        }
        used
    }

    fn ids(&self) -> &[GoodsId] {
        self.list.ids.value().map_or(&[], Vec::as_slice)
    }

    fn select(&mut self, at: Option<usize>) {
        self.list.at = at;
        let goods = at.and_then(|at| self.ids().get(at)).copied();
        if self.pane.goods != goods {
            self.pane = Pane { goods, ..Pane::default() };
        }
    }

    /// Takes answers, asks again what changed. Called every frame, shown or not.
    pub fn update(&mut self, env: &mut Env<'_>) {
        // The site's word on a product comes with every contact: that is no reason to list all goods again.
        let of_site = env.changes.has(Topic::Sync);
        self.stale |= env.changes.has(Topic::Stock) || (of_site && self.wanted.filter == GoodsFilter::Refused);
        self.pane.stale |= of_site;
        match self.offering.poll() {
            Some(Ok(())) => env.say_done(env.tr("goods-offer-set")),
            Some(Err(error)) => env.say_failure(&error),
            None => {}
        }
        if self.why.poll() {
            self.explain(env);
        }
        if self.list.ids.poll() {
            let known = self.ids().iter().position(|id| Some(*id) == self.pane.goods);
            let last = self.ids().len().checked_sub(1);
            let before = self.list.at;
            self.select(known.or_else(|| last.map(|last| before.unwrap_or(0).min(last))));
            // What a person has wheeled to stays in sight while the chosen row stays where it was.
            self.list.scroll |= self.list.at != before;
        }
        if self.list.coming.poll()
            && let Some(lines) = self.list.coming.value()
        {
            if self.list.lines.len() > MOST_KEPT {
                self.list.lines.clear();
            }
            self.list.lines.extend(lines.iter().map(|line| (line.goods, line.clone())));
        }
        if self.pane.card.poll() {
            let kept = self.pane.batches().iter().position(|batch| Some(batch.batch) == self.pane.batch);
            let first = (!self.pane.batches().is_empty()).then_some(0);
            self.pane.select(kept.or(first));
        }
        if env.cmd.view == ViewKind::Goods {
            self.ask(env);
        }
    }

    fn ask(&mut self, env: &Env<'_>) {
        if (self.stale || self.asked.as_ref() != Some(&self.wanted)) && !self.list.ids.is_waiting() {
            self.list.outdated |= self.stale;
            self.stale = false;
            self.asked = Some(self.wanted.clone());
            self.list.ids.request(env.desk.ask(self.wanted.clone()));
            self.pane.stale = true;
        }
        let unknown = self.pane.card().is_none() && self.pane.card.error().is_none();
        let wanted = self.pane.stale || (unknown && !self.pane.card.is_waiting());
        if let Some(goods) = self.pane.goods.filter(|_| wanted) {
            self.pane.stale = false;
            self.pane.card.request(env.desk.ask(GoodsCardOf(goods)));
        }
        if self.list.coming.is_waiting() || self.list.ids.value().is_none() {
            return;
        }
        let outdated = std::mem::take(&mut self.list.outdated);
        let seen = &self.list.seen;
        let window = seen.start.saturating_sub(AROUND)..(seen.end + AROUND).min(self.ids().len());
        let window = self.ids().get(window).unwrap_or_default();
        let unknown = |id: &&GoodsId| outdated || !self.list.lines.contains_key(*id);
        let wanted: Vec<GoodsId> = window.iter().filter(unknown).copied().collect();
        if !wanted.is_empty() {
            self.list.coming.request(env.desk.ask(GoodsLines(wanted)));
        }
    }

    fn explain(&mut self, env: &mut Env<'_>) {
        let words = match (self.why.value(), self.why.error()) {
            (_, Some(error)) => {
                env.say_failure(error);
                return;
            }
            (Some(why), None) => site_quantity::lines(env.lang, why, env.now, env.zone),
            (None, None) => return,
        };
        env.open(Dialog::Reason(Reason { title: env.tr("goods-why-title"), paragraphs: words }));
    }

    /// Carries a command out; false when it is not for this screen.
    pub fn command(&mut self, command: Command, env: &mut Env<'_>) -> bool {
        match command {
            Command::Refresh => self.stale = true,
            Command::Search => {
                self.pane.has_keys = false;
                self.search.wants_focus = true;
            }
            Command::NextPage => self.turn(1),
            Command::PreviousPage => self.turn(GoodsFilter::ALL.len() - 1),
            Command::EditGoods => {
                if let Some(card) = self.pane.card() {
                    env.open(Dialog::directory(DirectoryDialog::Goods(GoodsDialog::new(card))));
                }
            }
            Command::EditBatch => {
                self.on_batch(env, |card, batch| DirectoryDialog::Batch(BatchDialog::new(card, batch)));
            }
            Command::CountBatch => {
                self.on_batch(env, |card, batch| DirectoryDialog::Count(CountDialog::new(card, batch)));
            }
            Command::BatchMoves => self.on_batch(env, |_, batch| DirectoryDialog::Journal(JournalDialog::new(batch))),
            Command::WhyOnSite => {
                if let Some(goods) = self.pane.goods {
                    self.why.clear();
                    self.why.request(env.desk.ask(SiteQuantity(goods)));
                }
            }
            Command::SetOffer => {
                if let (Some(card), false) = (self.pane.card(), self.offering.is_busy()) {
                    let offer = if card.stopped_since.is_some() { Offer::Open } else { Offer::Stopped };
                    self.offering.start(env.desk.act(SetOffer { goods: card.goods, offer }));
                }
            }
            _ => return false,
        }
        true
    }

    fn on_batch(&self, env: &mut Env<'_>, dialog: impl FnOnce(&GoodsCard, &BatchCard) -> DirectoryDialog) {
        if let (Some(card), Some(batch)) = (self.pane.card(), self.pane.chosen()) {
            env.open(Dialog::directory(dialog(card, batch)));
        }
    }

    /// The filter so many places further.
    fn turn(&mut self, by: usize) {
        let all = GoodsFilter::ALL;
        let at = all.iter().position(|filter| *filter == self.wanted.filter).unwrap_or(0);
        self.wanted.filter = all.get((at + by) % all.len()).copied().unwrap_or_default();
    }

    /// Draws the screen and takes its keys.
    pub fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        view::show(self, ui, env);
    }
}
