//! Shifts of the tills: at most one of a till is not closed.

use chrono::{DateTime, Utc};

use super::engine::{Row, Sql, params};
use super::error::StoreError;
use super::texts;
use crate::domain::fiscal::ShiftTotals;
use crate::domain::ids::{ShiftId, TillId};
use crate::domain::money::Kopecks;

/// Where a shift stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ShiftState {
    /// Receipts go into it.
    Open,
    /// The fiscal device was told to close it; no receipt goes into it any more.
    Closing,
    /// Over.
    Closed,
}

/// A shift.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    /// Its row.
    pub id: ShiftId,
    /// Its number at this till.
    pub number: i64,
    /// Where it stands.
    pub state: ShiftState,
    /// The key that closes it at the device once.
    pub key: String,
    /// When the first receipt opened it.
    pub opened_at: DateTime<Utc>,
    /// Who did.
    pub opened_by: String,
    /// The X report is wanted.
    pub wants_x: bool,
    /// Why the device did not close it the last time: code and words; empty when nothing went wrong.
    pub fault: (String, String),
}

/// The shift of a till that is not closed.
pub fn current(sql: &Sql<'_>, till: &TillId) -> Result<Option<Shift>, StoreError> {
    sql.query_opt(
        "SELECT shift_id, number, state, key, opened_at, opened_by, fault, detail, x_wanted FROM cash_shift
         WHERE till_id = ?1 AND state <> 'closed'",
        params![till.as_str()],
        shift,
    )
}

fn shift(r: &Row<'_>) -> Result<Shift, StoreError> {
    let state = match r.text_ref(2)? {
        "open" => ShiftState::Open,
        "closing" => ShiftState::Closing,
        _ => ShiftState::Closed,
    };
    Ok(Shift {
        id: ShiftId(r.int(0)?),
        number: r.int(1)?,
        state,
        key: r.text(3)?,
        opened_at: texts::time(r.int(4)?),
        opened_by: r.text(5)?,
        fault: (r.text(6)?, r.text(7)?),
        wants_x: r.flag(8)?,
    })
}

/// Opens the next shift of a till.
pub fn open(sql: &Sql<'_>, till: &TillId, user: &str, key: &str, at: DateTime<Utc>) -> Result<ShiftId, StoreError> {
    let number = super::settings::next_number(sql, &format!("shift@{}", till.as_str()))?;
    let id = sql.insert(
        "INSERT INTO cash_shift (till_id, number, state, key, opened_at, opened_by)
         VALUES (?1, ?2, 'open', ?3, ?4, ?5) RETURNING shift_id",
        params![till.as_str(), number, key, texts::ms(at), user],
    )?;
    Ok(ShiftId(id))
}

/// No receipt goes into an open shift any more. False when it was not open.
pub fn begin_closing(sql: &Sql<'_>, shift: ShiftId, user: &str) -> Result<bool, StoreError> {
    let touched = sql.execute(
        "UPDATE cash_shift SET state = 'closing', closed_by = ?2 WHERE shift_id = ?1 AND state = 'open'",
        params![shift.0, user],
    )?;
    Ok(touched == 1)
}

/// A shift is open again: the device refused to close it.
pub fn reopen(sql: &Sql<'_>, shift: ShiftId, fault: (&str, &str)) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE cash_shift SET state = 'open', closed_by = '', fault = ?2, detail = ?3
         WHERE shift_id = ?1 AND state = 'closing'",
        params![shift.0, fault.0, fault.1],
    )?;
    Ok(())
}

/// A shift is over; what the Z report of the device came to, if there is one.
pub fn close(sql: &Sql<'_>, shift: ShiftId, at: DateTime<Utc>, z: Option<&ShiftTotals>) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE cash_shift SET state = 'closed', closed_at = ?2, z_shift = ?3, z_sold = ?4, z_returned = ?5, fault = '',
             detail = ''
         WHERE shift_id = ?1 AND state = 'closing'",
        params![shift.0, texts::ms(at), z.map(|z| z.shift), z.map(|z| z.sold.0), z.map(|z| z.returned.0)],
    )?;
    Ok(())
}

/// The device has to print the X report of a shift.
pub fn want_x(sql: &Sql<'_>, shift: ShiftId) -> Result<(), StoreError> {
    sql.execute("UPDATE cash_shift SET x_wanted = 1 WHERE shift_id = ?1", params![shift.0])?;
    Ok(())
}

/// True, once, when the X report of a shift is wanted.
pub fn take_x(sql: &Sql<'_>, shift: ShiftId) -> Result<bool, StoreError> {
    let touched =
        sql.execute("UPDATE cash_shift SET x_wanted = 0 WHERE shift_id = ?1 AND x_wanted = 1", params![shift.0])?;
    Ok(touched == 1)
}

/// What the receipts of a shift come to.
pub fn totals(sql: &Sql<'_>, shift: ShiftId, number: i64) -> Result<ShiftTotals, StoreError> {
    let mut totals = ShiftTotals { shift: number, ..ShiftTotals::default() };
    sql.each(
        "SELECT kind, count(*), sum(total), sum(cash), sum(card), sum(prepaid) FROM receipt WHERE shift_id = ?1
         GROUP BY kind",
        params![shift.0],
        |r| {
            let [sum, cash, card, prepaid] = [2, 3, 4, 5].map(|at| r.int(at).map(Kopecks));
            let (sum, cash, card, prepaid) = (sum?, cash?, card?, prepaid?);
            if r.text_ref(0)? == "sale" {
                (totals.sales, totals.sold) = (r.int(1)?, sum);
                totals.cash = totals.cash.plus(cash);
                totals.card = totals.card.plus(card);
                totals.prepaid = totals.prepaid.plus(prepaid);
            } else {
                (totals.returns, totals.returned) = (r.int(1)?, sum);
                totals.cash = totals.cash.minus(cash);
                totals.card = totals.card.minus(card);
                totals.prepaid = totals.prepaid.minus(prepaid);
            }
            Ok(())
        },
    )?;
    Ok(totals)
}
