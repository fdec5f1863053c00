//! Batches (series) of goods and the choice among them: first expired, first out.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};

use super::ids::{BatchId, GoodsId, LineId};
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

/// True when packs of this place and band stay there until hand-over: refrigerator, cool place, safe.
#[must_use]
pub fn stays_until_handover(place: &str, storage: StorageBand) -> bool {
    let place = place.to_lowercase();
    storage.stays_in_place() || place.contains("сейф") || place.contains("safe")
}

/// A batch as a person tells it from another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchLabel {
    /// Our row.
    pub batch: BatchId,
    /// Series on the pack.
    pub series: String,
    /// Last day of use.
    pub expires_on: NaiveDate,
    /// Shelf place.
    pub place: String,
}

/// Who chose the batch of a reservation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Choice {
    /// The rule: first expired, first out.
    #[default]
    FirstOut,
    /// A person; it stays until it is taken back or becomes unfit.
    ByHand,
}

/// Why a batch cannot be taken for an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unfit {
    /// Its last day of use is over.
    Expired,
    /// It does not last long enough after the hold.
    ShortDated,
    /// Nothing of it is free.
    NoneFree,
}

impl Unfit {
    /// All reasons.
    pub const ALL: [Self; 3] = [Self::Expired, Self::ShortDated, Self::NoneFree];

    /// The text key of the user's wording (`batch-<code>`).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::ShortDated => "short-dated",
            Self::NoneFree => "none-free",
        }
    }
}

/// The days that decide whether a pack may still be kept for an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DatesNow {
    /// Today in the pharmacy.
    pub today: NaiveDate,
    /// The first day on which a pack may expire, from [`usable_until`].
    pub not_before: NaiveDate,
}

