//! The `usecase` room; see the map in `lib.rs`.
