//! A row of a table of goods from the accounting program: which column is which, what a cell must be like.
//!
//! Owns: the names of columns, the reading of cells, what is wrong with one. Must not know: files and their formats.

use chrono::{Datelike, Days, Months, NaiveDate};
use thiserror::Error;

use super::batch::StorageBand;
use super::money::Kopecks;
use super::packs::Packs;

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// Product, as the site and the accounting program know it.
    ProductId,
    /// Name.
    Name,
    /// Price of a pack, roubles.
    Price,
    /// Packs on the shelf.
    Quantity,
    /// Maker.
    Manufacturer,
    /// Barcode; several with spaces between.
    Barcode,
    /// Batch.
    BatchId,
    /// Series on the pack.
    Series,
    /// Last day of use.
    ExpiresOn,
    /// МНН.
    Inn,
    /// Form.
    Form,
    /// Strength.
    Strength,
    /// Country of the maker.
    Country,
    /// Shelf place.
    Place,
    /// How cold: `2-8`, `до 25`.
    Storage,
    /// ЖНВЛП.
    IsVital,
    /// ЖНВЛП ceiling, roubles.
    MaxPrice,
    /// Needs a prescription.
    IsPrescription,
    /// VAT, per cent.
    VatRate,
}

impl Column {
    /// All of them; the required ones first.
    pub const ALL: [Self; 19] = [
        Self::ProductId,
        Self::Name,
        Self::Price,
        Self::Quantity,
        Self::Manufacturer,
        Self::Barcode,
        Self::BatchId,
        Self::Series,
        Self::ExpiresOn,
        Self::Inn,
        Self::Form,
        Self::Strength,
        Self::Country,
        Self::Place,
        Self::Storage,
        Self::IsVital,
        Self::MaxPrice,
        Self::IsPrescription,
        Self::VatRate,
    ];

    /// Without these there is no goods.
    pub const REQUIRED: [Self; 4] = [Self::ProductId, Self::Name, Self::Price, Self::Quantity];

    /// The names under which a head may call it, the plain one first.
    #[must_use]
    pub const fn names(self) -> &'static [&'static str] {
        match self {
            Self::ProductId => &["product_id", "код товара", "код"],
            Self::Name => &["name", "наименование", "название", "товар"],
            Self::Price => &["price", "цена", "розничная цена"],
            Self::Quantity => &["quantity", "количество", "остаток", "кол-во"],
            Self::Manufacturer => &["manufacturer", "производитель", "изготовитель"],
            Self::Barcode => &["barcode", "штрихкод", "штрих-код"],
            Self::BatchId => &["batch_id", "код партии", "партия"],
            Self::Series => &["series", "серия"],
            Self::ExpiresOn => &["expires_on", "срок годности", "годен до"],
            Self::Inn => &["inn", "мнн"],
            Self::Form => &["form", "форма", "форма выпуска"],
            Self::Strength => &["strength", "дозировка"],
            Self::Country => &["country", "страна"],
            Self::Place => &["place", "место", "место хранения"],
            Self::Storage => &["storage", "условия хранения", "температура"],
            Self::IsVital => &["is_vital", "жнвлп"],
            Self::MaxPrice => &["max_price", "предельная цена"],
            Self::IsPrescription => &["is_prescription", "рецептурный", "по рецепту"],
            Self::VatRate => &["vat_rate", "ндс", "ставка ндс"],
        }
    }

    /// The column that a head calls so.
    #[must_use]
    pub fn of_head(head: &str) -> Option<Self> {
        let head = head.trim().trim_end_matches(':').to_lowercase();
        Self::ALL.into_iter().find(|column| column.names().contains(&head.as_str()))
    }

    /// Its plain name.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.names().first().copied().unwrap_or_default()
    }
}

/// What is wrong with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum RowFault {
    /// The cell is empty and may not be.
    #[error("{} is empty", .0.code())]
    Empty(Column),
    /// Longer than this, or with control characters.
    #[error("{} is no plain text of {MOST_TEXT} characters at most", .0.code())]
    BadText(Column),
    /// No whole number of packs, or below zero.
    #[error("{} is no whole number of packs", .0.code())]
    BadPacks(Column),
    /// No sum of roubles.
    #[error("{} is no sum of roubles", .0.code())]
    BadSum(Column),
    /// No day.
    #[error("{} is no day", .0.code())]
    BadDay(Column),
    /// Neither yes nor no.
    #[error("{} is neither yes nor no", .0.code())]
    BadFlag(Column),
    /// No rate of VAT, no band of temperatures.
    #[error("{} cannot be read", .0.code())]
    BadValue(Column),
    /// The same batch stands in an earlier row.
    #[error("the batch stands in an earlier row")]
    Twice,
    /// The price is above the batch's own ceiling.
    #[error("the price is above the ceiling")]
    AboveCeiling,
}

