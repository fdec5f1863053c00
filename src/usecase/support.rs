//! What several intentions share: loading, the one way a status changes, freeing packs, day arithmetic.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta, Utc};

use super::read::quote::{OrderQuote, QuoteLine};
use super::{Cx, Topic, UseError, settings};
use crate::domain::access::{AccessRefusal, Right, Role};
use crate::domain::batch::{self, DatesNow, Kept};
use crate::domain::error::Refusal;
use crate::domain::ids::{BatchId, LineId, OrderId, ReceiptId};
use crate::domain::marking::PackCode;
use crate::domain::order::{CancelReason, HistoryEvent, Order};
use crate::domain::packs::Packs;
use crate::domain::receipt;
use crate::domain::status::{self, OrderEvent, OrderStatus};
use crate::store::bag::{Bagged, NewPack};
use crate::store::history::NewHistory;
use crate::store::marking::Place;
use crate::store::outbox::NewMessage;
use crate::store::sync_state::key;
use crate::store::{self, Sql};

pub(super) fn no_order(number: &str) -> UseError {
    Refusal::OrderNotFound { number: number.to_owned() }.into()
}

pub(super) fn load(cx: &Cx<'_>, order: OrderId) -> Result<Order, UseError> {
    store::orders::load(cx.sql, order)?.ok_or_else(|| no_order(&order.to_string()))
}

/// Where `event` leads, or the refusal that names both.
pub(super) fn step(order: &Order, event: OrderEvent) -> Result<OrderStatus, Refusal> {
    status::step(order.status, event).ok_or(Refusal::WrongStatus { status: order.status, event })
}

/// A change of status made here, by a person or by the expiry sweep.
pub(super) struct StatusChange {
    to: OrderStatus,
    hold: HoldChange,
    accepted_now: Accepted,
    reason: Option<(CancelReason, String)>,
    note: String,
    receipt: Option<ReceiptId>,
}

enum HoldChange {
    Keep,
    Set(Option<DateTime<Utc>>),
}

#[derive(PartialEq, Eq)]
enum Accepted {
    Now,
    Before,
}

impl StatusChange {
    pub(super) fn to(to: OrderStatus) -> Self {
        Self {
            to,
            hold: HoldChange::Keep,
            accepted_now: Accepted::Before,
            reason: None,
            note: String::new(),
            receipt: None,
        }
    }

    pub(super) fn holding(self, until: Option<DateTime<Utc>>) -> Self {
        Self { hold: HoldChange::Set(until), ..self }
    }

    pub(super) fn accepted_now(self) -> Self {
        Self { accepted_now: Accepted::Now, ..self }
    }

    pub(super) fn because(self, reason: CancelReason, text: &str) -> Self {
        // The words may name a person: they stay with the order, where its data is wiped, and out of the history.
        Self { reason: Some((reason, text.to_owned())), note: reason.code().to_owned(), ..self }
    }

    /// Sold with this receipt; none for a trial order.
    pub(super) fn sold_with(self, receipt: Option<ReceiptId>) -> Self {
        Self { receipt, ..self }
    }

    pub(super) fn noting(self, note: String) -> Self {
        Self { note, ..self }
    }
}

