//! Opening hours of a pharmacy: a week, and how a person writes one.
//!
//! Owns: the reading of «пн–пт 8:00–22:00, сб 9–18, вс выходной». Must not know: the wire, screens.

/// Opening hours of one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenDay {
    /// Closed.
    Off,
    /// Round the clock.
    RoundTheClock,
    /// From … to, minutes from midnight; `to` may be 1440.
    Hours {
        /// Opens.
        from: u16,
        /// Closes.
        to: u16,
    },
}

/// Monday to Sunday.
pub type Week = [OpenDay; 7];

const DAYS: [&[&str]; 7] =
    [&["пн", "mo"], &["вт", "tu"], &["ср", "we"], &["чт", "th"], &["пт", "fr"], &["сб", "sa"], &["вс", "su"]];
const EVERY_DAY: [&str; 3] = ["ежедневно", "daily", "всегда"];
const ROUND_THE_CLOCK: [&str; 4] = ["круглосуточно", "24 часа", "24/7", "24h"];
const OFF: [&str; 4] = ["выходной", "закрыто", "closed", "off"];
const MIDNIGHT: u16 = 24 * 60;

/// Reads a week: parts with commas between, each of days and hours. Days that no part names are closed. None when
/// anything of it cannot be meant: unknown words, a day named twice, hours that end before they begin.
#[must_use]
pub fn parse_week(text: &str) -> Option<Week> {
    let text = text.trim().to_lowercase().replace(['–', '—'], "-");
    if ROUND_THE_CLOCK.contains(&text.as_str()) {
        return Some([OpenDay::RoundTheClock; 7]);
    }
    let mut week = [None; 7];
    for part in text.split([',', ';']) {
        let (days, hours) = split(part.trim())?;
        for slot in week.get_mut(days)? {
            if slot.replace(hours).is_some() {
                return None;
            }
        }
    }
    Some(week.map(|day| day.unwrap_or(OpenDay::Off)))
}

/// Which days, then what they are like. Without days it is every day.
fn split(part: &str) -> Option<(std::ops::RangeInclusive<usize>, OpenDay)> {
    if let Some(hours) = parse_day(part) {
        return Some((0..=6, hours));
    }
    // «пн - пт 8 - 22»: spaces around a dash mean nothing.
    let mut part = part.to_owned();
    while part.contains(" -") || part.contains("- ") {
        part = part.replace(" -", "-").replace("- ", "-");
    }
    let (days, hours) = part.split_once([' ', ':'])?;
    Some((parse_days(days.trim())?, parse_day(hours.trim())?))
}

fn parse_days(text: &str) -> Option<std::ops::RangeInclusive<usize>> {
    if EVERY_DAY.contains(&text) {
        return Some(0..=6);
    }
    let day = |name: &str| DAYS.iter().position(|names| names.contains(&name));
    match text.split_once('-') {
        None => day(text).map(|day| day..=day),
        Some((first, last)) => {
            let (first, last) = (day(first)?, day(last)?);
            (first <= last).then_some(first..=last)
        }
    }
}

fn parse_day(text: &str) -> Option<OpenDay> {
    if ROUND_THE_CLOCK.contains(&text) {
        return Some(OpenDay::RoundTheClock);
    }
    if OFF.contains(&text) {
        return Some(OpenDay::Off);
    }
    let (from, to) = text.split_once('-')?;
    let (from, to) = (minutes(from.trim())?, minutes(to.trim())?);
    match (from, to) {
        (0, MIDNIGHT) => Some(OpenDay::RoundTheClock),
        _ => (from < to).then_some(OpenDay::Hours { from, to }),
    }
}

/// `8`, `8:30`, `08.30`, `24:00`.
fn minutes(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once([':', '.']).unwrap_or((text, "00"));
    let number = |digits: &str| {
        let plain = !digits.is_empty() && digits.len() <= 2 && digits.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| digits.parse::<u16>().ok()).flatten()
    };
    let (hours, minutes) = (number(hours)?, number(minutes).filter(|m| *m < 60)?);
    let all = hours * 60 + minutes;
    (all <= MIDNIGHT).then_some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn hours(from: u16, to: u16) -> OpenDay {
        OpenDay::Hours { from: from * 60, to: to * 60 }
    }

    #[test]
    fn a_week_is_read_as_people_write_it() {
        let day = hours(8, 22);
        let six = [day, day, day, day, day, hours(9, 18), OpenDay::Off];
        let closes = OpenDay::Hours { from: 510, to: 1440 };
        for (text, week) in [
            ("пн-пт 8:00-22:00, сб 9-18, вс выходной", six),
            ("Пн – Пт 8 – 22; СБ 09.00 — 18.00", six),
            ("mo-fr 8-22, sa 9-18, su closed", six),
            ("ежедневно 8:00-22:00", [day; 7]),
            ("8-22", [day; 7]),
            ("8:30-24:00", [closes; 7]),
            ("круглосуточно", [OpenDay::RoundTheClock; 7]),
            ("0:00-24:00", [OpenDay::RoundTheClock; 7]),
            ("пн-вс круглосуточно", [OpenDay::RoundTheClock; 7]),
        ] {
            assert_eq!(parse_week(text), Some(week), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_meant_is_no_week() {
        for text in [
            "",
            "по звонку",
            "пн-пт",
            "8-22, сб 9-18",
            "пт-пн 8-22",
            "пн 22-8",
            "пн 8-25",
            "пн 8:70-9:00",
            "пн 8-22, пн 9-18",
            "пн 8",
            "8:00-8:00",
            "пн 123-22",
        ] {
            assert_eq!(parse_week(text), None, "{text}");
        }
    }
}
