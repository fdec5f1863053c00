//! Tokens: who may ask what, until when, and their exchange.
//!
//! Owns: authorisation of every request and the three token routes. An old token lives on for ten minutes
//! after a refresh or until the new one is first used, so that a lost answer loses nothing.

use chrono::{DateTime, TimeDelta, Utc};

use super::problem::{ok, refuse};
use super::{MAX_BODY, SandboxModel, stock, whole};
use crate::site::dto::{CheckDto, LimitsDto, LinkedPharmacyDto, PartnerDto, RefreshDto, SelfDto};
use crate::site::read::{Id, Whole, write_stamp};
use crate::site::wire::{Route, WireRequest, WireResponse};

const LIFE: TimeDelta = TimeDelta::days(30);
const GRACE: TimeDelta = TimeDelta::minutes(10);

/// A token known to the service.
pub struct Token {
    pub(in crate::sandbox) text: String,
    pub(in crate::sandbox) scopes: Vec<String>,
    pub(in crate::sandbox) revoked: bool,
    pub(in crate::sandbox) expires_at: DateTime<Utc>,
    issued_at: DateTime<Utc>,
    pharmacy_id: String,
    used: bool,
}

impl Token {
    pub(super) fn new(text: String, pharmacy_id: &str, now: DateTime<Utc>) -> Self {
        let scopes = ["pharmacies:write", "catalog:write", "orders:read", "orders:write"];
        Self {
            text,
            scopes: scopes.map(str::to_owned).to_vec(),
            revoked: false,
            expires_at: now + LIFE,
            issued_at: now,
            pharmacy_id: pharmacy_id.to_owned(),
            used: false,
        }
    }

    fn is_good(&self, at: DateTime<Utc>) -> bool {
        !self.revoked && at < self.expires_at
    }
}

/// A token nobody has yet.
pub(super) fn fresh(rng: &mut fastrand::Rng) -> String {
    let tail: String = std::iter::repeat_with(|| rng.alphanumeric()).take(32).collect();
    format!("sandbox-{tail}")
}

fn scope_of(route: Route) -> Option<&'static str> {
    match route {
        Route::Check | Route::SelfInfo | Route::Refresh => None,
        Route::Pharmacies => Some("pharmacies:write"),
        Route::Catalog => Some("catalog:write"),
        Route::Orders => Some("orders:read"),
        Route::ChangeStatus => Some("orders:write"),
    }
}

fn bearer(request: &WireRequest) -> &str {
    request.header("authorization").and_then(|h| h.strip_prefix("Bearer ")).unwrap_or("")
}

impl SandboxModel {
    pub(super) fn authorise(
        &mut self,
        route: Route,
        request: &WireRequest,
        at: DateTime<Utc>,
    ) -> Result<(), WireResponse> {
        let text = bearer(request).to_owned();
        let Some(index) = self.tokens.iter().position(|t| t.text == text && t.is_good(at)) else {
            return Err(refuse(401, "invalid_token", "the token is unknown, revoked or expired"));
        };
        for (i, token) in self.tokens.iter_mut().enumerate() {
            if i == index {
                token.used = true;
            } else if i < index {
                // The new token is in use: the till has it, the old one may go.
                token.revoked = true;
            }
        }
        self.within_budget(&text, at)?;
        let missing = scope_of(route)
            .is_some_and(|s| !self.tokens.get(index).is_some_and(|t| t.scopes.iter().any(|have| have == s)));
        if missing { Err(refuse(403, "scope_missing", "the token may not do this")) } else { Ok(()) }
    }

    fn token_of(&self, request: &WireRequest) -> Option<&Token> {
        self.tokens.iter().find(|t| t.text == bearer(request))
    }

    pub(super) fn check(&self, request: &WireRequest, at: DateTime<Utc>) -> WireResponse {
        let expires_at = self.token_of(request).map(|t| write_stamp(t.expires_at));
        ok(&CheckDto { active: true, expires_at, server_time: Some(write_stamp(at)) })
    }

    pub(super) fn self_info(&self, request: &WireRequest, at: DateTime<Utc>) -> WireResponse {
        let Some(token) = self.token_of(request) else {
            return refuse(401, "invalid_token", "the token is unknown");
        };
        let rules = self.config.rules;
        let per_request = if rules.chunking { stock::ROWS_PER_PART } else { 1_000_000 };
        ok(&SelfDto {
            token_id: Id(format!("tok-{}", token.issued_at.timestamp())),
            partner: Some(PartnerDto {
                id: Some(Id("demo".to_owned())), title: Some("Учебная аптека".to_owned())
            }),
            scopes: token.scopes.clone(),
            pharmacies: vec![LinkedPharmacyDto {
                pharmacy_id: Id(token.pharmacy_id.clone()),
                title: Some("Учебная аптека".to_owned()),
                linked: Some(true),
            }],
            issued_at: Some(write_stamp(token.issued_at)),
            expires_at: Some(write_stamp(token.expires_at)),
            limits: Some(LimitsDto {
                max_body_bytes: Some(whole(MAX_BODY)),
                max_items_per_request: Some(whole(per_request)),
                catalog_chunking: Some(rules.chunking),
                request_gzip: Some(rules.gzip),
                orders_poll_min_seconds: Some(Whole(if rules.budgets { 10 } else { 1 })),
                catalog_full_min_seconds: Some(Whole(if rules.budgets { 600 } else { 1 })),
            }),
            server_time: Some(write_stamp(at)),
        })
    }

    pub(super) fn refresh(&mut self, request: &WireRequest, at: DateTime<Utc>) -> WireResponse {
        let text = fresh(&mut self.rng);
        let asked = bearer(request);
        // Only the last unused token of a lost answer is dropped: the till never had it.
        self.tokens.retain(|t| t.used || t.text == asked);
        if let Some(old) = self.tokens.iter_mut().find(|t| t.text == asked) {
            old.expires_at = old.expires_at.min(at + GRACE);
        }
        let mut token = Token::new(text.clone(), &self.config.pharmacy_id, at);
        if let Some(old) = self.token_of(request) {
            token.scopes.clone_from(&old.scopes);
        }
        self.tokens.push(token);
        ok(&RefreshDto {
            access_token: text,
            token_type: Some("Bearer".to_owned()),
            expires_in: Some(Whole(LIFE.num_seconds())),
            server_time: Some(write_stamp(at)),
        })
    }

    /// Revokes every token; the next calls get 401 until [`Self::grant`].
    pub fn revoke_tokens(&mut self) {
        self.tokens.iter_mut().for_each(|t| t.revoked = true);
    }

    /// Ends the life of every token at `now` of the caller's clock.
    pub fn expire_tokens(&mut self, now: DateTime<Utc>) {
        let at = self.clock(now);
        self.tokens.iter_mut().for_each(|t| t.expires_at = t.expires_at.min(at));
    }

    /// Adds a token a person may paste; yields it.
    pub fn grant(&mut self, now: DateTime<Utc>) -> String {
        let text = fresh(&mut self.rng);
        let at = self.clock(now);
        self.tokens.push(Token::new(text.clone(), &self.config.pharmacy_id, at));
        text
    }

    /// Replaces what the tokens may do.
    pub fn set_scopes(&mut self, scopes: &[String]) {
        self.tokens.iter_mut().for_each(|t| t.scopes = scopes.to_vec());
    }
}
