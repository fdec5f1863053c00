//! «Торговый терминал»: the scan line, the receipt, the payment. The start view.
//!
//! Owns the open receipt; nothing but a sale or the pharmacist takes a line away. Every answer of the desk is
//! polled; while one is under way the next scans wait in line, so that a fast scanner loses nothing.

mod again;
mod card;
mod dialogs;
mod keeper;
mod lines;
mod marks;
mod pay;
mod ready;
mod receipt;
mod results;
mod sale_dialogs;
mod search;
mod shift;
mod steps;
mod view;

pub use dialogs::{CashDialog, QuantityDialog};
pub use sale_dialogs::{SaleDialog, SaleStep};
pub use shift::ShiftDialog;
pub use view::flush_card;

use egui::Ui;

use super::command::{Command, OrderInReceipt, ReceiptFacts};
use super::dialogs::Dialog;
use super::env::{Env, Go};
use super::loadable::{Loadable, Pending};
use crate::domain::error::Refusal;
use crate::domain::fiscal::{FiscalState, Printed};
use crate::domain::handover::CheckedBy;
use crate::domain::ids::OrderId;
use crate::domain::money::Kopecks;
use crate::domain::order::PaymentState;
use crate::domain::packs::Packs;
use crate::domain::receipt::{Paid, change};
use crate::usecase::read::fiscal_now::{FiscalNow, FiscalNowOf, PrintedState};
use crate::usecase::read::lanes::Counts;
use crate::usecase::read::till_setup::{Asks, TillSetup, TillSetupOf};
use crate::usecase::read::till_side::{Handover, NextHandovers};
use crate::usecase::sell_receipt::{SaleDone, SellReceipt};
use crate::usecase::{Topic, UseError};
use again::Because;
use card::CardDialog;
use keeper::Keeper;
use marks::Marks;
use ready::ReadyDialog;
use receipt::Receipt;
use sale_dialogs::{DiscountDialog, Mixed, ParkedDialog, PrescriptionDialog};
use search::Search;
use steps::{Found, Heard, Step, Steps};

/// How many of the next hand-overs are shown.
const HANDOVERS: u32 = 6;

fn sale(dialog: SaleDialog) -> Dialog {
    Dialog::Sale(Box::new(dialog))
}

/// The till.
#[derive(Default)]
pub struct Till {
    search: Search,
    receipt: Receipt,
    steps: Steps,
    sale: Pending<SaleDone>,
    done: Option<SaleDone>,
    /// Where the printing of the last sale stands.
    printed: Loadable<Option<(FiscalState, Option<Printed>)>>,
    fiscal: Loadable<FiscalNow>,
    keeper: Keeper,
    marks: Marks,
    /// The payment without a receipt that was told of.
    loose_told: Option<String>,
    setup: Loadable<TillSetup>,
    /// Pressed while something was on its way into the receipt: carried out when it is there.
    later: Vec<Command>,
    /// The way to pay that waits until the prescription is noted.
    pay_after: Option<Command>,
    handovers: Loadable<Vec<Handover>>,
    asked: bool,
    /// What the screen showed to pay when the person pressed a key.
    shown: Kopecks,
}

impl Till {
    /// What the receipt allows.
    #[must_use]
    pub fn facts(&self) -> ReceiptFacts {
        let order = match self.receipt.order() {
            None => OrderInReceipt::None,
            Some(order) if order.payment == PaymentState::Paid => OrderInReceipt::Prepaid,
            Some(_) => OrderInReceipt::ToPay,
        };
        ReceiptFacts {
            lines: self.receipt.lines().len(),
            order,
            due: self.receipt.due(),
            unseen: if self.asks_prescription() { self.receipt.unseen().len() } else { 0 },
            unticked: if self.checks_bag() { self.receipt.unticked() } else { 0 },
            parked: self.setup.value().map_or(0, |setup| setup.parked),
            on_order_line: self.receipt.selected_line().is_some_and(|l| l.of_order),
            coming: self.coming(),
            busy: self.sale.is_busy() || self.keeper.is_busy(),
        }
    }

    /// Words are in the scan line.
    #[must_use]
    pub fn typing(&self) -> bool {
        !self.search.text.is_empty()
    }

    /// A customer is being served: lines in the receipt, words in the scan line, an answer under way, or the
    /// change still to be given.
    #[must_use]
    pub fn is_serving(&self) -> bool {
        self.facts().lines > 0 || self.done.is_some() || self.typing() || self.sale.is_busy() || self.steps.is_busy()
    }

