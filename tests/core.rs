//! The rules over the real store: every way an order lives and dies, stock, delivery, crashes, bad files.
//! Nothing here sleeps on the real clock or touches the network.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

#[path = "core/bag_cells.rs"]
mod bag_cells;
#[path = "core/bag_ledger.rs"]
mod bag_ledger;
#[path = "core/calls.rs"]
mod calls;
#[path = "core/card.rs"]
mod card;
#[path = "core/choose.rs"]
mod choose;
#[path = "core/collecting.rs"]
mod collecting;
#[path = "core/copies.rs"]
mod copies;
#[path = "core/counter.rs"]
mod counter;
#[path = "core/crash.rs"]
mod crash;
#[path = "core/deliver.rs"]
mod deliver;
#[path = "core/directory.rs"]
mod directory;
#[path = "core/divisions.rs"]
mod divisions;
#[path = "core/exits.rs"]
mod exits;
#[path = "core/export.rs"]
mod export;
#[path = "core/files.rs"]
mod files;
#[path = "core/fiscal.rs"]
mod fiscal;
#[path = "core/http_device.rs"]
mod http_device;
#[path = "core/laws.rs"]
mod laws;
#[path = "core/practice.rs"]
mod practice;
#[path = "core/privacy.rs"]
mod privacy;
#[path = "core/receive.rs"]
mod receive;
#[path = "core/report.rs"]
mod report;
#[path = "core/requisition.rs"]
mod requisition;
#[path = "core/returns.rs"]
mod returns;
#[path = "core/sale.rs"]
mod sale;
#[path = "core/scan.rs"]
mod scan;
#[path = "core/search.rs"]
mod search;
#[path = "core/shelf.rs"]
mod shelf;
#[path = "core/tables.rs"]
mod tables;
#[path = "core/till.rs"]
mod till;
#[path = "core/transitions.rs"]
mod transitions;
#[path = "core/users.rs"]
mod users;
