//! What the commands about missing goods need to know, and when they are live.
//!
//! Must not know: how a requisition is made or a call is noted.

use super::orders::order;
use super::{CmdCx, Why, no};
use crate::domain::order::PaymentState;
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
    /// «Звонки».
    Calls,
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
    /// The call to its customer.
    pub call: CallFacts,
}

/// A call to the customer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CallFacts {
    /// Lines that lack packs; `None` while not known.
    pub lines: Option<usize>,
    /// Lines of them without a replacement.
    pub unchosen: usize,
    /// The line on top: analogs in stock.
    pub analogs: usize,
    /// The line on top has a replacement.
    pub chosen: bool,
    /// Some packs of the line on top are there.
    pub partly: bool,
    /// How the order is paid.
    pub payment: PaymentState,
    /// The phone.
    pub phone: PhoneFacts,
    /// The desk is at work for it.
    pub busy: bool,
}

/// Packs that wait for their shelf.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ShelfFacts {
    /// Rows of the worklist.
    pub rows: usize,
    /// One of them is selected.
    pub chosen: bool,
}

/// What is seen of the customer's phone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PhoneFacts {
    /// The customer left none.
    #[default]
    None,
    /// Masked.
    Hidden,
    /// In full, with a record.
    Shown,
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

/// There are lines, and none are on their way to a file.
pub(super) const fn can_save(cx: &CmdCx) -> Result<(), Why> {
    match cx.supply.requisition.missing {
        None | Some(0) => no("why-nothing-listed"),
        Some(_) if cx.supply.requisition.busy => no("why-supply-busy"),
        Some(_) => Ok(()),
    }
}

pub(super) const fn has_line(cx: &CmdCx) -> Result<(), Why> {
    if cx.supply.requisition.state.is_some() { Ok(()) } else { no("why-no-requisition-line") }
}

pub(super) const fn has_return(cx: &CmdCx) -> Result<(), Why> {
    if cx.shelf.chosen { Ok(()) } else { no("why-nothing-to-return") }
}

pub(super) const fn has_returns(cx: &CmdCx) -> Result<(), Why> {
    if cx.shelf.rows > 0 { Ok(()) } else { no("why-nothing-to-return") }
}

pub(super) const fn can_show_phone(cx: &CmdCx) -> Result<(), Why> {
    match cx.supply.call.phone {
        PhoneFacts::None => no("why-no-phone"),
        PhoneFacts::Hidden | PhoneFacts::Shown => Ok(()),
    }
}

pub(super) const fn several_lines(cx: &CmdCx) -> Result<(), Why> {
    match cx.supply.call.lines {
        None | Some(0) => no("why-nothing-to-call-about"),
        Some(1) => no("why-one-missing-line"),
        Some(_) => Ok(()),
    }
}

pub(super) fn has_analog(cx: &CmdCx, number: usize) -> Result<(), Why> {
    alive(cx)?;
    match (cx.supply.call.lines, cx.supply.call.analogs) {
        (Some(0), _) => no("why-nothing-to-call-about"),
        (_, 0) => no("why-no-analogs"),
        (_, known) if known < number => no("why-no-such-analog"),
        (_, _) => Ok(()),
    }
}

pub(super) const fn has_choice(cx: &CmdCx) -> Result<(), Why> {
    if cx.supply.call.chosen { Ok(()) } else { no("why-no-analog-chosen") }
}

pub(super) fn can_replace_whole(cx: &CmdCx) -> Result<(), Why> {
    has_choice(cx)?;
    if cx.supply.call.partly { Ok(()) } else { no("why-nothing-of-line-there") }
}

/// Only a new or accepted order that is not paid on the site is replaced, and whole.
pub(super) fn can_agree(cx: &CmdCx) -> Result<(), Why> {
    can_wait(cx)?;
    match order(cx)?.status {
        OrderStatus::New | OrderStatus::Accepted => {}
        OrderStatus::Assembled
        | OrderStatus::Closed
        | OrderStatus::ReserveExpired
        | OrderStatus::Cancelled
        | OrderStatus::Unknown => return no("why-cannot-replace"),
    }
    match cx.supply.call {
        CallFacts { payment: PaymentState::Paid, .. } => no("why-prepaid-not-replaced"),
        CallFacts { unchosen, .. } if unchosen > 0 => Err(Why { key: "why-lines-without-analog", n: Some(unchosen) }),
        CallFacts { .. } => Ok(()),
    }
}

pub(super) fn can_wait(cx: &CmdCx) -> Result<(), Why> {
    can_note_call(cx)?;
    if cx.supply.call.lines == Some(0) { no("why-nothing-to-call-about") } else { Ok(()) }
}

pub(super) fn can_note_call(cx: &CmdCx) -> Result<(), Why> {
    alive(cx)?;
    if cx.supply.call.busy { no("why-supply-busy") } else { Ok(()) }
}

pub(super) fn has_linked(cx: &CmdCx) -> Result<(), Why> {
    if order(cx)?.linked.is_some() { Ok(()) } else { no("why-no-linked") }
}

/// Goods are ordered and customers called only for an order that still lives.
fn alive(cx: &CmdCx) -> Result<(), Why> {
    match order(cx)?.status {
        OrderStatus::New | OrderStatus::Accepted | OrderStatus::Assembled => Ok(()),
        OrderStatus::Closed | OrderStatus::ReserveExpired | OrderStatus::Cancelled | OrderStatus::Unknown => {
            no("why-order-is-over")
        }
    }
}
