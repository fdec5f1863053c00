//! A table of goods on its way in: which of its columns is which, what it would change.
//!
//! Owns: the choice of columns by their heads or by a person, and the plan of a taking over. Must not know: files.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use chrono::{DateTime, Utc};

use super::goods_row::{self, Column, GoodsRow, RowFault};
use super::ids::ImportId;

/// Which head each column has in the tables of one accounting program; columns that are not in it go by their own names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnMap(pub BTreeMap<Column, String>);

impl ColumnMap {
    /// Reads `product_id=Артикул; price=Цена розн.`: pairs with semicolons or line breaks between. None when a part is
    /// no pair, names no column, or names one twice.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut map = BTreeMap::new();
        for part in text.split([';', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
            let (column, head) = part.split_once('=')?;
            let head = head.trim();
            let is_new = map.insert(Column::of_head(column)?, head.to_owned()).is_none();
            if !is_new || head.is_empty() {
                return None;
            }
        }
        Some(Self(map))
    }

    /// As [`ColumnMap::parse`] reads it.
    #[must_use]
    pub fn text(&self) -> String {
        self.0.iter().fold(String::new(), |mut text, (column, head)| {
            let gap = if text.is_empty() { "" } else { "; " };
            let _ = write!(text, "{gap}{}={head}", column.code());
            text
        })
    }

    /// Every head that it names is there.
    #[must_use]
    pub fn fits(&self, head: &[String]) -> bool {
        let tidy: BTreeSet<String> = head.iter().map(|name| tidy(name)).collect();
        self.0.values().all(|name| tidy.contains(&self::tidy(name)))
    }
}

fn tidy(head: &str) -> String {
    head.trim().trim_end_matches(':').to_lowercase()
}

/// Why the head of a table says too little.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeadFault {
    /// These columns are not there.
    Missing(Vec<Column>),
    /// The map names a head that is not there.
    NoSuchHead(String),
}

/// Where each column stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places(BTreeMap<Column, usize>);

impl Places {
    /// The places by a map and, where it says nothing, by the names of the head.
    ///
    /// # Errors
    /// [`HeadFault`].
    pub fn of(head: &[String], map: &ColumnMap) -> Result<Self, HeadFault> {
        let mut places = BTreeMap::new();
        for (column, name) in &map.0 {
            let at = head.iter().position(|cell| tidy(cell) == tidy(name));
            places.insert(*column, at.ok_or_else(|| HeadFault::NoSuchHead(name.clone()))?);
        }
        let taken: BTreeSet<usize> = places.values().copied().collect();
        for (at, name) in head.iter().enumerate().filter(|(at, _)| !taken.contains(at)) {
            if let Some(column) = Column::of_head(name) {
                // Of two columns of one name the first counts.
                places.entry(column).or_insert(at);
            }
        }
        let missing: Vec<Column> = Column::REQUIRED.into_iter().filter(|column| !places.contains_key(column)).collect();
        if missing.is_empty() { Ok(Self(places)) } else { Err(HeadFault::Missing(missing)) }
    }

    /// The columns that the table has.
    pub fn columns(&self) -> impl Iterator<Item = Column> + '_ {
        self.0.keys().copied()
    }

    /// Where a column stands; none when the table has it not.
    #[must_use]
    pub fn of_column(&self, column: Column) -> Option<usize> {
        self.0.get(&column).copied()
    }

    /// Reads a row.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn read(&self, cells: &[String]) -> Result<GoodsRow, RowFault> {
        goods_row::read(|column| {
            self.of_column(column).and_then(|at| cells.get(at)).map_or_else(String::new, Clone::clone)
        })
    }
}

/// How much of the stock a table tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Extent {
    /// Only the batches that it names.
    #[default]
    Named,
    /// All there is: batches that it does not name are gone.
    Full,
}

/// Whether a person has said that a much smaller stock is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Word {
    /// Nobody has.
    #[default]
    NotGiven,
    /// Somebody has.
    Given,
}

