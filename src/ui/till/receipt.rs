//! The open receipt: lines by batch, at most one order, the selected line. Pure.

use std::collections::BTreeMap;

use crate::domain::discount::Discount;
use crate::domain::draft::{Draft, DraftLine};
use crate::domain::handover::{CheckedBy, HandOver};
use crate::domain::ids::{BatchId, GoodsId, OrderId};
use crate::domain::money::Kopecks;
use crate::domain::order::PaymentState;
use crate::domain::packs::Packs;
use crate::domain::prescription::Prescription;
use crate::usecase::read::quote::{OrderQuote, QuoteLine};
use crate::usecase::sell_receipt::SaleLine;

/// A line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// What, of which batch, for how much.
    pub(super) quote: QuoteLine,
    /// It came with the order.
    pub(super) of_order: bool,
    /// Packs of it that were seen in the bag.
    pub(super) ticked: Packs,
}

/// The order in the receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OrderPart {
    pub(super) order: OrderId,
    pub(super) number: String,
    pub(super) payment: PaymentState,
    pub(super) is_test: bool,
    /// Where its bag waits; empty when in no cell.
    pub(super) cell: String,
    /// Who takes it, by what it was checked.
    pub(super) handover: HandOver,
}

/// The open receipt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Receipt {
    lines: Vec<Line>,
    order: Option<OrderPart>,
    selected: usize,
    /// What is off, by product; it stays when the batches of the product change.
    discounts: BTreeMap<GoodsId, Discount>,
    /// Codes scanned from packs from the shelf.
    codes: Vec<(GoodsId, String)>,
    /// Prescriptions that were seen.
    prescriptions: Vec<(GoodsId, Prescription)>,
    /// What was last said to be wrong with it: not said again with every change of the stock.
    said: String,
}

impl Receipt {
    pub(super) fn lines(&self) -> &[Line] {
        &self.lines
    }

    pub(super) const fn order(&self) -> Option<&OrderPart> {
        self.order.as_ref()
    }

    pub(super) fn selected(&self) -> Option<usize> {
        (!self.lines.is_empty()).then(|| self.selected.min(self.lines.len() - 1))
    }

    pub(super) fn selected_line(&self) -> Option<&Line> {
        self.lines.get(self.selected()?)
    }

    pub(super) fn select(&mut self, row: usize) {
        self.selected = row;
    }

    /// Sum of all lines.
    pub(super) fn total(&self) -> Kopecks {
        self.lines.iter().map(|l| l.quote.sum()).sum()
    }

    /// What is to pay here: the lines of an order paid on the site cost nothing more.
    pub(super) fn due(&self) -> Kopecks {
        let prepaid = self.is_prepaid();
        self.lines.iter().filter(|l| !(prepaid && l.of_order)).map(|l| l.quote.sum()).sum()
    }

    /// Packs of a product from the shelf (not of the order).
    pub(super) fn packs_of(&self, goods: GoodsId) -> Packs {
        self.lines.iter().filter(|l| !l.of_order && l.quote.goods == goods).map(|l| l.quote.packs).sum()
    }

    /// Is its order paid on the site?
    pub(super) fn is_prepaid(&self) -> bool {
        self.order.as_ref().is_some_and(|o| o.payment == PaymentState::Paid)
    }

    /// What is in it, without prices: the order, and packs by product from the shelf in the order of the lines.
    pub(super) fn held(&self) -> (Option<OrderId>, Vec<(GoodsId, Packs)>) {
        let mut goods: Vec<GoodsId> = Vec::new();
        for line in self.lines.iter().filter(|l| !l.of_order) {
            if !goods.contains(&line.quote.goods) {
                goods.push(line.quote.goods);
            }
        }
        let goods = goods.into_iter().map(|g| (g, self.packs_of(g))).collect();
        (self.order.as_ref().map(|o| o.order), goods)
    }

    /// The lines of a product as they are now; the selection stays where it was.
    pub(super) fn renew_goods(&mut self, goods: GoodsId, quotes: Vec<QuoteLine>) {
        let selected = self.selected;
        self.put_goods(goods, quotes);
        self.selected = selected;
    }

