//! Missing goods: the tab «Заявка», by keys alone, over the real store.

use egui::{Key, Modifiers};
use expero::domain::ids::OrderId;
use expero::domain::order::HistoryEvent;
use expero::domain::requisition::RequisitionState;
use expero::text::Lang;
use expero::ui::theme::ThemeChoice;
use expero::usecase::accept_order::AcceptOrder;
use expero::usecase::advance_requisition::AdvanceRequisition;
use expero::usecase::import_goods::ImportGoods;
use expero::usecase::keep_suppliers::AddSupplier;
use expero::usecase::read::history::OrderHistory;
use expero::usecase::read::order_card::OrderCard;
use expero::usecase::read::requisition::{OrderRequisition, RequisitionTab};
use expero::usecase::read::requisition_list::RequisitionList;

use super::pictures::picture;
use super::shop::booked;
use super::world::{Window, World, goods};

/// An accepted order with two of paracetamol, of which there are enough, and one Нурофен that is not there.
fn short(world: &World) -> OrderId {
    let order = booked("EX-1").paracetamol(2).missing().arrive(world);
    world.desk.act(AcceptOrder { order }).wait().unwrap();
    order
}

fn suppliers(world: &World) {
    for (name, lead_days) in [("Катрен", 1), ("Протек", 4)] {
        world.desk.act(AddSupplier { name: name.into(), lead_days }).wait().unwrap();
    }
}

fn ctrl(window: &mut Window<'_>, key: Key) {
    window.chord(Modifiers::COMMAND, key);
}

/// The collecting window of the first order, on the tab with this key.
fn collecting(world: &World, tab: Key) -> Window<'_> {
    let mut window = world.window();
    ctrl(&mut window, Key::U);
    ctrl(&mut window, Key::F7);
    window.key(Key::Home);
    window.key(Key::Enter);
    ctrl(&mut window, tab);
    window
}

fn requisition(world: &World, order: OrderId) -> RequisitionTab {
    world.desk.ask(OrderRequisition { order }).wait().unwrap()
}

fn unreserved(world: &World, id: OrderId) -> usize {
    world.desk.ask(OrderCard { id }).wait().unwrap().unreserved_lines()
}

fn noted(world: &World, order: OrderId, event: HistoryEvent) -> usize {
    world.desk.ask(OrderHistory { id: order }).wait().unwrap().iter().filter(|h| h.event == event).count()
}

fn stock_arrives(world: &World) {
    let items = vec![goods("P5", "Нурофен сусп. 100 мл", "ибупрофен", "4601000000055", 26_700, &[("N91", 2027, 6, 3)])];
    world.desk.act(ImportGoods { items }).wait().unwrap();
}

#[test]
fn a_requisition_is_made_by_keys_and_a_second_press_makes_no_second_one() {
    let world = World::stocked();
    suppliers(&world);
    let order = short(&world);
    let mut window = collecting(&world, Key::Num2);
    window.must_say("Заявки на этот заказ ещё нет");
    window.must_say("ещё не в заявке");
    // Twice in one frame, and once more when the answer is there.
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::S);
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::S);
    window.settle();
    window.must_say("ЗТ-000001");
    ctrl(&mut window, Key::S);
    window.must_say("Заявка ЗТ-000001 уже такая: менять нечего");
    window.must_say("✓ в заявке");
    let all = world.desk.ask(RequisitionList::default()).wait().unwrap();
    assert_eq!((all.rows.len(), all.counts.open), (1, 1));
    assert_eq!(noted(&world, order, HistoryEvent::Requisition), 1, "one deed, one line of history");
}

#[test]
fn quantity_date_and_supplier_are_typed_from_field_to_field() {
    let world = World::stocked();
    suppliers(&world);
    let order = short(&world);
    let mut window = collecting(&world, Key::Num2);
    window.key(Key::Enter);
    window.type_text("3");
    window.key(Key::Enter);
    window.type_text("25.11");
    window.key(Key::Enter);
    window.must_say("не сохранено");
    window.type_text("прот");
    window.key(Key::Enter);
    window.must_say("Протек");
    // Its delivery sets the date, so the late one is told of at once.
    window.must_say("27.11.2026 23:59");
    window.must_say("Продлите резерв до 28.11.2026 23:59");
    ctrl(&mut window, Key::S);
    window.must_say("Создана заявка");
    let tab = requisition(&world, order);
    let line = tab.lines.first().unwrap();
    assert_eq!((line.packs.0, line.supplier_name.as_str()), (3, "Протек"));
    // Esc in a field goes back to the lines, the next one to the first tab, the next one to the list.
    window.key(Key::Enter);
    window.key(Key::Escape);
    window.must_say("Создать/обновить заявку");
    window.must_say("Нужно к");
    window.key(Key::Escape);
    window.must_say("Место · серия · срок");
}

