//! Orders and their lines.

use chrono::{DateTime, Utc};

use super::engine::{Sql, params};
use super::error::StoreError;
use super::texts;
use crate::domain::ids::{BatchCode, GoodsId, LineId, OrderId, ProductCode, SiteOrderId};
use crate::domain::money::Kopecks;
use crate::domain::order::{Attention, Customer, Order, OrderLine, Origin, PaymentMethod, PaymentState};
use crate::domain::packs::Packs;
use crate::domain::phone;
use crate::domain::site_order::{SiteLine, SiteOrder, SiteStamps};
use crate::domain::status::OrderStatus;

/// An order to write for the first time, or the data of one to replace.
#[derive(Clone, Debug)]
pub struct OrderData<'a> {
    /// Status and the site's word for it.
    pub status: (OrderStatus, &'a str),
    /// Made, last changed, hold end.
    pub created_at: DateTime<Utc>,
    /// See `created_at`.
    pub updated_at: DateTime<Utc>,
    /// See `created_at`.
    pub hold_until: Option<DateTime<Utc>>,
    /// Who booked.
    pub customer: &'a Customer,
    /// Remark.
    pub comment: &'a str,
    /// How and whether paid.
    pub payment: (PaymentMethod, PaymentState),
    /// Who cancelled and why; empty texts when nobody.
    pub cancelled: (&'a str, &'a str),
    /// A trial order.
    pub is_test: bool,
    /// The site's sums differ from its prices.
    pub sums_disagree: bool,
}

/// A line to write.
#[derive(Clone, Debug)]
pub struct LineData {
    /// The site's id of the line, or empty.
    pub site_line_id: String,
    /// Product as the site names it.
    pub product: ProductCode,
    /// Batch shown to the customer.
    pub batch: Option<BatchCode>,
    /// Name as booked.
    pub name: String,
    /// Maker as booked.
    pub manufacturer: String,
    /// Packs.
    pub packs: Packs,
    /// Price of one pack.
    pub price: Kopecks,
}

/// Writes a new order with its lines and returns its row.
pub fn insert(
    sql: &Sql<'_>,
    origin: &Origin,
    pharmacy: &str,
    data: &OrderData<'_>,
    lines: &[LineData],
) -> Result<OrderId, StoreError> {
    let (source, site_id, site_number, own_number, revision) = match origin {
        Origin::Site { site_id, number, revision } => {
            ("site", Some(site_id.as_str()), Some(number.as_str()), None, *revision)
        }
        Origin::Own { number } => ("own", None, None, Some(number.as_str()), 0),
    };
    let numbers = format!("{} {}", site_number.unwrap_or_default(), own_number.unwrap_or_default());
    let key = search_key(&numbers, data.customer, lines.iter().map(|l| l.name.as_str()));
    let total: Kopecks = lines.iter().map(|l| l.price.times(l.packs)).sum();
    let id = OrderId(sql.insert(
        "INSERT INTO customer_order (source, site_id, site_number, own_number, pharmacy_id, revision, status,
             raw_status, created_at, updated_at, hold_until, customer_name, customer_phone, comment, pay_method,
             pay_state, cancelled_by, cancel_reason, is_test, sums_disagree, site_updated_at, line_count, total,
             search_key)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21,
             ?22, ?23, ?24) RETURNING order_id",
        params![
            source,
            site_id,
            site_number,
            own_number,
            pharmacy,
            revision,
            data.status.0.code(),
            data.status.1,
            texts::ms(data.created_at),
            texts::ms(data.updated_at),
            data.hold_until.map(texts::ms),
            &data.customer.name,
            &data.customer.phone,
            data.comment,
            data.payment.0.code(),
            data.payment.1.code(),
            data.cancelled.0,
            data.cancelled.1,
            data.is_test,
            data.sums_disagree,
            origin.is_site().then(|| texts::ms(data.updated_at)),
            i64::try_from(lines.len()).unwrap_or(i64::MAX),
            total.0,
            &key,
        ],
    )?);
    insert_lines(sql, id, lines)?;
    Ok(id)
}

