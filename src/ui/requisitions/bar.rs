//! The bars of «Заявки»: actions with their keys; states with counts, supplier, words to find.

use egui::{Align, ComboBox, Frame, Id, Layout, Margin, Panel, Ui};

use super::Requisitions;
use crate::domain::requisition::RequisitionState;
use crate::ui::command::{self, Command};
use crate::ui::env::Env;
use crate::ui::theme;
use crate::ui::widgets::{Look, TextField, lane_pill, outside, toolbar as bar};

/// The toolbar.
pub(super) fn toolbar(ui: &mut Ui, env: &mut Env<'_>) {
    bar(ui, "requisitions-toolbar", |ui| {
        ui.label(theme::heading(env.tr("requisitions-title")));
        ui.add_space(4.0);
        let live = |command| command::check(command, &env.cmd).is_ok();
        let primary = [Command::MarkOrdered, Command::MarkReceived].into_iter().find(|c| live(*c));
        for command in [Command::MarkOrdered, Command::MarkReceived, Command::OpenRequisitionOrder] {
            let look = if Some(command) == primary { Look::Primary } else { Look::Normal };
            env.button(ui, command, look);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            env.sign_button(ui, Command::Back, "✕");
            env.sign_button(ui, Command::Refresh, "⟳");
            env.button(ui, Command::SaveCsv, Look::Normal);
            env.button(ui, Command::SaveXlsx, Look::Normal);
        });
    });
}

/// The filters; the id of the search line.
pub(super) fn filters(ui: &mut Ui, env: &Env<'_>, screen: &mut Requisitions) -> Id {
    let frame = Frame::new().fill(theme::of(ui).surface.panel).inner_margin(Margin::symmetric(12, 6));
    Panel::top("requisitions-filters")
        .frame(frame)
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            ui.horizontal(|ui| {
                states(ui, env, screen);
                ui.add_space(6.0);
                supplier(ui, env, screen);
                let (name, hint) = (env.tr("requisitions-search"), env.tr("requisitions-search-hint"));
                let width = ui.available_width().clamp(120.0, 420.0);
                let field = TextField::new("requisitions-search", &name).hint(&hint).width(width).limit(120);
                let id = field.id();
                field.show(ui, &mut screen.filter.text);
                id
            })
            .inner
        })
        .inner
}

fn states(ui: &mut Ui, env: &Env<'_>, screen: &mut Requisitions) {
    let counts = screen.listed.value().map(|l| l.counts).unwrap_or_default();
    let all = counts.open + counts.ordered + counts.received + counts.cancelled;
    let pills = [
        (None, all),
        (Some(RequisitionState::Open), counts.open),
        (Some(RequisitionState::Ordered), counts.ordered),
        (Some(RequisitionState::Received), counts.received),
        (Some(RequisitionState::Cancelled), counts.cancelled),
    ];
    for (state, count) in pills {
        let label = match state {
            None => env.tr("requisitions-all"),
            Some(state) => env.tr(&format!("requisitions-{}", state.code())),
        };
        if lane_pill(ui, &label, count, screen.filter.state == state, false).clicked() {
            screen.filter.state = state;
        }
    }
}

fn supplier(ui: &mut Ui, env: &Env<'_>, screen: &mut Requisitions) {
    let known = screen.suppliers.value().map_or(&[][..], Vec::as_slice);
    let any = env.tr("requisitions-any-supplier");
    let chosen = known.iter().find(|s| Some(s.id) == screen.filter.supplier).map(|s| outside(&s.name));
    let combo = ComboBox::from_id_salt("requisitions-supplier").width(190.0).truncate();
    let shown = combo.selected_text(chosen.unwrap_or_else(|| any.clone())).show_ui(ui, |ui| {
        ui.selectable_value(&mut screen.filter.supplier, None, any);
        for supplier in known {
            ui.selectable_value(&mut screen.filter.supplier, Some(supplier.id), outside(&supplier.name));
        }
    });
    let name = env.tr("col-supplier");
    ui.ctx().accesskit_node_builder(shown.response.id, |node| node.set_label(name.as_str()));
}

/// «открыта» and so on stay the words of one requisition; the pills speak of many.
#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words;
    use crate::text::{Lang, has_key};

    #[test]
    fn every_state_has_a_pill_in_both_languages() {
        for lang in Lang::ALL {
            for state in RequisitionState::ALL {
                assert!(has_key(lang, &format!("requisitions-{}", state.code())));
                assert!(!words::requisition(lang, state).is_empty());
            }
        }
    }
}
