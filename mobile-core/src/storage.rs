//! The phone's own database: one SQLite file, opened once.
//!
//! `synchronous = full` in WAL mode: what a person was told is kept survives a flat battery.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::error::CoreError;

/// One step for each version of the file, oldest first; released steps never change.
const STEPS: &[&str] = &[
    include_str!("../schema/0001_start.sql"),
    include_str!("../schema/0002_device.sql"),
    include_str!("../schema/0003_accounts.sql"),
    include_str!("../schema/0004_outbox.sql"),
    include_str!("../schema/0005_cache.sql"),
    include_str!("../schema/0006_crew.sql"),
];

/// The open database, shared by everything that keeps something.
#[derive(Clone)]
pub(crate) struct Storage(Arc<Mutex<Connection>>);

impl Storage {
    /// Opens the file, making or updating it.
    pub fn open(path: &Path) -> Result<Self, CoreError> {
        let mut connection = Connection::open(path)?;
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", "full")?;
        connection.pragma_update(None, "secure_delete", "on")?;
        connection.busy_timeout(std::time::Duration::from_secs(5))?;
        update(&mut connection)?;
        Ok(Self(Arc::new(Mutex::new(connection))))
    }

    /// Runs `work` in one transaction: all of it is kept, or nothing.
    pub fn write<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, CoreError>,
    ) -> Result<T, CoreError> {
        let mut connection = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Another process of the app may write too: it is waited for, which only works before the first look.
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let made = work(&tx)?;
        tx.commit()?;
        Ok(made)
    }

    /// Runs `look` on one consistent state.
    pub fn read<T>(&self, look: impl FnOnce(&Connection) -> Result<T, CoreError>) -> Result<T, CoreError> {
        let mut connection = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let tx = connection.transaction()?;
        look(&tx)
    }

    /// Empties the log beside the file, in which what was deleted can still be read. While another process
    /// of the app reads, it is emptied later.
    pub fn sweep(&self) -> Result<(), CoreError> {
        let connection = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(connection.query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(()))?)
    }
}

/// Brings the file to the newest version, each step in a transaction of its own.
fn update(connection: &mut Connection) -> Result<(), CoreError> {
    let found: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let steps = (1_u32..).zip(STEPS);
    if steps.clone().last().is_none_or(|(newest, _)| found > newest) {
        return Err(CoreError::Storage { detail: "made by a newer version of the app".to_owned() });
    }
    for (version, step) in steps.filter(|(version, _)| *version > found) {
        let tx = connection.transaction()?;
        tx.execute_batch(step)?;
        tx.pragma_update(None, "user_version", version)?;
        tx.commit()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_app_leaves_a_newer_file_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("city.sqlite3");
        Storage::open(&path).unwrap();
        let connection = Connection::open(&path).unwrap();
        connection.pragma_update(None, "user_version", 99).unwrap();
        drop(connection);
        assert!(matches!(Storage::open(&path), Err(CoreError::Storage { .. })));
    }

    #[test]
    fn the_file_survives_a_flat_battery_by_its_settings() {
        let dir = tempfile::tempdir().unwrap();
        let storage = Storage::open(&dir.path().join("city.sqlite3")).unwrap();
        storage
            .read(|db| {
                let mode: String = db.pragma_query_value(None, "journal_mode", |r| r.get(0))?;
                let synchronous: i64 = db.pragma_query_value(None, "synchronous", |r| r.get(0))?;
                assert_eq!((mode.as_str(), synchronous), ("wal", 2));
                Ok(())
            })
            .unwrap();
    }
}
