//! Tables of goods from the accounting program: taken over whole, against the stock of their own moment.

use chrono::{DateTime, Duration, Utc};
use expero::domain::discount::Discount;
use expero::domain::error::Refusal;
use expero::domain::goods_import::{Changes, ColumnMap, Extent, ImportPlan, Word};
use expero::domain::ids::ImportId;
use expero::domain::import_refusal::ImportRefusal;
use expero::domain::money::Kopecks;
use expero::domain::packs::Packs;
use expero::domain::receipt::Paid;
use expero::store::import_stage::StagedRow;
use expero::usecase::read::goods_import::{DoneImports, PlanTable, Stocktaking};
use expero::usecase::read::goods_search::GoodsSearch;
use expero::usecase::read::schedule::Schedule;
use expero::usecase::sell_receipt::{SaleLine, SellReceipt};
use expero::usecase::take_table::{BeginTable, DropTable, MakeWords, PutRows, SweepTables, TakeTable};
use proptest::prelude::*;

use crate::support::tables::parse;
use crate::support::{PRICE, Shop, site_order};

/// A table as text, see [`parse`].
struct Table<'a> {
    text: &'a str,
    taken_at: DateTime<Utc>,
    extent: Extent,
}

impl<'a> Table<'a> {
    fn of(shop: &Shop, text: &'a str) -> Self {
        Self { text, taken_at: shop.now(), extent: Extent::Named }
    }

    fn full(self) -> Self {
        Self { extent: Extent::Full, ..self }
    }

    fn taken(self, taken_at: DateTime<Utc>) -> Self {
        Self { taken_at, ..self }
    }

    fn begin(&self) -> (BeginTable, Vec<StagedRow>) {
        let table = parse(self.text, &ColumnMap::default());
        let begin = BeginTable {
            source: "stock.csv".to_owned(),
            taken_at: self.taken_at,
            extent: self.extent,
            columns: table.places.unwrap().columns().collect(),
        };
        (begin, table.rows.into_iter().map(Result::unwrap).collect())
    }

    fn stage(&self, shop: &mut Shop) -> ImportId {
        let (begin, rows) = self.begin();
        let import = shop.ok(begin);
        assert_eq!(shop.ok(PutRows { import, rows }), Vec::<i64>::new());
        import
    }

    fn take(&self, shop: &mut Shop) -> ImportPlan {
        let import = self.stage(shop);
        let planned = shop.ask(PlanTable(import)).unwrap();
        shop.ok(TakeTable { import, word: Word::Given });
        let lines = shop.number("SELECT count(*) FROM stocktaking_line WHERE import_id = ?1", import.0);
        assert_eq!(lines, planned.corrected, "what was shown is what is done");
        finish(shop);
        planned
    }
}

fn finish(shop: &mut Shop) {
    while shop.ok(MakeWords { limit: 2 }) > 0 {}
    while shop.ok(SweepTables { limit: 2 }) > 0 {}
    let left = "SELECT count(*) FROM goods_import_row r JOIN goods_import i ON i.import_id = r.import_id
                WHERE i.state <> 'staging' AND r.import_id > ?1";
    assert_eq!(shop.number(left, 0), 0);
}

fn sell(shop: &mut Shop, batch: &str, packs: i64) -> bool {
    let batch = shop.batch(batch);
    let packs = Packs(packs);
    let lines = vec![SaleLine { batch, packs, discount: Discount::NONE }];
    shop.act(SellReceipt::walk_in(lines, Paid::Cash { given: Kopecks(10_000_000) }, PRICE.times(packs))).is_ok()
}

#[test]
fn new_goods_come_with_their_batches_stock_and_words_and_a_second_time_changes_nothing() {
    let mut shop = Shop::empty();
    let text = "код;название;цена;остаток;серия;годен до;мнн;штрихкод\n\
                н1;Нурофен таб.;142,50;7;S1;31.03.2029;ибупрофен;4601234567893\n\
                н1;Нурофен таб.;140;3;S2;31.05.2029;ибупрофен;4601234567893\nц2;Цитрамон;55;0;C1;31.12.2028;;";
    let plan = Table::of(&shop, text).take(&mut shop);
    assert_eq!(
        (plan.rows, plan.goods, plan.batches),
        (3, Changes { new: 2, changed: 0 }, Changes { new: 3, changed: 0 })
    );
    assert_eq!((shop.on_hand("S1"), shop.on_hand("S2"), shop.on_hand("C1")), (7, 3, 0));
    for words in ["нурофен", "ибупр", "4601234567893", "нурафен"] {
        let hits = shop.ask(GoodsSearch { text: words.to_owned(), limit: 5 }).unwrap();
        assert_eq!(hits.iter().map(|hit| hit.name.as_str()).collect::<Vec<_>>(), ["Нурофен таб."], "{words}");
    }
    let again = Table::of(&shop, text).take(&mut shop);
    let in_stock = 2;
    assert_eq!(again, ImportPlan { rows: 3, in_stock, ..ImportPlan::default() });
    assert_eq!((shop.on_hand("S1"), shop.on_hand("S2")), (7, 3));
}

