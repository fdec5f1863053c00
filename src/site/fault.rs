//! Why an order could not be read, as data: the parser's English taken apart into a code and a place.
//!
//! Owns: which sentence of the parser means which fault, which field counts in what unit. Runs only for an
//! element that failed already, so it may be slow. No value of the element gets into the answer.

use super::dto::OrderDto;
use super::map::explain;
use super::read::{DECIMAL, EMPTY_ID, LONG_ID, TOO_LARGE};
use crate::domain::unreadable::{ReadFault, Unreadable};

/// What stops `json` from being an order.
pub(super) fn of_order(json: &str) -> Unreadable {
    let mut de = serde_json::Deserializer::from_str(json);
    match serde_path_to_error::deserialize::<_, OrderDto>(&mut de) {
        Ok(_) => Unreadable::whole(ReadFault::Other),
        Err(e) => {
            let path = e.path().to_string();
            classify(if path == "." { "" } else { &path }, e.inner())
        }
    }
}

fn classify(path: &str, error: &serde_json::Error) -> Unreadable {
    let said = error.to_string();
    if let Some(field) = quoted(&said, "missing field `") {
        return Unreadable::at(join(path, field), ReadFault::Missing);
    }
    if let Some(field) = quoted(&said, "duplicate field `") {
        return Unreadable::at(join(path, field), ReadFault::Twice);
    }
    let fault = if said.starts_with(EMPTY_ID) {
        ReadFault::EmptyId
    } else if said.starts_with(LONG_ID) {
        ReadFault::LongId
    } else if said.starts_with(TOO_LARGE) {
        ReadFault::TooLarge
    } else if said.starts_with(DECIMAL) {
        whole(path)
    } else if said.starts_with("invalid type") {
        wanted(path, &said)
    } else {
        ReadFault::Other
    };
    let plain = Unreadable::at(path, fault);
    // The masked words of the parser, for faults that have no words of ours.
    if fault == ReadFault::Other { plain.with(explain(error)) } else { plain }
}

/// What the parser expected. Its sentence quotes what it found, so only the end of it counts.
fn wanted(path: &str, said: &str) -> ReadFault {
    let Some((_, expected)) = said.rsplit_once(", expected ") else {
        return ReadFault::Other;
    };
    let is = |what: &str| expected.starts_with(what);
    if is("a whole number") {
        whole(path)
    } else if is("text or a whole number") || is("a string") {
        ReadFault::WantsText
    } else if is("a boolean") {
        ReadFault::WantsFlag
    } else if is("a sequence") {
        ReadFault::WantsList
    } else if is("struct") || is("a map") {
        ReadFault::WantsObject
    } else {
        ReadFault::Other
    }
}

/// A whole number of what.
fn whole(path: &str) -> ReadFault {
    match path.rsplit('.').next().unwrap_or_default() {
        "price" | "sum" | "total" => ReadFault::WantsKopecks,
        "quantity" => ReadFault::WantsPacks,
        _ => ReadFault::WantsWhole,
    }
}

fn quoted<'a>(said: &'a str, before: &str) -> Option<&'a str> {
    said.strip_prefix(before)?.split_once('`').map(|(field, _)| field)
}

fn join(path: &str, field: &str) -> String {
    if path.is_empty() { field.to_owned() } else { format!("{path}.{field}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_names_its_field_and_what_was_expected_there() {
        let order = |items: &str| {
            format!(
                r#"{{"order_id":"1","status":"new","revision":1,"created_at":"2026-07-05T12:00:00","items":{items}}}"#
            )
        };
        for (json, path, fault) in [
            (order(r#"[{"product_id":7,"quantity":2,"price":1.5}]"#), "items[0].price", ReadFault::WantsKopecks),
            (order(r#"[{"product_id":7,"quantity":"2","price":1}]"#), "items[0].quantity", ReadFault::WantsPacks),
            (order(r#"[{"product_id":7,"quantity":2}]"#), "items[0].price", ReadFault::Missing),
            (order(r#"[{"product_id":[],"quantity":2,"price":1}]"#), "items[0].product_id", ReadFault::WantsText),
            (order(r#"[{"product_id":"","quantity":2,"price":1}]"#), "items[0].product_id", ReadFault::EmptyId),
            (order("7"), "items", ReadFault::WantsList),
            (order("[5]"), "items[0]", ReadFault::WantsObject),
            (
                order(r#"[{"product_id":7,"quantity":2,"price":99999999999999999999}]"#),
                "items[0].price",
                ReadFault::WantsKopecks,
            ),
            (r#"{"order_id":1,"order_id":1}"#.to_owned(), "order_id", ReadFault::Twice),
            (r#"{"status":"new"}"#.to_owned(), "order_id", ReadFault::Missing),
            ("[1,2]".to_owned(), "", ReadFault::Other),
            (r#""Анна, expected struct""#.to_owned(), "", ReadFault::WantsObject),
        ] {
            let got = of_order(&json);
            assert_eq!((got.path.as_str(), got.fault), (path, fault), "{json}: {got}");
            assert!(!got.detail.contains("Анна"), "{got}");
        }
    }
}
