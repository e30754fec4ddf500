//! Secrets of second factors as they are kept: encrypted with the installation's key (AES-256-GCM),
//! where it has one, and bound to whose they are.

use crate::config::Secret;
use anyhow::{Context, Result, anyhow};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// A secret as its row has it.
pub struct Kept {
    pub bytes: Vec<u8>,
    pub sealed: bool,
}

/// What to keep.
pub fn seal(key: &Secret, city_id: i32, user_id: Uuid, secret: &[u8]) -> Result<Kept> {
    if key.is_empty() {
        return Ok(Kept { bytes: secret.to_vec(), sealed: false });
    }
    let nonce = crate::secret::random::<NONCE_LEN>()?;
    let mut bytes = secret.to_vec();
    let whose = Aad::from(whose(city_id, user_id));
    sealer(key)?
        .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), whose, &mut bytes)
        .map_err(|_| anyhow!("a second factor cannot be encrypted"))?;
    Ok(Kept { bytes: [nonce.as_slice(), &bytes].concat(), sealed: true })
}

/// What was kept.
pub fn open(key: &Secret, city_id: i32, user_id: Uuid, kept: Kept) -> Result<Vec<u8>> {
    if !kept.sealed {
        return Ok(kept.bytes);
    }
    if key.is_empty() {
        return Err(anyhow!("a second factor is encrypted, and CITYCENTER_SEALING_KEY is not set"));
    }
    let (nonce, bytes) = kept.bytes.split_at_checked(NONCE_LEN).context("a second factor is cut off")?;
    let mut bytes = bytes.to_vec();
    let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| anyhow!("no nonce"))?;
    let secret = sealer(key)?
        .open_in_place(nonce, Aad::from(whose(city_id, user_id)), &mut bytes)
        .map_err(|_| anyhow!("a second factor was encrypted with another CITYCENTER_SEALING_KEY"))?;
    Ok(secret.to_vec())
}

fn sealer(key: &Secret) -> Result<LessSafeKey> {
    let key = Sha256::digest(key.expose());
    let key = UnboundKey::new(&AES_256_GCM, &key).map_err(|_| anyhow!("no key"))?;
    Ok(LessSafeKey::new(key))
}

/// A row that was copied to somebody else does not open.
fn whose(city_id: i32, user_id: Uuid) -> Vec<u8> {
    [city_id.to_be_bytes().as_slice(), user_id.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Secret {
        serde_json::from_value(text.into()).unwrap()
    }

    #[test]
    fn a_sealed_secret_opens_for_its_owner_with_the_same_key_only() {
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let ours = key("0123456789abcdef0123456789abcdef");
        let kept = || seal(&ours, 1, one, b"the secret of a phone").unwrap();
        assert!(kept().sealed && !kept().bytes.windows(6).any(|part| part == b"secret"));
        assert_ne!(kept().bytes, kept().bytes);
        assert_eq!(open(&ours, 1, one, kept()).unwrap(), b"the secret of a phone");
        assert!(open(&ours, 1, other, kept()).is_err() && open(&ours, 2, one, kept()).is_err());
        assert!(open(&key("another"), 1, one, kept()).is_err() && open(&key(""), 1, one, kept()).is_err());
    }

    #[test]
    fn without_a_key_it_is_kept_as_it_is_and_still_opens_when_a_key_comes() {
        let kept = seal(&key(""), 1, Uuid::nil(), b"plain").unwrap();
        assert!(!kept.sealed);
        assert_eq!(open(&key("later"), 1, Uuid::nil(), kept).unwrap(), b"plain");
    }
}
