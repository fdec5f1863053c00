//! What one line of `tracing` says: its fields in their places, its words in the user's language.

use std::fmt::{Debug, Write};

use tracing::field::{Field, Visit};

use crate::domain::log::{Http, Module};
use crate::text::{self, Arg, Lang};

/// The fields of a line or a span.
#[derive(Clone, Default)]
pub(super) struct Fields {
    message: String,
    pub(super) till: Option<String>,
    pub(super) operation: Option<String>,
    pub(super) order: Option<i64>,
    method: Option<String>,
    path: Option<String>,
    status: Option<u16>,
    millis: Option<u32>,
    pub(super) request: String,
    pub(super) response: String,
    rest: Vec<(&'static str, String)>,
}

impl Fields {
    fn take(&mut self, field: &Field, value: String) {
        match field.name() {
            "message" => self.message = value,
            "till" => self.till = Some(value),
            "operation" | "action" => self.operation = Some(value),
            "order" => self.order = value.parse().ok(),
            "method" => self.method = Some(value),
            "path" => self.path = Some(value),
            "status" => self.status = value.parse().ok(),
            "ms" => self.millis = value.parse().ok(),
            "request" => self.request = value,
            "response" => self.response = value,
            name => self.rest.push((name, value)),
        }
    }

    /// What `self` does not say itself it takes over from the span around it.
    pub(super) fn inherit(&mut self, span: &Self) {
        let fill = |own: &mut Option<String>, theirs: &Option<String>| {
            if own.is_none() {
                own.clone_from(theirs);
            }
        };
        fill(&mut self.till, &span.till);
        fill(&mut self.operation, &span.operation);
        self.order = self.order.or(span.order);
    }

    /// The exchange, when the line is about one.
    pub(super) fn http(&self) -> Option<Http> {
        let (method, path) = (self.method.clone()?, self.path.clone()?);
        Some(Http { method, path, status: self.status, millis: self.millis })
    }

    /// In the user's words, where there are some; else as it was written.
    pub(super) fn words(&self, lang: Lang) -> String {
        let key = key_of(&self.message);
        let own = text::has_key(lang, &key);
        let mut words = if own { text::tr_args(lang, &key, &self.args(lang)) } else { self.message.clone() };
        if let Some((_, code)) = self.rest.iter().find(|(name, _)| *name == "code") {
            let _ = write!(words, ": {}", if text::has_key(lang, code) { text::tr(lang, code) } else { code.clone() });
        }
        words
    }

    fn args(&self, lang: Lang) -> Vec<(&'static str, Arg<'_>)> {
        let mut args: Vec<(&'static str, Arg<'_>)> =
            self.rest.iter().map(|(name, value)| (*name, Arg::from(value))).collect();
        args.push(("status", Arg::from(self.status.map(|status| status.to_string()).unwrap_or_default())));
        args.push(("ms", Arg::from(self.millis.unwrap_or(0))));
        args.push(("method", Arg::from(self.method.as_deref().unwrap_or(""))));
        args.push(("path", Arg::from(self.path.as_deref().unwrap_or(""))));
        let operation = self.operation.as_deref().unwrap_or("");
        let key = format!("op-{}", operation.replace('_', "-"));
        args.push((
            "operation",
            Arg::from(if text::has_key(lang, &key) { text::tr(lang, &key) } else { operation.to_owned() }),
        ));
        args
    }

    /// What has no place of its own, one `name=value` a line.
    pub(super) fn rest(&self) -> String {
        let mut out = String::new();
        for (name, value) in &self.rest {
            let _ = writeln!(out, "{name}={}", value.replace('\n', "\u{23ce}"));
        }
        out
    }
}

/// The key of the words for a line that is written in English in the source.
fn key_of(message: &str) -> String {
    let mut key = String::from("log");
    let mut gap = true;
    for c in message.chars() {
        if c.is_ascii_alphanumeric() {
            if gap {
                key.push('-');
            }
            key.push(c.to_ascii_lowercase());
        }
        gap = !c.is_ascii_alphanumeric() && c != '\'';
    }
    key
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.take(field, format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.take(field, value.to_owned());
    }
}

/// The part of the program that a target belongs to.
pub(super) fn module_of(target: &str) -> Module {
    let mut parts = target.split("::");
    if parts.next() != Some("expero") {
        return Module::Libraries;
    }
    match parts.next().unwrap_or_default() {
        "site" | "sync" => Module::Exchange,
        "desk" | "usecase" => Module::Operations,
        "fiscal" => Module::Fiscal,
        "print" => Module::Print,
        "ui" => Module::Screen,
        _ => Module::Program,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_the_key_of_its_words_and_the_module_of_its_target() {
        assert_eq!(key_of("the lease could not be kept"), "log-the-lease-could-not-be-kept");
        assert_eq!(key_of("a job's end; done"), "log-a-jobs-end-done");
        assert_eq!(module_of("expero::sync::poller"), Module::Exchange);
        assert_eq!(module_of("expero::desk"), Module::Operations);
        assert_eq!(module_of("expero"), Module::Program);
        assert_eq!(module_of("hyper::client"), Module::Libraries);
        assert_eq!(module_of("expero_other"), Module::Libraries);
    }
}
