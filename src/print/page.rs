//! A page as plain marks, drawn the same by the preview and by the PDF.
//!
//! Every length is a whole number of micrometres from the top left corner, x to the right, y down; so a
//! painter multiplies by one factor, pixels per micrometre. Marks are in drawing order.

/// A length or place on paper in micrometres.
pub type Um = i32;

/// One sheet of paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Width of the paper.
    pub width: Um,
    /// Height of the paper; on the roll it follows the content.
    pub height: Um,
    /// What is drawn, later marks over earlier ones.
    pub marks: Vec<Mark>,
}

/// One thing drawn on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// One line of text; never wrapped, already cut to what the font can draw.
    Text(TextMark),
    /// A straight ink stroke between two points.
    Line {
        /// Start, left.
        x1: Um,
        /// Start, from the top.
        y1: Um,
        /// End, left.
        x2: Um,
        /// End, from the top.
        y2: Um,
        /// Thickness of the stroke, centred on the line.
        width: Um,
    },
    /// A rectangle: an outline when `stroke` is above zero, filled when `fill` is given.
    Box {
        /// Left edge.
        x: Um,
        /// Top edge.
        y: Um,
        /// Width.
        w: Um,
        /// Height.
        h: Um,
        /// Thickness of the ink outline, centred on the edge; 0 for none.
        stroke: Um,
        /// Colour inside; `None` leaves the paper.
        fill: Option<Tone>,
    },
    /// A QR code: `side` × `side` squares of `module` micrometres each, row by row from the top left;
    /// `dark[row * side + column]`. The quiet zone is kept free around it by the layout.
    Qr {
        /// Left edge of the first module.
        x: Um,
        /// Top edge of the first module.
        y: Um,
        /// Side of one module.
        module: Um,
        /// Modules in a row.
        side: usize,
        /// True where ink goes.
        dark: Vec<bool>,
    },
}

/// One line of text in PT Sans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextMark {
    /// Left edge of the first letter.
    pub x: Um,
    /// The line the letters stand on. The top of a line box is `baseline − em × ASCENT_PER_MILLE / 1000`.
    pub baseline: Um,
    /// Size of the font (the em); 352.778 µm are one point.
    pub em: Um,
    /// Regular or bold.
    pub weight: Weight,
    /// Colour.
    pub tone: Tone,
    /// The letters, without kerning: `text_width` gives the width both sides must agree on.
    pub text: String,
}

/// Which of the two embedded fonts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// PT Sans.
    Regular,
    /// PT Sans Bold.
    Bold,
}

/// The only three colours of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tone {
    /// Black.
    Ink,
    /// Dark grey for labels, on A4 only: a thermal head has no grey.
    Grey,
    /// White, on an inked box.
    Paper,
}

/// Millimetres as micrometres.
pub(super) const fn mm(millimetres: i32) -> Um {
    millimetres * 1000
}

/// Tenths of a point as micrometres.
pub(super) const fn pt10(tenths: i32) -> Um {
    tenths * 352_778 / 10_000
}

impl Mark {
    /// The same mark lower by `dy`.
    #[must_use]
    pub fn moved_down(mut self, dy: Um) -> Self {
        match &mut self {
            Self::Text(text) => text.baseline += dy,
            Self::Line { y1, y2, .. } => {
                *y1 += dy;
                *y2 += dy;
            }
            Self::Box { y, .. } | Self::Qr { y, .. } => *y += dy,
        }
        self
    }
}