/// Writes the new status, its history row and, for a site order, the message to the site. A final status
/// frees the order's packs and closes its document: this is the one exit, so no path can forget it.
pub(super) fn change_status(
    cx: &mut Cx<'_>,
    order: &Order,
    event: HistoryEvent,
    change: &StatusChange,
) -> Result<(), UseError> {
    let hold_until = match change.hold {
        HoldChange::Keep => order.hold_until,
        HoldChange::Set(until) => until,
    };
    let moved = store::orders::set_status(cx.sql, order.id, order.status, change.to, hold_until, cx.now)?;
    if !moved {
        // Unreachable while the row is read and written in one immediate transaction; kept as the last guard.
        return Err(no_order(order.origin.number()));
    }
    if change.accepted_now == Accepted::Now {
        store::orders::set_accepted_at(cx.sql, order.id, cx.now)?;
    }
    if let Some((reason, text)) = &change.reason {
        let words = if text.is_empty() { reason.code() } else { text };
        store::orders::set_cancelled(cx.sql, order.id, "pharmacy", words)?;
    }
    note(cx, order, event, change.to, &change.note)?;
    if change.to.is_final() {
        let goods = if event == HistoryEvent::Sold { Goods::HandedOver(change.receipt) } else { Goods::Back };
        leave(cx, order, goods, change.to.code())?;
    }
    if event != HistoryEvent::Lapsed {
        // Acting on an order is the answer to whatever asked for a look; the sweep looks at nothing.
        looked_at(cx, order.id)?;
    }
    if order.origin.is_site() {
        let message = NewMessage {
            status: change.to,
            changed_at: cx.now,
            reserved_until: if change.to.is_final() { None } else { hold_until },
            reason: change.reason.clone(),
        };
        store::outbox::add(cx.sql, order.id, &message)?;
        cx.changes.add(Topic::Outbox);
    }
    cx.changes.add(Topic::Orders);
    Ok(())
}

/// Adds a history row.
pub(super) fn note(
    cx: &mut Cx<'_>,
    order: &Order,
    event: HistoryEvent,
    to: OrderStatus,
    note: &str,
) -> Result<(), UseError> {
    let row = NewHistory { event, from: order.status, to, note };
    store::history::add(cx.sql, order.id, cx.now, cx.actor, row)?;
    cx.about = Some(order.id);
    cx.changes.add(Topic::Orders);
    Ok(())
}

/// What becomes of the packs of a finished order.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Goods {
    /// The customer has them, with this receipt; a trial order makes none and sells no code.
    HandedOver(Option<ReceiptId>),
    /// They are ours again.
    Back,
}

/// The one exit of an order into a final status: its packs are freed, its bag and cell emptied, its codes sold or
/// freed, its document closed; what was not yet ordered for it is not ordered, nobody has to be called again.
/// Answers how many packs it kept.
pub(super) fn leave(cx: &mut Cx<'_>, order: &Order, goods: Goods, why: &str) -> Result<Packs, UseError> {
    if let Goods::HandedOver(Some(receipt)) = goods {
        sell_bag(cx, order, receipt)?;
    }
    let freed = release(cx, order, why)?;
    let packs = freed.packs;
    empty_bag(cx, order.id, why)?;
    if goods == Goods::Back {
        let_wait(cx, order, freed)?;
    }
    store::reservations::close_document(cx.sql, order.id, cx.now)?;
    store::cells::set(cx.sql, order.id, None)?;
    store::requisitions::cancel_open(cx.sql, order.id, cx.now)?;
    store::calls::set_call_again(cx.sql, order.id, None)?;
    Ok(packs)
}

/// The bag of an order as the order stands now.
pub(super) struct SplitBag {
    /// Packs that a line needs.
    pub(super) needed: Vec<Bagged>,
    /// «Лишнее в пакете»: beyond the need, or of goods that no line names any more.
    pub(super) surplus: Vec<Bagged>,
}

pub(super) fn split_bag(cx: &Cx<'_>, order: &Order) -> Result<SplitBag, UseError> {
    let mut left: HashMap<LineId, Packs> = order.lines.iter().map(|l| (l.id, l.packs)).collect();
    let mut split = SplitBag { needed: Vec::new(), surplus: Vec::new() };
    for pack in store::bag::of_order(cx.sql, order.id)? {
        match left.get_mut(&pack.pack.line).filter(|packs| packs.any()) {
            Some(packs) => {
                *packs = packs.minus(Packs(1));
                split.needed.push(pack);
            }
            None => split.surplus.push(pack),
        }
    }
    Ok(split)
}

/// The codes of a sold order are sold with it, once and for ever. What was too much in the bag was not sold.
fn sell_bag(cx: &Cx<'_>, order: &Order, receipt: ReceiptId) -> Result<(), UseError> {
    for pack in split_bag(cx, order)?.needed {
        if let Some(code) = pack.pack.code
            && !store::marking::sell(cx.sql, code, order.id, receipt, cx.now)?
        {
            return Err(Refusal::AlreadySold.into());
        }
    }
    Ok(())
}

