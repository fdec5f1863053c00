//! The rules of the trade and nothing else.
//!
//! Owns: money, packs, ids, the order and its life, batches and first-expired-first-out, the check
//! before «собран», the receipt, masking, refusals. Must not know: screens, SQL, HTTP, serde, the real clock, languages. Everything
//! here is a pure function of its arguments, so that every rule can be tested without a machine.

pub mod access;
pub mod analog;
pub mod bag_cell;
pub mod batch;
pub mod batch_journal;
pub mod call;
pub mod card;
pub mod clock;
pub mod directory;
pub mod discount;
pub mod draft;
pub mod error;
pub mod fiscal;
pub mod goods_import;
pub mod goods_row;
pub mod handover;
pub mod hold;
pub mod host;
pub mod ids;
pub mod import_refusal;
pub mod job;
pub mod line_change;
pub mod log;
pub mod mark_check;
pub mod marking;
pub mod mask;
pub mod money;
pub mod offer;
pub mod opening;
pub mod order;
pub mod order_report;
pub mod packs;
pub mod phone;
pub mod preflight;
pub mod prescription;
pub mod receipt;
pub mod requisition;
pub mod sale_return;
pub mod setting_fault;
pub mod site_order;
pub mod status;
pub mod supply_refusal;
pub mod till_refusal;
pub mod unreadable;
pub mod vat;