    /// The lines of the order as they are now; the selection stays where it was.
    pub(super) fn renew_order(&mut self, quote: OrderQuote) {
        let selected = self.selected;
        self.put_order(quote);
        self.selected = selected;
    }

    /// True unless this was said last.
    pub(super) fn is_news(&mut self, words: &str) -> bool {
        let news = self.said != words;
        words.clone_into(&mut self.said);
        news
    }

    /// Nothing is wrong with it any more.
    pub(super) fn no_news(&mut self) {
        self.said.clear();
    }

    /// Puts the batches chosen for a product in the place of its present lines, and selects the last of them.
    pub(super) fn put_goods(&mut self, goods: GoodsId, quotes: Vec<QuoteLine>) {
        let own = |l: &Line| !l.of_order && l.quote.goods == goods;
        let at = self.lines.iter().position(own).unwrap_or(self.lines.len());
        self.lines.retain(|l| !own(l));
        let at = at.min(self.lines.len());
        let added = quotes.len();
        let discount = self.discounts.get(&goods).copied().unwrap_or_default();
        let new =
            quotes.into_iter().map(|quote| Line { quote: quote.with(discount), of_order: false, ticked: Packs::ZERO });
        self.lines.splice(at..at, new);
        self.forget_absent();
        self.selected = (at + added).saturating_sub(1);
    }

    /// Puts the lines of an order in front.
    pub(super) fn put_order(&mut self, quote: OrderQuote) {
        let OrderQuote { order, number, payment, is_test, cell, lines } = quote;
        let before = self.order.take().filter(|part| part.order == order);
        // What was ticked stays ticked when the order is read again.
        let mut ticks: BTreeMap<BatchId, Packs> = BTreeMap::new();
        for line in self.lines.iter().filter(|l| l.of_order && before.is_some()) {
            let packs = ticks.entry(line.quote.batch).or_default();
            *packs = packs.plus(line.ticked);
        }
        self.remove_order();
        let new = lines.into_iter().map(|quote| {
            let left = ticks.entry(quote.batch).or_default();
            let ticked = (*left).min(quote.packs);
            *left = left.minus(ticked);
            Line { quote, of_order: true, ticked }
        });
        self.lines.splice(0..0, new);
        let handover = before.map(|part| part.handover).unwrap_or_default();
        self.order = Some(OrderPart { order, number, payment, is_test, cell, handover });
        self.selected = 0;
    }

    /// Removes the selected line; a line of the order stays (whole order or nothing).
    pub(super) fn remove_selected(&mut self) {
        if let Some(at) = self.selected().filter(|at| self.lines.get(*at).is_some_and(|l| !l.of_order)) {
            self.lines.remove(at);
            self.forget_absent();
            self.selected = at.saturating_sub(usize::from(at >= self.lines.len()));
        }
    }

    /// Takes the whole order out.
    pub(super) fn remove_order(&mut self) {
        self.lines.retain(|l| !l.of_order);
        self.order = None;
        self.selected = 0;
        self.forget_absent();
    }

    /// The order was found so; who takes it is not changed by it.
    pub(super) fn checked_by(&mut self, checked: CheckedBy) {
        if let Some(order) = &mut self.order {
            order.handover.checked = checked;
        }
    }

    /// The other person takes it.
    pub(super) fn switch_taker(&mut self) {
        if let Some(order) = &mut self.order {
            order.handover.taker = order.handover.taker.switched();
        }
    }

    /// Lines of the order not seen in the bag yet.
    pub(super) fn unticked(&self) -> usize {
        self.lines.iter().filter(|l| l.of_order && l.ticked < l.quote.packs).count()
    }

    /// The selected line of the order is in the bag, or not after all; then the next one that is not is selected.
    pub(super) fn tick_selected(&mut self) {
        let Some(line) = self.selected().and_then(|at| self.lines.get_mut(at)).filter(|l| l.of_order) else {
            return;
        };
        let whole = line.ticked < line.quote.packs;
        line.ticked = if whole { line.quote.packs } else { Packs::ZERO };
        if whole && let Some(next) = self.lines.iter().position(|l| l.of_order && l.ticked < l.quote.packs) {
            self.selected = next;
        }
    }

