//! The steps of an order's life with their stamps: when, and who.

use chrono::{DateTime, Utc};

use super::history::HistoryRow;
use crate::domain::ids::OrderId;
use crate::domain::order::HistoryEvent;
use crate::domain::status::OrderStatus;
use crate::store;
use crate::usecase::{Query, ReadCx, UseError};

/// The steps of one order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderSteps {
    /// Which.
    pub id: OrderId,
}

/// One step that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Which.
    pub event: HistoryEvent,
    /// When, the last time.
    pub at: DateTime<Utc>,
    /// Who.
    pub user: String,
    /// The till as people call it.
    pub till_title: String,
    /// How many times: a sheet is printed, a hold extended again.
    pub times: u32,
}

impl Query for OrderSteps {
    type Rows = Vec<Step>;

    fn run(self, cx: &ReadCx<'_>) -> Result<Vec<Step>, UseError> {
        Ok(steps(&store::history::of_order(cx.sql, self.id)?))
    }
}

/// What counts as a step, in the order of an order's life.
const STEPS: [HistoryEvent; 11] = [
    HistoryEvent::Arrived,
    HistoryEvent::Accepted,
    HistoryEvent::Reserved,
    HistoryEvent::Released,
    HistoryEvent::Collected,
    HistoryEvent::Printed,
    HistoryEvent::Extended,
    HistoryEvent::Sold,
    HistoryEvent::Deleted,
    HistoryEvent::Lapsed,
    HistoryEvent::SiteCancelled,
];

/// One step for each event, by its last time. A step that was undone since (a collected order that
/// went back, a release after which was reserved again) is left out.
fn steps(history: &[HistoryRow]) -> Vec<Step> {
    let mut out = Vec::new();
    for event in STEPS {
        let rows: Vec<&HistoryRow> = history.iter().filter(|r| r.event == event).collect();
        let undone = |taken: &HistoryRow| {
            let mut later = history.iter().skip_while(|r| !std::ptr::eq(*r, taken)).skip(1);
            later.any(|r| undoes(event, r))
        };
        if let Some(last) = rows.last().filter(|last| !undone(last)) {
            out.push(Step {
                event,
                at: last.at,
                user: last.user.clone(),
                till_title: last.till_title.clone(),
                times: u32::try_from(rows.len()).unwrap_or(u32::MAX),
            });
        }
    }
    out
}

fn undoes(step: HistoryEvent, row: &HistoryRow) -> bool {
    let back = matches!(row.to, OrderStatus::New | OrderStatus::Accepted) && row.from != row.to;
    match step {
        HistoryEvent::Released => row.event == HistoryEvent::Reserved,
        HistoryEvent::Collected
        | HistoryEvent::Sold
        | HistoryEvent::Deleted
        | HistoryEvent::Lapsed
        | HistoryEvent::SiteCancelled => back,
        HistoryEvent::Accepted => row.to == OrderStatus::New && row.from != row.to,
        HistoryEvent::Arrived
        | HistoryEvent::Reserved
        | HistoryEvent::Extended
        | HistoryEvent::SiteEdited
        | HistoryEvent::SiteUpdated
        | HistoryEvent::SiteConfirmed
        | HistoryEvent::SiteRefused
        | HistoryEvent::SiteWon
        | HistoryEvent::SiteDisagrees
        | HistoryEvent::Acknowledged
        | HistoryEvent::Printed
        | HistoryEvent::BatchChosen
        | HistoryEvent::CellSet
        | HistoryEvent::ShelfReturned
        | HistoryEvent::Called
        | HistoryEvent::Requisition
        | HistoryEvent::PhoneShown => false,
    }
}
