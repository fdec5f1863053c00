//! How to reach the site: address, way out, limits, the seven URLs. What is secret is kept elsewhere.

use super::UseError;
use super::settings::{flag, get, number};
use crate::store::Sql;

/// How to reach the site; token, password and certificate lie outside the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteSettings {
    /// `https` or `http`.
    pub scheme: String,
    /// Name or address.
    pub host: String,
    /// By scheme when not set.
    pub port: u16,
    /// Our id at the site.
    pub pharmacy_id: String,
    /// Plain http to a host that is not this machine was agreed to.
    pub allow_plaintext: bool,
    /// How long to wait for an answer.
    pub timeout_secs: u64,
    /// How often to ask for orders.
    pub poll_secs: u64,
    /// Way out of the pharmacy's network; none for a direct one.
    pub proxy: Option<ProxySettings>,
    /// File with the certificate of the pharmacy's own authority, PEM; empty for none.
    pub ca_file: String,
    /// The seven URLs.
    pub paths: SitePaths,
}

/// «Выход в интернет через прокси-сервер».
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProxySettings {
    /// Name or address.
    pub host: String,
    /// Port.
    pub port: u16,
    /// «Доступ к прокси-серверу по протоколу HTTPS».
    pub https: bool,
    /// Login, when the proxy asks for one.
    pub login: Option<String>,
}

/// The URLs after the address, without a leading slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SitePaths {
    /// Is the token good.
    pub check: String,
    /// What the site knows of us.
    pub self_info: String,
    /// A new token.
    pub refresh: String,
    /// Data of the pharmacy.
    pub pharmacies: String,
    /// Stock and prices.
    pub catalog: String,
    /// Orders.
    pub orders: String,
    /// A new status, with `{order_id}` in it.
    pub change_status: String,
}

pub(super) fn site(sql: &Sql<'_>) -> Result<SiteSettings, UseError> {
    let scheme = get(sql, "site.scheme")?;
    let default_port = if scheme == "http" { 80 } else { 443 };
    let unsigned = |n: i64, fallback: u64| u64::try_from(n).unwrap_or(fallback);
    Ok(SiteSettings {
        scheme,
        host: get(sql, "site.host")?,
        port: port(sql, "site.port", default_port)?,
        pharmacy_id: get(sql, "site.pharmacy_id")?,
        allow_plaintext: flag(sql, "site.allow_plaintext")?,
        timeout_secs: unsigned(number(sql, "site.timeout_seconds", 30)?, 30),
        poll_secs: unsigned(number(sql, "sync.poll_seconds", 60)?, 60),
        proxy: flag(sql, "proxy.use")?.then(|| proxy(sql)).transpose()?,
        ca_file: get(sql, "site.ca_file")?,
        paths: SitePaths {
            check: get(sql, "site.path.check")?,
            self_info: get(sql, "site.path.self")?,
            refresh: get(sql, "site.path.refresh")?,
            pharmacies: get(sql, "site.path.pharmacies")?,
            catalog: get(sql, "site.path.catalog")?,
            orders: get(sql, "site.path.orders")?,
            change_status: get(sql, "site.path.change_status")?,
        },
    })
}

fn proxy(sql: &Sql<'_>) -> Result<ProxySettings, UseError> {
    let login = flag(sql, "proxy.authorized")?.then(|| get(sql, "proxy.login")).transpose()?;
    Ok(ProxySettings {
        host: get(sql, "proxy.host")?,
        port: port(sql, "proxy.port", 1081)?,
        https: flag(sql, "proxy.https")?,
        login,
    })
}

fn port(sql: &Sql<'_>, key: &str, fallback: u16) -> Result<u16, UseError> {
    Ok(u16::try_from(number(sql, key, fallback.into())?).unwrap_or(fallback))
}
