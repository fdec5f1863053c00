//! The dialogs of a sale beside cash and quantity: mixed payment, discount, prescription, receipts put aside.

use egui::{Key, Modifiers, Ui};

use super::card::CardDialog;
use super::dialogs::{cancel_or_enter, red};
use super::ready::ReadyDialog;
use super::shift::ShiftDialog;
use crate::domain::discount::Discount;
use crate::domain::handover::CheckedBy;
use crate::domain::ids::{DraftId, OrderId};
use crate::domain::money::Kopecks;
use crate::domain::prescription::Prescription;
use crate::domain::receipt::{Paid, Settled, settle};
use crate::text::habits;
use crate::ui::env::{Env, Go};
use crate::ui::loadable::Loadable;
use crate::ui::theme::{self, S1, S2, S3};
use crate::ui::widgets::table::{self, Col, Spec, Width};
use crate::ui::widgets::{KeyButton, Look, TextField, dialog, empty, loading, outside, select_all, take_move};
use crate::usecase::Topic;
use crate::usecase::read::drafts::{Parked, ParkedReceipts};

/// What a dialog of the sale decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaleStep {
    /// A part by card, the rest in cash; `due` is what the dialog showed to pay.
    PaidMixed {
        /// By card.
        card: Kopecks,
        /// Cash handed over.
        given: Kopecks,
        /// Shown to pay.
        due: Kopecks,
    },
    /// Something off of the selected line.
    DiscountLine(Discount),
    /// Something off of every line from the shelf.
    DiscountAll(Discount),
    /// A prescription was seen.
    Prescription(Prescription),
    /// This receipt is taken up again.
    Recall(DraftId),
    /// The terminal took the money for this receipt.
    CardTaken {
        /// The payment.
        key: String,
        /// How the receipt is paid.
        paid: Paid,
        /// What the receipt showed to pay.
        due: Kopecks,
    },
    /// This order is sold.
    Order {
        /// Which.
        order: OrderId,
        /// By what it was checked.
        checked: CheckedBy,
    },
}

/// A dialog of the sale.
pub enum SaleDialog {
    /// «Смешанная оплата».
    Mixed(Mixed),
    /// «Скидка».
    Discount(DiscountDialog),
    /// «Рецепт предъявлен».
    Prescription(PrescriptionDialog),
    /// «Отложенные чеки».
    Parked(ParkedDialog),
    /// «Смена».
    Shift(Box<ShiftDialog>),
    /// «Выдать по телефону».
    Ready(ReadyDialog),
    /// «Оплата картой» through a terminal.
    Card(Box<CardDialog>),
}

impl SaleDialog {
    /// Takes answers that are there.
    pub fn update(&mut self, env: &mut Env<'_>) {
        match self {
            Self::Parked(parked) => parked.update(env),
            Self::Shift(shift) => shift.update(env),
            Self::Ready(ready) => ready.update(env),
            Self::Card(card) => card.update(env),
            Self::Mixed(_) | Self::Discount(_) | Self::Prescription(_) => {}
        }
    }

    /// The desk is at work for it.
    #[must_use]
    pub const fn is_busy(&self) -> bool {
        match self {
            Self::Shift(shift) => shift.is_busy(),
            Self::Card(card) => card.is_busy(),
            Self::Mixed(_) | Self::Discount(_) | Self::Prescription(_) | Self::Parked(_) | Self::Ready(_) => false,
        }
    }

    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        match self {
            Self::Mixed(mixed) => mixed.show(ui, env),
            Self::Discount(discount) => discount.show(ui, env),
            Self::Prescription(prescription) => prescription.show(ui, env),
            Self::Parked(parked) => parked.show(ui, env),
            Self::Shift(shift) => shift.show(ui, env),
            Self::Ready(ready) => ready.show(ui, env),
            Self::Card(card) => card.show(ui, env),
        }
    }
}

/// «Смешанная оплата»: what the card pays, then the cash for the rest.
#[derive(Default)]
pub struct Mixed {
    card: String,
    cash: String,
    opened: bool,
}

