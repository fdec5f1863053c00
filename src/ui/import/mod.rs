//! «Загрузка товаров»: a table of the accounting program is read, shown with what it would change or what is wrong with
//! it, and taken over whole.
//!
//! Owns: the table that was read last, which column is which. Must not know: files, where rows wait.

mod view;

use std::path::PathBuf;
use std::sync::Arc;

use egui::Ui;

use crate::domain::error::Refusal;
use crate::domain::goods_import::{ColumnMap, DoneImport, Extent, ImportPlan, TablePreview, Word};
use crate::domain::goods_row::Column;
use crate::domain::ids::ImportId;
use crate::domain::import_refusal::ImportRefusal;
use crate::ui::command::{Command, ImportFacts, ViewKind};
use crate::ui::env::Env;
use crate::ui::loadable::{Loadable, Pending};
use crate::ui::preview::service_words;
use crate::ui::services::{Job, Progress, TableAsk, TableEnd};
use crate::usecase::read::goods_import::{DoneImports, Stocktaking, StocktakingLine};
use crate::usecase::settings::SetSetting;
use crate::usecase::take_table::{DropTable, TakeTable};
use crate::usecase::{Topic, UseError};

/// Earlier imports that are listed.
const LISTED: u32 = 20;

/// Lines of a stock-taking record that are shown.
const LINES: u32 = 500;

/// A table that was read.
struct Table {
    path: PathBuf,
    preview: TablePreview,
}

/// Where a person says that a column stands.
enum Placed {
    /// Under this head.
    Under(String),
    /// The table has it not.
    Nowhere,
}

/// The screen.
#[derive(Default)]
pub struct ImportScreen {
    extent: Extent,
    /// What a person chose; the rest goes by the names of the head.
    map: Option<ColumnMap>,
    table: Option<Table>,
    reading: Option<(Job<TableEnd>, Arc<Progress>)>,
    taking: Pending<()>,
    /// The table takes away so much that it must be said twice.
    doubt: bool,
    /// Why the last table could not be read.
    refused: String,
    past: Past,
}

/// Imports of before.
#[derive(Default)]
struct Past {
    done: Loadable<Vec<DoneImport>>,
    lines: Loadable<Vec<StocktakingLine>>,
    shown: Option<ImportId>,
    stale: bool,
}

impl ImportScreen {
    /// The screen comes to the top.
    pub const fn open(&mut self) {
        self.past.stale = true;
    }

    /// What the commands need to know.
    #[must_use]
    pub fn facts(&self) -> ImportFacts {
        ImportFacts { ready: self.waiting().is_some(), busy: self.is_busy() }
    }

    const fn is_busy(&self) -> bool {
        self.reading.is_some() || self.taking.is_busy()
    }

    fn waiting(&self) -> Option<(ImportId, ImportPlan)> {
        self.table.as_ref().and_then(|table| table.preview.waiting)
    }

    /// Esc: what is under way is stopped first.
    pub fn step_back(&mut self, env: &Env<'_>) -> bool {
        if let Some((_, progress)) = &self.reading {
            progress.stop();
            return true;
        }
        if self.past.shown.take().is_some() {
            return true;
        }
        self.drop_waiting(env);
        self.table = None;
        false
    }

    fn drop_waiting(&self, env: &Env<'_>) {
        if let Some((import, _)) = self.waiting() {
            drop(env.desk.act(DropTable(import)));
            env.services.finish_import();
        }
    }

    /// Takes answers. Called every frame, shown or not.
    pub fn update(&mut self, env: &mut Env<'_>) {
        if (self.past.stale || env.changes.has(Topic::Stock))
            && env.cmd.view == ViewKind::Import
            && !self.past.done.is_waiting()
        {
            self.past.stale = false;
            self.past.done.request(env.desk.ask(DoneImports { limit: LISTED }));
        }
        self.past.done.poll();
        self.past.lines.poll();
        self.take_table(env);
        match self.taking.poll() {
            Some(Ok(())) => self.taken(env),
            Some(Err(UseError::Refused(Refusal::Import(ImportRefusal::Suspicious { .. })))) => self.doubt = true,
            Some(Err(error)) => env.say_failure(&error),
            None => {}
        }
    }

