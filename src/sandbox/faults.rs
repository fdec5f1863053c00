//! What goes wrong on purpose, by plan or by seeded chance.
//!
//! Owns: the kinds of fault, the plan per route and n-th call, the random plan, and how a fault bends an
//! answer of the model. No sockets: [`exchange`] says what is to happen on the wire ([`Delivery`]), the
//! server or the in-memory link makes it happen.

use std::io::Write;
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::model::problem::refuse;
use super::model::{MAX_BODY, SandboxModel, find_route};
use crate::site::read::write_stamp;
use crate::site::wire::{Route, WireRequest, WireResponse};

/// How a `Retry-After` is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RetryAfter {
    /// As a number of seconds.
    Seconds(i64),
    /// As a date so many seconds ahead of the service's clock.
    Date(i64),
}

/// One way to misbehave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// Any status instead of carrying the request out.
    Status {
        /// Status.
        status: u16,
        /// Header.
        retry_after: Option<RetryAfter>,
    },
    /// Carried out, then answered with this status.
    AppliedThenStatus {
        /// Status.
        status: u16,
    },
    /// This very answer instead of carrying the request out.
    Answer {
        /// Status.
        status: u16,
        /// `Content-Type`.
        content_type: String,
        /// Body.
        body: String,
    },
    /// Carried out, answered this much later.
    Delay {
        /// Milliseconds.
        millis: u64,
    },
    /// The connection breaks, nothing is carried out.
    CutBefore,
    /// Carried out, then the connection breaks without an answer.
    CutAfter,
    /// Carried out, then silence on an open connection.
    Hang,
    /// Carried out, answered 200 with bytes that are no JSON.
    Garbage,
    /// Carried out, answered 200 with a page of HTML.
    Html,
    /// Carried out, answered with half of a gzip stream.
    TruncatedGzip,
    /// Carried out; unknown fields everywhere in the answer.
    UnknownField,
    /// Carried out; an unknown status word on every order of the answer.
    UnknownStatus,
    /// Carried out; every element of the page twice.
    Duplicate,
    /// Carried out; the page turned round.
    Reorder,
    /// Carried out; the first element's first price is decimal roubles.
    DecimalMoney,
    /// Carried out; the service's clock is wrong by so much in this answer.
    ClockSkew {
        /// Seconds.
        seconds: i64,
    },
    /// Carried out, answered a few bytes at a time.
    Drip {
        /// Bytes at once.
        bytes: usize,
        /// Pause.
        every_millis: u64,
    },
    /// Carried out, answered with more bytes than anyone may take.
    HugeBody,
    /// Carried out, answered with a small body that inflates past the cap.
    ZipBomb,
    /// Sent elsewhere.
    Redirect {
        /// Whole URL.
        location: String,
    },
}

/// A planned fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultRule {
    /// Code of the route ([`Route::code`]); `None` = any.
    #[serde(default)]
    pub route: Option<String>,
    /// From which matching call on, counted from 1 since the plan was set.
    #[serde(default = "first")]
    pub from_call: u64,
    /// For how many calls; 0 = for ever.
    #[serde(default = "once")]
    pub times: u64,
    /// What happens.
    pub fault: Fault,
}

const fn first() -> u64 {
    1
}

const fn once() -> u64 {
    1
}

/// Faults by chance, the same for the same seed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RandomFaults {
    /// The chance of a call, in thousandths.
    pub per_mille: u32,
    /// One of these is taken, each as likely as the other.
    pub faults: Vec<Fault>,
}

/// The plan.
#[derive(Clone, Debug)]
pub struct FaultPlan {
    rules: Vec<(FaultRule, u64)>,
    random: Option<RandomFaults>,
    rng: fastrand::Rng,
    hits: u64,
}

impl FaultPlan {
    /// Nothing goes wrong.
    #[must_use]
    pub fn none(seed: u64) -> Self {
        Self { rules: Vec::new(), random: None, rng: fastrand::Rng::with_seed(seed ^ 0xfa17), hits: 0 }
    }

