//! What is kept of a line, and when nothing is.

use std::sync::Arc;

use super::*;
use crate::domain::clock::{ManualClock, from_millis};
use crate::domain::log::{Http, LogFilter, LogRow, Module, NewRecord, RecordId};

const NOON: i64 = 1_795_500_000_000;
const DAY: i64 = 24 * 3600;

fn clock_at(millis: i64) -> (Arc<ManualClock>, Arc<dyn Clock>) {
    let clock = Arc::new(ManualClock::at(from_millis(millis)));
    (Arc::clone(&clock), clock)
}

fn everything() -> LogFilter {
    let (from, to) = (from_millis(0), from_millis(9_000_000_000_000));
    LogFilter { module: None, level: Level::Trace, from, to, text: String::new(), order: None }
}

fn rows(folder: &Path, filter: &LogFilter) -> Vec<LogRow> {
    read(folder).unwrap().page(filter, None, 1_000).unwrap().rows
}

fn messages(folder: &Path, filter: &LogFilter) -> Vec<String> {
    rows(folder, filter).into_iter().map(|row| row.message).collect()
}

fn record(at_micros: i64, message: &str) -> NewRecord {
    NewRecord {
        at_micros,
        level: Level::Info,
        module: Module::Program,
        till: String::new(),
        operation: String::new(),
        message: message.to_owned(),
        order: None,
        http: None,
        request: String::new(),
        response: String::new(),
        fields: String::new(),
    }
}

#[test]
fn a_line_keeps_its_words_place_order_and_exchange() {
    let folder = tempfile::tempdir().unwrap();
    let (_, clock) = clock_at(NOON);
    over(folder.path(), &clock, |journal| {
        journal.name_till("till-1", "Касса 1");
        let by_hand = tracing::info_span!(target: "expero::sync", "run", till = "till-1", operation = "poll");
        by_hand.in_scope(|| {
            tracing::debug!(target: "expero::site::client", method = "GET", path = "v1/orders", status = 200_u16, ms = 40_u32,
                order = 7, request = "{}", response = "[]", take = 200, "exchange");
        });
        tracing::warn!(target: "expero::sync", till = "sync", code = "store-error-busy", "orders could not be polled");
        tracing::info!(target: "hyper", "not of interest");
        tracing::debug!(target: "expero::ui", "nor this");
    })
    .unwrap();
    let rows = rows(folder.path(), &everything());
    assert_eq!(rows.len(), 2, "{rows:?}");
    let [poll, exchange] = &rows[..] else { panic!("{rows:?}") };
    assert_eq!((poll.level, poll.module.as_str(), poll.till.as_str()), (Level::Warn, "BuyerOrder.Pharmix", ""));
    assert_eq!(poll.message, format!("{}: {}", tr("log-orders-could-not-be-polled"), tr("store-error-busy")));
    assert_eq!((exchange.till.as_str(), exchange.operation.as_str(), exchange.order), ("Касса 1", "poll", Some(7)));
    let http = Http { method: "GET".into(), path: "v1/orders".into(), status: Some(200), millis: Some(40) };
    assert_eq!(exchange.http, Some(http));
    let details = read(folder.path()).unwrap().details(exchange.id).unwrap().unwrap();
    assert_eq!(
        (details.request.as_str(), details.response.as_str(), details.fields.as_str()),
        ("{}", "[]", "take=200\n")
    );
    assert_eq!(exchange.id.at(), from_millis(NOON));
}

fn tr(key: &str) -> String {
    crate::text::tr(Lang::Ru, key)
}

#[test]
fn the_owner_chooses_where_records_begin_and_it_applies_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let (_, clock) = clock_at(NOON);
    let say = || {
        tracing::debug!(target: "expero::sync", "exchange at debug");
        tracing::info!(target: "expero::ui", "screen at info");
        tracing::error!(target: "expero::ui", "screen at error");
    };
    over(folder.path(), &clock, |journal| {
        journal.choose(LogChoice { exchange: Level::Warn, others: Level::Error, ..LogChoice::default() });
        say();
        journal.flush();
        assert_eq!(messages(folder.path(), &everything()), ["screen at error"]);
        journal.choose(LogChoice { exchange: Level::Trace, ..LogChoice::default() });
        say();
    })
    .unwrap();
    assert_eq!(rows(folder.path(), &everything()).len(), 4);
}

