//! The SQL of prepared photos, from the moment they are added until the city has the report.

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::Photo;
use crate::error::CoreError;
use crate::view::DraftPhoto;

/// Keeps a photo as the last one of a report.
pub(crate) fn insert(tx: &Transaction<'_>, report: &str, id: &str, photo: &Photo) -> Result<(), CoreError> {
    tx.execute(
        "insert into photos (id, report_id, position, width, height, bytes)
         select ?1, ?2, coalesce(max(position), 0) + 1, ?3, ?4, ?5 from photos where report_id = ?2",
        params![id, report, photo.width, photo.height, photo.bytes],
    )?;
    Ok(())
}

/// The photos of a report, in the order in which they were added.
pub(crate) fn list(db: &Connection, report: &str) -> Result<Vec<DraftPhoto>, CoreError> {
    let mut statement =
        db.prepare_cached("select id, width, height from photos where report_id = ?1 order by position")?;
    let rows = statement.query_map([report], |row| {
        Ok(DraftPhoto { id: row.get(0)?, width: row.get(1)?, height: row.get(2)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The JPEG of a photo of a report.
pub(crate) fn bytes(db: &Connection, report: &str, id: &str) -> Result<Option<Vec<u8>>, CoreError> {
    let mut statement = db.prepare_cached("select bytes from photos where report_id = ?1 and id = ?2")?;
    Ok(statement.query_row([report, id], |row| row.get(0)).optional()?)
}

/// Forgets one photo.
pub(crate) fn delete(tx: &Transaction<'_>, report: &str, id: &str) -> Result<(), CoreError> {
    tx.execute("delete from photos where report_id = ?1 and id = ?2", [report, id])?;
    Ok(())
}

/// Forgets every photo of a report.
pub(crate) fn delete_all(tx: &Transaction<'_>, report: &str) -> Result<(), CoreError> {
    tx.execute("delete from photos where report_id = ?1", [report])?;
    Ok(())
}

/// The server has this photo; it is not sent again.
pub(crate) fn set_sent(tx: &Transaction<'_>, id: &str) -> Result<(), CoreError> {
    tx.execute("update photos set sent = 1 where id = ?1", [id])?;
    Ok(())
}

/// Sends them all again: the same bytes are the same photo to the server.
pub(crate) fn set_all_unsent(tx: &Transaction<'_>, report: &str) -> Result<(), CoreError> {
    tx.execute("update photos set sent = 0 where report_id = ?1", [report])?;
    Ok(())
}
