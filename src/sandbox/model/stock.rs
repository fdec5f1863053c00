//! `catalog/import`: the full stock, its parts in waiting, and what is refused.
//!
//! Owns: staging (15 minutes), the swap in one step after the last part, rejected rows. A part sent again
//! replaces itself, so a lost answer does no harm.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};

use super::problem::{field, invalid, ok, refuse, unreadable, wait};
use super::{BookableItem, MAX_BODY, SandboxModel, whole};
use crate::site::dto_import::{CatalogAnswerDto, CatalogDto, CatalogHeadDto, CatalogItemDto, RejectedRowDto};
use crate::site::read::{self, Whole, write_stamp};
use crate::site::wire::WireResponse;

pub use crate::site::catalog::ROWS_PER_PART;

const STAGING: TimeDelta = TimeDelta::minutes(15);
const FULL_EVERY: TimeDelta = TimeDelta::minutes(10);

/// The stock of one pharmacy as the service believes it.
#[derive(Default)]
pub struct Stock {
    /// Rows in force.
    pub items: Vec<CatalogItemDto>,
    /// When the rows in force were read at the pharmacy.
    pub snapshot_at: Option<DateTime<Utc>>,
    /// The import in force.
    pub import_id: String,
    /// How many times the whole was swapped.
    pub swaps: u32,
    started: Option<(String, DateTime<Utc>)>,
    staged: BTreeMap<String, Staging>,
}

struct Staging {
    at: DateTime<Utc>,
    parts: BTreeMap<i64, Vec<CatalogItemDto>>,
}

impl Stock {
    pub(super) fn bookable(&self) -> Vec<BookableItem> {
        let item = |i: &CatalogItemDto| BookableItem {
            product_id: i.product_id.0.clone(),
            batch_id: i.batch_id.0.clone(),
            name: i.name.clone(),
            manufacturer: i.manufacturer.clone().unwrap_or_default(),
            price: i.price.0,
            quantity: i.quantity.0,
        };
        self.items.iter().map(item).collect()
    }
}

/// Inflates a body up to the cap.
pub(super) fn inflate(body: &Bytes) -> Result<Bytes, WireResponse> {
    let mut out = Vec::new();
    let limit = u64::try_from(MAX_BODY).unwrap_or(u64::MAX).saturating_add(1);
    match flate2::read::GzDecoder::new(body.as_ref()).take(limit).read_to_end(&mut out) {
        Ok(n) if n > MAX_BODY => Err(refuse(413, "body_too_large", "the body is over 32 MiB after inflating")),
        Ok(_) => Ok(out.into()),
        Err(_) => Err(refuse(400, "bad_gzip", "the body does not inflate")),
    }
}

impl SandboxModel {
    /// The stock of a pharmacy.
    #[must_use]
    pub fn stock(&self, pharmacy_id: &str) -> Option<&Stock> {
        self.stocks.get(pharmacy_id)
    }

    /// Rows of this product are refused with this code from now on, in place of any before; no product: of none.
    pub fn refuse_product(&mut self, product_id: &str, code: &str) {
        self.refused = (!product_id.is_empty()).then(|| (product_id.to_owned(), code.to_owned()));
    }

    pub(super) fn import_catalog(&mut self, body: &Bytes, at: DateTime<Utc>) -> WireResponse {
        let dto: CatalogDto = match serde_json::from_slice(body) {
            Ok(dto) => dto,
            Err(e) => return unreadable(&e),
        };
        let head = dto.head;
        let Some(snapshot_at) = read::stamp(&head.snapshot_at, self.config.zone) else {
            return invalid(422, "validation_failed", &[field("/snapshot_at", "not_a_time")]);
        };
        if let Err(answer) = self.check_head(&head, dto.items.len()) {
            return answer;
        }
        let budgets = self.config.rules.budgets;
        let stock = self.stocks.entry(head.pharmacy_id.0.clone()).or_default();
        if let Err(answer) = check_order(stock, &head, snapshot_at, at, budgets) {
            return answer;
        }
        stock.started = Some((head.import_id.0.clone(), at));
        let (good, rejected) = sift(dto.items, &self.refused);
        let mut out = CatalogAnswerDto {
            import_id: head.import_id.clone(),
            state: "staged".to_owned(),
            accepted: whole(good.len()),
            rejected: whole(rejected.len()),
            warnings: Vec::new(),
            rejected_rows: rejected.into_iter().take(100).collect(),
            server_time: Some(write_stamp(at)),
        };
        if stock.import_id == head.import_id.0 {
            // The last part came again after a lost answer: its whole is in force already.
            "applied".clone_into(&mut out.state);
            return ok(&out);
        }
        let staging =
            stock.staged.entry(head.import_id.0.clone()).or_insert_with(|| Staging { at, parts: BTreeMap::new() });
        staging.at = at;
        staging.parts.insert(head.part.0, good);
        if i64::try_from(staging.parts.len()).is_ok_and(|n| n >= head.parts_total.0) {
            let parts = stock.staged.remove(&head.import_id.0).map(|s| s.parts).unwrap_or_default();
            stock.staged.clear();
            stock.items = parts.into_values().flatten().collect();
            stock.snapshot_at = Some(snapshot_at);
            stock.import_id.clone_from(&head.import_id.0);
            stock.swaps += 1;
            "applied".clone_into(&mut out.state);
        }
        ok(&out)
    }

