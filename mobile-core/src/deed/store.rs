//! The SQL of deeds.

use rusqlite::{Connection, Transaction, params};

use super::sheet::Sheet;
use crate::error::CoreError;

/// A deed that was begun, and perhaps handed over.
pub(crate) struct Prepared {
    /// What was said, and seen of the case.
    pub sheet: Sheet,
    /// Whether it is in the outbox.
    pub handed_over: bool,
}

/// Keeps a deed as it now stands.
pub(super) fn save(tx: &Transaction<'_>, sheet: &Sheet) -> Result<(), CoreError> {
    tx.execute(
        "insert into deeds (id, account_id, report_id, body) values (?1, ?2, ?3, ?4)
         on conflict (id) do update set body = excluded.body",
        params![sheet.id, sheet.account, sheet.report_id, serde_json::to_string(sheet)?],
    )?;
    Ok(())
}

/// Those to a case, in the order in which they were begun. One that an older version of the app kept
/// in a way that cannot be read any more is left out.
pub(crate) fn of_case(db: &Connection, account: i64, report: &str) -> Result<Vec<Prepared>, CoreError> {
    read(db, "account_id = ?1 and report_id = ?2", params![account, report])
}

/// All of an account, in the order in which they were begun.
pub(crate) fn of_account(db: &Connection, account: i64) -> Result<Vec<Prepared>, CoreError> {
    read(db, "account_id = ?1", params![account])
}

fn read(db: &Connection, which: &str, values: impl rusqlite::Params) -> Result<Vec<Prepared>, CoreError> {
    let mut statement = db.prepare_cached(&format!(
        "select body, exists (select 1 from outbox where outbox.id = deeds.id) from deeds where {which} order by id"
    ))?;
    let rows = statement.query_map(values, |row| Ok((row.get::<_, String>(0)?, row.get::<_, bool>(1)?)))?;
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    let read = |(body, handed_over): (String, bool)| {
        Some(Prepared { sheet: serde_json::from_str(&body).ok()?, handed_over })
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

pub(super) fn delete(tx: &Transaction<'_>, id: &str) -> Result<(), CoreError> {
    tx.execute("delete from deeds where id = ?1", [id])?;
    Ok(())
}

/// Forgets what was seen of cases by deeds that have arrived.
pub(crate) fn clear(tx: &Transaction<'_>) -> Result<(), CoreError> {
    tx.execute("delete from deeds where id in (select id from outbox where state = 'sent')", [])?;
    Ok(())
}
