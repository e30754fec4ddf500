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

/// One of an account by its id.
pub(super) fn find(db: &Connection, account: i64, id: &str) -> Result<Option<Sheet>, CoreError> {
    let mut statement = db.prepare_cached("select body from drafts where account_id = ?1 and id = ?2")?;
    let body: Option<String> = statement.query_row((account, id), |row| row.get(0)).optional()?;
    Ok(body.map(|json| serde_json::from_str(&json)).transpose()?)
}

/// A draft, how many photos it has, and the id of the first.
pub(super) struct Listed {
    pub sheet: Sheet,
    pub photos: usize,
    pub photo: Option<String>,
}

/// The drafts of an account, the one begun last first. One that this version cannot read is left out, and
/// kept.
pub(super) fn list(db: &Connection, account: i64) -> Result<Vec<Listed>, CoreError> {
    let mut statement = db.prepare_cached(
        "select body, (select count(*) from photos where report_id = drafts.id) as photos,
             (select photos.id from photos where report_id = drafts.id order by position limit 1) as photo
         from drafts where account_id = ?1 order by id desc",
    )?;
    let rows = statement.query_map([account], |row| {
        let (body, photos, photo): (String, i64, Option<String>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let sheet = serde_json::from_str(&body).ok();
        let photos = usize::try_from(photos).unwrap_or_default();
        Ok(sheet.map(|sheet| Listed { sheet, photos, photo }))
    })?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

/// Whose a kept draft is.
pub(super) fn account_of(db: &Connection, id: &str) -> Result<Option<i64>, CoreError> {
    let mut statement = db.prepare_cached("select account_id from drafts where id = ?1")?;
    Ok(statement.query_row([id], |row| row.get(0)).optional()?.flatten())
}

/// Forgets a draft.
pub(super) fn delete(tx: &Transaction<'_>, id: &str) -> Result<(), CoreError> {
    tx.execute("delete from drafts where id = ?1", [id])?;
    Ok(())
}
