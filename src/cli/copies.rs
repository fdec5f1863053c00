//! Copies of the data: by hand, each night, put back at the next start.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::context::Context;
use super::out::{self, Failure};
use super::place::{Needs, Place};
use crate::desk::Desk;
use crate::domain::clock::{Clock, SystemClock};
use crate::domain::job::{Job, JobEnd};
use crate::store::backup::{self, DataCopy};
use crate::store::error::StoreError;
use crate::store::folder::DataFolder;
use crate::text::{self, Lang};
use crate::ui::services::{CopyRow, ServiceError};
use crate::usecase::jobs::EndJob;
use crate::usecase::read::settings::{CopySettings, LogSetup};

/// Where copies are made, and of what.
#[derive(Clone)]
pub(super) struct Copier {
    pub(super) folder: DataFolder,
    pub(super) desk: Desk,
    pub(super) clock: Arc<dyn Clock>,
}

impl Copier {
    fn settings(&self) -> Option<CopySettings> {
        self.desk.ask(LogSetup).wait().ok().map(|setup| setup.copies)
    }

    fn place(&self, settings: &CopySettings) -> PathBuf {
        let named = settings.folder.trim();
        if named.is_empty() { self.folder.copies() } else { PathBuf::from(named) }
    }

    fn make(&self, settings: &CopySettings) -> Result<DataCopy, StoreError> {
        let (place, now) = (self.place(settings), self.clock.now());
        let made = backup::make(&self.folder.database(), &place, now, self.clock.offset(now));
        let result = made.as_ref().err().map_or_else(String::new, |error| format!("store-error-{}", error.code()));
        // That it was made counts; a note of it may fail on a full disk.
        let _ = self.desk.act(EndJob { job: Job::Copy, end: JobEnd::with(&result) }).wait();
        match &made {
            Ok(copy) => {
                tracing::info!(bytes = copy.bytes, "the data was copied");
                backup::keep_newest(&place, settings.keep);
            }
            Err(error) => {
                tracing::error!(code = format!("store-error-{}", error.code()), %error, "the data was not copied");
            }
        }
        made
    }

    /// The copy of the night, unless there is one of today. False when it should be tried again.
    pub(super) fn nightly(&self) -> bool {
        let Some(settings) = self.settings() else { return false };
        if !settings.nightly {
            return true;
        }
        let now = self.clock.now();
        let today = now.with_timezone(&self.clock.offset(now)).date_naive();
        let newest = backup::list(&self.place(&settings)).into_iter().next();
        // What went wrong is in the log.
        newest.is_some_and(|copy| copy.made_at.date() >= today) || self.make(&settings).is_ok()
    }

    pub(super) fn list(&self) -> Result<Vec<CopyRow>, ServiceError> {
        let settings = self.settings().ok_or(ServiceError::Unavailable)?;
        let planned = self.folder.planned_restore();
        let copies = backup::list(&self.place(&settings)).into_iter();
        Ok(copies.map(|copy| row(&copy, planned.as_deref())).collect())
    }

    pub(super) fn copy(&self) -> Result<CopyRow, ServiceError> {
        let settings = self.settings().ok_or(ServiceError::Unavailable)?;
        self.make(&settings).map(|copy| row(&copy, None)).map_err(|error| failed(&error))
    }

    pub(super) fn plan(&self, name: Option<&str>) -> Result<(), ServiceError> {
        let settings = self.settings().ok_or(ServiceError::Unavailable)?;
        // Only a name from the list: never a path.
        let named = |name: &str| {
            let copies = backup::list(&self.place(&settings));
            copies.into_iter().find(|copy| copy.path.file_name().is_some_and(|file| file == name))
        };
        let copy = match name {
            None => None,
            Some(name) => Some(named(name).ok_or(ServiceError::Unavailable)?.path),
        };
        if let Some(copy) = &copy {
            backup::check(copy).map_err(|error| failed(&error))?;
        }
        self.folder.plan_restore(copy.as_deref()).map_err(|error| failed(&error))
    }
}

