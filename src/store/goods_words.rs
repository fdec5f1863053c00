//! Words of goods: how they are kept for searching, and which words a mistyped one may have meant.
//!
//! Owns the tables `goods_text` and `goods_word`. What is stored and what is typed pass through the same [`words`].
//! Must not know: ranking, stock.

use std::cell::RefCell;
use std::cmp::Reverse;

use super::engine::{Sql, params};
use super::error::StoreError;
use super::texts;

/// A typed word is compared with at most so many words of the directory.
const MOST_MEANT: usize = 48;
/// Shorter words allow no slip: they are strengths, numbers and abbreviations.
const LEAST_LETTERS: usize = 4;
/// From so many letters on a word allows two slips.
const LONG: usize = 6;

/// The words of a text as they are searched: lower case, ё as е, a Latin letter that looks like a Cyrillic one as
/// that one, a number apart from its unit («200мг» is two words).
#[must_use]
pub fn words(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = Kind::Space;
    for c in texts::fold(text).chars().map(|c| if is_searched(c) { c } else { ' ' }) {
        let kind = if c == ' ' {
            Kind::Space
        } else if c.is_numeric() {
            Kind::Number
        } else {
            Kind::Letter
        };
        let is_new = kind != before && kind != Kind::Space;
        if is_new && !out.is_empty() {
            out.push(' ');
        }
        if kind != Kind::Space {
            out.push(look_alike(c));
        }
        before = kind;
    }
    out
}

/// Letters and digits that the text table takes for one word as we do: of all others it may make two.
const fn is_searched(c: char) -> bool {
    c == ' ' || c.is_ascii_alphanumeric() || matches!(c, 'ß'..='ö' | 'ø'..='ÿ' | 'α'..='ω' | 'а'..='џ')
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Space,
    Number,
    Letter,
}

/// The Cyrillic letter that a Latin one looks like, small or capital.
const fn look_alike(c: char) -> char {
    match c {
        'a' => 'а',
        'b' => 'в',
        'c' => 'с',
        'e' => 'е',
        'h' => 'н',
        'k' => 'к',
        'm' => 'м',
        'o' => 'о',
        'p' => 'р',
        't' => 'т',
        'x' => 'х',
        'y' => 'у',
        other => other,
    }
}

/// Keeps the words of a product: `head` begins its name, `rest` is everything else that finds it.
pub(super) fn keep(sql: &Sql<'_>, goods: i64, key: &str) -> Result<(), StoreError> {
    let (head, rest) = key.split_once(' ').unwrap_or((key, ""));
    sql.execute(
        "INSERT OR REPLACE INTO goods_text (rowid, head, rest) VALUES (?1, ?2, ?3)",
        params![goods, head, rest],
    )?;
    for word in key.split(' ').filter(|word| allows(word) > 0) {
        sql.execute("INSERT INTO goods_word (word) VALUES (?1) ON CONFLICT (word) DO NOTHING", params![word])?;
    }
    Ok(())
}

/// Keeps the words of goods that were written before there was a table of words.
pub(super) fn keep_missing(sql: &Sql<'_>) -> Result<(), StoreError> {
    let is_new = sql.number("SELECT count(*) FROM (SELECT 1 FROM goods_word LIMIT 1)", params![])? == 0;
    if !is_new {
        return Ok(());
    }
    let keys = sql.query("SELECT goods_id, search_key FROM goods /* reads all */", params![], |r| {
        Ok((r.int(0)?, words(r.text_ref(1)?)))
    })?;
    for (goods, key) in keys {
        sql.execute("UPDATE goods SET search_key = ?2 WHERE goods_id = ?1", params![goods, &key])?;
        keep(sql, goods, &key)?;
    }
    tidy(sql)
}

/// After many goods: their words in one piece, which is read in half the time of many small ones.
pub fn tidy(sql: &Sql<'_>) -> Result<(), StoreError> {
    sql.execute("INSERT INTO goods_text (goods_text) VALUES ('optimize')", params![])?;
    Ok(())
}

/// How many slips a word may hold.
fn allows(word: &str) -> usize {
    let letters = word.chars().count();
    let is_number = word.starts_with(|c: char| c.is_numeric());
    if is_number || letters < LEAST_LETTERS { 0 } else { 1 + usize::from(letters >= LONG) }
}

/// All words of the directory, kept in memory by each connection from the first mistyped word on.
#[derive(Default)]
pub(super) struct Vocabulary(RefCell<Known>);

