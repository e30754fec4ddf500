//! The key of this phone: random, made at the first start, and told to the city so that it can tell one
//! sender from another without knowing who they are.

use rusqlite::{OptionalExtension, Transaction};

use crate::error::CoreError;
use crate::random;

/// The key, made if there is none yet.
pub(crate) fn key(tx: &Transaction<'_>) -> Result<String, CoreError> {
    let kept = tx.query_row("select key from device", [], |row| row.get(0)).optional()?;
    if let Some(key) = kept {
        return Ok(key);
    }
    let key = random::secret()?;
    tx.execute("insert into device (key) values (?1)", [&key])?;
    Ok(key)
}
