//! How the till looks: toolbar with the scan line, results, receipt, and the column at the right.

use egui::{Event, Frame, Key, Margin, Modifiers, Panel, TextEdit, Ui};

use super::{Till, pay};
use crate::domain::money::Kopecks;
use crate::text::habits;
use crate::ui::command::Command;
use crate::ui::env::Env;
use crate::ui::prompt::Shape;
use crate::ui::theme::{self, CONTROL, ChipTone, ROW, S2, S3};
use crate::ui::widgets::table::{self, Col, Spec, Width};
use crate::ui::widgets::{Chip, Look, TextField, empty, natural_size, tag, tag_width, take_move, toned, toolbar};
use crate::usecase::read::goods_search::GoodsHit;
use crate::usecase::read::lanes::Counts;

/// Width of the column at the right.
const COLUMN: f32 = 344.0;
/// Results shown at once; more scroll.
const RESULT_ROWS: usize = 8;

/// Draws the till.
pub(super) fn show(till: &mut Till, ui: &mut Ui, env: &mut Env<'_>, counts: &Counts) {
    if !env.cmd.dialog {
        keys(till, ui, env);
    }
    toolbar(ui, "till-bar", |ui| bar(till, ui, env, counts));
    let margin = Frame::new().inner_margin(Margin { left: 0, right: 12, top: 12, bottom: 12 });
    Panel::right("till-column")
        .exact_size(COLUMN)
        .resizable(false)
        .show_separator_line(false)
        .frame(margin)
        .show(ui, |ui| pay::column(till, ui, env));
    Frame::new().inner_margin(Margin::same(12)).show(ui, |ui| {
        results(till, ui, env);
        receipt(till, ui, env);
    });
}

/// Arrows move through the results, or the receipt when there are none; Enter takes the chosen one. Any key
/// ends the words of the last sale; typed words always go to the scan line.
fn keys(till: &mut Till, ui: &Ui, env: &mut Env<'_>) {
    let id = scan_id();
    let (typed, any) = ui.input(|i| {
        let typed = i
            .events
            .iter()
            .any(|e| matches!(e, Event::Text(t) if !t.trim().is_empty()) || matches!(e, Event::Paste(_)));
        let any = i.events.iter().any(|e| matches!(e, Event::Key { pressed: true, .. } | Event::Text(_)));
        (typed, any)
    });
    if any {
        till.done = None;
    }
    let focused = ui.memory(egui::Memory::focused);
    let modal = env.cmd.prompt == Shape::Modal;
    if typed || modal || focused.is_none() {
        ui.memory_mut(|m| {
            if modal {
                // Tab must not reach what lies behind the veil, where Enter would press it.
                m.move_focus(egui::FocusDirection::None);
            }
            m.request_focus(id);
        });
    }
    let has_words = till.typing();
    let hits = till.search.hits().map_or(0, <[GoodsHit]>::len);
    if let Some(step) = take_move(ui.ctx(), 8, !has_words) {
        if has_words {
            let at = step.from(Some(till.search.at()), hits).unwrap_or(0);
            till.search.choose(at);
        } else if let Some(at) = step.from(till.receipt.selected(), till.receipt.lines().len()) {
            till.receipt.select(at);
        }
    }
    let on_line = focused.is_none_or(|f| f == id) || typed || modal;
    if on_line && let Some(more) = scanned(till, ui) {
        for () in more {
            till.enter(env);
        }
    }
}

/// Enter, and a burst in which Enter comes in the same frame as the words: the words before it go in first.
fn scanned(till: &mut Till, ui: &Ui) -> Option<Vec<()>> {
    let is_enter = |e: &Event| matches!(e, Event::Key { key: Key::Enter, pressed: true, modifiers, .. } if *modifiers == Modifiers::NONE);
    ui.input_mut(|i| {
        let last = i.events.iter().rposition(is_enter)?;
        let mut enters = Vec::new();
        let mut at = 0;
        i.events.retain(|event| {
            let before = at <= last;
            at += 1;
            match event {
                Event::Text(text) if before => {
                    till.search.text.push_str(text);
                    false
                }
                event if is_enter(event) => {
                    enters.push(());
                    false
                }
                _ => true,
            }
        });
        Some(enters)
    })
}

fn scan_id() -> egui::Id {
    TextField::new("till-scan", "").id()
}

