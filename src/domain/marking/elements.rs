//! The elements of a GS1 code: an identifier (AI) and its value, in any order.
//!
//! With separators in place every variable element ends at one ([`strict`]). Where separators were lost, every
//! way to cut the text that the known lengths allow is tried ([`Search`]); one way only is believed.

use chrono::{Datelike, Days, Months, NaiveDate};

use super::ScanFault;
use super::gtin::Gtin;
use crate::domain::marking::elements::Shape::{Digits, Exact, Text};

/// What the value of an identifier may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// So many digits; no separator follows.
    Digits(usize),
    /// Up to so many characters.
    Text(usize),
    /// One of these lengths, fixed by the marking rules, not by GS1.
    Exact(&'static [usize]),
}

/// Identifiers that packs carry. Longer ones stand before those they begin with.
const TABLE: [(&str, Shape); 24] = [
    ("8005", Digits(6)),
    ("240", Text(30)),
    ("241", Text(30)),
    ("250", Text(30)),
    ("710", Text(20)),
    ("711", Text(20)),
    ("712", Text(20)),
    ("713", Text(20)),
    ("714", Text(20)),
    ("00", Digits(18)),
    ("01", Digits(14)),
    ("02", Digits(14)),
    ("10", Text(20)),
    ("11", Digits(6)),
    ("13", Digits(6)),
    ("15", Digits(6)),
    ("16", Digits(6)),
    ("17", Digits(6)),
    ("20", Digits(2)),
    ("21", Text(20)),
    ("22", Text(20)),
    ("91", Exact(&[4])),
    ("92", Exact(&[44, 88])),
    ("93", Exact(&[4])),
];

/// The serial of a Russian pack.
const SERIAL: usize = 13;
/// Ways to cut tried before a text is called hopeless: keeps nonsense cheap.
const MAX_STEPS: u32 = 4_000;

/// One identifier with its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Element<'a> {
    pub(super) ai: &'static str,
    pub(super) value: &'a str,
    shape: Shape,
}

impl Element<'_> {
    /// True when a separator must follow.
    pub(super) const fn is_variable(&self) -> bool {
        !matches!(self.shape, Digits(_))
    }
}

/// The elements of a code cut at its separators.
///
/// # Errors
/// What is wrong with the code as far as it was read.
pub(super) fn of(segments: &[String]) -> Result<Vec<Element<'_>>, ScanFault> {
    let came = segments.iter().map(String::len).sum::<usize>() + segments.len().saturating_sub(1);
    let straight = strict(segments, came);
    if let Ok((found, Cuts::Seen)) = straight {
        return Ok(found);
    }
    let straight = straight.map(|(found, _)| found);
    let mut search = Search { steps: 0, cut_short: false, glued: false };
    let mut out = Vec::new();
    for segment in segments {
        let mut ways = search.ways(segment, &out);
        match (ways.pop(), ways.is_empty()) {
            (Some(way), true) => out.extend(way),
            (Some(_), false) => return Err(ScanFault::GsLost),
            (None, _) => return Err(search.why_not(straight, came)),
        }
    }
    if is_half_signed(&out) {
        return Err(ScanFault::Truncated { at: came });
    }
    Ok(out)
}

/// A verification key without its signature (the scanner stopped at a separator), or the other way round (the key
/// was taken for a part of the serial).
fn is_half_signed(found: &[Element<'_>]) -> bool {
    let has = |ai: &str| found.iter().any(|e| e.ai == ai);
    has("91") != has("92")
}

fn begin(rest: &str) -> Option<(&'static str, Shape, &str)> {
    TABLE.iter().find_map(|(ai, shape)| Some((*ai, *shape, rest.strip_prefix(ai)?)))
}

/// Every variable element ends at a separator.
fn strict(segments: &[String], came: usize) -> Result<(Vec<Element<'_>>, Cuts), ScanFault> {
    let truncated = ScanFault::Truncated { at: came };
    let mut out: Vec<Element<'_>> = Vec::new();
    let mut cuts = Cuts::None;
    for segment in segments {
        if out.last().is_some_and(Element::is_variable) {
            cuts = Cuts::Seen;
        }
        let mut rest = segment.as_str();
        while !rest.is_empty() {
            let Some((ai, shape, after)) = begin(rest) else {
                return Err(if rest.len() < 2 { truncated } else { unknown(rest) });
            };
            if matches!(ai, "00" | "02") {
                return Err(ScanFault::BoxCode);
            }
            if out.iter().any(|e| e.ai == ai) {
                return Err(ScanFault::Glued);
            }
            let width = match shape {
                Digits(n) => n,
                Text(max) if after.len() > max => return Err(ScanFault::GsLost),
                Exact(lengths) if lengths.iter().all(|n| after.len() > *n) => return Err(ScanFault::GsLost),
                Exact(lengths) if !lengths.contains(&after.len()) => return Err(truncated),
                Text(_) | Exact(_) => after.len(),
            };
            let (value, next) = after.split_at_checked(width).filter(|_| width > 0).ok_or(truncated.clone())?;
            check(ai, shape, value)?;
            out.push(Element { ai, value, shape });
            rest = next;
        }
    }
    if is_half_signed(&out) { Err(truncated) } else { Ok((out, cuts)) }
}

/// Whether a separator was seen where one must stand: only then can the others be trusted to be there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cuts {
    Seen,
    None,
}

fn unknown(rest: &str) -> ScanFault {
    ScanFault::UnknownAi { ai: rest.chars().take(2).collect() }
}

