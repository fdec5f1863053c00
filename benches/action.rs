//! What an operator's action costs: «Принять» through the desk (status, history, outbox; synchronous=FULL)
//! against the same statements by plain rusqlite on an equal file, and against one fdatasync of 4 KiB.
//!
//! Goals: at most 1.25 of the plain statements; p99 at most 3 of the fdatasync's p99.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a bench prints and stops at the first surprise"
)]

mod support;

use std::io::{Seek, SeekFrom, Write};

use expero::domain::ids::OrderId;
use expero::domain::status::OrderStatus;
use expero::store::{Database, Mode};
use expero::usecase::accept_order::AcceptOrder;
use rusqlite::{Connection, TransactionBehavior, params};
use support::Times;

const ORDERS: usize = 1_500;

fn main() {
    let folder = support::folder();
    let (ours, plain) = (folder.path().join("ours.db"), folder.path().join("plain.db"));
    {
        let mut db = Database::open(&ours, Mode::Write).unwrap();
        let codes = support::stock(&mut db, 2_000);
        support::receive(&mut db, support::orders(&codes, ORDERS, |_| OrderStatus::New));
    }
    // The last connection is closed: the file is whole without its log.
    std::fs::copy(&ours, &plain).unwrap();
    let mut db = Database::open(&ours, Mode::Write).unwrap();
    let mut connection = support::plain(&plain);
    let mut raw = std::fs::File::create(folder.path().join("raw")).unwrap();
    raw.write_all(&vec![0; 4 << 20]).unwrap();
    raw.sync_all().unwrap();
    let ids: Vec<i64> = {
        let mut all = connection.prepare("SELECT order_id FROM customer_order ORDER BY order_id").unwrap();
        all.query_map([], |r| r.get(0)).unwrap().map(Result::unwrap).collect()
    };
    assert_eq!(ids.len(), ORDERS);
    let clock = support::clock();
    let (mut action, mut statements, mut sync) = (Times::default(), Times::default(), Times::default());
    let change_ids: Vec<String> = (0..ORDERS).map(|n| format!("6f9619ff-8b86-4d01-b42d-{n:012}")).collect();
    for (round, id) in ids.iter().enumerate() {
        action.add(support::time(|| support::act(&mut db, &clock, AcceptOrder { order: OrderId(*id) })));
        statements.add(support::time(|| accept_plainly(&mut connection, *id, &change_ids[round])));
        sync.add(support::time(|| {
            raw.seek(SeekFrom::Start((round as u64 % 1_024) * 4_096)).unwrap();
            raw.write_all(&[7; 4_096]).unwrap();
            raw.sync_data().unwrap();
        }));
    }
    same_result(&plain, &ours);
    support::head("accept an order, file on disk, synchronous=FULL");
    support::row("against the plain statements", &action, &statements);
    support::row("against fdatasync of 4 KiB", &action, &sync);
    let tail = action.percentile(99).as_secs_f64() / sync.percentile(99).as_secs_f64();
    println!("p99 of the action is {tail:.2} x p99 of the fdatasync (goal: 3)");
}

/// What the use case reads and writes, without rules, types or errors.
fn accept_plainly(connection: &mut Connection, id: i64, change_id: &str) {
    let now = support::start().timestamp_millis();
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
    let status: String = tx
        .prepare_cached(
            "SELECT source, site_id, site_number, own_number, revision, status, hold_until, pay_state, attention,
                    is_test FROM customer_order WHERE order_id = ?1",
        )
        .unwrap()
        .query_row([id], |r| r.get(5))
        .unwrap();
    assert_eq!(status, "new");
    {
        let mut lines = tx
            .prepare_cached(
                "SELECT line_id, goods_id, product_code, batch_code, name, manufacturer, packs, price
                 FROM order_line WHERE order_id = ?1 ORDER BY position",
            )
            .unwrap();
        let mut rows = lines.query([id]).unwrap();
        while let Some(line) = rows.next().unwrap() {
            std::hint::black_box(line.get_ref(4).unwrap());
        }
        let mut setting = tx.prepare_cached("SELECT value FROM setting WHERE key = ?1").unwrap();
        for key in ["booking.minutes", "booking.reserve_on_accept"] {
            assert!(!setting.exists([key]).unwrap());
        }
    }
    let hold = now + 2_880 * 60_000;
    let run = |sql: &str, values: &[&dyn rusqlite::ToSql]| tx.prepare_cached(sql).unwrap().execute(values).unwrap();
    run(
        "UPDATE customer_order SET status = ?3, raw_status = '', hold_until = ?4, updated_at = ?5
         WHERE order_id = ?1 AND status = ?2",
        params![id, "new", "accepted", hold, now],
    );
    run("UPDATE customer_order SET accepted_at = ?2 WHERE order_id = ?1", params![id, now]);
    run(
        "INSERT INTO order_history (order_id, at, user_name, till_id, event, from_status, to_status, note)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![id, now, "Bench", "till-1", "accepted", "new", "accepted", ""],
    );
    run("UPDATE customer_order SET attention = ?2 WHERE order_id = ?1", params![id, None::<String>]);
    run(
        "INSERT INTO outbox (order_id, change_id, status, changed_at, reserved_until, reason_code, reason_text)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![id, change_id, "accepted", now, hold, None::<String>, ""],
    );
    tx.commit().unwrap();
}

/// The floor did the same work, else the comparison means nothing.
fn same_result(plain: &std::path::Path, ours: &std::path::Path) {
    let picture = |path: &std::path::Path| {
        let connection = Connection::open(path).unwrap();
        let sql = "SELECT count(*), sum(o.hold_until), sum(o.accepted_at), count(h.history_id), count(b.outbox_id)
                   FROM customer_order o
                   JOIN order_history h ON h.order_id = o.order_id AND h.event = 'accepted'
                   JOIN outbox b ON b.order_id = o.order_id AND b.status = o.status";
        let numbers: [i64; 5] =
            connection.query_row(sql, [], |r| Ok([r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?])).unwrap();
        numbers
    };
    assert_eq!(picture(plain), picture(ours));
    assert_eq!(picture(ours)[0], i64::try_from(ORDERS).unwrap());
}
