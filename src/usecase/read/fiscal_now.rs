//! The fiscal device and the shift of a till as they stand: for the bar, the sale just made, and the shift's window.

use chrono::{DateTime, Utc};

use crate::domain::fiscal::{FiscalState, Printed, ShiftTotals};
use crate::domain::ids::{ReceiptId, TillId};
use crate::store;
use crate::store::fiscal::Waiting;
use crate::store::shifts::ShiftState;
use crate::usecase::{Query, ReadCx, UseError, settings};

/// The device and the shift of a till.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FiscalNowOf(pub TillId);

/// The answer to [`FiscalNowOf`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FiscalNow {
    /// A device prints the receipts.
    pub has_device: bool,
    /// It is a simulator: nothing reaches the tax service.
    pub is_simulator: bool,
    /// Receipts not printed yet.
    pub waiting: Waiting,
    /// The shift that is not closed.
    pub shift: Option<ShiftNow>,
}

/// A shift that is not closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShiftNow {
    /// Its number at this till.
    pub number: i64,
    /// The device was told to close it.
    pub is_closing: bool,
    /// When the first receipt opened it.
    pub opened_at: DateTime<Utc>,
    /// Who did.
    pub opened_by: String,
    /// What its receipts come to.
    pub totals: ShiftTotals,
    /// Why the device did not close it the last time: code and words.
    pub fault: (String, String),
    /// Receipts of this till that are open or put aside.
    pub open_receipts: usize,
}

impl Query for FiscalNowOf {
    type Rows = FiscalNow;

    fn run(self, cx: &ReadCx<'_>) -> Result<FiscalNow, UseError> {
        let device = settings::get(cx.sql, "fiscal.device")?;
        let shift = store::shifts::current(cx.sql, &self.0)?;
        let shift = shift.map(|shift| {
            Ok::<_, UseError>(ShiftNow {
                number: shift.number,
                is_closing: shift.state == ShiftState::Closing,
                opened_at: shift.opened_at,
                opened_by: shift.opened_by,
                totals: store::shifts::totals(cx.sql, shift.id, shift.number)?,
                fault: shift.fault,
                open_receipts: store::drafts::count_of(cx.sql, &self.0)?,
            })
        });
        Ok(FiscalNow {
            has_device: device != "none",
            is_simulator: device == "simulator",
            waiting: store::fiscal::waiting(cx.sql, &self.0)?,
            shift: shift.transpose()?,
        })
    }
}

/// Where the printing of one receipt stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PrintedState(pub ReceiptId);

impl Query for PrintedState {
    /// None when no device was there to print it.
    type Rows = Option<(FiscalState, Option<Printed>)>;

    fn run(self, cx: &ReadCx<'_>) -> Result<Self::Rows, UseError> {
        Ok(store::fiscal::of_receipt(cx.sql, self.0)?)
    }
}

/// Is there anything for the device of a till to do now: a receipt that is due, a shift to close?
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceWork(pub TillId);

impl Query for DeviceWork {
    type Rows = bool;

    fn run(self, cx: &ReadCx<'_>) -> Result<bool, UseError> {
        let due = store::fiscal::first_open(cx.sql, &self.0)?.is_some_and(|next| next.next_at <= cx.now);
        let shift = store::shifts::current(cx.sql, &self.0)?;
        Ok(due || shift.is_some_and(|shift| shift.state == ShiftState::Closing || shift.wants_x))
    }
}

/// Which device the settings name, and how it is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FiscalSetupNow;

/// The answer to [`FiscalSetupNow`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FiscalSetup {
    /// `none`, `simulator` or `atol`.
    pub device: String,
    /// Where its local service listens.
    pub host: String,
    /// See `host`.
    pub port: u16,
    /// How long to wait for an answer.
    pub timeout_secs: u64,
}

impl Query for FiscalSetupNow {
    type Rows = FiscalSetup;

    fn run(self, cx: &ReadCx<'_>) -> Result<FiscalSetup, UseError> {
        let number =
            |key, fallback: u64| Ok::<_, UseError>(settings::get(cx.sql, key)?.parse::<u64>().unwrap_or(fallback));
        Ok(FiscalSetup {
            device: settings::get(cx.sql, "fiscal.device")?,
            host: settings::get(cx.sql, "fiscal.host")?,
            port: u16::try_from(number("fiscal.port", 16_732)?).unwrap_or(16_732),
            timeout_secs: number("fiscal.timeout_seconds", 20)?,
        })
    }
}