/// Every pack leaves the bag of an order, and its codes that were not sold are free: part of every exit.
pub(super) fn empty_bag(cx: &mut Cx<'_>, order: OrderId, why: &str) -> Result<(), UseError> {
    store::marking::free_all(cx.sql, order, cx.now)?;
    if store::bag::empty(cx.sql, order, why, cx.now)? > 0 {
        cx.changes.add(Topic::Orders);
    }
    Ok(())
}

/// Some packs leave the bag of an order, and their codes are free.
pub(super) fn take_out(
    cx: &mut Cx<'_>,
    order: OrderId,
    why: &str,
    which: impl Fn(&NewPack) -> bool,
) -> Result<(), UseError> {
    for bagged in store::bag::of_order(cx.sql, order)?.into_iter().filter(|b| which(&b.pack)) {
        if let Some(code) = bagged.pack.code {
            store::marking::free(cx.sql, code, cx.now)?;
        }
        store::bag::take_out(cx.sql, bagged.id, why, cx.now)?;
        cx.changes.add(Topic::Orders);
    }
    Ok(())
}

/// After the lines of an order were replaced: packs go to the new lines of the same goods, the first ones as far
/// as they are needed. The rest stays in the bag, with its codes, and is shown as too much.
pub(super) fn refit_bag(cx: &mut Cx<'_>, id: OrderId) -> Result<(), UseError> {
    let order = load(cx, id)?;
    let mut laid: HashMap<LineId, Packs> = HashMap::new();
    for pack in store::bag::of_order(cx.sql, id)? {
        let same = || order.lines.iter().filter(|l| l.goods == Some(pack.pack.goods));
        let open = same().find(|l| laid.get(&l.id).copied().unwrap_or_default() < l.packs);
        if let Some(line) = open.or_else(|| same().next_back()) {
            let packs = laid.entry(line.id).or_default();
            *packs = packs.plus(Packs(1));
            store::bag::move_to_line(cx.sql, pack.id, line.id)?;
        }
        cx.changes.add(Topic::Orders);
    }
    Ok(())
}

/// A pack that is in a bag or sold may be neither sold nor laid into another bag.
pub(super) fn check_not_sold(sql: &Sql<'_>, pack: &PackCode) -> Result<(), UseError> {
    match store::marking::find(sql, &pack.gtin, &pack.serial)?.map(|known| known.place) {
        None | Some(Place::Free) => Ok(()),
        Some(Place::Bag(order)) => {
            let holder = store::orders::load(sql, order)?.ok_or_else(|| no_order(&order.to_string()))?;
            Err(Refusal::CodeInBag { number: holder.origin.number().to_owned() }.into())
        }
        Some(Place::Sold(receipt)) => {
            let number = store::receipts::number(sql, receipt)?;
            Err(Refusal::CodeSold { number }.into())
        }
    }
}

/// Somebody has looked at what the site changed.
pub(super) fn looked_at(cx: &Cx<'_>, order: OrderId) -> Result<(), UseError> {
    store::orders::set_attention(cx.sql, order, None)?;
    store::lines_before::forget(cx.sql, order)?;
    Ok(())
}

/// Packs that were freed. Those that stood aside from their shelf already must be handed to [`let_wait`].
#[must_use = "packs that stood aside must wait for their shelf"]
pub(super) struct Freed {
    /// How many in all.
    pub(super) packs: Packs,
    /// Which of them stood aside.
    aside: BTreeMap<BatchId, Packs>,
    /// In which cell.
    cell: String,
}

/// Frees every pack of an order.
pub(super) fn release(cx: &mut Cx<'_>, order: &Order, why: &str) -> Result<Freed, UseError> {
    let (aside, cell) = aside(cx, order, None)?;
    let packs = store::reservations::release_all(cx.sql, order.id, why, cx.now)?;
    if packs.any() {
        cx.changes.add(Topic::Stock);
    }
    Ok(Freed { packs, aside, cell })
}