impl Mixed {
    fn settled(&self, due: Kopecks) -> Option<(Kopecks, Kopecks, Settled)> {
        let card = Kopecks::parse(&self.card)?;
        // Nothing typed means the exact rest.
        let given = if self.cash.trim().is_empty() { due.minus(card) } else { Kopecks::parse(&self.cash)? };
        let settled = settle(Paid::Mixed { card, given }, due, Kopecks::ZERO).ok()?;
        Some((card, given, settled))
    }

    fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        let due = env.cmd.receipt.due;
        let title = env.tr("cmd-pay-mixed");
        dialog(ui, "mixed", &title, 420.0, |ui| {
            ui.label(env.tr("cash-due"));
            ui.label(theme::sum(due.rubles()));
            ui.add_space(S2);
            let [card_name, cash_name] = ["mixed-card", "mixed-cash"].map(|key| env.tr(key));
            ui.label(&card_name);
            let card = TextField::new("mixed-card", &card_name).width(420.0).limit(16);
            let (card_id, cash_id) = (card.id(), TextField::new("mixed-cash", &cash_name).id());
            card.show(ui, &mut self.card);
            ui.label(&cash_name);
            let rest = Kopecks::parse(&self.card).map(|card| due.minus(card)).filter(|rest| *rest > Kopecks::ZERO);
            let hint = rest.map(Kopecks::text).unwrap_or_default();
            TextField::new("mixed-cash", &cash_name).hint(&hint).width(420.0).limit(16).show(ui, &mut self.cash);
            if !self.opened {
                self.opened = true;
                ui.memory_mut(|m| m.request_focus(card_id));
            }
            ui.add_space(S2);
            let settled = self.settled(due);
            self.result(ui, env, due, settled.as_ref().map(|(_, _, s)| s));
            ui.add_space(S3);
            // Enter on the card's sum goes on to the cash.
            let on_card = ui.memory(|m| m.has_focus(card_id));
            if on_card && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter)) {
                ui.memory_mut(|m| m.request_focus(cash_id));
            }
            let why = settled.is_none().then(|| env.tr("mixed-unreadable"));
            ui.horizontal(|ui| {
                let take = KeyButton::new(env.tr("cash-take"), env.tr("key-enter")).look(Look::Primary).disabled(why);
                let clicked = take.show(ui).clicked();
                if let (true, Some((card, given, _))) = (cancel_or_enter(ui, env) || clicked, settled) {
                    env.go(Go::Sale(SaleStep::PaidMixed { card, given, due }));
                }
            });
        });
    }

    fn result(&self, ui: &mut Ui, env: &Env<'_>, due: Kopecks, settled: Option<&Settled>) {
        let Some(settled) = settled else {
            let card = Kopecks::parse(&self.card);
            let words = match card {
                _ if self.card.is_empty() => env.tr("mixed-type-card"),
                Some(card) if card >= due => env.tr("mixed-all-by-card"),
                Some(_) => env.tr("cash-not-enough"),
                None => env.tr("cash-unreadable"),
            };
            ui.label(if self.card.is_empty() { egui::RichText::new(words) } else { red(ui, words) });
            ui.label(env.tr("cash-change"));
            ui.label(theme::sum("—"));
            return;
        };
        let args = [("card", settled.card.rubles().into()), ("cash", settled.cash.rubles().into())];
        ui.label(env.tr_args("mixed-parts", &args));
        ui.label(env.tr("cash-change"));
        ui.label(theme::sum(settled.change.rubles()));
    }
}

/// «Скидка»: per cent off the selected product or the whole receipt.
pub struct DiscountDialog {
    name: String,
    price: Kopecks,
    limit: u16,
    text: String,
    opened: bool,
}

impl DiscountDialog {
    /// For the product `name` at `price`, with what is off now and the most that may be.
    #[must_use]
    pub fn new(name: &str, price: Kopecks, now: Discount, limit: u16) -> Self {
        let text = if now.any() { now.text() } else { String::new() };
        Self { name: name.to_owned(), price, limit, text, opened: false }
    }

    fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        let title = env.tr("cmd-discount");
        dialog(ui, "discount", &title, 460.0, |ui| {
            ui.add(egui::Label::new(outside(&self.name)).wrap());
            ui.add_space(S2);
            let name = env.tr_args("discount-percent", &[("limit", i64::from(self.limit).into())]);
            ui.label(&name);
            let field = TextField::new("discount", &name).width(140.0).limit(8);
            let id = field.id();
            field.show(ui, &mut self.text);
            if !self.opened {
                self.opened = true;
                select_all(ui, id, &self.text);
            }
            let typed = if self.text.trim().is_empty() { Some(Discount::NONE) } else { Discount::parse(&self.text) };
            let refused = match typed {
                None => Some(env.tr("discount-unreadable")),
                Some(discount) if discount.within(self.limit).is_err() => {
                    Some(env.tr_args("discount-beyond", &[("limit", i64::from(self.limit).into())]))
                }
                Some(_) => None,
            };
            ui.add_space(S1);
            match (&refused, typed) {
                (Some(words), _) => ui.label(red(ui, words.clone())),
                (None, Some(discount)) => {
                    let now = discount.off(self.price).rubles();
                    let args = [("was", self.price.rubles().into()), ("now", now.into())];
                    ui.label(env.tr_args("discount-price", &args))
                }
                (None, None) => ui.label(""),
            };
            ui.add_space(S3);
            let whole = ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::Enter));
            ui.horizontal(|ui| {
                let line = KeyButton::new(env.tr("discount-line"), env.tr("key-enter")).look(Look::Primary);
                let line = line.disabled(refused.clone()).show(ui).clicked();
                let cap = format!("Ctrl+{}", env.tr("key-enter"));
                let all = KeyButton::new(env.tr("discount-all"), cap).disabled(refused.clone()).show(ui).clicked();
                let enter = cancel_or_enter(ui, env);
                let Some(discount) = typed.filter(|_| refused.is_none()) else { return };
                if all || whole {
                    env.go(Go::Sale(SaleStep::DiscountAll(discount)));
                } else if line || enter {
                    env.go(Go::Sale(SaleStep::DiscountLine(discount)));
                }
            });
        });
    }
}

/// «Рецепт предъявлен»: number, day, doctor.
pub struct PrescriptionDialog {
    names: Vec<String>,
    number: String,
    day: String,
    doctor: String,
    opened: bool,
}

impl PrescriptionDialog {
    /// For these products; the day is today's until another is typed.
    #[must_use]
    pub fn new(names: Vec<String>, env: &Env<'_>) -> Self {
        let day = habits::date(env.today());
        Self { names, number: String::new(), day, doctor: String::new(), opened: false }
    }

    fn seen(&self, env: &Env<'_>) -> Option<Prescription> {
        let day = habits::parse_date(&self.day, env.today())?;
        Prescription::seen(&self.number, day, &self.doctor, env.today()).ok()
    }

    fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        let title = env.tr("cmd-prescription");
        dialog(ui, "prescription", &title, 520.0, |ui| {
            for name in self.names.iter().take(4) {
                ui.add(egui::Label::new(theme::bold(outside(name))).truncate());
            }
            if self.names.len() > 4 {
                ui.label(env.tr_args("rx-more", &[("n", (self.names.len() - 4).into())]));
            }
            ui.add_space(S2);
            let names = ["rx-number", "rx-day", "rx-doctor"].map(|key| env.tr(key));
            let widths = [300.0, 160.0, 460.0];
            let mut ids = Vec::new();
            for ((name, width), text) in
                names.iter().zip(widths).zip([&mut self.number, &mut self.day, &mut self.doctor])
            {
                ui.label(name);
                let field = TextField::new(name, name).width(width).limit(80);
                ids.push(field.id());
                field.show(ui, text);
            }
            if !self.opened {
                self.opened = true;
                ids.first().iter().for_each(|id| ui.memory_mut(|m| m.request_focus(**id)));
            }
            ui.add_space(S3);
            let seen = self.seen(env);
            // Enter goes from field to field; on the last one it confirms.
            let at = ids.iter().position(|id| ui.memory(|m| m.has_focus(*id)));
            let next = at.and_then(|at| ids.get(at + 1));
            if let Some(next) = next
                && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter))
            {
                ui.memory_mut(|m| m.request_focus(*next));
            }
            let why = seen.is_none().then(|| env.tr("rx-incomplete"));
            ui.label(theme::small(why.clone().unwrap_or_default()).color(theme::of(ui).muted));
            ui.add_space(S2);
            ui.horizontal(|ui| {
                let note = KeyButton::new(env.tr("rx-note"), env.tr("key-enter")).look(Look::Primary).disabled(why);
                let clicked = note.show(ui).clicked();
                if let (true, Some(seen)) = (cancel_or_enter(ui, env) || clicked, seen) {
                    env.go(Go::Sale(SaleStep::Prescription(seen)));
                }
            });
        });
    }
}

