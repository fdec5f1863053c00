//! How the journal of sales looks: period and words above, receipts at the left, sums and the chosen receipt at the
//! right.

use egui::{Align, CentralPanel, Frame, Layout, Margin, Panel, RichText, Ui};

use super::{Period, SalesJournal};
use crate::domain::fiscal::FiscalState;
use crate::domain::money::Kopecks;
use crate::text::habits;
use crate::ui::command::{self, Command};
use crate::ui::env::Env;
use crate::ui::say::error_text;
use crate::ui::theme::{self, ChipTone, S1, S2, S3};
use crate::ui::till::flush_card;
use crate::ui::widgets::table::{self, Col, Spec, Width};
use crate::ui::widgets::{KeyButton, Look, TextField, card, empty, failed, loading, outside, tag, toned, toolbar};
use crate::usecase::read::sales::{Sale, SaleRow, Sales};

/// Width of the column at the right.
const COLUMN: f32 = 400.0;

pub(super) fn show(screen: &mut SalesJournal, ui: &mut Ui, env: &mut Env<'_>) {
    bar(ui, env);
    // Words typed anywhere go to the search line.
    let typed = ui.input(|i| i.events.iter().any(|e| matches!(e, egui::Event::Text(t) if !t.trim().is_empty())));
    if typed && !env.cmd.dialog && ui.memory(|m| m.focused().is_none()) {
        ui.memory_mut(|m| m.request_focus(TextField::new("sales-search", "").id()));
    }
    let search = filters(screen, ui, env);
    if std::mem::take(&mut screen.search.wants_focus) {
        ui.memory_mut(|m| m.request_focus(search));
    }
    screen.search.has_focus = ui.memory(|m| m.has_focus(search));
    screen.keys(ui, env, search);
    let Some(sales) = screen.sales.value().cloned() else {
        match screen.sales.error() {
            Some(error) => failed(ui, &error_text(env.lang, error, env.zone)),
            None => loading(ui, &env.tr("loading")),
        }
        return;
    };
    let margin = Frame::new().inner_margin(Margin { left: 0, right: 12, top: 12, bottom: 12 });
    let side = Panel::right("sales-side").exact_size(COLUMN).resizable(false).show_separator_line(false).frame(margin);
    side.show(ui, |ui| {
        egui::ScrollArea::vertical().id_salt("sales-side").show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = S3;
            totals(ui, env, &sales);
            match screen.one.value().filter(|sale| Some(sale.receipt) == screen.chosen) {
                Some(sale) => one(ui, env, sale),
                None if screen.chosen.is_some() => loading(ui, &env.tr("loading")),
                None => {}
            }
        });
    });
    let frame = Frame::new().inner_margin(Margin::same(12));
    CentralPanel::no_frame().frame(frame).show(ui, |ui| {
        flush_card(ui, |ui| {
            ui.set_min_size(ui.available_size());
            list(screen, ui, env, &sales);
        });
    });
}

fn bar(ui: &mut Ui, env: &mut Env<'_>) {
    toolbar(ui, "sales-toolbar", |ui| {
        ui.label(theme::heading(env.tr("sales-title")));
        ui.add_space(S2);
        env.button(ui, Command::TakeBack, Look::Normal);
        env.button(ui, Command::PrintReceipt, Look::Normal);
        env.button(ui, Command::Shift, Look::Normal);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            env.sign_button(ui, Command::Back, "✕");
            env.sign_button(ui, Command::Refresh, "⟳");
        });
    });
}

fn filters(screen: &mut SalesJournal, ui: &mut Ui, env: &mut Env<'_>) -> egui::Id {
    let frame = Frame::new().fill(theme::of(ui).surface.panel).inner_margin(Margin::symmetric(12, 6));
    Panel::top("sales-filters")
        .frame(frame)
        .show(ui, |ui| {
            ui.horizontal(|ui| {
                for (period, command, key) in Period::ALL {
                    let button = KeyButton::new(env.tr(key), command::cap(env.lang, command));
                    if button.chosen(period == screen.period).show(ui).clicked() {
                        env.push(command);
                    }
                }
                ui.add_space(S2);
                let (name, hint) = (env.tr("sales-search"), env.tr("sales-search-hint"));
                let width = (ui.available_width() - S2).max(120.0);
                let field = TextField::new("sales-search", &name).hint(&hint).width(width).limit(100);
                let id = field.id();
                field.show(ui, &mut screen.text);
                id
            })
            .inner
        })
        .inner
}

