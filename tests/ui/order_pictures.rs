//! Pictures of the order list, the collecting window, the dialogs and the preview; see `pictures`.

use egui::{Key, Modifiers};
use expero::domain::status::OrderStatus as S;
use expero::text::Lang;
use expero::ui::theme::ThemeChoice;
use expero::usecase::accept_order::AcceptOrder;
use expero::usecase::collect_order::CollectOrder;
use expero::usecase::reserve_lines::ReserveLines;

use super::pictures::picture;
use super::shop::booked;
use super::world::{Window, World};

/// The day of the drawing.
fn day(world: &World) {
    let name = "Амоксициллин капс. 500 мг №16";
    booked("EX-100245").paracetamol(3).line("P2", name, 1, 11_800).missing().arrive(world);
    booked("EX-100244")
        .by("Игорь Петров", "+79161239012")
        .made(24)
        .paid()
        .paracetamol(1)
        .says("позвонить")
        .arrive(world);
    let full =
        booked("EX-100241").by("Мария Котова", "+79161235530").made(65).paracetamol(2).line("P2", name, 1, 11_800);
    let full = full.line("P6", "Магне B6 таб. №50", 2, 41_100).missing().arrive(world);
    let whole = booked("EX-100238").by("Олег Власов", "+79161231766").made(97).paracetamol(1).arrive(world);
    booked("EX-100190")
        .by("Нина Титова", "+79161230288")
        .made(4600)
        .paracetamol(2)
        .status(S::Accepted)
        .held(-29 * 60)
        .says("не берёт трубку")
        .arrive(world);
    let ready = booked("EX-100236").by("Сергей Лунин", "+79161237119").made(170).paid().paracetamol(5).arrive(world);
    booked("EX-100233")
        .by("Елена Рогова", "+79161234852")
        .made(200)
        .paracetamol(2)
        .status(S::Assembled)
        .held(95)
        .says("холодильник")
        .arrive(world);
    booked("EX-100231")
        .by("Дмитрий Шубин", "+79161236001")
        .made(230)
        .paid()
        .paracetamol(3)
        .status(S::Closed)
        .arrive(world);
    booked("EX-100177")
        .by("Ольга Миронова", "+79161232543")
        .made(5000)
        .paracetamol(2)
        .status(S::ReserveExpired)
        .held(-2500)
        .arrive(world);
    booked("EX-100229")
        .by("Павел Жуков", "+79161233310")
        .made(250)
        .paracetamol(1)
        .status(S::Cancelled)
        .says("замена")
        .arrive(world);
    for order in [full, whole, ready] {
        world.desk.act(AcceptOrder { order }).wait().unwrap();
    }
    world.desk.act(ReserveLines { order: ready }).wait().unwrap();
    world.desk.act(CollectOrder { order: ready }).wait().unwrap();
}

fn to_orders(window: &mut Window<'_>) {
    window.chord(Modifiers::COMMAND, Key::U);
    window.chord(Modifiers::COMMAND, Key::F7);
}

#[test]
fn the_orders_in_both_themes_and_languages() {
    let world = World::stocked();
    let mut window = world.window();
    to_orders(&mut window);
    picture(&mut window, "orders-empty");
    day(&world);
    window.settle();
    window.key(Key::Home);
    window.key(Key::ArrowDown);
    window.key(Key::ArrowDown);
    picture(&mut window, "orders");
    window.key(Key::F8);
    picture(&mut window, "extend");
    window.key(Key::Escape);
    window.key(Key::Delete);
    window.key(Key::Num6);
    picture(&mut window, "delete");
    window.key(Key::Escape);
    window.chord(Modifiers::COMMAND, Key::H);
    picture(&mut window, "history");
    window.key(Key::Escape);
    window.chord(Modifiers::COMMAND, Key::P);
    picture(&mut window, "preview-a4");
    window.chord(Modifiers::COMMAND, Key::Num2);
    picture(&mut window, "preview-roll");
    window.key(Key::Escape);
    window.chord(Modifiers::COMMAND, Key::N);
    window.type_text("Пётр");
    picture(&mut window, "new-order");
    window.key(Key::Escape);
    window.key(Key::Enter);
    window.key(Key::F2);
    picture(&mut window, "collecting");
    window.chord(Modifiers::COMMAND, Key::H);
    picture(&mut window, "collecting-history");
    window.key(Key::Escape);
    window.key(Key::Escape);
    window.chord(Modifiers::COMMAND, Key::F);
    window.type_text("нет такого");
    picture(&mut window, "orders-none-found");
    let mut dark = world.window_as(Lang::En, ThemeChoice::Dark, false);
    to_orders(&mut dark);
    picture(&mut dark, "orders-dark-en");
    dark.key(Key::F8);
    picture(&mut dark, "extend-dark-en");
    dark.key(Key::Escape);
    dark.key(Key::End);
    dark.key(Key::Home);
    dark.key(Key::Enter);
    picture(&mut dark, "collecting-dark-en");
}

#[test]
fn the_orders_in_a_small_and_in_a_large_window() {
    let world = World::stocked();
    day(&world);
    for (name, width, height) in [("orders-1024", 1024.0, 640.0), ("orders-1920", 1920.0, 1080.0)] {
        let mut window = world.window();
        window.harness.set_size(egui::vec2(width, height));
        to_orders(&mut window);
        picture(&mut window, name);
        window.key(Key::ArrowDown);
        window.key(Key::ArrowDown);
        window.chord(Modifiers::COMMAND, Key::P);
        picture(&mut window, &format!("{name}-preview"));
        window.key(Key::Escape);
        window.key(Key::Enter);
        picture(&mut window, &format!("{name}-collecting"));
    }
}
