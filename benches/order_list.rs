//! The order list over 100,000 orders and 50,000 goods: its questions against plain statements, and the
//! window's frame against a raw egui_extras table of as many rows.
//!
//! Goals: a frame at most 1.5 of the raw table, p99 at most 4 ms; search p99 at most 16 ms. Frames are run
//! without a graphics card: layout and shapes, no tessellation and no painting, the same for both.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a bench prints and stops at the first surprise")]

#[path = "support/frames.rs"]
mod frames;
mod support;

use std::sync::Arc;

use expero::desk::{self, Desk};
use expero::domain::ids::OrderId;
use expero::domain::status::OrderStatus;
use expero::store::{Database, Mode};
use expero::usecase::Query;
use expero::usecase::read::goods_search::GoodsSearch;
use expero::usecase::read::lanes::LaneCounts;
use expero::usecase::read::order_list::{Lane, OrderFilter, OrderIndex, OrderRows, SortBy};
use rusqlite::Connection;
use support::{Times, alone, head, row, time, turns};

const GOODS: usize = 50_000;
const ORDERS: usize = 100_000;
const VISIBLE: usize = 60;
const FRAMES: usize = 400;

fn main() {
    let folder = support::folder();
    let path = folder.path().join("expero.db");
    let made = time(|| {
        let mut db = Database::open(&path, Mode::Write).unwrap();
        let codes = support::stock(&mut db, GOODS);
        let mut orders = support::orders(&codes, ORDERS, status).into_iter();
        loop {
            let page: Vec<_> = orders.by_ref().take(1_000).collect();
            if page.is_empty() {
                break;
            }
            support::receive(&mut db, page);
        }
    });
    println!("made {GOODS} goods and {ORDERS} orders in {:.1} s", made.as_secs_f64());
    questions(&path);
    screen(&path);
}

/// Most orders of a pharmacy are long over.
const fn status(number: usize) -> OrderStatus {
    match number % 1_000 {
        3 => OrderStatus::New,
        7 | 11 => OrderStatus::Accepted,
        13 | 17 | 19 => OrderStatus::Assembled,
        n if n < 150 => OrderStatus::Cancelled,
        n if n < 230 => OrderStatus::ReserveExpired,
        _ => OrderStatus::Closed,
    }
}

fn ask<Q: Query>(db: &mut Database, query: Q) -> Q::Rows {
    desk::answer(db, &support::clock(), query).unwrap()
}

fn ids_of(connection: &Connection, sql: &str) -> Vec<(i64, i64)> {
    let mut statement = connection.prepare_cached(sql).unwrap();
    statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?))).unwrap().map(Result::unwrap).collect()
}

fn questions(path: &std::path::Path) {
    let mut db = Database::open(path, Mode::Read).unwrap();
    let plain = support::plain(path);
    head(&format!("questions over {ORDERS} orders, floor: the plain statement by rusqlite"));

    let (ours, floor) = turns(
        30,
        |_| ask(&mut db, OrderIndex::default()).ids.len(),
        |_| ids_of(&plain, "SELECT order_id, total FROM customer_order ORDER BY created_at DESC, order_id DESC").len(),
    );
    row("OrderIndex, all, newest first", &ours, &floor);

    let by_sum = OrderIndex { sort: SortBy::Total, ..OrderIndex::default() };
    let (ours, floor) = turns(
        15,
        |_| ask(&mut db, by_sum.clone()).ids.len(),
        |_| ids_of(&plain, "SELECT order_id, total FROM customer_order ORDER BY total DESC, order_id DESC").len(),
    );
    row("OrderIndex, all, by sum", &ours, &floor);

    let lane = OrderFilter { lane: Lane::ToCollect, ..OrderFilter::default() };
    let lane = OrderIndex { filter: lane, ..OrderIndex::default() };
    let (ours, floor) = turns(
        100,
        |_| ask(&mut db, lane.clone()).ids.len(),
        |_| {
            let sql = "SELECT order_id, total FROM customer_order WHERE status = 'accepted' ORDER BY created_at DESC";
            ids_of(&plain, sql).len()
        },
    );
    row("OrderIndex, lane \u{ab}\u{421}\u{43e}\u{431}\u{440}\u{430}\u{442}\u{44c}\u{bb}", &ours, &floor);

    let text = OrderFilter { text: "смирнова 500".to_owned(), ..OrderFilter::default() };
    let text = OrderIndex { filter: text, ..OrderIndex::default() };
    let (ours, floor) = turns(
        30,
        |_| ask(&mut db, text.clone()).ids.len(),
        |_| {
            let sql = "SELECT order_id, total FROM customer_order
                       WHERE search_key LIKE '%смирнова%' AND search_key LIKE '%500%' ORDER BY created_at DESC";
            ids_of(&plain, sql).len()
        },
    );
    row("OrderIndex, two words", &ours, &floor);

    let all: Vec<OrderId> = ask(&mut db, OrderIndex::default()).ids;
    let window = |round: usize| all.iter().skip(round * 997 % (ORDERS - VISIBLE)).take(VISIBLE);
    let (ours, floor) = turns(
        300,
        |round| ask(&mut db, OrderRows { ids: window(round).copied().collect() }).len(),
        |round| {
            let sql = "SELECT status, raw_status, attention, is_test, site_number, own_number, created_at,
                              customer_name, customer_phone, line_count, total, pay_state, hold_until, comment
                       FROM customer_order WHERE order_id = ?1";
            let mut statement = plain.prepare_cached(sql).unwrap();
            window(round).map(|id| statement.query_row([id.0], |r| r.get::<_, String>(7)).unwrap().len()).sum::<usize>()
        },
    );
    row(&format!("OrderRows, {VISIBLE} rows (floor: no delivery)"), &ours, &floor);

    let (ours, floor) = turns(
        100,
        |_| ask(&mut db, LaneCounts).all,
        |_| plain.query_row("SELECT count(*) FROM customer_order", [], |r| r.get::<_, i64>(0)).unwrap(),
    );
    row("LaneCounts (floor: one count)", &ours, &floor);

    // As typed, letter by letter.
    let typed = ["п", "па", "пар", "пара", "парац", "нуроф", "500 мг", "таб 20", "4601", "ъъъ"];
    let mut search = Times::default();
    for _ in 0..20 {
        for text in typed {
            let query = GoodsSearch { text: text.to_owned(), limit: 50 };
            search.add(time(|| ask(&mut db, query).len()));
        }
    }
    alone(&format!("GoodsSearch as you type, {GOODS} goods"), &search);
}

fn screen(path: &std::path::Path) {
    let write = Database::open(path, Mode::Write).unwrap();
    let read = Database::open(path, Mode::Read).unwrap();
    let desk = Desk::start(write, read, Arc::new(support::clock()), support::actor()).unwrap();
    head(&format!("a frame of {ORDERS} rows at 1366 x 768, scrolling, floor: raw egui_extras table of 10 columns"));
    let mut ours = frames::OurWindow::open(&desk);
    let mut raw = frames::RawTable::new(ORDERS);
    let (window, floor) = turns(FRAMES, |_| ours.frame(), |_| raw.frame());
    row("whole window with the order list", &window, &floor);
    let mut short = frames::RawTable::new(1_000);
    let (long, short) = turns(FRAMES, |_| raw.frame(), |_| short.frame());
    row(&format!("raw table, {ORDERS} rows against 1000"), &long, &short);
}
