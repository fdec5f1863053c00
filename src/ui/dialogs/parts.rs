//! What several dialogs share: the row of buttons, a problem in words, a field that opens selected.

use egui::{Key, Modifiers, Ui};

use crate::ui::command::{self, Command};
use crate::ui::env::{Env, Go};
use crate::ui::theme::{self, CONTROL, ChipTone};
pub(in crate::ui) use crate::ui::widgets::select_all;
use crate::ui::widgets::{KeyButton, Look};

/// The confirming button [Enter] and «Отмена» [Esc].
pub(in crate::ui) struct Confirm {
    pub(in crate::ui) label: String,
    pub(in crate::ui) look: Look,
    /// Disabled, with the reason.
    pub(in crate::ui) why_not: Option<String>,
    /// The desk is at work.
    pub(in crate::ui) busy: bool,
}

impl Confirm {
    /// Draws both. True when confirmed by a press or by Enter.
    pub(in crate::ui) fn show(self, ui: &mut Ui, env: &mut Env<'_>) -> bool {
        let why_not = if self.busy { Some(env.tr("dialog-busy")) } else { self.why_not };
        let live = why_not.is_none();
        let mut confirmed = false;
        ui.horizontal(|ui| {
            let button = KeyButton::new(self.label, env.tr("key-enter")).look(self.look).disabled(why_not);
            let confirm = button.show(ui);
            let cancel = KeyButton::new(env.tr("dialog-cancel"), command::cap(env.lang, Command::Back)).show(ui);
            // Enter on «Отмена» is a press of it; anywhere else in the dialog it confirms.
            let enter = !cancel.has_focus() && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter));
            confirmed = live && (confirm.clicked() || enter);
            if cancel.clicked() {
                env.go(Go::CloseDialog);
            }
        });
        confirmed
    }
}

/// A line for a problem, kept free when there is none, so that nothing jumps.
pub(in crate::ui) fn problem(ui: &mut Ui, words: Option<&str>) {
    let red = theme::of(ui).tone(ChipTone::Late).ink;
    let text = words.map(|w| format!("⚠ {w}")).unwrap_or_default();
    ui.allocate_ui(egui::vec2(ui.available_width(), CONTROL), |ui| {
        ui.set_min_height(CONTROL);
        ui.add(egui::Label::new(egui::RichText::new(text).color(red)).wrap());
    });
}
