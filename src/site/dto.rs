//! Shapes of tokens and orders on the wire, shared by the client and the sandbox.
//!
//! Owns: JSON names. Reading is tolerant (see [`super::read`]): unknown fields are ignored, `null` is
//! absent, almost everything is optional; what an order must have is decided in [`super::map`]. Shapes
//! that hold a person have no `Debug` of their content.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::read::{Id, Whole, Word, null_default};

/// Any answer, read only for its clock.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct ServerTimeDto {
    /// The service's clock.
    #[serde(default)]
    pub server_time: Option<String>,
}

/// Answer of `tokens/check`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CheckDto {
    /// The token may be used.
    pub active: bool,
    /// When it ends.
    pub expires_at: Option<String>,
    /// The service's clock.
    pub server_time: Option<String>,
}

/// Answer of `tokens/self`. Everything but `token_id` is optional.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SelfDto {
    /// Names the token without being it.
    pub token_id: Id,
    /// Whose token.
    pub partner: Option<PartnerDto>,
    /// What it may do.
    #[serde(default, deserialize_with = "null_default")]
    pub scopes: Vec<String>,
    /// For which pharmacies.
    #[serde(default, deserialize_with = "null_default")]
    pub pharmacies: Vec<LinkedPharmacyDto>,
    /// Since when.
    pub issued_at: Option<String>,
    /// Until when.
    pub expires_at: Option<String>,
    /// What the service accepts; absent = chunking and gzip off.
    pub limits: Option<LimitsDto>,
    /// The service's clock.
    pub server_time: Option<String>,
}

/// Owner of a token.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PartnerDto {
    /// Id.
    pub id: Option<Id>,
    /// Name.
    pub title: Option<String>,
}

/// A pharmacy of a token.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LinkedPharmacyDto {
    /// Id.
    pub pharmacy_id: Id,
    /// Name.
    pub title: Option<String>,
    /// Joined to the service's own card.
    pub linked: Option<bool>,
}

/// What the service accepts.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct LimitsDto {
    /// Largest body.
    pub max_body_bytes: Option<Whole>,
    /// Most rows in one request.
    pub max_items_per_request: Option<Whole>,
    /// A full stock may come in parts.
    pub catalog_chunking: Option<bool>,
    /// A request may be compressed.
    pub request_gzip: Option<bool>,
    /// Shortest poll.
    pub orders_poll_min_seconds: Option<Whole>,
    /// Shortest time between full stocks.
    pub catalog_full_min_seconds: Option<Whole>,
}

/// Answer of `tokens/refresh`. No `Debug`: it is the token.
#[derive(Clone, Serialize, Deserialize)]
pub struct RefreshDto {
    /// The new token.
    pub access_token: String,
    /// `Bearer`.
    pub token_type: Option<String>,
    /// Seconds.
    pub expires_in: Option<Whole>,
    /// The service's clock.
    pub server_time: Option<String>,
}

/// A page of orders, each element still raw: one bad element must not spoil the page.
#[derive(Deserialize)]
pub struct PageDto<'a> {
    /// Orders.
    #[serde(borrow)]
    pub elements: Vec<&'a RawValue>,
    /// Where to go on.
    pub next_cursor: Option<Word>,
    /// More is waiting.
    pub has_more: Option<bool>,
    /// The service's clock.
    pub server_time: Option<String>,
}

/// A whole order. Serialised with every field, absent ones as `null`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderDto {
    /// The service's id.
    pub order_id: Id,
    /// What the customer knows.
    pub number: Option<Word>,
    /// For which pharmacy.
    pub pharmacy_id: Option<Id>,
    /// Status word.
    pub status: String,
    /// Grows with each visible change.
    pub revision: Whole,
    /// Booked.
    pub created_at: String,
    /// Last change.
    pub updated_at: Option<String>,
    /// Held until.
    pub reserved_until: Option<String>,
    /// Who.
    pub customer: Option<CustomerDto>,
    /// The customer's remark.
    pub comment: Option<String>,
    /// How it is paid.
    pub payment: Option<PaymentDto>,
    /// `customer`, `site` or `pharmacy`.
    pub cancelled_by: Option<String>,
    /// In words.
    pub cancel_reason: Option<String>,
    /// A trial order.
    pub is_test: Option<bool>,
    /// What is booked.
    #[serde(default, deserialize_with = "null_default")]
    pub items: Vec<LineDto>,
    /// The service's sum, kopecks.
    pub total: Option<Whole>,
}

impl fmt::Debug for OrderDto {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OrderDto({} r{} {})", self.order_id.0, self.revision.0, self.status)
    }
}

/// A person. No `Debug`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerDto {
    /// As given.
    pub name: Option<String>,
    /// As given; some services send digits as a number.
    pub phone: Option<Word>,
}

/// Payment of an order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentDto {
    /// `on_pickup` or `online`.
    pub method: Option<String>,
    /// `unpaid`, `paid`, `refunded`, `unknown`.
    pub state: Option<String>,
}

/// A line of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineDto {
    /// Id of the line; absent = its place in the list.
    pub line_id: Option<Id>,
    /// Product.
    pub product_id: Id,
    /// Batch.
    pub batch_id: Option<Id>,
    /// Name.
    pub name: Option<String>,
    /// Maker.
    pub manufacturer: Option<String>,
    /// Whole packs.
    pub quantity: Whole,
    /// Kopecks for a pack.
    pub price: Whole,
    /// Kopecks of the line.
    pub sum: Option<Whole>,
}

/// Request of `change_status`. No `Debug`: the comment is a person's text.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeStatusDto {
    /// The intent; equals the `Idempotency-Key`.
    pub change_id: String,
    /// Status word.
    pub status: String,
    /// The revision the change is based on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected_revision: Option<Whole>,
    /// When the pharmacist did it.
    pub changed_at: String,
    /// New end of the hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reserved_until: Option<String>,
    /// Why, for a cancellation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<ReasonDto>,
    /// Free text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// Why an order is cancelled.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReasonDto {
    /// One of the contract's codes.
    pub code: String,
    /// In words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}