/// Frees every pack of one line.
pub(super) fn release_line(cx: &mut Cx<'_>, order: &Order, line: LineId, why: &str) -> Result<Freed, UseError> {
    let (aside, cell) = aside(cx, order, Some(line))?;
    let packs = store::reservations::release_line(cx.sql, order.id, line, why, cx.now)?;
    if packs.any() {
        cx.changes.add(Topic::Stock);
    }
    Ok(Freed { packs, aside, cell })
}

/// The reserved packs that are not on their shelf any more: all of a collected order, those in the bag of
/// another. None when nobody checks what goes back. And the cell they are in.
fn aside(cx: &Cx<'_>, order: &Order, line: Option<LineId>) -> Result<(BTreeMap<BatchId, Packs>, String), UseError> {
    let mut aside: BTreeMap<BatchId, Packs> = BTreeMap::new();
    if !settings::return_check(cx.sql)? {
        return Ok((aside, String::new()));
    }
    let mut bagged: HashMap<BatchId, Packs> = HashMap::new();
    for (of, pick, _) in store::preflight::bagged(cx.sql, order.id)? {
        if line.is_none_or(|line| line == of) {
            let packs = bagged.entry(pick.batch).or_default();
            *packs = packs.plus(pick.packs);
        }
    }
    for kept in store::reservations::of_order(cx.sql, order.id)? {
        if line.is_none_or(|line| line == kept.line) {
            let packs = aside.entry(kept.batch).or_default();
            *packs = packs.plus(kept.packs);
        }
    }
    if order.status != OrderStatus::Assembled {
        for (batch, packs) in &mut aside {
            *packs = (*packs).min(bagged.get(batch).copied().unwrap_or_default());
        }
    }
    aside.retain(|_, packs| packs.any());
    Ok((aside, store::cells::of_order(cx.sql, order.id)?))
}

/// Packs that stood aside wait for their shelf, but for those that the order keeps again by now.
pub(super) fn let_wait(cx: &mut Cx<'_>, order: &Order, freed: Freed) -> Result<(), UseError> {
    let_wait_beside(cx, order, order.id, freed)
}

/// The same, but for those that the order `keeper` keeps by now.
pub(super) fn let_wait_beside(cx: &mut Cx<'_>, order: &Order, keeper: OrderId, freed: Freed) -> Result<(), UseError> {
    if freed.aside.is_empty() {
        return Ok(());
    }
    let mut again: HashMap<BatchId, Packs> = HashMap::new();
    for kept in store::reservations::of_order(cx.sql, keeper)? {
        let packs = again.entry(kept.batch).or_default();
        *packs = packs.plus(kept.packs);
    }
    for (batch, packs) in freed.aside {
        let waits = packs.minus(again.get(&batch).copied().unwrap_or_default());
        if waits.any() {
            store::shelf::add(cx.sql, order.id, batch, waits, &freed.cell, cx.now)?;
            cx.changes.add(Topic::Stock);
        }
    }
    Ok(())
}

/// True when both keep the same packs, in whatever order they were written.
pub(super) fn same_packs(a: &[Kept], b: &[Kept]) -> bool {
    let sorted = |kept: &[Kept]| {
        let mut kept = kept.to_vec();
        kept.sort_unstable();
        kept
    };
    sorted(a) == sorted(b)
}

/// Reservations by line: an order may have ten thousand lines, so nobody may search them line by line.
fn kept_by_line(reserved: &[Kept]) -> HashMap<LineId, Vec<Kept>> {
    let mut kept: HashMap<LineId, Vec<Kept>> = HashMap::new();
    for one in reserved {
        kept.entry(one.line).or_default().push(*one);
    }
    kept
}

/// Now by the clock that holds are agreed by: the site's, as the last trusted poll measured it; ours where there
/// is no site. A machine whose clock is wrong keeps a customer's goods as long as the site says, not longer.
pub(super) fn site_now(sql: &Sql<'_>, now: DateTime<Utc>) -> Result<DateTime<Utc>, UseError> {
    let skew: i64 = store::sync_state::get(sql, key::SKEW_SECS)?.parse().unwrap_or(0);
    Ok(TimeDelta::try_seconds(skew).and_then(|skew| now.checked_add_signed(skew)).unwrap_or(now))
}

