//! The state of tab «Звонки»: whom to call, what could take the place of what, what came of it.
//!
//! Owns: the missing line on top, the analog chosen for each, the phone while it is shown. The full phone comes
//! from the desk alone, which writes down who asked, and it is forgotten as soon as the tab is left. Must not
//! know: how it is drawn.

mod analogs;
mod choice;
mod view;

use egui::Ui;

use crate::domain::call::{CallOutcome, Replacement, Rest};
use crate::domain::ids::{LineId, OrderId};
use crate::domain::order::PaymentState;
use crate::ui::command::{CallFacts, Command, PhoneFacts, ViewKind};
use crate::ui::dialogs::Dialog;
use crate::ui::env::{Env, Go};
use crate::ui::loadable::{Loadable, Pending};
use crate::usecase::note_call::{CallNoted, NoteCall};
use crate::usecase::read::analogs::{AnalogRow, LineAnalogs};
use crate::usecase::read::calls::{CallRow, OrderCalls};
use crate::usecase::read::order_card::Card;
use crate::usecase::read::order_list::OrderRow;
use crate::usecase::read::requisition::MissingRow;
use crate::usecase::reveal_phone::RevealPhone;

use choice::{Choices, Lack};

/// The tab.
#[derive(Default)]
pub(super) struct Calls {
    order: Option<OrderId>,
    past: Loadable<Vec<CallRow>>,
    stale: bool,
    lacks: Vec<Lack>,
    /// The missing line on top.
    at: usize,
    analogs: Loadable<Vec<AnalogRow>>,
    analogs_of: Option<LineId>,
    choices: Choices,
    phone: Phone,
    note: Pending<CallNoted>,
    facts: CallFacts,
}

/// The full phone.
#[derive(Default)]
struct Phone {
    coming: Pending<String>,
    shown: Option<String>,
}

impl Calls {
    /// Is about this order from now on; what was chosen for another one is forgotten.
    pub(super) fn about(&mut self, order: OrderId) {
        if self.order != Some(order) {
            let note = std::mem::take(&mut self.note);
            *self = Self { order: Some(order), note, ..Self::default() };
        }
        self.outdate();
    }

    pub(super) const fn outdate(&mut self) {
        self.stale = true;
    }

    pub(super) const fn facts(&self) -> CallFacts {
        self.facts
    }

    /// The tab is left: the phone is not for the next one who looks.
    pub(super) fn hide_phone(&mut self) {
        self.phone = Phone::default();
        self.facts.phone = if self.facts.phone == PhoneFacts::None { PhoneFacts::None } else { PhoneFacts::Hidden };
    }

    /// Takes answers, asks again, and works out what the commands need to know. `missing` is what the order lacks.
    pub(super) fn update(&mut self, env: &mut Env<'_>, card: Option<&Card>, missing: Option<&[MissingRow]>) {
        self.finish(env);
        self.past.poll();
        self.lacks = missing.map(choice::lacks).unwrap_or_default();
        self.choices.keep(&self.lacks);
        self.at = self.at.min(self.lacks.len().saturating_sub(1));
        let line = self.lacks.get(self.at).map(|l| l.line);
        if let Some(order) = self.order.filter(|_| self.stale || line != self.analogs_of) {
            if line != self.analogs_of {
                self.analogs.clear();
            }
            match line {
                Some(line) => self.analogs.request(env.desk.ask(LineAnalogs { order, line })),
                None => self.analogs.clear(),
            }
            self.analogs_of = line;
            if self.stale {
                self.past.request(env.desk.ask(OrderCalls { order }));
            }
            self.stale = false;
        }
        if self.analogs.poll()
            && let (Some(lack), Some(rows)) = (self.lacks.get(self.at), self.analogs.value())
        {
            self.choices.refresh(lack, rows);
        }
        self.facts = self.work_out(card, missing.is_some());
    }

    fn work_out(&self, card: Option<&Card>, known: bool) -> CallFacts {
        let lack = self.lacks.get(self.at);
        CallFacts {
            lines: known.then_some(self.lacks.len()),
            analogs: self.analogs.value().map_or(0, Vec::len),
            chosen: lack.is_some_and(|l| self.choices.get(l.line).is_some()),
            partly: lack.is_some_and(Lack::is_partly_there),
            unchosen: self.lacks.iter().filter(|l| self.choices.get(l.line).is_none()).count(),
            payment: card.map_or(PaymentState::Unpaid, |c| c.row.payment),
            phone: match (&self.phone.shown, card) {
                (Some(_), _) => PhoneFacts::Shown,
                (None, Some(card)) if !card.row.customer.phone.is_empty() => PhoneFacts::Hidden,
                (None, _) => PhoneFacts::None,
            },
            busy: self.note.is_busy(),
        }
    }

