//! What the site tells: orders and the cursor in one transaction; known revisions are dropped.
//!
//! An order with a change of ours still on its way is left alone and read again later: a pull never
//! overwrites what the site does not know yet. Only what the site alone decides (who, remark, payment) is taken
//! at once.

use chrono::{DateTime, Utc};

use super::support::{Freed, Goods};
use super::{Action, Cx, Topic, UseError, deliver, reserve_lines, support};
use crate::domain::ids::{OrderId, SiteOrderId};
use crate::domain::mask;
use crate::domain::order::{Attention, HistoryEvent, Order, Origin};
use crate::domain::site_order::{SiteLine, SiteOrder};
use crate::domain::status::{self, OrderEvent, OrderStatus};
use crate::domain::unreadable::{ReadFault, Unreadable};
use crate::store;
use crate::store::history::NewHistory;
use crate::store::orders::{Facts, LineData, OrderData};

/// The name under which the cursor of the booking service is kept.
pub const SERVICE: &str = "expero";

/// An element of a page that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokenElement {
    /// The element as sent.
    pub raw: String,
    /// The order it speaks of, if that could be read.
    pub order_ref: Option<String>,
    /// What is wrong.
    pub reason: Unreadable,
}

/// Where the reading stands after this page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Ask from here next time; none when the page gave no cursor.
    Cursor(Option<String>),
    /// A page read again on the side: the cursor stays.
    Aside,
}

/// One page of orders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiveOrders {
    /// Readable orders.
    pub orders: Vec<SiteOrder>,
    /// Unreadable elements.
    pub broken: Vec<BrokenElement>,
    /// Where the reading stands after it.
    pub progress: Progress,
    /// Our pharmacy at the site; orders of another are kept aside. Empty: all are ours.
    pub pharmacy_id: String,
}

/// What a page brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Received {
    /// Orders that we did not have.
    pub new: u32,
    /// Orders that changed.
    pub changed: u32,
    /// Known revisions and changes that wait for ours to be sent.
    pub left_alone: u32,
    /// Elements kept for the admin.
    pub broken: u32,
}

impl Action for ReceiveOrders {
    type Value = Received;
    const NAME: &'static str = "receive_orders";

    fn run(self, cx: &mut Cx<'_>) -> Result<Received, UseError> {
        let mut report = Received::default();
        for broken in &self.broken {
            keep_aside(cx, broken)?;
            report.broken += 1;
        }
        let mut kept_aside = if store::inbox::has_unresolved(cx.sql)? { KeptAside::Some } else { KeptAside::Nothing };
        let mut newest: Option<DateTime<Utc>> = None;
        for site in &self.orders {
            newest = newest.max(Some(site.stamps.updated_at));
            if !self.pharmacy_id.is_empty() && site.pharmacy_id != self.pharmacy_id {
                let raw = format!("order {} of pharmacy {}", site.site_id, site.pharmacy_id);
                let order_ref = Some(site.site_id.to_string());
                let reason = Unreadable::whole(ReadFault::OtherPharmacy).with(site.pharmacy_id.as_str());
                keep_aside(cx, &BrokenElement { raw, order_ref, reason })?;
                report.broken += 1;
                continue;
            }
            match receive(cx, site, kept_aside)? {
                Fate::New => report.new += 1,
                Fate::Changed => report.changed += 1,
                Fate::LeftAlone => report.left_alone += 1,
                Fate::Broken => {
                    kept_aside = KeptAside::Some;
                    report.broken += 1;
                }
            }
        }
        if let Progress::Cursor(cursor) = &self.progress {
            store::inbox::advance(cx.sql, SERVICE, cursor.as_deref(), newest)?;
        }
        Ok(report)
    }
}

enum Fate {
    New,
    Changed,
    LeftAlone,
    Broken,
}

/// Whether any element waits in quarantine: only then must an order look there for what it mends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum KeptAside {
    Some,
    Nothing,
}

fn keep_aside(cx: &mut Cx<'_>, broken: &BrokenElement) -> Result<(), UseError> {
    let fresh =
        store::inbox::quarantine(cx.sql, SERVICE, broken.order_ref.as_deref(), &broken.raw, &broken.reason, cx.now)?;
    if fresh {
        cx.changes.add(Topic::Sync);
    }
    Ok(())
}

