//! The order list, the collecting window and the dialogs: by keys alone, over the real store.

use chrono::Duration;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use expero::domain::ids::OrderId;
use expero::domain::order::{Delivery, HistoryEvent};
use expero::domain::status::OrderStatus as S;
use expero::usecase::accept_order::AcceptOrder;
use expero::usecase::read::history::OrderHistory;
use expero::usecase::read::order_card::{Card, OrderCard};

use super::shop::{arrive, booked};
use super::world::{Window, World, now};

fn card(world: &World, id: OrderId) -> Card {
    world.desk.ask(OrderCard { id }).wait().unwrap()
}

fn status(world: &World, id: OrderId) -> S {
    card(world, id).row.standing.status
}

fn accepted(world: &World, id: OrderId) {
    world.desk.act(AcceptOrder { order: id }).wait().unwrap();
}

/// The window with the order list on top and the prompt put off.
fn orders(world: &World) -> Window<'_> {
    let mut window = world.window();
    window.chord(Modifiers::COMMAND, Key::U);
    window.chord(Modifiers::COMMAND, Key::F7);
    window
}

fn press(window: &mut Window<'_>, label: &str) {
    window.harness.get_by_label(label).click();
    window.settle();
}

fn sort_by(window: &mut Window<'_>, head: &str) {
    window.harness.get_by_role_and_label(egui::accesskit::Role::ColumnHeader, head).click();
    window.settle();
}

/// The numbers of the rows on the screen, from above.
fn rows(window: &Window<'_>) -> Vec<String> {
    let words = window.words();
    let names = words.iter().filter(|w| w.starts_with("EX-") && w.contains(", "));
    names.filter_map(|w| w.split(',').next()).map(str::to_owned).collect()
}

#[test]
fn an_order_goes_from_new_to_collected_by_keys_alone_and_stays_selected() {
    let world = World::stocked();
    let other = booked("EX-2").made(10).paracetamol(1).arrive(&world);
    let order = booked("EX-1").made(30).paracetamol(2).arrive(&world);
    let mut window = orders(&world);
    window.key(Key::End);
    window.key(Key::F6);
    assert_eq!((status(&world, order), status(&world, other)), (S::Accepted, S::New));
    window.must_say("Заказ EX-1 принят");
    window.key(Key::F7);
    window.must_say("Сборка заказа EX-1");
    window.must_say("Не зарезервирована 1 позиция: нажмите «Наличие»");
    window.chord(Modifiers::COMMAND, Key::Enter);
    assert_eq!(status(&world, order), S::Accepted, "not reserved yet");
    window.key(Key::Escape);
    window.key(Key::F2);
    window.must_say("2 ✓");
    window.chord(Modifiers::COMMAND, Key::Enter);
    assert_eq!(status(&world, order), S::Assembled);
    window.must_say("Список заказов клиентов");
    window.must_say("Заказ EX-1 собран");
    assert_eq!(selected(&window).as_deref(), Some("EX-1"));
    assert_eq!(card(&world, order).row.standing.delivery, Delivery::Waiting);
}

#[test]
fn the_list_says_of_money_only_what_somebody_waits_for() {
    let world = World::stocked();
    booked("EX-1").status(S::Accepted).arrive(&world);
    let window = orders(&world);
    window.must_say("ожидает оплаты");
    for (over, says) in [(S::Closed, "на кассе"), (S::Cancelled, "—"), (S::ReserveExpired, "—")] {
        let world = World::stocked();
        booked("EX-1").status(over).arrive(&world);
        let window = orders(&world);
        window.must_say("EX-1");
        window.must_say(says);
        window.must_not_say("ожидает оплаты");
    }
}

/// The order whose card is in the lower pane.
fn selected(window: &Window<'_>) -> Option<String> {
    window.words().iter().find(|w| w.starts_with("EX-") && w.contains(" · ")).map(|w| w[..4].to_owned())
}

#[test]
fn a_disabled_action_says_why_and_does_nothing() {
    let world = World::stocked();
    let order = booked("EX-1").paracetamol(1).arrive(&world);
    let mut window = orders(&world);
    for (key, why) in [
        (Key::F7, "Собирать можно только принятый заказ"),
        (Key::F9, "Продать можно только собранный заказ"),
        (Key::F8, "Продлить можно резерв принятого или собранного заказа"),
    ] {
        window.key(key);
        window.must_say(why);
        window.key(Key::Escape);
    }
    assert_eq!(status(&world, order), S::New);
}

