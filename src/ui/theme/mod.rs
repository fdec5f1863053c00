//! The look: colour tokens, fonts, sizes. The only place with raw colours.
//!
//! Widgets ask [`of`] for the palette of their `Ui` and name roles, never values. Must not know: screens.

pub mod fonts;
mod style;
mod tokens;

pub(in crate::ui) use style::install_fonts;
pub use style::{apply, bold, heading, keep, key_cap, small, small_bold, sum};
pub use tokens::{ChipTone, DARK, INK, INK_GREY, LIGHT, PAPER, Pair, Palette};

use egui::Ui;

/// Space between close things.
pub const S1: f32 = 4.0;
/// Space between things of a group.
pub const S2: f32 = 8.0;
/// Space between groups and at the edges.
pub const S3: f32 = 12.0;
/// Height of a table row.
pub const ROW: f32 = 30.0;
/// Height of a button or field.
pub const CONTROL: f32 = 36.0;
/// Corner radius of controls.
pub const RADIUS: u8 = 6;

/// Light or dark; light is the first choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ThemeChoice {
    /// Dark words on light surfaces.
    #[default]
    Light,
    /// Light words on dark surfaces.
    Dark,
}

impl ThemeChoice {
    /// The other one.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Light => Self::Dark,
            Self::Dark => Self::Light,
        }
    }

    /// The stable code for settings and the command line.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Reads a code; anything else is `None`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Light, Self::Dark].into_iter().find(|t| t.code() == code)
    }

    /// Its colours.
    #[must_use]
    pub const fn palette(self) -> &'static Palette {
        match self {
            Self::Light => &LIGHT,
            Self::Dark => &DARK,
        }
    }
}

/// The palette that `ui` is drawn in.
#[must_use]
pub fn of(ui: &Ui) -> &'static Palette {
    if ui.visuals().dark_mode { &DARK } else { &LIGHT }
}
