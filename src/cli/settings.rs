//! `expero settings get|set`; whole files of them are in `settings_file`.

use std::io::Read;
use std::path::Path;

use super::args::{SettingsAction, SettingsArgs};
use super::context::Context;
use super::out::{self, Failure};
use super::place::{Needs, Place};
use super::settings_file;
use super::tokens;
use crate::text::{self, Lang};
use crate::usecase::deliver::RetryNow;
use crate::usecase::read::settings::GetSetting;
use crate::usecase::settings::{self, Kind, SetSetting, Spec};
use crate::usecase::task::{Contact, NoteContact, TokenIs};

/// Shown instead of a secret.
const HIDDEN: &str = "••••••••";

pub(super) fn run(data: Option<&Path>, options: SettingsArgs) -> Result<(), Failure> {
    match options.action {
        SettingsAction::Get { key } => get(data, key.as_deref()),
        SettingsAction::Set { key, value } => set(data, &key, value),
        SettingsAction::Export { file } => settings_file::export(&Context::open(data, "cli", Needs::Data)?, &file),
        SettingsAction::Import { file, dry_run } => {
            let needs = if dry_run { Needs::Data } else { Needs::Folder };
            settings_file::import(&Context::open(data, "cli", needs)?, &file, dry_run)
        }
    }
}

fn get(data: Option<&Path>, key: Option<&str>) -> Result<(), Failure> {
    let cx = Context::open(data, "cli", Needs::Data)?;
    if let Some(key) = key {
        let spec = find(cx.lang, key)?;
        out::answer(&value(&cx, spec)?);
        return Ok(());
    }
    for spec in settings::ALL {
        out::answer(&format!("{} = {}", spec.key, value(&cx, *spec)?));
    }
    Ok(())
}

/// The call is checked before it may begin new data: a wrong one leaves nothing behind.
fn set(data: Option<&Path>, key: &str, value: Option<String>) -> Result<(), Failure> {
    let lang = Lang::Ru;
    let there = Place::of(lang, data)?.holds_data();
    let cx = there.then(|| Context::open(data, "cli", Needs::Data)).transpose()?;
    let lang = cx.as_ref().map_or(lang, |cx| cx.lang);
    let spec = find(lang, key)?;
    let value = value.map_or_else(|| from_stdin(lang), Ok)?;
    let value = settings::check(spec, &value).map_err(|refusal| out::refused(lang, &refusal))?;
    let cx = cx.map_or_else(|| Context::open(data, "cli", Needs::Folder), Ok)?;
    store(&cx, spec, value)?;
    if cx.begun {
        let args = [("path", cx.folder.path().display().to_string().into())];
        out::message(&text::tr_args(cx.lang, "cli-data-begun", &args));
    }
    out::message(&text::tr_args(cx.lang, "cli-setting-stored", &[("key", spec.key.into())]));
    Ok(())
}

fn find(lang: Lang, key: &str) -> Result<Spec, Failure> {
    settings::find(key).map_err(|_| {
        let known: Vec<&str> = settings::ALL.iter().map(|spec| spec.key).collect();
        let args = [("key", key.into()), ("known", known.join(", ").into())];
        Failure::wrong(text::tr_args(lang, "cli-unknown-setting", &args))
    })
}

fn value(cx: &Context, spec: Spec) -> Result<String, Failure> {
    if spec.kind != Kind::Secret {
        return cx.ask(GetSetting { key: spec.key.to_owned() });
    }
    let secret = cx.folder.read_secret(&tokens::file_of(spec.key)).map_err(|e| out::store_failure(cx.lang, &e))?;
    Ok(secret.map_or_else(String::new, |_| HIDDEN.to_owned()))
}

/// Stores a value that passed its check.
fn store(cx: &Context, spec: Spec, value: String) -> Result<(), Failure> {
    if spec.kind != Kind::Secret {
        cx.act(SetSetting { key: spec.key.to_owned(), value })?;
        return Ok(());
    }
    cx.folder.write_secret(&tokens::file_of(spec.key), &value).map_err(|e| out::store_failure(cx.lang, &e))?;
    if spec.key != "site.token" {
        return cx.act(RetryNow);
    }
    let state = if value.is_empty() { TokenIs::Missing } else { TokenIs::Set };
    cx.act(NoteContact(Contact::Token(state)))?;
    // What waited because of the old token may go at once.
    cx.act(RetryNow)
}

fn from_stdin(lang: Lang) -> Result<String, Failure> {
    let mut text = String::new();
    std::io::stdin().take(64 * 1024).read_to_string(&mut text).map_err(|_| Failure::said(lang, "cli-no-stdin", &[]))?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}
