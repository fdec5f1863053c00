//! The socket: reqwest, TLS, proxy, time limits, the cap on bodies.
//!
//! Owns: everything that can fail before an answer is whole. Must not read JSON. A redirect is never
//! followed, the environment's proxies are not used, loopback is never proxied, an inflated body is
//! stopped at the cap while it streams.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_util::future::BoxFuture;
use futures_util::{FutureExt, StreamExt};
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Body, Method, Url};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use super::config::{Limits, Plaintext, ProxyConfig, ProxyKind, Scheme, SiteConfig};
use super::error::{SetupFault, SiteError, TransportKind};
use super::tls;
use super::wire::{Payload, Wire, WireCall, WireResponse};

/// The way over a socket.
pub struct HttpWire {
    client: reqwest::Client,
    base: Url,
    limits: Limits,
    /// A proxy could answer in the site's place: it is no tunnel.
    is_relayed: bool,
}

impl HttpWire {
    /// Builds the way; no connection is made yet.
    ///
    /// # Errors
    /// [`SiteError::Setup`] for plain HTTP without consent, an address or proxy that cannot be used,
    /// missing or unreadable roots of trust.
    pub fn new(config: &SiteConfig) -> Result<Self, SiteError> {
        let loopback = config.base.is_loopback();
        if config.base.scheme == Scheme::Http && !loopback && config.plaintext == Plaintext::Refuse {
            return Err(SiteError::Setup(SetupFault::PlaintextRefused));
        }
        tls::install();
        let base = Url::parse(&config.base.url()).map_err(|_| SiteError::Setup(SetupFault::BadAddress))?;
        // A host with a path or a login in it must not move the token elsewhere.
        if base.path() != "/" || !base.username().is_empty() || base.password().is_some() {
            return Err(SiteError::Setup(SetupFault::BadAddress));
        }
        let proxy = config.proxy.as_ref().filter(|_| !loopback);
        let mut builder = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .connect_timeout(config.limits.connect)
            .pool_idle_timeout(Duration::from_secs(30))
            .user_agent(concat!("expero/", env!("CARGO_PKG_VERSION")));
        if let Some(proxy) = proxy {
            builder = builder.proxy(proxy_of(proxy)?);
        }
        let extra = match &config.extra_root_ca {
            Some(pem) => authority(pem)?,
            None => Vec::new(),
        };
        let needs_tls = config.base.scheme == Scheme::Https || proxy.is_some_and(|p| p.kind == ProxyKind::Https);
        builder = if needs_tls {
            builder.tls_certs_merge(extra)
        } else {
            // Plain HTTP must work on a machine without any roots of trust.
            builder.tls_certs_only(extra)
        };
        let client = builder.build().map_err(|_| SiteError::Setup(SetupFault::TlsRoots))?;
        let is_relayed = proxy.is_some_and(|p| p.kind != ProxyKind::Socks5) && config.base.scheme == Scheme::Http;
        Ok(Self { client, base, limits: config.limits, is_relayed })
    }

