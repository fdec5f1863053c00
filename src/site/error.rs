//! Why a call failed, and what that asks for.
//!
//! Owns: the classes of the contract's error table. The HTTP status decides first; the body only adds words.
//! `Display` and `Debug` are for the log: they hold no token, name, phone or words of the service. The
//! user's wording comes from `assets/i18n` by [`SiteError::code`].

use std::fmt;
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::backoff::{LONGEST, Pace};
use super::map::{self, Reading};
use super::problem::{self, Problem};
use super::wire::{Route, WireResponse};
use crate::domain::site_order::SiteOrder;

/// How the way to the service failed before an answer was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TransportKind {
    /// The name could not be resolved.
    Dns,
    /// No connection: refused, unreachable, or nobody answered in time.
    Connect,
    /// The connection broke before or within the answer.
    Broken,
    /// The proxy wants another login.
    ProxyAuth,
    /// The proxy would not connect us.
    ProxyRefused,
}

/// Something that a person must put right before any call can work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SetupFault {
    /// The certificate is out of date, or the clock of this machine is wrong.
    TlsExpired,
    /// The certificate is for another name.
    TlsWrongHost,
    /// Nobody we trust has signed the certificate.
    TlsUnknownCa,
    /// TLS failed otherwise (old protocol, not a TLS port).
    TlsOther,
    /// This machine has no list of trusted authorities.
    TlsRoots,
    /// The file with the pharmacy's own authority is not there or holds no certificate.
    CaFile,
    /// Plain HTTP to another machine without consent.
    PlaintextRefused,
    /// The address, a path, the proxy or the token has characters that cannot be sent.
    BadAddress,
    /// No token is set.
    NoToken,
    /// Practice data never meets a service on another machine.
    Practice,
    /// The service has no such URL (404 or 405).
    RouteMissing,
    /// The service points to another place; never followed.
    Redirect {
        /// Host it points to; empty when it cannot be read.
        host: String,
    },
}

/// Why a call failed.
#[derive(Clone, PartialEq, Eq)]
pub enum SiteError {
    /// No answer came.
    Transport {
        /// How.
        kind: TransportKind,
    },
    /// The time limit ran out; the request may have been carried out.
    Timeout,
    /// 2xx with a body that cannot be read; the request was most likely carried out.
    Unreadable {
        /// Status.
        status: u16,
        /// What is wrong with the body, without its content.
        reason: String,
    },
    /// The answer is larger than the cap after inflating.
    BodyTooLarge {
        /// The cap.
        limit: usize,
    },
    /// A person must put something right.
    Setup(SetupFault),
    /// 401.
    Unauthorized {
        /// The service's words.
        problem: Box<Problem>,
    },
    /// 403.
    Forbidden {
        /// The service's words.
        problem: Box<Problem>,
    },
    /// 404 for an order.
    OrderUnknown,
    /// 400, 422 and other 4xx: the request itself is wrong.
    Invalid {
        /// Status.
        status: u16,
        /// The service's words, with field and row.
        problem: Box<Problem>,
    },
    /// 409.
    Conflict {
        /// The service's code, `transition_forbidden` and others; may be empty.
        code: String,
        /// The order as the service has it.
        current: Option<Box<SiteOrder>>,
        /// The service's words.
        problem: Box<Problem>,
    },
    /// 410.
    CursorExpired,
    /// 413.
    TooLarge,
    /// 415.
    UnsupportedMedia,
    /// 429.
    RateLimited {
        /// As asked for, at most an hour.
        retry_after: Option<Duration>,
    },
    /// 503.
    Unavailable {
        /// As asked for, at most an hour.
        retry_after: Option<Duration>,
    },
    /// Any other 5xx.
    Server {
        /// Status.
        status: u16,
        /// The service's words.
        problem: Box<Problem>,
    },
    /// The caller's own stream of rows failed; nothing is wrong with the service.
    Source,
}

/// What a failure asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorClass {
    /// Send the same again: after `after`, or by [`super::backoff::delay`] of `pace`.
    Retry {
        /// The service's wish.
        after: Option<Duration>,
        /// Doubling when there is no wish.
        pace: Pace,
    },
    /// Sending the same again is useless: a person looks.
    NoRetry,
    /// One `check`; if that fails too, pause all traffic and ask for the token.
    CheckToken,
    /// This operation is not allowed to us: pause it, the others go on.
    PauseOperation,
    /// Nothing can work until a person changes the settings: pause all traffic.
    PauseAll,
    /// Read the order again: target reached = success, else the site's order wins.
    Reread,
    /// Forget the cursor and ask from `updated_since`.
    RestartCursor,
    /// Send smaller parts.
    SmallerParts,
    /// Send without compression.
    WithoutGzip,
}

