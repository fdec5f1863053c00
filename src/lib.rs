//! Expero: a till joined to an internet-order service. This page is the map.
//!
//! Rooms in reading order, each with what it owns and what it must not know (held by
//! `tests/architecture.rs`):
//!
//! | room | owns | must not know |
//! |---|---|---|
//! | [`domain`] | money, packs, ids, the life of an order, holds, batches, receipts, masking, refusals | screens, SQL, HTTP, serde, the real clock, languages |
//! | [`store`] | the only SQL: engine seam, migrations, one file per group of tables | screens, HTTP, use cases |
//! | [`usecase`] | one file per intention, and `read/`: one file per question of a screen | screens, HTTP, SQL text |
//! | [`desk`] | the counter between screens or tasks and the use cases: two threads, typed requests, change topics | screens, HTTP, SQL text |
//! | [`site`] | the only knowledge of the wire: shapes, mapping, HTTP client, error classes | SQL, screens |
//! | [`sandbox`] | a service that speaks the same wire, its fault plan, the demo catalogue | store, screens |
//! | [`sync`] | the background task: poll, delivery, expiry, back-off, status | screens |
//! | [`fiscal`] | the fiscal device: its interface, a simulator, an adapter for a local HTTP service, the job that prints receipts | SQL, screens, the site |
//! | [`print`] | order sheet as pages, PDF, system printers | store, screens |
//! | [`sheets`] | tables as CSV and XLSX; text from outside never a formula | store, screens, files |
//! | [`journal`] | the log: what becomes a record, its file, levels, how long it is kept | screens, the site, use cases |
//! | [`vault`] | secrets of people: made and checked, never read back | everything |
//! | [`text`] | the words of the user in every language, from `assets/i18n` | everything but `domain` |
//! | [`ui`] | the window: commands, keys, theme, widgets, one folder per screen | SQL, HTTP, tokio, files |
//! | [`cli`] | the command line: one file per sub-command, practice mode and the tour | rules |
//!
//! How an action flows: a key, button or menu yields a `ui::command::Command`; the frame's end drains
//! commands in one place; an intention goes through [`desk`] to the thread that owns the write connection;
//! the use case loads, lets [`domain`] decide, writes rows + history + reservations + outbox in one
//! transaction and answers with its value and the topics that changed; screens ask again what changed.
//! Disk first, then screen, then network.

pub mod cli;
pub mod desk;
pub mod domain;
pub mod fiscal;
pub mod journal;
pub mod print;
pub mod sandbox;
pub mod sheets;
pub mod site;
pub mod store;
pub mod sync;
pub mod text;
pub mod ui;
pub mod usecase;
pub mod vault;
