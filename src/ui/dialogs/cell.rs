//! «Ячейка»: where the bag of an order waits. Typed, or the next free number by one key.

use egui::{Key, Modifiers, Ui};

use super::parts::{self, Confirm};
use crate::domain::bag_cell::BagCell;
use crate::domain::ids::OrderId;
use crate::text::words;
use crate::ui::env::{Env, Go};
use crate::ui::loadable::Pending;
use crate::ui::say::error_text;
use crate::ui::theme::{S2, S3};
use crate::ui::widgets::{KeyButton, Look, TextField, dialog};
use crate::usecase::read::order_list::OrderRow;
use crate::usecase::set_bag_cell::{CellWish, SetBagCell};

/// The dialog.
pub struct Cell {
    order: OrderId,
    number: String,
    text: String,
    had: bool,
    opened: bool,
    pending: Pending<Option<BagCell>>,
    refused: Option<String>,
}

impl Cell {
    /// For the order of `row`; its present cell is typed in already and selected.
    #[must_use]
    pub fn new(row: &OrderRow) -> Self {
        Self {
            order: row.id,
            number: row.numbers.shown().to_owned(),
            text: row.aside.cell.clone(),
            had: !row.aside.cell.is_empty(),
            opened: false,
            pending: Pending::default(),
            refused: None,
        }
    }

    /// Takes the answer of the desk.
    pub fn update(&mut self, env: &mut Env<'_>) {
        match self.pending.poll() {
            Some(Ok(cell)) => {
                let number = ("number", (&self.number).into());
                let words = match &cell {
                    Some(cell) => env.tr_args("done-cell", &[number, ("cell", cell.as_str().into())]),
                    None => env.tr_args("done-no-cell", &[number]),
                };
                env.say_done(words);
                env.go(Go::CloseDialog);
            }
            Some(Err(error)) => self.refused = Some(error_text(env.lang, &error, env.zone)),
            None => {}
        }
    }

    /// The desk is at work for it.
    #[must_use]
    pub const fn is_busy(&self) -> bool {
        self.pending.is_busy()
    }

    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        let title = env.tr_args("cell-title", &[("number", (&self.number).into())]);
        dialog(ui, "cell", &title, 480.0, |ui| {
            let name = env.tr("cell-name");
            ui.label(&name);
            let hint = env.tr("cell-hint");
            // Longer than any name: a code that was scanned here by mistake is refused whole, not cut to a name.
            let field = TextField::new("cell", &name).hint(&hint).width(200.0).limit(200);
            let id = field.id();
            let before = self.text.clone();
            field.show(ui, &mut self.text);
            if !self.opened {
                self.opened = true;
                parts::select_all(ui, id, &self.text);
            }
            if self.text != before {
                self.refused = None;
            }
            ui.add_space(S2);
            let quick = self.quick(ui, env);
            ui.add_space(S2);
            parts::problem(ui, self.refused.as_deref());
            ui.add_space(S3);
            let typed = !self.text.trim().is_empty();
            let confirm = Confirm {
                label: env.tr("cell-do"),
                look: Look::Primary,
                why_not: (!typed).then(|| env.tr("cell-nothing")),
                busy: self.pending.is_busy(),
            };
            let confirmed = confirm.show(ui, env).then(|| CellWish::Named(self.text.clone()));
            if let Some(wish) = quick.or(confirmed) {
                self.wish(wish, env);
            }
        });
    }

    fn wish(&mut self, cell: CellWish, env: &Env<'_>) {
        if let CellWish::Named(text) = &cell
            && let Err(refusal) = BagCell::parse(text)
        {
            self.refused = Some(words::refusal(env.lang, &refusal, env.zone));
            return;
        }
        if !self.pending.is_busy() {
            self.refused = None;
            self.pending.start(env.desk.act(SetBagCell { order: self.order, cell }));
        }
    }

    fn quick(&self, ui: &mut Ui, env: &Env<'_>) -> Option<CellWish> {
        let mut chosen = None;
        let none = (!self.had).then(|| env.tr("cell-has-none"));
        let choices =
            [("cell-next-free", Key::Num1, CellWish::NextFree, None), ("cell-none", Key::Num2, CellWish::None, none)];
        ui.horizontal(|ui| {
            for (label, key, wish, why_not) in choices {
                let live = why_not.is_none();
                let pressed = ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, key));
                let cap = format!("Ctrl+{}", key.name());
                let clicked = KeyButton::new(env.tr(label), cap).disabled(why_not).show(ui).clicked();
                if live && (pressed || clicked) {
                    chosen = Some(wish);
                }
            }
        });
        chosen
    }
}