#[derive(Default)]
struct Known {
    newest: i64,
    words: Vec<Word>,
}

struct Word {
    text: Box<str>,
    letters: usize,
    /// One bit for each letter that is in it.
    signature: u64,
}

impl Word {
    fn new(text: &str) -> Self {
        Self { letters: text.chars().count(), signature: signature(text), text: text.into() }
    }
}

fn signature(word: &str) -> u64 {
    word.chars().fold(0, |bits, c| bits | (1 << (u32::from(c) & 63)))
}

impl Vocabulary {
    /// Takes in the words that were added since the last time.
    fn renew(&self, sql: &Sql<'_>) -> Result<(), StoreError> {
        let mut known = self.0.borrow_mut();
        let newest = sql.number("SELECT max(word_id) FROM goods_word", params![])?;
        if newest == known.newest {
            return Ok(());
        }
        let from = known.newest;
        sql.each("SELECT word FROM goods_word WHERE word_id > ?1", params![from], |r| {
            known.words.push(Word::new(r.text_ref(0)?));
            Ok(())
        })?;
        known.newest = newest;
        Ok(())
    }
}

/// The words that `typed` may have meant with at most `slips` slips, the nearest first; `typed` itself is not one.
pub(super) fn meant(sql: &Sql<'_>, typed: &str, slips: usize) -> Result<Vec<String>, StoreError> {
    let slips = slips.min(allows(typed));
    if slips == 0 {
        return Ok(Vec::new());
    }
    let vocabulary = sql.vocabulary();
    vocabulary.renew(sql)?;
    let known = vocabulary.0.borrow();
    let wanted = Word::new(typed);
    let near = known.words.iter().filter_map(|word| Some((distance(&wanted, word, slips)?, word)));
    let mut near: Vec<(usize, &Word)> = near.filter(|(far, _)| *far > 0).collect();
    near.sort_by_key(|(far, word)| (*far, word.letters.abs_diff(wanted.letters), Reverse(word.letters)));
    near.truncate(MOST_MEANT);
    Ok(near.into_iter().map(|(_, word)| word.text.to_string()).collect())
}

/// Slips between `typed` and the beginning of `word` that is nearest to it: a letter wrong, missing, too many, or two
/// swapped. `None` beyond `most`.
fn distance(typed: &Word, word: &Word, most: usize) -> Option<usize> {
    // Each letter that the word does not have at all costs a slip of its own.
    let strange = (typed.signature & !word.signature).count_ones() as usize;
    if strange > most || word.letters + most < typed.letters {
        return None;
    }
    let from = typed.letters.saturating_sub(most).max(1);
    let ends = word.text.char_indices().map(|(at, c)| at + c.len_utf8());
    let beginnings = ends.skip(from - 1).take(2 * most + 1).filter_map(|end| word.text.get(..end));
    beginnings.map(|beginning| strsim::osa_distance(&typed.text, beginning)).min().filter(|far| *far <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn far(typed: &str, word: &str) -> Option<usize> {
        distance(&Word::new(typed), &Word::new(word), 2)
    }

    #[test]
    fn what_looks_alike_and_what_is_written_together_is_one_word() {
        assert_eq!(words("Пapaцетамол-Ё 200мг №20"), "парацетамол е 200 мг 20");
        assert_eq!(words("Vitamin C"), words("Vitаmin С"), "Latin and Cyrillic");
        assert_eq!(words("capsule").get(..6), Some("сар"), "a beginning stays a beginning");
    }

    #[test]
    fn slips_are_counted_against_the_beginning_of_a_word() {
        let word = "парацетамол";
        let table = [
            ("парацетамол", Some(0)),
            ("парац", Some(0)),
            ("пароцетамол", Some(1)),
            ("працетамол", Some(1)),
            ("параццетамол", Some(1)),
            ("паарцетамол", Some(1)),
            ("порацитамол", Some(2)),
            ("арацетамол", Some(1)),
            ("парацетамолы", Some(1)),
            ("порацитомол", None),
            ("ибупрофен", None),
        ];
        for (typed, expected) in table {
            assert_eq!(far(typed, word), expected, "{typed}");
        }
    }

    #[test]
    fn numbers_and_short_words_allow_no_slip() {
        assert_eq!(["500", "таб", "мазь", "аспирин"].map(allows), [0, 0, 1, 2]);
    }
}