    /// Takes answers that are there, asks again what changed.
    pub fn update(&mut self, env: &mut Env<'_>) {
        if !self.asked || env.changes.has(Topic::Orders) {
            self.asked = true;
            self.handovers.request(env.desk.ask(NextHandovers { limit: HANDOVERS }));
        }
        self.handovers.poll();
        if self.setup.value().is_none() && !self.setup.is_waiting() && self.setup.error().is_none()
            || env.changes.has(Topic::Settings)
            || env.changes.has(Topic::Sales)
        {
            self.setup.request(env.desk.ask(TillSetupOf(env.desk.actor().clone())));
        }
        self.setup.poll();
        self.look_at_printing(env);
        self.tell_loose_card(env);
        let touched = env.changes.has(Topic::Orders) || env.changes.has(Topic::Stock);
        if touched && !self.receipt.lines().is_empty() && !self.sale.is_busy() {
            self.steps.read_again(Because::Changed);
        }
        self.search.update(env);
        if let Some(goods) = self.search.take_chosen() {
            self.add(goods, env);
        }
        if let Some(result) = self.sale.poll() {
            self.after_sale(result, env);
        }
        self.go_on(env);
        if let Some(rule) = self.setup.value().and_then(|setup| setup.mark_rule) {
            self.marks.update(rule, &mut self.receipt, &mut self.steps, env);
        }
        if !self.coming() {
            for command in std::mem::take(&mut self.later) {
                env.push(command);
            }
        }
        if !self.sale.is_busy() && self.keeper.update(&self.receipt, &mut self.steps, env) {
            self.receipt = Receipt::default();
            self.marks.forget();
        }
    }

    /// Whether the receipt just sold is printed.
    fn look_at_printing(&mut self, env: &mut Env<'_>) {
        if env.changes.has(Topic::Sales)
            && let Some(receipt) = self.done.as_ref().and_then(|done| done.receipt)
        {
            self.printed.request(env.desk.ask(PrintedState(receipt)));
            self.fiscal.request(env.desk.ask(FiscalNowOf(env.desk.actor().till.clone())));
        }
        self.printed.poll();
        self.fiscal.poll();
    }

    /// Money that the terminal took and no receipt has: said once when the till opens or a sale was refused after it.
    fn tell_loose_card(&mut self, env: &mut Env<'_>) {
        let loose = self.setup.value().and_then(|setup| setup.loose_card.clone());
        if env.cmd.dialog && loose.is_some() {
            // It is on the screen, or somebody is busy with something else: the next payment by card shows it again.
            self.loose_told = loose.map(|card| card.key);
            return;
        }
        let settled = !self.sale.is_busy() && !self.setup.is_waiting();
        if let Some(card) = loose.filter(|card| settled && self.loose_told.as_ref() != Some(&card.key)) {
            env.open(sale(SaleDialog::Card(Box::new(CardDialog::loose(&card)))));
            self.loose_told = Some(card.key);
        }
    }

    /// Lets what was scanned and pressed into the receipt, but not while that receipt is being sold: it waits for
    /// the next one.
    fn go_on(&mut self, env: &mut Env<'_>) {
        if !self.sale.is_busy() {
            self.steps.update(&mut self.receipt, env);
        }
    }

