//! Names of things. Every id is its own type, so that a batch can never be passed for an order.

use std::fmt;

macro_rules! row_id {
    ($(#[$doc:meta] $name:ident),+ $(,)?) => {$(
        #[$doc]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub i64);
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}", self.0)
            }
        }
    )+};
}

row_id! {
    /// Our row of an order, from the site or made here.
    OrderId,
    /// Our row of one line of an order.
    LineId,
    /// Our row of a product.
    GoodsId,
    /// Our row of one batch (series) of a product.
    BatchId,
    /// Our row of a closed receipt (sale).
    ReceiptId,
    /// Our row of a message to the site.
    OutboxId,
    /// Our row of a user.
    UserId,
    /// Our row of the marking code of one pack.
    CodeId,
    /// Our row of a pack that was laid into a bag.
    PackId,
    /// Our row of packs that wait to be put back on their shelf.
    ReturnId,
    /// Our row of an element that could not be read.
    ProblemId,
    /// Our row of a table of goods on its way in.
    ImportId,
    /// Our row of a shift of a till.
    ShiftId,
    /// Our row of a receipt that is not sold yet.
    DraftId,
    /// Our row of what the fiscal device has to print.
    DocumentId,
    /// Our row of a supplier (wholesaler).
    SupplierId,
    /// Our row of a purchase requisition.
    RequisitionId,
}

macro_rules! text_id {
    ($(#[$doc:meta] $name:ident),+ $(,)?) => {$(
        #[$doc]
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub String);
        impl $name {
            /// The id byte for byte, as it was given.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

text_id! {
    /// The site's id of an order: at most 64 characters, compared byte for byte.
    SiteOrderId,
    /// The product id known to the site and the accounting program (`product_id`).
    ProductCode,
    /// The batch id known to the site (`batch_id`).
    BatchCode,
    /// The id of a till (workplace); `cli` and `sync` for work without a window.
    TillId,
    /// The id of one intent to change a status at the site; made once, kept over retries.
    ChangeId,
    /// The key of one thing that the fiscal device does once: made here, kept over retries.
    FiscalKey,
}

impl FiscalKey {
    /// A fresh key.
    #[must_use]
    pub fn fresh() -> Self {
        Self(uuid::Uuid::new_v4().to_string())
    }
}

impl ChangeId {
    /// A fresh id for a new intent.
    #[must_use]
    pub fn fresh() -> Self {
        Self(uuid::Uuid::new_v4().to_string())
    }
}
