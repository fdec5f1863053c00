//! The lower pane: the selected order with its lines and what is there for them now.

use egui::{Align, Frame, Layout, Margin, Panel, RichText, Ui};

use super::lines;
use crate::domain::ids::OrderId;
use crate::domain::order::PaymentState;
use crate::text::{habits, words};
use crate::ui::command::Command;
use crate::ui::env::Env;
use crate::ui::loadable::Loadable;
use crate::ui::say::error_text;
use crate::ui::theme::{self, CONTROL, ChipTone};
use crate::ui::widgets::table::{self, Col, Width};
use crate::ui::widgets::{Chip, Look, Weight, failed, fitted, loading, outside, whole};
use crate::usecase::read::order_card::{Card, OrderCard};

/// The card of one order; asked again when the order or the stock changed.
#[derive(Default)]
pub(in crate::ui) struct CardBox {
    card: Loadable<Card>,
    order: Option<OrderId>,
    stale: bool,
}

impl CardBox {
    /// Is about this order from now on.
    pub(in crate::ui) fn about(&mut self, order: Option<OrderId>) {
        if self.order != order {
            self.order = order;
            self.stale = true;
        }
    }

    /// Must be asked again; the old card stays meanwhile.
    pub(in crate::ui) const fn outdate(&mut self) {
        self.stale = true;
    }

    /// Takes the answer and asks again when needed. One question at a time: holding ↓ asks for the last only.
    pub(in crate::ui) fn update(&mut self, env: &Env<'_>) {
        self.card.poll();
        if self.stale && !self.card.is_waiting() {
            self.stale = false;
            match self.order {
                Some(id) => self.card.request(env.desk.ask(OrderCard { id })),
                None => self.card.clear(),
            }
        }
    }

    /// The card of the present order; never that of another.
    pub(in crate::ui) fn card(&self) -> Option<&Card> {
        self.card.value().filter(|card| Some(card.row.id) == self.order)
    }

    /// What to show instead of a card, in words.
    pub(in crate::ui) fn instead(&self, ui: &mut Ui, env: &Env<'_>) {
        match self.card.error() {
            Some(error) => failed(ui, &error_text(env.lang, error, env.zone)),
            None => loading(ui, &env.tr("orders-loading")),
        }
    }
}

/// Draws the pane.
pub(super) fn show(ui: &mut Ui, env: &mut Env<'_>, card: &CardBox) {
    let frame = Frame::new().fill(theme::of(ui).surface.panel).inner_margin(Margin::symmetric(0, 4));
    Panel::bottom("orders-pane").frame(frame).resizable(true).default_size(214.0).min_size(120.0).show(ui, |ui| {
        // Without an order, or before its card is there, the pane keeps its height.
        ui.set_min_height(ui.available_height());
        if card.order.is_none() {
            ui.vertical_centered(|ui| {
                ui.add_space(36.0);
                let muted = theme::of(ui).muted;
                ui.label(RichText::new(env.tr("pane-no-order")).color(muted));
            });
            return;
        }
        let Some(shown) = card.card() else {
            card.instead(ui, env);
            return;
        };
        head(ui, env, shown);
        attention(ui, env, shown);
        line_table(ui, env, shown);
    });
}

fn head(ui: &mut Ui, env: &mut Env<'_>, card: &Card) {
    Frame::new().inner_margin(Margin::symmetric(12, 0)).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.set_min_height(CONTROL);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                env.button(ui, Command::History, Look::Normal);
                linked(ui, env, card);
                missing_chip(ui, env, card);
                cell(ui, env, card);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    who(ui, card);
                    payment_chip(ui, env, card);
                    ui.add(egui::Label::new(RichText::new(sub_line(env, card)).color(theme::of(ui).muted)).truncate());
                });
            });
        });
    });
}

/// «EX-100241 · Мария К.»; a long name leaves room for what stands beside it.
fn who(ui: &mut Ui, card: &Card) {
    let row = &card.row;
    let who = [outside(row.numbers.shown()), outside(&row.customer.name)];
    let who: Vec<String> = who.into_iter().filter(|t| !t.is_empty()).collect();
    let who = who.join(" · ");
    let room = ui.available_width() * 0.45;
    let short = fitted(ui, &who, room, Weight::Bold);
    let label = ui.label(theme::bold(short.as_deref().unwrap_or(&who)));
    whole(label, &who, short.is_some());
}

/// «Ячейка 7», large: somebody walks to it.
pub(in crate::ui) fn cell(ui: &mut Ui, env: &Env<'_>, card: &Card) {
    let cell = &card.row.aside.cell;
    if !cell.is_empty() {
        let words = env.tr_args("collecting-cell", &[("cell", outside(cell).into())]);
        let pair = theme::of(ui).tone(ChipTone::Assembled);
        Frame::new().fill(pair.paper).corner_radius(6).inner_margin(Margin::symmetric(10, 2)).show(ui, |ui| {
            ui.add(egui::Label::new(theme::bold(words).size(22.0).color(pair.ink)).extend());
        });
    }
}

