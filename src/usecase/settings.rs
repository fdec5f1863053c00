//! Settings: every key with its default and its check, and the typed groups that the rules read.

use super::{Action, Cx, Topic, UseError, read, support};
use crate::domain::access::Right;
use crate::domain::discount::DiscountLimit;
use crate::domain::error::Refusal;
use crate::domain::goods_import::ColumnMap;
use crate::domain::hold;
use crate::domain::job::Job;
use crate::domain::mark_check::SilenceRule;
use crate::domain::opening;
use crate::domain::packs::Packs;
use crate::domain::phone;
use crate::domain::preflight::ScanRule;
use crate::domain::receipt::PriceRule;
use crate::domain::setting_fault::{Bounds, SettingFault, Unit};
use crate::store::{self, Sql};

/// What a value may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any short text without control characters.
    Text,
    /// A host name or address, no scheme, no path.
    Host,
    /// A whole number between the bounds.
    Number(i64, i64, Unit),
    /// `true` or `false`.
    Flag,
    /// One of these words.
    Word(&'static [&'static str]),
    /// Opening hours of a week, or nothing.
    Week,
    /// Which column of a table of goods is which, or nothing.
    ColumnMap,
    /// Telephone numbers with commas between, or nothing.
    Phones,
    /// Mail addresses with commas between, or nothing.
    Mails,
    /// The path of a URL after the address of the service.
    UrlPath,
    /// Such a path with `{order_id}` as one of its parts.
    OrderUrlPath,
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
        self.key.starts_with("ui.") || self.key.starts_with("log.") || matches!(self.key, "prompt.sound" | "scan.sound")
    }

    /// Everybody at the till may choose it.
    #[must_use]
    pub fn is_of_a_person(&self) -> bool {
        self.is_taste() && !self.key.starts_with("log.")
    }

    /// Who and where this pharmacy or till is: another one has its own.
    #[must_use]
    pub fn is_of_one_place(&self) -> bool {
        self.key.starts_with("pharmacy.")
            || self.key.starts_with("till.")
            || matches!(self.key, "site.pharmacy_id" | "backup.folder" | "import.folder")
    }
}

const fn spec(key: &'static str, kind: Kind, default: &'static str) -> Spec {
    Spec { key, kind, default }
}

