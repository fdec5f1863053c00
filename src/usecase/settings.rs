//! Settings: every key with its default and its check, and the typed groups that the rules read.

use super::{Action, Cx, Topic, UseError};
use crate::domain::error::Refusal;
use crate::domain::hold;
use crate::domain::preflight::ScanRule;
use crate::domain::receipt::PriceRule;
use crate::store::{self, Sql};

/// What a value may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any short text without control characters.
    Text,
    /// A host name or address, no scheme, no path.
    Host,
    /// A whole number between the bounds.
    Number(i64, i64),
    /// `true` or `false`.
    Flag,
    /// One of these words.
    Word(&'static [&'static str]),
    /// Kept outside the database, never printed.
    Secret,
}

/// One setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spec {
    /// Its name.
    pub key: &'static str,
    /// What it may be.
    pub kind: Kind,
    /// What it is when nothing is stored.
    pub default: &'static str,
}

impl Spec {
    /// How a person likes the program to look and sound: says nothing about a pharmacy.
    #[must_use]
    pub fn is_taste(&self) -> bool {
        self.key.starts_with("ui.") || self.key.ends_with(".sound")
    }
}

const fn spec(key: &'static str, kind: Kind, default: &'static str) -> Spec {
    Spec { key, kind, default }
}

/// All settings. The port's default (empty) follows the scheme: 443 or 80.
pub const ALL: &[Spec] = &[
    spec("site.scheme", Kind::Word(&["https", "http"]), "https"),
    spec("site.host", Kind::Host, "integration.phrm.tech"),
    spec("site.port", Kind::Number(1, 65_535), ""),
    spec("site.token", Kind::Secret, ""),
    spec("site.pharmacy_id", Kind::Text, ""),
    spec("site.allow_plaintext", Kind::Flag, "false"),
    spec("site.timeout_seconds", Kind::Number(1, 600), "30"),
    spec("booking.minutes", Kind::Number(1, 43_200), "2880"),
    spec("booking.reserve_on_accept", Kind::Flag, "false"),
    spec("stock.min_days_left", Kind::Number(0, 365), "30"),
    spec("stock.return_check", Kind::Flag, "false"),
    spec("collecting.scan_required", Kind::Flag, "false"),
    spec("bag.cells", Kind::Number(1, 999), "40"),
    spec("bag.auto_cell", Kind::Flag, "true"),
    spec("sale.lower_price_wins", Kind::Flag, "false"),
    spec("sync.poll_seconds", Kind::Number(1, 3_600), "60"),
    spec("prompt.again_seconds", Kind::Number(5, 3_600), "120"),
    spec("pharmacy.name", Kind::Text, ""),
    spec("pharmacy.address", Kind::Text, ""),
    spec("till.title", Kind::Text, "Касса 1"),
    spec("till.user", Kind::Text, "Фармацевт"),
    spec("ui.language", Kind::Word(&["ru", "en"]), "ru"),
    spec("ui.theme", Kind::Word(&["light", "dark"]), "light"),
    spec("prompt.sound", Kind::Flag, "false"),
    spec("scan.sound", Kind::Flag, "true"),
    spec("print.paper", Kind::Word(&["a4", "roll80"]), "a4"),
];

/// The longest text a setting may hold.
const MAX_TEXT: usize = 500;

/// The setting with this name.
///
/// # Errors
/// [`Refusal::BadSetting`] with `unknown`.
pub fn find(key: &str) -> Result<Spec, Refusal> {
    ALL.iter().copied().find(|s| s.key == key).ok_or_else(|| bad(key, "unknown"))
}

fn bad(key: &str, problem: &'static str) -> Refusal {
    Refusal::BadSetting { key: key.to_owned(), problem }
}

/// The value as it will be stored.
///
/// # Errors
/// [`Refusal::BadSetting`] with what is wrong: `number`, `range`, `flag`, `word`, `host`, `text`.
pub fn check(spec: Spec, value: &str) -> Result<String, Refusal> {
    let value = value.trim();
    let fail = |problem| Err(bad(spec.key, problem));
    match spec.kind {
        Kind::Number(..) if value.is_empty() && spec.default.is_empty() => Ok(String::new()),
        Kind::Number(min, max) => match value.parse::<i64>() {
            Ok(n) if (min..=max).contains(&n) => Ok(n.to_string()),
            Ok(_) => fail("range"),
            Err(_) => fail("number"),
        },
        Kind::Flag => match value {
            "true" | "1" | "yes" | "да" => Ok("true".to_owned()),
            "false" | "0" | "no" | "нет" => Ok("false".to_owned()),
            _ => fail("flag"),
        },
        Kind::Word(words) if words.contains(&value) => Ok(value.to_owned()),
        Kind::Word(_) => fail("word"),
        Kind::Host => {
            let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
            if !value.is_empty() && value.len() <= 253 && value.chars().all(plain) {
                Ok(value.to_owned())
            } else {
                fail("host")
            }
        }
        Kind::Text | Kind::Secret => {
            if value.chars().count() <= MAX_TEXT && !value.chars().any(char::is_control) {
                Ok(value.to_owned())
            } else {
                fail("text")
            }
        }
    }
}

/// The value of a setting, its default when nothing is stored.
///
/// # Errors
/// [`Refusal::BadSetting`] for an unknown key; failures of the store.
pub fn get(sql: &Sql<'_>, key: &str) -> Result<String, UseError> {
    let spec = find(key)?;
    Ok(store::settings::get(sql, key)?.unwrap_or_else(|| spec.default.to_owned()))
}

