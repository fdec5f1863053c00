//! The demo catalogue: what the pretend pharmacy has on its shelves.
//!
//! Reading order: this file (one row of `assets/catalogue.csv` and its parsing),
//! `generate` (any number of goods from a seed), `variant` (names beyond the
//! file), `stock` (batches), `people` (customers), `wholesalers`, `barcode`.
//!
//! Trade names, makers and substances are those of the Russian market; barcodes,
//! prices, series, people and wholesalers are invented. Must not know: the store, the wire,
//! the screen, the real clock.

mod barcode;
mod generate;
pub mod people;
mod stock;
mod variant;
mod wholesalers;

use std::collections::HashSet;

pub use barcode::{check_digit, is_ean13};
pub use generate::{DemoGoods, Generator};
pub use people::{DemoPeople, DemoPerson};
pub use stock::DemoBatch;
pub use wholesalers::{DEMO_WHOLESALERS, DemoWholesaler};

/// The file, compiled in, so that a demo needs nothing beside the program.
const FILE: &str = include_str!("../../../assets/catalogue.csv");

const HEADER: &str = "name;inn;form;strength;pack;maker;country;barcode;price_kopecks;\
max_price_kopecks;storage;is_rx;is_vital;vat_rate;shelf_months";

/// Temperature at which goods are kept, in whole degrees Celsius.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct StorageRange {
    /// Lowest allowed; `None` when only the upper limit is written on the pack.
    pub min_celsius: Option<i32>,
    /// Highest allowed.
    pub max_celsius: i32,
}

/// One row of the catalogue file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueItem {
    /// As a till shows it: trade name, short form, strength, pack. Unique.
    pub name: String,
    /// International name (МНН), Russian, lower case; empty for non-medicines.
    pub inn: String,
    /// Full dosage form, Russian.
    pub form: String,
    /// Strength or size with its unit, as printed.
    pub strength: String,
    /// Pack: `№20`, `100 мл`.
    pub pack: String,
    /// Maker's short name.
    pub maker: String,
    /// Maker's country, Russian.
    pub country: String,
    /// Invented EAN-13. Unique.
    pub barcode: String,
    /// Retail price of a pack, kopecks, VAT included.
    pub price_kopecks: i64,
    /// Price ceiling, kopecks; present exactly when `is_vital`.
    pub max_price_kopecks: Option<i64>,
    /// Where it may be kept.
    pub storage: StorageRange,
    /// Sold by prescription only.
    pub is_rx: bool,
    /// On the list of vital medicines (ЖНВЛП).
    pub is_vital: bool,
    /// VAT, per cent: 10 for medicines, 22 for the rest (rates of 2026).
    pub vat_rate: u8,
    /// Shelf life from manufacture, months.
    pub shelf_months: u32,
}

/// Why the catalogue file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CatalogueError {
    /// The first line is not the expected list of columns.
    #[error("catalogue line 1: the header is not the expected one")]
    Header,
    /// A line has too few or too many columns.
    #[error("catalogue line {line}: {found} columns, expected 15")]
    Columns {
        /// Line in the file, from 1.
        line: usize,
        /// How many columns it has.
        found: usize,
    },
    /// A value is unreadable or breaks a rule.
    #[error("catalogue line {line}, field {field}: \"{value}\" {reason}")]
    Field {
        /// Line in the file, from 1.
        line: usize,
        /// Column name.
        field: &'static str,
        /// What stands there.
        value: String,
        /// The rule it breaks.
        reason: &'static str,
    },
}

/// Reads the catalogue that is compiled into the program.
pub fn load() -> Result<Vec<CatalogueItem>, CatalogueError> {
    parse(FILE)
}

fn parse(text: &str) -> Result<Vec<CatalogueItem>, CatalogueError> {
    let mut lines = text.lines().zip(1..);
    if lines.next().is_none_or(|(header, _)| header != HEADER) {
        return Err(CatalogueError::Header);
    }
    let (mut names, mut codes) = (HashSet::new(), HashSet::new());
    let mut items = Vec::new();
    for (text, line) in lines {
        let item = Line(line).item(text)?;
        if !names.insert(item.name.clone()) {
            return Err(Line(line).bad("name", &item.name, "is listed twice"));
        }
        if !codes.insert(item.barcode.clone()) {
            return Err(Line(line).bad("barcode", &item.barcode, "is listed twice"));
        }
        items.push(item);
    }
    Ok(items)
}

