//! A state in words: what it means and what to do. Opened from the freshness bar.

use egui::Ui;

use crate::ui::command::{self, Command};
use crate::ui::env::{Env, Go};
use crate::ui::theme::S3;
use crate::ui::widgets::{KeyButton, Look, dialog};

/// Title and paragraphs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Title of the dialog.
    pub title: String,
    /// What it means, what to do.
    pub paragraphs: Vec<String>,
}

impl Reason {
    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        dialog(ui, "reason", &self.title, 520.0, |ui| {
            for words in &self.paragraphs {
                ui.add(egui::Label::new(words).wrap());
                ui.add_space(S3 / 2.0);
            }
            ui.add_space(S3);
            close_button(ui, env);
        });
    }
}

/// «Закрыть» [Esc], in focus when nothing else is.
pub(in crate::ui) fn close_button(ui: &mut Ui, env: &mut Env<'_>) {
    let button = KeyButton::new(env.tr("dialog-close"), command::cap(env.lang, Command::Back)).look(Look::Primary);
    let response = button.show(ui);
    if ui.memory(|m| m.focused().is_none()) {
        response.request_focus();
    }
    if response.clicked() {
        env.go(Go::CloseDialog);
    }
}