fn list(screen: &mut SalesJournal, ui: &mut Ui, env: &Env<'_>, sales: &Sales) {
    if sales.rows.is_empty() {
        let hint = match sales.latest_before {
            Some(at) => env.tr_args("sales-latest", &[("at", habits::date_time(at, env.zone).into())]),
            None => env.tr("sales-none-hint"),
        };
        empty(ui, &env.tr(if screen.text.is_empty() { "sales-none" } else { "orders-none-found" }), &hint);
        return;
    }
    let cols = [
        Col::right(env.tr("sales-number"), Width::Exact(64.0)),
        Col::left(env.tr("sales-at"), Width::Exact(116.0)),
        Col::left(env.tr("sales-kind"), Width::Exact(150.0)),
        Col::left(env.tr("sales-printed"), Width::Exact(118.0)),
        Col::left(env.tr("sales-who"), Width::Fill(140.0)),
        Col::right(env.tr("col-sum"), Width::Exact(124.0)),
    ];
    let scroll = std::mem::take(&mut screen.scroll);
    let spec = Spec {
        id: "sales",
        cols: &cols,
        rows: sales.rows.len(),
        selected: screen.at,
        scroll_to: screen.at.filter(|_| scroll),
        row_name: &|row| sales.rows.get(row).map(|r| r.number.to_string()).unwrap_or_default(),
    };
    let shown = table::show(
        ui,
        &spec,
        |ui, row, col| {
            if let Some(row) = sales.rows.get(row) {
                cell(ui, env, row, col);
            }
        },
        |_, _| {},
    );
    if let Some(at) = shown.clicked {
        screen.select(Some(at));
        ui.memory_mut(egui::Memory::stop_text_input);
    }
}

fn cell(ui: &mut Ui, env: &Env<'_>, row: &SaleRow, col: usize) {
    match col {
        0 => table::text(ui, row.number.to_string()),
        1 => table::muted(ui, habits::short_date_time(row.at, env.now, env.zone)),
        2 => {
            if row.is_return {
                tag(ui, &env.tr("sales-return"));
            } else if !row.order.is_empty() {
                table::foreign(ui, &row.order);
                return;
            }
            table::muted(ui, env.tr(&format!("paid-{}", row.paid)));
        }
        3 => printed(ui, env, row),
        4 => table::muted(ui, format!("{} · {}", outside(&row.user), outside(&row.till))),
        _ => {
            let sum = if row.is_return { Kopecks(-row.total.0) } else { row.total };
            table::text(ui, sum.rubles());
        }
    }
}

fn printed(ui: &mut Ui, env: &Env<'_>, row: &SaleRow) {
    match (row.fiscal, row.fault.is_empty()) {
        (None, _) => table::muted(ui, "—"),
        (Some(FiscalState::Printed), _) => table::muted(ui, env.tr("fiscal-state-printed")),
        (Some(FiscalState::ToPrint | FiscalState::Printing), true) => table::muted(ui, env.tr("fiscal-state-waits")),
        (Some(_), _) => {
            let words = toned(ui, theme::bold(format!("⚠ {}", env.tr("fiscal-state-not"))), ChipTone::Late);
            table::text(ui, words);
        }
    }
}

fn totals(ui: &mut Ui, env: &Env<'_>, sales: &Sales) {
    let totals = &sales.totals;
    card(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = S1;
        let muted = theme::of(ui).muted;
        ui.label(RichText::new(env.tr_args("sales-count", &[("n", totals.receipts.into())])).color(muted));
        ui.label(theme::sum(totals.sum.rubles()));
        let parts = [("shift-cash", totals.cash), ("shift-card", totals.card), ("shift-prepaid", totals.prepaid)];
        for (key, sum) in parts {
            pair(ui, &env.tr(key), &sum.rubles());
        }
        if totals.by_cashier.len() > 1 {
            ui.add_space(S1);
            ui.label(theme::bold(env.tr("sales-by-cashier")));
        }
        for cashier in totals.by_cashier.iter().filter(|_| totals.by_cashier.len() > 1).take(8) {
            let args = [
                ("shift", cashier.shift.into()),
                ("till", outside(&cashier.till).into()),
                ("who", outside(&cashier.user).into()),
                ("n", cashier.receipts.into()),
            ];
            pair(ui, &env.tr_args("sales-cashier", &args), &cashier.sum.rubles());
        }
    });
}

fn pair(ui: &mut Ui, left: &str, right: &str) {
    ui.spacing_mut().interact_size.y = 22.0;
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.label(right);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(egui::Label::new(left).truncate());
            });
        });
    });
}

fn one(ui: &mut Ui, env: &Env<'_>, sale: &Sale) {
    card(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = S1;
        let key = if sale.is_return { "sales-one-return" } else { "sales-one" };
        ui.label(theme::bold(env.tr_args(key, &[("number", sale.fiscal.number.into())])));
        let muted = theme::of(ui).muted;
        for line in &sale.lines {
            ui.add(egui::Label::new(outside(&line.name)).truncate());
            let args = [
                ("packs", line.packs.0.into()),
                ("price", line.price.rubles().into()),
                ("series", outside(&line.series).into()),
            ];
            let mut words = env.tr_args("sales-line", &args);
            if line.back.any() {
                words = format!("{words} · {}", env.tr_args("sales-back", &[("n", line.back.0.into())]));
            }
            let words = RichText::new(words).color(muted);
            ui.spacing_mut().interact_size.y = 22.0;
            ui.horizontal(|ui| {
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    ui.label(line.price.times(line.packs).rubles());
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        ui.add(egui::Label::new(words).truncate());
                    });
                });
            });
        }
        ui.add_space(S1);
        for (rate, part) in sale.fiscal.vat() {
            let label = env.tr_args("sales-vat", &[("rate", i64::from(rate.0).into())]);
            pair(ui, &label, &part.tax.rubles());
        }
        if let Some(printed) = &sale.printed {
            let args = [("document", printed.document.into()), ("sign", (&printed.sign).into())];
            ui.label(RichText::new(env.tr_args("fiscal-printed", &args)).color(muted));
        }
    });
}
