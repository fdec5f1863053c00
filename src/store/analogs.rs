//! Goods that may be an analog of others: whatever the index finds; the domain decides.

use super::engine::{Sql, params};
use super::error::StoreError;
use crate::domain::analog::{self, Medicine};
use crate::domain::ids::GoodsId;

/// What makes a medicine of a product; none when it is gone.
pub fn medicine(sql: &Sql<'_>, goods: GoodsId) -> Result<Option<Medicine>, StoreError> {
    sql.query_opt("SELECT inn, form, strength FROM goods WHERE goods_id = ?1", params![goods.0], |r| {
        Ok(Medicine { inn: r.text(0)?, form: r.text(1)?, strength: r.text(2)? })
    })
}

/// A product with its marks, as an analog shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Which product.
    pub goods: GoodsId,
    /// What makes it a medicine.
    pub medicine: Medicine,
    /// Name.
    pub name: String,
    /// Maker.
    pub manufacturer: String,
    /// Prescription only.
    pub is_rx: bool,
    /// ЖНВЛП.
    pub is_vital: bool,
}

/// Goods with this МНН in any usual spelling, but `but` itself.
pub fn candidates(sql: &Sql<'_>, inn: &str, but: GoodsId) -> Result<Vec<Candidate>, StoreError> {
    let [a, b, c, d] = analog::spellings(inn);
    sql.query(
        "SELECT goods_id, inn, form, strength, name, manufacturer, is_rx, is_vital FROM goods
         WHERE inn IN (?1, ?2, ?3, ?4) AND goods_id <> ?5",
        params![&a, &b, &c, &d, but.0],
        |r| {
            Ok(Candidate {
                goods: GoodsId(r.int(0)?),
                medicine: Medicine { inn: r.text(1)?, form: r.text(2)?, strength: r.text(3)? },
                name: r.text(4)?,
                manufacturer: r.text(5)?,
                is_rx: r.flag(6)?,
                is_vital: r.flag(7)?,
            })
        },
    )
}
