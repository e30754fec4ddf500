//! The outbox's SQL.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::{Delivery, Item, Kind};
use crate::error::CoreError;

const COLUMNS: &str = "seq, id, account_id, kind, report_id, secret, path, body, version, newest, state,
    created_at, attempts, broken, photos_again, waits_from, next_try_at, obstacle, receipt";

/// Puts something new in. What is here already stays as it is.
pub(crate) fn insert(tx: &Transaction<'_>, item: &Item) -> Result<(), CoreError> {
    tx.execute(
        "insert into outbox (id, account_id, kind, report_id, secret, path, body, version, state, created_at,
                             waits_from, next_try_at)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) on conflict (id) do nothing",
        params![
            item.id,
            item.account_id,
            if item.kind == Kind::Report { "report" } else { "deed" },
            item.report_id,
            item.secret,
            item.path,
            item.body,
            item.version,
            word(item.delivery),
            item.created_at,
            item.waits_from,
            item.next_try_at,
        ],
    )?;
    Ok(())
}

/// The reports of an account, in the order in which they were handed over.
pub(crate) fn list_of(db: &Connection, account: i64) -> Result<Vec<Item>, CoreError> {
    many(db, "account_id = ?1 and kind = 'report'", [account])
}

/// Everything of an account that is not with the city yet, in that order.
pub(crate) fn all_of(db: &Connection, account: i64) -> Result<Vec<Item>, CoreError> {
    many(db, "account_id = ?1 and state <> 'sent'", [account])
}

/// The deeds of a report that are not done yet.
pub(super) fn of_report(db: &Connection, report: &str) -> Result<Vec<Item>, CoreError> {
    many(db, "report_id = ?1 and kind = 'deed' and state <> 'sent'", [report])
}

/// Every deed of an account, done or not.
pub(crate) fn deeds_of(db: &Connection, account: i64) -> Result<Vec<Item>, CoreError> {
    many(db, "account_id = ?1 and kind = 'deed'", [account])
}

/// How many these are.
pub(super) fn deeds_left(db: &Connection, report: &str) -> Result<usize, CoreError> {
    Ok(of_report(db, report)?.len())
}

/// What proves that an account filed a report here; none for reports of others, and of other accounts.
pub(crate) fn secret_of(db: &Connection, account: i64, report: &str) -> Result<Option<String>, CoreError> {
    let mut statement = db.prepare_cached(
        "select secret from outbox where id = ?1 and account_id = ?2 and kind = 'report' and secret <> ''",
    )?;
    Ok(statement.query_row(params![report, account], |row| row.get(0)).optional()?)
}

/// One by its id.
pub(crate) fn find(db: &Connection, id: &str) -> Result<Option<Item>, CoreError> {
    let mut statement = db.prepare_cached(&format!("select {COLUMNS} from outbox where id = ?1"))?;
    Ok(statement.query_row([id], read).optional()?)
}

/// One by its place.
pub(crate) fn by_seq(db: &Connection, seq: i64) -> Result<Option<Item>, CoreError> {
    let mut statement = db.prepare_cached(&format!("select {COLUMNS} from outbox where seq = ?1"))?;
    Ok(statement.query_row([seq], read).optional()?)
}

/// Writes what changes on the way.
pub(crate) fn save(tx: &Transaction<'_>, item: &Item) -> Result<(), CoreError> {
    let obstacle = item.obstacle.as_ref().map(serde_json::to_string).transpose()?;
    tx.execute(
        "update outbox set body = ?2, version = ?3, newest = ?4, state = ?5, attempts = ?6, broken = ?7,
             photos_again = ?8, waits_from = ?9, next_try_at = ?10, obstacle = ?11, receipt = ?12
         where id = ?1",
        params![
            item.id,
            item.body,
            item.version,
            item.newest,
            word(item.delivery),
            item.attempts,
            item.broken,
            item.photos_again,
            item.waits_from,
            item.next_try_at,
            obstacle,
            item.receipt,
        ],
    )?;
    Ok(())
}

pub(super) fn delete(tx: &Transaction<'_>, id: &str) -> Result<(), CoreError> {
    tx.execute("delete from outbox where id = ?1", [id])?;
    Ok(())
}

/// The photos of something in their order: whether the city has them, ids, and how many bytes.
pub(crate) fn photos_of(db: &Connection, id: &str) -> Result<Vec<(bool, String, u32)>, CoreError> {
    let mut statement = db.prepare_cached(
        "select sent, id, length(bytes) from photos where report_id = ?1 order by position",
    )?;
    let rows = statement.query_map([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A part of a photo, without reading all of it.
pub(crate) fn part(db: &Connection, photo: &str, from: u32, to: u32) -> Result<Vec<u8>, CoreError> {
    let mut statement = db.prepare_cached("select substr(bytes, ?2, ?3) from photos where id = ?1")?;
    Ok(statement.query_row(params![photo, i64::from(from) + 1, to - from], |row| row.get(0))?)
}

fn many(db: &Connection, which: &str, values: impl rusqlite::Params) -> Result<Vec<Item>, CoreError> {
    let mut statement =
        db.prepare_cached(&format!("select {COLUMNS} from outbox where {which} order by seq"))?;
    let rows = statement.query_map(values, read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Item> {
    let obstacle: Option<String> = row.get("obstacle")?;
    let is_report = row.get::<_, String>("kind")? == "report";
    Ok(Item {
        seq: row.get("seq")?,
        id: row.get("id")?,
        account_id: row.get("account_id")?,
        kind: if is_report { Kind::Report } else { Kind::Deed },
        report_id: row.get("report_id")?,
        secret: row.get("secret")?,
        path: row.get("path")?,
        body: row.get("body")?,
        version: row.get("version")?,
        newest: row.get("newest")?,
        delivery: delivery(&row.get::<_, String>("state")?),
        created_at: row.get("created_at")?,
        attempts: row.get("attempts")?,
        broken: row.get("broken")?,
        photos_again: row.get("photos_again")?,
        waits_from: row.get("waits_from")?,
        next_try_at: row.get("next_try_at")?,
        // A later version may know reasons that this one does not.
        obstacle: obstacle.map(|json| serde_json::from_str(&json).unwrap_or(super::Obstacle::Unreadable)),
        receipt: row.get("receipt")?,
    })
}

fn word(delivery: Delivery) -> &'static str {
    match delivery {
        Delivery::Waiting => "waiting",
        Delivery::Sending => "sending",
        Delivery::Sent => "sent",
        Delivery::Parked => "parked",
    }
}

/// The table's check allows no other words.
fn delivery(word: &str) -> Delivery {
    match word {
        "sending" => Delivery::Sending,
        "sent" => Delivery::Sent,
        "parked" => Delivery::Parked,
        _ => Delivery::Waiting,
    }
}