fn bar(till: &mut Till, ui: &mut Ui, env: &mut Env<'_>, counts: &Counts) {
    ui.label(theme::heading(env.tr("till-title")));
    ui.add_space(S2);
    let orders = crate::ui::command::label(env.lang, Command::OpenOrders);
    let menu = crate::ui::command::label(env.lang, Command::Menu);
    let badge = env.tr_args("till-new-orders", &[("n", counts.new.into())]);
    let badge_width = if counts.new > 0 { Chip::width(ui, &badge) + 6.0 } else { 0.0 };
    let caps = [Command::OpenOrders, Command::Menu].map(|c| crate::ui::command::cap(env.lang, c));
    let buttons = natural_size(ui, &orders, &caps[0]).x + natural_size(ui, &menu, &caps[1]).x + 12.0;
    let width = (ui.available_width() - buttons - badge_width).max(200.0);
    let (name, hint) = (env.tr("till-scan-name"), env.tr("till-scan-hint"));
    let field = TextField::new("till-scan", &name).hint(&hint).width(width).limit(200);
    let response = field.show(ui, &mut till.search.text);
    if std::mem::take(&mut till.search.select_all) {
        select_all(ui, &response, &till.search.text);
    }
    env.button(ui, Command::OpenOrders, Look::Normal);
    if counts.new > 0 {
        Chip::new(badge, ChipTone::New).show(ui);
    }
    env.button(ui, Command::Menu, Look::Normal);
}

fn select_all(ui: &Ui, response: &egui::Response, text: &str) {
    use egui::text::{CCursor, CCursorRange};
    response.request_focus();
    let mut state = TextEdit::load_state(ui.ctx(), response.id).unwrap_or_default();
    let all = CCursorRange::two(CCursor::new(0), CCursor::new(text.chars().count()));
    state.cursor.set_char_range(Some(all));
    TextEdit::store_state(ui.ctx(), response.id, state);
}

fn results(till: &mut Till, ui: &mut Ui, env: &mut Env<'_>) {
    let Some(hits) = till.search.hits() else {
        return;
    };
    let at = till.search.at();
    let rows = hits.len().min(RESULT_ROWS);
    let words = till.search.text.trim().to_owned();
    let mut chosen = None;
    let mut opened = false;
    flush_card(ui, |ui| {
        if hits.is_empty() {
            ui.set_min_height(ROW * 2.0);
            empty(ui, &env.tr("till-no-hits"), &env.tr("till-no-hits-hint"));
            ui.add_space(S3);
            return;
        }
        let heads_and_rows: f32 = std::iter::repeat_n(ROW, rows + 1).sum();
        ui.set_height(heads_and_rows + 2.0);
        let cols = [
            Col::left(env.tr_args("till-found", &[("n", hits.len().into())]), Width::Fill(260.0)),
            Col::left(env.tr("col-inn"), Width::Exact(170.0)),
            Col::left(env.tr("col-place"), Width::Exact(80.0)),
            Col::right(env.tr("col-stock"), Width::Exact(80.0)),
            Col::left(env.tr("col-expiry"), Width::Exact(130.0)),
            Col::right(env.tr("col-price"), Width::Exact(110.0)),
        ];
        let spec = Spec {
            id: "till-hits",
            cols: &cols,
            rows: hits.len(),
            selected: Some(at),
            scroll_to: Some(at),
            row_name: &|row| hits.get(row).map(|h| h.name.clone()).unwrap_or_default(),
        };
        let shown = table::show(
            ui,
            &spec,
            |ui, row, col| {
                if let Some(hit) = hits.get(row) {
                    hit_cell(ui, env, hit, col, &words);
                }
            },
            |_, _| {},
        );
        chosen = shown.clicked;
        opened = shown.opened.is_some();
    });
    ui.add_space(S2);
    if let Some(row) = chosen {
        till.search.choose(row);
    }
    if opened {
        till.enter(env);
    }
}

fn hit_cell(ui: &mut Ui, env: &Env<'_>, hit: &GoodsHit, col: usize, words: &str) {
    let there = hit.available.any();
    match col {
        0 => hit_name(ui, env, hit, words),
        1 => table::muted(ui, hit.inn.as_str()),
        2 => table::muted(ui, hit.place.as_str()),
        3 if there => table::text(ui, hit.available.to_string()),
        3 => {
            let zero = toned(ui, theme::bold("0"), ChipTone::Late);
            table::text(ui, zero);
        }
        4 => match hit.nearest_expiry {
            Some(day) => {
                let soon = (day - env.today()).num_days() < 60;
                if soon {
                    let word = toned(ui, theme::bold(env.tr("till-expires-soon")), ChipTone::Accepted);
                    ui.label(habits::expiry(day));
                    ui.label(word);
                } else {
                    table::text(ui, habits::expiry(day));
                }
            }
            None => table::muted(ui, "—"),
        },
        _ => table::text(ui, hit.price.map_or_else(|| "—".to_owned(), Kopecks::rubles)),
    }
}

