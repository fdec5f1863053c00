//! The scan and search line: what is typed or scanned, what was found, which row is chosen.

use crate::domain::ids::GoodsId;
use crate::ui::env::Env;
use crate::ui::loadable::Loadable;
use crate::usecase::Topic;
use crate::usecase::read::goods_search::{Found, GoodsHit, GoodsSearch};

/// At most so many results.
const LIMIT: u32 = 30;
/// Search starts at so many characters.
const MIN_CHARS: usize = 2;
/// The shortest scanned code (EAN-8).
const MIN_CODE: usize = 8;

/// What Enter meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Entered {
    /// Nothing to do, or the answer is still on its way.
    Nothing,
    /// The chosen result.
    Goods(GoodsId),
    /// `12*`: a quantity for the selected line.
    Quantity(i64),
    /// A scanned code.
    Code(String),
}

/// The line with its results.
#[derive(Default)]
pub(super) struct Search {
    pub(super) text: String,
    pub(super) select_all: bool,
    asked: String,
    hits: Loadable<Vec<GoodsHit>>,
    at: usize,
    enter_waits: bool,
    chosen: Option<GoodsId>,
}

impl Search {
    /// Asks for what is typed, takes what was found.
    pub(super) fn update(&mut self, env: &mut Env<'_>) {
        let wanted = self.text.trim();
        if wanted.chars().count() < MIN_CHARS || is_quantity(wanted).is_some() {
            if !self.asked.is_empty() {
                self.asked.clear();
                self.hits.clear();
                self.at = 0;
            }
            return;
        }
        let moved = wanted != self.asked;
        if moved || env.changes.has(Topic::Stock) {
            if moved {
                self.at = 0;
                wanted.clone_into(&mut self.asked);
            }
            self.hits.request(env.desk.ask(GoodsSearch { text: self.asked.clone(), limit: LIMIT }));
        }
        if self.hits.poll() {
            if let Some(error) = self.hits.error() {
                env.say_failure(error);
            }
            if std::mem::take(&mut self.enter_waits) {
                self.choose_or_say(env);
            }
        }
    }

    /// Enter came before the answer: now it is there.
    fn choose_or_say(&mut self, env: &mut Env<'_>) {
        if let Some(hit) = self.hit() {
            // A guess is only shown: nobody has seen yet what Enter would take.
            if !matches!(hit.found, Found::WithSlips(_)) {
                self.chosen = Some(hit.goods);
                self.clear();
            }
        } else {
            env.say_error(env.tr_args("till-nothing-found", &[("text", self.asked.as_str().into())]));
        }
    }

    /// What an earlier Enter chose, once.
    pub(super) const fn take_chosen(&mut self) -> Option<GoodsId> {
        self.chosen.take()
    }

    /// Enter.
    pub(super) fn enter(&mut self) -> Entered {
        let text = self.text.trim().to_owned();
        if text.is_empty() {
            return Entered::Nothing;
        }
        if let Some(packs) = is_quantity(&text) {
            self.clear();
            return Entered::Quantity(packs);
        }
        if let Some(code) = scanned_code(&text) {
            let code = code.to_owned();
            self.clear();
            return Entered::Code(code);
        }
        if self.hits.is_waiting() || text != self.asked {
            self.enter_waits = true;
            return Entered::Nothing;
        }
        if let Some(goods) = self.hit().map(|h| h.goods) {
            self.clear();
            Entered::Goods(goods)
        } else {
            self.clear();
            Entered::Code(text)
        }
    }

    /// Empties the line. True when there was something in it.
    pub(super) fn clear(&mut self) -> bool {
        let had = !self.text.is_empty();
        self.text.clear();
        self.asked.clear();
        self.hits.clear();
        self.at = 0;
        self.enter_waits = false;
        had
    }

    /// Results for what is typed; `None` while none were asked for.
    pub(super) fn hits(&self) -> Option<&[GoodsHit]> {
        if self.asked.is_empty() { None } else { self.hits.value().map(Vec::as_slice) }
    }

    /// The row chosen.
    pub(super) const fn at(&self) -> usize {
        self.at
    }

    /// Chooses a row.
    pub(super) const fn choose(&mut self, row: usize) {
        self.at = row;
    }

    fn hit(&self) -> Option<&GoodsHit> {
        self.hits()?.get(self.at)
    }
}

/// `12*`: a quantity.
fn is_quantity(text: &str) -> Option<i64> {
    let digits = text.strip_suffix('*')?;
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) { None } else { digits.parse().ok() }
}

/// A scanned code: a barcode of digits, or the GS1 text of a marked pack.
fn is_code(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    digits >= MIN_CODE && (digits == text.len() || (text.starts_with("01") && text.len() > 16)) && !text.contains(' ')
}

/// The code of a scan; words that stood in the line before the scan came are not part of it.
fn scanned_code(text: &str) -> Option<&str> {
    if is_code(text) {
        return Some(text);
    }
    let words = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = text.get(words.len()..)?;
    // EAN-8, UPC-A, EAN-13, GTIN-14: a number in a name has other lengths.
    let is_scan = matches!(digits.len(), 8 | 12..=14) && words.chars().next_back().is_some_and(char::is_alphabetic);
    is_scan.then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_told_from_words_and_from_a_quantity() {
        assert!(is_code("4601234567890") && is_code("46012345"));
        assert!(is_code("010460123456789021ABCDEFGHIJKLM"));
        assert!(!is_code("парацетамол") && !is_code("500") && !is_code("200 мг 12345678"));
        assert_eq!(scanned_code("нуроф4601234567890"), Some("4601234567890"));
        assert_eq!((scanned_code("нурофен 200"), scanned_code("№46012345678")), (None, None));
        assert_eq!(is_quantity("12*"), Some(12));
        assert_eq!((is_quantity("*"), is_quantity("1a*"), is_quantity("12")), (None, None, None));
    }

    #[test]
    fn enter_before_the_answer_waits_and_an_empty_line_does_nothing() {
        let mut search = Search::default();
        assert_eq!(search.enter(), Entered::Nothing);
        search.text = "нуро".into();
        assert_eq!(search.enter(), Entered::Nothing);
        assert!(search.enter_waits);
        search.text = "3*".into();
        assert_eq!(search.enter(), Entered::Quantity(3));
        assert!(search.text.is_empty());
    }
}
