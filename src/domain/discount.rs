//! A discount: hundredths of a per cent off the price of a pack, within the limit of whoever gives it.

use super::money::Kopecks;
use super::till_refusal::TillRefusal;

/// Hundredths of a per cent, 0..=10 000.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Discount(u16);

/// Who may give how much off, in per cent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DiscountLimit {
    /// «Фармацевт».
    pub pharmacist: u16,
    /// «Администратор».
    pub admin: u16,
}

impl Discount {
    /// Nothing off.
    pub const NONE: Self = Self(0);

    /// From hundredths of a per cent as stored; out of bounds is nothing off.
    #[must_use]
    pub fn stored(hundredths: i64) -> Self {
        u16::try_from(hundredths).ok().filter(|h| *h <= 10_000).map_or(Self::NONE, Self)
    }

    /// As stored.
    #[must_use]
    pub const fn hundredths(self) -> i64 {
        self.0 as i64
    }

    /// True when something is off.
    #[must_use]
    pub const fn any(self) -> bool {
        self.0 > 0
    }

    /// Reads `5`, `2,5`, `7.25` or `5%` as typed. `None` for anything else and beyond 100 %.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let hundredths = Kopecks::parse(text.trim().trim_end_matches('%'))?.0;
        (hundredths <= 10_000).then(|| Self::stored(hundredths))
    }

    /// `5 %`, `2,5 %`.
    #[must_use]
    pub fn text(self) -> String {
        let (whole, part) = (self.0 / 100, self.0 % 100);
        match part {
            0 => format!("{whole}\u{a0}%"),
            part if part % 10 == 0 => format!("{whole},{}\u{a0}%", part / 10),
            part => format!("{whole},{part:02}\u{a0}%"),
        }
    }

    /// The price of a pack with the discount; what is off is rounded to the nearest kopeck, a half up. A line's sum is
    /// this price times its packs, so that no kopeck is lost between lines and total.
    #[must_use]
    pub fn off(self, price: Kopecks) -> Kopecks {
        let off = price.0.saturating_mul(i64::from(self.0)).saturating_add(5_000).div_euclid(10_000);
        Kopecks(price.0 - off.clamp(0, price.0.max(0)))
    }

    /// May somebody with this limit (per cent) give it?
    ///
    /// # Errors
    /// [`TillRefusal::DiscountTooHigh`].
    pub fn within(self, limit_percent: u16) -> Result<(), TillRefusal> {
        let limit = Self(limit_percent.min(100) * 100);
        if self > limit { Err(TillRefusal::DiscountTooHigh { wanted: self, limit }) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::packs::Packs;
    use proptest::prelude::*;

    #[test]
    fn a_discount_is_read_as_typed_and_shown_the_russian_way() {
        for (typed, shown) in [("5", "5\u{a0}%"), ("2,5", "2,5\u{a0}%"), ("7.25%", "7,25\u{a0}%"), (" 0 ", "0\u{a0}%")]
        {
            assert_eq!(Discount::parse(typed).map(Discount::text).as_deref(), Some(shown), "{typed}");
        }
        for bad in ["", "-5", "101", "5,555", "пять"] {
            assert_eq!(Discount::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn beyond_the_limit_it_is_refused_with_the_limit() {
        let five = Discount::stored(500);
        assert_eq!(five.within(5), Ok(()));
        let limit = Discount::stored(300);
        assert_eq!(five.within(3), Err(TillRefusal::DiscountTooHigh { wanted: five, limit }));
    }

    proptest! {
        #[test]
        fn nobody_pays_more_or_less_than_nothing_and_a_bigger_discount_is_cheaper(
            price in 0_i64..100_000_000, a in 0_i64..=10_000, b in 0_i64..=10_000, packs in 1_i64..100
        ) {
            let (low, high) = (Discount::stored(a.min(b)), Discount::stored(a.max(b)));
            let (dear, cheap) = (low.off(Kopecks(price)), high.off(Kopecks(price)));
            prop_assert!(Kopecks::ZERO <= cheap && cheap <= dear && dear <= Kopecks(price));
            prop_assert_eq!(Discount::NONE.off(Kopecks(price)), Kopecks(price));
            prop_assert_eq!(Discount::stored(10_000).off(Kopecks(price)), Kopecks::ZERO);
            // The sum of a line is a price times whole packs: what a fiscal line needs.
            prop_assert_eq!(cheap.times(Packs(packs)).0 % packs, 0);
            // Off by at most half a kopeck from the exact share.
            let exact = i128::from(price) * i128::from(10_000 - high.hundredths());
            prop_assert!((i128::from(cheap.0) * 10_000 - exact).abs() <= 5_000);
        }
    }
}
