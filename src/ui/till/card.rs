//! «Оплата картой» through a terminal: noted, asked, noted again; only then the receipt is closed. A payment nobody knows
//! the end of is asked for until it is known; one without a receipt gets its receipt or goes back to the card.

use egui::{Key, Modifiers, Ui};

use super::dialogs::red;
use super::sale_dialogs::SaleStep;
use crate::domain::card::{CardAnswer, CardState, LooseCard};
use crate::domain::money::Kopecks;
use crate::domain::receipt::Paid;
use crate::ui::command::{self, Command};
use crate::ui::env::{Env, Go};
use crate::ui::loadable::Pending;
use crate::ui::preview::wake;
use crate::ui::services::Job;
use crate::ui::theme::{self, S2, S3};
use crate::ui::widgets::{KeyButton, Look, dialog, outside};
use crate::usecase::card_payment::{BeginCard, CardReversed, NoteCard};

/// The dialog.
pub struct CardDialog {
    amount: Kopecks,
    /// What the receipt showed to pay, and how; none for a payment found without a receipt.
    sale: Option<(Paid, Kopecks)>,
    key: String,
    at: At,
    said: Option<String>,
}

enum At {
    /// To be noted, or being noted.
    Begin(Pending<String>),
    /// The terminal is at work.
    Asked(Option<Job<CardAnswer>>, Ask),
    /// Its answer is being noted.
    Noting(Pending<CardState>),
    /// Nobody knows, or the money has no receipt: a person decides.
    Open(CardState),
    /// The money goes back.
    Reversing(Option<Job<bool>>, Pending<()>),
    /// Over: the dialog closes.
    Over,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Ask {
    Pay,
    Again,
}

impl CardDialog {
    /// Takes `amount` for a receipt that shows `due` and is paid so.
    #[must_use]
    pub fn new(paid: Paid, amount: Kopecks, due: Kopecks) -> Self {
        let at = At::Begin(Pending::default());
        Self { amount, sale: Some((paid, due)), key: String::new(), at, said: None }
    }

    /// A payment that may have been taken and belongs to no receipt.
    #[must_use]
    pub fn loose(card: &LooseCard) -> Self {
        let at = if card.state == CardState::Asked { At::Asked(None, Ask::Again) } else { At::Open(card.state) };
        Self { amount: card.amount, sale: None, key: card.key.clone(), at, said: None }
    }

    /// Something is under way that must be seen to its end.
    #[must_use]
    pub const fn is_busy(&self) -> bool {
        !matches!(self.at, At::Open(_) | At::Over)
    }

    /// Takes answers that are there.
    pub fn update(&mut self, env: &mut Env<'_>) {
        match &mut self.at {
            At::Begin(pending) => {
                if !pending.is_busy() {
                    pending.start(env.desk.act(BeginCard(self.amount)));
                }
                match pending.poll() {
                    Some(Ok(key)) => {
                        self.key = key;
                        self.at = At::Asked(None, Ask::Pay);
                    }
                    Some(Err(error)) => {
                        env.say_failure(&error);
                        self.close(env);
                    }
                    None => {}
                }
            }
            At::Asked(job, _) => {
                let Some(answer) = job.as_mut().and_then(Job::poll) else { return };
                let lost = |_| CardAnswer::Unknown { why: String::new() };
                let answer = answer.unwrap_or_else(lost);
                if let CardAnswer::Declined { why } | CardAnswer::Unknown { why } = &answer {
                    self.said = Some(why.clone());
                }
                let mut pending = Pending::default();
                pending.start(env.desk.act(NoteCard { key: self.key.clone(), answer }));
                self.at = At::Noting(pending);
            }
            At::Noting(pending) => match pending.poll() {
                Some(Ok(CardState::Approved)) => self.approved(env),
                Some(Ok(CardState::Asked)) => self.at = At::Open(CardState::Asked),
                Some(Ok(_)) => {
                    let why = self.said.take().unwrap_or_default();
                    env.say_error(env.tr_args("card-declined", &[("why", outside(&why).into())]));
                    self.close(env);
                }
                Some(Err(error)) => {
                    env.say_failure(&error);
                    self.at = At::Open(CardState::Asked);
                }
                None => {}
            },
            At::Reversing(job, pending) => {
                match job.as_mut().and_then(Job::poll) {
                    Some(Ok(true)) => {
                        *job = None;
                        pending.start(env.desk.act(CardReversed(self.key.clone())));
                    }
                    Some(_) => {
                        env.say_error(env.tr("card-not-reversed"));
                        self.at = At::Open(CardState::Approved);
                        return;
                    }
                    None => {}
                }
                if pending.poll().is_some() {
                    env.say_done(env.tr_args("card-reversed", &[("sum", self.amount.rubles().into())]));
                    self.close(env);
                }
            }
            At::Open(_) | At::Over => {}
        }
    }

