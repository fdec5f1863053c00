//! Closed receipts: sales and returns, as rows that are never changed again.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::engine::{Sql, params};
use super::error::StoreError;
use super::texts;
use crate::domain::discount::Discount;
use crate::domain::ids::{BatchId, OrderId, ReceiptId, ShiftId};
use crate::domain::money::Kopecks;
use crate::domain::packs::Packs;
use crate::domain::prescription::Prescription;
use crate::domain::receipt::Settled;
use crate::domain::vat::VatRate;
use crate::usecase::Actor;

/// What a receipt is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind<'a> {
    /// A sale; of an order, if any. The table lets an order be sold once.
    Sale(Option<OrderId>),
    /// Goods that came back from a sale, and why.
    Return {
        /// The sale.
        of: ReceiptId,
        /// Reason code and words.
        reason: &'a str,
    },
}

/// A receipt to close.
#[derive(Clone, Copy, Debug)]
pub struct NewReceipt<'a> {
    /// Sale or return.
    pub kind: Kind<'a>,
    /// The shift of the till.
    pub shift: ShiftId,
    /// How it was paid, as a code.
    pub paid: &'static str,
    /// What it comes to, the part that was paid before too.
    pub total: Kopecks,
    /// Split by the way it was paid.
    pub settled: Settled,
}

/// A line of a closed receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptLine {
    /// Batch.
    pub batch: BatchId,
    /// Name as sold.
    pub name: String,
    /// Packs.
    pub packs: Packs,
    /// Price of a pack, with the discount.
    pub price: Kopecks,
    /// Price of a pack before it.
    pub list_price: Kopecks,
    /// What was off.
    pub discount: Discount,
    /// VAT of the day of the sale.
    pub vat: VatRate,
    /// In a return: the line of the sale.
    pub sold_position: Option<i64>,
}

/// Writes a closed receipt; returns its row and number.
pub fn insert(
    sql: &Sql<'_>,
    at: DateTime<Utc>,
    actor: &Actor,
    receipt: &NewReceipt<'_>,
    lines: &[ReceiptLine],
) -> Result<(ReceiptId, i64), StoreError> {
    let number = super::settings::next_number(sql, "receipt")?;
    let (kind, order, of, reason) = match receipt.kind {
        Kind::Sale(order) => ("sale", order, None, ""),
        Kind::Return { of, reason } => ("return", None, Some(of.0), reason),
    };
    let settled = receipt.settled;
    let id = sql.insert(
        "INSERT INTO receipt (number, at, till_id, user_name, order_id, paid, total, given, change, kind, return_of,
                              reason, shift_id, cash, card, prepaid)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16) RETURNING receipt_id",
        params![
            number,
            texts::ms(at),
            actor.till.as_str(),
            &actor.user,
            order.map(|o| o.0),
            receipt.paid,
            receipt.total.0,
            settled.given.0,
            settled.change.0,
            kind,
            of,
            reason,
            receipt.shift.0,
            settled.cash.0,
            settled.card.0,
            settled.prepaid.0,
        ],
    )?;
    let mut position = 0_i64;
    for line in lines {
        position += 1;
        sql.execute(
            "INSERT INTO receipt_line (receipt_id, position, batch_id, name, packs, price, list_price, discount,
                                       vat_rate, sold_position)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            params![
                id,
                position,
                line.batch.0,
                &line.name,
                line.packs.0,
                line.price.0,
                line.list_price.0,
                line.discount.hundredths(),
                i64::from(line.vat.0),
                line.sold_position,
            ],
        )?;
    }
    Ok((ReceiptId(id), number))
}

/// The head of a closed receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Its number.
    pub number: i64,
    /// When it was closed.
    pub at: DateTime<Utc>,
    /// Who closed it.
    pub user: String,
    /// Goods that came back.
    pub is_return: bool,
    /// It sold an order.
    pub has_order: bool,
    /// Split by the way it was paid.
    pub settled: Settled,
}

/// The head of a receipt.
///
/// # Errors
/// [`StoreError::Shape`] when there is none.
pub fn head(sql: &Sql<'_>, receipt: ReceiptId) -> Result<Head, StoreError> {
    find(sql, receipt)?.ok_or_else(|| StoreError::Shape { what: format!("no receipt {receipt}") })
}

