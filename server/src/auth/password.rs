//! Passwords of staff: Argon2id. Slow on purpose, so never on the runtime's own threads.

use anyhow::{Result, anyhow};
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use std::sync::LazyLock;
use tokio::sync::Semaphore;

/// Characters of a password, at least and at most.
const LENGTH: std::ops::RangeInclusive<usize> = 10..=200;

/// Checked when there is no such user, so that the answer takes as long as for a wrong password.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash("nobody has this password").unwrap_or_default());

/// Whether the password may be used.
pub fn is_good(password: &str) -> bool {
    LENGTH.contains(&password.chars().count())
}

/// The hash to keep, with a salt of its own.
pub fn hash(password: &str) -> Result<String> {
    let hash = Argon2::default().hash_password(password.as_bytes()).map_err(|error| anyhow!("{error}"))?;
    Ok(hash.to_string())
}

/// Checks at once: each takes 19 MiB.
static TURNS: Semaphore = Semaphore::const_new(4);

/// Whether `password` is the one of `hash`; without a hash it takes as long to say no.
pub async fn matches(password: String, hash: Option<String>) -> Result<bool> {
    let known = hash.is_some();
    let _turn = TURNS.acquire().await?;
    let verified = tokio::task::spawn_blocking(move || {
        let hash = hash.unwrap_or_else(|| NOBODY.clone());
        let Ok(hash) = PasswordHash::new(&hash) else { return false };
        Argon2::default().verify_password(password.as_bytes(), &hash).is_ok()
    })
    .await?;
    Ok(known && verified)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_matches() {
        let hash = hash("correct horse").unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(matches("correct horse".into(), Some(hash.clone())).await.unwrap());
        assert!(!matches("wrong horse".into(), Some(hash)).await.unwrap());
        assert!(!matches("nobody has this password".into(), None).await.unwrap());
    }
}
