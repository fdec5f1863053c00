//! «Настройки системы»: every page, saved whole, asked about; copies of the data.

use std::sync::{Arc, Mutex};

use chrono::NaiveDate;
use egui::{Key, Modifiers};
use expero::text::Lang;
use expero::ui::services::{CopyRow, Job, Services, Wake};
use expero::ui::theme::ThemeChoice;
use expero::usecase::divisions::SaveDivision;
use expero::usecase::read::settings::GetSetting;

use super::pictures::picture;
use super::world::{Window, World};

/// Copies in memory.
#[derive(Default)]
struct Shelf(Mutex<Vec<CopyRow>>);

impl Services for Shelf {
    fn list_copies(&self, _wake: Wake) -> Job<Vec<CopyRow>> {
        Job::ready(Ok(self.0.lock().unwrap().clone()))
    }

    fn copy_data(&self, _wake: Wake) -> Job<CopyRow> {
        let made_at = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap().and_hms_opt(13, 44, 0).unwrap();
        let name = "expero-2026-11-23-134400.db".to_owned();
        let copy = CopyRow { name, made_at, bytes: 3 << 20, is_planned: false };
        self.0.lock().unwrap().insert(0, copy.clone());
        Job::ready(Ok(copy))
    }

    fn plan_restore(&self, name: Option<String>, _wake: Wake) -> Job<()> {
        for copy in self.0.lock().unwrap().iter_mut() {
            copy.is_planned = name.as_ref() == Some(&copy.name);
        }
        Job::ready(Ok(()))
    }
}

fn value(world: &World, key: &str) -> String {
    world.desk.ask(GetSetting { key: key.into() }).wait().unwrap()
}

fn opened(world: &World) -> Window<'_> {
    let mut window = world.window_with(Arc::<Shelf>::default());
    window.chord(Modifiers::ALT, Key::F12);
    window.settle();
    window.must_say("Сервисы интернет-заказов");
    window
}

#[test]
fn every_page_is_reached_by_keys_and_drawn_in_both_languages() {
    let world = World::stocked();
    let mut window = opened(&world);
    let names = ["services", "pharmacy", "workplace", "sale", "users", "schedule", "storage", "look"];
    for name in names {
        picture(&mut window, &format!("system-{name}"));
        window.chord(Modifiers::COMMAND, Key::PageDown);
        window.settle();
    }
    window.must_say("Заказы Pharmix");
    let mut english = world.window_as(Lang::En, ThemeChoice::Dark, false);
    english.chord(Modifiers::ALT, Key::F12);
    english.settle();
    for name in names {
        picture(&mut english, &format!("system-{name}-en"));
        english.chord(Modifiers::COMMAND, Key::PageDown);
        english.settle();
    }
}

#[test]
fn a_page_is_saved_whole_and_what_is_wrong_brings_its_page_to_the_top() {
    let world = World::stocked();
    let mut window = opened(&world);
    window.click("Аптека");
    window.fill("Название аптеки:", "Аптека № 12");
    window.click("Продажа");
    window.fill("Скидка фармацевта не больше, %:", "700");
    window.click("Аптека");
    window.chord(Modifiers::COMMAND, Key::S);
    window.settle();
    window.must_say("Ничего не сохранено");
    window.must_say("Скидка фармацевта не больше, %:");
    assert_eq!(value(&world, "pharmacy.name"), "");
    window.key(Key::Escape);
    window.fill("Скидка фармацевта не больше, %:", "7");
    window.key(Key::Escape);
    window.must_say("Сохранить их перед выходом");
    window.key(Key::Enter);
    window.settle();
    window.must_say("Торговый терминал");
    assert_eq!(
        (value(&world, "pharmacy.name"), value(&world, "sale.discount_pharmacist")),
        ("Аптека № 12".into(), "7".into())
    );
}

#[test]
fn how_it_looks_applies_as_soon_as_it_is_saved() {
    let world = World::stocked();
    let mut window = opened(&world);
    window.click("Вид и звуки");
    window.fill("Размер, %:", "125");
    window.click("Язык:");
    window.click("English");
    window.chord(Modifiers::COMMAND, Key::S);
    window.settle();
    window.must_say("System settings");
    assert!((window.harness.ctx.zoom_factor() - 1.25).abs() < 0.001);
    picture(&mut window, "system-look-125");
}

#[test]
fn the_data_is_copied_and_a_copy_is_chosen_for_the_next_start_only_when_it_is_meant() {
    let world = World::stocked();
    let mut window = opened(&world);
    window.click("Хранение и копии");
    window.must_say("Копий пока нет");
    window.chord(Modifiers::ALT, Key::B);
    window.settle();
    window.must_say("Копия записана и проверена: expero-2026-11-23-134400.db");
    window.must_say("23.11.2026 13:44, 3 МБ");
    window.click("Вернуть");
    window.must_not_say("При следующем запуске данные вернутся");
    window.click("Точно вернуть");
    window.settle();
    window.must_say("При следующем запуске данные вернутся к копии");
    picture(&mut window, "system-storage-planned");
    window.click("Не возвращать");
    window.settle();
    window.must_not_say("При следующем запуске данные вернутся");
}

#[test]
fn a_division_is_found_and_gets_another_name() {
    let world = World::stocked();
    for n in 1..=8 {
        let save = SaveDivision { short_name: format!("Аптека {n}"), code: format!("apt-{n}") };
        world.desk.act(save).wait().unwrap();
    }
    let mut window = opened(&world);
    window.click("Аптека");
    window.settle();
    window.fill("Поиск контрагента", "apt-5");
    window.must_say("Аптека 5 [apt-5]");
    window.must_not_say("Аптека 4 [apt-4]");
    window.click("Переименовать");
    window.must_say("[apt-5]");
    picture(&mut window, "division-renamed");
    window.fill("Краткое наименование", "На углу");
    window.click("Сохранить название");
    window.must_say("Контрагент переименован");
    window.settle();
    window.must_say("На углу [apt-5]");
    assert_eq!(world.number("SELECT count(*) FROM division WHERE short_name = 'На углу' AND code = 'apt-5'"), 1);
}
