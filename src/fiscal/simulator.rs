//! A device that is not there: it keeps shifts, numbers, sums and signs in a file of its own, like a fiscal drive, and
//! can be told to fail in every way that a real one does.
//!
//! Every line of its file is one thing it did, forced to the disk before it answers. Nothing reaches the tax service.

use std::collections::VecDeque;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::FiscalDevice;
use crate::domain::clock::{Clock, from_millis};
use crate::domain::fiscal::{DeviceFault, FiscalKind, FiscalReceipt, Printed, ShiftTotals};
use crate::domain::ids::FiscalKey;
use crate::domain::money::Kopecks;

/// The numbers that it shows: nobody can take them for those of a real device.
const DRIVE: &str = "9999078900000001";
const DEVICE: &str = "0000000000000001";
/// A shift may last so long.
const SHIFT_HOURS: i64 = 24;

/// A fault to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SimFault {
    /// The cable is out: nothing arrives.
    Unreachable,
    /// It does what it was told, and its answer is lost.
    LostAnswer,
    /// It does nothing and does not answer.
    Silent,
    /// No paper: nothing is printed.
    NoPaper,
    /// It refuses with this code.
    Refuses(i64),
}

/// Faults to come, the next first; shared with whoever plays with it.
pub type FaultPlan = Arc<Mutex<VecDeque<SimFault>>>;

/// One thing it did.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Record {
    what: What,
    key: String,
    at_ms: i64,
    shift: i64,
    #[serde(default)]
    number: i64,
    #[serde(default)]
    document: i64,
    #[serde(default)]
    sign: String,
    #[serde(default)]
    sums: Sums,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum What {
    Opened,
    Sold,
    Returned,
    Closed,
}

#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct Sums {
    cash: i64,
    card: i64,
    prepaid: i64,
}

impl Sums {
    const fn total(self) -> Kopecks {
        Kopecks(self.cash + self.card + self.prepaid)
    }
}

/// The simulator.
pub struct Simulator {
    file: File,
    done: Vec<Record>,
    clock: Arc<dyn Clock>,
    faults: FaultPlan,
}

impl Simulator {
    /// Opens its file, or makes it. A last line that was cut off by a power failure never happened.
    ///
    /// # Errors
    /// Of the file, in the words of the system.
    pub fn open(path: &Path, clock: Arc<dyn Clock>) -> std::io::Result<Self> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(error),
        };
        let whole = text.rfind('\n').map_or("", |end| text.get(..=end).unwrap_or_default());
        let done = whole.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
        let file = OpenOptions::new().create(true).append(true).open(path)?;
        if whole.len() < text.len() {
            file.set_len(u64::try_from(whole.len()).unwrap_or(0))?;
        }
        Ok(Self { file, done, clock, faults: FaultPlan::default() })
    }

    /// Where faults to come are put.
    #[must_use]
    pub fn faults(&self) -> FaultPlan {
        Arc::clone(&self.faults)
    }

    /// How many receipts it printed, and what they come to, returns taken off.
    #[must_use]
    pub fn printed(&self) -> (usize, Kopecks) {
        let receipts = self.done.iter().filter(|r| matches!(r.what, What::Sold | What::Returned));
        let sum = |r: &Record| if r.what == What::Sold { r.sums.total().0 } else { -r.sums.total().0 };
        (receipts.clone().count(), Kopecks(receipts.map(sum).sum()))
    }

    fn fault(&self) -> Option<SimFault> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
    }

    /// Does something unless a fault comes first; a lost answer comes after it.
    fn doing<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T, DeviceFault>) -> Result<T, DeviceFault> {
        let detail = || String::from("simulator");
        match self.fault() {
            None => work(self),
            Some(SimFault::LostAnswer) => {
                work(self)?;
                Err(DeviceFault::NoAnswer { detail: detail() })
            }
            Some(SimFault::Silent) => Err(DeviceFault::NoAnswer { detail: detail() }),
            Some(SimFault::Unreachable) => Err(DeviceFault::Unreachable { detail: detail() }),
            Some(SimFault::NoPaper) => Err(DeviceFault::NoPaper),
            Some(SimFault::Refuses(code)) => Err(DeviceFault::Refused { code, text: detail() }),
        }
    }

    fn write(&mut self, record: Record) -> Result<(), DeviceFault> {
        let broken = |error: &dyn std::fmt::Display| DeviceFault::Unreachable { detail: error.to_string() };
        let mut line = serde_json::to_vec(&record).map_err(|e| broken(&e))?;
        line.push(b'\n');
        self.file.write_all(&line).and_then(|()| self.file.sync_data()).map_err(|e| broken(&e))?;
        self.done.push(record);
        Ok(())
    }

    /// The open shift: its number and when it was opened.
    fn open_shift(&self) -> Option<(i64, DateTime<Utc>)> {
        let last = self.done.iter().rev().find(|r| matches!(r.what, What::Opened | What::Closed))?;
        (last.what == What::Opened).then(|| (last.shift, from_millis(last.at_ms)))
    }

    fn known(&self, key: &FiscalKey) -> Option<Printed> {
        let is_it = |r: &&Record| r.key == key.as_str() && matches!(r.what, What::Sold | What::Returned);
        self.done.iter().find(is_it).map(printed)
    }

    fn totals(&self, shift: i64) -> ShiftTotals {
        let mut totals = ShiftTotals { shift, ..ShiftTotals::default() };
        for record in self.done.iter().filter(|r| r.shift == shift) {
            let [cash, card, prepaid] = [record.sums.cash, record.sums.card, record.sums.prepaid].map(Kopecks);
            let sum = record.sums.total();
            match record.what {
                What::Sold => {
                    totals.sales += 1;
                    totals.sold = totals.sold.plus(sum);
                    totals.cash = totals.cash.plus(cash);
                    totals.card = totals.card.plus(card);
                    totals.prepaid = totals.prepaid.plus(prepaid);
                }
                What::Returned => {
                    totals.returns += 1;
                    totals.returned = totals.returned.plus(sum);
                    totals.cash = totals.cash.minus(cash);
                    totals.card = totals.card.minus(card);
                    totals.prepaid = totals.prepaid.minus(prepaid);
                }
                What::Opened | What::Closed => {}
            }
        }
        totals
    }

    fn print(&mut self, receipt: &FiscalReceipt) -> Result<Printed, DeviceFault> {
        if let Some(printed) = self.known(&receipt.key) {
            return Ok(printed);
        }
        if !receipt.is_balanced() {
            return Err(DeviceFault::Refused { code: 148, text: String::from("lines and payments differ") });
        }
        let now = self.clock.now();
        let shift = match self.open_shift() {
            Some((_, opened)) if now - opened >= TimeDelta::hours(SHIFT_HOURS) => {
                return Err(DeviceFault::ShiftExpired);
            }
            Some((shift, _)) => shift,
            None => {
                let shift = self.done.iter().map(|r| r.shift).max().unwrap_or(0) + 1;
                let record = |what| Record {
                    what,
                    key: String::new(),
                    at_ms: now.timestamp_millis(),
                    shift,
                    number: 0,
                    document: 0,
                    sign: String::new(),
                    sums: Sums::default(),
                };
                self.write(record(What::Opened))?;
                shift
            }
        };
        let in_shift = self.done.iter().filter(|r| r.shift == shift && r.number > 0).count();
        let document = i64::try_from(self.done.len()).unwrap_or(i64::MAX) + 1;
        let settled = receipt.settled;
        let record = Record {
            what: if receipt.kind == FiscalKind::Sale { What::Sold } else { What::Returned },
            key: receipt.key.as_str().to_owned(),
            at_ms: now.timestamp_millis(),
            shift,
            number: i64::try_from(in_shift).unwrap_or(i64::MAX) + 1,
            document,
            sign: sign(document, receipt),
            sums: Sums { cash: settled.cash.0, card: settled.card.0, prepaid: settled.prepaid.0 },
        };
        let answer = printed(&record);
        self.write(record)?;
        Ok(answer)
    }
}

