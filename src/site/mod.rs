//! The only knowledge of the wire.
//!
//! Owns: the JSON shapes of the seven endpoints, their mapping to the domain, the HTTP client, the classes
//! of errors, the pace of retries. Must not know: SQL, screens, use cases. When the service's real bodies
//! become known, nothing outside this room changes.
//!
//! Reading order: [`dto`] (shapes, shared with the sandbox) → [`map`] (shapes ↔ domain) → [`wire`] (one
//! exchange, by socket or in memory) → [`client`] (the seven calls) → [`error`] and [`backoff`] (what to do
//! when a call fails).

pub mod backoff;
pub mod catalog;
pub mod client;
pub mod config;
pub mod dto;
pub mod dto_import;
pub mod error;
mod exchange;
mod fault;
pub mod http;
pub mod map;
pub mod pharmacy;
pub mod probe;
pub mod problem;
pub mod read;
pub mod secret;
pub mod tls;
pub mod wire;

pub use client::{Answered, SiteClient, StatusChange};
pub use config::{Base, Paths, ProxyConfig, ProxyKind, Scheme, SiteConfig};
pub use error::{ErrorClass, SiteError};
pub use secret::Secret;
