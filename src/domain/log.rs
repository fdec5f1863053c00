//! Records of the log: what one is, which are asked for, what a list and a details pane get.
//!
//! Owns: levels, the shape of a record, the filter. Must not know: where records lie, who writes them.

use chrono::{DateTime, Utc};

/// How much a record matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Something was not done.
    Error,
    /// Something went wrong and is tried again, or wants a look.
    Warn,
    /// A step of the day.
    #[default]
    Info,
    /// What was asked and answered, word for word.
    Debug,
    /// Everything.
    Trace,
}

impl Level {
    /// From the gravest to the least.
    pub const ALL: [Self; 5] = [Self::Error, Self::Warn, Self::Info, Self::Debug, Self::Trace];

    /// As settings and files keep it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warn => "warn",
            Self::Info => "info",
            Self::Debug => "debug",
            Self::Trace => "trace",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.code() == code)
    }

    /// Its place, 1 for the gravest.
    #[must_use]
    pub const fn rank(self) -> u8 {
        self as u8 + 1
    }

    /// The level at a place; beyond the last one, the last one.
    #[must_use]
    pub fn of_rank(rank: i64) -> Self {
        Self::ALL.into_iter().find(|level| i64::from(level.rank()) >= rank).unwrap_or(Self::Trace)
    }
}

/// A part of the program, as the list of modules names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Module {
    /// Exchange with the site.
    Exchange,
    /// What people and tasks do to orders, stock, receipts.
    Operations,
    /// Receipts and the fiscal device.
    Fiscal,
    /// Paper and printers.
    Print,
    /// Screens.
    Screen,
    /// Start, files, settings.
    Program,
    /// Crates that are not ours.
    Libraries,
}

impl Module {
    /// All of them, the exchange first.
    pub const ALL: [Self; 7] =
        [Self::Exchange, Self::Operations, Self::Fiscal, Self::Print, Self::Screen, Self::Program, Self::Libraries];

    /// As records and the list name it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Exchange => "BuyerOrder.Pharmix",
            Self::Operations => "Expero.Operations",
            Self::Fiscal => "Expero.Fiscal",
            Self::Print => "Expero.Print",
            Self::Screen => "Expero.Screen",
            Self::Program => "Expero.Program",
            Self::Libraries => "Libraries",
        }
    }

    /// Reads a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|module| module.name() == name)
    }
}

/// An exchange over HTTP.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Http {
    /// `GET`, `POST`.
    pub method: String,
    /// Path without a query.
    pub path: String,
    /// Status of the answer; none when there was none.
    pub status: Option<u16>,
    /// How long it took, milliseconds.
    pub millis: Option<u32>,
}

/// A record on its way to the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRecord {
    /// When, microseconds since the epoch, UTC.
    pub at_micros: i64,
    /// How much it matters.
    pub level: Level,
    /// Which part of the program.
    pub module: Module,
    /// «Рабочее место»; empty for runs by schedule.
    pub till: String,
    /// What was being done: a stable code.
    pub operation: String,
    /// In words.
    pub message: String,
    /// Our row of the order it is about.
    pub order: Option<i64>,
    /// The exchange, when it is about one.
    pub http: Option<Http>,
    /// Body sent, masked.
    pub request: String,
    /// Body received, masked.
    pub response: String,
    /// What else is known, one `name=value` a line.
    pub fields: String,
}

/// The id of a stored record: its time in microseconds, made unique. Later records have greater ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId(pub i64);

impl RecordId {
    /// The first id of a time.
    #[must_use]
    pub fn from_time(at: DateTime<Utc>) -> Self {
        Self(at.timestamp_micros())
    }

    /// When the record was made.
    #[must_use]
    pub fn at(self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.0).unwrap_or_default()
    }
}

/// Which records are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogFilter {
    /// Of one module, or of all.
    pub module: Option<Module>,
    /// This level and graver ones.
    pub level: Level,
    /// From this time on.
    pub from: DateTime<Utc>,
    /// Before this time.
    pub to: DateTime<Utc>,
    /// The message holds this, in any case; empty for all.
    pub text: String,
    /// About this order.
    pub order: Option<i64>,
}

/// A record as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogRow {
    /// Which, and when.
    pub id: RecordId,
    /// How much it matters.
    pub level: Level,
    /// Which part of the program.
    pub module: String,
    /// «Рабочее место».
    pub till: String,
    /// What was being done: a stable code.
    pub operation: String,
    /// In words.
    pub message: String,
    /// Our row of the order it is about.
    pub order: Option<i64>,
    /// The exchange.
    pub http: Option<Http>,
}

/// What only the details pane shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogDetails {
    /// Body sent, masked.
    pub request: String,
    /// Body received, masked.
    pub response: String,
    /// What else is known, one `name=value` a line.
    pub fields: String,
}

/// A portion of a list, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogPage {
    /// The rows.
    pub rows: Vec<LogRow>,
    /// There are older ones.
    pub more: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::clock::from_millis;

    #[test]
    fn levels_and_modules_are_read_as_they_are_written() {
        for level in Level::ALL {
            assert_eq!(Level::from_code(level.code()), Some(level));
            assert_eq!(Level::of_rank(i64::from(level.rank())), level);
        }
        assert_eq!((Level::of_rank(0), Level::of_rank(99)), (Level::Error, Level::Trace));
        for module in Module::ALL {
            assert_eq!(Module::from_name(module.name()), Some(module));
        }
    }

    #[test]
    fn an_id_tells_its_time() {
        let at = from_millis(1_795_500_000_123);
        assert_eq!(RecordId::from_time(at).at(), at);
        assert_eq!(RecordId(RecordId::from_time(at).0 + 999).at().timestamp_millis(), at.timestamp_millis());
    }
}
