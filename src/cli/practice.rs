//! Practice mode: demo goods for a database and for the sandbox, and whom they are ordered from.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::context::Context;
use super::out::Failure;
use crate::domain::batch::StorageBand;
use crate::domain::money::Kopecks;
use crate::domain::packs::Packs;
use crate::sandbox::BookableItem;
use crate::sandbox::catalogue::{DEMO_WHOLESALERS, DemoBatch, DemoGoods, DemoWholesaler, Generator};
use crate::store::goods::{GoodsMarks, NewBatch, NewGoods};
use crate::usecase::import_goods::{GoodsWithStock, ImportGoods};
use crate::usecase::keep_suppliers::AddSupplier;
use crate::usecase::read::suppliers::Suppliers;

/// Products written per transaction: short enough not to keep a till waiting.
const PORTION: usize = 500;
/// The price of goods that have no other.
const USUAL_PRICE_KOPECKS: i64 = 24_900;

/// Fills the database with `count` demo goods; tells `progress` after each portion.
pub(super) fn import_goods(
    cx: &Context,
    seed: u64,
    count: usize,
    mut progress: impl FnMut(usize),
) -> Result<(), Failure> {
    let mut items = Vec::with_capacity(PORTION);
    let mut done = 0;
    for goods in Generator::new(seed, count, today(cx)) {
        items.push(with_stock(goods));
        done += 1;
        if items.len() == PORTION {
            cx.act(ImportGoods { items: std::mem::take(&mut items) })?;
            progress(done);
        }
    }
    cx.act(ImportGoods { items })?;
    progress(done);
    Ok(())
}

/// Fills an empty directory of suppliers.
pub(super) fn add_wholesalers(cx: &Context) -> Result<(), Failure> {
    if cx.ask(Suppliers)?.is_empty() {
        for DemoWholesaler { name, lead_days } in DEMO_WHOLESALERS {
            cx.act(AddSupplier { name: name.to_owned(), lead_days })?;
        }
    }
    Ok(())
}

/// The same goods as a customer sees them on the site: what is in stock and in date.
pub(super) fn bookable(seed: u64, count: usize, today: NaiveDate) -> Vec<BookableItem> {
    let fresh_until = today + chrono::Days::new(60);
    let item = |goods: DemoGoods| {
        let batch = goods.batches.iter().find(|b| b.packs > 0 && b.expires_on > fresh_until)?;
        Some(BookableItem {
            product_id: goods.code.clone(),
            batch_id: batch.code.clone(),
            name: goods.name.clone(),
            manufacturer: goods.maker.clone(),
            price: batch.price_kopecks,
            quantity: batch.packs,
        })
    };
    Generator::new(seed, count, today).filter_map(item).collect()
}

/// Goods of which nothing is in stock, as a customer sees them on a site that was not told yet. They have no batch
/// to take a price from: it is that of an analog where there is one.
pub(super) fn sold_out(seed: u64, count: usize, today: NaiveDate) -> Vec<BookableItem> {
    let mut prices: HashMap<String, i64> = HashMap::new();
    let mut gone = Vec::new();
    for goods in Generator::new(seed, count, today) {
        match goods.batches.first() {
            Some(batch) if !goods.inn.is_empty() => {
                prices.insert(goods.inn, batch.price_kopecks);
            }
            Some(_) => {}
            None => gone.push(goods),
        }
    }
    let item = |goods: DemoGoods| BookableItem {
        price: prices.get(&goods.inn).copied().unwrap_or(USUAL_PRICE_KOPECKS),
        product_id: goods.code,
        batch_id: String::new(),
        name: goods.name,
        manufacturer: goods.maker,
        quantity: 0,
    };
    gone.into_iter().map(item).collect()
}

pub(super) fn today(cx: &Context) -> NaiveDate {
    cx.clock.now().with_timezone(&cx.zone()).date_naive()
}

fn with_stock(goods: DemoGoods) -> GoodsWithStock {
    let storage = StorageBand { min_celsius: goods.storage.min_celsius, max_celsius: Some(goods.storage.max_celsius) };
    let batches = goods.batches.into_iter().map(|b| (batch(&b, storage), Packs(b.packs))).collect();
    let marks = GoodsMarks { is_rx: goods.is_rx, is_vital: goods.is_vital, vat_rate: i64::from(goods.vat_rate) };
    let goods = NewGoods {
        code: goods.code,
        name: goods.name,
        inn: goods.inn,
        form: goods.form,
        strength: goods.strength,
        manufacturer: goods.maker,
        country: goods.country,
        barcodes: vec![goods.barcode],
        marks,
    };
    GoodsWithStock { goods, batches }
}

fn batch(batch: &DemoBatch, storage: StorageBand) -> NewBatch {
    NewBatch {
        code: batch.code.clone(),
        series: batch.series.clone(),
        expires_on: batch.expires_on,
        place: batch.place.clone(),
        storage,
        price: Kopecks(batch.price_kopecks),
        max_price: batch.max_price_kopecks.map(Kopecks),
    }
}
