//! Who works at this window, what that person may, when the till locks itself.
//!
//! Owns: the people as last read, the person lent to an administrator's screens, the time without a key. Must not know:
//! how somebody signs in.

use std::time::Duration;

use super::command::{Command, ViewKind};
use super::loadable::Loadable;
use crate::desk::Desk;
use crate::domain::access::{Right, Role};
use crate::usecase::read::users::{AccessNow, WhoWorks};
use crate::usecase::{Actor, Changes, Topic};

/// The state.
#[derive(Default)]
pub(super) struct Access {
    now: Loadable<WhoWorks>,
    /// Whom the window belongs to again when the administrator's screens are left.
    lent: Option<Actor>,
    last_input: Duration,
    greeted: bool,
}

/// What the frame has to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Watch {
    /// Nothing before this many seconds.
    Later(Option<u64>),
    /// The till locks itself now.
    Lock,
}

impl Access {
    /// Asks for the people and takes the answer.
    pub(super) fn update(&mut self, desk: &Desk, changes: Changes) {
        let unknown = self.now.value().is_none() && self.now.error().is_none();
        if changes.has(Topic::Settings) || (unknown && !self.now.is_waiting()) {
            self.now.request(desk.ask(AccessNow));
        }
        self.now.poll();
    }

    /// There is an administrator with a password: rights are looked at.
    fn is_guarded(&self) -> Option<bool> {
        let users = &self.now.value()?.users;
        Some(users.iter().any(|user| user.is_active && user.has_secret && user.role == Role::Admin))
    }

    /// Somebody has a PIN or a password: who works here is asked.
    fn has_secrets(&self) -> bool {
        self.now.value().is_some_and(|now| now.users.iter().any(|user| user.is_active && user.has_secret))
    }

    /// The role of whoever works here.
    pub(super) fn role(&self, name: &str) -> Role {
        let users = self.now.value().map_or(&[][..], |now| &now.users);
        users.iter().find(|user| user.is_active && user.name == name).map_or(Role::Pharmacist, |user| user.role)
    }

    /// May this person give this command?
    pub(super) fn may(&self, name: &str, command: Command) -> bool {
        let Some(right) = right_for(command) else { return true };
        match self.is_guarded() {
            Some(guarded) => !guarded || self.role(name).may(right),
            None => false,
        }
    }

    /// The window is lent to an administrator.
    pub(super) fn lend(&mut self, owner: Actor) {
        self.lent.get_or_insert(owner);
    }

    /// Whom the window goes back to, once the administrator's screens are left.
    pub(super) fn give_back(&mut self, view: ViewKind) -> Option<Actor> {
        if is_of_admin(view) { None } else { self.lent.take() }
    }

    /// Another person has taken over for good.
    pub(super) fn keep(&mut self) {
        self.lent = None;
    }

    /// Somebody pressed or moved something.
    pub(super) const fn noticed(&mut self, up: Duration) {
        self.last_input = up;
    }

    /// Is it time to lock? At the start, and when nobody touched anything for as long as the settings say.
    pub(super) fn watch(&mut self, up: Duration) -> Watch {
        if self.now.value().is_none() {
            return Watch::Later(None);
        }
        // Whoever makes the first secret in the middle of work goes on.
        let is_start = !std::mem::replace(&mut self.greeted, true);
        if !self.has_secrets() {
            return Watch::Later(None);
        }
        if is_start {
            return Watch::Lock;
        }
        let minutes = self.now.value().map_or(0, |now| now.lock_minutes);
        if minutes == 0 {
            return Watch::Later(None);
        }
        let left = Duration::from_mins(minutes).saturating_sub(up.saturating_sub(self.last_input));
        if left.is_zero() { Watch::Lock } else { Watch::Later(Some(left.as_secs() + 1)) }
    }
}

/// The right that a command needs.
pub(super) const fn right_for(command: Command) -> Option<Right> {
    match command {
        Command::OpenSettings | Command::OpenSystem | Command::OpenGuide | Command::SetOffer => Some(Right::Settings),
        Command::ImportGoods | Command::EditGoods | Command::EditBatch | Command::CountBatch => Some(Right::Data),
        Command::OpenLog | Command::OrderLog => Some(Right::Log),
        _ => None,
    }
}

/// Screens that an administrator opens for the time being.
const fn is_of_admin(view: ViewKind) -> bool {
    matches!(
        view,
        ViewKind::Settings | ViewKind::Log | ViewKind::System | ViewKind::Guide | ViewKind::Import | ViewKind::Goods
    )
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use super::*;
    use crate::desk::Reply;
    use crate::domain::ids::{TillId, UserId};
    use crate::usecase::read::users::UserRow;

    fn user(name: &str, role: Role, has_secret: bool) -> UserRow {
        UserRow { id: UserId(1), name: name.into(), role, is_active: true, has_secret, wrong_tries: 0 }
    }

    fn access(users: Vec<UserRow>, lock_minutes: u64) -> Access {
        let mut access = Access::default();
        access.now.request(Reply::ready(Ok(WhoWorks { users, lock_minutes })));
        access.now.poll();
        access
    }

    #[test]
    fn commands_of_an_administrator_wait_for_one_as_soon_as_there_is_one() {
        assert!(!Access::default().may("Анна", Command::OpenSettings), "not known yet");
        let open = access(vec![user("Анна", Role::Pharmacist, true)], 0);
        assert!(open.may("Анна", Command::OpenSettings));
        let people = vec![user("Анна", Role::Pharmacist, true), user("Админ", Role::Admin, true)];
        let guarded = access(people, 0);
        assert!(!guarded.may("Анна", Command::OpenSettings) && guarded.may("Админ", Command::OpenSettings));
        assert!(guarded.may("Анна", Command::PayCash));
    }

    #[test]
    fn the_till_locks_at_the_start_and_after_the_time_without_a_key_and_never_without_secrets() {
        let secs = Duration::from_secs;
        assert_eq!(access(vec![user("Анна", Role::Pharmacist, false)], 5).watch(secs(9_999)), Watch::Later(None));
        let mut locks = access(vec![user("Анна", Role::Pharmacist, true)], 5);
        assert_eq!(locks.watch(secs(1)), Watch::Lock, "at the start");
        locks.noticed(secs(100));
        assert_eq!(locks.watch(secs(101)), Watch::Later(Some(300)));
        assert_eq!(locks.watch(secs(400)), Watch::Lock);
        let mut never = access(vec![user("Анна", Role::Pharmacist, true)], 0);
        assert_eq!((never.watch(secs(1)), never.watch(secs(9_999))), (Watch::Lock, Watch::Later(None)));
    }

    #[test]
    fn a_lent_window_goes_back_when_the_administrators_screens_are_left() {
        let anna = Actor { user: "Анна".into(), till: TillId("till-1".into()) };
        let mut access = access(Vec::new(), 0);
        access.lend(anna.clone());
        access.lend(Actor { user: "Админ".into(), ..anna.clone() });
        assert_eq!(access.give_back(ViewKind::Log), None);
        assert_eq!(access.give_back(ViewKind::Till).unwrap(), anna, "to the first owner");
        assert_eq!(access.give_back(ViewKind::Till), None);
    }
}
