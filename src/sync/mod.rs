//! The `sync` room; see the map in `lib.rs`.
