//! A table of goods from the accounting program: its rows wait until all are known to be right, then it is taken over
//! whole, in one step, or dropped.
//!
//! The stock it tells was true at some moment. What was sold, returned or counted here after that moment stays as it
//! is: the table is compared with the stock of its own moment, and only the difference is taken over.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Action, Cx, Topic, UseError, support};
use crate::domain::access::Right;
use crate::domain::goods_import::{Extent, ImportPlan, Word};
use crate::domain::goods_row::Column;
use crate::domain::ids::ImportId;
use crate::domain::import_refusal::ImportRefusal;
use crate::domain::job::Job;
use crate::store;
use crate::store::import_apply::Table;
use crate::store::import_stage::{NewImport, StagedRow, Waiting};

/// A table that nobody took over for so long is forgotten.
const PATIENCE: TimeDelta = TimeDelta::hours(2);

/// A clock beside ours may go ahead a little.
const CLOCK_TOLERANCE: TimeDelta = TimeDelta::minutes(2);

/// Begins a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BeginTable {
    /// Name of the file.
    pub source: String,
    /// When its stock was true.
    pub taken_at: DateTime<Utc>,
    /// How much of the stock it tells.
    pub extent: Extent,
    /// The columns that it has.
    pub columns: Vec<Column>,
}

impl Action for BeginTable {
    type Value = ImportId;
    const NAME: &'static str = "begin_table";

    fn run(self, cx: &mut Cx<'_>) -> Result<ImportId, UseError> {
        support::must_may(cx, Right::Data)?;
        // A file of an hour ahead is of a wrong clock; of a minute ahead it is of now.
        if self.taken_at > cx.now + CLOCK_TOLERANCE {
            return Err(ImportRefusal::FromFuture { taken_at: self.taken_at }.into());
        }
        let taken_at = self.taken_at.min(cx.now);
        if let Some(newest) = store::import_stage::newest(cx.sql)?.filter(|newest| *newest > taken_at) {
            return Err(ImportRefusal::Older { taken_at, newest }.into());
        }
        store::import_stage::drop_forgotten(cx.sql, cx.now - PATIENCE, cx.now)?;
        let columns: Vec<&str> = self.columns.iter().map(|column| column.code()).collect();
        let import = NewImport { source: self.source, taken_at, extent: self.extent, columns: columns.join(",") };
        Ok(store::import_stage::begin(cx.sql, &import, cx.now, cx.actor)?)
    }
}

/// Puts rows of a table to those that wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PutRows {
    /// Of which table.
    pub import: ImportId,
    /// The rows.
    pub rows: Vec<StagedRow>,
}

impl Action for PutRows {
    /// Numbers of rows whose batch stands in an earlier one.
    type Value = Vec<i64>;
    const NAME: &'static str = "put_rows";

    fn run(self, cx: &mut Cx<'_>) -> Result<Vec<i64>, UseError> {
        waiting(cx, self.import)?;
        let mut twice = Vec::new();
        for row in &self.rows {
            if !store::import_stage::put(cx.sql, self.import, row)? {
                twice.push(row.number);
            }
        }
        Ok(twice)
    }
}

fn waiting(cx: &Cx<'_>, import: ImportId) -> Result<Waiting, UseError> {
    let found = store::import_stage::get(cx.sql, import)?;
    Ok(found.filter(|table| table.is_staging).ok_or(ImportRefusal::Gone)?)
}

/// Nobody wants the table any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DropTable(pub ImportId);

impl Action for DropTable {
    type Value = ();
    const NAME: &'static str = "drop_table";

    fn run(self, cx: &mut Cx<'_>) -> Result<(), UseError> {
        if store::import_stage::get(cx.sql, self.0)?.is_some_and(|table| table.is_staging) {
            store::import_stage::end(cx.sql, self.0, "dropped", 0, cx.now)?;
        }
        Ok(())
    }
}

/// Takes the table over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TakeTable {
    /// Which.
    pub import: ImportId,
    /// Whether a person has said that a much smaller stock is meant.
    pub word: Word,
}

impl Action for TakeTable {
    type Value = ();
    const NAME: &'static str = "take_table";

    fn run(self, cx: &mut Cx<'_>) -> Result<(), UseError> {
        support::must_may(cx, Right::Data)?;
        let Waiting { import, .. } = waiting(cx, self.import)?;
        if let Some(newest) = store::import_stage::newest(cx.sql)?.filter(|newest| *newest > import.taken_at) {
            return Err(ImportRefusal::Older { taken_at: import.taken_at, newest }.into());
        }
        let columns = columns(&import.columns);
        let table = Table { id: self.import, taken_at: import.taken_at, extent: import.extent, columns: &columns };
        if self.word == Word::NotGiven {
            let (gone, in_stock) = store::import_apply::taken_away(cx.sql, &table)?;
            if (ImportPlan { gone, in_stock, ..ImportPlan::default() }).is_suspicious() {
                return Err(ImportRefusal::Suspicious { gone, in_stock }.into());
            }
        }
        let applied = store::import_apply::apply(cx.sql, &table)?;
        if store::import_apply::match_lines(cx.sql, self.import)? > 0 {
            cx.changes.add(Topic::Orders);
        }
        store::import_stage::end(cx.sql, self.import, "done", applied.rows, cx.now)?;
        support::write_deed(cx, "goods_imported", &format!("{}: {}", import.source, applied.rows))?;
        if applied.changes > 0 {
            // The site must not sell what is gone for another hour.
            store::jobs::want(cx.sql, Job::Stock)?;
            cx.changes.add(Topic::Sync);
        }
        cx.changes.add(Topic::Stock);
        Ok(())
    }
}

/// The columns of their codes.
pub(super) fn columns(codes: &str) -> Vec<Column> {
    codes.split(',').filter_map(Column::of_head).collect()
}

/// Takes rows of ended tables away, some at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SweepTables {
    /// At most so many.
    pub limit: u32,
}

impl Action for SweepTables {
    /// How many were taken away.
    type Value = usize;
    const NAME: &'static str = "sweep_tables";

    fn run(self, cx: &mut Cx<'_>) -> Result<usize, UseError> {
        Ok(store::import_stage::sweep(cx.sql, self.limit)?)
    }
}

/// Makes the words by which new goods are found, some at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MakeWords {
    /// For at most so many goods.
    pub limit: u32,
}

impl Action for MakeWords {
    /// How many goods still have none.
    type Value = i64;
    const NAME: &'static str = "make_words";

    fn run(self, cx: &mut Cx<'_>) -> Result<i64, UseError> {
        let left = store::import_apply::make_words(cx.sql, self.limit)?;
        cx.changes.add(Topic::Stock);
        Ok(left)
    }
}
