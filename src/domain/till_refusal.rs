//! Why the rules of the till say no: discounts, prescriptions, shifts, returns, receipts put aside.
//!
//! Data only; the words for the user are in `assets/i18n` by [`TillRefusal::code`].

use thiserror::Error;

use super::discount::Discount;
use super::packs::Packs;

/// A rule of the till said no. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TillRefusal {
    /// More off than this person may give.
    #[error("a discount of {} is beyond the limit of {}", wanted.text(), limit.text())]
    DiscountTooHigh {
        /// As asked for.
        wanted: Discount,
        /// The most allowed.
        limit: Discount,
    },
    /// Prescription goods without «рецепт предъявлен».
    #[error("{name} is sold by prescription only, and none was seen")]
    PrescriptionMissing {
        /// Product.
        name: String,
    },
    /// A prescription without number, day or doctor, or of a day to come.
    #[error("the prescription lacks its number, day or doctor")]
    BadPrescription,
    /// More codes were scanned than packs are sold, or codes of other goods.
    #[error("the scanned codes do not fit the receipt: {name}")]
    CodesDoNotFit {
        /// Product, or the number on the pack.
        name: String,
    },
    /// The shift is being closed.
    #[error("the shift is being closed")]
    ShiftClosing,
    /// There is no open shift.
    #[error("no shift is open")]
    NoShift,
    /// Receipts of the shift are not printed yet.
    #[error("{count} receipt(s) are not printed")]
    ReceiptsNotPrinted {
        /// How many.
        count: usize,
    },
    /// A receipt is open or put aside at this till.
    #[error("{count} receipt(s) are open or put aside")]
    ReceiptsOpen {
        /// How many.
        count: usize,
    },
    /// The receipt that was put aside is gone: recalled at another till, or sold.
    #[error("the receipt put aside is gone")]
    DraftGone,
    /// No such sale.
    #[error("no such sale")]
    SaleNotFound,
    /// More packs come back than were sold and are not back yet.
    #[error("{wanted} pack(s) of {name} come back, {left} can")]
    TooManyBack {
        /// Product.
        name: String,
        /// Packs that can still come back.
        left: Packs,
        /// As asked for.
        wanted: Packs,
    },
    /// Nothing was chosen to come back.
    #[error("nothing comes back")]
    NothingBack,
    /// Medicines of good quality are not taken back.
    #[error("medicines of good quality are not taken back")]
    GoodMedicine,
    /// Only an administrator may do this.
    #[error("only an administrator may do this")]
    AdminOnly,
}

impl TillRefusal {
    /// The text key of the user's wording (`refusal-<code>`).
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::DiscountTooHigh { .. } => "discount-too-high",
            Self::PrescriptionMissing { .. } => "prescription-missing",
            Self::BadPrescription => "bad-prescription",
            Self::CodesDoNotFit { .. } => "codes-do-not-fit",
            Self::ShiftClosing => "shift-closing",
            Self::NoShift => "no-shift",
            Self::ReceiptsNotPrinted { .. } => "receipts-not-printed",
            Self::ReceiptsOpen { .. } => "receipts-open",
            Self::DraftGone => "draft-gone",
            Self::SaleNotFound => "sale-not-found",
            Self::TooManyBack { .. } => "too-many-back",
            Self::NothingBack => "nothing-back",
            Self::GoodMedicine => "good-medicine",
            Self::AdminOnly => "admin-only",
        }
    }
}
