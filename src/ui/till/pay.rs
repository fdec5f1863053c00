//! The right column: what is to pay, the ways to pay, the last sale, the next hand-overs.

use egui::Ui;

use super::Till;
use super::shift::fault_text;
use crate::domain::fiscal::FiscalState;
use crate::domain::order::PaymentState;
use crate::text::habits;
use crate::ui::command::{Command, OrderInReceipt};
use crate::ui::env::{Env, Go};
use crate::ui::theme::{self, ChipTone, S1, S2, S3};
use crate::ui::widgets::{Chip, Look, Weight, card, fitted, outside};
use crate::usecase::read::till_side::Handover;
use crate::usecase::sell_receipt::SaleDone;

/// Height of the card of hand-overs without its rows, and of a row.
const HANDOVER_HEAD: f32 = 62.0;
const HANDOVER_ROW: f32 = 24.0;

/// Draws the column.
pub(super) fn column(till: &Till, ui: &mut Ui, env: &mut Env<'_>) {
    ui.spacing_mut().item_spacing.y = S3;
    let rows = till.handovers.value().map(Vec::as_slice);
    let width = ui.available_width();
    match &till.done {
        Some(done) => done_card(till, ui, env, done),
        None => due_card(till, ui, env),
    }
    let facts = env.cmd.receipt;
    let prepaid_only = facts.order == OrderInReceipt::Prepaid && facts.due == crate::domain::money::Kopecks::ZERO;
    if prepaid_only {
        env.wide_button(ui, Command::HandOver, Look::Primary, width);
    } else {
        env.wide_button(ui, Command::PayCash, Look::Primary, width);
        env.wide_button(ui, Command::PayCard, Look::Primary, width);
        env.wide_button(ui, Command::PayMixed, Look::Normal, width);
    }
    if facts.unticked > 0 {
        env.wide_button(ui, Command::TickAll, Look::Normal, width);
    }
    if facts.lines == 0 {
        env.wide_button(ui, Command::ReadyOrders, Look::Normal, width);
    }
    if facts.unseen > 0 {
        env.wide_button(ui, Command::Prescription, Look::Normal, width);
    }
    if facts.lines > 0 || facts.parked == 0 {
        env.wide_button(ui, Command::Park, Look::Normal, width);
    } else {
        let label = env.tr_args("till-parked-count", &[("n", facts.parked.into())]);
        env.wide_button_named(ui, Command::Parked, Look::Normal, width, label);
    }
    if facts.order != OrderInReceipt::None {
        env.wide_button(ui, Command::OrderRemove, Look::Normal, width);
    }
    // The ways to pay come first; a low window shows fewer of the next hand-overs, or none.
    let fit = ((ui.available_height() - S3 - HANDOVER_HEAD) / HANDOVER_ROW).floor();
    let rows = rows.map(|rows| rows.iter().zip(1_u8..).take_while(|(_, n)| f32::from(*n) <= fit));
    let rows: Option<Vec<&Handover>> = rows.map(|rows| rows.map(|(row, _)| row).collect());
    if fit >= 1.0 {
        let count = rows.as_ref().map_or(1, |rows| rows.len().max(1));
        let height = HANDOVER_HEAD + HANDOVER_ROW * f32::from(u8::try_from(count).unwrap_or(u8::MAX));
        ui.add_space((ui.available_height() - height).max(0.0));
        handovers(ui, env, rows.as_deref());
    }
}

fn due_card(till: &Till, ui: &mut Ui, env: &Env<'_>) {
    card(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = S1;
        let p = theme::of(ui);
        ui.label(egui::RichText::new(env.tr("till-to-pay")).color(p.muted));
        ui.label(theme::sum(till.receipt.due().rubles()));
        let lines = till.receipt.lines().len();
        let mut words = env.tr_args("lines-count", &[("n", lines.into())]);
        if till.receipt.total() != till.receipt.due() {
            let total = till.receipt.total().rubles();
            words = format!("{words} · {}", env.tr_args("till-worth", &[("sum", total.into())]));
        }
        let off = till.receipt.discount_sum();
        words = format!("{words} · {}", env.tr_args("till-off", &[("sum", off.rubles().into())]));
        ui.label(egui::RichText::new(words).color(p.muted));
        if let Some(order) = till.receipt.order() {
            ui.horizontal(|ui| {
                match order.payment {
                    PaymentState::Paid => Chip::new(env.tr("till-prepaid"), ChipTone::Assembled).show(ui),
                    PaymentState::Unpaid | PaymentState::Refunded | PaymentState::Unknown => {
                        Chip::new(crate::text::words::payment(env.lang, order.payment), ChipTone::Accepted).show(ui)
                    }
                };
                if order.is_test {
                    Chip::new(env.tr("till-trial"), ChipTone::New).show(ui);
                }
            });
        }
        if till.sale.is_busy() {
            ui.label(egui::RichText::new(env.tr("till-selling")).color(p.muted));
        }
    });
}

