//! The `ui` room; see the map in `lib.rs`.
pub mod command;
pub mod keymap;
pub mod theme;
pub mod widgets;