    fn url(&self, call: &WireCall) -> Result<Url, SiteError> {
        let bad = || SiteError::Setup(SetupFault::BadAddress);
        let path = call.path.trim_start_matches('/');
        let mut url = Url::parse(&format!("{}{path}", self.base)).map_err(|_| bad())?;
        if url.origin() != self.base.origin() {
            return Err(bad());
        }
        if !call.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&call.query);
        }
        Ok(url)
    }

    async fn exchange(&self, call: WireCall) -> Result<WireResponse, SiteError> {
        let url = self.url(&call)?;
        let headers = headers_of(&call)?;
        let method = if call.route.method() == "GET" { Method::GET } else { Method::POST };
        let mut request = self.client.request(method, url).headers(headers);
        match call.payload {
            Payload::Empty => self.ordinary(request).await,
            Payload::Whole(body) => {
                request = request.body(body);
                self.ordinary(request).await
            }
            Payload::Stream(stream) => self.upload(request, stream).await,
        }
    }

    async fn ordinary(&self, request: reqwest::RequestBuilder) -> Result<WireResponse, SiteError> {
        tokio::time::timeout(self.limits.answer, self.receive(request)).await.unwrap_or(Err(SiteError::Timeout))
    }

    /// An upload may take long as long as it moves: the limit is on a pause without any progress.
    async fn upload(
        &self,
        request: reqwest::RequestBuilder,
        stream: futures_util::stream::BoxStream<'static, std::io::Result<Bytes>>,
    ) -> Result<WireResponse, SiteError> {
        let moved = Arc::new(AtomicU64::new(0));
        let failed = Arc::new(AtomicBool::new(false));
        let (count, fault) = (Arc::clone(&moved), Arc::clone(&failed));
        let watched = stream.inspect(move |piece| {
            count.fetch_add(1, Ordering::Relaxed);
            if piece.is_err() {
                fault.store(true, Ordering::Relaxed);
            }
        });
        let mut answer = Box::pin(self.receive(request.body(Body::wrap_stream(watched))));
        let mut seen = 0;
        let result = loop {
            if let Ok(result) = tokio::time::timeout(self.limits.answer, &mut answer).await {
                break result;
            }
            let now = moved.load(Ordering::Relaxed);
            if now == seen {
                break Err(SiteError::Timeout);
            }
            seen = now;
        };
        if result.is_err() && failed.load(Ordering::Relaxed) { Err(SiteError::Source) } else { result }
    }

    async fn receive(&self, request: reqwest::RequestBuilder) -> Result<WireResponse, SiteError> {
        let mut response = request.send().await.map_err(|e| transport(&e))?;
        let status = response.status().as_u16();
        if self.is_relayed && status == 401 && is_page(response.headers()) {
            // Some proxies answer a wrong login so; the site's own refusal would ask for another token.
            return Err(SiteError::Transport { kind: TransportKind::ProxyAuth });
        }
        let headers = response
            .headers()
            .iter()
            .filter_map(|(n, v)| Some((n.as_str().to_owned(), v.to_str().ok()?.to_owned())))
            .collect();
        let mut body = BytesMut::new();
        loop {
            match response.chunk().await {
                Ok(Some(piece)) => {
                    if body.len() + piece.len() > self.limits.body_bytes {
                        return Err(SiteError::BodyTooLarge { limit: self.limits.body_bytes });
                    }
                    body.extend_from_slice(&piece);
                }
                Ok(None) => break,
                // A body that does not inflate is an unreadable answer; the status still decides.
                Err(e) if e.is_decode() && !is_io(&e) => {
                    if (200..300).contains(&status) {
                        return Err(SiteError::Unreadable { status, reason: "the body does not inflate".to_owned() });
                    }
                    break;
                }
                Err(e) => return Err(transport(&e)),
            }
        }
        Ok(WireResponse { status, headers, body: body.freeze() })
    }
}

impl Wire for HttpWire {
    fn send(&self, call: WireCall) -> BoxFuture<'_, Result<WireResponse, SiteError>> {
        self.exchange(call).boxed()
    }
}

/// A page for people without the number of our request: not an answer of the service.
fn is_page(headers: &HeaderMap) -> bool {
    let kind = headers.get(reqwest::header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("text/html")) && !headers.contains_key("x-request-id")
}

fn headers_of(call: &WireCall) -> Result<HeaderMap, SiteError> {
    let bad = || SiteError::Setup(SetupFault::BadAddress);
    if call.token.is_empty() {
        return Err(SiteError::Setup(SetupFault::NoToken));
    }
    let mut map = HeaderMap::new();
    for (name, value) in &call.headers {
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| bad())?;
        map.insert(name, HeaderValue::from_str(value).map_err(|_| bad())?);
    }
    let mut bearer = HeaderValue::from_str(&format!("Bearer {}", call.token.expose())).map_err(|_| bad())?;
    bearer.set_sensitive(true);
    map.insert(AUTHORIZATION, bearer);
    Ok(map)
}