fn number(sql: &Sql<'_>, key: &str, fallback: i64) -> Result<i64, UseError> {
    Ok(get(sql, key)?.parse().unwrap_or(fallback))
}

fn flag(sql: &Sql<'_>, key: &str) -> Result<bool, UseError> {
    Ok(get(sql, key)? == "true")
}

/// How a new order is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Booking {
    /// «Период бронирования в мин.»
    pub minutes: i64,
    /// Reserve already when accepting. Off by default.
    pub reserve_on_accept: bool,
}

pub(super) fn booking(sql: &Sql<'_>) -> Result<Booking, UseError> {
    Ok(Booking {
        minutes: number(sql, "booking.minutes", hold::DEFAULT_BOOKING_MINUTES)?,
        reserve_on_accept: flag(sql, "booking.reserve_on_accept")?,
    })
}

pub(super) fn min_days_left(sql: &Sql<'_>) -> Result<u32, UseError> {
    Ok(u32::try_from(number(sql, "stock.min_days_left", 30)?).unwrap_or(30))
}

/// Packs of lapsed and cancelled orders wait until they are ticked as back on their shelf. Off by default.
pub(super) fn return_check(sql: &Sql<'_>) -> Result<bool, UseError> {
    flag(sql, "stock.return_check")
}

/// Whether every pack must be scanned into the bag.
pub(super) fn scan_rule(sql: &Sql<'_>) -> Result<ScanRule, UseError> {
    Ok(if flag(sql, "collecting.scan_required")? { ScanRule::Always } else { ScanRule::WhenBegun })
}

/// The numbered cells for bags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BagCells {
    /// Numbers 1 to this.
    pub count: u32,
    /// The next free one is given at «собран».
    pub automatic: bool,
}

pub(super) fn bag_cells(sql: &Sql<'_>) -> Result<BagCells, UseError> {
    let count = u32::try_from(number(sql, "bag.cells", 40)?).unwrap_or(40);
    Ok(BagCells { count, automatic: flag(sql, "bag.auto_cell")? })
}

pub(super) fn price_rule(sql: &Sql<'_>) -> Result<PriceRule, UseError> {
    let lower = flag(sql, "sale.lower_price_wins")?;
    Ok(if lower { PriceRule::LowerOfBookedAndShelf } else { PriceRule::AsBooked })
}

/// How to reach the site; the token is kept elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteSettings {
    /// `https` or `http`.
    pub scheme: String,
    /// Name or address.
    pub host: String,
    /// By scheme when not set.
    pub port: u16,
    /// Our id at the site.
    pub pharmacy_id: String,
    /// Plain http to a host that is not this machine was agreed to.
    pub allow_plaintext: bool,
    /// How long to wait for an answer.
    pub timeout_secs: u64,
    /// How often to ask for orders.
    pub poll_secs: u64,
}

pub(super) fn site(sql: &Sql<'_>) -> Result<SiteSettings, UseError> {
    let scheme = get(sql, "site.scheme")?;
    let default_port = if scheme == "http" { 80 } else { 443 };
    let port = u16::try_from(number(sql, "site.port", default_port)?).unwrap_or(443);
    let unsigned = |n: i64, fallback: u64| u64::try_from(n).unwrap_or(fallback);
    Ok(SiteSettings {
        scheme,
        host: get(sql, "site.host")?,
        port,
        pharmacy_id: get(sql, "site.pharmacy_id")?,
        allow_plaintext: flag(sql, "site.allow_plaintext")?,
        timeout_secs: unsigned(number(sql, "site.timeout_seconds", 30)?, 30),
        poll_secs: unsigned(number(sql, "sync.poll_seconds", 60)?, 60),
    })
}

/// Stores one setting. Secrets are not taken here: they have no place in the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetSetting {
    /// Which.
    pub key: String,
    /// As typed.
    pub value: String,
}

impl Action for SetSetting {
    /// The value as stored.
    type Value = String;
    const NAME: &'static str = "set_setting";

    fn run(self, cx: &mut Cx<'_>) -> Result<String, UseError> {
        let spec = find(&self.key)?;
        if spec.kind == Kind::Secret {
            return Err(bad(&self.key, "secret").into());
        }
        let value = check(spec, &self.value)?;
        if matches!(spec.key, "site.host" | "site.pharmacy_id") && get(cx.sql, spec.key)? != value {
            // Orders passed over for the other place must be read after all; known ones are dropped anyway.
            store::inbox::forget(cx.sql, super::receive_orders::SERVICE)?;
        }
        if spec.key == "stock.return_check" && value == "false" {
            super::return_to_shelf::release_all(cx)?;
        }
        let stored = Some(value.as_str()).filter(|v| *v != spec.default);
        store::settings::set(cx.sql, spec.key, stored)?;
        cx.changes.add(Topic::Settings);
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn every_default_passes_its_own_check() {
        for spec in ALL {
            assert_eq!(check(*spec, spec.default).as_deref(), Ok(spec.default), "{}", spec.key);
        }
    }

    #[test]
    fn nonsense_is_refused_with_what_is_wrong() {
        for (key, value, problem) in [
            ("site.port", "70000", "range"),
            ("site.port", "abc", "number"),
            ("site.scheme", "ftp", "word"),
            ("site.host", "https://x/y", "host"),
            ("site.allow_plaintext", "maybe", "flag"),
            ("pharmacy.name", "a\u{7}", "text"),
        ] {
            let got = check(find(key).unwrap(), value);
            assert_eq!(got, Err(Refusal::BadSetting { key: key.to_owned(), problem }), "{key}={value}");
        }
        assert!(find("site.colour").is_err());
    }
}
