//! The tokens of every account: kept in the phone's safe, changed one at a time.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

use super::Account;
use crate::error::CoreError;
use crate::platform::{SecretError, SecretStore};

/// What proves to the city who acts.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Tokens {
    /// Goes into `Authorization: Bearer`.
    pub access: String,
    /// When that one ends, milliseconds since 1970.
    pub access_until: i64,
    /// Good for one change into new ones.
    pub refresh: String,
    /// The name of a change that has begun: sent again under it, it is the same change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempt: Option<String>,
}

/// Where they are kept.
pub(crate) struct Keyring {
    secrets: Arc<dyn SecretStore>,
    /// What the safe gave, so that it is asked once.
    known: Mutex<HashMap<i64, Option<Tokens>>>,
    /// Two changes at once would look like theft.
    pub changing: tokio::sync::Mutex<()>,
}

impl Keyring {
    pub fn new(secrets: Arc<dyn SecretStore>) -> Self {
        Self { secrets, known: Mutex::default(), changing: tokio::sync::Mutex::default() }
    }

    /// The tokens of an account; none when nobody is signed in. What cannot be read any more was
    /// written by nobody else: then nobody is.
    ///
    /// # Errors
    /// `Offline` while the safe is locked: later it opens.
    pub fn tokens(&self, account: &Account) -> Result<Option<Tokens>, CoreError> {
        if account.person.is_none() {
            return Ok(None);
        }
        if let Some(known) = self.known().get(&account.id) {
            return Ok(known.clone());
        }
        let found = match self.secrets.read(account.secret_name()) {
            Ok(json) => json.and_then(|json| serde_json::from_str(&json).ok()),
            Err(SecretError::Broken) => None,
            Err(SecretError::Locked) => return Err(CoreError::Offline),
        };
        Ok(self.known().entry(account.id).or_insert(found).clone())
    }

    /// Keeps them; what was known changes only when the safe has them.
    pub fn keep(&self, account: &Account, tokens: Tokens) -> Result<(), CoreError> {
        let json = serde_json::to_string(&tokens)?;
        self.secrets.write(account.secret_name(), json)?;
        self.known().insert(account.id, Some(tokens));
        Ok(())
    }

    /// Nobody is signed in any more.
    pub fn forget(&self, account: &Account) -> Result<(), CoreError> {
        self.known().insert(account.id, None);
        Ok(self.secrets.remove(account.secret_name())?)
    }

    fn known(&self) -> MutexGuard<'_, HashMap<i64, Option<Tokens>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl From<SecretError> for CoreError {
    fn from(error: SecretError) -> Self {
        match error {
            SecretError::Locked => Self::Offline,
            SecretError::Broken => Self::Storage { detail: "the phone's safe does not open".to_owned() },
        }
    }
}