/// All settings. The port's default (empty) follows the scheme: 443 or 80.
pub const ALL: &[Spec] = &[
    spec("site.scheme", Kind::Word(&["https", "http"]), "https"),
    spec("site.host", Kind::Host, "integration.phrm.tech"),
    spec("site.port", Kind::Number(1, 65_535, Unit::Plain), ""),
    spec("site.token", Kind::Secret, ""),
    spec("site.pharmacy_id", Kind::Text, ""),
    spec("site.allow_plaintext", Kind::Flag, "false"),
    spec("site.timeout_seconds", Kind::Number(1, 600, Unit::Seconds), "30"),
    spec("site.ca_file", Kind::Text, ""),
    spec("site.path.check", Kind::UrlPath, "v1/access/tokens/check"),
    spec("site.path.self", Kind::UrlPath, "v1/access/tokens/self"),
    spec("site.path.refresh", Kind::UrlPath, "v1/access/tokens/refresh"),
    spec("site.path.pharmacies", Kind::UrlPath, "v1/pharmacies/import"),
    spec("site.path.catalog", Kind::UrlPath, "v1/catalog/import"),
    spec("site.path.orders", Kind::UrlPath, "v1/orders"),
    spec("site.path.change_status", Kind::OrderUrlPath, "v1/orders/{order_id}/change_status"),
    spec("proxy.use", Kind::Flag, "false"),
    spec("proxy.host", Kind::Host, "127.0.0.1"),
    spec("proxy.port", Kind::Number(1, 65_535, Unit::Plain), "1081"),
    spec("proxy.https", Kind::Flag, "false"),
    spec("proxy.authorized", Kind::Flag, "false"),
    spec("proxy.login", Kind::Text, ""),
    spec("proxy.password", Kind::Secret, ""),
    spec("booking.minutes", Kind::Number(1, 43_200, Unit::Minutes), "2880"),
    spec("booking.reserve_on_accept", Kind::Flag, "false"),
    spec("stock.min_days_left", Kind::Number(0, 365, Unit::Days), "30"),
    spec("stock.return_check", Kind::Flag, "false"),
    spec("collecting.scan_required", Kind::Flag, "false"),
    spec("bag.cells", Kind::Number(1, 999, Unit::Cells), "40"),
    spec("bag.auto_cell", Kind::Flag, "true"),
    spec("sale.lower_price_wins", Kind::Flag, "false"),
    spec("sale.discount_pharmacist", Kind::Number(0, 100, Unit::Percent), "5"),
    spec("sale.discount_admin", Kind::Number(0, 100, Unit::Percent), "20"),
    spec("sale.prescription_check", Kind::Flag, "true"),
    spec("sale.bag_check", Kind::Flag, "true"),
    spec("sale.return_admin_only", Kind::Flag, "false"),
    spec("fiscal.device", Kind::Word(&["none", "simulator", "atol"]), "none"),
    spec("fiscal.host", Kind::Host, "127.0.0.1"),
    spec("fiscal.port", Kind::Number(1, 65_535, Unit::Plain), "16732"),
    spec("fiscal.timeout_seconds", Kind::Number(1, 120, Unit::Seconds), "20"),
    spec("fiscal.tax_system", Kind::Word(&["osn", "usn_income", "usn_income_outcome", "patent"]), "osn"),
    spec("card.terminal", Kind::Word(&["none", "simulator"]), "none"),
    spec("marking.check", Kind::Word(&["none", "simulator"]), "none"),
    spec("marking.no_answer", Kind::Word(&["sell", "refuse"]), "sell"),
    spec("pharmacy.inn", Kind::Text, ""),
    spec("pharmacy.legal_name", Kind::Text, ""),
    spec("pharmacy.city", Kind::Text, ""),
    spec("pharmacy.phones", Kind::Phones, ""),
    spec("pharmacy.emails", Kind::Mails, ""),
    spec("pharmacy.hours", Kind::Week, ""),
    spec("sync.poll_seconds", Kind::Number(1, 3_600, Unit::Seconds), "60"),
    spec("sync.stock_minutes", Kind::Number(0, 1_440, Unit::Minutes), "60"),
    spec("site.auto_refresh", Kind::Flag, "false"),
    spec("prompt.again_seconds", Kind::Number(5, 3_600, Unit::Seconds), "120"),
    spec("export.keep_back", Kind::Number(0, 1_000, Unit::Packs), "0"),
    spec("export.min_days_left", Kind::Number(0, 365, Unit::Days), "0"),
    spec("import.map", Kind::ColumnMap, ""),
    spec("import.folder", Kind::Text, ""),
    spec("import.folder_full", Kind::Flag, "false"),
    spec("pharmacy.name", Kind::Text, ""),
    spec("pharmacy.address", Kind::Text, ""),
    spec("till.title", Kind::Text, "Касса 1"),
    spec("till.user", Kind::Text, "Фармацевт"),
    spec("ui.language", Kind::Word(&["ru", "en"]), "ru"),
    spec("ui.theme", Kind::Word(&["light", "dark"]), "light"),
    spec("prompt.sound", Kind::Flag, "false"),
    spec("scan.sound", Kind::Flag, "true"),
    spec("users.lock_minutes", Kind::Number(0, 480, Unit::Minutes), "10"),
    spec("log.exchange_level", Kind::Word(LEVELS), "debug"),
    spec("log.level", Kind::Word(LEVELS), "info"),
    spec("log.keep_days", Kind::Number(1, 365, Unit::Days), "30"),
    spec("privacy.keep_days", Kind::Number(1, 3_650, Unit::Days), "90"),
    spec("backup.nightly", Kind::Flag, "true"),
    spec("backup.keep", Kind::Number(1, 365, Unit::Plain), "14"),
    spec("backup.folder", Kind::Text, ""),
    spec("ui.scale", Kind::Number(80, 200, Unit::Percent), "100"),
    spec("print.paper", Kind::Word(&["a4", "roll80"]), "a4"),
];

/// The levels at which records of the log may begin.
const LEVELS: &[&str] = &["error", "warn", "info", "debug", "trace"];

/// The longest text a setting may hold.
const MAX_TEXT: usize = 500;

/// The longest token: signed ones with all their claims reach a few thousand characters.
const MAX_SECRET: usize = 8_000;

/// The setting with this name.
///
/// # Errors
/// [`Refusal::BadSetting`] with [`SettingFault::Unknown`].
pub fn find(key: &str) -> Result<Spec, Refusal> {
    ALL.iter().copied().find(|s| s.key == key).ok_or_else(|| bad(key, SettingFault::Unknown))
}

