//! A table of goods that a person chooses in the window.

use std::path::PathBuf;

use super::stage::{self, Ask, StageFault};
use super::words;
use crate::desk::Desk;
use crate::text::Lang;
use crate::ui::services::{Progress, ServiceError, TableAsk, TableEnd};

/// Asks for the file where none is named, reads it, and lets it wait. Blocks.
pub(in crate::cli) fn read(
    desk: &Desk,
    lang: Lang,
    ask: TableAsk,
    progress: &Progress,
) -> Result<TableEnd, ServiceError> {
    let failed = |error: std::io::Error| ServiceError::File { message: error.to_string() };
    let chosen = match ask.path {
        Some(path) => Some(path),
        None => ask_which().map_err(failed)?,
    };
    let Some(path) = chosen else { return Ok(TableEnd::Cancelled) };
    let ask = Ask { file: path.clone(), map: ask.map, extent: ask.extent };
    match stage::stage(desk, &ask, progress) {
        Ok(preview) => Ok(TableEnd::Read { path, preview: Box::new(preview) }),
        Err(StageFault::Stopped) => Ok(TableEnd::Cancelled),
        Err(fault) => {
            let shown = path.display().to_string();
            Ok(TableEnd::Refused(words::stage_fault(lang, desk, &shown, &fault)))
        }
    }
}

fn ask_which() -> std::io::Result<Option<PathBuf>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let dialog = rfd::AsyncFileDialog::new().add_filter("CSV, Excel", &["csv", "txt", "xlsx"]);
    Ok(runtime.block_on(dialog.pick_file()).map(|handle| handle.path().to_owned()))
}
