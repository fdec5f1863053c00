//! The token table: every colour of the program by its role, light and dark.
//!
//! A test computes the contrast of every pair of words and surface that the screens use.

use egui::Color32;

/// Words on a surface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Colour of the words.
    pub ink: Color32,
    /// Colour behind them.
    pub paper: Color32,
}

/// Meaning of a chip, a tag or a coloured word. The colour is never the only sign: a word stands with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChipTone {
    /// новый, information.
    New,
    /// принят, soon, waiting.
    Accepted,
    /// собран, done, paid.
    Assembled,
    /// закрыт, резерв сброшен, отменён.
    Closed,
    /// просрочен, missing, refused.
    Late,
}

impl ChipTone {
    /// All tones.
    pub const ALL: [Self; 5] = [Self::New, Self::Accepted, Self::Assembled, Self::Closed, Self::Late];
}

/// All colours of one theme.
#[derive(Clone, Copy, Debug)]
pub struct Palette {
    /// The surfaces.
    pub surface: Surfaces,
    /// Words on background, panel, stripe and selection.
    pub text: Color32,
    /// Less important words.
    pub muted: Color32,
    /// The one accent.
    pub accent: Accent,
    /// Words and surface by tone, in the order of [`ChipTone`].
    pub tones: [Pair; 5],
    /// A control that cannot be used.
    pub disabled: Pair,
    /// The update banner.
    pub banner: Pair,
    /// Line under the banner.
    pub banner_line: Color32,
    /// Practice mode: frame and its words.
    pub practice: Pair,
    /// State dots: good, soon, bad.
    pub dots: [Color32; 3],
}

/// Surfaces and lines.
#[derive(Clone, Copy, Debug)]
pub struct Surfaces {
    /// Behind everything.
    pub background: Color32,
    /// Panels, cards, tables, fields.
    pub panel: Color32,
    /// Thin lines.
    pub line: Color32,
    /// Every second row.
    pub stripe: Color32,
    /// The selected row.
    pub selection: Color32,
    /// A control under the pointer.
    pub hover: Color32,
    /// Behind a modal (with alpha).
    pub veil: Color32,
}

/// The accent and what lies on it.
#[derive(Clone, Copy, Debug)]
pub struct Accent {
    /// Primary button, focus ring, own tag.
    pub main: Color32,
    /// Primary button under the pointer.
    pub hover: Color32,
    /// Weak surface of the accent.
    pub weak: Color32,
    /// Words on the accent.
    pub ink: Color32,
    /// Key cap on the accent: words.
    pub cap: Color32,
    /// Key cap on the accent: line.
    pub cap_line: Color32,
}