#[test]
fn reserving_can_be_undone_and_a_missing_line_blocks_the_whole_order_in_words() {
    let world = World::stocked();
    let order = booked("EX-1").paracetamol(2).missing().arrive(&world);
    accepted(&world, order);
    let mut window = orders(&world);
    window.must_say("1 позиция отсутствует");
    window.must_say("0 — нет в наличии");
    window.key(Key::Enter);
    window.key(Key::F2);
    window.must_say("зарезервировано не всё, не хватает 1 позиции");
    window.chord(Modifiers::COMMAND, Key::Enter);
    window.must_say("Не хватает 1 позиции: заказ выкупается только целиком");
    assert_eq!(status(&world, order), S::Accepted);
    window.key(Key::Escape);
    window.key(Key::F3);
    window.must_say("Резерв заказа EX-1 снят: 2 упаковки");
    assert!(card(&world, order).lines.iter().all(|l| !l.reserved.any()));
}

#[test]
fn a_deletion_needs_a_reason_and_other_needs_words() {
    let world = World::stocked();
    let order = booked("EX-1").paracetamol(1).arrive(&world);
    let mut window = orders(&world);
    window.key(Key::Delete);
    window.must_say("Удалить заказ EX-1");
    window.key(Key::Enter);
    assert_eq!(status(&world, order), S::New, "no reason is chosen");
    window.key(Key::Num6);
    window.key(Key::Enter);
    assert_eq!(status(&world, order), S::New, "«другое» without words");
    window.type_text("ошибка в телефоне");
    window.key(Key::Enter);
    assert_eq!(status(&world, order), S::Cancelled);
    window.must_not_say("Выберите причину");
    window.chord(Modifiers::COMMAND, Key::H);
    window.must_say("другое: ошибка в телефоне");
    window.must_say("новый → отменён");
}

#[test]
fn a_reason_by_its_number_key_is_enough() {
    let world = World::stocked();
    let order = booked("EX-1").paracetamol(1).arrive(&world);
    let mut window = orders(&world);
    window.key(Key::Delete);
    window.key(Key::Num2);
    window.key(Key::Enter);
    assert_eq!(status(&world, order), S::Cancelled);
    window.must_say("Заказ EX-1 отменён");
}

#[test]
fn a_hold_is_extended_by_a_quick_button_and_bad_times_are_refused_in_words() {
    let world = World::stocked();
    let order = booked("EX-1").paracetamol(1).arrive(&world);
    accepted(&world, order);
    let before = card(&world, order).row.hold_until.unwrap();
    let mut window = orders(&world);
    window.key(Key::F8);
    window.chord(Modifiers::COMMAND, Key::A);
    window.type_text("завтра");
    window.must_say("Время не читается");
    window.chord(Modifiers::COMMAND, Key::A);
    window.type_text("23.11.2026 10:00");
    window.must_say("уже прошло");
    window.chord(Modifiers::COMMAND, Key::A);
    window.type_text("23.11.2027 10:00");
    window.must_say("слишком далёк");
    window.key(Key::Enter);
    assert_eq!(card(&world, order).row.hold_until, Some(before));
    window.chord(Modifiers::COMMAND, Key::Num3);
    window.key(Key::Enter);
    let after = card(&world, order).row.hold_until.unwrap();
    assert!((after - before - Duration::days(1)).num_minutes().abs() <= 1, "{after}");
    window.must_say("Резерв заказа EX-1 продлён до");
    window.must_not_say("Сейчас резерв действует");
}

#[test]
fn the_list_is_searched_filtered_and_sorted() {
    let world = World::stocked();
    booked("EX-1").made(10).by("Мария Котова", "+79161235530").paracetamol(3).arrive(&world);
    booked("EX-2").made(20).paid().paracetamol(1).arrive(&world);
    booked("EX-3").made(30).paracetamol(2).missing().arrive(&world);
    let mut window = orders(&world);
    assert_eq!(rows(&window), ["EX-1", "EX-2", "EX-3"], "newest first");
    sort_by(&mut window, "Сумма");
    assert_eq!(rows(&window), ["EX-2", "EX-1", "EX-3"]);
    sort_by(&mut window, "Сумма");
    assert_eq!(rows(&window), ["EX-3", "EX-1", "EX-2"]);
    window.chord(Modifiers::COMMAND, Key::F);
    window.type_text("5530");
    assert_eq!(rows(&window), ["EX-1"]);
    window.must_say("1 · 106,50 ₽");
    window.key(Key::Escape);
    window.type_text("нурофен");
    assert_eq!(rows(&window), ["EX-3"]);
    window.key(Key::Escape);
    window.type_text("такого нет");
    window.must_say("Ничего не найдено");
    press(&mut window, "Сбросить фильтры");
    assert_eq!(rows(&window).len(), 3);
    press(&mut window, "Собрать 0");
    assert_eq!(rows(&window).len(), 0);
    press(&mut window, "Новые 3");
    assert_eq!(rows(&window).len(), 3);
}

