//! What the order sheet prints. Personal data leaves here masked already.

use chrono::{DateTime, Utc};

use super::order_card::{Card, OrderCard};
use crate::domain::ids::OrderId;
use crate::usecase::{Query, ReadCx, UseError, settings};

/// The data of one order's sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SheetData {
    /// Which order.
    pub id: OrderId,
}

/// The answer to [`SheetData`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// The order with its lines.
    pub card: Card,
    /// Name of the pharmacy.
    pub pharmacy_name: String,
    /// Its address.
    pub pharmacy_address: String,
    /// When the sheet was made.
    pub made_at: DateTime<Utc>,
}

impl Query for SheetData {
    type Rows = Sheet;

    fn run(self, cx: &ReadCx<'_>) -> Result<Sheet, UseError> {
        Ok(Sheet {
            card: OrderCard { id: self.id }.run(cx)?,
            pharmacy_name: settings::get(cx.sql, "pharmacy.name")?,
            pharmacy_address: settings::get(cx.sql, "pharmacy.address")?,
            made_at: cx.now,
        })
    }
}
