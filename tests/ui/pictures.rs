//! Pictures to look at: written to the folder of `EXPERO_PICTURES`, else only drawn (a missing glyph or a
//! panic in drawing is found either way).

use egui::{Key, Modifiers};
use expero::domain::order::PaymentState;
use expero::text::Lang;
use expero::ui::theme::ThemeChoice;

use super::world::{Window, World};

pub fn picture(window: &mut Window<'_>, name: &str) {
    let image = window.harness.render().unwrap();
    if let Ok(folder) = std::env::var("EXPERO_PICTURES") {
        image.save(std::path::Path::new(&folder).join(format!("{name}.png"))).unwrap();
    }
}

fn sale(window: &mut Window<'_>) {
    window.scan("4601000000017");
    window.scan("4601000000024");
    window.key(Key::Plus);
    window.scan("4601000000031");
}

#[test]
fn the_till_in_both_themes_and_languages() {
    let world = World::stocked();
    world.collected("EX-100236", PaymentState::Paid, &[("P3", 1, 14_000)]);
    world.order("EX-100245", PaymentState::Unpaid, &[("P1", 2, 3550)]);
    let mut window = world.window();
    picture(&mut window, "prompt-modal");
    sale(&mut window);
    window.type_text("нуроф");
    picture(&mut window, "till");
    window.key(Key::Escape);
    window.key(Key::F11);
    picture(&mut window, "cash");
    window.type_text("5000");
    window.key(Key::Enter);
    picture(&mut window, "sold");
    window.key(Key::F1);
    picture(&mut window, "keys");
    window.key(Key::Escape);
    window.key(Key::F10);
    picture(&mut window, "menu");
    window.key(Key::Escape);
    window.chord(Modifiers::COMMAND, Key::U);
    picture(&mut window, "till-empty");
    let mut dark = world.window_as(Lang::En, ThemeChoice::Dark, true);
    sale(&mut dark);
    dark.type_text("нуроф");
    dark.key(Key::F12);
    dark.scan("4607777777775");
    dark.type_text("нуроф");
    picture(&mut dark, "till-dark-en");
}
