//! A till that is killed: whatever it acknowledged is there afterwards, and nothing is there by half.
//!
//! The child is this test binary again, told by an environment variable where its data lies. It prints a line
//! after each commit, never before. The parent kills it (SIGKILL) at seeded moments, or the child dies by
//! itself at a named point: inside the transaction after all writes, or after the commit before the line.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use expero::domain::ids::OrderId;
use expero::domain::status::OrderStatus as S;
use expero::store;
use expero::usecase::accept_order::AcceptOrder;
use expero::usecase::collect_order::CollectOrder;
use expero::usecase::reserve_lines::ReserveLines;
use expero::usecase::{Action, Cx, UseError};

use crate::support::{Shop, page, site_order};

const DATA: &str = "EXPERO_CRASH_DATA";
const RUN: &str = "EXPERO_CRASH_RUN";
const POINT: &str = "EXPERO_CRASH_POINT";

/// The life of an order, step by step.
const STAGES: [&str; 5] = ["arrived", "accepted", "reserved", "collected", "sold"];

/// Where the child ends by itself.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dies {
    Never,
    /// After all writes of this stage, before its commit.
    Before(usize),
    /// After the commit of this stage, before it is acknowledged.
    After(usize),
}

/// An action whose process dies when all is written and nothing committed.
struct Fatal<A>(A);

impl<A: Action> Action for Fatal<A> {
    type Value = A::Value;
    const NAME: &'static str = A::NAME;
    fn run(self, cx: &mut Cx<'_>) -> Result<A::Value, UseError> {
        self.0.run(cx)?;
        std::process::abort();
    }
}

fn stage<A: Action>(shop: &mut Shop, n: usize, action: A, dies: Dies) {
    if dies == Dies::Before(n) {
        shop.ok(Fatal(action));
        return;
    }
    shop.ok(action);
    if dies == Dies::After(n) {
        std::process::abort();
    }
}

/// Leads orders through their whole life, one line to `out` after each commit; `orders` of them at most.
fn work(path: &Path, run: &str, dies: Dies, orders: usize, out: &mut impl Write) {
    let mut shop = Shop::file(path);
    for n in 0..orders {
        let id = format!("{run}-{n}");
        let mut ack = |stage: &str| {
            writeln!(out, "ack {id} {stage}").unwrap();
            out.flush().unwrap();
        };
        stage(&mut shop, 0, page(&[site_order(&id, &[("p1", 1)])]), dies);
        ack(STAGES[0]);
        let order = shop.id(&id);
        stage(&mut shop, 1, AcceptOrder { order }, dies);
        ack(STAGES[1]);
        stage(&mut shop, 2, ReserveLines { order }, dies);
        ack(STAGES[2]);
        stage(&mut shop, 3, CollectOrder { order }, dies);
        ack(STAGES[3]);
        let sale = shop.sale(order);
        stage(&mut shop, 4, sale, dies);
        ack(STAGES[4]);
    }
}

#[test]
fn a_till_acknowledges_after_each_commit() {
    let Ok(data) = std::env::var(DATA) else {
        // Not a child: the same work in this process, to its end.
        let (_folder, path) = stocked();
        let mut lines = Vec::new();
        work(&path, "here", Dies::Never, 3, &mut lines);
        assert_eq!(String::from_utf8(lines).unwrap().lines().count(), 15);
        assert_eq!(Shop::file(&path).on_hand("b1"), STOCK - 3);
        return;
    };
    let run = std::env::var(RUN).unwrap();
    let point = std::env::var(POINT).unwrap();
    let dies = match point.split_once(' ') {
        Some(("before", n)) => Dies::Before(n.parse().unwrap()),
        Some(("after", n)) => Dies::After(n.parse().unwrap()),
        _ => Dies::Never,
    };
    work(Path::new(&data), &run, dies, usize::MAX, &mut std::io::stdout().lock());
}

const STOCK: i64 = 100_000;

fn stocked() -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("expero.db");
    Shop::file(&path).goods("p1", &[("b1", 365, STOCK)]);
    (folder, path)
}

