//! The `desk` room; see the map in `lib.rs`.
