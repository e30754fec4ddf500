//! The outbox's SQL.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::{Delivery, Item};
use crate::error::CoreError;

const COLUMNS: &str =
    "id, account_id, city, secret, body, state, created_at, attempts, next_try_at, refusal, receipt";

/// Puts a new report in. One that is here already stays as it is.
pub(crate) fn insert(tx: &Transaction<'_>, item: &Item) -> Result<(), CoreError> {
    tx.execute(
        "insert into outbox (id, account_id, city, secret, body, state, created_at, next_try_at)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) on conflict (id) do nothing",
        params![
            item.id,
            item.account_id,
            item.city,
            item.secret,
            item.body,
            word(item.delivery),
            item.created_at,
            item.next_try_at,
        ],
    )?;
    Ok(())
}

/// Every report that was ever handed over, the oldest first.
pub(crate) fn list(db: &Connection) -> Result<Vec<Item>, CoreError> {
    let mut statement =
        db.prepare_cached(&format!("select {COLUMNS} from outbox order by created_at, id"))?;
    let rows = statement.query_map([], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Those of an account.
pub(crate) fn list_of(db: &Connection, account: i64) -> Result<Vec<Item>, CoreError> {
    Ok(list(db)?.into_iter().filter(|item| item.account_id == account).collect())
}

/// One report by its id.
pub(crate) fn find(db: &Connection, id: &str) -> Result<Option<Item>, CoreError> {
    let mut statement = db.prepare_cached(&format!("select {COLUMNS} from outbox where id = ?1"))?;
    Ok(statement.query_row([id], read).optional()?)
}

/// Writes what changes on the way.
pub(super) fn save(tx: &Transaction<'_>, item: &Item) -> Result<(), CoreError> {
    let refusal = item.refusal.as_ref().map(serde_json::to_string).transpose()?;
    tx.execute(
        "update outbox set body = ?2, state = ?3, attempts = ?4, next_try_at = ?5, refusal = ?6, receipt = ?7
         where id = ?1",
        params![
            item.id,
            item.body,
            word(item.delivery),
            item.attempts,
            item.next_try_at,
            refusal,
            item.receipt,
        ],
    )?;
    Ok(())
}

pub(super) fn delete(tx: &Transaction<'_>, id: &str) -> Result<(), CoreError> {
    tx.execute("delete from outbox where id = ?1", [id])?;
    Ok(())
}

fn read(row: &Row<'_>) -> rusqlite::Result<Item> {
    let refusal: Option<String> = row.get("refusal")?;
    Ok(Item {
        id: row.get("id")?,
        account_id: row.get("account_id")?,
        city: row.get("city")?,
        secret: row.get("secret")?,
        body: row.get("body")?,
        delivery: delivery(&row.get::<_, String>("state")?),
        created_at: row.get("created_at")?,
        attempts: row.get("attempts")?,
        next_try_at: row.get("next_try_at")?,
        refusal: refusal.and_then(|json| serde_json::from_str(&json).ok()),
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
