//! Settings as texts, running numbers, users and tills.

use super::engine::{Sql, params};
use super::error::StoreError;

/// A setting's stored text; none when it has its default.
pub fn get(sql: &Sql<'_>, key: &str) -> Result<Option<String>, StoreError> {
    sql.query_opt("SELECT value FROM setting WHERE key = ?1", params![key], |r| r.text(0))
}

/// Stores a setting; none puts the default back.
pub fn set(sql: &Sql<'_>, key: &str, value: Option<&str>) -> Result<(), StoreError> {
    match value {
        Some(value) => sql.execute(
            "INSERT INTO setting (key, value) VALUES (?1, ?2)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            params![key, value],
        )?,
        None => sql.execute("DELETE FROM setting WHERE key = ?1", params![key])?,
    };
    Ok(())
}

/// The next number of a running count, starting at 1. Gap-free: it rolls back with its transaction.
pub fn next_number(sql: &Sql<'_>, name: &str) -> Result<i64, StoreError> {
    sql.insert(
        "INSERT INTO counter (name, value) VALUES (?1, 1)
         ON CONFLICT (name) DO UPDATE SET value = counter.value + 1 RETURNING value",
        params![name],
    )
}

/// Makes sure a user is in the directory.
pub fn ensure_user(sql: &Sql<'_>, name: &str, role: &str) -> Result<(), StoreError> {
    sql.execute(
        "INSERT INTO app_user (name, role) VALUES (?1, ?2) ON CONFLICT (name) DO NOTHING",
        params![name, role],
    )?;
    Ok(())
}

/// The role of a user; none for one who is in no directory.
pub fn role_of(sql: &Sql<'_>, name: &str) -> Result<Option<String>, StoreError> {
    sql.query_opt("SELECT role FROM app_user WHERE name = ?1 AND active = 1", params![name], |r| r.text(0))
}

/// Makes sure a till is in the directory under this title.
pub fn ensure_till(sql: &Sql<'_>, till: &str, title: &str) -> Result<(), StoreError> {
    sql.execute(
        "INSERT INTO till (till_id, title) VALUES (?1, ?2)
         ON CONFLICT (till_id) DO UPDATE SET title = excluded.title",
        params![till, title],
    )?;
    Ok(())
}

/// All tills that have ever worked on this data, by their titles: id and title.
pub fn tills(sql: &Sql<'_>) -> Result<Vec<(String, String)>, StoreError> {
    sql.query("SELECT till_id, title FROM till ORDER BY title, till_id", params![], |r| Ok((r.text(0)?, r.text(1)?)))
}