fn child(path: &Path, run: &str, point: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::a_till_acknowledges_after_each_commit", "--nocapture"])
        .env(DATA, path)
        .env(RUN, run)
        .env(POINT, point)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// The next acknowledgement (order, stage); none at the end. A line without its end was never said.
fn next_ack(out: &mut impl BufRead) -> Option<(String, usize)> {
    loop {
        let mut line = String::new();
        if out.read_line(&mut line).unwrap() == 0 || !line.ends_with('\n') {
            return None;
        }
        // The test harness may have begun the line.
        let Some((_, said)) = line.trim_end().split_once("ack ") else { continue };
        let (id, stage) = said.split_once(' ').unwrap();
        return Some((id.to_owned(), STAGES.iter().position(|s| *s == stage).unwrap()));
    }
}

/// Everything acknowledged is there, and every law holds.
fn assert_recovered(path: &Path, acknowledged: &[(String, usize)]) {
    let mut shop = Shop::file(path);
    shop.db.check_integrity().unwrap();
    for (id, stage) in acknowledged {
        let order = shop.id(id);
        let reached = shop.load(order).status;
        let least = [S::New, S::Accepted, S::Accepted, S::Assembled, S::Closed][*stage];
        assert!(reached >= least, "{id}: {} was acknowledged, found {reached:?}", STAGES[*stage]);
        if *stage == 2 {
            assert!(shop.kept(order) == 1 || reached == S::Closed, "{id}: the reservation was acknowledged");
        }
    }
    let ids = shop.read(|sql| {
        sql.query("SELECT order_id FROM customer_order", store::engine::params![], |r| Ok(OrderId(r.int(0)?)))
    });
    for id in &ids {
        assert_whole(&mut shop, *id);
    }
    let sold = shop.number("SELECT count(*) FROM receipt WHERE receipt_id > ?1", 0);
    assert_eq!(shop.on_hand("b1"), STOCK - sold);
    assert_eq!(shop.read(store::stock::overdrawn), []);
    assert_eq!(shop.read(store::reservations::dangling), 0);
    let last = shop.number("SELECT coalesce(max(number), 0) FROM receipt WHERE receipt_id > ?1", 0);
    assert_eq!(last, sold, "numbers of receipts have no gap");
}

/// Status, history, message, reservation and receipt of one order tell the same.
fn assert_whole(shop: &mut Shop, id: OrderId) {
    let status = shop.load(id).status;
    let steps = [S::New, S::Accepted, S::Assembled, S::Closed].iter().position(|s| *s == status).unwrap();
    let told: Vec<S> = shop.outbox(id).iter().map(|r| r.status).collect();
    assert_eq!(told, [S::Accepted, S::Assembled, S::Closed][..steps], "{id}");
    let changes = shop.history(id).iter().filter(|r| r.from != r.to).count();
    assert_eq!(changes, steps, "{id}");
    let kept = shop.kept(id);
    assert!(match status {
        S::Accepted => kept <= 1,
        S::Assembled => kept == 1,
        _ => kept == 0,
    });
    assert_eq!(shop.number("SELECT count(*) FROM receipt WHERE order_id = ?1", id.0), i64::from(status == S::Closed));
    assert_eq!(shop.is_doc_open(id), status != S::Closed, "{id}");
}

#[test]
fn a_till_killed_at_any_moment_keeps_what_it_acknowledged() {
    let (_folder, path) = stocked();
    let mut random = fastrand::Rng::with_seed(20_261_124);
    let mut acknowledged = Vec::new();
    for round in 0..36 {
        let mut till = child(&path, &format!("r{round}"), "");
        let mut out = BufReader::new(till.stdout.take().unwrap());
        for _ in 0..random.usize(0..40) {
            acknowledged.extend(next_ack(&mut out));
        }
        // Not at the line but somewhere on the way to the next.
        for _ in 0..random.u32(0..400_000) {
            std::hint::spin_loop();
        }
        till.kill().unwrap();
        till.wait().unwrap();
        while let Some(more) = next_ack(&mut out) {
            acknowledged.push(more);
        }
        assert_recovered(&path, &acknowledged);
    }
    assert!(acknowledged.len() > 300, "the till hardly worked: {}", acknowledged.len());
}

#[test]
fn a_till_that_dies_before_or_after_a_commit_has_done_nothing_or_all_of_it() {
    let reached = [S::New, S::Accepted, S::Accepted, S::Assembled, S::Closed];
    for (n, stage) in STAGES.iter().enumerate() {
        for moment in ["before", "after"] {
            let (_folder, path) = stocked();
            let mut till = child(&path, "p", &format!("{moment} {n}"));
            let mut out = BufReader::new(till.stdout.take().unwrap());
            let mut acknowledged = Vec::new();
            while let Some(ack) = next_ack(&mut out) {
                acknowledged.push(ack);
            }
            assert!(!till.wait().unwrap().success(), "it died");
            assert_eq!(acknowledged.len(), n, "{moment} {stage}: acknowledged only what was committed");
            assert_recovered(&path, &acknowledged);
            let done = if moment == "after" { n + 1 } else { n };
            let mut shop = Shop::file(&path);
            let there = shop.number("SELECT count(*) FROM customer_order WHERE order_id > ?1", 0);
            assert_eq!(there, i64::from(done > 0), "{moment} {stage}");
            if done > 0 {
                let order = shop.id("p-0");
                assert_eq!(shop.load(order).status, reached[done - 1], "{moment} {stage}");
                assert_eq!(shop.kept(order), i64::from(done == 3 || done == 4), "{moment} {stage}");
            }
        }
    }
}
