//! The window: commands, keys, theme, widgets, one folder per screen.
//!
//! Owns what a person sees and presses. Must not know: SQL, HTTP, tokio, files. It asks [`crate::desk`] and
//! shows the rows of [`crate::usecase::read`]; words come from [`crate::text`], colours from [`theme`].
//!
//! # How a frame goes
//! [`app`]: topics that changed → everybody polls (`update`) → keys become [`command::Command`]s ([`keymap`]) →
//! the screen on top is drawn and pushes wishes ([`env::Push`]) → [`dispatch`] drains them in one place.
//!
//! # How to add a screen
//! 1. A folder with a struct like [`orders::Orders`]: `update(env)` polls its [`loadable::Loadable`]s and asks
//!    again when `env.changes.has(Topic::…)`; `show(ui, env)` draws with [`widgets`] and [`theme`] and only
//!    pushes; `command(command, env)` carries out what its keys and buttons mean; `facts()`, `typing()` and
//!    `step_back()` tell the shell what is selected, whether words are being typed, and whether Esc was used.
//! 2. A `ViewKind` and a `Scope` in [`command`], rows in its table for new commands, arms in [`dispatch`] and
//!    in `app` where the compiler asks for them.
//! 3. Its words in `assets/i18n/{ru,en}/<screen>.ftl`.
//!
//! A dialog is an arm of [`dialogs::Dialog`], opened by `env.open(..)`, closed by `env.go(Go::CloseDialog)`.
//! Buttons of commands: `env.button(ui, Command::Accept, Look::Primary)` (label, key, disabled with the reason),
//! rows of a context menu: `env.menu_item(ui, command)`. A countdown on the screen calls `env.tick()`. Results
//! go to `env.say_done(..)` and `env.say_failure(&error)`. Work that needs a thread or a file is a method of
//! [`services::Services`].

mod access;
pub mod app;
mod burst;
mod collecting;
pub mod command;
mod dialogs;
mod directory;
mod dispatch;
mod env;
mod freshness;
mod guide;
mod import;
pub mod keymap;
mod loadable;
mod log;
mod orders;
mod person;
mod preview;
mod prompt;
mod report;
mod requisitions;
mod sales;
mod say;
pub mod services;
pub mod settings;
mod shelf;
mod sign_in;
mod suppliers;
mod system;
pub mod theme;
mod till;
mod widgets;

pub use app::{ExperoApp, UiOptions};
