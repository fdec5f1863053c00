//! The seven calls of the service.
//!
//! Owns: paths, headers, bodies of requests, reading of 2xx answers. Must not retry, wait or keep anything:
//! that is the sync task's duty. Every answer carries the service's clock; the caller compares it with its
//! own to learn the skew.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, FixedOffset, Utc};
use futures_util::stream::BoxStream;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::de::DeserializeOwned;

use super::catalog::CatalogOutcome;
use super::config::{ORDER_ID, SiteConfig};
use super::dto::{ChangeStatusDto, CheckDto, OrderDto, ReasonDto, RefreshDto, SelfDto, ServerTimeDto};
use super::dto_import::{CatalogAnswerDto, PharmaciesAnswerDto};
use super::error::{self, SetupFault, SiteError};
use super::exchange::Exchange;
use super::http::HttpWire;
use super::map::{self, OrdersPage, Reading};
use super::pharmacy::{self, PharmacyCard, PharmacyOutcome};
use super::read::{self, Whole};
use super::secret::Secret;
use super::wire::{Payload, Route, Wire, WireCall, WireResponse};
use crate::domain::clock::Clock;
use crate::domain::ids::{ChangeId, SiteOrderId};
use crate::domain::order::CancelReason;
use crate::domain::site_order::SiteOrder;
use crate::domain::status::OrderStatus;

/// What may stand in one segment of a path as it is.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// A value and the service's clock when it answered.
#[derive(Clone, Debug)]
pub struct Answered<T> {
    /// What was asked for.
    pub value: T,
    /// `server_time`; `None` when the service did not say. Skew = this − the local time of receipt.
    pub server_time: Option<DateTime<Utc>>,
    /// The `X-Request-Id` that was sent, for the log.
    pub request_id: String,
}

/// The state of our token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenState {
    /// It may be used.
    pub active: bool,
    /// When it ends.
    pub expires_at: Option<DateTime<Utc>>,
}

/// What the service tells of our token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenInfo {
    /// Names the token without being it.
    pub token_id: String,
    /// Owner, may be empty.
    pub partner: String,
    /// What it may do.
    pub scopes: Vec<String>,
    /// For which pharmacies.
    pub pharmacies: Vec<LinkedPharmacy>,
    /// Since when.
    pub issued_at: Option<DateTime<Utc>>,
    /// Until when.
    pub expires_at: Option<DateTime<Utc>>,
    /// What the service accepts.
    pub limits: ServiceLimits,
}

/// A pharmacy of the token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkedPharmacy {
    /// Id.
    pub pharmacy_id: String,
    /// Name.
    pub title: String,
    /// Joined to the service's own card; `None` when not told.
    pub linked: Option<bool>,
}

/// What the service accepts. Not announced = off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceLimits {
    /// Largest body.
    pub max_body_bytes: Option<u64>,
    /// Most rows in one request.
    pub max_items: Option<u64>,
    /// A full stock may come in parts.
    pub chunking: bool,
    /// A request may be compressed.
    pub gzip: bool,
    /// Shortest time between polls.
    pub orders_poll_min: Option<Duration>,
    /// Shortest time between full stocks.
    pub catalog_full_min: Option<Duration>,
}

/// A fresh token. It must be on disk before its first use, and the old one kept.
#[derive(Clone, Debug)]
pub struct RefreshedToken {
    /// The token.
    pub token: Secret,
    /// How long it lives.
    pub expires_in: Option<Duration>,
}

/// Where a poll starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OrdersFrom {
    /// From the very beginning.
    Start,
    /// After a page.
    Cursor(String),
    /// All that changed since.
    Since(DateTime<Utc>),
}

/// One intent to change an order's status. Kept over retries, byte for byte.
#[derive(Clone)]
pub struct StatusChange {
    /// Which order.
    pub site_id: SiteOrderId,
    /// The intent.
    pub change_id: ChangeId,
    /// Target.
    pub status: OrderStatus,
    /// The revision it is based on.
    pub expected_revision: Option<i64>,
    /// When the pharmacist did it.
    pub changed_at: DateTime<Utc>,
    /// New end of the hold.
    pub reserved_until: Option<DateTime<Utc>>,
    /// Why, and in words.
    pub reason: Option<(CancelReason, String)>,
    /// Free text, may be empty.
    pub comment: String,
}

