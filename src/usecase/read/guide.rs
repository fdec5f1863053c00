//! How far a new pharmacy has come: what the guide of the first start shows.

use crate::domain::access::Role;
use crate::store;
use crate::usecase::{Query, ReadCx, UseError, settings};

/// How far this pharmacy has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GuideNow;

/// The answer to [`GuideNow`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GuideState {
    /// An administrator with a password is there.
    pub has_admin: bool,
    /// The pharmacy has its name.
    pub has_name: bool,
    /// Orders were received at least once.
    pub is_joined: bool,
    /// Products in the directory.
    pub goods: i64,
}

impl GuideState {
    /// Nothing is left to do.
    #[must_use]
    pub const fn is_done(&self) -> bool {
        self.has_admin && self.has_name && self.is_joined && self.goods > 0
    }
}

impl Query for GuideNow {
    type Rows = GuideState;

    fn run(self, cx: &ReadCx<'_>) -> Result<GuideState, UseError> {
        let users = store::users::all(cx.sql)?;
        Ok(GuideState {
            has_admin: users.iter().any(|user| user.is_active && user.has_secret && user.role == Role::Admin),
            has_name: !settings::get(cx.sql, "pharmacy.name")?.is_empty(),
            is_joined: store::sync_state::freshness(cx.sql)?.polled_at.is_some(),
            goods: store::goods::count(cx.sql)?,
        })
    }
}

/// Nothing was done yet: the program is started for the first time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IsFirstStart;

impl Query for IsFirstStart {
    type Rows = bool;

    fn run(self, cx: &ReadCx<'_>) -> Result<bool, UseError> {
        let has_token = store::sync_state::get(cx.sql, store::sync_state::key::TOKEN_SET)? == "true";
        let now = GuideNow.run(cx)?;
        Ok(!now.has_admin && !now.has_name && !has_token && !store::goods::any(cx.sql)?)
    }
}
