//! Wire shapes ↔ domain values, and the page of orders with its quarantine.
//!
//! Owns: which fields an order must have, status words, what makes an element “broken”. One bad element
//! never spoils its page: it is returned in [`OrdersPage::broken`] with its raw JSON and a reason that
//! names the field and quotes nothing personal.

use std::fmt;

use chrono::{DateTime, FixedOffset, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::dto::{CustomerDto, LineDto, OrderDto, PageDto, PaymentDto};
use super::fault;
use super::read::{self, Id, Whole, Word};
use crate::domain::ids::{BatchCode, ProductCode, SiteOrderId};
use crate::domain::money::Kopecks;
use crate::domain::order::{Customer, PaymentMethod, PaymentState};
use crate::domain::packs::Packs;
use crate::domain::phone;
use crate::domain::site_order::{SiteCancel, SiteLine, SiteOrder, SiteStamps};
use crate::domain::status::OrderStatus;
use crate::domain::unreadable::{ReadFault, Unreadable};

/// What is needed to read an element besides its JSON.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Zone of stamps without an offset.
    pub zone: FixedOffset,
    /// Pharmacy of orders that name none.
    pub pharmacy_id: String,
}

/// A page of orders as understood.
#[derive(Clone, Debug, Default)]
pub struct OrdersPage {
    /// Orders that could be read, in the order of the page.
    pub orders: Vec<SiteOrder>,
    /// Elements that could not, for the admin.
    pub broken: Vec<BrokenElement>,
    /// Where to go on; `None` when the service gave none.
    pub next_cursor: Option<String>,
    /// More is waiting.
    pub has_more: bool,
    /// The service's clock.
    pub server_time: Option<DateTime<Utc>>,
}

/// An element of a page that could not be read. `Debug` hides the JSON: it may hold a person.
#[derive(Clone, PartialEq, Eq)]
pub struct BrokenElement {
    /// As it came.
    pub raw_json: String,
    /// The order's id, when at least that could be read.
    pub order_ref: Option<String>,
    /// What is wrong, and where.
    pub reason: Unreadable,
}

impl fmt::Debug for BrokenElement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BrokenElement({:?}: {})", self.order_ref, self.reason)
    }
}

/// Reads a page.
///
/// # Errors
/// In words, when the body as a whole is not a page.
pub fn page(body: &[u8], reading: &Reading) -> Result<OrdersPage, String> {
    let dto: PageDto<'_> = serde_json::from_slice(body).map_err(|e| explain(&e))?;
    let mut out = OrdersPage {
        next_cursor: dto.next_cursor.map(|w| w.0).filter(|c| !c.is_empty()),
        has_more: dto.has_more.unwrap_or(false),
        server_time: dto.server_time.as_deref().and_then(|t| read::stamp(t, reading.zone)),
        ..OrdersPage::default()
    };
    for raw in dto.elements {
        match element(raw, reading) {
            Ok(order) => out.orders.push(order),
            Err(broken) => out.broken.push(broken),
        }
    }
    Ok(out)
}

/// Reads one order.
///
/// # Errors
/// The element as a [`BrokenElement`].
pub fn element(raw: &RawValue, reading: &Reading) -> Result<SiteOrder, BrokenElement> {
    let reason = match serde_json::from_str::<OrderDto>(raw.get()) {
        Ok(dto) => match order(dto, reading) {
            Ok(order) => return Ok(order),
            Err(reason) => reason,
        },
        // The slow way, only now, to learn which field it was.
        Err(_) => fault::of_order(raw.get()),
    };
    Err(BrokenElement { order_ref: order_ref(raw.get()), raw_json: raw.get().to_owned(), reason })
}

fn order_ref(json: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct OnlyId {
        order_id: Word,
    }
    serde_json::from_str::<OnlyId>(json).ok().map(|o| o.order_id.0.chars().take(read::MAX_ID_CHARS).collect())
}

