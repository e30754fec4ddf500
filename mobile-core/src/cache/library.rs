//! What cities say of themselves: each answer read once, and the newest one kept in each language that
//! the app was opened in. Where there is none in the language of now, another's is better than nothing.
//! A catalogue that drafts began with stays beside its successor until they are gone.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::text::Language;
use domain::wire::catalogue::{CatalogueView, CityView};
use domain::wire::territory::TerritoryList;
use rusqlite::Transaction;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::Knowledge;
use super::answers::{self, Answer};
use crate::account::Account;
use crate::client::{Client, Failure};
use crate::error::CoreError;
use crate::storage::Storage;

/// Where the answers are; nothing for the city itself.
pub(crate) const CITY: &str = "";
pub(crate) const CATALOGUE: &str = "/catalogue";
pub(crate) const TERRITORIES: &str = "/territories";

/// The answers of all cities on this phone.
pub(crate) struct Library {
    storage: Storage,
    language: Language,
    /// By the key of the city's answer.
    known: Mutex<HashMap<String, Arc<Knowledge>>>,
}

impl Library {
    pub fn new(storage: Storage, language: Language) -> Self {
        Self { storage, language, known: Mutex::default() }
    }

    /// What is known of an account's city; nothing of what an older version of the app kept in a form
    /// that this one cannot read.
    pub fn of(&self, account: &Account) -> Result<Arc<Knowledge>, CoreError> {
        let name = self.key(account, CITY);
        if let Some(known) = self.known().get(&name) {
            return Ok(known.clone());
        }
        let known = Arc::new(Knowledge::of(
            self.kept(account, CITY)?,
            self.kept(account, CATALOGUE)?,
            self.kept(account, TERRITORIES)?,
        ));
        self.known().insert(name, known.clone());
        Ok(known)
    }

    /// The catalogue of a version that a draft began with, if it is still here.
    pub fn catalogue_of(
        &self,
        account: &Account,
        version: i32,
    ) -> Result<Option<Arc<CatalogueView>>, CoreError> {
        let newest = self.of(account)?.catalogue.clone();
        if newest.as_ref().is_some_and(|newest| newest.version == version) {
            return Ok(newest);
        }
        // Begun in another language, it may still be the newest one there.
        for what in [&of_version(version), CATALOGUE] {
            for language in self.languages() {
                let kept: Option<CatalogueView> = self.kept_in(account, what, language)?;
                if let Some(found) = kept.filter(|found| found.version == version) {
                    return Ok(Some(Arc::new(found)));
                }
            }
        }
        Ok(None)
    }

    /// Asks the city, keeps the answer, and falls back on the last one kept.
    pub async fn fresh_or_kept<T: DeserializeOwned>(
        &self,
        client: &Client,
        what: &str,
    ) -> Result<T, CoreError> {
        let account = &client.account;
        match self.renew(client, what).await {
            Ok(()) => self.kept(account, what)?.ok_or(CoreError::Offline),
            Err(Failure::Refused(refusal)) => Err(refusal.into()),
            Err(unreachable) => self.kept(account, what)?.ok_or(unreachable.into()),
        }
    }

    /// Asks the city for one answer, unless the one that is kept is still good, and keeps it. What this
    /// phone cannot read is not kept.
    async fn renew(&self, client: &Client, what: &str) -> Result<(), Failure> {
        let key = self.key(&client.account, what);
        let held = self.storage.read(|db| answers::find(db, &key))?.and_then(|answer| answer.etag);
        let Some((body, etag)) = client.about_city(what, held.as_deref()).await? else { return Ok(()) };
        if !is_readable(what, &body) {
            return Err(Failure::Later { asked: None });
        }
        Ok(self.keep(&client.account, what, &body, etag.as_deref())?)
    }

    /// Keeps an answer in place of the one before.
    pub fn keep(
        &self,
        account: &Account,
        what: &str,
        body: &str,
        etag: Option<&str>,
    ) -> Result<(), CoreError> {
        self.storage.write(|tx| {
            if what == CATALOGUE {
                self.lay_aside(tx, account, body)?;
            }
            answers::keep(tx, &self.key(account, what), body, etag)
        })?;
        self.known().clear();
        Ok(())
    }

