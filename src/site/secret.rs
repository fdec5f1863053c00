//! A text that must never be printed: the access token, the proxy password.
//!
//! Owns: the type. It has no `Display`, and its `Debug` says nothing, so that a secret cannot reach a log
//! by way of a struct that holds it.

use std::fmt;

use crate::domain::mask;

/// A secret text. Read it with [`Secret::expose`] only where it goes on the wire or into the key store.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Takes the text as it is, without surrounding white space: tokens are pasted by hand.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.trim().to_owned())
    }

    /// The text itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// True when nothing was given.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Dots and the last four characters of a long secret, for a settings screen.
    #[must_use]
    pub fn masked(&self) -> String {
        mask::token(&self.0)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(•••)")
    }
}
