//! How the window of one till looks and sounds: what its person chose, to be found again at the next start.

use crate::domain::ids::TillId;
use crate::store;
use crate::usecase::{Query, ReadCx, UseError, settings};

/// A part of the window whose look is remembered, each as one line of plain text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ViewPart {
    /// Widths of the columns of the order list.
    OrderColumns,
    /// What the order list is sorted by.
    OrderSort,
    /// Lane and filters of the order list.
    OrderFilters,
}

impl ViewPart {
    /// The name under which it is stored for a till.
    #[must_use]
    pub fn key(self, till: &TillId) -> String {
        let part = match self {
            Self::OrderColumns => "orders.columns",
            Self::OrderSort => "orders.sort",
            Self::OrderFilters => "orders.filters",
        };
        format!("view.{part}@{}", till.0)
    }
}

/// The remembered look of the order list at this till.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderListView {
    /// Which till.
    pub till: TillId,
}

/// The answer to [`OrderListView`]: the texts as the screen wrote them, empty when there are none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderListLook {
    /// Widths of the columns.
    pub columns: String,
    /// Column and direction.
    pub sort: String,
    /// Lane and filters.
    pub filters: String,
}

impl Query for OrderListView {
    type Rows = OrderListLook;

    fn run(self, cx: &ReadCx<'_>) -> Result<OrderListLook, UseError> {
        let get = |part: ViewPart| store::settings::get(cx.sql, &part.key(&self.till)).map(Option::unwrap_or_default);
        Ok(OrderListLook {
            columns: get(ViewPart::OrderColumns)?,
            sort: get(ViewPart::OrderSort)?,
            filters: get(ViewPart::OrderFilters)?,
        })
    }
}

/// Which sounds are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SoundSetup;

/// The answer to [`SoundSetup`]. Silence while it is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sounds {
    /// When the update prompt comes up.
    pub prompt: bool,
    /// When a pack is scanned.
    pub scan: bool,
}

impl Query for SoundSetup {
    type Rows = Sounds;

    fn run(self, cx: &ReadCx<'_>) -> Result<Sounds, UseError> {
        let on = |key: &str| settings::get(cx.sql, key).map(|value| value == "true");
        Ok(Sounds { prompt: on("prompt.sound")?, scan: on("scan.sound")? })
    }
}
