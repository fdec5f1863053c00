//! One exchange with the service, without saying how it travels.
//!
//! Owns: the request and answer as values, the seven routes, the trait [`Wire`]. [`super::http`] sends over a
//! socket; the sandbox answers in memory, so that a seeded simulation needs neither socket nor real clock.

use bytes::Bytes;
use futures_util::future::BoxFuture;
use futures_util::stream::BoxStream;

use super::error::SiteError;
use super::secret::Secret;

/// The seven endpoints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Route {
    /// `GET tokens/check`.
    Check,
    /// `GET tokens/self`.
    SelfInfo,
    /// `POST tokens/refresh`.
    Refresh,
    /// `POST pharmacies/import`.
    Pharmacies,
    /// `POST catalog/import`.
    Catalog,
    /// `GET orders`.
    Orders,
    /// `POST orders/{id}/change_status`.
    ChangeStatus,
}

impl Route {
    /// All routes.
    pub const ALL: [Self; 7] =
        [Self::Check, Self::SelfInfo, Self::Refresh, Self::Pharmacies, Self::Catalog, Self::Orders, Self::ChangeStatus];

    /// Stable code, for logs, fault plans and settings.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::SelfInfo => "self",
            Self::Refresh => "refresh",
            Self::Pharmacies => "pharmacies",
            Self::Catalog => "catalog",
            Self::Orders => "orders",
            Self::ChangeStatus => "change_status",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.code() == code)
    }

    /// HTTP method.
    #[must_use]
    pub const fn method(self) -> &'static str {
        match self {
            Self::Check | Self::SelfInfo | Self::Orders => "GET",
            Self::Refresh | Self::Pharmacies | Self::Catalog | Self::ChangeStatus => "POST",
        }
    }
}

/// What is sent.
pub enum Payload {
    /// Nothing (`GET`).
    Empty,
    /// JSON, whole.
    Whole(Bytes),
    /// JSON, or gzip of it, piece by piece; the time limit is on pauses, not on the whole.
    Stream(BoxStream<'static, std::io::Result<Bytes>>),
}

/// A request of ours.
pub struct WireCall {
    /// Which endpoint.
    pub route: Route,
    /// Encoded path without leading slash.
    pub path: String,
    /// Query, not encoded.
    pub query: Vec<(&'static str, String)>,
    /// Headers but for the token.
    pub headers: Vec<(&'static str, String)>,
    /// The token to go with it.
    pub token: Secret,
    /// Body.
    pub payload: Payload,
}

/// A request as a server sees it, body whole.
#[derive(Clone)]
pub struct WireRequest {
    /// `GET`, `POST`.
    pub method: String,
    /// Encoded path with leading slash.
    pub path: String,
    /// Decoded query.
    pub query: Vec<(String, String)>,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// Body as sent, still compressed.
    pub body: Bytes,
}

/// An answer, decoded and capped.
#[derive(Clone, PartialEq, Eq)]
pub struct WireResponse {
    /// Status.
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: Bytes,
}

impl WireRequest {
    /// The first header of that name (given in lower case).
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        find(&self.headers, name)
    }

    /// The first query value of that name.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<&str> {
        find(&self.query, name)
    }
}

impl WireResponse {
    /// The first header of that name (given in lower case).
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        find(&self.headers, name)
    }
}

fn find<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
}

/// Carries one request and brings its answer, whatever its status.
pub trait Wire: Send + Sync {
    /// Sends.
    ///
    /// # Errors
    /// Only what happens before or instead of an answer: transport, time limit, size, set-up.
    fn send(&self, call: WireCall) -> BoxFuture<'_, Result<WireResponse, SiteError>>;
}
