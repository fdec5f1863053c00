//! «Внутренние контрагенты»: parts of the business that are known to the site under codes of their own.

use super::engine::{Sql, params};
use super::error::StoreError;
use crate::usecase::read::divisions::Division;

/// All of them as stored, the owner first.
pub fn all(sql: &Sql<'_>) -> Result<Vec<Division>, StoreError> {
    sql.query(
        "SELECT short_name, code, is_owner FROM division ORDER BY is_owner DESC, short_name, code",
        params![],
        |r| Ok(Division { short_name: r.text(0)?, code: r.text(1)?, is_owner: r.flag(2)? }),
    )
}

/// Enters one, or gives the one with this code another name.
pub fn save(sql: &Sql<'_>, division: &Division) -> Result<(), StoreError> {
    sql.execute(
        "INSERT INTO division (short_name, code, is_owner) VALUES (?1, ?2, ?3)
         ON CONFLICT (code) DO UPDATE SET short_name = excluded.short_name",
        params![&division.short_name, &division.code, division.is_owner],
    )?;
    Ok(())
}

/// The owner is known under another code from now on.
pub fn set_owner_code(sql: &Sql<'_>, code: &str) -> Result<(), StoreError> {
    sql.execute("UPDATE division SET code = ?1 WHERE is_owner = 1", params![code])?;
    Ok(())
}

/// Takes one away; not the owner, and none that has batches. True when it is gone.
pub fn remove(sql: &Sql<'_>, code: &str) -> Result<bool, StoreError> {
    let gone = sql.execute(
        "DELETE FROM division WHERE code = ?1 AND is_owner = 0
         AND NOT EXISTS (SELECT 1 FROM batch b WHERE b.division = ?1 /* reads all */)",
        params![code],
    )?;
    Ok(gone > 0)
}
