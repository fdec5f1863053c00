//! «Отчёт по интернет-заказам»: opened, its period changed by keys, as a workbook and on paper.

use std::sync::{Arc, Mutex};

use egui::{Key, Modifiers};
use expero::domain::order::PaymentState;
use expero::text::Lang;
use expero::ui::services::{Job, Saved, Services, TableJob, Wake};
use expero::ui::theme::ThemeChoice;

use super::pictures::picture;
use super::world::{Window, World};

/// Keeps tables that are saved.
#[derive(Default)]
struct Shelf(Mutex<Vec<TableJob>>);

impl Services for Shelf {
    fn save_table(&self, job: TableJob, _wake: Wake) -> Job<Saved> {
        let name = job.file_name.clone();
        self.0.lock().unwrap().push(job);
        Job::ready(Ok(Saved::File(format!("/home/{name}.xlsx"))))
    }
}

fn busy() -> World {
    let world = World::stocked();
    for n in 0..5 {
        world.order(&format!("EX-{n}"), PaymentState::Unpaid, &[("P1", 1, 3_550)]);
    }
    world.collected("EX-7", PaymentState::Paid, &[("P1", 1, 3_550)]);
    world.collected_trial("EX-8", &[("P1", 1, 3_550)]);
    world
}

fn opened<'a>(world: &'a World, shelf: &Arc<Shelf>) -> Window<'a> {
    let mut window = world.window_with(shelf.clone());
    window.chord(Modifiers::ALT, Key::R);
    window.settle();
    window
}

#[test]
fn a_period_is_chosen_by_keys_and_bad_days_are_said_while_the_last_answer_stays() {
    let (world, shelf) = (busy(), Arc::<Shelf>::default());
    let mut window = opened(&world, &shelf);
    for words in ["Всего заказов", "Оплачены", "Ожидают оплаты", "Учебных заказов (не учтены)", "завершённых ещё нет"]
    {
        window.must_say(words);
    }
    picture(&mut window, "report-week");
    window.chord(Modifiers::ALT, Key::Num3);
    window.settle();
    picture(&mut window, "report-month");
    window.fill("С даты", "завтра");
    window.settle();
    window.must_say("Нужны даты вида");
    window.must_say("Всего заказов");
    window.fill("С даты", "01.01.2020");
    window.fill("По дату", "05.01.2020");
    window.settle();
    window.must_not_say("Нужны даты вида");
    window.must_say("За эти дни заказов не было");
    picture(&mut window, "report-empty");
    window.key(Key::Escape);
    window.settle();
    window.must_not_say("Отчёт по интернет-заказам");
    let mut english = world.window_as(Lang::En, ThemeChoice::Dark, false);
    english.chord(Modifiers::ALT, Key::R);
    english.settle();
    picture(&mut english, "report-dark-en");
}

#[test]
fn the_report_goes_to_a_workbook_and_to_paper() {
    let (world, shelf) = (busy(), Arc::<Shelf>::default());
    let mut window = opened(&world, &shelf);
    window.chord(Modifiers::ALT, Key::X);
    window.settle();
    window.settle();
    let job = shelf.0.lock().unwrap().remove(0);
    assert!(job.file_name.contains("интернет-заказам"), "{}", job.file_name);
    assert!(job.table.rows.len() > 7);
    window.must_say("/home/");
    window.chord(Modifiers::COMMAND, Key::P);
    window.settle();
    picture(&mut window, "report-paper");
    window.must_say("Сохранить как…");
}
