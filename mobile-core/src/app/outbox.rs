//! What is on its way to the cities.

use super::Core;
use crate::account;
use crate::error::CoreError;
use crate::outbox;
use crate::sync;
use crate::view::MyReport;

#[uniffi::export]
impl Core {
    /// Sends what is due, in every account, and gives what was tried of the chosen one, as it now
    /// stands. Call it when there is a network again, after `enqueue`, and at `next_flush_at`.
    pub async fn flush(&self) -> Result<Vec<MyReport>, CoreError> {
        let _only_one = self.flushing.lock().await;
        let mut tried = Vec::new();
        for account in self.storage.read(account::all)? {
            tried.extend(sync::flush(&self.storage, &self.client_of(account), self.now()).await?);
        }
        let mine = self.my_reports()?;
        Ok(mine.into_iter().filter(|report| tried.contains(&report.id)).collect())
    }

    /// When to call `flush` next; `null` when nothing waits.
    pub fn next_flush_at(&self) -> Result<Option<i64>, CoreError> {
        self.storage.read(outbox::next_due_at)
    }

    /// Tries a parked report again as it is.
    pub fn retry(&self, id: &str) -> Result<(), CoreError> {
        self.storage.write(|tx| outbox::retry(tx, id, self.now()))
    }

    /// Throws a parked report away.
    pub fn discard(&self, id: &str) -> Result<(), CoreError> {
        self.storage.write(|tx| outbox::discard(tx, id))
    }
}