    fn take_table(&mut self, env: &mut Env<'_>) {
        let Some(answer) = self.reading.as_mut().and_then(|(job, _)| job.poll()) else { return };
        self.reading = None;
        self.doubt = false;
        match answer {
            Ok(TableEnd::Read { path, preview }) => {
                self.refused.clear();
                self.table = Some(Table { path, preview: *preview });
            }
            Ok(TableEnd::Refused(why)) => (self.refused, self.table) = (why, None),
            Ok(TableEnd::Cancelled) => {}
            Err(error) => env.say_error(service_words(env, &error)),
        }
    }

    fn taken(&mut self, env: &mut Env<'_>) {
        let Some(table) = self.table.take() else { return };
        let (goods, batches) = table.preview.counts;
        env.say_done(env.tr_args("import-done", &[("goods", goods.into()), ("batches", batches.into())]));
        if let Some(map) = &self.map {
            // The next table of the same program is read in the same way.
            let keep = SetSetting { key: "import.map".to_owned(), value: map.text() };
            drop(env.desk.act(keep));
        }
        env.services.finish_import();
        (self.doubt, self.past.stale) = (false, true);
    }

    /// A command of this screen. True when it was one.
    pub fn command(&mut self, command: Command, env: &mut Env<'_>) -> bool {
        match command {
            Command::PickTable => {
                self.map = None;
                self.read(None, env);
            }
            Command::TakeTable => self.take(env),
            Command::StopImport => {
                if let Some((_, progress)) = &self.reading {
                    progress.stop();
                }
            }
            _ => return false,
        }
        true
    }

    fn take(&mut self, env: &Env<'_>) {
        if let Some((import, _)) = self.waiting().filter(|_| !self.is_busy()) {
            let word = if self.doubt { Word::Given } else { Word::NotGiven };
            self.taking.start(env.desk.act(TakeTable { import, word }));
        }
    }

    /// Reads a table: that of before in another way, or one that a person chooses.
    fn read(&mut self, path: Option<PathBuf>, env: &Env<'_>) {
        if self.is_busy() {
            return;
        }
        self.drop_waiting(env);
        if let Some(table) = &mut self.table {
            table.preview.waiting = None;
        }
        let progress = Arc::<Progress>::default();
        let ask = TableAsk { path, map: self.map.clone(), extent: self.extent };
        let job = env.services.read_table(ask, env.lang, Arc::clone(&progress), env.wake.clone());
        self.reading = Some((job, progress));
    }

    /// A column stands elsewhere, or nowhere: by a person's word.
    fn place(&mut self, column: Column, placed: Placed, env: &Env<'_>) {
        let Some(table) = &self.table else { return };
        let path = table.path.clone();
        let mut map = self.map.clone().unwrap_or_default();
        if let Ok(places) = &table.preview.places {
            // What went by its name stays where it was.
            for known in places.columns() {
                let name = places.of_column(known).and_then(|at| table.preview.head.get(at));
                map.0.entry(known).or_insert_with(|| name.cloned().unwrap_or_default());
            }
        }
        match placed {
            Placed::Under(head) => {
                map.0.retain(|_, name| *name != head);
                map.0.insert(column, head);
            }
            Placed::Nowhere => {
                map.0.remove(&column);
            }
        }
        self.map = Some(map);
        self.read(Some(path), env);
    }

    fn show_record(&mut self, import: ImportId, env: &Env<'_>) {
        self.past.shown = Some(import);
        self.past.lines.clear();
        self.past.lines.request(env.desk.ask(Stocktaking { import, limit: LINES }));
    }

    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        view::show(self, ui, env);
    }
}
