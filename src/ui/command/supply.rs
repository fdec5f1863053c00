//! What the commands about missing goods need to know, and when they are live.
//!
//! Must not know: how a requisition is made or a call is noted.

use super::{CmdCx, Why, no};
use crate::domain::requisition::{Remedy, RequisitionState};
use crate::domain::status::OrderStatus;

/// A tab of the collecting window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum CollectingTab {
    /// «Резерв».
    #[default]
    Reserve,
    /// «Заявка».
    Requisition,
    /// «История».
    History,
}

/// What is known of the missing goods of the order on the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SupplyFacts {
    /// The tab on top.
    pub tab: CollectingTab,
    /// Its requisition.
    pub requisition: RequisitionFacts,
}

/// A requisition and what was typed for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RequisitionFacts {
    /// Products that are missing; `None` while not known.
    pub missing: Option<usize>,
    /// Where the requisition stands, when there is one.
    pub state: Option<RequisitionState>,
    /// What can be done about a delivery after the end of the hold; `None` when it comes in time.
    pub late: Option<Remedy>,
    /// What was typed and is not stored yet.
    pub draft: Draft,
    /// The desk is at work for it.
    pub busy: bool,
}

/// What was typed for a requisition and is not stored yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Draft {
    /// Nothing.
    #[default]
    None,
    /// Something that can be stored.
    Typed,
    /// Something that cannot be read, and why: a text key.
    Bad(&'static str),
}

pub(super) fn can_make(cx: &CmdCx) -> Result<(), Why> {
    let facts = cx.supply.requisition;
    alive(cx)?;
    match (facts.missing, facts.draft) {
        _ if facts.busy => no("why-supply-busy"),
        (Some(0), _) => no("why-nothing-missing"),
        (_, Draft::Bad(why)) => no(why),
        (_, Draft::None | Draft::Typed) => Ok(()),
    }
}

pub(super) fn can_extend(cx: &CmdCx) -> Result<(), Why> {
    alive(cx)?;
    match cx.supply.requisition.late {
        _ if cx.supply.requisition.busy => no("why-supply-busy"),
        None => no("why-delivery-in-time"),
        Some(Remedy::ExtendTo(_)) => Ok(()),
        Some(Remedy::TooFar { .. }) => no("why-delivery-too-far"),
        Some(Remedy::HoldOver) => no("why-hold-over"),
        Some(Remedy::AcceptFirst) => no("why-accept-first"),
    }
}

pub(super) const fn can_mark_ordered(cx: &CmdCx) -> Result<(), Why> {
    match cx.supply.requisition.state {
        _ if cx.supply.requisition.busy => no("why-supply-busy"),
        None => no("why-no-requisition"),
        Some(RequisitionState::Open) => Ok(()),
        Some(RequisitionState::Ordered | RequisitionState::Received | RequisitionState::Cancelled) => {
            no("why-requisition-not-open")
        }
    }
}

pub(super) const fn can_mark_received(cx: &CmdCx) -> Result<(), Why> {
    match cx.supply.requisition.state {
        _ if cx.supply.requisition.busy => no("why-supply-busy"),
        None => no("why-no-requisition"),
        Some(RequisitionState::Open | RequisitionState::Ordered) => Ok(()),
        Some(RequisitionState::Received | RequisitionState::Cancelled) => no("why-requisition-over"),
    }
}

/// Goods are ordered and customers called only for an order that still lives.
fn alive(cx: &CmdCx) -> Result<(), Why> {
    match super::order(cx)?.status {
        OrderStatus::New | OrderStatus::Accepted | OrderStatus::Assembled => Ok(()),
        OrderStatus::Closed | OrderStatus::ReserveExpired | OrderStatus::Cancelled | OrderStatus::Unknown => {
            no("why-order-is-over")
        }
    }
}