/// Replaces the data of an order (all but its numbers, revision and lines).
pub fn update(sql: &Sql<'_>, order: OrderId, data: &OrderData<'_>) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE customer_order SET status = ?2, raw_status = ?3, created_at = ?4, updated_at = ?5, hold_until = ?6,
             customer_name = ?7, customer_phone = ?8, comment = ?9, pay_method = ?10, pay_state = ?11,
             cancelled_by = ?12, cancel_reason = ?13, is_test = ?14, sums_disagree = ?15,
             site_updated_at = CASE source WHEN 'site' THEN ?5 END
         WHERE order_id = ?1",
        params![
            order.0,
            data.status.0.code(),
            data.status.1,
            texts::ms(data.created_at),
            texts::ms(data.updated_at),
            data.hold_until.map(texts::ms),
            &data.customer.name,
            &data.customer.phone,
            data.comment,
            data.payment.0.code(),
            data.payment.1.code(),
            data.cancelled.0,
            data.cancelled.1,
            data.is_test,
            data.sums_disagree,
        ],
    )?;
    Ok(())
}

/// Replaces the lines of an order and refreshes what is derived from them (count, sum, search key).
/// Reservations of the old lines must be released before.
pub fn replace_lines(sql: &Sql<'_>, order: OrderId, lines: &[LineData]) -> Result<(), StoreError> {
    sql.execute("DELETE FROM order_line WHERE order_id = ?1", params![order.0])?;
    insert_lines(sql, order, lines)?;
    refresh_derived(sql, order)
}

fn insert_lines(sql: &Sql<'_>, order: OrderId, lines: &[LineData]) -> Result<(), StoreError> {
    let mut position = 0_i64;
    for line in lines {
        position += 1;
        sql.execute(
            "INSERT INTO order_line (order_id, position, site_line_id, product_code, batch_code, goods_id, name,
                 manufacturer, packs, price)
             VALUES (?1, ?2, ?3, ?4, ?5, (SELECT goods_id FROM goods WHERE code = ?4), ?6, ?7, ?8, ?9)",
            params![
                order.0,
                position,
                &line.site_line_id,
                line.product.as_str(),
                line.batch.as_ref().map(BatchCode::as_str),
                &line.name,
                &line.manufacturer,
                line.packs.0,
                line.price.0,
            ],
        )?;
    }
    Ok(())
}

/// Refreshes what is derived from an order and its lines: count, sum, search key.
pub fn refresh_derived(sql: &Sql<'_>, order: OrderId) -> Result<(), StoreError> {
    let lines = lines(sql, order)?;
    let total: Kopecks = lines.iter().map(OrderLine::sum).sum();
    let (numbers, customer) = sql
        .query_opt(
            "SELECT coalesce(site_number, '') || ' ' || coalesce(own_number, ''), customer_name, customer_phone
             FROM customer_order WHERE order_id = ?1",
            params![order.0],
            |r| Ok((r.text(0)?, Customer { name: r.text(1)?, phone: r.text(2)? })),
        )?
        .unwrap_or_default();
    let key = search_key(&numbers, &customer, lines.iter().map(|l| l.name.as_str()));
    let count = i64::try_from(lines.len()).unwrap_or(i64::MAX);
    sql.execute(
        "UPDATE customer_order SET line_count = ?2, total = ?3, search_key = ?4 WHERE order_id = ?1",
        params![order.0, count, total.0, &key],
    )?;
    Ok(())
}

/// What the list is searched by: numbers, who booked, the phone and its end, names of the goods.
fn search_key<'a>(numbers: &str, customer: &Customer, goods: impl Iterator<Item = &'a str>) -> String {
    let digits: String = customer.phone.chars().filter(char::is_ascii_digit).collect();
    let last = phone::last4(&customer.phone);
    let mut text = format!("{numbers} {} {digits} {last}", customer.name);
    for name in goods {
        text.push(' ');
        text.push_str(name);
    }
    texts::fold(&text)
}

