//! Tolerant readers of single JSON values: ids as text or number, whole numbers only, `null` as absent.
//!
//! Owns: the rules of the contract's section “Common” for one value. Must not know any endpoint.

use std::borrow::Cow;
use std::fmt;

use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeZone, Utc};
use serde::de::{Deserializer, Error, Visitor};
use serde::{Deserialize, Serialize};

/// Longest id of the contract, in characters.
pub const MAX_ID_CHARS: usize = 64;

/// What the readers say; [`super::fault`] knows them again.
pub(super) const EMPTY_ID: &str = "an id may not be empty";
pub(super) const LONG_ID: &str = "an id may not be longer than 64 characters";
pub(super) const TOO_LARGE: &str = "the number is too large";
pub(super) const DECIMAL: &str = "a whole number is needed, not a decimal one";

/// An id: text or whole number on the wire, 1 to 64 characters, compared byte for byte.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Id(pub String);

/// A text that some services send as a number (an order's number, a cursor). Any length.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Word(pub String);

/// A whole number: kopecks, packs, a revision. A decimal number or a text is an error, never rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Whole(pub i64);

struct WordVisitor;

impl Visitor<'_> for WordVisitor {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text or a whole number")
    }

    fn visit_str<E: Error>(self, v: &str) -> Result<String, E> {
        Ok(v.to_owned())
    }

    fn visit_string<E: Error>(self, v: String) -> Result<String, E> {
        Ok(v)
    }

    fn visit_i64<E: Error>(self, v: i64) -> Result<String, E> {
        Ok(v.to_string())
    }

    fn visit_u64<E: Error>(self, v: u64) -> Result<String, E> {
        Ok(v.to_string())
    }
}

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(WordVisitor).map(Self)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = d.deserialize_any(WordVisitor)?;
        match text.chars().take(MAX_ID_CHARS + 1).count() {
            0 => Err(D::Error::custom(EMPTY_ID)),
            n if n > MAX_ID_CHARS => Err(D::Error::custom(LONG_ID)),
            _ => Ok(Self(text)),
        }
    }
}

struct WholeVisitor;

impl Visitor<'_> for WholeVisitor {
    type Value = i64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number")
    }

    fn visit_i64<E: Error>(self, v: i64) -> Result<i64, E> {
        Ok(v)
    }

    fn visit_u64<E: Error>(self, v: u64) -> Result<i64, E> {
        i64::try_from(v).map_err(|_| E::custom(TOO_LARGE))
    }

    fn visit_f64<E: Error>(self, _v: f64) -> Result<i64, E> {
        Err(E::custom(DECIMAL))
    }
}

impl<'de> Deserialize<'de> for Whole {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(WholeVisitor).map(Self)
    }
}

/// For `#[serde(default, deserialize_with)]`: `null` reads as the default, like an absent field.
pub fn null_default<'de, D, T>(d: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::<T>::deserialize(d)?.unwrap_or_default())
}

/// Reads an RFC 3339 stamp; one without an offset is taken in `zone`. `None` when it is no time at all.
#[must_use]
pub fn stamp(text: &str, zone: FixedOffset) -> Option<DateTime<Utc>> {
    let text = text.trim();
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Some(at.with_timezone(&Utc));
    }
    let t: Cow<'_, str> = if text.contains(' ') { text.replacen(' ', "T", 1).into() } else { text.into() };
    let naive = NaiveDateTime::parse_from_str(&t, "%Y-%m-%dT%H:%M:%S%.f").ok()?;
    zone.from_local_datetime(&naive).single().map(|at| at.with_timezone(&Utc))
}

/// A stamp as we write it: UTC with milliseconds.
#[must_use]
pub fn write_stamp(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_text_or_number_of_at_most_64_characters() {
        assert_eq!(serde_json::from_str::<Id>("\"007\"").unwrap(), Id("007".to_owned()));
        assert_eq!(serde_json::from_str::<Id>("18446744073709551615").unwrap().0, "18446744073709551615");
        let long = format!("\"{}\"", "я".repeat(65));
        for bad in ["\"\"", "1.5", "true", "[]", long.as_str()] {
            assert!(serde_json::from_str::<Id>(bad).is_err(), "{bad}");
        }
        assert!(serde_json::from_str::<Id>(&format!("\"{}\"", "я".repeat(64))).is_ok());
    }

    #[test]
    fn money_is_never_rounded_nor_read_from_text() {
        assert_eq!(serde_json::from_str::<Whole>("12345").unwrap(), Whole(12_345));
        for bad in ["123.45", "1e3", "\"100\"", "99999999999999999999", "12.0"] {
            assert!(serde_json::from_str::<Whole>(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_stamp_without_offset_is_read_in_the_pharmacys_zone() {
        let zone = FixedOffset::east_opt(3 * 3600).unwrap();
        let want = stamp("2026-07-05T09:00:00Z", zone);
        assert!(want.is_some());
        for text in
            ["2026-07-05T12:00:00+03:00", "2026-07-05T12:00:00", "2026-07-05 12:00:00.000", "2026-07-05T14:00:00+05:00"]
        {
            assert_eq!(stamp(text, zone), want, "{text}");
        }
        for bad in ["", "yesterday", "2026-07-05", "1751706000"] {
            assert_eq!(stamp(bad, zone), None, "{bad}");
        }
    }
}
