//! What changed between the lines that a person saw and the lines of now.

use std::collections::HashMap;

use super::ids::ProductCode;
use super::money::Kopecks;
use super::packs::Packs;

/// One line as it was or is, as far as a change of it matters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineShape {
    /// Product as the site names it.
    pub product: ProductCode,
    /// Name as booked.
    pub name: String,
    /// Packs.
    pub packs: Packs,
    /// Price of one pack.
    pub price: Kopecks,
}

/// What happened to a product of the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// It was not there.
    Added {
        /// Packs now.
        packs: Packs,
    },
    /// It is not there any more.
    Removed {
        /// Packs before.
        packs: Packs,
    },
    /// Another quantity.
    Packs {
        /// Before.
        was: Packs,
        /// Now.
        now: Packs,
    },
    /// Another price of one pack.
    Price {
        /// Before.
        was: Kopecks,
        /// Now.
        now: Kopecks,
    },
}

/// A change of one product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineChange {
    /// Product as the site names it.
    pub product: ProductCode,
    /// Its name.
    pub name: String,
    /// What happened.
    pub what: Changed,
}

/// The changes from `before` to `now` by product: what is gone first, then in the order of the lines of now.
/// Lines of one product count together, at the price of the first.
#[must_use]
pub fn between(before: &[LineShape], now: &[LineShape]) -> Vec<LineChange> {
    let (before, now) = (by_product(before), by_product(now));
    let index = |lines: &[LineShape]| -> HashMap<ProductCode, LineShape> {
        lines.iter().map(|l| (l.product.clone(), l.clone())).collect()
    };
    let (had, has) = (index(&before), index(&now));
    let change = |line: &LineShape, what| LineChange { product: line.product.clone(), name: line.name.clone(), what };
    let mut out = Vec::new();
    for was in &before {
        if !has.contains_key(&was.product) {
            out.push(change(was, Changed::Removed { packs: was.packs }));
        }
    }
    for line in &now {
        let Some(was) = had.get(&line.product) else {
            out.push(change(line, Changed::Added { packs: line.packs }));
            continue;
        };
        if was.packs != line.packs {
            out.push(change(line, Changed::Packs { was: was.packs, now: line.packs }));
        }
        if was.price != line.price {
            out.push(change(line, Changed::Price { was: was.price, now: line.price }));
        }
    }
    out
}

fn by_product(lines: &[LineShape]) -> Vec<LineShape> {
    let mut places = HashMap::new();
    let mut out: Vec<LineShape> = Vec::new();
    for line in lines {
        let at = *places.entry(&line.product).or_insert(out.len());
        match out.get_mut(at) {
            Some(known) => known.packs = known.packs.plus(line.packs),
            None => out.push(line.clone()),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(product: &str, packs: i64, price: i64) -> LineShape {
        LineShape {
            product: ProductCode(product.to_owned()),
            name: product.to_uppercase(),
            packs: Packs(packs),
            price: Kopecks(price),
        }
    }

    #[test]
    fn every_change_of_a_product_is_told_once() {
        let before = [line("a", 1, 100), line("b", 2, 100), line("b", 1, 100), line("c", 1, 100), line("e", 1, 5)];
        let now = [line("b", 3, 100), line("c", 4, 90), line("d", 1, 100), line("e", 1, 5)];
        let told: Vec<_> = between(&before, &now).into_iter().map(|c| (c.name, c.what)).collect();
        assert_eq!(
            told,
            [
                ("A".to_owned(), Changed::Removed { packs: Packs(1) }),
                ("C".to_owned(), Changed::Packs { was: Packs(1), now: Packs(4) }),
                ("C".to_owned(), Changed::Price { was: Kopecks(100), now: Kopecks(90) }),
                ("D".to_owned(), Changed::Added { packs: Packs(1) }),
            ]
        );
        assert_eq!(between(&now, &now), []);
    }
}
