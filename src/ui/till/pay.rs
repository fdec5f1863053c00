//! The right column: what is to pay, the ways to pay, the last sale, the next hand-overs.

use egui::Ui;

use super::Till;
use crate::domain::order::PaymentState;
use crate::text::habits;
use crate::ui::command::{Command, OrderInReceipt};
use crate::ui::env::{Env, Go};
use crate::ui::theme::{self, ChipTone, S1, S2, S3};
use crate::ui::widgets::{Chip, Look, Weight, card, fitted, outside};
use crate::usecase::read::till_side::Handover;
use crate::usecase::sell_receipt::SaleDone;

/// Draws the column.
pub(super) fn column(till: &Till, ui: &mut Ui, env: &mut Env<'_>) {
    ui.spacing_mut().item_spacing.y = S3;
    let rows = till.handovers.value().map(Vec::as_slice);
    let bottom = egui::Panel::bottom("till-handovers").frame(egui::Frame::new()).show_separator_line(false);
    bottom.resizable(false).show(ui, |ui| handovers(ui, env, rows));
    let width = ui.available_width();
    match &till.done {
        Some(done) => done_card(ui, env, done),
        None => due_card(till, ui, env),
    }
    let facts = env.cmd.receipt;
    let prepaid_only = facts.order == OrderInReceipt::Prepaid && facts.due == crate::domain::money::Kopecks::ZERO;
    if prepaid_only {
        env.wide_button(ui, Command::HandOver, Look::Primary, width);
    } else {
        env.wide_button(ui, Command::PayCash, Look::Primary, width);
        env.wide_button(ui, Command::PayCard, Look::Primary, width);
    }
    if facts.order != OrderInReceipt::None {
        env.wide_button(ui, Command::OrderRemove, Look::Normal, width);
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

fn done_card(ui: &mut Ui, env: &Env<'_>, done: &SaleDone) {
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
        ui.label(egui::RichText::new(env.tr("till-until-next")).color(p.muted));
    });
}

fn handovers(ui: &mut Ui, env: &mut Env<'_>, rows: Option<&[Handover]>) {
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
