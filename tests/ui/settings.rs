//! «Настройка сервиса бронирования»: typed, checked beside the field, saved whole, asked about, secret.

use std::sync::{Arc, Mutex};

use egui::{Key, Modifiers};
use expero::ui::services::{Job, JobSlot, Progress, Services, SiteEnd, SiteJob, SiteTrial, TokenAbout, TrialEnd, Wake};
use expero::usecase::divisions::SaveDivision;
use expero::usecase::read::settings::GetSetting;
use expero::usecase::settings::SetSetting;

use super::pictures::picture;
use super::world::{Window, World};

/// Keeps secrets in memory, and questions to the site until they are answered.
#[derive(Default)]
struct Safe(Mutex<Vec<(&'static str, String)>>, Mutex<Vec<(SiteTrial, JobSlot<TrialEnd>)>>);

impl Services for Safe {
    fn masked_secrets(&self, _wake: Wake) -> Job<Vec<(&'static str, String)>> {
        let masked = self.0.lock().unwrap().iter().map(|(key, _)| (*key, "••••••••7731".to_owned())).collect();
        Job::ready(Ok(masked))
    }

    fn store_secrets(&self, secrets: Vec<(&'static str, String)>, _wake: Wake) -> Job<()> {
        self.0.lock().unwrap().extend(secrets);
        Job::ready(Ok(()))
    }

    fn try_site(&self, trial: SiteTrial, wake: Wake) -> Job<TrialEnd> {
        let (slot, job) = Job::new(wake);
        self.1.lock().unwrap().push((trial, slot));
        job
    }
}

type Asked = (SiteJob, Arc<Progress>, JobSlot<SiteEnd>);

/// The trial is answered, and questions by hand wait for their answer.
#[derive(Default)]
struct Site(Mutex<Vec<Asked>>);

impl Services for Site {
    fn try_site(&self, _trial: SiteTrial, _wake: Wake) -> Job<TrialEnd> {
        let pharmacies = vec![("apt-12".into(), "Аптека № 12".into())];
        let about = Some(TokenAbout { partner: "ООО «Ромашка»".into(), pharmacies });
        Job::ready(Ok(TrialEnd::Known { millis: 214, until: None, about }))
    }

    fn site_job(&self, job: SiteJob, progress: Arc<Progress>, wake: Wake) -> Job<SiteEnd> {
        let (slot, answer) = Job::new(wake);
        self.0.lock().unwrap().push((job, progress, slot));
        answer
    }
}

#[test]
fn orders_and_stock_by_hand_wait_for_the_check_and_for_what_is_saved_and_say_what_came_of_it() {
    let (world, site) = (World::stocked(), Arc::<Site>::default());
    let mut window = world.window_with(site.clone());
    window.chord(Modifiers::COMMAND, Key::F12);
    window.key(Key::F6);
    window.must_say("Сначала проверьте авторизацию: F5");
    window.key(Key::Escape);
    window.fill("Период бронирования в мин.:", "720");
    window.key(Key::F5);
    window.settle();
    window.must_say("владелец ООО «Ромашка», аптеки: Аптека № 12 [apt-12]");
    window.key(Key::F7);
    window.must_say("Сначала сохраните изменения");
    window.key(Key::Escape);
    save(&mut window);
    window.key(Key::F6);
    window.must_say("Ждём ответа. F6 — не ждать");
    let (job, _, slot) = site.0.lock().unwrap().remove(0);
    assert_eq!(job, SiteJob::FetchOrders);
    slot.fill(Ok(SiteEnd::Orders { new: 3, changed: 1, broken: 0 }));
    window.settle();
    window.must_say("Брони получены: новых 3, изменённых 1, неразобранных 0");
    window.key(Key::F7);
    let (job, progress, slot) = site.0.lock().unwrap().remove(0);
    assert_eq!(job, SiteJob::SendStock { is_meant: false });
    progress.add(12_000);
    window.settle();
    window.must_say("Передано строк: 12000. F7 — остановить");
    picture(&mut window, "settings-sending");
    window.key(Key::F7);
    assert!(progress.is_stopped());
    slot.fill(Ok(SiteEnd::Shrunk { rows: 4, was: 12_480 }));
    window.settle();
    window.must_say("сейчас строк 4, а в прошлый раз было 12480");
    picture(&mut window, "settings-shrunk");
    window.click("Всё равно передать");
    let (job, _, slot) = site.0.lock().unwrap().remove(0);
    assert_eq!(job, SiteJob::SendStock { is_meant: true });
    slot.fill(Ok(SiteEnd::Stock { rows: 4, accepted: 3, refused: 1, first: "p7 (no_such_product)".into() }));
    window.settle();
    window.must_say("строк 4, принято 3, отказано 1. Отказано: p7 (no_such_product)");
    window.click("Запись в логе");
    window.must_say("Только ошибки");
    window.chord(Modifiers::ALT, Key::Num2);
    window.chord(Modifiers::ALT, Key::N);
    let (job, _, slot) = site.0.lock().unwrap().remove(0);
    assert_eq!(job, SiteJob::NewToken);
    slot.fill(Ok(SiteEnd::NewToken("renewed-lost")));
    window.settle();
    window.must_say("Неизвестно, какой токен действует");
    picture(&mut window, "settings-token-lost");
}

fn value(world: &World, key: &str) -> String {
    world.desk.ask(GetSetting { key: key.into() }).wait().unwrap()
}

fn opened<'w>(world: &'w World, safe: &Arc<Safe>) -> Window<'w> {
    let mut window = world.window_with(safe.clone());
    window.chord(Modifiers::COMMAND, Key::F12);
    window.must_say("Настройка сервиса бронирования");
    window
}

fn save(window: &mut Window<'_>) {
    window.chord(Modifiers::COMMAND, Key::S);
    window.settle();
}

#[test]
fn what_is_typed_is_saved_whole_and_a_wrong_value_keeps_all_of_it_back_with_its_reason() {
    let (world, safe) = (World::stocked(), Arc::<Safe>::default());
    let mut window = opened(&world, &safe);
    window.fill("Период бронирования в мин.:", "720");
    window.must_say("Есть несохранённые изменения");
    window.fill("GET · Получение заказов", "https://evil.example/");
    window.must_say("нужен путь без адреса сервера");
    save(&mut window);
    window.must_say("Ничего не сохранено");
    assert_eq!(value(&world, "booking.minutes"), "2880");
    window.key(Key::Escape);
    window.chord(Modifiers::COMMAND, Key::F5);
    window.must_not_say("нужен путь без адреса сервера");
    save(&mut window);
    window.must_say("Настройки сохранены");
    window.must_not_say("Есть несохранённые изменения");
    assert_eq!(value(&world, "booking.minutes"), "720");
}

#[test]
fn the_way_through_a_proxy_is_set_and_secrets_go_to_their_place_alone() {
    let (world, safe) = (World::stocked(), Arc::<Safe>::default());
    let mut window = opened(&world, &safe);
    window.chord(Modifiers::ALT, Key::Num2);
    window.must_say("Сайт доступен напрямую");
    window.fill("Идентификатор:", "abcdef-0000-7731");
    window.click("Выход в интернет через прокси-сервер");
    window.click("Авторизированный доступ к прокси-серверу");
    window.fill("Логин:", "apteka12");
    window.fill("Пароль:", "два слова");
    window.must_say("без пробелов");
    window.fill("Пароль:", "Pr0xy");
    save(&mut window);
    window.must_say("Настройки сохранены");
    assert_eq!((value(&world, "proxy.use"), value(&world, "proxy.login")), ("true".into(), "apteka12".into()));
    let stored = safe.0.lock().unwrap().clone();
    assert_eq!(stored, [("site.token", "abcdef-0000-7731".to_owned()), ("proxy.password", "Pr0xy".to_owned())]);
    window.must_not_say("abcdef-0000-7731");
    window.must_not_say("Есть несохранённые изменения");
}

#[test]
fn a_wrong_value_of_what_is_switched_off_stays_to_be_seen() {
    let (world, safe) = (World::stocked(), Arc::<Safe>::default());
    let mut window = opened(&world, &safe);
    window.chord(Modifiers::ALT, Key::Num2);
    window.click("Выход в интернет через прокси-сервер");
    window.click("Авторизированный доступ к прокси-серверу");
    window.fill("Порт:", "70000");
    window.fill("Пароль:", "два слова");
    window.click("Авторизированный доступ к прокси-серверу");
    window.must_say("без пробелов");
    window.click("Выход в интернет через прокси-сервер");
    window.must_say("65 535");
    window.fill("Порт:", "1081");
    window.fill("Пароль:", "Pr0xy");
    window.must_say("Сайт доступен напрямую");
    save(&mut window);
    window.must_say("Настройки сохранены");
}

#[test]
fn what_is_not_saved_is_asked_about_and_each_answer_is_kept() {
    let (world, safe) = (World::stocked(), Arc::<Safe>::default());
    let mut window = opened(&world, &safe);
    window.key(Key::Escape);
    window.must_say("Торговый терминал");
    let ask = |window: &mut Window<'_>, minutes: &str| {
        window.chord(Modifiers::COMMAND, Key::F12);
        window.fill("Период бронирования в мин.:", minutes);
        window.key(Key::Escape);
        window.must_say("Сохранить их перед выходом?");
    };
    ask(&mut window, "600");
    window.key(Key::Escape);
    window.must_say("Есть несохранённые изменения");
    window.key(Key::Escape);
    window.chord(Modifiers::COMMAND, Key::D);
    window.must_say("Торговый терминал");
    assert_eq!(value(&world, "booking.minutes"), "2880");
    ask(&mut window, "900");
    window.key(Key::Enter);
    window.settle();
    window.must_say("Торговый терминал");
    assert_eq!(value(&world, "booking.minutes"), "900");
    ask(&mut window, "0");
    window.key(Key::Enter);
    window.settle();
    window.must_say("Ничего не сохранено");
    window.must_say("Период бронирования");
}

