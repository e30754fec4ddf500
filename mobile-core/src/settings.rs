//! What the person chose on this phone, by name.

use rusqlite::{Connection, OptionalExtension, Transaction};

use crate::error::CoreError;

/// What was chosen, if anything was.
pub(crate) fn find(db: &Connection, name: &str) -> Result<Option<String>, CoreError> {
    let found = db.query_row("select value from settings where name = ?1", [name], |row| row.get(0));
    Ok(found.optional()?)
}

/// Keeps a choice.
pub(crate) fn keep(tx: &Transaction<'_>, name: &str, value: &str) -> Result<(), CoreError> {
    tx.execute(
        "insert into settings (name, value) values (?1, ?2)
         on conflict (name) do update set value = excluded.value",
        [name, value],
    )?;
    Ok(())
}
