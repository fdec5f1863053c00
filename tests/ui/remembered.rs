//! What a person arranged comes back at the next start; and the selected row stays where the person looks.

use egui::accesskit::Role;
use egui::{Key, Modifiers, Rect, pos2, vec2};
use egui_kittest::kittest::Queryable as _;
use expero::usecase::read::settings::WindowSetup;
use expero::usecase::read::till_view::OrderListView;

use super::shop::{arrive, booked};
use super::world::{Window, World};

fn orders(world: &World) -> Window<'_> {
    let mut window = world.window();
    window.chord(Modifiers::COMMAND, Key::U);
    window.chord(Modifiers::COMMAND, Key::F7);
    window
}

fn head(window: &Window<'_>, words: &str) -> Rect {
    window.harness.get_by_role_and_label(Role::ColumnHeader, words).rect()
}

fn numbers(window: &Window<'_>) -> Vec<String> {
    let words = window.words();
    let names = words.iter().filter(|w| w.starts_with("EX-") && w.contains(", "));
    names.filter_map(|w| w.split(',').next()).map(str::to_owned).collect()
}

#[test]
fn theme_and_language_chosen_in_the_menu_are_stored() {
    let world = World::stocked();
    let mut window = world.window();
    for downs in [2, 3] {
        window.key(Key::F10);
        for _ in 0..downs {
            window.key(Key::ArrowDown);
        }
        window.key(Key::Enter);
    }
    let setup = world.desk.ask(WindowSetup).wait().unwrap();
    assert_eq!((setup.theme.as_str(), setup.language.as_str()), ("dark", "en"));
}

#[test]
fn sort_filters_and_widths_of_the_order_list_come_back() {
    let world = World::stocked();
    booked("EX-1").made(10).paracetamol(3).arrive(&world);
    booked("EX-2").made(20).paid().paracetamol(1).arrive(&world);
    booked("EX-3").made(30).paid().paracetamol(2).arrive(&world);
    let mut window = orders(&world);
    window.harness.get_by_role_and_label(Role::ColumnHeader, "Сумма").click();
    window.settle();
    window.harness.get_by_label("Новые 3").click();
    window.settle();
    window.chord(Modifiers::COMMAND, Key::F);
    window.type_text("EX");
    let edge = head(&window, "Покупатель");
    let before = edge.width();
    window.harness.hover_at(edge.right_center());
    window.settle();
    window.harness.drag_at(edge.right_center());
    window.settle();
    window.harness.hover_at(edge.right_center() + vec2(60.0, 0.0));
    window.settle();
    window.harness.drop_at(edge.right_center() + vec2(60.0, 0.0));
    window.settle();
    let wider = head(&window, "Покупатель").width();
    assert!(wider > before + 40.0, "{before} → {wider}");
    drop(window);
    let window = orders(&world);
    assert_eq!(numbers(&window), ["EX-2", "EX-3", "EX-1"], "by the sum, smallest first");
    assert!((head(&window, "Покупатель").width() - wider).abs() < 2.0);
    let till = world.desk.actor().till.clone();
    let look = world.desk.ask(OrderListView { till }).wait().unwrap();
    assert_eq!((look.sort.as_str(), look.filters.as_str()), ("col-total up", "lane-new"));
    window.must_say("3 · ");
}

#[test]
fn the_selected_order_stays_in_view_when_orders_arrive_unless_one_scrolled_away() {
    let world = World::stocked();
    arrive(&world, (0..200_i64).map(|n| booked(&format!("EX-{n:05}")).made(100 + n).paracetamol(1)).collect());
    let mut window = orders(&world);
    for _ in 0..3 {
        window.key(Key::ArrowDown);
    }
    arrive(&world, (0..60_i64).map(|n| booked(&format!("EX-9{n:04}")).made(n).paracetamol(1)).collect());
    window.settle();
    assert!(numbers(&window).contains(&"EX-00003".to_owned()), "{:?}", numbers(&window));
    window.must_say("EX-00003 · Анна С.");
    window.harness.hover_at(pos2(600.0, 300.0));
    let modifiers = Modifiers::NONE;
    for _ in 0..6 {
        window.harness.event(egui::Event::MouseWheel {
            unit: egui::MouseWheelUnit::Line,
            delta: vec2(0.0, -40.0),
            modifiers,
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Wheel,
        });
        window.settle();
    }
    assert!(!numbers(&window).contains(&"EX-00003".to_owned()), "scrolled away");
    arrive(&world, (0..3_i64).map(|n| booked(&format!("EX-8{n:04}")).made(-n).paracetamol(1)).collect());
    window.settle();
    assert!(!numbers(&window).contains(&"EX-00003".to_owned()), "it does not pull back");
    window.must_say("EX-00003 · Анна С.");
}