impl SiteError {
    /// Every code there is, for the test that each has words in every language.
    pub const CODES: [&'static str; 34] = [
        "site-error-dns",
        "site-error-connect",
        "site-error-broken",
        "site-error-proxy-auth",
        "site-error-proxy-refused",
        "site-error-timeout",
        "site-error-unreadable",
        "site-error-body-too-large",
        "site-error-tls-expired",
        "site-error-tls-wrong-host",
        "site-error-tls-unknown-ca",
        "site-error-tls-other",
        "site-error-tls-roots",
        "site-error-ca-file",
        "site-error-plaintext-refused",
        "site-error-bad-address",
        "site-error-no-token",
        "site-error-practice",
        "site-error-route-missing",
        "site-error-redirect",
        "site-error-unauthorized",
        "site-error-forbidden",
        "site-error-order-unknown",
        "site-error-invalid",
        "site-error-conflict",
        "site-error-transition-forbidden",
        "site-error-revision-conflict",
        "site-error-cursor-expired",
        "site-error-too-large",
        "site-error-unsupported-media",
        "site-error-rate-limited",
        "site-error-unavailable",
        "site-error-server",
        "site-error-source",
    ];

    /// The stable key of the user's wording.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Transport { kind: TransportKind::Dns } => "site-error-dns",
            Self::Transport { kind: TransportKind::Connect } => "site-error-connect",
            Self::Transport { kind: TransportKind::Broken } => "site-error-broken",
            Self::Transport { kind: TransportKind::ProxyAuth } => "site-error-proxy-auth",
            Self::Transport { kind: TransportKind::ProxyRefused } => "site-error-proxy-refused",
            Self::Timeout => "site-error-timeout",
            Self::Unreadable { .. } => "site-error-unreadable",
            Self::BodyTooLarge { .. } => "site-error-body-too-large",
            Self::Setup(fault) => fault.code(),
            Self::Unauthorized { .. } => "site-error-unauthorized",
            Self::Forbidden { .. } => "site-error-forbidden",
            Self::OrderUnknown => "site-error-order-unknown",
            Self::Invalid { .. } => "site-error-invalid",
            Self::Conflict { code, .. } => match code.as_str() {
                "transition_forbidden" => "site-error-transition-forbidden",
                "revision_conflict" => "site-error-revision-conflict",
                _ => "site-error-conflict",
            },
            Self::CursorExpired => "site-error-cursor-expired",
            Self::TooLarge => "site-error-too-large",
            Self::UnsupportedMedia => "site-error-unsupported-media",
            Self::RateLimited { .. } => "site-error-rate-limited",
            Self::Unavailable { .. } => "site-error-unavailable",
            Self::Server { .. } => "site-error-server",
            Self::Source => "site-error-source",
        }
    }

    /// What this failure asks for.
    #[must_use]
    pub const fn class(&self) -> ErrorClass {
        match self {
            Self::Transport { .. }
            | Self::Timeout
            | Self::Unreadable { .. }
            | Self::BodyTooLarge { .. }
            | Self::Server { .. }
            | Self::Source => ErrorClass::Retry { after: None, pace: Pace::Fault },
            Self::RateLimited { retry_after } | Self::Unavailable { retry_after } => {
                ErrorClass::Retry { after: *retry_after, pace: Pace::Busy }
            }
            Self::Setup(_) => ErrorClass::PauseAll,
            Self::Unauthorized { .. } => ErrorClass::CheckToken,
            Self::Forbidden { .. } => ErrorClass::PauseOperation,
            Self::OrderUnknown | Self::Invalid { .. } => ErrorClass::NoRetry,
            Self::Conflict { .. } => ErrorClass::Reread,
            Self::CursorExpired => ErrorClass::RestartCursor,
            Self::TooLarge => ErrorClass::SmallerParts,
            Self::UnsupportedMedia => ErrorClass::WithoutGzip,
        }
    }

    /// HTTP status of the answer that says so, when there was one.
    #[must_use]
    pub const fn status(&self) -> Option<u16> {
        match self {
            Self::Transport { .. } | Self::Timeout | Self::BodyTooLarge { .. } | Self::Setup(_) | Self::Source => None,
            Self::Unreadable { status, .. } | Self::Invalid { status, .. } | Self::Server { status, .. } => {
                Some(*status)
            }
            Self::Unauthorized { .. } => Some(401),
            Self::Forbidden { .. } => Some(403),
            Self::OrderUnknown => Some(404),
            Self::Conflict { .. } => Some(409),
            Self::CursorExpired => Some(410),
            Self::TooLarge => Some(413),
            Self::UnsupportedMedia => Some(415),
            Self::RateLimited { .. } => Some(429),
            Self::Unavailable { .. } => Some(503),
        }
    }

    /// The service's words, when it gave any. They may hold personal data: for the screen, not for the log.
    #[must_use]
    pub const fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Unauthorized { problem }
            | Self::Forbidden { problem }
            | Self::Invalid { problem, .. }
            | Self::Conflict { problem, .. }
            | Self::Server { problem, .. } => Some(problem),
            Self::Transport { .. }
            | Self::Timeout
            | Self::Unreadable { .. }
            | Self::BodyTooLarge { .. }
            | Self::Setup(_)
            | Self::OrderUnknown
            | Self::CursorExpired
            | Self::TooLarge
            | Self::UnsupportedMedia
            | Self::RateLimited { .. }
            | Self::Unavailable { .. }
            | Self::Source => None,
        }
    }
}

