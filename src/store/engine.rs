//! The engine seam: the few calls that the rest of the store makes, with typed values.
//!
//! Everything above is written against [`Sql`]; a second engine only has to answer the same calls. Rules for
//! the texts that pass here: numbered parameters in order of first use, `INTEGER`/`TEXT`/`BLOB`, times as
//! integer milliseconds, `ON CONFLICT`, `RETURNING`; nothing that only one engine knows.

#[cfg(debug_assertions)]
mod plans;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ToSql, TransactionBehavior};

use super::error::StoreError;
use super::goods_words::Vocabulary;

/// A parameter of a statement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Param<'a> {
    /// SQL null.
    Null,
    /// Any integer: ids, kopecks, packs, milliseconds, flags.
    Int(i64),
    /// Text.
    Text(&'a str),
}

impl ToSql for Param<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match *self {
            Self::Null => ValueRef::Null,
            Self::Int(i) => ValueRef::Integer(i),
            Self::Text(t) => ValueRef::Text(t.as_bytes()),
        }))
    }
}

impl From<i64> for Param<'_> {
    fn from(v: i64) -> Self {
        Self::Int(v)
    }
}
impl From<bool> for Param<'_> {
    fn from(v: bool) -> Self {
        Self::Int(i64::from(v))
    }
}
impl<'a> From<&'a str> for Param<'a> {
    fn from(v: &'a str) -> Self {
        Self::Text(v)
    }
}
impl<'a> From<&'a String> for Param<'a> {
    fn from(v: &'a String) -> Self {
        Self::Text(v)
    }
}
impl<'a, T: Into<Param<'a>>> From<Option<T>> for Param<'a> {
    fn from(v: Option<T>) -> Self {
        v.map_or(Self::Null, Into::into)
    }
}

/// Builds `&[Param]` from values: `params![order.0, "accepted", hold]`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::store::engine::Param::from($value)),*][..] };
}
pub use crate::params;

/// One row of an answer, read by position.
pub struct Row<'a>(&'a rusqlite::Row<'a>);

impl Row<'_> {
    /// An integer; null reads as an error.
    pub fn int(&self, i: usize) -> Result<i64, StoreError> {
        Ok(self.0.get(i)?)
    }
    /// An integer or null.
    pub fn opt_int(&self, i: usize) -> Result<Option<i64>, StoreError> {
        Ok(self.0.get(i)?)
    }
    /// A flag kept as 0 or 1.
    pub fn flag(&self, i: usize) -> Result<bool, StoreError> {
        Ok(self.int(i)? != 0)
    }
    /// A text.
    pub fn text(&self, i: usize) -> Result<String, StoreError> {
        Ok(self.0.get(i)?)
    }
    /// A text or null.
    pub fn opt_text(&self, i: usize) -> Result<Option<String>, StoreError> {
        Ok(self.0.get(i)?)
    }
    /// A text without copying it.
    pub fn text_ref(&self, i: usize) -> Result<&str, StoreError> {
        self.0.get_ref(i)?.as_str().map_err(|e| StoreError::Shape { what: e.to_string() })
    }
}

/// Statements on one connection, inside a transaction or on a read-only connection.
pub struct Sql<'a> {
    connection: &'a Connection,
    vocabulary: &'a Vocabulary,
}

impl Sql<'_> {
    /// What this connection remembers of the words of goods.
    pub(super) const fn vocabulary(&self) -> &Vocabulary {
        self.vocabulary
    }

    /// The statement of a text, kept ready for the next time.
    #[track_caller]
    fn prepare(&self, sql: &str) -> Result<rusqlite::CachedStatement<'_>, StoreError> {
        #[cfg(debug_assertions)]
        plans::watch(self.connection, sql)?;
        Ok(self.connection.prepare_cached(sql)?)
    }

    /// Runs a statement and returns how many rows it touched.
    #[track_caller]
    pub fn execute(&self, sql: &str, params: &[Param<'_>]) -> Result<usize, StoreError> {
        Ok(self.prepare(sql)?.execute(rusqlite::params_from_iter(params))?)
    }

    /// Runs an `INSERT … RETURNING id` and returns the id.
    #[track_caller]
    pub fn insert(&self, sql: &str, params: &[Param<'_>]) -> Result<i64, StoreError> {
        Ok(self.prepare(sql)?.query_row(rusqlite::params_from_iter(params), |r| r.get(0))?)
    }

    /// Runs a query and maps each row.
    #[track_caller]
    pub fn query<T>(
        &self,
        sql: &str,
        params: &[Param<'_>],
        mut map: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut out = Vec::new();
        self.each(sql, params, |row| {
            out.push(map(row)?);
            Ok(())
        })?;
        Ok(out)
    }

    /// Runs a query and hands over each row without keeping them.
    #[track_caller]
    pub fn each(
        &self,
        sql: &str,
        params: &[Param<'_>],
        mut visit: impl FnMut(&Row<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut statement = self.prepare(sql)?;
        let mut rows = statement.query(rusqlite::params_from_iter(params))?;
        while let Some(row) = rows.next()? {
            visit(&Row(row))?;
        }
        Ok(())
    }

    /// The first row, if any.
    #[track_caller]
    pub fn query_opt<T>(
        &self,
        sql: &str,
        params: &[Param<'_>],
        map: impl FnOnce(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let mut statement = self.prepare(sql)?;
        let mut rows = statement.query(rusqlite::params_from_iter(params))?;
        rows.next()?.map(|row| map(&Row(row))).transpose()
    }

    /// One integer of the first row, zero when there is none or it is null (sums over nothing).
    #[track_caller]
    pub fn number(&self, sql: &str, params: &[Param<'_>]) -> Result<i64, StoreError> {
        Ok(self.query_opt(sql, params, |r| r.opt_int(0))?.flatten().unwrap_or(0))
    }
}

/// Runs `work` in one immediate transaction: everything it wrote, or nothing.
pub(super) fn in_transaction<T, E: From<StoreError>>(
    connection: &mut Connection,
    vocabulary: &Vocabulary,
    work: impl FnOnce(&Sql<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(StoreError::from)?;
    let value = work(&Sql { connection: &tx, vocabulary })?;
    tx.commit().map_err(StoreError::from)?;
    Ok(value)
}

/// Runs `work` on one consistent picture of the data.
pub(super) fn in_snapshot<T, E: From<StoreError>>(
    connection: &mut Connection,
    vocabulary: &Vocabulary,
    work: impl FnOnce(&Sql<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Deferred).map_err(StoreError::from)?;
    let value = work(&Sql { connection: &tx, vocabulary })?;
    tx.finish().map_err(StoreError::from)?;
    Ok(value)
}
