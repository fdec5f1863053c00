//! Stock to the site on its schedule: only what it does not know, as it can take it, as often as it wants; and why it shows
//! what it shows.

use std::sync::Arc;

use expero::domain::batch::StorageBand;
use expero::domain::error::Refusal;
use expero::domain::ids::GoodsId;
use expero::domain::money::Kopecks;
use expero::domain::offer::QuantityWhy;
use expero::domain::packs::Packs;
use expero::sandbox::faults::{Fault, FaultRule};
use expero::sandbox::model::Rules;
use expero::site::wire::Route;
use expero::store::goods::{GoodsMarks, NewBatch, NewGoods};
use expero::sync::{Sending, Sent, StockFault, Word, send_full, send_if_changed};
use expero::usecase::UseError;
use expero::usecase::accept_order::AcceptOrder;
use expero::usecase::import_goods::{GoodsWithStock, ImportGoods};
use expero::usecase::read::freshness::FreshnessQuery;
use expero::usecase::read::goods_search::GoodsOf;
use expero::usecase::read::order_find::FindOrder;
use expero::usecase::read::site_quantity::SiteQuantity;
use expero::usecase::read::stock_export::{FreeBatches, RefusedRows, StockRows};
use expero::usecase::reserve_lines::ReserveLines;
use expero::usecase::settings::SetSetting;
use expero::usecase::stock_told::{Offer, SetOffer};

use super::by_hand::{at_site, client, stage};
use super::stage::{PHARMACY, Stage};

fn scheduled(stage: &Stage) -> Option<Sent> {
    stage.hand.advance_secs(700);
    let sending = Arc::<Sending>::default();
    stage.runtime.block_on(send_if_changed(&stage.desk, &client(stage), PHARMACY, &sending)).unwrap()
}

fn by_hand(stage: &Stage) -> Result<Sent, StockFault> {
    stage.hand.advance_secs(700);
    let sending = Arc::<Sending>::default();
    stage.runtime.block_on(send_full(&stage.desk, &client(stage), PHARMACY, Word::NotGiven, &sending))
}

fn set(stage: &Stage, key: &str, value: &str) {
    stage.desk.act(SetSetting { key: key.into(), value: value.into() }).wait().unwrap();
}

fn goods(stage: &Stage, code: &str) -> GoodsId {
    stage.desk.ask(GoodsOf { code: code.into() }).wait().unwrap()
}

fn why(stage: &Stage, code: &str) -> QuantityWhy {
    stage.desk.ask(SiteQuantity(goods(stage, code))).wait().unwrap()
}

/// Keeps some packs of some product for an order and answers its code and how many.
fn keep_some(stage: &mut Stage) -> (String, i64) {
    let mut rng = fastrand::Rng::with_seed(5);
    let number = stage.book(&mut rng);
    stage.once();
    let order = stage.desk.ask(FindOrder { number }).wait().unwrap();
    stage.desk.act(AcceptOrder { order }).wait().unwrap();
    stage.desk.act(ReserveLines { order }).wait().unwrap();
    let short = |row: &(String, i64)| row.1 < 1_000;
    by_hand(stage).unwrap();
    let (code, packs) = at_site(stage).into_iter().find(short).unwrap();
    (code, 1_000 - packs)
}

#[test]
fn what_the_site_knows_is_not_sent_again_until_it_differs_or_a_day_is_over() {
    let (_folder, mut stage) = stage();
    let swaps = |stage: &Stage| stage.site.lock().stock(PHARMACY).map_or(0, |stock| stock.swaps);
    assert!(scheduled(&stage).is_some());
    assert!(scheduled(&stage).is_none() && scheduled(&stage).is_none());
    assert_eq!(swaps(&stage), 1);
    let fresh = stage.desk.ask(FreshnessQuery).wait().unwrap().stock;
    assert_eq!(fresh.checked_at, Some(stage.clock.now()), "the bar knows that it was looked at");
    assert!(fresh.sent_at < fresh.checked_at);
    keep_some(&mut stage);
    assert!(scheduled(&stage).is_none(), "sent by hand a moment ago");
    set(&stage, "export.keep_back", "1");
    assert!(scheduled(&stage).is_some(), "another rule is another stock");
    set(&stage, "site.host", "127.0.0.2");
    set(&stage, "site.host", "127.0.0.1");
    assert!(scheduled(&stage).is_some(), "another site knows nothing");
    assert!(scheduled(&stage).is_none());
    stage.hand.advance_secs(24 * 3_600);
    assert!(scheduled(&stage).is_some(), "once a day in any case");
}

