//! What a service says about a failure, read tolerantly.
//!
//! Owns: reading of `application/problem+json` (RFC 9457) with `code`, `errors[]`, `request_id`, `current`,
//! and of everything that services send instead: `errors[]`, `error{message}`, `message`, plain text, HTML.
//! Must not decide anything: the HTTP status decides ([`super::error`]). The service's words may repeat
//! personal data, so `Debug` shows codes and pointers only.

use std::fmt;

use serde_json::Value;

/// Longest piece of a text or HTML answer that is kept, in characters.
pub const MAX_EXCERPT: usize = 500;

/// A failure in the service's own words.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Problem {
    /// Stable code, when there is one.
    pub code: Option<String>,
    /// The best sentence found; may be empty.
    pub text: String,
    /// Fields that are wrong.
    pub fields: Vec<FieldProblem>,
    /// The service's name of the request.
    pub request_id: Option<String>,
    /// The order as the service has it, raw JSON.
    pub current: Option<String>,
    /// The body was a JSON object: an answer of the service itself, not of something in between.
    pub is_json: bool,
}

/// One wrong field.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct FieldProblem {
    /// JSON pointer into the request.
    pub pointer: Option<String>,
    /// Stable code.
    pub code: Option<String>,
    /// In words.
    pub message: String,
}

impl fmt::Debug for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Problem(code {:?}, request {:?}, fields {:?})", self.code, self.request_id, self.fields)
    }
}

impl fmt::Debug for FieldProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.pointer.as_deref().unwrap_or("?"), self.code.as_deref().unwrap_or("?"))
    }
}

/// Reads a failure's body. Never fails: in the worst case there is nothing but an excerpt.
#[must_use]
pub fn read(body: &[u8]) -> Problem {
    match serde_json::from_slice::<Value>(body) {
        Ok(Value::Object(map)) => from_object(&Value::Object(map)),
        Ok(Value::String(text)) => Problem { text: cut(&text), ..Problem::default() },
        Ok(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_)) | Err(_) => {
            Problem { text: plain(&String::from_utf8_lossy(body)), ..Problem::default() }
        }
    }
}

fn from_object(v: &Value) -> Problem {
    let error = v.get("error");
    let fields: Vec<FieldProblem> =
        v.get("errors").and_then(Value::as_array).map(|a| a.iter().take(100).map(field).collect()).unwrap_or_default();
    let sentence = first_text(&[
        v.get("detail"),
        v.get("message"),
        error.and_then(|e| e.get("message")),
        error,
        v.get("error_description"),
        v.get("title"),
    ]);
    let text = sentence.or_else(|| fields.first().map(|f| f.message.clone())).unwrap_or_default();
    Problem {
        code: word(v.get("code")).or_else(|| word(error.and_then(|e| e.get("code")))),
        text: cut(&text),
        fields,
        request_id: word(v.get("request_id")),
        current: v.get("current").filter(|c| c.is_object()).map(Value::to_string),
        is_json: true,
    }
}

fn field(v: &Value) -> FieldProblem {
    FieldProblem {
        pointer: word(v.get("pointer")).or_else(|| word(v.get("field"))),
        code: word(v.get("code")),
        message: cut(&first_text(&[v.get("message"), v.get("detail"), Some(v)]).unwrap_or_default()),
    }
}

fn first_text(candidates: &[Option<&Value>]) -> Option<String> {
    candidates.iter().flatten().find_map(|v| v.as_str()).map(str::to_owned)
}

fn word(v: Option<&Value>) -> Option<String> {
    match v? {
        Value::String(s) => Some(s.chars().take(64).collect()),
        Value::Number(n) => Some(n.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

fn cut(text: &str) -> String {
    text.trim().chars().take(MAX_EXCERPT).collect()
}

/// A text or HTML page as one short line without tags, scripts and styles.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut left = MAX_EXCERPT;
    let mut rest = text;
    while left > 0 && !rest.is_empty() {
        let (words, after) = rest.split_once('<').unwrap_or((rest, ""));
        for word in words.split_whitespace() {
            let room = left.saturating_sub(1);
            if room == 0 {
                break;
            }
            if !out.is_empty() {
                out.push(' ');
                left -= 1;
            }
            let piece: String = word.chars().take(left).collect();
            left -= piece.chars().count();
            out.push_str(&piece);
        }
        rest = skip_tag(after);
    }
    out
}

/// What follows the tag that `rest` starts in; the content of a script or style goes with it.
fn skip_tag(rest: &str) -> &str {
    for (name, end) in [("script", "</script"), ("style", "</style")] {
        let head: String = rest.chars().take(name.len()).collect();
        if head.eq_ignore_ascii_case(name) {
            // to_ascii_lowercase keeps byte places, so the index is good for the original.
            let at = rest.to_ascii_lowercase().find(end).unwrap_or(rest.len());
            let closing = rest.get(at..).unwrap_or("");
            return closing.split_once('>').map_or("", |(_, after)| after);
        }
    }
    rest.split_once('>').map_or("", |(_, after)| after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_habit_of_reporting_an_error_is_understood() {
        for (body, code, text) in [
            (r#"{"title":"t","detail":"d","code":"c","request_id":7}"#, Some("c"), "d"),
            (r#"{"error":{"code":12,"message":"m"}}"#, Some("12"), "m"),
            (r#"{"error":"invalid_token","error_description":"x"}"#, None, "invalid_token"),
            (r#"{"message":"m","errors":null}"#, None, "m"),
            (r#"{"errors":["one","two"]}"#, None, "one"),
            (r#"{"errors":[{"field":"/a","message":"bad"}]}"#, None, "bad"),
            (r#""only text""#, None, "only text"),
            ("Bad gateway", None, "Bad gateway"),
            ("[1]", None, "[1]"),
            ("", None, ""),
        ] {
            let p = read(body.as_bytes());
            assert_eq!((p.code.as_deref(), p.text.as_str()), (code, text), "{body}");
        }
    }

    #[test]
    fn a_page_is_cut_and_loses_its_tags() {
        let html = format!(
            "<html><style>b {{}}</style><h1>502 Bad\n Gateway</h1><script>alert(1)</script>{}",
            "я ".repeat(2000)
        );
        let p = read(html.as_bytes());
        assert!(p.text.starts_with("502 Bad Gateway я"), "{}", p.text);
        assert!(!p.text.contains("alert"));
        assert!(p.text.chars().count() <= MAX_EXCERPT);
        assert!(!read(b"<").text.contains('<'));
    }

    #[test]
    fn debug_shows_no_words_of_the_service() {
        let p = read(
            r#"{"code":"bad","detail":"Иван +79161234567","errors":[{"pointer":"/phone","message":"+79161234567"}]}"#
                .as_bytes(),
        );
        let shown = format!("{p:?}");
        assert!(
            shown.contains("bad") && shown.contains("/phone") && !shown.contains("7916") && !shown.contains("Иван")
        );
    }
}
