//! The codes themselves: of the phone, and for the day it is lost.

use crate::secret;
use chrono::{DateTime, Utc};
use totp_rs::{Builder, Secret, Totp};

/// Bytes of a secret: as long as the HMAC's output (RFC 4226, 4).
pub const SECRET: usize = 20;
/// Recovery codes that somebody gets at once.
pub const RECOVERY_CODES: usize = 10;
/// Letters and digits of a recovery code, of 32 that cannot be mistaken for each other: 80 bits.
const RECOVERY_LENGTH: usize = 16;
const ALPHABET: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

fn totp(secret: &[u8]) -> anyhow::Result<Totp> {
    // Six digits, thirty seconds, HMAC-SHA-1, one step of the clock forwards or back: what every app takes.
    Builder::new()
        .with_secret(Secret::new(secret.into()))
        .build()
        .map_err(|error| anyhow::anyhow!("a secret of a second factor: {error:?}"))
}

/// The step whose code this is, if it is one of about now.
pub fn step_of(secret: &[u8], code: &str, now: DateTime<Utc>) -> anyhow::Result<Option<i64>> {
    let now = u64::try_from(now.timestamp())?;
    let step = totp(secret)?.check(code, now);
    Ok(step.map(i64::try_from).transpose()?)
}

/// The secret as people type it.
pub fn as_text(secret: &[u8]) -> String {
    Secret::new(secret.into()).to_base32()
}

/// What an app reads from a picture: the key URI that authenticators agreed on.
pub fn uri(issuer: &str, login: &str, secret: &[u8]) -> String {
    let issuer = urlencoding::encode(issuer).into_owned();
    let login = urlencoding::encode(login).into_owned();
    format!("otpauth://totp/{issuer}:{login}?secret={}&issuer={issuer}", as_text(secret))
}

/// A new recovery code, in groups of four.
pub fn new_recovery_code() -> anyhow::Result<String> {
    let bytes = secret::random::<RECOVERY_LENGTH>()?;
    let chars: Vec<char> = bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect();
    let groups: Vec<String> = chars.chunks(4).map(|group| group.iter().collect()).collect();
    Ok(groups.join("-"))
}

/// What somebody typed: digits of the phone, or a recovery code as its hash.
pub enum Typed {
    Digits(String),
    Recovery(Vec<u8>),
}

/// Blanks and hyphens do not matter, nor does the case.
pub fn read(text: &str) -> Option<Typed> {
    let plain: String =
        text.chars().filter(|c| !c.is_whitespace() && *c != '-').take(RECOVERY_LENGTH + 1).collect();
    let plain = plain.to_uppercase();
    if plain.len() == 6 && plain.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Typed::Digits(plain));
    }
    let recovery = plain.len() == RECOVERY_LENGTH && plain.bytes().all(|byte| ALPHABET.contains(&byte));
    recovery.then(|| Typed::Recovery(secret::hash(&plain)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, the rows of SHA-1, of which the last six digits are asked for.
    #[test]
    fn the_codes_are_those_of_the_standard() {
        let secret = b"12345678901234567890";
        for (seconds, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")]
        {
            let now = DateTime::from_timestamp(seconds, 0).unwrap();
            assert_eq!(step_of(secret, code, now).unwrap(), Some(seconds / 30), "{seconds}");
            let later = now + chrono::Duration::seconds(90);
            assert_eq!(step_of(secret, code, later).unwrap(), None, "{seconds}");
        }
    }

    #[test]
    fn a_recovery_code_is_read_as_people_type_it() {
        let code = new_recovery_code().unwrap();
        assert_eq!(code.len(), 19);
        let hashes =
            [code.clone(), code.to_lowercase(), format!(" {} ", code.replace('-', " "))].map(|typed| {
                match read(&typed) {
                    Some(Typed::Recovery(hash)) => hash,
                    _ => panic!("{typed} is a recovery code"),
                }
            });
        assert!(hashes.iter().all(|hash| *hash == hashes[0]));
        assert!(matches!(read("123 456"), Some(Typed::Digits(digits)) if digits == "123456"));
        assert!(read("12345").is_none() && read(&"A".repeat(17)).is_none() && read("").is_none());
    }
}