/// Lines that named a product before it was in the directory find it now. Returns how many.
pub fn match_lines(sql: &Sql<'_>, goods: GoodsId, code: &str) -> Result<usize, StoreError> {
    sql.execute(
        "UPDATE order_line SET goods_id = ?1 WHERE product_code = ?2 AND goods_id IS NULL",
        params![goods.0, code],
    )
}

/// The order as the rules see it.
pub fn load(sql: &Sql<'_>, order: OrderId) -> Result<Option<Order>, StoreError> {
    let Some(mut found) = sql.query_opt(
        "SELECT source, site_id, site_number, own_number, revision, status, hold_until, pay_state, attention, is_test
         FROM customer_order WHERE order_id = ?1",
        params![order.0],
        |r| {
            let origin = if r.text_ref(0)? == "site" {
                Origin::Site {
                    site_id: SiteOrderId(r.text(1)?),
                    number: r.opt_text(2)?.unwrap_or_default(),
                    revision: r.int(4)?,
                }
            } else {
                Origin::Own { number: r.opt_text(3)?.unwrap_or_default() }
            };
            Ok(Order {
                id: order,
                origin,
                status: OrderStatus::from_code(r.text_ref(5)?),
                hold_until: r.opt_int(6)?.map(texts::time),
                lines: Vec::new(),
                payment: PaymentState::from_code(r.text_ref(7)?),
                attention: r.opt_text(8)?.and_then(|c| Attention::from_code(&c)),
                is_test: r.flag(9)?,
            })
        },
    )?
    else {
        return Ok(None);
    };
    found.lines = lines(sql, order)?;
    Ok(Some(found))
}

/// The lines of an order in its order.
pub fn lines(sql: &Sql<'_>, order: OrderId) -> Result<Vec<OrderLine>, StoreError> {
    sql.query(
        "SELECT line_id, goods_id, product_code, batch_code, name, manufacturer, packs, price
         FROM order_line WHERE order_id = ?1 ORDER BY position",
        params![order.0],
        |r| {
            Ok(OrderLine {
                id: LineId(r.int(0)?),
                goods: r.opt_int(1)?.map(GoodsId),
                product: ProductCode(r.text(2)?),
                batch: r.opt_text(3)?.map(BatchCode),
                name: r.text(4)?,
                manufacturer: r.text(5)?,
                packs: Packs(r.int(6)?),
                price: Kopecks(r.int(7)?),
            })
        },
    )
}

/// What decides whether a copy of a site order tells anything new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// Our row.
    pub id: OrderId,
    /// The revision that we hold.
    pub revision: i64,
    /// The revision that the order must be read again for; none when it need not be.
    pub flagged: Option<i64>,
    /// Changes of ours are still on their way.
    pub waiting: bool,
}

/// What we know of a site order; none when we do not have it.
pub fn known(sql: &Sql<'_>, site: &SiteOrderId) -> Result<Option<Known>, StoreError> {
    sql.query_opt(
        "SELECT o.order_id, o.revision, CASE WHEN o.reread_from IS NOT NULL THEN o.reread_revision END,
                EXISTS (SELECT 1 FROM outbox b WHERE b.order_id = o.order_id AND b.state = 'waiting')
         FROM customer_order o WHERE o.site_id = ?1",
        params![site.as_str()],
        |r| Ok(Known { id: OrderId(r.int(0)?), revision: r.int(1)?, flagged: r.opt_int(2)?, waiting: r.flag(3)? }),
    )
}

/// The order with this site or own number; the newest when a site number came twice.
pub fn by_number(sql: &Sql<'_>, number: &str) -> Result<Option<OrderId>, StoreError> {
    sql.query_opt(
        "SELECT order_id FROM customer_order WHERE site_number = ?1 OR own_number = ?1 ORDER BY order_id DESC",
        params![number],
        |r| Ok(OrderId(r.int(0)?)),
    )
}

/// The number of an order, as people know it.
pub fn number(sql: &Sql<'_>, order: OrderId) -> Result<Option<String>, StoreError> {
    sql.query_opt(
        "SELECT coalesce(site_number, own_number, '') FROM customer_order WHERE order_id = ?1",
        params![order.0],
        |r| r.text(0),
    )
}