/// «Отложенные чеки»: those of all tills, the latest first.
#[derive(Default)]
pub struct ParkedDialog {
    rows: Loadable<Vec<Parked>>,
    asked: bool,
    at: usize,
}

impl ParkedDialog {
    fn update(&mut self, env: &mut Env<'_>) {
        if !self.asked || env.changes.has(Topic::Sales) {
            self.asked = true;
            self.rows.request(env.desk.ask(ParkedReceipts));
        }
        self.rows.poll();
    }

    fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        let title = env.tr("cmd-parked");
        dialog(ui, "parked", &title, 760.0, |ui| {
            ui.set_min_height(260.0);
            let Some(rows) = self.rows.value() else {
                loading(ui, &env.tr("loading"));
                return;
            };
            if rows.is_empty() {
                empty(ui, &env.tr("parked-none"), &env.tr("parked-none-hint"));
            } else if let Some(step) = take_move(ui.ctx(), 8, true) {
                self.at = step.from(Some(self.at), rows.len()).unwrap_or(0);
            }
            let cols = [
                Col::left(env.tr("parked-at"), Width::Exact(116.0)),
                Col::left(env.tr("parked-what"), Width::Fill(200.0)),
                Col::left(env.tr("parked-by"), Width::Exact(220.0)),
            ];
            let spec = Spec {
                id: "parked",
                cols: &cols,
                rows: rows.len(),
                selected: Some(self.at),
                scroll_to: Some(self.at),
                row_name: &|row| rows.get(row).map(|r| r.names.join(", ")).unwrap_or_default(),
            };
            let mut opened = None;
            if !rows.is_empty() {
                ui.allocate_ui(egui::vec2(ui.available_width(), 220.0), |ui| {
                    let shown = table::show(ui, &spec, |ui, row, col| cell(ui, env, rows.get(row), col), |_, _| {});
                    opened = shown.opened;
                    self.at = shown.clicked.unwrap_or(self.at);
                });
            }
            ui.add_space(S3);
            let chosen = opened.or(Some(self.at)).and_then(|at| rows.get(at)).map(|row| row.draft);
            let why = chosen.is_none().then(|| env.tr("why-nothing-parked"));
            ui.horizontal(|ui| {
                let take = KeyButton::new(env.tr("parked-take"), env.tr("key-enter")).look(Look::Primary).disabled(why);
                let clicked = take.show(ui).clicked();
                if let (true, Some(draft)) = (cancel_or_enter(ui, env) || clicked || opened.is_some(), chosen) {
                    env.go(Go::Sale(SaleStep::Recall(draft)));
                }
            });
        });
    }
}

fn cell(ui: &mut Ui, env: &Env<'_>, row: Option<&Parked>, col: usize) {
    let Some(row) = row else { return };
    match col {
        0 => table::text(ui, habits::short_date_time(row.at, env.now, env.zone)),
        1 => table::text(ui, outside(&row.names.join(", "))),
        _ => table::muted(ui, format!("{} · {}", row.till, row.user)),
    }
}
