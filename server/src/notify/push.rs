//! Web Push (RFC 8030): what a browser is told is encrypted for it (RFC 8291), and signed by the
//! installation (VAPID, RFC 8292), so that its push service knows whose it is and cannot read it.

use super::{Fault, Letter};
use crate::config::Config;
use crate::outbound::Outbound;
use anyhow::{Context, Result, anyhow};
use axum::http::{Method, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Duration, Utc};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::json;
use uuid::Uuid;
use web_push_native::{Auth, encrypt, p256};

/// How long a signature is good; services take up to 24 hours (RFC 8292, 2).
const SIGNED_FOR: Duration = Duration::hours(1);
/// Bytes of a browser's secret (RFC 8291, 3.2).
const AUTH: usize = 16;

/// A browser, as it described itself, with the key it is tied to.
pub struct Device {
    pub id: Uuid,
    pub p256dh: Vec<u8>,
    pub auth: Vec<u8>,
    pub key: Vec<u8>,
}

/// Whether these can be a browser's key and secret.
pub fn can_be(p256dh: &[u8], auth: &[u8]) -> bool {
    auth.len() == AUTH && p256::PublicKey::from_sec1_bytes(p256dh).is_ok()
}

/// A new key to sign with.
pub fn fresh_key() -> Result<Vec<u8>> {
    let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new());
    Ok(made.map_err(|_| anyhow!("no key can be made"))?.as_ref().to_vec())
}

fn pair(key: &[u8]) -> Result<EcdsaKeyPair> {
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, key, &SystemRandom::new())
        .map_err(|_| anyhow!("the key that signs pushes cannot be read"))
}

/// What browsers are told of a key.
pub fn public_half(key: &[u8]) -> Result<String> {
    Ok(URL_SAFE_NO_PAD.encode(pair(key)?.public_key().as_ref()))
}

/// Carries to browsers.
pub struct Push {
    outbound: Outbound,
    /// Whom a push service may turn to.
    contact: String,
}

impl Push {
    pub fn open(config: &Config, outbound: &Outbound, public_url: &str) -> Self {
        let mail = config.mail_from.rsplit(['<', ' ']).next().unwrap_or_default().trim_end_matches('>');
        let contact = match mail {
            "" => public_url.to_owned(),
            mail => format!("mailto:{mail}"),
        };
        Self { outbound: outbound.clone(), contact }
    }

    /// Tells one browser, which may be away until `useful_until`.
    pub async fn carry(
        &self,
        letter: &Letter,
        device: &Device,
        useful_until: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<(), Fault> {
        let of_no_use = |_| Fault::Final("it cannot be encrypted for the browser".to_owned());
        let (body, signed) = self.sealed(letter, device, now).map_err(of_no_use)?;
        let request = self.outbound.request(Method::POST, &letter.address);
        let request = request.map_err(|_| Fault::Final("its push service may not be called".to_owned()))?;
        let request = request
            .header("ttl", (useful_until - now).num_seconds().max(0))
            .header("content-encoding", "aes128gcm")
            .header("content-type", "application/octet-stream")
            .header("authorization", signed)
            .body(body)
            .build()
            .map_err(|_| Fault::Final("it cannot be written as a request".to_owned()))?;
        match self.outbound.send(request).await {
            Ok(answer) => understood(answer.status),
            Err(_) => Err(Fault::Passing("the push service does not answer".to_owned())),
        }
    }

    fn sealed(&self, letter: &Letter, device: &Device, now: DateTime<Utc>) -> Result<(Vec<u8>, String)> {
        let theirs = p256::PublicKey::from_sec1_bytes(&device.p256dh).context("no key of a browser")?;
        let body = letter.words.body.clone().into_bytes();
        let auth: [u8; AUTH] = device.auth.as_slice().try_into().context("no secret of a browser")?;
        let sealed = encrypt(body, &theirs, &Auth::from(auth)).map_err(|e| anyhow!("{e}"))?;
        let origin = reqwest::Url::parse(&letter.address)?.origin().ascii_serialization();
        Ok((sealed, self.signature(&device.key, &origin, now)?))
    }

    /// A token for one push service, signed with ES256 (RFC 7518, 3.4).
    fn signature(&self, key: &[u8], origin: &str, now: DateTime<Utc>) -> Result<String> {
        let part = |value: serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let head = part(json!({ "typ": "JWT", "alg": "ES256" }));
        let said = json!({ "aud": origin, "exp": (now + SIGNED_FOR).timestamp(), "sub": self.contact });
        let text = format!("{head}.{}", part(said));
        let pair = pair(key)?;
        let signed = pair.sign(&SystemRandom::new(), text.as_bytes()).map_err(|_| anyhow!("not signed"))?;
        let public = URL_SAFE_NO_PAD.encode(pair.public_key().as_ref());
        Ok(format!("vapid t={text}.{}, k={public}", URL_SAFE_NO_PAD.encode(signed.as_ref())))
    }
}

/// What an answer means (RFC 8030, 5 and 7.3).
fn understood(status: StatusCode) -> Result<(), Fault> {
    let said = format!("the push service says {}", status.as_u16());
    match status.as_u16() {
        200..300 => Ok(()),
        404 | 410 => Err(Fault::Gone),
        408 | 429 | 500.. => Err(Fault::Passing(said)),
        _ => Err(Fault::Final(said)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};

    #[test]
    fn a_browser_that_is_gone_is_told_from_a_service_that_is_busy() {
        let of = |status: u16| understood(StatusCode::from_u16(status).unwrap());
        assert_eq!(of(201), Ok(()));
        assert_eq!((of(404), of(410)), (Err(Fault::Gone), Err(Fault::Gone)));
        assert!(matches!(of(429), Err(Fault::Passing(_))) && matches!(of(503), Err(Fault::Passing(_))));
        assert!(matches!(of(403), Err(Fault::Final(_))) && matches!(of(307), Err(Fault::Final(_))));
    }

    #[test]
    fn the_signature_is_of_the_key_that_browsers_are_told() {
        let key = fresh_key().unwrap();
        let push = Push { outbound: Outbound::new(&[]).unwrap(), contact: "mailto:city@town.example".into() };
        let now: DateTime<Utc> = "2026-11-16T09:00:00Z".parse().unwrap();
        let said = push.signature(&key, "https://push.example", now).unwrap();
        let (token, public) = said.strip_prefix("vapid t=").unwrap().split_once(", k=").unwrap();
        assert_eq!(public, public_half(&key).unwrap());
        let (text, signed) = token.rsplit_once('.').unwrap();
        let public = URL_SAFE_NO_PAD.decode(public).unwrap();
        let signed = URL_SAFE_NO_PAD.decode(signed).unwrap();
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, public).verify(text.as_bytes(), &signed).unwrap();
        let claims = URL_SAFE_NO_PAD.decode(text.split_once('.').unwrap().1).unwrap();
        let claims: serde_json::Value = serde_json::from_slice(&claims).unwrap();
        assert_eq!(claims["aud"], "https://push.example");
        assert_eq!(claims["exp"], now.timestamp() + 3600);
    }
}
