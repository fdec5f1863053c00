//! «Смена»: what the shift came to, what is not printed, X and Z.

use egui::{Key, Modifiers, Ui};

use super::dialogs::red;
use crate::domain::fiscal::ShiftTotals;
use crate::domain::money::Kopecks;
use crate::text::habits;
use crate::ui::command::{self, Command};
use crate::ui::dialogs::Dialog;
use crate::ui::env::{Env, Go};
use crate::ui::loadable::{Loadable, Pending};
use crate::ui::say::error_text;
use crate::ui::theme::{self, S1, S2, S3};
use crate::ui::widgets::{KeyButton, Look, dialog, empty, loading};
use crate::usecase::Topic;
use crate::usecase::close_shift::{CloseShift, OpenReceipts, WantXReport};
use crate::usecase::print_receipt::RetryPrinting;
use crate::usecase::read::fiscal_now::{FiscalNow, FiscalNowOf, ShiftNow};

/// The dialog.
#[derive(Default)]
pub struct ShiftDialog {
    now: Loadable<FiscalNow>,
    asked: bool,
    closing: Pending<ShiftTotals>,
    asking: Pending<()>,
    refused: Option<String>,
    /// The person has seen that receipts are open.
    warned: bool,
}

impl ShiftDialog {
    /// Takes answers that are there.
    pub fn update(&mut self, env: &mut Env<'_>) {
        if !self.asked || env.changes.has(Topic::Sales) || env.changes.has(Topic::Settings) {
            self.asked = true;
            self.now.request(env.desk.ask(FiscalNowOf(env.desk.actor().till.clone())));
        }
        self.now.poll();
        match self.closing.poll() {
            Some(Ok(totals)) => {
                let args =
                    [("number", totals.shift.into()), ("sum", totals.sold.minus(totals.returned).rubles().into())];
                env.say_done(env.tr_args("shift-closed", &args));
            }
            Some(Err(error)) => {
                self.warned = true;
                self.refused = Some(error_text(env.lang, &error, env.zone));
            }
            None => {}
        }
        if let Some(Err(error)) = self.asking.poll() {
            self.refused = Some(error_text(env.lang, &error, env.zone));
        }
    }

    /// The desk is at work for it.
    #[must_use]
    pub const fn is_busy(&self) -> bool {
        self.closing.is_busy()
    }

    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        let title = env.tr("cmd-shift");
        dialog(ui, "shift", &title, 860.0, |ui| {
            ui.set_min_height(300.0);
            let Some(now) = self.now.value().cloned() else {
                loading(ui, &env.tr("loading"));
                return;
            };
            device_line(ui, env, &now);
            ui.add_space(S2);
            match &now.shift {
                Some(shift) => shift_card(ui, env, shift),
                None => empty(ui, &env.tr("shift-none"), &env.tr("shift-none-hint")),
            }
            ui.add_space(S2);
            waiting_line(ui, env, &now);
            if let Some(words) = &self.refused {
                ui.add(egui::Label::new(red(ui, format!("⚠ {words}"))).wrap());
            }
            ui.add_space(S3);
            self.buttons(ui, env, &now);
        });
    }

    fn buttons(&mut self, ui: &mut Ui, env: &mut Env<'_>, now: &FiscalNow) {
        let is_open = now.shift.as_ref().is_some_and(|shift| !shift.is_closing);
        let why_not = match &now.shift {
            None => Some(env.tr("shift-none")),
            Some(shift) if shift.is_closing => Some(env.tr("shift-closing")),
            Some(_) if now.waiting.count > 0 && !now.waiting.wants_z() => Some(env.tr("shift-not-printed")),
            Some(_) if self.closing.is_busy() => Some(env.tr("dialog-busy")),
            Some(_) => None,
        };
        let can_close = why_not.is_none();
        let why_no_device = (!now.has_device || !is_open).then(|| env.tr("shift-no-device"));
        let nothing_waits = (now.waiting.count == 0).then(|| env.tr("shift-all-printed"));
        let key = |ui: &Ui, k: Key| ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, k));
        let [z_key, x_key, r_key, p_key] = [Key::Z, Key::X, Key::R, Key::P].map(|k| key(ui, k));
        ui.horizontal_wrapped(|ui| {
            let close = KeyButton::new(env.tr("shift-close"), "Ctrl+Z").look(Look::Primary).disabled(why_not);
            if (close.show(ui).clicked() || z_key) && can_close {
                self.refused = None;
                let open = if self.warned { OpenReceipts::LetWait } else { OpenReceipts::Refuse };
                self.closing.start(env.desk.act(CloseShift(open)));
            }
            let has_x = why_no_device.is_none();
            let x = KeyButton::new(env.tr("shift-x"), "Ctrl+X").disabled(why_no_device).show(ui);
            if (x.clicked() || x_key) && has_x {
                self.asking.start(env.desk.act(WantXReport));
                env.say_done(env.tr("shift-x-asked"));
            }
            let waits = nothing_waits.is_none();
            let again = KeyButton::new(env.tr("shift-retry"), "Ctrl+R").disabled(nothing_waits).show(ui);
            if (again.clicked() || r_key) && waits {
                self.asking.start(env.desk.act(RetryPrinting));
            }
            let sheet = KeyButton::new(env.tr("shift-sheet"), "Ctrl+P").show(ui);
            if sheet.clicked() || p_key {
                env.open(Dialog::preview_shift());
            }
            let back = KeyButton::new(env.tr("dialog-close"), command::cap(env.lang, Command::Back)).show(ui);
            if back.clicked() {
                env.go(Go::CloseDialog);
            }
        });
    }
}