impl RowFault {
    /// The text key of the user's wording (`row-fault-<code>`).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty(_) => "empty",
            Self::BadText(_) => "bad-text",
            Self::BadPacks(_) => "bad-packs",
            Self::BadSum(_) => "bad-sum",
            Self::BadDay(_) => "bad-day",
            Self::BadFlag(_) => "bad-flag",
            Self::BadValue(_) => "bad-value",
            Self::Twice => "twice",
            Self::AboveCeiling => "above-ceiling",
        }
    }

    /// The column meant.
    #[must_use]
    pub const fn column(self) -> Option<Column> {
        match self {
            Self::Empty(column)
            | Self::BadText(column)
            | Self::BadPacks(column)
            | Self::BadSum(column)
            | Self::BadDay(column)
            | Self::BadFlag(column)
            | Self::BadValue(column) => Some(column),
            Self::AboveCeiling => Some(Column::Price),
            Self::Twice => None,
        }
    }
}

/// The longest text of a cell.
const MOST_TEXT: usize = 400;

/// The greatest number of packs and roubles that a row may hold.
const MOST: i64 = 100_000_000;

/// Rates of VAT that goods may have, per cent; 0 is without VAT.
pub const VAT_RATES: [i64; 5] = [0, 10, 18, 20, 22];

/// Stands for goods without a last day of use.
pub const NO_EXPIRY: (i32, u32, u32) = (2099, 12, 31);

/// A row as read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoodsRow {
    /// Texts by their columns: product, name, maker, barcodes, series, МНН, form, strength, country, place.
    pub texts: [String; 10],
    /// Batch; the series, or `-`, when the table has none.
    pub batch: String,
    /// Last day of use.
    pub expires_on: NaiveDate,
    /// Price.
    pub price: Kopecks,
    /// ЖНВЛП ceiling.
    pub max_price: Option<Kopecks>,
    /// Packs.
    pub packs: Packs,
    /// How cold.
    pub storage: StorageBand,
    /// ЖНВЛП.
    pub is_vital: bool,
    /// Needs a prescription.
    pub is_rx: bool,
    /// VAT, per cent.
    pub vat_rate: i64,
}

/// The columns of [`GoodsRow::texts`], in order.
pub const TEXTS: [Column; 10] = [
    Column::ProductId,
    Column::Name,
    Column::Manufacturer,
    Column::Barcode,
    Column::Series,
    Column::Inn,
    Column::Form,
    Column::Strength,
    Column::Country,
    Column::Place,
];

/// Reads a row; `cell` gives the text of a column, empty where the table has none.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn read(cell: impl Fn(Column) -> String) -> Result<GoodsRow, RowFault> {
    for column in Column::REQUIRED {
        if cell(column).trim().is_empty() {
            return Err(RowFault::Empty(column));
        }
    }
    let mut texts: [String; 10] = Default::default();
    for (text, column) in texts.iter_mut().zip(TEXTS) {
        *text = plain(&cell(column)).ok_or(RowFault::BadText(column))?;
    }
    let batch = plain(&cell(Column::BatchId)).ok_or(RowFault::BadText(Column::BatchId))?;
    let series = texts.get(4).cloned().unwrap_or_default();
    let first = |options: [String; 2]| options.into_iter().find(|text| !text.is_empty()).unwrap_or_else(|| "-".into());
    let sum = |column| sum(&cell(column)).ok_or(RowFault::BadSum(column));
    let flag = |column| flag(&cell(column)).ok_or(RowFault::BadFlag(column));
    let max_price = if cell(Column::MaxPrice).trim().is_empty() { None } else { Some(sum(Column::MaxPrice)?) };
    Ok(GoodsRow {
        batch: first([batch, series]),
        expires_on: day(&cell(Column::ExpiresOn)).ok_or(RowFault::BadDay(Column::ExpiresOn))?,
        price: sum(Column::Price)?,
        max_price,
        packs: packs(&cell(Column::Quantity)).ok_or(RowFault::BadPacks(Column::Quantity))?,
        storage: storage(&cell(Column::Storage)).ok_or(RowFault::BadValue(Column::Storage))?,
        is_vital: flag(Column::IsVital)?,
        is_rx: flag(Column::IsPrescription)?,
        vat_rate: vat(&cell(Column::VatRate)).ok_or(RowFault::BadValue(Column::VatRate))?,
        texts,
    })
}

