//! Delivery of messages to the site: what may be sent now, and what the answer means.
//!
//! Sent at least once, with a key made in the same transaction as the change: exactly once in effect. The
//! network lies between these intentions, never inside one.

use chrono::{DateTime, Utc};

use super::receive_orders::{self, Waits, lines_differ};
use super::{Action, Cx, Topic, UseError, support};
use crate::domain::ids::{ChangeId, OrderId, OutboxId};
use crate::domain::order::{Attention, HistoryEvent, Origin};
use crate::domain::site_order::SiteOrder;
use crate::domain::status::OrderStatus;
use crate::store;
use crate::store::outbox::{Message, Settled};

/// Takes the messages that may be sent now and freezes their bodies, so that a retry is the same to the byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BeginDelivery {
    /// At most so many; at most one per order.
    pub limit: u32,
}

impl Action for BeginDelivery {
    type Value = Vec<Message>;
    const NAME: &'static str = "begin_delivery";

    fn run(self, cx: &mut Cx<'_>) -> Result<Vec<Message>, UseError> {
        let due = store::outbox::due(cx.sql, cx.now, self.limit)?;
        for message in due.iter().filter(|m| m.attempts == 0) {
            store::outbox::freeze(cx.sql, message.id, message.expected_revision)?;
        }
        Ok(due)
    }
}

/// The site took the change and answered with its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfirmDelivery {
    /// Which message.
    pub message: OutboxId,
    /// Of which order.
    pub order: OrderId,
    /// The site's order after the change.
    pub answer: SiteOrder,
}

impl Action for ConfirmDelivery {
    type Value = ();
    const NAME: &'static str = "confirm_delivery";

    fn run(self, cx: &mut Cx<'_>) -> Result<(), UseError> {
        if !store::outbox::settle(cx.sql, self.message, Settled::Sent, "", cx.now)? {
            return Ok(());
        }
        cx.changes.add(Topic::Outbox);
        let order = support::load(cx, self.order)?;
        support::note(cx, &order, HistoryEvent::SiteConfirmed, order.status, self.answer.status.code())?;
        take_answer(cx, self.order, &self.answer)
    }
}

/// Learns from the site's order: its revision, who and payment always; status and lines when nothing of ours
/// is still on its way.
fn take_answer(cx: &mut Cx<'_>, id: OrderId, answer: &SiteOrder) -> Result<(), UseError> {
    let order = support::load(cx, id)?;
    let Origin::Site { revision, .. } = &order.origin else { return Ok(()) };
    if answer.revision < *revision {
        // A stored answer to an old try: we know more by now.
        return Ok(());
    }
    if receive_orders::later_was_seen(cx, id, answer)? {
        // Only the revision, for the next message; what was seen later is read again and brings the rest.
        return Ok(store::orders::set_revision(cx.sql, id, answer.revision, answer.stamps.updated_at)?);
    }
    if store::outbox::is_waiting(cx.sql, id)? {
        // The next message must name this revision.
        return receive_orders::take_facts(cx, &order, answer, Waits::More);
    }
    let as_expected = answer.status == order.status && !lines_differ(&order, &answer.lines);
    if as_expected {
        if order.payment != answer.payment {
            support::note(cx, &order, HistoryEvent::SiteUpdated, order.status, answer.payment.code())?;
        }
        // Taken whole: nothing is left to read again.
        store::orders::clear_reread(cx.sql, id, answer.revision)?;
        return receive_orders::take_facts(cx, &order, answer, Waits::Nothing);
    }
    receive_orders::adopt(cx, &order, answer, Attention::SiteWon)
}

/// The try failed in a way that a later try may mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostponeDelivery {
    /// Which message.
    pub message: OutboxId,
    /// When to try again.
    pub next_at: DateTime<Utc>,
    /// Code of what happened.
    pub why: String,
}

impl Action for PostponeDelivery {
    type Value = ();
    const NAME: &'static str = "postpone_delivery";

    fn run(self, cx: &mut Cx<'_>) -> Result<(), UseError> {
        store::outbox::postpone(cx.sql, self.message, self.next_at, &self.why)?;
        cx.changes.add(Topic::Outbox);
        Ok(())
    }
}

/// The site will never take the message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefuseDelivery {
    /// Which message.
    pub message: OutboxId,
    /// Of which order.
    pub order: OrderId,
    /// Refused, or unknown to the site.
    pub attention: Attention,
    /// Code and words of the site, without personal data.
    pub why: String,
}

impl Action for RefuseDelivery {
    type Value = ();
    const NAME: &'static str = "refuse_delivery";

