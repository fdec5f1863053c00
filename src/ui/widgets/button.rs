//! The button with its key on it.
//!
//! A disabled button says why: in a tooltip, to a screen reader, and in words when it is pressed anyway (the
//! press still reaches the dispatch, which refuses with the reason).

use egui::accesskit::Role;
use egui::epaint::{CornerRadius, StrokeKind};
use egui::text::LayoutJob;
use egui::{
    Color32, FontFamily, FontId, Galley, Rect, Response, Sense, Stroke, TextFormat, Ui, Vec2, WidgetInfo, vec2,
};
use std::sync::Arc;

use crate::ui::theme::{self, CONTROL, Palette, RADIUS};

/// How important a button is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    /// One of several.
    #[default]
    Normal,
    /// The one primary action of a screen.
    Primary,
    /// What cannot be taken back.
    Danger,
}

/// A button with a key cap.
pub struct KeyButton {
    label: String,
    cap: String,
    look: Look,
    why_not: Option<String>,
    width: Option<f32>,
    chosen: bool,
    sense: Sense,
}

struct Colours {
    fill: Color32,
    line: Color32,
    ink: Color32,
    cap: Color32,
    cap_line: Color32,
}

const PAD: f32 = 10.0;
const GAP: f32 = 6.0;
const CAP_PAD: f32 = 4.0;

impl KeyButton {
    /// A button with `label`; `cap` is the name of its key, may be empty.
    #[must_use]
    pub fn new(label: impl Into<String>, cap: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            cap: cap.into(),
            look: Look::Normal,
            why_not: None,
            width: None,
            chosen: false,
            sense: Sense::click(),
        }
    }

    /// How important it is.
    #[must_use]
    pub const fn look(mut self, look: Look) -> Self {
        self.look = look;
        self
    }

    /// Disabled, with the reason in words.
    #[must_use]
    pub fn disabled(mut self, why_not: Option<String>) -> Self {
        self.why_not = why_not;
        self
    }

    /// As wide as `width`.
    #[must_use]
    pub const fn width(mut self, width: f32) -> Self {
        self.width = Some(width);
        self
    }

    /// Chosen among several: the weak surface of the accent.
    #[must_use]
    pub const fn chosen(mut self, chosen: bool) -> Self {
        self.chosen = chosen;
        self
    }

    /// Never takes the keyboard, so that Enter and Space cannot press it.
    #[must_use]
    pub const fn without_focus(mut self) -> Self {
        self.sense = Sense::CLICK;
        self
    }

    /// Draws it. A click on a disabled button is a click too.
    pub fn show(self, ui: &mut Ui) -> Response {
        let p = theme::of(ui);
        let label = galley(ui, &self.label, 14.0);
        let cap = (!self.cap.is_empty()).then(|| galley(ui, &self.cap, 12.0));
        let cap_width = cap.as_ref().map_or(0.0, |c| c.size().x + 2.0 * CAP_PAD + GAP);
        let natural = label.size().x + cap_width + 2.0 * PAD;
        let size = vec2(self.width.unwrap_or(natural).max(natural), CONTROL);
        let (rect, response) = ui.allocate_exact_size(size, self.sense);
        let enabled = self.why_not.is_none();
        if ui.is_rect_visible(rect) {
            let colours = self.colours(p, &response);
            self.paint(ui, rect, &response, p, &colours, (label, cap));
        }
        response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, &self.label));
        if let Some(why) = self.why_not {
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(why.as_str()));
            return response.on_hover_text(why);
        }
        response
    }

    fn colours(&self, p: &Palette, response: &Response) -> Colours {
        let hot = response.hovered() || response.is_pointer_button_down_on();
        let line = p.surface.line;
        match (self.why_not.is_some(), self.look) {
            (true, _) => {
                let Pair { ink, paper } = p.disabled;
                Colours { fill: paper, line, ink, cap: ink, cap_line: line }
            }
            (false, Look::Primary) => {
                let a = &p.accent;
                let fill = if hot { a.hover } else { a.main };
                Colours { fill, line: fill, ink: a.ink, cap: a.cap, cap_line: a.cap_line }
            }
            (false, Look::Danger) => {
                let Pair { ink, paper } = p.tone(theme::ChipTone::Late);
                let fill = if hot { p.text } else { ink };
                Colours { fill, line: fill, ink: p.surface.panel, cap: paper, cap_line: paper }
            }
            (false, Look::Normal) if self.chosen => {
                let a = &p.accent;
                Colours { fill: a.weak, line: a.main, ink: p.text, cap: p.muted, cap_line: line }
            }
            (false, Look::Normal) => {
                let fill = if hot { p.surface.hover } else { p.surface.panel };
                Colours { fill, line, ink: p.text, cap: p.muted, cap_line: line }
            }
        }
    }

    #[expect(clippy::unused_self, reason = "the button paints itself; what it needs was taken out before")]
    fn paint(
        &self,
        ui: &Ui,
        rect: Rect,
        response: &Response,
        p: &Palette,
        colours: &Colours,
        (label, cap): (Arc<Galley>, Option<Arc<Galley>>),
    ) {
        let painter = ui.painter();
        let radius = CornerRadius::same(RADIUS);
        painter.rect(rect, radius, colours.fill, Stroke::new(1.0, colours.line), StrokeKind::Inside);
        if response.has_focus() {
            painter.rect_stroke(rect.expand(2.0), radius, Stroke::new(2.0, p.accent.main), StrokeKind::Inside);
        }
        let at = rect.left_center() + vec2(PAD, -label.size().y / 2.0);
        let after = rect.left() + PAD + label.size().x + GAP;
        painter.galley_with_override_text_color(at, label, colours.ink);
        if let Some(cap) = cap {
            let box_size = vec2(cap.size().x + 2.0 * CAP_PAD, 18.0);
            let cap_rect = Rect::from_min_size(egui::pos2(after, rect.center().y - 9.0), box_size);
            painter.rect_stroke(
                cap_rect,
                CornerRadius::same(4),
                Stroke::new(1.0, colours.cap_line),
                StrokeKind::Inside,
            );
            let at = cap_rect.left_center() + vec2(CAP_PAD, -cap.size().y / 2.0);
            painter.galley_with_override_text_color(at, cap, colours.cap);
        }
    }
}

use theme::Pair;

fn galley(ui: &Ui, text: &str, size: f32) -> Arc<Galley> {
    let font = FontId::new(size, FontFamily::Proportional);
    let job = LayoutJob::single_section(text.to_owned(), TextFormat::simple(font, Color32::PLACEHOLDER));
    ui.fonts_mut(|f| f.layout_job(job))
}

/// The size a button would take; lets a toolbar decide what fits.
#[must_use]
pub fn natural_size(ui: &Ui, label: &str, cap: &str) -> Vec2 {
    let cap_width = if cap.is_empty() { 0.0 } else { galley(ui, cap, 12.0).size().x + 2.0 * CAP_PAD + GAP };
    vec2(galley(ui, label, 14.0).size().x + cap_width + 2.0 * PAD, CONTROL)
}
