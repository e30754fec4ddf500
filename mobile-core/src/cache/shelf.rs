//! What accounts saw of the city, within a budget.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};

use serde::de::DeserializeOwned;

use super::store::{self, Kept, Kind};
use crate::error::CoreError;
use crate::storage::Storage;

/// Bytes of what may go, unless the app says otherwise.
const BUDGET: u64 = 50 * 1024 * 1024;
/// Nothing takes more than this part of the budget.
const PART: i64 = 4;

/// The shelf of all accounts.
pub(crate) struct Shelf {
    storage: Storage,
    budget: AtomicI64,
    /// Rows that were used since something was written last: a look costs no write.
    used: Mutex<Vec<i64>>,
}

impl Shelf {
    pub fn new(storage: Storage) -> Self {
        Self { storage, budget: AtomicI64::new(signed(BUDGET)), used: Mutex::default() }
    }

    /// Keeps at most so many bytes from now on.
    pub fn set_budget(&self, bytes: u64) -> Result<(), CoreError> {
        self.budget.store(signed(bytes), Relaxed);
        self.storage.write(|tx| store::make_room(tx, signed(bytes)))
    }

    /// Bytes of what may go.
    pub fn size(&self) -> Result<u64, CoreError> {
        Ok(u64::try_from(self.storage.read(store::size)?).unwrap_or_default())
    }

    /// One of an account.
    pub fn find(&self, account: i64, kind: Kind, key: &str) -> Result<Option<Kept>, CoreError> {
        let Some((row, kept)) = self.storage.read(|db| store::find(db, account, kind, key))? else {
            return Ok(None);
        };
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        used.retain(|before| *before != row);
        used.push(row);
        Ok(Some(kept))
    }

    /// The latest ones of a kind, the last kept first.
    pub fn latest(&self, account: i64, kind: Kind, most: u32) -> Result<Vec<Kept>, CoreError> {
        self.storage.read(|db| store::latest(db, account, kind, most))
    }

    /// Keeps one in place of the one before. What would push out too much else is not kept.
    pub fn keep(&self, account: i64, kind: Kind, kept: &Kept) -> Result<(), CoreError> {
        let budget = self.budget.load(Relaxed);
        if !kind.is_pinned() && signed(kept.body.len() as u64) > budget / PART {
            return Ok(());
        }
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        self.storage.write(|tx| {
            store::touch(tx, &used)?;
            store::keep(tx, account, kind, kept)?;
            store::make_room(tx, budget)
        })?;
        used.clear();
        Ok(())
    }
}

impl Kept {
    /// What an older version of the app kept may no longer be readable: then there is none.
    pub fn read<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_slice(&self.body).ok()
    }
}

fn signed(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}
