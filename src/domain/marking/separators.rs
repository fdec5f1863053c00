//! The group separator in all the shapes that scanners and programs give it.
//!
//! A code holds only the 82 characters of GS1; whatever else stands in it cannot belong to a value, and the usual
//! stand-ins are known.

use super::ScanFault;

/// Spelled-out separators that hold a character which no value has.
const SURE: [&str; 11] =
    ["{gs}", "[gs]", "{f8}", "[f8]", "{fnc1}", "[fnc1]", "\\u{1d}", "\\u001d", "\\x1d", "\\x001d", "\\035"];

/// Spelled-out separators whose characters may all stand in a serial: believed only when there is no other.
const LIKELY: [&str; 3] = ["<gs>", "<f8>", "<fnc1>"];

/// The characters of GS1 values (its set 82).
pub(super) const fn is_value_char(c: char) -> bool {
    matches!(c, '!' | '"' | '%'..='/' | '0'..='9' | ':'..='?' | 'A'..='Z' | '_' | 'a'..='z')
}

/// A single character that stands for the separator.
const fn is_stand_in(c: char) -> bool {
    matches!(
        c,
        '\0'..='\u{20}'
            | '\u{7f}'
            | '\u{a0}'
            | '␝'
            | '␞'
            | '|'
            | '~'
            | '^'
            | '['
            | ']'
            | '{'
            | '}'
            | '\\'
            | '#'
            | '@'
            | '$'
            | '`'
            | 'è'
            | '¶'
            | '↔'
    )
}

/// The text cut at every separator; empty pieces are left out.
///
/// # Errors
/// [`ScanFault::BadSymbol`] for a character that is neither.
pub(super) fn segments(text: &str) -> Result<Vec<String>, ScanFault> {
    let first = |w: &&str| text.get(..w.len()).is_some_and(|head| head.eq_ignore_ascii_case(w));
    let text = LIKELY.iter().find(|w| first(w)).and_then(|w| text.get(w.len()..)).unwrap_or(text);
    let pieces = cut(text, &SURE)?;
    if pieces.len() > 1 {
        return Ok(pieces);
    }
    cut(text, &[SURE.as_slice(), LIKELY.as_slice()].concat())
}

fn cut(text: &str, spelled: &[&str]) -> Result<Vec<String>, ScanFault> {
    let mut pieces = vec![String::new()];
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let may_spell = matches!(c, '{' | '[' | '\\' | '<');
        let word = spelled
            .iter()
            .filter(|_| may_spell)
            .find(|w| rest.get(..w.len()).is_some_and(|r| r.eq_ignore_ascii_case(w)));
        let width = word.map_or(c.len_utf8(), |w| w.len());
        if word.is_some() || is_stand_in(c) {
            pieces.push(String::new());
        } else if let (true, Some(piece)) = (is_value_char(c), pieces.last_mut()) {
            piece.push(c);
        } else {
            let before = text.get(..text.len() - rest.len()).unwrap_or_default();
            return Err(ScanFault::BadSymbol { at: before.chars().count() + 1, symbol: c });
        }
        rest = rest.get(width..).unwrap_or_default();
    }
    pieces.retain(|piece| !piece.is_empty());
    Ok(pieces)
}
