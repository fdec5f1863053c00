//! «Закрыть смену»: never over receipts that are not printed, and over open ones only when a person said so.

use super::{Action, Cx, Topic, UseError, settings};
use crate::domain::fiscal::{DeviceFault, ShiftTotals};
use crate::domain::ids::{FiscalKey, ShiftId};
use crate::domain::till_refusal::TillRefusal;
use crate::store;
use crate::store::shifts::{Shift, ShiftState};

/// What becomes of receipts that are open or put aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenReceipts {
    /// The shift stays open because of them.
    Refuse,
    /// They wait for the next shift: a person has seen them and said so.
    LetWait,
}

/// Closes the shift of the actor's till: at once without a fiscal device, else when the device has printed its Z report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CloseShift(pub OpenReceipts);

impl Action for CloseShift {
    /// What the receipts of the shift come to.
    type Value = ShiftTotals;
    const NAME: &'static str = "close_shift";

    fn run(self, cx: &mut Cx<'_>) -> Result<ShiftTotals, UseError> {
        let shift = open_shift(cx)?;
        let waiting = store::fiscal::waiting(cx.sql, &cx.actor.till)?;
        // A receipt that waits for the Z report of an overdue shift is printed in the next one.
        if waiting.count > 0 && !waiting.wants_z() {
            return Err(TillRefusal::ReceiptsNotPrinted { count: waiting.count }.into());
        }
        let open = store::drafts::count_of(cx.sql, &cx.actor.till)?;
        if open > 0 && self.0 == OpenReceipts::Refuse {
            return Err(TillRefusal::ReceiptsOpen { count: open }.into());
        }
        store::shifts::begin_closing(cx.sql, shift.id, &cx.actor.user)?;
        if !settings::has_fiscal_device(cx.sql)? {
            store::shifts::close(cx.sql, shift.id, cx.now, None)?;
        }
        cx.changes.add(Topic::Sales);
        Ok(store::shifts::totals(cx.sql, shift.id, shift.number)?)
    }
}

fn open_shift(cx: &Cx<'_>) -> Result<Shift, UseError> {
    match store::shifts::current(cx.sql, &cx.actor.till)? {
        Some(shift) if shift.state == ShiftState::Open => Ok(shift),
        Some(_) => Err(TillRefusal::ShiftClosing.into()),
        None => Err(TillRefusal::NoShift.into()),
    }
}

/// A shift that the device has to close.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    /// Which.
    pub shift: ShiftId,
    /// Goes with every try.
    pub key: FiscalKey,
}

/// What the device has to do about the shift.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShiftWork {
    /// Print the Z report and close it.
    Close(Closing),
    /// Print the X report.
    X,
}

/// Takes what the device has to do about the shift of the actor's till. An X report is taken once; a shift is closed
/// until the device has answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TakeShiftWork;

impl Action for TakeShiftWork {
    type Value = Option<ShiftWork>;
    const NAME: &'static str = "take_shift_work";

    fn run(self, cx: &mut Cx<'_>) -> Result<Option<ShiftWork>, UseError> {
        let Some(shift) = store::shifts::current(cx.sql, &cx.actor.till)? else {
            return Ok(None);
        };
        if shift.state == ShiftState::Closing {
            return Ok(Some(ShiftWork::Close(Closing { shift: shift.id, key: FiscalKey(shift.key) })));
        }
        Ok(store::shifts::take_x(cx.sql, shift.id)?.then_some(ShiftWork::X))
    }
}

/// «X-отчёт»: the device prints what the open shift came to so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WantXReport;

impl Action for WantXReport {
    type Value = ();
    const NAME: &'static str = "want_x_report";

    fn run(self, cx: &mut Cx<'_>) -> Result<(), UseError> {
        let shift = open_shift(cx)?;
        store::shifts::want_x(cx.sql, shift.id)?;
        cx.changes.add(Topic::Sales);
        Ok(())
    }
}

/// What the device made of closing a shift.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShiftAnswered {
    /// Which.
    pub shift: ShiftId,
    /// The totals of its Z report, or why there is none: the shift is open again then.
    pub answer: Result<ShiftTotals, DeviceFault>,
}

impl Action for ShiftAnswered {
    type Value = ();
    const NAME: &'static str = "shift_answered";

    fn run(self, cx: &mut Cx<'_>) -> Result<(), UseError> {
        match &self.answer {
            Ok(totals) => store::shifts::close(cx.sql, self.shift, cx.now, Some(totals))?,
            // It may be closed: asked again with the same key, no receipt goes into it meanwhile.
            Err(fault) if fault.may_be_done() => return Ok(()),
            Err(fault) => store::shifts::reopen(cx.sql, self.shift, (fault.code(), &fault.detail()))?,
        }
        cx.changes.add(Topic::Sales);
        Ok(())
    }
}
