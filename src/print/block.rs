//! A piece of a page that is never torn: marks counted from its own top, and its height.
//!
//! Owns: how text is set into a place of known width. Every method measures, so that no caller can write
//! past a column.

use super::font::{ASCENT_PER_MILLE, shrink, text_width, wrap};
use super::page::{Mark, TextMark, Tone, Um, Weight, mm, pt10};

/// Thickness of a hairline.
pub(super) const HAIR: Um = 150;
/// Thickness of a strong line.
pub(super) const STRONG: Um = 450;

/// Size, weight and colour of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    pub em: Um,
    pub weight: Weight,
    pub tone: Tone,
}

impl Style {
    /// Black regular text of so many tenths of a point.
    pub(super) const fn plain(tenths: i32) -> Self {
        Self { em: pt10(tenths), weight: Weight::Regular, tone: Tone::Ink }
    }

    /// Black bold text.
    pub(super) const fn bold(tenths: i32) -> Self {
        Self { em: pt10(tenths), weight: Weight::Bold, tone: Tone::Ink }
    }

    /// The same in another colour.
    pub(super) const fn toned(self, tone: Tone) -> Self {
        Self { em: self.em, weight: self.weight, tone }
    }

    /// From one baseline to the next.
    pub(super) const fn line(self) -> Um {
        self.em * 125 / 100
    }

    pub(super) fn width(self, text: &str) -> Um {
        text_width(text, self.weight, self.em)
    }
}

/// A place in a row: left edge and width.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    pub x: Um,
    pub w: Um,
}

impl Slot {
    pub(super) const fn right(self) -> Um {
        self.x + self.w
    }
}

/// Marks from the top of the block, and how much of the page it takes.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    pub height: Um,
    pub marks: Vec<Mark>,
}

impl Block {
    /// Makes the block at least `bottom` high.
    pub(super) fn reach(&mut self, bottom: Um) {
        self.height = self.height.max(bottom);
    }

    /// Puts one line of text with its line box at `top`, its left edge at `x`; returns the bottom.
    fn put(&mut self, x: Um, top: Um, style: Style, text: &str) -> Um {
        let bottom = top + style.line();
        self.reach(bottom);
        if !text.is_empty() {
            self.marks.push(Mark::Text(TextMark {
                x,
                baseline: top + style.em * ASCENT_PER_MILLE / 1000,
                em: style.em,
                weight: style.weight,
                tone: style.tone,
                text: text.to_owned(),
            }));
        }
        bottom
    }

    /// One line from the left, made smaller when it would not fit the slot; returns the bottom.
    pub(super) fn left(&mut self, slot: Slot, top: Um, style: Style, text: &str) -> Um {
        let (style, sink) = fitted(slot, style, text);
        self.put(slot.x, top + sink, style, text);
        top + sink + style.line()
    }

    /// One line to the right edge of the slot.
    pub(super) fn right(&mut self, slot: Slot, top: Um, style: Style, text: &str) -> Um {
        let (style, sink) = fitted(slot, style, text);
        self.put(slot.right() - style.width(text), top + sink, style, text);
        top + sink + style.line()
    }

    /// One line in the middle of the slot.
    pub(super) fn centre(&mut self, slot: Slot, top: Um, style: Style, text: &str) -> Um {
        let (style, sink) = fitted(slot, style, text);
        self.put(slot.x + (slot.w - style.width(text)) / 2, top + sink, style, text);
        top + sink + style.line()
    }

    /// Wrapped text, at most `max_lines`; returns the bottom. Empty text takes no place.
    pub(super) fn paragraph(&mut self, slot: Slot, top: Um, style: Style, text: &str, max_lines: usize) -> Um {
        if text.is_empty() {
            return top;
        }
        let lines = wrap(text, style.weight, style.em, slot.w, max_lines);
        lines.iter().fold(top, |top, line| self.put(slot.x, top, style, line))
    }

    /// A word in white on a black plate, for what nobody may overlook; wraps. Returns the bottom.
    pub(super) fn plate(&mut self, slot: Slot, top: Um, style: Style, text: &str) -> Um {
        let pad = style.em * 2 / 5;
        let inner = slot.w - 2 * pad;
        wrap(text, style.weight, style.em, inner, 3).iter().fold(top, |top, line| {
            let height = style.line() + style.em / 8;
            self.marks.push(Mark::Box {
                x: slot.x,
                y: top,
                w: (style.width(line) + 2 * pad).min(slot.w),
                h: height,
                stroke: 0,
                fill: Some(Tone::Ink),
            });
            self.put(slot.x + pad, top + style.em / 16, style.toned(Tone::Paper), line);
            self.reach(top + height);
            top + height
        })
    }

    /// A line across at `y`.
    pub(super) fn rule(&mut self, slot: Slot, y: Um, width: Um) {
        self.marks.push(Mark::Line { x1: slot.x, y1: y, x2: slot.right(), y2: y, width });
        self.reach(y + width);
    }

    /// A broken line across at `y`: here the slips are cut apart.
    pub(super) fn cut_line(&mut self, slot: Slot, y: Um) {
        let (dash, gap) = (mm(3), mm(2));
        let mut x = slot.x;
        while x < slot.right() {
            let x2 = (x + dash).min(slot.right());
            self.marks.push(Mark::Line { x1: x, y1: y, x2, y2: y, width: HAIR });
            x += dash + gap;
        }
        self.reach(y + HAIR);
    }

    /// The empty box for a figure written by hand.
    pub(super) fn empty_box(&mut self, slot: Slot, top: Um, height: Um) -> Um {
        self.marks.push(Mark::Box { x: slot.x, y: top, w: slot.w, h: height, stroke: 300, fill: None });
        self.reach(top + height + 300);
        top + height
    }

    /// Puts another block below this one.
    pub(super) fn append(&mut self, other: Self) {
        let dy = self.height;
        self.marks.extend(other.marks.into_iter().map(|mark| mark.moved_down(dy)));
        self.height += other.height;
    }

    /// Free space at the end.
    pub(super) fn space(&mut self, height: Um) {
        self.height += height;
    }
}

/// The style at which the text fits the slot, and how far a smaller text sinks to share the baseline.
fn fitted(slot: Slot, style: Style, text: &str) -> (Style, Um) {
    let em = shrink(text, style.weight, style.em, slot.w);
    (Style { em, ..style }, (style.em - em) * ASCENT_PER_MILLE / 1000)
}
