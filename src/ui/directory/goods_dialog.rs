//! «Изменить товар»: name, МНН, maker, barcodes, what sets the product apart.

use egui::Ui;

use super::saving::Saving;
use crate::domain::directory::{GoodsCard, GoodsFields};
use crate::domain::goods_row::{Column, RowFault, VAT_RATES};
use crate::domain::ids::GoodsId;
use crate::text::goods_table;
use crate::ui::dialogs::{Confirm, problem, select_all};
use crate::ui::env::{Env, Go};
use crate::ui::settings::fields::{note, row};
use crate::ui::theme::{S1, S2};
use crate::ui::widgets::{KeyButton, Look, TextField, dialog};
use crate::usecase::edit_goods::EditGoods;

/// Width of the dialog.
const WIDTH: f32 = 680.0;

/// The dialog.
pub struct GoodsDialog {
    goods: GoodsId,
    code: String,
    was: GoodsFields,
    now: GoodsFields,
    /// Barcodes as typed, with spaces between.
    barcodes: String,
    fault: Option<RowFault>,
    saving: Saving<()>,
    wants_focus: bool,
}

impl GoodsDialog {
    /// For this product as it was read.
    #[must_use]
    pub fn new(card: &GoodsCard) -> Self {
        Self {
            goods: card.goods,
            code: card.code.clone(),
            barcodes: card.fields.barcodes.join(" "),
            was: card.fields.clone(),
            now: card.fields.clone(),
            fault: None,
            saving: Saving::of(card.goods),
            wants_focus: true,
        }
    }

    /// It is being stored.
    #[must_use]
    pub const fn is_busy(&self) -> bool {
        self.saving.is_busy()
    }

    /// Takes answers.
    pub fn update(&mut self, env: &mut Env<'_>) {
        if self.saving.poll(env).is_some() {
            env.say_done(env.tr("goods-saved"));
            env.go(Go::CloseDialog);
        }
        if let Some(card) = self.saving.read_again() {
            self.barcodes = card.fields.barcodes.join(" ");
            (self.was, self.now) = (card.fields.clone(), card.fields.clone());
        }
    }

    fn save(&mut self, env: &Env<'_>) {
        self.saving.forget();
        self.now.barcodes = self.barcodes.split_whitespace().map(str::to_owned).collect();
        match self.now.checked() {
            Ok(now) => {
                self.fault = None;
                let edit = EditGoods { goods: self.goods, was: self.was.clone(), now };
                self.saving.pending.start(env.desk.act(edit));
            }
            Err(fault) => self.fault = Some(fault),
        }
    }

    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        let title = env.tr_args("goods-edit-title", &[("code", (&self.code).into())]);
        dialog(ui, "goods-edit", &title, WIDTH, |ui| {
            ui.spacing_mut().item_spacing.y = S1;
            self.texts(ui, env);
            row(ui, &env.tr("goods-column-vat-rate"), |ui| {
                for rate in VAT_RATES {
                    let words = if rate == 0 { env.tr("goods-vat-none") } else { format!("{rate} %") };
                    if KeyButton::new(words, "").chosen(self.now.vat_rate == rate).show(ui).clicked() {
                        self.now.vat_rate = rate;
                    }
                }
            });
            ui.horizontal(|ui| {
                ui.checkbox(&mut self.now.is_rx, env.tr("goods-column-is-prescription"));
                ui.add_space(S2);
                ui.checkbox(&mut self.now.is_vital, env.tr("goods-column-is-vital"));
            });
            note(ui, &env.tr("goods-edit-note"));
            problem(ui, self.saving.wrong());
            let confirm = Confirm {
                label: env.tr("cmd-save-settings"),
                look: Look::Primary,
                why_not: None,
                busy: self.is_busy(),
            };
            if confirm.show(ui, env) {
                self.save(env);
            }
        });
    }

    fn texts(&mut self, ui: &mut Ui, env: &Env<'_>) {
        let fields = [
            (Column::Name, &mut self.now.name),
            (Column::Inn, &mut self.now.inn),
            (Column::Form, &mut self.now.form),
            (Column::Strength, &mut self.now.strength),
            (Column::Manufacturer, &mut self.now.manufacturer),
            (Column::Country, &mut self.now.country),
            (Column::Barcode, &mut self.barcodes),
        ];
        for (column, text) in fields {
            let id = field(ui, env, column, text, self.fault);
            if column == Column::Name && std::mem::take(&mut self.wants_focus) {
                select_all(ui, id, text);
            }
        }
    }
}

/// A field with its words at the left and what is wrong below.
pub(super) fn field(
    ui: &mut Ui,
    env: &Env<'_>,
    column: Column,
    text: &mut String,
    fault: Option<RowFault>,
) -> egui::Id {
    let name = env.tr(&format!("goods-column-{}", column.code().replace('_', "-")));
    let id = row(ui, &name, |ui| {
        let width = ui.available_width() - S1;
        let field = TextField::new(("goods-field", column.code()), &name).width(width).limit(400);
        let id = field.id();
        field.show(ui, text);
        id
    });
    if let Some(fault) = fault.filter(|fault| fault.column() == Some(column)) {
        problem(ui, Some(&goods_table::fault(env.lang, fault)));
    }
    id
}
