//! Any number of demo goods from a seed, one at a time.
//!
//! The first goods are the rows of the catalogue file; then come variants of
//! them. Every product depends on the seed and its own number alone, so nothing
//! is remembered between two of them and a shop of any size takes the same memory.

use chrono::NaiveDate;
use fastrand::Rng;

use super::stock::{Shelf, Supply};
use super::variant::{Variant, Variants};
use super::{CatalogueItem, DemoBatch, StorageRange, barcode, load};

/// The rows at the head of the file that are always in stock: the goods a demo
/// story is told with.
const ALWAYS_STOCKED: usize = 12;

/// One product with its batches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoGoods {
    /// Unique code, `G000001` and on.
    pub code: String,
    /// Unique name, as a till shows it.
    pub name: String,
    /// International name (МНН), Russian, lower case; empty for non-medicines.
    pub inn: String,
    /// Full dosage form, Russian.
    pub form: String,
    /// Strength or size with its unit.
    pub strength: String,
    /// Maker's short name.
    pub maker: String,
    /// Maker's country, Russian.
    pub country: String,
    /// Unique invented EAN-13.
    pub barcode: String,
    /// Sold by prescription only.
    pub is_rx: bool,
    /// On the list of vital medicines (ЖНВЛП); its batches carry a ceiling.
    pub is_vital: bool,
    /// VAT, per cent.
    pub vat_rate: u8,
    /// Where it may be kept.
    pub storage: StorageRange,
    /// Batches in stock; empty for about 4 % of goods.
    pub batches: Vec<DemoBatch>,
}

/// A lazy, repeatable stream of goods.
#[derive(Debug)]
pub struct Generator {
    items: Vec<CatalogueItem>,
    variants: Variants,
    seed: u64,
    today: NaiveDate,
    next: usize,
    end: usize,
}

impl Generator {
    /// Streams `goods` products drawn with `seed`; dates count from `today`.
    ///
    /// The catalogue is compiled in and a test reads all of it; should it be
    /// broken all the same, the stream is empty. A caller that wants to report
    /// that calls [`load`] and [`Generator::over`].
    pub fn new(seed: u64, goods: usize, today: NaiveDate) -> Self {
        Self::over(load().unwrap_or_default(), seed, goods, today)
    }

    /// The same over a catalogue that is already loaded.
    pub fn over(items: Vec<CatalogueItem>, seed: u64, goods: usize, today: NaiveDate) -> Self {
        let variants = Variants::of(&items);
        let end = if items.is_empty() { 0 } else { goods };
        Self { items, variants, seed, today, next: 0, end }
    }

    /// Returns goods number `number` (from 0), whatever was asked for before.
    fn goods(&self, number: usize) -> Option<DemoGoods> {
        let round = number.checked_div(self.items.len())?;
        let index = number.checked_rem(self.items.len())?;
        let item = self.items.get(index)?;
        let mut rng = self.rng(number);
        let (kind, barcode, (price_kopecks, max_price_kopecks)) = if round == 0 {
            (as_listed(item), item.barcode.clone(), (item.price_kopecks, item.max_price_kopecks))
        } else {
            let variant = self.variants.nth(item, index, round);
            let prices = spread(variant.price_kopecks, item.is_vital, &mut rng);
            (variant, barcode::invented(wide(number)), prices)
        };
        let code = format!("G{:06}", number + 1);
        let batches = Shelf {
            code: &code,
            inn: &item.inn,
            storage: item.storage,
            shelf_months: item.shelf_months,
            price_kopecks,
            max_price_kopecks,
            today: self.today,
            supply: if number < ALWAYS_STOCKED { Supply::Certain } else { Supply::Ordinary },
        }
        .batches(&mut rng);
        Some(DemoGoods {
            code,
            name: kind.name,
            inn: item.inn.clone(),
            form: item.form.clone(),
            strength: kind.strength,
            maker: kind.maker,
            country: kind.country,
            barcode,
            is_rx: item.is_rx,
            is_vital: item.is_vital,
            vat_rate: item.vat_rate,
            storage: item.storage,
            batches,
        })
    }

    /// A source of chance that belongs to one product of one seed.
    fn rng(&self, number: usize) -> Rng {
        let mut outer = Rng::with_seed(self.seed);
        Rng::with_seed(outer.u64(..) ^ wide(number).wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }
}

impl Iterator for Generator {
    type Item = DemoGoods;

