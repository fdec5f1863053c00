//! Who may do what, and how long a person waits after wrong secrets.
//!
//! Owns: roles, the table of rights, what a secret must be like, the growing delay, the refusals about all that.
//! Must not know: how secrets are kept.

use std::time::Duration;

use thiserror::Error;

/// What a person is at the pharmacy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Role {
    /// фармацевт.
    #[default]
    Pharmacist,
    /// администратор.
    Admin,
}

impl Role {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Pharmacist, Self::Admin];

    /// As the data keeps it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pharmacist => "pharmacist",
            Self::Admin => "admin",
        }
    }

    /// Reads a code; whatever else is there has no rights of its own.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|role| role.code() == code).unwrap_or_default()
    }

    /// The table of rights: what is not named here everybody may.
    #[must_use]
    pub const fn may(self, right: Right) -> bool {
        match (right, self) {
            (_, Self::Admin) => true,
            (Right::Settings | Right::Users | Right::Log | Right::Data, Self::Pharmacist) => false,
        }
    }

    /// The fewest characters of a secret: a cashier types a PIN many times a day, an administrator a password seldom.
    #[must_use]
    pub const fn shortest_secret(self) -> usize {
        match self {
            Self::Pharmacist => 4,
            Self::Admin => 8,
        }
    }
}

/// What not everybody may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Right {
    /// Settings of the pharmacy, the service, the devices; the keys.
    Settings,
    /// Users, roles, secrets.
    Users,
    /// The log.
    Log,
    /// Copies of the data, putting one back, import of goods.
    Data,
}

impl Right {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Settings, Self::Users, Self::Log, Self::Data];

    /// Stable code, for the words.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::Users => "users",
            Self::Log => "log",
            Self::Data => "data",
        }
    }
}

/// A longer secret is none.
pub const LONGEST_SECRET: usize = 128;

/// The longest name of a user.
pub const LONGEST_NAME: usize = 60;

/// Wrong secrets that cost nothing: fingers slip.
const FREE_TRIES: u32 = 3;

/// The first delay; it doubles with each further try.
const FIRST_DELAY: Duration = Duration::from_secs(5);

/// The longest delay.
const LONGEST_DELAY: Duration = Duration::from_mins(5);

/// How long the next try waits after so many wrong ones in a row.
#[must_use]
pub fn delay(tries: u32) -> Duration {
    let Some(over) = tries.checked_sub(FREE_TRIES) else { return Duration::ZERO };
    FIRST_DELAY.saturating_mul(1 << over.min(16)).min(LONGEST_DELAY)
}

/// A moment by the uptime of a process: nobody can set it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpMoment {
    /// Tells this process from all others.
    pub process: String,
    /// Since it began.
    pub up: Duration,
}

impl UpMoment {
    /// How much time has surely passed since `then`: of another process all that is known is how long this one runs.
    #[must_use]
    pub fn surely_since(&self, then: &Self) -> Duration {
        if self.process == then.process { self.up.saturating_sub(then.up) } else { self.up }
    }
}

/// Checks a new secret of a person in this role.
///
/// # Errors
/// [`AccessRefusal::SecretTooShort`], [`AccessRefusal::BadSecret`].
pub fn check_secret(role: Role, secret: &str) -> Result<(), AccessRefusal> {
    let (length, least) = (secret.chars().count(), role.shortest_secret());
    if length < least {
        return Err(AccessRefusal::SecretTooShort { least });
    }
    let plain = |c: char| !c.is_control() && !c.is_whitespace();
    if length > LONGEST_SECRET || !secret.chars().all(plain) {
        return Err(AccessRefusal::BadSecret { most: LONGEST_SECRET });
    }
    Ok(())
}

/// Why somebody is not let in, or may not do something. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AccessRefusal {
    /// Too many wrong secrets.
    #[error("the next try is in {seconds} s")]
    WaitBefore {
        /// Seconds to wait.
        seconds: u64,
    },
    /// The secret is wrong.
    #[error("wrong secret, the next try is in {seconds} s")]
    WrongSecret {
        /// Seconds to wait before the next try.
        seconds: u64,
    },
    /// No such user, or one who works here no longer.
    #[error("no such user")]
    NoUser,
    /// The role does not have the right.
    #[error("the right {} is missing", right.code())]
    NotAllowed {
        /// Which.
        right: Right,
    },
    /// A user needs a name of some letters.
    #[error("a name has 1 to {most} characters")]
    BadName {
        /// The most characters.
        most: usize,
    },
    /// Another user has this name.
    #[error("the name is taken")]
    NameTaken,
    /// Another division has this code.
    #[error("the code is taken")]
    CodeTaken,
    /// Too few characters.
    #[error("a secret has {least} characters at least")]
    SecretTooShort {
        /// The fewest.
        least: usize,
    },
    /// Too many characters, or spaces in it.
    #[error("a secret has no spaces and {most} characters at most")]
    BadSecret {
        /// The most.
        most: usize,
    },
    /// Somebody must be able to change this again.
    #[error("the last administrator stays one")]
    LastAdmin,
    /// An administrator without a password would be everybody.
    #[error("an administrator needs a password")]
    AdminNeedsSecret,
}

impl AccessRefusal {
    /// The text key of the user's wording (`refusal-<code>`).
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::WaitBefore { .. } => "access-wait",
            Self::WrongSecret { .. } => "access-wrong",
            Self::NoUser => "access-no-user",
            Self::NotAllowed { .. } => "access-not-allowed",
            Self::BadName { .. } => "access-bad-name",
            Self::NameTaken => "access-name-taken",
            Self::CodeTaken => "access-code-taken",
            Self::SecretTooShort { .. } => "access-too-short",
            Self::BadSecret { .. } => "access-bad-secret",
            Self::LastAdmin => "access-last-admin",
            Self::AdminNeedsSecret => "access-admin-needs-secret",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wrong_secret_waits_longer_up_to_five_minutes() {
        let secs: Vec<u64> = (0..12).map(|tries| delay(tries).as_secs()).collect();
        assert_eq!(secs, [0, 0, 0, 5, 10, 20, 40, 80, 160, 300, 300, 300]);
        assert_eq!(delay(u32::MAX), LONGEST_DELAY);
    }

    #[test]
    fn time_of_another_process_counts_only_from_the_start_of_this_one() {
        let at = |process: &str, secs| UpMoment { process: process.into(), up: Duration::from_secs(secs) };
        assert_eq!(at("a", 70).surely_since(&at("a", 30)).as_secs(), 40);
        assert_eq!(at("a", 20).surely_since(&at("a", 30)).as_secs(), 0);
        assert_eq!(at("b", 2).surely_since(&at("a", 30)).as_secs(), 2);
    }

    #[test]
    fn a_pharmacist_sells_and_an_administrator_sets_up() {
        for right in Right::ALL {
            assert!(Role::Admin.may(right) && !Role::Pharmacist.may(right));
        }
        assert_eq!(Role::from_code("nobody"), Role::Pharmacist);
        assert_eq!(check_secret(Role::Pharmacist, "123"), Err(AccessRefusal::SecretTooShort { least: 4 }));
        assert_eq!(check_secret(Role::Pharmacist, "1234"), Ok(()));
        assert_eq!(check_secret(Role::Admin, "1234567"), Err(AccessRefusal::SecretTooShort { least: 8 }));
        let spaces = Err(AccessRefusal::BadSecret { most: LONGEST_SECRET });
        assert_eq!(check_secret(Role::Admin, "два слова тут"), spaces);
    }
}
