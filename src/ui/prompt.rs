//! The update prompt: orders wait to be accepted, or a change at the site to be looked at.
//!
//! It never takes a keystroke from a sale. As a modal it is answered by its buttons and its own keys only: the
//! buttons never have the keyboard, so Enter, Space and a scanner's burst pass them by.

use chrono::{DateTime, TimeDelta, Utc};
use egui::accesskit::Role;
use egui::epaint::CornerRadius;
use egui::{Align2, Area, Frame, Id, Margin, Order, Panel, Sense, Stroke, Ui, vec2};

use super::command::{self, CmdCx, Command, ViewKind};
use super::env::Env;
use super::theme::{self, S3};
use super::widgets::{KeyButton, Look};

/// How the prompt is shown now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// Nothing waits, or it was put off.
    #[default]
    Hidden,
    /// A strip at the top.
    Banner,
    /// In the middle, when nobody is being served.
    Modal,
}

/// Whether it was put off, and until when.
#[derive(Debug)]
pub struct Prompt {
    again_secs: u64,
    quiet_until: Option<DateTime<Utc>>,
}

impl Prompt {
    /// Returns `again_secs` after it was put off.
    #[must_use]
    pub const fn new(again_secs: u64) -> Self {
        Self { again_secs, quiet_until: None }
    }

    /// Puts it off.
    pub fn put_off(&mut self, now: DateTime<Utc>) {
        let secs = i64::try_from(self.again_secs).unwrap_or(i64::MAX / 1000);
        self.quiet_until = Some(now + TimeDelta::seconds(secs));
    }

    /// How it is shown while `waiting` orders wait; `serving`: the receipt or the search line is not empty.
    #[must_use]
    pub fn shape(&self, waiting: u64, now: DateTime<Utc>, cx: &CmdCx, serving: bool) -> Shape {
        let put_off = self.seconds_left(now).is_some();
        if waiting == 0 || put_off {
            return Shape::Hidden;
        }
        let idle = cx.view == ViewKind::Till && !serving && !cx.dialog;
        if idle { Shape::Modal } else { Shape::Banner }
    }

    /// Seconds until it returns; `None` when it was not put off. A clock that was set back ends the pause.
    #[must_use]
    pub fn seconds_left(&self, now: DateTime<Utc>) -> Option<u64> {
        let left = (self.quiet_until? - now).num_seconds();
        u64::try_from(left).ok().filter(|left| *left > 0 && *left <= self.again_secs)
    }
}

/// The strip at the top.
pub fn banner(ui: &mut Ui, env: &mut Env<'_>) {
    let p = theme::of(ui);
    let frame = Frame::new().fill(p.banner.paper).inner_margin(Margin::symmetric(12, 8));
    let shown = Panel::top("prompt-banner").frame(frame).show_separator_line(false).show(ui, |ui| {
        ui.horizontal(|ui| {
            let words = env.tr("prompt-text");
            let label = ui.label(theme::bold(words).color(p.banner.ink));
            ui.ctx().accesskit_node_builder(label.id, |node| node.set_role(Role::Alert));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = S3;
                answer(ui, env, Command::PromptNo, Look::Normal);
                answer(ui, env, Command::PromptYes, Look::Primary);
            });
        });
    });
    let rect = shown.response.rect;
    ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, p.banner_line));
}

/// The same in the middle of the screen, over a veil. The keyboard stays with the search line.
pub fn modal(ui: &Ui, env: &mut Env<'_>) {
    let p = theme::of(ui);
    let screen = ui.ctx().content_rect();
    let veil = Area::new(Id::unique("prompt-veil")).order(Order::Middle).fixed_pos(screen.min);
    veil.show(ui.ctx(), |ui| {
        // Clicks do not reach what lies behind.
        ui.allocate_rect(screen, Sense::CLICK);
        ui.painter().rect_filled(screen, CornerRadius::ZERO, p.surface.veil);
    });
    let card =
        Area::new(Id::unique("prompt-modal")).order(Order::Foreground).anchor(Align2::CENTER_CENTER, vec2(0.0, 0.0));
    card.show(ui.ctx(), |ui| {
        let frame = Frame::new()
            .fill(p.surface.panel)
            .stroke(Stroke::new(1.0, p.banner_line))
            .corner_radius(CornerRadius::same(8))
            .shadow(ui.visuals().window_shadow)
            .inner_margin(Margin::same(20));
        frame.show(ui, |ui| {
            ui.set_width(480.0);
            let words = env.tr("prompt-text");
            ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
                node.set_role(Role::AlertDialog);
                node.set_label(env.tr("prompt-title"));
            });
            ui.label(theme::heading(env.tr("prompt-title")));
            ui.add_space(S3);
            ui.add(egui::Label::new(words).wrap());
            ui.add_space(S3 * 1.5);
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = S3;
                answer(ui, env, Command::PromptYes, Look::Primary);
                answer(ui, env, Command::PromptNo, Look::Normal);
            });
        });
    });
}

fn answer(ui: &mut Ui, env: &mut Env<'_>, command: Command, look: Look) {
    let button = KeyButton::new(command::label(env.lang, command), command::cap(env.lang, command));
    if button.look(look).without_focus().show(ui).clicked() {
        env.push(command);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::clock::from_millis;

    fn at(secs: i64) -> DateTime<Utc> {
        from_millis(1_700_000_000_000 + secs * 1000)
    }

    #[test]
    fn it_is_a_modal_only_when_nobody_is_served_and_no_dialog_is_open() {
        let prompt = Prompt::new(120);
        let till = CmdCx::default();
        assert_eq!(prompt.shape(0, at(0), &till, false), Shape::Hidden);
        assert_eq!(prompt.shape(1, at(0), &till, false), Shape::Modal);
        assert_eq!(prompt.shape(1, at(0), &till, true), Shape::Banner);
        assert_eq!(prompt.shape(1, at(0), &CmdCx { dialog: true, ..till }, false), Shape::Banner);
        assert_eq!(prompt.shape(1, at(0), &CmdCx { view: ViewKind::Orders, ..till }, false), Shape::Banner);
    }

    #[test]
    fn put_off_it_returns_after_its_time_and_when_the_clock_was_set_back() {
        let mut prompt = Prompt::new(120);
        let till = CmdCx::default();
        prompt.put_off(at(0));
        assert_eq!(prompt.shape(1, at(119), &till, false), Shape::Hidden);
        assert_eq!(prompt.seconds_left(at(119)), Some(1));
        assert_eq!(prompt.shape(1, at(120), &till, false), Shape::Modal);
        assert_eq!(prompt.shape(1, at(-3600), &till, false), Shape::Modal);
    }
}
