//! The directory of goods and batches: what a person may change of them, what must hold, why a change is refused.
//!
//! Owns: the fields, how typed words become them, the refusals. Must not know: screens, where goods are kept.

use chrono::{DateTime, NaiveDate, Utc};
use thiserror::Error;

use super::batch::StorageBand;
use super::goods_row::{self, Column, RowFault};
use super::ids::{BatchId, GoodsId};
use super::money::Kopecks;
use super::packs::Packs;

/// A batch that expires within so many days is short-dated in the directory.
pub const SHORT_DAYS: u64 = 90;

/// The longest word of a person about a count, in characters.
pub const MOST_NOTE: usize = 200;

/// Barcodes that one product may have.
const MOST_BARCODES: usize = 50;

/// Which goods are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum GoodsFilter {
    /// All.
    #[default]
    All,
    /// With packs on hand.
    InStock,
    /// With packs on hand that expire within [`SHORT_DAYS`].
    ShortDated,
    /// With packs on hand that have expired.
    Expired,
    /// Never offered on the site.
    Stopped,
    /// Refused by the site in the last full stock.
    Refused,
}

impl GoodsFilter {
    /// All of them, as they stand on the screen.
    pub const ALL: [Self; 6] =
        [Self::All, Self::InStock, Self::ShortDated, Self::Expired, Self::Stopped, Self::Refused];

    /// The text key of its words.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::All => "goods-filter-all",
            Self::InStock => "goods-filter-in-stock",
            Self::ShortDated => "goods-filter-short",
            Self::Expired => "goods-filter-expired",
            Self::Stopped => "goods-filter-stopped",
            Self::Refused => "goods-filter-refused",
        }
    }
}

/// What may change of a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoodsFields {
    /// Name as a till shows it.
    pub name: String,
    /// МНН.
    pub inn: String,
    /// Form.
    pub form: String,
    /// Strength.
    pub strength: String,
    /// Maker.
    pub manufacturer: String,
    /// Country of the maker.
    pub country: String,
    /// Barcodes, in order.
    pub barcodes: Vec<String>,
    /// Prescription only.
    pub is_rx: bool,
    /// ЖНВЛП.
    pub is_vital: bool,
    /// VAT, per cent.
    pub vat_rate: i64,
}

/// What may change of a batch. Its packs are counted, not typed over: see [`DirectoryRefusal::StockMoved`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchFields {
    /// Series on the pack.
    pub series: String,
    /// Last day of use.
    pub expires_on: NaiveDate,
    /// Shelf place.
    pub place: String,
    /// How cold.
    pub storage: StorageBand,
    /// Price.
    pub price: Kopecks,
    /// ЖНВЛП ceiling.
    pub max_price: Option<Kopecks>,
}

/// A field's text as it is kept: plain, without spaces around it.
///
/// # Errors
/// [`RowFault::BadText`]; [`RowFault::Empty`] of a name.
fn text(column: Column, typed: &str) -> Result<String, RowFault> {
    let text = goods_row::plain(typed).ok_or(RowFault::BadText(column))?;
    if text.is_empty() && column == Column::Name { Err(RowFault::Empty(column)) } else { Ok(text) }
}

impl GoodsFields {
    /// The same as they are kept; barcodes in order, each once.
    ///
    /// # Errors
    /// What is wrong with a field, the rules of a table's row.
    pub fn checked(&self) -> Result<Self, RowFault> {
        let mut barcodes: Vec<String> = Vec::new();
        for barcode in &self.barcodes {
            let barcode = text(Column::Barcode, barcode)?;
            if barcode.chars().any(char::is_whitespace) {
                return Err(RowFault::BadText(Column::Barcode));
            }
            barcodes.push(barcode);
        }
        barcodes.retain(|barcode| !barcode.is_empty());
        barcodes.sort_unstable();
        barcodes.dedup();
        if barcodes.len() > MOST_BARCODES {
            return Err(RowFault::BadValue(Column::Barcode));
        }
        if !goods_row::VAT_RATES.contains(&self.vat_rate) {
            return Err(RowFault::BadValue(Column::VatRate));
        }
        Ok(Self {
            name: text(Column::Name, &self.name)?,
            inn: text(Column::Inn, &self.inn)?,
            form: text(Column::Form, &self.form)?,
            strength: text(Column::Strength, &self.strength)?,
            manufacturer: text(Column::Manufacturer, &self.manufacturer)?,
            country: text(Column::Country, &self.country)?,
            barcodes,
            is_rx: self.is_rx,
            is_vital: self.is_vital,
            vat_rate: self.vat_rate,
        })
    }
}