fn device_line(ui: &mut Ui, env: &Env<'_>, now: &FiscalNow) {
    let key = match (now.has_device, now.is_simulator) {
        (false, _) => "shift-device-none",
        (true, true) => "shift-device-simulator",
        (true, false) => "shift-device",
    };
    let muted = theme::of(ui).muted;
    ui.add(egui::Label::new(egui::RichText::new(env.tr(key)).color(muted)).wrap());
}

fn shift_card(ui: &mut Ui, env: &Env<'_>, shift: &ShiftNow) {
    let opened = habits::date_time(shift.opened_at, env.zone);
    let args = [("number", shift.number.into()), ("at", opened.into()), ("who", (&shift.opened_by).into())];
    ui.label(theme::bold(env.tr_args("shift-head", &args)));
    ui.add_space(S1);
    let totals = shift.totals;
    let net = totals.sold.minus(totals.returned);
    let rows: [(&str, i64, Kopecks); 5] = [
        ("shift-sales", totals.sales, totals.sold),
        ("shift-returns", totals.returns, totals.returned),
        ("shift-cash", -1, totals.cash),
        ("shift-card", -1, totals.card),
        ("shift-prepaid", -1, totals.prepaid),
    ];
    ui.spacing_mut().interact_size.y = 22.0;
    egui::Grid::new("shift-totals")
        .striped(false)
        .min_row_height(24.0)
        .num_columns(2)
        .spacing(egui::vec2(24.0, 4.0))
        .show(ui, |ui| {
            for (key, count, sum) in rows {
                let label = if count < 0 { env.tr(key) } else { env.tr_args(key, &[("n", count.into())]) };
                ui.label(label);
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| ui.label(sum.rubles()));
                ui.end_row();
            }
            ui.label(theme::bold(env.tr("shift-net")));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| ui.label(theme::bold(net.rubles())));
            ui.end_row();
        });
    if shift.open_receipts > 0 {
        ui.label(env.tr_args("shift-open-receipts", &[("n", shift.open_receipts.into())]));
    }
    if shift.is_closing {
        ui.label(env.tr("shift-closing"));
    }
    if !shift.fault.0.is_empty() {
        let words = env.tr_args("shift-not-closed", &[("why", fault_text(env, &shift.fault.0, &shift.fault.1).into())]);
        ui.add(egui::Label::new(red(ui, format!("⚠ {words}"))).wrap());
    }
}

fn waiting_line(ui: &mut Ui, env: &Env<'_>, now: &FiscalNow) {
    if !now.has_device {
        return;
    }
    let waiting = &now.waiting;
    if waiting.count == 0 {
        ui.label(env.tr("shift-all-printed"));
        return;
    }
    ui.label(env.tr_args("freshness-unprinted", &[("n", waiting.count.into())]));
    if !waiting.fault.is_empty() {
        let words = fault_text(env, &waiting.fault, &waiting.detail);
        ui.add(egui::Label::new(red(ui, format!("⚠ {words}"))).wrap());
    }
}

/// A fault of the device in words, with what it said.
pub(super) fn fault_text(env: &Env<'_>, code: &str, detail: &str) -> String {
    let words = env.tr(&format!("fiscal-fault-{code}"));
    if detail.is_empty() { words } else { format!("{words} ({})", crate::ui::widgets::outside(detail)) }
}
