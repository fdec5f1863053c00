//! The receipt («чек»): what a pack costs and why, what is to pay, how it is paid, change.

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
    /// A part by card, the rest in cash.
    Mixed {
        /// By card: more than nothing, less than the total.
        card: Kopecks,
        /// Cash handed over: at least the rest.
        given: Kopecks,
    },
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
            Self::Mixed { .. } => "mixed",
            Self::Prepaid => "prepaid",
        }
    }
}

/// What each way of paying brought. Cash, card and prepaid together are what the receipt comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// Cash that stays in the drawer.
    pub cash: Kopecks,
    /// By card.
    pub card: Kopecks,
    /// Paid on the site before.
    pub prepaid: Kopecks,
    /// Handed over here: cash, and what the card paid.
    pub given: Kopecks,
    /// Cash that goes back.
    pub change: Kopecks,
}

/// Splits what is `due` here by the way it is paid; `prepaid` was paid on the site before.
///
/// # Errors
/// [`Refusal::CashTooLittle`]; [`Refusal::PaymentMismatch`] when something is due and nothing is paid, or a part by
/// card is not a part.
pub fn settle(paid: Paid, due: Kopecks, prepaid: Kopecks) -> Result<Settled, Refusal> {
    let rest = Settled { prepaid, ..Settled::default() };
    match paid {
        Paid::Cash { given } => Ok(Settled { cash: due, given, change: change(due, given)?, ..rest }),
        Paid::Card => Ok(Settled { card: due, given: due, ..rest }),
        Paid::Mixed { card, given } if Kopecks::ZERO < card && card < due => {
            let cash = due.minus(card);
            Ok(Settled { cash, card, given: card.plus(given), change: change(cash, given)?, ..rest })
        }
        Paid::Prepaid if due == Kopecks::ZERO => Ok(rest),
        Paid::Mixed { .. } | Paid::Prepaid => Err(Refusal::PaymentMismatch),
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

/// Which rule made the price of a pack.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PriceWhy {
    /// The shelf price.
    #[default]
    Shelf,
    /// As booked on the site.
    Booked,
    /// The shelf price, cheaper by now than booked.
    ShelfBelowBooked,
    /// The ЖНВЛП ceiling, lower than any other.
    Ceiling,
}

/// The price of one pack of an order line: never above what was booked, never above the ЖНВЛП ceiling.
#[must_use]
pub fn order_price(booked: Kopecks, shelf: Kopecks, ceiling: Option<Kopecks>, rule: PriceRule) -> (Kopecks, PriceWhy) {
    let base = match rule {
        PriceRule::LowerOfBookedAndShelf if shelf < booked => (shelf, PriceWhy::ShelfBelowBooked),
        PriceRule::AsBooked | PriceRule::LowerOfBookedAndShelf => (booked, PriceWhy::Booked),
    };
    under(base, ceiling)
}

/// The price of one pack from the shelf, and the rule that made it.
#[must_use]
pub fn walk_in_price(shelf: Kopecks, ceiling: Option<Kopecks>) -> (Kopecks, PriceWhy) {
    under((shelf, PriceWhy::Shelf), ceiling)
}

fn under(base: (Kopecks, PriceWhy), ceiling: Option<Kopecks>) -> (Kopecks, PriceWhy) {
    ceiling.filter(|c| *c < base.0).map_or(base, |c| (c, PriceWhy::Ceiling))
}

/// The price of one pack from the shelf: never above the ЖНВЛП ceiling.
#[must_use]
pub fn shelf_price(shelf: Kopecks, ceiling: Option<Kopecks>) -> Kopecks {
    walk_in_price(shelf, ceiling).0
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

    #[test]
    fn a_part_by_card_is_a_part_and_the_change_is_of_the_cash() {
        let mixed =
            |card, given| settle(Paid::Mixed { card: Kopecks(card), given: Kopecks(given) }, Kopecks(100), Kopecks(7));
        let settled = mixed(60, 50).unwrap_or_default();
        assert_eq!((settled.cash.0, settled.card.0, settled.prepaid.0), (40, 60, 7));
        assert_eq!((settled.given.0, settled.change.0), (110, 10));
        assert_eq!(mixed(60, 39), Err(Refusal::CashTooLittle { total: Kopecks(40), given: Kopecks(39) }));
        for whole in [0, 100, 101, -1] {
            assert_eq!(mixed(whole, 500), Err(Refusal::PaymentMismatch), "{whole}");
        }
        assert_eq!(settle(Paid::Prepaid, Kopecks(1), Kopecks(7)), Err(Refusal::PaymentMismatch));
    }

    #[test]
    fn the_price_says_which_rule_made_it() {
        let order = |booked, shelf, ceiling: Option<i64>, rule| {
            order_price(Kopecks(booked), Kopecks(shelf), ceiling.map(Kopecks), rule)
        };
        let (as_booked, lower) = (PriceRule::AsBooked, PriceRule::LowerOfBookedAndShelf);
        assert_eq!(order(100, 90, None, as_booked), (Kopecks(100), PriceWhy::Booked));
        assert_eq!(order(100, 90, None, lower), (Kopecks(90), PriceWhy::ShelfBelowBooked));
        assert_eq!(order(100, 110, Some(100), lower), (Kopecks(100), PriceWhy::Booked));
        assert_eq!(order(100, 90, Some(80), lower), (Kopecks(80), PriceWhy::Ceiling));
        assert_eq!(walk_in_price(Kopecks(90), Some(Kopecks(80))), (Kopecks(80), PriceWhy::Ceiling));
        assert_eq!(walk_in_price(Kopecks(90), Some(Kopecks(90))), (Kopecks(90), PriceWhy::Shelf));
    }

    proptest! {
        #[test]
        fn nobody_pays_above_the_booked_price_or_the_ceiling(b in 0_i64..1_000_000, s in 0_i64..1_000_000, c in prop::option::of(0_i64..1_000_000)) {
            let ceiling = c.map(Kopecks);
            for rule in [PriceRule::AsBooked, PriceRule::LowerOfBookedAndShelf] {
                let (p, _) = order_price(Kopecks(b), Kopecks(s), ceiling, rule);
                prop_assert!(p <= Kopecks(b));
                prop_assert!(ceiling.is_none_or(|c| p <= c));
                if rule == PriceRule::LowerOfBookedAndShelf { prop_assert!(p <= Kopecks(s)); }
            }
        }

        #[test]
        fn what_was_paid_sums_to_what_is_due_and_the_change_to_the_rest(
            due in 0_i64..10_000_000, prepaid in 0_i64..10_000_000, card in 0_i64..10_000_000, given in 0_i64..20_000_000
        ) {
            let ways = [
                Paid::Cash { given: Kopecks(given) },
                Paid::Card,
                Paid::Mixed { card: Kopecks(card), given: Kopecks(given) },
                Paid::Prepaid,
            ];
            for paid in ways {
                if let Ok(s) = settle(paid, Kopecks(due), Kopecks(prepaid)) {
                    prop_assert_eq!(s.cash.plus(s.card), Kopecks(due), "{:?}", paid);
                    prop_assert_eq!(s.given.minus(s.change), Kopecks(due), "{:?}", paid);
                    prop_assert_eq!(s.prepaid, Kopecks(prepaid));
                    prop_assert!(s.cash.0 >= 0 && s.card.0 >= 0 && s.change.0 >= 0);
                }
            }
        }
    }
}
