//! TLS that must be refused before a byte of the token leaves, and proxies.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};

use expero::site::config::Plaintext;
use expero::site::error::{SetupFault, TransportKind};
use expero::site::{ProxyConfig, ProxyKind, Scheme, Secret, SiteError};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::support::{Stand, fixed_server, stand_with};

const CA: &[u8] = include_bytes!("tls/ca.pem");
const GOOD: &[u8] = include_bytes!("tls/good.pem");
const OTHER: &[u8] = include_bytes!("tls/other.pem");
const EXPIRED: &[u8] = include_bytes!("tls/expired.pem");
const SELF_SIGNED: &[u8] = include_bytes!("tls/self_signed.pem");

/// A server with the certificate and key of this file.
pub fn tls_config(pem: &[u8]) -> Arc<rustls::ServerConfig> {
    expero::site::tls::install();
    let certs: Vec<_> = CertificateDer::pem_slice_iter(pem).collect::<Result<_, _>>().unwrap();
    let key = PrivateKeyDer::from_pem_slice(pem).unwrap();
    Arc::new(rustls::ServerConfig::builder().with_no_client_auth().with_single_cert(certs, key).unwrap())
}

/// A TLS server that keeps what it could decrypt and answers `check`.
pub fn tls_server(pem: &'static [u8]) -> (SocketAddr, Arc<Mutex<Vec<u8>>>) {
    let config = tls_config(pem);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = listener.local_addr().unwrap();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let keep = Arc::clone(&seen);
    let serve = move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut connection = rustls::ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut tls = rustls::Stream::new(&mut connection, &mut stream);
            let mut buffer = [0; 8192];
            let Ok(n) = tls.read(&mut buffer) else { continue };
            keep.lock().unwrap().extend_from_slice(&buffer[..n]);
            let body = r#"{"active":true,"expires_at":null,"server_time":"2026-07-05T12:00:00Z"}"#;
            let _ = write!(tls, "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len());
        }
    };
    std::thread::Builder::new().name("tls-server".to_owned()).spawn(serve).unwrap();
    (addr, seen)
}

async fn tls_stand(addr: SocketAddr, ca: Option<&[u8]>) -> Stand {
    let ca = ca.map(<[u8]>::to_vec);
    stand_with(
        |_| {},
        |c| {
            c.base.scheme = Scheme::Https;
            c.base.port = addr.port();
            c.extra_root_ca = ca;
        },
    )
    .await
}

#[tokio::test]
async fn a_good_certificate_of_the_pharmacys_own_authority_is_trusted() {
    let (addr, seen) = tls_server(GOOD);
    let stand = tls_stand(addr, Some(CA)).await;
    assert!(stand.client.check().await.unwrap().value.active);
    assert!(String::from_utf8_lossy(&seen.lock().unwrap()).contains("Bearer "));
}

#[tokio::test]
async fn a_bad_certificate_is_refused_before_the_token_leaves() {
    for (pem, ca, want) in [
        (EXPIRED, CA, SetupFault::TlsExpired),
        (OTHER, CA, SetupFault::TlsWrongHost),
        // Trusts somebody, but not the one who signed: the leaf itself is no authority.
        (GOOD, OTHER, SetupFault::TlsUnknownCa),
        (SELF_SIGNED, CA, SetupFault::TlsUnknownCa),
    ] {
        let (addr, seen) = tls_server(pem);
        let stand = tls_stand(addr, Some(ca)).await;
        assert_eq!(stand.client.check().await.unwrap_err(), SiteError::Setup(want));
        assert!(seen.lock().unwrap().is_empty());
    }
}

#[tokio::test]
async fn tls_to_a_port_that_speaks_plain_http_is_a_setup_error() {
    let (addr, seen) = fixed_server(b"HTTP/1.1 400 Bad Request\r\n\r\n\r\n\r\n");
    let stand = tls_stand(addr, Some(CA)).await;
    let e = stand.client.check().await.unwrap_err();
    assert!(matches!(e, SiteError::Setup(SetupFault::TlsOther) | SiteError::Transport { .. }), "{e}");
    assert!(!String::from_utf8_lossy(&seen.lock().unwrap()).contains("Bearer"));
}

#[tokio::test]
async fn a_root_that_cannot_be_read_is_a_setup_error() {
    let (addr, _) = tls_server(GOOD);
    let stand = crate::support::stand().await;
    let mut config = crate::support::config(addr, Secret::new("t"));
    config.base.scheme = Scheme::Https;
    for file in ["-----BEGIN CERTIFICATE-----\nno\n-----END CERTIFICATE-----", "<html>", ""] {
        config.extra_root_ca = Some(file.as_bytes().to_vec());
        let made = expero::site::SiteClient::new(config.clone(), stand.clock.clone()).map(|_| ());
        assert_eq!(made, Err(SiteError::Setup(SetupFault::CaFile)), "{file}");
    }
}

fn proxy(addr: SocketAddr, kind: ProxyKind) -> ProxyConfig {
    let login = Some(("till".to_owned(), Secret::new("proxy-pass")));
    ProxyConfig { host: "127.0.0.1".to_owned(), port: addr.port(), kind, login }
}

#[tokio::test]
async fn loopback_is_never_proxied() {
    let (addr, seen) = fixed_server(b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n");
    let stand = stand_with(|_| {}, |c| c.proxy = Some(proxy(addr, ProxyKind::Http))).await;
    assert!(stand.client.check().await.unwrap().value.active);
    assert!(seen.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_proxy_that_refuses_a_tunnel_gets_no_token() {
    for (reply, want) in [
        (
            b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n".as_slice(),
            TransportKind::ProxyAuth,
        ),
        (b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n", TransportKind::ProxyRefused),
        (b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n", TransportKind::ProxyRefused),
    ] {
        let (addr, seen) = fixed_server(reply);
        let stand = stand_with(
            |_| {},
            |c| {
                c.base.scheme = Scheme::Https;
                c.base.host = "service.invalid".to_owned();
                c.extra_root_ca = Some(CA.to_vec());
                c.proxy = Some(proxy(addr, ProxyKind::Http));
            },
        )
        .await;
        assert_eq!(stand.client.check().await.unwrap_err(), SiteError::Transport { kind: want });
        let head = String::from_utf8_lossy(&seen.lock().unwrap()).to_lowercase();
        assert!(head.starts_with("connect service.invalid:"), "{head}");
        assert!(head.contains("proxy-authorization: basic"), "{head}");
        assert!(!head.contains("bearer"), "{head}");
    }
}

#[tokio::test]
async fn a_plain_request_through_a_proxy_reports_its_407() {
    let (addr, _) = fixed_server(b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n");
    let stand = stand_with(
        |_| {},
        |c| {
            c.base.host = "service.invalid".to_owned();
            c.plaintext = Plaintext::Allow;
            c.proxy = Some(proxy(addr, ProxyKind::Http));
        },
    )
    .await;
    let e = stand.client.check().await.unwrap_err();
    assert_eq!(e, SiteError::Transport { kind: TransportKind::ProxyAuth });
}

#[tokio::test]
async fn a_proxy_that_is_not_there_is_no_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = listener.local_addr().unwrap();
    drop(listener);
    for kind in [ProxyKind::Http, ProxyKind::Socks5] {
        let stand = stand_with(
            |_| {},
            |c| {
                c.base.host = "service.invalid".to_owned();
                c.plaintext = Plaintext::Allow;
                c.proxy = Some(proxy(addr, kind));
            },
        )
        .await;
        let e = stand.client.check().await.unwrap_err();
        assert!(matches!(e, SiteError::Transport { .. }), "{kind:?}: {e}");
    }
}
