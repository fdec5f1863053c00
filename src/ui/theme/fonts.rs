//! Fonts: PT Sans for words and figures (its figures are tabular), a small own font for the signs it lacks.
//! Licences in `assets/fonts/LICENSE.txt`.

use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily};

/// The family of the bold face.
pub const BOLD: &str = "bold";

/// The signs that come from the symbol font; a test holds that each of them can be drawn.
pub const SIGNS: &str = "✓⚠→←↑↓▲▼●○☑☐✕⟳−•…≤≥₽№·—–°×«»";

/// The fonts of the program; nothing is taken from the system.
#[must_use]
pub fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    let faces: [(&str, &'static [u8]); 3] = [
        ("regular", include_bytes!("../../../assets/fonts/PTSans-Regular.ttf")),
        (BOLD, include_bytes!("../../../assets/fonts/PTSans-Bold.ttf")),
        ("symbols", include_bytes!("../../../assets/fonts/ExperoSymbols.ttf")),
    ];
    for (name, bytes) in faces {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    let with_signs = |face: &str| vec![face.to_owned(), "symbols".to_owned()];
    fonts.families.insert(FontFamily::Proportional, with_signs("regular"));
    fonts.families.insert(FontFamily::Monospace, with_signs("regular"));
    fonts.families.insert(FontFamily::Name(BOLD.into()), with_signs(BOLD));
    fonts
}

#[cfg(test)]
mod tests {
    use egui::FontId;

    use super::*;

    #[test]
    fn every_sign_has_a_glyph_in_both_weights() {
        let ctx = egui::Context::default();
        ctx.set_fonts(definitions());
        ctx.run_ui(egui::RawInput::default(), |_| {}).drop_without_applying_deltas();
        for family in [FontFamily::Proportional, FontFamily::Name(BOLD.into())] {
            let font = FontId::new(15.0, family);
            for sign in SIGNS.chars() {
                assert!(ctx.fonts_mut(|f| f.has_glyph(&font, sign)), "{sign} cannot be drawn");
            }
        }
    }
}
