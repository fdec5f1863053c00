//! The token's file beside the data (rights: owner only), as the background task sees it.

use crate::site::secret::Secret;
use crate::store::folder::DataFolder;
use crate::sync::TokenSource;

/// Name of the secret in the data folder.
pub(super) const TOKEN: &str = "site-token";

/// Reads the token afresh each time, so that a new one applies at once.
pub(super) struct FileToken(pub(super) DataFolder);

impl TokenSource for FileToken {
    fn token(&self) -> Option<Secret> {
        match self.0.read_secret(TOKEN) {
            Ok(token) => token.map(|t| Secret::new(&t)),
            Err(error) => {
                tracing::error!(%error, "the token cannot be read");
                None
            }
        }
    }
}
