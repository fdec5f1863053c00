//! A sale: receipt, stock, reservation, order → закрыт and outbox in one transaction.

use super::read::quote::QuoteLine;
use super::{Action, Cx, Topic, UseError, support};
use crate::domain::error::Refusal;
use crate::domain::ids::{BatchId, OrderId, ReceiptId};
use crate::domain::money::Kopecks;
use crate::domain::order::{HistoryEvent, Order, PaymentState};
use crate::domain::packs::Packs;
use crate::domain::receipt::{self, Paid};
use crate::domain::status::OrderEvent;
use crate::store;
use crate::store::receipts::NewReceipt;
use crate::store::stock::Move;

/// Sells a receipt: walk-in lines, or one whole order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SellReceipt {
    /// Walk-in lines by batch; empty when an order is sold alone.
    pub lines: Vec<SaleLine>,
    /// The order whose reserved lines are sold, whole.
    pub order: Option<OrderId>,
    /// How it is paid.
    pub paid: Paid,
    /// What the screen showed as the sum to pay; the sale is refused when it is another by now.
    pub shown_total: Kopecks,
}

/// So many packs of one batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SaleLine {
    /// From which batch.
    pub batch: BatchId,
    /// How many.
    pub packs: Packs,
}

/// What was sold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaleDone {
    /// Our row; none for a trial order of the site, which makes no receipt.
    pub receipt: Option<ReceiptId>,
    /// The number of the receipt; 0 for a trial order.
    pub number: i64,
    /// What was to pay now (nothing for a prepaid order).
    pub total: Kopecks,
    /// What to give back.
    pub change: Kopecks,
}

impl Action for SellReceipt {
    type Value = SaleDone;
    const NAME: &'static str = "sell_receipt";

    fn run(self, cx: &mut Cx<'_>) -> Result<SaleDone, UseError> {
        let order = self.order.map(|id| load_for_sale(cx, id)).transpose()?;
        let order_lines = match &order {
            Some(order) => support::quote_order(cx.sql, order.id, support::today(cx.now, cx.zone))?.lines,
            None => Vec::new(),
        };
        let shelf_lines = check_shelf_lines(cx, &self.lines)?;
        if order_lines.is_empty() && shelf_lines.is_empty() {
            return Err(Refusal::EmptyReceipt.into());
        }
        let prepaid = order.as_ref().is_some_and(|o| o.payment == PaymentState::Paid);
        let order_sum: Kopecks = order_lines.iter().map(QuoteLine::sum).sum();
        let shelf_sum: Kopecks = shelf_lines.iter().map(QuoteLine::sum).sum();
        let due = if prepaid { shelf_sum } else { order_sum.plus(shelf_sum) };
        if due != self.shown_total {
            return Err(Refusal::PaymentMismatch.into());
        }
        if self.paid == Paid::Prepaid && !prepaid {
            return Err(Refusal::PaymentMismatch.into());
        }
        let (given, change) = settle(self.paid, due)?;
        // Nothing was left to pay here: the day's cash and card sums must not count it.
        let paid = if prepaid && due == Kopecks::ZERO { Paid::Prepaid } else { self.paid };
        if let Some(order) = order.as_ref().filter(|o| o.is_test) {
            return close_trial(cx, order, &shelf_lines, due);
        }
        let lines = [order_lines, shelf_lines].concat();
        let receipt =
            NewReceipt { order: self.order, paid: paid.code(), total: order_sum.plus(shelf_sum), given, change };
        let (id, number) = store::receipts::insert(cx.sql, cx.now, cx.actor, &receipt, &lines)?;
        if let Some(order) = &order {
            let to = support::step(order, OrderEvent::Sell)?;
            let closing =
                support::StatusChange::to(to).noting(format!("receipt {number}, {}", paid.code())).sold_with(Some(id));
            support::change_status(cx, order, HistoryEvent::Sold, &closing)?;
        }
        for line in &lines {
            store::stock::record(cx.sql, line.batch, cx.now, Move::Sold(id), Packs(-line.packs.0))?;
        }
        cx.changes.add(Topic::Stock);
        Ok(SaleDone { receipt: Some(id), number, total: due, change })
    }
}

/// An order that may be sold: collected, not sold before. A hold that ended a moment ago does not send a
/// customer away who stands at the till; the sweep decides when it is gone.
fn load_for_sale(cx: &Cx<'_>, id: OrderId) -> Result<Order, UseError> {
    let order = support::load(cx, id)?;
    if store::receipts::is_sold(cx.sql, id)? {
        return Err(Refusal::AlreadySold.into());
    }
    support::step(&order, OrderEvent::Sell)?;
    Ok(order)
}

/// Walk-in lines with their price now; every batch must be in date and have enough free packs.
fn check_shelf_lines(cx: &Cx<'_>, lines: &[SaleLine]) -> Result<Vec<QuoteLine>, UseError> {
    let today = support::today(cx.now, cx.zone);
    let mut out = Vec::with_capacity(lines.len());
    for line in lines {
        receipt::check_quantity(line.packs)?;
        let (mut quote, ceiling) = store::stock::quote_line(cx.sql, line.batch)?;
        let wanted: Packs = lines.iter().filter(|l| l.batch == line.batch).map(|l| l.packs).sum();
        let available = store::stock::available(cx.sql, line.batch)?;
        if quote.expires_on < today {
            return Err(Refusal::Expired { name: quote.name, series: quote.series }.into());
        }
        if available < wanted {
            return Err(Refusal::NotEnough { name: quote.name, available, wanted }.into());
        }
        quote.packs = line.packs;
        quote.price = receipt::shelf_price(quote.price, ceiling);
        out.push(quote);
    }
    Ok(out)
}

/// What was handed over and what goes back.
fn settle(paid: Paid, due: Kopecks) -> Result<(Kopecks, Kopecks), Refusal> {
    match paid {
        Paid::Cash { given } => Ok((given, receipt::change(due, given)?)),
        Paid::Card => Ok((due, Kopecks::ZERO)),
        Paid::Prepaid if due == Kopecks::ZERO => Ok((Kopecks::ZERO, Kopecks::ZERO)),
        Paid::Prepaid => Err(Refusal::PaymentMismatch),
    }
}

/// A trial order of the site goes through its whole life, but no goods leave and no receipt is made.
fn close_trial(cx: &mut Cx<'_>, order: &Order, shelf_lines: &[QuoteLine], due: Kopecks) -> Result<SaleDone, UseError> {
    if !shelf_lines.is_empty() {
        return Err(Refusal::ReceiptNotEmpty.into());
    }
    let to = support::step(order, OrderEvent::Sell)?;
    let closing = support::StatusChange::to(to).noting(String::from("trial order, no receipt"));
    support::change_status(cx, order, HistoryEvent::Sold, &closing)?;
    Ok(SaleDone { receipt: None, number: 0, total: due, change: Kopecks::ZERO })
}
