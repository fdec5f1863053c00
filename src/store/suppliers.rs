//! Suppliers (wholesalers): whom missing goods are ordered from, and how long each takes.

use super::engine::{Row, Sql, params};
use super::error::StoreError;
use crate::domain::ids::SupplierId;
use crate::usecase::read::suppliers::SupplierRow;

const COLUMNS: &str = "SELECT supplier_id, name, lead_days, is_active FROM supplier";

fn row(r: &Row<'_>) -> Result<SupplierRow, StoreError> {
    Ok(SupplierRow {
        id: SupplierId(r.int(0)?),
        name: r.text(1)?,
        lead_days: u32::try_from(r.int(2)?).unwrap_or_default(),
        is_active: r.flag(3)?,
    })
}

/// Adds a supplier.
pub fn add(sql: &Sql<'_>, name: &str, lead_days: u32) -> Result<SupplierId, StoreError> {
    let text = "INSERT INTO supplier (name, lead_days) VALUES (?1, ?2) RETURNING supplier_id";
    sql.insert(text, params![name, i64::from(lead_days)]).map(SupplierId)
}

/// Replaces what is known of a supplier.
pub fn update(sql: &Sql<'_>, supplier: &SupplierRow) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE supplier SET name = ?2, lead_days = ?3, is_active = ?4 WHERE supplier_id = ?1",
        params![supplier.id.0, &supplier.name, i64::from(supplier.lead_days), supplier.is_active],
    )?;
    Ok(())
}

/// All suppliers by name, hidden ones too.
pub fn all(sql: &Sql<'_>) -> Result<Vec<SupplierRow>, StoreError> {
    sql.query(&format!("{COLUMNS} ORDER BY name, supplier_id"), params![], row)
}

/// One supplier.
pub fn by_id(sql: &Sql<'_>, supplier: SupplierId) -> Result<Option<SupplierRow>, StoreError> {
    sql.query_opt(&format!("{COLUMNS} WHERE supplier_id = ?1"), params![supplier.0], row)
}

/// The supplier to propose for a product: the one that it, or else anything, was last ordered from, or else the
/// first of the directory. Hidden ones never.
pub fn proposed(sql: &Sql<'_>, product: &str) -> Result<Option<SupplierRow>, StoreError> {
    let text = format!(
        "{COLUMNS} s WHERE s.is_active = 1 ORDER BY
            (SELECT max(q.updated_at) FROM requisition_line l JOIN requisition q ON q.requisition_id = l.requisition_id
             WHERE l.supplier_id = s.supplier_id AND l.product_code = ?1) DESC NULLS LAST,
            (SELECT max(q.updated_at) FROM requisition_line l JOIN requisition q ON q.requisition_id = l.requisition_id
             WHERE l.supplier_id = s.supplier_id) DESC NULLS LAST,
            s.supplier_id LIMIT 1"
    );
    sql.query_opt(&text, params![product], row)
}
