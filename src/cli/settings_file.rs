//! `expero settings export|import`: one file equips many pharmacies alike.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::context::Context;
use super::out::{self, Failure};
use super::save;
use crate::text;
use crate::usecase::set_settings::{PlannedSettings, SetSettings, SharedSettings};

/// The form of the file.
const FORM: &str = "expero_settings";
/// A longer file holds no settings.
const LONGEST: u64 = 1 << 20;

/// Writes what pharmacies may share: no secrets, no name, address, till or id of this one.
pub(super) fn export(cx: &Context, file: &Path) -> Result<(), Failure> {
    let values: Map<String, Value> =
        cx.ask(SharedSettings)?.into_iter().map(|(k, v)| (k.to_owned(), v.into())).collect();
    let n = values.len();
    let text = serde_json::to_string_pretty(&json!({ FORM: 1, "settings": values })).unwrap_or_default();
    save::write_whole(file, format!("{text}\n").as_bytes()).map_err(|e| {
        let args = [("file", file.display().to_string().into()), ("why", e.to_string().into())];
        Failure::said(cx.lang, "cli-cannot-write", &args)
    })?;
    let args = [("file", file.display().to_string().into()), ("n", n.into())];
    out::message(&text::tr_args(cx.lang, "cli-settings-exported", &args));
    Ok(())
}

/// Stores all values of the file or none; prints what became, or would become, another.
pub(super) fn import(cx: &Context, file: &Path, dry_run: bool) -> Result<(), Failure> {
    let values = read(cx, file)?;
    let changes = if dry_run { cx.ask(PlannedSettings(values))? } else { cx.act(SetSettings(values))? };
    for change in &changes {
        out::answer(&format!("{}: {} → {}", change.key, shown(&change.was), shown(&change.now)));
    }
    let said = if dry_run { "cli-settings-would-change" } else { "cli-settings-imported" };
    out::message(&text::tr_args(cx.lang, said, &[("n", changes.len().into())]));
    Ok(())
}

/// An empty value can be seen.
fn shown(value: &str) -> &str {
    if value.is_empty() { "—" } else { value }
}

fn read(cx: &Context, file: &Path) -> Result<Vec<(String, String)>, Failure> {
    let said = |why: String| {
        let args = [("file", file.display().to_string().into()), ("why", why.into())];
        Failure::said(cx.lang, "cli-settings-unreadable", &args)
    };
    let mut text = String::new();
    File::open(file)
        .and_then(|opened| opened.take(LONGEST).read_to_string(&mut text))
        .map_err(|e| said(e.to_string()))?;
    let whole: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|e| said(e.to_string()))?;
    let values = whole.get("settings").and_then(Value::as_object).filter(|_| whole.get(FORM) == Some(&json!(1)));
    let values = values.ok_or_else(|| said(format!("{FORM}: 1, settings: {{…}}")))?;
    let one = |(key, value): (&String, &Value)| match value {
        Value::String(text) => Ok((key.clone(), text.clone())),
        Value::Number(_) | Value::Bool(_) => Ok((key.clone(), value.to_string())),
        Value::Null | Value::Array(_) | Value::Object(_) => Err(said(key.clone())),
    };
    values.iter().map(one).collect()
}
