//! «Есть несохранённые изменения»: save, drop or stay.

use egui::{Key, Modifiers, Ui};

use crate::ui::env::{Env, Go};
use crate::ui::theme::S2;
use crate::ui::widgets::{KeyButton, Look, dialog};

/// The question.
pub struct LeaveSettings;

impl LeaveSettings {
    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        let title = env.tr("settings-unsaved");
        let (save, drop, stay) = dialog(ui, "leave-settings", &title, 460.0, |ui| {
            ui.add(egui::Label::new(env.tr("settings-leave-what")).wrap());
            ui.add_space(S2);
            ui.horizontal(|ui| {
                let save = KeyButton::new(env.tr("settings-save-leave"), "Enter").look(Look::Primary).show(ui);
                let drop = KeyButton::new(env.tr("settings-drop"), "Ctrl+D").show(ui);
                let stay = KeyButton::new(env.tr("settings-stay"), "Esc").show(ui);
                (save.clicked(), drop.clicked(), stay.clicked())
            })
            .inner
        });
        let enter = ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter));
        let ctrl_d = ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::D));
        let answer = if save || enter {
            Some(true)
        } else if drop || ctrl_d {
            Some(false)
        } else {
            None
        };
        if stay || answer.is_some() {
            env.go(Go::CloseDialog);
        }
        if let Some(save) = answer {
            env.go(Go::LeaveSettings { save });
        }
    }
}
