//! Nothing is cut, covered or outside the window, on any screen, at any size that a till may have.
//!
//! Looks at what was drawn (texts with their clips) and at what can be pressed (buttons), not at pictures: a
//! text that another one covers or that its own field cuts is found wherever it stands.

use egui::accesskit::Role;
use egui::epaint::{ClippedShape, Shape};
use egui::{Key, Modifiers, Rect, Vec2, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use expero::domain::order::PaymentState;
use expero::domain::status::OrderStatus as S;
use expero::text::{Lang, tr};
use expero::ui::theme::ThemeChoice;
use expero::usecase::accept_order::AcceptOrder;

use super::shop::{booked, broken};
use super::world::{Window, World};

const SIZES: [Vec2; 4] = [vec2(1024.0, 700.0), vec2(1280.0, 720.0), vec2(1366.0, 768.0), vec2(1920.0, 1080.0)];

/// Rectangles may touch; a pixel is the rounding.
const SLACK: f32 = 1.5;

/// Said of a text that ends in «…».
pub const TOO_LONG: &str = "does not fit its place";

/// A text as drawn.
pub struct Drawn {
    pub words: String,
    pub rect: Rect,
    clip: Rect,
    elided: bool,
}

impl Drawn {
    fn seen(&self) -> Rect {
        self.rect.intersect(self.clip)
    }

    fn is_seen(&self) -> bool {
        let seen = self.seen();
        seen.width() > SLACK && seen.height() > SLACK && !self.words.trim().is_empty()
    }
}

fn collect(shape: &Shape, clip: Rect, out: &mut Vec<Drawn>) {
    match shape {
        Shape::Vec(all) => all.iter().for_each(|s| collect(s, clip, out)),
        Shape::Text(text) => out.push(Drawn {
            words: text.galley.text().to_owned(),
            rect: text.galley.rect.translate(text.pos.to_vec2()),
            clip,
            elided: text.galley.elided,
        }),
        _ => {}
    }
}

/// What lies over the last veil: a dialog hides what is behind it.
fn over_the_veil(shapes: &[ClippedShape], screen: Rect) -> &[ClippedShape] {
    let is_veil = |s: &ClippedShape| match &s.shape {
        Shape::Rect(r) => !r.fill.is_opaque() && r.fill.a() > 0 && r.rect.contains_rect(screen),
        _ => false,
    };
    let from = shapes.iter().rposition(is_veil).map_or(0, |at| at + 1);
    shapes.get(from..).unwrap_or_default()
}

pub fn texts(window: &Window<'_>, screen: Rect) -> Vec<Drawn> {
    let mut all = Vec::new();
    for s in over_the_veil(&window.harness.output().shapes, screen) {
        collect(&s.shape, s.clip_rect, &mut all);
    }
    all.retain(Drawn::is_seen);
    all
}

/// Buttons that can be pressed now, by name.
fn buttons(window: &Window<'_>) -> Vec<(String, Rect)> {
    let root = window.harness.root();
    let dialog = root.query_all_by(|n| matches!(n.role(), Role::Dialog | Role::AlertDialog)).last();
    let inside = dialog.unwrap_or(root);
    let all = inside.query_all_by(|n| matches!(n.role(), Role::Button | Role::Tab | Role::TextInput | Role::ComboBox));
    all.map(|n| (n.accesskit_node().label().unwrap_or_default(), n.rect())).collect()
}

fn overlap(a: Rect, b: Rect) -> bool {
    let both = a.intersect(b);
    both.width() > SLACK && both.height() > SLACK
}

/// Everything that does not fit, in words.
pub fn faults(window: &Window<'_>, place: &str, size: Vec2) -> Vec<String> {
    let screen = Rect::from_min_size(egui::Pos2::ZERO, size);
    let mut faults = Vec::new();
    let mut fault = |what: String| faults.push(format!("{place} at {size:?}: {what}"));
    let buttons = buttons(window);
    for (n, (name, rect)) in buttons.iter().enumerate() {
        if !screen.expand(SLACK).contains_rect(*rect) {
            fault(format!("button «{name}» {rect:?} is outside"));
        }
        for (other, at) in buttons.iter().skip(n + 1) {
            if overlap(*rect, *at) {
                fault(format!("buttons «{name}» {rect:?} and «{other}» {at:?} overlap"));
            }
        }
    }
    let texts = texts(window, screen);
    // The list of orders scrolls sideways where its columns are wider than the window.
    let sideways = |t: &Drawn| place.contains("sideways") && t.clip.right() > size.x - 8.0;
    for (n, text) in texts.iter().enumerate() {
        let (rect, words) = (text.rect, text.words.chars().take(60).collect::<String>());
        let cut = rect.left() < text.clip.left() - SLACK || rect.right() > text.clip.right() + SLACK;
        if cut && !sideways(text) {
            fault(format!("text «{words}» {rect:?} is cut by {:?}", text.clip));
        }
        if !screen.expand(SLACK).contains_rect(text.seen()) {
            fault(format!("text «{words}» {rect:?} is outside"));
        }
        for other in texts.iter().skip(n + 1) {
            // A word and its bold beginning are drawn side by side, never one over the other.
            if overlap(text.seen(), other.seen().shrink(SLACK)) {
                fault(format!("texts «{words}» {rect:?} and «{}» {:?} overlap", other.words, other.rect));
            }
        }
        if text.elided && !sideways(text) && !may_be_elided(&text.words) {
            fault(format!("text «{words}» {rect:?} {TOO_LONG}"));
        }
    }
    faults
}

/// What may end in «…»: remarks and persons of any length, said whole in the tooltip.
fn may_be_elided(words: &str) -> bool {
    ["ДЛИННО", "«", "Касса", "Петрова", "принят ", "новый ", "создан ", "accepted ", "created "]
        .iter()
        .any(|w| words.contains(w))
}

struct Walk<'w> {
    window: Window<'w>,
    lang: Lang,
    size: Vec2,
    faults: Vec<String>,
}