/// The number of the line being read, for error messages.
#[derive(Clone, Copy)]
struct Line(usize);

impl Line {
    fn item(self, text: &str) -> Result<CatalogueItem, CatalogueError> {
        let columns: Vec<&str> = text.split(';').collect();
        let &[
            name,
            inn,
            form,
            strength,
            pack,
            maker,
            country,
            barcode,
            price,
            max_price,
            storage,
            is_rx,
            is_vital,
            vat_rate,
            shelf_months,
        ] = columns.as_slice()
        else {
            return Err(CatalogueError::Columns { line: self.0, found: columns.len() });
        };
        if !is_ean13(barcode) {
            return Err(self.bad("barcode", barcode, "is not an EAN-13"));
        }
        let price_kopecks: i64 = self.number("price_kopecks", price)?;
        if price_kopecks <= 0 {
            return Err(self.bad("price_kopecks", price, "must be above zero"));
        }
        let is_vital = self.flag("is_vital", is_vital)?;
        Ok(CatalogueItem {
            name: self.filled("name", name)?,
            inn: inn.to_owned(),
            form: self.filled("form", form)?,
            strength: self.filled("strength", strength)?,
            pack: self.filled("pack", pack)?,
            maker: self.filled("maker", maker)?,
            country: self.filled("country", country)?,
            barcode: barcode.to_owned(),
            price_kopecks,
            max_price_kopecks: self.ceiling(max_price, price_kopecks, is_vital)?,
            storage: self.storage(storage)?,
            is_rx: self.flag("is_rx", is_rx)?,
            is_vital,
            vat_rate: self.number("vat_rate", vat_rate)?,
            shelf_months: self.number("shelf_months", shelf_months)?,
        })
    }

    fn bad(self, field: &'static str, value: &str, reason: &'static str) -> CatalogueError {
        CatalogueError::Field { line: self.0, field, value: value.to_owned(), reason }
    }

    fn filled(self, field: &'static str, value: &str) -> Result<String, CatalogueError> {
        if value.is_empty() || value.trim() != value {
            return Err(self.bad(field, value, "is empty or has spaces around it"));
        }
        Ok(value.to_owned())
    }

    fn number<N: std::str::FromStr>(self, field: &'static str, value: &str) -> Result<N, CatalogueError> {
        value.parse().map_err(|_| self.bad(field, value, "is not a whole number"))
    }

    fn flag(self, field: &'static str, value: &str) -> Result<bool, CatalogueError> {
        match value {
            "0" => Ok(false),
            "1" => Ok(true),
            _ => Err(self.bad(field, value, "is neither 0 nor 1")),
        }
    }

    /// The law sets a ceiling for vital medicines only, and none may be sold above it.
    fn ceiling(self, value: &str, price: i64, vital: bool) -> Result<Option<i64>, CatalogueError> {
        const FIELD: &str = "max_price_kopecks";
        match (vital, value.is_empty()) {
            (false, true) => Ok(None),
            (false, false) => Err(self.bad(FIELD, value, "is set for goods without a ceiling")),
            (true, true) => Err(self.bad(FIELD, value, "is missing for a vital medicine")),
            (true, false) => match self.number(FIELD, value)? {
                ceiling if ceiling < price => Err(self.bad(FIELD, value, "is below the price")),
                ceiling => Ok(Some(ceiling)),
            },
        }
    }

    /// `2-8` is a range, `-25` is an upper limit alone.
    fn storage(self, value: &str) -> Result<StorageRange, CatalogueError> {
        let wrong = || self.bad("storage", value, "is neither \"2-8\" nor \"-25\"");
        let (low, high) = value.split_once('-').ok_or_else(wrong)?;
        let max_celsius = high.parse().map_err(|_| wrong())?;
        let min_celsius = if low.is_empty() { None } else { Some(low.parse().map_err(|_| wrong())?) };
        if min_celsius.is_some_and(|min: i32| min >= max_celsius) {
            return Err(self.bad("storage", value, "runs downwards"));
        }
        Ok(StorageRange { min_celsius, max_celsius })
    }
}

#[cfg(test)]
mod tests;