/// The parser's words without the values it quotes: they may be personal.
#[must_use]
pub fn explain(e: &serde_json::Error) -> String {
    let text = e.to_string();
    let mut out = String::with_capacity(text.len());
    for (i, part) in text.split('"').enumerate() {
        if i.is_multiple_of(2) {
            out.push_str(&without_numbers(part));
        } else {
            out.push('…');
        }
    }
    out.chars().take(200).collect()
}

/// Names of fields stand in backticks and stay; numbers stand there too and may be a phone.
fn without_numbers(text: &str) -> String {
    let hidden = |(i, part): (usize, &str)| {
        let number = !i.is_multiple_of(2) && part.starts_with(|c: char| c.is_ascii_digit() || c == '-');
        if number { "…".to_owned() } else { part.to_owned() }
    };
    text.split('`').enumerate().map(hidden).collect::<Vec<_>>().join("`")
}

/// The domain's order from its shape.
///
/// # Errors
/// The field and what is wrong with it.
pub fn order(dto: OrderDto, reading: &Reading) -> Result<SiteOrder, Unreadable> {
    let status = status_of(&dto.status);
    if dto.items.is_empty() && status != OrderStatus::Cancelled {
        return Err(Unreadable::at("items", ReadFault::NoLines));
    }
    let created_at = stamp("created_at", &dto.created_at, reading)?;
    let stamps = SiteStamps {
        created_at,
        updated_at: optional_stamp("updated_at", dto.updated_at.as_deref(), reading)?.unwrap_or(created_at),
        reserved_until: optional_stamp("reserved_until", dto.reserved_until.as_deref(), reading)?,
    };
    let lines = dto.items.into_iter().enumerate().map(|(i, l)| line(i, l)).collect::<Result<_, _>>()?;
    let number = dto.number.map(|w| w.0).filter(|n| !n.is_empty()).unwrap_or_else(|| dto.order_id.0.clone());
    let payment = dto.payment.unwrap_or_default();
    let cancelled = (status == OrderStatus::Cancelled || dto.cancelled_by.is_some()).then(|| SiteCancel {
        by: dto.cancelled_by.unwrap_or_default(),
        reason: dto.cancel_reason.unwrap_or_default(),
    });
    Ok(SiteOrder {
        site_id: SiteOrderId(dto.order_id.0),
        number,
        pharmacy_id: dto.pharmacy_id.map_or_else(|| reading.pharmacy_id.clone(), |id| id.0),
        status,
        raw_status: dto.status,
        revision: dto.revision.0,
        stamps,
        customer: customer(dto.customer.unwrap_or_default()),
        comment: dto.comment.unwrap_or_default(),
        method: payment.method.as_deref().map_or(PaymentMethod::OnPickup, PaymentMethod::from_code),
        payment: payment.state.as_deref().map_or(PaymentState::Unknown, PaymentState::from_code),
        cancelled,
        is_test: dto.is_test.unwrap_or(false),
        lines,
        claimed_total: dto.total.map(|t| Kopecks(t.0)),
    })
}

fn stamp(field: &str, text: &str, reading: &Reading) -> Result<DateTime<Utc>, Unreadable> {
    read::stamp(text, reading.zone).ok_or_else(|| Unreadable::at(field, ReadFault::NotATime))
}

fn optional_stamp(field: &str, text: Option<&str>, reading: &Reading) -> Result<Option<DateTime<Utc>>, Unreadable> {
    text.filter(|t| !t.is_empty()).map(|t| stamp(field, t, reading)).transpose()
}

fn customer(dto: CustomerDto) -> Customer {
    let raw = dto.phone.map(|w| w.0).unwrap_or_default();
    Customer { name: dto.name.unwrap_or_default(), phone: phone::normalise(&raw).unwrap_or(raw) }
}

