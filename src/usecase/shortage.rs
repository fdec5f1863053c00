//! What an order lacks, and what the shelf offers: shared by the requisition, the call card and their reads.

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};

use super::{UseError, settings, support};
use crate::domain::error::Refusal;
use crate::domain::hold;
use crate::domain::ids::{GoodsId, LineId};
use crate::domain::money::Kopecks;
use crate::domain::order::{Order, OrderLine};
use crate::domain::packs::Packs;
use crate::domain::receipt;
use crate::domain::requisition::{self, Need};
use crate::domain::status::OrderStatus;
use crate::domain::supply_refusal::SupplyRefusal;
use crate::store::{self, Sql};

/// An order that still lives: new, accepted or collected.
pub(super) fn check_alive(order: &Order) -> Result<(), Refusal> {
    match order.status {
        OrderStatus::New | OrderStatus::Accepted | OrderStatus::Assembled => Ok(()),
        OrderStatus::Closed | OrderStatus::ReserveExpired | OrderStatus::Cancelled | OrderStatus::Unknown => {
            Err(SupplyRefusal::OrderIsOver { status: order.status }.into())
        }
    }
}

/// The lines of an order with the packs that are neither reserved nor free, in the order of its lines.
pub(super) fn of_lines<'a>(
    sql: &Sql<'_>,
    now: DateTime<Utc>,
    zone: FixedOffset,
    order: &'a Order,
) -> Result<Vec<(&'a OrderLine, Packs)>, UseError> {
    let kept = store::reservations::of_order(sql, order.id)?;
    let mut by_line = std::collections::HashMap::<LineId, Packs>::new();
    for one in kept {
        let packs = by_line.entry(one.line).or_default();
        *packs = packs.plus(one.packs);
    }
    let reserved = |line: &OrderLine| by_line.get(&line.id).copied().unwrap_or_default();
    let needs: Vec<Need> = order
        .lines
        .iter()
        .map(|line| Need { goods: line.goods, ordered: line.packs, reserved: reserved(line) })
        .collect();
    let floor = support::not_before(sql, now, zone, order.hold_until)?;
    let missing = requisition::missing(&needs, |goods| store::requisitions::free_packs(sql, goods, floor))?;
    Ok(order.lines.iter().zip(missing).collect())
}

/// What the shelf offers of a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Offer {
    /// Shelf price of the pack that would be taken first.
    pub(super) price: Kopecks,
    /// Free packs.
    pub(super) free: Packs,
    /// The first to expire.
    pub(super) nearest_expiry: NaiveDate,
}

/// What of a product could be reserved for an order accepted now; none when nothing is there.
pub(super) fn offer(
    sql: &Sql<'_>,
    now: DateTime<Utc>,
    zone: FixedOffset,
    goods: GoodsId,
) -> Result<Option<Offer>, UseError> {
    let hold_until = hold::hold_until(now, settings::booking(sql)?.minutes);
    let floor = support::not_before(sql, now, zone, Some(hold_until))?;
    let mut batches = store::stock::batches_of(sql, goods)?;
    batches.retain(|b| b.available.any() && b.expires_on >= floor);
    let free = batches.iter().map(|b| b.available).sum();
    // In the order of expiry: the first is what the customer would get.
    Ok(batches.first().map(|first| Offer {
        price: receipt::shelf_price(first.price, first.max_price),
        free,
        nearest_expiry: first.expires_on,
    }))
}
