//! The two fonts of a sheet: widths, wrapping, and what they cannot draw.
//!
//! The same parse gives the widths here and the widths in the PDF, so measured text is drawn text. No
//! kerning on either side. Must not know: what the text says.

use std::sync::LazyLock;

use printpdf::ParsedFont;

use super::error::PrintError;
use super::page::{Um, Weight};
use crate::domain::mask;

/// Height of the line box above the baseline in thousandths of the em (PT Sans `hhea`).
pub const ASCENT_PER_MILLE: Um = 1018;

/// Drawn in place of characters the font does not have.
const REPLACEMENT: char = '?';
/// Put where text was cut.
const ELLIPSIS: char = '…';

static REGULAR: LazyLock<Option<ParsedFont>> = LazyLock::new(|| parse(bytes(Weight::Regular), "PTSans-Regular"));
static BOLD: LazyLock<Option<ParsedFont>> = LazyLock::new(|| parse(bytes(Weight::Bold), "PTSans-Bold"));

/// The font file as it lies in the assets.
pub(super) const fn bytes(weight: Weight) -> &'static [u8] {
    match weight {
        Weight::Regular => include_bytes!("../../assets/fonts/PTSans-Regular.ttf"),
        Weight::Bold => include_bytes!("../../assets/fonts/PTSans-Bold.ttf"),
    }
}

fn parse(bytes: &[u8], name: &str) -> Option<ParsedFont> {
    let mut font = ParsedFont::from_bytes(bytes, 0, &mut Vec::new())?;
    font.font_name = Some(name.to_owned());
    Some(font)
}

/// The parsed font; parsed once for the life of the program.
pub(super) fn face(weight: Weight) -> Result<&'static ParsedFont, PrintError> {
    let font = match weight {
        Weight::Regular => &*REGULAR,
        Weight::Bold => &*BOLD,
    };
    font.as_ref().ok_or_else(|| PrintError::Font(format!("{weight:?}")))
}

/// Glyph of a character, when the font has one.
pub(super) fn glyph(weight: Weight, c: char) -> Option<u16> {
    face(weight).ok()?.lookup_glyph_index(u32::from(c)).filter(|g| *g != 0)
}

fn advance(weight: Weight, c: char) -> i64 {
    let font = face(weight).ok();
    let width = font.and_then(|f| f.get_glyph_width(glyph(weight, c)?));
    i64::from(width.unwrap_or(1000))
}

/// Width of one line of text in micrometres, rounded up.
#[must_use]
pub fn text_width(text: &str, weight: Weight, em: Um) -> Um {
    let units: i64 = text.chars().map(|c| advance(weight, c)).sum();
    let width = (units * i64::from(em) + 999) / 1000;
    Um::try_from(width).unwrap_or(Um::MAX)
}

/// Text from outside made fit for paper: at most `max_chars`, deceptive characters written out, and
/// characters the font lacks replaced, so that preview and PDF show the same.
pub(super) fn clean(text: &str, max_chars: usize) -> String {
    // Cut before escaping, so that a megabyte costs nothing; and after, since escapes are longer.
    let head: String = text.trim().chars().take(max_chars + 1).collect();
    let safe = mask::safe_text(&head);
    let mut out: String = safe.chars().take(max_chars).map(drawable).collect();
    if safe.chars().nth(max_chars).is_some() {
        out.pop();
        out.push(ELLIPSIS);
    }
    out
}

fn drawable(c: char) -> char {
    if glyph(Weight::Regular, c).is_some() && glyph(Weight::Bold, c).is_some() { c } else { REPLACEMENT }
}

/// Breaks text into lines no wider than `width`, at spaces where it can, inside a word where it must. At
/// most `max_lines`; the last ends with an ellipsis when something was left out. Never empty.
pub(super) fn wrap(text: &str, weight: Weight, em: Um, width: Um, max_lines: usize) -> Vec<String> {
    let fits = |line: &str| text_width(line, weight, em) <= width;
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|w| !w.is_empty()) {
        if lines.len() > max_lines {
            break;
        }
        let joined = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if fits(&joined) {
            line = joined;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for c in word.chars() {
            line.push(c);
            if !fits(&line) && line.chars().count() > 1 {
                line.pop();
                lines.push(std::mem::replace(&mut line, c.to_string()));
            }
        }
    }
    lines.push(line);
    if lines.len() > max_lines {
        lines.truncate(max_lines.max(1));
        if let Some(last) = lines.last_mut() {
            last.push(ELLIPSIS);
            while !fits(last) && last.chars().count() > 1 {
                last.pop();
                last.pop();
                last.push(ELLIPSIS);
            }
        }
    }
    lines
}

/// The largest size not above `em` at which the text fits into `width` on one line.
pub(super) fn shrink(text: &str, weight: Weight, em: Um, width: Um) -> Um {
    let full = i64::from(text_width(text, weight, em));
    if full <= i64::from(width) {
        return em;
    }
    // One per cent less, against rounding up of the width.
    let em = i64::from(em) * i64::from(width) * 99 / (full.max(1) * 100);
    Um::try_from(em).unwrap_or(1).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_fonts_have_what_a_russian_sheet_needs() {
        for c in "АЯаяЁё№₽«»—–−…•°≤≥ \u{a0}0123456789".chars() {
            assert!(glyph(Weight::Regular, c).is_some() && glyph(Weight::Bold, c).is_some(), "{c:?}");
        }
    }

    #[test]
    fn hostile_text_is_written_out_and_cut() {
        assert_eq!(clean("a\u{202e}b\u{7}😀", 60), "a\\u{202e}b\\u{7}?");
        let cut = clean(&"х".repeat(1 << 20), 100);
        assert_eq!(cut.chars().count(), 100);
        assert!(cut.ends_with('…'));
    }

    proptest! {
        #[test]
        fn wrapped_lines_fit_and_lose_nothing(text in "[а-яё ]{0,200}", width in 8_000_i32..60_000) {
            let lines = wrap(&text, Weight::Bold, 3000, width, 1000);
            for line in &lines {
                prop_assert!(text_width(line, Weight::Bold, 3000) <= width);
            }
            let squeeze = |s: &str| s.replace(' ', "");
            prop_assert_eq!(squeeze(&lines.concat()), squeeze(&text));
        }
    }
}
