//! What «Наличие» costs: reserving an order of 200 lines against 50,000 goods with 150,000 batches, through the
//! desk (file on disk, synchronous=FULL), against the same statements by plain rusqlite on an equal file.
//!
//! Goals: p99 at most 30 ms; at most 1.25 of the plain statements.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a bench prints and stops at the first surprise"
)]

mod support;

use std::collections::HashMap;

use chrono::Days;
use expero::domain::batch::StorageBand;
use expero::domain::ids::{OrderId, ProductCode};
use expero::domain::money::Kopecks;
use expero::domain::packs::Packs;
use expero::domain::site_order::SiteLine;
use expero::domain::status::OrderStatus;
use expero::store::goods::{GoodsMarks, NewBatch, NewGoods};
use expero::store::{Database, Mode};
use expero::usecase::accept_order::AcceptOrder;
use expero::usecase::import_goods::{GoodsWithStock, ImportGoods};
use expero::usecase::read::order_card::OrderCard;
use expero::usecase::release_lines::ReleaseLines;
use expero::usecase::reserve_lines::ReserveLines;
use rusqlite::{Connection, TransactionBehavior, params};
use support::Times;

const GOODS: usize = 50_000;
const LINES: usize = 200;
const ORDERS: usize = 10;
const ROUNDS: usize = 200;

fn main() {
    let folder = support::folder();
    let (ours, plain) = (folder.path().join("ours.db"), folder.path().join("plain.db"));
    {
        let mut db = Database::open(&ours, Mode::Write).unwrap();
        fill(&mut db);
    }
    // The last connection is closed: the file is whole without its log.
    std::fs::copy(&ours, &plain).unwrap();
    let mut db = Database::open(&ours, Mode::Write).unwrap();
    let mut connection = support::plain(&plain);
    let ids: Vec<i64> = {
        let mut all = connection.prepare("SELECT order_id FROM customer_order ORDER BY order_id").unwrap();
        all.query_map([], |r| r.get(0)).unwrap().map(Result::unwrap).collect()
    };
    assert_eq!(ids.len(), ORDERS);
    let clock = support::clock();
    let (mut action, mut statements, mut again, mut card) =
        (Times::default(), Times::default(), Times::default(), Times::default());
    for round in 0..ROUNDS {
        let order = OrderId(ids[round % ORDERS]);
        let mut report = None;
        action.add(support::time(|| report = Some(support::act(&mut db, &clock, ReserveLines { order }))));
        assert_eq!(report.unwrap().missing_lines, 0);
        again.add(support::time(|| support::act(&mut db, &clock, ReserveLines { order })));
        card.add(support::time(|| {
            let card = expero::desk::answer(&mut db, &clock, OrderCard { id: order }).unwrap();
            assert_eq!(card.unreserved_lines(), 0);
        }));
        statements.add(support::time(|| reserve_plainly(&mut connection, order.0)));
        same_result(&connection, &plain, &ours, order.0);
        support::act(&mut db, &clock, ReleaseLines { order });
        connection
            .execute(
                "UPDATE reservation SET released_at = 1, release_reason = 'released'
                 WHERE order_id = ?1 AND released_at IS NULL",
                [order.0],
            )
            .unwrap();
    }
    support::head("reserve an order of 200 lines, 50,000 goods, 150,000 batches, synchronous=FULL");
    support::row("against the plain statements", &action, &statements);
    support::alone("pressed again, nothing to change", &again);
    support::alone("read its card", &card);
    println!("p99 of the action is {:.2} ms (goal: 30 ms)", action.percentile(99).as_secs_f64() * 1e3);
}

/// Three batches of each product; an order takes packs of the first and of the second.
fn fill(db: &mut Database) {
    let clock = support::clock();
    let code = |n: usize| format!("G{n:06}");
    for portion in (0..GOODS).collect::<Vec<_>>().chunks(5_000) {
        let items = portion.iter().map(|n| product(*n, code(*n))).collect();
        support::act(db, &clock, ImportGoods { items });
    }
    let codes: Vec<String> = (0..GOODS).map(code).collect();
    let mut orders = support::orders(&codes, ORDERS, |_| OrderStatus::New);
    for (number, order) in orders.iter_mut().enumerate() {
        let line = |n: usize| SiteLine {
            line_id: n.to_string(),
            product: ProductCode(codes[(number * 7_919 + n * 241) % GOODS].clone()),
            batch: None,
            name: format!("Парацетамол таб. 500 мг №{n}"),
            manufacturer: "Фармстандарт".to_owned(),
            packs: Packs(3),
            price: Kopecks(10_000),
            claimed_sum: None,
        };
        order.lines = (0..LINES).map(line).collect();
        order.claimed_total = None;
    }
    support::receive(db, orders);
    let count = i64::try_from(ORDERS).unwrap();
    for order in 1..=count {
        support::act(db, &clock, AcceptOrder { order: OrderId(order) });
    }
}

fn product(n: usize, code: String) -> GoodsWithStock {
    let batch = |b: u64| {
        let batch = NewBatch {
            code: format!("{code}-{b}"),
            series: format!("{n}{b}"),
            expires_on: support::start().date_naive() + Days::new(100 * b + 60),
            place: format!("А-{}", n % 400),
            storage: StorageBand { min_celsius: None, max_celsius: Some(25) },
            price: Kopecks(10_000),
            max_price: None,
        };
        (batch, Packs(2))
    };
    GoodsWithStock {
        batches: (1..=3).map(batch).collect(),
        goods: NewGoods {
            name: format!("Парацетамол таб. 500 мг №{n}"),
            code,
            inn: "Парацетамол".to_owned(),
            form: "таб.".to_owned(),
            strength: "500 мг".to_owned(),
            manufacturer: "Фармстандарт".to_owned(),
            country: String::new(),
            barcodes: Vec::new(),
            marks: GoodsMarks { is_rx: false, is_vital: false, vat_rate: 10 },
        },
    }
}