#[test]
fn a_site_that_takes_no_gzip_or_only_smaller_parts_gets_what_it_takes() {
    let (_folder, stage) = stage();
    stage.site.lock().faults.next_calls(Route::Catalog, 1, Fault::Status { status: 415, retry_after: None });
    let sent = by_hand(&stage).unwrap();
    assert_eq!((sent.rows, at_site(&stage).len()), (20, 20));
}

#[test]
fn packs_kept_back_and_stopped_goods_are_not_offered_and_anybody_is_told_why() {
    let (_folder, mut stage) = stage();
    let (code, kept) = keep_some(&mut stage);
    let at = |stage: &Stage, code: &str| at_site(stage).into_iter().find(|row| row.0 == code).map_or(0, |row| row.1);
    set(&stage, "export.keep_back", "7");
    by_hand(&stage).unwrap();
    let told = why(&stage, &code);
    let sums = [told.sum(|b| b.on_hand), told.sum(|b| b.reserved), told.kept_back, told.sum(|b| b.offered)];
    assert_eq!(sums.map(|packs| packs.0), [1_000, kept, 7, 993 - kept]);
    assert_eq!((told.sum(|b| b.told).0, at(&stage, &code)), (993 - kept, 993 - kept));
    assert!(told.sent_at.is_some() && told.refused.is_empty());
    stage.desk.act(SetOffer { goods: goods(&stage, &code), offer: Offer::Stopped }).wait().unwrap();
    let stopped = why(&stage, &code);
    assert_eq!((stopped.sum(|b| b.offered).0, stopped.sum(|b| b.told).0), (0, 993 - kept), "not yet sent");
    by_hand(&stage).unwrap();
    assert_eq!((why(&stage, &code).sum(|b| b.told).0, at(&stage, &code), at_site(&stage).len()), (0, 0, 19));
    stage.desk.act(SetOffer { goods: goods(&stage, &code), offer: Offer::Open }).wait().unwrap();
    by_hand(&stage).unwrap();
    assert_eq!(at(&stage, &code), 993 - kept);
    let nothing = stage.desk.act(SetOffer { goods: GoodsId(9_999), offer: Offer::Stopped }).wait();
    assert!(matches!(nothing, Err(UseError::Refused(Refusal::GoodsNotFound { .. }))));
}

#[test]
fn rows_that_the_site_refused_are_kept_with_its_word_until_it_takes_them() {
    let (_folder, stage) = stage();
    let (first, _) = {
        by_hand(&stage).unwrap();
        at_site(&stage).remove(0)
    };
    stage.site.lock().refuse_product(&first, "unknown_product");
    let sent = by_hand(&stage).unwrap();
    assert_eq!(sent.rejected_count, 1);
    let rows = stage.desk.ask(RefusedRows).wait().unwrap();
    let told: Vec<_> = rows.iter().map(|(row, _)| (row.product.as_str(), row.reason.as_str())).collect();
    assert_eq!(told, [(first.as_str(), "unknown_product")]);
    assert_eq!(why(&stage, &first).refused, "unknown_product");
    stage.site.lock().refuse_product("", "");
    by_hand(&stage).unwrap();
    assert!(stage.desk.ask(RefusedRows).wait().unwrap().is_empty());
}

/// Product, batch, packs and price of every row, as the site believes.
fn rows_at_site(stage: &Stage) -> Vec<(String, String, i64, i64)> {
    let model = stage.site.lock();
    let items = model.stock(PHARMACY).map_or(&[][..], |stock| &stock.items);
    let row = |row: &expero::site::dto_import::CatalogItemDto| {
        (row.product_id.0.clone(), row.batch_id.0.clone(), row.quantity.0, row.price.0)
    };
    let mut rows: Vec<_> = items.iter().map(row).collect();
    rows.sort();
    rows
}

