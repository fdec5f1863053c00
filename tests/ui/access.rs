//! Who is at the till: signing in, switching, locking, lending the window to an administrator; users; a sale meanwhile.

use std::sync::Arc;

use egui::{Key, Modifiers};
use expero::domain::access::Role;
use expero::domain::order::PaymentState;
use expero::text::Lang;
use expero::ui::services::{Job, Progress, Services, TableAsk, TableEnd, Wake};
use expero::usecase::read::settings::GetSetting;
use expero::usecase::read::users::{Deeds, Users};
use expero::usecase::users::SaveUser;

use super::pictures::picture;
use super::world::{Window, World};

/// Hashes that are quick: the real ones have tests of their own. A table of goods that is wrong.
struct Vault;

impl Services for Vault {
    fn read_table(&self, _ask: TableAsk, _lang: Lang, _progress: Arc<Progress>, _wake: Wake) -> Job<TableEnd> {
        Job::ready(Ok(TableEnd::Refused("Это не таблица".into())))
    }

    fn process(&self) -> String {
        "window".into()
    }

    fn hash_secret(&self, secret: String, _wake: Wake) -> Job<String> {
        Job::ready(Ok(hash(&secret)))
    }

    fn check_secret(&self, secret: String, stored: String, _wake: Wake) -> Job<bool> {
        Job::ready(Ok(hash(&secret) == stored))
    }
}

fn hash(secret: &str) -> String {
    format!("hash-of-{}", secret.chars().rev().collect::<String>())
}

fn user(world: &World, name: &str, role: Role, secret: &str) {
    let secret = if secret.is_empty() { String::new() } else { hash(secret) };
    world.desk.act(SaveUser { id: None, name: name.into(), role, is_active: true, secret }).wait().unwrap();
}

fn opened(world: &World) -> Window<'_> {
    let mut window = world.window_with(Arc::new(Vault));
    window.settle();
    window
}

/// «Петрова А. И.» sits here, an administrator and a second pharmacist work here too.
fn staffed() -> World {
    let world = World::stocked();
    user(&world, "Петрова А. И.", Role::Pharmacist, "4711");
    user(&world, "Сидорова Вера", Role::Pharmacist, "2222");
    user(&world, "Админ", Role::Admin, "пароль-админа");
    world
}

fn sign_in(window: &mut Window<'_>, secret: &str) {
    window.fill("Пароль или PIN", secret);
    window.key(Key::Enter);
    window.settle();
}

#[test]
fn without_secrets_nobody_is_asked() {
    let world = World::stocked();
    let mut window = opened(&world);
    window.must_not_say("Рабочее место заблокировано");
    window.chord(Modifiers::ALT, Key::F12);
    window.must_say("Настройки системы");
}

#[test]
fn the_till_begins_locked_opens_for_its_cashier_and_locks_again_when_it_is_left() {
    let world = staffed();
    let mut window = opened(&world);
    window.must_say("Рабочее место заблокировано");
    picture(&mut window, "locked");
    window.key(Key::Escape);
    window.must_say("Рабочее место заблокировано");
    sign_in(&mut window, "0000");
    window.must_say("не подошёл");
    sign_in(&mut window, "4711");
    window.must_not_say("Рабочее место заблокировано");
    window.scan("4601000000017");
    world.clock.advance_secs(9 * 60);
    window.key(Key::F1);
    window.key(Key::Escape);
    world.clock.advance_secs(9 * 60);
    window.settle();
    window.must_not_say("Рабочее место заблокировано");
    world.clock.advance_secs(61);
    window.settle();
    window.must_say("Рабочее место заблокировано");
    sign_in(&mut window, "4711");
    window.must_not_say("Рабочее место заблокировано");
    assert_eq!(window.harness.state().receipt_lines(), 1, "the receipt waited");
}

#[test]
fn a_colleague_takes_over_and_the_sale_is_hers() {
    let world = staffed();
    let mut window = opened(&world);
    sign_in(&mut window, "4711");
    window.scan("4601000000017");
    window.chord(Modifiers::COMMAND, Key::F2);
    window.must_say("Кто за кассой");
    picture(&mut window, "switch-user");
    window.key(Key::ArrowDown);
    sign_in(&mut window, "2222");
    window.must_say("Сидорова Вера, фармацевт");
    assert_eq!(window.harness.state().receipt_lines(), 1);
    window.key(Key::F12);
    window.settle();
    assert_eq!(world.number("SELECT count(*) FROM receipt WHERE user_name = 'Сидорова Вера'"), 1);
}

#[test]
fn settings_wait_for_an_administrator_to_whom_the_window_is_lent() {
    let world = staffed();
    let mut window = opened(&world);
    sign_in(&mut window, "4711");
    window.chord(Modifiers::COMMAND, Key::F12);
    window.must_say("Нужен администратор");
    window.must_not_say("Сидорова Вера · фармацевт");
    window.key(Key::Escape);
    window.must_say("Торговый терминал");
    window.chord(Modifiers::COMMAND, Key::F12);
    sign_in(&mut window, "пароль-админа");
    window.must_say("Настройка сервиса бронирования");
    window.fill("Период бронирования в мин.:", "720");
    window.chord(Modifiers::COMMAND, Key::S);
    window.must_say("Настройки сохранены");
    window.key(Key::Escape);
    window.settle();
    window.must_say("Снова работает: Петрова А. И.");
    assert_eq!(world.desk.ask(GetSetting { key: "booking.minutes".into() }).wait().unwrap(), "720");
    let last = world.desk.ask(Deeds { limit: 1 }).wait().unwrap().remove(0);
    assert_eq!((last.user.as_str(), last.detail.as_str()), ("Админ", "booking.minutes: 2880 → 720"));
    window.chord(Modifiers::COMMAND, Key::G);
    window.must_say("Нужен администратор");
}

