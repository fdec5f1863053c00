//! Orders of the sandbox: how they are made and edited, and the pages that a till reads.
//!
//! Owns: the log of visible changes, whose places are the cursors. An order appears on a page once, as it is
//! now, at the place of its last change.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::SandboxModel;
use super::problem::{field, invalid, ok, refuse};
use crate::domain::site_order::SiteOrder;
use crate::site::dto::{CustomerDto, LineDto, OrderDto, PaymentDto};
use crate::site::map;
use crate::site::read::{self, Id, Whole, Word, write_stamp};
use crate::site::wire::{WireRequest, WireResponse};

/// An order as the service keeps it.
pub struct StoredOrder {
    /// As on the wire.
    pub dto: OrderDto,
    /// Statuses it went through: when, which, by whom.
    pub history: Vec<Step>,
    /// How many times a status change of a till took effect, by status (an extension counts too).
    pub effects: BTreeMap<String, u32>,
    /// How many requests to set a status arrived, replays included.
    pub requests: BTreeMap<String, u32>,
}

/// A step in the life of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The service's clock.
    pub at: String,
    /// Status word.
    pub status: String,
    /// `customer`, `site` or `pharmacy`.
    pub by: String,
}

/// The log of visible changes.
#[derive(Default)]
pub struct ChangeLog {
    epoch: u32,
    entries: Vec<(DateTime<Utc>, String)>,
    last: BTreeMap<String, usize>,
}

impl ChangeLog {
    fn push(&mut self, at: DateTime<Utc>, id: &str) {
        self.last.insert(id.to_owned(), self.entries.len());
        self.entries.push((at, id.to_owned()));
    }

    fn cursor(&self, place: usize) -> String {
        format!("c{}-{place}", self.epoch)
    }

    fn place(&self, cursor: &str) -> Result<usize, WireResponse> {
        let parsed = cursor.strip_prefix('c').and_then(|c| c.split_once('-'));
        let Some((epoch, place)) = parsed.and_then(|(e, p)| Some((e.parse::<u32>().ok()?, p.parse::<usize>().ok()?)))
        else {
            return Err(invalid(400, "bad_cursor", &[field("/cursor", "bad_cursor")]));
        };
        if epoch == self.epoch {
            Ok(place.min(self.entries.len()))
        } else {
            Err(refuse(410, "cursor_expired", "start again with updated_since"))
        }
    }
}

/// An order that a customer makes.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NewOrder {
    /// Id; made from the number when empty.
    pub order_id: String,
    /// Who, invented.
    pub name: String,
    /// E.164, invented.
    pub phone: String,
    /// Remark.
    pub comment: String,
    /// Paid on the site.
    pub prepaid: bool,
    /// A trial order.
    pub is_test: bool,
    /// Lines.
    pub lines: Vec<NewLine>,
}

/// A line that a customer books.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewLine {
    /// Product.
    pub product_id: String,
    /// Batch, may be empty.
    #[serde(default)]
    pub batch_id: String,
    /// Name.
    pub name: String,
    /// Maker.
    #[serde(default)]
    pub manufacturer: String,
    /// Kopecks.
    pub price: i64,
    /// Packs.
    pub quantity: i64,
}

impl SandboxModel {
    /// A customer books; yields the order's id.
    pub fn book(&mut self, new: &NewOrder, now: DateTime<Utc>) -> String {
        let at = self.clock(now);
        let number = self.next_number;
        self.next_number += 1;
        let id = if new.order_id.is_empty() { format!("ord-{number}") } else { new.order_id.clone() };
        let text = |s: &str| (!s.is_empty()).then(|| s.to_owned());
        let items = lines(&new.lines);
        let dto = OrderDto {
            order_id: Id(id.clone()),
            number: Some(Word(format!("EX-{number}"))),
            pharmacy_id: Some(Id(self.config.pharmacy_id.clone())),
            status: "new".to_owned(),
            revision: Whole(0),
            created_at: write_stamp(at),
            updated_at: None,
            reserved_until: Some(write_stamp(at + TimeDelta::minutes(30))),
            customer: Some(CustomerDto { name: text(&new.name), phone: text(&new.phone).map(Word) }),
            comment: text(&new.comment),
            payment: Some(PaymentDto {
                method: Some(if new.prepaid { "online" } else { "on_pickup" }.to_owned()),
                state: Some(if new.prepaid { "paid" } else { "unpaid" }.to_owned()),
            }),
            cancelled_by: None,
            cancel_reason: None,
            is_test: Some(new.is_test),
            total: Some(total(&items)),
            items,
        };
        let order = StoredOrder { dto, history: Vec::new(), effects: BTreeMap::new(), requests: BTreeMap::new() };
        self.orders.insert(id.clone(), order);
        self.step(&id, "new", "customer", at);
        id
    }

    /// Takes in an order that a till knows from an earlier day of practice, as it stands there.
    pub fn adopt(&mut self, order: &SiteOrder, now: DateTime<Utc>) {
        let digits: String = order.number.chars().filter(char::is_ascii_digit).collect();
        let number: u32 = digits.parse().unwrap_or(0);
        self.next_number = self.next_number.max(number.saturating_add(1));
        let id = order.site_id.0.clone();
        let (status, at) = (order.raw_status.clone(), self.clock(now));
        let dto = map::order_to_dto(order);
        let stored = StoredOrder { dto, history: Vec::new(), effects: BTreeMap::new(), requests: BTreeMap::new() };
        self.orders.insert(id.clone(), stored);
        self.step(&id, &status, "site", at);
    }

