//! The imaginary service as a pure state machine: request and time in, answer out.
//!
//! Owns: tokens, budgets, routing, the parts kept in the sub-modules. No sockets, no real clock and no other
//! randomness than its seed, so that a simulation with the same seed replays to the byte.

pub mod change;
pub mod orders;
pub mod problem;
pub mod stock;
pub mod tokens;

use std::collections::{BTreeMap, VecDeque};

use bytes::Bytes;
use chrono::{DateTime, FixedOffset, Offset, TimeDelta, Utc};
use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};

use super::faults::FaultPlan;
use crate::site::dto_import::{PharmaciesAnswerDto, PharmaciesDto, PharmacyDto, PharmacyResultDto};
use crate::site::read::{Whole, write_stamp};
use crate::site::wire::{Route, WireRequest, WireResponse};
use change::Replay;
use orders::{ChangeLog, StoredOrder};
use problem::refuse;
use stock::Stock;
use tokens::Token;

/// Largest body, also after inflating.
pub const MAX_BODY: usize = 32 << 20;

/// What customers of the sandbox may book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookableItem {
    /// Product.
    pub product_id: String,
    /// Batch.
    pub batch_id: String,
    /// Name.
    pub name: String,
    /// Maker.
    pub manufacturer: String,
    /// Kopecks.
    pub price: i64,
    /// Packs on offer.
    pub quantity: i64,
}

/// What the sandbox announces and minds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rules {
    /// Parts are announced and taken.
    pub chunking: bool,
    /// Compressed requests are announced and taken.
    pub gzip: bool,
    /// 60 requests a minute, a full stock once in 10 minutes.
    pub budgets: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self { chunking: true, gzip: true, budgets: false }
    }
}

/// How a sandbox starts.
#[derive(Clone, Debug)]
pub struct SandboxConfig {
    /// All randomness.
    pub seed: u64,
    /// The token it knows; made from the seed when `None`.
    pub token: Option<String>,
    /// The pharmacy of that token.
    pub pharmacy_id: String,
    /// What may be booked until a stock is imported.
    pub goods: Vec<BookableItem>,
    /// What is announced and minded.
    pub rules: Rules,
    /// Zone of stamps without an offset.
    pub zone: FixedOffset,
}

impl Default for SandboxConfig {
    fn default() -> Self {
        Self {
            seed: 1,
            token: None,
            pharmacy_id: "apt-1".to_owned(),
            goods: Vec::new(),
            rules: Rules::default(),
            zone: FixedOffset::east_opt(3 * 3600).unwrap_or_else(|| Utc.fix()),
        }
    }
}

/// The service.
pub struct SandboxModel {
    pub(super) config: SandboxConfig,
    pub(super) rng: fastrand::Rng,
    /// How far its clock is from the caller's.
    pub(super) offset: TimeDelta,
    pub(super) tokens: Vec<Token>,
    pub(super) orders: BTreeMap<String, StoredOrder>,
    pub(super) log: ChangeLog,
    pub(super) replays: BTreeMap<String, Replay>,
    pub(super) stocks: BTreeMap<String, Stock>,
    /// Product whose rows of stock are refused, and with which code.
    pub(super) refused: Option<(String, String)>,
    pub(super) pharmacies: BTreeMap<String, PharmacyDto>,
    pub(super) next_number: u32,
    recent: BTreeMap<String, VecDeque<DateTime<Utc>>>,
    arrived: BTreeMap<&'static str, u64>,
    /// What goes wrong on purpose.
    pub faults: FaultPlan,
}

impl SandboxModel {
    /// A service at its beginning.
    #[must_use]
    pub fn new(config: SandboxConfig, now: DateTime<Utc>) -> Self {
        let mut rng = fastrand::Rng::with_seed(config.seed);
        let token = config.token.clone().unwrap_or_else(|| tokens::fresh(&mut rng));
        let faults = FaultPlan::none(config.seed);
        Self {
            tokens: vec![Token::new(token, &config.pharmacy_id, now)],
            config,
            rng,
            offset: TimeDelta::zero(),
            orders: BTreeMap::new(),
            log: ChangeLog::default(),
            replays: BTreeMap::new(),
            stocks: BTreeMap::new(),
            refused: None,
            pharmacies: BTreeMap::new(),
            next_number: 100_001,
            recent: BTreeMap::new(),
            arrived: BTreeMap::new(),
            faults,
        }
    }

    /// The token a till may use now.
    #[must_use]
    pub fn token(&self) -> String {
        self.tokens.last().map(|t| t.text.clone()).unwrap_or_default()
    }

    /// The pharmacy it serves.
    #[must_use]
    pub fn pharmacy_id(&self) -> &str {
        &self.config.pharmacy_id
    }

    /// Its own clock when the caller's says `now`.
    #[must_use]
    pub fn clock(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        now.checked_add_signed(self.offset).unwrap_or(now)
    }

    /// Puts its clock ahead of the caller's by so many seconds (negative: behind).
    pub fn set_clock_offset(&mut self, seconds: i64) {
        self.offset = TimeDelta::try_seconds(seconds).unwrap_or_default();
    }

    /// Requests that arrived at a route, answered or not.
    #[must_use]
    pub fn arrived(&self, route: Route) -> u64 {
        self.arrived.get(route.code()).copied().unwrap_or(0)
    }

    /// What may be booked: the stock last imported, else the goods of the start.
    #[must_use]
    pub fn bookable(&self) -> Vec<BookableItem> {
        let imported = self.stocks.get(&self.config.pharmacy_id).map(Stock::bookable).unwrap_or_default();
        if imported.is_empty() { self.config.goods.clone() } else { imported }
    }

