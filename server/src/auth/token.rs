//! What browsers and phones hold: opaque secrets of which only a hash is kept, and access tokens
//! signed with a key that the installation made for itself.

use crate::secret::{self, Seal};
use chrono::{DateTime, Duration, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// How long an access token lives.
pub const ACCESS: Duration = Duration::minutes(15);

/// A phone that asks every quarter of an hour changes its token so often while its session lives.
const GENERATIONS_MAX: i64 = 6000;

/// A cookie or a refresh token, `city.session.generation.secret`.
pub struct Held {
    pub city_id: i32,
    pub session_id: Uuid,
    pub generation: i32,
    secret: [u8; 32],
}

impl Held {
    /// A new secret for a session.
    pub fn new(city_id: i32, session_id: Uuid, generation: i32) -> anyhow::Result<Self> {
        Ok(Self { city_id, session_id, generation, secret: secret::random()? })
    }

    /// What was held, as it comes back.
    pub fn read(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let held = Self {
            city_id: parts.next()?.parse().ok()?,
            session_id: parts.next()?.parse().ok()?,
            generation: parts.next()?.parse().ok()?,
            secret: hex::FromHex::from_hex(parts.next()?).ok()?,
        };
        parts.next().is_none().then_some(held)
    }

    /// What is held after it. It is made of what is held now, with the installation's key, so that
    /// what was held before can be told from a guess without being kept.
    pub fn next(&self, keys: &Keys) -> Self {
        let (city_id, session_id) = (self.city_id, self.session_id);
        let generation = self.generation.saturating_add(1);
        let named = format!("{city_id}.{}.{generation}", session_id.simple());
        let secret = keys.seal.bytes("next", &[named.as_bytes(), &self.secret]);
        Self { city_id, session_id, generation, secret }
    }

    /// Whether this was held once, and what has the hash `last` in a later `generation` came of it.
    pub fn led_to(&self, keys: &Keys, generation: i32, last: &[u8]) -> bool {
        let steps = i64::from(generation) - i64::from(self.generation);
        if !(1..=GENERATIONS_MAX).contains(&steps) {
            return false;
        }
        let mut held = self.next(keys);
        while held.generation < generation {
            held = held.next(keys);
        }
        held.secret_hash() == last
    }

    /// What to hand out.
    pub fn write(&self) -> String {
        let (session, secret) = (self.session_id.simple(), hex::encode(self.secret));
        format!("{}.{session}.{}.{secret}", self.city_id, self.generation)
    }

    /// What to keep.
    pub fn secret_hash(&self) -> Vec<u8> {
        Sha256::digest(self.secret).to_vec()
    }
}

/// What an access token says.
#[derive(Clone, Serialize, Deserialize)]
pub struct Claims {
    #[serde(rename = "city")]
    pub city_id: i32,
    #[serde(rename = "sid")]
    pub session_id: Uuid,
    exp: i64,
}

/// Signs and reads access tokens, and hashes what is short enough to be guessed.
#[derive(Clone)]
pub struct Keys {
    signing: EncodingKey,
    reading: DecodingKey,
    seal: Seal,
}

impl Keys {
    pub fn new(secret: &[u8]) -> Self {
        Self {
            signing: EncodingKey::from_secret(secret),
            reading: DecodingKey::from_secret(secret),
            seal: Seal::new(secret),
        }
    }

    /// What makes hashes of what is short enough to be guessed.
    pub fn seal(&self) -> &Seal {
        &self.seal
    }

    /// An access token for a session.
    pub fn sign(&self, city_id: i32, session_id: Uuid, now: DateTime<Utc>) -> anyhow::Result<String> {
        self.sign_claims(&Claims { city_id, session_id, exp: (now + ACCESS).timestamp() })
    }

    /// What a token says, if it is ours and has not expired by `now`.
    pub fn read(&self, token: &str, now: DateTime<Utc>) -> Option<Claims> {
        let claims: Claims = self.read_claims(token)?;
        (claims.exp > now.timestamp()).then_some(claims)
    }

    /// Signs what only we can say. Kinds of claims have to differ in a field that they need.
    pub fn sign_claims(&self, claims: &impl Serialize) -> anyhow::Result<String> {
        Ok(jsonwebtoken::encode(&Header::new(Algorithm::HS256), claims, &self.signing)?)
    }

    /// What we said, whether it has expired or not.
    pub fn read_claims<T: DeserializeOwned + Clone>(&self, text: &str) -> Option<T> {
        let mut validation = Validation::new(Algorithm::HS256);
        validation.validate_exp = false; // by the app's clock
        Some(jsonwebtoken::decode::<T>(text, &self.reading, &validation).ok()?.claims)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_handed_out_reads_back() {
        let held = Held::new(7, Uuid::new_v4(), 3).unwrap();
        let back = Held::read(&held.write()).unwrap();
        assert_eq!((back.city_id, back.session_id, back.generation), (7, held.session_id, 3));
        assert_eq!(back.secret_hash(), held.secret_hash());
        assert!(Held::read("7.x.3.00").is_none());
        assert!(Held::read(&format!("{}.1", held.write())).is_none());
    }

    #[test]
    fn what_was_held_before_is_told_from_a_guess() {
        let keys = Keys::new(b"one");
        let first = Held::new(7, Uuid::new_v4(), 1).unwrap();
        let second = first.next(&keys);
        let third = second.next(&keys);
        let guess = Held::new(7, first.session_id, 1).unwrap();
        let led = |held: &Held, keys: &Keys| held.led_to(keys, 3, &third.secret_hash());
        assert!(led(&first, &keys) && led(&second, &keys));
        assert!(!led(&guess, &keys) && !led(&third, &keys), "never held, or held now");
        assert!(!led(&first, &Keys::new(b"two")));
        assert_ne!(second.secret_hash(), first.secret_hash());
        let far = Held { generation: i32::MIN, ..Held::read(&guess.write()).unwrap() };
        assert!(!led(&far, &keys), "nobody makes us count for ever");
    }

    #[test]
    fn an_access_token_ends_by_our_clock_and_no_other_key_reads_it() {
        let keys = Keys::new(b"one");
        let now: DateTime<Utc> = "2026-11-21T12:00:00Z".parse().unwrap();
        let token = keys.sign(1, Uuid::nil(), now).unwrap();
        assert!(keys.read(&token, now).is_some());
        assert!(keys.read(&token, now + ACCESS).is_none());
        assert!(Keys::new(b"two").read(&token, now).is_none());
    }
}
