//! The only SQL: the engine seam, migrations, and one file per group of tables.
//!
//! Owns: the data file, its rules of opening, every statement. Statements come in through [`Sql`]; only
//! `engine` and `database` know which engine is behind it. Must not know: screens, HTTP, use cases beyond
//! the plain rows that questions answer.

pub mod analogs;
pub mod backup;
pub mod bag;
pub mod batch_journal;
pub mod calls;
pub mod cards;
pub mod cells;
mod database;
pub mod directory;
pub mod divisions;
pub mod drafts;
pub mod engine;
pub mod error;
pub mod fiscal;
pub mod folder;
pub mod goods;
pub mod goods_search;
pub mod goods_words;
pub mod handovers;
pub mod history;
pub mod import_apply;
pub mod import_stage;
pub mod inbox;
pub mod jobs;
pub mod lease;
pub mod line_batches;
pub mod lines_before;
pub mod log_file;
mod log_query;
pub mod marking;
pub mod order_card;
pub mod order_list;
pub mod order_report;
pub mod orders;
pub mod outbox;
pub mod preflight;
pub mod privacy;
pub mod receipts;
pub mod requisitions;
pub mod reservations;
pub mod sales;
pub mod settings;
pub mod shelf;
pub mod shifts;
pub mod stock;
pub mod stock_export;
pub mod suppliers;
pub mod sync_state;
pub mod texts;
pub mod users;

pub use database::{Database, Mode};
pub use engine::Sql;
