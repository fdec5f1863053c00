//! The cell in which the bag of an order waits: a short name that is said aloud and written on paper.

use std::fmt;

use super::error::Refusal;

/// The longest name, in characters.
pub const MAX_CHARS: usize = 8;

/// The name of a cell. Upper case and without leading zeros, so that «а-1» and «А-1», «07» and «7» are one cell.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BagCell(String);

impl BagCell {
    /// Reads a name as typed: letters, digits, `-`, `/` and `.`, one to [`MAX_CHARS`] of them.
    ///
    /// # Errors
    /// [`Refusal::BadCell`] for anything else.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let name: String = text.trim().to_uppercase();
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '/' | '.');
        let fits = (1..=MAX_CHARS).contains(&name.chars().count()) && name.chars().all(plain);
        if !fits || !name.chars().any(char::is_alphanumeric) {
            return Err(Refusal::BadCell { cell: text.chars().take(40).collect(), longest: MAX_CHARS });
        }
        let number = name.bytes().all(|b| b.is_ascii_digit()).then(|| name.trim_start_matches('0'));
        match number {
            Some("") => Ok(Self("0".to_owned())),
            Some(digits) => Ok(Self(digits.to_owned())),
            None => Ok(Self(name)),
        }
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for BagCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The first number of `1..=cells` that no bag has; `None` when all are taken.
#[must_use]
pub fn next_free(taken: &[String], cells: u32) -> Option<BagCell> {
    (1..=cells).map(|n| n.to_string()).find(|n| !taken.contains(n)).map(BagCell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_cell_has_one_name_however_it_is_typed() {
        let name = |text| BagCell::parse(text).map(|c| c.0);
        assert_eq!(name(" а-1 "), Ok("А-1".to_owned()));
        assert_eq!(name("007"), Ok("7".to_owned()));
        assert_eq!(name("0"), Ok("0".to_owned()));
        for bad in ["", "  ", "---", "123456789", "A 1", "A\u{202e}1", "a;b"] {
            assert!(matches!(name(bad), Err(Refusal::BadCell { .. })), "{bad:?}");
        }
    }

    #[test]
    fn the_first_free_number_is_given() {
        let taken = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
        assert_eq!(next_free(&taken(&["1", "3", "А-1"]), 40), Some(BagCell("2".to_owned())));
        assert_eq!(next_free(&taken(&["1", "2"]), 2), None);
    }
}
