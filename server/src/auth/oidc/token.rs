//! What a provider's tokens prove: OpenID Connect Core 1.0 §3.1.3.7 for ID tokens, Back-Channel
//! Logout 1.0 §2.6 for logout tokens. Pure: keys and time come as values.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Duration, Utc};
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, KeyAlgorithm, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256, Sha384, Sha512};

/// How far the provider's clock may be off.
const LEEWAY: Duration = Duration::seconds(60);
/// How old a logout token may be.
const LOGOUT_AGE: Duration = Duration::minutes(10);
/// Characters of a subject, at most (Core §2).
const SUBJECT_MAX: usize = 255;
/// Characters of the modulus of an RSA key of 2048 bits.
const MODULUS_MIN: usize = 342;
const LOGOUT_EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// What a token says.
pub type Claims = Map<String, Value>;

/// Why a token proves nothing.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Fault {
    #[error("the token cannot be read")]
    Unreadable,
    #[error("the token is not signed with a key of the provider")]
    Algorithm,
    #[error("the provider has no such key")]
    UnknownKey,
    #[error("the signature is wrong")]
    Signature,
    #[error("{0} is missing or does not fit")]
    Claim(&'static str),
}

/// A token whose signature is the provider's.
#[derive(Debug)]
pub struct Opened {
    algorithm: Algorithm,
    kind: Option<String>,
    pub claims: Claims,
}

/// Reads a token that one of `keys` has signed. Only signatures that the holder of a public key cannot
/// make count, so neither none nor HMAC.
pub fn open(token: &str, keys: &[Jwk]) -> Result<Opened, Fault> {
    let header = decode_header(token).map_err(|_| Fault::Algorithm)?;
    let algorithm = header.alg;
    if matches!(algorithm, Algorithm::HS256 | Algorithm::HS384 | Algorithm::HS512) {
        return Err(Fault::Algorithm);
    }
    if header.crit.is_some() {
        return Err(Fault::Unreadable);
    }
    let named = |key: &&Jwk| header.kid.is_none() || key.common.key_id == header.kid;
    let mut candidates = keys.iter().filter(named).filter(|key| fits(key, algorithm)).peekable();
    if candidates.peek().is_none() {
        return Err(Fault::UnknownKey);
    }
    match candidates.find_map(|key| verified(token, key, algorithm)) {
        Some(claims) => Ok(Opened { algorithm, kind: header.typ, claims }),
        None if header.kid.is_none() => Err(Fault::UnknownKey),
        None => Err(Fault::Signature),
    }
}

/// Whether signatures of this kind are made with this key.
fn fits(key: &Jwk, algorithm: Algorithm) -> bool {
    use Algorithm::{ES256, ES384, EdDSA, PS256, PS384, PS512, RS256, RS384, RS512};
    let of_its_kind = match &key.algorithm {
        AlgorithmParameters::RSA(rsa) => {
            rsa.n.len() >= MODULUS_MIN && matches!(algorithm, RS256 | RS384 | RS512 | PS256 | PS384 | PS512)
        }
        AlgorithmParameters::EllipticCurve(ec) => {
            matches!((&ec.curve, algorithm), (EllipticCurve::P256, ES256) | (EllipticCurve::P384, ES384))
        }
        AlgorithmParameters::OctetKeyPair(pair) => pair.curve == EllipticCurve::Ed25519 && algorithm == EdDSA,
        _ => false,
    };
    of_its_kind
        && matches!(key.common.public_key_use, None | Some(PublicKeyUse::Signature))
        && key.common.key_algorithm.is_none_or(|only| only == KeyAlgorithm::from(algorithm))
}

fn verified(token: &str, key: &Jwk, algorithm: Algorithm) -> Option<Claims> {
    let mut signature_only = Validation::new(algorithm);
    signature_only.validate_exp = false; // by the app's clock, below
    signature_only.validate_aud = false; // below
    signature_only.required_spec_claims.clear();
    let key = DecodingKey::from_jwk(key).ok()?;
    decode::<Claims>(token, &key, &signature_only).ok().map(|data| data.claims)
}

/// Whom a token has to be from and for, and when it is looked at.
#[derive(Clone, Copy)]
pub struct Expected<'a> {
    pub issuer: &'a str,
    pub client_id: &'a str,
    pub now: DateTime<Utc>,
}

