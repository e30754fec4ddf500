//! The far end of Web Push: a push service that takes messages, and browsers that read them by what
//! RFC 8291 says, without the library that wrote them.

use crate::Caller;
use crate::post::{Peer, Refusals};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::hkdf::{HKDF_SHA256, KeyType, Salt};
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use serde_json::{Value, json};
use std::collections::HashMap;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::sync::mpsc::UnboundedSender;
use uuid::Uuid;
use web_push_native::p256::ecdh::diffie_hellman;
use web_push_native::p256::{PublicKey, SecretKey};

/// A message as it came to the service.
pub struct Pushed {
    pub path: String,
    pub headers: HashMap<String, String>,
    pub body: Vec<u8>,
}

/// A push service.
pub type PushService = Peer<Pushed>;

impl PushService {
    pub async fn open() -> PushService {
        Peer::open_with(take).await
    }

    /// A browser that this service knows.
    pub fn browser(&self) -> Browser {
        let name = Uuid::new_v4().simple().to_string();
        // Any scalar below the order of the curve is a secret key; those that begin with a zero are.
        let mut scalar = [7; 32];
        scalar[..16].copy_from_slice(Uuid::new_v4().as_bytes());
        scalar[0] = 0;
        Browser {
            endpoint: format!("http://127.0.0.1:{}/push/{name}", self.port()),
            secret: SecretKey::from_slice(&scalar).expect("a scalar"),
            auth: *Uuid::new_v4().as_bytes(),
        }
    }
}

/// One request, answered and hung up.
pub(crate) async fn take(stream: TcpStream, tell: UnboundedSender<Pushed>, refusals: Refusals) -> Option<()> {
    let mut stream = BufReader::new(stream);
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read_until(b'\n', &mut head).await.ok()? == 0 {
            return None;
        }
    }
    let head = String::from_utf8(head).ok()?;
    let path = head.split(' ').nth(1)?.to_owned();
    let lines = head.lines().skip(1).filter_map(|line| line.split_once(':'));
    let headers: HashMap<String, String> =
        lines.map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned())).collect();
    let mut body = vec![0; headers.get("content-length")?.parse().ok()?];
    stream.read_exact(&mut body).await.ok()?;
    let refused = refusals.lock().expect("no test panicked here").pop_front();
    tell.send(Pushed { path, headers, body }).ok()?;
    let status = refused.unwrap_or("201 Created");
    let answer = format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    stream.write_all(answer.as_bytes()).await.ok()
}

/// A browser with its keys.
pub struct Browser {
    pub endpoint: String,
    secret: SecretKey,
    auth: [u8; 16],
}

/// Bytes of a derived key.
struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

fn derived(salt: &[u8], key: &[u8], info: &[&[u8]], length: usize) -> Vec<u8> {
    let mut out = vec![0; length];
    let extracted = Salt::new(HKDF_SHA256, salt).extract(key);
    extracted.expand(info, Length(length)).and_then(|okm| okm.fill(&mut out)).expect("a length of HKDF");
    out
}

impl Browser {
    fn public(&self) -> Vec<u8> {
        self.secret.public_key().to_sec1_bytes().to_vec()
    }

    /// How it describes itself to the city, tied to the city's key.
    pub async fn described(&self, caller: &Caller) -> Value {
        let key = caller.get("push-key").await.expect(200)["key"].clone();
        json!({
            "endpoint": self.endpoint,
            "p256dh": URL_SAFE_NO_PAD.encode(self.public()),
            "auth": URL_SAFE_NO_PAD.encode(self.auth),
            "key": key,
            "language": "en",
        })
    }

    /// What a message says: the header of RFC 8188, 2.1, then one record.
    pub fn read(&self, pushed: &Pushed) -> Value {
        assert!(self.endpoint.ends_with(&pushed.path), "it is for this browser");
        let (salt, rest) = pushed.body.split_at(16);
        let (_size, rest) = rest.split_at(4);
        let (theirs, record) = rest[1..].split_at(usize::from(rest[0]));
        let sender = PublicKey::from_sec1_bytes(theirs).expect("the sender's key");
        let shared = diffie_hellman(self.secret.to_nonzero_scalar(), sender.as_affine());
        let whose: &[&[u8]] = &[b"WebPush: info\0", &self.public(), theirs];
        let key = derived(&self.auth, shared.raw_secret_bytes(), whose, 32);
        let content = derived(salt, &key, &[b"Content-Encoding: aes128gcm\0"], 16);
        let nonce = derived(salt, &key, &[b"Content-Encoding: nonce\0"], 12);
        let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &content).expect("16 bytes"));
        let mut record = record.to_vec();
        let nonce = Nonce::try_assume_unique_for_key(&nonce).expect("12 bytes");
        let plain = key.open_in_place(nonce, Aad::empty(), &mut record).expect("it can be read");
        // The last record ends with a 2 and any number of zeros.
        let end = plain.iter().rposition(|byte| *byte == 2).expect("a delimiter");
        serde_json::from_slice(&plain[..end]).expect("JSON")
    }
}

impl Pushed {
    /// The claims of its signature, which has to be the key's that browsers are told.
    pub fn signed_by(&self, key: &str) -> Value {
        let said = &self.headers["authorization"];
        let (token, public) =
            said.strip_prefix("vapid t=").and_then(|s| s.split_once(", k=")).expect("VAPID");
        assert_eq!(public, key);
        let (text, signed) = token.rsplit_once('.').expect("a signature");
        let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text).expect("base64url");
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, bytes(public))
            .verify(text.as_bytes(), &bytes(signed))
            .expect("it is signed with that key");
        serde_json::from_slice(&bytes(text.split_once('.').expect("claims").1)).expect("JSON")
    }
}