    /// Adds a planned fault; the first rule that matches wins.
    pub fn add(&mut self, rule: FaultRule) {
        self.rules.push((rule, 0));
    }

    /// The next `times` calls of `route` go wrong.
    pub fn next_calls(&mut self, route: Route, times: u64, fault: Fault) {
        self.add(FaultRule { route: Some(route.code().to_owned()), from_call: 1, times, fault });
    }

    /// Sets or ends faults by chance.
    pub fn set_random(&mut self, random: Option<RandomFaults>) {
        self.random = random.filter(|r| !r.faults.is_empty());
    }

    /// Ends all faults. The sequence of chance goes on where it was.
    pub fn clear(&mut self) {
        self.rules.clear();
        self.random = None;
    }

    /// Faults that happened so far.
    #[must_use]
    pub const fn hits(&self) -> u64 {
        self.hits
    }

    fn pick(&mut self, route: Route) -> Option<Fault> {
        let mut found = None;
        for (rule, calls) in &mut self.rules {
            if rule.route.as_deref().is_some_and(|r| r != route.code()) {
                continue;
            }
            *calls += 1;
            let over = rule.times != 0 && *calls >= rule.from_call.saturating_add(rule.times);
            if found.is_none() && *calls >= rule.from_call && !over {
                found = Some(rule.fault.clone());
            }
        }
        if found.is_none() {
            let rng = &mut self.rng;
            found = self.random.as_ref().filter(|r| rng.u32(0..1000) < r.per_mille).and_then(|r| {
                let index = rng.usize(0..r.faults.len());
                r.faults.get(index).cloned()
            });
        }
        self.hits += u64::from(found.is_some());
        found
    }
}

/// What happens on the wire.
pub enum Delivery {
    /// An answer.
    Answer {
        /// It.
        response: WireResponse,
        /// How long it takes.
        delay: Duration,
        /// Bytes at once and the pause between them; `None` = whole.
        drip: Option<(usize, Duration)>,
    },
    /// The connection breaks without an answer.
    Cut,
    /// Nothing, for ever.
    Hang,
}

fn whole(response: WireResponse) -> Delivery {
    Delivery::Answer { response, delay: Duration::ZERO, drip: None }
}

/// Answers one request with the plan's faults.
pub fn exchange(model: &mut SandboxModel, request: &WireRequest, now: DateTime<Utc>) -> Delivery {
    let Some(fault) = find_route(&request.path).and_then(|(route, _)| model.faults.pick(route)) else {
        return whole(model.handle(request, now));
    };
    let date = |at: DateTime<Utc>| httpdate::fmt_http_date(at.into());
    match fault {
        Fault::Status { status, retry_after } => {
            let mut response = refuse(status, "planned_fault", "a fault on purpose");
            let at = model.clock(now);
            response.headers.push(("date".to_owned(), date(at)));
            match retry_after {
                Some(RetryAfter::Seconds(s)) => response.headers.push(("retry-after".to_owned(), s.to_string())),
                Some(RetryAfter::Date(s)) => {
                    let then = at + TimeDelta::try_seconds(s).unwrap_or_default();
                    response.headers.push(("retry-after".to_owned(), date(then)));
                }
                None => {}
            }
            whole(response)
        }
        Fault::Answer { status, content_type, body } => {
            whole(WireResponse { status, headers: vec![("content-type".to_owned(), content_type)], body: body.into() })
        }
        Fault::Redirect { location } => {
            let headers = vec![("location".to_owned(), location)];
            whole(WireResponse { status: 302, headers, body: Bytes::new() })
        }
        Fault::CutBefore => Delivery::Cut,
        applied => bend(&applied, model.handle(request, now), model.clock(now)),
    }
}

