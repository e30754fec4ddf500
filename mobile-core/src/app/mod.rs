//! The one object that an app holds: everything the phone can do with its cities.

mod accounts;
mod address;
mod background;
mod crew;
mod drafts;
mod erasure;
mod link;
mod map;
mod mine;
mod outbox;
mod push;
mod reports;
mod session;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::sync::Mutex;

use crate::account::{self, Account, Keyring};
use crate::cache::{Knowledge, Library, Shelf};
use crate::client::Client;
use crate::device;
use crate::error::{CoreError, RefusalCode};
use crate::platform::{Pinned, Platform, Transport};
use crate::storage::Storage;
use crate::sync::{Rest, news};
use crate::view::{Language, Words};

pub use session::{CodeAsked, SignIn};

/// The cities in the pocket. Times are milliseconds since 1970 in UTC.
///
/// Every call acts in the chosen account: a city, and whoever is signed in there. The calls that
/// wait for the network may be cancelled at any moment; what they had kept by then stays whole.
#[derive(uniffi::Object)]
pub struct Core {
    /// Its folder.
    dir: PathBuf,
    storage: Storage,
    /// What the phone brings; its transport is told which keys each server has to have.
    platform: Platform,
    /// The transport as it was brought.
    transport: Arc<dyn Transport>,
    keyring: Arc<Keyring>,
    language: domain::text::Language,
    device: String,
    library: Arc<Library>,
    shelf: Arc<Shelf>,
    /// Two passes at once would send everything twice. What each account's city was like of late.
    flushing: Mutex<HashMap<i64, Rest>>,
}

#[uniffi::export]
impl Core {
    /// Opens what this phone keeps.
    ///
    /// * `dir`: a folder of the app's own that backups leave out, made if need be; it holds secrets.
    /// * `language`: what the city is asked in from now on. What was kept in another language is shown until
    ///   the city was asked again.
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
        storage.write(|tx| news::speak(tx, language))?;
        let library = Arc::new(Library::new(storage.clone(), language));
        let shelf = Arc::new(Shelf::new(storage.clone()));
        let transport = platform.transport;
        let platform = Platform { transport: Pinned::by(storage.clone(), transport.clone()), ..platform };
        let flushing = Mutex::default();
        let dir = dir.to_owned();
        Ok(Self { dir, storage, platform, transport, keyring, language, device, library, shelf, flushing })
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

    /// What is known of an account's city, and how it is said now.
    fn here(&self, account: &Account) -> Result<(Arc<Knowledge>, Words), CoreError> {
        let known = self.library.of(account)?;
        let words = Words::at(self.language, known.zone(), self.now());
        Ok((known, words))
    }
}
