//! The `sandbox` room; see the map in `lib.rs`.

pub mod catalogue;
