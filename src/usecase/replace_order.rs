//! «Согласен на замену»: a new order of our own takes the place of another one, in one transaction.
//!
//! The old order is freed first and the new one reserved at once, so that nobody gets the packs in between.
//! The site hears of the old order's end and never of the new order.

use std::collections::HashMap;

use super::{Cx, UseError, new_order, reserve_lines, shortage, support};
use crate::domain::call::{Replacement, Rest};
use crate::domain::error::Refusal;
use crate::domain::ids::{LineId, OrderId};
use crate::domain::order::{CancelReason, HistoryEvent, Order, OrderLine, PaymentState};
use crate::domain::packs::Packs;
use crate::domain::receipt;
use crate::domain::status::{OrderEvent, OrderStatus};
use crate::domain::supply_refusal::SupplyRefusal;
use crate::store;
use crate::store::orders::LineData;

pub(super) fn replace(
    cx: &mut Cx<'_>,
    old: &Order,
    replacements: &[Replacement],
) -> Result<(OrderId, String), UseError> {
    check(old, replacements)?;
    let lines = lines(cx, old, replacements)?;
    let (customer, comment) =
        store::orders::person(cx.sql, old.id)?.ok_or_else(|| support::no_order(old.origin.number()))?;
    let to = support::step(old, OrderEvent::Delete)?;
    // Freed before the order ends, so that packs set aside for it pass over instead of waiting for their shelf.
    let freed = support::release(cx, old, "replaced")?;
    let change = support::StatusChange::to(to).because(CancelReason::Replaced, "");
    support::change_status(cx, old, HistoryEvent::Deleted, &change)?;
    let note = format!("own, replaces {}", old.origin.number());
    let (id, number) = new_order::create(cx, &customer, &comment, &lines, &note)?;
    store::orders::set_replaces(cx.sql, id, old.id)?;
    let new = support::load(cx, id)?;
    let report = reserve_lines::reserve(cx, &new, new.hold_until)?;
    if report.missing_lines > 0 {
        // What was promised on the phone must be there, or nothing of this happened.
        return Err(Refusal::NotFullyReserved { missing_lines: report.missing_lines }.into());
    }
    support::let_wait_beside(cx, old, id, freed)?;
    Ok((id, number))
}

fn check(old: &Order, replacements: &[Replacement]) -> Result<(), Refusal> {
    if !matches!(old.status, OrderStatus::New | OrderStatus::Accepted) {
        return Err(SupplyRefusal::NoReplacement { status: old.status }.into());
    }
    if old.payment == PaymentState::Paid {
        return Err(SupplyRefusal::PrepaidNotReplaced.into());
    }
    if replacements.is_empty() {
        return Err(SupplyRefusal::NoReplacementChosen.into());
    }
    for replacement in replacements {
        receipt::check_quantity(replacement.packs)?;
        if !old.lines.iter().any(|line| line.id == replacement.line) {
            return Err(Refusal::LineGone);
        }
    }
    Ok(())
}

/// The lines of the new order: what is there at the booked price, then the replacements at the shelf price.
fn lines(cx: &Cx<'_>, old: &Order, replacements: &[Replacement]) -> Result<Vec<LineData>, UseError> {
    let mut by_line: HashMap<LineId, Vec<&Replacement>> = HashMap::new();
    for replacement in replacements {
        by_line.entry(replacement.line).or_default().push(replacement);
    }
    let mut lines = Vec::with_capacity(old.lines.len() + replacements.len());
    for (line, missing) in shortage::of_lines(cx.sql, cx.now, cx.zone, old)? {
        let instead = by_line.remove(&line.id).unwrap_or_default();
        if instead.is_empty() && missing.any() {
            return Err(SupplyRefusal::LineNotReplaced { name: line.name.clone() }.into());
        }
        let is_dropped = instead.iter().any(|r| r.rest == Rest::Dropped);
        let there = if is_dropped { Packs::ZERO } else { line.packs.minus(missing) };
        if there.any() {
            lines.push(kept(line, there));
        }
        for replacement in instead {
            lines.push(offered(cx, replacement)?);
        }
    }
    Ok(lines)
}

fn kept(line: &OrderLine, packs: Packs) -> LineData {
    LineData {
        site_line_id: String::new(),
        product: line.product.clone(),
        batch: None,
        name: line.name.clone(),
        manufacturer: line.manufacturer.clone(),
        packs,
        price: line.price,
    }
}

fn offered(cx: &Cx<'_>, wanted: &Replacement) -> Result<LineData, UseError> {
    let gone = || Refusal::GoodsNotFound { what: wanted.goods.to_string() };
    let (product, name, manufacturer) = store::goods::booking_data(cx.sql, wanted.goods)?.ok_or_else(gone)?;
    let offer = shortage::offer(cx.sql, cx.now, cx.zone, wanted.goods)?;
    let available = offer.as_ref().map_or(Packs::ZERO, |o| o.free);
    match offer.filter(|o| o.free >= wanted.packs) {
        Some(offer) => Ok(LineData {
            site_line_id: String::new(),
            product,
            batch: None,
            name,
            manufacturer,
            packs: wanted.packs,
            price: offer.price,
        }),
        None => Err(Refusal::NotEnough { name, available, wanted: wanted.packs }.into()),
    }
}
