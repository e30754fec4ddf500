//! Which cities this phone is at home in, and as whom.

use domain::wire::catalogue::CityView;
use rusqlite::Connection;

use super::Core;
use crate::account::{self, Account, AccountCard};
use crate::error::{CoreError, RefusalCode};

#[uniffi::export]
impl Core {
    /// Adds a city and chooses it; one that is here already is only chosen.
    ///
    /// * `server`: `https://…` without a path.
    /// * `city`: the city's slug.
    ///
    /// # Errors
    /// `Offline` when it cannot be asked, `Rejected` with `NotFound` when there is no such city.
    pub async fn add_city(&self, server: &str, city: &str) -> Result<AccountCard, CoreError> {
        let server = server.trim_end_matches('/').to_owned();
        let asked = Account { id: 0, server, city: city.to_owned(), person: None };
        let client = self.client_of(asked.clone());
        let _known: CityView = self.library.fresh_or_kept(&client, "").await?;
        let account = self.storage.write(|tx| {
            let account = account::nobody_beside(tx, &asked)?;
            account::adopt(tx, &account)?;
            account::choose(tx, account.id)?;
            Ok(account)
        })?;
        self.card(&account, true)
    }

    /// Everything to choose from, in the order in which it was added.
    pub fn accounts(&self) -> Result<Vec<AccountCard>, CoreError> {
        let (all, chosen) = self.storage.read(|db| Ok((account::all(db)?, account::chosen(db)?)))?;
        let chosen = chosen.map(|account| account.id);
        all.iter().map(|account| self.card(account, chosen == Some(account.id))).collect()
    }

    /// Makes an account the one that screens show.
    ///
    /// # Errors
    /// `Rejected` with `NotFound` when there is none with this id.
    pub fn choose(&self, id: i64) -> Result<AccountCard, CoreError> {
        let account = self.storage.write(|tx| {
            let account = account::find(tx, id)?.filter(|account| !account.server.is_empty());
            if account.is_some() {
                account::choose(tx, id)?;
            }
            Ok(account)
        })?;
        let account = account.ok_or_else(|| CoreError::plain(RefusalCode::NotFound))?;
        self.card(&account, true)
    }

    /// Forgets an account, its tokens and all that is kept of it; the city keeps what it has.
    ///
    /// * `unsent_too`: also when drafts, or anything that has not been delivered, are lost by it.
    ///
    /// # Errors
    /// `Conflict` when they would be lost and nobody said so, and then while something is being sent.
    #[uniffi::method(default(unsent_too = false))]
    pub fn forget(&self, id: i64, unsent_too: bool) -> Result<(), CoreError> {
        let _quiet =
            unsent_too.then(|| self.flushing.try_lock()).transpose().map_err(|_| CoreError::Conflict)?;
        let account = self.storage.read(|db| account::find(db, id))?;
        let account = account.ok_or_else(|| CoreError::plain(RefusalCode::NotFound))?;
        let may_go = |db: &Connection| Ok(unsent_too || !account::is_in_use(db, id)?);
        if !self.storage.read(may_go)? {
            return Err(CoreError::Conflict);
        }
        // The tokens go first: nothing of them is left to whoever comes after.
        self.keyring.forget(&account)?;
        self.storage.write(|tx| {
            if !may_go(tx)? {
                return Err(CoreError::Conflict);
            }
            account::throw_away(tx, id)?;
            account::forget(tx, id)
        })?;
        self.storage.sweep()
    }
}

impl Core {
    pub(super) fn card(&self, account: &Account, chosen: bool) -> Result<AccountCard, CoreError> {
        let known = self.library.of(account)?;
        let city = known.city.as_ref();
        Ok(AccountCard {
            id: account.id,
            server: account.server.clone(),
            city: account.city.clone(),
            title: city.map_or_else(|| account.city.clone(), |city| city.title.clone()),
            person: account.person.clone(),
            signed_in: self.keyring.tokens(account)?.is_some(),
            chosen,
        })
    }
}