impl SetupFault {
    /// The stable key of the user's wording.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TlsExpired => "site-error-tls-expired",
            Self::TlsWrongHost => "site-error-tls-wrong-host",
            Self::TlsUnknownCa => "site-error-tls-unknown-ca",
            Self::TlsOther => "site-error-tls-other",
            Self::TlsRoots => "site-error-tls-roots",
            Self::CaFile => "site-error-ca-file",
            Self::PlaintextRefused => "site-error-plaintext-refused",
            Self::BadAddress => "site-error-bad-address",
            Self::NoToken => "site-error-no-token",
            Self::Practice => "site-error-practice",
            Self::RouteMissing => "site-error-route-missing",
            Self::Redirect { .. } => "site-error-redirect",
        }
    }
}

impl fmt::Display for SiteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { status, reason } => write!(f, "unreadable answer {status}: {reason}"),
            Self::BodyTooLarge { limit } => write!(f, "the answer is larger than {limit} bytes"),
            Self::Setup(SetupFault::Redirect { host }) => write!(f, "redirected to {host}, not followed"),
            Self::RateLimited { retry_after } => write!(f, "429, retry after {retry_after:?}"),
            Self::Unavailable { retry_after } => write!(f, "503, retry after {retry_after:?}"),
            Self::Invalid { status, problem } | Self::Server { status, problem } => write!(f, "{status} {problem:?}"),
            Self::Unauthorized { problem } => write!(f, "401 {problem:?}"),
            Self::Forbidden { problem } => write!(f, "403 {problem:?}"),
            Self::Conflict { code, current, .. } => {
                let revision = current.as_ref().map(|o| (o.status, o.revision));
                write!(f, "409 {code}, site has {revision:?}")
            }
            Self::Transport { .. }
            | Self::Timeout
            | Self::Setup(_)
            | Self::OrderUnknown
            | Self::CursorExpired
            | Self::TooLarge
            | Self::UnsupportedMedia
            | Self::Source => f.write_str(self.code()),
        }
    }
}

impl fmt::Debug for SiteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SiteError({self})")
    }
}

impl std::error::Error for SiteError {}

/// The error behind an answer that is not 2xx. `now` is for a `Retry-After` given as a date when the answer
/// itself has no `Date`.
#[must_use]
pub fn from_answer(route: Route, answer: &WireResponse, reading: &Reading, now: DateTime<Utc>) -> SiteError {
    let problem = Box::new(problem::read(&answer.body));
    match answer.status {
        300..=399 => SiteError::Setup(SetupFault::Redirect { host: location_host(answer) }),
        401 => SiteError::Unauthorized { problem },
        403 => SiteError::Forbidden { problem },
        404 if is_about_the_order(route, &problem) => SiteError::OrderUnknown,
        404 | 405 => SiteError::Setup(SetupFault::RouteMissing),
        407 => SiteError::Transport { kind: TransportKind::ProxyAuth },
        408 => SiteError::Timeout,
        409 => SiteError::Conflict {
            code: problem.code.clone().unwrap_or_default(),
            current: current(&problem, reading),
            problem,
        },
        410 => SiteError::CursorExpired,
        413 => SiteError::TooLarge,
        415 => SiteError::UnsupportedMedia,
        429 => SiteError::RateLimited { retry_after: retry_after(answer, now) },
        503 => SiteError::Unavailable { retry_after: retry_after(answer, now) },
        400..=499 => SiteError::Invalid { status: answer.status, problem },
        status => SiteError::Server { status, problem },
    }
}

/// A 404 is about the order only when the service itself says so: a JSON answer that does not speak of a
/// route. A bare or HTML 404 comes from something that does not know the URL.
fn is_about_the_order(route: Route, problem: &Problem) -> bool {
    route == Route::ChangeStatus && problem.is_json && problem.code.as_deref().is_none_or(|c| !c.contains("route"))
}

fn current(problem: &Problem, reading: &Reading) -> Option<Box<SiteOrder>> {
    let dto = serde_json::from_str(problem.current.as_deref()?).ok()?;
    map::order(dto, reading).ok().map(Box::new)
}

fn location_host(answer: &WireResponse) -> String {
    let host = answer.header("location").and_then(|l| reqwest::Url::parse(l).ok());
    host.and_then(|u| u.host_str().map(str::to_owned)).unwrap_or_default()
}

/// `Retry-After` in seconds or as a date, at most an hour; nonsense is like none.
fn retry_after(answer: &WireResponse, now: DateTime<Utc>) -> Option<Duration> {
    let text = answer.header("retry-after")?.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds).min(LONGEST));
    }
    let at = httpdate::parse_http_date(text).ok()?;
    // Measured by the service's own clock when it says what it is: ours may be wrong.
    let from = answer.header("date").and_then(|d| httpdate::parse_http_date(d).ok()).unwrap_or_else(|| now.into());
    Some(at.duration_since(from).unwrap_or_default().min(LONGEST))
}
