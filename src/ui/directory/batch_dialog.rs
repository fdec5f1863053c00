//! «Изменить партию»: series, last day, place, storage, price, ceiling. Packs are counted in a dialog of their own.

use egui::Ui;

use super::goods_dialog::field;
use super::saving::Saving;
use crate::domain::directory::{BATCH_COLUMNS, BatchCard, BatchFields, GoodsCard, TypedBatch};
use crate::domain::goods_row::{Column, RowFault};
use crate::domain::ids::BatchId;
use crate::domain::money::Kopecks;
use crate::text::habits;
use crate::ui::dialogs::{Confirm, problem, select_all};
use crate::ui::env::{Env, Go};
use crate::ui::settings::fields::note;
use crate::ui::theme::S1;
use crate::ui::widgets::{Look, dialog};
use crate::usecase::edit_goods::EditBatch;

/// Width of the dialog.
const WIDTH: f32 = 580.0;

/// The dialog.
pub struct BatchDialog {
    batch: BatchId,
    name: String,
    was: BatchFields,
    typed: TypedBatch,
    fault: Option<RowFault>,
    saving: Saving<()>,
    wants_focus: bool,
}

/// The fields as a person reads and types them.
fn typed(fields: &BatchFields) -> TypedBatch {
    [
        fields.series.clone(),
        habits::date(fields.expires_on),
        fields.place.clone(),
        fields.storage.text(),
        fields.price.text(),
        fields.max_price.map(Kopecks::text).unwrap_or_default(),
    ]
}

impl BatchDialog {
    /// For this batch as it was read.
    #[must_use]
    pub fn new(card: &GoodsCard, batch: &BatchCard) -> Self {
        Self {
            batch: batch.batch,
            name: card.fields.name.clone(),
            typed: typed(&batch.fields),
            was: batch.fields.clone(),
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
            env.say_done(env.tr("goods-batch-saved"));
            env.go(Go::CloseDialog);
        }
        let batches = self.saving.read_again().map_or(&[][..], |card| &card.batches);
        if let Some(batch) = batches.iter().find(|batch| batch.batch == self.batch) {
            self.typed = typed(&batch.fields);
            self.was = batch.fields.clone();
        }
    }

    fn save(&mut self, env: &Env<'_>) {
        self.saving.forget();
        match self.read() {
            Ok(now) => {
                self.fault = None;
                let edit = EditBatch { batch: self.batch, was: self.was.clone(), now };
                self.saving.pending.start(env.desk.act(edit));
            }
            Err(fault) => self.fault = Some(fault),
        }
    }

    /// What was typed. A band of temperatures that nobody touched stays as it is, also one that cannot be typed.
    fn read(&self) -> Result<BatchFields, RowFault> {
        let mut words = self.typed.clone();
        let untouched = words.get(3) == typed(&self.was).get(3);
        if let (true, Some(storage)) = (untouched, words.get_mut(3)) {
            storage.clear();
        }
        let read = BatchFields::read(&words)?;
        Ok(if untouched { BatchFields { storage: self.was.storage, ..read } } else { read })
    }

    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        let title = env.tr_args("goods-batch-title", &[("name", (&self.name).into())]);
        dialog(ui, "batch-edit", &title, WIDTH, |ui| {
            ui.spacing_mut().item_spacing.y = S1;
            for (column, text) in BATCH_COLUMNS.into_iter().zip(&mut self.typed) {
                let id = field(ui, env, column, text, self.fault);
                if column == Column::Series && std::mem::take(&mut self.wants_focus) {
                    select_all(ui, id, text);
                }
            }
            note(ui, &env.tr("goods-batch-note"));
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
}
