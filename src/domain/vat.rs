//! VAT as dated data: the rate of a product on the day of the sale, and the part of a sum that is tax.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::money::Kopecks;

/// A VAT rate, per cent; the price holds the tax.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VatRate(pub u8);

/// The general rate and the first day of each (Tax Code, art. 164; 22 % since 01.01.2026).
const GENERAL: [((i32, u32, u32), u8); 3] = [((2004, 1, 1), 18), ((2019, 1, 1), 20), ((2026, 1, 1), 22)];

impl VatRate {
    /// The general rate of a day.
    #[must_use]
    pub fn general_on(day: NaiveDate) -> Self {
        let first = |(y, m, d)| NaiveDate::from_ymd_opt(y, m, d).unwrap_or(NaiveDate::MAX);
        let rate = GENERAL.iter().rev().find(|(from, _)| first(*from) <= day);
        Self(rate.or(GENERAL.first()).map_or(0, |(_, rate)| *rate))
    }

    /// The rate of a product on a day. A directory that still says the general rate of other years means the general
    /// one; 10 % (medicines) and 0 % stay.
    #[must_use]
    pub fn of_goods(stored: i64, day: NaiveDate) -> Self {
        let is_general = GENERAL.iter().any(|(_, rate)| i64::from(*rate) == stored);
        if is_general { Self::general_on(day) } else { Self(u8::try_from(stored).unwrap_or(0)) }
    }

    /// The tax inside `sum`, to the nearest kopeck, a half up.
    #[must_use]
    pub const fn inside(self, sum: Kopecks) -> Kopecks {
        let whole = 100 + self.0 as i64;
        Kopecks(sum.0.saturating_mul(self.0 as i64).saturating_add(whole / 2).div_euclid(whole))
    }
}

/// What was sold at one rate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct VatPart {
    /// Sum with the tax.
    pub sum: Kopecks,
    /// The tax inside it: that of the lines together.
    pub tax: Kopecks,
}

/// Sums and taxes by rate of `lines` (rate, sum).
#[must_use]
pub fn parts(lines: impl IntoIterator<Item = (VatRate, Kopecks)>) -> BTreeMap<VatRate, VatPart> {
    let mut parts: BTreeMap<VatRate, VatPart> = BTreeMap::new();
    for (rate, sum) in lines {
        let part = parts.entry(rate).or_default();
        *part = VatPart { sum: part.sum.plus(sum), tax: part.tax.plus(rate.inside(sum)) };
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap_or_default()
    }

    #[test]
    fn the_rate_is_that_of_the_day_of_the_sale() {
        for (stored, on, rate) in [
            (20, day(2025, 12, 31), 20),
            (20, day(2026, 1, 1), 22),
            (22, day(2025, 12, 31), 20),
            (18, day(2026, 11, 26), 22),
            (10, day(2026, 11, 26), 10),
            (0, day(2026, 11, 26), 0),
        ] {
            assert_eq!(VatRate::of_goods(stored, on), VatRate(rate), "{stored} on {on}");
        }
    }

    #[test]
    fn the_tax_is_inside_the_price() {
        assert_eq!(VatRate(10).inside(Kopecks(11_000)), Kopecks(1_000));
        assert_eq!(VatRate(22).inside(Kopecks(12_200)), Kopecks(2_200));
        assert_eq!(VatRate(10).inside(Kopecks(6)), Kopecks(1), "0.545 of a kopeck");
        assert_eq!(VatRate(0).inside(Kopecks(500)), Kopecks::ZERO);
    }

    proptest! {
        #[test]
        fn the_parts_sum_to_the_total_and_no_tax_is_more_than_its_sum(
            lines in prop::collection::vec((prop::sample::select(vec![0_u8, 10, 20, 22]), 0_i64..10_000_000), 0..40)
        ) {
            let lines: Vec<_> = lines.into_iter().map(|(r, s)| (VatRate(r), Kopecks(s))).collect();
            let parts = parts(lines.iter().copied());
            let total: Kopecks = lines.iter().map(|(_, sum)| *sum).sum();
            prop_assert_eq!(parts.values().map(|p| p.sum).sum::<Kopecks>(), total);
            let taxes: Kopecks = lines.iter().map(|(rate, sum)| rate.inside(*sum)).sum();
            prop_assert_eq!(parts.values().map(|p| p.tax).sum::<Kopecks>(), taxes);
            for (rate, part) in parts {
                prop_assert!(part.tax >= Kopecks::ZERO && part.tax <= part.sum);
                // Rounded line by line: at most half a kopeck a line from the tax of the whole.
                let off = part.tax.minus(rate.inside(part.sum)).0.abs();
                prop_assert!(off <= i64::try_from(lines.len()).unwrap_or(0));
            }
        }
    }
}
