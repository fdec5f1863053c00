//! Text from outside: very long, or with characters that hide, turn or move what stands beside them.

use egui::{Key, Modifiers, Rect, vec2};
use expero::domain::mask::is_deceptive;
use expero::domain::status::OrderStatus as S;
use expero::usecase::accept_order::AcceptOrder;
use expero::usecase::import_goods::ImportGoods;

use super::fits::{TOO_LONG, faults, texts};
use super::shop::booked;
use super::world::{Window, World, goods};

/// Typed by the person: it stands in the line as it was typed, and harmless everywhere else.
const TYPED: &str = "нет\u{202e}такого";

/// Turns the direction, hides, rings, breaks the line, and is long.
fn evil(words: &str) -> String {
    format!("{words}\u{202e}\u{200b}\u{7}\n\u{2066}ДЛИННО{}", words.repeat(40))
}

fn must_be_harmless(window: &Window<'_>, place: &str) {
    let size = vec2(1366.0, 768.0);
    for text in texts(window, Rect::from_min_size(egui::Pos2::ZERO, size)) {
        if text.words == TYPED {
            continue;
        }
        let bad = text.words.chars().find(|c| is_deceptive(*c) || *c == '\n');
        let shown: String = text.words.chars().take(80).collect();
        assert!(bad.is_none(), "{place}: {bad:?} is drawn in «{shown}»");
        assert!(text.words.chars().count() <= 700, "{place}: a text of {} characters", text.words.chars().count());
    }
    let mut faults = faults(window, place, size);
    // These are longer than any place.
    faults.retain(|f| !f.contains(TOO_LONG));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn text_from_outside_is_shown_harmless_and_in_its_place_everywhere() {
    let world = World::stocked();
    let mut item = goods("P9", &evil("Зло"), &evil("мнн"), "4609999999990", 3550, &[("S1", 2027, 8, 20)]);
    item.goods.manufacturer = evil("Завод");
    world.desk.act(ImportGoods { items: vec![item] }).wait().unwrap();
    let evil_order = |n: &str| {
        let order = booked(n).by(&"Я".repeat(300), "+79161234107").says(&"комментарий ".repeat(90_000));
        order.line("P9", &evil("Зло"), 1, 3550)
    };
    let order = evil_order("EX-1\u{202e}\u{200b}").arrive(&world);
    evil_order("EX-2").status(S::Assembled).held(90).arrive(&world);
    let mut window = world.window();
    must_be_harmless(&window, "till");
    window.chord(Modifiers::COMMAND, Key::U);
    window.scan("4609999999990");
    window.type_text("зло");
    must_be_harmless(&window, "till found");
    window.key(Key::Escape);
    window.key(Key::F4);
    must_be_harmless(&window, "quantity");
    window.key(Key::Escape);
    window.type_text(TYPED);
    window.key(Key::Enter);
    window.must_say("Товар «нет\\u{202e}такого» не найден");
    must_be_harmless(&window, "message");
    window.key(Key::Escape);
    window.key(Key::Escape);
    window.chord(Modifiers::COMMAND, Key::F7);
    must_be_harmless(&window, "orders sideways");
    window.key(Key::End);
    must_be_harmless(&window, "orders sideways last");
    world.desk.act(AcceptOrder { order }).wait().unwrap();
    window.settle();
    for (key, place) in [(Key::F8, "extend"), (Key::Delete, "delete")] {
        window.key(key);
        must_be_harmless(&window, place);
        window.key(Key::Escape);
    }
    for (key, place) in [(Key::H, "history"), (Key::P, "preview"), (Key::N, "new order")] {
        window.chord(Modifiers::COMMAND, key);
        must_be_harmless(&window, place);
        window.key(Key::Escape);
    }
    window.key(Key::Enter);
    must_be_harmless(&window, "collecting");
}
