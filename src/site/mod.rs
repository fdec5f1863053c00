//! The `site` room; see the map in `lib.rs`.
