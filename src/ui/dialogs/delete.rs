//! «Удалить»: a reason by its number key, words where they are needed, and a button that looks dangerous.

use egui::{Key, Modifiers, Ui};

use super::parts::{self, Confirm};
use crate::domain::ids::OrderId;
use crate::domain::order::CancelReason;
use crate::text::words;
use crate::ui::env::{Env, Go};
use crate::ui::loadable::Pending;
use crate::ui::say::error_text;
use crate::ui::theme::{self, S1, S2, S3};
use crate::ui::widgets::{KeyButton, Look, TextField, dialog, take_move};
use crate::usecase::delete_order::DeleteOrder;
use crate::usecase::read::order_list::OrderRow;

const KEYS: [Key; 6] = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6];

/// The dialog.
pub struct Delete {
    order: OrderId,
    number: String,
    reason: Option<CancelReason>,
    text: String,
    pending: Pending<()>,
    refused: Option<String>,
}

impl Delete {
    /// For the order of `row`; no reason is chosen, so that none is given by mistake.
    #[must_use]
    pub fn new(row: &OrderRow) -> Self {
        Self {
            order: row.id,
            number: row.numbers.shown().to_owned(),
            reason: None,
            text: String::new(),
            pending: Pending::default(),
            refused: None,
        }
    }

    /// Takes the answer of the desk.
    pub fn update(&mut self, env: &mut Env<'_>) {
        match self.pending.poll() {
            Some(Ok(())) => {
                env.say_done(env.tr_args("done-deleted", &[("number", (&self.number).into())]));
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
        let title = env.tr_args("delete-title", &[("number", (&self.number).into())]);
        dialog(ui, "delete", &title, 520.0, |ui| {
            ui.add(egui::Label::new(env.tr("delete-what")).wrap());
            ui.add_space(S2);
            ui.label(theme::bold(env.tr("delete-reason")));
            ui.add_space(S1);
            let chosen = self.reasons(ui, env);
            ui.add_space(S2);
            let name = env.tr("delete-text");
            let hint = env.tr(if self.reason == Some(CancelReason::Other) {
                "delete-text-needed"
            } else {
                "delete-text-hint"
            });
            let field = TextField::new("delete-text", &name).hint(&hint).width(ui.available_width()).limit(500);
            let id = field.id();
            field.show(ui, &mut self.text);
            if chosen && self.reason == Some(CancelReason::Other) {
                ui.memory_mut(|m| m.request_focus(id));
            }
            ui.add_space(S1);
            parts::problem(ui, self.refused.as_deref());
            ui.add_space(S3);
            let confirm = Confirm {
                label: env.tr("delete-do"),
                look: Look::Danger,
                why_not: self.why_not(env),
                busy: self.pending.is_busy(),
            };
            if let (true, Some(reason)) = (confirm.show(ui, env), self.reason) {
                self.refused = None;
                let action = DeleteOrder { order: self.order, reason, text: self.text.clone() };
                self.pending.start(env.desk.act(action));
            }
        });
    }

    fn why_not(&self, env: &Env<'_>) -> Option<String> {
        match self.reason {
            None => Some(env.tr("delete-no-reason")),
            Some(CancelReason::Other) if self.text.trim().is_empty() => Some(env.tr("delete-text-needed")),
            Some(_) => None,
        }
    }

    /// The list of reasons. True when one was chosen in this frame.
    fn reasons(&mut self, ui: &mut Ui, env: &Env<'_>) -> bool {
        let before = self.reason;
        let typing = ui.ctx().text_edit_focused();
        if !typing && let Some(step) = take_move(ui.ctx(), CancelReason::ALL.len(), true) {
            let at = self.reason.and_then(|r| CancelReason::ALL.iter().position(|other| *other == r));
            self.reason = step.from(at, CancelReason::ALL.len()).and_then(|at| CancelReason::ALL.get(at)).copied();
        }
        ui.spacing_mut().item_spacing.y = S1;
        for (reason, key) in CancelReason::ALL.into_iter().zip(KEYS) {
            let pressed = !typing && ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
            let chosen = self.reason == Some(reason);
            let sign = if chosen { "●" } else { "○" };
            let label = format!("{sign}  {}", words::cancel_reason(env.lang, reason));
            let button = KeyButton::new(label, key.name()).width(ui.available_width()).chosen(chosen);
            if button.show(ui).clicked() || pressed {
                self.reason = Some(reason);
            }
        }
        self.reason != before
    }
}
