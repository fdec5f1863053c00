//! Why the site shows so many packs, as lines that a person reads like a sum.

use chrono::{DateTime, FixedOffset, Utc};

use super::habits;
use super::{Lang, tr, tr_args};
use crate::domain::offer::QuantityWhy;
use crate::domain::packs::Packs;

/// The sum, a line each: on hand, what goes off it, what is sent; then what the site knows and when it hears again.
#[must_use]
pub fn lines(lang: Lang, why: &QuantityWhy, now: DateTime<Utc>, zone: FixedOffset) -> Vec<String> {
    let part = |key: &str, packs: Packs| tr_args(lang, key, &[("n", packs.0.into())]);
    let at = |at: DateTime<Utc>| habits::short_date_time(at, now, zone);
    let mut lines = vec![format!("{} [{}]", why.name, why.code), part("why-on-hand", why.sum(|b| b.on_hand))];
    let taken = [
        ("why-reserved", why.sum(|b| b.reserved)),
        ("why-to-shelf", why.sum(|b| b.to_shelf)),
        ("why-short-dated", why.sum(|b| b.short_dated)),
        ("why-kept-back", why.kept_back),
    ];
    lines.extend(taken.into_iter().filter(|(_, packs)| packs.any()).map(|(key, packs)| part(key, packs)));
    if let Some(since) = why.stopped_since {
        lines.push(tr_args(lang, "why-stopped", &[("at", at(since).into())]));
    }
    lines.push(part("why-offered", why.sum(|b| b.offered)));
    match why.sent_at {
        None => lines.push(tr(lang, "why-never-sent")),
        Some(sent) => {
            let told = [("at", at(sent).into()), ("n", why.sum(|b| b.told).0.into())];
            lines.push(tr_args(lang, "why-told", &told));
        }
    }
    if !why.refused.is_empty() {
        lines.push(tr_args(lang, "why-refused", &[("reason", why.refused.as_str().into())]));
    }
    lines.push(match why.next_at {
        None => tr(lang, "why-next-by-hand"),
        Some(next) if next <= now => tr(lang, "why-next-now"),
        Some(next) => tr_args(lang, "why-next", &[("at", at(next).into())]),
    });
    lines
}