fn done_card(till: &Till, ui: &mut Ui, env: &Env<'_>, done: &SaleDone) {
    card(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = S1;
        let p = theme::of(ui);
        let green = p.tone(ChipTone::Assembled).ink;
        let head = match done.receipt {
            Some(_) => env.tr_args("till-sold", &[("number", done.number.into()), ("sum", done.total.rubles().into())]),
            None => env.tr("till-trial-closed"),
        };
        ui.label(theme::bold(format!("✓ {head}")).color(green));
        ui.label(egui::RichText::new(env.tr("cash-change")).color(p.muted));
        ui.label(theme::sum(done.change.rubles()));
        printed_line(till, ui, env);
        ui.label(egui::RichText::new(env.tr("till-until-next")).color(p.muted));
    });
}

/// Where the printing of the receipt stands, in words: the customer waits for it.
fn printed_line(till: &Till, ui: &mut Ui, env: &Env<'_>) {
    let Some(Some((state, printed))) = till.printed.value() else {
        return;
    };
    let p = theme::of(ui);
    let (green, redish) = (p.tone(ChipTone::Assembled).ink, p.tone(ChipTone::Late).ink);
    let fault = till.fiscal.value().map(|now| &now.waiting).filter(|waiting| !waiting.fault.is_empty());
    let words = match (state, printed, fault) {
        (FiscalState::Printed, Some(printed), _) => {
            let args = [("document", printed.document.into()), ("sign", (&printed.sign).into())];
            egui::RichText::new(format!("✓ {}", env.tr_args("fiscal-printed", &args))).color(green)
        }
        (_, _, Some(waiting)) => {
            let why = fault_text(env, &waiting.fault, &waiting.detail);
            egui::RichText::new(format!("⚠ {}", env.tr_args("fiscal-not-printed", &[("why", why.into())])))
                .color(redish)
        }
        (_, _, None) => egui::RichText::new(env.tr("fiscal-printing")).color(p.muted),
    };
    ui.add(egui::Label::new(words).wrap());
}

fn handovers(ui: &mut Ui, env: &mut Env<'_>, rows: Option<&[&Handover]>) {
    card(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = S1;
        ui.label(theme::bold(env.tr("till-handovers")));
        ui.add_space(S2 / 2.0);
        let muted = theme::of(ui).muted;
        let words = |key: &str| egui::RichText::new(env.tr(key)).color(muted);
        match rows {
            Some([]) => drop(ui.label(words("till-no-handovers"))),
            None => drop(ui.label(words("loading"))),
            Some(rows) => rows.iter().for_each(|row| handover(ui, env, row)),
        }
    });
}

fn handover(ui: &mut Ui, env: &mut Env<'_>, row: &Handover) {
    let p = theme::of(ui);
    let mut words = outside(&row.number);
    if !row.customer.is_empty() {
        words = format!("{words} · {}", outside(&row.customer));
    }
    if !row.cell.is_empty() {
        let cell = env.tr_args("till-cell", &[("cell", outside(&row.cell).into())]);
        words = format!("{words} · {cell}");
    }
    if let Some(until) = row.hold_until {
        let until = habits::short_date_time(until, env.now, env.zone);
        words = format!("{words} · {}", env.tr_args("till-until", &[("at", until.into())]));
    }
    // Number and time stand at the ends: a long name between them gives way.
    let words = fitted(ui, &words, ui.available_width(), Weight::Plain).unwrap_or(words);
    let label = egui::Label::new(egui::RichText::new(words).color(p.muted)).truncate().sense(egui::Sense::CLICK);
    let response = ui.add(label).on_hover_cursor(egui::CursorIcon::PointingHand);
    if response.on_hover_text(env.tr("till-open-order")).clicked() {
        env.go(Go::Orders { select: Some(row.order) });
    }
}
