//! When a command on the receipt, the shift or a sale is live, and why not.

use super::{CmdCx, OrderInReceipt, ReceiptFacts, Why, no};
use crate::domain::money::Kopecks;

pub(super) const fn can_pay(cx: &CmdCx) -> Result<(), Why> {
    match cx.receipt {
        ReceiptFacts { busy: true, .. } => no("why-receipt-busy"),
        ReceiptFacts { lines: 0, .. } => no("why-receipt-empty"),
        ReceiptFacts { order: OrderInReceipt::Prepaid, due: Kopecks::ZERO, .. } => no("why-prepaid"),
        ReceiptFacts { .. } => Ok(()),
    }
}

pub(super) const fn can_hand_over(cx: &CmdCx) -> Result<(), Why> {
    match cx.receipt {
        ReceiptFacts { busy: true, .. } => no("why-receipt-busy"),
        ReceiptFacts { lines: 0, .. } => no("why-receipt-empty"),
        ReceiptFacts { order: OrderInReceipt::Prepaid, due: Kopecks::ZERO, .. } => Ok(()),
        ReceiptFacts { .. } => no("why-not-prepaid"),
    }
}

pub(super) const fn own_line(cx: &CmdCx) -> Result<(), Why> {
    match cx.receipt {
        ReceiptFacts { busy: true, .. } => no("why-receipt-busy"),
        ReceiptFacts { lines: 0, .. } => no("why-no-line"),
        ReceiptFacts { on_order_line: true, .. } => no("why-order-is-whole"),
        ReceiptFacts { .. } => Ok(()),
    }
}

pub(super) const fn order_in_receipt(cx: &CmdCx) -> Result<(), Why> {
    match cx.receipt {
        ReceiptFacts { busy: true, .. } => no("why-receipt-busy"),
        ReceiptFacts { order: OrderInReceipt::None, .. } => no("why-no-order-in-receipt"),
        ReceiptFacts { .. } => Ok(()),
    }
}

pub(super) const fn needs_prescription(cx: &CmdCx) -> Result<(), Why> {
    match cx.receipt {
        ReceiptFacts { busy: true, .. } => no("why-receipt-busy"),
        ReceiptFacts { unseen: 0, .. } => no("why-no-prescription-needed"),
        ReceiptFacts { .. } => Ok(()),
    }
}

pub(super) const fn can_park(cx: &CmdCx) -> Result<(), Why> {
    match cx.receipt {
        ReceiptFacts { busy: true, .. } => no("why-receipt-busy"),
        ReceiptFacts { lines: 0, .. } => no("why-receipt-empty"),
        ReceiptFacts { .. } => Ok(()),
    }
}

pub(super) const fn can_recall(cx: &CmdCx) -> Result<(), Why> {
    match cx.receipt {
        ReceiptFacts { busy: true, .. } => no("why-receipt-busy"),
        ReceiptFacts { lines: 1.., .. } => no("why-receipt-not-empty"),
        ReceiptFacts { parked: 0, .. } => no("why-nothing-parked"),
        ReceiptFacts { .. } => Ok(()),
    }
}
