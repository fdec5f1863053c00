//! The person at the window: let in, taken over, lent to an administrator, locked out.

use egui::Context;

use super::access::Watch;
use super::app::ExperoApp;
use super::command::Command;
use super::dialogs::Dialog;
use super::env::Push;
use super::sign_in::Purpose;
use crate::domain::access::Role;
use crate::text::{tr, tr_args};
use crate::usecase::Actor;

impl ExperoApp {
    /// May whoever works here give this command?
    pub(super) fn may(&self, command: Command) -> bool {
        self.access.may(&self.desk.actor().user, command)
    }

    /// Somebody signed in.
    pub(super) fn let_in(&mut self, name: &str, role: Role, purpose: Purpose) {
        self.shell.dialogs.retain(|dialog| !matches!(dialog, Dialog::SignIn(_)));
        let before = self.desk.actor().clone();
        match purpose {
            Purpose::Admin(command) => {
                if before.user != name {
                    self.access.lend(before);
                }
                self.become_person(name, Some(role));
                self.shell.queue.pushes.push(Push::Do(command));
            }
            Purpose::Switch | Purpose::Lock => {
                self.access.keep();
                self.become_person(name, Some(role));
            }
        }
    }

    /// The locked till sells on; the history says that nobody signed in.
    pub(super) fn sell_unsigned(&mut self) {
        self.shell.dialogs.retain(|dialog| !matches!(dialog, Dialog::SignIn(_)));
        self.access.keep();
        // An administrator's screen is no place for somebody unknown.
        self.shell.stack.clear();
        self.become_person(&tr(self.shell.lang, "user-unsigned"), None);
    }

    fn become_person(&mut self, name: &str, role: Option<Role>) {
        let till = self.desk.actor().till.clone();
        self.desk = self.desk.acting_as(Actor { user: name.to_owned(), till });
        let role = role.map(|role| tr(self.shell.lang, &format!("role-{}", role.code())));
        self.options.user_title = role.map_or_else(|| name.to_owned(), |role| format!("{name}, {role}"));
        self.shell.is_new_person = true;
        self.access.noticed(self.desk.clock().uptime());
    }

    /// Locks the till when it was left alone; gives a lent window back.
    pub(super) fn guard(&mut self, ctx: &Context) {
        let up = self.desk.clock().uptime();
        if ctx.input(|i| !i.events.is_empty()) {
            self.access.noticed(up);
        }
        if let Some(owner) = self.access.give_back(self.view()) {
            let words = tr_args(self.shell.lang, "sign-in-back", &[("name", owner.user.as_str().into())]);
            let role = self.access.role(&owner.user);
            self.become_person(&owner.user, Some(role));
            self.with_env(|_, env| env.say_done(words));
        }
        let is_locked = self.shell.dialogs.iter().any(Dialog::is_lock);
        match self.access.watch(up) {
            Watch::Later(secs) => self.with_env(|_, env| secs.into_iter().for_each(|secs| env.tick_in(secs))),
            // A payment under way is not cut off.
            Watch::Lock if !is_locked && !self.shell.dialogs.iter().any(Dialog::is_busy) => {
                self.shell.dialogs.push(Dialog::sign_in(Purpose::Lock));
            }
            Watch::Lock => {}
        }
    }
}
