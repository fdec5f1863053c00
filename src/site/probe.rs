//! The read-only first contact with a service whose real answers are not known yet.
//!
//! Owns: asking `check`, `self` and one order, and naming the fields where the answers differ from the
//! contract. It never refreshes, imports or changes a status, and returns data: printing is the caller's.

use serde_json::Value;

use super::client::SiteClient;
use super::error::SiteError;
use super::wire::Route;
use crate::domain::mask;

/// What one read-only call gave.
#[derive(Clone, Debug)]
pub struct ProbeStep {
    /// Which endpoint.
    pub route: Route,
    /// Why it failed, when it did.
    pub error: Option<SiteError>,
    /// Fields of the contract that are missing, as JSON pointers.
    pub missing: Vec<String>,
    /// Fields that the contract does not know, as JSON pointers.
    pub extra: Vec<String>,
    /// The answer with every text masked, pretty JSON; empty when there is none.
    pub masked_answer: String,
}

/// The contract's fields of an answer; `true` = must be there.
fn contract(route: Route) -> &'static [(&'static str, bool)] {
    match route {
        Route::Check => &[("active", true), ("expires_at", false), ("server_time", true)],
        Route::SelfInfo => &[
            ("token_id", true),
            ("partner", false),
            ("scopes", false),
            ("pharmacies", false),
            ("issued_at", false),
            ("expires_at", false),
            ("limits", false),
            ("server_time", true),
        ],
        Route::Orders => &[("elements", true), ("next_cursor", true), ("has_more", true), ("server_time", true)],
        Route::Refresh | Route::Pharmacies | Route::Catalog | Route::ChangeStatus => &[],
    }
}

const ORDER: &[(&str, bool)] = &[
    ("order_id", true),
    ("number", true),
    ("pharmacy_id", true),
    ("status", true),
    ("revision", true),
    ("created_at", true),
    ("updated_at", true),
    ("reserved_until", false),
    ("customer", true),
    ("comment", false),
    ("payment", true),
    ("cancelled_by", false),
    ("cancel_reason", false),
    ("is_test", false),
    ("items", true),
    ("total", true),
];

/// Asks the three read-only routes, one after another, and compares.
pub async fn probe(client: &SiteClient) -> Vec<ProbeStep> {
    let mut steps = Vec::new();
    for route in [Route::Check, Route::SelfInfo, Route::Orders] {
        steps.push(match client.raw(route).await {
            Err(e) => ProbeStep {
                route,
                error: Some(e),
                missing: Vec::new(),
                extra: Vec::new(),
                masked_answer: String::new(),
            },
            Ok(answer) => compare(route, &answer.body),
        });
    }
    steps
}

fn compare(route: Route, body: &[u8]) -> ProbeStep {
    let mut step =
        ProbeStep { route, error: None, missing: Vec::new(), extra: Vec::new(), masked_answer: String::new() };
    match serde_json::from_slice::<Value>(body) {
        Ok(value) => {
            differ("", &value, contract(route), &mut step);
            if let Some(order) = value.pointer("/elements/0") {
                differ("/elements/0", order, ORDER, &mut step);
            }
            step.masked_answer = serde_json::to_string_pretty(&masked(&value)).unwrap_or_default();
        }
        Err(e) => {
            let reason = super::map::explain(&e);
            step.error = Some(SiteError::Unreadable { status: 200, reason });
        }
    }
    step
}

fn differ(at: &str, value: &Value, fields: &[(&str, bool)], step: &mut ProbeStep) {
    let absent = |name: &str| value.get(name).is_none_or(Value::is_null);
    // `null` is a legal way to say “none” where the contract allows it; the field itself was there.
    let nullable = |name: &str| matches!(name, "next_cursor" | "expires_at") && value.get(name).is_some();
    step.missing
        .extend(fields.iter().filter(|(n, must)| *must && absent(n) && !nullable(n)).map(|(n, _)| format!("{at}/{n}")));
    if let Some(map) = value.as_object() {
        let known = |name: &str| fields.iter().any(|(n, _)| *n == name);
        step.extra.extend(map.keys().filter(|k| !known(k)).map(|k| format!("{at}/{k}")));
    }
}

/// Words that say nothing of a person and that the comparison needs.
fn is_plain_word(key: &str) -> bool {
    matches!(
        key,
        "status" | "method" | "state" | "server_time" | "created_at" | "updated_at" | "reserved_until" | "scopes"
    )
}

fn masked(value: &Value) -> Value {
    masked_in("", value)
}

fn masked_in(key: &str, value: &Value) -> Value {
    match value {
        Value::String(_) if is_plain_word(key) => value.clone(),
        Value::String(text) => Value::String(mask::token(text).chars().take(8).collect()),
        Value::Array(items) => items.iter().map(|v| masked_in(key, v)).collect(),
        Value::Object(map) => map.iter().map(|(k, v)| (k.clone(), masked_in(k, v))).collect(),
        // Kopecks and counts show the unit of money; a phone sent as a number must not pass with them.
        Value::Number(_) if matches!(key, "phone" | "order_id" | "number" | "token_id") => {
            Value::String("•".to_owned())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    }
}
