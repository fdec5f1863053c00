//! F10: theme, language, keys, way out.

use egui::{Key, Modifiers, Ui};

use crate::ui::command::{self, Command};
use crate::ui::env::{Env, Go};
use crate::ui::theme::{self, S1};
use crate::ui::widgets::{KeyButton, Move, dialog, take_move};

const ROWS: [Command; 21] = [
    Command::OpenOrders,
    Command::Keys,
    Command::ToggleTheme,
    Command::ToggleLanguage,
    Command::OpenRequisitions,
    Command::OpenShelf,
    Command::OpenSales,
    Command::OpenReport,
    Command::Shift,
    Command::Problems,
    Command::OpenSystem,
    Command::OpenSettings,
    Command::OpenLog,
    Command::OpenGuide,
    Command::ImportGoods,
    Command::OpenGoods,
    Command::OpenSuppliers,
    Command::SwitchUser,
    Command::LockTill,
    Command::Quit,
    Command::Back,
];

/// Width of a row; they stand in two columns.
const WIDTH: f32 = 330.0;

/// The menu; the row in focus.
#[derive(Debug, Default)]
pub struct Menu {
    at: usize,
}

impl Menu {
    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        if let Some(step) = take_move(ui.ctx(), ROWS.len(), true) {
            self.at = step.from(Some(self.at), ROWS.len()).unwrap_or(0);
        }
        if let Some(step) = Move::By(0).from(Some(self.at), ROWS.len()) {
            self.at = step;
        }
        // Taken here and not by the row's focus: a window that lies behind another has no focus to show.
        let enter = ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter));
        let title = env.tr("cmd-menu");
        dialog(ui, "menu", &title, 2.0 * WIDTH + S1 * 2.0, |ui| {
            ui.spacing_mut().item_spacing.y = S1 * 2.0;
            ui.columns(2, |columns| {
                for (n, command) in ROWS.into_iter().enumerate() {
                    let Some(ui) = columns.get_mut(n * 2 / ROWS.len()) else { continue };
                    let label = command::label(env.lang, command);
                    let here = n == self.at;
                    let width = ui.available_width().min(WIDTH);
                    let button = KeyButton::new(label, command::cap(env.lang, command)).width(width).chosen(here);
                    let response = button.show(ui);
                    if here {
                        response.request_focus();
                    }
                    if response.clicked() || (here && enter) {
                        env.go(Go::CloseDialog);
                        if command != Command::Back {
                            env.push(command);
                        }
                    }
                }
            });
            let version = env.version.to_owned();
            let muted = theme::of(ui).muted;
            ui.label(theme::small(format!("{} {version}", env.tr("app-name"))).color(muted));
        });
    }
}
