//! Keys: how a shortcut is written, matched and taken out of the frame's events.
//!
//! A Russian keyboard must not change the keys: the logical key is tried first, then the physical one (egui
//! gives both), so `Ctrl+Y` works as `Ctrl+Н`. Taken events never reach a text line.

use egui::{Context, Event, Key, Modifiers};

use super::command::{self, CmdCx, Command, Meta, TABLE};
use crate::text::{Lang, tr};

/// A key with or without Ctrl (Cmd on a Mac), Alt or Shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Shortcut {
    /// Ctrl is held.
    pub ctrl: bool,
    /// Alt is held.
    pub alt: bool,
    /// Shift is held.
    pub shift: bool,
    /// The key.
    pub key: Key,
}

impl Shortcut {
    /// As shown on a cap: `Ctrl+F7`, `Esc`, `Del`.
    #[must_use]
    pub fn text(self, lang: Lang) -> String {
        let name = match self.key {
            Key::Escape => tr(lang, "key-esc"),
            Key::Enter => tr(lang, "key-enter"),
            Key::Delete => tr(lang, "key-delete"),
            Key::Backspace => tr(lang, "key-backspace"),
            Key::Space => tr(lang, "key-space"),
            Key::Plus => "+".to_owned(),
            Key::Minus => "−".to_owned(),
            Key::ArrowLeft => "←".to_owned(),
            Key::ArrowRight => "→".to_owned(),
            other => other.name().to_owned(),
        };
        let held = [(self.ctrl, "Ctrl+"), (self.alt, "Alt+"), (self.shift, "Shift+")];
        let held: String = held.into_iter().filter(|(on, _)| *on).map(|(_, name)| name).collect();
        format!("{held}{name}")
    }

    fn fits(self, pressed: Key, held: Modifiers) -> bool {
        // Shift is part of typing «+» on most keyboards.
        let shift_free = self.key == Key::Plus;
        self.key == pressed
            && self.ctrl == held.command
            && self.alt == held.alt
            && (shift_free || self.shift == held.shift)
    }
}

/// Takes the keys of live commands out of this frame's events, in the order they were pressed.
///
/// A disabled command is returned too: the dispatch answers it with the reason in words.
pub fn take(ctx: &Context, cx: &CmdCx) -> Vec<Command> {
    ctx.input_mut(|input| {
        let mut taken = Vec::new();
        let mut swallow_text = false;
        // A scanner's burst may come in one frame: the `-` in the middle of a code is a character of it.
        let mut cx = *cx;
        input.events.retain(|event| match event {
            Event::Key { key, physical_key, pressed: true, modifiers, repeat } => {
                let found = find(*key, *modifiers, &cx)
                    .or_else(|| physical_key.and_then(|physical| find(physical, *modifiers, &cx)));
                cx.typing &= *key != Key::Enter;
                if let Some(meta) = found {
                    // A held key must not accept the next order and the next: only quantities go on.
                    if !*repeat || is_counting(meta.command) {
                        taken.push(meta.command);
                    }
                    swallow_text = true;
                }
                found.is_none()
            }
            // The character of a taken key (`+`) follows its key event.
            Event::Text(text) if swallow_text && text.chars().count() == 1 => {
                swallow_text = false;
                false
            }
            Event::Text(_) => {
                cx.typing = true;
                true
            }
            _ => true,
        });
        taken
    })
}

/// Only these go on while their key is held.
const fn is_counting(command: Command) -> bool {
    matches!(command, Command::LineMore | Command::LineLess | Command::AnalogMore | Command::AnalogLess)
}

fn find(key: Key, held: Modifiers, cx: &CmdCx) -> Option<&'static Meta> {
    TABLE.iter().find(|meta| {
        meta.keys.iter().any(|k| k.fits(key, held))
            && command::in_scope(meta, cx)
            && !(meta.yields_to_typing && cx.typing)
    })
}

#[cfg(test)]
#[path = "keymap_tests.rs"]
mod tests;
