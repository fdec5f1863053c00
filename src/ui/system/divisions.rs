//! «Внутренние контрагенты» on the page of the pharmacy.

use egui::Ui;

use crate::domain::access::LONGEST_NAME;
use crate::ui::env::Env;
use crate::ui::loadable::{Loadable, Pending};
use crate::ui::settings::fields::{head, note, with_code};
use crate::ui::theme::S2;
use crate::ui::widgets::{KeyButton, TextField, outside};
use crate::usecase::divisions::{RemoveDivision, RenameDivision, SaveDivision};
use crate::usecase::read::divisions::{Division, Divisions};

/// The list and a new row.
#[derive(Default)]
pub(super) struct DivisionsList {
    rows: Loadable<Vec<Division>>,
    short_name: String,
    code: String,
    saving: Pending<()>,
    removing: Pending<bool>,
    /// The one whose name is typed over.
    renamed: Option<Division>,
    words: String,
}

/// So many are overlooked without a search line.
const FEW: usize = 6;

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
                let words = if self.renamed.take().is_some() { "divisions-renamed" } else { "divisions-added" };
                env.say_done(env.tr(words));
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
        let rows = self.rows.value().cloned().unwrap_or_default();
        if rows.len() > FEW {
            let name = env.tr("divisions-search");
            TextField::new("division-search", &name)
                .hint(&name)
                .width(220.0)
                .limit(LONGEST_NAME)
                .show(ui, &mut self.words);
        }
        let words = self.words.trim().to_lowercase();
        for row in
            rows.into_iter().filter(|row| format!("{} {}", row.short_name, row.code).to_lowercase().contains(&words))
        {
            self.row(&row, ui, env);
        }
        self.fields(ui, env);
        note(ui, &env.tr("divisions-note"));
    }

    fn row(&mut self, row: &Division, ui: &mut Ui, env: &Env<'_>) {
        ui.horizontal(|ui| {
            let name =
                if row.short_name.is_empty() { env.tr("settings-division-owner") } else { outside(&row.short_name) };
            ui.label(with_code(name, &row.code));
            ui.add_space(S2);
            if row.is_owner {
                note(ui, &env.tr("divisions-owner"));
                return;
            }
            if KeyButton::new(env.tr("divisions-rename"), "").show(ui).clicked() {
                self.short_name.clone_from(&row.short_name);
                self.code.clone_from(&row.code);
                self.renamed = Some(row.clone());
            }
            if KeyButton::new(env.tr("divisions-remove"), "").show(ui).clicked() {
                self.removing.start(env.desk.act(RemoveDivision { code: row.code.clone() }));
            }
        });
    }

    /// A new one, or the new name of one.
    fn fields(&mut self, ui: &mut Ui, env: &Env<'_>) {
        ui.horizontal_wrapped(|ui| {
            let (name, code) = (env.tr("divisions-name"), env.tr("divisions-code"));
            let field = TextField::new("division-name", &name).hint(&name).width(220.0).limit(LONGEST_NAME);
            field.show(ui, &mut self.short_name);
            if self.renamed.is_some() {
                // The code of one that is there stays.
                note(ui, &format!("[{}]", outside(&self.code)));
            } else {
                let field = TextField::new("division-code", &code).hint(&code).width(150.0).limit(LONGEST_NAME);
                field.show(ui, &mut self.code);
            }
            let words = env.tr(if self.renamed.is_some() { "divisions-save" } else { "divisions-add" });
            if KeyButton::new(words, "").show(ui).clicked() && !self.saving.is_busy() {
                let short_name = self.short_name.clone();
                self.saving.start(match self.renamed.clone() {
                    Some(was) => env.desk.act(RenameDivision { was, short_name }),
                    None => env.desk.act(SaveDivision { short_name, code: self.code.clone() }),
                });
            }
            if self.renamed.is_some() && KeyButton::new(env.tr("dialog-cancel"), "").show(ui).clicked() {
                self.renamed = None;
                self.short_name.clear();
                self.code.clear();
            }
        });
    }
}