#[test]
fn the_site_is_asked_with_the_values_on_the_screen_and_the_answer_is_of_these_alone() {
    let (world, safe) = (World::stocked(), Arc::<Safe>::default());
    let mut window = opened(&world, &safe);
    window.chord(Modifiers::ALT, Key::Num2);
    window.fill("Идентификатор:", "typed-token");
    window.fill("Порт:", "70000");
    window.key(Key::F5);
    window.must_say("Проверять нечего");
    assert!(safe.1.lock().unwrap().is_empty(), "a wrong value asks nobody");
    window.key(Key::Escape);
    window.fill("Порт:", "8443");
    window.key(Key::F5);
    window.must_say("Сайт спрошен, ждём ответа");
    let answer = |end: TrialEnd| {
        let (trial, slot) = safe.1.lock().unwrap().remove(0);
        assert_eq!((trial.settings.port, trial.token.as_str()), (8443, "typed-token"));
        slot.fill(Ok(end));
    };
    answer(TrialEnd::Known { millis: 214, until: None, about: None });
    window.settle();
    window.must_say("авторизация принята, 214 мс");
    assert_eq!(value(&world, "site.port"), "", "nothing is saved by asking");
    window.fill("Порт:", "8444");
    window.must_not_say("авторизация принята");
    window.fill("Порт:", "8443");
    window.must_say("авторизация принята");
    for (end, words) in [
        (TrialEnd::NotActive, "идентификатор (токен) не действует"),
        (TrialEnd::Failed("site-error-proxy-auth"), "Прокси-сервер не принял логин или пароль"),
    ] {
        window.key(Key::F5);
        answer(end);
        window.settle();
        window.must_say(words);
    }
    window.key(Key::F5);
    window.key(Key::F5);
    window.must_not_say("Сайт спрошен");
    answer(TrialEnd::Known { millis: 1, until: None, about: None });
    window.settle();
    window.must_not_say("авторизация принята");
}

