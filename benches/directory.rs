//! The directory of 100,000 goods: its questions against plain statements, and the window's frame while it scrolls against
//! a raw egui_extras table of as many rows.
//!
//! Goals: a frame at most 1.5 of the raw table, p99 at most 4 ms; no question longer than 100 ms. Frames are run without a
//! graphics card. `cargo bench --bench directory`.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a bench prints and stops at the first surprise")]

#[path = "support/frames.rs"]
mod frames;
mod support;

use std::path::Path;
use std::sync::Arc;

use expero::desk::{self, Desk};
use expero::domain::directory::GoodsFilter;
use expero::domain::ids::GoodsId;
use expero::store::{Database, Mode};
use expero::usecase::Query;
use expero::usecase::read::directory::{GoodsCardOf, GoodsLines, GoodsListed};
use support::{alone, head, row, time, turns};

const GOODS: usize = 100_000;
const VISIBLE: usize = 100;
const FRAMES: usize = 400;

fn main() {
    let folder = support::folder();
    let path = folder.path().join("expero.db");
    let made = time(|| {
        let mut db = Database::open(&path, Mode::Write).unwrap();
        support::stock(&mut db, GOODS);
    });
    println!("made {GOODS} goods in {:.1} s", made.as_secs_f64());
    questions(&path);
    screen(&path);
}

fn ask<Q: Query>(db: &mut Database, query: Q) -> Q::Rows {
    desk::answer(db, &support::clock(), query).unwrap()
}

fn questions(path: &Path) {
    let mut db = Database::open(path, Mode::Read).unwrap();
    let plain = support::plain(path);
    let ids = |sql: &str| {
        let mut statement = plain.prepare_cached(sql).unwrap();
        statement.query_map([], |r| r.get::<_, i64>(0)).unwrap().map(Result::unwrap).count()
    };
    head(&format!("questions over {GOODS} goods, floor: the plain statement by rusqlite"));
    let listed = |filter: GoodsFilter, words: &str| GoodsListed { filter, words: words.to_owned() };
    for (title, filter) in [
        ("all, by name", GoodsFilter::All),
        ("in stock", GoodsFilter::InStock),
        ("short-dated", GoodsFilter::ShortDated),
        ("expired", GoodsFilter::Expired),
    ] {
        let (ours, floor) = turns(
            15,
            |_| ask(&mut db, listed(filter, "")).len(),
            |_| ids("SELECT goods_id FROM goods ORDER BY name, goods_id"),
        );
        row(title, &ours, &floor);
    }
    for words in ["пар", "парацетамол", "таб 500 мг", "4601", "парацетомол"] {
        let mut ours = support::Times::default();
        for _ in 0..15 {
            ours.add(time(|| ask(&mut db, listed(GoodsFilter::All, words)).len()));
        }
        alone(&format!("words: {words}"), &ours);
    }
    let all = ask(&mut db, listed(GoodsFilter::All, ""));
    let window = |round: usize| -> Vec<GoodsId> {
        all.iter().skip(round * 997 % (GOODS - VISIBLE)).take(VISIBLE).copied().collect()
    };
    let (ours, floor) = turns(
        100,
        |round| ask(&mut db, GoodsLines(window(round))).len(),
        |round| {
            let sql = "SELECT name, (SELECT sum(m.packs) FROM batch b JOIN stock_move m ON m.batch_id = b.batch_id
                                     WHERE b.goods_id = g.goods_id) FROM goods g WHERE g.goods_id = ?1";
            let mut statement = plain.prepare_cached(sql).unwrap();
            let name = |id: &GoodsId| statement.query_row([id.0], |r| r.get::<_, String>(0)).unwrap().len();
            window(round).iter().map(name).sum::<usize>()
        },
    );
    row(&format!("{VISIBLE} lines (floor: name and on hand)"), &ours, &floor);
    let mut card = support::Times::default();
    for id in all.iter().step_by(500) {
        card.add(time(|| ask(&mut db, GoodsCardOf(*id)).batches.len()));
    }
    alone("one product with its batches", &card);
}

fn screen(path: &Path) {
    let write = Database::open(path, Mode::Write).unwrap();
    let read = Database::open(path, Mode::Read).unwrap();
    let desk = Desk::start(write, read, Arc::new(support::clock()), support::actor()).unwrap();
    head(&format!("a frame of {GOODS} goods at 1366 x 768, scrolling, floor: raw egui_extras table of 10 columns"));
    let mut ours = frames::OurWindow::goods(&desk);
    let mut raw = frames::RawTable::new(GOODS);
    let (window, floor) = turns(FRAMES, |_| ours.frame(), |_| raw.frame());
    row("whole window with the goods and a pane", &window, &floor);
}
