//! A service that speaks the same wire, for practice and for tests.
//!
//! Owns: the state machine of an imaginary booking service ([`model`]), its misbehaviour on order
//! ([`faults`]), its loopback server ([`server`]) and control routes ([`control`]), the arrival of customers'
//! orders ([`arrivals`]). Must not know: the store, screens. It never listens beyond this machine and has
//! nothing to do with the real service.

pub mod arrivals;
pub mod catalogue;
pub mod control;
pub mod direct;
pub mod faults;
pub mod model;
pub mod server;

pub use model::{BookableItem, SandboxConfig, SandboxModel};
pub use server::{Running, Sandbox};