/// The same as our data have it.
fn rows_here(stage: &Stage) -> Vec<(String, String, i64, i64)> {
    let (mut rows, mut after) = (Vec::new(), Some(GoodsId(0)));
    while let Some(from) = after {
        let portion = stage.desk.ask(FreeBatches { after: from, limit: 700 }).wait().unwrap();
        let found = stage.desk.ask(StockRows(portion.free)).wait().unwrap();
        rows.extend(found.into_iter().map(|row| (row.product.0, row.batch.0, row.packs.0, row.price.0)));
        after = portion.next;
    }
    rows.sort();
    rows
}

#[test]
fn a_transfer_in_parts_cut_anywhere_leaves_the_site_with_one_whole_stock_the_old_or_the_new() {
    let (_folder, stage) = stage();
    cut_anywhere(&stage, 3);
}

#[test]
fn a_transfer_in_one_body_cut_anywhere_leaves_the_site_with_one_whole_stock_the_old_or_the_new() {
    let (_folder, stage) = stage();
    stage.site.lock().set_rules(Rules { chunking: false, ..Rules::default() });
    cut_anywhere(&stage, 1);
}

/// Sixteen transfers of 4,500 products, most of them cut at one of the first `calls` calls.
fn cut_anywhere(stage: &Stage, calls: u64) {
    let expires_on = (stage.clock.now() + chrono::Duration::days(700)).date_naive();
    let many = (0..4_500).map(|n| many_goods(n, expires_on)).collect();
    stage.desk.act(ImportGoods { items: many }).wait().unwrap();
    let mut rng = fastrand::Rng::with_seed(17);
    let mut at_site = Vec::new();
    let (mut cut, mut whole) = (0, 0);
    for round in 0..16 {
        set(stage, "export.keep_back", &(round % 5).to_string());
        let after = rng.u64(0..calls);
        if round % 4 != 3 {
            let fault = match rng.u8(0..4) {
                0 => Fault::CutBefore,
                1 => Fault::CutAfter,
                2 => Fault::Status { status: 503, retry_after: None },
                _ => Fault::Garbage,
            };
            let route = Some(Route::Catalog.code().to_owned());
            stage.site.lock().faults.add(FaultRule { route, from_call: after + 1, times: 1, fault });
        }
        let new = rows_here(stage);
        let sent = by_hand(stage);
        stage.site.lock().faults.clear();
        let now = rows_at_site(stage);
        if let Ok(sent) = sent {
            assert_eq!(sent.rejected_count, 0);
            assert_eq!(now, new, "round {round}: the site has ours to the row");
            whole += 1;
        } else {
            // The answer of the last part may be lost though the site took it.
            assert!(now == at_site || now == new, "round {round}: half a stock at the site");
            cut += 1;
        }
        at_site = now;
    }
    assert!(cut >= 4 && whole >= 4, "{cut} {whole}");
    by_hand(stage).unwrap();
    assert_eq!(rows_at_site(stage), rows_here(stage));
}

fn many_goods(n: i64, expires_on: chrono::NaiveDate) -> GoodsWithStock {
    let goods = NewGoods {
        code: format!("m{n:05}"),
        name: format!("Препарат {n}"),
        inn: String::new(),
        form: String::new(),
        strength: String::new(),
        manufacturer: "Завод".to_owned(),
        country: String::new(),
        barcodes: vec![(4_600_000_000_000 + n).to_string()],
        marks: GoodsMarks::default(),
    };
    let batch = NewBatch {
        code: format!("b{n}"),
        series: format!("S{n}"),
        expires_on,
        place: String::new(),
        storage: StorageBand::default(),
        price: Kopecks(10_000 + n),
        max_price: None,
    };
    GoodsWithStock { goods, batches: vec![(batch, Packs(n % 40))] }
}
