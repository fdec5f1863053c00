//! The table of the open receipt.

use egui::{Align, Layout, Ui};

use super::Till;
use super::view::flush_card;
use crate::domain::handover::HandOver;
use crate::domain::receipt::PriceWhy;
use crate::text::habits;
use crate::ui::env::Env;
use crate::ui::theme::{self, CONTROL, ChipTone, S2, S3};
use crate::ui::widgets::table::{self, Col, Spec, Width};
use crate::ui::widgets::{Chip, empty, outside, tag};

/// «По рецепту» where there is little room: the sign that pharmacists write.
const RX: &str = "Rx";
/// Height of the line of words under the table.
const STRIP: f32 = 30.0;

/// Draws it, or what to do while it is empty.
pub(super) fn show(till: &mut Till, ui: &mut Ui, env: &mut Env<'_>) {
    let lines = till.receipt.lines();
    let mut clicked = None;
    let mut order_clicked = false;
    flush_card(ui, |ui| {
        if let Some(order) = till.receipt.order() {
            ui.horizontal(|ui| {
                ui.set_min_height(CONTROL);
                ui.add_space(S2);
                let words = env.tr_args("till-order-chip", &[("number", order.number.as_str().into())]);
                let chip = Chip::new(words, ChipTone::New).show(ui).interact(egui::Sense::CLICK);
                order_clicked = chip.on_hover_text(env.tr("till-open-order")).clicked();
                // The cell stands at the end, whatever the window; the words before it give way.
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    ui.add_space(S2);
                    if !order.cell.is_empty() {
                        let words = env.tr_args("collecting-cell", &[("cell", outside(&order.cell).into())]);
                        let green = theme::of(ui).tone(ChipTone::Assembled).ink;
                        ui.label(theme::sum(words).color(green));
                    }
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        bag_words(ui, env, till.receipt.unticked(), order.handover);
                    });
                });
            });
        }
        let (kinds, cols) = receipt_cols(ui, env);
        let selected = till.receipt.selected();
        let spec = Spec {
            id: if kinds.len() == 7 { "till-receipt" } else { "till-receipt-narrow" },
            cols: &cols,
            rows: lines.len(),
            selected,
            scroll_to: selected,
            row_name: &|row| lines.get(row).map(|l| outside(&l.quote.name)).unwrap_or_default(),
        };
        if lines.is_empty() {
            ui.set_min_height(ui.available_height());
            ui.add_space(S3 * 3.0);
            empty(ui, &env.tr("till-empty"), &env.tr("till-empty-hint"));
            return;
        }
        let room = egui::vec2(ui.available_width(), ui.available_height() - STRIP);
        ui.allocate_ui(room, |ui| {
            ui.set_min_height(room.y);
            let shown = table::show(
                ui,
                &spec,
                |ui, row, col| {
                    if let (Some(line), Some(kind)) = (lines.get(row), kinds.get(col)) {
                        line_cell(ui, env, line, row, *kind);
                    }
                },
                |_, _| {},
            );
            clicked = shown.clicked;
        });
        if let Some(line) = till.receipt.selected_line() {
            strip(ui, env, line, till.receipt.prescriptions().iter().any(|(goods, _)| *goods == line.quote.goods));
        }
    });
    if let Some(row) = clicked {
        till.receipt.select(row);
    }
    if order_clicked {
        till.open_order(env);
    }
}

/// What is still to be seen in the bag, and who takes it.
fn bag_words(ui: &mut Ui, env: &Env<'_>, unticked: usize, handover: HandOver) {
    let p = theme::of(ui);
    let words = if unticked > 0 {
        egui::RichText::new(env.tr_args("till-check-bag", &[("n", unticked.into())])).color(p.muted)
    } else {
        egui::RichText::new(format!("✓ {}", env.tr("till-bag-checked"))).color(p.tone(ChipTone::Assembled).ink)
    };
    ui.label(words);
    let parts =
        [env.tr(&format!("taker-{}", handover.taker.code())), env.tr(&format!("checked-{}", handover.checked.code()))];
    let words = egui::RichText::new(format!("· {}", parts.join(", "))).color(p.muted);
    ui.add(egui::Label::new(words).truncate());
}