/// The service. Cheap to clone; clones share connections.
#[derive(Clone)]
pub struct SiteClient {
    wire: Arc<dyn Wire>,
    config: Arc<SiteConfig>,
    clock: Arc<dyn Clock>,
}

impl SiteClient {
    /// A client over a socket.
    ///
    /// # Errors
    /// [`SiteError::Setup`], see [`HttpWire::new`].
    pub fn new(config: SiteConfig, clock: Arc<dyn Clock>) -> Result<Self, SiteError> {
        let wire = Arc::new(HttpWire::new(&config)?);
        Ok(Self::over(wire, config, clock))
    }

    /// A client over any way, such as the sandbox in memory.
    #[must_use]
    pub fn over(wire: Arc<dyn Wire>, config: SiteConfig, clock: Arc<dyn Clock>) -> Self {
        Self { wire, config: Arc::new(config), clock }
    }

    /// The same service with another token (after a refresh or a new paste).
    #[must_use]
    pub fn with_token(&self, token: Secret) -> Self {
        let config = SiteConfig { token, ..(*self.config).clone() };
        Self { wire: Arc::clone(&self.wire), config: Arc::new(config), clock: Arc::clone(&self.clock) }
    }

    /// `GET tokens/check`: is the token good?
    pub async fn check(&self) -> Result<Answered<TokenState>, SiteError> {
        let (answer, id) = self.get(Route::Check, &self.config.paths.check, Vec::new()).await?;
        let dto: CheckDto = json(&answer)?;
        let expires_at = dto.expires_at.as_deref().and_then(|t| read::stamp(t, self.config.zone));
        Ok(self.answered(TokenState { active: dto.active, expires_at }, &answer, id))
    }

    /// `GET tokens/self`: what the token may do and what the service accepts.
    pub async fn self_info(&self) -> Result<Answered<TokenInfo>, SiteError> {
        let (answer, id) = self.get(Route::SelfInfo, &self.config.paths.self_info, Vec::new()).await?;
        let dto: SelfDto = json(&answer)?;
        Ok(self.answered(token_info(dto, self.config.zone), &answer, id))
    }

    /// `POST tokens/refresh`: a new token. **The caller holds this to a single flight**: two at once would
    /// leave one of the answers a dead token. After a lost answer try [`Self::check`] with the old token.
    pub async fn refresh(&self) -> Result<Answered<RefreshedToken>, SiteError> {
        let body = Payload::Whole(Bytes::from_static(b"{}"));
        let (answer, id) = self.post(Route::Refresh, self.config.paths.refresh.clone(), body, Vec::new()).await?;
        let dto: RefreshDto = json(&answer)?;
        let token = Secret::new(&dto.access_token);
        if token.is_empty() {
            return Err(SiteError::Unreadable { status: answer.status, reason: "access_token: empty".to_owned() });
        }
        let expires_in = dto.expires_in.and_then(|s| u64::try_from(s.0).ok()).map(Duration::from_secs);
        Ok(self.answered(RefreshedToken { token, expires_in }, &answer, id))
    }

    /// `POST pharmacies/import`: the cards of our pharmacies.
    pub async fn import_pharmacies(&self, cards: &[PharmacyCard]) -> Result<Answered<PharmacyOutcome>, SiteError> {
        let body = encode(&pharmacy::to_dto(cards))?;
        let path = self.config.paths.pharmacies.clone();
        let (answer, id) = self.post(Route::Pharmacies, path, body, Vec::new()).await?;
        let dto: PharmaciesAnswerDto = json(&answer)?;
        Ok(self.answered(PharmacyOutcome::from(dto), &answer, id))
    }

    /// `POST catalog/import`: one part of a full stock, streamed. `body` is what
    /// [`super::catalog::CatalogWriter`] yields with the same `packing`; compression only when
    /// [`ServiceLimits::gzip`] was announced.
    pub async fn import_catalog_part(
        &self,
        body: BoxStream<'static, std::io::Result<Bytes>>,
        packing: super::catalog::Packing,
    ) -> Result<Answered<CatalogOutcome>, SiteError> {
        let headers = match packing {
            super::catalog::Packing::Plain => Vec::new(),
            super::catalog::Packing::Gzip => vec![("content-encoding", "gzip".to_owned())],
        };
        let path = self.config.paths.catalog.clone();
        let (answer, id) = self.post(Route::Catalog, path, Payload::Stream(body), headers).await?;
        let dto: CatalogAnswerDto = json(&answer)?;
        Ok(self.answered(CatalogOutcome::from(dto), &answer, id))
    }

