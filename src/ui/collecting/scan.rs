//! The scan line of the collecting window: what the scanner types, what is under way, what came of the last scan.
//!
//! A burst goes into the bag wherever the keyboard is, but for a dialog and a text line of another tab. The desk
//! answers in the order of the scans, so that a fast scanner loses nothing. Must not know: the rules of a scan.

use std::collections::VecDeque;

use egui::{Event, Id, Key, Modifiers, Response, Ui};

use super::answer::Answer;
use crate::domain::ids::{LineId, OrderId};
use crate::ui::command::ViewKind;
use crate::ui::env::Env;
use crate::ui::loadable::Pending;
use crate::ui::widgets::TextField;
use crate::usecase::scan_pack::{ScanPack, Ticked};
use crate::usecase::undo_scan::{TakeSurplus, TakenOut, UndoScan};

/// So many characters before an Enter are a scanner's, not a person's.
const BURST: usize = 6;
/// Stands for the group separator in a text line: a control character has no shape.
const SEPARATOR: &str = "|";

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

/// What Enter ended.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Entered {
    /// A code.
    Code(String),
    /// Nothing was typed before it.
    Bare,
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
        let typed = ui.input_mut(|input| {
            separators(&mut input.events);
            input.events.iter().any(|e| matches!(e, Event::Text(_) | Event::Paste(_)))
        });
        if typed || focused.is_none() {
            ui.memory_mut(|m| m.request_focus(id));
        }
        // Enter on a button presses it, unless a burst came before it.
        if !typed && focused.is_some_and(|f| f != id) {
            return Vec::new();
        }
        ui.input_mut(|input| self.entered(&mut input.events))
    }

    fn entered(&mut self, events: &mut Vec<Event>) -> Vec<Entered> {
        let Some(last) = events.iter().rposition(is_enter) else { return Vec::new() };
        let mut entered = Vec::new();
        let mut at = 0;
        events.retain(|event| {
            let before = at <= last;
            at += 1;
            match event {
                Event::Text(text) | Event::Paste(text) if before => {
                    self.text.push_str(text);
                    false
                }
                event if is_enter(event) => {
                    let text = std::mem::take(&mut self.text);
                    let bare = text.trim().is_empty();
                    entered.push(if bare { Entered::Bare } else { Entered::Code(text) });
                    false
                }
                _ => true,
            }
        });
        entered
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
                event if is_enter(event) => {
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

fn is_enter(event: &Event) -> bool {
    matches!(event, Event::Key { key: Key::Enter, pressed: true, modifiers, .. } if *modifiers == Modifiers::NONE)
}

/// A scanner that plays a keyboard sends the group separator as Ctrl+], which no text line takes for a character.
fn separators(events: &mut [Event]) {
    for event in events {
        let Event::Key { key, physical_key, pressed: true, modifiers, .. } = event else { continue };
        let is_bracket = *key == Key::CloseBracket || *physical_key == Some(Key::CloseBracket);
        if is_bracket && modifiers.command && !modifiers.alt {
            *event = Event::Text(SEPARATOR.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::marking;

    fn press(key: Key, modifiers: Modifiers) -> Event {
        Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }
    }

    fn text(words: &str) -> Event {
        Event::Text(words.to_owned())
    }

    #[test]
    fn several_codes_of_one_frame_end_each_with_its_enter_and_the_rest_stays_typed() {
        let mut line = ScanLine::default();
        let enter = || press(Key::Enter, Modifiers::NONE);
        let mut events =
            vec![enter(), text("46"), text("01"), enter(), text("77"), enter(), text("8"), enter(), text("9")];
        let code = |c: &str| Entered::Code(c.to_owned());
        assert_eq!(line.entered(&mut events), [Entered::Bare, code("4601"), code("77"), code("8")]);
        assert_eq!(events, [text("9")]);
        assert!(!line.typing());
    }

    #[test]
    fn a_separator_that_comes_as_a_key_is_read_as_one() {
        let mut events = vec![
            text("010460000000001521Ab_Pack000001"),
            press(Key::CloseBracket, Modifiers::COMMAND),
            text("91EE06"),
            press(Key::CloseBracket, Modifiers::COMMAND),
            text("92dGhpcyBpcyBub3QgYSByZWFsIHNpZ25hdHVyZSE+AbQ="),
            press(Key::CloseBracket, Modifiers::NONE),
        ];
        separators(&mut events);
        let typed: String =
            events.iter().filter_map(|e| if let Event::Text(t) = e { Some(t.as_str()) } else { None }).collect();
        assert_eq!(typed, "010460000000001521Ab_Pack000001|91EE06|92dGhpcyBpcyBub3QgYSByZWFsIHNpZ25hdHVyZSE+AbQ=");
        assert!(marking::read(&typed).is_ok());
    }
}