#[test]
fn a_new_supplier_is_added_where_it_is_needed() {
    let world = World::stocked();
    let order = short(&world);
    let mut window = collecting(&world, Key::Num2);
    window.must_say("Поставщиков пока нет");
    for _ in 0..3 {
        window.key(Key::Enter);
    }
    window.type_text("Пульс");
    window.must_say("+ Добавить поставщика «Пульс»");
    window.key(Key::Enter);
    window.must_say("Поставщик «Пульс» добавлен в справочник");
    ctrl(&mut window, Key::S);
    assert_eq!(requisition(&world, order).lines.first().unwrap().supplier_name, "Пульс");
}

#[test]
fn what_cannot_be_ordered_is_said_beside_the_field_and_on_the_button() {
    let world = World::stocked();
    suppliers(&world);
    let order = short(&world);
    let mut window = collecting(&world, Key::Num2);
    window.key(Key::Enter);
    window.type_text("много");
    window.must_say("⚠ Количество не подходит");
    ctrl(&mut window, Key::S);
    window.must_say("нужно целое число от 1 до 9999");
    assert!(requisition(&world, order).head.is_none());
}

#[test]
fn a_late_delivery_is_told_and_the_hold_extended_by_one_key() {
    let world = World::stocked();
    world.desk.act(AddSupplier { name: "Протек".into(), lead_days: 4 }).wait().unwrap();
    let order = short(&world);
    let mut window = collecting(&world, Key::Num2);
    window.must_say("Товар придёт 27.11.2026 23:59, а резерв до 25.11.2026");
    window.chord(Modifiers::ALT, Key::E);
    window.must_say("Резерв продлён");
    window.must_not_say("а резерв до");
    let card = world.desk.ask(OrderCard { id: order }).wait().unwrap();
    let until = card.row.hold_until.map(|t| t.format("%d.%m.%Y %H:%M").to_string());
    assert_eq!(until.as_deref(), Some("28.11.2026 20:59"), "a day after the delivery, in UTC");
    window.chord(Modifiers::ALT, Key::E);
    window.must_say("Товар придёт раньше конца резерва: продлевать не нужно");
}

#[test]
fn a_requisition_is_handed_over_and_its_goods_complete_the_order() {
    let world = World::stocked();
    suppliers(&world);
    let order = short(&world);
    let mut window = collecting(&world, Key::Num2);
    ctrl(&mut window, Key::O);
    window.must_say("Заявки ещё нет: создайте её");
    window.key(Key::Escape);
    ctrl(&mut window, Key::S);
    ctrl(&mut window, Key::O);
    window.must_say("заказана");
    assert_eq!(requisition(&world, order).head.map(|h| h.state), Some(RequisitionState::Ordered));
    stock_arrives(&world);
    window.settle();
    window.must_say("✓ Весь товар теперь есть");
    window.must_say("✓ уже есть");
    window.key(Key::F2);
    window.must_not_say("✓ Весь товар теперь есть");
    window.must_say("получена");
    assert_eq!(requisition(&world, order).head.map(|h| h.state), Some(RequisitionState::Received));
    ctrl(&mut window, Key::R);
    window.must_say("Заявка уже получена или отменена");
}

#[test]
fn an_order_that_lacks_nothing_needs_no_requisition_and_says_so() {
    let world = World::stocked();
    let order = booked("EX-1").paracetamol(2).arrive(&world);
    world.desk.act(AcceptOrder { order }).wait().unwrap();
    let mut window = collecting(&world, Key::Num2);
    window.must_say("Заявка не нужна");
    ctrl(&mut window, Key::S);
    window.must_say("Заявка не нужна: весь товар есть на остатках или в резерве");
    assert!(requisition(&world, order).head.is_none());
}

