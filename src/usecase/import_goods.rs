//! Goods with their batches and opening stock, written in one transaction per portion.

use super::{Action, Cx, Topic, UseError};
use crate::domain::error::Refusal;
use crate::domain::packs::Packs;
use crate::store;
use crate::store::goods::{NewBatch, NewGoods};
use crate::store::stock::Move;

/// A product with its batches and how many packs of each are on the shelf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoodsWithStock {
    /// The product.
    pub goods: NewGoods,
    /// Its batches.
    pub batches: Vec<(NewBatch, Packs)>,
}

/// Adds goods; stock is set to the given packs by a movement of the difference, so that doing it twice changes
/// nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportGoods {
    /// What to add.
    pub items: Vec<GoodsWithStock>,
}

/// From so many goods at once the words of the directory are put in order.
const MANY: usize = 1000;

impl Action for ImportGoods {
    /// How many batches were written.
    type Value = usize;
    const NAME: &'static str = "import_goods";

    fn run(self, cx: &mut Cx<'_>) -> Result<usize, UseError> {
        let mut written = 0;
        for item in &self.items {
            let goods = store::goods::upsert(cx.sql, &item.goods)?;
            if store::orders::match_lines(cx.sql, goods, &item.goods.code)? > 0 {
                cx.changes.add(Topic::Orders);
            }
            for (batch, packs) in &item.batches {
                if packs.0 < 0 {
                    return Err(Refusal::BadQuantity { packs: *packs }.into());
                }
                let id = store::goods::upsert_batch(cx.sql, goods, batch)?;
                let on_hand = store::stock::on_hand(cx.sql, id)?;
                let kept = on_hand.minus(store::stock::available(cx.sql, id)?);
                if *packs < kept {
                    // Fewer packs than orders already keep: free stock would fall below zero.
                    let name = item.goods.name.clone();
                    return Err(Refusal::NotEnough { name, available: *packs, wanted: kept }.into());
                }
                let difference = packs.minus(on_hand);
                if difference != Packs::ZERO {
                    store::stock::record(cx.sql, id, cx.now, Move::In, difference)?;
                }
                written += 1;
            }
        }
        if self.items.len() >= MANY {
            store::goods_words::tidy(cx.sql)?;
        }
        cx.changes.add(Topic::Stock);
        Ok(written)
    }
}
