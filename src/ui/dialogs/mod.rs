//! The dialogs on top of a screen. One enum, so that the dispatch and the keyboard treat all alike.
//!
//! To add one: a file with a struct that has `show(&mut self, ui, env)`, an arm here. A dialog closes itself by
//! `env.go(Go::CloseDialog)`; Esc closes it without it knowing.

mod keys;
mod menu;
mod reason;

pub use reason::Reason;

use egui::Ui;

use super::env::Env;
use super::till::{CashDialog, QuantityDialog};

/// A dialog with its state.
pub enum Dialog {
    /// F1.
    Keys,
    /// F10.
    Menu(menu::Menu),
    /// A state of the freshness bar in words.
    Reason(Reason),
    /// «Оплата наличными».
    Cash(CashDialog),
    /// The quantity of a line.
    Quantity(QuantityDialog),
}

impl Dialog {
    /// The menu, its first row in focus.
    #[must_use]
    pub fn menu() -> Self {
        Self::Menu(menu::Menu::default())
    }

    /// Takes answers that are there. Called every frame for every open dialog.
    pub fn update(&mut self, _env: &mut Env<'_>) {
        match self {
            Self::Keys | Self::Menu(_) | Self::Reason(_) | Self::Cash(_) | Self::Quantity(_) => {}
        }
    }

    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, env: &mut Env<'_>) {
        match self {
            Self::Keys => keys::show(ui, env),
            Self::Menu(menu) => menu.show(ui, env),
            Self::Reason(reason) => reason.show(ui, env),
            Self::Cash(cash) => cash.show(ui, env),
            Self::Quantity(quantity) => quantity.show(ui, env),
        }
    }
}
