//! «Отчёт по интернет-заказам»: what became of the orders that were made in a period.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};

use crate::domain::order_report::OrderReport;
use crate::store;
use crate::usecase::{Query, ReadCx, UseError};

/// The report of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderReportOf {
    /// First day.
    pub first: NaiveDate,
    /// Last day.
    pub last: NaiveDate,
}

impl Query for OrderReportOf {
    type Rows = OrderReport;

    fn run(self, cx: &ReadCx<'_>) -> Result<OrderReport, UseError> {
        let midnight = |day: NaiveDate| -> DateTime<Utc> {
            let local = day.and_time(NaiveTime::MIN).and_local_timezone(cx.zone);
            local.single().map_or(cx.now, |at| at.with_timezone(&Utc))
        };
        let after = self.last.checked_add_days(Days::new(1)).unwrap_or(self.last);
        let (from, to) = (midnight(self.first), midnight(after));
        Ok(OrderReport {
            period: Some((self.first, self.last)),
            cells: store::order_report::cells(cx.sql, from, to, cx.zone)?,
            trial: store::order_report::trial(cx.sql, from, to)?,
        })
    }
}
