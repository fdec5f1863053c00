//! How to reach the site: address, way out, limits, the seven URLs. What is secret is kept elsewhere.

use std::convert::Infallible;

use super::UseError;
use super::settings::get;
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
    read(|key| get(sql, key))
}

/// The settings as they stand in a form that is not saved yet; what cannot be read there is at its default.
#[must_use]
pub fn typed(value: impl Fn(&str) -> String) -> SiteSettings {
    let Ok(settings) = read(|key| Ok::<_, Infallible>(value(key)));
    settings
}

/// From wherever a value lies.
fn read<E>(get: impl Fn(&str) -> Result<String, E>) -> Result<SiteSettings, E> {
    let number = |key, fallback: u64| get(key).map(|value| value.trim().parse().unwrap_or(fallback));
    let port = |key, fallback| get(key).map(|value| value.trim().parse::<u16>().unwrap_or(fallback));
    let flag = |key| get(key).map(|value| value == "true");
    let scheme = get("site.scheme")?;
    let default_port = if scheme == "http" { 80 } else { 443 };
    let proxy = || -> Result<ProxySettings, E> {
        let login = flag("proxy.authorized")?.then(|| get("proxy.login")).transpose()?;
        Ok(ProxySettings {
            host: get("proxy.host")?,
            port: port("proxy.port", 1081)?,
            https: flag("proxy.https")?,
            login,
        })
    };
    Ok(SiteSettings {
        host: get("site.host")?,
        port: port("site.port", default_port)?,
        scheme,
        pharmacy_id: get("site.pharmacy_id")?,
        allow_plaintext: flag("site.allow_plaintext")?,
        timeout_secs: number("site.timeout_seconds", 30)?,
        poll_secs: number("sync.poll_seconds", 60)?,
        proxy: flag("proxy.use")?.then(proxy).transpose()?,
        ca_file: get("site.ca_file")?,
        paths: SitePaths {
            check: get("site.path.check")?,
            self_info: get("site.path.self")?,
            refresh: get("site.path.refresh")?,
            pharmacies: get("site.path.pharmacies")?,
            catalog: get("site.path.catalog")?,
            orders: get("site.path.orders")?,
            change_status: get("site.path.change_status")?,
        },
    })
}