/// True when there is such an order.
pub fn exists(sql: &Sql<'_>, order: OrderId) -> Result<bool, StoreError> {
    Ok(sql.number("SELECT count(*) FROM customer_order WHERE order_id = ?1", params![order.0])? > 0)
}

/// Sets status and hold end. Answers false when the order was not in `from` any more.
pub fn set_status(
    sql: &Sql<'_>,
    order: OrderId,
    from: OrderStatus,
    to: OrderStatus,
    hold_until: Option<DateTime<Utc>>,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let touched = sql.execute(
        "UPDATE customer_order SET status = ?3, raw_status = '', hold_until = ?4, updated_at = ?5
         WHERE order_id = ?1 AND status = ?2",
        params![order.0, from.code(), to.code(), hold_until.map(texts::ms), texts::ms(at)],
    )?;
    Ok(touched == 1)
}

/// Records when the pharmacy accepted the order.
pub fn set_accepted_at(sql: &Sql<'_>, order: OrderId, at: DateTime<Utc>) -> Result<(), StoreError> {
    sql.execute("UPDATE customer_order SET accepted_at = ?2 WHERE order_id = ?1", params![order.0, texts::ms(at)])?;
    Ok(())
}

/// Records who set the order aside and when; `None` takes it back.
pub fn set_collected(sql: &Sql<'_>, order: OrderId, by: Option<(&str, DateTime<Utc>)>) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE customer_order SET collected_by = ?2, collected_at = ?3 WHERE order_id = ?1",
        params![order.0, by.map_or("", |b| b.0), by.map(|b| texts::ms(b.1))],
    )?;
    Ok(())
}

/// Records why the pharmacy cancelled.
pub fn set_cancelled(sql: &Sql<'_>, order: OrderId, by: &str, reason: &str) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE customer_order SET cancelled_by = ?2, cancel_reason = ?3 WHERE order_id = ?1",
        params![order.0, by, reason],
    )?;
    Ok(())
}

/// Sets or clears why the order asks for a look.
pub fn set_attention(sql: &Sql<'_>, order: OrderId, why: Option<Attention>) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE customer_order SET attention = ?2 WHERE order_id = ?1",
        params![order.0, why.map(Attention::code)],
    )?;
    Ok(())
}

/// The revision of the site's order that we hold, and when the site made it. Never goes back.
pub fn set_revision(sql: &Sql<'_>, order: OrderId, revision: i64, made_at: DateTime<Utc>) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE customer_order SET revision = ?2, site_updated_at = ?3 WHERE order_id = ?1 AND revision < ?2",
        params![order.0, revision, texts::ms(made_at)],
    )?;
    Ok(())
}

/// Replaces what only the site and the customer decide (who, remark, payment) and the hold, when one is given.
/// Status, lines and numbers stay.
pub fn set_site_facts(
    sql: &Sql<'_>,
    order: OrderId,
    data: &OrderData<'_>,
    hold_until: Option<DateTime<Utc>>,
) -> Result<(), StoreError> {
    let same_person = sql.number(
        "SELECT count(*) FROM customer_order WHERE order_id = ?1 AND customer_name = ?2 AND customer_phone = ?3",
        params![order.0, &data.customer.name, &data.customer.phone],
    )? == 1;
    sql.execute(
        "UPDATE customer_order SET customer_name = ?2, customer_phone = ?3, comment = ?4, pay_method = ?5,
             pay_state = ?6, is_test = ?7, sums_disagree = ?8, hold_until = coalesce(?9, hold_until)
         WHERE order_id = ?1",
        params![
            order.0,
            &data.customer.name,
            &data.customer.phone,
            data.comment,
            data.payment.0.code(),
            data.payment.1.code(),
            data.is_test,
            data.sums_disagree,
            hold_until.map(texts::ms),
        ],
    )?;
    if same_person { Ok(()) } else { refresh_derived(sql, order) }
}

