//! A phone that a test holds in its hand: a clock to be moved, a network to be cut, a safe.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use std::sync::{Arc, Mutex};

use mobile_core::{Clock, Connectivity, Network, Platform, SecretError, SecretStore, Transport};

/// Everything that a phone brings but its transport.
pub struct Phone {
    now: AtomicI64,
    network: Mutex<Network>,
    secrets: Mutex<HashMap<String, String>>,
}

impl Phone {
    /// One whose clock stands at `now`, with a network that costs nothing.
    pub fn at(now: i64) -> Arc<Self> {
        Arc::new(Self { now: now.into(), network: Mutex::new(Network::Free), secrets: Mutex::default() })
    }

    /// Moves the clock to `now`.
    pub fn set_clock(&self, now: i64) {
        self.now.store(now, SeqCst);
    }

    /// What the core is opened with.
    pub fn platform(self: &Arc<Self>, transport: Arc<dyn Transport>) -> Platform {
        Platform {
            transport,
            clock: self.clone(),
            connectivity: self.clone(),
            secrets: self.clone(),
            push: None,
        }
    }
}

impl Clock for Phone {
    fn now(&self) -> i64 {
        self.now.load(SeqCst)
    }
}

impl Connectivity for Phone {
    fn network(&self) -> Network {
        *self.network.lock().unwrap()
    }
}

impl SecretStore for Phone {
    fn read(&self, name: String) -> Result<Option<String>, SecretError> {
        Ok(self.secrets.lock().unwrap().get(&name).cloned())
    }

    fn write(&self, name: String, value: String) -> Result<(), SecretError> {
        self.secrets.lock().unwrap().insert(name, value);
        Ok(())
    }

    fn remove(&self, name: String) -> Result<(), SecretError> {
        self.secrets.lock().unwrap().remove(&name);
        Ok(())
    }
}
