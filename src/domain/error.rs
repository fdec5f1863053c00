//! Refusals: why the rules say no. Data only; the words for the user are in `assets/i18n` by [`Refusal::code`].

use chrono::{DateTime, NaiveDate, Utc};
use thiserror::Error;

use super::access::AccessRefusal;
use super::batch::BatchLabel;
use super::directory::DirectoryRefusal;
use super::ids::ProblemId;
use super::import_refusal::ImportRefusal;
use super::marking::ScanFault;
use super::money::Kopecks;
use super::packs::Packs;
use super::setting_fault::SettingFault;
use super::status::{OrderEvent, OrderStatus};
use super::supply_refusal::SupplyRefusal;
use super::till_refusal::TillRefusal;

/// A rule of the trade said no. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// No such order.
    #[error("order {number} not found")]
    OrderNotFound {
        /// As asked for.
        number: String,
    },
    /// The event is not allowed in this status.
    #[error("{event:?} is not allowed for an order that is {status}")]
    WrongStatus {
        /// Where the order stands.
        status: OrderStatus,
        /// What was wanted.
        event: OrderEvent,
    },
    /// «Собран» needs every line fully reserved.
    #[error("{missing_lines} line(s) are not fully reserved")]
    NotFullyReserved {
        /// Lines that lack packs.
        missing_lines: usize,
    },
    /// A collected order has no lines or its reservations do not cover it.
    #[error("the order has no lines")]
    EmptyOrder,
    /// The hold has ended.
    #[error("the hold ended at {until}")]
    HoldOver {
        /// When it ended.
        until: DateTime<Utc>,
    },
    /// The wished end of the hold is not in the future.
    #[error("the wished hold end {wanted} is in the past")]
    HoldInPast {
        /// As asked for.
        wanted: DateTime<Utc>,
    },
    /// The wished end of the hold is not later than the present one.
    #[error("the wished hold end {wanted} is not later than {current}")]
    HoldNotLater {
        /// The present end.
        current: DateTime<Utc>,
        /// As asked for.
        wanted: DateTime<Utc>,
    },
    /// The wished end of the hold is too far away.
    #[error("the wished hold end {wanted} is later than {latest}")]
    HoldTooFar {
        /// As asked for.
        wanted: DateTime<Utc>,
        /// The latest allowed.
        latest: DateTime<Utc>,
    },
    /// The customer gave less than the total.
    #[error("cash given {given} does not cover {total}")]
    CashTooLittle {
        /// To pay.
        total: Kopecks,
        /// Handed over.
        given: Kopecks,
    },
    /// A quantity that a till cannot sell.
    #[error("{packs} is not a quantity that can be sold")]
    BadQuantity {
        /// As asked for.
        packs: Packs,
    },
    /// Not enough free packs.
    #[error("only {available} of {name} free, {wanted} wanted")]
    NotEnough {
        /// Product.
        name: String,
        /// Free packs.
        available: Packs,
        /// Wanted packs.
        wanted: Packs,
    },
    /// The batch has expired.
    #[error("{name} series {series} has expired")]
    Expired {
        /// Product.
        name: String,
        /// Series.
        series: String,
    },
    /// The batch does not last long enough after the hold.
    #[error("{name} series {series} expires on {expires_on}, too soon after the hold")]
    ShortDated {
        /// Product.
        name: String,
        /// Series.
        series: String,
        /// Last day of use.
        expires_on: NaiveDate,
    },
    /// A batch that expires earlier would stay on the shelf, and nobody agreed to that.
    #[error("{name}: series {} expires earlier", first.series)]
    NotFirstToExpire {
        /// Product.
        name: String,
        /// The batch that should go first.
        first: BatchLabel,
    },
    /// The line is not in the order any more: its lines were replaced.
    #[error("the line is not in the order any more")]
    LineGone,
    /// The batch is of another product than the line.
    #[error("the batch is not of {name}")]
    OtherGoods {
        /// Product of the line.
        name: String,
    },
    /// More packs chosen than the line wants, or none.
    #[error("{wanted} packs of {name} chosen, {ordered} ordered")]
    BeyondOrdered {
        /// Product.
        name: String,
        /// Booked packs.
        ordered: Packs,
        /// As asked for.
        wanted: Packs,
    },
    /// Not every pack of the order is in its bag.
    #[error("{packs} pack(s) are not in the bag")]
    NotInBag {
        /// How many are missing.
        packs: Packs,
    },
    /// Packs lie in the bag that the order does not keep.
    #[error("{packs} pack(s) in the bag are not reserved, first {name}")]
    SurplusInBag {
        /// The first product.
        name: String,
        /// How many in all.
        packs: Packs,
    },
    /// The name of a bag cell cannot be used.
    #[error("{cell:?} cannot name a cell")]
    BadCell {
        /// As typed, cut.
        cell: String,
        /// The longest name, in characters.
        longest: usize,
    },
    /// The bag of another order is in this cell.
    #[error("cell {cell} holds order {number}")]
    CellTaken {
        /// Which cell.
        cell: String,
        /// The order in it.
        number: String,
    },
    /// All numbered cells are taken.
    #[error("all {cells} cells are taken")]
    NoFreeCell {
        /// How many there are.
        cells: u32,
    },
    /// No pack of this product waits for its shelf.
    #[error("nothing of {what} waits for the shelf")]
    NothingToReturn {
        /// Product, or the row asked for.
        what: String,
    },
    /// There is nothing in the receipt.
    #[error("the receipt is empty")]
    EmptyReceipt,
    /// One order at a time in a receipt, and whole or not at all.
    #[error("the lines of an order are sold together or not at all")]
    OrderIsWhole,
    /// The receipt already holds an order or other goods.
    #[error("the receipt already holds other lines")]
    ReceiptNotEmpty,
    /// The order was sold already, here or at another till.
    #[error("the order is sold already")]
    AlreadySold,
    /// A cancellation «other» needs words.
    #[error("the reason needs words")]
    ReasonNeedsText,
    /// A new order needs a name or a phone.
    #[error("a name or a phone is needed")]
    CustomerMissing,
    /// Prepaid payment of an order that is not paid, or payment twice.
    #[error("the payment does not fit the order")]
    PaymentMismatch,
    /// No product with this code or name.
    #[error("no such goods: {what}")]
    GoodsNotFound {
        /// As asked for.
        what: String,
    },
    /// Real data cannot become practice data.
    #[error("this is the data of a real pharmacy, not of the practice mode")]
    NotPractice,
    /// What was scanned cannot be read.
    #[error("scan: {fault}")]
    BadScan {
        /// What to fix.
        fault: ScanFault,
    },
    /// The scanned goods are not in this order.
    #[error("{scanned} is not in the order; {expected} is still to be collected")]
    WrongGoods {
        /// Name of what was scanned, or its number when it is not in the directory.
        scanned: String,
        /// Names of what is still to be collected; empty when nothing is.
        expected: String,
    },
    /// All packs of this product are in the bag already.
    #[error("all {packs} packs of {name} are in the bag")]
    TooManyPacks {
        /// Product.
        name: String,
        /// Packs ordered.
        packs: Packs,
    },
    /// The pack expires before the hold of the order ends and the days of use after it are over.
    #[error("{name} expires on {expires_on}, at least {not_before} is needed")]
    PackTooOld {
        /// Product.
        name: String,
        /// Last day of use of the pack.
        expires_on: NaiveDate,
        /// The first day on which it might expire.
        not_before: NaiveDate,
    },
    /// The code of this pack lies in the bag of another order.
    #[error("this pack is in the bag of order {number}")]
    CodeInBag {
        /// Number of the order.
        number: String,
    },
    /// The code of this pack was sold.
    #[error("this pack was sold with receipt {number}")]
    CodeSold {
        /// Number of the receipt.
        number: i64,
    },
    /// No pack of this product is reserved for the order, and none is free.
    #[error("no pack of {name} is free for the order")]
    NoPackFree {
        /// Product.
        name: String,
    },
    /// Another batch cannot take the place of a pack that lies in the bag.
    #[error("a pack of {name} series {series} is in the bag")]
    BatchInBag {
        /// Product.
        name: String,
        /// Series of the pack in the bag.
        series: String,
    },
    /// There is nothing in the bag to take out.
    #[error("the bag is empty")]
    BagEmpty,
    /// No open problem with this number: it was put aside, or its order has arrived.
    #[error("no open problem {id}")]
    ProblemNotFound {
        /// As asked for.
        id: ProblemId,
    },
    /// A setting's value cannot be used.
    #[error("setting {key}: {}", fault.code())]
    BadSetting {
        /// Which setting.
        key: String,
        /// What is wrong and what would be right.
        fault: SettingFault,
    },
    /// Missing goods: requisitions, suppliers, calls to the customer.
    #[error(transparent)]
    Supply(#[from] SupplyRefusal),
    /// The till: discounts, prescriptions, shifts, returns.
    #[error(transparent)]
    Till(#[from] TillRefusal),
    /// Tables of goods.
    #[error(transparent)]
    Import(#[from] ImportRefusal),
    /// The directory of goods.
    #[error(transparent)]
    Directory(#[from] DirectoryRefusal),
    /// Who may do what.
    #[error(transparent)]
    Access(#[from] AccessRefusal),
}

impl Refusal {
    /// The text key of the user's wording (`refusal-<code>`).
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::OrderNotFound { .. } => "order-not-found",
            Self::WrongStatus { .. } => "wrong-status",
            Self::NotFullyReserved { .. } => "not-fully-reserved",
            Self::EmptyOrder => "empty-order",
            Self::HoldOver { .. } => "hold-over",
            Self::HoldInPast { .. } => "hold-in-past",
            Self::HoldNotLater { .. } => "hold-not-later",
            Self::HoldTooFar { .. } => "hold-too-far",
            Self::CashTooLittle { .. } => "cash-too-little",
            Self::BadQuantity { .. } => "bad-quantity",
            Self::NotEnough { .. } => "not-enough",
            Self::Expired { .. } => "expired",
            Self::ShortDated { .. } => "short-dated",
            Self::NotFirstToExpire { .. } => "not-first-to-expire",
            Self::LineGone => "line-gone",
            Self::OtherGoods { .. } => "other-goods",
            Self::BeyondOrdered { .. } => "beyond-ordered",
            Self::NotInBag { .. } => "not-in-bag",
            Self::SurplusInBag { .. } => "surplus-in-bag",
            Self::BadCell { .. } => "bad-cell",
            Self::CellTaken { .. } => "cell-taken",
            Self::NoFreeCell { .. } => "no-free-cell",
            Self::NothingToReturn { .. } => "nothing-to-return",
            Self::EmptyReceipt => "empty-receipt",
            Self::OrderIsWhole => "order-is-whole",
            Self::ReceiptNotEmpty => "receipt-not-empty",
            Self::AlreadySold => "already-sold",
            Self::ReasonNeedsText => "reason-needs-text",
            Self::CustomerMissing => "customer-missing",
            Self::PaymentMismatch => "payment-mismatch",
            Self::GoodsNotFound { .. } => "goods-not-found",
            Self::NotPractice => "not-practice",
            Self::BadScan { .. } => "bad-scan",
            Self::WrongGoods { .. } => "wrong-goods",
            Self::TooManyPacks { .. } => "too-many-packs",
            Self::PackTooOld { .. } => "pack-too-old",
            Self::CodeInBag { .. } => "code-in-bag",
            Self::CodeSold { .. } => "code-sold",
            Self::NoPackFree { .. } => "no-pack-free",
            Self::BatchInBag { .. } => "batch-in-bag",
            Self::BagEmpty => "bag-empty",
            Self::ProblemNotFound { .. } => "problem-not-found",
            Self::BadSetting { .. } => "bad-setting",
            Self::Supply(refusal) => refusal.code(),
            Self::Till(refusal) => refusal.code(),
            Self::Import(refusal) => refusal.code(),
            Self::Directory(refusal) => refusal.code(),
            Self::Access(refusal) => refusal.code(),
        }
    }
}