/// The setting with this name, when the database keeps it.
///
/// # Errors
/// [`Refusal::BadSetting`] for an unknown one and for a secret, which has no place there.
pub(super) fn find_stored(key: &str) -> Result<Spec, Refusal> {
    let spec = find(key)?;
    if spec.kind == Kind::Secret { Err(bad(key, SettingFault::Secret)) } else { Ok(spec) }
}

fn bad(key: &str, fault: SettingFault) -> Refusal {
    Refusal::BadSetting { key: key.to_owned(), fault }
}

/// The value as it will be stored.
///
/// # Errors
/// [`Refusal::BadSetting`] with what is wrong and what would be right.
pub fn check(spec: Spec, value: &str) -> Result<String, Refusal> {
    let value = value.trim();
    let fail = |fault| Err(bad(spec.key, fault));
    match spec.kind {
        Kind::Number(..) if value.is_empty() && spec.default.is_empty() => Ok(String::new()),
        Kind::Number(min, max, unit) => match value.parse::<i64>() {
            Ok(n) if (min..=max).contains(&n) => Ok(n.to_string()),
            Err(_) if !is_whole(value) => fail(SettingFault::NotWhole(Bounds { min, max, unit })),
            Ok(_) | Err(_) => fail(SettingFault::OutOfBounds(Bounds { min, max, unit })),
        },
        Kind::Week | Kind::Phones | Kind::Mails if value.is_empty() => Ok(String::new()),
        Kind::ColumnMap => match ColumnMap::parse(value) {
            Some(map) => Ok(map.text()),
            None => fail(SettingFault::NotColumnMap),
        },
        Kind::Week if opening::parse_week(value).is_none() => fail(SettingFault::NotWeek),
        Kind::Phones if list(value).any(|one| !phone::is_plausible(one)) => fail(SettingFault::NotPhones),
        Kind::Mails if list(value).any(|one| !is_mail(one)) => fail(SettingFault::NotMails),
        Kind::Flag => match value {
            "true" | "1" | "yes" | "да" => Ok("true".to_owned()),
            "false" | "0" | "no" | "нет" => Ok("false".to_owned()),
            _ => fail(SettingFault::NotFlag),
        },
        Kind::Word(words) if words.contains(&value) => Ok(value.to_owned()),
        Kind::Word(words) => fail(SettingFault::NotWord(words)),
        Kind::Host => {
            if is_name(value) || is_ip_v6(value) {
                Ok(value.to_owned())
            } else {
                fail(SettingFault::NotHost)
            }
        }
        Kind::UrlPath => url_path(value, 0).map_or_else(|| fail(SettingFault::NotUrlPath), Ok),
        Kind::OrderUrlPath => url_path(value, 1).map_or_else(|| fail(SettingFault::NotOrderUrlPath), Ok),
        // It travels in a header: what it may hold is narrower than any text.
        Kind::Secret if value.len() <= MAX_SECRET && value.bytes().all(|b| b.is_ascii_graphic()) => {
            Ok(value.to_owned())
        }
        Kind::Secret => fail(SettingFault::BadSecret { longest: MAX_SECRET }),
        Kind::Text | Kind::Week | Kind::Phones | Kind::Mails => {
            if value.chars().count() <= MAX_TEXT && !value.chars().any(char::is_control) {
                Ok(value.to_owned())
            } else {
                fail(SettingFault::BadText { longest: MAX_TEXT })
            }
        }
    }
}

/// The parts of a list.
pub(super) fn list(value: &str) -> impl Iterator<Item = &str> {
    value.split([',', ';']).map(str::trim).filter(|one| !one.is_empty())
}

fn is_mail(value: &str) -> bool {
    let plain = |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || c == '@');
    value.split_once('@').is_some_and(|(name, host)| plain(name) && plain(host) && host.contains('.'))
}

fn is_name(value: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-');
    !value.is_empty() && value.len() <= 253 && value.bytes().all(plain)
}

/// Two colons at least: with one it is a name with a port, and the port has its own setting.
fn is_ip_v6(value: &str) -> bool {
    let inner = value.strip_prefix('[').map_or(Some(value), |v| v.strip_suffix(']')).unwrap_or_default();
    let plain = |b: u8| b.is_ascii_hexdigit() || matches!(b, b'.' | b':');
    inner.len() <= 45 && inner.bytes().filter(|b| *b == b':').count() >= 2 && inner.bytes().all(plain)
}