#[test]
fn arrows_move_the_lines_of_the_tab_on_top_and_of_no_other() {
    let world = World::stocked();
    let order = booked("EX-1").paracetamol(2).line("P9", "Нет такого", 1, 100).missing().arrive(&world);
    world.desk.act(AcceptOrder { order }).wait().unwrap();
    let mut window = collecting(&world, Key::Num1);
    window.key(Key::ArrowDown);
    let chosen = |window: &Window<'_>| window.selected_row();
    let reserve = chosen(&window);
    ctrl(&mut window, Key::Num2);
    assert_eq!(chosen(&window).as_deref(), Some("Нет такого"));
    window.key(Key::ArrowDown);
    assert_eq!(chosen(&window).as_deref(), Some("Нурофен сусп. 100 мл"));
    ctrl(&mut window, Key::Num1);
    assert_eq!(chosen(&window), reserve, "the other tab kept its line");
}

#[test]
fn a_requisition_marked_elsewhere_is_read_again() {
    let world = World::stocked();
    suppliers(&world);
    let order = short(&world);
    let mut window = collecting(&world, Key::Num2);
    ctrl(&mut window, Key::S);
    world.desk.act(AdvanceRequisition { order, to: RequisitionState::Ordered }).wait().unwrap();
    window.settle();
    window.must_say("заказана");
}

#[test]
fn the_requisition_in_every_state() {
    let world = World::stocked();
    suppliers(&world);
    let order = short(&world);
    let mut window = collecting(&world, Key::Num1);
    window.key(Key::F2);
    picture(&mut window, "reserve-missing");
    ctrl(&mut window, Key::Num2);
    picture(&mut window, "requisition-new");
    window.key(Key::Enter);
    window.type_text("2");
    picture(&mut window, "requisition-fields");
    window.key(Key::Enter);
    window.key(Key::Enter);
    window.type_text("прот");
    picture(&mut window, "requisition-supplier");
    window.key(Key::Enter);
    ctrl(&mut window, Key::S);
    picture(&mut window, "requisition-made");
    drop(window);
    let mut dark = world.window_as(Lang::En, ThemeChoice::Dark, false);
    dark.chord(Modifiers::COMMAND, Key::U);
    dark.chord(Modifiers::COMMAND, Key::F7);
    dark.key(Key::F7);
    ctrl(&mut dark, Key::Num2);
    picture(&mut dark, "requisition-dark-en");
    stock_arrives(&world);
    dark.settle();
    picture(&mut dark, "requisition-arrived-en");
    assert_eq!(requisition(&world, order).lines.first().unwrap().packs.0, 2);
}

#[test]
fn two_windows_reserve_the_last_pack_and_the_second_is_told() {
    let world = World::stocked();
    let other = world.beside();
    let mut line = goods("P9", "Магнелис таб. №50", "магния лактат", "4601000000093", 40_000, &[("L1", 2027, 9, 1)]);
    line.goods.form = "таб. п/о".to_owned();
    world.desk.act(ImportGoods { items: vec![line] }).wait().unwrap();
    let orders = [("EX-1", 30), ("EX-2", 10)].map(|(number, made)| {
        let order = booked(number).made(made).line("P9", "Магнелис таб. №50", 1, 40_000).arrive(&world);
        world.desk.act(AcceptOrder { order }).wait().unwrap();
        order
    });
    let mut first = collecting(&world, Key::Num1);
    let mut second = collecting(&other, Key::Num1);
    // Both have the last pack before their eyes; each is about an order of its own.
    second.key(Key::Escape);
    second.key(Key::End);
    second.key(Key::Enter);
    for window in [&first, &second] {
        window.must_say("Магнелис таб. №50");
        window.must_not_say("нет в наличии");
    }
    first.key(Key::F2);
    second.key(Key::F2);
    first.must_say("зарезервирован");
    second.must_say("зарезервировано не всё, не хватает 1 позиции");
    second.must_say("нет в наличии");
    let kept: Vec<usize> = orders.iter().map(|id| unreserved(&world, *id)).collect();
    assert_eq!(kept.iter().sum::<usize>(), 1, "exactly one of the two has it: {kept:?}");
}
