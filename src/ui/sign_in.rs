//! «Кто за кассой»: sign in, switch the cashier, unlock, or lend the window to an administrator.
//!
//! Owns: the list of people, the typed secret, the steps of a try. Must not know: what follows from it.

use std::time::Duration;

use egui::{Key, Modifiers, RichText, Ui};

use super::command::Command;
use super::env::{Env, Go};
use super::loadable::{Loadable, Pending};
use super::preview::service_words;
use super::say::error_text;
use super::services::Job;
use super::theme::{self, ChipTone, S1, S2};
use super::widgets::{KeyButton, Look, TextField, dialog, outside, take_move};
use crate::domain::access::{AccessRefusal, Role, UpMoment};
use crate::domain::error::Refusal;
use crate::text::words;
use crate::usecase::UseError;
use crate::usecase::read::users::{UserRow, Users};
use crate::usecase::users::{BeginSignIn, EndSignIn, SignedIn};

/// Why somebody signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Another cashier takes over; Esc leaves all as it is.
    Switch,
    /// The till was left alone: nobody works on before this is answered.
    Lock,
    /// An administrator is wanted for this command.
    Admin(Command),
}

/// A try under way.
#[derive(Default)]
enum Step {
    #[default]
    Idle,
    Asking(Pending<String>),
    Comparing(Job<bool>),
    Ending(Pending<Result<SignedIn, AccessRefusal>>),
}

/// The dialog.
pub struct SignIn {
    purpose: Purpose,
    users: Loadable<Vec<UserRow>>,
    at: usize,
    secret: String,
    step: Step,
    /// What is wrong, and until which uptime nothing more is tried.
    wrong: String,
    wait_until: Option<Duration>,
    wants_focus: bool,
    wants_try: bool,
}

impl SignIn {
    /// For this purpose.
    #[must_use]
    pub fn new(purpose: Purpose) -> Self {
        Self {
            purpose,
            users: Loadable::default(),
            at: 0,
            secret: String::new(),
            step: Step::Idle,
            wrong: String::new(),
            wait_until: None,
            wants_focus: true,
            wants_try: false,
        }
    }

    /// Esc does not close it: the till is locked, or a try is under way.
    #[must_use]
    pub const fn is_busy(&self) -> bool {
        matches!(self.purpose, Purpose::Lock) || !matches!(self.step, Step::Idle)
    }

    /// The till is locked by it.
    #[must_use]
    pub const fn is_lock(&self) -> bool {
        matches!(self.purpose, Purpose::Lock)
    }

    /// People who may be chosen.
    fn people(&self) -> Vec<UserRow> {
        let wanted = |user: &&UserRow| {
            user.is_active
                && (!matches!(self.purpose, Purpose::Admin(_)) || (user.role == Role::Admin && user.has_secret))
        };
        self.users.value().map_or_else(Vec::new, |users| users.iter().filter(wanted).cloned().collect())
    }

    /// Takes answers.
    pub fn update(&mut self, env: &mut Env<'_>) {
        if self.users.value().is_none() && !self.users.is_waiting() && self.users.error().is_none() {
            self.users.request(env.desk.ask(Users));
        }
        if self.users.poll() {
            // Whoever works now stands first.
            let people = self.people();
            self.at = people.iter().position(|user| user.name == env.desk.actor().user).unwrap_or(0);
        }
        let Some(user) = self.people().get(self.at).cloned() else { return };
        match std::mem::take(&mut self.step) {
            Step::Idle => {}
            Step::Asking(mut asking) => match asking.poll() {
                None => self.step = Step::Asking(asking),
                Some(Ok(hash)) if hash.is_empty() => self.end(&user, env, Known::Yes),
                Some(Ok(hash)) => {
                    let wake = env.wake.clone();
                    self.step = Step::Comparing(env.services.check_secret(self.secret.clone(), hash, wake));
                }
                Some(Err(error)) => self.refused(&error, env),
            },
            Step::Comparing(mut job) => match job.poll() {
                None => self.step = Step::Comparing(job),
                Some(Ok(is_right)) => self.end(&user, env, if is_right { Known::Yes } else { Known::No }),
                Some(Err(error)) => self.wrong = service_words(env, &error),
            },
            Step::Ending(mut ending) => match ending.poll() {
                None => self.step = Step::Ending(ending),
                Some(Ok(Ok(who))) => {
                    self.secret.clear();
                    env.go(Go::SignedIn { name: who.name, role: who.role, purpose: self.purpose });
                }
                Some(Ok(Err(refusal))) => self.refused(&UseError::from(refusal), env),
                Some(Err(error)) => self.refused(&error, env),
            },
        }
    }

    fn end(&mut self, user: &UserRow, env: &Env<'_>, known: Known) {
        let mut ending = Pending::default();
        ending.start(env.desk.act(EndSignIn { user: user.id, is_right: known == Known::Yes, at: moment(env) }));
        self.step = Step::Ending(ending);
    }