    /// `GET orders`: one page of at most `take` (1..=200) orders. Bad elements come back as broken.
    pub async fn orders(&self, from: &OrdersFrom, take: u32) -> Result<Answered<OrdersPage>, SiteError> {
        let mut query = vec![("take", take.clamp(1, 200).to_string())];
        // Without one the orders of every pharmacy of the token are meant.
        if !self.config.pharmacy_id.is_empty() {
            query.push(("pharmacy_id", self.config.pharmacy_id.clone()));
        }
        match from {
            OrdersFrom::Start => {}
            OrdersFrom::Cursor(cursor) => query.push(("cursor", cursor.clone())),
            OrdersFrom::Since(at) => query.push(("updated_since", read::write_stamp(*at))),
        }
        let (answer, id) = self.get(Route::Orders, &self.config.paths.orders, query).await?;
        let page = map::page(strip_bom(&answer.body), &self.reading())
            .map_err(|reason| SiteError::Unreadable { status: answer.status, reason })?;
        Ok(self.answered(page, &answer, id))
    }

    /// `POST orders/{id}/change_status`: tells one change; the answer is the whole order.
    pub async fn change_status(&self, change: &StatusChange) -> Result<Answered<SiteOrder>, SiteError> {
        let path = self.change_path(&change.site_id)?;
        let body = encode(&change_to_dto(change)?)?;
        let headers = vec![("idempotency-key", change.change_id.0.clone())];
        let (answer, id) = self.post(Route::ChangeStatus, path, body, headers).await?;
        let dto: OrderDto = json(&answer)?;
        let order = map::order(dto, &self.reading())
            .map_err(|why| SiteError::Unreadable { status: answer.status, reason: why.to_string() })?;
        if order.site_id != change.site_id {
            return Err(SiteError::Unreadable { status: answer.status, reason: "order_id: another order".to_owned() });
        }
        Ok(self.answered(order, &answer, id))
    }

    /// The raw answer of a read-only route, for the probe.
    pub(super) async fn raw(&self, route: Route) -> Result<WireResponse, SiteError> {
        let paths = &self.config.paths;
        let (path, query) = match route {
            Route::Check => (&paths.check, Vec::new()),
            Route::SelfInfo => (&paths.self_info, Vec::new()),
            Route::Orders => {
                let pharmacy = self.config.pharmacy_id.clone();
                (&paths.orders, vec![("take", "1".to_owned()), ("pharmacy_id", pharmacy)])
            }
            // A probe never changes anything at the service.
            Route::Refresh | Route::Pharmacies | Route::Catalog | Route::ChangeStatus => {
                return Err(SiteError::Setup(SetupFault::RouteMissing));
            }
        };
        self.get(route, path, query).await.map(|(answer, _)| answer)
    }

    fn reading(&self) -> Reading {
        Reading { zone: self.config.zone, pharmacy_id: self.config.pharmacy_id.clone() }
    }

    fn change_path(&self, id: &SiteOrderId) -> Result<String, SiteError> {
        // A URL parser takes these for steps between folders, encoded or not.
        if matches!(id.as_str(), "" | "." | "..") {
            return Err(SiteError::OrderUnknown);
        }
        let segment = utf8_percent_encode(id.as_str(), SEGMENT).to_string();
        Ok(self.config.paths.change_status.replace(ORDER_ID, &segment))
    }

