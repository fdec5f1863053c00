//! The fiscal device («касса», 54-ФЗ): one interface, a simulator that keeps its own memory, an adapter for a local
//! HTTP service, and the job that prints what the data says is to be printed.
//!
//! Owns: how a device is spoken to. Reading order: this file (the interface), `job`, `simulator`, `atol`; beside it `marks`, the check of marking codes, and `terminal`, the card
//! terminal. Must not know:
//! SQL, screens, the site. No device here is certified, and nothing here claims to be.

pub mod atol;
pub mod job;
pub mod marks;
pub mod simulator;
pub mod terminal;

use crate::domain::fiscal::{DeviceFault, FiscalReceipt, Printed, ShiftTotals};
use crate::domain::ids::FiscalKey;

/// A fiscal device. Calls wait for it, so they belong on a thread of their own.
///
/// Everything that prints carries a key: a device that knows the key answers what it printed then, and prints nothing.
pub trait FiscalDevice: Send {
    /// Prints a receipt; opens the shift first when it is closed.
    ///
    /// # Errors
    /// The fault; after one that [`DeviceFault::may_be_done`] the device must be asked by the key.
    fn register(&mut self, receipt: &FiscalReceipt) -> Result<Printed, DeviceFault>;

    /// What was printed with this key; none when nothing was.
    ///
    /// # Errors
    /// The fault: nothing is known then.
    fn ask(&mut self, key: &FiscalKey) -> Result<Option<Printed>, DeviceFault>;

    /// Prints the X report: what the open shift came to so far.
    ///
    /// # Errors
    /// The fault.
    fn report_x(&mut self) -> Result<ShiftTotals, DeviceFault>;

    /// Prints the Z report and closes the shift; with a key that it knows it answers the totals of then.
    ///
    /// # Errors
    /// The fault; as with [`Self::register`].
    fn close_shift(&mut self, key: &FiscalKey, cashier: &str) -> Result<ShiftTotals, DeviceFault>;
}
