//! What became of the orders of a service in a period.
//!
//! Owns: the counts, their sums by day and what is reckoned from them. Must not know: where they come from, screens.

use chrono::NaiveDate;

use super::money::Kopecks;
use super::status::OrderStatus;

/// Orders and what they come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many.
    pub orders: i64,
    /// Their sum.
    pub sum: Kopecks,
}

impl Tally {
    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { orders: self.orders + other.orders, sum: Kopecks(self.sum.0 + other.sum.0) }
    }
}

/// Orders of one day that ended alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReportCell {
    /// The day on which they were made, in the pharmacy.
    pub day: NaiveDate,
    /// Where they stand.
    pub status: OrderStatus,
    /// How they are paid.
    pub payment: Payment,
    /// The customer never came for them.
    pub uncollected: bool,
    /// How many, and their sum.
    pub tally: Tally,
    /// Holds that are over: how many, and how long they took together, milliseconds.
    pub holds: (i64, i64),
}

/// How an order is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payment {
    /// On the site, or at the till.
    Paid,
    /// Still to be paid when it is fetched.
    Waiting,
    /// Never: it was given up unpaid, or the money went back.
    Nothing,
}

/// One day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReportDay {
    /// Which.
    pub day: NaiveDate,
    /// Orders made on it.
    pub made: Tally,
    /// Of these, sold.
    pub sold: Tally,
    /// Of these, never collected.
    pub uncollected: Tally,
}

/// The report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderReport {
    /// First and last day.
    pub period: Option<(NaiveDate, NaiveDate)>,
    /// Every combination that occurs, by days.
    pub cells: Vec<ReportCell>,
    /// Trial orders of the period, which are not counted.
    pub trial: i64,
}

impl OrderReport {
    /// Orders for which this holds.
    #[must_use]
    pub fn tally(&self, is_meant: impl Fn(&ReportCell) -> bool) -> Tally {
        self.cells.iter().filter(|cell| is_meant(cell)).fold(Tally::default(), |all, cell| all.and(cell.tally))
    }

    /// All orders.
    #[must_use]
    pub fn all(&self) -> Tally {
        self.tally(|_| true)
    }

    /// Orders that ended.
    #[must_use]
    pub fn finished(&self) -> Tally {
        self.tally(|cell| cell.status.is_final())
    }

    /// Orders that the customer never came for.
    #[must_use]
    pub fn uncollected(&self) -> Tally {
        self.tally(|cell| cell.uncollected)
    }

    /// Of the orders that ended, how many of a thousand were never collected; none when none ended.
    #[must_use]
    pub fn uncollected_per_mille(&self) -> Option<i64> {
        let finished = self.finished().orders;
        (finished > 0).then(|| (self.uncollected().orders * 1_000 + finished / 2) / finished)
    }

    /// How long a hold took on average, minutes; none when none is over.
    #[must_use]
    pub fn hold_minutes(&self) -> Option<i64> {
        let (count, millis) = self.cells.iter().fold((0, 0), |(n, t), cell| (n + cell.holds.0, t + cell.holds.1));
        (count > 0).then(|| millis / count / 60_000)
    }

    /// Each day of the period, also one without orders; of a long period only days with orders.
    #[must_use]
    pub fn days(&self) -> Vec<ReportDay> {
        let mut days: Vec<ReportDay> = Vec::new();
        let empty = |day| {
            let none = Tally::default();
            ReportDay { day, made: none, sold: none, uncollected: none }
        };
        if let Some((first, last)) = self.period.filter(|(first, last)| (*last - *first).num_days() <= LONGEST_WHOLE) {
            days.extend(first.iter_days().take_while(|day| *day <= last).map(empty));
        }
        for cell in &self.cells {
            let at = match days.binary_search_by_key(&cell.day, |known| known.day) {
                Ok(at) => at,
                Err(at) => {
                    days.insert(at, empty(cell.day));
                    at
                }
            };
            let Some(day) = days.get_mut(at) else { continue };
            day.made = day.made.and(cell.tally);
            if cell.status == OrderStatus::Closed {
                day.sold = day.sold.and(cell.tally);
            }
            if cell.uncollected {
                day.uncollected = day.uncollected.and(cell.tally);
            }
        }
        days
    }
}

/// A period of more days is shown without its empty ones.
const LONGEST_WHOLE: i64 = 400;

#[cfg(test)]
mod tests {
    use super::*;

    fn day(n: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, n).unwrap_or_default()
    }

    fn cell(n: u32, status: OrderStatus, orders: i64, uncollected: bool) -> ReportCell {
        let tally = Tally { orders, sum: Kopecks(orders * 100) };
        let (payment, holds) = (Payment::Paid, (orders, orders * 600_000));
        ReportCell { day: day(n), status, payment, uncollected, tally, holds }
    }

    #[test]
    fn days_sum_up_to_the_whole_and_shares_are_of_what_ended() {
        let report = OrderReport {
            period: Some((day(1), day(4))),
            cells: vec![
                cell(1, OrderStatus::Closed, 5, false),
                cell(1, OrderStatus::ReserveExpired, 1, true),
                cell(3, OrderStatus::Cancelled, 1, true),
                cell(3, OrderStatus::New, 2, false),
            ],
            trial: 0,
        };
        let days = report.days();
        assert_eq!(days.iter().map(|d| d.made.orders).collect::<Vec<_>>(), [6, 0, 3, 0]);
        assert_eq!(days.iter().map(|d| d.made.orders).sum::<i64>(), report.all().orders);
        assert_eq!(days.iter().map(|d| d.uncollected.orders).sum::<i64>(), report.uncollected().orders);
        assert_eq!((report.finished().orders, report.uncollected_per_mille()), (7, Some(286)));
        assert_eq!(report.hold_minutes(), Some(10));
        let nothing = OrderReport::default();
        assert_eq!((nothing.uncollected_per_mille(), nothing.hold_minutes(), nothing.days().len()), (None, None, 0));
    }
}
