//! Questions of the screens: one file per screen query, each answering plain rows.
//!
//! Rows carry domain types and masked personal data; they are cheap to clone or moved once.

pub mod analogs;
pub mod calls;
pub mod directory;
pub mod divisions;
pub mod drafts;
pub mod fiscal_now;
pub mod freshness;
pub mod goods_import;
pub mod goods_search;
pub mod guide;
pub mod health;
pub mod history;
pub mod lanes;
pub mod line_batches;
pub mod order_card;
pub mod order_find;
pub mod order_list;
pub mod order_report;
pub mod order_sheet;
pub mod pharmacy;
pub mod practice;
pub mod preflight;
pub mod problems;
pub mod quote;
pub mod ready_orders;
pub mod requisition;
pub mod requisition_list;
pub mod sales;
pub mod schedule;
pub mod settings;
pub mod shelf_returns;
pub mod shift_sheet;
pub mod site_quantity;
pub mod steps;
pub mod stock_export;
pub mod suppliers;
pub mod task_runner;
pub mod till_setup;
pub mod till_side;
pub mod till_view;
pub mod users;
