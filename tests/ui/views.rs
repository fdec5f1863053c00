//! «Заявки», «Вернуть на полку» and the slips: by keys alone, over the real store.

use std::sync::{Arc, Mutex};

use egui::{Key, Modifiers};
use expero::domain::batch::StorageBand;
use expero::domain::ids::OrderId;
use expero::domain::order::CancelReason;
use expero::domain::requisition::RequisitionState;
use expero::print::{Mark, PrinterName};
use expero::sheets::{self, Format, SheetError};
use expero::text::Lang;
use expero::ui::services::{Job, Saved, ServiceError, Services, SheetJob, TableJob, Wake};
use expero::ui::theme::ThemeChoice;
use expero::usecase::accept_order::AcceptOrder;
use expero::usecase::collect_order::CollectOrder;
use expero::usecase::delete_order::DeleteOrder;
use expero::usecase::import_goods::ImportGoods;
use expero::usecase::keep_suppliers::AddSupplier;
use expero::usecase::make_requisition::MakeRequisition;
use expero::usecase::read::lanes::LaneCounts;
use expero::usecase::read::requisition::OrderRequisition;
use expero::usecase::reserve_lines::ReserveLines;
use expero::usecase::settings::SetSetting;

use super::pictures::picture;
use super::shop::booked;
use super::world::{Window, World, goods};

/// Where tables and sheets go: they are kept, and answered as told.
#[derive(Default)]
struct Shelfful {
    tables: Mutex<Vec<TableJob>>,
    sheets: Mutex<Vec<SheetJob>>,
    fails: bool,
}

impl Services for Shelfful {
    fn list_printers(&self, _wake: Wake) -> Job<Vec<PrinterName>> {
        Job::ready(Ok(vec![PrinterName { name: "Касса".into(), is_default: true }]))
    }

    fn print_sheet(&self, sheet: SheetJob, _printer: Option<String>, _wake: Wake) -> Job<()> {
        self.sheets.lock().unwrap().push(sheet);
        Job::ready(Ok(()))
    }

    fn save_sheet(&self, _sheet: SheetJob, _wake: Wake) -> Job<Saved> {
        Job::ready(Ok(Saved::Cancelled))
    }

    fn save_table(&self, job: TableJob, _wake: Wake) -> Job<Saved> {
        self.tables.lock().unwrap().push(job);
        if self.fails {
            return Job::ready(Err(ServiceError::Sheet(SheetError::Workbook { message: "disk".to_owned() })));
        }
        Job::ready(Ok(Saved::File("Заявки.xlsx".to_owned())))
    }
}

fn wanting(world: &World, number: &str) -> OrderId {
    let order = booked(number).paracetamol(1).missing().arrive(world);
    world.desk.act(AcceptOrder { order }).wait().unwrap();
    order
}

/// Two orders with a requisition each, from one supplier.
fn two_requisitions(world: &World) -> [OrderId; 2] {
    world.desk.act(AddSupplier { name: "Катрен".into(), lead_days: 1 }).wait().unwrap();
    let orders = ["EX-1", "EX-2"].map(|number| wanting(world, number));
    for order in orders {
        world.desk.act(MakeRequisition { order, edits: Vec::new() }).wait().unwrap();
    }
    orders
}

fn state(world: &World, order: OrderId) -> Option<RequisitionState> {
    world.desk.ask(OrderRequisition { order }).wait().unwrap().head.map(|h| h.state)
}

fn open(window: &mut Window<'_>, key: Key) {
    window.chord(Modifiers::COMMAND, Key::U);
    window.chord(Modifiers::COMMAND, key);
}