#[test]
fn the_settings_in_both_looks() {
    let (world, safe) = (World::stocked(), Arc::<Safe>::default());
    safe.0.lock().unwrap().push(("site.token", "x".into()));
    for dark in [false, true] {
        let mut window = if dark { world.window_dark_with(safe.clone()) } else { world.window_with(safe.clone()) };
        let look = if dark { "-dark" } else { "" };
        window.chord(Modifiers::COMMAND, Key::F12);
        picture(&mut window, &format!("settings-basic{look}"));
        window.chord(Modifiers::ALT, Key::Num2);
        let [http, proxy, login, port] = if dark {
            ["http", "Internet access through a proxy server", "The proxy asks for a login", "Port:"]
        } else {
            ["http", "Выход в интернет через прокси-сервер", "Авторизированный доступ к прокси-серверу", "Порт:"]
        };
        window.click(http);
        window.click(proxy);
        window.click(login);
        window.fill(port, "70000");
        picture(&mut window, &format!("settings-link{look}"));
        window.key(Key::Escape);
        picture(&mut window, &format!("settings-leave{look}"));
    }
}

#[test]
fn the_division_whose_stock_is_sent_is_chosen_from_the_directory() {
    let (world, safe) = (World::stocked(), Arc::<Safe>::default());
    for (key, value) in [("pharmacy.name", "Аптека № 1"), ("site.pharmacy_id", "apt-1")] {
        world.desk.act(SetSetting { key: key.into(), value: value.into() }).wait().unwrap();
    }
    let second = SaveDivision { short_name: "Пункт на Лесной".into(), code: "apt-2".into() };
    world.desk.act(second).wait().unwrap();
    let mut window = opened(&world, &safe);
    window.click("Подразделение:");
    window.must_say("Аптека № 1 [apt-1]");
    window.click("Пункт на Лесной [apt-2]");
    save(&mut window);
    window.must_say("Настройки сохранены");
    assert_eq!(value(&world, "site.pharmacy_id"), "apt-2");
    picture(&mut window, "settings-division");
}
