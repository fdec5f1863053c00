//! The order sheet: preview, printing and saving, with printers and files that a test holds in its hand.

use std::sync::{Arc, Mutex};

use egui::{Key, Modifiers};
use expero::domain::ids::OrderId;
use expero::domain::order::HistoryEvent;
use expero::print::{Mark, Paper, PrintError, PrinterName};
use expero::ui::services::{Job, Saved, ServiceError, Services, SheetJob, Wake};
use expero::usecase::accept_order::AcceptOrder;
use expero::usecase::read::history::OrderHistory;

use super::shop::booked;
use super::world::World;

/// Keeps what it was given; prints and saves as told.
struct Desk {
    printers: Vec<&'static str>,
    saves: Result<Saved, ServiceError>,
    prints: Result<(), ServiceError>,
    given: Mutex<Vec<(SheetJob, Option<String>)>>,
}

impl Default for Desk {
    fn default() -> Self {
        Self { printers: vec![], saves: Ok(Saved::Cancelled), prints: Ok(()), given: Mutex::default() }
    }
}

impl Services for Desk {
    fn list_printers(&self, _wake: Wake) -> Job<Vec<PrinterName>> {
        let named = self.printers.iter().map(|n| PrinterName { name: (*n).into(), is_default: *n == "Касса" });
        Job::ready(Ok(named.collect()))
    }

    fn print_sheet(&self, sheet: SheetJob, printer: Option<String>, _wake: Wake) -> Job<()> {
        self.given.lock().unwrap().push((sheet, printer));
        Job::ready(self.prints.clone())
    }

    fn save_sheet(&self, sheet: SheetJob, _wake: Wake) -> Job<Saved> {
        self.given.lock().unwrap().push((sheet, None));
        Job::ready(self.saves.clone())
    }
}

fn accepted(world: &World) -> OrderId {
    let order = booked("EX-1").paracetamol(2).arrive(world);
    world.desk.act(AcceptOrder { order }).wait().unwrap();
    order
}

fn printed(world: &World, order: OrderId) -> Vec<String> {
    let rows = world.desk.ask(OrderHistory { id: order }).wait().unwrap();
    rows.into_iter().filter(|r| r.event == HistoryEvent::Printed).map(|r| r.note).collect()
}

fn words(sheet: &SheetJob) -> String {
    let marks = sheet.pages.iter().flat_map(|p| &p.marks);
    let texts = marks.filter_map(|m| if let Mark::Text(t) = m { Some(t.text.as_str()) } else { None });
    texts.collect::<Vec<_>>().join(" ").replace('\u{a0}', " ")
}

#[test]
fn a_sheet_is_printed_on_the_default_printer_and_noted_in_the_history() {
    let world = World::stocked();
    let order = accepted(&world);
    let desk = Arc::new(Desk { printers: vec!["Офис", "Касса"], ..Desk::default() });
    let mut window = world.window_with(desk.clone());
    window.chord(Modifiers::COMMAND, Key::F7);
    window.chord(Modifiers::COMMAND, Key::P);
    window.must_say("Лист заказа EX-1");
    window.chord(Modifiers::COMMAND, Key::Num2);
    window.key(Key::Enter);
    window.must_say("отправлен на печать: Касса");
    let given = desk.given.lock().unwrap();
    let [(sheet, printer)] = given.as_slice() else { unreachable!("one sheet, once") };
    assert_eq!((sheet.paper, printer.as_deref()), (Paper::Roll80, Some("Касса")));
    let text = words(sheet);
    assert!(text.contains("EX-1") && text.contains("Парацетамол") && text.contains("41-07"), "{text}");
    assert!(!text.contains("9161234107"), "the phone is masked on paper");
    assert_eq!(printed(&world, order), ["Касса"]);
}

#[test]
fn a_saved_sheet_is_noted_and_a_closed_file_dialog_changes_nothing() {
    let world = World::stocked();
    let order = accepted(&world);
    let mut window = world.window_with(Arc::new(Desk::default()));
    window.chord(Modifiers::COMMAND, Key::F7);
    window.chord(Modifiers::COMMAND, Key::P);
    window.must_say("Принтер не найден");
    window.chord(Modifiers::COMMAND, Key::S);
    window.must_say("Лист заказа EX-1");
    assert!(printed(&world, order).is_empty());
    drop(window);
    let desk = Arc::new(Desk { saves: Ok(Saved::File("Заказ EX-1.pdf".into())), ..Desk::default() });
    let mut window = world.window_with(desk.clone());
    window.chord(Modifiers::COMMAND, Key::F7);
    window.chord(Modifiers::COMMAND, Key::P);
    window.chord(Modifiers::COMMAND, Key::S);
    window.must_say("Лист сохранён: Заказ EX-1.pdf");
    assert_eq!(desk.given.lock().unwrap().first().map(|(s, _)| s.file_name.clone()).as_deref(), Some("Заказ EX-1"));
    assert_eq!(printed(&world, order), ["pdf"]);
}

#[test]
fn a_failed_printer_is_said_in_words_and_the_preview_stays() {
    let world = World::stocked();
    let order = accepted(&world);
    let prints = Err(ServiceError::Print(PrintError::SpoolerDown { message: "no scheduler".into() }));
    let mut window = world.window_with(Arc::new(Desk { printers: vec!["Касса"], prints, ..Desk::default() }));
    window.chord(Modifiers::COMMAND, Key::F7);
    window.chord(Modifiers::COMMAND, Key::P);
    window.key(Key::Enter);
    window.must_say("Система печати не отвечает");
    window.must_say("Лист заказа EX-1");
    assert!(printed(&world, order).is_empty());
}

#[test]
fn every_word_of_the_sheet_and_of_its_errors_is_there_in_both_languages() {
    use expero::text::{Lang, has_key, tr};
    for lang in Lang::ALL {
        for code in PrintError::CODES {
            assert!(has_key(lang, &format!("print-error-{code}")), "{lang:?} {code}");
        }
        let words = expero::print::sheet_words(|key| tr(lang, key));
        assert!(!format!("{words:?}").contains('['), "{words:?}");
        assert!(words.page_of.contains("{page}") && words.page_of.contains("{pages}"), "{}", words.page_of);
    }
}
