//! «Сборка заказа».

use egui::Ui;

use super::command::{Command, OrderFacts};
use super::env::Env;
use crate::domain::ids::OrderId;

/// The collecting window.
#[derive(Default)]
pub struct Collecting {}

impl Collecting {
    /// Comes to the top with `order`.
    pub fn open(&mut self, _order: OrderId) {}

    /// Takes answers that are there, asks again what changed. Called every frame, shown or not.
    pub fn update(&mut self, _env: &mut Env<'_>) {}

    /// Draws it.
    pub fn show(&mut self, _ui: &mut Ui, _env: &mut Env<'_>) {}

    /// Carries a command out; false when it is not for this screen.
    pub fn command(&mut self, _command: Command, _env: &mut Env<'_>) -> bool {
        false
    }

    /// What the order allows.
    #[must_use]
    pub const fn facts(&self) -> Option<OrderFacts> {
        None
    }

    /// There are words in the line that has the keyboard.
    #[must_use]
    pub const fn typing(&self) -> bool {
        false
    }

    /// Uses Esc for a step of its own (clears the search); false when the screen should be left.
    pub const fn step_back(&mut self) -> bool {
        false
    }
}