#[test]
fn requisitions_of_all_orders_are_marked_by_keys_and_lead_to_their_order() {
    let world = World::stocked();
    let [first, second] = two_requisitions(&world);
    let mut window = world.window();
    open(&mut window, Key::F8);
    window.must_say("Катрен");
    window.must_say("ЗТ-000001");
    window.must_say("ЗТ-000002");
    window.chord(Modifiers::COMMAND, Key::O);
    assert_eq!(
        (state(&world, first), state(&world, second)),
        (Some(RequisitionState::Ordered), Some(RequisitionState::Open))
    );
    window.key(Key::ArrowDown);
    window.chord(Modifiers::COMMAND, Key::O);
    assert_eq!(state(&world, second), Some(RequisitionState::Ordered));
    window.chord(Modifiers::COMMAND, Key::F);
    window.type_text("000002");
    window.must_not_say("ЗТ-000001");
    window.key(Key::Escape);
    window.must_say("ЗТ-000001");
    window.key(Key::F7);
    window.must_say("Сборка заказа EX-");
    window.must_say("Создать/обновить заявку");
    window.key(Key::Escape);
    window.key(Key::Escape);
    window.must_say("Поставщик");
}

#[test]
fn what_is_listed_goes_to_excel_and_csv_and_a_failure_is_said() {
    let world = World::stocked();
    two_requisitions(&world);
    let services = Arc::new(Shelfful::default());
    let mut window = world.window_with(services.clone());
    open(&mut window, Key::F8);
    window.chord(Modifiers::COMMAND, Key::F);
    window.type_text("000002");
    window.chord(Modifiers::ALT, Key::X);
    window.must_say("Таблица сохранена: Заявки.xlsx");
    window.chord(Modifiers::ALT, Key::C);
    let jobs = services.tables.lock().unwrap();
    let formats: Vec<Format> = jobs.iter().map(|job| job.format).collect();
    assert_eq!(formats, [Format::Xlsx, Format::Csv]);
    let csv = String::from_utf8(sheets::write(&jobs.last().unwrap().table, Format::Csv).unwrap()).unwrap();
    assert!(csv.contains("ЗТ-000002") && !csv.contains("ЗТ-000001"), "only what is listed: {csv}");
    drop(jobs);
    drop(window);
    let mut window = world.window_with(Arc::new(Shelfful { fails: true, ..Shelfful::default() }));
    open(&mut window, Key::F8);
    window.chord(Modifiers::ALT, Key::X);
    window.must_say("disk");
}

#[test]
fn an_empty_list_says_where_requisitions_come_from_and_saves_nothing() {
    let world = World::stocked();
    let services = Arc::new(Shelfful::default());
    let mut window = world.window_with(services.clone());
    open(&mut window, Key::F8);
    window.must_say("Заявок пока нет");
    window.chord(Modifiers::ALT, Key::X);
    window.must_say("В списке пусто");
    assert!(services.tables.lock().unwrap().is_empty());
}

/// A collected order that the pharmacist deletes: its packs wait for their shelf.
fn waits_for_shelf(world: &World) -> OrderId {
    let check = SetSetting { key: "stock.return_check".to_owned(), value: "true".to_owned() };
    world.desk.act(check).wait().unwrap();
    let order = booked("EX-1").paracetamol(2).line("P3", "Нурофен таб. 200 мг №10", 1, 14_200).arrive(world);
    world.desk.act(AcceptOrder { order }).wait().unwrap();
    world.desk.act(ReserveLines { order }).wait().unwrap();
    world.desk.act(CollectOrder { order }).wait().unwrap();
    let delete = DeleteOrder { order, reason: CancelReason::CustomerRefused, text: String::new() };
    world.desk.act(delete).wait().unwrap();
    order
}

fn waiting(world: &World) -> u64 {
    world.desk.ask(LaneCounts).wait().unwrap().to_shelf
}

#[test]
fn packs_go_back_by_scan_and_by_tick_and_what_is_wrong_is_said() {
    let world = World::stocked();
    waits_for_shelf(&world);
    let mut window = world.window();
    open(&mut window, Key::F9);
    window.must_say("Парацетамол таб. 500 мг №20");
    window.must_say("Нурофен таб. 200 мг №10");
    window.scan("4601000000031");
    window.must_say("«Нурофен таб. 200 мг №10»: на полке 1 уп.");
    window.scan("4601000000024");
    window.must_not_say("на полке 1 уп.");
    window.must_say("Парацетамол таб. 500 мг №20");
    window.key(Key::F2);
    window.must_say("Возвращать нечего");
    assert_eq!(waiting(&world), 0);
}

