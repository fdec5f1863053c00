//! A sale: receipt, stock, reservation, order → закрыт and outbox in one transaction.

use std::collections::HashMap;

use super::read::quote::QuoteLine;
use super::{Action, Cx, Topic, UseError, settings, support};
use crate::domain::discount::Discount;
use crate::domain::draft::Draft;
use crate::domain::error::Refusal;
use crate::domain::handover::{CheckedBy, HandOver, Taker};
use crate::domain::ids::{BatchId, FiscalKey, GoodsId, OrderId, ReceiptId, ShiftId};
use crate::domain::marking;
use crate::domain::money::Kopecks;
use crate::domain::order::{HistoryEvent, Order, PaymentState};
use crate::domain::packs::Packs;
use crate::domain::prescription::Prescription;
use crate::domain::receipt::{self, Paid};
use crate::domain::status::OrderEvent;
use crate::domain::till_refusal::TillRefusal;
use crate::domain::vat::VatRate;
use crate::store;
use crate::store::receipts::{Kind, NewReceipt, ReceiptLine};
use crate::store::shifts::ShiftState;
use crate::store::stock::Move;

/// Sells a receipt: walk-in lines, or one whole order, or both.
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
    /// Marking codes scanned from the packs of the walk-in lines, as read.
    pub codes: Vec<String>,
    /// The prescription that was seen for a product.
    pub prescriptions: Vec<(GoodsId, Prescription)>,
    /// Who took the order, by what it was checked.
    pub handover: HandOver,
    /// The payment that the card terminal took for this receipt; none where the terminal stands by itself.
    pub card: Option<String>,
}

impl SellReceipt {
    /// An order alone.
    #[must_use]
    pub fn of_order(order: OrderId, paid: Paid, shown_total: Kopecks) -> Self {
        Self { order: Some(order), ..Self::walk_in(Vec::new(), paid, shown_total) }
    }

    /// Goods from the shelf alone.
    #[must_use]
    pub fn walk_in(lines: Vec<SaleLine>, paid: Paid, shown_total: Kopecks) -> Self {
        let handover = HandOver { taker: Taker::Buyer, checked: CheckedBy::Nothing };
        let (codes, prescriptions) = (Vec::new(), Vec::new());
        Self { lines, order: None, paid, shown_total, codes, prescriptions, handover, card: None }
    }
}

/// So many packs of one batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SaleLine {
    /// From which batch.
    pub batch: BatchId,
    /// How many.
    pub packs: Packs,
    /// What is off.
    pub discount: Discount,
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
        let is_prepaid = order.as_ref().is_some_and(|o| o.payment == PaymentState::Paid);
        let order_sum: Kopecks = order_lines.iter().map(QuoteLine::sum).sum();
        let shelf_sum: Kopecks = shelf_lines.iter().map(QuoteLine::sum).sum();
        let prepaid = if is_prepaid { order_sum } else { Kopecks::ZERO };
        let due = order_sum.plus(shelf_sum).minus(prepaid);
        if due != self.shown_total || (self.paid == Paid::Prepaid && !is_prepaid) {
            return Err(Refusal::PaymentMismatch.into());
        }
        // Nothing was left to pay here: the day's cash and card sums must not count it.
        let paid = if is_prepaid && due == Kopecks::ZERO { Paid::Prepaid } else { self.paid };
        let settled = receipt::settle(paid, due, prepaid)?;
        if let Some(order) = order.as_ref().filter(|o| o.is_test) {
            return close_trial(cx, order, &shelf_lines, due);
        }
        let lines = [order_lines, shelf_lines].concat();
        check_prescriptions(cx, &lines, &self.prescriptions)?;
        let new = NewReceipt {
            kind: Kind::Sale(self.order),
            shift: open_shift(cx)?,
            paid: paid.code(),
            total: due.plus(prepaid),
            settled,
        };
        let (id, number) = store::receipts::insert(cx.sql, cx.now, cx.actor, &new, &closed(cx, &lines))?;
        note_prescriptions(cx, id, &lines, &self.prescriptions)?;
        if let Some(order) = &order {
            let to = support::step(order, OrderEvent::Sell)?;
            let closing = support::StatusChange::to(to)
                .noting(format!(
                    "receipt {number}, {}, taken by {}, checked by {}",
                    paid.code(),
                    self.handover.taker.code(),
                    self.handover.checked.code()
                ))
                .sold_with(Some(id));
            support::change_status(cx, order, HistoryEvent::Sold, &closing)?;
            store::handovers::note(cx.sql, order.id, Some(id), cx.now, cx.actor, self.handover)?;
        }
        for line in &lines {
            store::stock::record(cx.sql, line.batch, cx.now, Move::Sold(id), Packs(-line.packs.0))?;
        }
        if let Some(key) = &self.card
            && !store::cards::use_up(cx.sql, key, settled.card, id)?
        {
            return Err(Refusal::PaymentMismatch.into());
        }
        sell_codes(cx, id, &self)?;
        to_print(cx, id)?;
        store::drafts::replace_open(cx.sql, cx.now, cx.actor, &Draft::default())?;
        cx.changes.add(Topic::Stock);
        cx.changes.add(Topic::Sales);
        Ok(SaleDone { receipt: Some(id), number, total: due, change: settled.change })
    }
}

