//! `expero users`: who works here; the way back in when an administrator's password is forgotten.

use std::io::Read;
use std::path::Path;

use serde_json::{Value, json};

use super::args::{RoleWord, UsersAction, UsersArgs};
use super::context::Context;
use super::out::{self, Failure};
use super::place::Needs;
use crate::domain::access::{self, LONGEST_SECRET, Role};
use crate::domain::mask;
use crate::text::{self, words};
use crate::usecase::read::users::{UserRow, Users};
use crate::usecase::users::SaveUser;
use crate::vault;

pub(super) fn run(data: Option<&Path>, options: UsersArgs) -> Result<(), Failure> {
    let needs = if options.action.is_some() { Needs::Folder } else { Needs::Data };
    let cx = Context::open(data, "cli", needs)?;
    let users = cx.ask(Users)?;
    match options.action {
        None => {
            if options.json {
                let list: Vec<Value> = users.iter().map(as_json).collect();
                out::answer(&Value::Array(list).to_string());
                return Ok(());
            }
            for user in &users {
                let role = text::tr(cx.lang, &format!("role-{}", user.role.code()));
                let secret = if user.has_secret { "users-secret-set" } else { "users-secret-none" };
                out::answer(&format!("{}\t{role}\t{}", mask::safe_text(&user.name), text::tr(cx.lang, secret)));
            }
            Ok(())
        }
        Some(UsersAction::Add { name, role }) => {
            let role = if role == RoleWord::Admin { Role::Admin } else { Role::Pharmacist };
            save(&cx, None, &name, role)
        }
        Some(UsersAction::Password { name }) => {
            let known = users.iter().find(|user| user.name == name);
            let user = known.ok_or_else(|| Failure::said(cx.lang, "cli-no-user", &[("name", name.into())]))?;
            save(&cx, Some(user), &user.name, user.role)
        }
    }
}

fn as_json(user: &UserRow) -> Value {
    json!({
        "name": user.name,
        "role": user.role.code(),
        "active": user.is_active,
        "has_secret": user.has_secret,
    })
}

fn save(cx: &Context, user: Option<&UserRow>, name: &str, role: Role) -> Result<(), Failure> {
    let secret = typed(cx)?;
    if !secret.is_empty() {
        let refused = |refusal| Failure::refused(words::refusal(cx.lang, &refusal, cx.zone()));
        access::check_secret(role, &secret).map_err(|refusal| refused(refusal.into()))?;
    }
    let hash = if secret.is_empty() { Some(String::new()) } else { vault::hash(&secret) };
    let secret = hash.ok_or_else(|| Failure::said(cx.lang, "cli-no-salt", &[]))?;
    cx.act(SaveUser { id: user.map(|user| user.id), name: name.to_owned(), role, is_active: true, secret })?;
    out::message(&text::tr(cx.lang, "users-saved"));
    Ok(())
}

/// The secret comes by standard input alone: arguments are seen by everybody on the machine.
fn typed(cx: &Context) -> Result<String, Failure> {
    let most = u64::try_from(LONGEST_SECRET * 4 + 2).unwrap_or(u64::MAX);
    let mut text = String::new();
    let read = std::io::stdin().lock().take(most).read_to_string(&mut text);
    read.map_err(|_| Failure::said(cx.lang, "cli-no-stdin", &[]))?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}
