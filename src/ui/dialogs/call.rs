//! The outcomes of a call that ask once more: «Отказался» cancels the order, «Не ответил» wants a time.

use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc};
use egui::{Key, Modifiers, Ui};

use super::parts::{self, Confirm};
use crate::domain::call::{self, CALL_AGAIN_MINUTES, CallOutcome};
use crate::domain::ids::OrderId;
use crate::text::{habits, words};
use crate::ui::env::{Env, Go};
use crate::ui::loadable::Pending;
use crate::ui::say::error_text;
use crate::ui::theme::{S2, S3};
use crate::ui::widgets::{DateTimeField, KeyButton, Look, TextField, dialog, select_all};
use crate::usecase::note_call::{CallNoted, NoteCall};
use crate::usecase::read::order_list::OrderRow;

/// The hour of the quick button «завтра утром».
const MORNING_HOUR: u32 = 10;

/// What both dialogs share: the order, the note under way, why it was refused.
struct Note {
    order: OrderId,
    number: String,
    pending: Pending<CallNoted>,
    refused: Option<String>,
}

impl Note {
    fn of(row: &OrderRow) -> Self {
        Self { order: row.id, number: row.numbers.shown().to_owned(), pending: Pending::default(), refused: None }
    }

    fn start(&mut self, outcome: CallOutcome, env: &Env<'_>) {
        if !self.pending.is_busy() {
            self.refused = None;
            self.pending.start(env.desk.act(NoteCall { order: self.order, outcome, edits: Vec::new() }));
        }
    }

    /// Takes the answer; a good one closes the dialog.
    fn update(&mut self, env: &mut Env<'_>) {
        let number = ("number", (&self.number).into());
        match self.pending.poll() {
            Some(Ok(CallNoted::CallAgain { at })) => {
                let at = ("at", habits::date_time(at, env.zone).into());
                env.say_done(env.tr_args("done-call-again", &[number, at]));
                env.go(Go::CloseDialog);
            }
            Some(Ok(_)) => {
                env.say_done(env.tr_args("done-call-refused", &[number]));
                env.go(Go::CloseDialog);
            }
            Some(Err(error)) => self.refused = Some(error_text(env.lang, &error, env.zone)),
            None => {}
        }
    }
}

/// «Отказался»: the order will be cancelled.
pub struct CallRefused(Note);

impl CallRefused {
    /// About the order of `row`.
    #[must_use]
    pub fn new(row: &OrderRow) -> Self {
        Self(Note::of(row))
    }

    /// Takes the answer of the desk.
    pub fn update(&mut self, env: &mut Env<'_>) {
        self.0.update(env);
    }

    /// The desk is at work for it.
    #[must_use]
    pub const fn is_busy(&self) -> bool {
        self.0.pending.is_busy()
    }

    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        let title = env.tr_args("call-refused-title", &[("number", (&self.0.number).into())]);
        dialog(ui, "call-refused", &title, 520.0, |ui| {
            ui.add(egui::Label::new(env.tr("call-refused-what")).wrap());
            parts::problem(ui, self.0.refused.as_deref());
            ui.add_space(S3);
            let confirm = Confirm {
                label: env.tr("delete-do"),
                look: Look::Danger,
                why_not: None,
                busy: self.0.pending.is_busy(),
            };
            if confirm.show(ui, env) {
                self.0.start(CallOutcome::Refused, env);
            }
        });
    }
}

/// «Не ответил»: when to call again.
pub struct CallAgain {
    note: Note,
    field: DateTimeField,
    opened: bool,
}

impl CallAgain {
    /// About the order of `row`; half an hour later is typed in already.
    #[must_use]
    pub fn new(row: &OrderRow, env: &Env<'_>) -> Self {
        let at = env.now + TimeDelta::minutes(CALL_AGAIN_MINUTES);
        Self { note: Note::of(row), field: DateTimeField::new(at, env.zone), opened: false }
    }

    /// Takes the answer of the desk.
    pub fn update(&mut self, env: &mut Env<'_>) {
        self.note.update(env);
    }

    /// The desk is at work for it.
    #[must_use]
    pub const fn is_busy(&self) -> bool {
        self.note.pending.is_busy()
    }

    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        let title = env.tr_args("call-again-title", &[("number", (&self.note.number).into())]);
        let before = self.field.text.clone();
        dialog(ui, "call-again", &title, 560.0, |ui| {
            let name = env.tr("call-again-at");
            ui.label(&name);
            let hint = env.tr("extend-hint");
            let field = TextField::new("call-again-at", &name).hint(&hint).width(200.0).limit(20);
            let id = field.id();
            field.show(ui, &mut self.field.text);
            if !std::mem::replace(&mut self.opened, true) {
                select_all(ui, id, &self.field.text);
            }
            ui.add_space(S2);
            self.quick(ui, env);
            if self.field.text != before {
                self.note.refused = None;
            }
            let checked = self.check(env);
            let problem = checked.as_ref().err().or(self.note.refused.as_ref()).cloned();
            parts::problem(ui, problem.as_deref());
            ui.add_space(S3);
            let confirm = Confirm {
                label: env.tr("call-again-do"),
                look: Look::Primary,
                why_not: checked.as_ref().err().cloned(),
                busy: self.note.pending.is_busy(),
            };
            if let (true, Ok(at)) = (confirm.show(ui, env), checked) {
                self.note.start(CallOutcome::NoAnswer { call_again_at: Some(at) }, env);
            }
        });
    }

    fn check(&self, env: &Env<'_>) -> Result<DateTime<Utc>, String> {
        let wanted = self.field.value(env.today(), env.zone).ok_or_else(|| env.tr("extend-unreadable"))?;
        call::call_again(Some(wanted), env.now).map_err(|refusal| words::refusal(env.lang, &refusal.into(), env.zone))
    }

    fn quick(&mut self, ui: &mut Ui, env: &Env<'_>) {
        let choices = [
            ("call-again-half-hour", Key::Num1, Some(env.now + TimeDelta::minutes(30))),
            ("call-again-two-hours", Key::Num2, Some(env.now + TimeDelta::hours(2))),
            ("call-again-morning", Key::Num3, morning(env)),
        ];
        ui.horizontal(|ui| {
            for (label, key, at) in choices {
                let pressed = ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, key));
                let clicked = KeyButton::new(env.tr(label), format!("Ctrl+{}", key.name())).show(ui).clicked();
                if let (true, Some(at)) = (pressed || clicked, at) {
                    self.field.set(at, env.zone);
                }
            }
        });
    }
}

/// Tomorrow morning in the pharmacy.
fn morning(env: &Env<'_>) -> Option<DateTime<Utc>> {
    let day = env.today().checked_add_days(Days::new(1))?;
    let at = day.and_time(NaiveTime::from_hms_opt(MORNING_HOUR, 0, 0)?);
    at.and_local_timezone(env.zone).earliest().map(|t| t.with_timezone(&Utc))
}
