//! The scan line of the collecting window: what the scanner types, what is under way, what came of the last scan.
//!
//! A burst goes into the bag wherever the keyboard is, but for a dialog and a text line of another tab. The desk
//! answers in the order of the scans, so that a fast scanner loses nothing. Must not know: the rules of a scan.

use std::collections::VecDeque;

use egui::{Event, Id, Response, Ui};

use super::answer::Answer;
use crate::domain::ids::{LineId, OrderId};
use crate::ui::burst::{self, Entered};
use crate::ui::command::ViewKind;
use crate::ui::env::Env;
use crate::ui::loadable::Pending;
use crate::ui::widgets::TextField;
use crate::usecase::scan_pack::{ScanPack, Ticked};
use crate::usecase::undo_scan::{TakeSurplus, TakenOut, UndoScan};

/// So many characters before an Enter are a scanner's, not a person's.
const BURST: usize = 6;

/// The scan line.
#[derive(Default)]
pub(super) struct ScanLine {
    text: String,
    under: VecDeque<Under>,
    answer: Option<Answer>,
    wants_focus: bool,
    /// Characters that came one after another while a dialog was open.
    behind: usize,
}

/// A scan, or the taking back of one, that the desk is at work on.
struct Under {
    order: OrderId,
    work: Work,
}

enum Work {
    Scan(Pending<Ticked>),
    Undo(Pending<TakenOut>),
}

impl ScanLine {
    /// The id under which the line has the keyboard.
    pub(super) fn id() -> Id {
        TextField::new("collecting-scan", "").id()
    }

    /// There are words in the line.
    pub(super) const fn typing(&self) -> bool {
        !self.text.is_empty()
    }

    /// Empties the line. True when there was something in it.
    pub(super) fn clear(&mut self) -> bool {
        let used = self.typing();
        self.text.clear();
        self.wants_focus = used;
        used
    }

    /// Gives the line the keyboard.
    pub(super) const fn focus(&mut self) {
        self.wants_focus = true;
    }

    /// What came of the last scan.
    pub(super) const fn answer(&self) -> Option<&Answer> {
        self.answer.as_ref()
    }

    /// Another order: what was typed and said of the last one is of no use.
    pub(super) fn forget(&mut self) {
        self.text.clear();
        self.answer = None;
    }

    /// The order is another than the last scan found.
    pub(super) fn forget_answer(&mut self) {
        self.answer = None;
    }

    /// Lays a pack in.
    pub(super) fn scan(&mut self, order: OrderId, raw: String, env: &Env<'_>) {
        let mut pending = Pending::default();
        pending.start(env.desk.act(ScanPack { order, raw }));
        self.under.push_back(Under { order, work: Work::Scan(pending) });
    }

    /// Takes the last pack out again.
    pub(super) fn undo(&mut self, order: OrderId, env: &Env<'_>) {
        let mut pending = Pending::default();
        pending.start(env.desk.act(UndoScan { order }));
        self.under.push_back(Under { order, work: Work::Undo(pending) });
    }

    /// Takes out a pack that the order does not need.
    pub(super) fn take_surplus(&mut self, order: OrderId, env: &Env<'_>) {
        let mut pending = Pending::default();
        pending.start(env.desk.act(TakeSurplus { order }));
        self.under.push_back(Under { order, work: Work::Undo(pending) });
    }

    /// Takes the answers that are there; gives the line that the last one is about. An answer about an order that
    /// is not `shown` any more is said only when it is bad news.
    pub(super) fn update(&mut self, shown: Option<OrderId>, env: &mut Env<'_>) -> Option<LineId> {
        let mut line = None;
        while let Some(front) = self.under.front_mut() {
            let order = front.order;
            let answer = match &mut front.work {
                Work::Scan(pending) => pending.poll().map(|done| Answer::of_scan(done, env)),
                Work::Undo(pending) => pending.poll().map(|done| Answer::of_undo(done, env)),
            };
            let Some(answer) = answer else { break };
            self.under.pop_front();
            if let Some(tone) = answer.tone {
                env.play(tone);
            }
            if shown == Some(order) && env.cmd.view == ViewKind::Collecting {
                line = answer.line.or(line);
                self.answer = Some(answer);
            } else if answer.is_bad() {
                env.say_error(&answer.words);
            }
        }
        line
    }

    /// Takes what was typed and scanned out of this frame, each code as its Enter ends it.
    pub(super) fn keys(&mut self, ui: &Ui) -> Vec<Entered> {
        let id = Self::id();
        let focused = ui.memory(egui::Memory::focused);
        if ui.ctx().text_edit_focused() && focused != Some(id) {
            return Vec::new();
        }
        let typed = burst::types(ui);
        if typed || focused.is_none() {
            ui.memory_mut(|m| m.request_focus(id));
        }
        // Enter on a button presses it, unless a burst came before it.
        if !typed && focused.is_some_and(|f| f != id) {
            return Vec::new();
        }
        burst::take(ui, &mut self.text)
    }

    /// A burst while a dialog lies on top goes nowhere, and its Enter must not answer the dialog. True when one
    /// was lost. What is typed into a field of the dialog is the dialog's.
    pub(super) fn lost_behind_dialog(&mut self, ui: &Ui) -> bool {
        if ui.ctx().text_edit_focused() {
            self.behind = 0;
            return false;
        }
        ui.input_mut(|input| {
            let mut lost = false;
            input.events.retain(|event| match event {
                Event::Text(text) => {
                    self.behind += text.chars().count();
                    true
                }
                event if burst::is_enter(event) => {
                    let is_burst = std::mem::take(&mut self.behind) >= BURST;
                    lost |= is_burst;
                    !is_burst
                }
                _ => true,
            });
            lost
        })
    }

    /// Draws the line.
    pub(super) fn show(&mut self, ui: &mut Ui, env: &Env<'_>, width: f32) -> Response {
        let (name, hint) = (env.tr("collecting-scan"), env.tr("collecting-scan-hint"));
        let field = TextField::new("collecting-scan", &name).hint(&hint).width(width);
        let response = field.show(ui, &mut self.text);
        if std::mem::take(&mut self.wants_focus) {
            response.request_focus();
        }
        response
    }
}