/// A batch as typed: series, last day, place, storage, price, ceiling.
pub type TypedBatch = [String; 6];

/// The columns of [`TypedBatch`], in order.
pub const BATCH_COLUMNS: [Column; 6] =
    [Column::Series, Column::ExpiresOn, Column::Place, Column::Storage, Column::Price, Column::MaxPrice];

impl BatchFields {
    /// Reads what was typed, by the rules of a table's row.
    ///
    /// # Errors
    /// What is wrong with a field.
    pub fn read(typed: &TypedBatch) -> Result<Self, RowFault> {
        let [series, expires_on, place, storage, price, ceiling] = typed;
        let empty_day = expires_on.trim().is_empty();
        let max_price = match ceiling.trim() {
            "" => None,
            sum => Some(goods_row::sum(sum).ok_or(RowFault::BadSum(Column::MaxPrice))?),
        };
        Self {
            series: series.clone(),
            expires_on: goods_row::day(expires_on).filter(|_| !empty_day).ok_or(RowFault::BadDay(Column::ExpiresOn))?,
            place: place.clone(),
            storage: goods_row::storage(storage).ok_or(RowFault::BadValue(Column::Storage))?,
            price: goods_row::sum(price).ok_or(RowFault::BadSum(Column::Price))?,
            max_price,
        }
        .checked()
    }

    /// The same as they are kept.
    ///
    /// # Errors
    /// What is wrong with a field; [`RowFault::AboveCeiling`] of a price above the batch's own ceiling.
    pub fn checked(&self) -> Result<Self, RowFault> {
        let sums = [Some((self.price, Column::Price)), self.max_price.map(|sum| (sum, Column::MaxPrice))];
        if let Some((_, column)) = sums.into_iter().flatten().find(|(sum, _)| !goods_row::is_sum(*sum)) {
            return Err(RowFault::BadSum(column));
        }
        if self.max_price.is_some_and(|ceiling| self.price > ceiling) {
            return Err(RowFault::AboveCeiling);
        }
        Ok(Self {
            series: text(Column::Series, &self.series)?,
            place: text(Column::Place, &self.place)?,
            ..self.clone()
        })
    }
}

/// A change of the directory was refused. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DirectoryRefusal {
    /// A field cannot be so.
    #[error(transparent)]
    Field(#[from] RowFault),
    /// Somebody changed it since it was read.
    #[error("somebody else changed {name} meanwhile")]
    ChangedMeanwhile {
        /// Name of the product.
        name: String,
    },
    /// The barcode means another product.
    #[error("barcode {barcode} is that of {name}")]
    BarcodeTaken {
        /// The barcode.
        barcode: String,
        /// Whose it is.
        name: String,
    },
    /// No such batch.
    #[error("no such batch")]
    BatchNotFound,
    /// Packs came or went since the person began to count.
    #[error("there were {had} packs when the count began, there are {now}")]
    StockMoved {
        /// When the count began.
        had: Packs,
        /// Now.
        now: Packs,
    },
    /// Fewer packs were counted than orders keep.
    #[error("{counted} packs counted, {kept} are kept")]
    FewerThanKept {
        /// As counted.
        counted: Packs,
        /// Reserved, or waiting for the shelf.
        kept: Packs,
    },
    /// No number of packs that a batch can have.
    #[error("{counted} is no count of packs")]
    BadCount {
        /// As counted.
        counted: Packs,
    },
    /// The word about a count is too long, or has control characters.
    #[error("the note of a count is too long")]
    BadNote,
}

impl DirectoryRefusal {
    /// The text key of the user's wording (`refusal-<code>`).
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Field(_) => "directory-field",
            Self::ChangedMeanwhile { .. } => "changed-meanwhile",
            Self::BarcodeTaken { .. } => "barcode-taken",
            Self::BatchNotFound => "batch-not-found",
            Self::StockMoved { .. } => "stock-moved",
            Self::FewerThanKept { .. } => "fewer-than-kept",
            Self::BadCount { .. } => "bad-count",
            Self::BadNote => "bad-count-note",
        }
    }
}

