//! The steps of the order with their stamps: when each was taken, and by whom. The head of the tab «История».

use egui::{Frame, Label, Margin, Panel, RichText, Ui};

use crate::domain::ids::OrderId;
use crate::text::{habits, words};
use crate::ui::dialogs::actor;
use crate::ui::env::Env;
use crate::ui::loadable::Loadable;
use crate::ui::theme;
use crate::ui::widgets::outside;
use crate::usecase::read::steps::{OrderSteps, Step};

/// Room for one step.
const WIDTH: f32 = 200.0;

/// The steps of one order.
#[derive(Default)]
pub(super) struct Steps {
    rows: Loadable<Vec<Step>>,
    order: Option<OrderId>,
    stale: bool,
}

impl Steps {
    /// Is about this order from now on.
    pub(super) fn about(&mut self, order: OrderId) {
        if self.order != Some(order) {
            self.rows.clear();
        }
        self.order = Some(order);
        self.stale = true;
    }

    /// Must be asked again.
    pub(super) const fn outdate(&mut self) {
        self.stale = true;
    }

    /// Takes the answer and asks again when needed.
    pub(super) fn update(&mut self, env: &Env<'_>) {
        self.rows.poll();
        if let Some(id) = self.order.filter(|_| self.stale && !self.rows.is_waiting()) {
            self.stale = false;
            self.rows.request(env.desk.ask(OrderSteps { id }));
        }
    }

    /// Draws the strip above the history.
    pub(super) fn show(&self, ui: &mut Ui, env: &Env<'_>) {
        let Some(steps) = self.rows.value().filter(|steps| !steps.is_empty()) else { return };
        let frame = Frame::new().fill(theme::of(ui).surface.background).inner_margin(Margin::symmetric(12, 8));
        Panel::top("collecting-steps").frame(frame).resizable(false).show(ui, |ui| {
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = egui::vec2(12.0, 6.0);
                for step in steps {
                    ui.allocate_ui_with_layout(
                        egui::vec2(WIDTH, 44.0),
                        egui::Layout::top_down(egui::Align::Min),
                        |ui| one(ui, env, step),
                    );
                }
            });
        });
    }
}

fn one(ui: &mut Ui, env: &Env<'_>, step: &Step) {
    ui.set_width(WIDTH);
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut head = words::history(env.lang, step.event);
    if step.times > 1 {
        head = format!("{head} × {}", step.times);
    }
    ui.add(Label::new(theme::bold(head)).truncate());
    let when = habits::short_date_time(step.at, env.now, env.zone);
    let who = outside(&actor(env, &step.user));
    let muted = theme::of(ui).muted;
    ui.add(Label::new(RichText::new(format!("{when} · {who}")).color(muted)).truncate());
}
