//! The `store` room; see the map in `lib.rs`.