/// A product in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoodsLine {
    /// Which.
    pub goods: GoodsId,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// МНН.
    pub inn: String,
    /// Maker.
    pub manufacturer: String,
    /// What sets it apart.
    pub signs: GoodsSigns,
    /// Batches with packs on hand.
    pub batches: i64,
    /// Free packs of all batches.
    pub free: Packs,
    /// Lowest and highest price of the batches with packs on hand.
    pub prices: Option<(Kopecks, Kopecks)>,
}

/// What sets a product apart in the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GoodsSigns {
    /// Prescription only.
    pub is_rx: bool,
    /// ЖНВЛП.
    pub is_vital: bool,
    /// Never offered on the site.
    pub is_stopped: bool,
}

/// A product with all that the directory knows of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoodsCard {
    /// Which.
    pub goods: GoodsId,
    /// Code; it never changes.
    pub code: String,
    /// What may change.
    pub fields: GoodsFields,
    /// Since when it is not offered on the site; none when it is.
    pub stopped_since: Option<DateTime<Utc>>,
    /// Why the site refused it in the last full stock; empty when it did not.
    pub refused: String,
    /// Its batches, the first to expire first.
    pub batches: Vec<BatchCard>,
}

/// A batch with its packs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchCard {
    /// Which.
    pub batch: BatchId,
    /// Code; it never changes.
    pub code: String,
    /// Whose stock it is: code of a division, empty for the owner's.
    pub division: String,
    /// What may change.
    pub fields: BatchFields,
    /// Packs on hand: on the shelf and in bags.
    pub on_hand: Packs,
    /// Kept for orders.
    pub reserved: Packs,
    /// Waiting for the shelf.
    pub to_shelf: Packs,
}

impl BatchCard {
    /// Packs that nobody keeps.
    #[must_use]
    pub fn free(&self) -> Packs {
        self.on_hand.minus(self.reserved).minus(self.to_shelf)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use super::*;

    fn typed(changes: &[(usize, &str)]) -> TypedBatch {
        let mut typed = ["S1", "31.03.2027", "A-1", "2-8", "142,50", ""].map(str::to_owned);
        for (at, text) in changes {
            (*text).clone_into(typed.get_mut(*at).unwrap());
        }
        typed
    }

    #[test]
    fn a_typed_batch_is_read_by_the_rules_of_a_table() {
        let read = BatchFields::read(&typed(&[(0, " S2 ")])).unwrap();
        assert_eq!((read.series.as_str(), read.price, read.max_price), ("S2", Kopecks(14_250), None));
        assert_eq!((read.expires_on.to_string().as_str(), read.storage.max_celsius), ("2027-03-31", Some(8)));
        for (at, text, fault) in [
            (1, "", RowFault::BadDay(Column::ExpiresOn)),
            (1, "31.02.2027", RowFault::BadDay(Column::ExpiresOn)),
            (3, "холод", RowFault::BadValue(Column::Storage)),
            (4, "-5", RowFault::BadSum(Column::Price)),
            (4, "", RowFault::BadSum(Column::Price)),
            (5, "нет", RowFault::BadSum(Column::MaxPrice)),
            (5, "142,49", RowFault::AboveCeiling),
            (2, "а\u{7}", RowFault::BadText(Column::Place)),
        ] {
            assert_eq!(BatchFields::read(&typed(&[(at, text)])), Err(fault), "{at} {text}");
        }
    }

    #[test]
    fn goods_need_a_name_known_vat_and_barcodes_without_spaces() {
        let good = GoodsFields {
            name: " Нурофен ".into(),
            inn: String::new(),
            form: String::new(),
            strength: String::new(),
            manufacturer: String::new(),
            country: String::new(),
            barcodes: vec!["2".into(), "1".into(), " 2".into(), String::new()],
            is_rx: false,
            is_vital: false,
            vat_rate: 10,
        };
        let kept = good.checked().unwrap();
        assert_eq!((kept.name.as_str(), kept.barcodes), ("Нурофен", vec!["1".to_owned(), "2".to_owned()]));
        let nameless = GoodsFields { name: "  ".into(), ..good.clone() };
        assert_eq!(nameless.checked(), Err(RowFault::Empty(Column::Name)));
        let spaced = GoodsFields { barcodes: vec!["1 2".into()], ..good.clone() };
        assert_eq!(spaced.checked(), Err(RowFault::BadText(Column::Barcode)));
        let odd = GoodsFields { vat_rate: 13, ..good };
        assert_eq!(odd.checked(), Err(RowFault::BadValue(Column::VatRate)));
    }
}
