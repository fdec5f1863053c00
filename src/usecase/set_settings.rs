//! Many settings at once: all of them are stored, or none.

use super::settings::{self, Kind, SetSetting};
use super::{Action, Cx, Query, ReadCx, UseError, support};
use crate::domain::access::Right;
use crate::store::Sql;

/// Stores these keys with these values, as typed. Secrets are not taken here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetSettings(pub Vec<(String, String)>);

/// A setting that is another than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingChange {
    /// Which.
    pub key: &'static str,
    /// Its value before.
    pub was: String,
    /// As stored now.
    pub now: String,
}

impl Action for SetSettings {
    /// What changed, in the order given.
    type Value = Vec<SettingChange>;
    const NAME: &'static str = "set_settings";

    fn run(self, cx: &mut Cx<'_>) -> Result<Vec<SettingChange>, UseError> {
        // Also without a change: keys that lie elsewhere are stored after this answer.
        support::must_may(cx, Right::Settings)?;
        let changes = changes(cx.sql, &self.0)?;
        for change in &changes {
            SetSetting { key: change.key.to_owned(), value: change.now.clone() }.run(cx)?;
        }
        Ok(changes)
    }
}

/// What [`SetSettings`] would change; refuses what it would refuse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedSettings(pub Vec<(String, String)>);

impl Query for PlannedSettings {
    type Rows = Vec<SettingChange>;

    fn run(self, cx: &ReadCx<'_>) -> Result<Vec<SettingChange>, UseError> {
        changes(cx.sql, &self.0)
    }
}

/// All settings that many pharmacies may share, with their values: nothing secret, nothing of one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SharedSettings;

impl Query for SharedSettings {
    type Rows = Vec<(&'static str, String)>;

    fn run(self, cx: &ReadCx<'_>) -> Result<Vec<(&'static str, String)>, UseError> {
        let shared = settings::ALL.iter().filter(|spec| spec.kind != Kind::Secret && !spec.is_of_one_place());
        shared.map(|spec| Ok((spec.key, settings::get(cx.sql, spec.key)?))).collect()
    }
}

fn changes(sql: &Sql<'_>, values: &[(String, String)]) -> Result<Vec<SettingChange>, UseError> {
    let mut changes = Vec::new();
    for (key, value) in values {
        let spec = settings::find_stored(key)?;
        let (was, now) = (settings::get(sql, spec.key)?, settings::check(spec, value)?);
        if was != now {
            changes.push(SettingChange { key: spec.key, was, now });
        }
    }
    Ok(changes)
}
