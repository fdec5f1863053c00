//! Pages of marks drawn on the screen: one factor, points per micrometre; only what is visible is drawn.

use egui::epaint::StrokeKind;
use egui::{Color32, FontFamily, FontId, Painter, Pos2, Rect, Sense, Stroke, Ui, vec2};

use super::Zoom;
use crate::print::{ASCENT_PER_MILLE, Mark, Page, TextMark, Tone, Um, Weight};
use crate::ui::theme::fonts::BOLD;
use crate::ui::theme::{self, S3};

/// Points of the screen per micrometre at real size: 96 per inch of 25 400 µm.
const REAL: f32 = 96.0 / 25_400.0;
/// Smallest letters that are still drawn as letters, in points.
const LEGIBLE: f32 = 2.0;

/// Draws the pages one below the other.
pub(super) fn pages(ui: &mut Ui, pages: &[Page], zoom: Zoom) {
    let room = ui.available_width();
    ui.add_space(S3);
    for page in pages {
        let factor = match zoom {
            Zoom::Fit => fitting(page, room),
            Zoom::Times(times) => REAL * times,
        };
        let size = vec2(f(page.width), f(page.height)) * factor;
        let (outer, _) = ui.allocate_exact_size(vec2(size.x.max(room - 2.0 * S3), size.y), Sense::hover());
        let sheet = Rect::from_center_size(outer.center(), size);
        if ui.is_rect_visible(sheet) {
            draw(ui, page, sheet, factor);
        }
        ui.add_space(S3);
    }
}

/// The whole width of the paper, but never larger than one and a half of its real size.
fn fitting(page: &Page, room: f32) -> f32 {
    ((room - 4.0 * S3) / f(page.width.max(1))).clamp(REAL * 0.4, REAL * 1.5)
}

fn draw(ui: &Ui, page: &Page, sheet: Rect, factor: f32) {
    let p = theme::of(ui);
    let painter = ui.painter_at(sheet.expand(1.0).intersect(ui.clip_rect()));
    painter.rect(sheet, 0.0, theme::PAPER, Stroke::new(1.0, p.surface.line), StrokeKind::Outside);
    let view = View { painter, origin: sheet.min, factor };
    for mark in &page.marks {
        view.mark(mark);
    }
}

struct View {
    painter: Painter,
    origin: Pos2,
    factor: f32,
}

impl View {
    fn at(&self, x: Um, y: Um) -> Pos2 {
        self.origin + vec2(f(x), f(y)) * self.factor
    }

    fn mark(&self, mark: &Mark) {
        match mark {
            Mark::Text(text) => self.text(text),
            Mark::Line { x1, y1, x2, y2, width } => {
                let stroke = Stroke::new((f(*width) * self.factor).max(0.5), ink(Tone::Ink));
                self.painter.line_segment([self.at(*x1, *y1), self.at(*x2, *y2)], stroke);
            }
            Mark::Box { x, y, w, h, stroke, fill } => {
                let rect = Rect::from_min_max(self.at(*x, *y), self.at(x + w, y + h));
                if let Some(tone) = fill {
                    self.painter.rect_filled(rect, 0.0, ink(*tone));
                }
                if *stroke > 0 {
                    let stroke = Stroke::new((f(*stroke) * self.factor).max(0.5), ink(Tone::Ink));
                    self.painter.rect_stroke(rect, 0.0, stroke, StrokeKind::Middle);
                }
            }
            Mark::Qr { x, y, module, side, dark } => {
                for (row, top) in dark.chunks((*side).max(1)).zip((0..).map(|n| y + n * module)) {
                    for (_, left) in row.iter().zip((0..).map(|n| x + n * module)).filter(|(dark, _)| **dark) {
                        let rect = Rect::from_min_max(self.at(left, top), self.at(left + module, top + module));
                        self.painter.rect_filled(rect, 0.0, ink(Tone::Ink));
                    }
                }
            }
        }
    }

    fn text(&self, text: &TextMark) {
        let size = f(text.em) * self.factor;
        let top = self.at(text.x, text.baseline - ascent(text.em));
        // A line outside the window is not even laid out.
        if size < LEGIBLE || !self.painter.clip_rect().expand(size * 2.0).y_range().contains(top.y) {
            return;
        }
        let family = match text.weight {
            Weight::Regular => FontFamily::Proportional,
            Weight::Bold => FontFamily::Name(BOLD.into()),
        };
        self.painter.text(top, egui::Align2::LEFT_TOP, &text.text, FontId::new(size, family), ink(text.tone));
    }
}

const fn ascent(em: Um) -> Um {
    em * ASCENT_PER_MILLE / 1000
}

#[expect(clippy::cast_precision_loss, reason = "a sheet is metres long at most: f32 is a tenth of a millimetre off")]
const fn f(um: Um) -> f32 {
    um as f32
}

const fn ink(tone: Tone) -> Color32 {
    match tone {
        Tone::Ink => theme::INK,
        Tone::Grey => theme::INK_GREY,
        Tone::Paper => theme::PAPER,
    }
}
