//! When a command on the receipt, the shift or a sale is live, and why not.

use super::{CmdCx, OrderInReceipt, ReceiptFacts, SaleFacts, Why, no};
use crate::domain::money::Kopecks;

pub(super) const fn can_pay(cx: &CmdCx) -> Result<(), Why> {
    match cx.receipt {
        ReceiptFacts { busy: true, .. } => no("why-receipt-busy"),
        ReceiptFacts { coming: true, .. } => Ok(()),
        ReceiptFacts { lines: 0, .. } => no("why-receipt-empty"),
        ReceiptFacts { unticked: 1.., .. } => no("why-bag-not-checked"),
        ReceiptFacts { order: OrderInReceipt::Prepaid, due: Kopecks::ZERO, .. } => no("why-prepaid"),
        ReceiptFacts { .. } => Ok(()),
    }
}

pub(super) const fn can_hand_over(cx: &CmdCx) -> Result<(), Why> {
    match cx.receipt {
        ReceiptFacts { busy: true, .. } => no("why-receipt-busy"),
        ReceiptFacts { coming: true, .. } => Ok(()),
        ReceiptFacts { lines: 0, .. } => no("why-receipt-empty"),
        ReceiptFacts { unticked: 1.., .. } => no("why-bag-not-checked"),
        ReceiptFacts { order: OrderInReceipt::Prepaid, due: Kopecks::ZERO, .. } => Ok(()),
        ReceiptFacts { .. } => no("why-not-prepaid"),
    }
}

pub(super) const fn own_line(cx: &CmdCx) -> Result<(), Why> {
    match cx.receipt {
        ReceiptFacts { busy: true, .. } => no("why-receipt-busy"),
        ReceiptFacts { coming: true, .. } => Ok(()),
        ReceiptFacts { lines: 0, .. } => no("why-no-line"),
        ReceiptFacts { on_order_line: true, .. } => no("why-order-is-whole"),
        ReceiptFacts { .. } => Ok(()),
    }
}

pub(super) const fn order_in_receipt(cx: &CmdCx) -> Result<(), Why> {
    match cx.receipt {
        ReceiptFacts { busy: true, .. } => no("why-receipt-busy"),
        ReceiptFacts { coming: true, .. } => Ok(()),
        ReceiptFacts { order: OrderInReceipt::None, .. } => no("why-no-order-in-receipt"),
        ReceiptFacts { .. } => Ok(()),
    }
}

pub(super) const fn needs_prescription(cx: &CmdCx) -> Result<(), Why> {
    match cx.receipt {
        ReceiptFacts { busy: true, .. } => no("why-receipt-busy"),
        ReceiptFacts { coming: true, .. } => Ok(()),
        ReceiptFacts { unseen: 0, .. } => no("why-no-prescription-needed"),
        ReceiptFacts { .. } => Ok(()),
    }
}

pub(super) const fn can_park(cx: &CmdCx) -> Result<(), Why> {
    match cx.receipt {
        ReceiptFacts { busy: true, .. } => no("why-receipt-busy"),
        ReceiptFacts { coming: true, .. } => Ok(()),
        ReceiptFacts { lines: 0, .. } => no("why-receipt-empty"),
        ReceiptFacts { .. } => Ok(()),
    }
}

pub(super) const fn can_recall(cx: &CmdCx) -> Result<(), Why> {
    match cx.receipt {
        ReceiptFacts { busy: true, .. } => no("why-receipt-busy"),
        ReceiptFacts { coming: true, .. } => Ok(()),
        ReceiptFacts { lines: 1.., .. } => no("why-receipt-not-empty"),
        ReceiptFacts { parked: 0, .. } => no("why-nothing-parked"),
        ReceiptFacts { .. } => Ok(()),
    }
}

pub(super) const fn has_sale(cx: &CmdCx) -> Result<(), Why> {
    if cx.sale.chosen { Ok(()) } else { no("why-no-sale") }
}

pub(super) const fn can_take_back(cx: &CmdCx) -> Result<(), Why> {
    match cx.sale {
        SaleFacts { chosen: false, .. } => no("why-no-sale"),
        SaleFacts { is_return: true, .. } => no("why-is-return"),
        SaleFacts { all_back: true, .. } => no("why-all-back"),
        SaleFacts { .. } => Ok(()),
    }
}

pub(super) const fn on_order_line(cx: &CmdCx) -> Result<(), Why> {
    match cx.receipt {
        ReceiptFacts { busy: true, .. } => no("why-receipt-busy"),
        ReceiptFacts { coming: true, .. } | ReceiptFacts { on_order_line: true, .. } => Ok(()),
        ReceiptFacts { .. } => no("why-no-order-line"),
    }
}

pub(super) const fn can_tick_all(cx: &CmdCx) -> Result<(), Why> {
    match cx.receipt {
        ReceiptFacts { busy: true, .. } => no("why-receipt-busy"),
        ReceiptFacts { coming: true, .. } => Ok(()),
        ReceiptFacts { order: OrderInReceipt::None, .. } => no("why-no-order-in-receipt"),
        ReceiptFacts { unticked: 0, .. } => no("why-bag-is-checked"),
        ReceiptFacts { .. } => Ok(()),
    }
}

pub(super) const fn receipt_is_free(cx: &CmdCx) -> Result<(), Why> {
    match cx.receipt {
        ReceiptFacts { busy: true, .. } => no("why-receipt-busy"),
        ReceiptFacts { lines: 1.., .. } => no("why-receipt-not-empty"),
        ReceiptFacts { .. } => Ok(()),
    }
}
