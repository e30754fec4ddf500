//! The one object that an app holds: everything the phone can do with its cities.

mod accounts;
mod crew;
mod drafts;
mod link;
mod outbox;
mod reports;
mod session;

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use tokio::sync::Mutex;

use crate::account::{self, Account, Keyring};
use crate::cache;
use crate::client::{Client, Failure};
use crate::device;
use crate::error::{CoreError, RefusalCode};
use crate::platform::{Pinned, Platform, Transport};
use crate::storage::Storage;
use crate::sync::Rest;
use crate::view::{Language, Neighbourhood};

pub use session::{CodeAsked, SignIn};

/// The cities in the pocket. Times are milliseconds since 1970 in UTC.
///
/// Every call acts in the chosen account: a city, and whoever is signed in there. The calls that
/// wait for the network may be cancelled at any moment; what they had kept by then stays whole.
#[derive(uniffi::Object)]
pub struct Core {
    storage: Storage,
    /// What the phone brings; its transport is told which keys each server has to have.
    platform: Platform,
    /// The transport as it was brought.
    transport: Arc<dyn Transport>,
    keyring: Arc<Keyring>,
    language: domain::text::Language,
    device: String,
    /// Two passes at once would send everything twice. What each account's city was like of late.
    flushing: Mutex<HashMap<i64, Rest>>,
}

#[uniffi::export]
impl Core {
    /// Opens what this phone keeps.
    ///
    /// * `dir`: a folder of the app's own that backups leave out, made if need be; it holds secrets.
    /// * `platform`: what the phone brings.
    #[uniffi::constructor]
    pub fn open(dir: &str, language: Language, platform: Platform) -> Result<Self, CoreError> {
        let dir = Path::new(dir);
        std::fs::create_dir_all(dir)
            .map_err(|error| CoreError::Storage { detail: error.kind().to_string() })?;
        let storage = Storage::open(&dir.join("city.sqlite3"))?;
        let device = storage.write(device::key)?;
        let keyring = Arc::new(Keyring::new(platform.secrets.clone()));
        let language = language.into();
        let transport = platform.transport;
        let platform = Platform { transport: Pinned::by(storage.clone(), transport.clone()), ..platform };
        Ok(Self { storage, platform, transport, keyring, language, device, flushing: Mutex::default() })
    }
}

impl Core {
    fn now(&self) -> i64 {
        self.platform.clock.now()
    }

    /// # Errors
    /// `Rejected` with field `city` when no city has been added yet.
    fn chosen(&self) -> Result<Account, CoreError> {
        self.storage
            .read(account::chosen)?
            .ok_or_else(|| CoreError::field(RefusalCode::NotFound, "city", "required", self.language))
    }

    /// What acts in the chosen account.
    fn client(&self) -> Result<Client, CoreError> {
        Ok(self.client_of(self.chosen()?))
    }

    fn client_of(&self, account: Account) -> Client {
        Client {
            platform: self.platform.clone(),
            keyring: self.keyring.clone(),
            account,
            language: self.language,
            device: self.device.clone(),
        }
    }

    fn here(&self) -> Result<Neighbourhood, CoreError> {
        let account = self.chosen()?;
        Ok(Neighbourhood {
            language: self.language,
            city: self.kept(&account, "")?,
            catalogue: self.kept(&account, "/catalogue")?,
        })
    }

    /// Asks the city, keeps the answer, and falls back on the last one kept.
    async fn fresh_or_kept<T: DeserializeOwned>(&self, client: &Client, what: &str) -> Result<T, CoreError> {
        let account = &client.account;
        match client.about_city(what).await {
            Ok(json) => {
                let Ok(fresh) = serde_json::from_str(&json) else {
                    return self.kept(account, what)?.ok_or(CoreError::Offline);
                };
                self.storage.write(|tx| cache::keep(tx, &self.key(account, what), &json))?;
                Ok(fresh)
            }
            Err(Failure::Refused(refusal)) => Err(refusal.into()),
            Err(unreachable) => self.kept(account, what)?.ok_or(unreachable.into()),
        }
    }

    /// An answer kept by an older version of the app may no longer be readable: then there is none.
    fn kept<T: DeserializeOwned>(&self, account: &Account, what: &str) -> Result<Option<T>, CoreError> {
        let json = self.storage.read(|db| cache::find(db, &self.key(account, what)))?;
        Ok(json.and_then(|json| serde_json::from_str(&json).ok()))
    }

    /// What a city says of itself is the same for everybody in it.
    fn key(&self, account: &Account, what: &str) -> String {
        format!("{}/{}{what}?language={}", account.server, account.city, self.language.code())
    }
}