fn bend(fault: &Fault, answer: WireResponse, at: DateTime<Utc>) -> Delivery {
    let text = |status: u16, kind: &str, body: Bytes| {
        whole(WireResponse { status, headers: vec![("content-type".to_owned(), kind.to_owned())], body })
    };
    let gzip = |answer: WireResponse, body: Vec<u8>| {
        let mut headers = answer.headers;
        headers.push(("content-encoding".to_owned(), "gzip".to_owned()));
        whole(WireResponse { status: answer.status, headers, body: body.into() })
    };
    match fault {
        Fault::AppliedThenStatus { status } => whole(refuse(*status, "planned_fault", "a fault on purpose")),
        Fault::Delay { millis } => {
            Delivery::Answer { response: answer, delay: Duration::from_millis(*millis), drip: None }
        }
        Fault::Drip { bytes, every_millis } => {
            let drip = Some(((*bytes).max(1), Duration::from_millis(*every_millis)));
            Delivery::Answer { response: answer, delay: Duration::ZERO, drip }
        }
        Fault::CutAfter => Delivery::Cut,
        Fault::Hang => Delivery::Hang,
        Fault::Garbage => text(200, "application/json", Bytes::from_static(b"\x00\xff{\"elements\":[}")),
        Fault::Html => {
            text(200, "text/html", Bytes::from_static(b"<html><body><h1>Welcome to nginx</h1></body></html>"))
        }
        Fault::TruncatedGzip => {
            let mut packed = pack(&answer.body);
            packed.truncate(packed.len() / 2);
            gzip(answer, packed)
        }
        Fault::ZipBomb => gzip(answer, pack(&vec![b' '; MAX_BODY + (1 << 20)])),
        Fault::HugeBody => text(200, "application/json", Bytes::from(vec![b' '; MAX_BODY + (1 << 20)])),
        Fault::UnknownField => rewrite(answer, sprinkle),
        Fault::UnknownStatus => {
            rewrite(answer, |v| each_order(v, &mut |o| put(o, "status", Value::from("packed_by_robot"))))
        }
        Fault::Duplicate => rewrite(answer, |v| {
            elements(v, |list| {
                let again = list.clone();
                list.extend(again);
            });
        }),
        Fault::Reorder => rewrite(answer, |v| elements(v, |list| list.reverse())),
        Fault::DecimalMoney => rewrite(answer, |v| {
            elements(v, |list| {
                if let Some(line) = list.first_mut().and_then(|o| o.pointer_mut("/items/0")) {
                    put(line, "price", serde_json::json!(123.45));
                }
            });
        }),
        Fault::ClockSkew { seconds } => rewrite(answer, |v| {
            let wrong = at + TimeDelta::try_seconds(*seconds).unwrap_or_default();
            put(v, "server_time", Value::from(write_stamp(wrong)));
        }),
        // Handled before anything is carried out.
        Fault::Status { .. } | Fault::Answer { .. } | Fault::CutBefore | Fault::Redirect { .. } => whole(answer),
    }
}

fn pack(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    // Writing to memory cannot fail; if it did, the stream would just be truncated, which is a fault too.
    let _ = encoder.write_all(body);
    encoder.finish().unwrap_or_default()
}

fn rewrite(answer: WireResponse, change: impl FnOnce(&mut Value)) -> Delivery {
    let Ok(mut value) = serde_json::from_slice::<Value>(&answer.body) else {
        return whole(answer);
    };
    change(&mut value);
    whole(WireResponse { body: value.to_string().into(), ..answer })
}

fn put(value: &mut Value, key: &str, new: Value) {
    if let Some(map) = value.as_object_mut() {
        map.insert(key.to_owned(), new);
    }
}

fn elements(value: &mut Value, change: impl FnOnce(&mut Vec<Value>)) {
    if let Some(list) = value.get_mut("elements").and_then(Value::as_array_mut) {
        change(list);
    }
}

fn each_order(value: &mut Value, change: &mut dyn FnMut(&mut Value)) {
    if value.get("order_id").is_some() {
        change(value);
    }
    elements(value, |list| list.iter_mut().for_each(change));
}

fn sprinkle(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.values_mut().for_each(sprinkle);
            map.insert("x_added_later".to_owned(), serde_json::json!({ "deep": [1, "two", null] }));
        }
        Value::Array(list) => list.iter_mut().for_each(sprinkle),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
