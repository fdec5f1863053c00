//! Batches (series) of goods and the choice among them: first expired, first out.

use chrono::{Days, NaiveDate};

use super::ids::{BatchId, GoodsId};
use super::money::Kopecks;
use super::packs::Packs;

/// Where and how cold a batch must be kept. Bounds in °C.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct StorageBand {
    /// Not colder than; `None` when only an upper bound is given.
    pub min_celsius: Option<i32>,
    /// Not warmer than; `None` when the maker gives no condition.
    pub max_celsius: Option<i32>,
}

impl StorageBand {
    /// Cold chain: must stay in the refrigerator until hand-over.
    #[must_use]
    pub const fn is_cold(self) -> bool {
        matches!(self.max_celsius, Some(max) if max <= 8)
    }

    /// Cool place (8–15 °C or up to 15 °C): cannot wait in a bag on the counter either.
    #[must_use]
    pub const fn stays_in_place(self) -> bool {
        matches!(self.max_celsius, Some(max) if max <= 15)
    }

    /// `2–8 °C`, `≤ 25 °C`, or nothing.
    #[must_use]
    pub fn text(self) -> String {
        match (self.min_celsius, self.max_celsius) {
            (Some(min), Some(max)) => format!("{min}–{max}\u{a0}°C"),
            (None, Some(max)) => format!("≤\u{a0}{max}\u{a0}°C"),
            (Some(min), None) => format!("≥\u{a0}{min}\u{a0}°C"),
            (None, None) => String::new(),
        }
    }
}

/// What the choice needs to know of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchStock {
    /// Our batch.
    pub batch: BatchId,
    /// Of which product.
    pub goods: GoodsId,
    /// Last day of use.
    pub expires_on: NaiveDate,
    /// Free packs: on hand − open reservations − waiting for the shelf.
    pub available: Packs,
    /// Shelf price now.
    pub price: Kopecks,
    /// ЖНВЛП ceiling, when the goods are vital.
    pub max_price: Option<Kopecks>,
}

/// So many packs of this batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pick {
    /// From which batch.
    pub batch: BatchId,
    /// How many.
    pub packs: Packs,
}

/// The first day on which a pack kept until `hold_end` may expire: it must last `min_days` days longer.
#[must_use]
pub fn usable_until(hold_end: NaiveDate, min_days: u32) -> NaiveDate {
    hold_end.checked_add_days(Days::new(u64::from(min_days))).unwrap_or(NaiveDate::MAX)
}

/// Chooses up to `need` packs, the first to expire first; batches that expire before `not_before` are
/// never taken (expired or too short-dated). Ties go to the smaller batch id, so that pressing «Наличие»
/// again always ends the same. Returns the picks and how many packs are missing.
#[must_use]
pub fn first_expired_first_out(need: Packs, batches: &[BatchStock], not_before: NaiveDate) -> (Vec<Pick>, Packs) {
    let mut usable: Vec<&BatchStock> =
        batches.iter().filter(|b| b.expires_on >= not_before && b.available.any()).collect();
    usable.sort_by_key(|b| (b.expires_on, b.batch));
    let mut left = need;
    let mut picks = Vec::new();
    for batch in usable {
        if !left.any() {
            break;
        }
        let packs = Packs(left.0.min(batch.available.0));
        picks.push(Pick { batch: batch.batch, packs });
        left = left.minus(packs);
    }
    (picks, left.floor_zero())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(n: u64) -> NaiveDate {
        NaiveDate::default() + Days::new(n)
    }

    fn batch(id: i64, expires: u64, available: i64) -> BatchStock {
        BatchStock {
            batch: BatchId(id),
            goods: GoodsId(1),
            expires_on: day(expires),
            available: Packs(available),
            price: Kopecks(100),
            max_price: None,
        }
    }

    #[test]
    fn the_first_to_expire_goes_first_and_short_dated_packs_never() {
        let stock = [batch(1, 90, 5), batch(2, 40, 1), batch(3, 10, 9)];
        let (picks, missing) = first_expired_first_out(Packs(3), &stock, day(30));
        assert_eq!(picks, [Pick { batch: BatchId(2), packs: Packs(1) }, Pick { batch: BatchId(1), packs: Packs(2) }]);
        assert_eq!(missing, Packs::ZERO);
    }

    proptest! {
        #[test]
        fn picks_never_exceed_stock_nor_skip_an_earlier_batch(
            need in 0_i64..50,
            rows in prop::collection::vec((0_u64..100, 0_i64..10), 0..12),
            floor in 0_u64..100,
        ) {
            let stock: Vec<_> = rows.iter().zip(1..).map(|((e, a), id)| batch(id, *e, *a)).collect();
            let (picks, missing) = first_expired_first_out(Packs(need), &stock, day(floor));
            let taken: i64 = picks.iter().map(|p| p.packs.0).sum();
            let usable: i64 = stock.iter().filter(|b| b.expires_on >= day(floor)).map(|b| b.available.0).sum();
            prop_assert_eq!(taken, need.min(usable));
            prop_assert_eq!(missing.0, need - taken);
            for b in &stock {
                let got: i64 = picks.iter().filter(|p| p.batch == b.batch).map(|p| p.packs.0).sum();
                prop_assert!(got <= b.available.0);
                let later_used = picks.iter().any(|p| stock.iter().any(|o| o.batch == p.batch && o.expires_on > b.expires_on));
                if later_used && b.expires_on >= day(floor) {
                    prop_assert_eq!(got, b.available.0);
                }
            }
        }
    }
}