    /// Replaces what is announced and minded.
    pub fn set_rules(&mut self, rules: Rules) {
        self.config.rules = rules;
    }

    /// Replaces the goods of the start.
    pub fn set_goods(&mut self, goods: Vec<BookableItem>) {
        self.config.goods = goods;
    }

    /// Cards of pharmacies as received.
    #[must_use]
    pub const fn pharmacies(&self) -> &BTreeMap<String, PharmacyDto> {
        &self.pharmacies
    }

    /// Answers one request without any fault.
    pub fn handle(&mut self, request: &WireRequest, now: DateTime<Utc>) -> WireResponse {
        let at = self.clock(now);
        let mut answer = self.route(request, at);
        if let Some(id) = request.header("x-request-id") {
            answer.headers.push(("x-request-id".to_owned(), id.chars().take(64).collect()));
        }
        answer.headers.push(("date".to_owned(), httpdate::fmt_http_date(at.into())));
        answer
    }

    fn route(&mut self, request: &WireRequest, at: DateTime<Utc>) -> WireResponse {
        let Some((route, order_id)) = find_route(&request.path) else {
            return refuse(404, "route_not_found", "no such URL");
        };
        *self.arrived.entry(route.code()).or_default() += 1;
        if route.method() != request.method {
            return refuse(405, "method_not_allowed", "another method is needed");
        }
        if let Err(answer) = self.authorise(route, request, at) {
            return answer;
        }
        let body = match self.body(route, request) {
            Ok(body) => body,
            Err(answer) => return answer,
        };
        match route {
            Route::Check => self.check(request, at),
            Route::SelfInfo => self.self_info(request, at),
            Route::Refresh => self.refresh(request, at),
            Route::Pharmacies => self.import_pharmacies(&body, at),
            Route::Catalog => self.import_catalog(&body, at),
            Route::Orders => self.page(request, at),
            Route::ChangeStatus => self.change_status(&order_id.unwrap_or_default(), request, &body, at),
        }
    }

    /// Sixty requests a minute for each token.
    pub(super) fn within_budget(&mut self, token: &str, at: DateTime<Utc>) -> Result<(), WireResponse> {
        if !self.config.rules.budgets {
            return Ok(());
        }
        let recent = self.recent.entry(token.to_owned()).or_default();
        while recent.front().is_some_and(|t| at.signed_duration_since(*t) >= TimeDelta::minutes(1)) {
            recent.pop_front();
        }
        if let Some(first) = recent.front().filter(|_| recent.len() >= 60) {
            let wait = 60 - at.signed_duration_since(*first).num_seconds();
            return Err(problem::wait(429, "rate_limited", wait));
        }
        recent.push_back(at);
        Ok(())
    }

    fn body(&self, route: Route, request: &WireRequest) -> Result<Bytes, WireResponse> {
        if route.method() == "GET" {
            return Ok(Bytes::new());
        }
        if request.body.len() > MAX_BODY {
            return Err(refuse(413, "body_too_large", "the body is over 32 MiB"));
        }
        let kind = request.header("content-type").unwrap_or("");
        if !kind.starts_with("application/json") {
            return Err(refuse(415, "unsupported_media_type", "application/json is needed"));
        }
        match request.header("content-encoding").unwrap_or("identity") {
            "identity" => Ok(request.body.clone()),
            "gzip" if self.config.rules.gzip => stock::inflate(&request.body),
            _ => Err(refuse(415, "unsupported_encoding", "this encoding was not announced")),
        }
    }

    fn import_pharmacies(&mut self, body: &Bytes, at: DateTime<Utc>) -> WireResponse {
        let dto: PharmaciesDto = match serde_json::from_slice(body) {
            Ok(dto) => dto,
            Err(e) => return problem::unreadable(&e),
        };
        let mut results = Vec::new();
        for card in dto.pharmacies {
            let ours = card.pharmacy_id.0 == self.config.pharmacy_id;
            let errors = if ours { Vec::new() } else { vec![problem::field("/pharmacy_id", "unknown_pharmacy")] };
            let state = if ours { "accepted" } else { "rejected" };
            results.push(PharmacyResultDto { pharmacy_id: card.pharmacy_id.clone(), state: state.to_owned(), errors });
            if ours {
                self.pharmacies.insert(card.pharmacy_id.0.clone(), card);
            }
        }
        let rejected = results.iter().filter(|r| !r.errors.is_empty()).count();
        problem::ok(&PharmaciesAnswerDto {
            accepted: whole(results.len() - rejected),
            rejected: whole(rejected),
            results,
            server_time: Some(write_stamp(at)),
        })
    }
}

/// A count on the wire.
pub(super) fn whole(n: usize) -> Whole {
    Whole(i64::try_from(n).unwrap_or(i64::MAX))
}

/// The route of a path, and the order's id when the path names one.
#[must_use]
pub fn find_route(path: &str) -> Option<(Route, Option<String>)> {
    match path {
        "/v1/access/tokens/check" => Some((Route::Check, None)),
        "/v1/access/tokens/self" => Some((Route::SelfInfo, None)),
        "/v1/access/tokens/refresh" => Some((Route::Refresh, None)),
        "/v1/pharmacies/import" => Some((Route::Pharmacies, None)),
        "/v1/catalog/import" => Some((Route::Catalog, None)),
        "/v1/orders" => Some((Route::Orders, None)),
        _ => {
            let segment = path.strip_prefix("/v1/orders/")?.strip_suffix("/change_status")?;
            if segment.is_empty() || segment.contains('/') {
                return None;
            }
            let id = percent_decode_str(segment).decode_utf8().ok()?.into_owned();
            Some((Route::ChangeStatus, Some(id)))
        }
    }
}