/// Is this a value of `ai`?
fn check(ai: &str, shape: Shape, value: &str) -> Result<(), ScanFault> {
    if matches!(shape, Digits(_))
        && let Some((at, symbol)) = value.chars().enumerate().find(|(_, c)| !c.is_ascii_digit())
    {
        return Err(ScanFault::BadSymbol { at: at + 1, symbol });
    }
    match ai {
        "01" => Gtin::of_digits(value).map(drop),
        "17" => date(value, NaiveDate::default()).map(drop),
        _ => Ok(()),
    }
}

/// All ways to cut a piece whose separators were lost.
struct Search {
    steps: u32,
    cut_short: bool,
    glued: bool,
}

impl Search {
    fn ways<'a>(&mut self, segment: &'a str, before: &[Element<'a>]) -> Vec<Vec<Element<'a>>> {
        let mut ways = Vec::new();
        let mut way = before.to_vec();
        self.walk(segment, &mut way, &mut ways);
        // What stood before was only there to know which identifiers are used up.
        ways.into_iter().map(|way| way.into_iter().skip(before.len()).collect()).collect()
    }

    fn walk<'a>(&mut self, rest: &'a str, way: &mut Vec<Element<'a>>, ways: &mut Vec<Vec<Element<'a>>>) {
        self.steps += 1;
        if self.steps > MAX_STEPS || ways.len() > 1 {
            return;
        }
        if rest.is_empty() {
            ways.push(way.clone());
            return;
        }
        let Some((ai, shape, after)) = begin(rest) else { return };
        if matches!(shape, Exact(_)) && !way.iter().any(|e| e.ai == "21") {
            // Tails follow a serial; without this rule a series could swallow it.
            return;
        }
        if way.iter().any(|e| e.ai == ai) {
            self.glued |= ai == "01" && after.get(..14).is_some_and(|digits| Gtin::of_digits(digits).is_ok());
            return;
        }
        for width in self.widths(ai, shape, after) {
            let Some((value, next)) = after.split_at_checked(width) else { continue };
            if check(ai, shape, value).is_ok() {
                way.push(Element { ai, value, shape });
                self.walk(next, way, ways);
                way.pop();
            }
        }
    }

    fn widths(&mut self, ai: &str, shape: Shape, after: &str) -> Vec<usize> {
        match shape {
            Digits(n) => {
                self.cut_short |= after.len() < n;
                vec![n]
            }
            Exact(lengths) => {
                self.cut_short |= lengths.iter().all(|n| after.len() < *n);
                lengths.to_vec()
            }
            Text(max) if ai == "21" => serial_widths(after, max),
            Text(max) => (1..=after.len().min(max)).collect(),
        }
    }

    fn why_not(&self, straight: Result<Vec<Element<'_>>, ScanFault>, came: usize) -> ScanFault {
        if self.glued {
            return ScanFault::Glued;
        }
        match straight {
            Err(ScanFault::GsLost) | Ok(_) if self.cut_short => ScanFault::Truncated { at: came },
            Err(fault) => fault,
            Ok(_) => ScanFault::GsLost,
        }
    }
}

/// How long a serial may be when no separator ends it: thirteen, or whatever stands before a key with its
/// signature, or all there is unless the thirteenth character is followed by the tail of a Russian code.
fn serial_widths(after: &str, max: usize) -> Vec<usize> {
    let at = |n: usize, ai: &str| after.get(n..).is_some_and(|rest| rest.starts_with(ai));
    let has_tail = at(SERIAL, "91") || at(SERIAL, "93");
    (1..=after.len().min(max))
        .filter(|n| *n == SERIAL || at(*n, "91") && at(n + 6, "92") || *n == after.len() && !has_tail)
        .collect()
}

/// `(01)…(21)…` as printed for people: each element apart, without its brackets.
pub(super) fn human_parts(text: &str) -> Option<Vec<String>> {
    if !text.starts_with('(') {
        return None;
    }
    let mut parts: Vec<String> = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let mark = TABLE.iter().find(|(ai, _)| rest.strip_prefix('(').is_some_and(|r| is_mark(r, ai)));
        match (mark, parts.last_mut()) {
            (Some((ai, _)), _) => {
                parts.push((*ai).to_owned());
                rest = rest.get(ai.len() + 2..).unwrap_or_default();
            }
            (None, Some(part)) => {
                // Spaces and separators between the parts belong to no value.
                if super::separators::is_value_char(c) {
                    part.push(c);
                }
                rest = rest.get(c.len_utf8()..).unwrap_or_default();
            }
            (None, None) => return None,
        }
    }
    Some(parts)
}

fn is_mark(rest: &str, ai: &str) -> bool {
    rest.strip_prefix(ai).is_some_and(|after| after.starts_with(')'))
}

/// `YYMMDD` around `today`; day 00 is the month's last.
///
/// # Errors
/// [`ScanFault::BadDate`].
pub(super) fn date(text: &str, today: NaiveDate) -> Result<NaiveDate, ScanFault> {
    let part = |from: usize| text.get(from..from + 2).and_then(|two| two.parse::<i32>().ok());
    let read = || {
        let (short, month, day) = (part(0)?, part(2)?, part(4)?);
        let near = today.year() - today.year().rem_euclid(100) + short;
        let year = match near - today.year() {
            51.. => near - 100,
            ..=-50 => near + 100,
            _ => near,
        };
        let first = NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, 1)?;
        match u32::try_from(day).ok()? {
            0 => first.checked_add_months(Months::new(1))?.checked_sub_days(Days::new(1)),
            day => first.with_day(day),
        }
    };
    read().ok_or_else(|| ScanFault::BadDate { text: text.to_owned() })
}
