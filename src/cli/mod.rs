//! The `cli` room; see the map in `lib.rs`.