/// What the use case reads and writes, without rules, types or errors.
fn reserve_plainly(connection: &mut Connection, order: i64) {
    let now = support::start().timestamp_millis();
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
    {
        let mut head = tx
            .prepare_cached(
                "SELECT source, site_id, site_number, own_number, revision, status, hold_until, pay_state, attention,
                        is_test FROM customer_order WHERE order_id = ?1",
            )
            .unwrap();
        let status: String = head.query_row([order], |r| r.get(5)).unwrap();
        assert_eq!(status, "accepted");
        let mut select = tx
            .prepare_cached(
                "SELECT line_id, goods_id, product_code, batch_code, name, manufacturer, packs, price
                 FROM order_line WHERE order_id = ?1 ORDER BY position",
            )
            .unwrap();
        let lines: Vec<(i64, i64, i64)> = select
            .query_map([order], |r| {
                std::hint::black_box(r.get::<_, String>(4)?);
                Ok((r.get(0)?, r.get(1)?, r.get(6)?))
            })
            .unwrap()
            .map(Result::unwrap)
            .collect();
        let mut setting = tx.prepare_cached("SELECT value FROM setting WHERE key = ?1").unwrap();
        assert!(!setting.exists(["stock.min_days_left"]).unwrap());
        let mut kept = tx
            .prepare_cached(
                "SELECT line_id, batch_id, packs, is_by_hand FROM reservation
                 WHERE order_id = ?1 AND released_at IS NULL ORDER BY reservation_id",
            )
            .unwrap();
        assert!(!kept.exists([order]).unwrap());
        let mut stock = stock_plainly(&tx, order);
        tx.prepare_cached(
            "UPDATE reservation SET released_at = ?2, release_reason = ?3
             WHERE order_id = ?1 AND released_at IS NULL",
        )
        .unwrap()
        .execute(params![order, now, "reserved_again"])
        .unwrap();
        let mut document =
            tx.prepare_cached("SELECT doc_id FROM reserve_doc WHERE order_id = ?1 AND closed_at IS NULL").unwrap();
        let document: i64 = document.query_row([order], |r| r.get(0)).unwrap();
        let mut insert = tx
            .prepare_cached(
                "INSERT INTO reservation (doc_id, order_id, line_id, batch_id, packs, created_at, is_by_hand)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )
            .unwrap();
        for (line, goods, mut need) in lines {
            for (batch, free) in stock.get_mut(&goods).unwrap() {
                let packs = need.min(*free);
                if packs > 0 {
                    insert.execute(params![document, order, line, *batch, packs, now, 0]).unwrap();
                    *free -= packs;
                    need -= packs;
                }
            }
        }
    }
    tx.prepare_cached(
        "INSERT INTO order_history (order_id, at, user_name, till_id, event, from_status, to_status, note)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )
    .unwrap()
    .execute(params![order, now, "Bench", "till-1", "reserved", "accepted", "accepted", "packs 600, missing lines 0"])
    .unwrap();
    tx.commit().unwrap();
}

/// The free packs of the usable batches of the order's products.
fn stock_plainly(tx: &Connection, order: i64) -> HashMap<i64, Vec<(i64, i64)>> {
    let floor = (support::start().date_naive() + Days::new(32)).to_string();
    let mut select = tx
        .prepare_cached(
            "SELECT b.batch_id, b.goods_id, b.expires_on,
                (SELECT coalesce(sum(m.packs), 0) FROM stock_move m WHERE m.batch_id = b.batch_id)
                - (SELECT coalesce(sum(r.packs), 0) FROM reservation r
                   WHERE r.batch_id = b.batch_id AND r.released_at IS NULL)
                - (SELECT coalesce(sum(s.packs), 0) FROM shelf_return s
                   WHERE s.batch_id = b.batch_id AND s.done_at IS NULL), b.price, b.max_price
             FROM (SELECT DISTINCT l.goods_id FROM order_line l
                   WHERE l.order_id = ?1 AND l.goods_id IS NOT NULL) AS w
             JOIN batch b ON b.goods_id = w.goods_id ORDER BY b.goods_id, b.expires_on, b.batch_id",
        )
        .unwrap();
    let mut stock: HashMap<i64, Vec<(i64, i64)>> = HashMap::new();
    let mut rows = select.query([order]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        if row.get_ref(2).unwrap().as_str().unwrap() >= floor.as_str() {
            stock.entry(row.get(1).unwrap()).or_default().push((row.get(0).unwrap(), row.get(3).unwrap()));
        }
    }
    stock
}

/// The floor kept the same packs, else the comparison means nothing.
fn same_result(floor: &Connection, plain: &std::path::Path, ours: &std::path::Path, order: i64) {
    let sql = "SELECT count(*), sum(packs), sum(packs * batch_id), sum(packs * line_id) FROM reservation
               WHERE order_id = ?1 AND released_at IS NULL";
    let picture = |connection: &Connection| -> [i64; 4] {
        connection.query_row(sql, [order], |r| Ok([r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?])).unwrap()
    };
    let other = Connection::open(ours).unwrap();
    assert_eq!(picture(floor), picture(&other), "{}", plain.display());
}
