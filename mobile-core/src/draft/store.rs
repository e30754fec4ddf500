//! The SQL of drafts.

use rusqlite::{Connection, OptionalExtension, Transaction};

use super::Sheet;
use crate::error::CoreError;
use crate::outbox;

/// Keeps a draft as it now stands.
///
/// # Errors
/// `Conflict` when the report was handed over already.
pub(super) fn save(tx: &Transaction<'_>, account: i64, sheet: &Sheet) -> Result<(), CoreError> {
    let id = sheet.id.to_string();
    if outbox::find(tx, &id)?.is_some() {
        return Err(CoreError::Conflict);
    }
    tx.execute(
        "insert into drafts (id, account_id, body) values (?1, ?2, ?3)
         on conflict (id) do update set body = excluded.body",
        (id, account, serde_json::to_string(sheet)?),
    )?;
    Ok(())
}

/// The draft of an account that was begun last; ids are in the order of time.
pub(super) fn last(db: &Connection, account: i64) -> Result<Option<Sheet>, CoreError> {
    let mut statement =
        db.prepare_cached("select body from drafts where account_id = ?1 order by id desc limit 1")?;
    let body: Option<String> = statement.query_row([account], |row| row.get(0)).optional()?;
    Ok(body.map(|json| serde_json::from_str(&json)).transpose()?)
}

/// Forgets a draft.
pub(super) fn delete(tx: &Transaction<'_>, id: &str) -> Result<(), CoreError> {
    tx.execute("delete from drafts where id = ?1", [id])?;
    Ok(())
}
