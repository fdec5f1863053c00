//! Users, their wrong secrets in a row, and who did what.

use chrono::{DateTime, Utc};

use super::engine::{Sql, params};
use super::error::StoreError;
use super::texts::ms;
use crate::domain::access::{Role, UpMoment};
use crate::domain::clock::from_millis;
use crate::domain::ids::UserId;
use crate::usecase::Actor;
use crate::usecase::read::users::{Deed, UserRow};

/// A user as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredUser {
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Works here.
    pub is_active: bool,
    /// The secret's hash; empty for none.
    pub secret: String,
}

/// Wrong secrets in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tries {
    /// How many.
    pub count: u32,
    /// When the last one was.
    pub last: UpMoment,
}

/// All users, those who work here first, by name.
pub fn all(sql: &Sql<'_>) -> Result<Vec<UserRow>, StoreError> {
    sql.query(
        "SELECT u.user_id, u.name, u.role, u.active, u.secret <> '', coalesce(t.tries, 0)
         FROM app_user u LEFT JOIN sign_in_try t ON t.user_id = u.user_id ORDER BY u.active DESC, u.name",
        params![],
        |r| {
            Ok(UserRow {
                id: UserId(r.int(0)?),
                name: r.text(1)?,
                role: Role::from_code(r.text_ref(2)?),
                is_active: r.flag(3)?,
                has_secret: r.flag(4)?,
                wrong_tries: u32::try_from(r.int(5)?).unwrap_or(u32::MAX),
            })
        },
    )
}

/// One user.
pub fn get(sql: &Sql<'_>, user: UserId) -> Result<Option<StoredUser>, StoreError> {
    sql.query_opt("SELECT name, role, active, secret FROM app_user WHERE user_id = ?1", params![user.0], |r| {
        Ok(StoredUser {
            name: r.text(0)?,
            role: Role::from_code(r.text_ref(1)?),
            is_active: r.flag(2)?,
            secret: r.text(3)?,
        })
    })
}

/// The user of this name.
pub fn by_name(sql: &Sql<'_>, name: &str) -> Result<Option<UserId>, StoreError> {
    sql.query_opt("SELECT user_id FROM app_user WHERE name = ?1", params![name], |r| Ok(UserId(r.int(0)?)))
}

/// Administrators who work here and have a password, but for `besides`.
pub fn admins_besides(sql: &Sql<'_>, besides: Option<UserId>) -> Result<i64, StoreError> {
    sql.number(
        "SELECT count(*) FROM app_user WHERE role = 'admin' AND active = 1 AND secret <> '' AND user_id <> ?1",
        params![besides.map_or(0, |user| user.0)],
    )
}

/// Enters or changes a user. An empty secret leaves the stored one.
pub fn save(sql: &Sql<'_>, user: Option<UserId>, row: &StoredUser) -> Result<UserId, StoreError> {
    let role = row.role.code();
    match user {
        None => sql
            .insert(
                "INSERT INTO app_user (name, role, active, secret) VALUES (?1, ?2, ?3, ?4) RETURNING user_id",
                params![&row.name, role, row.is_active, &row.secret],
            )
            .map(UserId),
        Some(user) => {
            sql.execute(
                "UPDATE app_user SET name = ?2, role = ?3, active = ?4,
                     secret = CASE WHEN ?5 = '' THEN secret ELSE ?5 END WHERE user_id = ?1",
                params![user.0, &row.name, role, row.is_active, &row.secret],
            )?;
            Ok(user)
        }
    }
}

/// Wrong secrets of a user in a row.
pub fn tries(sql: &Sql<'_>, user: UserId) -> Result<Option<Tries>, StoreError> {
    let text = "SELECT tries, process, up_millis FROM sign_in_try WHERE user_id = ?1";
    sql.query_opt(text, params![user.0], |r| {
        let up = std::time::Duration::from_millis(u64::try_from(r.int(2)?).unwrap_or(0));
        let last = UpMoment { process: r.text(1)?, up };
        Ok(Tries { count: u32::try_from(r.int(0)?).unwrap_or(u32::MAX), last })
    })
}

/// Notes them; none forgets them.
pub fn set_tries(sql: &Sql<'_>, user: UserId, tries: Option<&Tries>) -> Result<(), StoreError> {
    match tries {
        Some(tries) => sql.execute(
            "INSERT INTO sign_in_try (user_id, tries, process, up_millis) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (user_id) DO UPDATE
             SET tries = excluded.tries, process = excluded.process, up_millis = excluded.up_millis",
            params![
                user.0,
                i64::from(tries.count),
                &tries.last.process,
                i64::try_from(tries.last.up.as_millis()).unwrap_or(i64::MAX)
            ],
        )?,
        None => sql.execute("DELETE FROM sign_in_try WHERE user_id = ?1", params![user.0])?,
    };
    Ok(())
}

/// Writes down what somebody did.
pub fn add_deed(sql: &Sql<'_>, at: DateTime<Utc>, actor: &Actor, deed: &str, detail: &str) -> Result<(), StoreError> {
    sql.execute(
        "INSERT INTO audit (at, user_name, till_id, deed, detail) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![ms(at), &actor.user, actor.till.as_str(), deed, detail],
    )?;
    Ok(())
}

/// The latest deeds, newest first.
pub fn deeds(sql: &Sql<'_>, limit: u32) -> Result<Vec<Deed>, StoreError> {
    sql.query(
        "SELECT a.at, a.user_name, coalesce(t.title, a.till_id), a.deed, a.detail
         FROM audit a LEFT JOIN till t ON t.till_id = a.till_id ORDER BY a.audit_id DESC LIMIT ?1",
        params![i64::from(limit)],
        |r| {
            Ok(Deed {
                at: from_millis(r.int(0)?),
                user: r.text(1)?,
                till: r.text(2)?,
                deed: r.text(3)?,
                detail: r.text(4)?,
            })
        },
    )
}
