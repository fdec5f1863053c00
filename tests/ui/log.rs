//! «Просмотр логов» and the tab «Логи»: found by module, day, level and words; one record whole; to its order and back.

use std::sync::{Arc, Mutex};

use egui::{Key, Modifiers};
use expero::domain::log::{Http, Level, LogDetails, LogFilter, LogPage, Module, NewRecord, RecordId};
use expero::domain::order::PaymentState;
use expero::store::Mode;
use expero::store::log_file::LogFile;
use expero::ui::services::{Job, JobSlot, LOG_PORTION, LogJob, Progress, Saved, Services, Wake};
use expero::usecase::read::settings::GetSetting;

use super::pictures::picture;
use super::world::{NOW_MS, Window, World};

type Saving = (LogJob, Arc<Progress>, JobSlot<Saved>);

/// A log in a file, and lists on their way to a workbook.
struct Book {
    file: Mutex<LogFile>,
    saving: Mutex<Vec<Saving>>,
    _folder: tempfile::TempDir,
}

impl Book {
    fn of(records: &[NewRecord]) -> Arc<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mut file = LogFile::open(&folder.path().join("journal.db"), Mode::Write).unwrap();
        file.append(records).unwrap();
        Arc::new(Self { file: Mutex::new(file), saving: Mutex::default(), _folder: folder })
    }
}

impl Services for Book {
    fn read_log(&self, filter: LogFilter, before: Option<RecordId>, _wake: Wake) -> Job<LogPage> {
        Job::ready(Ok(self.file.lock().unwrap().page(&filter, before, LOG_PORTION).unwrap()))
    }

    fn log_details(&self, id: RecordId, _wake: Wake) -> Job<LogDetails> {
        Job::ready(Ok(self.file.lock().unwrap().details(id).unwrap().unwrap()))
    }

    fn save_log(&self, job: LogJob, progress: Arc<Progress>, wake: Wake) -> Job<Saved> {
        let (slot, answer) = Job::new(wake);
        self.saving.lock().unwrap().push((job, progress, slot));
        answer
    }
}

fn record(seconds_ago: i64, level: Level, message: &str) -> NewRecord {
    NewRecord {
        at_micros: (NOW_MS - seconds_ago * 1_000) * 1_000,
        level,
        module: Module::Exchange,
        till: String::new(),
        operation: "poll".into(),
        message: message.into(),
        order: None,
        http: None,
        request: String::new(),
        response: String::new(),
        fields: String::new(),
    }
}

fn day(world: &World) -> Vec<NewRecord> {
    let order = world.number("SELECT order_id FROM customer_order");
    let sent = NewRecord {
        till: "Касса 1".into(),
        operation: "deliver".into(),
        order: Some(order),
        http: Some(Http {
            method: "POST".into(),
            path: "v1/orders/A-1/change_status".into(),
            status: Some(200),
            millis: Some(41),
        }),
        request: "{\n  \"change_id\": \"01HQ\",\n  \"status\": \"accepted\"\n}".into(),
        response: "{\n  \"customer\": {\n    \"name\": \"••• (13)\"\n  },\n  \"order_id\": \"A-1\"\n}".into(),
        fields: "request_id=5e1c\n".into(),
        ..record(30, Level::Debug, "POST v1/orders/A-1/change_status: ответ 200 за 41 мс")
    };
    let mut all = vec![
        record(20, Level::Warn, "Брони не получены: Сайт не ответил вовремя. Запрос будет повторён сам."),
        sent,
        record(40, Level::Info, "Брони получены: новых 1, изменённых 0, неразобранных 0"),
        record(90_000, Level::Error, "вчерашняя ошибка"),
        NewRecord {
            module: Module::Operations, ..record(50, Level::Info, "Выполнено: Принятие заказа")
        },
    ];
    all.extend((0..1_200).map(|n| record(60 + n, Level::Debug, &format!("GET v1/orders: ответ 200 за {n} мс"))));
    all
}

fn opened<'w>(world: &'w World, book: &Arc<Book>) -> Window<'w> {
    let mut window = world.window_with(book.clone());
    window.chord(Modifiers::COMMAND, Key::G);
    window.settle();
    window.must_say("Просмотр логов");
    window
}

fn world() -> World {
    let world = World::stocked();
    world.order("A-1", PaymentState::Unpaid, &[("P1", 1, 3550)]);
    world
}

