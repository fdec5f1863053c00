//! «Проверить авторизацию» with the values on the screen: progress, a way to stop waiting, the result in words.

use egui::{RichText, Ui};

use super::form::Form;
use crate::text::habits;
use crate::ui::command::Command;
use crate::ui::env::Env;
use crate::ui::preview::{service_words, wake};
use crate::ui::services::{Job, ServiceError, SiteTrial, TokenAbout, TrialEnd};
use crate::ui::theme::{self, ChipTone};
use crate::ui::widgets::{Look, outside};
use crate::usecase::site_settings;

/// The check: under way, or ended for certain values.
#[derive(Default)]
pub(super) struct Trial {
    wanted: bool,
    running: Option<(SiteTrial, Job<TrialEnd>)>,
    ended: Option<(SiteTrial, Result<TrialEnd, ServiceError>)>,
}

fn of(form: &Form) -> SiteTrial {
    SiteTrial {
        settings: site_settings::typed(|key| form.get(key).to_owned()),
        token: form.token.typed.trim().to_owned(),
        proxy_password: form.proxy_password.typed.trim().to_owned(),
    }
}

impl Trial {
    /// A person asked for it; the same key while it runs stops the waiting.
    pub(super) fn turn(&mut self) {
        if self.running.take().is_none() {
            self.wanted = true;
        }
    }

    /// The site knows us, with the values on the screen.
    pub(super) fn is_known(&self, form: &Form) -> bool {
        let known = |end: &Result<TrialEnd, ServiceError>| matches!(end, Ok(TrialEnd::Known { .. }));
        self.ended.as_ref().is_some_and(|(trial, end)| known(end) && *trial == of(form))
    }

    /// Takes the answer.
    pub(super) fn update(&mut self) {
        let Some((trial, mut job)) = self.running.take() else { return };
        match job.poll() {
            Some(answer) => self.ended = Some((trial, answer)),
            None => self.running = Some((trial, job)),
        }
    }

    /// Starts what is wanted, draws button and result.
    pub(super) fn show(&mut self, form: &Form, ui: &mut Ui, env: &mut Env<'_>) {
        if std::mem::take(&mut self.wanted) {
            let trial = of(form);
            self.ended = None;
            self.running = Some((trial.clone(), env.services.try_site(trial, wake(ui))));
        }
        ui.horizontal_wrapped(|ui| {
            env.button(ui, Command::TrySite, Look::Normal);
            if self.running.is_some() {
                ui.spinner();
                ui.label(RichText::new(env.tr("settings-trying")).color(theme::of(ui).muted));
            }
        });
        // Of other values than those on the screen nothing is said.
        let Some((_, end)) = self.ended.as_ref().filter(|(trial, _)| *trial == of(form)) else { return };
        let (is_good, words) = match end {
            Ok(TrialEnd::Known { millis, until, about }) => {
                let took = env.tr_args("settings-token-good", &[("ms", (*millis).into())]);
                let until = until.map(|until| {
                    env.tr_args("settings-token-until", &[("when", habits::date_time(until, env.zone).into())])
                });
                let about = about.as_ref().map(|about| about_words(about, env));
                (true, [Some(took), until, about].into_iter().flatten().collect::<Vec<_>>().join(", "))
            }
            Ok(TrialEnd::NotActive) => (false, env.tr("settings-token-off")),
            Ok(TrialEnd::Failed(code)) => (false, env.tr(code)),
            Err(error) => (false, service_words(env, error)),
        };
        let (sign, tone) = if is_good { ("✓", ChipTone::Assembled) } else { ("⚠", ChipTone::Late) };
        let ink = theme::of(ui).tone(tone).ink;
        ui.add(egui::Label::new(RichText::new(format!("{sign} {words}")).color(ink)).wrap());
    }
}

/// Whose token it is, and for which pharmacies.
fn about_words(about: &TokenAbout, env: &Env<'_>) -> String {
    let pharmacies = about.pharmacies.iter().map(|(id, title)| match title.as_str() {
        "" => outside(id),
        title => format!("{} [{}]", outside(title), outside(id)),
    });
    let pharmacies: Vec<String> = pharmacies.take(6).collect();
    let args = [("partner", outside(&about.partner).into()), ("pharmacies", pharmacies.join(", ").into())];
    env.tr_args(if about.partner.is_empty() { "settings-token-for" } else { "settings-token-of" }, &args)
}
