//! The keys beside the data (file rights: owner only), as the background task sees them.

use crate::site::secret::Secret;
use crate::store::folder::DataFolder;
use crate::sync::{KeySource, TokenStore};

/// Name of the token in the data folder.
pub(super) const TOKEN: &str = "site-token";
/// A longer file is no certificate.
const MAX_CERTIFICATES: u64 = 1 << 20;

/// The file of a secret setting: each has its own.
pub(super) fn file_of(key: &str) -> String {
    key.replace('.', "-")
}

/// Reads the keys afresh each time, so that new ones apply at once.
pub(super) struct FileKeys(pub(super) DataFolder);

impl FileKeys {
    fn secret(&self, name: &str) -> Option<Secret> {
        match self.0.read_secret(name) {
            Ok(secret) => secret.map(|text| Secret::new(&text)),
            Err(error) => {
                tracing::error!(%error, name, "a secret cannot be read");
                None
            }
        }
    }
}

impl KeySource for FileKeys {
    fn token(&self) -> Option<Secret> {
        self.secret(TOKEN)
    }

    fn proxy_password(&self) -> Option<Secret> {
        self.secret(&file_of("proxy.password"))
    }

    fn authority(&self, file: &str) -> Option<Vec<u8>> {
        let read = || -> std::io::Result<Vec<u8>> {
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(
                &mut std::io::Read::take(std::fs::File::open(file)?, MAX_CERTIFICATES),
                &mut bytes,
            )?;
            Ok(bytes)
        };
        read().inspect_err(|error| tracing::error!(%error, file, "the certificate cannot be read")).ok()
    }
}

/// The token beside the data; the one before is kept as `.old`.
pub(super) struct FileTokens(pub(super) DataFolder);

impl TokenStore for FileTokens {
    fn put(&self, token: &Secret) -> Result<(), String> {
        self.0.write_secret(TOKEN, token.expose()).map_err(|error| error.to_string())
    }
}
