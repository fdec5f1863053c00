//! A new token, in the order that never leaves us without one: the old one is kept, the new one is on disk before it is
//! used, and an answer that was lost is settled by asking with the old one.

use crate::site::client::SiteClient;
use crate::site::error::SiteError;
use crate::site::secret::Secret;

/// Where the token lies. A true edge.
pub trait TokenStore: Send + Sync {
    /// Puts a new token in the place of the present one, which is kept.
    ///
    /// # Errors
    /// In words for the log, when it could not be written; then the present one is still in place.
    fn put(&self, token: &Secret) -> Result<(), String>;
}

/// What came of it.
#[derive(Debug, PartialEq, Eq)]
pub enum Renewed {
    /// The new token is stored and the site knows it.
    Done,
    /// Nothing changed: the old token is good, the site gave no new one.
    Kept(SiteError),
    /// The new token could not be written and is lost; the old one may be dead.
    NotStored,
    /// The site does not know the new token; the old one is in its place again.
    PutBack(SiteError),
    /// Neither is known to be good: a person must ask the service for one.
    Lost(SiteError),
}

impl Renewed {
    /// The text key of the user's wording.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Done => "renewed-done",
            Self::Kept(_) => "renewed-kept",
            Self::NotStored => "renewed-not-stored",
            Self::PutBack(_) => "renewed-put-back",
            Self::Lost(_) => "renewed-lost",
        }
    }
}

/// Asks the service for a new token in the place of `old`. The caller holds this to one at a time.
pub async fn renew(client: &SiteClient, old: &Secret, store: &dyn TokenStore) -> Renewed {
    let fresh = match client.refresh().await {
        Ok(answer) => answer.value.token,
        Err(error) => return after_no_answer(client, error).await,
    };
    if let Err(detail) = store.put(&fresh) {
        tracing::error!(detail, "the new token cannot be stored");
        return Renewed::NotStored;
    }
    match client.with_token(fresh).check().await {
        Ok(answer) if answer.value.active => Renewed::Done,
        // It may be good: the site could not be asked, or says so later. The new one stays.
        Err(error) if !matches!(error, SiteError::Unauthorized { .. }) => Renewed::Lost(error),
        refused => {
            let error = refused.err().unwrap_or(SiteError::Timeout);
            let is_old_good = client.check().await.is_ok_and(|answer| answer.value.active);
            match is_old_good.then(|| store.put(old)) {
                Some(Ok(())) => Renewed::PutBack(error),
                Some(Err(_)) | None => Renewed::Lost(error),
            }
        }
    }
}

/// The request may have been carried out and its answer lost: then the old token is dead.
async fn after_no_answer(client: &SiteClient, error: SiteError) -> Renewed {
    match client.check().await {
        Ok(answer) if answer.value.active => Renewed::Kept(error),
        _ => Renewed::Lost(error),
    }
}
