//! The two small dialogs of the till: cash with change, and a typed quantity.

use egui::{Key, Modifiers, Ui};

use crate::domain::money::Kopecks;
use crate::domain::packs::Packs;
use crate::domain::receipt::change;
use crate::ui::command::{self, Command};
use crate::ui::env::{Env, Go};
use crate::ui::theme::{self, ChipTone, S2, S3};
use crate::ui::widgets::{KeyButton, Look, TextField, dialog, outside, select_all};

/// «Оплата наличными».
pub struct CashDialog {
    due: Kopecks,
    /// What was to pay before the price changed under the open dialog.
    was: Option<Kopecks>,
    text: String,
    opened: bool,
}

impl CashDialog {
    /// For `due` to pay; the exact sum is typed in already and selected.
    #[must_use]
    pub fn new(due: Kopecks) -> Self {
        Self { due, was: None, text: due.text(), opened: false }
    }

    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        let title = env.tr("cmd-pay-cash");
        let now = env.cmd.receipt.due;
        if now != self.due {
            self.was = Some(self.due);
            self.due = now;
            self.text.clear();
        }
        dialog(ui, "cash", &title, 420.0, |ui| {
            ui.label(env.tr("cash-due"));
            ui.label(theme::sum(self.due.rubles()));
            if let Some(was) = self.was {
                let red = theme::of(ui).tone(ChipTone::Late).ink;
                let args = [("before", was.rubles().into()), ("now", self.due.rubles().into())];
                let words = env.tr_args("till-price-changed", &args);
                ui.add(egui::Label::new(egui::RichText::new(format!("⚠ {words}")).color(red)).wrap());
            }
            ui.add_space(S2);
            ui.label(env.tr("cash-given"));
            let name = env.tr("cash-given");
            let field = TextField::new("cash-given", &name).width(420.0).limit(16);
            let id = field.id();
            field.show(ui, &mut self.text);
            if !self.opened {
                self.opened = true;
                select_all(ui, id, &self.text);
            }
            self.quick_sums(ui);
            ui.add_space(S2);
            let given = Kopecks::parse(&self.text);
            let back = given.map(|given| change(self.due, given));
            self.result_line(ui, env, given);
            ui.add_space(S3);
            let ready = matches!(back, Some(Ok(_)));
            let why = (!ready).then(|| env.tr("cash-not-enough"));
            ui.horizontal(|ui| {
                let take = KeyButton::new(env.tr("cash-take"), env.tr("key-enter")).look(Look::Primary).disabled(why);
                let clicked = take.show(ui).clicked();
                if let (true, Some(given), true) = (cancel_or_enter(ui, env) || clicked, given, ready) {
                    env.go(Go::PaidCash { given, due: self.due });
                }
            });
        });
    }

    fn quick_sums(&mut self, ui: &mut Ui) {
        ui.add_space(S2);
        ui.horizontal_wrapped(|ui| {
            for sum in quick(self.due) {
                if KeyButton::new(sum.rubles(), "").show(ui).clicked() {
                    self.text = sum.text();
                }
            }
        });
    }

    fn result_line(&self, ui: &mut Ui, env: &Env<'_>, given: Option<Kopecks>) {
        let red = theme::of(ui).tone(ChipTone::Late).ink;
        match given.map(|given| (given, change(self.due, given))) {
            Some((_, Ok(back))) => {
                ui.label(env.tr("cash-change"));
                ui.label(theme::sum(back.rubles()));
            }
            Some((given, Err(_))) => {
                let short = self.due.minus(given).rubles();
                ui.colored_label(red, env.tr_args("cash-short", &[("short", short.into())]));
                ui.label(theme::sum("—"));
            }
            None => {
                ui.colored_label(red, env.tr("cash-unreadable"));
                ui.label(theme::sum("—"));
            }
        }
    }
}

/// Words in the colour of a fault.
pub(super) fn red(ui: &Ui, words: impl Into<String>) -> egui::RichText {
    egui::RichText::new(words).color(theme::of(ui).tone(ChipTone::Late).ink)
}

/// The exact sum, then the next round sums a customer may hand over.
fn quick(due: Kopecks) -> Vec<Kopecks> {
    let mut sums = vec![due];
    for note in [100, 500, 1000, 5000] {
        let note = note * 100;
        let up = (due.0 + note - 1).div_euclid(note) * note;
        if sums.iter().all(|s| s.0 != up) {
            sums.push(Kopecks(up));
        }
    }
    sums.truncate(4);
    sums
}

/// The quantity of a product in the receipt.
pub struct QuantityDialog {
    name: String,
    text: String,
    opened: bool,
}

impl QuantityDialog {
    /// For the product `name` with `packs` in the receipt now.
    #[must_use]
    pub fn new(name: &str, packs: Packs) -> Self {
        Self { name: name.to_owned(), text: packs.to_string(), opened: false }
    }

    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        let title = env.tr("cmd-line-quantity");
        dialog(ui, "quantity", &title, 420.0, |ui| {
            ui.add(egui::Label::new(outside(&self.name)).wrap());
            ui.add_space(S2);
            let field = TextField::new("quantity", &title).width(120.0).limit(5);
            let id = field.id();
            field.show(ui, &mut self.text);
            if !self.opened {
                self.opened = true;
                select_all(ui, id, &self.text);
            }
            let packs: Option<i64> = self.text.trim().parse().ok().filter(|n| (0..=9999).contains(n));
            let why = packs.is_none().then(|| env.tr("quantity-unreadable"));
            if let Some(why) = &why {
                let red = theme::of(ui).tone(ChipTone::Late).ink;
                ui.colored_label(red, why);
            }
            ui.add_space(S3);
            ui.horizontal(|ui| {
                let set = KeyButton::new(env.tr("dialog-ok"), env.tr("key-enter")).look(Look::Primary).disabled(why);
                let clicked = set.show(ui).clicked();
                if let (true, Some(packs)) = (cancel_or_enter(ui, env) || clicked, packs) {
                    env.go(Go::Quantity(packs));
                }
            });
        });
    }
}

/// Draws «Отмена». True when Enter was pressed anywhere but on it.
pub(super) fn cancel_or_enter(ui: &mut Ui, env: &mut Env<'_>) -> bool {
    let cancel = KeyButton::new(env.tr("dialog-cancel"), command::cap(env.lang, Command::Back)).show(ui);
    let enter = !cancel.has_focus() && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter));
    if cancel.clicked() {
        env.go(Go::CloseDialog);
    }
    enter
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quick_sums_begin_with_the_exact_one_and_never_repeat() {
        let sums: Vec<i64> = quick(Kopecks(33_100)).iter().map(|k| k.0).collect();
        assert_eq!(sums, [33_100, 40_000, 50_000, 100_000]);
        let sums: Vec<i64> = quick(Kopecks(100_000)).iter().map(|k| k.0).collect();
        assert_eq!(sums, [100_000, 500_000]);
    }
}