    /// Something is on its way into the receipt, or a code of it is being checked.
    fn coming(&self) -> bool {
        self.steps.is_busy() || self.marks.is_busy()
    }

    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>, counts: &Counts) {
        if self.setup.value().is_some_and(|setup| setup.mark_rule.is_some()) {
            self.marks.ask(&self.receipt, ui, env);
        }
        view::show(self, ui, env, counts);
        self.shown = self.receipt.due();
    }

    /// Carries a command out; false when it is not for this screen.
    pub fn command(&mut self, command: Command, env: &mut Env<'_>) -> bool {
        if self.coming() && !matches!(command, Command::Search | Command::LineMore | Command::LineLess) {
            self.later.push(command);
            return true;
        }
        match command {
            Command::PayCash | Command::PayCard | Command::PayMixed | Command::HandOver => self.pay(command, env),
            Command::Discount => self.open_discount(env),
            Command::Prescription => self.open_prescription(None, env),
            Command::TickLine => self.receipt.tick_selected(),
            Command::TickAll => self.receipt.tick_all(),
            Command::SwitchTaker => self.receipt.switch_taker(),
            Command::ReadyOrders => env.open(sale(SaleDialog::Ready(ReadyDialog::default()))),
            Command::Park => self.keeper.park(&self.receipt, env),
            Command::Parked => env.open(sale(SaleDialog::Parked(ParkedDialog::default()))),
            Command::LineMore => self.change_quantity(1, env),
            Command::LineLess => self.change_quantity(-1, env),
            Command::LineQuantity => {
                if let Some(line) = self.receipt.selected_line() {
                    let packs = self.receipt.packs_of(line.quote.goods);
                    env.open(Dialog::Quantity(QuantityDialog::new(&line.quote.name, packs)));
                }
            }
            Command::LineRemove => self.receipt.remove_selected(),
            Command::OrderRemove => self.receipt.remove_order(),
            Command::Search => self.search.select_all = true,
            _ => return false,
        }
        true
    }

    /// Esc: empties the scan line, or closes the words of the last sale. The receipt stays.
    pub fn step_back(&mut self) -> bool {
        self.search.clear() || self.done.take().is_some()
    }

    /// «Продать заказ»: the order's lines come into the empty receipt.
    pub fn sell_order(&mut self, order: OrderId, checked: CheckedBy, env: &mut Env<'_>) {
        if self.receipt.lines().is_empty() {
            self.done = None;
            self.steps.push(Step::Order(order, Found::Chosen(checked)));
            self.go_on(env);
        } else {
            env.say_error(env.tr("why-receipt-not-empty"));
        }
    }

    /// Cash handed over, from the dialog that showed `due` to pay.
    pub fn pay_cash(&mut self, given: Kopecks, due: Kopecks, env: &mut Env<'_>) {
        if due != self.receipt.due() {
            // The change that the person counted is wrong by now.
            self.steps.read_again(Because::Refused(UseError::Refused(Refusal::PaymentMismatch)));
            return;
        }
        match change(self.receipt.due(), given) {
            Ok(_) => self.sell(Paid::Cash { given }, None, env),
            Err(refusal) => env.say_failure(&UseError::Refused(refusal)),
        }
    }

    /// A way to pay; prescription goods first need «рецепт предъявлен».
    fn pay(&mut self, way: Command, env: &mut Env<'_>) {
        if self.facts().unseen > 0 {
            self.open_prescription(Some(way), env);
            return;
        }
        match way {
            Command::PayCard => self.take_card(Paid::Card, self.receipt.due(), env),
            Command::HandOver => self.sell(Paid::Prepaid, None, env),
            Command::PayMixed => env.open(sale(SaleDialog::Mixed(Mixed::default()))),
            _ => env.open(Dialog::Cash(CashDialog::new(self.receipt.due()))),
        }
    }

    /// Unknown settings ask: the sale would be refused.
    fn asks_prescription(&self) -> bool {
        self.setup.value().map_or_else(Asks::default, |setup| setup.asks).prescription
    }

    /// Unknown settings ask for the check of the bag.
    fn checks_bag(&self) -> bool {
        self.setup.value().map_or_else(Asks::default, |setup| setup.asks).bag
    }

    fn open_prescription(&mut self, then: Option<Command>, env: &mut Env<'_>) {
        self.pay_after = then;
        let unseen = self.receipt.unseen();
        let name = |goods| self.receipt.lines().iter().find(|l| l.quote.goods == goods).map(|l| l.quote.name.clone());
        let names = unseen.into_iter().filter_map(name).collect();
        env.open(sale(SaleDialog::Prescription(PrescriptionDialog::new(names, env))));
    }

    fn open_discount(&self, env: &mut Env<'_>) {
        if let Some(line) = self.receipt.selected_line() {
            let limit = self.setup.value().map_or(0, |setup| setup.discount_limit);
            let quote = &line.quote;
            let dialog = DiscountDialog::new(&quote.name, quote.list_price, quote.discount, limit);
            env.open(sale(SaleDialog::Discount(dialog)));
        }
    }

    /// What a dialog of the sale decided.
    pub fn sale_step(&mut self, step: SaleStep, env: &mut Env<'_>) {
        match step {
            SaleStep::PaidMixed { card, given, due } if due == self.receipt.due() => {
                self.take_card(Paid::Mixed { card, given }, card, env);
            }
            SaleStep::DiscountLine(discount) => {
                if let Some(goods) = self.receipt.selected_line().filter(|l| !l.of_order).map(|l| l.quote.goods) {
                    self.receipt.set_discount(goods, discount);
                }
            }
            SaleStep::DiscountAll(discount) => {
                for goods in self.receipt.shelf_goods() {
                    self.receipt.set_discount(goods, discount);
                }
            }
            SaleStep::Prescription(seen) => {
                self.receipt.see_prescription(&seen);
                self.shown = self.receipt.due();
                if let Some(way) = self.pay_after.take() {
                    env.push(way);
                }
            }
            SaleStep::Recall(draft) => self.keeper.recall(draft, env),
            SaleStep::CardTaken { key, paid, due } if due == self.receipt.due() => self.sell(paid, Some(key), env),
            // The sum changed meanwhile: what the card paid waits for a decision.
            SaleStep::PaidMixed { .. } | SaleStep::CardTaken { .. } => {
                self.steps.read_again(Because::Refused(UseError::Refused(Refusal::PaymentMismatch)));
            }
            SaleStep::Order { order, checked } => self.sell_order(order, checked, env),
        }
    }

    /// A typed quantity for the selected line's product.
    pub fn set_quantity(&mut self, packs: i64, env: &mut Env<'_>) {
        let Some(line) = self.receipt.selected_line().filter(|l| !l.of_order) else {
            env.say_error(env.tr("why-no-line"));
            return;
        };
        self.steps.push(Step::Quantity { goods: line.quote.goods, packs: Packs(packs) });
        self.go_on(env);
    }

    fn change_quantity(&mut self, by: i64, env: &mut Env<'_>) {
        if let Some(line) = self.receipt.selected_line() {
            self.steps.push(Step::Add { goods: line.quote.goods, packs: Packs(by), heard: Heard::Hand, code: None });
            self.go_on(env);
        }
    }

    fn add(&mut self, goods: crate::domain::ids::GoodsId, env: &mut Env<'_>) {
        self.done = None;
        self.steps.push(Step::Add { goods, packs: Packs(1), heard: Heard::Hand, code: None });
        self.go_on(env);
    }

    /// Enter on the scan line.
    fn enter(&mut self, env: &mut Env<'_>) {
        match self.search.enter() {
            search::Entered::Nothing => {}
            search::Entered::Goods(goods) => self.add(goods, env),
            search::Entered::Quantity(packs) => self.set_quantity(packs, env),
            search::Entered::Code(code) => {
                self.done = None;
                self.steps.push(Step::Code(code));
                self.go_on(env);
            }
        }
    }

    /// The part by card: through the terminal, where there is one; a payment without a receipt comes first. A trial
    /// order moves no money.
    fn take_card(&mut self, paid: Paid, amount: Kopecks, env: &mut Env<'_>) {
        if self.receipt.order().is_some_and(|order| order.is_test) {
            self.sell(paid, None, env);
            return;
        }
        let setup = self.setup.value();
        if let Some(card) = setup.and_then(|setup| setup.loose_card.as_ref()) {
            env.open(sale(SaleDialog::Card(Box::new(CardDialog::loose(card)))));
        } else if setup.is_some_and(|setup| setup.has_terminal) {
            let dialog = CardDialog::new(paid, amount, self.receipt.due());
            env.open(sale(SaleDialog::Card(Box::new(dialog))));
        } else {
            self.sell(paid, None, env);
        }
    }

    fn sell(&mut self, paid: Paid, card: Option<String>, env: &mut Env<'_>) {
        if self.sale.is_busy() || self.steps.is_busy() || self.keeper.is_busy() {
            return;
        }
        let sale = SellReceipt {
            lines: self.receipt.sale_lines(),
            order: self.receipt.order().map(|o| o.order),
            paid,
            shown_total: self.shown,
            codes: self.receipt.codes(),
            prescriptions: self.receipt.prescriptions().to_vec(),
            handover: self.receipt.order().map(|o| o.handover).unwrap_or_default(),
            card,
        };
        self.sale.start(env.desk.act(sale));
    }

    fn after_sale(&mut self, result: Result<SaleDone, UseError>, env: &mut Env<'_>) {
        match result {
            Ok(done) => {
                self.steps.forget_readings();
                self.receipt = Receipt::default();
                self.keeper.sold();
                self.marks.forget();
                self.printed.clear();
                if let Some(receipt) = done.receipt {
                    self.printed.request(env.desk.ask(PrintedState(receipt)));
                }
                self.done = Some(done);
            }
            // The receipt stays; it is read again, so that the person sees what to pay now.
            Err(error @ UseError::Refused(_)) => self.steps.read_again(Because::Refused(error)),
            Err(error) => env.say_failure(&error),
        }
    }

    fn open_order(&self, env: &mut Env<'_>) {
        if let Some(order) = self.receipt.order() {
            env.go(Go::Orders { select: Some(order.order) });
        }
    }
}