    fn finish(&mut self, env: &mut Env<'_>) {
        match self.phone.coming.poll() {
            Some(Ok(phone)) => self.phone.shown = Some(phone),
            Some(Err(error)) => env.say_failure(&error),
            None => {}
        }
        let here = env.cmd.view == ViewKind::Collecting && !env.cmd.dialog;
        match self.note.poll() {
            Some(Ok(CallNoted::Replaced { order, number })) => {
                env.say_done(env.tr_args("done-replaced", &[("number", number.into())]));
                if here {
                    env.go(Go::Collecting(order));
                }
            }
            Some(Ok(CallNoted::Requisition(made))) => {
                env.say_done(env.tr_args("done-will-wait", &[("number", made.number.into())]));
                if here {
                    env.push(Command::TabRequisition);
                }
            }
            Some(Ok(CallNoted::Cancelled | CallNoted::CallAgain { .. })) | None => {}
            Some(Err(error)) => env.say_failure(&error),
        }
    }

    /// Carries a command out; false when it is not for this tab.
    pub(super) fn command(&mut self, command: Command, env: &mut Env<'_>, row: Option<&OrderRow>) -> bool {
        let Some(order) = self.order else { return false };
        match command {
            Command::ShowPhone => self.toggle_phone(order, env),
            Command::NextMissing => self.walk(1),
            Command::PreviousMissing => self.walk(-1),
            Command::Analog1 => self.choose(0),
            Command::Analog2 => self.choose(1),
            Command::Analog3 => self.choose(2),
            Command::Analog4 => self.choose(3),
            Command::AnalogMore => self.change(1),
            Command::AnalogLess => self.change(-1),
            Command::ReplaceWhole => {
                if let Some(lack) = self.lacks.get(self.at) {
                    self.choices.turn_rest(lack);
                }
            }
            Command::CallAgreed => {
                let outcome = CallOutcome::Agreed { replacements: self.choices.replacements(&self.lacks) };
                self.note(order, outcome, env);
            }
            Command::CallWillWait => self.note(order, CallOutcome::WillWait, env),
            Command::CallRefused => {
                if let Some(row) = row {
                    env.open(Dialog::call_refused(row));
                }
            }
            Command::CallNoAnswer => {
                if let Some(row) = row {
                    env.open(Dialog::call_again(row, env));
                }
            }
            _ => return false,
        }
        true
    }

    /// Notes a call, unless one is on its way already.
    fn note(&mut self, order: OrderId, outcome: CallOutcome, env: &Env<'_>) {
        if !self.note.is_busy() {
            self.note.start(env.desk.act(NoteCall { order, outcome, edits: Vec::new() }));
            self.facts.busy = true;
        }
    }

    fn toggle_phone(&mut self, order: OrderId, env: &Env<'_>) {
        if self.phone.shown.is_some() {
            self.hide_phone();
        } else if !self.phone.coming.is_busy() {
            self.phone.coming.start(env.desk.act(RevealPhone { order }));
        }
    }

    fn walk(&mut self, by: isize) {
        let count = self.lacks.len().max(1);
        // Past the last line comes the first one again.
        self.at = self.at.checked_add_signed(by).unwrap_or(count - 1) % count;
    }

    fn choose(&mut self, at: usize) {
        if let (Some(lack), Some(row)) = (self.lacks.get(self.at), self.analogs.value().and_then(|rows| rows.get(at))) {
            self.choices.choose(lack, row);
        }
    }

    fn change(&mut self, by: i64) {
        if let Some(lack) = self.lacks.get(self.at) {
            self.choices.change(lack.line, by);
        }
    }

    /// Draws it.
    pub(super) fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>, card: &Card) {
        view::show(ui, env, card, self);
    }
}

impl Choices {
    /// What takes the place of what, in the order of the lines.
    fn replacements(&self, lacks: &[Lack]) -> Vec<Replacement> {
        let chosen = lacks.iter().filter_map(|lack| Some((lack, self.get(lack.line)?)));
        let replacement = |(lack, choice): (&Lack, &choice::Choice)| Replacement {
            line: lack.line,
            goods: choice.goods,
            packs: choice.packs,
            // What is not there cannot be kept.
            rest: if lack.is_partly_there() { choice.rest } else { Rest::Kept },
        };
        chosen.map(replacement).collect()
    }
}