#[test]
fn records_are_found_by_day_module_level_order_and_any_part_of_their_words() {
    let folder = tempfile::tempdir().unwrap();
    let path = file_in(folder.path());
    let mut file = LogFile::open(&path, Mode::Write).unwrap();
    let at = |day: i64, second: i64| (NOON / 1_000 + day * DAY + second) * 1_000_000;
    let exchange = NewRecord {
        module: Module::Exchange, ..record(at(0, 2), "Получение ЗАКАЗОВ: нет ответа")
    };
    let bad = NewRecord { level: Level::Error, order: Some(5), ..exchange.clone() };
    let same_moment = [record(at(0, 1), "один 100% «\"кавычки\"»"), record(at(0, 1), "два")];
    file.append(&same_moment).unwrap();
    file.append(&[exchange, bad, record(at(1, 0), "завтра"), record(at(-1, 0), "вчера")]).unwrap();

    let found = |change: &dyn Fn(&mut LogFilter)| {
        let mut filter = everything();
        change(&mut filter);
        messages(folder.path(), &filter)
    };
    let both = ["Получение ЗАКАЗОВ: нет ответа", "Получение ЗАКАЗОВ: нет ответа"];
    assert_eq!(found(&|_| {}).len(), 6, "two records of one moment are both kept");
    assert_eq!(found(&|f| f.module = Some(Module::Exchange)), both);
    assert_eq!(found(&|f| f.level = Level::Warn), both[..1]);
    assert_eq!(found(&|f| f.order = Some(5)), both[..1]);
    assert_eq!(found(&|f| f.text = "заказов".into()), both);
    assert_eq!(found(&|f| f.text = "ОТВЕТА".into()), both);
    assert_eq!(found(&|f| f.text = "\"кавычки\"".into()).len(), 1);
    assert_eq!(found(&|f| f.text = "0%".into()).len(), 1, "two letters are looked for as well");
    assert_eq!(found(&|f| f.text = "НЕ".into()).len(), 2);
    assert_eq!(found(&|f| f.text = "* OR message".into()).len(), 0, "no language of its own");
    let day = |f: &mut LogFilter| {
        f.from = RecordId(at(0, 0)).at();
        f.to = RecordId(at(1, 0)).at();
    };
    assert_eq!(found(&|f| day(f)).len(), 4);
    assert_eq!(
        found(&|f| {
            day(f);
            f.text = "вчера".into();
        })
        .len(),
        0
    );

    let first = file.page(&everything(), None, 4).unwrap();
    assert!(first.more);
    let rest = file.page(&everything(), first.rows.last().map(|row| row.id), 4).unwrap();
    assert_eq!((first.rows.len(), rest.rows.len(), rest.more), (4, 2, false));
    let mut all = 0;
    file.each(&everything(), |_| {
        all += 1;
        Ok::<_, StoreError>(())
    })
    .unwrap();
    assert_eq!(all, 6);
}

#[test]
fn old_records_go_at_night_today_and_the_future_stay() {
    let folder = tempfile::tempdir().unwrap();
    let path = file_in(folder.path());
    let micros = |day: i64| (NOON / 1_000 + day * DAY) * 1_000_000;
    let many = (0..4_500).map(|n| record(micros(-40) + n, "старое")).collect::<Vec<_>>();
    let days = [-31, -30, -1, 0, 400];
    {
        let mut file = LogFile::open(&path, Mode::Write).unwrap();
        file.append(&many).unwrap();
        file.append(&days.map(|day| record(micros(day), &day.to_string()))).unwrap();
        let edge = RecordId(micros(-30));
        let mut portions = 1;
        while !file.remove_before(edge).unwrap() {
            portions += 1;
        }
        assert_eq!(portions, 3, "a portion at a time");
    }
    assert_eq!(messages(folder.path(), &everything()), ["400", "0", "-1", "-30"]);
    let mut by_words = everything();
    by_words.text = "старое".into();
    assert_eq!(messages(folder.path(), &by_words).len(), 0, "and their words with them");
}

