//! The SQL of what cities say of themselves.

use rusqlite::{Connection, OptionalExtension, Transaction};

use crate::error::CoreError;

/// An answer and the name of its state.
pub(super) struct Answer {
    pub body: String,
    pub etag: Option<String>,
}

/// The answer kept under `key`, if any.
pub(super) fn find(db: &Connection, key: &str) -> Result<Option<Answer>, CoreError> {
    let mut statement = db.prepare_cached("select body, etag from cache where key = ?1")?;
    let read = |row: &rusqlite::Row<'_>| Ok(Answer { body: row.get(0)?, etag: row.get(1)? });
    Ok(statement.query_row([key], read).optional()?)
}

/// Keeps an answer in place of the one before.
pub(super) fn keep(tx: &Transaction<'_>, key: &str, body: &str, etag: Option<&str>) -> Result<(), CoreError> {
    tx.execute(
        "insert into cache (key, body, etag) values (?1, ?2, ?3)
         on conflict (key) do update set body = excluded.body, etag = excluded.etag",
        (key, body, etag),
    )?;
    Ok(())
}

/// Keys that begin so.
pub(super) fn keys(db: &Connection, beginning: &str) -> Result<Vec<String>, CoreError> {
    let mut statement = db.prepare_cached("select key from cache where substr(key, 1, length(?1)) = ?1")?;
    let rows = statement.query_map([beginning], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Forgets an answer.
pub(super) fn delete(tx: &Transaction<'_>, key: &str) -> Result<(), CoreError> {
    tx.execute("delete from cache where key = ?1", [key])?;
    Ok(())
}

/// Versions of the catalogue that drafts began with.
pub(super) fn versions_in_drafts(db: &Connection) -> Result<Vec<i32>, CoreError> {
    let mut statement = db.prepare_cached(
        "select distinct body ->> '$.catalogue' from drafts where body ->> '$.catalogue' is not null",
    )?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
