//! «Вернуть на полку»: packs of lapsed and cancelled orders are back in their place and free again.

use super::{Action, Cx, Topic, UseError, support};
use crate::domain::error::Refusal;
use crate::domain::ids::{GoodsId, OrderId, ReturnId};
use crate::domain::marking::{self, ScanFault, Scanned};
use crate::domain::order::HistoryEvent;
use crate::domain::packs::Packs;
use crate::store;
use crate::store::shelf::Waiting;

/// Puts packs back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnToShelf {
    /// Which packs.
    pub packs: ReturnOf,
}

/// Which packs are back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReturnOf {
    /// All of a row of the worklist: ticked.
    Row(ReturnId),
    /// One pack of a product.
    Goods(GoodsId),
    /// One pack by what the scanner read.
    Scan(String),
}

/// What is back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Returned {
    /// Which row.
    pub row: ReturnId,
    /// Of which order.
    pub order: OrderId,
    /// Product.
    pub name: String,
    /// How many packs.
    pub packs: Packs,
    /// Packs that still wait, of all orders.
    pub left: Packs,
}

impl Action for ReturnToShelf {
    type Value = Returned;
    const NAME: &'static str = "return_to_shelf";

    fn run(self, cx: &mut Cx<'_>) -> Result<Returned, UseError> {
        let (row, packs) = match self.packs {
            ReturnOf::Row(id) => {
                let row = store::shelf::by_id(cx.sql, id)?;
                let row = row.ok_or_else(|| Refusal::NothingToReturn { what: format!("№ {id}") })?;
                let packs = row.packs;
                (row, packs)
            }
            ReturnOf::Goods(goods) => (of_goods(cx, goods, None)?, Packs(1)),
            ReturnOf::Scan(text) => {
                let (goods, series) = scanned(cx, &text)?;
                (of_goods(cx, goods, series.as_deref())?, Packs(1))
            }
        };
        if packs == row.packs {
            store::shelf::finish(cx.sql, row.id, &cx.actor.user, cx.now)?;
        } else {
            store::shelf::finish_one(cx.sql, &row, &cx.actor.user, cx.now)?;
        }
        let done = Waiting { packs, ..row };
        note(cx, &done)?;
        Ok(Returned { row: done.id, order: done.order, name: done.name, packs, left: store::shelf::count(cx.sql)? })
    }
}

/// The product that was scanned, and its series when the code told it. A pack that was sold or lies in the bag of
/// another order cannot go back.
fn scanned(cx: &Cx<'_>, text: &str) -> Result<(GoodsId, Option<String>), UseError> {
    // A barcode of our own or a product code need not follow any rule of barcodes.
    if let Some(goods) = store::goods_search::by_code(cx.sql, text.trim())? {
        return Ok((goods, None));
    }
    let unknown = |what: &str| Refusal::GoodsNotFound { what: what.trim().chars().take(80).collect() };
    let (gtin, series) = match marking::read_on(text, support::today(cx.now, cx.zone)) {
        Ok(Scanned::Goods { gtin }) => (gtin, None),
        Ok(Scanned::Pack(pack)) => {
            support::check_not_sold(cx.sql, &pack)?;
            (pack.gtin, pack.batch)
        }
        Ok(Scanned::Sheet(_)) | Err(ScanFault::NotACode) => return Err(unknown(text).into()),
        Err(fault) => return Err(Refusal::BadScan { fault }.into()),
    };
    let goods = store::goods_search::by_gtin(cx.sql, &gtin)?;
    Ok((goods.ok_or_else(|| unknown(&gtin.to_string()))?, series))
}

fn of_goods(cx: &Cx<'_>, goods: GoodsId, series: Option<&str>) -> Result<Waiting, UseError> {
    match store::shelf::of_goods(cx.sql, goods, series)? {
        Some(row) => Ok(row),
        None => Err(Refusal::NothingToReturn { what: store::goods::name(cx.sql, goods)? }.into()),
    }
}

fn note(cx: &mut Cx<'_>, done: &Waiting) -> Result<(), UseError> {
    let order = support::load(cx, done.order)?;
    let note = format!("{}, {}; packs {}", done.name, done.series, done.packs);
    support::note(cx, &order, HistoryEvent::ShelfReturned, order.status, &note)?;
    cx.changes.add(Topic::Stock);
    Ok(())
}

/// Everything that waits is free at once: the check was switched off, and nobody would tick it any more.
pub(super) fn release_all(cx: &mut Cx<'_>) -> Result<(), UseError> {
    for row in store::shelf::all_waiting(cx.sql)? {
        store::shelf::finish(cx.sql, row.id, &cx.actor.user, cx.now)?;
        note(cx, &row)?;
    }
    Ok(())
}