/// The sign of a line of the order: seen in the bag or not; a word for whoever hears the screen.
fn tick(ui: &mut Ui, env: &Env<'_>, line: &super::receipt::Line) {
    let p = theme::of(ui);
    let (sign, ink, key) = if line.ticked < line.quote.packs {
        ("☐", p.muted, "till-line-unticked")
    } else {
        ("✓", p.tone(ChipTone::Assembled).ink, "till-line-ticked")
    };
    let response = ui.label(egui::RichText::new(sign).color(ink));
    let words = env.tr(key);
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(words.as_str()));
}

/// What there is to say of the selected line: why its price is what it is, what is off, the prescription.
fn strip(ui: &mut Ui, env: &Env<'_>, line: &super::receipt::Line, rx_seen: bool) {
    let quote = &line.quote;
    let mut words = Vec::new();
    if line.of_order && line.ticked < quote.packs {
        words.push(env.tr("till-how-to-tick"));
    }
    match quote.why {
        PriceWhy::Shelf => {}
        PriceWhy::Booked => words.push(env.tr("till-why-booked")),
        PriceWhy::ShelfBelowBooked => words.push(env.tr("till-why-lower")),
        PriceWhy::Ceiling => words.push(env.tr("till-why-ceiling")),
    }
    if quote.discount.any() {
        let args = [("discount", quote.discount.text().into()), ("was", quote.list_price.rubles().into())];
        words.push(env.tr_args("till-why-discount", &args));
    }
    match (quote.is_rx, rx_seen) {
        (true, true) => words.push(env.tr("till-why-rx-seen")),
        (true, false) => words.push(env.tr("till-why-rx")),
        (false, _) => {}
    }
    ui.horizontal(|ui| {
        ui.set_min_height(STRIP);
        ui.add_space(table::PAD);
        let muted = theme::of(ui).muted;
        ui.add(egui::Label::new(theme::small(words.join(" · ")).color(muted)).truncate());
    });
}

/// A column of the receipt.
#[derive(Clone, Copy)]
enum LineCol {
    Number,
    Name,
    Series,
    Expiry,
    Price,
    Packs,
    Sum,
}

/// The columns for this room: a narrow window goes without the running number, for the sake of the name.
fn receipt_cols(ui: &Ui, env: &Env<'_>) -> (Vec<LineCol>, Vec<Col>) {
    let wide = ui.available_width() > 900.0;
    let [series, expiry, price, packs, sum] =
        if wide { [110.0, 80.0, 110.0, 84.0, 124.0] } else { [76.0, 76.0, 88.0, 64.0, 100.0] };
    let mut all = vec![
        (LineCol::Name, Col::left(env.tr("col-receipt-goods"), Width::Fill(180.0))),
        (LineCol::Series, Col::left(env.tr("col-series"), Width::Exact(series))),
        (LineCol::Expiry, Col::left(env.tr("col-expiry"), Width::Exact(expiry))),
        (LineCol::Price, Col::right(env.tr("col-price"), Width::Exact(price))),
        (LineCol::Packs, Col::right(env.tr("col-packs"), Width::Exact(packs))),
        (LineCol::Sum, Col::right(env.tr("col-sum"), Width::Exact(sum))),
    ];
    if wide {
        all.insert(0, (LineCol::Number, Col::left("№", Width::Exact(44.0))));
    }
    all.into_iter().unzip()
}

fn line_cell(ui: &mut Ui, env: &Env<'_>, line: &super::receipt::Line, row: usize, col: LineCol) {
    let quote = &line.quote;
    match col {
        LineCol::Number => table::text(ui, (row + 1).to_string()),
        LineCol::Name => {
            if line.of_order {
                tick(ui, env, line);
            }
            if line.of_order && quote.is_cold() {
                tag(ui, &quote.storage.text());
            }
            if quote.is_rx {
                let words = env.tr("tag-rx");
                let short = ui.available_width() < 300.0;
                tag(ui, if short { RX } else { &words }).on_hover_text(words.as_str());
            }
            if quote.discount.any() {
                tag(ui, &format!("−{}", quote.discount.text()));
            }
            table::goods(ui, &quote.name);
        }
        LineCol::Series => table::muted(ui, &quote.series),
        LineCol::Expiry => table::muted(ui, habits::expiry(quote.expires_on)),
        LineCol::Price => table::text(ui, quote.price.rubles()),
        LineCol::Packs => table::text(ui, quote.packs.to_string()),
        LineCol::Sum => table::text(ui, quote.sum().rubles()),
    }
}