fn receive(cx: &mut Cx<'_>, site: &SiteOrder, kept_aside: KeptAside) -> Result<Fate, UseError> {
    if let Some(reason) = unfit(site) {
        let raw = format!("order {} revision {}", site.site_id, site.revision);
        let order_ref = Some(site.site_id.to_string());
        keep_aside(cx, &BrokenElement { raw, order_ref, reason })?;
        return Ok(Fate::Broken);
    }
    if kept_aside == KeptAside::Some {
        store::inbox::resolve(cx.sql, site.site_id.as_str(), cx.now)?;
    }
    let Some(known) = store::orders::known(cx.sql, &site.site_id)? else {
        insert(cx, site)?;
        return Ok(Fate::New);
    };
    // A copy older than one that we have seen tells nothing, wherever it comes from.
    if site.revision < known.revision || known.flagged.is_some_and(|seen| site.revision < seen) {
        return Ok(Fate::LeftAlone);
    }
    if known.waiting {
        if let Some(message) = store::outbox::in_conflict(cx.sql, known.id)? {
            // The site refused our change for what it holds, and this is what it holds.
            deliver::resolve(cx, &message, site, "read_again")?;
            return Ok(Fate::Changed);
        }
        if site.revision > known.revision {
            store::orders::flag_reread(cx.sql, known.id, site.revision, Some(site.stamps.updated_at))?;
            let order = support::load(cx, known.id)?;
            if learn_facts(cx, &order, site)? {
                return Ok(Fate::Changed);
            }
        }
        return Ok(Fate::LeftAlone);
    }
    if site.revision == known.revision && known.flagged.is_none() {
        return Ok(Fate::LeftAlone);
    }
    let order = support::load(cx, known.id)?;
    if site.revision == known.revision {
        store::orders::clear_reread(cx.sql, known.id, known.revision)?;
        // Flagged and the same revision: the site refused our change, so ours is not what it holds.
        if site.status == order.status && !lines_differ(&order, &site.lines) {
            return Ok(Fate::LeftAlone);
        }
    }
    adopt(cx, &order, site, Attention::SiteWon)?;
    Ok(Fate::Changed)
}

/// What makes a readable order impossible to keep. One such order must not hold up its page.
fn unfit(site: &SiteOrder) -> Option<Unreadable> {
    if site.site_id.as_str().is_empty() {
        return Some(Unreadable::whole(ReadFault::NoOrderId));
    }
    let line = |wrong: fn(&SiteLine) -> bool, fault| {
        let at = site.lines.iter().position(wrong)?;
        Some(Unreadable::whole(fault).with((at + 1).to_string()))
    };
    line(|l| l.packs.0 < 1, ReadFault::BadQuantity).or_else(|| line(|l| l.price.0 < 0, ReadFault::BadPrice))
}

fn insert(cx: &mut Cx<'_>, site: &SiteOrder) -> Result<OrderId, UseError> {
    let origin = Origin::Site {
        site_id: SiteOrderId(site.site_id.0.clone()),
        number: site.number.clone(),
        revision: site.revision,
    };
    let data = order_data(site, site.stamps.reserved_until);
    let id = store::orders::insert(cx.sql, &origin, &site.pharmacy_id, &data, &line_data(&site.lines))?;
    store::reservations::open_document(cx.sql, id, cx.now)?;
    let arrived = NewHistory { event: HistoryEvent::Arrived, from: site.status, to: site.status, note: "" };
    store::history::add(cx.sql, id, cx.now, cx.actor, arrived)?;
    cx.about = Some(id);
    cx.changes.add(Topic::Orders);
    match site.status {
        OrderStatus::Closed | OrderStatus::ReserveExpired | OrderStatus::Cancelled => {
            store::reservations::close_document(cx.sql, id, cx.now)?;
        }
        // Taken on elsewhere (an older database, another program): its goods must be found again by hand.
        OrderStatus::Accepted | OrderStatus::Assembled | OrderStatus::Unknown => {
            store::orders::set_attention(cx.sql, id, Some(Attention::SiteWon))?;
        }
        OrderStatus::New => {}
    }
    Ok(id)
}

/// Takes the site's order over ours. `why` is the attention for a status that neither a person here nor a
/// cancellation or an edit explains.
pub(super) fn adopt(cx: &mut Cx<'_>, order: &Order, site: &SiteOrder, why: Attention) -> Result<(), UseError> {
    store::orders::set_revision(cx.sql, order.id, site.revision, site.stamps.updated_at)?;
    store::orders::clear_reread(cx.sql, order.id, site.revision)?;
    cx.changes.add(Topic::Orders);
    if order.status == OrderStatus::Closed {
        // A finished sale is never undone, but a payment after it must be seen: the customer paid twice.
        learn_facts(cx, order, site)?;
        if site.status != OrderStatus::Closed {
            disagree(cx, order, site)?;
        }
        return Ok(());
    }
    let edited = lines_differ(order, &site.lines);
    if site.status == order.status {
        return same_status(cx, order, site, edited);
    }
    if site.status == OrderStatus::Cancelled && status::step(order.status, OrderEvent::SiteCancels).is_some() {
        return cancelled(cx, order, site);
    }
    replace_all(cx, order, site, edited, why)
}

