//! A table of goods on its way from a file to the data: read row by row, put in portions, dropped when anything in it
//! is wrong.

use std::collections::HashSet;
use std::fs::File;
use std::io;
use std::ops::ControlFlow;
use std::path::PathBuf;

use chrono::{DateTime, Utc};

use crate::desk::{Desk, Reply};
use crate::domain::goods_import::{ColumnMap, Extent, Places, TablePreview};
use crate::domain::goods_row::RowFault;
use crate::domain::ids::ImportId;
use crate::sheets;
use crate::sheets::read::ReadFault;
use crate::store::import_stage::StagedRow;
use crate::ui::services::Progress;
use crate::usecase::read::goods_import::PlanTable;
use crate::usecase::read::settings::GetSetting;
use crate::usecase::take_table::{BeginTable, DropTable, MakeWords, PutRows, SweepTables};
use crate::usecase::{Outcome, UseError};

/// Rows that are put in one step: the till works on between two.
const PORTION: usize = 500;

/// Rows shown of a table.
const SHOWN: usize = 5;

/// Wrong rows that are kept to be shown.
const NAMED: usize = 200;

/// Goods whose words are made, and rows that are taken away, in one step.
const STEP: u32 = 250;

/// Which table, and how it is meant.
#[derive(Clone, Debug)]
pub(in crate::cli) struct Ask {
    /// The file.
    pub file: PathBuf,
    /// Which columns are which; none: as the last time where that fits, else by their names.
    pub map: Option<ColumnMap>,
    /// How much of the stock it tells.
    pub extent: Extent,
}

/// Why a table was not even read to its end.
#[derive(Debug)]
pub(in crate::cli) enum StageFault {
    /// The file.
    File(io::Error),
    /// What is in it.
    Read(ReadFault),
    /// The data.
    Use(UseError),
    /// Nobody wants it any more.
    Stopped,
}

impl From<UseError> for StageFault {
    fn from(error: UseError) -> Self {
        Self::Use(error)
    }
}

impl From<io::Error> for StageFault {
    fn from(error: io::Error) -> Self {
        Self::File(error)
    }
}

/// Reads the table and puts its rows; it waits to be taken over only when nothing in it is wrong.
pub(in crate::cli) fn stage(desk: &Desk, ask: &Ask, progress: &Progress) -> Result<TablePreview, StageFault> {
    let file = File::open(&ask.file)?;
    // The moment of its stock is when it was written; later than now no file is.
    let written = file.metadata()?.modified().map_or_else(|_| desk.clock().now(), DateTime::<Utc>::from);
    let taken_at = written.min(desk.clock().now());
    let map = match &ask.map {
        Some(map) => map.clone(),
        None => ColumnMap::parse(&desk.ask(GetSetting { key: "import.map".to_owned() }).wait()?).unwrap_or_default(),
    };
    let source = ask.file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let mut staging = Staging::new(desk, progress, (source, taken_at), ask.extent);
    let read = sheets::read::each(file, |number, row| staging.take(number, row, &map, ask.map.is_some()));
    let ended = staging.end();
    if let Err(fault) = read {
        staging.give_up();
        return Err(StageFault::Read(fault));
    }
    if let Err(fault) = ended {
        staging.give_up();
        return Err(fault);
    }
    if staging.preview.fault_count > 0 {
        staging.give_up();
    } else if let Some(import) = staging.import {
        staging.preview.waiting = Some((import, desk.ask(PlanTable(import)).wait()?));
    }
    Ok(staging.preview)
}

/// What follows after a table was taken over or dropped: words of new goods, rows that nobody needs any more. Each step
/// is short; what is not done now is done by whoever comes next.
pub(in crate::cli) fn finish(desk: &Desk) {
    let mut made = 0_u64;
    while let Ok(left) = desk.act(MakeWords { limit: STEP }).wait() {
        made += u64::from(STEP);
        if left.value == 0 {
            break;
        }
    }
    while desk.act(SweepTables { limit: STEP * 4 }).wait().is_ok_and(|swept| swept.value > 0) {}
    tracing::debug!(made, "the words of new goods were made");
}

struct Staging<'a> {
    desk: &'a Desk,
    progress: &'a Progress,
    preview: TablePreview,
    extent: Extent,
    import: Option<ImportId>,
    /// Codes of products seen so far.
    seen: HashSet<String>,
    rows: Vec<StagedRow>,
    /// The portion that is being put while the next one is read.
    putting: Option<Reply<Outcome<Vec<i64>>>>,
    fault: Option<StageFault>,
}

