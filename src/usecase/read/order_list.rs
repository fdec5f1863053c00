//! The order list: which orders match, in which order, and the rows that are on the screen.
//!
//! Two questions, so that 100 000 orders cost the screen nothing: [`OrderIndex`] answers the ids and sums of
//! everything that matches; [`OrderRows`] answers the few rows that are visible.

use chrono::{DateTime, Utc};

use crate::domain::ids::OrderId;
use crate::domain::money::Kopecks;
use crate::domain::order::{Attention, Delivery, PaymentState};
use crate::domain::requisition::RequisitionState;
use crate::domain::status::OrderStatus;
use crate::store;
use crate::usecase::{Query, ReadCx, UseError, support};

/// A lane above the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lane {
    /// «Все».
    #[default]
    All,
    /// «Новые»: status новый or a change at the site that nobody looked at.
    New,
    /// «Собрать»: принят.
    ToCollect,
    /// «Готовы»: собран.
    Ready,
    /// «Просрочены»: the hold is over and the order still open.
    Overdue,
    /// «Вернуть на полку»: packs of the order wait to be put back.
    ToShelf,
    /// «Не отправлены»: the site does not know the last status.
    NotSent,
    /// «Перезвонить»: nobody answered, and the time to call again has come.
    CallAgain,
}

impl Lane {
    /// All lanes, in the order of the screen.
    pub const ALL: [Self; 8] = [
        Self::All,
        Self::New,
        Self::ToCollect,
        Self::CallAgain,
        Self::Ready,
        Self::Overdue,
        Self::ToShelf,
        Self::NotSent,
    ];
}

/// What the period filter looks at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PeriodOf {
    /// When the order was made.
    #[default]
    Created,
    /// When its hold ends.
    HoldUntil,
}

/// Where orders come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// The site («Expero»).
    Site,
    /// Made in the pharmacy.
    Own,
}

impl Source {
    /// The stable code kept in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Site => "site",
            Self::Own => "own",
        }
    }
}

/// Which orders to show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderFilter {
    /// Lane.
    pub lane: Lane,
    /// What the period means.
    pub period_of: PeriodOf,
    /// From this moment on.
    pub from: Option<DateTime<Utc>>,
    /// Before this moment.
    pub before: Option<DateTime<Utc>>,
    /// Only this status.
    pub status: Option<OrderStatus>,
    /// Only this source.
    pub source: Option<Source>,
    /// Only paid (`Some(Paid)`) or waiting for payment.
    pub payment: Option<PaymentState>,
    /// Words to find: number, name, phone, last four digits, goods.
    pub text: String,
}

/// Column to sort by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SortBy {
    /// Status in the order of life.
    Status,
    /// Number at the site.
    SiteNumber,
    /// Our number.
    OwnNumber,
    /// Source.
    Source,
    /// When made.
    #[default]
    Created,
    /// Customer's name.
    Customer,
    /// Phone.
    Phone,
    /// Number of lines.
    Lines,
    /// Sum.
    Total,
    /// Paid or not.
    Payment,
    /// End of the hold.
    HoldUntil,
    /// Comment.
    Comment,
}

/// Direction of a sort.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Smallest first.
    Ascending,
    /// Largest (newest) first.
    #[default]
    Descending,
}

/// Which orders match, in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderIndex {
    /// Which.
    pub filter: OrderFilter,
    /// By what.
    pub sort: SortBy,
    /// Which way.
    pub direction: Direction,
}

/// The answer to [`OrderIndex`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderIds {
    /// Matching orders, sorted.
    pub ids: Vec<OrderId>,
    /// Sum of all of them.
    pub total: Kopecks,
}

impl Query for OrderIndex {
    type Rows = OrderIds;

    fn run(self, cx: &ReadCx<'_>) -> Result<OrderIds, UseError> {
        Ok(store::order_list::index(cx.sql, &self, support::site_now(cx.sql, cx.now)?)?)
    }
}

/// The rows of these orders, in the given order; ids that are gone are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderRows {
    /// Which orders.
    pub ids: Vec<OrderId>,
}

/// One row of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderRow {
    /// Which order.
    pub id: OrderId,
    /// Where it stands.
    pub standing: Standing,
    /// Its numbers and source.
    pub numbers: Numbers,
    /// When made.
    pub created_at: DateTime<Utc>,
    /// Who, masked.
    pub customer: MaskedCustomer,
    /// How many lines.
    pub line_count: u32,
    /// Sum.
    pub total: Kopecks,
    /// Paid or not.
    pub payment: PaymentState,
    /// End of the hold.
    pub hold_until: Option<DateTime<Utc>>,
    /// The customer's remark, made harmless.
    pub comment: String,
    /// Where its bag waits, and who set it aside.
    pub aside: SetAside,
    /// What is being done about missing goods.
    pub supply: Supply,
}

/// An order set aside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SetAside {
    /// The cell of its bag; empty when in none.
    pub cell: String,
    /// Who collected it and when; `None` when nobody did here, or it went back.
    pub collected: Option<(String, DateTime<Utc>)>,
}

/// What is being done about the missing goods of an order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Supply {
    /// An accepted order whose lines are all reserved or in stock now: «Наличие» completes it.
    pub can_complete_now: bool,
    /// Its purchase requisition, if there is one. With `can_complete_now`: the goods have come.
    pub requisition: Option<RequisitionState>,
    /// When to call the customer again.
    pub call_again_at: Option<DateTime<Utc>>,
    /// The number of the order that this one took the place of.
    pub replaces: Option<String>,
    /// The number of the order that took the place of this one.
    pub replaced_by: Option<String>,
    /// The later of those two: where «Связанный заказ» leads.
    pub linked: Option<OrderId>,
}

/// Where an order stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Status.
    pub status: OrderStatus,
    /// The site's word, for an unknown status.
    pub raw_status: String,
    /// Needs a look.
    pub attention: Option<Attention>,
    /// Whether the site knows.
    pub delivery: Delivery,
    /// A trial order.
    pub is_test: bool,
}

impl OrderRow {
    /// True when the hold is over and the order still open.
    #[must_use]
    pub fn is_overdue(&self, now: DateTime<Utc>) -> bool {
        !self.standing.status.is_final() && self.hold_until.is_some_and(|until| now >= until)
    }
}

/// The numbers of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbers {
    /// The site's, for a site order.
    pub site: Option<String>,
    /// Ours, for an own order.
    pub own: Option<String>,
}

impl Numbers {
    /// The number to show.
    #[must_use]
    pub fn shown(&self) -> &str {
        self.site.as_deref().or(self.own.as_deref()).unwrap_or("—")
    }
}

/// A person as lists show them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MaskedCustomer {
    /// `Анна С.`
    pub name: String,
    /// `+7 ••• ••• 41-07`
    pub phone: String,
}

impl Query for OrderRows {
    type Rows = Vec<OrderRow>;

    fn run(self, cx: &ReadCx<'_>) -> Result<Vec<OrderRow>, UseError> {
        rows(cx, &self.ids)
    }
}

/// The rows of these orders with what only the stock of this moment tells.
pub(super) fn rows(cx: &ReadCx<'_>, ids: &[OrderId]) -> Result<Vec<OrderRow>, UseError> {
    let mut rows = store::order_list::rows(cx.sql, ids)?;
    for row in rows.iter_mut().filter(|r| r.standing.status == OrderStatus::Accepted) {
        let floor = support::not_before(cx.sql, cx.now, cx.zone, row.hold_until)?;
        row.supply.can_complete_now = store::requisitions::is_covered(cx.sql, row.id, floor)?;
    }
    Ok(rows)
}
