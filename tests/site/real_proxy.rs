//! The way to the site through a real proxy program: every kind of site, proxy and login, with its outcome.
//!
//! The site is named 0.0.0.0: an address of this machine that the client does not take for loopback.

use std::net::SocketAddr;

use expero::site::config::Plaintext;
use expero::site::error::TransportKind;
use expero::site::{ProxyConfig, ProxyKind, Scheme, Secret, SiteError};
use tokio_rustls::TlsAcceptor;

use super::tinyproxy::{LOGIN, PASSWORD, Tinyproxy};
use super::tls_and_proxy::{tls_config, tls_server};
use crate::support::stand_with;

const CA: &[u8] = include_bytes!("tls/wide_ca.pem");
const SITE: &[u8] = include_bytes!("tls/wide.pem");

/// Speaks TLS and hands everything on to the proxy program, which cannot.
async fn tls_front(to: u16) -> SocketAddr {
    let acceptor = TlsAcceptor::from(tls_config(SITE));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let Ok(mut near) = acceptor.accept(stream).await else { return };
                let mut far = tokio::net::TcpStream::connect(("127.0.0.1", to)).await.unwrap();
                let _ = tokio::io::copy_bidirectional(&mut near, &mut far).await;
            });
        }
    });
    addr
}

/// A row of the table.
struct Way {
    site: Scheme,
    kind: ProxyKind,
    authorized: bool,
    login: Option<(&'static str, &'static str)>,
    outcome: Result<(), TransportKind>,
}

#[tokio::test]
async fn every_way_through_a_proxy_has_its_outcome() {
    let (good, bad) = (Some((LOGIN, PASSWORD)), Some((LOGIN, "wrong")));
    let refused = Err(TransportKind::ProxyAuth);
    // This program answers a wrong login with 401; before a tunnel nothing tells it from another refusal.
    let wrong = |site| Err(if site == Scheme::Https { TransportKind::ProxyRefused } else { TransportKind::ProxyAuth });
    let mut table = Vec::new();
    for site in [Scheme::Http, Scheme::Https] {
        for kind in [ProxyKind::Http, ProxyKind::Https] {
            let row = |authorized, login, outcome| Way { site, kind, authorized, login, outcome };
            table.push(row(false, None, Ok(())));
            table.push(row(true, good, Ok(())));
            table.push(row(true, None, refused));
            table.push(row(true, bad, wrong(site)));
        }
    }
    for way in table {
        let proxy = Tinyproxy::start(way.authorized);
        let port = if way.kind == ProxyKind::Https { tls_front(proxy.port).await.port() } else { proxy.port };
        let https = (way.site == Scheme::Https).then(|| tls_server(SITE));
        let mut site_port = 0;
        let stand = stand_with(
            |_| {},
            |c| {
                c.base.scheme = way.site;
                c.base.host = "0.0.0.0".to_owned();
                if let Some((addr, _)) = &https {
                    c.base.port = addr.port();
                }
                site_port = c.base.port;
                c.plaintext = Plaintext::Allow;
                c.extra_root_ca = Some(CA.to_vec());
                let login = way.login.map(|(login, password)| (login.to_owned(), Secret::new(password)));
                c.proxy = Some(ProxyConfig { host: "127.0.0.1".to_owned(), port, kind: way.kind, login });
            },
        )
        .await;
        let got = stand.client.check().await.map(|answer| assert!(answer.value.active));
        let want = way.outcome.map_err(|kind| SiteError::Transport { kind });
        let row = format!("{:?} site, {:?} proxy, login {}, {:?}", way.site, way.kind, way.authorized, way.login);
        assert_eq!(got, want, "{row}");
        if way.outcome.is_ok() {
            assert!(proxy.log().contains(&format!("0.0.0.0:{site_port}")), "{row}: it went past the proxy");
        } else if let Some((_, seen)) = https {
            assert!(seen.lock().unwrap().is_empty(), "{row}");
        }
    }
}
