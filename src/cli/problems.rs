//! `expero problems`: orders of the site that could not be read, as a list; and putting one aside.

use std::path::Path;

use serde_json::{Value, json};

use super::args::{ProblemsAction, ProblemsArgs};
use super::context::Context;
use super::out::{self, Failure};
use super::place::Needs;
use crate::domain::ids::ProblemId;
use crate::domain::mask;
use crate::text::{self, habits, words};
use crate::usecase::dismiss_problem::DismissProblem;
use crate::usecase::read::problems::{ProblemRow, Problems};

/// At most so many are listed; nobody reads more.
const LIMIT: u32 = 1_000;

pub(super) fn run(data: Option<&Path>, options: &ProblemsArgs) -> Result<(), Failure> {
    let cx = Context::open(data, "cli", Needs::Data)?;
    match options.action {
        None => list(&cx, options),
        Some(ProblemsAction::Dismiss { id }) => {
            cx.act(DismissProblem { problem: ProblemId(id) })?;
            out::message(&text::tr_args(cx.lang, "cli-problem-dismissed", &[("id", id.into())]));
            Ok(())
        }
    }
}

fn list(cx: &Context, options: &ProblemsArgs) -> Result<(), Failure> {
    let rows = cx.ask(Problems { limit: LIMIT })?;
    if options.json {
        let list: Vec<Value> = rows.iter().map(|row| as_json(cx, row)).collect();
        out::answer(&Value::Array(list).to_string());
        return Ok(());
    }
    if rows.is_empty() {
        out::message(&text::tr(cx.lang, "cli-problems-none"));
    }
    for row in &rows {
        let at = habits::date_time(row.at, cx.zone());
        let why = words::unreadable(cx.lang, &row.reason);
        out::answer(&format!("{:>5}  {at}  {:<16} {why}", row.id.0, mask::safe_text(row.shown())));
    }
    Ok(())
}

/// The reason as data and in words; personal data of the element masked as everywhere.
fn as_json(cx: &Context, row: &ProblemRow) -> Value {
    json!({
        "id": row.id.0,
        "at": row.at.to_rfc3339(),
        "order_id": row.order_ref,
        "number": row.number,
        "code": row.reason.fault.code(),
        "path": row.reason.path,
        "detail": row.reason.detail,
        "reason": words::unreadable(cx.lang, &row.reason),
        "raw": row.raw,
    })
}