/// «замена EX-100241 [Ctrl+L]»: leads to the other order.
pub(in crate::ui) fn linked(ui: &mut Ui, env: &mut Env<'_>, card: &Card) {
    if let Some(words) = super::list::linked(env.lang, &card.row) {
        env.button_named(ui, Command::OpenLinked, Look::Normal, words);
    }
}

/// «оплачен»: money came, whatever else is stuck.
pub(in crate::ui) fn payment_chip(ui: &mut Ui, env: &Env<'_>, card: &Card) {
    let tone = match card.row.payment {
        PaymentState::Paid => ChipTone::Assembled,
        PaymentState::Refunded => ChipTone::Late,
        PaymentState::Unpaid | PaymentState::Unknown => return,
    };
    Chip::new(words::payment(env.lang, card.row.payment), tone).show(ui);
}

/// «1 позиция отсутствует», when something is missing and the order still needs it.
pub(in crate::ui) fn missing_chip(ui: &mut Ui, env: &Env<'_>, card: &Card) {
    let missing = card.missing_lines();
    if missing > 0 && !card.row.standing.status.is_final() {
        Chip::new(env.tr_args("lines-missing", &[("n", missing.into())]), ChipTone::Late).show(ui);
    }
}

/// «принят 23.11 13:21, Петрова А. И. · резерв до 25.11 13:21».
fn sub_line(env: &Env<'_>, card: &Card) -> String {
    let row = &card.row;
    let mut parts = Vec::with_capacity(3);
    if let Some((at, who)) = &card.last_step {
        let when = habits::short_date_time(*at, env.now, env.zone);
        let status = words::status(env.lang, row.standing.status);
        parts.push(format!("{status} {when}, {}", outside(&crate::ui::dialogs::actor(env, who))));
    } else {
        let when = habits::short_date_time(row.created_at, env.now, env.zone);
        parts.push(env.tr_args("pane-created", &[("when", when.into())]));
    }
    if let Some(until) = row.hold_until.filter(|_| !row.standing.status.is_final()) {
        let until = habits::short_date_time(until, env.now, env.zone);
        parts.push(env.tr_args("pane-hold", &[("until", until.into())]));
    }
    if card.sums_disagree {
        parts.push(env.tr("pane-sums-disagree"));
    }
    if !row.comment.is_empty() {
        parts.push(format!("«{}»", outside(&row.comment)));
    }
    parts.join(" · ")
}

/// What the site changed, with «Изменение просмотрено» beside it.
pub(in crate::ui) fn attention(ui: &mut Ui, env: &mut Env<'_>, card: &Card) {
    let Some(attention) = card.row.standing.attention else {
        return;
    };
    let pair = theme::of(ui).tone(ChipTone::Late);
    Frame::new().fill(pair.paper).inner_margin(Margin::symmetric(12, 2)).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.set_min_height(CONTROL);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                env.button(ui, Command::Acknowledge, Look::Normal);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let text = format!("⚠ {}", words::attention(env.lang, attention));
                    ui.add(egui::Label::new(theme::bold(text).color(pair.ink)).wrap());
                });
            });
        });
    });
}

fn line_table(ui: &mut Ui, env: &Env<'_>, card: &Card) {
    // In a narrow window the words give room, the figures do not.
    let words = (ui.available_width() / 1366.0).clamp(0.55, 1.3);
    let cols = [
        Col::left(env.tr("line-goods"), Width::Initial(330.0 * words)),
        Col::left(env.tr("line-maker"), Width::Initial(160.0 * words)),
        Col::right(env.tr("line-ordered"), Width::Initial(84.0)),
        Col::right(env.tr("line-available"), Width::Initial(150.0)),
        Col::right(env.tr("line-price"), Width::Initial(92.0 + 18.0 * words)),
        Col::right(env.tr("line-sum"), Width::Initial(92.0 + 18.0 * words)),
        Col::left(env.tr("line-place"), Width::Fill(160.0)),
    ];
    let spec = table::Spec {
        id: "order-lines",
        cols: &cols,
        rows: card.lines.len(),
        selected: None,
        scroll_to: None,
        row_name: &|at| card.lines.get(at).map(|l| outside(&l.name)).unwrap_or_default(),
    };
    table::show(
        ui,
        &spec,
        |ui, at, column| {
            let Some(line) = card.lines.get(at) else { return };
            match column {
                0 => lines::name(ui, line),
                1 => table::muted(ui, &line.manufacturer),
                2 => table::text(ui, line.ordered.to_string()),
                3 => lines::available(ui, line, env.lang),
                4 => table::text(ui, line.price.rubles()),
                5 => table::text(ui, line.sum().rubles()),
                _ => lines::picks(ui, line, env.lang),
            }
        },
        |_, _| {},
    );
}
