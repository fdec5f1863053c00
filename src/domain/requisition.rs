//! The purchase requisition («Заявка»): what is missing, when it is needed, whether the customer can wait so long.

use chrono::{DateTime, Duration, FixedOffset, NaiveTime, TimeZone, Utc};

use super::hold::{self, MAX_EXTENSION_DAYS};
use super::ids::GoodsId;
use super::packs::Packs;
use super::status::{self, OrderEvent, OrderStatus};
use super::supply_refusal::SupplyRefusal;

/// Where a requisition stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RequisitionState {
    /// «открыта»: not yet handed to the supplier.
    Open,
    /// «заказана»: handed to the supplier.
    Ordered,
    /// «получена»: the goods are here.
    Received,
    /// «отменена»: its order ended before the goods were ordered.
    Cancelled,
}

impl RequisitionState {
    /// All states, in the order of a requisition's life.
    pub const ALL: [Self; 4] = [Self::Open, Self::Ordered, Self::Received, Self::Cancelled];

    /// The stable code kept in the database and printed by the command line.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Ordered => "ordered",
            Self::Received => "received",
            Self::Cancelled => "cancelled",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }

    /// True while its goods are still awaited.
    #[must_use]
    pub const fn is_awaited(self) -> bool {
        matches!(self, Self::Open | Self::Ordered)
    }

    /// May a person move a requisition from this state to `to`? Back to open only by changing its lines; to
    /// cancelled only by the end of its order.
    ///
    /// # Errors
    /// [`SupplyRefusal::WrongRequisitionState`] for every other step.
    pub const fn check_step(self, to: Self) -> Result<(), SupplyRefusal> {
        match (self, to) {
            // Goods that came without having been marked as ordered are goods all the same.
            (Self::Open, Self::Ordered | Self::Received) | (Self::Ordered, Self::Received) => Ok(()),
            (Self::Open, Self::Open | Self::Cancelled)
            | (Self::Ordered, Self::Open | Self::Ordered | Self::Cancelled)
            | (Self::Received | Self::Cancelled, _) => Err(SupplyRefusal::WrongRequisitionState { from: self, to }),
        }
    }
}

/// What is known of one line of an order when its missing packs are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    /// The product; none when the directory does not have it.
    pub goods: Option<GoodsId>,
    /// Booked packs.
    pub ordered: Packs,
    /// Packs kept for this line.
    pub reserved: Packs,
}

/// Missing packs of each line: ordered − reserved − free. Free packs of a product are shared by the lines that
/// name it, the first line first, so that no pack is counted twice. `free` answers for one product.
///
/// # Errors
/// Whatever `free` fails with.
pub fn missing<E>(needs: &[Need], mut free: impl FnMut(GoodsId) -> Result<Packs, E>) -> Result<Vec<Packs>, E> {
    let mut left = std::collections::HashMap::new();
    let mut out = Vec::with_capacity(needs.len());
    for need in needs {
        let wanted = need.ordered.minus(need.reserved).floor_zero();
        let Some(goods) = need.goods else {
            out.push(wanted);
            continue;
        };
        let there = match left.get(&goods) {
            Some(packs) => *packs,
            None => free(goods)?,
        };
        let taken = there.floor_zero().min(wanted);
        left.insert(goods, there.minus(taken));
        out.push(wanted.minus(taken));
    }
    Ok(out)
}

/// Days until delivery where no supplier says otherwise.
pub const DEFAULT_LEAD_DAYS: u32 = 1;

/// The longest time a supplier may take, in days.
pub const MAX_LEAD_DAYS: u32 = 60;

/// The furthest wished delivery from now, in days.
pub const MAX_NEEDED_DAYS: i64 = 366;

/// When goods ordered now are here: the end (23:59) of the day that is `lead_days` ahead in the pharmacy.
#[must_use]
pub fn delivery_of(now: DateTime<Utc>, lead_days: u32, zone: FixedOffset) -> DateTime<Utc> {
    let ahead = now + Duration::days(i64::from(lead_days));
    let day = ahead.with_timezone(&zone).date_naive();
    let end = NaiveTime::from_hms_opt(23, 59, 0).unwrap_or_default();
    zone.from_local_datetime(&day.and_time(end)).single().map_or(ahead, |t| t.with_timezone(&Utc))
}

/// Can goods be wished for `wanted`?
///
/// # Errors
/// [`SupplyRefusal::NeededInPast`] and [`SupplyRefusal::NeededTooFar`].
pub fn check_needed_by(wanted: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), SupplyRefusal> {
    if wanted <= now {
        return Err(SupplyRefusal::NeededInPast { wanted });
    }
    let latest = now + Duration::days(MAX_NEEDED_DAYS);
    if wanted > latest {
        return Err(SupplyRefusal::NeededTooFar { wanted, latest });
    }
    Ok(())
}

/// The goods come later than the hold ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Late {
    /// When the goods are wished for.
    pub needed_by: DateTime<Utc>,
    /// When the hold ends now.
    pub hold_until: DateTime<Utc>,
    /// What can be done.
    pub remedy: Remedy,
}