impl Palette {
    /// Words and surface of a tone.
    #[must_use]
    pub const fn tone(&self, tone: ChipTone) -> Pair {
        let [new, accepted, assembled, closed, late] = self.tones;
        match tone {
            ChipTone::New => new,
            ChipTone::Accepted => accepted,
            ChipTone::Assembled => assembled,
            ChipTone::Closed => closed,
            ChipTone::Late => late,
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the token table is the one place of raw colours")]
const fn rgb(hex: u32) -> Color32 {
    let [_, r, g, b] = hex.to_be_bytes();
    Color32::from_rgb(r, g, b)
}

const fn pair(ink: u32, paper: u32) -> Pair {
    Pair { ink: rgb(ink), paper: rgb(paper) }
}

/// The sheet of paper in a preview; the same in both themes, as paper is.
pub const PAPER: Color32 = rgb(0xFF_FFFF);
/// What is printed on it.
pub const INK: Color32 = rgb(0x00_0000);
/// Labels on it.
pub const INK_GREY: Color32 = rgb(0x54_5454);

/// The light theme, the first choice.
pub static LIGHT: Palette = Palette {
    surface: Surfaces {
        background: rgb(0xF4_F6F7),
        panel: rgb(0xFF_FFFF),
        line: rgb(0xD5_DCE0),
        stripe: rgb(0xF8_FAFB),
        selection: rgb(0xCF_E8E4),
        hover: rgb(0xEE_F3F4),
        veil: Color32::from_black_alpha(70),
    },
    text: rgb(0x17_232B),
    muted: rgb(0x54_636D),
    accent: Accent {
        main: rgb(0x00_695F),
        hover: rgb(0x00_5A51),
        weak: rgb(0xDD_EFEC),
        ink: rgb(0xFF_FFFF),
        cap: rgb(0xD6_EFEC),
        cap_line: rgb(0x4E_9A93),
    },
    tones: [
        pair(0x1F_5FBF, 0xE3_EDFB),
        pair(0x82_5500, 0xFB_EFD6),
        pair(0x1B_7036, 0xDF_F3E4),
        pair(0x54_636D, 0xE9_EDEF),
        pair(0xB3_261E, 0xFB_E3E1),
    ],
    disabled: pair(0x66_747D, 0xF6_F8F9),
    banner: pair(0x12_3C7A, 0xE3_EDFB),
    banner_line: rgb(0xB9_D0F2),
    practice: pair(0x2B_1600, 0xFF_A733),
    dots: [rgb(0x1B_7A36), rgb(0xB8_7800), rgb(0xB3_261E)],
};

/// The dark theme: the same roles.
pub static DARK: Palette = Palette {
    surface: Surfaces {
        background: rgb(0x10_171B),
        panel: rgb(0x18_2127),
        line: rgb(0x36_454E),
        stripe: rgb(0x1C_272E),
        selection: rgb(0x17_453F),
        hover: rgb(0x22_2E35),
        veil: Color32::from_black_alpha(140),
    },
    text: rgb(0xE6_EDF0),
    muted: rgb(0xA9_B8C0),
    accent: Accent {
        main: rgb(0x4D_B6A8),
        hover: rgb(0x66_C7BA),
        weak: rgb(0x14_3A35),
        ink: rgb(0x04_1C19),
        cap: rgb(0x06_2824),
        cap_line: rgb(0x1E_6E64),
    },
    tones: [
        pair(0x9C_C3F8, 0x1B_3054),
        pair(0xF2_C470, 0x3F_300F),
        pair(0x8B_DBA0, 0x15_3D20),
        pair(0xB4_C1C8, 0x2A_363D),
        pair(0xFF_A79E, 0x4D_1B18),
    ],
    disabled: pair(0x8C_9BA3, 0x1C_252B),
    banner: pair(0xC9_DDFB, 0x1B_3054),
    banner_line: rgb(0x2F_4E80),
    practice: pair(0x2B_1600, 0xFF_A733),
    dots: [rgb(0x5C_C97A), rgb(0xE0_A53A), rgb(0xFF_7B70)],
};

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(c: Color32) -> f64 {
        let lin = |v: u8| {
            let v = f64::from(v) / 255.0;
            if v <= 0.040_45 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * lin(c.r()) + 0.7152 * lin(c.g()) + 0.0722 * lin(c.b())
    }

    fn contrast(pair: Pair) -> f64 {
        let (a, b) = (luminance(pair.ink), luminance(pair.paper));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn every_word_can_be_read_on_every_surface_it_lies_on() {
        for (theme, p) in [("light", &LIGHT), ("dark", &DARK)] {
            let s = &p.surface;
            let papers = [s.background, s.panel, s.stripe, s.selection, s.hover];
            let mut pairs: Vec<Pair> = p.tones.to_vec();
            pairs.extend([p.disabled, p.banner, p.practice]);
            pairs.push(Pair { ink: p.accent.ink, paper: p.accent.main });
            pairs.push(Pair { ink: p.accent.ink, paper: p.accent.hover });
            pairs.push(Pair { ink: p.accent.cap, paper: p.accent.main });
            pairs.push(Pair { ink: p.accent.main, paper: p.accent.weak });
            for paper in papers {
                pairs.extend([p.text, p.muted].map(|ink| Pair { ink, paper }));
                pairs.extend(p.tones.map(|tone| Pair { ink: tone.ink, paper }));
            }
            for paper in [s.background, s.panel, s.stripe] {
                pairs.push(Pair { ink: p.accent.main, paper });
            }
            for pair in pairs {
                let c = contrast(pair);
                assert!(c >= 4.5, "{theme}: {:?} on {:?} has only {c:.2}", pair.ink, pair.paper);
            }
            for dot in p.dots {
                assert!(contrast(Pair { ink: dot, paper: s.panel }) >= 3.0, "{theme}: dot {dot:?}");
            }
        }
    }
}