impl Expected<'_> {
    /// What holds for tokens of both kinds.
    fn check(&self, claims: &Claims) -> Result<(), Fault> {
        if text(claims, "iss") != Some(self.issuer) {
            return Err(Fault::Claim("iss"));
        }
        let audience: Vec<&Value> = match claims.get("aud") {
            Some(Value::Array(all)) => all.iter().collect(),
            Some(one) => vec![one],
            None => Vec::new(),
        };
        if !audience.iter().any(|one| one.as_str() == Some(self.client_id)) {
            return Err(Fault::Claim("aud"));
        }
        let party = claims.get("azp");
        let is_party = party.is_some_and(|party| party.as_str() == Some(self.client_id));
        if !is_party && (party.is_some() || audience.len() > 1) {
            return Err(Fault::Claim("azp"));
        }
        let issued = time(claims, "iat").ok_or(Fault::Claim("iat"))?;
        if issued > self.now + LEEWAY {
            return Err(Fault::Claim("iat"));
        }
        if claims.contains_key("exp")
            && time(claims, "exp").is_none_or(|expires| expires + LEEWAY <= self.now)
        {
            return Err(Fault::Claim("exp"));
        }
        if claims.contains_key("nbf") && time(claims, "nbf").is_none_or(|from| from > self.now + LEEWAY) {
            return Err(Fault::Claim("nbf"));
        }
        Ok(())
    }
}

/// Who has signed in: the subject of an ID token that answers the request with this nonce.
pub fn signed_in(
    token: &Opened,
    expected: Expected<'_>,
    nonce: &str,
    access_token: Option<&str>,
) -> Result<String, Fault> {
    let claims = &token.claims;
    expected.check(claims)?;
    if !claims.contains_key("exp") {
        return Err(Fault::Claim("exp"));
    }
    if text(claims, "nonce") != Some(nonce) {
        return Err(Fault::Claim("nonce"));
    }
    if let Some(said) = claims.get("at_hash") {
        let right = access_token.map(|access_token| half_hash(access_token, token.algorithm));
        if said.as_str().is_none() || said.as_str() != right.as_deref() {
            return Err(Fault::Claim("at_hash"));
        }
    }
    subject(claims).ok_or(Fault::Claim("sub"))
}

/// Whose sessions a logout token ends.
#[derive(Debug, PartialEq, Eq)]
pub struct Logout {
    /// The token's own name: each counts once.
    pub jti: String,
    /// When a token with that name would be too old.
    pub over_at: DateTime<Utc>,
    pub sid: Option<String>,
    pub subject: Option<String>,
}

pub fn logout(token: &Opened, expected: Expected<'_>) -> Result<Logout, Fault> {
    let claims = &token.claims;
    if token.kind.as_deref().is_some_and(|kind| !matches!(kind, "logout+jwt" | "JWT")) {
        return Err(Fault::Claim("typ"));
    }
    expected.check(claims)?;
    let issued = time(claims, "iat").ok_or(Fault::Claim("iat"))?;
    let over_at = issued + LOGOUT_AGE + LEEWAY;
    if over_at <= expected.now {
        return Err(Fault::Claim("iat"));
    }
    if claims.contains_key("nonce") {
        return Err(Fault::Claim("nonce"));
    }
    if !claims.get("events").and_then(|events| events.get(LOGOUT_EVENT)).is_some_and(Value::is_object) {
        return Err(Fault::Claim("events"));
    }
    let jti = text(claims, "jti").filter(|jti| (1..=SUBJECT_MAX).contains(&jti.len()));
    let sid = session_id(claims);
    let subject = subject(claims);
    if sid.is_none() && subject.is_none() {
        return Err(Fault::Claim("sub"));
    }
    Ok(Logout { jti: jti.ok_or(Fault::Claim("jti"))?.to_owned(), over_at, sid, subject })
}

/// The provider's name for its session.
pub fn session_id(claims: &Claims) -> Option<String> {
    text(claims, "sid").filter(|sid| (1..=SUBJECT_MAX).contains(&sid.len())).map(str::to_owned)
}

fn subject(claims: &Claims) -> Option<String> {
    text(claims, "sub").filter(|sub| (1..=SUBJECT_MAX).contains(&sub.len())).map(str::to_owned)
}

fn text<'a>(claims: &'a Claims, name: &str) -> Option<&'a str> {
    claims.get(name)?.as_str()
}

/// Seconds since 1970, which some providers write with a fraction.
fn time(claims: &Claims, name: &str) -> Option<DateTime<Utc>> {
    let value = claims.get(name)?;
    #[expect(clippy::cast_possible_truncation, reason = "fractions of seconds do not count")]
    let seconds = value.as_i64().or_else(|| value.as_f64().map(|seconds| seconds as i64))?;
    DateTime::from_timestamp(seconds, 0)
}

/// The left half of the access token's hash (Core §3.1.3.6).
fn half_hash(access_token: &str, algorithm: Algorithm) -> String {
    let hash = match algorithm {
        Algorithm::RS384 | Algorithm::PS384 | Algorithm::ES384 => Sha384::digest(access_token).to_vec(),
        Algorithm::RS512 | Algorithm::PS512 | Algorithm::EdDSA => Sha512::digest(access_token).to_vec(),
        _ => Sha256::digest(access_token).to_vec(),
    };
    URL_SAFE_NO_PAD.encode(&hash[..hash.len() / 2])
}

#[cfg(test)]
#[path = "token_tests.rs"]
mod tests;
