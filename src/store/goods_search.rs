//! Finding goods by words, barcode or code. The one place that knows how words are matched.

use std::collections::HashSet;
use std::fmt::Write;

use chrono::NaiveDate;

use super::engine::{Sql, params};
use super::error::StoreError;
use super::goods_words;
use super::stock::available_sql;
use super::texts;
use crate::domain::ids::GoodsId;
use crate::domain::marking::{self, Gtin};
use crate::domain::money::Kopecks;
use crate::domain::packs::Packs;
use crate::domain::receipt::shelf_price;
use crate::usecase::read::goods_search::{Found, GoodsHit};

/// The product with this barcode or code.
pub fn by_code(sql: &Sql<'_>, code: &str) -> Result<Option<GoodsId>, StoreError> {
    let by_barcode =
        sql.query_opt("SELECT goods_id FROM goods_barcode WHERE barcode = ?1", params![code], |r| r.int(0))?;
    match by_barcode {
        Some(id) => Ok(Some(GoodsId(id))),
        None => super::goods::by_code(sql, code),
    }
}

/// The product with this number, however long the directory keeps its barcodes.
pub fn by_gtin(sql: &Sql<'_>, gtin: &Gtin) -> Result<Option<GoodsId>, StoreError> {
    for barcode in gtin.barcodes() {
        let found =
            sql.query_opt("SELECT goods_id FROM goods_barcode WHERE barcode = ?1", params![barcode], |r| r.int(0))?;
        if let Some(id) = found {
            return Ok(Some(GoodsId(id)));
        }
    }
    Ok(None)
}

/// Of so many goods that match the stock is looked up and the best are chosen.
const MOST_WEIGHED: usize = 60;
/// Fewer goods than this as typed: slips are looked for too.
const FEW: usize = 3;
/// Longer words find nothing anyway.
const MAX_WORD: usize = 40;

/// Goods of which every typed word begins a word: of name, МНН, maker, code or barcode. Whole numbers before longer
/// ones that begin so («50» before «500»), then in stock first, then names that begin with the first word. When nothing
/// is found so, the same keys in the other layout; when little is found, words with one slip, then with two.
pub fn find(sql: &Sql<'_>, text: &str, limit: u32, today: NaiveDate) -> Result<Vec<GoodsHit>, StoreError> {
    let mut matches = Matches::default();
    let mut readings = vec![(Found::AsTyped, typed_words(text))];
    let swapped = marking::other_layout(text).map(|other| (Found::OtherLayout, typed_words(&other)));
    readings.extend(swapped);
    for (found, words) in &readings {
        if matches.goods.is_empty() {
            matches.add(sql, words, 0, *found)?;
        }
    }
    for slips in 1..=2_u8 {
        for (_, words) in &readings {
            if matches.goods.len() < FEW {
                matches.add(sql, words, usize::from(slips), Found::WithSlips(slips))?;
            }
        }
    }
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut hits = Vec::with_capacity(matches.goods.len());
    let mut in_stock = 0;
    for one in &matches.goods {
        // Of more goods than are weighed the better come first: with a whole list in stock nothing that follows is shown.
        if matches.is_cut && in_stock >= limit {
            break;
        }
        if let Some(hit) = hit(sql, one.goods, one.found, today)? {
            in_stock += usize::from(hit.available.any());
            let name = goods_words::words(&hit.name);
            let head = name.split(' ').next().unwrap_or_default();
            let begins = matches
                .firsts
                .iter()
                .any(|(first, exact)| if *exact { head == first } else { head.starts_with(first.as_str()) });
            hits.push(((one.rank, !hit.available.any(), !begins, name), hit));
        }
    }
    hits.sort_by(|(a, _), (b, _)| a.cmp(b));
    hits.truncate(limit);
    Ok(hits.into_iter().map(|(_, hit)| hit).collect())
}

/// All goods of which every typed word begins a word, by name: for a list, not for a till in a hurry.
pub fn all(sql: &Sql<'_>, text: &str) -> Result<Vec<GoodsId>, StoreError> {
    let words: Vec<String> = typed_words(text).into_iter().map(|word| format!("\"{word}\"*")).collect();
    if words.is_empty() {
        return Ok(Vec::new());
    }
    sql.query(
        "SELECT g.goods_id FROM goods_text t JOIN goods g ON g.goods_id = t.rowid
         WHERE goods_text MATCH ?1 ORDER BY g.name, g.goods_id",
        params![&words.join(" AND ")],
        |r| Ok(GoodsId(r.int(0)?)),
    )
}

fn typed_words(text: &str) -> Vec<String> {
    let words = goods_words::words(text);
    let cut = |word: &str| word.chars().take(MAX_WORD).collect();
    words.split(' ').filter(|w| !w.is_empty()).take(8).map(cut).collect()
}

/// One product that matches.
struct Match {
    goods: GoodsId,
    found: Found,
    /// The better, the smaller.
    rank: u32,
}

/// Goods that match, each as it was found first.
#[derive(Default)]
struct Matches {
    goods: Vec<Match>,
    seen: HashSet<GoodsId>,
    rank: u32,
    /// There were more than are weighed: the better were taken.
    is_cut: bool,
    /// What a name that begins so begins with: the first word as typed, or exactly a word that it may have meant.
    firsts: Vec<(String, bool)>,
}

