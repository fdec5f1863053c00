//! Answers of the sandbox: JSON, and problems as RFC 9457 says.
//!
//! Owns: their headers and fields. Must not know what they are about.

use bytes::Bytes;
use serde::Serialize;
use serde_json::{Value, json};

use crate::site::dto_import::FieldErrorDto;
use crate::site::map::explain;
use crate::site::wire::WireResponse;

/// 200 with JSON.
pub fn ok<T: Serialize>(body: &T) -> WireResponse {
    json_answer(200, "application/json", serde_json::to_vec(body).unwrap_or_default())
}

fn json_answer(status: u16, kind: &str, body: Vec<u8>) -> WireResponse {
    WireResponse { status, headers: vec![("content-type".to_owned(), kind.to_owned())], body: Bytes::from(body) }
}

fn problem(status: u16, code: &str, detail: &str, more: Value) -> WireResponse {
    let mut body = json!({
        "type": "about:blank", "title": code, "status": status, "detail": detail, "code": code,
    });
    if let (Some(map), Value::Object(more)) = (body.as_object_mut(), more) {
        map.extend(more);
    }
    json_answer(status, "application/problem+json", body.to_string().into_bytes())
}

/// A problem with a code.
#[must_use]
pub fn refuse(status: u16, code: &str, detail: &str) -> WireResponse {
    problem(status, code, detail, json!({}))
}

/// A problem that shows what the service has.
pub fn conflict<T: Serialize>(code: &str, current: &T) -> WireResponse {
    problem(409, code, "the service has something else", json!({ "current": current }))
}

/// A problem with wrong fields.
#[must_use]
pub fn invalid(status: u16, code: &str, errors: &[FieldErrorDto]) -> WireResponse {
    problem(status, code, "the request is wrong", json!({ "errors": errors }))
}

/// One wrong field.
#[must_use]
pub fn field(pointer: &str, code: &str) -> FieldErrorDto {
    FieldErrorDto {
        pointer: Some(pointer.to_owned()),
        code: Some(code.to_owned()),
        message: Some(code.replace('_', " ")),
    }
}

/// A body that is no JSON of the right shape.
#[must_use]
pub fn unreadable(e: &serde_json::Error) -> WireResponse {
    let status = if e.is_data() { 422 } else { 400 };
    refuse(status, "unreadable_body", &explain(e))
}

/// “Come back in so many seconds.”
#[must_use]
pub fn wait(status: u16, code: &str, seconds: i64) -> WireResponse {
    let mut answer = refuse(status, code, "too many requests");
    answer.headers.push(("retry-after".to_owned(), seconds.max(1).to_string()));
    answer
}