fn disagree(cx: &mut Cx<'_>, order: &Order, site: &SiteOrder) -> Result<(), UseError> {
    store::orders::set_attention(cx.sql, order.id, Some(Attention::SiteDisagrees))?;
    let note = format!("site: {}", status_word(site));
    support::note(cx, order, HistoryEvent::SiteDisagrees, order.status, &note)
}

fn same_status(cx: &mut Cx<'_>, order: &Order, site: &SiteOrder, edited: bool) -> Result<(), UseError> {
    if order.status.is_final() || !edited {
        take_facts(cx, order, site, Waits::Nothing)?;
        return support::note(cx, order, HistoryEvent::SiteUpdated, order.status, "");
    }
    let hold = site.stamps.reserved_until.or(order.hold_until);
    let freed = support::release(cx, order, "site_edited")?;
    if order.status != OrderStatus::New {
        store::lines_before::keep(cx.sql, order.id)?;
    }
    store::orders::update(cx.sql, order.id, &order_data(site, hold))?;
    store::orders::replace_lines(cx.sql, order.id, &line_data(&site.lines))?;
    support::refit_bag(cx, order.id)?;
    let (event, attention) = match status::step(order.status, OrderEvent::SiteEdits) {
        Some(OrderStatus::New) => (HistoryEvent::SiteEdited, None),
        Some(_) => (HistoryEvent::SiteEdited, Some(Attention::SiteEdited)),
        // The site should have refused the customer. What it holds is what it will ask for, so it wins.
        None => (HistoryEvent::SiteWon, Some(Attention::SiteWon)),
    };
    if attention.is_some() {
        store::orders::set_attention(cx.sql, order.id, attention)?;
    }
    support::note(cx, order, event, order.status, "")?;
    recheck(cx, order, freed, hold)
}

/// Takes at once what only the site and the customer decide (who, remark, payment), though a change of ours is on
/// its way: a customer who has paid must not be asked to pay again. The revision stays, for the lines and the
/// status of this copy are not taken. False when nothing of it is new.
fn learn_facts(cx: &mut Cx<'_>, order: &Order, site: &SiteOrder) -> Result<bool, UseError> {
    let told =
        Facts { customer: site.customer.clone(), comment: site.comment.clone(), payment: (site.method, site.payment) };
    if store::orders::facts(cx.sql, order.id)?.is_none_or(|known| known == told) {
        return Ok(false);
    }
    store::orders::set_facts(cx.sql, order.id, &told)?;
    let note = if order.payment == site.payment { "" } else { site.payment.code() };
    support::note(cx, order, HistoryEvent::SiteUpdated, order.status, note)?;
    Ok(true)
}

/// True when a later copy of the order than this one was seen (its facts were taken, the rest of it waits): this
/// one must not set them back.
pub(super) fn later_was_seen(cx: &Cx<'_>, order: OrderId, site: &SiteOrder) -> Result<bool, UseError> {
    Ok(store::orders::reread_revision(cx.sql, order)?.is_some_and(|seen| seen > site.revision))
}

/// Takes the revision and what only the site and the customer decide (who, remark, payment), never status or
/// lines. The hold of an open order too, unless a change of ours is still on its way.
pub(super) fn take_facts(cx: &mut Cx<'_>, order: &Order, site: &SiteOrder, waits: Waits) -> Result<(), UseError> {
    let hold = match waits {
        Waits::Nothing => site.stamps.reserved_until.filter(|_| !order.status.is_final()),
        Waits::More => None,
    };
    store::orders::set_site_facts(cx.sql, order.id, &order_data(site, hold), hold)?;
    store::orders::set_revision(cx.sql, order.id, site.revision, site.stamps.updated_at)?;
    cx.changes.add(Topic::Orders);
    Ok(())
}

/// Whether changes of an order are still on their way.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Waits {
    /// All are settled.
    Nothing,
    /// At least one waits.
    More,
}

/// What was reserved for the old lines is reserved again for the new ones, as far as it is there; packs that
/// stood aside and are not wanted any more go back to their shelf.
fn recheck(cx: &mut Cx<'_>, order: &Order, freed: Freed, hold: Option<DateTime<Utc>>) -> Result<(), UseError> {
    if freed.packs.any() {
        let fresh = support::load(cx, order.id)?;
        reserve_lines::reserve(cx, &fresh, hold)?;
    }
    support::let_wait(cx, order, freed)
}