#[test]
fn the_directory_is_read_by_everybody_and_changed_by_an_administrator_to_whom_the_window_is_lent() {
    let world = staffed();
    let mut window = opened(&world);
    sign_in(&mut window, "4711");
    window.chord(Modifiers::ALT, Key::G);
    window.settle();
    window.must_say("Амоксициллин капс. 500 мг №16");
    for (key, words) in [(Key::F4, "Товар P2"), (Key::F6, "Партия: Амоксициллин"), (Key::F8, "Пересчёт, серия 77120")]
    {
        window.key(key);
        window.must_say("Нужен администратор");
        window.must_not_say(words);
        window.key(Key::Escape);
    }
    window.chord(Modifiers::ALT, Key::O);
    window.must_say("Нужен администратор");
    window.key(Key::Escape);
    window.key(Key::F4);
    sign_in(&mut window, "пароль-админа");
    window.must_say("Товар P2");
    window.fill("Страна", "Сербия");
    window.key(Key::Enter);
    window.must_say("Товар сохранён");
    window.key(Key::Escape);
    window.settle();
    window.must_say("Снова работает: Петрова А. И.");
    let last = world.desk.ask(Deeds { limit: 1 }).wait().unwrap().remove(0);
    assert_eq!((last.user.as_str(), last.detail.as_str()), ("Админ", "Амоксициллин капс. 500 мг №16 [P2]"));
}

#[test]
fn wrong_secrets_wait_and_meanwhile_the_till_sells_unsigned() {
    let world = staffed();
    world.collected("EX-1", PaymentState::Paid, &[("P3", 1, 14_000)]);
    let mut window = opened(&world);
    for _ in 0..3 {
        sign_in(&mut window, "0000");
    }
    window.must_say("Следующая — через 5 с");
    picture(&mut window, "locked-waits");
    world.clock.advance_secs(3);
    sign_in(&mut window, "4711");
    window.must_say("Следующая — через 2 с");
    window.chord(Modifiers::ALT, Key::S);
    window.must_not_say("Рабочее место заблокировано");
    window.must_say("Без входа");
    window.scan("4601000000017");
    window.key(Key::F12);
    window.settle();
    assert_eq!(world.number("SELECT count(*) FROM receipt WHERE user_name = 'Без входа'"), 1);
    world.clock.advance_secs(6);
    window.chord(Modifiers::COMMAND, Key::F2);
    window.click("Петрова А. И. · фармацевт");
    sign_in(&mut window, "4711");
    window.must_say("Петрова А. И., фармацевт");
}

#[test]
fn an_administrator_enters_people_and_sees_what_was_done() {
    let world = staffed();
    let mut window = opened(&world);
    sign_in(&mut window, "4711");
    window.chord(Modifiers::ALT, Key::F12);
    sign_in(&mut window, "пароль-админа");
    window.click("Пользователи");
    window.must_say("Добавлен пользователь: Админ, администратор, новый пароль");
    window.chord(Modifiers::COMMAND, Key::N);
    window.fill("Имя", "Новикова Н.");
    window.fill("Новый пароль или PIN", "12");
    window.fill("Ещё раз", "13");
    window.key(Key::Enter);
    window.must_say("Пароли не совпали");
    window.fill("Ещё раз", "12");
    window.key(Key::Enter);
    window.must_say("знаков не меньше 4");
    window.fill("Новый пароль или PIN", "1234");
    window.fill("Ещё раз", "1234");
    picture(&mut window, "user-new");
    window.key(Key::Enter);
    window.settle();
    window.must_say("Пользователь сохранён");
    picture(&mut window, "system-users");
    let users = world.desk.ask(Users).wait().unwrap();
    let new = users.iter().find(|user| user.name == "Новикова Н.").unwrap();
    assert!(new.has_secret && new.role == Role::Pharmacist);
    window.must_not_say("1234");
}

#[test]
fn the_first_start_leads_from_an_administrator_to_the_site_and_has_no_password_of_its_own() {
    let world = World::new();
    let mut window = opened(&world);
    window.must_say("готового пароля в программе нет");
    window.chord(Modifiers::COMMAND, Key::N);
    window.fill("Имя", "Заведующая");
    window.fill("Новый пароль или PIN", "длинный-пароль");
    window.fill("Ещё раз", "длинный-пароль");
    window.key(Key::Enter);
    window.settle();
    window.must_say("✓ Администратор");
    // Whoever has typed the password goes on as the administrator.
    window.must_say("Заведующая, администратор");
    picture(&mut window, "guide");
    window.fill("Название аптеки:", "Аптека № 7");
    window.chord(Modifiers::COMMAND, Key::S);
    window.settle();
    window.must_say("✓ Аптека");
    window.chord(Modifiers::ALT, Key::I);
    window.settle();
    window.key(Key::F3);
    window.settle();
    window.must_say("Это не таблица");
    window.key(Key::Escape);
    window.settle();
    picture(&mut window, "guide-goods");
    window.must_say("○ Связь с сайтом");
    let users = world.desk.ask(Users).wait().unwrap();
    assert_eq!(users.iter().filter(|user| user.has_secret).count(), 1);
    // It does not come a second time.
    let mut again = opened(&world);
    sign_in(&mut again, "длинный-пароль");
    again.must_not_say("Первый запуск");
}
