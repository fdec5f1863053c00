//! What the log says of one exchange: method, path, status, duration, bodies without what is nobody's business.
//!
//! Owns: which values of a body may be shown. Only what is known to be harmless is; a new or an unknown field shows
//! its length alone. Must not know: where the log lies.

use std::time::Duration;

use serde_json::{Map, Value};

use super::error::SiteError;
use super::secret::Secret;
use super::wire::{Payload, Route, WireResponse};
use crate::domain::clock::Clock;
use crate::domain::mask;

/// Longer bodies are told of by their length alone.
const MOST_BYTES: usize = 256 * 1024;

/// So much of a body is kept.
const MOST_CHARS: usize = 32 * 1024;

/// So much of one text is kept.
const MOST_TEXT: usize = 200;

/// Texts under these names are ids, codes, times, places: never a person, never a key.
const HARMLESS: &[&str] = &[
    "order_id",
    "number",
    "pharmacy_id",
    "status",
    "created_at",
    "updated_at",
    "reserved_until",
    "method",
    "state",
    "cancelled_by",
    "line_id",
    "product_id",
    "batch_id",
    "change_id",
    "changed_at",
    "server_time",
    "next_cursor",
    "code",
    "type",
    "expires_at",
    "issued_at",
    "scopes",
    "token_type",
    "field",
    "current_status",
    "import_id",
    "expires_on",
    "manufacturer",
    "product_ids",
    "external_id",
];

/// An exchange under way.
pub(super) struct Exchange {
    method: &'static str,
    route: &'static str,
    path: String,
    query: String,
    request_id: String,
    /// None when nobody wants to read it.
    request: Option<String>,
    began: Duration,
}

