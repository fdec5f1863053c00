//! Chips, lane pills and tags: a colour always with its word.

use egui::accesskit::Role;
use egui::epaint::{CornerRadius, StrokeKind};
use egui::{Color32, FontFamily, FontId, Galley, Response, RichText, Sense, Stroke, Ui, WidgetInfo, vec2};
use std::sync::Arc;

use super::outside::{Weight, fitted, outside, whole};
use crate::domain::status::OrderStatus;
use crate::text::{Lang, tr, words};
use crate::ui::theme::fonts::BOLD;
use crate::ui::theme::{self, CONTROL, ChipTone};

/// The longest word on a chip, in pixels of the body size.
const LONGEST: f32 = 280.0;

/// A word on its colour.
pub struct Chip {
    text: String,
    tone: ChipTone,
}

impl Chip {
    /// Any word.
    #[must_use]
    pub fn new(text: impl Into<String>, tone: ChipTone) -> Self {
        Self { text: text.into(), tone }
    }

    /// The status of an order; an unknown one shows the site's word, an overdue one says so.
    #[must_use]
    pub fn status(lang: Lang, status: OrderStatus, raw: &str, overdue: bool) -> Self {
        let word = match status {
            OrderStatus::Unknown if !raw.is_empty() => raw.to_owned(),
            known => words::status(lang, known),
        };
        if overdue {
            return Self::new(format!("{word} · {}", tr(lang, "status-overdue")), ChipTone::Late);
        }
        let tone = match status {
            OrderStatus::New => ChipTone::New,
            OrderStatus::Accepted => ChipTone::Accepted,
            OrderStatus::Assembled => ChipTone::Assembled,
            OrderStatus::Closed | OrderStatus::ReserveExpired | OrderStatus::Cancelled | OrderStatus::Unknown => {
                ChipTone::Closed
            }
        };
        Self::new(word, tone)
    }

    /// How wide a chip with `text` is.
    #[must_use]
    pub fn width(ui: &Ui, text: &str) -> f32 {
        galley(ui, text, 13.0, true).size().x + 16.0
    }

    /// Draws it, 22 px high.
    pub fn show(self, ui: &mut Ui) -> Response {
        let pair = theme::of(ui).tone(self.tone);
        let full = outside(&self.text);
        // A word of the site may be as long as it likes.
        let short = fitted(ui, &full, LONGEST, Weight::Bold);
        let words = galley(ui, short.as_deref().unwrap_or(&full), 13.0, true);
        let size = vec2(words.size().x + 16.0, 22.0);
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        ui.painter().rect_filled(rect, CornerRadius::same(4), pair.paper);
        let at = rect.center() - words.size() / 2.0;
        ui.painter().galley_with_override_text_color(at, words, pair.ink);
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &full));
        whole(response, &full, short.is_some())
    }
}

/// A lane with its count; `late` marks a count that asks for action.
pub fn lane_pill(ui: &mut Ui, label: &str, count: u64, selected: bool, late: bool) -> Response {
    let p = theme::of(ui);
    let words = galley(ui, label, 15.0, false);
    let number = galley(ui, &count.to_string(), 15.0, true);
    let size = vec2(words.size().x + 6.0 + number.size().x + 22.0, CONTROL);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let (fill, line, ink) = if selected {
        (p.accent.weak, p.accent.main, p.accent.main)
    } else if response.hovered() {
        (p.surface.hover, p.surface.line, p.text)
    } else {
        (p.surface.panel, p.surface.line, p.text)
    };
    let number_ink = if late && count > 0 { p.tone(ChipTone::Late).ink } else { ink };
    ui.painter().rect(rect, CornerRadius::same(18), fill, Stroke::new(1.0, line), StrokeKind::Inside);
    if response.has_focus() {
        let ring = Stroke::new(2.0, p.accent.main);
        ui.painter().rect_stroke(rect.expand(2.0), CornerRadius::same(20), ring, StrokeKind::Inside);
    }
    let at = rect.left_center() + vec2(11.0, -words.size().y / 2.0);
    let number_at = at + vec2(words.size().x + 6.0, 0.0);
    ui.painter().galley_with_override_text_color(at, words, ink);
    ui.painter().galley_with_override_text_color(number_at, number, number_ink);
    let name = format!("{label} {count}");
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, selected, &name));
    response
}

/// How wide a tag with `text` is.
#[must_use]
pub fn tag_width(ui: &Ui, text: &str) -> f32 {
    galley(ui, text, 12.0, false).size().x + 10.0
}

/// A small outlined word: «Expero», «Rx», «ЖНВЛП».
pub fn tag(ui: &mut Ui, text: &str) -> Response {
    let p = theme::of(ui);
    let words = galley(ui, text, 12.0, false);
    let (rect, response) = ui.allocate_exact_size(vec2(words.size().x + 10.0, 18.0), Sense::hover());
    let line = Stroke::new(1.0, p.accent.main);
    ui.painter().rect_stroke(rect, CornerRadius::same(4), line, StrokeKind::Inside);
    let at = rect.center() - words.size() / 2.0;
    ui.painter().galley_with_override_text_color(at, words, p.accent.main);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    response
}

/// Words in the colour of a tone.
#[must_use]
pub fn toned(ui: &Ui, text: RichText, tone: ChipTone) -> RichText {
    text.color(theme::of(ui).tone(tone).ink)
}

fn galley(ui: &Ui, text: &str, size: f32, bold: bool) -> Arc<Galley> {
    let family = if bold { FontFamily::Name(BOLD.into()) } else { FontFamily::Proportional };
    ui.fonts_mut(|f| f.layout_no_wrap(text.to_owned(), FontId::new(size, family), Color32::PLACEHOLDER))
}