    /// The customer changes the lines. `false`: there is no such order, or it is too late.
    pub fn edit(&mut self, id: &str, new: &[NewLine], now: DateTime<Utc>) -> bool {
        let at = self.clock(now);
        let Some(order) = self.orders.get_mut(id).filter(|o| matches!(o.dto.status.as_str(), "new" | "accepted"))
        else {
            return false;
        };
        order.dto.items = lines(new);
        order.dto.total = Some(total(&order.dto.items));
        self.touch(id, at);
        true
    }

    /// The customer or the service cancels. `false`: there is no such order, or it is over.
    pub fn cancel(&mut self, id: &str, by: &str, reason: &str, now: DateTime<Utc>) -> bool {
        let at = self.clock(now);
        let Some(order) = self.orders.get_mut(id).filter(|o| !is_final(&o.dto.status)) else {
            return false;
        };
        "cancelled".clone_into(&mut order.dto.status);
        order.dto.cancelled_by = Some(by.to_owned());
        order.dto.cancel_reason = Some(reason.to_owned());
        self.step(id, "cancelled", by, at);
        true
    }

    /// The customer pays on the site. `false`: there is no such order.
    pub fn pay(&mut self, id: &str, now: DateTime<Utc>) -> bool {
        let at = self.clock(now);
        let Some(order) = self.orders.get_mut(id) else {
            return false;
        };
        order.dto.payment = Some(PaymentDto { method: Some("online".to_owned()), state: Some("paid".to_owned()) });
        self.touch(id, at);
        true
    }

    /// Puts a status word on an order without any rule, to play a service that changed. `false`: unknown order.
    pub fn force_status(&mut self, id: &str, word: &str, now: DateTime<Utc>) -> bool {
        let at = self.clock(now);
        let Some(order) = self.orders.get_mut(id) else {
            return false;
        };
        word.clone_into(&mut order.dto.status);
        self.step(id, word, "site", at);
        true
    }

    /// An order as the service has it.
    #[must_use]
    pub fn order(&self, id: &str) -> Option<&StoredOrder> {
        self.orders.get(id)
    }

    /// All orders by id.
    pub fn orders(&self) -> impl Iterator<Item = (&String, &StoredOrder)> {
        self.orders.iter()
    }

    /// Every cursor given so far answers 410 from now on.
    pub fn expire_cursors(&mut self) {
        self.log.epoch += 1;
    }

    /// Records a new status and makes the change visible.
    pub(super) fn step(&mut self, id: &str, status: &str, by: &str, at: DateTime<Utc>) {
        if let Some(order) = self.orders.get_mut(id) {
            order.history.push(Step { at: write_stamp(at), status: status.to_owned(), by: by.to_owned() });
        }
        self.touch(id, at);
    }

    fn touch(&mut self, id: &str, at: DateTime<Utc>) {
        if let Some(order) = self.orders.get_mut(id) {
            order.dto.revision = Whole(order.dto.revision.0 + 1);
            order.dto.updated_at = Some(write_stamp(at));
        }
        self.log.push(at, id);
    }

    pub(super) fn page(&self, request: &WireRequest, at: DateTime<Utc>) -> WireResponse {
        let take = match request.query("take").map_or(Ok(100), str::parse::<usize>) {
            Ok(n) if (1..=200).contains(&n) => n,
            Ok(_) | Err(_) => return invalid(422, "bad_take", &[field("/take", "out_of_range")]),
        };
        let start = match (request.query("cursor"), request.query("updated_since")) {
            (Some(cursor), _) => match self.log.place(cursor) {
                Ok(place) => place,
                Err(answer) => return answer,
            },
            (None, Some(since)) => match read::stamp(since, self.config.zone) {
                Some(since) => self.log.entries.iter().position(|(t, _)| *t >= since).unwrap_or(self.log.entries.len()),
                None => return invalid(422, "bad_time", &[field("/updated_since", "not_a_time")]),
            },
            (None, None) => 0,
        };
        let wanted = |id: &str| {
            let order = self.orders.get(id)?;
            let of = request.query("pharmacy_id");
            of.is_none_or(|p| order.dto.pharmacy_id.as_ref().is_some_and(|id| id.0 == p)).then_some(&order.dto)
        };
        let mut visible = self.log.entries.iter().enumerate().skip(start).filter_map(|(place, (_, id))| {
            (self.log.last.get(id) == Some(&place)).then(|| wanted(id))?.map(|dto| (place, dto))
        });
        let elements: Vec<(usize, &OrderDto)> = visible.by_ref().take(take).collect();
        let has_more = visible.next().is_some();
        let next = if has_more { elements.last().map_or(start, |(p, _)| p + 1) } else { self.log.entries.len() };
        ok(&json!({
            "elements": elements.iter().map(|(_, dto)| dto).collect::<Vec<_>>(),
            "next_cursor": self.log.cursor(next),
            "has_more": has_more,
            "server_time": write_stamp(at),
        }))
    }
}

/// True for words after which nothing happens.
pub(super) fn is_final(word: &str) -> bool {
    matches!(word, "closed" | "reserve_expired" | "cancelled")
}

fn lines(new: &[NewLine]) -> Vec<LineDto> {
    new.iter()
        .zip(1_u32..)
        .map(|(l, n)| LineDto {
            line_id: Some(Id(n.to_string())),
            product_id: Id(l.product_id.clone()),
            batch_id: (!l.batch_id.is_empty()).then(|| Id(l.batch_id.clone())),
            name: Some(l.name.clone()),
            manufacturer: Some(l.manufacturer.clone()),
            quantity: Whole(l.quantity),
            price: Whole(l.price),
            sum: Some(Whole(l.price.saturating_mul(l.quantity))),
        })
        .collect()
}

fn total(items: &[LineDto]) -> Whole {
    Whole(items.iter().filter_map(|l| l.sum).fold(0, |a, s| s.0.saturating_add(a)))
}
