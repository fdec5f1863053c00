//! A page of 1,000 orders in: parse, compare, apply, against a plain serde_json parse and one upsert
//! transaction (orders and lines, nothing else) on an equal file.
//!
//! Goal: at most 2. Ours also writes history and reservation documents, keeps search keys and checks sums.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a bench prints and stops at the first surprise")]

mod support;

use std::path::Path;

use chrono::FixedOffset;
use expero::domain::site_order::SiteOrder;
use expero::domain::status::OrderStatus;
use expero::site::map::{self, Reading};
use expero::store::{Database, Mode};
use rusqlite::{Connection, TransactionBehavior, params};
use serde::Deserialize;
use support::Times;

const ORDERS: usize = 1_000;
const ROUNDS: usize = 15;

#[derive(Deserialize)]
struct Page {
    elements: Vec<PlainOrder>,
}

#[derive(Deserialize)]
struct PlainOrder {
    order_id: String,
    number: String,
    pharmacy_id: String,
    status: String,
    revision: i64,
    created_at: String,
    updated_at: String,
    reserved_until: Option<String>,
    customer: PlainCustomer,
    comment: Option<String>,
    items: Vec<PlainLine>,
    total: i64,
}

#[derive(Deserialize)]
struct PlainCustomer {
    name: String,
    phone: String,
}

#[derive(Deserialize)]
struct PlainLine {
    line_id: String,
    product_id: String,
    batch_id: Option<String>,
    name: String,
    manufacturer: String,
    quantity: i64,
    price: i64,
}

fn main() {
    let folder = support::folder();
    let base = folder.path().join("base.db");
    let codes = support::stock(&mut Database::open(&base, Mode::Write).unwrap(), 5_000);
    let mut orders = support::orders(&codes, ORDERS, |_| OrderStatus::New);
    let first = body(&orders);
    for order in &mut orders {
        order.revision += 1;
        "later".clone_into(&mut order.comment);
    }
    let second = body(&orders);
    let pages = [("all new", &first), ("all known", &first), ("all changed", &second)];
    let mut times: Vec<(Times, Times)> = pages.iter().map(|_| Default::default()).collect();
    let (mut parse, mut plain_parse) = (Times::default(), Times::default());
    for round in 0..ROUNDS {
        let (ours, plain) = (folder.path().join(format!("ours-{round}")), folder.path().join(format!("plain-{round}")));
        std::fs::copy(&base, &ours).unwrap();
        std::fs::copy(&base, &plain).unwrap();
        let mut db = Database::open(&ours, Mode::Write).unwrap();
        let mut connection = support::plain(&plain);
        for ((_, page), (mine, floor)) in pages.iter().zip(&mut times) {
            mine.add(support::time(|| support::receive(&mut db, read(page))));
            floor.add(support::time(|| upsert(&mut connection, &serde_json::from_slice(page).unwrap())));
        }
        parse.add(support::time(|| read(&first)));
        plain_parse.add(support::time(|| serde_json::from_slice::<Page>(&first).unwrap()));
        drop((db, connection));
        assert_eq!(counts(&ours), counts(&plain));
        for file in [ours, plain] {
            std::fs::remove_file(file).unwrap();
        }
    }
    support::head(&format!("a page of {ORDERS} orders of 3 lines, {} KiB", first.len() / 1024));
    support::row("parse alone", &parse, &plain_parse);
    for ((what, _), (ours, floor)) in pages.iter().zip(&times) {
        support::row(&format!("parse, compare, apply: {what}"), ours, floor);
    }
}

fn body(orders: &[SiteOrder]) -> Vec<u8> {
    let elements: Vec<_> = orders.iter().map(map::order_to_dto).collect();
    serde_json::to_vec(&serde_json::json!({
        "elements": elements, "next_cursor": "c", "has_more": false, "server_time": "2026-11-24T06:00:00Z"
    }))
    .unwrap()
}

fn read(page: &[u8]) -> Vec<SiteOrder> {
    let reading = Reading { zone: FixedOffset::east_opt(3 * 3_600).unwrap(), pharmacy_id: "ph-1".to_owned() };
    let page = map::page(page, &reading).unwrap();
    assert!(page.broken.is_empty() && page.orders.len() == ORDERS);
    page.orders
}

fn upsert(connection: &mut Connection, page: &Page) {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
    {
        let mut order = tx
            .prepare_cached(
                "INSERT INTO customer_order (source, site_id, site_number, pharmacy_id, status, raw_status, revision,
                     created_at, updated_at, hold_until, customer_name, customer_phone, comment, line_count, total)
                 VALUES ('site', ?1, ?2, ?3, ?4, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
                 ON CONFLICT (site_id) DO UPDATE SET status = excluded.status, raw_status = excluded.raw_status,
                     revision = excluded.revision, updated_at = excluded.updated_at,
                     hold_until = excluded.hold_until, customer_name = excluded.customer_name,
                     customer_phone = excluded.customer_phone, comment = excluded.comment,
                     line_count = excluded.line_count, total = excluded.total
                 RETURNING order_id",
            )
            .unwrap();
        let mut clear = tx.prepare_cached("DELETE FROM order_line WHERE order_id = ?1").unwrap();
        let mut line = tx
            .prepare_cached(
                "INSERT INTO order_line (order_id, position, site_line_id, product_code, batch_code, goods_id, name,
                     manufacturer, packs, price)
                 VALUES (?1, ?2, ?3, ?4, ?5, (SELECT goods_id FROM goods WHERE code = ?4), ?6, ?7, ?8, ?9)",
            )
            .unwrap();
        for o in &page.elements {
            let at = |text: &str| chrono::DateTime::parse_from_rfc3339(text).unwrap().timestamp_millis();
            let hold = o.reserved_until.as_deref().map(at);
            let count = i64::try_from(o.items.len()).unwrap();
            let values = params![
                o.order_id,
                o.number,
                o.pharmacy_id,
                o.status,
                o.revision,
                at(&o.created_at),
                at(&o.updated_at),
                hold,
                o.customer.name,
                o.customer.phone,
                o.comment.as_deref().unwrap_or_default(),
                count,
                o.total,
            ];
            let id: i64 = order.query_row(values, |r| r.get(0)).unwrap();
            clear.execute([id]).unwrap();
            for (l, position) in o.items.iter().zip(1_i64..) {
                let values = params![
                    id,
                    position,
                    l.line_id,
                    l.product_id,
                    l.batch_id,
                    l.name,
                    l.manufacturer,
                    l.quantity,
                    l.price
                ];
                line.execute(values).unwrap();
            }
        }
    }
    tx.commit().unwrap();
}

fn counts(path: &Path) -> [i64; 3] {
    let connection = Connection::open(path).unwrap();
    let sql = "SELECT count(*), sum(total), sum(revision) FROM customer_order";
    connection.query_row(sql, [], |r| Ok([r.get(0)?, r.get(1)?, r.get(2)?])).unwrap()
}