fn cancelled(cx: &mut Cx<'_>, order: &Order, site: &SiteOrder) -> Result<(), UseError> {
    let had = support::leave(cx, order, Goods::Back, "site_cancelled")?;
    store::orders::update(cx.sql, order.id, &order_data(site, order.hold_until))?;
    store::orders::set_attention(cx.sql, order.id, Some(Attention::SiteCancelled))?;
    let by = site.cancelled.as_ref().map_or("", |c| c.by.as_str());
    let note = format!("{by}, packs {had}");
    support::note(cx, order, HistoryEvent::SiteCancelled, OrderStatus::Cancelled, &note)
}

/// Any other status of the site: it wins.
fn replace_all(cx: &mut Cx<'_>, order: &Order, site: &SiteOrder, edited: bool, why: Attention) -> Result<(), UseError> {
    let hold = site.stamps.reserved_until.or(order.hold_until);
    // A word we do not know says nothing about the goods: what is reserved stays reserved.
    let keeps_goods = matches!(site.status, OrderStatus::Unknown | OrderStatus::Accepted | OrderStatus::Assembled);
    let freed = if site.status.is_final() {
        support::leave(cx, order, Goods::Back, "site_won")?;
        None
    } else if edited || !keeps_goods {
        Some(support::release(cx, order, "site_won")?)
    } else {
        None
    };
    if edited && order.status != OrderStatus::New {
        store::lines_before::keep(cx.sql, order.id)?;
    }
    store::orders::update(cx.sql, order.id, &order_data(site, hold))?;
    if edited {
        store::orders::replace_lines(cx.sql, order.id, &line_data(&site.lines))?;
    }
    if keeps_goods && edited {
        support::refit_bag(cx, order.id)?;
    }
    if !site.status.is_final() {
        store::reservations::reopen_document(cx.sql, order.id)?;
    }
    if matches!(site.status, OrderStatus::New | OrderStatus::Accepted) {
        // It went back: nobody has collected it any more.
        store::orders::set_collected(cx.sql, order.id, None)?;
    }
    if site.status == OrderStatus::New {
        support::empty_bag(cx, order.id, "site_won")?;
        store::cells::set(cx.sql, order.id, None)?;
    }
    store::orders::set_attention(cx.sql, order.id, Some(why))?;
    support::note(cx, order, HistoryEvent::SiteWon, site.status, &status_word(site))?;
    // An order that the site calls collected must have its goods again, or say that it has not.
    let came_back = order.status.is_final() && matches!(site.status, OrderStatus::Accepted | OrderStatus::Assembled);
    let held = freed.as_ref().is_some_and(|f| f.packs.any());
    if came_back || (keeps_goods && held) {
        let fresh = support::load(cx, order.id)?;
        reserve_lines::reserve(cx, &fresh, hold)?;
    }
    match freed {
        Some(freed) => support::let_wait(cx, order, freed),
        None => Ok(()),
    }
}

fn order_data(site: &SiteOrder, hold_until: Option<DateTime<Utc>>) -> OrderData<'_> {
    let (by, reason) = site.cancelled.as_ref().map_or(("", ""), |c| (c.by.as_str(), c.reason.as_str()));
    OrderData {
        status: (site.status, &site.raw_status),
        created_at: site.stamps.created_at,
        updated_at: site.stamps.updated_at,
        hold_until,
        customer: &site.customer,
        comment: &site.comment,
        payment: (site.method, site.payment),
        cancelled: (by, reason),
        is_test: site.is_test,
        sums_disagree: site.sums_disagree(),
    }
}

fn line_data(lines: &[SiteLine]) -> Vec<LineData> {
    let line = |l: &SiteLine| LineData {
        site_line_id: l.line_id.clone(),
        product: l.product.clone(),
        batch: l.batch.clone(),
        name: l.name.clone(),
        manufacturer: l.manufacturer.clone(),
        packs: l.packs,
        price: l.price,
    };
    lines.iter().map(line).collect()
}

/// Different goods, quantities or prices; names and line ids do not matter.
pub(super) fn lines_differ(order: &Order, lines: &[SiteLine]) -> bool {
    let ours = order.lines.iter().map(|l| (l.product.as_str(), l.packs, l.price));
    let theirs = lines.iter().map(|l| (l.product.as_str(), l.packs, l.price));
    !ours.eq(theirs)
}

/// The site's word for a status, harmless and short enough for a history row.
fn status_word(site: &SiteOrder) -> String {
    mask::safe_text(&site.raw_status).chars().take(64).collect()
}