#[test]
fn what_was_sold_after_the_table_was_written_does_not_come_back() {
    let mut shop = Shop::new();
    let written = shop.now();
    shop.pass_minutes(30);
    assert!(sell(&mut shop, "b1", 4));
    shop.pass_minutes(5);
    let text = "product_id;name;price;quantity;batch_id\np1;Товар p1;100;12;b1";
    let plan = Table::of(&shop, text).taken(written).take(&mut shop);
    assert_eq!(plan.corrected, 1);
    assert_eq!(shop.on_hand("b1"), 8, "12 were there, 4 of them were sold since");
    let again = Table::of(&shop, text).taken(written).take(&mut shop);
    assert_eq!((again.corrected, shop.on_hand("b1")), (0, 8), "the same table again");
    let import = shop.ask(DoneImports { limit: 9 }).unwrap().pop().unwrap();
    let record = shop.ask(Stocktaking { import: import.id, limit: 9 }).unwrap();
    let told: Vec<_> = record.iter().map(|line| (line.had.0, line.told.0, line.applied.0, line.is_short())).collect();
    assert_eq!(told, [(10, 12, 2, false)]);
}

#[test]
fn packs_kept_for_orders_stay_and_the_record_says_so() {
    let mut shop = Shop::new();
    let order = shop.assembled(&site_order("A1", &[("p1", 6)]));
    let plan = Table::of(&shop, "код;название;цена;остаток;партия\np1;Товар p1;100;2;b1").take(&mut shop);
    assert_eq!((plan.corrected, plan.kept_short), (1, 1));
    assert_eq!((shop.on_hand("b1"), shop.free("b1"), shop.kept(order)), (6, 0, 6));
    let import = shop.ask(DoneImports { limit: 1 }).unwrap()[0].id;
    let record = shop.ask(Stocktaking { import, limit: 9 }).unwrap();
    assert_eq!((record[0].told, record[0].applied, record[0].is_short()), (Packs(2), Packs(-4), true));
    assert!(shop.sell(order).is_ok(), "the customer gets what was promised");
}

#[test]
fn a_column_that_the_table_has_not_changes_nothing() {
    let mut shop = Shop::empty();
    let whole = "код;название;цена;остаток;партия;мнн;место;жнвлп;предельная цена;штрихкод\n\
                 п1;Первый;100;5;b1;парацетамол;А-1;да;120;4601234567893";
    Table::of(&shop, whole).take(&mut shop);
    let plan = Table::of(&shop, "код;название;цена;остаток;партия\nп1;Первый;90;5;b1").take(&mut shop);
    assert_eq!((plan.goods, plan.batches), (Changes::default(), Changes { new: 0, changed: 1 }));
    let kept = "SELECT count(*) FROM goods g JOIN batch b ON b.goods_id = g.goods_id JOIN goods_barcode k ON
                k.goods_id = g.goods_id WHERE g.inn = 'парацетамол' AND g.is_vital = 1 AND b.place = 'А-1'
                AND b.max_price = 12000 AND b.price = ?1";
    assert_eq!(shop.number(kept, 9_000), 1);
}

#[test]
fn a_full_table_takes_away_what_it_does_not_name_but_not_most_of_the_stock_unasked() {
    let mut shop = Shop::empty();
    shop.goods("p1", &[("b1", 300, 5), ("b2", 300, 5)]);
    shop.goods("p2", &[("c1", 300, 5)]);
    let two = "код;название;цена;остаток;партия\np1;Товар p1;100;5;b1\np1;Товар p1;100;5;b2";
    let plan = Table::of(&shop, two).full().take(&mut shop);
    assert_eq!((plan.gone, plan.corrected), (1, 1));
    assert_eq!((shop.on_hand("b1"), shop.on_hand("c1")), (5, 0));
    shop.goods("p2", &[("c1", 300, 5)]);
    let one = "код;название;цена;остаток;партия\np1;Товар p1;100;5;b1";
    let import = Table::of(&shop, one).full().stage(&mut shop);
    let refusal = shop.refused(TakeTable { import, word: Word::NotGiven });
    assert_eq!(refusal, ImportRefusal::Suspicious { gone: 2, in_stock: 3 }.into());
    assert_eq!(shop.on_hand("b2"), 5);
    shop.ok(TakeTable { import, word: Word::Given });
    assert_eq!((shop.on_hand("b1"), shop.on_hand("b2"), shop.on_hand("c1")), (5, 0, 0));
}

#[test]
fn an_older_table_never_undoes_a_newer_one_and_one_of_the_future_is_refused() {
    let mut shop = Shop::new();
    let text = "код;название;цена;остаток;партия\np1;Товар p1;100;7;b1";
    let old = shop.now();
    shop.pass_minutes(60);
    let waits = Table::of(&shop, text).taken(old).stage(&mut shop);
    let newest = shop.now();
    Table::of(&shop, text).take(&mut shop);
    let refusal = ImportRefusal::Older { taken_at: old, newest };
    assert_eq!(shop.refused(Table::of(&shop, text).taken(old).begin().0), refusal.clone().into());
    assert_eq!(shop.refused(TakeTable { import: waits, word: Word::Given }), refusal.into());
    let taken_at = shop.now() + Duration::hours(1);
    let refused = shop.refused(Table::of(&shop, text).taken(taken_at).begin().0);
    assert_eq!(refused, ImportRefusal::FromFuture { taken_at }.into());
}

