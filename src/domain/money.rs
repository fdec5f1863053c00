//! Money as whole kopecks.
//!
//! Owns: the unit, checked arithmetic, the printed form. Floats are never used for money.

use std::fmt;

use super::packs::Packs;

/// An amount of money in kopecks (1/100 rouble). May be negative only as a difference.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kopecks(pub i64);

/// No-break space: a sum must never wrap between its thousands.
const NBSP: char = '\u{a0}';

impl Kopecks {
    /// Nothing to pay.
    pub const ZERO: Self = Self(0);

    /// Sum that stays at the limit instead of wrapping: a till must not turn a huge sum into a negative one.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// Difference; negative when `other` is larger.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// Price of `packs` packs at this price for one.
    #[must_use]
    pub const fn times(self, packs: Packs) -> Self {
        Self(self.0.saturating_mul(packs.0))
    }

    /// `1 234,50` with no-break spaces between thousands; the caller adds the currency sign.
    #[must_use]
    pub fn text(self) -> String {
        let abs = self.0.unsigned_abs();
        let whole = group_thousands(abs / 100);
        let sign = if self.0 < 0 { "−" } else { "" };
        format!("{sign}{whole},{:02}", abs % 100)
    }

    /// `1 234,50 ₽`.
    #[must_use]
    pub fn rubles(self) -> String {
        format!("{}{NBSP}₽", self.text())
    }

    /// Reads `1234`, `1 234,5`, `1234.50` as typed by a person. `None` for anything else, for a
    /// negative sum and for a part smaller than a kopeck.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let clean: String = text.chars().filter(|c| !c.is_whitespace() && *c != NBSP && *c != '₽').collect();
        let (whole, part) = clean.split_once([',', '.']).unwrap_or((clean.as_str(), ""));
        if whole.is_empty() || part.len() > 2 || !all_digits(whole) || !all_digits(part) {
            return None;
        }
        let rubles: i64 = whole.parse().ok()?;
        let kopecks: i64 = match part.len() {
            0 => 0,
            1 => part.parse::<i64>().ok()?.checked_mul(10)?,
            _ => part.parse().ok()?,
        };
        rubles.checked_mul(100)?.checked_add(kopecks).map(Self)
    }
}

impl fmt::Display for Kopecks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

impl std::iter::Sum for Kopecks {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, Self::plus)
    }
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

/// `12480` as `12 480` with no-break spaces, as Russian readers expect.
#[must_use]
pub fn group_thousands(value: u64) -> String {
    let digits = value.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(NBSP);
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_sum_is_printed_the_russian_way() {
        assert_eq!(Kopecks(123_450).rubles(), "1\u{a0}234,50\u{a0}₽");
        assert_eq!(Kopecks(5).text(), "0,05");
        assert_eq!(Kopecks(-12_200).text(), "−122,00");
        assert_eq!(group_thousands(1_000_000), "1\u{a0}000\u{a0}000");
    }

    #[test]
    fn nonsense_is_not_money() {
        for bad in ["", "-5", "1,234", "12a", ",5", "1,2,3", "99999999999999999999"] {
            assert_eq!(Kopecks::parse(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_can_be_read_back(k in 0_i64..1_000_000_000_000) {
            prop_assert_eq!(Kopecks::parse(&Kopecks(k).rubles()), Some(Kopecks(k)));
        }

        #[test]
        fn no_arithmetic_wraps(a in any::<i64>(), b in any::<i64>(), n in any::<i64>()) {
            let sum = Kopecks(a).plus(Kopecks(b)).0;
            prop_assert_eq!(i128::from(sum), (i128::from(a) + i128::from(b)).clamp(i64::MIN.into(), i64::MAX.into()));
            let _ = Kopecks(a).times(Packs(n)).minus(Kopecks(b));
        }
    }
}
