//! The `ui` room; see the map in `lib.rs`.
