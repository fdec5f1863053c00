//! What must hold after every step, whatever happened: the laws of stock, of an order's life, of delivery.

use std::collections::BTreeMap;

use expero::desk::{Desk, TopicFeed};
use expero::domain::order::HistoryEvent as H;
use expero::domain::status::OrderStatus as S;
use expero::sandbox::SandboxModel;
use expero::store::engine::params;
use expero::usecase::read::health::HealthCheck;
use expero::usecase::{Query, ReadCx, Topic, UseError};

use super::link::Books;

/// The till's half of the books, as far as the laws look at it.
pub struct Picture {
    steps: Vec<Step>,
    pub orders: BTreeMap<i64, Standing>,
    messages: Vec<Told>,
    miscounted: i64,
    newest_step: i64,
}

struct Step {
    order: i64,
    event: String,
    from: String,
    to: String,
}

/// An order as it stands.
pub struct Standing {
    pub site_id: Option<String>,
    pub status: S,
    pub hold_until: Option<i64>,
    pub attention: Option<String>,
    pub pay_state: String,
    pub lines: String,
}

struct Told {
    row: i64,
    order: i64,
    status: S,
    reserved_until: Option<i64>,
    state: String,
    key: String,
    is_answered: bool,
    is_conflict: bool,
}

/// Asks for a picture with the history since some row.
pub struct Look {
    since: i64,
}

impl Query for Look {
    type Rows = Picture;

    fn run(self, cx: &ReadCx<'_>) -> Result<Picture, UseError> {
        let mut newest_step = self.since;
        let steps = cx.sql.query(
            "SELECT history_id, order_id, event, from_status, to_status FROM order_history WHERE history_id > ?1
             ORDER BY history_id",
            params![self.since],
            |r| {
                newest_step = r.int(0)?;
                Ok(Step { order: r.int(1)?, event: r.text(2)?, from: r.text(3)?, to: r.text(4)? })
            },
        )?;
        let orders = cx.sql.query(
            "SELECT o.order_id, o.site_id, o.status, o.hold_until, o.attention, o.pay_state,
                    coalesce((SELECT group_concat(l.product_code || '*' || l.packs || '@' || l.price)
                     FROM (SELECT * FROM order_line l WHERE l.order_id = o.order_id ORDER BY l.position) l), '')
             FROM customer_order o ORDER BY o.order_id",
            params![],
            |r| {
                let standing = Standing {
                    site_id: r.opt_text(1)?,
                    status: S::from_code(r.text_ref(2)?),
                    hold_until: r.opt_int(3)?,
                    attention: r.opt_text(4)?,
                    pay_state: r.text(5)?,
                    lines: r.text(6)?,
                };
                Ok((r.int(0)?, standing))
            },
        )?;
        let messages = cx.sql.query(
            "SELECT outbox_id, order_id, status, reserved_until, state, change_id, answered_at IS NOT NULL, is_conflict
             FROM outbox ORDER BY outbox_id",
            params![],
            |r| {
                Ok(Told {
                    row: r.int(0)?,
                    order: r.int(1)?,
                    status: S::from_code(r.text_ref(2)?),
                    reserved_until: r.opt_int(3)?,
                    state: r.text(4)?,
                    key: r.text(5)?,
                    is_answered: r.flag(6)?,
                    is_conflict: r.flag(7)?,
                })
            },
        )?;
        let miscounted = cx.sql.number(
            "SELECT count(*) FROM batch b WHERE
               (SELECT coalesce(sum(m.packs), 0) FROM stock_move m WHERE m.batch_id = b.batch_id AND m.kind = 'sold')
               + (SELECT coalesce(sum(l.packs), 0) FROM receipt_line l WHERE l.batch_id = b.batch_id) <> 0",
            params![],
        )?;
        Ok(Picture { steps, orders: orders.into_iter().collect(), messages, miscounted, newest_step })
    }
}

