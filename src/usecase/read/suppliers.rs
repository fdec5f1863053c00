//! The directory of suppliers.

use crate::domain::ids::SupplierId;
use crate::store;
use crate::usecase::{Query, ReadCx, UseError};

/// All suppliers by name, hidden ones too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suppliers;

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupplierRow {
    /// Which.
    pub id: SupplierId,
    /// Its name.
    pub name: String,
    /// Days until it delivers.
    pub lead_days: u32,
    /// Hidden ones are not proposed.
    pub is_active: bool,
}

impl Query for Suppliers {
    type Rows = Vec<SupplierRow>;

    fn run(self, cx: &ReadCx<'_>) -> Result<Vec<SupplierRow>, UseError> {
        Ok(store::suppliers::all(cx.sql)?)
    }
}