    /// All lines of the order are in the bag, but for those that stay in the cold until now: each is ticked by itself.
    pub(super) fn tick_all(&mut self) {
        for line in self.lines.iter_mut().filter(|l| l.of_order && !l.quote.is_cold()) {
            line.ticked = line.quote.packs;
        }
        if let Some(cold) = self.lines.iter().position(|l| l.of_order && l.ticked < l.quote.packs) {
            self.selected = cold;
        }
    }

    /// A pack of this product was scanned: it is one of the bag that was not seen yet. False when the bag lacks none.
    pub(super) fn tick_goods(&mut self, goods: GoodsId) -> bool {
        let open = |l: &Line| l.of_order && l.quote.goods == goods && l.ticked < l.quote.packs;
        let Some(at) = self.lines.iter().position(open) else {
            return false;
        };
        self.selected = at;
        if let Some(line) = self.lines.get_mut(at) {
            line.ticked = line.ticked.plus(Packs(1));
        }
        true
    }

    /// What is known of a product that left the receipt leaves with it; codes beyond its packs too, the last first.
    fn forget_absent(&mut self) {
        let packs = |goods| self.packs_of(goods);
        let left: BTreeMap<GoodsId, i64> = self.lines.iter().map(|l| (l.quote.goods, packs(l.quote.goods).0)).collect();
        self.discounts.retain(|goods, _| left.get(goods).is_some_and(|n| *n > 0));
        self.prescriptions.retain(|(goods, _)| left.contains_key(goods));
        let mut room = left;
        self.codes.retain(|(goods, _)| {
            let room = room.entry(*goods).or_default();
            *room -= 1;
            *room >= 0
        });
    }

    /// What is off of a product from the shelf.
    pub(super) fn set_discount(&mut self, goods: GoodsId, discount: Discount) {
        self.discounts.insert(goods, discount);
        for line in self.lines.iter_mut().filter(|l| !l.of_order && l.quote.goods == goods) {
            line.quote = line.quote.clone().with(discount);
        }
        if !discount.any() {
            self.discounts.remove(&goods);
        }
    }

    /// What is off in all.
    pub(super) fn discount_sum(&self) -> Kopecks {
        self.lines.iter().map(|l| l.quote.list_price.minus(l.quote.price).times(l.quote.packs)).sum()
    }

    /// Products from the shelf, each once, in the order of the lines.
    pub(super) fn shelf_goods(&self) -> Vec<GoodsId> {
        self.held().1.into_iter().map(|(goods, _)| goods).collect()
    }

    /// A pack with this code goes into the receipt. False when the code is in it already.
    pub(super) fn add_code(&mut self, goods: GoodsId, code: &str) -> bool {
        if self.has_code(code) {
            return false;
        }
        self.codes.push((goods, code.to_owned()));
        true
    }

    /// The code of this pack is in the receipt.
    pub(super) fn has_code(&self, code: &str) -> bool {
        self.codes.iter().any(|(_, known)| known == code)
    }

    /// Codes with their products.
    pub(super) fn code_pairs(&self) -> &[(GoodsId, String)] {
        &self.codes
    }

    /// A pack with this code is not in the receipt any more.
    pub(super) fn drop_code(&mut self, code: &str) {
        self.codes.retain(|(_, known)| known != code);
    }

    /// Name of a product in the receipt.
    pub(super) fn name_of(&self, goods: GoodsId) -> Option<String> {
        self.lines.iter().find(|l| l.quote.goods == goods).map(|l| l.quote.name.clone())
    }

    /// Codes for the sale.
    pub(super) fn codes(&self) -> Vec<String> {
        self.codes.iter().map(|(_, code)| code.clone()).collect()
    }

    /// Prescriptions for the sale.
    pub(super) fn prescriptions(&self) -> &[(GoodsId, Prescription)] {
        &self.prescriptions
    }

    /// A prescription was seen for all goods that need one and have none yet.
    pub(super) fn see_prescription(&mut self, seen: &Prescription) {
        for goods in self.unseen() {
            self.prescriptions.push((goods, seen.clone()));
        }
    }

    /// Prescription goods for which none was seen yet, each once.
    pub(super) fn unseen(&self) -> Vec<GoodsId> {
        let mut unseen: Vec<GoodsId> = Vec::new();
        for line in self.lines.iter().filter(|l| l.quote.is_rx) {
            let goods = line.quote.goods;
            if !unseen.contains(&goods) && self.prescriptions.iter().all(|(seen, _)| *seen != goods) {
                unseen.push(goods);
            }
        }
        unseen
    }

