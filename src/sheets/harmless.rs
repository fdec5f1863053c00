//! Text from outside on its way into a cell: nothing hidden, no formula, no longer than a cell holds.
//!
//! A spreadsheet runs a text that begins with `=`, `+`, `-` or `@` as a formula. In a CSV nothing marks a text as
//! such, so an apostrophe before it is the only guard; a workbook knows texts and needs none.

use crate::domain::mask;

/// What a cell holds, in UTF-16 units.
const MOST_UNITS: usize = 32_767;

/// Shown where a text was cut.
const CUT: char = '…';

/// The text as it may stand in any cell: deceptive characters written out, line breaks as spaces, cut to what a
/// cell holds.
pub(super) fn shown(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in mask::safe_text(text).chars() {
        // XML has no way to write these two at all.
        if matches!(c, '\u{fffe}' | '\u{ffff}') {
            safe.extend(c.escape_unicode());
        } else {
            safe.push(c);
        }
    }
    cut(safe, MOST_UNITS)
}

/// [`shown`] with an apostrophe wherever a reader of CSV could begin a formula: at the start, and after a separator
/// within the text, where a reader with other separators in mind would begin a new cell.
pub(super) fn no_formula(text: &str) -> String {
    let safe = shown(text);
    let mut out = String::with_capacity(safe.len() + 1);
    let mut at_start = true;
    for c in safe.chars() {
        if at_start && starts_formula(c) {
            out.push('\'');
        }
        at_start = matches!(c, ';' | ',') || (at_start && (c.is_whitespace() || matches!(c, '"' | '\'')));
        out.push(c);
    }
    // The apostrophes may have made it longer than a cell holds.
    cut(out, MOST_UNITS)
}

/// True for what begins a formula, also in its full-width forms.
pub(super) fn starts_formula(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '\u{ff1d}' | '\u{ff0b}' | '\u{ff0d}' | '\u{ff20}')
}

fn cut(text: String, most: usize) -> String {
    if text.len() <= most {
        return text;
    }
    let mut units = 0;
    let mut end = 0;
    for (at, c) in text.char_indices() {
        if units < most {
            end = at;
        }
        units += c.len_utf16();
    }
    if units <= most {
        return text;
    }
    // `end` is the start of the last character that fits whole or in part: the mark of the cut takes its place.
    let mut out = text;
    out.truncate(end);
    out.push(CUT);
    out
}
