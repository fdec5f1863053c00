//! «Пересчитать»: how many packs of a batch there are, and why it is another number than by the data.

use egui::{Label, RichText, Ui};

use super::saving::Saving;
use crate::domain::directory::{BatchCard, GoodsCard, MOST_NOTE};
use crate::domain::packs::Packs;
use crate::ui::dialogs::{Confirm, problem};
use crate::ui::env::{Env, Go};
use crate::ui::settings::fields::{SHORT, row};
use crate::ui::theme::{self, S1};
use crate::ui::widgets::{Look, TextField, dialog, outside};
use crate::usecase::count_batch::CountBatch;

/// Width of the dialog.
const WIDTH: f32 = 560.0;

/// The dialog.
pub struct CountDialog {
    name: String,
    batch: BatchCard,
    counted: String,
    note: String,
    saving: Saving<Packs>,
    wants_focus: bool,
}

impl CountDialog {
    /// For this batch as it was read.
    #[must_use]
    pub fn new(card: &GoodsCard, batch: &BatchCard) -> Self {
        Self {
            name: card.fields.name.clone(),
            batch: batch.clone(),
            counted: String::new(),
            note: String::new(),
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
        if let Some(difference) = self.saving.poll(env) {
            let words = match difference.0 {
                0 => env.tr("goods-count-same"),
                n => env.tr_args("goods-count-done", &[("n", format!("{n:+}").into())]),
            };
            env.say_done(words);
            env.go(Go::CloseDialog);
        }
        let batches = self.saving.read_again().map_or(&[][..], |card| &card.batches);
        if let Some(batch) = batches.iter().find(|batch| batch.batch == self.batch.batch) {
            self.batch = batch.clone();
            self.counted.clear();
            self.wants_focus = true;
        }
    }

    fn counted(&self) -> Option<Packs> {
        self.counted.trim().parse().ok().filter(|n| *n >= 0).map(Packs)
    }

    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        let title = env.tr_args("goods-count-title", &[("series", outside(&self.batch.fields.series).into())]);
        dialog(ui, "batch-count", &title, WIDTH, |ui| {
            ui.spacing_mut().item_spacing.y = S1;
            ui.add(Label::new(theme::bold(outside(&self.name))).wrap());
            let parts = [
                ("all", self.batch.on_hand.0.into()),
                ("reserved", self.batch.reserved.0.into()),
                ("shelf", self.batch.to_shelf.0.into()),
            ];
            let muted = theme::of(ui).muted;
            ui.add(Label::new(RichText::new(env.tr_args("goods-count-now", &parts)).color(muted)).wrap());
            let name = env.tr("goods-counted");
            row(ui, &name, |ui| {
                let field = TextField::new("goods-counted", &name).width(SHORT).limit(9);
                let id = field.id();
                field.show(ui, &mut self.counted);
                if std::mem::take(&mut self.wants_focus) {
                    ui.memory_mut(|m| m.request_focus(id));
                }
                if let Some(counted) = self.counted() {
                    let by = counted.minus(self.batch.on_hand).0;
                    ui.label(theme::bold(env.tr_args("goods-count-by", &[("n", format!("{by:+}").into())])));
                }
            });
            let name = env.tr("goods-count-note");
            row(ui, &name, |ui| {
                let width = ui.available_width() - S1;
                let hint = env.tr("goods-count-note-hint");
                let field = TextField::new("goods-count-note", &name).hint(&hint).width(width).limit(MOST_NOTE);
                field.show(ui, &mut self.note);
            });
            problem(ui, self.saving.wrong());
            let why_not = if self.counted().is_none() { Some(env.tr("goods-count-needs")) } else { None };
            let busy = self.is_busy();
            let confirm = Confirm { label: env.tr("goods-count-save"), look: Look::Primary, why_not, busy };
            if confirm.show(ui, env)
                && let Some(counted) = self.counted()
            {
                self.saving.forget();
                let (batch, had, note) = (self.batch.batch, self.batch.on_hand, self.note.clone());
                self.saving.pending.start(env.desk.act(CountBatch { batch, had, counted, note }));
            }
        });
    }
}