fn line(index: usize, dto: LineDto) -> Result<SiteLine, Unreadable> {
    if dto.quantity.0 < 1 {
        return Err(Unreadable::at(format!("items[{index}].quantity"), ReadFault::BadQuantity));
    }
    if dto.price.0 < 0 {
        return Err(Unreadable::at(format!("items[{index}].price"), ReadFault::BadPrice));
    }
    Ok(SiteLine {
        line_id: dto.line_id.map_or_else(|| (index + 1).to_string(), |id| id.0),
        name: dto.name.filter(|n| !n.is_empty()).unwrap_or_else(|| dto.product_id.0.clone()),
        product: ProductCode(dto.product_id.0),
        batch: dto.batch_id.map(|id| BatchCode(id.0)),
        manufacturer: dto.manufacturer.unwrap_or_default(),
        packs: Packs(dto.quantity.0),
        price: Kopecks(dto.price.0),
        claimed_sum: dto.sum.map(|s| Kopecks(s.0)),
    })
}

/// The status behind a word; a stranger is `Unknown` (the caller keeps the word).
#[must_use]
pub fn status_of(word: &str) -> OrderStatus {
    match word {
        "new" => OrderStatus::New,
        "accepted" => OrderStatus::Accepted,
        "assembled" => OrderStatus::Assembled,
        "closed" => OrderStatus::Closed,
        "reserve_expired" => OrderStatus::ReserveExpired,
        "cancelled" => OrderStatus::Cancelled,
        _ => OrderStatus::Unknown,
    }
}

/// The word for a status; `None` for `Unknown`, which can never be sent.
#[must_use]
pub const fn status_word(status: OrderStatus) -> Option<&'static str> {
    match status {
        OrderStatus::New => Some("new"),
        OrderStatus::Accepted => Some("accepted"),
        OrderStatus::Assembled => Some("assembled"),
        OrderStatus::Closed => Some("closed"),
        OrderStatus::ReserveExpired => Some("reserve_expired"),
        OrderStatus::Cancelled => Some("cancelled"),
        OrderStatus::Unknown => None,
    }
}

/// The shape of an order, as the service would send it.
#[must_use]
pub fn order_to_dto(order: &SiteOrder) -> OrderDto {
    let text = |s: &str| (!s.is_empty()).then(|| s.to_owned());
    OrderDto {
        order_id: Id(order.site_id.0.clone()),
        number: Some(Word(order.number.clone())),
        pharmacy_id: Some(Id(order.pharmacy_id.clone())),
        status: order.raw_status.clone(),
        revision: Whole(order.revision),
        created_at: read::write_stamp(order.stamps.created_at),
        updated_at: Some(read::write_stamp(order.stamps.updated_at)),
        reserved_until: order.stamps.reserved_until.map(read::write_stamp),
        customer: Some(CustomerDto { name: text(&order.customer.name), phone: text(&order.customer.phone).map(Word) }),
        comment: text(&order.comment),
        payment: Some(PaymentDto {
            method: Some(order.method.code().to_owned()),
            state: Some(order.payment.code().to_owned()),
        }),
        cancelled_by: order.cancelled.as_ref().and_then(|c| text(&c.by)),
        cancel_reason: order.cancelled.as_ref().and_then(|c| text(&c.reason)),
        is_test: Some(order.is_test),
        items: order.lines.iter().map(line_to_dto).collect(),
        total: order.claimed_total.map(|t| Whole(t.0)),
    }
}

fn line_to_dto(line: &SiteLine) -> LineDto {
    LineDto {
        line_id: Some(Id(line.line_id.clone())),
        product_id: Id(line.product.0.clone()),
        batch_id: line.batch.as_ref().map(|b| Id(b.0.clone())),
        name: Some(line.name.clone()),
        manufacturer: Some(line.manufacturer.clone()),
        quantity: Whole(line.packs.0),
        price: Whole(line.price.0),
        sum: line.claimed_sum.map(|s| Whole(s.0)),
    }
}