impl<'a> Staging<'a> {
    fn new(desk: &'a Desk, progress: &'a Progress, file: (String, DateTime<Utc>), extent: Extent) -> Self {
        let preview = TablePreview {
            source: file.0,
            taken_at: file.1,
            head: Vec::new(),
            sample: Vec::new(),
            places: Ok(Places::default()),
            counts: (0, 0),
            faults: Vec::new(),
            fault_count: 0,
            waiting: None,
        };
        let (seen, rows) = (HashSet::new(), Vec::with_capacity(PORTION));
        Self { desk, progress, preview, extent, import: None, seen, rows, putting: None, fault: None }
    }

    fn take(&mut self, number: u64, row: &[String], map: &ColumnMap, is_asked: bool) -> ControlFlow<()> {
        let number = i64::try_from(number).unwrap_or(i64::MAX);
        let done = if self.preview.head.is_empty() { self.begin(row, map, is_asked) } else { self.row(number, row) };
        match done {
            _ if self.progress.is_stopped() => self.fault = Some(StageFault::Stopped),
            Ok(flow) => return flow,
            Err(fault) => self.fault = Some(fault),
        }
        ControlFlow::Break(())
    }

    /// The head decides which column is which. A table whose head says too little is read a little further, to be shown.
    fn begin(&mut self, head: &[String], map: &ColumnMap, is_asked: bool) -> Result<ControlFlow<()>, StageFault> {
        let map = if is_asked || map.fits(head) { map.clone() } else { ColumnMap::default() };
        self.preview.head = head.to_vec();
        self.preview.places = Places::of(head, &map);
        if let Ok(places) = &self.preview.places {
            let begin = BeginTable {
                source: self.preview.source.clone(),
                taken_at: self.preview.taken_at,
                extent: self.extent,
                columns: places.columns().collect(),
            };
            self.import = Some(self.desk.act(begin).wait()?.value);
        }
        Ok(ControlFlow::Continue(()))
    }

    fn row(&mut self, number: i64, cells: &[String]) -> Result<ControlFlow<()>, StageFault> {
        if self.preview.sample.len() < SHOWN {
            self.preview.sample.push(cells.to_vec());
        }
        let Ok(places) = &self.preview.places else {
            let more = self.preview.sample.len() < SHOWN;
            return Ok(if more { ControlFlow::Continue(()) } else { ControlFlow::Break(()) });
        };
        self.preview.counts.1 += 1;
        self.progress.add(1);
        match places.read(cells) {
            Err(fault) => self.wrong(number, fault),
            Ok(row) => {
                let code = row.texts.first().cloned().unwrap_or_default();
                let is_first = self.seen.insert(code);
                self.rows.push(StagedRow { number, is_first, row });
                if self.rows.len() >= PORTION {
                    self.put()?;
                }
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    fn wrong(&mut self, number: i64, fault: RowFault) {
        self.preview.fault_count += 1;
        if self.preview.faults.len() < NAMED {
            self.preview.faults.push((number, fault));
        }
    }

    fn put(&mut self) -> Result<(), StageFault> {
        self.settle()?;
        let rows = std::mem::replace(&mut self.rows, Vec::with_capacity(PORTION));
        if let Some(import) = self.import.filter(|_| !rows.is_empty()) {
            self.putting = Some(self.desk.act(PutRows { import, rows }));
        }
        Ok(())
    }

    /// The portion before is put; what stood twice in it is wrong.
    fn settle(&mut self) -> Result<(), StageFault> {
        if let Some(putting) = self.putting.take() {
            for number in putting.wait()?.value {
                self.wrong(number, RowFault::Twice);
            }
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), StageFault> {
        if let Some(fault) = self.fault.take() {
            return Err(fault);
        }
        self.put()?;
        self.settle()?;
        self.preview.faults.sort_by_key(|(number, _)| *number);
        self.preview.counts.0 = u64::try_from(self.seen.len()).unwrap_or(u64::MAX);
        Ok(())
    }

    /// What was put of it goes again.
    fn give_up(&mut self) {
        let _ = self.settle();
        if let Some(import) = self.import.take() {
            let _ = self.desk.act(DropTable(import)).wait();
            finish(self.desk);
        }
    }
}