impl Walk<'_> {
    fn look(&mut self, place: &str) {
        self.window.settle();
        if let Ok(folder) = std::env::var("EXPERO_PICTURES") {
            let image = self.window.harness.render().unwrap();
            let name = format!("fits-{}-{place}.png", self.size.x);
            image.save(std::path::Path::new(&folder).join(name.replace(' ', "-"))).unwrap();
        }
        self.faults.extend(faults(&self.window, place, self.size));
    }

    fn key(&mut self, key: Key) {
        self.window.key(key);
    }

    fn ctrl(&mut self, key: Key) {
        self.window.chord(Modifiers::COMMAND, key);
    }
}

fn shop() -> World {
    let world = World::stocked();
    let customer = "ДЛИННОЕ имя покупателя ".repeat(3);
    let order = booked("EX-100241").by(&customer, "+79161235530").made(65).paracetamol(2);
    let order = order.line("P2", "Амоксициллин капс. 500 мг №16", 1, 11_800).missing();
    let order = order.says(&"ДЛИННО: позвонить, если чего-то нет. ".repeat(8)).arrive(&world);
    booked("EX-100245").paid().made(3).paracetamol(3).arrive(&world);
    for n in 0..30 {
        let status = if n % 2 == 0 { S::Accepted } else { S::Assembled };
        booked(&format!("EX-1000{n:02}")).made(100 + n).paracetamol(1).status(status).held(60 * n - 300).arrive(&world);
    }
    world.desk.act(AcceptOrder { order }).wait().unwrap();
    world.collected("EX-100246", PaymentState::Paid, &[("P3", 1, 14_000)]);
    broken(&world, 3);
    world
}

fn walk(world: &World, size: Vec2, lang: Lang) -> Vec<String> {
    let mut window = world.window_as(lang, ThemeChoice::Light, true);
    window.harness.set_size(size);
    let mut walk = Walk { window, lang, size, faults: Vec::new() };
    the_till(&mut walk);
    let sideways = if size.x < 1400.0 { "orders sideways" } else { "orders" };
    the_orders(&mut walk, sideways);
    the_dialogs(&mut walk, sideways);
    the_directories(&mut walk);
    walk.faults
}

fn the_till(walk: &mut Walk<'_>) {
    walk.look("prompt");
    walk.window.scan("4601000000017");
    walk.window.scan("4601000000024");
    walk.window.scan("4607777777775");
    walk.window.type_text("нуроф");
    walk.look("till");
    walk.key(Key::Escape);
    walk.key(Key::Escape);
    walk.key(Key::F11);
    walk.look("cash");
    walk.window.type_text("1");
    walk.look("cash too little");
    walk.key(Key::Escape);
    walk.key(Key::F4);
    walk.look("quantity");
    walk.key(Key::Escape);
    walk.key(Key::F1);
    walk.look("keys");
    walk.key(Key::Escape);
    walk.key(Key::F10);
    walk.look("menu");
    walk.key(Key::Escape);
}

fn the_orders(walk: &mut Walk<'_>, sideways: &str) {
    walk.ctrl(Key::F7);
    walk.look(sideways);
    walk.ctrl(Key::F);
    walk.window.type_text("EX-100241");
    walk.look(&format!("{sideways} found"));
    walk.ctrl(Key::U);
    walk.look(&format!("{sideways} one"));
}

