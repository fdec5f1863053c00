//! «Внутренние контрагенты» on the page of the pharmacy.

use egui::Ui;

use crate::domain::access::LONGEST_NAME;
use crate::ui::env::Env;
use crate::ui::loadable::{Loadable, Pending};
use crate::ui::settings::fields::{head, note};
use crate::ui::theme::S2;
use crate::ui::widgets::{KeyButton, TextField, outside};
use crate::usecase::divisions::{RemoveDivision, SaveDivision};
use crate::usecase::read::divisions::{Division, Divisions};

/// The list and a new row.
#[derive(Default)]
pub(super) struct DivisionsList {
    rows: Loadable<Vec<Division>>,
    short_name: String,
    code: String,
    saving: Pending<()>,
    removing: Pending<bool>,
}

impl DivisionsList {
    pub(super) fn ask(&mut self, env: &Env<'_>) {
        self.rows.request(env.desk.ask(Divisions));
    }

    pub(super) fn update(&mut self, env: &mut Env<'_>) {
        self.rows.poll();
        match self.saving.poll() {
            Some(Ok(())) => {
                self.short_name.clear();
                self.code.clear();
                env.say_done(env.tr("divisions-added"));
            }
            Some(Err(error)) => env.say_failure(&error),
            None => {}
        }
        match self.removing.poll() {
            Some(Ok(true)) => env.say_done(env.tr("divisions-removed")),
            Some(Ok(false)) => env.say_error(env.tr("divisions-in-use")),
            Some(Err(error)) => env.say_failure(&error),
            None => {}
        }
    }

    pub(super) fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        ui.add_space(S2);
        head(ui, env, "divisions-head");
        for row in self.rows.value().map_or(&[][..], Vec::as_slice) {
            ui.horizontal(|ui| {
                let name = if row.short_name.is_empty() {
                    env.tr("settings-division-owner")
                } else {
                    outside(&row.short_name)
                };
                ui.label(format!("{name} [{}]", outside(&row.code)));
                ui.add_space(S2);
                if row.is_owner {
                    note(ui, &env.tr("divisions-owner"));
                } else if KeyButton::new(env.tr("divisions-remove"), "").show(ui).clicked() {
                    self.removing.start(env.desk.act(RemoveDivision { code: row.code.clone() }));
                }
            });
        }
        ui.horizontal_wrapped(|ui| {
            let (name, code) = (env.tr("divisions-name"), env.tr("divisions-code"));
            TextField::new("division-name", &name)
                .hint(&name)
                .width(220.0)
                .limit(LONGEST_NAME)
                .show(ui, &mut self.short_name);
            TextField::new("division-code", &code)
                .hint(&code)
                .width(150.0)
                .limit(LONGEST_NAME)
                .show(ui, &mut self.code);
            if KeyButton::new(env.tr("divisions-add"), "").show(ui).clicked() && !self.saving.is_busy() {
                let save = SaveDivision { short_name: self.short_name.clone(), code: self.code.clone() };
                self.saving.start(env.desk.act(save));
            }
        });
        note(ui, &env.tr("divisions-note"));
    }
}
