//! Text kept for searching: one folding for what is stored and for what is typed.

use chrono::{DateTime, NaiveDate, Utc};

use super::error::StoreError;
use crate::domain::clock::from_millis;

/// Lower case, ё as е, everything but letters and digits as one space.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'ё' => out.push('е'),
            c if c.is_alphanumeric() => out.push(c),
            _ if out.ends_with(' ') || out.is_empty() => {}
            _ => out.push(' '),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// `%word%` for each folded word of a query. A folded word has no wildcard characters.
#[must_use]
pub fn like_words(query: &str) -> Vec<String> {
    fold(query).split(' ').filter(|w| !w.is_empty()).take(8).map(like).collect()
}

/// Longer words find nothing anyway, and the engine refuses patterns of some ten thousand bytes.
const MAX_WORD: usize = 64;

fn like(word: &str) -> String {
    let word: String = word.chars().take(MAX_WORD).collect();
    format!("%{word}%")
}

/// Milliseconds UTC of a time.
#[must_use]
pub fn ms(at: DateTime<Utc>) -> i64 {
    at.timestamp_millis()
}

/// A time of milliseconds UTC.
#[must_use]
pub fn time(ms: i64) -> DateTime<Utc> {
    from_millis(ms)
}

/// A stored ISO date.
pub(super) fn date(text: &str) -> Result<NaiveDate, StoreError> {
    text.parse().map_err(|_| StoreError::Shape { what: format!("date {text:?}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_and_what_is_stored_fold_alike() {
        assert_eq!(fold("  Нурофён-Экспресс, №16 "), "нурофен экспресс 16");
        assert_eq!(like_words("Ё%_ 41-07"), ["%е%", "%41%", "%07%"]);
    }
}