#[test]
fn a_table_that_is_dropped_or_forgotten_changes_nothing_and_is_gone() {
    let mut shop = Shop::new();
    let before = stock(&mut shop);
    let text = "код;название;цена;остаток;партия\np1;Товар p1;100;99;b1\nп9;Новый;1;1;x";
    let dropped = Table::of(&shop, text).stage(&mut shop);
    shop.ok(DropTable(dropped));
    let gone: Refusal = ImportRefusal::Gone.into();
    assert_eq!(shop.refused(TakeTable { import: dropped, word: Word::Given }), gone);
    // Its reader died: the next table clears it away.
    let forgotten = Table::of(&shop, text).stage(&mut shop);
    shop.pass_minutes(180);
    let next = Table::of(&shop, text).stage(&mut shop);
    assert_eq!(shop.refused(TakeTable { import: forgotten, word: Word::Given }), gone);
    shop.ok(DropTable(next));
    finish(&mut shop);
    assert_eq!(stock(&mut shop), before);
}

#[test]
fn a_batch_that_stands_twice_is_named_by_its_second_row() {
    let mut shop = Shop::empty();
    let table = Table::of(&shop, "код;название;цена;остаток;партия\nп1;А;1;1;x\nп1;А;1;2;x\nп1;А;1;2;y");
    let (begin, rows) = table.begin();
    let import = shop.ok(begin);
    assert_eq!(shop.ok(PutRows { import, rows }), [3]);
}

#[test]
fn lines_of_orders_find_their_goods_and_the_site_hears_of_the_new_stock_soon() {
    let mut shop = Shop::empty();
    let order = shop.arrived(&site_order("A1", &[("п1", 1)]));
    assert_eq!(shop.load(order).lines[0].goods, None);
    Table::of(&shop, "код;название;цена;остаток;партия;годен до\nп1;А;1;5;x;31.12.2030").take(&mut shop);
    assert!(shop.load(order).lines[0].goods.is_some());
    let job = |shop: &mut Shop| shop.ask(Schedule).unwrap().into_iter().find(|row| row.job.code() == "stock").unwrap();
    assert!(job(&mut shop).run.is_wanted);
}

fn stock(shop: &mut Shop) -> (i64, i64, i64, i64) {
    let mut count = |table: &str| shop.number(&format!("SELECT count(*) FROM {table} WHERE 1 = ?1"), 1);
    (count("goods"), count("batch"), count("stock_move"), count("stocktaking_line"))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) })]

    /// Whatever is sold, kept and told in whatever order: stock is what the last table told, less what went since, and
    /// never less than what orders keep.
    #[test]
    fn stock_is_what_the_table_told_less_what_went_since(
        steps in prop::collection::vec((0..4_u8, 0..12_i64, 0..90_i64), 1..25)
    ) {
        let mut shop = Shop::empty();
        shop.goods("p1", &[("b1", 300, 10)]);
        let mut kept = 0;
        let mut moments = vec![(shop.now(), 10_i64)];
        let mut newest = shop.now();
        for (n, (what, packs, minutes)) in steps.into_iter().enumerate() {
            shop.pass_minutes(minutes + 1);
            match what {
                0 => {
                    sell(&mut shop, "b1", packs.max(1));
                }
                1 if packs > 0 => {
                    let order = shop.accepted(&site_order(&format!("A{n}"), &[("p1", packs)]));
                    let _ = shop.act(expero::usecase::reserve_lines::ReserveLines { order });
                    kept = shop.number("SELECT coalesce(sum(packs), 0) FROM reservation WHERE released_at IS NULL AND order_id > ?1", 0);
                }
                2 => moments.push((shop.now(), shop.on_hand("b1"))),
                _ => {
                    // A table of some earlier moment, not older than the last one.
                    let usable: Vec<_> = moments.iter().filter(|(at, _)| *at >= newest).copied().collect();
                    let (taken_at, _) = usable.first().copied().unwrap_or((shop.now(), 0));
                    let had = shop.number(
                        "SELECT coalesce(sum(packs), 0) FROM stock_move WHERE at <= ?1",
                        taken_at.timestamp_millis(),
                    );
                    let before = shop.on_hand("b1");
                    let text = format!("код;название;цена;остаток;партия\np1;Товар p1;100;{packs};b1");
                    Table::of(&shop, &text).taken(taken_at).take(&mut shop);
                    newest = taken_at;
                    let since = before - had;
                    prop_assert_eq!(shop.on_hand("b1"), (packs + since).max(kept));
                }
            }
            prop_assert!(shop.free("b1") >= 0);
        }
    }
}