pub(super) fn plain(text: &str) -> Option<String> {
    let text = text.trim();
    (text.chars().count() <= MOST_TEXT && !text.chars().any(char::is_control)).then(|| text.to_owned())
}

/// Without the spaces that a table puts between thousands.
fn tight(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn packs(text: &str) -> Option<Packs> {
    let text = tight(text);
    // A spreadsheet may write a whole number as 5,00.
    let (whole, rest) = text.split_once([',', '.']).unwrap_or((&text, ""));
    let n: i64 = whole.parse().ok()?;
    (rest.bytes().all(|b| b == b'0') && (0..=MOST).contains(&n) && !whole.starts_with('+')).then_some(Packs(n))
}

pub(super) fn sum(text: &str) -> Option<Kopecks> {
    let text = tight(text);
    let (roubles, kopecks) = text.split_once([',', '.']).unwrap_or((&text, ""));
    let is_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if roubles.is_empty() || !is_digits(roubles) || !is_digits(kopecks) {
        return None;
    }
    let (two, beyond) = kopecks.split_at(kopecks.len().min(2));
    if !beyond.bytes().all(|b| b == b'0') {
        return None;
    }
    let roubles: i64 = roubles.parse().ok().filter(|n| *n <= MOST)?;
    let part: i64 = format!("{two:0<2}").parse().ok()?;
    Some(Kopecks(roubles * 100 + part))
}

/// A sum that a price may be.
pub(super) const fn is_sum(sum: Kopecks) -> bool {
    0 <= sum.0 && sum.0 <= MOST * 100 + 99
}

/// A number of packs that a batch may have.
#[must_use]
pub const fn is_count(packs: Packs) -> bool {
    0 <= packs.0 && packs.0 <= MOST
}

pub(super) fn day(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    if text.is_empty() {
        return NaiveDate::from_ymd_opt(NO_EXPIRY.0, NO_EXPIRY.1, NO_EXPIRY.2);
    }
    // A time after the day says nothing.
    let text = text.split_once([' ', 'T']).map_or(text, |(day, _)| day);
    let parts: Vec<u32> = text.split(['.', '-', '/']).map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let year = |n: u32| i32::try_from(if n < 100 { n + 2000 } else { n }).ok();
    let end_of = |y: i32, m: u32| {
        NaiveDate::from_ymd_opt(y, m, 1)?.checked_add_months(Months::new(1))?.checked_sub_days(Days::new(1))
    };
    let day = match *parts.as_slice() {
        [y, m, d] if y > 31 => NaiveDate::from_ymd_opt(year(y)?, m, d)?,
        [d, m, y] => NaiveDate::from_ymd_opt(year(y)?, m, d)?,
        [y, m] if y > 12 => end_of(year(y)?, m)?,
        [m, y] => end_of(year(y)?, m)?,
        _ => return None,
    };
    (2000..=2100).contains(&day.year()).then_some(day)
}

fn flag(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "" | "0" | "false" | "no" | "нет" | "-" => Some(false),
        "1" | "true" | "yes" | "да" | "+" => Some(true),
        _ => None,
    }
}

fn vat(text: &str) -> Option<i64> {
    match tight(text).trim_end_matches('%') {
        "" => Some(10),
        "0" | "безндс" | "БезНДС" => Some(0),
        rate => rate.parse().ok().filter(|rate| *rate != 0 && VAT_RATES.contains(rate)),
    }
}

