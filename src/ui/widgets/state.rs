//! What a screen shows when it has nothing to show: empty, loading, failed.

use egui::Ui;

use crate::ui::theme::{self, ChipTone, S2, S3};

/// Nothing is there: what that means and what to do.
pub fn empty(ui: &mut Ui, title: &str, hint: &str) {
    ui.vertical_centered(|ui| {
        ui.add_space(S3 * 3.0);
        let muted = theme::of(ui).muted;
        ui.label(theme::bold(title).color(muted));
        if !hint.is_empty() {
            ui.add_space(S2 / 2.0);
            ui.label(egui::RichText::new(hint).color(muted));
        }
    });
}

/// The answer is on its way. No spinner: a moving thing would repaint for nothing.
pub fn loading(ui: &mut Ui, words: &str) {
    ui.vertical_centered(|ui| {
        ui.add_space(S3 * 3.0);
        let muted = theme::of(ui).muted;
        ui.label(egui::RichText::new(format!("⟳ {words}")).color(muted));
    });
}

/// It could not be read: why, and what to do.
pub fn failed(ui: &mut Ui, words: &str) {
    ui.vertical_centered(|ui| {
        ui.add_space(S3 * 3.0);
        let red = theme::of(ui).tone(ChipTone::Late).ink;
        ui.label(theme::bold(format!("⚠ {words}")).color(red));
    });
}
