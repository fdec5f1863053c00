//! A waiting table of goods, and those that were taken over with their stock-taking records.

use chrono::NaiveDate;

use crate::domain::goods_import::{DoneImport, ImportPlan};
use crate::domain::ids::ImportId;
use crate::domain::import_refusal::ImportRefusal;
use crate::domain::packs::Packs;
use crate::store;
use crate::store::import_apply::Table;
use crate::usecase::{Query, ReadCx, UseError, take_table};

/// What the table would change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlanTable(pub ImportId);

impl Query for PlanTable {
    type Rows = ImportPlan;

    fn run(self, cx: &ReadCx<'_>) -> Result<ImportPlan, UseError> {
        let found = store::import_stage::get(cx.sql, self.0)?;
        let waiting = found.filter(|table| table.is_staging).ok_or(ImportRefusal::Gone)?;
        let columns = take_table::columns(&waiting.import.columns);
        let (taken_at, extent) = (waiting.import.taken_at, waiting.import.extent);
        Ok(store::import_apply::plan(cx.sql, &Table { id: self.0, taken_at, extent, columns: &columns })?)
    }
}

/// The tables that were taken over, the newest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DoneImports {
    /// At most so many.
    pub limit: u32,
}

impl Query for DoneImports {
    type Rows = Vec<DoneImport>;

    fn run(self, cx: &ReadCx<'_>) -> Result<Vec<DoneImport>, UseError> {
        Ok(store::import_stage::done(cx.sql, self.limit)?)
    }
}

/// The stock-taking record of an import; lines of which not the whole difference was taken over first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stocktaking {
    /// Of which import.
    pub import: ImportId,
    /// At most so many lines.
    pub limit: u32,
}

/// A line of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StocktakingLine {
    /// Product.
    pub name: String,
    /// Series.
    pub series: String,
    /// Last day of use.
    pub expires_on: NaiveDate,
    /// Packs by the table.
    pub told: Packs,
    /// Packs here at that moment.
    pub had: Packs,
    /// The difference that was taken over.
    pub applied: Packs,
    /// The batch was not known before.
    pub is_new: bool,
}

impl StocktakingLine {
    /// Fewer packs were told than orders keep: the kept ones stay.
    #[must_use]
    pub fn is_short(&self) -> bool {
        self.applied != self.told.minus(self.had)
    }
}

impl Query for Stocktaking {
    type Rows = Vec<StocktakingLine>;

    fn run(self, cx: &ReadCx<'_>) -> Result<Vec<StocktakingLine>, UseError> {
        Ok(store::import_apply::record(cx.sql, self.import, self.limit)?)
    }
}
