//! The guide of the first start: who may change the settings, what the pharmacy is called, how the site is joined. Every
//! step may be left for later; nothing has a password of its own making.

use egui::{CentralPanel, Frame, Label, Margin, RichText, Ui};

use super::command::{Command, ViewKind};
use super::dialogs::Dialog;
use super::env::Env;
use super::loadable::{Loadable, Pending};
use super::settings::fields::{LONG, text};
use super::settings::form::Form;
use super::theme::{self, ChipTone, S1, S2, S3};
use super::widgets::{KeyButton, Look, card, toolbar};
use crate::usecase::Topic;
use crate::usecase::read::guide::{GuideNow, GuideState, IsFirstStart};
use crate::usecase::read::settings::PlainSettings;
use crate::usecase::set_settings::{SetSettings, SettingChange};

/// What the second step asks for.
const PHARMACY: [&str; 3] = ["pharmacy.name", "pharmacy.address", "pharmacy.inn"];

/// The screen.
#[derive(Default)]
pub struct Guide {
    state: Loadable<GuideState>,
    stored: Loadable<Vec<(&'static str, String)>>,
    form: Form,
    saving: Pending<Vec<SettingChange>>,
    first: Loadable<bool>,
    /// Whether this is the first start was looked at.
    looked: bool,
    stale: bool,
}

impl Guide {
    /// The screen comes to the top.
    pub const fn open(&mut self) {
        self.stale = true;
    }

    /// Takes answers. Called every frame, shown or not. At the first start the guide comes by itself.
    pub fn update(&mut self, env: &mut Env<'_>) {
        let changed = env.changes.has(Topic::Settings) || env.changes.has(Topic::Sync);
        let shown = env.cmd.view == ViewKind::Guide;
        if shown && (changed || self.stale) && !self.state.is_waiting() {
            self.stale = false;
            self.state.request(env.desk.ask(GuideNow));
            self.stored.request(env.desk.ask(PlainSettings));
        }
        if self.stored.poll()
            && let Some(values) = self.stored.value()
        {
            let ours = values.iter().filter(|(key, _)| PHARMACY.contains(key)).cloned().collect();
            self.form.renew(ours);
        }
        self.state.poll();
        self.look_once(env);
        match self.saving.poll() {
            Some(Ok(_)) => {
                self.stale = true;
                env.say_done(env.tr("settings-saved"));
            }
            Some(Err(error)) => env.say_failure(&error),
            None => {}
        }
    }

    fn look_once(&mut self, env: &mut Env<'_>) {
        if self.looked {
            return;
        }
        if !self.first.is_waiting() {
            self.first.request(env.desk.ask(IsFirstStart));
        }
        if self.first.poll() {
            self.looked = true;
            if self.first.value() == Some(&true) && !env.practice && env.cmd.view == ViewKind::Till {
                env.push(Command::OpenGuide);
            }
        }
    }

    /// A command of this screen. True when it was one.
    pub fn command(&mut self, command: Command, env: &mut Env<'_>) -> bool {
        match command {
            Command::NewAdmin => env.open(Dialog::new_admin()),
            Command::SavePharmacy if self.form.first_fault().is_some() => {
                env.say_error(env.tr("settings-not-saved"));
            }
            Command::SavePharmacy => self.saving.start(env.desk.act(SetSettings(self.form.changes()))),
            Command::StartPractice => {
                env.services.start_practice();
                env.say_done(env.tr("guide-practice-starts"));
            }
            _ => return false,
        }
        true
    }

    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        let state = self.state.value().copied().unwrap_or_default();
        toolbar(ui, "guide-toolbar", |ui| {
            ui.label(theme::heading(env.tr("guide-title")));
            ui.add_space(S2);
            let (key, look) =
                if state.is_done() { ("guide-done", Look::Primary) } else { ("guide-later", Look::Normal) };
            if KeyButton::new(env.tr(key), "Esc").look(look).show(ui).clicked() {
                env.push(Command::Back);
            }
        });
        let frame = Frame::new().inner_margin(Margin::same(12));
        CentralPanel::no_frame().frame(frame).show(ui, |ui| {
            ui.columns_const(|[left, right]: &mut [Ui; 2]| {
                column(left, "guide-left", |ui| {
                    step(ui, env, "guide-admin", state.has_admin, |ui, env| {
                        env.button(ui, Command::NewAdmin, Look::Primary);
                    });
                    step(ui, env, "guide-pharmacy", state.has_name, |ui, env| {
                        for key in PHARMACY {
                            text(&mut self.form, ui, env, key, LONG);
                        }
                        env.button(ui, Command::SavePharmacy, Look::Primary);
                    });
                });
                column(right, "guide-right", |ui| {
                    step(ui, env, "guide-site", state.is_joined, |ui, env| {
                        ui.horizontal_wrapped(|ui| {
                            env.button(ui, Command::OpenSettings, Look::Primary);
                            env.button(ui, Command::StartPractice, Look::Normal);
                        });
                    });
                    step(ui, env, "guide-goods", state.goods > 0, |ui, env| Self::goods(ui, env, state.goods));
                });
            });
        });
    }

    fn goods(ui: &mut Ui, env: &mut Env<'_>, known: i64) {
        if known > 0 {
            ui.label(env.tr_args("guide-goods-count", &[("n", known.into())]));
        }
        env.button(ui, Command::ImportGoods, Look::Primary);
    }
}

fn column(ui: &mut Ui, id: &str, content: impl FnOnce(&mut Ui)) {
    egui::ScrollArea::vertical().id_salt(id).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = S3;
        ui.with_layout(egui::Layout::top_down(egui::Align::Min), content);
    });
}

/// One step: done or not, what it is for, what to press.
fn step(ui: &mut Ui, env: &mut Env<'_>, key: &str, done: bool, content: impl FnOnce(&mut Ui, &mut Env<'_>)) {
    card(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = S1;
        let (sign, tone) = if done { ("✓", ChipTone::Assembled) } else { ("○", ChipTone::Closed) };
        let ink = theme::of(ui).tone(tone).ink;
        ui.label(theme::bold(format!("{sign} {}", env.tr(key))).color(ink));
        let muted = theme::of(ui).muted;
        ui.add(Label::new(RichText::new(env.tr(&format!("{key}-why"))).color(muted)).wrap());
        ui.add_space(S1);
        content(ui, env);
    });
}