/// The table of an order's life, written out on its own: who obeys it may not be asked for it.
fn is_allowed(event: H, from: S, to: S) -> bool {
    match event {
        H::Accepted => (from, to) == (S::New, S::Accepted),
        H::Collected => (from, to) == (S::Accepted, S::Assembled),
        H::Extended => from == to && matches!(to, S::Accepted | S::Assembled),
        H::Sold => (from, to) == (S::Assembled, S::Closed),
        H::Lapsed => (from, to) == (S::Assembled, S::ReserveExpired),
        H::Deleted | H::SiteCancelled => matches!(from, S::New | S::Accepted | S::Assembled) && to == S::Cancelled,
        // The site's order replaced ours after a conflict; what it may be is looked at elsewhere. A sale stays.
        H::SiteWon => from != S::Closed,
        _ => from == to,
    }
}

/// Watches a run.
pub struct Laws {
    desk: Desk,
    changed: TopicFeed,
    newest_step: i64,
    /// Where each order stood after the last step of its history.
    stands: BTreeMap<i64, S>,
    /// Lines of an order while this message is the first that waits.
    unsent: BTreeMap<i64, (i64, String)>,
    /// What happened to orders, and how messages ended.
    pub tally: BTreeMap<String, u32>,
}

impl Laws {
    pub fn new(desk: &Desk) -> Self {
        let changed = desk.subscribe(|| {});
        let (stands, unsent) = (BTreeMap::new(), BTreeMap::new());
        Self { desk: desk.clone(), changed, newest_step: 0, stands, unsent, tally: BTreeMap::new() }
    }

    pub fn picture(&self) -> Picture {
        self.desk.ask(Look { since: self.newest_step }).wait().unwrap()
    }

    /// Looks if anything changed since the last look.
    pub fn look(&mut self, books: &mut Books, site: &SandboxModel) {
        let changed = self.changed.drain();
        if ![Topic::Orders, Topic::Stock, Topic::Outbox].into_iter().any(|topic| changed.has(topic)) {
            return;
        }
        let seen = self.picture();
        let mut breaches = std::mem::take(&mut books.breaches);
        self.history(&seen, site, &mut breaches);
        self.unsent_stays(&seen, &mut breaches);
        for told in &seen.messages {
            if told.state == "sent" && !(told.is_answered && books.answered.contains(&told.key)) {
                breaches.push(format!("row {}: sent, and the site has not answered", told.row));
            }
        }
        for (row, effects) in books.effects.iter().filter(|(_, n)| **n > 1) {
            breaches.push(format!("row {row}: took effect {effects} times"));
        }
        let health = self.desk.ask(HealthCheck).wait().unwrap();
        if (health.overdrawn, health.dangling, seen.miscounted) != (0, 0, 0) {
            breaches.push(format!("the books do not balance: {health:?}, miscounted {}", seen.miscounted));
        }
        self.newest_step = seen.newest_step;
        assert!(breaches.is_empty(), "{breaches:#?}");
    }

    fn history(&mut self, seen: &Picture, site: &SandboxModel, breaches: &mut Vec<String>) {
        for step in &seen.steps {
            let (from, to) = (S::from_code(&step.from), S::from_code(&step.to));
            let event = H::from_code(&step.event).unwrap();
            let name = format!("order {}: {} from {from} to {to}", step.order, step.event);
            *self.tally.entry(step.event.clone()).or_default() += 1;
            if !is_allowed(event, from, to) {
                breaches.push(format!("{name}: not in the table"));
            }
            if self.stands.insert(step.order, to).is_some_and(|stood| stood != from) {
                breaches.push(format!("{name}: it did not stand there"));
            }
            let site_id = seen.orders.get(&step.order).and_then(|o| o.site_id.as_deref());
            let was_there =
                |id| site.order(id).is_some_and(|o| o.history.iter().any(|s| S::from_code(&s.status) == to));
            if event == H::SiteWon && !site_id.is_some_and(was_there) {
                breaches.push(format!("{name}: the site never said so"));
            }
        }
        for (id, order) in &seen.orders {
            if self.stands.get(id) != Some(&order.status) {
                breaches.push(format!("order {id}: {} and the history does not say so", order.status));
            }
        }
    }