/// The shift of this till; the first receipt opens it.
pub(super) fn open_shift(cx: &Cx<'_>) -> Result<ShiftId, UseError> {
    match store::shifts::current(cx.sql, &cx.actor.till)? {
        Some(shift) if shift.state == ShiftState::Open => Ok(shift.id),
        Some(_) => Err(TillRefusal::ShiftClosing.into()),
        None => {
            let key = FiscalKey::fresh();
            Ok(store::shifts::open(cx.sql, &cx.actor.till, &cx.actor.user, key.as_str(), cx.now)?)
        }
    }
}

/// The fiscal device has to print this receipt, once: its key is stored with the receipt.
pub(super) fn to_print(cx: &Cx<'_>, receipt: ReceiptId) -> Result<(), UseError> {
    if settings::has_fiscal_device(cx.sql)? {
        store::fiscal::add(cx.sql, receipt, &cx.actor.till, &FiscalKey::fresh())?;
    }
    Ok(())
}

fn closed(cx: &Cx<'_>, lines: &[QuoteLine]) -> Vec<ReceiptLine> {
    let today = support::today(cx.now, cx.zone);
    let line = |line: &QuoteLine| ReceiptLine {
        batch: line.batch,
        name: line.name.clone(),
        packs: line.packs,
        price: line.price,
        list_price: line.list_price,
        discount: line.discount,
        vat: VatRate::of_goods(line.vat_stored, today),
        sold_position: None,
    };
    lines.iter().map(line).collect()
}

/// Prescription goods need a prescription that was seen, unless the setting leaves that to paper.
fn check_prescriptions(cx: &Cx<'_>, lines: &[QuoteLine], seen: &[(GoodsId, Prescription)]) -> Result<(), UseError> {
    let is_seen = |line: &QuoteLine| seen.iter().any(|(goods, _)| *goods == line.goods);
    let missing = lines.iter().find(|line| line.is_rx && !is_seen(line));
    match missing.filter(|_| settings::prescription_check(cx.sql).unwrap_or(true)) {
        Some(line) => Err(TillRefusal::PrescriptionMissing { name: line.name.clone() }.into()),
        None => Ok(()),
    }
}

fn note_prescriptions(
    cx: &Cx<'_>,
    receipt: ReceiptId,
    lines: &[QuoteLine],
    seen: &[(GoodsId, Prescription)],
) -> Result<(), UseError> {
    for (position, line) in (1..).zip(lines) {
        if let Some((_, prescription)) = seen.iter().find(|(goods, _)| *goods == line.goods) {
            store::receipts::note_prescription(cx.sql, receipt, position, prescription)?;
        }
    }
    Ok(())
}

/// The packs of the walk-in lines whose codes were scanned are sold with them: each code once, and no more codes of a
/// product than packs.
fn sell_codes(cx: &Cx<'_>, receipt: ReceiptId, sale: &SellReceipt) -> Result<(), UseError> {
    let mut left: HashMap<GoodsId, Packs> = HashMap::new();
    for line in &sale.lines {
        let (quote, _) = store::stock::quote_line(cx.sql, line.batch)?;
        let packs = left.entry(quote.goods).or_default();
        *packs = packs.plus(line.packs);
    }
    for code in &sale.codes {
        let pack = match marking::read_on(code, support::today(cx.now, cx.zone)) {
            Ok(marking::Scanned::Pack(pack)) => pack,
            Ok(_) => continue,
            Err(fault) => return Err(Refusal::BadScan { fault }.into()),
        };
        let goods = store::goods_search::by_gtin(cx.sql, &pack.gtin)?;
        let goods = goods.ok_or_else(|| Refusal::GoodsNotFound { what: pack.gtin.to_string() })?;
        let packs = left.entry(goods).or_default();
        if !packs.any() {
            return Err(TillRefusal::CodesDoNotFit { name: store::goods::name(cx.sql, goods)? }.into());
        }
        *packs = packs.minus(Packs(1));
        support::check_not_sold(cx.sql, &pack)?;
        if !store::marking::sell_free(cx.sql, &pack, goods, receipt, cx.now)? {
            return Err(Refusal::AlreadySold.into());
        }
    }
    Ok(())
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
    let limit = discount_limit(cx)?;
    let mut out = Vec::with_capacity(lines.len());
    for line in lines {
        receipt::check_quantity(line.packs)?;
        let (quote, ceiling) = store::stock::quote_line(cx.sql, line.batch)?;
        let wanted: Packs = lines.iter().filter(|l| l.batch == line.batch).map(|l| l.packs).sum();
        let available = store::stock::available(cx.sql, line.batch)?;
        if quote.expires_on < today {
            return Err(Refusal::Expired { name: quote.name, series: quote.series }.into());
        }
        if available < wanted {
            return Err(Refusal::NotEnough { name: quote.name, available, wanted }.into());
        }
        line.discount.within(limit)?;
        let price = receipt::walk_in_price(quote.price, ceiling);
        out.push(QuoteLine { packs: line.packs, ..quote.priced(price).with(line.discount) });
    }
    Ok(out)
}

/// How much off, in per cent, the actor may give.
fn discount_limit(cx: &Cx<'_>) -> Result<u16, UseError> {
    let limits = settings::discount_limit(cx.sql)?;
    Ok(if support::is_admin(cx)? { limits.admin } else { limits.pharmacist })
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
