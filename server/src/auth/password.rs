//! Passwords of staff: Argon2id with the parameters that OWASP's Password Storage Cheat Sheet asks for
//! at least (19 MiB, two passes, one lane). Slow on purpose, so never on the runtime's own threads. What
//! may be a password follows NIST SP 800-63B: long enough and not common; no rules of composition.

use anyhow::{Result, anyhow};
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use std::sync::LazyLock;
use tokio::sync::Semaphore;

/// Characters of a password, at least and at most.
const LENGTH: std::ops::RangeInclusive<usize> = 10..=200;

/// Memory in KiB, passes, lanes.
const COST: (u32, u32, u32) = (19_456, 2, 1);

/// What people all over take for a password, or build one from. Lower case.
const COMMON: [&str; 20] = [
    "password",
    "passw0rd",
    "passwort",
    "parol",
    "пароль",
    "gfhjkm",
    "admin",
    "администратор",
    "user",
    "welcome",
    "letmein",
    "iloveyou",
    "monkey",
    "dragon",
    "master",
    "secret",
    "changeme",
    "citycenter",
    "qwerty",
    "йцукен",
];

/// Runs of keys and of characters that fingers know, forwards and backwards.
const RUNS: [&str; 8] = [
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "йцукенгшщзхъ",
    "фывапролджэ",
];

/// Checked when there is no such user, so that the answer takes as long as for a wrong password.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash_now("nobody has this password").unwrap_or_default());

/// Checks and hashes at once: each takes 19 MiB.
static TURNS: Semaphore = Semaphore::const_new(4);

/// Why a password may not be used, if it may not. `about` is what everybody knows of its owner: the
/// login, the name, the city.
pub fn fault(password: &str, about: &[&str]) -> Option<&'static str> {
    let count = password.chars().count();
    if count < *LENGTH.start() {
        return Some("too_short");
    }
    if count > *LENGTH.end() {
        return Some("too_long");
    }
    is_common(&password.to_lowercase(), about).then_some("too_common")
}

/// Whether little is left of it without what everybody would try first.
fn is_common(password: &str, about: &[&str]) -> bool {
    let known = about.iter().flat_map(|words| words.split([' ', '.', '-', '_', '@'])).map(str::to_lowercase);
    let mut known: Vec<String> = known.chain(COMMON.map(str::to_owned)).collect();
    known.retain(|word| word.chars().count() >= 4);
    // The longest first: a part of a word is not to hide the word.
    known.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let mut left = password.to_owned();
    for word in known {
        left = left.replace(&word, " ");
    }
    let left = without_runs(&left);
    let mut distinct: Vec<char> = left.chars().filter(|c| c.is_alphanumeric()).collect();
    distinct.sort_unstable();
    distinct.dedup();
    distinct.len() < 4
}

/// What is left without four and more characters of a run, and without four and more of the same.
fn without_runs(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let follows = |a: char, b: char| {
        a == b
            || RUNS.iter().any(|run| {
                let place = |c| run.chars().position(|known| known == c);
                matches!((place(a), place(b)), (Some(a), Some(b)) if a.abs_diff(b) == 1)
            })
    };
    let (mut left, mut start) = (String::new(), 0);
    for end in 1..=chars.len() {
        if end < chars.len() && follows(chars[end - 1], chars[end]) {
            continue;
        }
        if end - start < 4 {
            left.extend(&chars[start..end]);
        }
        start = end;
    }
    left
}

fn argon2() -> Result<Argon2<'static>> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None).map_err(|error| anyhow!("{error}"))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// The hash to keep, with a salt of its own. Takes a while: at the terminal only.
pub fn hash_now(password: &str) -> Result<String> {
    let hash = argon2()?.hash_password(password.as_bytes()).map_err(|error| anyhow!("{error}"))?;
    Ok(hash.to_string())
}

/// The hash to keep, with a salt of its own.
pub async fn hash(password: String) -> Result<String> {
    let _turn = TURNS.acquire().await?;
    tokio::task::spawn_blocking(move || hash_now(&password)).await?
}

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

/// Whether a hash was made in another way than we make them now.
pub fn is_outdated(hash: &str) -> bool {
    let Ok(hash) = PasswordHash::new(hash) else { return true };
    let (memory, passes, lanes) = COST;
    let same = Params::try_from(&hash)
        .is_ok_and(|made| (made.m_cost(), made.t_cost(), made.p_cost()) == (memory, passes, lanes));
    !same || hash.algorithm.as_str() != "argon2id"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_matches() {
        let hash = hash("correct horse".into()).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(!is_outdated(&hash));
        assert!(matches("correct horse".into(), Some(hash.clone())).await.unwrap());
        assert!(!matches("wrong horse".into(), Some(hash)).await.unwrap());
        assert!(!matches("nobody has this password".into(), None).await.unwrap());
    }

    #[tokio::test]
    async fn a_hash_of_other_times_still_matches_and_is_known_as_such() {
        let weak = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(8192, 1, 1, None).unwrap());
        let hash = weak.hash_password(b"correct horse").unwrap().to_string();
        assert!(is_outdated(&hash) && is_outdated("nonsense"));
        assert!(matches("correct horse".into(), Some(hash)).await.unwrap());
    }

    #[test]
    fn what_everybody_would_try_first_is_refused() {
        let about = ["ivanova", "Анна Иванова", "small-town", "Тихий Брод"];
        for common in [
            "password123",
            "Password2026",
            "1234567890",
            "0987654321",
            "qwertyuiop",
            "йцукенгшщз",
            "aaaaaaaaaaaa",
            "ivanova-1234",
            "иванова 2026",
            "small-town-1",
            "тихийброд1",
            "gfhjkm123456",
            "abababababab",
            "CityCenter2026",
        ] {
            assert_eq!(fault(common, &about), Some("too_common"), "{common}");
        }
        for good in ["correct horse battery", "a-password-for-stories", "8341729506", "снег-у-фонаря-лежит"]
        {
            assert_eq!(fault(good, &about), None, "{good}");
        }
        assert_eq!(fault("short", &about), Some("too_short"));
        assert_eq!(fault(&"x1y2".repeat(60), &about), Some("too_long"));
    }
}
