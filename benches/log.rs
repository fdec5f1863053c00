//! The log with 1,000,000 records: opening a day, finding words, errors only, an order; 100,000 records as a workbook
//! against the floor of writing the same cells to the same library without our code.
//!
//! `cargo bench --bench log`.
#![expect(clippy::unwrap_used, clippy::print_stdout, clippy::cast_precision_loss, reason = "a bench")]

mod support;

use chrono::{DateTime, FixedOffset, Utc};
use expero::domain::log::{Http, Level, LogFilter, LogRow, Module, NewRecord};
use expero::sheets::LogSheet;
use expero::store::Mode;
use expero::store::error::StoreError;
use expero::store::log_file::LogFile;
use expero::text::Lang;
use support::{Times, time};

const RECORDS: i64 = 1_000_000;
const DAYS: i64 = 30;
const DAY: i64 = 24 * 3600 * 1_000_000;
/// 2026-11-26 00:00 UTC, in microseconds.
const LAST_DAY: i64 = 1_795_651_200_000_000;
const ROUNDS: usize = 200;

/// Title, of one day, level, module, words.
type Case<'a> = (&'a str, bool, Level, Option<Module>, &'a [&'a str]);

fn main() {
    let folder = support::folder();
    let path = folder.path().join("journal.db");
    let mut log = LogFile::open(&path, Mode::Write).unwrap();
    let made = time(|| {
        for from in (0..RECORDS).step_by(512) {
            let records: Vec<NewRecord> = (from..(from + 512).min(RECORDS)).map(record).collect();
            log.append(&records).unwrap();
        }
    });
    drop(log);
    let size = std::fs::metadata(&path).unwrap().len() as f64 / f64::from(1 << 20);
    println!("{RECORDS} records in {:.1} s, {size:.0} MiB", made.as_secs_f64());
    let mut log = LogFile::open(&path, Mode::Read).unwrap();
    println!("\n{:<44}{:>9}{:>9}{:>9}{:>8}", "first 500 rows", "p50 ms", "p99 ms", "max ms", "rows");
    let day = |n: i64| (at(LAST_DAY - n * DAY), at(LAST_DAY - (n - 1) * DAY));
    let all = (at(LAST_DAY - DAYS * DAY), at(LAST_DAY + DAY));
    let cases: &[Case<'_>] = &[
        ("a day", true, Level::Trace, None, &[""]),
        ("a day of the exchange", true, Level::Trace, Some(Module::Exchange), &[""]),
        ("errors of a day", true, Level::Warn, None, &[""]),
        ("errors of 30 days, exchange", false, Level::Warn, Some(Module::Exchange), &[""]),
        ("words of a day: common", true, Level::Trace, None, &["получены", "ответ 200"]),
        ("words of a day: rare", true, Level::Trace, None, &["EX-10", "не ответил вовремя"]),
        ("words of 30 days: common", false, Level::Trace, Some(Module::Exchange), &["получены", "ответ 200"]),
        ("words of 30 days: rare", false, Level::Trace, Some(Module::Exchange), &["не ответил вовремя", "EX-104"]),
        ("words of 30 days: rare, errors only", false, Level::Warn, None, &["ответ 200 за 33"]),
        ("words of 30 days: none", false, Level::Trace, None, &["такого нет", "zzz"]),
        ("words of 30 days: common, rare module", false, Level::Trace, Some(Module::Print), &["ответ 200"]),
        ("two letters of a day", true, Level::Trace, None, &["EX", "мс"]),
        ("two letters of a day: none", true, Level::Trace, None, &["ъъ"]),
    ];
    for (title, of_a_day, level, module, texts) in cases {
        let (mut times, mut rows) = (Times::default(), 0);
        for (round, n) in (0..ROUNDS).zip((0..DAYS).cycle()) {
            let (from, to) = if *of_a_day { day(n) } else { all };
            let text = texts.iter().cycle().nth(round % texts.len()).unwrap();
            let filter = LogFilter { module: *module, level: *level, from, to, text: (*text).to_owned(), order: None };
            times.add(time(|| rows += log.page(&filter, None, 500).unwrap().rows.len()));
        }
        println!("{title:<44}{}{:>8}", three(&times), rows / ROUNDS);
    }
    let mut times = Times::default();
    for order in 0..200 {
        let (from, to) = all;
        let filter = LogFilter { module: None, level: Level::Trace, from, to, text: String::new(), order: Some(order) };
        times.add(time(|| log.page(&filter, None, 500).unwrap()));
    }
    println!("{:<44}{}", "an order", three(&times));
    workbook(&mut log, folder.path());
}

