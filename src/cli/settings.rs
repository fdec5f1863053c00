//! `expero settings get|set`.

use std::io::Read;
use std::path::Path;

use super::args::{SettingsAction, SettingsArgs};
use super::context::Context;
use super::out::{self, Failure};
use super::tokens::TOKEN;
use crate::text;
use crate::usecase::deliver::RetryNow;
use crate::usecase::read::settings::GetSetting;
use crate::usecase::settings::{self, Kind, SetSetting, Spec};
use crate::usecase::task::{Contact, NoteContact, TokenIs};

/// Shown instead of a secret.
const HIDDEN: &str = "••••••••";

pub(super) fn run(data: Option<&Path>, options: SettingsArgs) -> Result<(), Failure> {
    let cx = Context::open(data, "cli")?;
    match options.action {
        SettingsAction::Get { key: Some(key) } => {
            let spec = find(&cx, &key)?;
            out::answer(&value(&cx, spec)?);
        }
        SettingsAction::Get { key: None } => {
            for spec in settings::ALL {
                out::answer(&format!("{} = {}", spec.key, value(&cx, *spec)?));
            }
        }
        SettingsAction::Set { key, value } => {
            let spec = find(&cx, &key)?;
            let value = value.map_or_else(|| from_stdin(&cx), Ok)?;
            set(&cx, spec, &value)?;
            out::message(&text::tr_args(cx.lang, "cli-setting-stored", &[("key", spec.key.into())]));
        }
    }
    Ok(())
}

fn find(cx: &Context, key: &str) -> Result<Spec, Failure> {
    settings::find(key)
        .map_err(|_| Failure::wrong(text::tr_args(cx.lang, "cli-unknown-setting", &[("key", key.into())])))
}

fn value(cx: &Context, spec: Spec) -> Result<String, Failure> {
    if spec.kind != Kind::Secret {
        return cx.ask(GetSetting { key: spec.key.to_owned() });
    }
    let secret = cx.folder.read_secret(TOKEN).map_err(|e| out::store_failure(cx.lang, &e))?;
    Ok(secret.map_or_else(String::new, |_| HIDDEN.to_owned()))
}

fn set(cx: &Context, spec: Spec, value: &str) -> Result<(), Failure> {
    if spec.kind != Kind::Secret {
        cx.act(SetSetting { key: spec.key.to_owned(), value: value.to_owned() })?;
        return Ok(());
    }
    let value = settings::check(spec, value).map_err(|e| out::failure(cx.lang, cx.zone(), &e.into()))?;
    cx.folder.write_secret(TOKEN, &value).map_err(|e| out::store_failure(cx.lang, &e))?;
    let state = if value.is_empty() { TokenIs::Missing } else { TokenIs::Set };
    cx.act(NoteContact(Contact::Token(state)))?;
    // What waited because of the old token may go at once.
    cx.act(RetryNow)
}

fn from_stdin(cx: &Context) -> Result<String, Failure> {
    let mut text = String::new();
    std::io::stdin()
        .take(64 * 1024)
        .read_to_string(&mut text)
        .map_err(|_| Failure::said(cx.lang, "cli-no-stdin", &[]))?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}
