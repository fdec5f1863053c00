//! What a scanner plays on the keyboard: characters and an Enter, perhaps all of them in one frame.
//!
//! Owns: which characters of a frame belong to which Enter. A slow frame must not tear a code apart, or run two
//! together. Must not know: what the codes mean.

use egui::{Event, Key, Modifiers, Ui};

/// Stands for the group separator in a text line: a control character has no shape.
const SEPARATOR: &str = "|";

/// What Enter ended.
#[derive(Debug, PartialEq, Eq)]
pub enum Entered {
    /// A code.
    Code(String),
    /// Nothing was typed before it.
    Bare,
}

/// True when characters come in this frame; a separator that came as a key is a character from now on.
pub fn types(ui: &Ui) -> bool {
    ui.input_mut(|input| {
        separators(&mut input.events);
        input.events.iter().any(|e| matches!(e, Event::Text(_) | Event::Paste(_)))
    })
}

/// Takes what this frame's Enters end out of its events. `text` is what stands in the line already; what comes after
/// the last Enter is left to the line.
pub fn take(ui: &Ui, text: &mut String) -> Vec<Entered> {
    ui.input_mut(|input| entered(text, &mut input.events))
}

fn entered(line: &mut String, events: &mut Vec<Event>) -> Vec<Entered> {
    let Some(last) = events.iter().rposition(is_enter) else { return Vec::new() };
    let mut entered = Vec::new();
    let mut at = 0;
    events.retain(|event| {
        let before = at <= last;
        at += 1;
        match event {
            Event::Text(text) | Event::Paste(text) if before => {
                line.push_str(text);
                false
            }
            event if is_enter(event) => {
                let text = std::mem::take(line);
                let bare = text.trim().is_empty();
                entered.push(if bare { Entered::Bare } else { Entered::Code(text) });
                false
            }
            _ => true,
        }
    });
    entered
}

/// Enter alone.
pub fn is_enter(event: &Event) -> bool {
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
        let mut line = String::new();
        let enter = || press(Key::Enter, Modifiers::NONE);
        let mut events =
            vec![enter(), text("46"), text("01"), enter(), text("77"), enter(), text("8"), enter(), text("9")];
        let code = |c: &str| Entered::Code(c.to_owned());
        assert_eq!(entered(&mut line, &mut events), [Entered::Bare, code("4601"), code("77"), code("8")]);
        assert_eq!(events, [text("9")]);
        assert_eq!(line, "");
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
