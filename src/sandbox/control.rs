//! Routes under `/_sandbox/`: how a person or a test plays the customer and the service. Outside the contract.
//!
//! Owns: their JSON. Needs no token: the sandbox listens on loopback only. The same can be done without HTTP
//! on the model itself.

use chrono::{DateTime, Utc};
use percent_encoding::percent_decode_str;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::arrivals;
use super::faults::{FaultRule, RandomFaults};
use super::model::orders::{NewLine, NewOrder, StoredOrder};
use super::model::problem::{ok, refuse, unreadable};
use super::model::{BookableItem, Rules, SandboxModel};
use crate::site::wire::{Route, WireRequest, WireResponse};

/// Where these routes begin.
pub const PREFIX: &str = "/_sandbox/";

#[derive(Default, Deserialize)]
#[serde(default)]
struct CancelBody {
    by: Option<String>,
    reason: String,
}

#[derive(Deserialize)]
struct EditBody {
    lines: Vec<NewLine>,
}

#[derive(Deserialize)]
struct StatusBody {
    status: String,
}

#[derive(Deserialize)]
struct ScopesBody {
    scopes: Vec<String>,
}

#[derive(Deserialize)]
struct ClockBody {
    offset_seconds: i64,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct FaultsBody {
    rules: Vec<FaultRule>,
    random: Option<RandomFaults>,
}

/// Answers a control request.
pub fn handle(model: &mut SandboxModel, request: &WireRequest, now: DateTime<Utc>) -> WireResponse {
    let path = request.path.strip_prefix(PREFIX).unwrap_or("");
    let parts: Vec<String> = path.split('/').map(|p| percent_decode_str(p).decode_utf8_lossy().into_owned()).collect();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let result = match (request.method.as_str(), parts.as_slice()) {
        ("GET", ["orders"]) => Ok(orders(model)),
        ("GET", ["stock"]) => Ok(stock(model)),
        ("GET", ["pharmacies"]) => Ok(json!({ "pharmacies": model.pharmacies() })),
        ("GET", ["stats"]) => Ok(stats(model)),
        ("POST", ["orders"]) => make(model, request, now),
        ("POST", ["orders", id, action]) => on_order(model, id, action, request, now),
        ("POST", ["tokens", action]) => on_tokens(model, action, request, now),
        ("POST", ["clock"]) => body::<ClockBody>(request).map(|b| {
            model.set_clock_offset(b.offset_seconds);
            json!({})
        }),
        ("POST", ["cursors", "expire"]) => {
            model.expire_cursors();
            Ok(json!({}))
        }
        ("POST", ["goods"]) => body::<Vec<BookableItem>>(request).map(|goods| {
            model.set_goods(goods);
            json!({})
        }),
        ("POST", ["rules"]) => body::<Rules>(request).map(|rules| {
            model.set_rules(rules);
            json!(rules)
        }),
        ("POST", ["faults"]) => body::<FaultsBody>(request).map(|b| {
            model.faults.clear();
            b.rules.into_iter().for_each(|r| model.faults.add(r));
            model.faults.set_random(b.random);
            json!({})
        }),
        ("DELETE", ["faults"]) => {
            model.faults.clear();
            Ok(json!({}))
        }
        _ => Err(refuse(404, "route_not_found", "no such control route")),
    };
    match result {
        Ok(value) => ok(&value),
        Err(answer) => answer,
    }
}

fn body<T: DeserializeOwned>(request: &WireRequest) -> Result<T, WireResponse> {
    let text: &[u8] = if request.body.is_empty() { b"{}" } else { &request.body };
    serde_json::from_slice(text).map_err(|e| unreadable(&e))
}

fn make(model: &mut SandboxModel, request: &WireRequest, now: DateTime<Utc>) -> Result<Value, WireResponse> {
    let mut new: NewOrder = body(request)?;
    if new.lines.is_empty() {
        let goods = model.bookable();
        let Some(random) = arrivals::next_order(&mut model.rng, &goods) else {
            return Err(refuse(422, "no_goods", "nothing to book: import a stock or set goods"));
        };
        if new.name.is_empty() {
            // Nobody in particular was asked for: a customer as they come.
            new = NewOrder { order_id: new.order_id, is_test: new.is_test, ..random };
        } else {
            new.lines = random.lines;
        }
    }
    let id = model.book(&new, now);
    Ok(json!({ "order_id": id }))
}

fn on_order(
    model: &mut SandboxModel,
    id: &str,
    action: &str,
    request: &WireRequest,
    now: DateTime<Utc>,
) -> Result<Value, WireResponse> {
    let done = match action {
        "edit" => model.edit(id, &body::<EditBody>(request)?.lines, now),
        "cancel" => {
            let b: CancelBody = body(request)?;
            model.cancel(id, b.by.as_deref().unwrap_or("customer"), &b.reason, now)
        }
        "pay" => model.pay(id, now),
        "status" => model.force_status(id, &body::<StatusBody>(request)?.status, now),
        _ => return Err(refuse(404, "route_not_found", "no such action")),
    };
    if done {
        Ok(json!({ "order": model.order(id).map(shown) }))
    } else {
        Err(refuse(409, "not_possible", "no such order, or it is too late"))
    }
}

fn on_tokens(
    model: &mut SandboxModel,
    action: &str,
    request: &WireRequest,
    now: DateTime<Utc>,
) -> Result<Value, WireResponse> {
    match action {
        "revoke" => model.revoke_tokens(),
        "expire" => model.expire_tokens(now),
        "scopes" => model.set_scopes(&body::<ScopesBody>(request)?.scopes),
        "grant" => return Ok(json!({ "access_token": model.grant(now) })),
        _ => return Err(refuse(404, "route_not_found", "no such action")),
    }
    Ok(json!({}))
}

fn shown(order: &StoredOrder) -> Value {
    json!({
        "order": order.dto, "history": order.history, "effects": order.effects, "requests": order.requests,
    })
}

fn orders(model: &SandboxModel) -> Value {
    json!({ "orders": model.orders().map(|(_, o)| shown(o)).collect::<Vec<_>>() })
}

fn stock(model: &SandboxModel) -> Value {
    model.stock(model.pharmacy_id()).map_or_else(
        || json!({ "items": [] }),
        |s| json!({ "items": s.items, "import_id": s.import_id, "snapshot_at": s.snapshot_at, "swaps": s.swaps }),
    )
}

fn stats(model: &SandboxModel) -> Value {
    let arrived: serde_json::Map<String, Value> =
        Route::ALL.into_iter().map(|r| (r.code().to_owned(), json!(model.arrived(r)))).collect();
    json!({ "arrived": arrived, "faults": model.faults.hits(), "orders": model.orders().count() })
}
