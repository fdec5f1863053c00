//! The bar at the top: title and the actions with their keys. What does not fit makes the title go first.

use egui::{Align, Layout, Ui};

use crate::ui::command::{self, Command};
use crate::ui::env::Env;
use crate::ui::theme;
use crate::ui::widgets::{Look, natural_size, toolbar};

const ACTIONS: [Command; 7] = [
    Command::Accept,
    Command::OpenCollecting,
    Command::Print,
    Command::SellOrder,
    Command::Extend,
    Command::Delete,
    Command::NewOrder,
];

/// Between buttons; narrow, so that the title and all actions fit 1366 pixels in practice mode too.
const GAP: f32 = 4.0;

/// Draws it. A narrow window loses the title first, then the buttons take a second row.
pub(super) fn show(ui: &mut Ui, env: &mut Env<'_>) {
    toolbar(ui, "orders-toolbar", |ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        let room = ui.available_width();
        let (title, actions) = needed(ui, env);
        if room < actions {
            ui.horizontal_wrapped(|ui| {
                buttons(ui, env);
                env.sign_button(ui, Command::Refresh, "⟳");
                env.sign_button(ui, Command::Back, "✕");
            });
            return;
        }
        if room >= title + actions {
            ui.label(theme::heading(env.tr("orders-title")));
            ui.add_space(4.0);
        }
        buttons(ui, env);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            env.sign_button(ui, Command::Back, "✕");
            env.sign_button(ui, Command::Refresh, "⟳");
        });
    });
}

fn buttons(ui: &mut Ui, env: &mut Env<'_>) {
    // The next step of the selected order is the one primary action.
    let primary = primary(env);
    for command in ACTIONS {
        let look = if Some(command) == primary { Look::Primary } else { Look::Normal };
        env.button(ui, command, look);
    }
}

fn primary(env: &Env<'_>) -> Option<Command> {
    let next = [Command::Accept, Command::OpenCollecting, Command::SellOrder];
    next.into_iter().find(|c| command::check(*c, &env.cmd).is_ok())
}

/// The width of the title and that of the buttons.
fn needed(ui: &Ui, env: &Env<'_>) -> (f32, f32) {
    let gap = GAP;
    let width = |c: Command, label: &str| natural_size(ui, label, &command::cap(env.lang, c)).x + gap;
    let actions: f32 = ACTIONS.iter().map(|c| width(*c, &command::label(env.lang, *c))).sum();
    let title = ui.fonts_mut(|f| {
        let font = egui::FontId::new(20.0, egui::FontFamily::Name(theme::fonts::BOLD.into()));
        f.layout_no_wrap(env.tr("orders-title"), font, egui::Color32::PLACEHOLDER).size().x
    });
    (title + 4.0 + 2.0 * gap, actions + width(Command::Back, "✕") + width(Command::Refresh, "⟳"))
}