/// A file without a certificate is refused: silence would leave the public authorities alone in charge.
fn authority(pem: &[u8]) -> Result<Vec<reqwest::Certificate>, SiteError> {
    let bad = || SiteError::Setup(SetupFault::CaFile);
    let mut roots = rustls::RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem) {
        roots.add(certificate.map_err(|_| bad())?).map_err(|_| bad())?;
    }
    if roots.is_empty() {
        return Err(bad());
    }
    reqwest::Certificate::from_pem_bundle(pem).map_err(|_| bad())
}

fn proxy_of(config: &ProxyConfig) -> Result<reqwest::Proxy, SiteError> {
    let scheme = match config.kind {
        ProxyKind::Http => "http",
        ProxyKind::Https => "https",
        ProxyKind::Socks5 => "socks5h",
    };
    let url = format!("{scheme}://{}:{}", config.host.trim(), config.port);
    let mut proxy = reqwest::Proxy::all(url).map_err(|_| SiteError::Setup(SetupFault::BadAddress))?;
    if let Some((login, password)) = &config.login {
        proxy = proxy.basic_auth(login, password.expose());
    }
    Ok(proxy)
}

/// True when a connection broke somewhere below; told from a body that is whole but does not inflate.
fn is_io(e: &reqwest::Error) -> bool {
    chain(e).any(|e| {
        e.downcast_ref::<std::io::Error>().is_some_and(|io| {
            matches!(
                io.kind(),
                std::io::ErrorKind::ConnectionReset
                    | std::io::ErrorKind::ConnectionAborted
                    | std::io::ErrorKind::BrokenPipe
                    | std::io::ErrorKind::TimedOut
            )
        })
    }) || chain(e).any(|e| e.to_string().contains("end of file before message length"))
}

fn transport(e: &reqwest::Error) -> SiteError {
    if let Some(fault) = chain(e).find_map(tls_fault) {
        return SiteError::Setup(fault);
    }
    // The tunnel's errors have no public type: its words are all there is.
    let words: String = chain(e).map(ToString::to_string).collect::<Vec<_>>().join("; ");
    let kind = if words.contains("proxy auth") {
        TransportKind::ProxyAuth
    } else if words.contains("unsuccessful") || words.contains("tunnel") {
        TransportKind::ProxyRefused
    } else if e.is_dns() || words.contains("dns error") {
        TransportKind::Dns
    } else if e.is_connect() {
        TransportKind::Connect
    } else if e.is_timeout() {
        return SiteError::Timeout;
    } else {
        TransportKind::Broken
    };
    SiteError::Transport { kind }
}

fn chain<'a>(e: &'a reqwest::Error) -> impl Iterator<Item = &'a (dyn std::error::Error + 'static)> {
    let first: &'a (dyn std::error::Error + 'static) = e;
    std::iter::successors(Some(first), |e| e.source())
}

fn tls_fault(e: &(dyn std::error::Error + 'static)) -> Option<SetupFault> {
    // An io::Error does not show what it wraps as its source, and connectors wrap one in another.
    let mut e = e;
    while let Some(inner) = e.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref) {
        e = inner;
    }
    e.downcast_ref::<rustls::Error>().map(fault_of)
}

/// What a TLS failure asks a person to put right.
#[must_use]
pub fn fault_of(e: &rustls::Error) -> SetupFault {
    use rustls::CertificateError as C;
    match e {
        rustls::Error::InvalidCertificate(c) => match c {
            C::Expired | C::ExpiredContext { .. } | C::NotValidYet | C::NotValidYetContext { .. } => {
                SetupFault::TlsExpired
            }
            C::NotValidForName | C::NotValidForNameContext { .. } => SetupFault::TlsWrongHost,
            C::UnknownIssuer => SetupFault::TlsUnknownCa,
            _ => SetupFault::TlsOther,
        },
        _ => SetupFault::TlsOther,
    }
}
