//! What the benches share: time taken in turns, percentiles, one table, and a shop made from a seed.
//!
//! Ours and the floor run one after the other in every round, so that a slow moment of the machine falls on
//! both; medians are compared, never single runs. A figure is worth what the machine's quiet is worth.
#![allow(dead_code, reason = "each bench uses its own part")]

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use expero::desk;
use expero::domain::batch::StorageBand;
use expero::domain::clock::{Clock, ManualClock, from_millis};
use expero::domain::ids::{BatchCode, ProductCode, SiteOrderId, TillId};
use expero::domain::money::Kopecks;
use expero::domain::order::{Customer, PaymentMethod, PaymentState};
use expero::domain::packs::Packs;
use expero::domain::site_order::{SiteLine, SiteOrder, SiteStamps};
use expero::domain::status::OrderStatus;
use expero::sandbox::catalogue::{DemoGoods, DemoPeople, Generator};
use expero::store::Database;
use expero::store::goods::{GoodsMarks, NewBatch, NewGoods};
use expero::usecase::import_goods::{GoodsWithStock, ImportGoods};
use expero::usecase::receive_orders::{Progress, ReceiveOrders, Received};
use expero::usecase::{Action, Actor};

/// How long `work` took.
pub fn time<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    black_box(work());
    start.elapsed()
}

/// Times of one thing.
#[derive(Default)]
pub struct Times(Vec<Duration>);

impl Times {
    pub fn add(&mut self, time: Duration) {
        self.0.push(time);
    }

    /// The time below which this share (per cent) of the runs stayed.
    pub fn percentile(&self, share: usize) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let last = sorted.len().saturating_sub(1);
        sorted.get((sorted.len() * share / 100).min(last)).copied().unwrap_or_default()
    }

    pub fn median(&self) -> Duration {
        self.percentile(50)
    }
}

/// Runs `ours` and `floor` in turns.
pub fn turns<A, B>(
    rounds: usize,
    mut ours: impl FnMut(usize) -> A,
    mut floor: impl FnMut(usize) -> B,
) -> (Times, Times) {
    let (mut a, mut b) = (Times::default(), Times::default());
    for round in 0..rounds {
        a.add(time(|| ours(round)));
        b.add(time(|| floor(round)));
    }
    (a, b)
}

pub fn head(title: &str) {
    println!("\n{title}");
    println!("{:<42}{:>11}{:>11}{:>11}{:>11}{:>8}", "", "ours p50", "ours p99", "floor p50", "floor p99", "ratio");
}

/// One line of the table; the ratio is of the medians.
pub fn row(what: &str, ours: &Times, floor: &Times) {
    let ratio = ours.median().as_secs_f64() / floor.median().as_secs_f64();
    println!(
        "{what:<42}{:>11}{:>11}{:>11}{:>11}{ratio:>8.2}",
        shown(ours.median()),
        shown(ours.percentile(99)),
        shown(floor.median()),
        shown(floor.percentile(99)),
    );
}

/// A line without a floor.
pub fn alone(what: &str, ours: &Times) {
    println!("{what:<42}{:>11}{:>11}", shown(ours.median()), shown(ours.percentile(99)));
}

fn shown(time: Duration) -> String {
    let us = time.as_secs_f64() * 1e6;
    if us < 1_000.0 { format!("{us:.1} us") } else { format!("{:.2} ms", us / 1e3) }
}

/// 24 November 2026, 09:00 in Moscow.
pub fn start() -> DateTime<Utc> {
    from_millis(1_795_500_000_000)
}

pub fn clock() -> ManualClock {
    ManualClock::at(start())
}

pub fn actor() -> Actor {
    Actor { user: "Bench".to_owned(), till: TillId("till-1".to_owned()) }
}

/// A folder on the disk of the target directory: `/tmp` may be memory, where durability costs nothing.
pub fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap()
}

pub fn act<A: Action>(db: &mut Database, clock: &dyn Clock, action: A) -> A::Value {
    desk::perform(db, clock, &actor(), action).unwrap().value
}

/// Fills the database with `count` goods of seed 1 and answers their codes.
pub fn stock(db: &mut Database, count: usize) -> Vec<String> {
    stock_named(db, count, |_, _| {})
}

