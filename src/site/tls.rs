//! The one cryptography provider of the process.
//!
//! Owns: installing *ring* as the default of rustls 0.23, once. `reqwest` is built without a provider of its
//! own, so every client is made after [`install`].

use std::sync::OnceLock;

static INSTALLED: OnceLock<()> = OnceLock::new();

/// Installs the provider; further calls do nothing.
pub fn install() {
    INSTALLED.get_or_init(|| {
        // Err = somebody else was first with a provider of theirs, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
}