/// What only the site and the customer decide of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Who booked.
    pub customer: Customer,
    /// Remark.
    pub comment: String,
    /// How and whether paid.
    pub payment: (PaymentMethod, PaymentState),
}

/// The facts of an order as we know them; none when there is no such order.
pub fn facts(sql: &Sql<'_>, order: OrderId) -> Result<Option<Facts>, StoreError> {
    sql.query_opt(
        "SELECT customer_name, customer_phone, comment, pay_method, pay_state FROM customer_order WHERE order_id = ?1",
        params![order.0],
        |r| {
            Ok(Facts {
                customer: Customer { name: r.text(0)?, phone: r.text(1)? },
                comment: r.text(2)?,
                payment: (PaymentMethod::from_code(r.text_ref(3)?), PaymentState::from_code(r.text_ref(4)?)),
            })
        },
    )
}

/// Replaces the facts alone: status, lines, hold and revision stay.
pub fn set_facts(sql: &Sql<'_>, order: OrderId, facts: &Facts) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE customer_order SET customer_name = ?2, customer_phone = ?3, comment = ?4, pay_method = ?5,
             pay_state = ?6
         WHERE order_id = ?1",
        params![
            order.0,
            &facts.customer.name,
            &facts.customer.phone,
            &facts.comment,
            facts.payment.0.code(),
            facts.payment.1.code(),
        ],
    )?;
    refresh_derived(sql, order)
}

/// Asks the background task to read the order again from the site. `seen` is the revision that was seen but
/// not taken (0: none); `from` is when the site made it (none: when it made the revision that we hold).
pub fn flag_reread(sql: &Sql<'_>, order: OrderId, seen: i64, from: Option<DateTime<Utc>>) -> Result<(), StoreError> {
    // One second earlier, so that a site which rounds its stamps still finds it.
    sql.execute(
        "UPDATE customer_order SET reread_from = coalesce(?3, site_updated_at, created_at) - 1000,
             reread_revision = CASE WHEN reread_revision > ?2 THEN reread_revision ELSE ?2 END,
             reread_round = coalesce((SELECT value FROM counter WHERE name = 'reread'), 0)
         WHERE order_id = ?1",
        params![order.0, seen, from.map(texts::ms)],
    )?;
    Ok(())
}

/// The order was read again at this revision; a flag for a later one stays.
pub fn clear_reread(sql: &Sql<'_>, order: OrderId, revision: i64) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE customer_order SET reread_from = NULL, reread_revision = 0
         WHERE order_id = ?1 AND reread_revision <= ?2",
        params![order.0, revision],
    )?;
    Ok(())
}

/// The earliest moment from which some order must be read again. Orders with a change of ours on its way do
/// not count (they would only be left alone once more) unless that change waits for the site's order itself.
pub fn reread_from(sql: &Sql<'_>) -> Result<Option<DateTime<Utc>>, StoreError> {
    let from = sql.query_opt(
        "SELECT min(o.reread_from) FROM customer_order o WHERE o.reread_from IS NOT NULL
         AND (NOT EXISTS (SELECT 1 FROM outbox b WHERE b.order_id = o.order_id AND b.state = 'waiting')
              OR EXISTS (SELECT 1 FROM outbox b WHERE b.order_id = o.order_id AND b.state = 'waiting'
                         AND b.is_conflict = 1))",
        params![],
        |r| r.opt_int(0),
    )?;
    Ok(from.flatten().map(texts::time))
}

/// The revision that the order must be read again for; none when it need not be.
pub fn reread_revision(sql: &Sql<'_>, order: OrderId) -> Result<Option<i64>, StoreError> {
    sql.query_opt(
        "SELECT reread_revision FROM customer_order WHERE order_id = ?1 AND reread_from IS NOT NULL",
        params![order.0],
        |r| r.int(0),
    )
}

/// Begins a round of reading again; wishes from now on belong to a later round.
pub fn begin_reread(sql: &Sql<'_>) -> Result<i64, StoreError> {
    super::settings::next_number(sql, "reread")
}

