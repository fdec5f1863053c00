//! Who works here, who must sign in, who did what.

use chrono::{DateTime, Utc};

use crate::domain::access::Role;
use crate::domain::ids::UserId;
use crate::store;
use crate::usecase::{Query, ReadCx, UseError, settings};

/// One user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserRow {
    /// Which.
    pub id: UserId,
    /// Name as receipts and histories keep it.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Works here.
    pub is_active: bool,
    /// Has a PIN or a password.
    pub has_secret: bool,
    /// Wrong secrets in a row.
    pub wrong_tries: u32,
}

/// All users, those who work here first, by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Users;

impl Query for Users {
    type Rows = Vec<UserRow>;

    fn run(self, cx: &ReadCx<'_>) -> Result<Vec<UserRow>, UseError> {
        Ok(store::users::all(cx.sql)?)
    }
}

/// Something that somebody did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub user: String,
    /// Where.
    pub till: String,
    /// What: a stable code.
    pub deed: String,
    /// About what; no secrets, no customers.
    pub detail: String,
}

/// The latest deeds, newest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deeds {
    /// At most so many.
    pub limit: u32,
}

impl Query for Deeds {
    type Rows = Vec<Deed>;

    fn run(self, cx: &ReadCx<'_>) -> Result<Vec<Deed>, UseError> {
        Ok(store::users::deeds(cx.sql, self.limit)?)
    }
}

/// Who works here, and when the till locks itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccessNow;

/// The answer to [`AccessNow`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WhoWorks {
    /// All users.
    pub users: Vec<UserRow>,
    /// Minutes without a key after which the till locks itself; zero for never.
    pub lock_minutes: u64,
}

impl Query for AccessNow {
    type Rows = WhoWorks;

    fn run(self, cx: &ReadCx<'_>) -> Result<WhoWorks, UseError> {
        let lock_minutes = settings::get(cx.sql, "users.lock_minutes")?.parse().unwrap_or(0);
        Ok(WhoWorks { users: store::users::all(cx.sql)?, lock_minutes })
    }
}

/// All tills that have ever worked on this data: id and title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tills;

impl Query for Tills {
    type Rows = Vec<(String, String)>;

    fn run(self, cx: &ReadCx<'_>) -> Result<Self::Rows, UseError> {
        Ok(store::settings::tills(cx.sql)?)
    }
}
