//! The command line as a person or a script meets it: the real program as a process of its own, on data in a
//! temporary folder, against `expero sandbox` as another process.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

#[path = "cli/calls.rs"]
mod calls;
#[path = "cli/canary.rs"]
mod canary;
#[path = "cli/day.rs"]
mod day;
#[path = "cli/folders.rs"]
mod folders;
#[path = "cli/import.rs"]
mod import;
#[path = "cli/settings.rs"]
mod settings;
#[path = "cli/site.rs"]
mod site;
#[path = "cli/stage.rs"]
mod stage;
#[path = "support/proxy.rs"]
mod tinyproxy;
