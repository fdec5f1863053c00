//! «Продлить резерв»: until when, typed or by a quick button; why not is said beside the field.

use chrono::{DateTime, Days, FixedOffset, NaiveTime, TimeDelta, Utc};
use egui::{Key, Modifiers, Ui};

use super::parts::{self, Confirm};
use crate::domain::hold;
use crate::domain::ids::OrderId;
use crate::text::words;
use crate::ui::env::{Env, Go};
use crate::ui::loadable::Pending;
use crate::ui::say::error_text;
use crate::ui::theme::{S2, S3};
use crate::ui::widgets::{DateTimeField, KeyButton, Look, TextField, dialog};
use crate::usecase::extend_hold::ExtendHold;
use crate::usecase::read::order_list::OrderRow;

/// The hour at which the pharmacy closes, for the quick button; a setting of its own comes with the schedule.
const CLOSING_HOUR: u32 = 21;

/// The dialog.
pub struct Extend {
    order: OrderId,
    number: String,
    current: Option<DateTime<Utc>>,
    field: DateTimeField,
    opened: bool,
    pending: Pending<()>,
    refused: Option<String>,
}

impl Extend {
    /// For the order of `row`; an hour more is typed in already.
    #[must_use]
    pub fn new(row: &OrderRow, env: &Env<'_>) -> Self {
        let current = row.hold_until;
        Self {
            order: row.id,
            number: row.numbers.shown().to_owned(),
            current,
            field: DateTimeField::new(base(current, env.now) + TimeDelta::hours(1), env.zone),
            opened: false,
            pending: Pending::default(),
            refused: None,
        }
    }

    /// Takes the answer of the desk.
    pub fn update(&mut self, env: &mut Env<'_>) {
        match self.pending.poll() {
            Some(Ok(())) => {
                let until = self.field.text.clone();
                let args = [("number", (&self.number).into()), ("until", until.into())];
                env.say_done(env.tr_args("done-extended", &args));
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
        let title = env.tr_args("extend-title", &[("number", (&self.number).into())]);
        let before = self.field.text.clone();
        dialog(ui, "extend", &title, 560.0, |ui| {
            if let Some(current) = self.current {
                let until = crate::text::habits::date_time(current, env.zone);
                ui.label(env.tr_args("extend-now", &[("until", until.into())]));
                ui.add_space(S2);
            }
            let name = env.tr("extend-until");
            ui.label(&name);
            let hint = env.tr("extend-hint");
            let field = TextField::new("extend-until", &name).hint(&hint).width(200.0).limit(20);
            let id = field.id();
            field.show(ui, &mut self.field.text);
            if !self.opened {
                self.opened = true;
                parts::select_all(ui, id, &self.field.text);
            }
            ui.add_space(S2);
            self.quick(ui, env);
            ui.add_space(S2);
            if self.field.text != before {
                self.refused = None;
            }
            let checked = self.check(env);
            let problem = checked.as_ref().err().or(self.refused.as_ref()).cloned();
            parts::problem(ui, problem.as_deref());
            ui.add_space(S3);
            let confirm = Confirm {
                label: env.tr("extend-do"),
                look: Look::Primary,
                why_not: checked.as_ref().err().cloned(),
                busy: self.pending.is_busy(),
            };
            if let (true, Ok(until)) = (confirm.show(ui, env), checked) {
                self.refused = None;
                self.pending.start(env.desk.act(ExtendHold { order: self.order, until }));
            }
        });
    }

    /// The time as typed, or why it cannot be.
    fn check(&self, env: &Env<'_>) -> Result<DateTime<Utc>, String> {
        let wanted = self.field.value(env.today(), env.zone).ok_or_else(|| env.tr("extend-unreadable"))?;
        hold::check_extension(self.current, wanted, env.now)
            .map_err(|refusal| words::refusal(env.lang, &refusal, env.zone))?;
        Ok(wanted)
    }

    fn quick(&mut self, ui: &mut Ui, env: &Env<'_>) {
        let base = base(self.current, env.now);
        let choices = [
            ("extend-hour", Key::Num1, Some(base + TimeDelta::hours(1))),
            ("extend-closing", Key::Num2, closing_after(base, env.zone)),
            ("extend-day", Key::Num3, Some(base + TimeDelta::days(1))),
        ];
        ui.horizontal(|ui| {
            for (label, key, until) in choices {
                let pressed = ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, key));
                let cap = format!("Ctrl+{}", key.name());
                let clicked = KeyButton::new(env.tr(label), cap).show(ui).clicked();
                if let (true, Some(until)) = (pressed || clicked, until) {
                    self.field.set(until, env.zone);
                }
            }
        });
    }
}

/// What an extension counts from: the end of the hold, or now when there is none.
fn base(current: Option<DateTime<Utc>>, now: DateTime<Utc>) -> DateTime<Utc> {
    current.map_or(now, |until| until.max(now))
}

/// The next closing time after `at`: today, or tomorrow when it is past.
fn closing_after(at: DateTime<Utc>, zone: FixedOffset) -> Option<DateTime<Utc>> {
    let close = NaiveTime::from_hms_opt(CLOSING_HOUR, 0, 0)?;
    let day = at.with_timezone(&zone).date_naive();
    let days = [Some(day), day.checked_add_days(Days::new(1))];
    let mut times = days
        .into_iter()
        .flatten()
        .filter_map(|day| day.and_time(close).and_local_timezone(zone).earliest())
        .map(|t| t.with_timezone(&Utc));
    times.find(|t| *t > at)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {

    use super::*;
    use crate::text::habits::date_time;

    #[test]
    fn till_closing_is_today_or_tomorrow() {
        let zone = FixedOffset::east_opt(3 * 3600).unwrap();
        let at = |text: &str| -> DateTime<Utc> { text.parse().unwrap() };
        let close = |text: &str| closing_after(at(text), zone).map(|t| date_time(t, zone));
        assert_eq!(close("2026-11-23T14:00:00+03:00").as_deref(), Some("23.11.2026 21:00"));
        assert_eq!(close("2026-11-23T21:00:00+03:00").as_deref(), Some("24.11.2026 21:00"));
    }
}
