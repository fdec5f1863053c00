//! F1: all keys, made from the command table.

use egui::{Grid, ScrollArea, Ui};

use super::reason::close_button;
use crate::ui::command::{self, Scope, TABLE, ViewKind};
use crate::ui::env::Env;
use crate::ui::theme::{self, S2, S3};
use crate::ui::widgets::dialog;

const GROUPS: [(Scope, &str); 10] = [
    (Scope::Till, "keys-scope-till"),
    (Scope::Orders, "keys-scope-orders"),
    (Scope::Collecting, "keys-scope-collecting"),
    (Scope::Requisition, "keys-scope-requisition"),
    (Scope::Calls, "keys-scope-calls"),
    (Scope::Requisitions, "requisitions-title"),
    (Scope::Shelf, "shelf-title"),
    (Scope::Sales, "sales-title"),
    (Scope::Settings, "settings-title"),
    (Scope::Everywhere, "keys-scope-everywhere"),
];
const EXTRA: [&str; 5] = ["keys-arrows", "keys-enter", "keys-enter-line", "keys-star", "keys-tab"];

/// Draws it.
pub fn show(ui: &mut Ui, env: &mut Env<'_>) {
    let title = env.tr("keys-title");
    dialog(ui, "keys", &title, 980.0, |ui| {
        ScrollArea::vertical().max_height(590.0).auto_shrink([false, true]).show(ui, |ui| {
            ui.columns_const(|[left, middle, right]: &mut [Ui; 3]| {
                let [till, orders, collecting, requisition, calls, requisitions, shelf, sales, settings, everywhere] =
                    GROUPS;
                // What belongs to the screen behind comes first.
                let extra_in = if env.cmd.view == ViewKind::Collecting {
                    group(left, env, collecting);
                    group(middle, env, calls);
                    group(right, env, requisition);
                    group(right, env, everywhere);
                    right
                } else if env.cmd.view == ViewKind::Sales {
                    group(left, env, sales);
                    group(middle, env, everywhere);
                    group(right, env, till);
                    left
                } else if env.cmd.view == ViewKind::Settings {
                    group(left, env, settings);
                    group(middle, env, everywhere);
                    left
                } else {
                    group(left, env, till);
                    group(middle, env, orders);
                    group(middle, env, everywhere);
                    group(right, env, collecting);
                    group(right, env, requisition);
                    group(right, env, calls);
                    group(left, env, requisitions);
                    group(left, env, shelf);
                    group(left, env, sales);
                    left
                };
                extra(extra_in, env);
            });
        });
        ui.add_space(S3);
        close_button(ui, env);
    });
}

fn extra(ui: &mut Ui, env: &Env<'_>) {
    ui.add_space(S2);
    ui.label(theme::bold(env.tr("keys-extra")));
    for key in EXTRA {
        ui.add(egui::Label::new(env.tr(key)).wrap());
    }
}

fn group(ui: &mut Ui, env: &Env<'_>, (scope, title): (Scope, &'static str)) {
    ui.add_space(S2);
    ui.label(theme::bold(env.tr(title)));
    Grid::new(title).num_columns(2).spacing([10.0, 3.0]).min_row_height(22.0).striped(false).show(ui, |ui| {
        for meta in TABLE.iter().filter(|m| m.scopes.contains(&scope) && !m.keys.is_empty()) {
            let muted = theme::of(ui).muted;
            ui.label(theme::bold(command::cap(env.lang, meta.command)).size(13.0).color(muted));
            ui.add(egui::Label::new(command::label(env.lang, meta.command)).wrap());
            ui.end_row();
        }
    });
}
