//! What the fiscal device has to print: one row a receipt, written with it, and what the device answered.

use chrono::{DateTime, Utc};

use super::engine::{Row, Sql, params};
use super::error::StoreError;
use super::texts;
use crate::domain::fiscal::{DeviceFault, FiscalState, Printed};
use crate::domain::ids::{DocumentId, FiscalKey, ReceiptId, TillId};

/// Something to print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToPrint {
    /// Its row.
    pub id: DocumentId,
    /// The receipt.
    pub receipt: ReceiptId,
    /// Goes with every try, so that the device prints it once.
    pub key: FiscalKey,
    /// Where it stands.
    pub state: FiscalState,
    /// Tries so far.
    pub attempts: i64,
    /// Not before.
    pub next_at: DateTime<Utc>,
}

/// Notes that the device of a till has to print a receipt.
pub fn add(sql: &Sql<'_>, receipt: ReceiptId, till: &TillId, key: &FiscalKey) -> Result<(), StoreError> {
    sql.execute(
        "INSERT INTO fiscal_document (receipt_id, till_id, key, state) VALUES (?1, ?2, ?3, 'to_print')",
        params![receipt.0, till.as_str(), key.as_str()],
    )?;
    Ok(())
}

/// The first document of a till that waits for the device: they go in their order. One that the device refused waits
/// for a person and does not keep the next ones back.
pub fn first_open(sql: &Sql<'_>, till: &TillId) -> Result<Option<ToPrint>, StoreError> {
    sql.query_opt(
        "SELECT document_id, receipt_id, key, state, attempts, next_at FROM fiscal_document
         WHERE till_id = ?1 AND state <> 'printed' AND state <> 'failed' ORDER BY document_id LIMIT 1",
        params![till.as_str()],
        |r| {
            Ok(ToPrint {
                id: DocumentId(r.int(0)?),
                receipt: ReceiptId(r.int(1)?),
                key: FiscalKey(r.text(2)?),
                state: state(r, 3)?,
                attempts: r.int(4)?,
                next_at: texts::time(r.int(5)?),
            })
        },
    )
}

fn state(r: &Row<'_>, at: usize) -> Result<FiscalState, StoreError> {
    let text = r.text_ref(at)?;
    FiscalState::from_code(text).ok_or_else(|| StoreError::Shape { what: format!("fiscal state {text:?}") })
}

/// A try begins: from now on the device may have printed it.
pub fn begin(sql: &Sql<'_>, id: DocumentId) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE fiscal_document SET state = 'printing', attempts = attempts + 1 WHERE document_id = ?1",
        params![id.0],
    )?;
    Ok(())
}

/// The device printed it.
pub fn confirm(sql: &Sql<'_>, id: DocumentId, printed: &Printed) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE fiscal_document SET state = 'printed', fault = '', detail = '', printed_at = ?2, shift_number = ?3,
             receipt_number = ?4, document_number = ?5, fiscal_sign = ?6, drive_number = ?7, device_number = ?8
         WHERE document_id = ?1",
        params![
            id.0,
            texts::ms(printed.at),
            printed.shift,
            printed.receipt,
            printed.document,
            &printed.sign,
            &printed.drive,
            &printed.device,
        ],
    )?;
    Ok(())
}

/// The device did not print it: when to try again, and why not.
pub fn put_off(
    sql: &Sql<'_>,
    id: DocumentId,
    state: FiscalState,
    next_at: DateTime<Utc>,
    fault: (&str, &str),
) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE fiscal_document SET state = ?2, next_at = ?3, fault = ?4, detail = ?5
         WHERE document_id = ?1 AND state <> 'printed'",
        params![id.0, state.code(), texts::ms(next_at), fault.0, fault.1],
    )?;
    Ok(())
}

/// A person said «Повторить»: what waits at a till is tried at once.
pub fn retry_now(sql: &Sql<'_>, till: &TillId) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE fiscal_document SET next_at = 0, state = CASE state WHEN 'failed' THEN 'to_print' ELSE state END
         WHERE till_id = ?1 AND state <> 'printed'",
        params![till.as_str()],
    )?;
    Ok(())
}

/// What waits at a till, and what the first of it is waiting for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// How many receipts are not printed.
    pub count: usize,
    /// Fault code of the first; empty when nothing is wrong yet.
    pub fault: String,
    /// What the device said of it.
    pub detail: String,
    /// The first one needs a person.
    pub is_failed: bool,
}

impl Waiting {
    /// It waits for the Z report of a shift that is older than a day.
    #[must_use]
    pub fn wants_z(&self) -> bool {
        self.fault == DeviceFault::ShiftExpired.code()
    }
}

/// What waits at a till.
pub fn waiting(sql: &Sql<'_>, till: &TillId) -> Result<Waiting, StoreError> {
    let count = sql.number(
        "SELECT count(*) FROM fiscal_document WHERE till_id = ?1 AND state <> 'printed'",
        params![till.as_str()],
    )?;
    let first = sql.query_opt(
        "SELECT fault, detail, state FROM fiscal_document WHERE till_id = ?1 AND state <> 'printed'
         ORDER BY document_id LIMIT 1",
        params![till.as_str()],
        |r| Ok((r.text(0)?, r.text(1)?, state(r, 2)? == FiscalState::Failed)),
    )?;
    let (fault, detail, is_failed) = first.unwrap_or_default();
    Ok(Waiting { count: usize::try_from(count).unwrap_or(0), fault, detail, is_failed })
}

/// Where the document of a receipt stands, and what the device answered; none when none was asked for.
pub fn of_receipt(sql: &Sql<'_>, receipt: ReceiptId) -> Result<Option<(FiscalState, Option<Printed>)>, StoreError> {
    sql.query_opt(
        "SELECT state, printed_at, shift_number, receipt_number, document_number, fiscal_sign, drive_number,
                device_number
         FROM fiscal_document WHERE receipt_id = ?1",
        params![receipt.0],
        |r| {
            let printed = match r.opt_int(1)? {
                None => None,
                Some(at) => Some(Printed {
                    at: texts::time(at),
                    shift: r.opt_int(2)?.unwrap_or_default(),
                    receipt: r.opt_int(3)?.unwrap_or_default(),
                    document: r.opt_int(4)?.unwrap_or_default(),
                    sign: r.text(5)?,
                    drive: r.text(6)?,
                    device: r.text(7)?,
                }),
            };
            Ok((state(r, 0)?, printed))
        },
    )
}

/// How many receipts of all tills are not printed.
pub fn unprinted(sql: &Sql<'_>) -> Result<i64, StoreError> {
    sql.number("SELECT count(*) FROM fiscal_document WHERE state <> 'printed'", params![])
}