/// What taking a table over would change, or has changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImportPlan {
    /// Rows of the table.
    pub rows: i64,
    /// Products that the directory does not have, and those whose data differ.
    pub goods: Changes,
    /// The same of batches.
    pub batches: Changes,
    /// Batches whose stock differs.
    pub corrected: i64,
    /// Of these, batches that the full table does not name.
    pub gone: i64,
    /// Batches of which fewer packs are told than orders keep: these packs stay.
    pub kept_short: i64,
    /// Batches with packs on hand now.
    pub in_stock: i64,
}

/// How many are new, how many differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// New.
    pub new: i64,
    /// Known with other data.
    pub changed: i64,
}

impl ImportPlan {
    /// A full table that would take away more than half of what is there: a broken one must not empty the shelves.
    #[must_use]
    pub const fn is_suspicious(&self) -> bool {
        self.gone.saturating_mul(2) > self.in_stock
    }
}

/// A table as it was read: what it holds, what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TablePreview {
    /// Name of the file.
    pub source: String,
    /// When its stock was true.
    pub taken_at: DateTime<Utc>,
    /// Its head.
    pub head: Vec<String>,
    /// Its first rows, to tell the columns apart.
    pub sample: Vec<Vec<String>>,
    /// Where each column stands, or why the head says too little.
    pub places: Result<Places, HeadFault>,
    /// Products, and rows in all.
    pub counts: (u64, u64),
    /// Rows that cannot be meant, the first of them: number in the file and why.
    pub faults: Vec<(i64, RowFault)>,
    /// All of them.
    pub fault_count: u64,
    /// Where it waits and what it would change; none of a table with anything wrong.
    pub waiting: Option<(ImportId, ImportPlan)>,
}

/// An import that was taken over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoneImport {
    /// Which.
    pub id: ImportId,
    /// Name of the file.
    pub source: String,
    /// When its stock was true.
    pub taken_at: DateTime<Utc>,
    /// When it was taken over.
    pub ended_at: DateTime<Utc>,
    /// Rows.
    pub rows: i64,
    /// Lines of the stock-taking record.
    pub differences: i64,
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use super::*;

    fn head(text: &str) -> Vec<String> {
        text.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn a_map_is_read_as_it_was_written() {
        let map = ColumnMap::parse("product_id = Артикул; цена=Цена розн.\nname=Номенклатура").unwrap();
        assert_eq!(map.text(), "product_id=Артикул; name=Номенклатура; price=Цена розн.");
        assert_eq!(ColumnMap::parse(&map.text()), Some(map));
        for wrong in ["артикул", "colour=Цвет", "price=", "price=А; цена=Б"] {
            assert_eq!(ColumnMap::parse(wrong), None, "{wrong}");
        }
        assert_eq!(ColumnMap::parse(""), Some(ColumnMap::default()));
    }

    #[test]
    fn a_map_comes_before_the_names_of_the_head_and_its_columns_mean_nothing_else() {
        let map = ColumnMap::parse("product_id=Артикул; quantity=Свободно").unwrap();
        let places = Places::of(&head("Код,Артикул,Наименование,Цена,Остаток,Свободно"), &map).unwrap();
        let at = |column| places.of_column(column);
        assert_eq!((at(Column::ProductId), at(Column::Quantity), at(Column::Name)), (Some(1), Some(5), Some(2)));
        assert!(map.fits(&head("АРТИКУЛ, свободно:")) && !map.fits(&head("Артикул")));
        let missing = HeadFault::Missing(vec![Column::Price, Column::Quantity]);
        assert_eq!(Places::of(&head("код,название"), &ColumnMap::default()), Err(missing));
        let strange = Places::of(&head("код,название,цена,остаток"), &map);
        assert_eq!(strange, Err(HeadFault::NoSuchHead("Артикул".to_owned())));
        // A head that the map gives to one column is not another one by its name.
        let map = ColumnMap::parse("name=Код").unwrap();
        let missing = HeadFault::Missing(vec![Column::ProductId]);
        assert_eq!(Places::of(&head("Код,цена,остаток"), &map), Err(missing));
    }

    #[test]
    fn a_table_that_takes_away_more_than_half_is_suspicious() {
        let plan = |gone, in_stock| ImportPlan { gone, in_stock, ..ImportPlan::default() };
        assert!(!plan(0, 0).is_suspicious() && !plan(5, 10).is_suspicious());
        assert!(plan(6, 10).is_suspicious() && plan(1, 1).is_suspicious());
    }
}