/// Clears the wish to read again of all orders from this moment on that have no change on its way and were
/// flagged before this round began.
pub fn finish_reread(sql: &Sql<'_>, since: DateTime<Utc>, round: i64) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE customer_order SET reread_from = NULL, reread_revision = 0 WHERE reread_from >= ?1 AND reread_round < ?2
         AND NOT EXISTS (SELECT 1 FROM outbox b WHERE b.order_id = customer_order.order_id AND b.state = 'waiting')",
        params![texts::ms(since), round],
    )?;
    Ok(())
}

/// Open orders whose hold is over at `now`.
pub fn lapsed(sql: &Sql<'_>, now: DateTime<Utc>, limit: u32) -> Result<Vec<OrderId>, StoreError> {
    sql.query(
        "SELECT order_id FROM customer_order WHERE status = 'assembled' AND hold_until <= ?1
         ORDER BY hold_until LIMIT ?2",
        params![texts::ms(now), i64::from(limit)],
        |r| Ok(OrderId(r.int(0)?)),
    )
}

/// Who booked and the remark, in full: for a new order in the place of this one, and for a phone shown on demand.
pub fn person(sql: &Sql<'_>, order: OrderId) -> Result<Option<(Customer, String)>, StoreError> {
    sql.query_opt(
        "SELECT customer_name, customer_phone, comment FROM customer_order WHERE order_id = ?1",
        params![order.0],
        |r| Ok((Customer { name: r.text(0)?, phone: r.text(1)? }, r.text(2)?)),
    )
}

/// Records that `order` took the place of `old`.
pub fn set_replaces(sql: &Sql<'_>, order: OrderId, old: OrderId) -> Result<(), StoreError> {
    sql.execute("UPDATE customer_order SET replaces_order_id = ?2 WHERE order_id = ?1", params![order.0, old.0])?;
    Ok(())
}

/// How many orders there are.
pub fn count(sql: &Sql<'_>) -> Result<i64, StoreError> {
    sql.number("SELECT count(*) FROM customer_order /* reads all */", params![])
}

/// Open site orders as the site would tell them, oldest first.
pub fn open_site_orders(sql: &Sql<'_>) -> Result<Vec<SiteOrder>, StoreError> {
    let mut orders = sql.query(
        "SELECT order_id, site_id, site_number, pharmacy_id, status, revision, created_at, updated_at, hold_until,
                customer_name, customer_phone, comment, pay_method, pay_state, is_test
         FROM customer_order WHERE source = 'site' AND status IN ('new', 'accepted', 'assembled') ORDER BY order_id",
        params![],
        |r| {
            let status = OrderStatus::from_code(r.text_ref(4)?);
            let order = SiteOrder {
                site_id: SiteOrderId(r.text(1)?),
                number: r.opt_text(2)?.unwrap_or_default(),
                pharmacy_id: r.text(3)?,
                status,
                raw_status: status.code().to_owned(),
                revision: r.int(5)?,
                stamps: SiteStamps {
                    created_at: texts::time(r.int(6)?),
                    updated_at: texts::time(r.int(7)?),
                    reserved_until: r.opt_int(8)?.map(texts::time),
                },
                customer: Customer { name: r.text(9)?, phone: r.text(10)? },
                comment: r.text(11)?,
                method: PaymentMethod::from_code(r.text_ref(12)?),
                payment: PaymentState::from_code(r.text_ref(13)?),
                cancelled: None,
                is_test: r.flag(14)?,
                lines: Vec::new(),
                claimed_total: None,
            };
            Ok((OrderId(r.int(0)?), order))
        },
    )?;
    for (id, order) in &mut orders {
        let mut number = 0;
        for line in lines(sql, *id)? {
            number += 1;
            order.lines.push(SiteLine {
                line_id: number.to_string(),
                product: line.product,
                batch: line.batch,
                name: line.name,
                manufacturer: line.manufacturer,
                packs: line.packs,
                price: line.price,
                claimed_sum: None,
            });
        }
    }
    Ok(orders.into_iter().map(|(_, order)| order).collect())
}
