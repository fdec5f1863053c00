//! The bar of the collecting window: number, status, customer, hold, and a tab of its tab bar.

use egui::accesskit::Role;
use egui::{Align, FontFamily, FontId, Layout, Response, RichText, Sense, Ui, WidgetInfo, vec2};

use crate::domain::hold;
use crate::domain::status::OrderStatus;
use crate::text::habits;
use crate::ui::command::{self, Command};
use crate::ui::env::Env;
use crate::ui::orders::pane;
use crate::ui::theme::fonts::BOLD;
use crate::ui::theme::{self, ChipTone};
use crate::ui::widgets::{Chip, Look, outside, toned, toolbar};
use crate::usecase::read::order_card::Card;

/// A window below this has no room for everything.
const NARROW: f32 = 1200.0;

/// Draws the bar; `card` may still be on its way.
pub(super) fn show(ui: &mut Ui, env: &mut Env<'_>, number: &str, card: Option<&Card>) {
    toolbar(ui, "collecting-toolbar", |ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let narrow = ui.available_width() < NARROW;
            env.button(ui, Command::Back, Look::Normal);
            let print = if narrow { env.tr("collecting-print") } else { command::label(env.lang, Command::Print) };
            env.button_named(ui, Command::Print, Look::Normal, print);
            env.button_named(ui, Command::Extend, Look::Normal, env.tr("collecting-extend"));
            if let Some(card) = card {
                pane::linked(ui, env, card);
                later_steps(ui, env, card);
                // Of a collected order the strip below the tabs tells it in a narrow window.
                if !(narrow && card.row.standing.status == OrderStatus::Assembled) {
                    hold_words(ui, env, card);
                }
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.label(theme::heading(env.tr_args("collecting-title", &[("number", number.into())])));
                if let Some(card) = card {
                    who(ui, env, card);
                }
            });
        });
    });
}

/// The step that the order waits for when it is not collecting.
fn later_steps(ui: &mut Ui, env: &mut Env<'_>, card: &Card) {
    let step = match card.row.standing.status {
        OrderStatus::New => Command::Accept,
        OrderStatus::Assembled => Command::SellOrder,
        OrderStatus::Accepted
        | OrderStatus::Closed
        | OrderStatus::ReserveExpired
        | OrderStatus::Cancelled
        | OrderStatus::Unknown => return,
    };
    let look = if command::check(step, &env.cmd).is_ok() { Look::Primary } else { Look::Normal };
    env.button(ui, step, look);
}

fn who(ui: &mut Ui, env: &Env<'_>, card: &Card) {
    let row = &card.row;
    let overdue = row.is_overdue(env.now);
    Chip::status(env.lang, row.standing.status, &row.standing.raw_status, overdue).show(ui);
    let who: Vec<String> =
        [&row.customer.name, &row.customer.phone].into_iter().filter(|t| !t.is_empty()).map(|t| outside(t)).collect();
    ui.add(egui::Label::new(RichText::new(who.join(" · ")).color(theme::of(ui).muted)).truncate());
}

/// «Резерв до 25.11 13:21 осталось 47 ч», from the right to the left.
fn hold_words(ui: &mut Ui, env: &Env<'_>, card: &Card) {
    let Some(until) = card.row.hold_until.filter(|_| !card.row.standing.status.is_final()) else {
        return;
    };
    let left = habits::countdown(env.lang, until, env.now);
    if hold::is_over(until, env.now) {
        let words = env.tr_args("collecting-over", &[("left", left.trim_start_matches('−').into())]);
        ui.label(toned(ui, theme::bold(words), ChipTone::Late));
    } else {
        let words = RichText::new(env.tr_args("collecting-left", &[("left", left.into())]));
        let soon = until - env.now < chrono::TimeDelta::hours(2);
        let words = if soon { toned(ui, words, ChipTone::Accepted) } else { words.color(theme::of(ui).muted) };
        ui.label(words);
    }
    ui.label(theme::bold(habits::short_date_time(until, env.now, env.zone)));
    ui.label(env.tr("collecting-hold"));
}

/// One tab with its key: bold and underlined when chosen.
pub(super) fn tab(ui: &mut Ui, label: &str, cap: &str, chosen: bool) -> Response {
    let p = theme::of(ui);
    let cap = ui.fonts_mut(|f| f.layout_no_wrap(cap.to_owned(), FontId::new(12.0, FontFamily::Proportional), p.muted));
    let family = if chosen { FontFamily::Name(BOLD.into()) } else { FontFamily::Proportional };
    let words = ui.fonts_mut(|f| f.layout_no_wrap(label.to_owned(), FontId::new(15.0, family), p.text));
    let (rect, response) = ui.allocate_exact_size(vec2(words.size().x + cap.size().x + 38.0, 40.0), Sense::click());
    if response.hovered() && !chosen {
        ui.painter().rect_filled(rect, 0.0, p.surface.hover);
    }
    let at = rect.left_center() + vec2(16.0, -words.size().y / 2.0);
    let cap_at = rect.right_center() - vec2(16.0 + cap.size().x, cap.size().y / 2.0);
    ui.painter().galley(at, words, p.text);
    ui.painter().galley(cap_at, cap, p.muted);
    if chosen {
        let line = egui::Stroke::new(3.0, p.accent.main);
        ui.painter().hline(rect.x_range(), rect.bottom() - 1.5, line);
    }
    if response.has_focus() {
        let ring = egui::Stroke::new(2.0, p.accent.main);
        ui.painter().rect_stroke(rect.shrink(2.0), 4.0, ring, egui::StrokeKind::Inside);
    }
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, chosen, label));
    response
}