/// `2-8`, `2…8`, `до 25`, `25`; empty for any.
pub(super) fn storage(text: &str) -> Option<StorageBand> {
    let degrees: Vec<i32> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().ok().filter(|n| *n <= 60))
        .collect::<Option<_>>()?;
    match *degrees.as_slice() {
        [] if text.trim().is_empty() => Some(StorageBand::default()),
        [max] => Some(StorageBand { min_celsius: None, max_celsius: Some(max) }),
        [min, max] if min < max => Some(StorageBand { min_celsius: Some(min), max_celsius: Some(max) }),
        _ => None,
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use super::*;

    fn row(changes: &[(Column, &str)]) -> Result<GoodsRow, RowFault> {
        let base =
            [(Column::ProductId, "p1"), (Column::Name, "Нурофен"), (Column::Price, "142,00"), (Column::Quantity, "7")];
        read(|column| {
            let found = changes.iter().chain(&base).find(|(of, _)| *of == column);
            found.map_or_else(String::new, |(_, text)| (*text).to_owned())
        })
    }

    #[test]
    fn heads_are_known_in_both_languages_and_each_name_means_one_column() {
        assert_eq!(Column::of_head(" Наименование "), Some(Column::Name));
        assert_eq!(Column::of_head("PRODUCT_ID"), Some(Column::ProductId));
        assert_eq!(Column::of_head("примечание"), None);
        for column in Column::ALL {
            for name in column.names() {
                assert_eq!(Column::of_head(name), Some(column), "{name}");
            }
        }
    }

    #[test]
    fn cells_are_read_as_people_and_spreadsheets_write_them() {
        for (text, kopecks) in [("142", 14_200), ("142,5", 14_250), ("1 234.50", 123_450), ("0,01", 1), ("5,000", 500)]
        {
            assert_eq!(row(&[(Column::Price, text)]).unwrap().price, Kopecks(kopecks), "{text}");
        }
        for (text, n) in [("7", 7), ("7,00", 7), ("1 000", 1_000), ("0", 0)] {
            assert_eq!(row(&[(Column::Quantity, text)]).unwrap().packs, Packs(n), "{text}");
        }
        let last = |text: &str| row(&[(Column::ExpiresOn, text)]).unwrap().expires_on.to_string();
        for text in ["2027-02-28", "28.02.2027", "28.02.27", "02.2027", "2027-02", "28.02.2027 0:00:00"] {
            assert_eq!(last(text), "2027-02-28", "{text}");
        }
        assert_eq!(last(""), "2099-12-31");
        let band = |text: &str| row(&[(Column::Storage, text)]).unwrap().storage;
        assert_eq!((band("2–8 °C").min_celsius, band("до 25").max_celsius), (Some(2), Some(25)));
        let vital = row(&[(Column::IsVital, "да"), (Column::MaxPrice, "150"), (Column::Series, "S1")]).unwrap();
        assert_eq!((vital.is_vital, vital.max_price, vital.batch.as_str()), (true, Some(Kopecks(15_000)), "S1"));
        assert_eq!((vital.vat_rate, row(&[]).unwrap().batch.as_str()), (10, "-"));
    }

    #[test]
    fn what_cannot_be_meant_is_refused_with_its_column() {
        use Column as C;
        use RowFault as F;
        let long = "я".repeat(401);
        for (column, text, fault) in [
            (C::ProductId, " ", F::Empty(C::ProductId)),
            (C::Name, "", F::Empty(C::Name)),
            (C::Name, long.as_str(), F::BadText(C::Name)),
            (C::Place, "а\u{7}", F::BadText(C::Place)),
            (C::Price, "-5", F::BadSum(C::Price)),
            (C::Price, "12,345", F::BadSum(C::Price)),
            (C::Price, "=1+1", F::BadSum(C::Price)),
            (C::Price, "99999999999999999999", F::BadSum(C::Price)),
            (C::Quantity, "-1", F::BadPacks(C::Quantity)),
            (C::Quantity, "1,5", F::BadPacks(C::Quantity)),
            (C::Quantity, "много", F::BadPacks(C::Quantity)),
            (C::ExpiresOn, "31.02.2027", F::BadDay(C::ExpiresOn)),
            (C::ExpiresOn, "скоро", F::BadDay(C::ExpiresOn)),
            (C::ExpiresOn, "1927-01-01", F::BadDay(C::ExpiresOn)),
            (C::MaxPrice, "нет", F::BadSum(C::MaxPrice)),
            (C::IsVital, "может", F::BadFlag(C::IsVital)),
            (C::VatRate, "13", F::BadValue(C::VatRate)),
            (C::Storage, "холод", F::BadValue(C::Storage)),
        ] {
            assert_eq!(row(&[(column, text)]), Err(fault), "{column:?} {text}");
        }
    }
}