fn the_dialogs(walk: &mut Walk<'_>, sideways: &str) {
    // Words in the search line keep Delete for themselves.
    walk.key(Key::Escape);
    walk.window.harness.get_by_label_contains("EX-100241, ").click();
    walk.window.settle();
    for (key, place) in [(Key::F8, "extend"), (Key::Delete, "delete")] {
        walk.key(key);
        walk.look(place);
        walk.key(Key::Escape);
    }
    for (key, place) in [(Key::E, "problems"), (Key::H, "history"), (Key::P, "preview"), (Key::N, "new order")] {
        walk.ctrl(key);
        walk.look(place);
        if place == "problems" {
            walk.key(Key::F2);
            walk.look("problems with a record");
        }
        if place == "new order" {
            walk.window.type_text("Пётр");
            for _ in 0..3 {
                walk.key(Key::Tab);
            }
            walk.window.type_text("нуроф");
            walk.key(Key::Enter);
            walk.look("new order with goods");
        }
        walk.key(Key::Escape);
    }
    walk.look(&format!("{sideways} again"));
    walk.key(Key::Enter);
    walk.look("collecting");
    walk.key(Key::F2);
    walk.look("collecting reserved");
    walk.window.scan("4601000000031");
    walk.look("collecting wrong goods");
    walk.window.scan("4601000000017");
    walk.look("collecting ticked");
    walk.window.scan(&"нурофен ".repeat(4));
    walk.look("collecting unread");
    walk.key(Key::ArrowDown);
    walk.key(Key::Enter);
    walk.look("batches");
    walk.key(Key::Escape);
    walk.key(Key::F11);
    walk.window.type_text("нет такой ячейки");
    walk.key(Key::Enter);
    walk.look("cell refused");
    walk.key(Key::Escape);
    walk.ctrl(Key::H);
    walk.look("collecting history");
    walk.key(Key::Escape);
    walk.key(Key::Escape);
    walk.window.harness.get_by_label_contains("EX-100246, ").click();
    walk.window.settle();
    walk.look(&format!("{sideways} with a cell"));
    walk.key(Key::Enter);
    walk.look("collecting collected");
    settings(walk);
}

/// Goods, suppliers, tables in, the report.
fn the_directories(walk: &mut Walk<'_>) {
    walk.window.chord(Modifiers::ALT, Key::G);
    walk.look("goods");
    for (key, place) in [
        (Key::F4, "goods edit"),
        (Key::F6, "batch edit"),
        (Key::F8, "batch count"),
        (Key::F7, "batch journal"),
        (Key::F9, "goods why"),
    ] {
        walk.key(key);
        walk.look(place);
        walk.key(Key::Escape);
    }
    walk.window.chord(Modifiers::ALT, Key::S);
    walk.look("suppliers");
    walk.ctrl(Key::N);
    walk.look("supplier");
    walk.key(Key::Escape);
    walk.window.chord(Modifiers::ALT, Key::I);
    walk.look("import");
    walk.window.chord(Modifiers::ALT, Key::R);
    walk.look("report");
}

/// The windows of an administrator.
fn settings(walk: &mut Walk<'_>) {
    walk.ctrl(Key::F12);
    for (tab, place) in [(Key::Num1, "settings basic"), (Key::Num2, "settings link"), (Key::Num3, "settings log")] {
        walk.window.chord(Modifiers::ALT, tab);
        walk.look(place);
    }
    walk.ctrl(Key::G);
    walk.look("log");
    walk.window.chord(Modifiers::ALT, Key::F12);
    for place in ["services", "pharmacy", "workplace", "sale", "users", "schedule", "storage", "look"] {
        walk.look(&format!("system {place}"));
        walk.ctrl(Key::PageDown);
    }
    walk.ctrl(Key::N);
    walk.look("user");
    walk.key(Key::Escape);
    walk.window.key(Key::Escape);
    walk.window.key(Key::F10);
    walk.window.harness.get_by_label(&tr(walk.lang, "cmd-open-guide")).click();
    walk.window.settle();
    walk.look("guide");
    walk.ctrl(Key::F2);
    walk.look("switch user");
    walk.key(Key::Escape);
}

#[test]
fn every_screen_fits_every_size_in_russian() {
    let world = shop();
    let faults: Vec<String> = SIZES.into_iter().flat_map(|size| walk(&world, size, Lang::Ru)).collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn every_screen_fits_the_narrow_and_the_usual_size_in_english() {
    let world = shop();
    let faults: Vec<String> = [SIZES[0], SIZES[2]].into_iter().flat_map(|size| walk(&world, size, Lang::En)).collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
