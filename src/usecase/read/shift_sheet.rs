//! What the next shift has to know, for paper: orders promised, calls due, bags in their cells, statuses not sent.

use chrono::{DateTime, TimeDelta, Utc};

use crate::store;
use crate::usecase::{Query, ReadCx, UseError, settings};

/// The sheet for the next shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShiftSheetNow;

/// Why an order is on the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Why {
    /// Collected, and its hold ends within a day.
    Promised,
    /// Its customer is to be called within a day.
    Call,
    /// Its bag lies in a cell.
    Cell,
    /// The site does not know its status yet, or refused it.
    NotSent,
}

impl Why {
    /// All of them, in the order of the sheet.
    pub const ALL: [Self; 4] = [Self::Promised, Self::Call, Self::Cell, Self::NotSent];

    /// The end of its text key.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Promised => "promised",
            Self::Call => "call",
            Self::Cell => "cell",
            Self::NotSent => "not-sent",
        }
    }
}

/// An order on the sheet; its customer is masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRow {
    /// Its number.
    pub number: String,
    /// Customer, masked.
    pub customer: String,
    /// The cell of its bag; empty when in none.
    pub cell: String,
    /// End of its hold.
    pub hold_until: Option<DateTime<Utc>>,
    /// When the customer is to be called.
    pub call_at: Option<DateTime<Utc>>,
}

/// The answer to [`ShiftSheetNow`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShiftSheet {
    /// Name of the pharmacy.
    pub pharmacy_name: String,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// Orders by reason, in the order of [`Why::ALL`].
    pub rows: Vec<(Why, SheetRow)>,
}

impl Query for ShiftSheetNow {
    type Rows = ShiftSheet;

    fn run(self, cx: &ReadCx<'_>) -> Result<ShiftSheet, UseError> {
        Ok(ShiftSheet {
            pharmacy_name: settings::get(cx.sql, "pharmacy.name")?,
            made_at: cx.now,
            rows: store::handovers::sheet(cx.sql, cx.now + TimeDelta::hours(24))?,
        })
    }
}