impl DatesNow {
    /// Can `free` packs that expire on `expires_on` be taken?
    ///
    /// # Errors
    /// Why not.
    pub fn check(self, expires_on: NaiveDate, free: Packs) -> Result<(), Unfit> {
        if expires_on < self.today {
            Err(Unfit::Expired)
        } else if expires_on < self.not_before {
            Err(Unfit::ShortDated)
        } else if free.any() {
            Ok(())
        } else {
            Err(Unfit::NoneFree)
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

/// Packs of one batch kept for one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kept {
    /// For which line.
    pub line: LineId,
    /// From which batch.
    pub batch: BatchId,
    /// How many.
    pub packs: Packs,
    /// Who chose the batch.
    pub choice: Choice,
}

/// What a line wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// Which line.
    pub line: LineId,
    /// Its product; `None` when it is not in the directory.
    pub goods: Option<GoodsId>,
    /// How many packs.
    pub packs: Packs,
    /// What a person chose for it before.
    pub by_hand: Vec<Pick>,
}

/// The packs to keep and what is missing of each line that is not covered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// To keep, line by line.
    pub kept: Vec<Kept>,
    /// Lines that lack packs.
    pub missing: Vec<(LineId, Packs)>,
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

/// One pack of a batch more, or one fewer, is kept for a line: a pack in hand decides its batch. What the rule
/// took gives way before what a person chose.
pub fn change_kept(kept: &mut Vec<Kept>, (line, batch): (LineId, BatchId), by: Packs) {
    kept.sort_unstable_by_key(|k| k.choice == Choice::ByHand);
    match kept.iter_mut().find(|k| k.line == line && k.batch == batch) {
        Some(one) if one.choice == Choice::FirstOut || !by.any() => one.packs = one.packs.plus(by),
        Some(_) | None => kept.push(Kept { line, batch, packs: by, choice: Choice::FirstOut }),
    }
    kept.retain(|k| k.packs.any());
}

/// What to keep for the lines of an order from `stock`, the free packs by product (what the order keeps now
/// counts as free). Batches chosen by hand come first, for every line before any other batch, as long as they
/// are usable; the rest is first expired, first out. The same input always ends the same.
#[must_use]
pub fn plan<S: std::hash::BuildHasher>(
    needs: &[Need],
    stock: &mut HashMap<GoodsId, Vec<BatchStock>, S>,
    not_before: NaiveDate,
) -> Plan {
    let mut plan = Plan::default();
    let mut left: Vec<Packs> = Vec::with_capacity(needs.len());
    for need in needs {
        let mut rest = need.packs;
        let batches = need.goods.and_then(|goods| stock.get_mut(&goods));
        for batch in batches.into_iter().flatten().filter(|b| b.expires_on >= not_before) {
            let wanted: Packs = need.by_hand.iter().filter(|p| p.batch == batch.batch).map(|p| p.packs).sum();
            let packs = wanted.min(rest).min(batch.available).floor_zero();
            if packs.any() {
                plan.kept.push(Kept { line: need.line, batch: batch.batch, packs, choice: Choice::ByHand });
                batch.available = batch.available.minus(packs);
                rest = rest.minus(packs);
            }
        }
        left.push(rest);
    }
    for (need, rest) in needs.iter().zip(left) {
        let mut missing = rest;
        if let Some(batches) = need.goods.and_then(|goods| stock.get_mut(&goods)) {
            let (picks, lacks) = first_expired_first_out(rest, batches, not_before);
            for pick in picks {
                plan.kept.push(Kept {
                    line: need.line,
                    batch: pick.batch,
                    packs: pick.packs,
                    choice: Choice::FirstOut,
                });
                for batch in batches.iter_mut().filter(|b| b.batch == pick.batch) {
                    batch.available = batch.available.minus(pick.packs);
                }
            }
            missing = lacks;
        }
        if missing.any() {
            plan.missing.push((need.line, missing));
        }
    }
    plan.kept.sort_unstable();
    plan
}

/// What a line keeps after a person chose `wish` for it: the wish, other batches chosen by hand as far as there
/// is room, then what the rule kept, the first to expire first. `kept` is what the line keeps now, `stock` the
/// batches of its product, in which that counts as free.
#[must_use]
pub fn choose(need: &Need, kept: &[Kept], stock: &[BatchStock], wish: Pick) -> Vec<Kept> {
    let mut rest = need.packs.minus(wish.packs);
    let mut out = vec![Kept { line: need.line, batch: wish.batch, packs: wish.packs, choice: Choice::ByHand }];
    for choice in [Choice::ByHand, Choice::FirstOut] {
        for batch in stock {
            let replaced = choice == Choice::ByHand && batch.batch == wish.batch;
            let had = |k: &&Kept| k.batch == batch.batch && k.choice == choice && !replaced;
            let had: Packs = kept.iter().filter(had).map(|k| k.packs).sum();
            let taken: Packs = out.iter().filter(|k| k.batch == batch.batch).map(|k| k.packs).sum();
            let packs = had.min(rest).min(batch.available.minus(taken)).floor_zero();
            if packs.any() {
                out.push(Kept { line: need.line, batch: batch.batch, packs, choice });
                rest = rest.minus(packs);
            }
        }
    }
    out.sort_unstable();
    out
}

/// The batch that expires before `wish` and would be left on the shelf if the line kept `chosen`, though it
/// could be used; the first of them. `stock` as in [`choose`], sorted by expiry.
#[must_use]
pub fn passed_over(
    need: &Need,
    chosen: &[Kept],
    stock: &[BatchStock],
    wish: BatchId,
    not_before: NaiveDate,
) -> Option<BatchId> {
    let by_hand = |batch: BatchId| -> Packs {
        chosen.iter().filter(|k| k.batch == batch && k.choice == Choice::ByHand).map(|k| k.packs).sum()
    };
    let beside: Vec<BatchStock> =
        stock.iter().map(|b| BatchStock { available: b.available.minus(by_hand(b.batch)), ..b.clone() }).collect();
    let chosen_packs: Packs = stock.iter().map(|b| by_hand(b.batch)).sum();
    let (picks, _) = first_expired_first_out(need.packs.minus(chosen_packs).floor_zero(), &beside, not_before);
    let limit = stock.iter().find(|b| b.batch == wish)?.expires_on;
    let left = |b: &BatchStock| {
        let picked: Packs = picks.iter().filter(|p| p.batch == b.batch).map(|p| p.packs).sum();
        b.available.minus(picked).any()
    };
    beside.iter().find(|b| b.expires_on >= not_before && b.expires_on < limit && left(b)).map(|b| b.batch)
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
    fn need(line: i64, packs: i64, by_hand: &[(i64, i64)]) -> Need {
        let pick = |(batch, packs): &(i64, i64)| Pick { batch: BatchId(*batch), packs: Packs(*packs) };
        Need {
            line: LineId(line),
            goods: Some(GoodsId(1)),
            packs: Packs(packs),
            by_hand: by_hand.iter().map(pick).collect(),
        }
    }

    fn kept(batch: i64, packs: i64, choice: Choice) -> Kept {
        Kept { line: LineId(1), batch: BatchId(batch), packs: Packs(packs), choice }
    }

    fn shelf(stock: &[BatchStock]) -> HashMap<GoodsId, Vec<BatchStock>> {
        HashMap::from([(GoodsId(1), stock.to_vec())])
    }

    #[test]
    fn what_a_person_chose_is_kept_before_an_earlier_line_takes_it() {
        let stock = [batch(1, 40, 2), batch(2, 90, 2)];
        let needs = [need(1, 3, &[]), need(2, 2, &[(2, 2)])];
        let plan = plan(&needs, &mut shelf(&stock), day(30));
        let by_hand = Kept { line: LineId(2), ..kept(2, 2, Choice::ByHand) };
        assert_eq!(plan.kept, [kept(1, 2, Choice::FirstOut), by_hand]);
        assert_eq!(plan.missing, [(LineId(1), Packs(1))]);
    }

    #[test]
    fn a_batch_chosen_by_hand_leaves_when_it_is_too_short_dated() {
        let stock = [batch(1, 40, 5), batch(2, 90, 5)];
        let plan = plan(&[need(1, 2, &[(1, 2)])], &mut shelf(&stock), day(41));
        assert_eq!(plan.kept, [kept(2, 2, Choice::FirstOut)]);
    }

    #[test]
    fn a_choice_takes_the_place_of_what_expires_last_and_of_an_older_choice_only_when_there_is_no_room() {
        let stock = [batch(1, 40, 3), batch(2, 90, 5), batch(3, 99, 5)];
        let had = [kept(1, 3, Choice::FirstOut), kept(2, 2, Choice::FirstOut)];
        let wish = |packs| Pick { batch: BatchId(3), packs: Packs(packs) };
        let once = choose(&need(1, 5, &[]), &had, &stock, wish(2));
        assert_eq!(once, [kept(1, 3, Choice::FirstOut), kept(3, 2, Choice::ByHand)]);
        let had = [kept(2, 2, Choice::ByHand), kept(1, 3, Choice::FirstOut)];
        assert_eq!(
            choose(&need(1, 5, &[]), &had, &stock, wish(4)),
            [kept(2, 1, Choice::ByHand), kept(3, 4, Choice::ByHand)]
        );
    }

    #[test]
    fn only_a_batch_that_would_stay_on_the_shelf_is_passed_over() {
        let stock = [batch(1, 40, 3), batch(2, 90, 5)];
        let over = |ordered: i64, packs: i64| {
            let need = need(1, ordered, &[]);
            let chosen = choose(&need, &[], &stock, Pick { batch: BatchId(2), packs: Packs(packs) });
            passed_over(&need, &chosen, &stock, BatchId(2), day(30))
        };
        assert_eq!(over(5, 2), None, "the rest takes the whole of the first batch");
        assert_eq!(over(5, 3), Some(BatchId(1)));
        assert_eq!(over(2, 2), Some(BatchId(1)));
        let need = need(1, 2, &[]);
        let chosen = choose(&need, &[], &stock, Pick { batch: BatchId(2), packs: Packs(2) });
        assert_eq!(passed_over(&need, &chosen, &stock, BatchId(2), day(41)), None, "too short-dated to be used");
    }

    #[test]
    fn an_unfit_batch_says_why() {
        let dates = DatesNow { today: day(10), not_before: day(40) };
        assert_eq!(dates.check(day(9), Packs(1)), Err(Unfit::Expired));
        assert_eq!(dates.check(day(39), Packs(1)), Err(Unfit::ShortDated));
        assert_eq!(dates.check(day(40), Packs(0)), Err(Unfit::NoneFree));
        assert_eq!(dates.check(day(40), Packs(1)), Ok(()));
    }
}
