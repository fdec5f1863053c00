//! How to reach the service: address, token, proxy, limits, the table of the seven URLs.
//!
//! Owns: the settings a client is built from and what may be said of them without a connection. Must not
//! know where they are kept.

use std::time::Duration;

use chrono::FixedOffset;

use super::secret::Secret;
pub use crate::domain::host::is_loopback;

/// `http` or `https`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// Plain; only to loopback, or with a person's consent.
    Http,
    /// TLS.
    Https,
}

impl Scheme {
    /// As in a URL.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }
}

/// Where the service is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base {
    /// Plain or TLS.
    pub scheme: Scheme,
    /// Name or address, without brackets.
    pub host: String,
    /// Port.
    pub port: u16,
}

impl Base {
    /// `https://host:port/`, with brackets around an IPv6 address.
    #[must_use]
    pub fn url(&self) -> String {
        let host = self.host.trim();
        let (open, close) = if host.contains(':') && !host.starts_with('[') { ("[", "]") } else { ("", "") };
        format!("{}://{open}{host}{close}:{}/", self.scheme.word(), self.port)
    }

    /// True when nothing leaves this machine.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.host)
    }
}

/// How to speak to a proxy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProxyKind {
    /// Plain HTTP proxy.
    Http,
    /// HTTP proxy behind TLS.
    Https,
    /// SOCKS5; names are resolved by the proxy.
    Socks5,
}

/// A proxy. Loopback is never reached through it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProxyConfig {
    /// Name or address.
    pub host: String,
    /// Port.
    pub port: u16,
    /// How to speak to it.
    pub kind: ProxyKind,
    /// Login and password.
    pub login: Option<(String, Secret)>,
}

/// Placeholder of the order's id in [`Paths::change_status`].
pub const ORDER_ID: &str = "{order_id}";

/// The seven URLs, relative to the base, without a leading slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    /// `GET`.
    pub check: String,
    /// `GET`.
    pub self_info: String,
    /// `POST`.
    pub refresh: String,
    /// `POST`.
    pub pharmacies: String,
    /// `POST`.
    pub catalog: String,
    /// `GET`.
    pub orders: String,
    /// `POST`, with [`ORDER_ID`] in it.
    pub change_status: String,
}

impl Default for Paths {
    fn default() -> Self {
        Self {
            check: "v1/access/tokens/check".to_owned(),
            self_info: "v1/access/tokens/self".to_owned(),
            refresh: "v1/access/tokens/refresh".to_owned(),
            pharmacies: "v1/pharmacies/import".to_owned(),
            catalog: "v1/catalog/import".to_owned(),
            orders: "v1/orders".to_owned(),
            change_status: "v1/orders/{order_id}/change_status".to_owned(),
        }
    }
}

/// What one till may do on the way to the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Longest wait for a connection.
    pub connect: Duration,
    /// Longest wait for a whole ordinary answer; for an upload, the longest pause without progress.
    pub answer: Duration,
    /// Largest body after inflating.
    pub body_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { connect: Duration::from_secs(10), answer: Duration::from_secs(30), body_bytes: 32 << 20 }
    }
}

/// Whether a token may travel without TLS to another machine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Plaintext {
    /// Refused before a connection is made.
    #[default]
    Refuse,
    /// A person has agreed.
    Allow,
}

/// Everything a client is built from.
#[derive(Clone, Debug)]
pub struct SiteConfig {
    /// Where.
    pub base: Base,
    /// Who we are.
    pub token: Secret,
    /// For which pharmacy.
    pub pharmacy_id: String,
    /// Zone of stamps without an offset.
    pub zone: FixedOffset,
    /// How long and how much.
    pub limits: Limits,
    /// Consent to plain HTTP.
    pub plaintext: Plaintext,
    /// Way out.
    pub proxy: Option<ProxyConfig>,
    /// A certificate authority of the pharmacy's own network, PEM.
    pub extra_root_ca: Option<Vec<u8>>,
    /// The seven URLs.
    pub paths: Paths,
}

impl SiteConfig {
    /// Settings with everything but the address, the token and the pharmacy at its default.
    #[must_use]
    pub fn new(base: Base, token: Secret, pharmacy_id: &str, zone: FixedOffset) -> Self {
        Self {
            base,
            token,
            pharmacy_id: pharmacy_id.to_owned(),
            zone,
            limits: Limits::default(),
            plaintext: Plaintext::Refuse,
            proxy: None,
            extra_root_ca: None,
            paths: Paths::default(),
        }
    }
}
