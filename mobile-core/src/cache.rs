//! The server's last answers that are also useful without it: the city and its catalogue.

use rusqlite::{Connection, OptionalExtension, Transaction};

use crate::error::CoreError;

/// The answer kept under `key`, if any.
pub(crate) fn find(db: &Connection, key: &str) -> Result<Option<String>, CoreError> {
    let mut statement = db.prepare_cached("select body from cache where key = ?1")?;
    Ok(statement.query_row([key], |row| row.get(0)).optional()?)
}

/// Keeps an answer in place of the one before.
pub(crate) fn keep(tx: &Transaction<'_>, key: &str, body: &str) -> Result<(), CoreError> {
    tx.execute(
        "insert into cache (key, body) values (?1, ?2)
         on conflict (key) do update set body = excluded.body",
        [key, body],
    )?;
    Ok(())
}