/// What can be done about a delivery after the end of the hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// «Продлить резерв» until then: a day after the delivery, so that the customer has time to come.
    ExtendTo(DateTime<Utc>),
    /// Even the delivery lies beyond the longest extension.
    TooFar {
        /// The latest that a hold may be moved to.
        latest: DateTime<Utc>,
    },
    /// The hold is over: it cannot be extended any more.
    HoldOver,
    /// The order is not accepted yet: accepting starts its hold.
    AcceptFirst,
}

/// Time for the customer to come after the delivery, in days.
pub const DAYS_TO_COLLECT: i64 = 1;

/// Does the delivery come after the end of the hold, and what can be done? `None` when it comes in time, when
/// nothing is held yet, or when the order is over.
#[must_use]
pub fn lateness(
    status: OrderStatus,
    hold_until: Option<DateTime<Utc>>,
    needed_by: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Option<Late> {
    let hold_until = hold_until.filter(|until| needed_by > *until && !status.is_final())?;
    let latest = now + Duration::days(MAX_EXTENSION_DAYS);
    let remedy = if status::step(status, OrderEvent::Extend).is_none() {
        Remedy::AcceptFirst
    } else if hold::is_over(hold_until, now) {
        Remedy::HoldOver
    } else if needed_by > latest {
        Remedy::TooFar { latest }
    } else {
        Remedy::ExtendTo((needed_by + Duration::days(DAYS_TO_COLLECT)).min(latest))
    };
    Some(Late { needed_by, hold_until, remedy })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use super::*;
    use crate::domain::clock::from_millis;
    use proptest::prelude::*;

    fn now() -> DateTime<Utc> {
        from_millis(1_795_500_000_000)
    }

    fn hours(n: i64) -> DateTime<Utc> {
        now() + Duration::hours(n)
    }

    #[test]
    fn every_step_of_a_requisition_is_as_written() {
        use RequisitionState as S;
        for from in S::ALL {
            for to in S::ALL {
                let allowed = matches!((from, to), (S::Open, S::Ordered | S::Received) | (S::Ordered, S::Received));
                assert_eq!(from.check_step(to).is_ok(), allowed, "{from:?} → {to:?}");
            }
            assert_eq!(S::from_code(from.code()), Some(from));
        }
    }

    #[test]
    fn goods_come_by_the_end_of_the_suppliers_day_in_the_pharmacy() {
        let zone = FixedOffset::east_opt(3 * 3600).unwrap();
        // 24 November, 09:00 in Moscow.
        let at = delivery_of(now(), 2, zone).with_timezone(&zone);
        assert_eq!(at.format("%d.%m.%Y %H:%M").to_string(), "26.11.2026 23:59");
        assert!(check_needed_by(now(), now()).is_err());
        assert!(check_needed_by(hours(24 * 367), now()).is_err());
        assert_eq!(check_needed_by(hours(1), now()), Ok(()));
    }

    #[test]
    fn a_delivery_after_the_hold_says_until_when_to_extend_within_thirty_days() {
        let late = |status, hold, needed| lateness(status, hold, hours(needed), now()).map(|l| l.remedy);
        let held = Some(hours(48));
        assert_eq!(late(OrderStatus::Accepted, held, 48), None);
        assert_eq!(late(OrderStatus::Accepted, None, 480), None);
        assert_eq!(late(OrderStatus::Accepted, held, 60), Some(Remedy::ExtendTo(hours(84))));
        assert_eq!(late(OrderStatus::Accepted, held, 24 * 30), Some(Remedy::ExtendTo(hours(24 * 30))));
        let latest = hours(24 * 30);
        assert_eq!(late(OrderStatus::Accepted, held, 24 * 30 + 1), Some(Remedy::TooFar { latest }));
        assert_eq!(late(OrderStatus::Accepted, Some(hours(-1)), 1), Some(Remedy::HoldOver));
        assert_eq!(late(OrderStatus::New, held, 60), Some(Remedy::AcceptFirst));
        assert_eq!(late(OrderStatus::Cancelled, held, 60), None);
    }

    proptest! {
        #[test]
        fn a_free_pack_is_never_counted_for_two_lines(
            lines in prop::collection::vec((0_i64..3, 1_i64..9, 0_i64..9), 0..12),
            stock in prop::collection::vec(0_i64..9, 3),
        ) {
            let needs: Vec<Need> = lines
                .iter()
                .map(|(g, ordered, reserved)| Need {
                    goods: Some(GoodsId(*g)), ordered: Packs(*ordered), reserved: Packs(*reserved.min(ordered)),
                })
                .collect();
            let free = |g: GoodsId| Ok::<_, ()>(Packs(stock.get(usize::try_from(g.0).unwrap()).copied().unwrap()));
            let short = missing(&needs, free).unwrap();
            for (g, there) in (0..).zip(&stock) {
                let of = |f: &dyn Fn(usize) -> i64| -> i64 {
                    needs.iter().enumerate().filter(|(_, n)| n.goods == Some(GoodsId(g))).map(|(i, _)| f(i)).sum()
                };
                let wanted = of(&|i| needs.get(i).map_or(0, |n| n.ordered.0 - n.reserved.0));
                let lacking = of(&|i| short.get(i).map_or(0, |p| p.0));
                prop_assert_eq!(lacking, (wanted - there).max(0));
            }
        }
    }
}
