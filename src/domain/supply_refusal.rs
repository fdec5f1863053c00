//! Why the rules of missing goods say no: requisitions, suppliers, calls to the customer.
//!
//! Data only; the words for the user are in `assets/i18n` by [`SupplyRefusal::code`].

use chrono::{DateTime, Utc};
use thiserror::Error;

use super::requisition::RequisitionState;
use super::status::OrderStatus;

/// A rule of missing goods said no. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SupplyRefusal {
    /// Every line is reserved or in stock: there is nothing to order from a supplier.
    #[error("nothing of the order is missing")]
    NothingMissing,
    /// The order is finished, or the site gave it a status that we do not know.
    #[error("the order is {status}: nothing can be ordered or agreed for it")]
    OrderIsOver {
        /// Where it stands.
        status: OrderStatus,
    },
    /// The wished delivery is not in the future.
    #[error("the delivery is wished for {wanted}, which is past")]
    NeededInPast {
        /// As asked for.
        wanted: DateTime<Utc>,
    },
    /// The wished delivery is too far away to mean anything.
    #[error("the delivery is wished for {wanted}, later than {latest}")]
    NeededTooFar {
        /// As asked for.
        wanted: DateTime<Utc>,
        /// The latest allowed.
        latest: DateTime<Utc>,
    },
    /// No such supplier, or a hidden one.
    #[error("no such supplier")]
    SupplierNotFound,
    /// A supplier needs a name of 1 to 120 characters.
    #[error("a supplier needs a name")]
    SupplierNameBad,
    /// Another supplier has this name.
    #[error("a supplier {name} is there already")]
    SupplierNameTaken {
        /// As typed.
        name: String,
    },
    /// Days until delivery that no supplier needs.
    #[error("{days} is no number of days until delivery")]
    BadLeadDays {
        /// As asked for.
        days: i64,
    },
    /// The order has no requisition.
    #[error("the order has no requisition")]
    NoRequisition,
    /// The requisition cannot go from one state to the other.
    #[error("a requisition that is {from:?} cannot become {to:?}")]
    WrongRequisitionState {
        /// Where it stands.
        from: RequisitionState,
        /// What was wanted.
        to: RequisitionState,
    },
    /// Only a new or accepted order can be replaced by another one.
    #[error("an order that is {status} cannot be replaced")]
    NoReplacement {
        /// Where it stands.
        status: OrderStatus,
    },
    /// Paid on the site: the money is with the site, which gives it back.
    #[error("the order is paid on the site and cannot be replaced")]
    PrepaidNotReplaced,
    /// «Согласен» without a single replacement.
    #[error("no replacement was chosen")]
    NoReplacementChosen,
    /// A missing line has no replacement: the order is bought whole or not at all.
    #[error("nothing takes the place of {name}")]
    LineNotReplaced {
        /// Product of the line.
        name: String,
    },
    /// The next call is not in the future, or later than an order is ever held.
    #[error("the next call at {wanted} is past or too far")]
    BadCallTime {
        /// As asked for.
        wanted: DateTime<Utc>,
    },
    /// The customer left no phone.
    #[error("the customer left no phone")]
    NoPhone,
}

impl SupplyRefusal {
    /// The text key of the user's wording (`refusal-<code>`).
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NothingMissing => "nothing-missing",
            Self::OrderIsOver { .. } => "order-is-over",
            Self::NeededInPast { .. } => "needed-in-past",
            Self::NeededTooFar { .. } => "needed-too-far",
            Self::SupplierNotFound => "supplier-not-found",
            Self::SupplierNameBad => "supplier-name-bad",
            Self::SupplierNameTaken { .. } => "supplier-name-taken",
            Self::BadLeadDays { .. } => "bad-lead-days",
            Self::NoRequisition => "no-requisition",
            Self::WrongRequisitionState { .. } => "wrong-requisition-state",
            Self::NoReplacement { .. } => "no-replacement",
            Self::PrepaidNotReplaced => "prepaid-not-replaced",
            Self::NoReplacementChosen => "no-replacement-chosen",
            Self::LineNotReplaced { .. } => "line-not-replaced",
            Self::BadCallTime { .. } => "bad-call-time",
            Self::NoPhone => "no-phone",
        }
    }
}