    fn next(&mut self) -> Option<DemoGoods> {
        if self.next >= self.end {
            return None;
        }
        let goods = self.goods(self.next);
        self.next += 1;
        goods
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.end - self.next;
        (left, Some(left))
    }
}

fn as_listed(item: &CatalogueItem) -> Variant {
    Variant {
        name: item.name.clone(),
        strength: item.strength.clone(),
        maker: item.maker.clone(),
        country: item.country.clone(),
        price_kopecks: item.price_kopecks,
    }
}

/// Moves a price by −20…+25 % and puts the ceiling of a vital medicine 3–15 % above.
fn spread(price: i64, is_vital: bool, rng: &mut Rng) -> (i64, Option<i64>) {
    let price = price * rng.i64(800..=1250) / 1000;
    let ceiling = price + price * rng.i64(30..=150) / 1000;
    (price, is_vital.then_some(ceiling))
}

fn wide(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::sandbox::catalogue::is_ean13;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()
    }

    #[test]
    fn one_seed_gives_the_same_goods_to_the_byte_and_another_does_not() {
        let print = |seed| format!("{:?}", Generator::new(seed, 3_000, today()).collect::<Vec<_>>());
        assert_eq!(print(5), print(5));
        assert_ne!(print(5), print(6));
    }

    #[test]
    fn codes_names_and_valid_barcodes_are_unique_in_a_large_shop() {
        let (mut codes, mut names, mut bars) = (HashSet::new(), HashSet::new(), HashSet::new());
        for goods in Generator::new(1, 50_000, today()) {
            assert!(is_ean13(&goods.barcode), "{goods:?}");
            assert!(names.insert(goods.name.clone()), "{}", goods.name);
            assert!(codes.insert(goods.code) && bars.insert(goods.barcode));
        }
        assert_eq!(names.len(), 50_000);
    }

    #[test]
    fn the_catalogue_comes_first_and_in_its_own_order() {
        let items = load().unwrap();
        let goods: Vec<_> = Generator::new(9, items.len(), today()).collect();
        assert!(items.iter().map(|item| &item.name).eq(goods.iter().map(|one| &one.name)));
        assert!(items.iter().map(|item| &item.barcode).eq(goods.iter().map(|one| &one.barcode)));
    }

    #[test]
    fn no_batch_is_priced_above_its_ceiling_and_every_vital_one_has_a_ceiling() {
        for goods in Generator::new(2, 20_000, today()) {
            for batch in &goods.batches {
                assert_eq!(batch.max_price_kopecks.is_some(), goods.is_vital, "{batch:?}");
                assert!(batch.max_price_kopecks.is_none_or(|max| batch.price_kopecks <= max));
                assert!(batch.price_kopecks > 0 && batch.packs > 0, "{batch:?}");
            }
        }
    }

    #[test]
    fn the_shares_of_empty_short_dated_and_expired_stock_are_as_promised() {
        let (mut empty, mut all, mut short, mut expired) = (0, 0, 0, 0);
        for goods in Generator::new(3, 20_000, today()) {
            empty += usize::from(goods.batches.is_empty());
            all += goods.batches.len();
            for batch in &goods.batches {
                let days = (batch.expires_on - today()).num_days();
                expired += usize::from(days < 0);
                short += usize::from((0..30).contains(&days));
            }
        }
        assert!((600..=1_000).contains(&empty), "{empty} of 20000 without stock");
        assert!((54_000..=60_000).contains(&all), "{all} batches");
        assert!((all * 15 / 1000..=all * 25 / 1000).contains(&short), "{short} short-dated");
        assert!((all * 3 / 1000..=all * 8 / 1000).contains(&expired), "{expired} expired");
    }

    #[test]
    fn batch_codes_and_series_differ_within_a_product() {
        for goods in Generator::new(4, 5_000, today()) {
            let codes: HashSet<_> = goods.batches.iter().map(|batch| &batch.code).collect();
            let series: HashSet<_> = goods.batches.iter().map(|batch| &batch.series).collect();
            assert_eq!((codes.len(), series.len()), (goods.batches.len(), goods.batches.len()));
        }
    }

    #[test]
    fn an_endless_shop_costs_nothing_until_it_is_asked_for_goods() {
        let mut endless = Generator::new(1, usize::MAX, today());
        assert_eq!(endless.size_hint().0, usize::MAX);
        assert_eq!(endless.next().unwrap().code, "G000001");
        assert_eq!(endless.by_ref().take(2).count(), 2);
        assert_eq!(endless.next().unwrap().code, "G000004");
    }

    #[test]
    fn a_smaller_shop_is_the_beginning_of_a_larger_one() {
        let small: Vec<_> = Generator::new(8, 1_500, today()).collect();
        let large: Vec<_> = Generator::new(8, 3_000, today()).take(1_500).collect();
        assert_eq!(small, large);
    }

    #[test]
    fn a_shop_over_an_empty_catalogue_is_empty() {
        assert_eq!(Generator::over(Vec::new(), 1, 10, today()).count(), 0);
    }
}