    fn run(self, cx: &mut Cx<'_>) -> Result<(), UseError> {
        if !store::outbox::settle(cx.sql, self.message, Settled::Refused, &self.why, cx.now)? {
            return Ok(());
        }
        cx.changes.add(Topic::Outbox);
        let order = support::load(cx, self.order)?;
        store::orders::set_attention(cx.sql, order.id, Some(self.attention))?;
        support::note(cx, &order, HistoryEvent::SiteRefused, order.status, &self.why)?;
        if self.attention != Attention::SiteUnknown {
            // What the site holds instead will be read with the next poll.
            store::orders::flag_reread(cx.sql, order.id, 0, None)?;
        }
        Ok(())
    }
}

/// The site holds another order than the message expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolveConflict {
    /// Which message.
    pub message: Message,
    /// The site's order, when the answer told it.
    pub current: Option<SiteOrder>,
    /// Code of the site.
    pub why: String,
    /// When to try again if the answer did not tell the order.
    pub next_at: DateTime<Utc>,
}

/// How a conflict ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// The site had reached the target already.
    Reached,
    /// Only the revision was old; the same intent goes again under a new key.
    Again,
    /// The site's order replaced ours, or a finished sale disagrees with it.
    SiteWon,
    /// The site's order must be read first.
    Unknown,
}

impl Action for ResolveConflict {
    type Value = Resolved;
    const NAME: &'static str = "resolve_conflict";

    fn run(self, cx: &mut Cx<'_>) -> Result<Resolved, UseError> {
        cx.changes.add(Topic::Outbox);
        let message = &self.message;
        if let Some(site) = &self.current
            && (reached(message, site) || !receive_orders::later_was_seen(cx, message.order, site)?)
        {
            return resolve(cx, message, site, &self.why);
        }
        // The next copy of the order, from whatever page, settles it.
        store::outbox::postpone(cx.sql, message.id, self.next_at, &self.why)?;
        store::outbox::mark_conflict(cx.sql, message.id)?;
        store::orders::flag_reread(cx.sql, message.order, 0, None)?;
        Ok(Resolved::Unknown)
    }
}

/// Settles a conflict with what the site holds.
pub(super) fn resolve(cx: &mut Cx<'_>, message: &Message, site: &SiteOrder, why: &str) -> Result<Resolved, UseError> {
    match store::outbox::settled(cx.sql, message.id)? {
        // Settled while the answer was on its way: a replay changes nothing.
        Some(Settled::Sent) => return Ok(Resolved::Reached),
        Some(Settled::Refused | Settled::Superseded) => return Ok(Resolved::SiteWon),
        None => cx.changes.add(Topic::Outbox),
    }
    let order = support::load(cx, message.order)?;
    if reached(message, site) {
        store::outbox::settle(cx.sql, message.id, Settled::Sent, why, cx.now)?;
        support::note(cx, &order, HistoryEvent::SiteConfirmed, order.status, site.status.code())?;
        take_answer(cx, message.order, site)?;
        return Ok(Resolved::Reached);
    }
    if only_revision_is_old(message, site) && !lines_differ(&order, &site.lines) {
        receive_orders::take_facts(cx, &order, site, Waits::More)?;
        store::outbox::renew(cx.sql, message.id, &ChangeId::fresh(), site.revision)?;
        return Ok(Resolved::Again);
    }
    store::outbox::settle(cx.sql, message.id, Settled::Superseded, why, cx.now)?;
    store::outbox::supersede_all(cx.sql, message.order, cx.now)?;
    receive_orders::adopt(cx, &order, site, Attention::SiteWon)?;
    Ok(Resolved::SiteWon)
}

/// The target is there: the status, and for an extension the later hold too.
fn reached(message: &Message, site: &SiteOrder) -> bool {
    if site.status != message.what.status {
        return false;
    }
    match message.what.reserved_until {
        // Whole seconds: a site need not keep our milliseconds.
        Some(wanted) => site.stamps.reserved_until.is_some_and(|has| has.timestamp() >= wanted.timestamp()),
        None => true,
    }
}

/// The site stands where the message would start from, and has merely counted on (a payment, a comment).
const fn only_revision_is_old(message: &Message, site: &SiteOrder) -> bool {
    use OrderStatus as S;
    let leads = matches!(
        (site.status, message.what.status),
        (S::New, S::Accepted | S::Cancelled)
            | (S::Accepted, S::Accepted | S::Assembled | S::Cancelled)
            | (S::Assembled, S::Assembled | S::Closed | S::Cancelled)
    );
    leads && site.revision > message.expected_revision
}

/// Lets every waiting message go at once: the token was mended or a person asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryNow;

impl Action for RetryNow {
    type Value = ();
    const NAME: &'static str = "retry_now";

    fn run(self, cx: &mut Cx<'_>) -> Result<(), UseError> {
        store::outbox::retry_now(cx.sql)?;
        cx.changes.add(Topic::Outbox);
        Ok(())
    }
}