    /// What outlives the program.
    pub(super) fn draft(&self) -> Draft {
        let (order, held) = self.held();
        let discount = |goods| self.discounts.get(&goods).copied().unwrap_or_default();
        let lines = held.into_iter().map(|(goods, packs)| DraftLine { goods, packs, discount: discount(goods) });
        Draft { order, lines: lines.collect(), codes: self.codes.clone() }
    }

    /// The shelf lines for the sale; the order's lines are known to the use case.
    pub(super) fn sale_lines(&self) -> Vec<SaleLine> {
        let shelf = self.lines.iter().filter(|l| !l.of_order);
        shelf.map(|l| SaleLine { batch: l.quote.batch, packs: l.quote.packs, discount: l.quote.discount }).collect()
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::domain::batch::StorageBand;
    use crate::domain::receipt::PriceWhy;

    fn quote(goods: i64, batch: i64, packs: i64) -> QuoteLine {
        QuoteLine {
            goods: GoodsId(goods),
            batch: BatchId(batch),
            name: format!("g{goods}"),
            series: String::new(),
            expires_on: NaiveDate::default(),
            place: String::new(),
            storage: StorageBand::default(),
            is_rx: false,
            packs: Packs(packs),
            price: Kopecks(1000),
            list_price: Kopecks(1000),
            why: PriceWhy::Shelf,
            discount: Discount::NONE,
            vat_stored: 10,
        }
    }

    fn order(payment: PaymentState) -> OrderQuote {
        let lines = vec![quote(7, 70, 1), quote(8, 80, 2)];
        OrderQuote { order: OrderId(5), number: "EX-5".into(), payment, is_test: false, cell: String::new(), lines }
    }

    #[test]
    fn more_packs_of_a_product_take_the_place_of_its_lines() {
        let mut r = Receipt::default();
        r.put_goods(GoodsId(1), vec![quote(1, 10, 1)]);
        r.put_goods(GoodsId(2), vec![quote(2, 20, 1)]);
        r.put_goods(GoodsId(1), vec![quote(1, 10, 1), quote(1, 11, 1)]);
        let batches: Vec<_> = r.lines().iter().map(|l| l.quote.batch.0).collect();
        assert_eq!(batches, [10, 11, 20]);
        assert_eq!((r.selected(), r.packs_of(GoodsId(1)), r.total()), (Some(1), Packs(2), Kopecks(3000)));
        r.put_goods(GoodsId(1), vec![]);
        assert_eq!(r.lines().len(), 1);
    }

    #[test]
    fn a_line_of_an_order_stays_and_the_whole_order_can_go() {
        let mut r = Receipt::default();
        r.put_goods(GoodsId(1), vec![quote(1, 10, 1)]);
        r.put_order(order(PaymentState::Unpaid));
        assert_eq!(r.due(), Kopecks(4000));
        r.remove_selected();
        assert_eq!(r.lines().len(), 3, "the selected line is of the order");
        assert_eq!(r.sale_lines().len(), 1, "the order's lines are not sold twice");
        r.remove_order();
        assert_eq!((r.lines().len(), r.order()), (1, None));
    }

    #[test]
    fn an_order_paid_on_the_site_adds_nothing_to_pay() {
        let mut r = Receipt::default();
        r.put_order(order(PaymentState::Paid));
        assert_eq!((r.total(), r.due()), (Kopecks(3000), Kopecks::ZERO));
        r.put_goods(GoodsId(1), vec![quote(1, 10, 1)]);
        assert_eq!(r.due(), Kopecks(1000));
    }

    #[test]
    fn removing_the_last_line_selects_the_one_above() {
        let mut r = Receipt::default();
        r.put_goods(GoodsId(1), vec![quote(1, 10, 1)]);
        r.put_goods(GoodsId(2), vec![quote(2, 20, 1)]);
        r.remove_selected();
        assert_eq!(r.selected_line().map(|l| l.quote.goods), Some(GoodsId(1)));
        r.remove_selected();
        assert_eq!(r.selected(), None);
    }
}
