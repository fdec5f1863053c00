//! The fiscal receipt (54-ФЗ) as data: what goes to the device, what the device answers, what may be wrong with it.
//!
//! The fields are those of a cash receipt as the law names them; which device prints it is not known here.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, Utc};
use thiserror::Error;

use super::ids::FiscalKey;
use super::money::Kopecks;
use super::packs::Packs;
use super::receipt::Settled;
use super::vat::{self, VatPart, VatRate};

/// Where the printing of a receipt stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FiscalState {
    /// Not sent yet.
    ToPrint,
    /// Sent; the device may have printed it. It is asked by the key before anything is sent again.
    Printing,
    /// Printed; the device's numbers are stored.
    Printed,
    /// Refused by the device: a person has to look.
    Failed,
}

impl FiscalState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::ToPrint, Self::Printing, Self::Printed, Self::Failed];

    /// The stable code kept in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ToPrint => "to_print",
            Self::Printing => "printing",
            Self::Printed => "printed",
            Self::Failed => "failed",
        }
    }

    /// The state of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// «Признак расчёта».
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FiscalKind {
    /// «Приход».
    Sale,
    /// «Возврат прихода».
    Return,
}

/// A receipt for the device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FiscalReceipt {
    /// Goes with every try: a device that knows it prints nothing again.
    pub key: FiscalKey,
    /// Sale or return.
    pub kind: FiscalKind,
    /// When it was sold, with the zone of the pharmacy.
    pub at: DateTime<FixedOffset>,
    /// Our number of it.
    pub number: i64,
    /// The cashier.
    pub cashier: String,
    /// Who sells.
    pub seller: Seller,
    /// Its lines.
    pub lines: Vec<FiscalLine>,
    /// Split by the way it was paid.
    pub settled: Settled,
}

/// Who sells, as the receipt says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seller {
    /// Name of the pharmacy.
    pub name: String,
    /// Where it is.
    pub address: String,
    /// INN; empty when not set.
    pub inn: String,
    /// «СНО»: code of the tax system.
    pub tax_system: String,
}

/// A line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FiscalLine {
    /// Name.
    pub name: String,
    /// Packs.
    pub packs: Packs,
    /// Price of one, with every discount.
    pub price: Kopecks,
    /// VAT rate.
    pub vat: VatRate,
    /// Paid on the site before: «аванс» is settled, nothing is taken.
    pub is_prepaid: bool,
}

impl FiscalLine {
    /// Sum of the line.
    #[must_use]
    pub const fn sum(&self) -> Kopecks {
        self.price.times(self.packs)
    }
}

impl FiscalReceipt {
    /// What it comes to.
    #[must_use]
    pub fn total(&self) -> Kopecks {
        self.lines.iter().map(FiscalLine::sum).sum()
    }

    /// Sums and taxes by rate.
    #[must_use]
    pub fn vat(&self) -> BTreeMap<VatRate, VatPart> {
        vat::parts(self.lines.iter().map(|line| (line.vat, line.sum())))
    }

    /// True when lines and payments agree to the kopeck; a device refuses anything else.
    #[must_use]
    pub fn is_balanced(&self) -> bool {
        let paid = self.settled.cash.plus(self.settled.card).plus(self.settled.prepaid);
        !self.lines.is_empty() && paid == self.total()
    }
}

/// What the device printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// By the clock of the device.
    pub at: DateTime<Utc>,
    /// «Смена».
    pub shift: i64,
    /// «Чек»: its number in the shift.
    pub receipt: i64,
    /// «ФД»: number of the fiscal document.
    pub document: i64,
    /// «ФП»: the fiscal sign.
    pub sign: String,
    /// «ФН»: number of the fiscal drive.
    pub drive: String,
    /// «РН ККТ»: registration number of the device.
    pub device: String,
}

impl Printed {
    /// The text of the QR on the receipt, as the tax service's program reads it.
    #[must_use]
    pub fn qr(&self, total: Kopecks, kind: FiscalKind, zone: FixedOffset) -> String {
        let at = self.at.with_timezone(&zone).format("%Y%m%dT%H%M");
        let kind = match kind {
            FiscalKind::Sale => 1,
            FiscalKind::Return => 2,
        };
        let (whole, part) = (total.0 / 100, total.0 % 100);
        format!("t={at}&s={whole}.{part:02}&fn={}&i={}&fp={}&n={kind}", self.drive, self.document, self.sign)
    }
}

/// What a shift of the device came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ShiftTotals {
    /// Number of the shift.
    pub shift: i64,
    /// Receipts of sales.
    pub sales: i64,
    /// What they come to.
    pub sold: Kopecks,
    /// Receipts of returns.
    pub returns: i64,
    /// What they come to.
    pub returned: Kopecks,
    /// Cash in the drawer from these.
    pub cash: Kopecks,
    /// By card, less returns.
    pub card: Kopecks,
    /// Prepayments settled.
    pub prepaid: Kopecks,
}

/// Why the device did not do it. Data only; the words are in `assets/i18n` by [`DeviceFault::code`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DeviceFault {
    /// No connection: nothing was sent.
    #[error("the device cannot be reached: {detail}")]
    Unreachable {
        /// What the system said.
        detail: String,
    },
    /// It was sent and nothing came back: it may be done.
    #[error("the device did not answer: {detail}")]
    NoAnswer {
        /// What the system said.
        detail: String,
    },
    /// No paper, or the cover is open.
    #[error("no paper, or the cover is open")]
    NoPaper,
    /// The shift is older than 24 hours: a Z report first.
    #[error("the shift of the device is older than 24 hours")]
    ShiftExpired,
    /// The device refuses what it was told.
    #[error("the device refused: {code} {text}")]
    Refused {
        /// Its number of the error.
        code: i64,
        /// Its words.
        text: String,
    },
    /// Its answer cannot be read.
    #[error("the answer of the device cannot be read: {detail}")]
    Garbled {
        /// What is wrong with it.
        detail: String,
    },
}

impl DeviceFault {
    /// The text key of the user's wording (`fiscal-fault-<code>`), and the code kept in the database.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unreachable { .. } => "unreachable",
            Self::NoAnswer { .. } => "no-answer",
            Self::NoPaper => "no-paper",
            Self::ShiftExpired => "shift-expired",
            Self::Refused { .. } => "refused",
            Self::Garbled { .. } => "garbled",
        }
    }

    /// What the device or the system said, for the log and the details.
    #[must_use]
    pub fn detail(&self) -> String {
        match self {
            Self::Unreachable { detail } | Self::NoAnswer { detail } | Self::Garbled { detail } => detail.clone(),
            Self::Refused { code, text } => format!("{code}: {text}"),
            Self::NoPaper | Self::ShiftExpired => String::new(),
        }
    }

    /// The device may have done it all the same: it must be asked by the key.
    #[must_use]
    pub const fn may_be_done(&self) -> bool {
        matches!(self, Self::NoAnswer { .. } | Self::Garbled { .. } | Self::NoPaper)
    }
}
