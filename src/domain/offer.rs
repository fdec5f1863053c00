//! How many packs of a product the site is offered.
//!
//! Owns: the rules of the offer, in one place: whoever sends stock and whoever explains it uses them. Must not know: the
//! wire, screens.

use chrono::{DateTime, NaiveDate, Utc};

use super::ids::BatchId;
use super::packs::Packs;

/// What is held back from the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OfferRules {
    /// A batch that expires before this day is not offered.
    pub not_before: NaiveDate,
    /// So many packs of each product stay for the customers at the till.
    pub keep_back: Packs,
}

/// A batch with what is free of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stocked {
    /// Which.
    pub batch: BatchId,
    /// Last day of use.
    pub expires_on: NaiveDate,
    /// Free packs: on hand − open reservations − waiting for the shelf.
    pub free: Packs,
}

/// What is offered of the batches of one product, given with the first to expire first; batches of which nothing is are
/// left out. What is kept back comes from those that expire last.
#[must_use]
pub fn offered(batches: &[Stocked], rules: OfferRules) -> Vec<(BatchId, Packs)> {
    let mut offered: Vec<(BatchId, Packs)> = batches
        .iter()
        .filter(|b| b.expires_on >= rules.not_before && b.free.any())
        .map(|b| (b.batch, b.free))
        .collect();
    let mut keep = rules.keep_back.floor_zero();
    for (_, packs) in offered.iter_mut().rev() {
        let kept = keep.min(*packs);
        *packs = packs.minus(kept);
        keep = keep.minus(kept);
    }
    offered.retain(|(_, packs)| packs.any());
    offered
}

/// A batch of a product, and what becomes of its packs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchShare {
    /// Which.
    pub batch: BatchId,
    /// Series.
    pub series: String,
    /// Last day of use.
    pub expires_on: NaiveDate,
    /// On the shelf and in bags.
    pub on_hand: Packs,
    /// Kept for orders.
    pub reserved: Packs,
    /// Waiting for the shelf.
    pub to_shelf: Packs,
    /// Not offered, because the batch expires too soon.
    pub short_dated: Packs,
    /// What the site would be told now.
    pub offered: Packs,
    /// What it was told last.
    pub told: Packs,
}

/// Why the site shows so many packs of a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuantityWhy {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Since when it is not offered; none when it is.
    pub stopped_since: Option<DateTime<Utc>>,
    /// Batches whose stock is sent, the first to expire first.
    pub batches: Vec<BatchShare>,
    /// Packs kept back for the till.
    pub kept_back: Packs,
    /// Why the site refused the product, when it did.
    pub refused: String,
    /// When the full stock was last sent.
    pub sent_at: Option<DateTime<Utc>>,
    /// When it is sent again; none when only a person sends it.
    pub next_at: Option<DateTime<Utc>>,
}

impl QuantityWhy {
    /// The sum of a part over all batches.
    #[must_use]
    pub fn sum(&self, part: impl Fn(&BatchShare) -> Packs) -> Packs {
        self.batches.iter().map(part).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(n: u32) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(i32::try_from(n).unwrap_or(0) + 740_000).unwrap_or_default()
    }

    fn batch(n: i64, expires: u32, free: i64) -> Stocked {
        Stocked { batch: BatchId(n), expires_on: day(expires), free: Packs(free) }
    }

    #[test]
    fn short_dated_packs_and_those_kept_back_are_not_offered() {
        let batches = [batch(1, 5, 4), batch(2, 50, 3), batch(3, 90, 2), batch(4, 99, 0)];
        let told = |keep| {
            let rules = OfferRules { not_before: day(10), keep_back: Packs(keep) };
            offered(&batches, rules).into_iter().map(|(b, p)| (b.0, p.0)).collect::<Vec<_>>()
        };
        assert_eq!(told(0), [(2, 3), (3, 2)]);
        assert_eq!(told(1), [(2, 3), (3, 1)]);
        assert_eq!(told(3), [(2, 2)]);
        assert_eq!(told(5), []);
        assert_eq!(told(9), []);
    }

    proptest! {
        #[test]
        fn exactly_the_packs_kept_back_are_missing(
            stock in prop::collection::vec((0..100_u32, 0..20_i64), 0..8), keep in 0..30_i64, floor in 0..100_u32
        ) {
            let batches: Vec<_> = (1..).zip(stock).map(|(n, (day, free))| batch(n, day, free)).collect();
            let rules = OfferRules { not_before: day(floor), keep_back: Packs(keep) };
            let fit: i64 = batches.iter().filter(|b| b.expires_on >= day(floor)).map(|b| b.free.0).sum();
            let sent: i64 = offered(&batches, rules).iter().map(|(_, packs)| packs.0).sum();
            prop_assert_eq!(sent, (fit - keep).max(0));
            prop_assert!(offered(&batches, rules).iter().all(|(_, packs)| packs.any()));
        }
    }
}
