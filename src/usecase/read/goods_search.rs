//! The till's search line: goods by words, barcode or code.

use chrono::NaiveDate;

use crate::domain::error::Refusal;
use crate::domain::ids::GoodsId;
use crate::domain::marking::{self, ScanFault};
use crate::domain::money::Kopecks;
use crate::domain::packs::Packs;
use crate::store;
use crate::usecase::{Query, ReadCx, UseError, support};

/// Goods that match `text`, in stock first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoodsSearch {
    /// Words of the name, МНН or maker; or a barcode; or a product code.
    pub text: String,
    /// At most so many.
    pub limit: u32,
}

/// One product found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoodsHit {
    /// Which.
    pub goods: GoodsId,
    /// Name.
    pub name: String,
    /// МНН, may be empty.
    pub inn: String,
    /// Maker.
    pub manufacturer: String,
    /// Free packs that are not expired.
    pub available: Packs,
    /// The first free pack to expire.
    pub nearest_expiry: Option<NaiveDate>,
    /// Its shelf place.
    pub place: String,
    /// Its price, never above the ceiling; the last known price when nothing is free.
    pub price: Option<Kopecks>,
    /// Prescription goods.
    pub is_rx: bool,
    /// ЖНВЛП.
    pub is_vital: bool,
    /// How the words led to it.
    pub found: Found,
}

/// How typed words led to a product; the better, the smaller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Found {
    /// As typed: every word begins a word of it.
    AsTyped,
    /// Typed in the other keyboard layout.
    OtherLayout,
    /// With so many slips in a word: a guess that a person must look at.
    WithSlips(u8),
}

impl Query for GoodsSearch {
    type Rows = Vec<GoodsHit>;

    fn run(self, cx: &ReadCx<'_>) -> Result<Vec<GoodsHit>, UseError> {
        Ok(store::goods_search::find(cx.sql, &self.text, self.limit, support::today(cx.now, cx.zone))?)
    }
}

/// The product of a code or barcode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoodsOf {
    /// As typed.
    pub code: String,
}

impl Query for GoodsOf {
    type Rows = GoodsId;

    fn run(self, cx: &ReadCx<'_>) -> Result<GoodsId, UseError> {
        let found = store::goods_search::by_code(cx.sql, self.code.trim())?;
        Ok(found.ok_or(Refusal::GoodsNotFound { what: self.code })?)
    }
}

/// What a scanned code stands for. A marking code finds its goods; one that was sold or lies in a bag is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScanLookup {
    /// As scanned.
    pub code: String,
}

/// The answer to [`ScanLookup`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scanned {
    /// The code of an order sheet.
    Order(crate::domain::ids::OrderId),
    /// A product.
    Goods(GoodsId),
    /// One pack of a product, by the code on it.
    Pack {
        /// Product.
        goods: GoodsId,
        /// The code as it is kept.
        code: String,
    },
    /// Nothing we know.
    Nothing,
}

impl Query for ScanLookup {
    type Rows = Scanned;

    fn run(self, cx: &ReadCx<'_>) -> Result<Scanned, UseError> {
        let read = marking::read_on(&self.code, support::today(cx.now, cx.zone));
        if let Ok(marking::Scanned::Sheet(order)) = read
            && store::orders::exists(cx.sql, order)?
        {
            return Ok(Scanned::Order(order));
        }
        // A barcode of our own or a product code need not follow any rule of barcodes.
        if let Some(goods) = store::goods_search::by_code(cx.sql, self.code.trim())? {
            return Ok(Scanned::Goods(goods));
        }
        let (gtin, code) = match read {
            Ok(marking::Scanned::Goods { gtin }) => (gtin, None),
            Ok(marking::Scanned::Pack(pack)) => {
                support::check_not_sold(cx.sql, &pack)?;
                (pack.gtin, Some(pack.code))
            }
            Ok(marking::Scanned::Sheet(_)) | Err(ScanFault::NotACode) => return Ok(Scanned::Nothing),
            Err(fault) => return Err(Refusal::BadScan { fault }.into()),
        };
        let goods = store::goods_search::by_gtin(cx.sql, &gtin)?;
        let goods = goods.ok_or_else(|| Refusal::GoodsNotFound { what: gtin.to_string() })?;
        Ok(code.map_or(Scanned::Goods(goods), |code| Scanned::Pack { goods, code }))
    }
}