/// The head of a receipt; none when there is no such receipt.
pub fn find(sql: &Sql<'_>, receipt: ReceiptId) -> Result<Option<Head>, StoreError> {
    sql.query_opt(
        "SELECT number, at, user_name, kind, order_id, cash, card, prepaid, given, change FROM receipt
         WHERE receipt_id = ?1",
        params![receipt.0],
        |r| {
            Ok(Head {
                number: r.int(0)?,
                at: texts::time(r.int(1)?),
                user: r.text(2)?,
                is_return: r.text_ref(3)? == "return",
                has_order: r.opt_int(4)?.is_some(),
                settled: Settled {
                    cash: Kopecks(r.int(5)?),
                    card: Kopecks(r.int(6)?),
                    prepaid: Kopecks(r.int(7)?),
                    given: Kopecks(r.int(8)?),
                    change: Kopecks(r.int(9)?),
                },
            })
        },
    )
}

/// Packs of a sale that came back, by line.
pub fn returned(sql: &Sql<'_>, sale: ReceiptId) -> Result<HashMap<i64, Packs>, StoreError> {
    let rows = sql.query(
        "SELECT l.sold_position, sum(l.packs) FROM receipt r JOIN receipt_line l ON l.receipt_id = r.receipt_id
         WHERE r.return_of = ?1 AND l.sold_position IS NOT NULL GROUP BY l.sold_position",
        params![sale.0],
        |r| Ok((r.int(0)?, Packs(r.int(1)?))),
    )?;
    Ok(rows.into_iter().collect())
}

/// What was given back of a sale, by the way it was paid.
pub fn returned_sums(sql: &Sql<'_>, sale: ReceiptId) -> Result<Settled, StoreError> {
    let sums = sql.query_opt(
        "SELECT sum(cash), sum(card), sum(prepaid) FROM receipt WHERE return_of = ?1",
        params![sale.0],
        |r| {
            let [cash, card, prepaid] = [0, 1, 2].map(|at| r.opt_int(at).map(|k| Kopecks(k.unwrap_or_default())));
            Ok(Settled { cash: cash?, card: card?, prepaid: prepaid?, ..Settled::default() })
        },
    )?;
    Ok(sums.unwrap_or_default())
}

/// The lines of a receipt with their positions, in their order.
pub fn lines(sql: &Sql<'_>, receipt: ReceiptId) -> Result<Vec<(i64, ReceiptLine)>, StoreError> {
    sql.query(
        "SELECT position, batch_id, name, packs, price, list_price, discount, vat_rate, sold_position
         FROM receipt_line WHERE receipt_id = ?1 ORDER BY position",
        params![receipt.0],
        |r| {
            let line = ReceiptLine {
                batch: BatchId(r.int(1)?),
                name: r.text(2)?,
                packs: Packs(r.int(3)?),
                price: Kopecks(r.int(4)?),
                list_price: Kopecks(r.int(5)?),
                discount: Discount::stored(r.int(6)?),
                vat: VatRate(u8::try_from(r.int(7)?).unwrap_or(0)),
                sold_position: r.opt_int(8)?,
            };
            Ok((r.int(0)?, line))
        },
    )
}

/// Notes the prescription that was seen for a line.
pub fn note_prescription(
    sql: &Sql<'_>,
    receipt: ReceiptId,
    position: i64,
    seen: &Prescription,
) -> Result<(), StoreError> {
    sql.execute(
        "INSERT INTO prescription (receipt_id, position, number, issued_on, doctor) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![receipt.0, position, &seen.number, &seen.issued_on.to_string(), &seen.doctor],
    )?;
    Ok(())
}

/// True when a receipt for this order exists.
pub fn is_sold(sql: &Sql<'_>, order: OrderId) -> Result<bool, StoreError> {
    Ok(sql.number("SELECT count(*) FROM receipt WHERE order_id = ?1", params![order.0])? > 0)
}

/// The number of a receipt; 0 when it is gone.
pub fn number(sql: &Sql<'_>, receipt: ReceiptId) -> Result<i64, StoreError> {
    sql.number("SELECT number FROM receipt WHERE receipt_id = ?1", params![receipt.0])
}

/// How many receipts there are and what they come to, returns taken off: for checks and `doctor`.
pub fn totals(sql: &Sql<'_>) -> Result<(i64, Kopecks), StoreError> {
    let sum = "SELECT sum(CASE kind WHEN 'sale' THEN total ELSE -total END) FROM receipt /* reads all */";
    Ok((sql.number("SELECT count(*) FROM receipt /* reads all */", params![])?, Kopecks(sql.number(sum, params![])?)))
}
