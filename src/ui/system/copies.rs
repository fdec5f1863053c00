//! Copies of the data: made by hand, listed, one of them chosen for the next start.

use egui::{RichText, ScrollArea, Ui};

use crate::ui::command::Command;
use crate::ui::env::Env;
use crate::ui::preview::service_words;
use crate::ui::services::{CopyRow, Job};
use crate::ui::settings::fields::{head, note};
use crate::ui::theme::{self, ChipTone, S1, S2};
use crate::ui::widgets::{KeyButton, Look};

/// The list, and what is under way.
#[derive(Default)]
pub(super) struct Copies {
    copies: Vec<CopyRow>,
    listing: Option<Job<Vec<CopyRow>>>,
    copying: Option<Job<CopyRow>>,
    planning: Option<Job<()>>,
    /// Asked whether this one is really meant.
    asked: Option<String>,
    is_listed: bool,
}

impl Copies {
    /// Copies the data now.
    pub(super) fn copy(&mut self, env: &Env<'_>) {
        if self.copying.is_none() {
            self.copying = Some(env.services.copy_data(env.wake.clone()));
        }
    }

    pub(super) fn update(&mut self, env: &mut Env<'_>) {
        if let Some(answer) = self.listing.as_mut().and_then(Job::poll) {
            self.listing = None;
            match answer {
                Ok(copies) => self.copies = copies,
                Err(error) => env.say_error(service_words(env, &error)),
            }
        }
        if let Some(answer) = self.copying.as_mut().and_then(Job::poll) {
            self.copying = None;
            self.is_listed = false;
            match answer {
                Ok(copy) => env.say_done(env.tr_args("copies-done", &[("name", copy.name.into())])),
                Err(error) => env.say_error(service_words(env, &error)),
            }
        }
        if let Some(answer) = self.planning.as_mut().and_then(Job::poll) {
            self.planning = None;
            self.is_listed = false;
            if let Err(error) = answer {
                env.say_error(service_words(env, &error));
            }
        }
    }

    pub(super) fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        if !std::mem::replace(&mut self.is_listed, true) {
            self.listing = Some(env.services.list_copies(env.wake.clone()));
        }
        head(ui, env, "copies-head");
        ui.horizontal(|ui| {
            env.button(ui, Command::CopyData, Look::Normal);
            if self.copying.is_some() {
                ui.spinner();
                ui.label(env.tr("copies-busy"));
            }
        });
        note(ui, &env.tr("copies-note"));
        if let Some(planned) = self.copies.iter().find(|copy| copy.is_planned) {
            let red = theme::of(ui).tone(ChipTone::Late).ink;
            let words = env.tr_args("copies-planned", &[("name", (&planned.name).into())]);
            ui.add(egui::Label::new(RichText::new(format!("⚠ {words}")).color(red)).wrap());
            if KeyButton::new(env.tr("copies-unplan"), "").show(ui).clicked() {
                self.planning = Some(env.services.plan_restore(None, env.wake.clone()));
            }
        }
        ui.add_space(S1);
        if self.copies.is_empty() && self.listing.is_none() {
            note(ui, &env.tr("copies-none"));
        }
        let mut wish = None;
        ScrollArea::vertical().id_salt("copies").show(ui, |ui| {
            for copy in &self.copies {
                ui.horizontal(|ui| {
                    let mib = copy.bytes.div_ceil(1 << 20);
                    let when = copy.made_at.format("%d.%m.%Y %H:%M").to_string();
                    ui.label(env.tr_args("copies-row", &[("at", when.into()), ("mib", mib.into())]));
                    ui.add_space(S2);
                    if self.asked.as_ref() == Some(&copy.name) {
                        if KeyButton::new(env.tr("copies-sure"), "").look(Look::Danger).show(ui).clicked() {
                            wish = Some((copy.name.clone(), true));
                        }
                    } else if KeyButton::new(env.tr("copies-restore"), "").show(ui).clicked() {
                        wish = Some((copy.name.clone(), false));
                    }
                });
            }
        });
        match wish {
            Some((name, true)) => {
                self.asked = None;
                self.planning = Some(env.services.plan_restore(Some(name), env.wake.clone()));
            }
            Some((name, false)) => self.asked = Some(name),
            None => {}
        }
    }
}
