//! What the phone in the terminal brings: a clock that can be moved, a safe, and a network that fails.

use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering::SeqCst};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use async_trait::async_trait;
use mobile_core::{
    Clock, Connectivity, HttpMethod, HttpRequest, HttpResponse, Network, Platform, SecretError, SecretStore,
    Transport, TransportError,
};

/// Numbers that look like chance (xorshift).
pub struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub fn below(&mut self, n: u64) -> u64 {
        (self.next() >> 8) % n.max(1)
    }

    pub fn byte(&mut self) -> u8 {
        self.next().to_le_bytes()[2]
    }
}

pub struct Device {
    /// Milliseconds since 1970.
    pub now: AtomicI64,
    /// How often the network was asked for.
    pub calls: AtomicU64,
    chance: Mutex<Chance>,
    faults: u64,
    cut: bool,
    safe: PathBuf,
}

impl Device {
    pub fn new(folder: &str) -> Self {
        let number =
            |name: &str| std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(0_u64);
        #[expect(clippy::disallowed_methods, reason = "this is the phone that brings the clock")]
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let now = match number("PHONE_NOW") {
            0 => now.as_millis().try_into().unwrap_or(0),
            set => set,
        };
        Self {
            now: i64::try_from(now).unwrap_or(0).into(),
            calls: 0.into(),
            chance: Mutex::new(Chance(number("PHONE_SEED").wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)),
            faults: number("PHONE_FAULTS"),
            cut: std::env::var_os("PHONE_CUT").is_some(),
            safe: PathBuf::from(folder).join("safe"),
        }
    }

    pub fn platform(self: &Arc<Self>) -> Platform {
        Platform {
            transport: self.clone(),
            clock: self.clone(),
            connectivity: self.clone(),
            secrets: self.clone(),
            push: None,
        }
    }

    pub fn chance<T>(&self, ask: impl FnOnce(&mut Chance) -> T) -> T {
        ask(&mut self.chance.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// One request on a connection of its own, which breaks off by chance: before anything is sent, in the
    /// middle, before the answer comes, or after it came.
    fn exchange(&self, call: &HttpRequest) -> Option<HttpResponse> {
        let (fails, how) = self.chance(|chance| (chance.below(100) < self.faults, chance.below(4)));
        let breaks = |at: u64| fails && how == at;
        let (host, path) = call.url.strip_prefix("http://")?.split_once('/')?;
        let mut connection = TcpStream::connect(host).ok().filter(|_| !breaks(0))?;
        let request = written(call, host, path);
        if breaks(1) {
            connection.write_all(&request[..request.len() / 2]).ok()?;
            return None;
        }
        connection.write_all(&request).ok()?;
        if breaks(2) {
            return None;
        }
        let mut answer = Vec::new();
        connection.read_to_end(&mut answer).ok()?;
        read(&answer).filter(|_| !breaks(3))
    }
}

fn written(call: &HttpRequest, host: &str, path: &str) -> Vec<u8> {
    let method = match call.method {
        HttpMethod::Get => "GET",
        HttpMethod::Post => "POST",
        HttpMethod::Put => "PUT",
        HttpMethod::Delete => "DELETE",
    };
    let body = call.body.clone().unwrap_or_default();
    let lines = call.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n"));
    let head = format!(
        "{method} /{path} HTTP/1.0\r\nhost: {host}\r\ncontent-length: {}\r\n{}",
        body.len(),
        lines.collect::<String>()
    );
    [head.as_bytes(), b"\r\n", &body].concat()
}

/// A whole answer; one that was cut is none.
fn read(answer: &[u8]) -> Option<HttpResponse> {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&answer[..end]);
    let (first, rest) = head.split_once("\r\n")?;
    let status = first.split(' ').nth(1)?.parse().ok()?;
    let lines = rest.lines().filter_map(|line| line.split_once(':'));
    let headers: HashMap<String, String> =
        lines.map(|(name, value)| (name.to_lowercase(), value.trim().to_owned())).collect();
    let body = answer[end + 4..].to_vec();
    let whole = headers.get("content-length").is_none_or(|length| *length == body.len().to_string());
    whole.then_some(HttpResponse { status, headers, body })
}

#[async_trait]
impl Transport for Device {
    async fn send(&self, call: HttpRequest) -> Result<HttpResponse, TransportError> {
        self.calls.fetch_add(1, SeqCst);
        if self.cut {
            return Err(TransportError::NoAnswer);
        }
        self.exchange(&call).ok_or(TransportError::NoAnswer)
    }
}

impl Clock for Device {
    fn now(&self) -> i64 {
        self.now.load(SeqCst)
    }
}

impl Connectivity for Device {
    fn network(&self) -> Network {
        Network::Free
    }
}

/// Files, as no real phone would.
impl SecretStore for Device {
    fn read(&self, name: String) -> Result<Option<String>, SecretError> {
        Ok(std::fs::read_to_string(self.safe.join(name)).ok())
    }

    fn write(&self, name: String, value: String) -> Result<(), SecretError> {
        let kept = std::fs::create_dir_all(&self.safe)
            .and_then(|()| std::fs::write(self.safe.join(format!("{name}.part")), value))
            .and_then(|()| std::fs::rename(self.safe.join(format!("{name}.part")), self.safe.join(name)));
        kept.map_err(|_| SecretError::Broken)
    }

    fn remove(&self, name: String) -> Result<(), SecretError> {
        let _gone_already = std::fs::remove_file(self.safe.join(name));
        Ok(())
    }
}
