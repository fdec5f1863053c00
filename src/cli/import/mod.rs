//! Tables of goods: `expero import goods FILE`, the same from the window, and the folder that is watched for them.

pub(super) mod stage;
pub(super) mod watch;
pub(super) mod window;
pub(super) mod words;

use std::path::Path;

use self::stage::Ask;
use super::args::ImportAction;
use super::context::Context;
use super::out::{self, Failure};
use super::place::Needs;
use crate::domain::goods_import::{ColumnMap, Extent, TablePreview, Word};
use crate::text::{Lang, goods_table, tr_args};
use crate::ui::services::Progress;
use crate::usecase::settings::SetSetting;
use crate::usecase::take_table::{DropTable, TakeTable};

pub(super) fn run(data: Option<&Path>, action: ImportAction) -> Result<(), Failure> {
    let ImportAction::Goods { file, map, full, dry_run, yes } = action;
    let cx = Context::open(data, "cli", Needs::Folder)?;
    let map = match map {
        Some(text) => Some(read_map(cx.lang, &text)?),
        None => None,
    };
    let extent = if full { Extent::Full } else { Extent::Named };
    let ask = Ask { file, map, extent };
    let preview = match stage::stage(&cx.desk, &ask, &Progress::default()) {
        Ok(preview) => preview,
        Err(fault) => {
            return refused(&cx, &[words::stage_fault(cx.lang, &cx.desk, &ask.file.display().to_string(), &fault)]);
        }
    };
    let Some((import, plan)) = preview.waiting else { return refused(&cx, &goods_table::faults(cx.lang, &preview)) };
    if dry_run {
        cx.act(DropTable(import))?;
    } else {
        let word = if yes { Word::Given } else { Word::NotGiven };
        if let Err(failure) = cx.act(TakeTable { import, word }) {
            cx.act(DropTable(import))?;
            stage::finish(&cx.desk);
            return Err(failure);
        }
        remember(&cx, ask.map.as_ref())?;
    }
    stage::finish(&cx.desk);
    let key = if dry_run { "import-would" } else { "import-done" };
    out::message(&counted(cx.lang, key, &preview));
    for line in goods_table::plan(cx.lang, &plan) {
        out::message(&line);
    }
    Ok(())
}

fn counted(lang: Lang, key: &str, preview: &TablePreview) -> String {
    let (goods, batches) = preview.counts;
    tr_args(lang, key, &[("goods", goods.into()), ("batches", batches.into())])
}

fn refused(cx: &Context, lines: &[String]) -> Result<(), Failure> {
    for line in lines {
        out::message(line);
    }
    Err(Failure::said(cx.lang, "import-nothing", &[]))
}

/// Pairs, or the name of a file with pairs, a line each.
fn read_map(lang: Lang, text: &str) -> Result<ColumnMap, Failure> {
    let text = if text.contains('=') {
        text.to_owned()
    } else {
        std::fs::read_to_string(text).map_err(|error| {
            Failure::said(lang, "import-unreadable", &[("path", text.into()), ("why", error.to_string().into())])
        })?
    };
    ColumnMap::parse(&text).ok_or_else(|| Failure::said(lang, "import-bad-map", &[]))
}

/// The next table of the same program needs no map.
fn remember(cx: &Context, map: Option<&ColumnMap>) -> Result<(), Failure> {
    if let Some(map) = map {
        cx.act(SetSetting { key: "import.map".to_owned(), value: map.text() })?;
    }
    Ok(())
}
