//! Users: entered, changed, let in.

use super::{Action, Cx, Topic, UseError, support};
use crate::domain::access::{self, AccessRefusal, Right, Role, UpMoment};
use crate::domain::ids::UserId;
use crate::store;
use crate::store::users::{StoredUser, Tries};

/// Enters a user, or changes one.
#[derive(Clone, PartialEq, Eq)]
pub struct SaveUser {
    /// Who; none for a new one.
    pub id: Option<UserId>,
    /// Name as receipts and histories keep it.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Works here.
    pub is_active: bool,
    /// Hash of a new secret; empty leaves the stored one.
    pub secret: String,
}

impl Action for SaveUser {
    type Value = UserId;
    const NAME: &'static str = "save_user";

    fn run(self, cx: &mut Cx<'_>) -> Result<UserId, UseError> {
        support::must_may(cx, Right::Users)?;
        let name = self.name.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() || name.chars().count() > access::LONGEST_NAME || name.chars().any(char::is_control) {
            return Err(AccessRefusal::BadName { most: access::LONGEST_NAME }.into());
        }
        if store::users::by_name(cx.sql, &name)?.is_some_and(|taken| Some(taken) != self.id) {
            return Err(AccessRefusal::NameTaken.into());
        }
        let before = self.id.map(|id| load(cx, id)).transpose()?;
        let has_secret = !self.secret.is_empty() || before.as_ref().is_some_and(|user| !user.secret.is_empty());
        if self.role == Role::Admin && !has_secret {
            return Err(AccessRefusal::AdminNeedsSecret.into());
        }
        let was_admin = before.as_ref().is_some_and(|user| user.role == Role::Admin && user.is_active);
        let stays_admin = self.role == Role::Admin && self.is_active;
        if was_admin && !stays_admin && store::users::admins_besides(cx.sql, self.id)? == 0 {
            return Err(AccessRefusal::LastAdmin.into());
        }
        let deed = if before.is_none() { "user_added" } else { "user_changed" };
        let row = StoredUser { name, role: self.role, is_active: self.is_active, secret: self.secret };
        let id = store::users::save(cx.sql, self.id, &row)?;
        if !row.secret.is_empty() {
            store::users::set_tries(cx.sql, id, None)?;
        }
        let parts = [
            Some(row.name.as_str()),
            Some(row.role.code()),
            (!row.is_active).then_some("inactive"),
            (!row.secret.is_empty()).then_some("secret"),
        ];
        support::write_deed(cx, deed, &parts.into_iter().flatten().collect::<Vec<_>>().join(", "))?;
        cx.changes.add(Topic::Settings);
        Ok(id)
    }
}

/// An administrator lets a person try again at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ForgetTries(pub UserId);

impl Action for ForgetTries {
    type Value = ();
    const NAME: &'static str = "forget_tries";

    fn run(self, cx: &mut Cx<'_>) -> Result<(), UseError> {
        support::must_may(cx, Right::Users)?;
        let user = load(cx, self.0)?;
        store::users::set_tries(cx.sql, self.0, None)?;
        support::write_deed(cx, "tries_forgotten", &user.name)?;
        cx.changes.add(Topic::Settings);
        Ok(())
    }
}

/// Somebody wants in. The try counts as a wrong one from now on until [`EndSignIn`] says otherwise: who pulls the plug
/// between the two gains nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BeginSignIn {
    /// Who.
    pub user: UserId,
    /// When, by the uptime of this process.
    pub at: UpMoment,
}

impl Action for BeginSignIn {
    /// The hash to compare the typed secret with; empty for a user who needs none.
    type Value = String;
    const NAME: &'static str = "begin_sign_in";

    fn run(self, cx: &mut Cx<'_>) -> Result<String, UseError> {
        let user = load(cx, self.user)?;
        if !user.is_active {
            return Err(AccessRefusal::NoUser.into());
        }
        if user.secret.is_empty() {
            return Ok(user.secret);
        }
        let before = store::users::tries(cx.sql, self.user)?;
        let wait = before.as_ref().map_or(std::time::Duration::ZERO, |tries| {
            access::delay(tries.count).saturating_sub(self.at.surely_since(&tries.last))
        });
        if !wait.is_zero() {
            return Err(AccessRefusal::WaitBefore { seconds: seconds(wait) }.into());
        }
        let count = before.map_or(0, |tries| tries.count).saturating_add(1);
        store::users::set_tries(cx.sql, self.user, Some(&Tries { count, last: self.at }))?;
        Ok(user.secret)
    }
}

/// What came of a [`BeginSignIn`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndSignIn {
    /// Who.
    pub user: UserId,
    /// The secret was right.
    pub is_right: bool,
    /// When, by the uptime of this process.
    pub at: UpMoment,
}

/// Somebody who was let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
}

impl Action for EndSignIn {
    /// A wrong secret is an answer and no refusal: what was noted must stay.
    type Value = Result<SignedIn, AccessRefusal>;
    const NAME: &'static str = "end_sign_in";

    fn run(self, cx: &mut Cx<'_>) -> Result<Self::Value, UseError> {
        let user = load(cx, self.user)?;
        if self.is_right {
            store::users::set_tries(cx.sql, self.user, None)?;
            support::write_deed(cx, "signed_in", &user.name)?;
            return Ok(Ok(SignedIn { name: user.name, role: user.role }));
        }
        let count = store::users::tries(cx.sql, self.user)?.map_or(1, |tries| tries.count);
        // The wait begins when the person learns of it.
        store::users::set_tries(cx.sql, self.user, Some(&Tries { count, last: self.at }))?;
        support::write_deed(cx, "sign_in_failed", &format!("{}, {count}", user.name))?;
        Ok(Err(AccessRefusal::WrongSecret { seconds: seconds(access::delay(count)) }))
    }
}

fn load(cx: &Cx<'_>, user: UserId) -> Result<StoredUser, UseError> {
    store::users::get(cx.sql, user)?.ok_or_else(|| AccessRefusal::NoUser.into())
}

/// Whole seconds, never fewer than it takes.
fn seconds(wait: std::time::Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}