/// Ten digits that depend on everything printed.
fn sign(document: i64, receipt: &FiscalReceipt) -> String {
    let text = format!("{DRIVE}|{document}|{}|{}", receipt.key.as_str(), receipt.total().0);
    let hash = Sha256::digest(text.as_bytes());
    let number = hash.iter().take(4).fold(0_u64, |n, byte| (n << 8) | u64::from(*byte));
    format!("{number:010}")
}

fn printed(record: &Record) -> Printed {
    Printed {
        at: from_millis(record.at_ms),
        shift: record.shift,
        receipt: record.number,
        document: record.document,
        sign: record.sign.clone(),
        drive: DRIVE.to_owned(),
        device: DEVICE.to_owned(),
    }
}

impl FiscalDevice for Simulator {
    fn register(&mut self, receipt: &FiscalReceipt) -> Result<Printed, DeviceFault> {
        self.doing(|device| device.print(receipt))
    }

    fn ask(&mut self, key: &FiscalKey) -> Result<Option<Printed>, DeviceFault> {
        self.doing(|device| Ok(device.known(key)))
    }

    fn report_x(&mut self) -> Result<ShiftTotals, DeviceFault> {
        self.doing(|device| {
            Ok(device.open_shift().map_or_else(ShiftTotals::default, |(shift, _)| device.totals(shift)))
        })
    }

    fn close_shift(&mut self, key: &FiscalKey, _cashier: &str) -> Result<ShiftTotals, DeviceFault> {
        self.doing(|device| {
            let known = device.done.iter().find(|r| r.what == What::Closed && r.key == key.as_str());
            if let Some(record) = known {
                return Ok(device.totals(record.shift));
            }
            let Some((shift, _)) = device.open_shift() else {
                // Nothing was printed in it: there is nothing to close.
                return Ok(ShiftTotals::default());
            };
            let record = Record {
                what: What::Closed,
                key: key.as_str().to_owned(),
                at_ms: device.clock.now().timestamp_millis(),
                shift,
                number: 0,
                document: i64::try_from(device.done.len()).unwrap_or(i64::MAX) + 1,
                sign: String::new(),
                sums: Sums::default(),
            };
            device.write(record)?;
            Ok(device.totals(shift))
        })
    }
}