/// The path without a leading slash; none when it could lead elsewhere, or names the order not just so often.
fn url_path(value: &str, orders: usize) -> Option<String> {
    let path = value.strip_prefix('/').unwrap_or(value);
    let plain = |part: &str| {
        let letters = part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'~'));
        !part.is_empty() && letters && part != "." && part != ".."
    };
    let named = path.split('/').filter(|part| *part == "{order_id}").count();
    let good = path.len() <= 200 && path.split('/').all(|part| plain(part) || part == "{order_id}");
    (good && named == orders).then(|| path.to_owned())
}

/// Digits, maybe more of them than any number here may have.
fn is_whole(value: &str) -> bool {
    let digits = value.strip_prefix(['-', '+']).unwrap_or(value);
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
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

pub(in crate::usecase) fn booking(sql: &Sql<'_>) -> Result<Booking, UseError> {
    Ok(Booking {
        minutes: number(sql, "booking.minutes", hold::DEFAULT_BOOKING_MINUTES)?,
        reserve_on_accept: flag(sql, "booking.reserve_on_accept")?,
    })
}

pub(super) fn min_days_left(sql: &Sql<'_>) -> Result<u32, UseError> {
    Ok(u32::try_from(number(sql, "stock.min_days_left", 30)?).unwrap_or(30))
}

/// Days that a pack must last to be offered on the site, beyond what a hold needs anyway.
pub(super) fn export_days(sql: &Sql<'_>) -> Result<u32, UseError> {
    Ok(u32::try_from(number(sql, "export.min_days_left", 0)?).unwrap_or(0))
}

/// Packs of each product that the site is never offered.
pub(super) fn keep_back(sql: &Sql<'_>) -> Result<Packs, UseError> {
    Ok(Packs(number(sql, "export.keep_back", 0)?))
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

/// How much off each role may give.
pub(super) fn discount_limit(sql: &Sql<'_>) -> Result<DiscountLimit, UseError> {
    let percent = |key, fallback: u16| Ok::<_, UseError>(u16::try_from(number(sql, key, 0)?).unwrap_or(fallback));
    Ok(DiscountLimit {
        pharmacist: percent("sale.discount_pharmacist", 5)?,
        admin: percent("sale.discount_admin", 20)?,
    })
}

/// Prescription goods are sold only when a prescription was seen. On by default.
pub(super) fn prescription_check(sql: &Sql<'_>) -> Result<bool, UseError> {
    flag(sql, "sale.prescription_check")
}

/// Every line of an order is ticked before it is paid. On by default.
pub(super) fn bag_check(sql: &Sql<'_>) -> Result<bool, UseError> {
    flag(sql, "sale.bag_check")
}

/// Whether marking codes are checked by a service, and what follows from silence; none when they are not.
pub(super) fn mark_rule(sql: &Sql<'_>) -> Result<Option<SilenceRule>, UseError> {
    let rule = if get(sql, "marking.no_answer")? == "refuse" { SilenceRule::Refuse } else { SilenceRule::Sell };
    Ok((get(sql, "marking.check")? != "none").then_some(rule))
}

/// A card terminal is asked by the program; else it stands by itself.
pub(super) fn has_terminal(sql: &Sql<'_>) -> Result<bool, UseError> {
    Ok(get(sql, "card.terminal")? != "none")
}

/// Only an administrator takes goods back. Off by default.
pub(super) fn returns_by_admin_only(sql: &Sql<'_>) -> Result<bool, UseError> {
    flag(sql, "sale.return_admin_only")
}

/// A fiscal device prints the receipts of this pharmacy.
pub(super) fn has_fiscal_device(sql: &Sql<'_>) -> Result<bool, UseError> {
    Ok(get(sql, "fiscal.device")? != "none")
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
        let spec = find_stored(&self.key)?;
        let value = check(spec, &self.value)?;
        if !spec.is_of_a_person() {
            support::must_may(cx, Right::Settings)?;
        }
        let was = get(cx.sql, spec.key)?;
        if was != value && !spec.is_of_a_person() {
            support::write_deed(cx, "setting", &format!("{}: {was} → {value}", spec.key))?;
        }
        if matches!(spec.key, "site.host" | "site.pharmacy_id") && get(cx.sql, spec.key)? != value {
            // Orders passed over for the other place must be read after all; known ones are dropped anyway.
            store::inbox::forget(cx.sql, super::receive_orders::SERVICE)?;
            // Another place knows nothing of the stock.
            store::sync_state::set(cx.sql, store::sync_state::key::STOCK_DIGEST, "")?;
        }
        if spec.key.starts_with("site.") || spec.key.starts_with("proxy.") {
            // What waits because the old way was wrong is tried at once on the new one.
            store::outbox::retry_now(cx.sql)?;
            cx.changes.add(Topic::Outbox);
        }
        if spec.key == "stock.return_check" && value == "false" {
            super::return_to_shelf::release_all(cx)?;
        }
        if spec.key == "site.pharmacy_id" && was != value {
            super::divisions::code_changes(cx.sql, &value)?;
        }
        if was != value && read::pharmacy::is_of_card(spec.key) {
            store::jobs::want(cx.sql, Job::Pharmacy)?;
            cx.changes.add(Topic::Sync);
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
    fn nonsense_is_refused_with_what_would_be_right() {
        let port = Bounds { min: 1, max: 65_535, unit: Unit::Plain };
        let booking = Bounds { min: 1, max: 43_200, unit: Unit::Minutes };
        for (key, value, fault) in [
            ("site.port", "70000", SettingFault::OutOfBounds(port)),
            ("site.port", "-1", SettingFault::OutOfBounds(port)),
            ("site.port", "99999999999999999999", SettingFault::OutOfBounds(port)),
            ("site.port", "abc", SettingFault::NotWhole(port)),
            ("booking.minutes", "1.5", SettingFault::NotWhole(booking)),
            ("booking.minutes", "", SettingFault::NotWhole(booking)),
            ("booking.minutes", "0", SettingFault::OutOfBounds(booking)),
            ("site.scheme", "ftp", SettingFault::NotWord(&["https", "http"])),
            ("site.host", "https://x/y", SettingFault::NotHost),
            ("site.host", "", SettingFault::NotHost),
            ("site.host", "example.org:8080", SettingFault::NotHost),
            ("site.host", "[::1", SettingFault::NotHost),
            ("site.host", "сайт.рф", SettingFault::NotHost),
            ("site.path.orders", "", SettingFault::NotUrlPath),
            ("site.path.orders", "https://evil.example/orders", SettingFault::NotUrlPath),
            ("site.path.orders", "//evil.example", SettingFault::NotUrlPath),
            ("site.path.orders", "v1/../admin", SettingFault::NotUrlPath),
            ("site.path.orders", "v1/orders?all=1", SettingFault::NotUrlPath),
            ("site.path.orders", "v1/{order_id}", SettingFault::NotUrlPath),
            ("site.path.change_status", "v1/orders/change_status", SettingFault::NotOrderUrlPath),
            ("site.path.change_status", "v1/{order_id}/{order_id}", SettingFault::NotOrderUrlPath),
            ("site.path.change_status", "v1/x{order_id}", SettingFault::NotOrderUrlPath),
            ("site.token", "два слова", SettingFault::BadSecret { longest: MAX_SECRET }),
            ("site.token", "a b", SettingFault::BadSecret { longest: MAX_SECRET }),
            ("site.allow_plaintext", "maybe", SettingFault::NotFlag),
            ("pharmacy.hours", "по звонку", SettingFault::NotWeek),
            ("pharmacy.phones", "+7 495 111-22-33, 12", SettingFault::NotPhones),
            ("pharmacy.emails", "a@b", SettingFault::NotMails),
            ("pharmacy.name", "a\u{7}", SettingFault::BadText { longest: MAX_TEXT }),
        ] {
            let got = check(find(key).unwrap(), value);
            assert_eq!(got, Err(Refusal::BadSetting { key: key.to_owned(), fault }), "{key}={value}");
        }
        for host in ["example.org", "10.0.0.7", "localhost", "::1", "[::1]", "xn--80aswg.xn--p1ai"] {
            assert_eq!(check(find("site.host").unwrap(), host).as_deref(), Ok(host));
        }
        assert_eq!(check(find("site.path.orders").unwrap(), "/v2/orders").as_deref(), Ok("v2/orders"));
        let unknown = Refusal::BadSetting { key: "site.colour".to_owned(), fault: SettingFault::Unknown };
        assert_eq!(find("site.colour"), Err(unknown));
    }
}
