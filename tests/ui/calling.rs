//! Calls about missing goods: the tab «Звонки», by keys alone, over the real store.

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use expero::domain::ids::OrderId;
use expero::domain::order::HistoryEvent;
use expero::domain::status::OrderStatus as S;
use expero::text::Lang;
use expero::ui::theme::ThemeChoice;
use expero::usecase::accept_order::AcceptOrder;
use expero::usecase::import_goods::ImportGoods;
use expero::usecase::read::history::OrderHistory;
use expero::usecase::read::order_card::{Card, OrderCard};
use expero::usecase::read::requisition_list::RequisitionList;
use expero::usecase::reserve_lines::ReserveLines;

use super::pictures::picture;
use super::shop::booked;
use super::world::{Window, World, goods};

/// Two of paracetamol, which are there, and one Нурофен, which is not; Нурофен таб. and a cheaper one could take its
/// place.
fn short(world: &World) -> OrderId {
    let items = vec![goods("P7", "Ибупрофен таб. №20", "ибупрофен", "4601000000079", 9_900, &[("I1", 2027, 9, 8)])];
    world.desk.act(ImportGoods { items }).wait().unwrap();
    let order = booked("EX-1").paracetamol(2).missing().arrive(world);
    world.desk.act(AcceptOrder { order }).wait().unwrap();
    order
}

fn card(world: &World, id: OrderId) -> Card {
    world.desk.ask(OrderCard { id }).wait().unwrap()
}

fn noted(world: &World, order: OrderId, event: HistoryEvent) -> usize {
    world.desk.ask(OrderHistory { id: order }).wait().unwrap().iter().filter(|h| h.event == event).count()
}

fn to_calls(window: &mut Window<'_>) {
    window.chord(Modifiers::COMMAND, Key::U);
    window.chord(Modifiers::COMMAND, Key::F7);
    window.key(Key::Home);
    window.key(Key::F7);
    window.chord(Modifiers::COMMAND, Key::Num3);
}

fn calls(world: &World) -> Window<'_> {
    let mut window = world.window();
    to_calls(&mut window);
    window
}

fn alt(window: &mut Window<'_>, key: Key) {
    window.chord(Modifiers::ALT, key);
}

#[test]
fn the_cheapest_analog_stands_first_and_a_customer_who_agrees_gets_a_new_order() {
    let world = World::stocked();
    let old = short(&world);
    let mut window = calls(&world);
    window.must_say("не хватает 1 из 1");
    window.must_say("Замена не выбрана: 1 позиция");
    alt(&mut window, Key::Num5);
    window.must_say("Замена не выбрана");
    assert_eq!(card(&world, old).row.standing.status, S::Accepted, "nothing chosen, nothing done");
    window.key(Key::Escape);
    alt(&mut window, Key::Num1);
    window.must_say("Ибупрофен таб. №20 × 1 на 99,00");
    window.key(Key::Plus);
    window.must_say("Ибупрофен таб. №20 × 2 на 198,00");
    window.key(Key::Minus);
    alt(&mut window, Key::Num5);
    window.must_say("с заменой, старый заказ отменён");
    let was = card(&world, old).row;
    let new = was.supply.linked.unwrap();
    assert_eq!((was.standing.status, card(&world, new).row.standing.status), (S::Cancelled, S::Accepted));
    let lines: Vec<_> = card(&world, new).lines.iter().map(|l| (l.name.clone(), l.ordered.0)).collect();
    assert!(lines.contains(&("Ибупрофен таб. №20".to_owned(), 1)), "{lines:?}");
    // The new order is on the screen, and each leads to the other.
    window.must_say("замена EX-1");
    window.chord(Modifiers::COMMAND, Key::L);
    window.must_say("Сборка заказа EX-1");
    assert_eq!(noted(&world, old, HistoryEvent::Called), 1);
}

#[test]
fn the_phone_is_shown_only_with_a_record_and_not_to_the_next_one_who_looks() {
    let world = World::stocked();
    let order = short(&world);
    let mut window = calls(&world);
    window.must_not_say("916 123-41-07");
    alt(&mut window, Key::T);
    window.must_say("+7 916 123-41-07");
    assert_eq!(noted(&world, order, HistoryEvent::PhoneShown), 1);
    window.chord(Modifiers::COMMAND, Key::Num1);
    window.chord(Modifiers::COMMAND, Key::Num3);
    window.must_not_say("916 123-41-07");
    alt(&mut window, Key::T);
    alt(&mut window, Key::T);
    window.must_not_say("916 123-41-07");
    assert_eq!(noted(&world, order, HistoryEvent::PhoneShown), 2, "hiding is no look");
}

