//! Pictures of «Сборка заказа» in each of its states; see `pictures`.

use egui::{Key, Modifiers};
use expero::domain::status::OrderStatus as S;
use expero::text::Lang;
use expero::ui::theme::ThemeChoice;
use expero::usecase::reserve_lines::ReserveLines;
use expero::usecase::scan_pack::ScanPack;

use super::collecting::{accepted, code, ean, order, pharmacy, to_collecting};
use super::orders::deliver;
use super::pictures::picture;
use super::shop::{Booked, booked};
use super::world::World;

const INSULIN: &str = "Инсулин гларгин 100 ЕД/мл №5";

fn full(number: &str) -> Booked {
    let order = order(number).line("P3", INSULIN, 1, 90_000);
    order.line("P5", "Глицин таб. 100 мг №50", 1, 4000).line("P9", "Магне B6 таб. №50", 1, 41_100)
}

#[test]
fn the_bag_in_every_state_of_a_scan() {
    let world = pharmacy();
    let other = accepted(&world, booked("EX-100240").made(90).line("P1", "Парацетамол таб. 500 мг №20", 1, 3550));
    world.desk.act(ScanPack { order: other, raw: code(1, 77) }).wait().unwrap();
    accepted(&world, full("EX-100241").made(5));
    let mut window = world.window();
    to_collecting(&mut window);
    picture(&mut window, "bag-missing");
    window.key(Key::F2);
    picture(&mut window, "bag-reserved");
    for (raw, name) in [
        (code(1, 1), "bag-ticked"),
        (ean(4), "bag-wrong-goods"),
        (code(2, 1), "bag-ticked-whole"),
        (code(2, 2), "bag-too-many"),
        (ean(5), "bag-too-old"),
        (code(1, 77), "bag-code-taken"),
        (code(1, 3).replace("91EE06", "55EE06"), "bag-unread"),
    ] {
        window.scan(&raw);
        picture(&mut window, name);
    }
    window.key(Key::Backspace);
    picture(&mut window, "bag-undone");
    window.key(Key::F11);
    picture(&mut window, "cell");
    window.key(Key::Escape);
    window.key(Key::F1);
    picture(&mut window, "keys-collecting");
    window.key(Key::Escape);
    let mut dark = world.window_as(Lang::En, ThemeChoice::Dark, true);
    to_collecting(&mut dark);
    dark.scan(&ean(4));
    picture(&mut dark, "bag-dark-en");
}

#[test]
fn batches_the_check_and_what_the_site_changed() {
    let world = pharmacy();
    let id = accepted(&world, order("EX-100241").line("P3", INSULIN, 1, 90_000));
    world.desk.act(ReserveLines { order: id }).wait().unwrap();
    let mut window = world.window();
    to_collecting(&mut window);
    picture(&mut window, "check-ready");
    window.key(Key::ArrowDown);
    window.key(Key::Enter);
    picture(&mut window, "batches");
    window.key(Key::ArrowDown);
    window.key(Key::Enter);
    picture(&mut window, "batches-asks");
    window.key(Key::Escape);
    for raw in [code(2, 1), code(1, 1), code(1, 2)] {
        window.scan(&raw);
    }
    picture(&mut window, "bag-whole");
    window.chord(Modifiers::COMMAND, Key::H);
    picture(&mut window, "steps");
    window.key(Key::Escape);
    let told = || booked("EX-100241").status(S::Accepted).line("P1", "Парацетамол таб. 500 мг №20", 1, 3550);
    deliver(&world, &order("EX-100241").line("P3", INSULIN, 1, 90_000).status(S::Accepted).revision(2));
    told().revision(3).arrive(&world);
    window.settle();
    picture(&mut window, "site-edited");
    told().status(S::Cancelled).revision(4).arrive(&world);
    window.settle();
    picture(&mut window, "site-cancelled");
}

#[test]
fn the_cell_is_large_in_the_list_and_in_the_till() {
    let world = World::stocked();
    let order = world.collected("EX-100236", expero::domain::order::PaymentState::Unpaid, &[("P3", 1, 14_000)]);
    let mut window = world.window();
    picture(&mut window, "till-handovers");
    window.scan(&expero::domain::order::sheet_code(order));
    picture(&mut window, "list-cell");
    window.key(Key::Enter);
    picture(&mut window, "collected");
    window.key(Key::Escape);
    window.key(Key::F9);
    picture(&mut window, "till-cell");
}
