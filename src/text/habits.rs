//! Russian habits of writing: dates, times, spans. Money has its own in `domain::money`.
//!
//! Every function takes the offset of the pharmacy: the screen never shows UTC.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, Utc};

use super::{Lang, tr_args};

/// `23.11.2026 14:05`
#[must_use]
pub fn date_time(at: DateTime<Utc>, zone: FixedOffset) -> String {
    at.with_timezone(&zone).format("%d.%m.%Y %H:%M").to_string()
}

/// `23.11.2026 14:05:09`
#[must_use]
pub fn date_time_secs(at: DateTime<Utc>, zone: FixedOffset) -> String {
    at.with_timezone(&zone).format("%d.%m.%Y %H:%M:%S").to_string()
}

/// `25.11 13:21`; with the year when it is not the year of `now`.
#[must_use]
pub fn short_date_time(at: DateTime<Utc>, now: DateTime<Utc>, zone: FixedOffset) -> String {
    let (at, now) = (at.with_timezone(&zone), now.with_timezone(&zone));
    let shape = if at.year() == now.year() { "%d.%m %H:%M" } else { "%d.%m.%Y %H:%M" };
    at.format(shape).to_string()
}

/// `14:05`
#[must_use]
pub fn time(at: DateTime<Utc>, zone: FixedOffset) -> String {
    at.with_timezone(&zone).format("%H:%M").to_string()
}

/// `23.11.2026`
#[must_use]
pub fn date(day: NaiveDate) -> String {
    day.format("%d.%m.%Y").to_string()
}

/// `03.2027`, as an expiry is printed on a pack.
#[must_use]
pub fn expiry(day: NaiveDate) -> String {
    day.format("%m.%Y").to_string()
}

/// What is left until `until`: `47 ч`, `35 мин`, `−1 д 05 ч`, `3 д 02 ч`.
#[must_use]
pub fn countdown(lang: Lang, until: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let secs = (until - now).num_seconds();
    let sign = if secs < 0 { "−" } else { "" };
    let minutes = secs.unsigned_abs() / 60;
    let (hours, days) = (minutes / 60, minutes / 60 / 24);
    let over = secs < 0;
    if hours >= 72 || (over && days >= 1) {
        let rest = format!("{:02}", hours % 24);
        return tr_args(lang, "span-days-hours", &[("sign", sign.into()), ("d", days.into()), ("h", rest.into())]);
    }
    if hours >= 2 {
        return tr_args(lang, "span-hours", &[("sign", sign.into()), ("h", hours.into())]);
    }
    tr_args(lang, "span-minutes", &[("sign", sign.into()), ("m", minutes.into())])
}

/// `8 с назад`, `4 мин назад`, `2 ч назад`, `3 д назад`. A clock that went back gives `0 с назад`.
#[must_use]
pub fn ago(lang: Lang, at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let secs = (now - at).num_seconds().max(0).unsigned_abs();
    let (key, n) = match secs {
        0..120 => ("ago-seconds", secs),
        120..7200 => ("ago-minutes", secs / 60),
        7200..172_800 => ("ago-hours", secs / 3600),
        _ => ("ago-days", secs / 86_400),
    };
    tr_args(lang, key, &[("n", n.into())])
}

/// Reads `25.11.2026 13:21` and looser ways to type it: `25.11 13:21` (this year, or the next one when that
/// day is long past), `25.11.26 13-21`, `25112026 1321`, `25.11.2026` (end of that day is not guessed: `None`).
#[must_use]
pub fn parse_date_time(text: &str, today: NaiveDate) -> Option<NaiveDateTime> {
    let mut words = text.split_whitespace();
    let (day, clock) = (words.next()?, words.next()?);
    if words.next().is_some() {
        return None;
    }
    let day = parse_date(day, today)?;
    let (hour, minute) = parse_clock(clock)?;
    day.and_hms_opt(hour, minute, 0)
}

/// Reads `25.11.2026`, `25.11.26`, `25.11`, `25112026`; separators may be `.`, `,`, `/` or `-`.
#[must_use]
pub fn parse_date(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let parts = numbers(text, &['.', ',', '/', '-'])?;
    let (day, month, year) = match parts.as_slice() {
        [d, m] => (*d, *m, None),
        [d, m, y] => (*d, *m, Some(if *y < 100 { 2000 + *y } else { *y })),
        [all] if text.len() == 8 => (all / 1_000_000, all / 10_000 % 100, Some(all % 10_000)),
        _ => return None,
    };
    if let Some(year) = year {
        return NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day);
    }
    let here = NaiveDate::from_ymd_opt(today.year(), month, day)?;
    // Typed in December, `05.01` means the next January.
    if (today - here).num_days() > 180 { NaiveDate::from_ymd_opt(today.year() + 1, month, day) } else { Some(here) }
}

fn parse_clock(text: &str) -> Option<(u32, u32)> {
    let parts = numbers(text, &[':', '-', '.', ','])?;
    match parts.as_slice() {
        [h, m] => Some((*h, *m)),
        [all] if text.len() == 4 => Some((all / 100, all % 100)),
        [h] if text.len() <= 2 => Some((*h, 0)),
        _ => None,
    }
}

fn numbers(text: &str, separators: &[char]) -> Option<Vec<u32>> {
    text.split(|c| separators.contains(&c))
        .map(|part| if part.bytes().all(|b| b.is_ascii_digit()) { part.parse().ok() } else { None })
        .collect()
}
