//! The `print` room; see the map in `lib.rs`.