#[test]
fn the_writer_removes_what_is_older_than_the_owner_wants() {
    let folder = tempfile::tempdir().unwrap();
    let micros = |day: i64| (NOON / 1_000 + day * DAY) * 1_000_000;
    LogFile::open(&file_in(folder.path()), Mode::Write)
        .unwrap()
        .append(&[-9, -7, 0, 30].map(|day| record(micros(day), &day.to_string())))
        .unwrap();
    let (manual, clock) = clock_at(NOON);
    let levels = Arc::new(Levels::new(None));
    levels.choose(LogChoice { keep_days: 8, ..LogChoice::default() });
    let mut pen = writer::Pen::of(&file_in(folder.path()), Arc::clone(&clock), Arc::clone(&levels)).unwrap();
    pen.tidy();
    assert_eq!(messages(folder.path(), &everything()), ["30", "0", "-7"], "at the first look");
    // A clock without a battery: nothing of what is there counts as old.
    manual.advance_secs(-20_000 * DAY);
    pen.tidy();
    assert_eq!(messages(folder.path(), &everything()).len(), 3);
    manual.advance_secs(20_002 * DAY);
    pen.tidy();
    assert_eq!(messages(folder.path(), &everything()), ["30", "0"]);
}

#[test]
fn a_log_that_cannot_be_used_is_put_aside_and_a_new_one_begun() {
    for bytes in [&b"this is no database at all, but some words that somebody wrote"[..], b""] {
        let folder = tempfile::tempdir().unwrap();
        let path = file_in(folder.path());
        std::fs::write(&path, bytes).unwrap();
        let mut file = LogFile::open(&path, Mode::Write).unwrap();
        file.append(&[record(1, "begun")]).unwrap();
        assert_eq!(messages(folder.path(), &everything()), ["begun"]);
        let aside = folder.path().join("journal.db.damaged");
        assert_eq!(std::fs::read(&aside).unwrap_or_default(), bytes);
    }
}

#[test]
fn what_could_not_be_kept_is_counted_and_told_of_when_it_works_again() {
    let folder = tempfile::tempdir().unwrap();
    let (manual, clock) = clock_at(NOON);
    let levels = Arc::new(Levels::new(None));
    let mut pen = writer::Pen::of(&file_in(folder.path()), clock, Arc::clone(&levels)).unwrap();
    let write = |pen: &mut writer::Pen, words: &str| pen.write(&mut vec![record(1, words)]);
    pen.free = |_| Some(1 << 20);
    write(&mut pen, "no room");
    assert_eq!(levels.lost(), 1, "a nearly full disk is left to sales");
    pen.free = |_| Some(1 << 40);
    write(&mut pen, "still quiet");
    manual.advance_secs(60);
    write(&mut pen, "room again");
    let told = crate::text::tr_args(Lang::Ru, "log-lines-lost", &[("n", 2_u64.into())]);
    assert_eq!(messages(folder.path(), &everything()), [told, "room again".to_owned()]);
    write(&mut pen, "and on");
    assert_eq!(rows(folder.path(), &everything()).len(), 3, "told once");
}

#[cfg(unix)]
#[test]
fn only_the_owner_reads_the_log_whatever_the_folder_was_before() {
    use std::os::unix::fs::PermissionsExt;
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("logs");
    std::fs::create_dir(&folder).unwrap();
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o755)).unwrap();
    let (_, clock) = clock_at(NOON);
    over(&folder, &clock, |_| tracing::error!(target: "expero::cli", "a line")).unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
}