#[test]
fn an_order_that_the_lane_hides_is_shown_when_it_must_be() {
    let world = World::stocked();
    let order = booked("EX-1").made(30).paracetamol(1).arrive(&world);
    booked("EX-2").made(20).paracetamol(1).arrive(&world);
    accepted(&world, order);
    let mut window = orders(&world);
    press(&mut window, "Собрать 1");
    window.key(Key::Enter);
    window.key(Key::F2);
    window.chord(Modifiers::COMMAND, Key::Enter);
    assert_eq!(status(&world, order), S::Assembled);
    assert_eq!(selected(&window).as_deref(), Some("EX-1"), "the lane «Собрать» would hide it");
}

#[test]
fn ten_thousand_orders_scroll_and_only_the_visible_ones_are_drawn() {
    let world = World::stocked();
    let all = (0..10_000_i64).map(|n| booked(&format!("EX-{n:05}")).made(n).paracetamol(1)).collect();
    arrive(&world, all);
    let mut window = orders(&world);
    window.must_say("10 000 · 355 000,00 ₽");
    let first = rows(&window);
    assert!(first.len() < 40, "{} rows are drawn", first.len());
    assert_eq!(first.first().map(String::as_str), Some("EX-00000"));
    window.key(Key::End);
    window.settle();
    let last = rows(&window);
    assert_eq!(last.last().map(String::as_str), Some("EX-09999"));
    assert!(window.says("EX-09999 · Анна С."), "the card follows the selection");
    window.key(Key::Home);
    window.key(Key::PageDown);
    window.settle();
    let page = rows(&window);
    assert!(page.iter().all(|n| n < &"EX-00040".to_owned()) && page.len() > 5, "{page:?}");
}

#[test]
fn a_change_at_the_site_is_said_in_the_collecting_window_and_acknowledged_by_a_key() {
    let world = World::stocked();
    let order = booked("EX-1").paracetamol(2).arrive(&world);
    accepted(&world, order);
    let mut window = orders(&world);
    window.key(Key::Enter);
    window.key(Key::F2);
    // The site must know our status before it may change the order.
    deliver(&world, &booked("EX-1").status(S::Accepted).revision(2).paracetamol(2));
    booked("EX-1").status(S::Accepted).revision(3).paracetamol(3).arrive(&world);
    window.settle();
    window.must_say("Покупатель изменил состав заказа на сайте");
    window.key(Key::F4);
    window.must_not_say("Покупатель изменил состав");
    booked("EX-1").status(S::Cancelled).revision(4).paracetamol(3).arrive(&world);
    window.settle();
    window.must_say("Покупатель или сайт отменил заказ");
    window.must_say("отменён");
    let history = world.desk.ask(OrderHistory { id: order }).wait().unwrap();
    assert!(history.iter().any(|h| h.event == HistoryEvent::Acknowledged));
}

/// The site takes everything that waits, and answers with this order.
pub fn deliver(world: &World, answer: &super::shop::Booked) {
    use expero::usecase::deliver::{BeginDelivery, ConfirmDelivery};
    let due = world.desk.act(BeginDelivery { limit: 50 }).wait().unwrap().value;
    for message in due {
        let confirmed = ConfirmDelivery { message: message.id, order: message.order, answer: answer.0.clone() };
        world.desk.act(confirmed).wait().unwrap();
    }
}

#[test]
fn a_new_order_is_made_by_keys_and_selected() {
    let world = World::stocked();
    let mut window = orders(&world);
    window.chord(Modifiers::COMMAND, Key::N);
    window.must_say("Нужно имя или телефон покупателя");
    window.type_text("Пётр Лунин");
    for _ in 0..3 {
        window.key(Key::Tab);
    }
    window.type_text("парац");
    window.key(Key::Enter);
    window.must_say("В заказе: 1");
    window.chord(Modifiers::COMMAND, Key::Enter);
    window.must_say("С-000001 · Пётр Л.");
    window.must_say("принят");
}

#[test]
fn the_context_menu_offers_the_same_commands() {
    let world = World::stocked();
    let order = booked("EX-1").paracetamol(1).arrive(&world);
    let mut window = orders(&world);
    window.harness.get_by_label("EX-1, новый").click_secondary();
    window.settle();
    let menu = window.harness.get_all_by_label_contains("Принять").last().unwrap();
    menu.click();
    window.settle();
    assert_eq!(status(&world, order), S::Accepted);
}

#[test]
fn the_countdown_follows_the_clock_and_an_overdue_order_says_so_in_words() {
    let world = World::stocked();
    let order = booked("EX-1").paracetamol(1).arrive(&world);
    accepted(&world, order);
    let mut window = orders(&world);
    window.must_say("48 ч");
    world.clock.advance_secs(60 * 60 * 47);
    window.settle();
    window.must_say("60 мин");
    world.clock.advance_secs(60 * 60 * 30);
    window.settle();
    window.must_say("принят · просрочен");
    window.must_say("−1 д 05 ч");
    assert!(card(&world, order).row.hold_until.unwrap() > now());
}
