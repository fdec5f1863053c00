//! Practice mode: data that must never meet real work, and real data that must never become practice.

use super::{Action, Cx, Query, ReadCx, Topic, UseError, settings};
use crate::domain::error::Refusal;
use crate::store;
use crate::store::sync_state::key;

/// Marks data that nobody has set up for work as practice data and points it at a sandbox on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BeginPractice {
    /// Port of the sandbox; none leaves the address as it is.
    pub port: Option<u16>,
    /// The pharmacy at the sandbox.
    pub pharmacy_id: String,
    /// Name, address, user and till to show: settings with their values.
    pub titles: Vec<(&'static str, String)>,
}

impl Action for BeginPractice {
    type Value = ();
    const NAME: &'static str = "begin_practice";

    fn run(self, cx: &mut Cx<'_>) -> Result<(), UseError> {
        if store::sync_state::get(cx.sql, key::PRACTICE)? != "true" && is_at_work(cx)? {
            return Err(Refusal::NotPractice.into());
        }
        store::sync_state::set(cx.sql, key::PRACTICE, "true")?;
        let mut values = vec![
            ("site.scheme", "http".to_owned()),
            ("site.host", "127.0.0.1".to_owned()),
            ("site.pharmacy_id", self.pharmacy_id),
            ("sync.poll_seconds", "3".to_owned()),
            ("fiscal.device", "simulator".to_owned()),
            ("marking.check", "simulator".to_owned()),
            ("card.terminal", "simulator".to_owned()),
        ];
        values.extend(self.port.map(|port| ("site.port", port.to_string())));
        if self.port.is_some() {
            // A new practice service counts its pages anew.
            store::inbox::forget(cx.sql, super::receive_orders::SERVICE)?;
        }
        values.extend(self.titles);
        for (name, value) in values {
            let value = settings::check(settings::find(name)?, &value)?;
            store::settings::set(cx.sql, name, Some(&value))?;
        }
        cx.changes.add(Topic::Settings);
        Ok(())
    }
}

/// A person has begun to set a pharmacy up, or has goods or orders in it: none of that may become practice.
fn is_at_work(cx: &Cx<'_>) -> Result<bool, UseError> {
    if store::goods::count(cx.sql)? > 0
        || store::orders::count(cx.sql)? > 0
        || store::sync_state::get(cx.sql, key::TOKEN_SET)? == "true"
    {
        return Ok(true);
    }
    for spec in settings::ALL.iter().filter(|spec| !spec.is_taste()) {
        if store::settings::get(cx.sql, spec.key)?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Is this practice data?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IsPractice;

impl Query for IsPractice {
    type Rows = bool;

    fn run(self, cx: &ReadCx<'_>) -> Result<bool, UseError> {
        Ok(store::sync_state::get(cx.sql, key::PRACTICE)? == "true")
    }
}