/// The same with other names: `rename` gets the running number.
pub fn stock_named(db: &mut Database, count: usize, mut rename: impl FnMut(usize, &mut DemoGoods)) -> Vec<String> {
    let clock = clock();
    let mut codes = Vec::with_capacity(count);
    let mut portion = Vec::new();
    for (at, mut goods) in Generator::new(1, count, start().date_naive()).enumerate() {
        rename(at, &mut goods);
        codes.push(goods.code.clone());
        portion.push(with_stock(goods));
        if portion.len() == 5_000 {
            act(db, &clock, ImportGoods { items: std::mem::take(&mut portion) });
        }
    }
    act(db, &clock, ImportGoods { items: portion });
    codes
}

fn with_stock(goods: DemoGoods) -> GoodsWithStock {
    let storage = StorageBand { min_celsius: goods.storage.min_celsius, max_celsius: Some(goods.storage.max_celsius) };
    let batches = goods.batches.into_iter().map(|b| {
        let batch = NewBatch {
            code: b.code,
            series: b.series,
            expires_on: b.expires_on,
            place: b.place,
            storage,
            price: Kopecks(b.price_kopecks),
            max_price: b.max_price_kopecks.map(Kopecks),
        };
        (batch, Packs(b.packs))
    });
    GoodsWithStock {
        batches: batches.collect(),
        goods: NewGoods {
            code: goods.code,
            name: goods.name,
            inn: goods.inn,
            form: goods.form,
            strength: goods.strength,
            manufacturer: goods.maker,
            country: goods.country,
            barcodes: vec![goods.barcode],
            marks: GoodsMarks { is_rx: goods.is_rx, is_vital: goods.is_vital, vat_rate: i64::from(goods.vat_rate) },
        },
    }
}

/// `count` site orders of three lines each; `status` by number.
pub fn orders(codes: &[String], count: usize, status: impl Fn(usize) -> OrderStatus) -> Vec<SiteOrder> {
    DemoPeople::new(1)
        .take(count)
        .enumerate()
        .map(|(number, person)| {
            let at = start() - TimeDelta::seconds(i64::try_from(count - number).unwrap() * 60);
            let status = status(number);
            let line = |n: usize| {
                let code = codes.get((number * 7 + n * 13) % codes.len()).unwrap();
                let (packs, price) =
                    (Packs(1 + i64::try_from(n).unwrap()), Kopecks(10_000 + i64::try_from(number % 900).unwrap()));
                SiteLine {
                    line_id: n.to_string(),
                    product: ProductCode(code.clone()),
                    batch: Some(BatchCode(format!("{code}-1"))),
                    name: format!("Парацетамол таб. 500 мг №{}", 10 + number % 90),
                    manufacturer: "Фармстандарт".to_owned(),
                    packs,
                    price,
                    claimed_sum: Some(price.times(packs)),
                }
            };
            let mut order = SiteOrder {
                site_id: SiteOrderId(format!("5b1c7d5e-{number:08}")),
                number: format!("EX-{:06}", 100_000 + number),
                pharmacy_id: "ph-1".to_owned(),
                status,
                raw_status: status.code().to_owned(),
                revision: 1,
                stamps: SiteStamps { created_at: at, updated_at: at, reserved_until: Some(at + TimeDelta::days(2)) },
                customer: Customer { name: person.name, phone: person.phone },
                comment: person.comment,
                method: PaymentMethod::OnPickup,
                payment: if number.is_multiple_of(3) { PaymentState::Paid } else { PaymentState::Unpaid },
                cancelled: None,
                is_test: false,
                lines: (0..3).map(line).collect(),
                claimed_total: None,
            };
            order.claimed_total = Some(order.total());
            order
        })
        .collect()
}

/// Takes orders in as pages of a thousand would bring them.
pub fn receive(db: &mut Database, orders: Vec<SiteOrder>) -> Received {
    let page = ReceiveOrders {
        orders,
        broken: Vec::new(),
        progress: Progress::Cursor(Some("c".to_owned())),
        pharmacy_id: "ph-1".to_owned(),
    };
    act(db, &clock(), page)
}

/// A plain connection with the same rules of durability as the store's.
pub fn plain(path: &Path) -> rusqlite::Connection {
    let connection = rusqlite::Connection::open(path).unwrap();
    for (name, value) in [("journal_mode", "WAL"), ("synchronous", "FULL"), ("temp_store", "MEMORY")] {
        connection.pragma_update(None, name, value).unwrap();
    }
    connection.pragma_update(None, "foreign_keys", true).unwrap();
    connection.pragma_update(None, "cache_size", -8_192_i64).unwrap();
    connection.set_prepared_statement_cache_capacity(256);
    connection
}