#[test]
fn the_worklist_goes_to_paper_and_to_its_order() {
    let world = World::stocked();
    waits_for_shelf(&world);
    let services = Arc::new(Shelfful::default());
    let mut window = world.window_with(services.clone());
    open(&mut window, Key::F9);
    window.chord(Modifiers::COMMAND, Key::P);
    window.must_say("Лист возврата на полку");
    window.key(Key::Enter);
    assert_eq!(services.sheets.lock().unwrap().len(), 1);
    window.must_say("Лист возврата отправлен на печать");
    window.key(Key::F7);
    window.must_say("Список заказов клиентов");
}

#[test]
fn without_the_check_nothing_waits_and_the_screen_says_so() {
    let world = World::stocked();
    let mut window = world.window();
    open(&mut window, Key::F9);
    window.must_say("Проверка возврата выключена");
    window.key(Key::F2);
    window.must_say("Возвращать нечего");
}

#[test]
fn a_slip_is_printed_for_each_place_where_goods_stay_and_only_there() {
    let world = World::stocked();
    let mut cold = goods("P8", "Инсулин 100 ЕД/мл", "инсулин", "4601000000086", 90_000, &[("K1", 2027, 9, 3)]);
    for (batch, _) in &mut cold.batches {
        batch.storage = StorageBand { min_celsius: Some(2), max_celsius: Some(8) };
        batch.place = "Холод-1".to_owned();
    }
    world.desk.act(ImportGoods { items: vec![cold] }).wait().unwrap();
    let warm = booked("EX-1").made(10).paracetamol(2).arrive(&world);
    let both = booked("EX-2").made(5).paracetamol(1).line("P8", "Инсулин 100 ЕД/мл", 1, 90_000).arrive(&world);
    for order in [warm, both] {
        world.desk.act(AcceptOrder { order }).wait().unwrap();
        world.desk.act(ReserveLines { order }).wait().unwrap();
    }
    let services = Arc::new(Shelfful::default());
    let mut window = world.window_with(services.clone());
    open(&mut window, Key::F7);
    window.key(Key::End);
    window.chord(Modifiers::ALT, Key::P);
    window.must_say("нет товара, который остаётся на своём месте");
    window.key(Key::Escape);
    window.key(Key::Home);
    window.chord(Modifiers::ALT, Key::P);
    picture(&mut window, "slips");
    window.key(Key::Enter);
    let sheets = services.sheets.lock().unwrap();
    let marks = sheets.iter().flat_map(|s| &s.pages).flat_map(|p| &p.marks);
    let texts = marks.filter_map(|m| if let Mark::Text(t) = m { Some(t.text.as_str()) } else { None });
    let words = texts.collect::<Vec<_>>().join(" ");
    assert!(words.contains("EX-2") && words.contains("Инсулин") && !words.contains("Парацетамол"), "{words}");
}

#[test]
fn the_views_in_both_languages() {
    let world = World::stocked();
    let mut window = world.window();
    open(&mut window, Key::F8);
    picture(&mut window, "requisitions-empty");
    drop(window);
    two_requisitions(&world);
    let mut window = world.window();
    open(&mut window, Key::F8);
    picture(&mut window, "requisitions");
    drop(window);
    let world = World::stocked();
    waits_for_shelf(&world);
    let mut window = world.window();
    open(&mut window, Key::F9);
    picture(&mut window, "shelf");
    window.scan("4601000000031");
    picture(&mut window, "shelf-done");
    window.scan("4601000000024");
    picture(&mut window, "shelf-wrong");
    window.chord(Modifiers::COMMAND, Key::P);
    picture(&mut window, "shelf-print");
    drop(window);
    let mut dark = world.window_as(Lang::En, ThemeChoice::Dark, false);
    open(&mut dark, Key::F9);
    picture(&mut dark, "shelf-dark-en");
    dark.must_say("Return to shelf");
}