    /// While a change waits to be sent, the order stands as the change left it.
    fn unsent_stays(&mut self, seen: &Picture, breaches: &mut Vec<String>) {
        let mut first = BTreeMap::new();
        let mut last = BTreeMap::new();
        for told in seen.messages.iter().filter(|m| m.state == "waiting") {
            first.entry(told.order).or_insert(told);
            last.insert(told.order, told);
        }
        self.unsent.retain(|order, (row, _)| first.get(order).is_some_and(|m| m.row == *row && !m.is_conflict));
        for (id, told) in first {
            let (order, newest) = (&seen.orders[&id], last[&id]);
            if told.is_conflict {
                continue;
            }
            if order.status != newest.status {
                breaches.push(format!("order {id}: {} while {} waits to be sent", order.status, newest.status));
            }
            if newest.reserved_until.is_some_and(|until| order.hold_until != Some(until)) {
                breaches.push(format!("order {id}: another hold than the one that waits to be sent"));
            }
            let (_, lines) = self.unsent.entry(id).or_insert_with(|| (told.row, order.lines.clone()));
            if *lines != order.lines {
                breaches.push(format!("order {id}: lines changed from {lines} to {} under a change", order.lines));
            }
        }
    }

    /// Both sides tell the same, and each change took effect once.
    pub fn agree(&mut self, books: &Books, site: &SandboxModel) {
        let seen = self.picture();
        let mut breaches = Vec::new();
        let ours: BTreeMap<&str, &Standing> =
            seen.orders.values().filter_map(|o| Some((o.site_id.as_deref()?, o))).collect();
        for (id, stored) in site.orders() {
            let Some(order) = ours.get(id.as_str()) else {
                breaches.push(format!("{id}: never came"));
                continue;
            };
            let theirs = S::from_code(&stored.dto.status);
            let sold_for_good = order.status == S::Closed && order.attention.as_deref() == Some("site_disagrees");
            if order.status != theirs && !sold_for_good {
                breaches.push(format!("{id}: {} here, {theirs} there", order.status));
            }
            let lines: Vec<_> =
                stored.dto.items.iter().map(|l| format!("{}*{}@{}", l.product_id.0, l.quantity.0, l.price.0)).collect();
            if !order.status.is_final() && order.lines != lines.join(",") {
                breaches.push(format!("{id}: lines {} here, {lines:?} there", order.lines));
            }
            let paid = stored.dto.payment.as_ref().and_then(|p| p.state.as_deref());
            if paid != Some(order.pay_state.as_str()) {
                breaches.push(format!("{id}: {} here, {paid:?} there", order.pay_state));
            }
            let held =
                stored.dto.reserved_until.as_deref().map(|t| t.parse::<chrono::DateTime<chrono::Utc>>().unwrap());
            let (here, there) = (order.hold_until.map(|ms| ms / 1_000), held.map(|t| t.timestamp()));
            if !order.status.is_final() && here != there {
                breaches.push(format!("{id}: held until {here:?} here, {there:?} there"));
            }
        }
        for told in &seen.messages {
            *self.tally.entry(format!("told {}", told.state)).or_default() += 1;
            let effects = books.effects.get(&told.row).copied().unwrap_or(0);
            // A final status may have been reached by the customer at the same time: then nothing was left to do.
            if told.state == "waiting" || (told.state == "sent" && effects != 1 && !told.status.is_final()) {
                breaches.push(format!("row {}: {} {}, {effects} effects", told.row, told.status, told.state));
            }
        }
        assert!(breaches.is_empty(), "{breaches:#?}");
    }

    /// A line of the trace: where every order stands.
    pub fn summary(&self) -> String {
        let seen = self.picture();
        let waiting = seen.messages.iter().filter(|m| m.state == "waiting").count();
        let orders: Vec<_> = seen.orders.iter().map(|(id, o)| format!("{id}:{}", &o.status.code()[..2])).collect();
        format!("{} waiting {waiting}", orders.join(" "))
    }
}
