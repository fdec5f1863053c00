//! The receipt («чек»): lines by batch, what is to pay, change.

use super::error::Refusal;
use super::money::Kopecks;
use super::packs::Packs;

/// How a receipt is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Paid {
    /// Cash; `given` is what the customer handed over.
    Cash {
        /// At least the total.
        given: Kopecks,
    },
    /// Card, exactly the total.
    Card,
    /// Paid on the site before: nothing to pay at the till.
    Prepaid,
}

impl Paid {
    /// The stable code kept in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Cash { .. } => "cash",
            Self::Card => "card",
            Self::Prepaid => "prepaid",
        }
    }
}

/// What to give back for `given` against `total`.
///
/// # Errors
/// [`Refusal::CashTooLittle`] when it does not cover the total.
pub fn change(total: Kopecks, given: Kopecks) -> Result<Kopecks, Refusal> {
    if given < total {
        return Err(Refusal::CashTooLittle { total, given });
    }
    Ok(given.minus(total))
}

/// Whether a cheaper shelf price wins over the price booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PriceRule {
    /// The customer pays what was booked, or the ceiling if that is lower.
    AsBooked,
    /// The lower of booked and shelf price.
    LowerOfBookedAndShelf,
}

/// The price of one pack of an order line: never above what was booked, never above the ЖНВЛП ceiling.
#[must_use]
pub fn order_price(booked: Kopecks, shelf: Kopecks, ceiling: Option<Kopecks>, rule: PriceRule) -> Kopecks {
    let base = match rule {
        PriceRule::AsBooked => booked,
        PriceRule::LowerOfBookedAndShelf => booked.min(shelf),
    };
    shelf_price(base, ceiling)
}

/// The price of one pack from the shelf: never above the ЖНВЛП ceiling.
#[must_use]
pub fn shelf_price(shelf: Kopecks, ceiling: Option<Kopecks>) -> Kopecks {
    ceiling.map_or(shelf, |c| shelf.min(c))
}

/// Is `packs` a quantity a till can sell?
///
/// # Errors
/// [`Refusal::BadQuantity`] outside 1..=9999.
pub fn check_quantity(packs: Packs) -> Result<(), Refusal> {
    if (1..=9999).contains(&packs.0) { Ok(()) } else { Err(Refusal::BadQuantity { packs }) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn too_little_cash_is_refused_and_the_rest_given_back() {
        assert_eq!(change(Kopecks(33_100), Kopecks(50_000)), Ok(Kopecks(16_900)));
        assert_eq!(
            change(Kopecks(100), Kopecks(99)),
            Err(Refusal::CashTooLittle { total: Kopecks(100), given: Kopecks(99) })
        );
    }

    proptest! {
        #[test]
        fn nobody_pays_above_the_booked_price_or_the_ceiling(b in 0_i64..1_000_000, s in 0_i64..1_000_000, c in prop::option::of(0_i64..1_000_000)) {
            let ceiling = c.map(Kopecks);
            for rule in [PriceRule::AsBooked, PriceRule::LowerOfBookedAndShelf] {
                let p = order_price(Kopecks(b), Kopecks(s), ceiling, rule);
                prop_assert!(p <= Kopecks(b));
                prop_assert!(ceiling.is_none_or(|c| p <= c));
                if rule == PriceRule::LowerOfBookedAndShelf { prop_assert!(p <= Kopecks(s)); }
            }
        }
    }
}
