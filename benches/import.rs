//! Tables of 100,000 rows through the real program: time, memory above a table of one row, and how long another till
//! waits meanwhile for the smallest step of its own. The floor reads the same file and writes the same rows without checks.
//!
//! `cargo bench --bench import`.
#![expect(clippy::unwrap_used, clippy::print_stdout, clippy::cast_precision_loss, reason = "a bench")]

mod support;

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use expero::store::engine::params;
use expero::store::{Database, Mode};
use expero::usecase::settings::SetSetting;
use support::time;

const ROWS: usize = 100_000;

fn main() {
    let home = support::folder();
    let csv = home.path().join("stock.csv");
    let text = table(ROWS, 0);
    fs::write(&csv, &text).unwrap();
    println!("{ROWS} rows of 9 cells, CSV {:.1} MiB", text.len() as f64 / f64::from(1 << 20));
    let xlsx = home.path().join("stock.xlsx");
    fs::write(&xlsx, workbook(&text)).unwrap();
    let one = home.path().join("one.csv");
    fs::write(&one, table(1, 0)).unwrap();
    let changed = home.path().join("changed.csv");
    fs::write(&changed, table(ROWS, 100)).unwrap();

    let floor = floor(&text, &home.path().join("floor.db"));
    println!("floor: read and written in one transaction, no checks, no words: {:.2} s\n", floor.as_secs_f64());
    println!("{:<36}{:>9}{:>9}{:>12}{:>14}{:>14}", "", "s", "/floor", "peak MiB", "above 1 row", "wait max ms");
    let small = run(&home.path().join("small"), &one, &one);
    let data = home.path().join("data");
    let book = home.path().join("book");
    for (title, data, file) in [
        ("CSV, first time", &data, &csv),
        ("CSV, the same again", &data, &csv),
        ("CSV, 1 row in 100 differs", &data, &changed),
        ("XLSX, first time", &book, &xlsx),
        ("XLSX, the same again", &book, &xlsx),
    ] {
        let ran = run(data, file, &one);
        println!(
            "{title:<36}{:>9.2}{:>9.2}{:>12.1}{:>14.1}{:>14.1}",
            ran.took.as_secs_f64(),
            ran.took.as_secs_f64() / floor.as_secs_f64(),
            ran.peak_kib as f64 / 1024.0,
            (ran.peak_kib as f64 - small.peak_kib as f64) / 1024.0,
            ran.longest_wait.as_secs_f64() * 1e3,
        );
    }
}

/// Every `odd`-th row (none for zero) tells another stock.
fn table(rows: usize, odd: usize) -> String {
    let mut text = "product_id;name;manufacturer;barcode;batch_id;series;expires_on;price;quantity\n".to_owned();
    for n in 0..rows {
        let more = usize::from(odd > 0 && n.is_multiple_of(odd));
        let (name, word) = (n % 8_000, n % 977);
        let _ = writeln!(
            text,
            "p{n:06};Препарат{name} таб. {word} мг №20;Завод {};{};b{n};S{n:06};31.03.2029;{},50;{}",
            n % 300,
            4_600_000_000_000_u64 + n as u64,
            n % 900 + 10,
            n % 17 + more
        );
    }
    text
}

fn workbook(text: &str) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (at, line) in (0..).zip(text.lines()) {
        for (column, cell) in (0..).zip(line.split(';')) {
            sheet.write_string(at, column, cell).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

struct Ran {
    took: Duration,
    peak_kib: u64,
    longest_wait: Duration,
}

/// The program over a data folder; another process's till works on it meanwhile.
fn run(data: &Path, file: &Path, one: &Path) -> Ran {
    let program = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_expero"));
        command.arg("--data").arg(data).args(args);
        command
    };
    // The data begin with something that changes nothing.
    let begun = program(&["import", "goods", &one.display().to_string(), "--dry-run"]).output().unwrap();
    assert!(begun.status.success());
    let over = Arc::new(AtomicBool::new(false));
    let beside = {
        let (over, path) = (Arc::clone(&over), data.join("expero.db"));
        std::thread::Builder::new().name("till".to_owned()).spawn(move || beside(&path, &over)).unwrap()
    };
    let started = Instant::now();
    let mut child =
        program(&["import", "goods", &file.display().to_string()]).stderr(std::process::Stdio::null()).spawn().unwrap();
    let mut peak_kib = 0;
    let status = loop {
        peak_kib = peak_kib.max(high_water(child.id()));
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        std::thread::sleep(Duration::from_millis(3));
    };
    let took = started.elapsed();
    assert!(status.success());
    over.store(true, Ordering::Release);
    Ran { took, peak_kib, longest_wait: beside.join().unwrap() }
}

/// A small step twenty times a second; the longest that one took.
fn beside(path: &Path, over: &AtomicBool) -> Duration {
    let (mut db, clock) = (Database::open(path, Mode::Write).unwrap(), support::clock());
    let mut longest = Duration::ZERO;
    let mut turn = 0;
    while !over.load(Ordering::Acquire) {
        turn += 1;
        let value = if turn % 2 == 0 { "true" } else { "false" };
        let step = SetSetting { key: "scan.sound".to_owned(), value: value.to_owned() };
        longest = longest.max(time(|| support::act(&mut db, &clock, step)));
        std::thread::sleep(Duration::from_millis(50));
    }
    longest
}

/// The most memory a process ever had, KiB; 0 when it is gone.
fn high_water(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}

fn floor(text: &str, path: &Path) -> Duration {
    let mut db = Database::open(path, Mode::Write).unwrap();
    time(|| {
        db.write(|sql| {
            let mut rows = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
            for row in rows.records() {
                let row = row.unwrap();
                let cell = |n: usize| row.get(n).unwrap_or_default().to_owned();
                let goods = sql.insert(
                    "INSERT INTO goods (code, name, manufacturer, search_key) VALUES (?1, ?2, ?3, '') RETURNING goods_id",
                    params![&cell(0), &cell(1), &cell(2)],
                )?;
                sql.execute("INSERT INTO goods_barcode (barcode, goods_id) VALUES (?1, ?2)", params![&cell(3), goods])?;
                let batch = sql.insert(
                    "INSERT INTO batch (goods_id, code, series, expires_on, price) VALUES (?1, ?2, ?3, '2029-03-31', 1)
                     RETURNING batch_id",
                    params![goods, &cell(4), &cell(5)],
                )?;
                let packs: i64 = cell(8).parse().unwrap();
                sql.execute(
                    "INSERT INTO stock_move (batch_id, at, kind, packs) VALUES (?1, 0, 'in', ?2)",
                    params![batch, packs],
                )?;
            }
            Ok::<(), expero::store::error::StoreError>(())
        })
        .unwrap();
    })
}