fn row(copy: &DataCopy, planned: Option<&Path>) -> CopyRow {
    let name = copy.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    CopyRow { name, made_at: copy.made_at, bytes: copy.bytes, is_planned: planned == Some(copy.path.as_path()) }
}

fn failed(error: &StoreError) -> ServiceError {
    ServiceError::File { message: error.to_string() }
}

/// `expero backup [FILE]`.
pub(super) fn backup(data: Option<&Path>, file: Option<&Path>) -> Result<(), Failure> {
    let cx = Context::open(data, "cli", Needs::Data)?;
    let copier = Copier { folder: cx.folder.clone(), desk: cx.desk.clone(), clock: Arc::clone(&cx.clock) };
    let said = |e: &StoreError| out::store_failure(cx.lang, e);
    let path = match file {
        Some(file) if file.exists() => {
            return Err(Failure::said(cx.lang, "cli-backup-exists", &[("path", file.display().to_string().into())]));
        }
        Some(file) => backup::copy_to(&cx.folder.database(), file).map(|()| file.to_owned()).map_err(|e| said(&e))?,
        None => {
            let settings = cx.ask(LogSetup)?.copies;
            copier.make(&settings).map(|copy| copy.path).map_err(|e| said(&e))?
        }
    };
    out::message(&text::tr_args(cx.lang, "cli-backup-done", &[("path", path.display().to_string().into())]));
    Ok(())
}

/// `expero restore FILE`: only while nobody works on the data.
pub(super) fn restore(data: Option<&Path>, file: &Path) -> Result<(), Failure> {
    let lang = Lang::Ru;
    let place = Place::of(lang, data)?;
    let folder = DataFolder::open(place.path()).map_err(|e| out::store_failure(lang, &e))?;
    let before = put_back(&folder, file).map_err(|e| out::store_failure(lang, &e))?;
    let Some(before) = before else {
        return Err(Failure::said(lang, "cli-restore-in-use", &[]));
    };
    let key = if before.is_some() { "cli-restore-done" } else { "cli-restore-done-new" };
    let kept = before.map(|path| path.display().to_string()).unwrap_or_default();
    out::message(&text::tr_args(lang, key, &[("path", file.display().to_string().into()), ("kept", kept.into())]));
    Ok(())
}

/// Before the data is opened: a copy that was chosen takes its place. A copy that cannot be used is not tried again.
pub(super) fn carry_out_plan(folder: &DataFolder) -> Result<(), StoreError> {
    let Some(copy) = folder.planned_restore() else { return Ok(()) };
    match put_back(folder, &copy) {
        // Somebody works on the data: the plan waits for the next start.
        Ok(None) => Ok(()),
        Ok(Some(_)) => folder.plan_restore(None),
        Err(error) => {
            folder.plan_restore(None)?;
            Err(error)
        }
    }
}

/// None while another program works on the data; else where the data of before lies.
#[expect(clippy::option_option, reason = "in use, or put back with or without data before it")]
fn put_back(folder: &DataFolder, copy: &Path) -> Result<Option<Option<PathBuf>>, StoreError> {
    let (Some(_window), Some(_sync)) = (folder.lock_window()?, folder.lock_sync()?) else { return Ok(None) };
    backup::put_back(copy, &folder.database(), SystemClock.now()).map(Some)
}

/// The words for data that cannot be opened; of damaged data with the newest copy that could take its place.
pub(super) fn offered(lang: Lang, folder: &DataFolder, error: &StoreError) -> Failure {
    let failure = out::store_failure(lang, error);
    let newest = backup::list(&folder.copies()).into_iter().next();
    match (error, newest) {
        (StoreError::Damaged { .. } | StoreError::Foreign { .. }, Some(copy)) => {
            let path = copy.path.display().to_string();
            let offer = text::tr_args(lang, "cli-damaged-copy", &[("path", path.into())]);
            Failure::refused(format!("{}\n{offer}", failure.text()))
        }
        _ => failure,
    }
}
