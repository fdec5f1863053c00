//! A receipt that is not sold yet, as it outlives the program: what is in it, without prices and batches.

use super::discount::Discount;
use super::ids::{GoodsId, OrderId};
use super::packs::Packs;

/// What is in a receipt that is not sold yet, without prices and batches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// Its order.
    pub order: Option<OrderId>,
    /// Goods from the shelf.
    pub lines: Vec<DraftLine>,
    /// Codes scanned from their packs.
    pub codes: Vec<(GoodsId, String)>,
}

impl Draft {
    /// Nothing is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.order.is_none() && self.lines.is_empty()
    }
}

/// So many packs of a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DraftLine {
    /// Product.
    pub goods: GoodsId,
    /// Packs of all its batches.
    pub packs: Packs,
    /// What is off.
    pub discount: Discount,
}