    /// The money is taken: the receipt it was taken for is closed with it.
    fn approved(&mut self, env: &mut Env<'_>) {
        match self.sale {
            Some((paid, due)) => {
                self.at = At::Over;
                env.go(Go::Sale(SaleStep::CardTaken { key: self.key.clone(), paid, due }));
            }
            None => self.at = At::Open(CardState::Approved),
        }
    }

    fn close(&mut self, env: &mut Env<'_>) {
        self.at = At::Over;
        env.go(Go::CloseDialog);
    }

    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        match &mut self.at {
            At::Asked(job @ None, Ask::Pay) => {
                *job = Some(env.services.card_pay(&self.key, self.amount, wake(ui)));
            }
            At::Asked(job @ None, Ask::Again) => *job = Some(env.services.card_ask(&self.key, wake(ui))),
            At::Reversing(job @ None, pending) if !pending.is_busy() => {
                *job = Some(env.services.card_reverse(&self.key, wake(ui)));
            }
            _ => {}
        }
        let title = env.tr("cmd-pay-card");
        dialog(ui, "card", &title, 560.0, |ui| {
            ui.label(env.tr("card-amount"));
            ui.label(theme::sum(self.amount.rubles()));
            ui.add_space(S2);
            let words = match &self.at {
                At::Begin(_) | At::Asked(_, Ask::Pay) | At::Noting(_) | At::Over => env.tr("card-waiting"),
                At::Asked(_, Ask::Again) => env.tr("card-asking"),
                At::Reversing(..) => env.tr("card-reversing"),
                At::Open(CardState::Asked) => env.tr("card-unknown"),
                At::Open(_) => env.tr("card-no-receipt"),
            };
            let is_open = matches!(self.at, At::Open(_));
            let words = if is_open { red(ui, format!("⚠ {words}")) } else { egui::RichText::new(words) };
            ui.add(egui::Label::new(words).wrap());
            ui.add_space(S3);
            if let At::Open(state) = self.at {
                self.choices(ui, env, state);
            }
        });
    }

    fn choices(&mut self, ui: &mut Ui, env: &mut Env<'_>, state: CardState) {
        let enter = ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter));
        let back_key = ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::R));
        ui.horizontal(|ui| {
            if state == CardState::Asked {
                let again = KeyButton::new(env.tr("card-ask"), env.tr("key-enter")).look(Look::Primary).show(ui);
                if again.clicked() || enter {
                    self.at = At::Asked(None, Ask::Again);
                }
            } else {
                let due = env.cmd.receipt.due;
                let why = (due != self.amount || env.cmd.receipt.lines == 0).then(|| env.tr("card-other-sum"));
                let fits = why.is_none();
                let look = if fits { Look::Primary } else { Look::Normal };
                let close = KeyButton::new(env.tr("card-close"), env.tr("key-enter")).look(look).disabled(why).show(ui);
                if fits && (close.clicked() || enter) {
                    self.sale = Some((Paid::Card, due));
                    self.approved(env);
                }
                let back = KeyButton::new(env.tr("card-reverse"), "Ctrl+R").show(ui);
                if back.clicked() || back_key {
                    self.at = At::Reversing(None, Pending::default());
                }
            }
            let later = KeyButton::new(env.tr("card-later"), command::cap(env.lang, Command::Back)).show(ui);
            if later.clicked() {
                env.go(Go::CloseDialog);
            }
        });
    }
}