    /// Asks for everything that is new in the city: itself, and where its data has grown or is not here
    /// in the language of now, its catalogue and its ground. Says whether the catalogue is another one now.
    pub async fn refresh(&self, client: &Client) -> Result<bool, CoreError> {
        let account = &client.account;
        let catalogue = || Ok::<_, CoreError>(self.of(account)?.catalogue.clone());
        let shown = |known: &CatalogueView| (known.version, known.language);
        let before = catalogue()?.as_deref().map(shown);
        self.renew(client, CITY).await?;
        let grown = self.of(account)?.is_outgrown();
        for what in [CATALOGUE, TERRITORIES] {
            if !grown && self.is_said(account, what)? {
                continue;
            }
            match self.renew(client, what).await {
                // A server of an earlier version has no such answer.
                Ok(()) | Err(Failure::Refused(_)) => {}
                Err(failure) => return Err(failure.into()),
            }
        }
        Ok(catalogue()?.as_deref().map(shown) != before)
    }

    /// Before another catalogue takes its place, the one that drafts began with goes beside it.
    fn lay_aside(&self, tx: &Transaction<'_>, account: &Account, newest: &str) -> Result<(), CoreError> {
        let wanted = answers::versions_in_drafts(tx)?;
        if let Some(Answer { body, .. }) = answers::find(tx, &self.key(account, CATALOGUE))? {
            let old = version(&body).filter(|old| version(newest) != Some(*old) && wanted.contains(old));
            if let Some(old) = old {
                answers::keep(tx, &self.key(account, &of_version(old)), &body, None)?;
            }
        }
        let aside = format!("{}/{}{CATALOGUE}@", account.server, account.city);
        for key in answers::keys(tx, &aside)? {
            let of_draft = wanted.iter().any(|version| key.starts_with(&format!("{aside}{version}?")));
            if !of_draft {
                answers::delete(tx, &key)?;
            }
        }
        Ok(())
    }

    /// An answer in the language of now, else in another.
    fn kept<T: DeserializeOwned>(&self, account: &Account, what: &str) -> Result<Option<T>, CoreError> {
        for language in self.languages() {
            if let Some(found) = self.kept_in(account, what, language)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// An answer kept by an older version of the app may no longer be readable: then there is none.
    fn kept_in<T: DeserializeOwned>(
        &self,
        account: &Account,
        what: &str,
        language: Language,
    ) -> Result<Option<T>, CoreError> {
        let answer = self.storage.read(|db| answers::find(db, &key_in(account, what, language)))?;
        Ok(answer.and_then(|answer| serde_json::from_str(&answer.body).ok()))
    }

    /// Whether there is an answer in the language of now.
    fn is_said(&self, account: &Account, what: &str) -> Result<bool, CoreError> {
        Ok(self.storage.read(|db| answers::find(db, &self.key(account, what)))?.is_some())
    }

    /// What a city says of itself is the same for everybody in it.
    fn key(&self, account: &Account, what: &str) -> String {
        key_in(account, what, self.language)
    }

    /// The language of now first.
    fn languages(&self) -> [Language; 2] {
        match self.language {
            Language::Ru => [Language::Ru, Language::En],
            Language::En => [Language::En, Language::Ru],
        }
    }

    fn known(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<Knowledge>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn key_in(account: &Account, what: &str, language: Language) -> String {
    format!("{}/{}{what}?language={}", account.server, account.city, language.code())
}

fn is_readable(what: &str, body: &str) -> bool {
    match what {
        CATALOGUE => serde_json::from_str::<CatalogueView>(body).is_ok(),
        TERRITORIES => serde_json::from_str::<TerritoryList>(body).is_ok(),
        _ => serde_json::from_str::<CityView>(body).is_ok(),
    }
}

fn of_version(version: i32) -> String {
    format!("{CATALOGUE}@{version}")
}

fn version(catalogue: &str) -> Option<i32> {
    #[derive(Deserialize)]
    struct Versioned {
        version: i32,
    }
    serde_json::from_str::<Versioned>(catalogue).ok().map(|found| found.version)
}