/// How a typed number must stand in a product.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Numbers {
    /// As typed.
    Whole,
    /// It may still be growing: a longer one that begins so.
    Growing,
}

impl Matches {
    /// Adds goods that hold all `words`, each with at most so many slips.
    fn add(&mut self, sql: &Sql<'_>, words: &[String], slips: usize, found: Found) -> Result<(), StoreError> {
        let mut meant = Vec::with_capacity(words.len());
        for word in words {
            meant.push(goods_words::meant(sql, word, slips)?);
        }
        if slips > 0 && meant.iter().all(Vec::is_empty) {
            return Ok(());
        }
        self.firsts.extend(words.first().map(|word| (word.clone(), false)));
        self.firsts.extend(meant.first().into_iter().flatten().map(|word| (word.clone(), true)));
        self.add_with(sql, words, &meant, Numbers::Whole, found)?;
        let grows = words.last().is_some_and(|word| is_number(word)) || self.goods.len() < FEW;
        let grows = grows && self.goods.len() < MOST_WEIGHED;
        if grows && words.iter().any(|word| is_number(word)) {
            self.add_with(sql, words, &meant, Numbers::Growing, found)?;
        }
        Ok(())
    }

    /// All of them, or the better of them when they are too many.
    fn add_with(
        &mut self,
        sql: &Sql<'_>,
        words: &[String],
        meant: &[Vec<String>],
        numbers: Numbers,
        found: Found,
    ) -> Result<(), StoreError> {
        let mut parts = Vec::with_capacity(words.len());
        for (word, meant) in words.iter().zip(meant) {
            let star = if is_number(word) && numbers == Numbers::Whole { "" } else { "*" };
            let mut any = format!("\"{word}\"{star}");
            for other in meant {
                let _ = write!(any, " OR \"{other}\"");
            }
            parts.push(format!("({any})"));
        }
        let Some((first, rest)) = parts.split_first() else {
            return Ok(());
        };
        let all = parts.join(" AND ");
        self.rank += 1;
        let ids = sql.query(ANY, params![&all], |r| Ok(GoodsId(r.int(0)?)))?;
        if ids.len() <= MOST_WEIGHED {
            self.push(ids, found);
            return Ok(());
        }
        // Too many: first what the pharmacy has or had, and names that begin so.
        self.is_cut = true;
        let begins = std::iter::once(format!("{{head}} : {first}")).chain(rest.iter().cloned());
        let begins = begins.collect::<Vec<_>>().join(" AND ");
        for (statement, expression) in [(HAD, &begins), (HAD, &all), (ANY, &begins)] {
            if self.goods.len() < MOST_WEIGHED {
                let some = sql.query(statement, params![expression], |r| Ok(GoodsId(r.int(0)?)))?;
                self.push(some, found);
            }
        }
        if self.goods.len() < MOST_WEIGHED {
            self.push(ids, found);
        }
        Ok(())
    }

    fn push(&mut self, ids: Vec<GoodsId>, found: Found) {
        for goods in ids {
            if self.seen.insert(goods) {
                self.goods.push(Match { goods, found, rank: self.rank });
            }
        }
    }
}

fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

/// Goods that match and that the pharmacy has, or had.
const HAD: &str = "SELECT rowid FROM goods_text WHERE goods_text MATCH ?1
     AND EXISTS (SELECT 1 FROM batch b WHERE b.goods_id = goods_text.rowid) LIMIT 60";
/// Goods that match; one more than are weighed tells that there are too many.
const ANY: &str = "SELECT rowid FROM goods_text WHERE goods_text MATCH ?1 LIMIT 61";

fn hit(sql: &Sql<'_>, goods: GoodsId, found: Found, today: NaiveDate) -> Result<Option<GoodsHit>, StoreError> {
    let Some(mut hit) = sql.query_opt(
        "SELECT name, inn, manufacturer, is_rx, is_vital FROM goods WHERE goods_id = ?1",
        params![goods.0],
        |r| {
            Ok(GoodsHit {
                goods,
                name: r.text(0)?,
                inn: r.text(1)?,
                manufacturer: r.text(2)?,
                available: Packs::ZERO,
                nearest_expiry: None,
                place: String::new(),
                price: None,
                is_rx: r.flag(3)?,
                is_vital: r.flag(4)?,
                found,
            })
        },
    )?
    else {
        return Ok(None);
    };
    sql.each(
        concat!(
            "SELECT b.expires_on, b.place, b.price, b.max_price, ",
            available_sql!(),
            " FROM batch b WHERE b.goods_id = ?1 ORDER BY b.expires_on, b.batch_id"
        ),
        params![goods.0],
        |r| {
            let expires = texts::date(r.text_ref(0)?)?;
            let free = Packs(r.int(4)?);
            let price = shelf_price(Kopecks(r.int(2)?), r.opt_int(3)?.map(Kopecks));
            if free.any() && expires >= today {
                if hit.nearest_expiry.is_none() {
                    hit.nearest_expiry = Some(expires);
                    hit.place = r.text(1)?;
                    hit.price = Some(price);
                }
                hit.available = hit.available.plus(free);
            } else if hit.nearest_expiry.is_none() {
                hit.price = Some(price);
            }
            Ok(())
        },
    )?;
    Ok(Some(hit))
}
