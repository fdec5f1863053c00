//! What people can change of the way to the site: settings and, outside the database, keys. A client is built from it.

use std::sync::Arc;
use std::time::Duration;

use chrono::FixedOffset;

use crate::domain::clock::Clock;
use crate::site::client::SiteClient;
use crate::site::config::{Base, Paths, Plaintext, ProxyConfig, ProxyKind, Scheme, SiteConfig};
use crate::site::error::{SetupFault, SiteError};
use crate::site::secret::Secret;
use crate::usecase::site_settings::{SitePaths, SiteSettings};

/// Where the keys are kept. A true edge: files, a key store, a test.
pub trait KeySource: Send + Sync {
    /// The token now; none when it was never set or cannot be read.
    fn token(&self) -> Option<Secret>;

    /// The password of the proxy; none likewise.
    fn proxy_password(&self) -> Option<Secret> {
        None
    }

    /// The certificates in this file, PEM; none when it cannot be read.
    fn authority(&self, _file: &str) -> Option<Vec<u8>> {
        None
    }
}

/// What a client needs that lies outside the database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    /// Who we are.
    pub token: Option<Secret>,
    /// For a proxy with a login.
    pub proxy_password: Option<Secret>,
    /// Of the file that the settings name.
    pub authority: Option<Vec<u8>>,
}

/// Settings with their keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setup {
    /// From the database.
    pub settings: SiteSettings,
    /// From outside.
    pub keys: Keys,
}

impl Setup {
    /// The settings with the keys of this moment.
    #[must_use]
    pub fn read(settings: SiteSettings, source: &dyn KeySource) -> Self {
        let has_login = settings.proxy.as_ref().is_some_and(|proxy| proxy.login.is_some());
        let keys = Keys {
            token: source.token(),
            proxy_password: has_login.then(|| source.proxy_password()).flatten(),
            authority: Some(settings.ca_file.as_str())
                .filter(|file| !file.is_empty())
                .and_then(|file| source.authority(file)),
        };
        Self { settings, keys }
    }

    /// What a client is built from; stamps without an offset are read in `zone`.
    ///
    /// # Errors
    /// [`SiteError::Setup`]: no token; the file with certificates cannot be read.
    pub fn config(&self, zone: FixedOffset) -> Result<SiteConfig, SiteError> {
        let Self { settings, keys } = self;
        let token = keys.token.clone().ok_or(SiteError::Setup(SetupFault::NoToken))?;
        let scheme = if settings.scheme == "http" { Scheme::Http } else { Scheme::Https };
        let base = Base { scheme, host: settings.host.clone(), port: settings.port };
        let mut config = SiteConfig::new(base, token, &settings.pharmacy_id, zone);
        config.limits.answer = Duration::from_secs(settings.timeout_secs.max(1));
        if settings.allow_plaintext {
            config.plaintext = Plaintext::Allow;
        }
        config.proxy = settings.proxy.as_ref().map(|proxy| {
            let password = keys.proxy_password.clone().unwrap_or_else(|| Secret::new(""));
            ProxyConfig {
                host: proxy.host.clone(),
                port: proxy.port,
                kind: if proxy.https { ProxyKind::Https } else { ProxyKind::Http },
                login: proxy.login.clone().map(|login| (login, password)),
            }
        });
        // An authority that was named and is not there must not be passed over in silence.
        if !settings.ca_file.is_empty() && keys.authority.is_none() {
            return Err(SiteError::Setup(SetupFault::CaFile));
        }
        config.extra_root_ca.clone_from(&keys.authority);
        config.paths = paths(&settings.paths);
        Ok(config)
    }
}

fn paths(from: &SitePaths) -> Paths {
    let SitePaths { check, self_info, refresh, pharmacies, catalog, orders, change_status } = from.clone();
    Paths { check, self_info, refresh, pharmacies, catalog, orders, change_status }
}

/// The client for one-off calls (`doctor`, the checks of the settings window).
///
/// # Errors
/// [`SiteError::Setup`] when the settings cannot be used.
pub fn connect(setup: &Setup, clock: Arc<dyn Clock>) -> Result<SiteClient, SiteError> {
    let zone = clock.offset(clock.now());
    SiteClient::new(setup.config(zone)?, clock)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::usecase::{settings, site_settings};

    #[test]
    fn the_urls_of_a_fresh_till_are_those_of_the_contract() {
        let fresh =
            site_settings::typed(|key| settings::find(key).map_or_else(|_| String::new(), |s| s.default.into()));
        assert_eq!(paths(&fresh.paths), Paths::default());
    }
}
