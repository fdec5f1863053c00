//! Secrets of people as they are kept: Argon2id with its own salt, never to be read back.
//!
//! Owns: making and checking such a text. Each takes tens of milliseconds on purpose and 19 MiB: never on the thread of
//! a screen or of the data. Must not know: who is meant.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};

/// The secret as it may be stored; none when the system gives no salt.
#[must_use]
pub fn hash(secret: &str) -> Option<String> {
    // Argon2id v19, 19 MiB, two passes, one lane: the defaults.
    Argon2::default().hash_password(secret.as_bytes()).map(|hash| hash.to_string()).ok()
}

/// True when `secret` is the one that `stored` was made of. A text that is no hash is of nobody.
#[must_use]
pub fn is_of(secret: &str, stored: &str) -> bool {
    let Ok(stored) = PasswordHash::new(stored) else { return false };
    Argon2::default().verify_password(secret.as_bytes(), &stored).is_ok()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_known_again_and_cannot_be_read() {
        let stored = hash("Пин-1234").unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(!stored.contains("1234"));
        assert!(is_of("Пин-1234", &stored));
        for other in ["", "пин-1234", "Пин-12345"] {
            assert!(!is_of(other, &stored), "{other}");
        }
        assert_ne!(hash("Пин-1234").unwrap(), stored, "each has its own salt");
        for nobody in ["", "Пин-1234", "$argon2id$v=19$m=19456"] {
            assert!(!is_of("Пин-1234", nobody));
        }
    }
}
