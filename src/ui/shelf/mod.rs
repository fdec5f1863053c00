//! «Вернуть на полку»: packs of lapsed and cancelled orders, in the order of the way along the shelves.
//!
//! Owns: the list on the screen, the selected row, what was scanned. A pack is ticked or scanned; until then it
//! is neither sold nor exported. Must not know: what makes packs wait.

mod view;

use std::collections::VecDeque;

use egui::Ui;

use crate::domain::ids::ReturnId;
use crate::domain::packs::Packs;
use crate::ui::burst::{self, Entered};
use crate::ui::command::{Command, ShelfFacts, ViewKind};
use crate::ui::dialogs::Dialog;
use crate::ui::env::{Env, Go};
use crate::ui::loadable::{Loadable, Pending};
use crate::ui::say::error_text;
use crate::ui::services::Tone;
use crate::ui::widgets::{TextField, take_move};
use crate::usecase::Topic;
use crate::usecase::read::settings::GetSetting;
use crate::usecase::read::shelf_returns::{ReturnList, ReturnRow, ShelfReturns};
use crate::usecase::return_to_shelf::{ReturnOf, ReturnToShelf, Returned};

/// The screen.
#[derive(Default)]
pub struct Shelf {
    list: Loadable<ReturnList>,
    setting: Loadable<String>,
    stale: bool,
    at: Option<usize>,
    row: Option<ReturnId>,
    scroll: bool,
    scan: String,
    under: VecDeque<Pending<Returned>>,
    answer: Option<Answer>,
}

/// What came of the last tick or scan.
enum Answer {
    Done(Returned),
    Refused(String),
}

impl Shelf {
    /// The screen comes to the top.
    pub fn open(&mut self) {
        self.stale = true;
        self.scroll = true;
        self.answer = None;
        self.scan.clear();
    }

    fn rows(&self) -> &[ReturnRow] {
        self.list.value().map_or(&[], |list| &list.rows)
    }

    fn chosen(&self) -> Option<&ReturnRow> {
        self.rows().get(self.at?)
    }

    /// What the commands need to know.
    #[must_use]
    pub fn facts(&self) -> ShelfFacts {
        ShelfFacts { rows: self.rows().len(), chosen: self.chosen().is_some() }
    }

    /// There are words in the scan line.
    #[must_use]
    pub const fn typing(&self) -> bool {
        !self.scan.is_empty()
    }

    /// Esc empties the scan line first.
    pub fn step_back(&mut self) -> bool {
        let used = self.typing();
        self.scan.clear();
        used
    }

    /// Takes answers, asks again what changed. Called every frame, shown or not.
    pub fn update(&mut self, env: &mut Env<'_>) {
        if [Topic::Stock, Topic::Orders, Topic::Settings].into_iter().any(|t| env.changes.has(t)) {
            self.stale = true;
        }
        self.finish(env);
        self.setting.poll();
        if self.list.poll() {
            self.settle();
        }
        if env.cmd.view == ViewKind::Shelf && self.stale && !self.list.is_waiting() {
            self.stale = false;
            self.list.request(env.desk.ask(ShelfReturns));
            self.setting.request(env.desk.ask(GetSetting { key: "stock.return_check".to_owned() }));
        }
    }

    /// The desk answers in the order of the scans.
    fn finish(&mut self, env: &mut Env<'_>) {
        while let Some(answer) = self.under.front_mut().and_then(Pending::poll) {
            self.under.pop_front();
            match answer {
                Ok(done) => {
                    env.play(Tone::ScanOk);
                    self.answer = Some(Answer::Done(done));
                }
                Err(error) => {
                    env.play(Tone::ScanRefused);
                    let words = error_text(env.lang, &error, env.zone);
                    if env.cmd.view == ViewKind::Shelf {
                        self.answer = Some(Answer::Refused(words));
                    } else {
                        env.say_error(words);
                    }
                }
            }
        }
    }

    /// The same row stays selected; when it is gone, the one in its place.
    fn settle(&mut self) {
        let found = self.rows().iter().position(|r| Some(r.id) == self.row);
        let last = self.rows().len().checked_sub(1);
        self.select(found.or_else(|| last.map(|last| self.at.unwrap_or(0).min(last))));
    }

    fn select(&mut self, at: Option<usize>) {
        self.at = at;
        self.row = self.chosen().map(|row| row.id);
    }

    /// Carries a command out; false when it is not for this screen.
    pub fn command(&mut self, command: Command, env: &mut Env<'_>) -> bool {
        match command {
            Command::Refresh => self.stale = true,
            Command::TickReturn => {
                if let Some(row) = self.row {
                    self.give_back(ReturnOf::Row(row), env);
                }
            }
            Command::PrintReturns => env.open(Dialog::preview_returns()),
            Command::OpenReturnOrder => {
                if let Some(row) = self.chosen() {
                    env.go(Go::Orders { select: Some(row.order) });
                }
            }
            _ => return false,
        }
        true
    }

    fn give_back(&mut self, packs: ReturnOf, env: &Env<'_>) {
        // The same row twice before the answer is one wish: the second would be refused for nothing.
        if matches!(packs, ReturnOf::Row(_)) && !self.under.is_empty() {
            return;
        }
        let mut pending = Pending::default();
        pending.start(env.desk.act(ReturnToShelf { packs }));
        self.under.push_back(pending);
    }

    /// Packs that wait.
    fn packs(&self) -> Packs {
        self.list.value().map(ReturnList::packs).unwrap_or_default()
    }

    /// Draws the screen and takes its keys.
    pub fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        self.keys(ui, env);
        view::show(ui, env, self);
    }

    /// The scan line always has the keyboard, unless a button or a popup has it.
    fn keys(&mut self, ui: &Ui, env: &Env<'_>) {
        if env.cmd.dialog || egui::Popup::is_any_open(ui.ctx()) {
            return;
        }
        let id = TextField::new("shelf-scan", "").id();
        let focused = ui.memory(egui::Memory::focused);
        if focused.is_none() {
            ui.memory_mut(|m| m.request_focus(id));
        }
        if burst::types(ui) && focused != Some(id) {
            // A scanner on a button scans.
            ui.memory_mut(|m| m.request_focus(id));
        } else if focused.is_some_and(|f| f != id) {
            return;
        }
        if let Some(step) = take_move(ui.ctx(), 12, !self.typing()) {
            let at = step.from(self.at, self.rows().len());
            self.select(at);
            self.scroll = true;
        }
        for entered in burst::take(ui, &mut self.scan) {
            if let Entered::Code(raw) = entered {
                self.give_back(ReturnOf::Scan(raw), env);
            }
        }
    }
}
