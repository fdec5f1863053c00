//! An order as the site tells it, already parsed and checked: what `site/` hands to the use cases.

use chrono::{DateTime, Utc};

use super::ids::{BatchCode, ProductCode, SiteOrderId};
use super::money::Kopecks;
use super::order::{Customer, PaymentMethod, PaymentState};
use super::packs::Packs;
use super::status::OrderStatus;

/// A whole snapshot of one order. `revision` grows with each visible change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteOrder {
    /// The site's id, at most 64 characters.
    pub site_id: SiteOrderId,
    /// The number that the customer knows.
    pub number: String,
    /// Which pharmacy it is for.
    pub pharmacy_id: String,
    /// Status; `raw_status` keeps the site's word.
    pub status: OrderStatus,
    /// The word as sent.
    pub raw_status: String,
    /// Grows with each visible change.
    pub revision: i64,
    /// When things happened.
    pub stamps: SiteStamps,
    /// Who booked.
    pub customer: Customer,
    /// The customer's remark.
    pub comment: String,
    /// How it is paid.
    pub method: PaymentMethod,
    /// Whether it is paid.
    pub payment: PaymentState,
    /// Who cancelled, and why, when cancelled.
    pub cancelled: Option<SiteCancel>,
    /// A trial order.
    pub is_test: bool,
    /// What is booked.
    pub lines: Vec<SiteLine>,
    /// The site's total; checked against the lines, never trusted.
    pub claimed_total: Option<Kopecks>,
}

impl SiteOrder {
    /// Sum of the lines.
    #[must_use]
    pub fn total(&self) -> Kopecks {
        self.lines.iter().map(|l| l.price.times(l.packs)).sum()
    }

    /// True when the site's sums differ from what its prices and quantities give.
    #[must_use]
    pub fn sums_disagree(&self) -> bool {
        self.claimed_total.is_some_and(|t| t != self.total())
            || self.lines.iter().any(|l| l.claimed_sum.is_some_and(|s| s != l.price.times(l.packs)))
    }
}

/// Times of a site order, UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SiteStamps {
    /// Booked.
    pub created_at: DateTime<Utc>,
    /// Last visible change.
    pub updated_at: DateTime<Utc>,
    /// Until when the site thinks the goods are held.
    pub reserved_until: Option<DateTime<Utc>>,
}

/// Who cancelled and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteCancel {
    /// `customer`, `site`, `pharmacy` or empty.
    pub by: String,
    /// In words, may be empty.
    pub reason: String,
}

/// One line of a site order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteLine {
    /// The site's id of the line.
    pub line_id: String,
    /// Product.
    pub product: ProductCode,
    /// Batch shown to the customer.
    pub batch: Option<BatchCode>,
    /// Name as shown.
    pub name: String,
    /// Maker as shown.
    pub manufacturer: String,
    /// Packs, at least one.
    pub packs: Packs,
    /// Price of one pack.
    pub price: Kopecks,
    /// The site's sum of the line; checked, never trusted.
    pub claimed_sum: Option<Kopecks>,
}
