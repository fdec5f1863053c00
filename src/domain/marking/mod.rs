//! What a scanner types: the code of our order sheet, a barcode of goods, or the marking code of one pack.
//!
//! Owns: reading such a text whatever the keyboard layout, Caps Lock and the scanner made of it, and saying
//! what to fix when it cannot be read. Must not know: which goods or orders there are, and any words for the
//! user. A serial is never trimmed and its case never changed, but for a Caps Lock that is proven.
//!
//! The way of a text: outer ends are cut → [`layout`] turns Russian keys back → [`separators`] finds every
//! stand-in of the group separator → [`elements`] reads the identifiers → [`read_on`] puts the answer together.

mod elements;
mod fault;
mod gtin;
mod layout;
mod separators;
#[cfg(test)]
#[expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests stop at the first surprise"
)]
mod tests;

pub use fault::ScanFault;
pub use gtin::Gtin;

use chrono::NaiveDate;

use self::elements::Element;
use super::ids::OrderId;
use super::order;

/// The group separator of GS1, between elements of variable length.
pub const GS: char = '\u{1d}';

/// The longest text that can be a code; a burst beyond it is two codes or no code.
const MAX_CHARS: usize = 256;

/// What was scanned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scanned {
    /// The sheet of an order.
    Sheet(OrderId),
    /// A barcode: which goods, not which pack.
    Goods {
        /// Of the goods.
        gtin: Gtin,
    },
    /// The marking code of one pack.
    Pack(PackCode),
}

/// The marking code of one pack. Goods and serial name it: no two packs have the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackCode {
    /// Of the goods.
    pub gtin: Gtin,
    /// Of the pack, as printed.
    pub serial: String,
    /// Series, when the code carries it.
    pub batch: Option<String>,
    /// Last day of use, when the code carries it.
    pub expires_on: Option<NaiveDate>,
    /// The whole code in its own order, each variable element but the last closed by [`GS`].
    pub code: String,
}

/// What the same keys type in the other keyboard layout; `None` when that is no different.
#[must_use]
pub fn other_layout(text: &str) -> Option<String> {
    layout::other(text)
}

/// Reads what a scanner typed; two-digit years are read around 2026.
///
/// # Errors
/// See [`read_on`].
pub fn read(raw: &str) -> Result<Scanned, ScanFault> {
    read_on(raw, NaiveDate::from_ymd_opt(2026, 1, 1).unwrap_or_default())
}

/// Reads what a scanner typed. A two-digit year lies at most 49 years before and 50 after `today`'s (the GS1
/// rule); day 00 is the month's last.
///
/// # Errors
/// A [`ScanFault`] that says what to fix; [`ScanFault::NotACode`] for a text that is no code at all.
pub fn read_on(raw: &str, today: NaiveDate) -> Result<Scanned, ScanFault> {
    let typed = raw.trim_matches(|c: char| matches!(c, '\r' | '\n' | '\t' | ' ' | '\0' | '\u{feff}'));
    if typed.is_empty() || typed.chars().nth(MAX_CHARS).is_some() {
        return Err(ScanFault::NotACode);
    }
    if layout::is_mixed(typed) {
        return Err(if looks_coded(body(typed)) { ScanFault::LayoutMixed } else { ScanFault::NotACode });
    }
    let plain = layout::to_latin(typed);
    let digits: String = body(&plain).chars().filter(|c| *c != ' ').collect();
    let is_number = digits.bytes().all(|b| b.is_ascii_digit());
    // `01…` of any other length is the beginning of a marking code.
    if is_number && (!digits.starts_with("01") || matches!(digits.len(), 8 | 12 | 13 | 14)) {
        return bare_number(&digits);
    }
    let swapped = layout::to_latin(&layout::swap_case(typed));
    let coded = looks_coded(body(&plain)) || is_true_aim(&plain) || is_true_aim(&swapped);
    let found = read_either(&plain, &swapped, today);
    let parsed = found.map_err(|fault| if coded { fault } else { ScanFault::NotACode })?;
    if parsed.signature.as_deref().is_some_and(is_one_case) {
        return Err(ScanFault::CapsLock);
    }
    Ok(parsed.scanned)
}

/// What a reading gave, with the parts that tell whether the case of the letters can be trusted.
struct Parsed {
    scanned: Scanned,
    key: Option<String>,
    signature: Option<String>,
}