fn hit_name(ui: &mut Ui, env: &Env<'_>, hit: &GoodsHit, words: &str) {
    let p = theme::of(ui);
    let ink = if hit.available.any() { p.text } else { p.muted };
    let tags = [(hit.is_rx, env.tr("tag-rx")), (hit.is_vital, env.tr("tag-vital"))];
    let tags: Vec<String> = tags.into_iter().filter(|(on, _)| *on).map(|(_, word)| word).collect();
    let room = ui.available_width() - tags.iter().map(|t| tag_width(ui, t) + 6.0).sum::<f32>();
    let middle = egui::Layout::left_to_right(egui::Align::Center);
    ui.allocate_ui_with_layout(egui::vec2(room.max(80.0), ui.available_height()), middle, |ui| {
        let name = bold_match(&hit.name, words, ink);
        ui.add(egui::Label::new(name).truncate());
    });
    for word in tags {
        tag(ui, &word);
    }
}

/// The name with the first match of the typed words in bold.
fn bold_match(name: &str, words: &str, ink: egui::Color32) -> egui::text::LayoutJob {
    use egui::{FontFamily, FontId, TextFormat};
    let face = |bold: bool| {
        let family = if bold { FontFamily::Name(theme::fonts::BOLD.into()) } else { FontFamily::Proportional };
        TextFormat { valign: egui::Align::Center, ..TextFormat::simple(FontId::new(15.0, family), ink) }
    };
    let mut job = egui::text::LayoutJob::default();
    let lower: Vec<char> = name.chars().filter_map(|c| c.to_lowercase().next()).collect();
    let wanted: Vec<char> = words.chars().filter_map(|c| c.to_lowercase().next()).collect();
    let found = if wanted.is_empty() { None } else { lower.windows(wanted.len()).position(|w| w == wanted) };
    let chars: Vec<char> = name.chars().collect();
    let (start, end) = found.map_or((0, 0), |at| (at, at + wanted.len()));
    for (from, to, bold) in [(0, start, false), (start, end, true), (end, chars.len(), false)] {
        let part: String = chars.get(from..to).unwrap_or_default().iter().collect();
        if !part.is_empty() {
            job.append(&part, 0.0, face(bold));
        }
    }
    job
}

fn receipt(till: &mut Till, ui: &mut Ui, env: &mut Env<'_>) {
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
                ui.label(egui::RichText::new(env.tr("till-check-bag")).color(theme::of(ui).muted));
            });
        }
        let cols = [
            Col::left("№", Width::Exact(44.0)),
            Col::left(env.tr("col-receipt-goods"), Width::Fill(220.0)),
            Col::left(env.tr("col-series"), Width::Exact(110.0)),
            Col::left(env.tr("col-expiry"), Width::Exact(84.0)),
            Col::right(env.tr("col-price"), Width::Exact(110.0)),
            Col::right(env.tr("col-packs"), Width::Exact(84.0)),
            Col::right(env.tr("col-sum"), Width::Exact(124.0)),
        ];
        let selected = till.receipt.selected();
        let spec = Spec {
            id: "till-receipt",
            cols: &cols,
            rows: lines.len(),
            selected,
            scroll_to: selected,
            row_name: &|row| lines.get(row).map(|l| l.quote.name.clone()).unwrap_or_default(),
        };
        if lines.is_empty() {
            ui.set_min_height(ui.available_height());
            ui.add_space(S3 * 3.0);
            empty(ui, &env.tr("till-empty"), &env.tr("till-empty-hint"));
            return;
        }
        let shown = table::show(
            ui,
            &spec,
            |ui, row, col| {
                if let Some(line) = lines.get(row) {
                    line_cell(ui, env, line, row, col);
                }
            },
            |_, _| {},
        );
        clicked = shown.clicked;
    });
    if let Some(row) = clicked {
        till.receipt.select(row);
    }
    if order_clicked {
        till.open_order(env);
    }
}

fn line_cell(ui: &mut Ui, env: &Env<'_>, line: &super::receipt::Line, row: usize, col: usize) {
    let quote = &line.quote;
    match col {
        0 => table::text(ui, (row + 1).to_string()),
        1 => {
            if quote.is_rx {
                tag(ui, &env.tr("tag-rx"));
            }
            table::text(ui, quote.name.as_str());
        }
        2 => table::muted(ui, quote.series.as_str()),
        3 => table::muted(ui, habits::expiry(quote.expires_on)),
        4 => table::text(ui, quote.price.rubles()),
        5 => table::text(ui, quote.packs.to_string()),
        _ => table::text(ui, quote.sum().rubles()),
    }
}

/// A card without inner margin: a table fills it to the line.
fn flush_card<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) {
    let p = theme::of(ui);
    Frame::new()
        .fill(p.surface.panel)
        .stroke(egui::Stroke::new(1.0, p.surface.line))
        .corner_radius(egui::epaint::CornerRadius::same(8))
        .inner_margin(Margin::same(1))
        .show(ui, content);
}
