//! «Отчёт по интернет-заказам»: every figure against sums that another statement makes; days are those of the pharmacy.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use expero::domain::order::PaymentState;
use expero::domain::order_report::{OrderReport, Payment};
use expero::domain::status::OrderStatus as S;
use expero::sheets::{self, Format};
use expero::text::Lang;
use expero::usecase::expire_holds::ExpireHolds;
use expero::usecase::extend_hold::ExtendHold;
use expero::usecase::read::order_report::OrderReportOf;

use crate::support::{Shop, delete, site_order};

/// Orders of ten days, of every status, paid in every way.
fn busy() -> (Shop, NaiveDate) {
    let mut shop = Shop::empty();
    shop.goods("p1", &[("b1", 700, 5_000)]);
    let first = shop.now().with_timezone(&shop_zone()).date_naive();
    for n in 0..60_i64 {
        shop.pass_minutes(239);
        let mut order = site_order(&format!("A{n}"), &[("p1", n % 4 + 1)]);
        order.stamps.created_at = shop.now();
        order.is_test = n % 17 == 3;
        order.payment = if n % 5 == 0 { PaymentState::Paid } else { PaymentState::Unpaid };
        match n % 6 {
            0 => drop(shop.arrived(&order)),
            1 => drop(shop.accepted(&order)),
            2 => {
                let id = shop.assembled(&order);
                shop.pass_minutes(n);
                assert!(shop.sell(id).is_ok());
            }
            3 => {
                let id = shop.accepted(&order);
                shop.pass_minutes(7);
                shop.ok(delete(id));
            }
            4 => {
                let id = shop.assembled(&order);
                let until = shop.load(id).hold_until.unwrap() + Duration::hours(1);
                shop.ok(ExtendHold { order: id, until });
                shop.clock.advance_secs((until - shop.now()).num_seconds() + 180);
                while shop.ok(ExpireHolds) > 0 {}
            }
            _ => drop(shop.assembled(&order)),
        }
    }
    (shop, first)
}

fn shop_zone() -> chrono::FixedOffset {
    chrono::FixedOffset::east_opt(3 * 3_600).unwrap()
}

fn report(shop: &mut Shop, first: NaiveDate, last: NaiveDate) -> OrderReport {
    shop.ask(OrderReportOf { first, last }).unwrap()
}

fn midnight(day: NaiveDate) -> i64 {
    let local = day.and_hms_opt(0, 0, 0).unwrap().and_local_timezone(shop_zone()).unwrap();
    local.with_timezone(&Utc).timestamp_millis()
}