#[test]
fn nobody_answers_and_the_order_comes_back_in_its_lane_when_its_time_has_come() {
    let world = World::stocked();
    let order = short(&world);
    let mut window = calls(&world);
    alt(&mut window, Key::Num8);
    window.must_say("Не ответил: заказ EX-1");
    window.chord(Modifiers::COMMAND, Key::Num2);
    window.key(Key::Enter);
    window.must_say("Заказ EX-1: перезвонить");
    assert!(card(&world, order).row.supply.call_again_at.is_some());
    window.must_say("Перезвонить ");
    drop(window);
    world.clock.advance_secs(2 * 3600 + 1);
    let mut later = world.window();
    later.chord(Modifiers::COMMAND, Key::U);
    later.chord(Modifiers::COMMAND, Key::F7);
    later.must_say("Перезвонить 1");
}

#[test]
fn a_customer_who_waits_has_a_requisition_and_one_who_refuses_an_order_less() {
    let world = World::stocked();
    let order = short(&world);
    let mut window = calls(&world);
    alt(&mut window, Key::Num6);
    window.must_say("Покупатель подождёт: товар в заявке ЗТ-000001");
    assert_eq!(world.desk.ask(RequisitionList::default()).wait().unwrap().rows.len(), 1);
    window.chord(Modifiers::COMMAND, Key::Num3);
    alt(&mut window, Key::Num7);
    window.must_say("Покупатель отказался от заказа EX-1");
    window.key(Key::Escape);
    assert_eq!(card(&world, order).row.standing.status, S::Accepted);
    alt(&mut window, Key::Num7);
    window.key(Key::Enter);
    window.must_say("Заказ EX-1 отменён: покупатель отказался");
    assert_eq!(card(&world, order).row.standing.status, S::Cancelled);
}

#[test]
fn a_phone_that_cannot_be_right_leads_from_the_check_to_the_call() {
    let world = World::stocked();
    let order = booked("EX-1").by("Анна", "+7123").paracetamol(1).arrive(&world);
    world.desk.act(AcceptOrder { order }).wait().unwrap();
    world.desk.act(ReserveLines { order }).wait().unwrap();
    let mut window = calls(&world);
    window.chord(Modifiers::COMMAND, Key::Num1);
    picture(&mut window, "check-phone");
    window.harness.get_by_label("Вкладка «Звонки»").click();
    window.settle();
    window.must_say("Звонить не о чем");
}

#[test]
fn an_order_that_lacks_nothing_needs_no_call() {
    let world = World::stocked();
    let order = booked("EX-1").paracetamol(2).arrive(&world);
    world.desk.act(AcceptOrder { order }).wait().unwrap();
    let mut window = calls(&world);
    window.must_say("Звонить не о чем");
    alt(&mut window, Key::Num6);
    window.must_say("Весь товар заказа есть: звонить не о чем");
    assert_eq!(noted(&world, order, HistoryEvent::Called), 0);
}

#[test]
fn a_scan_on_this_tab_goes_into_the_bag_whole_though_it_holds_a_sign_of_a_key() {
    let world = World::stocked();
    let order = short(&world);
    let mut window = calls(&world);
    alt(&mut window, Key::Num1);
    window.scan("4601000000017");
    window.must_say("Место · серия · срок");
    assert_eq!(card(&world, order).lines.iter().map(|l| l.in_bag.0).sum::<i64>(), 1);
}

#[test]
fn the_calls_in_every_state() {
    let world = World::stocked();
    short(&world);
    let mut window = calls(&world);
    picture(&mut window, "calls-analogs");
    alt(&mut window, Key::Num1);
    alt(&mut window, Key::T);
    picture(&mut window, "calls-chosen");
    alt(&mut window, Key::Num8);
    picture(&mut window, "calls-no-answer");
    window.key(Key::Enter);
    picture(&mut window, "calls-noted");
    alt(&mut window, Key::Num7);
    picture(&mut window, "calls-refused");
    window.key(Key::Escape);
    window.key(Key::F1);
    picture(&mut window, "keys-calls");
    drop(window);
    let mut dark = world.window_as(Lang::En, ThemeChoice::Dark, false);
    to_calls(&mut dark);
    picture(&mut dark, "calls-dark-en");
    dark.must_say("Calls");
}
