//! The `text` room; see the map in `lib.rs`.
