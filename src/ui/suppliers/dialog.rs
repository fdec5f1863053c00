//! «Поставщик»: name, days until it delivers, whether it is proposed.

use egui::Ui;

use crate::domain::ids::SupplierId;
use crate::ui::dialogs::{Confirm, problem, select_all};
use crate::ui::env::{Env, Go};
use crate::ui::loadable::Pending;
use crate::ui::say::error_text;
use crate::ui::settings::fields::{SHORT, row};
use crate::ui::theme::S1;
use crate::ui::widgets::{Look, TextField, dialog};
use crate::usecase::keep_suppliers::{AddSupplier, EditSupplier};
use crate::usecase::read::suppliers::SupplierRow;

/// Width of the dialog.
const WIDTH: f32 = 540.0;

/// The dialog.
pub struct SupplierDialog {
    was: Option<SupplierRow>,
    name: String,
    lead_days: String,
    is_active: bool,
    wrong: String,
    adding: Pending<SupplierId>,
    saving: Pending<()>,
    wants_focus: bool,
}

impl SupplierDialog {
    /// For this supplier, or a new one.
    #[must_use]
    pub fn new(was: Option<SupplierRow>) -> Self {
        let (name, days, is_active) =
            was.as_ref().map_or((String::new(), 1, true), |row| (row.name.clone(), row.lead_days, row.is_active));
        Self {
            was,
            name,
            lead_days: days.to_string(),
            is_active,
            wrong: String::new(),
            adding: Pending::default(),
            saving: Pending::default(),
            wants_focus: true,
        }
    }

    /// It is being stored.
    #[must_use]
    pub const fn is_busy(&self) -> bool {
        self.adding.is_busy() || self.saving.is_busy()
    }

    /// Takes answers.
    pub fn update(&mut self, env: &mut Env<'_>) {
        let added = self.adding.poll().map(|answer| answer.map(drop));
        match added.or_else(|| self.saving.poll()) {
            Some(Ok(())) => {
                env.say_done(env.tr("suppliers-saved"));
                env.go(Go::CloseDialog);
            }
            Some(Err(error)) => self.wrong = error_text(env.lang, &error, env.zone),
            None => {}
        }
    }

    fn days(&self) -> Option<u32> {
        self.lead_days.trim().parse().ok()
    }

    fn save(&mut self, lead_days: u32, env: &Env<'_>) {
        self.wrong.clear();
        let name = self.name.clone();
        match self.was.clone() {
            None => self.adding.start(env.desk.act(AddSupplier { name, lead_days })),
            Some(was) => {
                let now = SupplierRow { id: was.id, name, lead_days, is_active: self.is_active };
                self.saving.start(env.desk.act(EditSupplier { was, now }));
            }
        }
    }

    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        let title = env.tr(if self.was.is_some() { "suppliers-edit-title" } else { "suppliers-new-title" });
        dialog(ui, "supplier", &title, WIDTH, |ui| {
            ui.spacing_mut().item_spacing.y = S1;
            let name = env.tr("suppliers-name");
            row(ui, &name, |ui| {
                let width = ui.available_width() - S1;
                let field = TextField::new("supplier-name", &name).width(width).limit(120);
                let id = field.id();
                field.show(ui, &mut self.name);
                if std::mem::take(&mut self.wants_focus) {
                    select_all(ui, id, &self.name);
                }
            });
            let name = env.tr("suppliers-lead-days");
            row(ui, &name, |ui| {
                TextField::new("supplier-days", &name).width(SHORT).limit(4).show(ui, &mut self.lead_days);
            });
            if self.was.is_some() {
                ui.checkbox(&mut self.is_active, env.tr("suppliers-is-active"));
            }
            let why_not = if self.days().is_none() { Some(env.tr("suppliers-needs-days")) } else { None };
            let wrong = Some(self.wrong.as_str()).filter(|words| !words.is_empty());
            problem(ui, why_not.as_deref().or(wrong));
            let busy = self.is_busy();
            let confirm = Confirm { label: env.tr("cmd-save-settings"), look: Look::Primary, why_not, busy };
            if let (true, Some(days)) = (confirm.show(ui, env), self.days()) {
                self.save(days, env);
            }
        });
    }
}
