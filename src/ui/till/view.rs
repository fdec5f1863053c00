//! How the till looks: toolbar with the scan line, results, receipt, and the column at the right.

use egui::{CentralPanel, Event, Frame, Key, Margin, Modifiers, Panel, Ui};

use super::{Till, lines, pay, results};
use crate::ui::command::Command;
use crate::ui::env::Env;
use crate::ui::prompt::Shape;
use crate::ui::theme::{self, ChipTone, S2};
use crate::ui::widgets::{Chip, Look, TextField, natural_size, select_all, take_move, toolbar};
use crate::usecase::read::goods_search::GoodsHit;
use crate::usecase::read::lanes::Counts;

/// Width of the column at the right, and in a narrow window.
const COLUMN: f32 = 344.0;
const COLUMN_NARROW: f32 = 288.0;
/// A window below this is narrow.
const NARROW: f32 = 1200.0;

/// Draws the till.
pub(super) fn show(till: &mut Till, ui: &mut Ui, env: &mut Env<'_>, counts: &Counts) {
    if !env.cmd.dialog {
        keys(till, ui, env);
    }
    toolbar(ui, "till-bar", |ui| bar(till, ui, env, counts));
    let margin = Frame::new().inner_margin(Margin { left: 0, right: 12, top: 12, bottom: 12 });
    let column = if ui.available_width() < NARROW { COLUMN_NARROW } else { COLUMN };
    Panel::right("till-column")
        .exact_size(column)
        .resizable(false)
        .show_separator_line(false)
        .frame(margin)
        .show(ui, |ui| pay::column(till, ui, env));
    CentralPanel::no_frame().frame(Frame::new().inner_margin(Margin::same(12))).show(ui, |ui| {
        results::show(till, ui, env);
        lines::show(till, ui, env);
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
        select_all(ui, response.id, &till.search.text);
    }
    env.button(ui, Command::OpenOrders, Look::Normal);
    if counts.new > 0 {
        Chip::new(badge, ChipTone::New).show(ui);
    }
    env.button(ui, Command::Menu, Look::Normal);
}

/// A card without inner margin: a table fills it to the line.
pub fn flush_card<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) {
    let p = theme::of(ui);
    Frame::new()
        .fill(p.surface.panel)
        .stroke(egui::Stroke::new(1.0, p.surface.line))
        .corner_radius(egui::epaint::CornerRadius::same(8))
        .inner_margin(Margin::same(1))
        .show(ui, content);
}
