//! What the fiscal device has to print, step by step: a try begins, the device printed it, it did not.
//!
//! Each is one transaction; the device is spoken to between them, never inside. A try that may have been printed is
//! asked for by its key before anything is sent again.

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};

use super::{Action, Cx, Topic, UseError, settings};
use crate::domain::fiscal::{DeviceFault, FiscalKind, FiscalLine, FiscalReceipt, FiscalState, Printed, Seller};
use crate::domain::ids::{DocumentId, FiscalKey, ReceiptId};
use crate::store::receipts::Head;
use crate::store::{self, Sql};

/// Seconds until the next try, by tries so far; then the last one again and again.
const AGAIN_SECS: [i64; 6] = [2, 3, 5, 10, 20, 30];

/// A try to print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintTry {
    /// Its row.
    pub document: DocumentId,
    /// The receipt for the device.
    pub receipt: FiscalReceipt,
    /// An earlier try may have been printed: ask the device by the key first.
    pub ask_first: bool,
    /// Tries so far, this one too.
    pub attempts: i64,
}

/// Begins the next try of the actor's till; none when nothing is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BeginPrinting;

impl Action for BeginPrinting {
    type Value = Option<PrintTry>;
    const NAME: &'static str = "begin_printing";

    fn run(self, cx: &mut Cx<'_>) -> Result<Option<PrintTry>, UseError> {
        let Some(next) = store::fiscal::first_open(cx.sql, &cx.actor.till)?.filter(|n| n.next_at <= cx.now) else {
            return Ok(None);
        };
        let receipt = fiscal_receipt(cx.sql, cx.zone, next.receipt, next.key)?;
        store::fiscal::begin(cx.sql, next.id)?;
        let ask_first = next.state == FiscalState::Printing;
        Ok(Some(PrintTry { document: next.id, receipt, ask_first, attempts: next.attempts + 1 }))
    }
}

/// The device printed it: its numbers are stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfirmPrinted {
    /// Which.
    pub document: DocumentId,
    /// What the device answered.
    pub printed: Printed,
}

impl Action for ConfirmPrinted {
    type Value = ();
    const NAME: &'static str = "confirm_printed";

    fn run(self, cx: &mut Cx<'_>) -> Result<(), UseError> {
        store::fiscal::confirm(cx.sql, self.document, &self.printed)?;
        cx.changes.add(Topic::Sales);
        Ok(())
    }
}

/// The device did not print it: tried again later, or left to a person when the device refuses it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PutOffPrinting {
    /// Which.
    pub document: DocumentId,
    /// Tries so far.
    pub attempts: i64,
    /// What went wrong.
    pub fault: DeviceFault,
}

impl Action for PutOffPrinting {
    /// When it is tried again.
    type Value = DateTime<Utc>;
    const NAME: &'static str = "put_off_printing";

    fn run(self, cx: &mut Cx<'_>) -> Result<DateTime<Utc>, UseError> {
        let state = match &self.fault {
            DeviceFault::Refused { .. } => FiscalState::Failed,
            fault if fault.may_be_done() => FiscalState::Printing,
            _ => FiscalState::ToPrint,
        };
        let at = usize::try_from(self.attempts.max(1) - 1).unwrap_or(usize::MAX).min(AGAIN_SECS.len() - 1);
        let next_at = cx.now + TimeDelta::seconds(AGAIN_SECS.get(at).copied().unwrap_or(30));
        let detail: String = self.fault.detail().chars().take(300).collect();
        store::fiscal::put_off(cx.sql, self.document, state, next_at, (self.fault.code(), &detail))?;
        cx.changes.add(Topic::Sales);
        Ok(next_at)
    }
}

/// «Повторить печать»: what waits at this till is tried at once, what the device refused too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPrinting;

impl Action for RetryPrinting {
    type Value = ();
    const NAME: &'static str = "retry_printing";

    fn run(self, cx: &mut Cx<'_>) -> Result<(), UseError> {
        store::fiscal::retry_now(cx.sql, &cx.actor.till)?;
        cx.changes.add(Topic::Sales);
        Ok(())
    }
}

/// The receipt as the device wants it, from the rows that the sale wrote.
pub(super) fn fiscal_receipt(
    sql: &Sql<'_>,
    zone: FixedOffset,
    receipt: ReceiptId,
    key: FiscalKey,
) -> Result<FiscalReceipt, UseError> {
    let Head { number, at, user, is_return, settled, has_order, .. } = store::receipts::head(sql, receipt)?;
    let lines = store::receipts::lines(sql, receipt)?;
    let total = settled.cash.plus(settled.card).plus(settled.prepaid);
    // The order's lines stand first, and what was prepaid is the order, whole.
    let mut prepaid_left = settled.prepaid;
    let lines = lines.into_iter().map(|(_, line)| {
        let sum = line.price.times(line.packs);
        let is_prepaid = has_order && sum <= prepaid_left && prepaid_left.0 > 0;
        if is_prepaid {
            prepaid_left = prepaid_left.minus(sum);
        }
        FiscalLine { name: line.name, packs: line.packs, price: line.price, vat: line.vat, is_prepaid }
    });
    let seller = Seller {
        name: settings::get(sql, "pharmacy.name")?,
        address: settings::get(sql, "pharmacy.address")?,
        inn: settings::get(sql, "pharmacy.inn")?,
        tax_system: settings::get(sql, "fiscal.tax_system")?,
    };
    let receipt = FiscalReceipt {
        key,
        kind: if is_return { FiscalKind::Return } else { FiscalKind::Sale },
        at: at.with_timezone(&zone),
        number,
        cashier: user,
        seller,
        lines: lines.collect(),
        settled,
    };
    debug_assert_eq!(receipt.total(), total, "lines and payments of a stored receipt agree");
    Ok(receipt)
}
