//! The message area: successes fade, errors stay until they are read.

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use egui::accesskit::{Live, Role};
use egui::{Frame, Margin, Panel, Ui};

use super::theme::{self, ChipTone};
use super::widgets::{KeyButton, outside};
use crate::text::{Lang, tr, words};
use crate::usecase::UseError;

/// How long a success stays.
const FADE_SECS: i64 = 6;
/// How many messages are kept at once.
const KEPT: usize = 3;

/// Words for the message area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    words: String,
    is_error: bool,
    at: DateTime<Utc>,
}

impl Message {
    /// A success. The words may hold text from outside.
    #[must_use]
    pub fn done(words: &str, at: DateTime<Utc>) -> Self {
        Self { words: outside(words), is_error: false, at }
    }

    /// An error. The words may hold text from outside.
    #[must_use]
    pub fn error(words: &str, at: DateTime<Utc>) -> Self {
        Self { words: outside(words), is_error: true, at }
    }
}

/// Why the desk refused or failed, in words.
#[must_use]
pub fn error_text(lang: Lang, error: &UseError, zone: FixedOffset) -> String {
    match error {
        UseError::Refused(refusal) => words::refusal(lang, refusal, zone),
        UseError::Store(failure) => words::store_error(lang, failure.code()),
    }
}

/// The messages on the screen.
#[derive(Debug, Default)]
pub struct Messages(Vec<Message>);

impl Messages {
    /// Shows `message`; the same words again only move to the end.
    pub fn say(&mut self, message: Message) {
        // A success says what was done last: an older one is of no use and takes room. Errors stay.
        self.0.retain(|m| m.is_error && m.words != message.words);
        self.0.push(message);
        let extra = self.0.len().saturating_sub(KEPT);
        self.0.drain(..extra);
    }

    /// Lets successes fade. Returns the seconds until the next one does.
    pub fn age(&mut self, now: DateTime<Utc>) -> Option<u64> {
        let limit = TimeDelta::seconds(FADE_SECS);
        self.0.retain(|m| m.is_error || (now - m.at < limit && now >= m.at));
        let left = self.0.iter().filter(|m| !m.is_error).map(|m| (limit - (now - m.at)).num_seconds()).min();
        left.map(|secs| secs.max(1).unsigned_abs())
    }

    /// Closes the newest error. True when there was one.
    pub fn close_error(&mut self) -> bool {
        let at = self.0.iter().rposition(|m| m.is_error);
        at.map(|at| self.0.remove(at)).is_some()
    }

    /// Draws the strips at the bottom of `ui`.
    pub fn show(&mut self, ui: &mut Ui, lang: Lang) {
        let mut close = None;
        for (n, message) in self.0.iter().enumerate() {
            if strip(ui, n, message, lang) {
                close = Some(n);
            }
        }
        if let Some(n) = close {
            self.0.remove(n);
        }
    }
}

fn strip(ui: &mut Ui, n: usize, message: &Message, lang: Lang) -> bool {
    let tone = if message.is_error { ChipTone::Late } else { ChipTone::Assembled };
    let pair = theme::of(ui).tone(tone);
    let sign = if message.is_error { "⚠" } else { "✓" };
    let frame = Frame::new().fill(pair.paper).inner_margin(Margin::symmetric(12, 6));
    let mut closed = false;
    Panel::bottom(format!("message-{n}")).frame(frame).show_separator_line(false).show(ui, |ui| {
        ui.horizontal(|ui| {
            let room = (ui.available_width() - 130.0).max(200.0);
            let middle = egui::Layout::left_to_right(egui::Align::Center);
            ui.allocate_ui_with_layout(egui::vec2(room, theme::CONTROL), middle, |ui| {
                let words = format!("{sign} {}", message.words);
                let label = ui.add(egui::Label::new(theme::bold(words).color(pair.ink)).wrap());
                ui.ctx().accesskit_node_builder(label.id, |node| {
                    node.set_role(if message.is_error { Role::Alert } else { Role::Status });
                    node.set_live(Live::Polite);
                });
            });
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let cap = if message.is_error { tr(lang, "key-esc") } else { String::new() };
                closed = KeyButton::new(tr(lang, "message-close"), cap).without_focus().show(ui).clicked();
            });
        });
    });
    closed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::clock::from_millis;

    #[test]
    fn a_success_fades_and_an_error_stays_until_closed() {
        let at = |s: i64| from_millis(s * 1000);
        let mut m = Messages::default();
        m.say(Message::error("нет", at(0)));
        m.say(Message::done("да", at(0)));
        assert_eq!(m.age(at(1)), Some(5));
        assert_eq!(m.age(at(100)), None);
        assert_eq!(m.0.len(), 1);
        assert!(m.close_error() && !m.close_error());
        for n in 0..10 {
            m.say(Message::error(&format!("{n}"), at(0)));
        }
        assert_eq!(m.0.len(), KEPT);
    }
}
