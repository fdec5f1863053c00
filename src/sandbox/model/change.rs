//! `change_status`: idempotency, revisions, and the transitions the service allows.
//!
//! Owns: the service's half of the table of transitions. The table is written out here on its own, not taken
//! from `domain::status`: the sandbox would prove nothing by agreeing with itself.

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::SandboxModel;
use super::orders::{StoredOrder, is_final};
use super::problem::{conflict, field, invalid, ok, refuse, unreadable};
use crate::site::dto::ChangeStatusDto;
use crate::site::dto_import::FieldErrorDto;
use crate::site::read::{self, write_stamp};
use crate::site::wire::{WireRequest, WireResponse};

const KEEP: TimeDelta = TimeDelta::hours(24);
const TOLERANCE: TimeDelta = TimeDelta::seconds(120);
const HOLD: TimeDelta = TimeDelta::days(2);
const REASONS: [&str; 6] = ["customer_refused", "out_of_stock", "replaced", "not_collected", "price", "other"];

/// What was answered to a key.
pub struct Replay {
    hash: [u8; 32],
    answer: WireResponse,
    at: DateTime<Utc>,
}

enum Verdict {
    /// Carried out: the order changes.
    Effect,
    /// Already so: 200, nothing changes.
    NoEffect,
    /// 409.
    Forbidden,
}

impl SandboxModel {
    pub(super) fn change_status(
        &mut self,
        id: &str,
        request: &WireRequest,
        body: &Bytes,
        at: DateTime<Utc>,
    ) -> WireResponse {
        let change: ChangeStatusDto = match serde_json::from_slice(body) {
            Ok(change) => change,
            Err(e) => return unreadable(&e),
        };
        if let Some(order) = self.orders.get_mut(id) {
            *order.requests.entry(change.status.clone()).or_default() += 1;
        }
        let Some(key) = request.header("idempotency-key").map(str::to_owned) else {
            return invalid(400, "idempotency_key_missing", &[field("Idempotency-Key", "required")]);
        };
        if key != change.change_id {
            return invalid(422, "change_id_mismatch", &[field("/change_id", "differs_from_key")]);
        }
        let hash = Sha256::new().chain_update(id).chain_update([0]).chain_update(body).finalize().into();
        self.replays.retain(|_, r| at.signed_duration_since(r.at) < KEEP);
        if let Some(replay) = self.replays.get(&key) {
            return if replay.hash == hash {
                let mut answer = replay.answer.clone();
                answer.headers.push(("idempotent-replayed".to_owned(), "true".to_owned()));
                answer
            } else {
                refuse(422, "idempotency_key_reused", "the same key with another body")
            };
        }
        let errors = self.wrong_fields(&change);
        if !errors.is_empty() {
            return invalid(422, "validation_failed", &errors);
        }
        if !self.orders.contains_key(id) {
            return refuse(404, "order_not_found", "no such order");
        }
        let answer = self.decide(id, &change, at);
        self.replays.insert(key, Replay { hash, answer: answer.clone(), at });
        answer
    }

    fn wrong_fields(&self, change: &ChangeStatusDto) -> Vec<FieldErrorDto> {
        let mut errors = Vec::new();
        if change.change_id.is_empty() || change.change_id.chars().count() > read::MAX_ID_CHARS {
            errors.push(field("/change_id", "bad_id"));
        }
        if !matches!(
            change.status.as_str(),
            "new" | "accepted" | "assembled" | "closed" | "reserve_expired" | "cancelled"
        ) {
            errors.push(field("/status", "unknown_status"));
        }
        if read::stamp(&change.changed_at, self.config.zone).is_none() {
            errors.push(field("/changed_at", "not_a_time"));
        }
        if change.reserved_until.as_deref().is_some_and(|t| read::stamp(t, self.config.zone).is_none()) {
            errors.push(field("/reserved_until", "not_a_time"));
        }
        if change.reason.as_ref().is_some_and(|r| !REASONS.contains(&r.code.as_str())) {
            errors.push(field("/reason/code", "unknown_reason"));
        }
        errors
    }

    fn decide(&mut self, id: &str, change: &ChangeStatusDto, at: DateTime<Utc>) -> WireResponse {
        let zone = self.config.zone;
        let Some(order) = self.orders.get_mut(id) else {
            return refuse(404, "order_not_found", "no such order");
        };
        let wanted_until = change.reserved_until.as_deref().and_then(|t| read::stamp(t, zone));
        let held_until = order.dto.reserved_until.as_deref().and_then(|t| read::stamp(t, zone));
        let verdict = transition(&order.dto.status, &change.status, held_until, wanted_until, at);
        let stale = change.expected_revision.is_some_and(|r| r < order.dto.revision);
        match verdict {
            Verdict::NoEffect => return answer(order, at),
            // A stale wish is told apart from an impossible one: the till reads again in either case.
            Verdict::Effect | Verdict::Forbidden if stale => return conflict("revision_conflict", &order.dto),
            Verdict::Forbidden => return conflict("transition_forbidden", &order.dto),
            Verdict::Effect => {}
        }
        *order.effects.entry(change.status.clone()).or_default() += 1;
        change.status.clone_into(&mut order.dto.status);
        if matches!(change.status.as_str(), "accepted" | "assembled") {
            let until = wanted_until.or(held_until.filter(|_| change.status == "assembled")).unwrap_or(at + HOLD);
            order.dto.reserved_until = Some(write_stamp(until));
        }
        if change.status == "cancelled" {
            let reason = change.reason.as_ref();
            order.dto.cancelled_by = Some("pharmacy".to_owned());
            order.dto.cancel_reason = reason.map(|r| r.text.clone().unwrap_or_else(|| r.code.clone()));
        }
        self.step(id, &change.status, "pharmacy", at);
        self.orders.get(id).map_or_else(|| refuse(404, "order_not_found", "no such order"), |o| answer(o, at))
    }
}

fn answer(order: &StoredOrder, at: DateTime<Utc>) -> WireResponse {
    let mut body = serde_json::to_value(&order.dto).unwrap_or_default();
    if let Some(map) = body.as_object_mut() {
        map.insert("server_time".to_owned(), Value::String(write_stamp(at)));
    }
    ok(&body)
}

fn transition(
    from: &str,
    to: &str,
    held_until: Option<DateTime<Utc>>,
    wanted_until: Option<DateTime<Utc>>,
    at: DateTime<Utc>,
) -> Verdict {
    match (from, to) {
        (a, b) if a == b && is_final(a) => Verdict::NoEffect,
        ("accepted", "accepted") | ("assembled", "assembled") => match (held_until, wanted_until) {
            (Some(held), Some(wanted)) if wanted > held => Verdict::Effect,
            (None, Some(_)) => Verdict::Effect,
            (Some(held), Some(wanted)) if wanted == held => Verdict::NoEffect,
            _ => Verdict::Forbidden,
        },
        ("new", "accepted" | "cancelled")
        | ("accepted", "assembled" | "cancelled")
        | ("assembled", "closed" | "cancelled") => Verdict::Effect,
        ("assembled", "reserve_expired") if held_until.is_none_or(|t| at + TOLERANCE >= t) => Verdict::Effect,
        _ => Verdict::Forbidden,
    }
}
