//! Transfers that go on while the app sleeps: the system carries a request whose body lies in a file,
//! and wakes the app with the answer, perhaps in another run of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest, Sha256};
use tokio::sync::Notify;

use super::{HttpRequest, HttpResponse, Transport, TransportError};

/// One request for the system to carry.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Handover {
    /// Names the request: the same one has the same name in every run of the app.
    pub token: String,
    /// What to send, pins included; its body is in the file.
    pub request: HttpRequest,
    /// The file with its body, in the core's folder. The core removes it.
    pub body_file: String,
}

/// The system's own carrier: a background `URLSession` on iOS, where `token` is the task's
/// description; WorkManager does not need it.
///
/// The system owes one answer for each handover, to be told by `Core::background_answer`, whenever it
/// comes. Nothing depends on it: an answer that never comes, comes twice or comes after the request was
/// sent in another way does no harm, since everything that the core sends may be sent again.
#[uniffi::export(with_foreign)]
pub trait Background: Send + Sync {
    /// Takes a request over. One that the system has already, by its token, is not taken again.
    fn hand_over(&self, handover: Handover);
}

/// Where bodies wait for the system.
#[derive(Clone)]
pub(crate) struct Bodies(PathBuf);

impl Bodies {
    /// Beside everything else in the core's folder.
    pub fn within(dir: &Path) -> Self {
        Self(dir.join("background"))
    }

    fn keep(&self, token: &str, body: &[u8]) -> std::io::Result<PathBuf> {
        fs::create_dir_all(&self.0)?;
        let path = self.0.join(token);
        // The system may be reading the one that is there: it has the same bytes.
        if fs::metadata(&path).map_or(0, |found| found.len()) != body.len() as u64 {
            fs::write(&path, body)?;
        }
        Ok(path)
    }

    /// The system needs it no more. What cannot be removed goes with the last one.
    pub fn forget(&self, token: &str) {
        if token.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            let _gone = fs::remove_file(self.0.join(token));
        }
    }

    /// Nothing waits any more.
    pub fn forget_all(&self) {
        let _gone = fs::remove_dir_all(&self.0);
    }
}

/// A transport for one pass over the outbox: what the outbox sends is handed to the system, and there
/// the pass stops. The next pass comes to the same request, by its token, and finds the answer.
pub(crate) struct HandingOver {
    transport: Arc<dyn Transport>,
    background: Arc<dyn Background>,
    bodies: Bodies,
    /// The answer that came, for the one who asks.
    answer: Mutex<Option<(String, Option<HttpResponse>)>>,
    handed: Notify,
}

impl HandingOver {
    pub fn new(
        transport: Arc<dyn Transport>,
        background: Arc<dyn Background>,
        bodies: Bodies,
        answer: Option<(String, Option<HttpResponse>)>,
    ) -> Arc<Self> {
        let answer = Mutex::new(answer);
        Arc::new(Self { transport, background, bodies, answer, handed: Notify::new() })
    }

    /// Waits until the system has the next request.
    pub async fn handed(&self) {
        self.handed.notified().await;
    }

    fn answer_to(&self, token: &str) -> Option<Result<HttpResponse, TransportError>> {
        let mut answer = self.answer.lock().unwrap_or_else(PoisonError::into_inner);
        answer.take_if(|(of, _)| of == token).map(|(_, response)| response.ok_or(TransportError::NoAnswer))
    }
}

#[async_trait::async_trait]
impl Transport for HandingOver {
    async fn send(&self, mut request: HttpRequest) -> Result<HttpResponse, TransportError> {
        // Questions are short, and tokens have to be here before anything can be asked in their name.
        let short = request.url.contains("/api/v1/sessions/");
        let Some(body) = request.body.take_if(|_| !short) else { return self.transport.send(request).await };
        let token = token(&request, &body);
        if let Some(answer) = self.answer_to(&token) {
            return answer;
        }
        let kept = self.bodies.keep(&token, &body).map_err(|_| TransportError::NoAnswer)?;
        let body_file = kept.to_string_lossy().into_owned();
        self.background.hand_over(Handover { token, request, body_file });
        self.handed.notify_one();
        // Whoever waits for this pass drops it now.
        std::future::pending().await
    }
}

/// The same for every try of one request, whoever is signed in by then.
fn token(request: &HttpRequest, body: &[u8]) -> String {
    let mut hash = Sha256::new();
    hash.update(format!("{:?} {}\n", request.method, request.url));
    for name in ["idempotency-key", "upload-offset"] {
        hash.update(format!("{:?}\n", request.headers.get(name)));
    }
    hash.update(body);
    let half = hash.finalize().iter().take(16).fold(0_u128, |sum, byte| sum << 8 | u128::from(*byte));
    format!("{half:032x}")
}
