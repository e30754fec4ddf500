//! A phone within the test: the core as the apps hold it, on the real network, which a story may cut.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering::SeqCst};
use std::sync::{Arc, Mutex};

use mobile_core::view::Language;
use mobile_core::{
    Clock, Connectivity, Core, HttpRequest, HttpResponse, Network, Platform, PushRegistration, SecretError,
    SecretStore, Transport, TransportError,
};
use mobile_core::{HttpTransport, Limits};
use tempfile::TempDir;

use crate::Town;
use crate::keeper::data_dir;

/// Noon of the stories' Monday, milliseconds since 1970.
const NOON: i64 = 1_794_819_600_000;

/// What a phone brings, and the files of its app.
pub struct Pocket {
    http: HttpTransport,
    now: AtomicI64,
    cut: AtomicBool,
    /// The answer to the next request whose address has this in it is lost.
    lost: Mutex<Option<String>>,
    secrets: Mutex<HashMap<String, String>>,
    folder: TempDir,
}

impl Pocket {
    /// A new phone.
    pub fn new() -> Arc<Self> {
        Arc::new(Self {
            http: HttpTransport::new(Limits::default()),
            now: NOON.into(),
            cut: false.into(),
            lost: Mutex::default(),
            secrets: Mutex::default(),
            folder: data_dir(),
        })
    }

    /// The app, at home in the town.
    pub async fn app(self: &Arc<Self>, town: &Town) -> Core {
        let core = self.app_alone();
        core.add_city(town.anybody().address(), crate::CITY).await.expect("a city");
        core
    }

    /// The same on a phone that something can wake.
    pub async fn woken_by(self: &Arc<Self>, town: &Town, push: Arc<dyn PushRegistration>) -> Core {
        let core = self.open(Language::En, Some(push));
        core.add_city(town.anybody().address(), crate::CITY).await.expect("a city");
        core
    }

    /// The app as it starts again.
    pub fn app_alone(self: &Arc<Self>) -> Core {
        self.app_in(Language::En)
    }

    /// The same in a language.
    pub fn app_in(self: &Arc<Self>, language: Language) -> Core {
        self.open(language, None)
    }

    fn open(self: &Arc<Self>, language: Language, push: Option<Arc<dyn PushRegistration>>) -> Core {
        let platform = Platform {
            transport: self.clone(),
            clock: self.clone(),
            connectivity: self.clone(),
            secrets: self.clone(),
            push,
        };
        let folder = self.folder.path().to_str().expect("a path");
        Core::open(folder, language, platform).expect("an app")
    }

    /// Takes the network away, or gives it back.
    pub fn cut(&self, cut: bool) {
        self.cut.store(cut, SeqCst);
    }

    /// Loses the answer to the next request whose address has `part` in it.
    pub fn lose(&self, part: &str) {
        *self.lost.lock().expect("a lock") = Some(part.to_owned());
    }

    /// Whether an answer is still to be lost.
    pub fn is_to_lose(&self) -> bool {
        self.lost.lock().expect("a lock").is_some()
    }

    /// Whether these words can still be read in the files or the safe of the phone.
    pub fn has_written(&self, words: &str) -> bool {
        let in_file = |path: std::path::PathBuf| {
            let bytes = std::fs::read(path).unwrap_or_default();
            bytes.windows(words.len()).any(|window| window == words.as_bytes())
        };
        let files = std::fs::read_dir(self.folder.path()).expect("a folder");
        let in_safe = self.secrets.lock().expect("a lock").values().any(|secret| secret.contains(words));
        in_safe || files.map(|file| file.expect("a file").path()).any(in_file)
    }

    /// How many accounts have tokens in the safe.
    pub fn secrets(&self) -> usize {
        self.secrets.lock().expect("a lock").len()
    }

    /// Moves the phone's clock on.
    pub fn later(&self, minutes: i64) {
        self.now.fetch_add(minutes * 60_000, SeqCst);
    }
}

#[async_trait::async_trait]
impl Transport for Pocket {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        if self.cut.load(SeqCst) {
            return Err(TransportError::NotConnected);
        }
        let is_lost = {
            let mut lost = self.lost.lock().expect("a lock");
            let is_lost = lost.as_ref().is_some_and(|part| request.url.contains(part));
            if is_lost {
                lost.take();
            }
            is_lost
        };
        let answer = self.http.send(request).await;
        if is_lost { Err(TransportError::NoAnswer) } else { answer }
    }
}

impl Clock for Pocket {
    fn now(&self) -> i64 {
        self.now.load(SeqCst)
    }
}

impl Connectivity for Pocket {
    fn network(&self) -> Network {
        if self.cut.load(SeqCst) { Network::None } else { Network::Free }
    }
}

impl SecretStore for Pocket {
    fn read(&self, name: String) -> Result<Option<String>, SecretError> {
        Ok(self.secrets.lock().expect("a lock").get(&name).cloned())
    }

    fn write(&self, name: String, value: String) -> Result<(), SecretError> {
        self.secrets.lock().expect("a lock").insert(name, value);
        Ok(())
    }

    fn remove(&self, name: String) -> Result<(), SecretError> {
        self.secrets.lock().expect("a lock").remove(&name);
        Ok(())
    }
}