    fn refused(&mut self, error: &UseError, env: &Env<'_>) {
        self.secret.clear();
        self.wants_focus = true;
        self.wait_until = match error {
            UseError::Refused(Refusal::Access(
                AccessRefusal::WaitBefore { seconds } | AccessRefusal::WrongSecret { seconds },
            )) if *seconds > 0 => Some(env.desk.clock().uptime() + Duration::from_secs(*seconds)),
            _ => None,
        };
        self.wrong = error_text(env.lang, error, env.zone);
    }

    fn try_in(&mut self, env: &Env<'_>) {
        let Some(user) = self.people().get(self.at).cloned() else { return };
        if !matches!(self.step, Step::Idle) || (user.has_secret && self.secret.is_empty()) {
            return;
        }
        self.wrong.clear();
        self.wait_until = None;
        let mut asking = Pending::default();
        asking.start(env.desk.act(BeginSignIn { user: user.id, at: moment(env) }));
        self.step = Step::Asking(asking);
    }

    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        let title = env.tr(match self.purpose {
            Purpose::Switch => "sign-in-switch",
            Purpose::Lock => "sign-in-lock",
            Purpose::Admin(_) => "sign-in-admin",
        });
        let people = self.people();
        let enter = ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter));
        let alone = ui.input_mut(|i| i.consume_key(Modifiers::ALT, Key::S)) && self.is_lock();
        if let Some(step) = take_move(ui.ctx(), 8, false) {
            self.choose(step.from(Some(self.at), people.len()).unwrap_or(0));
        }
        let pressed = dialog(ui, "sign-in", &title, 420.0, |ui| self.content(ui, env, &people));
        if enter || pressed.enter || std::mem::take(&mut self.wants_try) {
            self.try_in(env);
        }
        if alone || pressed.alone {
            env.go(Go::SellUnsigned);
        }
    }

    fn choose(&mut self, at: usize) {
        if at != self.at && matches!(self.step, Step::Idle) {
            self.at = at;
            self.secret.clear();
            self.wrong.clear();
            self.wait_until = None;
            self.wants_focus = true;
        }
    }

    fn content(&mut self, ui: &mut Ui, env: &mut Env<'_>, people: &[UserRow]) -> Pressed {
        let mut pressed = Pressed::default();
        ui.spacing_mut().item_spacing.y = S1;
        if people.is_empty() {
            ui.label(env.tr(if self.users.is_waiting() { "loading" } else { "sign-in-nobody" }));
        }
        let width = ui.available_width();
        egui::ScrollArea::vertical().id_salt("sign-in-people").max_height(280.0).show(ui, |ui| {
            for (n, user) in people.iter().enumerate() {
                let words = format!("{} · {}", outside(&user.name), env.tr(&format!("role-{}", user.role.code())));
                if KeyButton::new(words, "").width(width).chosen(n == self.at).show(ui).clicked() {
                    self.choose(n);
                    self.wants_try = !user.has_secret;
                }
            }
        });
        ui.add_space(S1);
        let name = env.tr("sign-in-secret");
        let has_secret = people.get(self.at).is_some_and(|user| user.has_secret);
        if has_secret {
            let field = TextField::new("sign-in-secret", &name).hint(&name).width(width - S2).limit(128).hidden(true);
            let id = field.id();
            field.show(ui, &mut self.secret);
            if std::mem::take(&mut self.wants_focus) {
                ui.memory_mut(|m| m.request_focus(id));
            }
        } else if !people.is_empty() {
            let muted = theme::of(ui).muted;
            ui.label(RichText::new(env.tr("sign-in-no-secret")).color(muted));
        }
        self.say_wrong(ui, env);
        ui.add_space(S1);
        ui.horizontal_wrapped(|ui| {
            let busy = !matches!(self.step, Step::Idle);
            let words = env.tr(if busy { "sign-in-checking" } else { "sign-in-enter" });
            pressed.enter = KeyButton::new(words, "Enter").look(Look::Primary).show(ui).clicked();
            if self.is_lock() {
                pressed.alone = KeyButton::new(env.tr("sign-in-unsigned"), "Alt+S").show(ui).clicked();
            } else if KeyButton::new(env.tr("cmd-back"), "Esc").show(ui).clicked() {
                env.push(Command::Back);
            }
        });
        pressed
    }

    /// What is wrong; while it waits, how long still.
    fn say_wrong(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        let up = env.desk.clock().uptime();
        if let Some(until) = self.wait_until {
            let left = until.saturating_sub(up);
            if left.is_zero() {
                self.wait_until = None;
                self.wrong.clear();
                return;
            }
            env.tick();
            let refusal = AccessRefusal::WaitBefore { seconds: left.as_secs() + u64::from(left.subsec_nanos() > 0) };
            self.wrong = words::refusal(env.lang, &refusal.into(), env.zone);
        }
        if !self.wrong.is_empty() {
            let red = theme::of(ui).tone(ChipTone::Late).ink;
            ui.add(egui::Label::new(RichText::new(format!("⚠ {}", self.wrong)).color(red)).wrap());
        }
    }
}

/// Whether the secret was right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Known {
    Yes,
    No,
}

/// What was pressed in the dialog.
#[derive(Default)]
struct Pressed {
    enter: bool,
    alone: bool,
}

fn moment(env: &Env<'_>) -> UpMoment {
    UpMoment { process: env.services.process(), up: env.desk.clock().uptime() }
}
