//! Orders of the service by day, status and payment.

use chrono::{DateTime, FixedOffset, Utc};

use super::engine::{Sql, params};
use super::error::StoreError;
use super::texts;
use crate::domain::money::Kopecks;
use crate::domain::order_report::{Payment, ReportCell, Tally};
use crate::domain::status::OrderStatus;

const DAY_MS: i64 = 24 * 3_600_000;

/// What became of the orders of the site that were made from `from` on and before `to`, trial orders left out; days as
/// they are in `zone`. A hold is over when the order ended, and began when it was accepted.
pub fn cells(
    sql: &Sql<'_>,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    zone: FixedOffset,
) -> Result<Vec<ReportCell>, StoreError> {
    let offset = i64::from(zone.local_minus_utc()) * 1_000;
    sql.query(
        "SELECT t.day, t.status, t.payment, t.uncollected, count(*), coalesce(sum(t.total), 0), count(t.hold),
                coalesce(sum(t.hold), 0)
         FROM (SELECT (o.created_at + ?3) / ?4 AS day, o.status AS status, o.total AS total,
                 CASE WHEN o.status = 'closed' THEN 0
                      WHEN o.status IN ('reserve_expired', 'cancelled') THEN 2
                      WHEN o.pay_state = 'paid' THEN 0
                      WHEN o.pay_state = 'refunded' THEN 2 ELSE 1 END AS payment,
                 CASE WHEN o.status = 'reserve_expired' OR (o.status = 'cancelled' AND o.cancel_reason = 'not_collected')
                      THEN 1 ELSE 0 END AS uncollected,
                 CASE WHEN o.status IN ('closed', 'reserve_expired', 'cancelled') AND o.accepted_at IS NOT NULL
                      THEN (SELECT max(h.at) FROM order_history h
                            WHERE h.order_id = o.order_id AND h.to_status = o.status AND h.from_status <> h.to_status)
                           - o.accepted_at END AS hold
               FROM customer_order o
               WHERE o.created_at >= ?1 AND o.created_at < ?2 AND o.source = 'site' AND o.is_test = 0) AS t
         GROUP BY t.day, t.status, t.payment, t.uncollected
         ORDER BY t.day, t.status, t.payment, t.uncollected",
        params![texts::ms(from), texts::ms(to), offset, DAY_MS],
        |r| {
            let day = texts::time(r.int(0)? * DAY_MS).date_naive();
            Ok(ReportCell {
                day,
                status: OrderStatus::from_code(r.text_ref(1)?),
                payment: match r.int(2)? {
                    0 => Payment::Paid,
                    1 => Payment::Waiting,
                    _ => Payment::Nothing,
                },
                uncollected: r.flag(3)?,
                tally: Tally { orders: r.int(4)?, sum: Kopecks(r.int(5)?) },
                holds: (r.int(6)?, r.int(7)?),
            })
        },
    )
}

/// Trial orders of the site in that time.
pub fn trial(sql: &Sql<'_>, from: DateTime<Utc>, to: DateTime<Utc>) -> Result<i64, StoreError> {
    sql.number(
        "SELECT count(*) FROM customer_order
         WHERE created_at >= ?1 AND created_at < ?2 AND source = 'site' AND is_test = 1",
        params![texts::ms(from), texts::ms(to)],
    )
}