/// Today in the pharmacy.
pub(super) fn today(now: DateTime<Utc>, zone: FixedOffset) -> NaiveDate {
    now.with_timezone(&zone).date_naive()
}

/// The first day on which packs kept for an order may expire.
pub(super) fn not_before(
    sql: &Sql<'_>,
    now: DateTime<Utc>,
    zone: FixedOffset,
    hold_until: Option<DateTime<Utc>>,
) -> Result<NaiveDate, UseError> {
    Ok(dates(sql, now, zone, hold_until)?.not_before)
}

/// The days that decide whether a pack may be kept for an order.
pub(super) fn dates(
    sql: &Sql<'_>,
    now: DateTime<Utc>,
    zone: FixedOffset,
    hold_until: Option<DateTime<Utc>>,
) -> Result<DatesNow, UseError> {
    let days = settings::min_days_left(sql)?;
    let end = hold_until.filter(|until| *until > now).unwrap_or(now);
    Ok(DatesNow { today: today(now, zone), not_before: batch::usable_until(today(end, zone), days) })
}

/// Is the actor an administrator by the directory of users?
pub(super) fn is_admin(cx: &Cx<'_>) -> Result<bool, UseError> {
    Ok(role(cx)? == Role::Admin)
}

fn role(cx: &Cx<'_>) -> Result<Role, UseError> {
    Ok(Role::from_code(&store::settings::role_of(cx.sql, &cx.actor.user)?.unwrap_or_default()))
}

/// Refuses an actor whose role does not have the right. Until there is an administrator with a password nobody is kept
/// out; whoever works with the files themselves (the command line, the task) could change them in any case.
pub(super) fn must_may(cx: &Cx<'_>, right: Right) -> Result<(), UseError> {
    let by_files = matches!(cx.actor.till.as_str(), "cli" | "sync");
    if by_files || role(cx)?.may(right) || store::users::admins_besides(cx.sql, None)? == 0 {
        return Ok(());
    }
    Err(AccessRefusal::NotAllowed { right }.into())
}

/// Writes down what the actor did.
pub(super) fn write_deed(cx: &Cx<'_>, deed: &str, detail: &str) -> Result<(), UseError> {
    Ok(store::users::add_deed(cx.sql, cx.now, cx.actor, deed, detail)?)
}

/// The reserved lines of a collected order at the order's prices.
pub(super) fn quote_order(sql: &Sql<'_>, id: OrderId, today: NaiveDate) -> Result<OrderQuote, UseError> {
    let order = store::orders::load(sql, id)?.ok_or_else(|| no_order(&id.to_string()))?;
    step(&order, OrderEvent::Sell)?;
    let rule = settings::price_rule(sql)?;
    let reserved = store::reservations::of_order(sql, id)?;
    let kept_by_line = kept_by_line(&reserved);
    let mut lines: Vec<QuoteLine> = Vec::with_capacity(reserved.len());
    let mut missing_lines = 0;
    for line in &order.lines {
        let mut covered = Packs::ZERO;
        for kept in kept_by_line.get(&line.id).into_iter().flatten() {
            let (quote, ceiling) = store::stock::quote_line(sql, kept.batch)?;
            if quote.expires_on < today {
                return Err(Refusal::Expired { name: quote.name, series: quote.series }.into());
            }
            let price = receipt::order_price(line.price, quote.price, ceiling, rule);
            covered = covered.plus(kept.packs);
            lines.push(QuoteLine { packs: kept.packs, ..quote.priced(price) });
        }
        missing_lines += usize::from(covered < line.packs);
    }
    if missing_lines > 0 {
        return Err(Refusal::NotFullyReserved { missing_lines }.into());
    }
    if lines.is_empty() {
        return Err(Refusal::EmptyOrder.into());
    }
    Ok(OrderQuote {
        order: id,
        number: order.origin.number().to_owned(),
        payment: order.payment,
        is_test: order.is_test,
        cell: store::cells::of_order(sql, id)?,
        lines,
    })
}
