//! Text that came from outside, or is too long for its place: made harmless, kept short, elided in the middle.
//!
//! Every screen shows names, comments and codes through here, so that no customer, site or file can draw over
//! what lies beside them. Must not know: what a text means.

use egui::{Color32, FontFamily, FontId, Label, Response, RichText, Ui, WidgetInfo};

use crate::domain::mask;
use crate::ui::theme::{self, fonts::BOLD};

/// More characters than this are of no use on a screen; the rest stays in the database.
const LONGEST: usize = 400;

/// `text` without deceptive characters, in one line, at most [`LONGEST`] characters. Reads no more than it
/// shows: a comment of a megabyte costs as much as a short one.
#[must_use]
pub fn outside(text: &str) -> String {
    let head: String = text.chars().take(LONGEST).collect();
    let safe = mask::safe_text(&head);
    // Written-out characters make it longer again.
    let mut out: String = safe.chars().take(LONGEST).collect();
    if head.len() < text.len() || out.len() < safe.len() {
        out.push('…');
    }
    out
}

/// How strong words are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// As the text around.
    Plain,
    /// Bold.
    Bold,
}

impl Weight {
    fn font(self) -> FontId {
        let family = match self {
            Self::Plain => FontFamily::Proportional,
            Self::Bold => FontFamily::Name(BOLD.into()),
        };
        FontId::new(15.0, family)
    }
}

/// How wide `text` is at the body size.
#[must_use]
pub fn text_width(ui: &Ui, text: &str, weight: Weight) -> f32 {
    let font = weight.font();
    ui.fonts_mut(|f| text.chars().map(|c| f.glyph_width(&font, c)).sum())
}

/// `text` so that it fits `room`: its beginning and its end with «…» between, because names of goods differ in
/// what stands last (strength, pack). `None` when it fits as it is.
#[must_use]
pub fn fitted(ui: &Ui, text: &str, room: f32, weight: Weight) -> Option<String> {
    let font = weight.font();
    ui.fonts_mut(|f| elide_middle(text, room, |c| f.glyph_width(&font, c)))
}

/// The words of a name of goods: elided in the middle when `room` is too narrow, whole in the tooltip and for a
/// screen reader.
pub fn goods_name(ui: &mut Ui, name: &str, room: f32, weight: Weight, ink: Option<Color32>) -> Response {
    let full = outside(name);
    let short = fitted(ui, &full, room, weight);
    let words = short.as_deref().unwrap_or(&full);
    let text = match weight {
        Weight::Plain => RichText::new(words),
        Weight::Bold => theme::bold(words),
    };
    let text = match ink {
        Some(ink) => text.color(ink),
        None => text,
    };
    let label = Label::new(text).truncate().show_tooltip_when_elided(false);
    whole(ui.add(label), &full, short.is_some())
}

/// Gives a label that shows only a part of `full` the whole as its tooltip and its accessible name.
pub fn whole(response: Response, full: &str, is_part: bool) -> Response {
    if !is_part {
        return response;
    }
    response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Label, true, full));
    response.on_hover_text(full)
}

/// Keeps beginning and end of `text` so that they take at most `room` with «…» between.
fn elide_middle(text: &str, room: f32, mut width: impl FnMut(char) -> f32) -> Option<String> {
    let chars: Vec<(char, f32)> = text.chars().map(|c| (c, width(c))).collect();
    let total: f32 = chars.iter().map(|(_, w)| w).sum();
    if total <= room {
        return None;
    }
    let budget = (room - width('…')).max(0.0);
    // The end says more than the beginning: strength and pack.
    let tail = taken(chars.iter().rev().map(|(_, w)| *w), budget * 0.55);
    let used: f32 = chars.iter().rev().take(tail).map(|(_, w)| w).sum();
    let head = taken(chars.iter().map(|(_, w)| *w), budget - used);
    let head: String = chars.iter().take(head).map(|(c, _)| c).collect();
    let tail: String = chars.iter().skip(chars.len() - tail).map(|(c, _)| c).collect();
    Some(format!("{}…{}", head.trim_end(), tail.trim_start()))
}

/// How many of `widths` fit `room`.
fn taken(widths: impl Iterator<Item = f32>, room: f32) -> usize {
    let mut sum = 0.0;
    widths
        .take_while(|w| {
            sum += w;
            sum <= room
        })
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_end_and_its_beginning() {
        let cut = |text: &str, room: f32| elide_middle(text, room, |_| 1.0);
        assert_eq!(cut("Нурофен таб. 200 мг №20", 23.0), None);
        let short = cut("Нурофен Экспресс форте капс. 200 мг №20", 24.0).unwrap_or_default();
        assert!(short.starts_with("Нурофен") && short.ends_with("200 мг №20"), "{short}");
        assert!(short.chars().count() <= 24 && short.contains('…'), "{short}");
        assert_eq!(cut("абв", 0.0).as_deref(), Some("…"));
    }

    #[test]
    fn a_long_or_deceptive_text_becomes_short_and_harmless() {
        assert_eq!(outside("аб\u{202e}в\nг"), "аб\\u{202e}в г");
        let long = outside(&"я".repeat(1_000_000));
        assert_eq!((long.chars().count(), long.chars().last()), (LONGEST + 1, Some('…')));
        let zeros = outside(&"\u{200b}".repeat(1000));
        assert!(zeros.chars().count() <= LONGEST + 1 && !zeros.chars().any(mask::is_deceptive));
        assert_eq!(outside(&outside("a\u{7}")), outside("a\u{7}"), "twice is once");
    }
}
