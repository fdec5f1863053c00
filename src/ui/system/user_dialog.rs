//! «Пользователь»: name, role, a new PIN or password, whether the person still works here.

use egui::{Key, Modifiers, RichText, Ui};

use crate::domain::access::{self, AccessRefusal, LONGEST_NAME, LONGEST_SECRET, Role};
use crate::domain::ids::UserId;
use crate::text::words;
use crate::ui::command::Command;
use crate::ui::env::{Env, Go};
use crate::ui::loadable::Pending;
use crate::ui::preview::service_words;
use crate::ui::services::Job;
use crate::ui::sign_in::Purpose;
use crate::ui::theme::{self, ChipTone, S1, S2};
use crate::ui::widgets::{KeyButton, Look, TextField, dialog, select_all};
use crate::usecase::read::users::UserRow;
use crate::usecase::users::SaveUser;

/// The dialog.
pub struct UserDialog {
    user: Option<UserRow>,
    name: String,
    role: Role,
    is_active: bool,
    secret: String,
    again: String,
    hashing: Option<Job<String>>,
    saving: Pending<UserId>,
    wrong: String,
    wants_focus: bool,
    /// Whoever has just made it is let in: the first administrator goes on as such.
    signs_in: bool,
}

impl UserDialog {
    /// For this user, or a new one.
    #[must_use]
    pub fn new(user: Option<UserRow>) -> Self {
        let (name, role, is_active) =
            user.as_ref().map_or((String::new(), Role::Pharmacist, true), |u| (u.name.clone(), u.role, u.is_active));
        Self {
            user,
            name,
            role,
            is_active,
            secret: String::new(),
            again: String::new(),
            hashing: None,
            saving: Pending::default(),
            wrong: String::new(),
            wants_focus: true,
            signs_in: false,
        }
    }

    /// For a new administrator.
    #[must_use]
    pub fn admin() -> Self {
        Self { role: Role::Admin, signs_in: true, ..Self::new(None) }
    }

    /// It is being stored.
    #[must_use]
    pub const fn is_busy(&self) -> bool {
        self.hashing.is_some() || self.saving.is_busy()
    }

    /// Takes answers.
    pub fn update(&mut self, env: &mut Env<'_>) {
        match self.hashing.as_mut().and_then(Job::poll) {
            Some(Ok(hash)) => {
                self.hashing = None;
                self.store(hash, env);
            }
            Some(Err(error)) => {
                self.hashing = None;
                self.wrong = service_words(env, &error);
            }
            None => {}
        }
        match self.saving.poll() {
            Some(Ok(_)) => {
                env.say_done(env.tr("users-saved"));
                env.go(Go::CloseDialog);
                if self.signs_in {
                    let name = self.name.split_whitespace().collect::<Vec<_>>().join(" ");
                    env.go(Go::SignedIn { name, role: self.role, purpose: Purpose::Switch });
                }
            }
            Some(Err(error)) => self.wrong = crate::ui::say::error_text(env.lang, &error, env.zone),
            None => {}
        }
    }

    fn store(&mut self, secret: String, env: &Env<'_>) {
        let id = self.user.as_ref().map(|user| user.id);
        let save = SaveUser { id, name: self.name.clone(), role: self.role, is_active: self.is_active, secret };
        self.saving.start(env.desk.act(save));
    }

    fn save(&mut self, env: &Env<'_>) {
        if self.is_busy() {
            return;
        }
        self.wrong.clear();
        if self.secret.is_empty() && self.again.is_empty() {
            self.store(String::new(), env);
        } else if self.secret != self.again {
            self.wrong = env.tr("users-not-alike");
        } else if let Err(refusal) = access::check_secret(self.role, &self.secret) {
            self.wrong = refusal_words(env, refusal);
        } else {
            let secret = std::mem::take(&mut self.secret);
            self.again.clear();
            self.hashing = Some(env.services.hash_secret(secret, env.wake.clone()));
        }
    }

    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        let title = env.tr(if self.user.is_some() { "users-edit-title" } else { "users-new-title" });
        let enter = ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter));
        let pressed = dialog(ui, "user", &title, 460.0, |ui| self.content(ui, env));
        if enter || pressed {
            self.save(env);
        }
    }

    fn content(&mut self, ui: &mut Ui, env: &mut Env<'_>) -> bool {
        ui.spacing_mut().item_spacing.y = S1;
        let width = ui.available_width() - S2;
        let name = env.tr("users-name");
        ui.label(&name);
        let field = TextField::new("user-name", &name).width(width).limit(LONGEST_NAME);
        let id = field.id();
        field.show(ui, &mut self.name);
        if std::mem::take(&mut self.wants_focus) {
            select_all(ui, id, &self.name);
        }
        ui.label(env.tr("users-role"));
        ui.horizontal(|ui| {
            for role in Role::ALL {
                let words = env.tr(&format!("role-{}", role.code()));
                if KeyButton::new(words, "").chosen(role == self.role).show(ui).clicked() {
                    self.role = role;
                }
            }
        });
        let has_secret = self.user.as_ref().is_some_and(|user| user.has_secret);
        let fields = [("users-new-secret", &mut self.secret), ("users-again", &mut self.again)];
        for (key, text) in fields {
            let name = env.tr(key);
            ui.label(&name);
            let hint = env.tr(if has_secret { "users-keeps" } else { "users-secret-none" });
            TextField::new(key, &name).hint(&hint).width(width).limit(LONGEST_SECRET).hidden(true).show(ui, text);
        }
        let muted = theme::of(ui).muted;
        let least = i64::try_from(self.role.shortest_secret()).unwrap_or(0);
        let note = env.tr_args(&format!("users-note-{}", self.role.code()), &[("n", least.into())]);
        ui.add(egui::Label::new(RichText::new(note).color(muted)).wrap());
        ui.checkbox(&mut self.is_active, env.tr("users-works-here"));
        if !self.wrong.is_empty() {
            let red = theme::of(ui).tone(ChipTone::Late).ink;
            ui.add(egui::Label::new(RichText::new(format!("⚠ {}", self.wrong)).color(red)).wrap());
        }
        ui.add_space(S1);
        ui.horizontal(|ui| {
            let words = env.tr(if self.is_busy() { "settings-saving" } else { "cmd-save-settings" });
            let pressed = KeyButton::new(words, "Enter").look(Look::Primary).show(ui).clicked();
            if KeyButton::new(env.tr("cmd-back"), "Esc").show(ui).clicked() {
                env.push(Command::Back);
            }
            pressed
        })
        .inner
    }
}

fn refusal_words(env: &Env<'_>, refusal: AccessRefusal) -> String {
    words::refusal(env.lang, &refusal.into(), env.zone)
}