/// As typed, or as typed with Caps Lock on: whichever the text itself proves; as typed when it proves nothing.
fn read_either(plain: &str, swapped: &str, today: NaiveDate) -> Result<Parsed, ScanFault> {
    if is_true_aim(plain) {
        return parse(body(plain), today);
    }
    if is_true_aim(swapped) {
        return parse(body(swapped), today);
    }
    match parse(body(plain), today) {
        Ok(found) if found.key.as_deref().is_some_and(is_lower_hex) => parse(body(swapped), today).or(Ok(found)),
        Ok(found) => Ok(found),
        Err(fault) if plain == swapped => Err(fault),
        Err(fault) => parse(body(swapped), today).map_err(|_| fault),
    }
}

fn parse(text: &str, today: NaiveDate) -> Result<Parsed, ScanFault> {
    let segments = match elements::human_parts(text) {
        Some(parts) => parts,
        None => separators::segments(text)?,
    };
    let found = elements::of(&segments)?;
    let value = |ai: &str| found.iter().find(|e| e.ai == ai).map(|e| e.value);
    let gtin = Gtin::of_digits(value("01").ok_or(ScanFault::NoGtin)?)?;
    let expires_on = value("17").map(|text| elements::date(text, today)).transpose()?;
    let scanned = match value("21") {
        None => Scanned::Goods { gtin },
        Some(serial) => Scanned::Pack(PackCode {
            gtin,
            serial: serial.to_owned(),
            batch: value("10").map(str::to_owned),
            expires_on,
            code: canonical(&found),
        }),
    };
    Ok(Parsed { scanned, key: value("91").map(str::to_owned), signature: value("92").map(str::to_owned) })
}

fn canonical(found: &[Element<'_>]) -> String {
    let mut code = String::new();
    let mut open = false;
    for element in found {
        if open {
            code.push(GS);
        }
        code.push_str(element.ai);
        code.push_str(element.value);
        open = element.is_variable();
    }
    code
}

fn bare_number(digits: &str) -> Result<Scanned, ScanFault> {
    if let Some(order) = order::order_of_sheet_code(digits) {
        return Ok(Scanned::Sheet(order));
    }
    match digits.len() {
        8 | 12 | 13 | 14 => Ok(Scanned::Goods { gtin: Gtin::of_digits(digits)? }),
        16.. if digits.starts_with("00") || digits.starts_with("02") => Err(ScanFault::BoxCode),
        _ => Err(ScanFault::NotACode),
    }
}

/// The text without the symbology prefix (`]d2`, `]C1`, …) that some scanners put before every code.
fn body(text: &str) -> &str {
    let mut chars = text.chars();
    let has_prefix = matches!(chars.next(), Some(']' | '}'))
        && chars.next().is_some_and(|c| c.is_ascii_alphabetic())
        && chars.next().is_some_and(|c| c.is_ascii_digit());
    if has_prefix { chars.as_str() } else { text }
}

/// A symbology prefix in its true case: it shows that the letters after it are in theirs.
fn is_true_aim(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next() == Some(']')
        && matches!(chars.next(), Some('d' | 'C' | 'Q' | 'J'))
        && chars.next().is_some_and(|c| c.is_ascii_digit())
}

/// True for a text that was meant as a GS1 code; anything else that cannot be read is just words.
fn looks_coded(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| c.is_control() || c == 'è');
    let human = text.strip_prefix("(01)").is_some();
    let digits = text.strip_prefix("01").is_some_and(|rest| rest.bytes().take_while(u8::is_ascii_digit).count() >= 6);
    human || digits || text.contains(GS)
}

/// The verification key of a medicine is hexadecimal in capitals; in small letters it betrays Caps Lock.
fn is_lower_hex(key: &str) -> bool {
    key.chars().any(|c| c.is_ascii_lowercase()) && key.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f'))
}

/// A signature has letters of both cases. Ten different ones of one case are no accident: the scanner was told to
/// change the case, and what it changed cannot be told any more.
fn is_one_case(signature: &str) -> bool {
    let mut letters: Vec<char> = signature.chars().filter(char::is_ascii_alphabetic).collect();
    letters.sort_unstable();
    letters.dedup();
    let upper = letters.iter().filter(|c| c.is_ascii_uppercase()).count();
    letters.len() >= 10 && (upper == 0 || upper == letters.len())
}