    async fn get(
        &self,
        route: Route,
        path: &str,
        query: Vec<(&'static str, String)>,
    ) -> Result<(WireResponse, String), SiteError> {
        self.call(route, path.to_owned(), query, Payload::Empty, Vec::new()).await
    }

    async fn post(
        &self,
        route: Route,
        path: String,
        payload: Payload,
        headers: Vec<(&'static str, String)>,
    ) -> Result<(WireResponse, String), SiteError> {
        self.call(route, path, Vec::new(), payload, headers).await
    }

    async fn call(
        &self,
        route: Route,
        path: String,
        query: Vec<(&'static str, String)>,
        payload: Payload,
        mut headers: Vec<(&'static str, String)>,
    ) -> Result<(WireResponse, String), SiteError> {
        let request_id = uuid::Uuid::new_v4().to_string();
        headers.push(("x-request-id", request_id.clone()));
        headers.push(("accept", "application/json, application/problem+json".to_owned()));
        if !matches!(payload, Payload::Empty) {
            headers.push(("content-type", "application/json".to_owned()));
        }
        let exchange = Exchange::begin(route, &path, &query, &payload, &request_id, self.clock.as_ref());
        let call = WireCall { route, path, query, headers, token: self.config.token.clone(), payload };
        let answer = self.wire.send(call).await;
        exchange.end(&answer, &self.config.token, self.clock.as_ref());
        let answer = answer?;
        if (200..300).contains(&answer.status) {
            return Ok((answer, request_id));
        }
        Err(error::from_answer(route, &answer, &self.reading(), self.clock.now()))
    }

    fn answered<T>(&self, value: T, answer: &WireResponse, request_id: String) -> Answered<T> {
        let dto: ServerTimeDto = serde_json::from_slice(strip_bom(&answer.body)).unwrap_or_default();
        let server_time = dto.server_time.as_deref().and_then(|t| read::stamp(t, self.config.zone));
        Answered { value, server_time, request_id }
    }
}

/// Some services put a byte order mark before their JSON.
pub(super) fn strip_bom(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)
}

fn json<T: DeserializeOwned>(answer: &WireResponse) -> Result<T, SiteError> {
    serde_json::from_slice(strip_bom(&answer.body))
        .map_err(|e| SiteError::Unreadable { status: answer.status, reason: map::explain(&e) })
}

fn encode<T: serde::Serialize>(body: &T) -> Result<Payload, SiteError> {
    // Only a map with keys that are no text, or an impossible float, can fail here.
    serde_json::to_vec(body).map(|v| Payload::Whole(v.into())).map_err(|_| SiteError::Source)
}

/// The request of a change. Public for the outbox, which stores the intent, not the bytes.
///
/// # Errors
/// [`SiteError::Source`] for the status `Unknown`, which has no word.
pub fn change_to_dto(change: &StatusChange) -> Result<ChangeStatusDto, SiteError> {
    let word = map::status_word(change.status).ok_or(SiteError::Source)?;
    let text = |s: &str| (!s.is_empty()).then(|| s.to_owned());
    Ok(ChangeStatusDto {
        change_id: change.change_id.0.clone(),
        status: word.to_owned(),
        expected_revision: change.expected_revision.map(Whole),
        changed_at: read::write_stamp(change.changed_at),
        reserved_until: change.reserved_until.map(read::write_stamp),
        reason: change.reason.as_ref().map(|(r, t)| ReasonDto { code: r.code().to_owned(), text: text(t) }),
        comment: text(&change.comment),
    })
}

fn token_info(dto: SelfDto, zone: FixedOffset) -> TokenInfo {
    let time = |t: Option<String>| t.as_deref().and_then(|t| read::stamp(t, zone));
    let count = |w: Option<Whole>| w.and_then(|w| u64::try_from(w.0).ok());
    let seconds = |w: Option<Whole>| count(w).map(Duration::from_secs);
    let limits = dto.limits.unwrap_or_default();
    TokenInfo {
        token_id: dto.token_id.0,
        partner: dto.partner.and_then(|p| p.title).unwrap_or_default(),
        scopes: dto.scopes,
        pharmacies: dto
            .pharmacies
            .into_iter()
            .map(|p| LinkedPharmacy {
                pharmacy_id: p.pharmacy_id.0,
                title: p.title.unwrap_or_default(),
                linked: p.linked,
            })
            .collect(),
        issued_at: time(dto.issued_at),
        expires_at: time(dto.expires_at),
        limits: ServiceLimits {
            max_body_bytes: count(limits.max_body_bytes),
            max_items: count(limits.max_items_per_request),
            chunking: limits.catalog_chunking.unwrap_or(false),
            gzip: limits.request_gzip.unwrap_or(false),
            orders_poll_min: seconds(limits.orders_poll_min_seconds),
            catalog_full_min: seconds(limits.catalog_full_min_seconds),
        },
    }
}
