//! The journal of sales: its list, its sums, one sale with its lines.

use chrono::{DateTime, Utc};

use crate::domain::fiscal::{FiscalReceipt, FiscalState, Printed};
use crate::domain::ids::{FiscalKey, ReceiptId};
use crate::domain::money::Kopecks;
use crate::domain::packs::Packs;
use crate::domain::receipt::Settled;
use crate::domain::till_refusal::TillRefusal;
use crate::store;
use crate::usecase::print_receipt::fiscal_receipt;
use crate::usecase::{Query, ReadCx, UseError};

/// Which receipts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SalesFilter {
    /// From this moment on.
    pub from: DateTime<Utc>,
    /// Before this one.
    pub to: DateTime<Utc>,
    /// Words: number, goods, order, customer.
    pub text: String,
}

/// Receipts of a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SalesList {
    /// Which.
    pub filter: SalesFilter,
    /// At most so many rows; the sums are of all.
    pub limit: u32,
}

/// The answer to [`SalesList`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sales {
    /// The latest first.
    pub rows: Vec<SaleRow>,
    /// What all come to.
    pub totals: SalesTotals,
    /// When nothing was found: the latest receipt before.
    pub latest_before: Option<DateTime<Utc>>,
}

/// A receipt in the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaleRow {
    /// Which.
    pub receipt: ReceiptId,
    /// Its number.
    pub number: i64,
    /// When it was closed.
    pub at: DateTime<Utc>,
    /// Goods came back.
    pub is_return: bool,
    /// Title of the till.
    pub till: String,
    /// Who closed it.
    pub user: String,
    /// How it was paid, as a code.
    pub paid: String,
    /// What it comes to.
    pub total: Kopecks,
    /// Number of the order it sold; empty for none.
    pub order: String,
    /// Where its printing stands; none without a device.
    pub fiscal: Option<FiscalState>,
    /// Why it is not printed.
    pub fault: String,
    /// Number of its shift.
    pub shift: i64,
}

/// What receipts come to, returns taken off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SalesTotals {
    /// How many.
    pub receipts: i64,
    /// In all.
    pub sum: Kopecks,
    /// In cash.
    pub cash: Kopecks,
    /// By card.
    pub card: Kopecks,
    /// Prepaid on the site.
    pub prepaid: Kopecks,
    /// By till, shift and cashier.
    pub by_cashier: Vec<ByCashier>,
}

/// What one cashier sold in one shift.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByCashier {
    /// Title of the till.
    pub till: String,
    /// Number of the shift.
    pub shift: i64,
    /// Who.
    pub user: String,
    /// How many receipts.
    pub receipts: i64,
    /// What they come to.
    pub sum: Kopecks,
}

impl Query for SalesList {
    type Rows = Sales;

    fn run(self, cx: &ReadCx<'_>) -> Result<Sales, UseError> {
        let rows = store::sales::list(cx.sql, &self.filter, self.limit)?;
        let latest_before = if rows.is_empty() { store::sales::latest_before(cx.sql, self.filter.from)? } else { None };
        Ok(Sales { rows, totals: store::sales::totals(cx.sql, &self.filter)?, latest_before })
    }
}

/// One sale or return with its lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OneSale(pub ReceiptId);

/// The answer to [`OneSale`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sale {
    /// Which.
    pub receipt: ReceiptId,
    /// As the fiscal device has it, or would have it.
    pub fiscal: FiscalReceipt,
    /// What the device answered.
    pub printed: Option<Printed>,
    /// Its lines.
    pub lines: Vec<SaleLineRow>,
    /// Split by the way it was paid.
    pub settled: Settled,
    /// Goods came back with it.
    pub is_return: bool,
}

/// A line of a sale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaleLineRow {
    /// Its place in the receipt.
    pub position: i64,
    /// Name as sold.
    pub name: String,
    /// Series on the pack.
    pub series: String,
    /// Packs.
    pub packs: Packs,
    /// Packs that came back since.
    pub back: Packs,
    /// Price of one.
    pub price: Kopecks,
    /// No medicine by the directory: may come back of good quality.
    pub is_medicine: bool,
}

impl Query for OneSale {
    type Rows = Sale;

    fn run(self, cx: &ReadCx<'_>) -> Result<Sale, UseError> {
        let head = store::receipts::find(cx.sql, self.0)?.ok_or(TillRefusal::SaleNotFound)?;
        let back = store::receipts::returned(cx.sql, self.0)?;
        let mut lines = Vec::new();
        for (position, line) in store::receipts::lines(cx.sql, self.0)? {
            let series = store::stock::label(cx.sql, line.batch)?.map(|label| label.series).unwrap_or_default();
            lines.push(SaleLineRow {
                position,
                series,
                packs: line.packs,
                back: back.get(&position).copied().unwrap_or_default(),
                price: line.price,
                is_medicine: store::goods::is_medicine(cx.sql, line.batch)?,
                name: line.name,
            });
        }
        let printed = store::fiscal::of_receipt(cx.sql, self.0)?.and_then(|(_, printed)| printed);
        Ok(Sale {
            receipt: self.0,
            // The copy on paper carries no key: it is not sent anywhere.
            fiscal: fiscal_receipt(cx.sql, cx.zone, self.0, FiscalKey(String::new()))?,
            printed,
            lines,
            settled: head.settled,
            is_return: head.is_return,
        })
    }
}