#[test]
fn every_figure_is_what_another_statement_comes_to() {
    let (mut shop, first) = busy();
    let last = shop.now().with_timezone(&shop_zone()).date_naive();
    let report = report(&mut shop, first, last);
    let from = midnight(first);
    let mut count = |condition: &str| {
        let all = "FROM customer_order WHERE source = 'site' AND created_at >= ?1 AND";
        let orders = shop.number(&format!("SELECT count(*) {all} is_test = 0 AND ({condition})"), from);
        let sum = shop.number(&format!("SELECT coalesce(sum(total), 0) {all} is_test = 0 AND ({condition})"), from);
        (orders, sum)
    };
    let told = |tally: expero::domain::order_report::Tally| (tally.orders, tally.sum.0);
    assert_eq!(told(report.all()), count("1 = 1"));
    assert!(report.all().orders > 50 && report.trial > 0);
    let paid = "status = 'closed' OR (pay_state = 'paid' AND status IN ('new', 'accepted', 'assembled'))";
    assert_eq!(told(report.tally(|c| c.payment == Payment::Paid)), count(paid));
    let waiting = "pay_state = 'unpaid' AND status IN ('new', 'accepted', 'assembled')";
    assert_eq!(told(report.tally(|c| c.payment == Payment::Waiting)), count(waiting));
    for status in S::ALL {
        assert_eq!(told(report.tally(|c| c.status == status)), count(&format!("status = '{}'", status.code())));
    }
    for status in [S::New, S::Accepted, S::Assembled, S::Closed, S::Cancelled, S::ReserveExpired] {
        assert!(report.tally(|c| c.status == status).orders > 0, "{status:?}: a day that has none proves nothing");
    }
    assert_eq!(told(report.uncollected()), count("status = 'reserve_expired'"));
    let trial = shop.number("SELECT count(*) FROM customer_order WHERE is_test = 1 AND created_at >= ?1", from);
    assert_eq!(report.trial, trial);
    // The hold of each order by itself.
    let holds = shop.number(
        "SELECT sum((SELECT h.at FROM order_history h WHERE h.order_id = o.order_id ORDER BY h.history_id DESC LIMIT 1)
             - o.accepted_at) / count(*) / 60000
         FROM customer_order o WHERE o.status IN ('closed', 'cancelled', 'reserve_expired') AND o.accepted_at IS NOT NULL
           AND o.is_test = 0 AND o.created_at >= ?1",
        from,
    );
    assert_eq!(report.hold_minutes(), Some(holds));
    let days = report.days();
    assert_eq!(days.iter().map(|day| day.made.orders).sum::<i64>(), report.all().orders);
    assert_eq!(days.iter().map(|day| day.made.sum.0).sum::<i64>(), report.all().sum.0);
    assert_eq!(i64::try_from(days.len()).unwrap(), (last - first).num_days() + 1);
    for day in days {
        let made = shop.number(
            &format!(
                "SELECT count(*) FROM customer_order WHERE is_test = 0 AND created_at < {} AND created_at >= ?1",
                midnight(day.day.succ_opt().unwrap())
            ),
            midnight(day.day),
        );
        assert_eq!(day.made.orders, made, "{}", day.day);
    }
}

#[test]
fn an_order_of_the_late_evening_belongs_to_the_day_of_the_pharmacy() {
    let mut shop = Shop::new();
    let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
    for (id, made) in [("A1", "2026-11-20T20:59:59Z"), ("A2", "2026-11-20T21:00:00Z"), ("A3", "2026-11-21T20:30:00Z")] {
        let mut order = site_order(id, &[("p1", 1)]);
        order.stamps.created_at = at(made);
        shop.arrived(&order);
    }
    let day = |n| NaiveDate::from_ymd_opt(2026, 11, n).unwrap();
    let made: Vec<_> = report(&mut shop, day(20), day(22)).days().iter().map(|d| d.made.orders).collect();
    assert_eq!(made, [1, 2, 0]);
    assert_eq!(report(&mut shop, day(21), day(21)).all().orders, 2);
    assert_eq!(report(&mut shop, day(22), day(23)).all().orders, 0);
}

#[test]
fn the_workbook_says_what_the_report_says_cell_by_cell() {
    let (mut shop, first) = busy();
    let last = shop.now().with_timezone(&shop_zone()).date_naive();
    let report = report(&mut shop, first, last);
    let table = sheets::report_table(&report, Lang::Ru, shop_zone(), shop.now());
    let book = sheets::write(&table, Format::Xlsx).unwrap();
    let mut rows: Vec<Vec<String>> = Vec::new();
    sheets::read::each(std::io::Cursor::new(book), |_, row| {
        rows.push(row.to_vec());
        std::ops::ControlFlow::Continue(())
    })
    .unwrap();
    let row = |head: &str| rows.iter().find(|row| row[0] == head).unwrap_or_else(|| panic!("{head}: {rows:?}")).clone();
    let money = |kopecks: i64| {
        let text = format!("{}.{:02}", kopecks / 100, kopecks % 100);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    let all = report.all();
    assert_eq!(row("Всего заказов")[1..3], [all.orders.to_string(), money(all.sum.0)]);
    assert_eq!(row("Итого")[1..3], [all.orders.to_string(), money(all.sum.0)]);
    for day in report.days() {
        let want = [day.made, day.sold, day.uncollected].map(|t| [t.orders.to_string(), money(t.sum.0)]).concat();
        assert_eq!(row(&day.day.to_string())[1..7], want, "{}", day.day);
    }
}
