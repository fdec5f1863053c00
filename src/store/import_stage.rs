//! Tables of goods that wait row by row until all of them are known to be right.

use chrono::{DateTime, Utc};

use super::engine::{Row, Sql, params};
use super::error::StoreError;
use super::texts::{ms, time};
use crate::domain::goods_import::{DoneImport, Extent};
use crate::domain::goods_row::GoodsRow;
use crate::domain::ids::ImportId;
use crate::usecase::Actor;

/// A table as it begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewImport {
    /// Name of the file.
    pub source: String,
    /// The moment whose stock it tells.
    pub taken_at: DateTime<Utc>,
    /// How much of the stock.
    pub extent: Extent,
    /// Codes of its columns, with commas between.
    pub columns: String,
}

/// A table that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// As it began.
    pub import: NewImport,
    /// Its rows were all put, and nothing was taken over yet.
    pub is_staging: bool,
}

/// A row of a table, as it waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StagedRow {
    /// Its number in the file.
    pub number: i64,
    /// The first one of its product: it names it.
    pub is_first: bool,
    /// What it says.
    pub row: GoodsRow,
}

/// Begins a table.
pub fn begin(sql: &Sql<'_>, import: &NewImport, at: DateTime<Utc>, actor: &Actor) -> Result<ImportId, StoreError> {
    let id = sql.insert(
        "INSERT INTO goods_import (source, begun_at, taken_at, is_full, columns, state, user_name, till_id)
         VALUES (?1, ?2, ?3, ?4, ?5, 'staging', ?6, ?7) RETURNING import_id",
        params![
            &import.source,
            ms(at),
            ms(import.taken_at),
            import.extent == Extent::Full,
            &import.columns,
            &actor.user,
            actor.till.as_str(),
        ],
    )?;
    Ok(ImportId(id))
}

/// A table by its row.
pub fn get(sql: &Sql<'_>, import: ImportId) -> Result<Option<Waiting>, StoreError> {
    sql.query_opt(
        "SELECT source, taken_at, is_full, columns, state FROM goods_import WHERE import_id = ?1",
        params![import.0],
        |r| {
            let extent = if r.flag(2)? { Extent::Full } else { Extent::Named };
            let import = NewImport { source: r.text(0)?, taken_at: time(r.int(1)?), extent, columns: r.text(3)? };
            Ok(Waiting { import, is_staging: r.text_ref(4)? == "staging" })
        },
    )
}

/// Puts a row; false when its batch stands in an earlier one.
pub fn put(sql: &Sql<'_>, import: ImportId, staged: &StagedRow) -> Result<bool, StoreError> {
    let row = &staged.row;
    let [code, name, manufacturer, barcodes, series, inn, form, strength, country, place] = &row.texts;
    let written = sql.execute(
        "INSERT INTO goods_import_row (import_id, code, batch, row_number, is_first, name, manufacturer, series, inn, form,
             strength, country, place, expires_on, price, max_price, packs, storage_min, storage_max, is_vital, is_rx,
             vat_rate)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22)
         ON CONFLICT (import_id, code, batch) DO NOTHING",
        params![
            import.0,
            code,
            &row.batch,
            staged.number,
            staged.is_first,
            name,
            manufacturer,
            series,
            inn,
            form,
            strength,
            country,
            place,
            &row.expires_on.to_string(),
            row.price.0,
            row.max_price.map(|price| price.0),
            row.packs.0,
            row.storage.min_celsius.map(i64::from),
            row.storage.max_celsius.map(i64::from),
            row.is_vital,
            row.is_rx,
            row.vat_rate,
        ],
    )?;
    for barcode in barcodes.split_whitespace() {
        sql.execute(
            "INSERT INTO goods_import_barcode (import_id, code, barcode) VALUES (?1, ?2, ?3)
             ON CONFLICT (import_id, code, barcode) DO NOTHING",
            params![import.0, code, barcode],
        )?;
    }
    Ok(written > 0)
}

/// How the table ended: taken over with so many rows, or dropped.
pub fn end(sql: &Sql<'_>, import: ImportId, state: &str, rows: i64, at: DateTime<Utc>) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE goods_import SET state = ?2, row_count = ?3, ended_at = ?4 WHERE import_id = ?1",
        params![import.0, state, rows, ms(at)],
    )?;
    Ok(())
}

/// Takes away up to `limit` rows of tables that have ended; the number of those taken away.
pub fn sweep(sql: &Sql<'_>, limit: u32) -> Result<usize, StoreError> {
    let mut gone = 0;
    for (table, key) in [("goods_import_row", "code, batch"), ("goods_import_barcode", "code, barcode")] {
        let text = format!(
            "DELETE FROM {table} WHERE (import_id, {key}) IN (SELECT import_id, {key} FROM {table}
                 WHERE import_id IN (SELECT import_id FROM goods_import WHERE state <> 'staging') LIMIT ?1)"
        );
        gone += sql.execute(&text, params![i64::from(limit)])?;
    }
    Ok(gone)
}

/// Drops tables that began before `before` and never ended: whoever read them is gone.
pub fn drop_forgotten(sql: &Sql<'_>, before: DateTime<Utc>, at: DateTime<Utc>) -> Result<usize, StoreError> {
    sql.execute(
        "UPDATE goods_import SET state = 'dropped', ended_at = ?2 WHERE state = 'staging' AND begun_at < ?1",
        params![ms(before), ms(at)],
    )
}

/// When the newest stock was true that was ever taken over.
pub fn newest(sql: &Sql<'_>) -> Result<Option<DateTime<Utc>>, StoreError> {
    let newest =
        sql.query_opt("SELECT max(taken_at) FROM goods_import WHERE state = 'done'", params![], |r| r.opt_int(0))?;
    Ok(newest.flatten().map(time))
}

/// Tables that were taken over, the newest first.
pub fn done(sql: &Sql<'_>, limit: u32) -> Result<Vec<DoneImport>, StoreError> {
    let row = |r: &Row<'_>| {
        Ok(DoneImport {
            id: ImportId(r.int(0)?),
            source: r.text(1)?,
            taken_at: time(r.int(2)?),
            ended_at: time(r.int(3)?),
            rows: r.int(4)?,
            differences: r.int(5)?,
        })
    };
    sql.query(
        "SELECT i.import_id, i.source, i.taken_at, i.ended_at, i.row_count,
                (SELECT count(*) FROM stocktaking_line l WHERE l.import_id = i.import_id)
         FROM goods_import i WHERE i.state = 'done' ORDER BY i.ended_at DESC, i.import_id DESC LIMIT ?1",
        params![i64::from(limit)],
        row,
    )
}