fn workbook(log: &mut LogFile, folder: &std::path::Path) {
    let (from, to) = (at(LAST_DAY - 2 * DAY), at(LAST_DAY + DAY));
    let filter = LogFilter { module: None, level: Level::Trace, from, to, text: String::new(), order: None };
    let zone = FixedOffset::east_opt(3 * 3600).unwrap();
    let file = || std::fs::File::create(folder.join("log.xlsx")).unwrap();
    let (mut ours, mut reading, mut floor) = (Times::default(), Times::default(), Times::default());
    let mut rows = 0_usize;
    for _ in 0..5 {
        rows = 0;
        ours.add(time(|| {
            let mut sheet = LogSheet::begin(Lang::Ru, zone, to).unwrap();
            log.each(&filter, |row| {
                rows += 1;
                sheet.push(&row, "").unwrap();
                Ok::<_, StoreError>(())
            })
            .unwrap();
            sheet.finish(file()).unwrap();
        }));
        let mut kept: Vec<LogRow> = Vec::new();
        reading.add(time(|| {
            log.each(&filter, |row| {
                kept.push(row);
                Ok::<_, StoreError>(())
            })
        }));
        floor.add(time(|| bare(&kept, zone, file())));
    }
    let ms = |times: &Times| times.median().as_secs_f64() * 1_000.0;
    println!(
        "\n{rows} records × 11 columns as a workbook: {:.0} ms; reading them {:.0} ms; the library alone {:.0} ms",
        ms(&ours),
        ms(&reading),
        ms(&floor)
    );
    println!("ours / (reading + library) = {:.2}", ms(&ours) / (ms(&reading) + ms(&floor)));
}

/// The same cells, without formats and without our guards.
fn bare(rows: &[LogRow], zone: FixedOffset, file: std::fs::File) {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory().unwrap();
    for (row, n) in rows.iter().zip(0_u32..) {
        let at = row.id.at().with_timezone(&zone).naive_local();
        let days =
            (at - chrono::NaiveDate::from_ymd_opt(1899, 12, 30).unwrap().and_hms_opt(0, 0, 0).unwrap()).num_seconds();
        sheet.write_number(n, 0, days as f64 / 86_400.0).unwrap();
        let texts = [row.level.code(), &row.module, &row.till, &row.operation, &row.message];
        for (text, column) in texts.into_iter().zip(1_u16..) {
            sheet.write_string(n, column, text).unwrap();
        }
        if let Some(http) = &row.http {
            sheet.write_string(n, 7, &http.method).unwrap();
            sheet.write_string(n, 8, &http.path).unwrap();
            sheet.write_number(n, 9, f64::from(http.status.unwrap_or(0))).unwrap();
            sheet.write_number(n, 10, f64::from(http.millis.unwrap_or(0))).unwrap();
        }
    }
    book.save_to_writer(file).unwrap();
}

fn at(micros: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(micros).unwrap()
}

/// What a day of a busy pharmacy looks like: mostly polls, some statuses, few errors.
fn record(n: i64) -> NewRecord {
    let at_micros = LAST_DAY - (DAYS - 1) * DAY + n * (DAYS * DAY / RECORDS);
    let http = |method: &str, path: String| {
        Some(Http { method: method.into(), path, status: Some(200), millis: u32::try_from(n % 180).ok() })
    };
    let body = format!("{{\n  \"server_time\": \"2026-11-26T10:00:{:02}Z\",\n  \"has_more\": false\n}}", n % 60);
    let blank = NewRecord {
        at_micros,
        level: Level::Debug,
        module: Module::Exchange,
        till: String::new(),
        operation: "poll".into(),
        message: String::new(),
        order: None,
        http: None,
        request: String::new(),
        response: String::new(),
        fields: format!("request_id={n:032x}\nroute=orders\n"),
    };
    match n % 100 {
        0 => NewRecord {
            level: Level::Warn,
            message: "Брони не получены: Сайт не ответил вовремя. Запрос будет повторён сам.".into(),
            ..blank
        },
        1..=4 => NewRecord {
            operation: "deliver".into(),
            order: Some(n / 100),
            message: format!("POST v1/orders/EX-{}/change_status: ответ 200 за {} мс", 100_000 + n / 100, n % 180),
            http: http("POST", format!("v1/orders/EX-{}/change_status", 100_000 + n / 100)),
            request: body.clone(),
            response: body,
            ..blank
        },
        5..=24 => NewRecord {
            level: Level::Info,
            module: Module::Operations,
            operation: "scan_pack".into(),
            till: "Касса 1".into(),
            order: Some(n / 100),
            message: "Выполнено: Сканирование упаковки".into(),
            ..blank
        },
        25..=60 => NewRecord {
            message: "Брони получены: новых 0, изменённых 0, неразобранных 0".into(), ..blank
        },
        _ => NewRecord {
            message: format!("GET v1/orders: ответ 200 за {} мс", n % 180),
            http: http("GET", "v1/orders".into()),
            response: body,
            ..blank
        },
    }
}

fn three(times: &Times) -> String {
    let ms = |share| times.percentile(share).as_secs_f64() * 1_000.0;
    format!("{:>9.1}{:>9.1}{:>9.1}", ms(50), ms(99), ms(100))
}
