//! The client against the sandbox over a real socket, and both against `assets/site-api.yaml`.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test stops at the first surprise")]

mod contract_table;
mod mapping;
mod openapi;
mod real_proxy;
mod sandbox_rules;
mod support;
#[path = "../support/proxy.rs"]
mod tinyproxy;
mod tls_and_proxy;
mod transport;