#[test]
fn records_of_today_are_there_and_narrow_by_errors_words_module_and_days() {
    let world = world();
    let mut window = opened(&world, &Book::of(&day(&world)));
    window.must_say("Брони не получены: Сайт не ответил вовремя");
    window.must_say("показаны последние 500, ниже есть ещё");
    window.must_not_say("вчерашняя ошибка");
    picture(&mut window, "log");
    window.chord(Modifiers::ALT, Key::E);
    window.settle();
    window.must_say("записей: 1");
    window.fill("С даты", "22.11.2026");
    window.key(Key::F5);
    window.settle();
    window.must_say("записей: 2");
    window.must_say("вчерашняя ошибка");
    window.chord(Modifiers::ALT, Key::E);
    window.fill("Фильтр по содержимому сообщения", "ПРИНЯТИЕ");
    window.key(Key::F5);
    window.settle();
    window.must_say("Записей нет");
    window.click("Все модули");
    window.settle();
    window.must_say("Выполнено: Принятие заказа");
    window.must_say("Expero.Operations");
    window.fill("С даты", "вчера");
    window.key(Key::F5);
    window.must_say("Дата не понята");
    window.must_say("дд.мм.гггг");
}

#[test]
fn one_record_is_shown_whole_copied_and_leads_to_its_order_and_back() {
    let world = world();
    let mut window = opened(&world, &Book::of(&day(&world)));
    window.key(Key::ArrowDown);
    window.settle();
    window.must_say("\"change_id\": \"01HQ\"");
    window.must_say("••• (13)");
    window.must_say("Передача статуса");
    picture(&mut window, "log-record");
    let copied = window.copied_by(Modifiers::ALT, Key::C);
    assert!(copied.contains("POST v1/orders/A-1/change_status") && copied.contains("01HQ"), "{copied}");
    window.key(Key::F7);
    window.settle();
    window.must_say("Список заказов клиентов");
    window.chord(Modifiers::ALT, Key::L);
    window.settle();
    window.must_say("записей: 1");
    window.click("Заказ A-1 ✕");
    window.settle();
    window.must_say("показаны последние 500");
}

#[test]
fn a_list_becomes_a_workbook_with_its_progress_and_may_be_stopped() {
    let world = world();
    let book = Book::of(&day(&world));
    let mut window = opened(&world, &book);
    window.chord(Modifiers::ALT, Key::X);
    window.settle();
    let (job, progress, slot) = book.saving.lock().unwrap().remove(0);
    assert_eq!(job.filter.module, Some(Module::Exchange));
    progress.add(1_203);
    window.settle();
    window.must_say("Пишется: 1203. Остановить");
    window.chord(Modifiers::ALT, Key::X);
    assert!(progress.is_stopped());
    slot.fill(Ok(Saved::File("лог.xlsx".into())));
    window.settle();
    window.must_say("Записано в файл лог.xlsx: 1203");
}

#[test]
fn the_level_of_the_exchange_is_chosen_here_and_applies_to_the_setting() {
    let world = world();
    let mut window = opened(&world, &Book::of(&[]));
    window.must_say("Записей нет");
    window.click("Текущий уровень логирования");
    window.settle();
    window.click("Ошибка (Error)");
    window.settle();
    window.must_say("Для разбора ошибок нужен Debug");
    let level = world.desk.ask(GetSetting { key: "log.exchange_level".into() }).wait().unwrap();
    assert_eq!(level, "error");
}

#[test]
fn the_tab_of_the_settings_shows_the_exchange_of_one_day() {
    let world = world();
    let book = Book::of(&day(&world));
    let mut window = world.window_with(book.clone());
    window.chord(Modifiers::COMMAND, Key::F12);
    window.chord(Modifiers::ALT, Key::Num3);
    window.settle();
    window.must_say("Брони не получены");
    window.must_not_say("Выполнено: Принятие заказа");
    picture(&mut window, "settings-log");
    window.chord(Modifiers::ALT, Key::E);
    window.settle();
    window.must_not_say("Брони получены: новых 1");
    window.fill("Дата", "22.11.2026");
    window.key(Key::F5);
    window.settle();
    window.must_say("вчерашняя ошибка");
    window.fill("Дата", "31.02.2026");
    window.key(Key::F5);
    window.must_say("Дата не понята");
}
