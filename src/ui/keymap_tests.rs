//! The table has no clash, no label without words; keys reach the right command in any layout.

use egui::RawInput;

use super::*;
use crate::text::has_key;
use crate::ui::command::{ViewKind, cap, check, label};
use crate::ui::prompt::Shape;

#[test]
fn no_two_commands_share_a_key_on_a_screen() {
    for (i, a) in TABLE.iter().enumerate() {
        for b in TABLE.iter().skip(i + 1) {
            assert_ne!(a.command, b.command, "a command has one row");
            let meet = a.scopes.iter().any(|x| b.scopes.iter().any(|y| x.meets(*y)));
            for k in a.keys {
                assert!(!(meet && b.keys.contains(k)), "{:?} and {:?} share {k:?}", a.command, b.command);
            }
        }
    }
}

#[test]
fn every_label_and_cap_has_words_in_both_languages() {
    for lang in Lang::ALL {
        for meta in TABLE {
            assert!(has_key(lang, meta.label), "{:?} has no label in {lang:?}", meta.command);
            assert!(!label(lang, meta.command).starts_with('['));
            assert!(!cap(lang, meta.command).starts_with('['));
        }
    }
}

#[test]
fn every_reason_has_words_in_both_languages() {
    for view in [ViewKind::Till, ViewKind::Orders, ViewKind::Collecting, ViewKind::Requisitions, ViewKind::Shelf] {
        let cx = CmdCx { view, ..CmdCx::default() };
        for meta in TABLE {
            if let Err(why) = check(meta.command, &cx) {
                for lang in Lang::ALL {
                    assert!(has_key(lang, why.key), "{} has no words in {lang:?}", why.key);
                }
            }
        }
    }
}

fn press(events: Vec<Event>, cx: &CmdCx) -> (Vec<Command>, usize) {
    let ctx = Context::default();
    let mut taken = Vec::new();
    let mut left = 0;
    let frame = ctx.run_ui(RawInput { events, ..RawInput::default() }, |ui| {
        taken.extend(take(ui.ctx(), cx));
        left = ui.input(|i| i.events.len());
    });
    frame.drop_without_applying_deltas();
    (taken, left)
}

fn event(key: Key, physical: Option<Key>, modifiers: Modifiers) -> Event {
    Event::Key { key, physical_key: physical, pressed: true, repeat: false, modifiers }
}

#[test]
fn a_letter_key_works_in_the_russian_layout() {
    let cx = CmdCx { view: ViewKind::Orders, ..CmdCx::default() };
    // Ctrl+«З»: the logical key is unknown to egui, the physical one is P.
    let (taken, left) = press(vec![event(Key::OpenBracket, Some(Key::P), Modifiers::COMMAND)], &cx);
    assert_eq!((taken, left), (vec![Command::Print], 0));
}

#[test]
fn delete_belongs_to_the_text_line_while_there_are_words_in_it() {
    let mut cx = CmdCx { view: ViewKind::Orders, typing: true, ..CmdCx::default() };
    let delete = || vec![event(Key::Delete, None, Modifiers::NONE)];
    assert_eq!(press(delete(), &cx), (vec![], 1));
    cx.typing = false;
    assert_eq!(press(delete(), &cx), (vec![Command::Delete], 0));
}

#[test]
fn a_plus_for_the_line_is_not_typed_too() {
    let cx = CmdCx::default();
    let events = vec![event(Key::Plus, None, Modifiers::NONE), Event::Text("+".into())];
    assert_eq!(press(events, &cx), (vec![Command::LineMore], 0));
}

#[test]
fn a_sign_in_the_middle_of_a_code_that_comes_in_one_frame_is_a_character_of_it() {
    let cx = CmdCx::default();
    let minus = || [event(Key::Minus, None, Modifiers::NONE), Event::Text("-".into())];
    let enter = || event(Key::Enter, None, Modifiers::NONE);
    let mut events = vec![Event::Text("0104".into())];
    events.extend(minus());
    events.push(Event::Text("21".into()));
    assert_eq!(press(events.clone(), &cx), (vec![], 4));
    // After the code is ended by its Enter the key means the line again.
    events.push(enter());
    events.extend(minus());
    assert_eq!(press(events, &cx), (vec![Command::LineLess], 5));
}

#[test]
fn the_keys_of_the_prompt_sleep_without_it_and_dialogs_know_only_escape() {
    let yes = || vec![event(Key::Y, None, Modifiers::COMMAND)];
    let mut cx = CmdCx::default();
    assert_eq!(press(yes(), &cx).0, vec![]);
    cx.prompt = Shape::Banner;
    assert_eq!(press(yes(), &cx).0, vec![Command::PromptYes]);
    cx.dialog = true;
    assert_eq!(press(yes(), &cx).0, vec![]);
    assert_eq!(press(vec![event(Key::Escape, None, Modifiers::NONE)], &cx).0, vec![Command::Back]);
}