impl Exchange {
    pub(super) fn begin(
        route: Route,
        path: &str,
        query: &[(&'static str, String)],
        payload: &Payload,
        request_id: &str,
        clock: &dyn Clock,
    ) -> Self {
        let wanted = tracing::enabled!(tracing::Level::DEBUG);
        let request = wanted.then(|| match payload {
            Payload::Empty => String::new(),
            Payload::Whole(body) => shown(body),
            Payload::Stream(_) => "…".to_owned(),
        });
        let query: Vec<String> = query.iter().map(|(name, value)| format!("{name}={value}")).collect();
        Self {
            method: route.method(),
            route: route.code(),
            path: path.to_owned(),
            query: query.join("&"),
            request_id: request_id.to_owned(),
            request,
            began: clock.uptime(),
        }
    }

    pub(super) fn end(self, answer: &Result<WireResponse, SiteError>, token: &Secret, clock: &dyn Clock) {
        let ms = u64::try_from(clock.uptime().saturating_sub(self.began).as_millis()).unwrap_or(u64::MAX);
        let Self { method, route, path, query, request_id, request, .. } = self;
        let keep = |body: &[u8]| if request.is_some() { without(shown(body), token) } else { String::new() };
        let request_text = without(request.clone().unwrap_or_default(), token);
        let query = without(query, token);
        match answer {
            Ok(answer) if (200..300).contains(&answer.status) => {
                let (status, response) = (answer.status, keep(&answer.body));
                let request = request_text;
                tracing::debug!(method, path, status, ms, request, response, query, request_id, route, "exchange");
            }
            Ok(answer) => {
                let (status, response) = (answer.status, keep(&answer.body));
                let request = request_text;
                tracing::warn!(
                    method,
                    path,
                    status,
                    ms,
                    request,
                    response,
                    query,
                    request_id,
                    route,
                    "the site refused the exchange"
                );
            }
            Err(error) => {
                let (code, request) = (error.code(), request_text);
                tracing::warn!(method, path, ms, code, %error, request, query, request_id, route, "no answer to the exchange");
            }
        }
    }
}

/// A body as it may be read by anybody who looks after the till.
fn shown(body: &[u8]) -> String {
    if body.is_empty() {
        return String::new();
    }
    if body.len() > MOST_BYTES {
        return format!("[{} B]", body.len());
    }
    let Ok(mut value) = serde_json::from_slice::<Value>(super::client::strip_bom(body)) else {
        // A page of a proxy, a broken answer: it may repeat anything that was sent.
        return format!("[{} B, not JSON]", body.len());
    };
    hide(&mut value, "");
    cut(&serde_json::to_string_pretty(&value).unwrap_or_default(), MOST_CHARS)
}

fn hide(value: &mut Value, key: &str) {
    match value {
        Value::Object(fields) => hide_fields(fields),
        Value::Array(items) => items.iter_mut().for_each(|item| hide(item, key)),
        Value::String(text) if HARMLESS.contains(&key) => *text = cut(&mask::safe_text(text), MOST_TEXT),
        Value::String(text) if text.is_empty() => {}
        Value::String(text) => *text = dots(text),
        // A phone may come as a number.
        Value::Number(number) if number.to_string().len() >= 10 && !HARMLESS.contains(&key) => {
            *value = Value::String(dots(&number.to_string()));
        }
        Value::Number(_) | Value::Bool(_) | Value::Null => {}
    }
}

fn hide_fields(fields: &mut Map<String, Value>) {
    // The name of goods or of a pharmacy is no person's.
    let of_goods = fields.contains_key("product_id");
    let of_pharmacy = fields.contains_key("pharmacy_id") && !fields.contains_key("customer");
    for (key, value) in fields.iter_mut() {
        let plain = match key.as_str() {
            "name" | "series" => of_goods,
            "title" => of_pharmacy,
            "customer" => {
                hide_whole(value);
                continue;
            }
            _ => false,
        };
        match value {
            Value::String(text) if plain => *text = cut(&mask::safe_text(text), MOST_TEXT),
            other => hide(other, key),
        }
    }
}

/// Everything below is of a person.
fn hide_whole(value: &mut Value) {
    match value {
        Value::Object(fields) => fields.values_mut().for_each(hide_whole),
        Value::Array(items) => items.iter_mut().for_each(hide_whole),
        Value::String(text) => *text = dots(text),
        Value::Number(_) => *value = Value::String(dots("")),
        Value::Bool(_) | Value::Null => {}
    }
}

fn dots(text: &str) -> String {
    format!("••• ({})", text.chars().count())
}

fn cut(text: &str, most: usize) -> String {
    let left = text.chars().count().saturating_sub(most);
    if left == 0 { text.to_owned() } else { text.chars().take(most).chain(format!("… (+{left})").chars()).collect() }
}

/// Should a service repeat the token in a place that is shown, it is hidden there as well.
fn without(text: String, token: &Secret) -> String {
    if token.is_empty() { text } else { text.replace(token.expose(), "•••") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_states_are_shown_people_keys_and_the_unknown_are_not() {
        let body = r#"{"elements":[{"order_id":"A-17","status":"new","pharmacy_id":"1","comment":"позвоните 89161234567",
            "customer":{"name":"Анна Сидорова","phone":"+79161234567","extra":[79161234567]},"phone":79161234567,
            "items":[{"product_id":"77","name":"Нурофен","price":12345,"quantity":2}],"invented":"тайна"}],
            "access_token":"secret-token","server_time":"2026-11-25T10:00:00Z","has_more":false}"#;
        let text = shown(body.as_bytes());
        for seen in ["A-17", "\"new\"", "77", "Нурофен", "12345", "2026-11-25T10:00:00Z", "••• (12)", "••• (21)"]
        {
            assert!(text.contains(seen), "{seen} in {text}");
        }
        for hidden in ["Анна", "Сидорова", "9161234567", "тайна", "secret-token", "позвоните"]
        {
            assert!(!text.contains(hidden), "{hidden} in {text}");
        }
    }

    #[test]
    fn what_is_no_json_or_too_long_is_told_of_by_its_length() {
        assert_eq!(shown(b"<html>Bearer secret-token"), "[25 B, not JSON]");
        assert_eq!(shown(&vec![b' '; MOST_BYTES + 1]), format!("[{} B]", MOST_BYTES + 1));
        let long = format!("{{\"order_id\":\"{}\"}}", "я".repeat(300));
        assert!(shown(long.as_bytes()).contains("… (+100)"));
        let token = Secret::new("secret-token");
        assert_eq!(
            without(shown(br#"{"code":"bad secret-token here"}"#), &token),
            "{\n  \"code\": \"bad ••• here\"\n}"
        );
    }
}
