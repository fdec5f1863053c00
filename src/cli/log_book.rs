//! The log for the window: portions of the list, one record whole, a long list as a workbook.

use std::sync::{Arc, Mutex, PoisonError};

use super::save::{self, Kind};
use crate::desk::Desk;
use crate::domain::ids::OrderId;
use crate::domain::log::{LogDetails, LogFilter, LogPage, LogRow, RecordId};
use crate::journal::{self, Journal};
use crate::sheets::{self, LogSheet, SheetError};
use crate::store::error::StoreError;
use crate::store::folder::DataFolder;
use crate::store::log_file::LogFile;
use crate::ui::services::{LOG_PORTION, LogJob, Progress, Saved, ServiceError};
use crate::usecase::read::order_find::OrderNumbers;

/// The log as a reader sees it; one connection, kept open.
#[derive(Clone)]
pub(super) struct LogBook {
    folder: DataFolder,
    journal: Option<Arc<Journal>>,
    desk: Desk,
    open: Arc<Mutex<Option<LogFile>>>,
}

impl LogBook {
    pub(super) fn new(folder: DataFolder, journal: Option<Arc<Journal>>, desk: Desk) -> Self {
        Self { folder, journal, desk, open: Arc::default() }
    }

    /// What was said a moment ago is in the file when somebody asks for it.
    fn with<T>(&self, work: impl FnOnce(&mut LogFile) -> Result<T, StoreError>) -> Result<T, ServiceError> {
        if let Some(journal) = &self.journal {
            journal.flush();
        }
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let failed = |error: StoreError| ServiceError::File { message: error.to_string() };
        if open.is_none() {
            *open = Some(journal::read(&self.folder.logs()).map_err(failed)?);
        }
        let done = open.as_mut().map_or(Err(StoreError::Closed), work);
        if done.is_err() {
            // Opened anew next time: the writer may have put a damaged file aside.
            *open = None;
        }
        done.map_err(failed)
    }

    pub(super) fn page(&self, filter: &LogFilter, before: Option<RecordId>) -> Result<LogPage, ServiceError> {
        self.with(|file| file.page(filter, before, LOG_PORTION))
    }

    pub(super) fn details(&self, id: RecordId) -> Result<LogDetails, ServiceError> {
        Ok(self.with(|file| file.details(id))?.unwrap_or_default())
    }

    /// Asks for a place and writes the list there.
    pub(super) fn save(&self, job: &LogJob, progress: &Progress) -> Result<Saved, ServiceError> {
        let failed = |error: std::io::Error| ServiceError::File { message: error.to_string() };
        let Some(path) = save::ask_where(Kind::of_table(sheets::Format::Xlsx), &job.file_name).map_err(failed)? else {
            return Ok(Saved::Cancelled);
        };
        // A reader of its own: who scrolls meanwhile does not wait.
        if let Some(journal) = &self.journal {
            journal.flush();
        }
        let mut file = journal::read(&self.folder.logs()).map_err(|e| ServiceError::File { message: e.to_string() })?;
        let written = save::write_whole_by(&path, |out| {
            let numbers = |orders| self.desk.ask(OrderNumbers(orders)).wait().unwrap_or_default();
            write(&mut file, job, progress, &numbers, out)
        });
        match written {
            Ok(()) => Ok(Saved::File(path.display().to_string())),
            Err(Ended::Stopped) => Ok(Saved::Cancelled),
            Err(Ended::Store(error)) => Err(ServiceError::File { message: error.to_string() }),
            Err(Ended::Sheet(error)) => Err(ServiceError::Sheet(error)),
            Err(Ended::File(error)) => Err(failed(error)),
        }
    }
}

/// Why a list did not become a workbook.
#[derive(Debug)]
pub(super) enum Ended {
    Stopped,
    Store(StoreError),
    Sheet(SheetError),
    File(std::io::Error),
}

impl From<StoreError> for Ended {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<SheetError> for Ended {
    fn from(error: SheetError) -> Self {
        Self::Sheet(error)
    }
}

impl From<std::io::Error> for Ended {
    fn from(error: std::io::Error) -> Self {
        Self::File(error)
    }
}

/// Rows that are looked up and written together.
const PORTION: usize = 1_000;

/// Every record of the job, newest first, as a workbook into `out`.
pub(super) fn write(
    file: &mut LogFile,
    job: &LogJob,
    progress: &Progress,
    numbers: &dyn Fn(Vec<OrderId>) -> Vec<(OrderId, String)>,
    out: impl std::io::Write + Send,
) -> Result<(), Ended> {
    let mut sheet = LogSheet::begin(job.lang, job.zone, job.made_at)?;
    let mut portion: Vec<LogRow> = Vec::with_capacity(PORTION);
    let mut push = |portion: &mut Vec<LogRow>| -> Result<(), Ended> {
        let known = numbers(portion.iter().filter_map(|row| row.order).map(OrderId).collect());
        for row in portion.drain(..) {
            let number = row.order.and_then(|order| known.iter().find(|(id, _)| id.0 == order));
            sheet.push(&row, number.map_or("", |(_, number)| number.as_str()))?;
            progress.add(1);
        }
        if progress.is_stopped() { Err(Ended::Stopped) } else { Ok(()) }
    };
    file.each(&job.filter, |row| {
        portion.push(row);
        if portion.len() < PORTION { Ok(()) } else { push(&mut portion) }
    })?;
    push(&mut portion)?;
    sheet.finish(out)?;
    Ok(())
}