    fn check_head(&self, head: &CatalogHeadDto, rows: usize) -> Result<(), WireResponse> {
        let mut errors = Vec::new();
        if head.pharmacy_id.0 != self.config.pharmacy_id {
            errors.push(field("/pharmacy_id", "unknown_pharmacy"));
        }
        if head.parts_total.0 < 1 || head.part.0 < 1 || head.part > head.parts_total {
            errors.push(field("/part", "out_of_range"));
        }
        if head.parts_total.0 > 1 && !self.config.rules.chunking {
            errors.push(field("/parts_total", "chunking_not_announced"));
        }
        if !errors.is_empty() {
            return Err(invalid(422, "validation_failed", &errors));
        }
        if head.items_total == Whole(0) && head.allow_empty != Some(true) {
            return Err(invalid(422, "empty_import", &[field("/items", "empty_without_allow_empty")]));
        }
        if head.parts_total.0 > 1 && rows > ROWS_PER_PART {
            return Err(refuse(413, "too_many_items", "2000 rows in a part"));
        }
        Ok(())
    }
}

fn check_order(
    stock: &mut Stock,
    head: &CatalogHeadDto,
    snapshot_at: DateTime<Utc>,
    at: DateTime<Utc>,
    budgets: bool,
) -> Result<(), WireResponse> {
    let id = &head.import_id.0;
    if stock.snapshot_at.is_some_and(|t| snapshot_at < t) {
        return Err(refuse(409, "snapshot_stale", "a newer stock is in force"));
    }
    let dead = |s: &Staging| at.signed_duration_since(s.at) >= STAGING;
    let expired = stock.staged.get(id).is_some_and(dead);
    stock.staged.retain(|_, s| !dead(s));
    // A later part of an import that nobody remembers: its first parts are gone.
    let orphan = head.part.0 > 1 && head.parts_total.0 > 1 && stock.import_id != *id && !stock.staged.contains_key(id);
    if expired || orphan {
        return Err(refuse(409, "import_expired", "start the import again"));
    }
    if let Some((_, since)) = stock.started.as_ref().filter(|(other, _)| budgets && other != id) {
        let passed = at.signed_duration_since(*since);
        if passed < FULL_EVERY {
            return Err(wait(429, "catalog_too_often", (FULL_EVERY - passed).num_seconds()));
        }
    }
    Ok(())
}

/// Good rows and refused ones.
/// The product whose rows are refused, and the code for it.
type Disliked = Option<(String, String)>;

fn sift(items: Vec<CatalogItemDto>, disliked: &Disliked) -> (Vec<CatalogItemDto>, Vec<RejectedRowDto>) {
    let mut seen = BTreeSet::new();
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for (row, item) in items.into_iter().enumerate() {
        let code = if item.quantity.0 < 1 {
            Some("quantity_not_positive")
        } else if item.price.0 < 1 {
            Some("price_not_positive")
        } else if item.max_price.is_some_and(|max| item.price > max) {
            Some("price_above_max")
        } else if !seen.insert((item.product_id.clone(), item.batch_id.clone())) {
            Some("duplicate_row")
        } else {
            disliked.as_ref().filter(|(product, _)| *product == item.product_id.0).map(|(_, code)| code.as_str())
        };
        match code {
            Some(code) => bad.push(RejectedRowDto {
                row: whole(row),
                product_id: Some(item.product_id),
                code: Some(code.to_owned()),
            }),
            None => good.push(item),
        }
    }
    (good, bad)
}
