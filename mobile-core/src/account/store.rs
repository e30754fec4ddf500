//! The SQL of accounts.

use rusqlite::{Connection, OptionalExtension, Row, ToSql, Transaction, params};

use super::{Account, Person};
use crate::cache;
use crate::error::CoreError;

const COLUMNS: &str = "id, server, city, person";

/// Every account that can be used, in the order in which they were added.
pub(crate) fn all(db: &Connection) -> Result<Vec<Account>, CoreError> {
    let mut statement =
        db.prepare_cached(&format!("select {COLUMNS} from accounts where server <> '' order by id"))?;
    let rows = statement.query_map([], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The one that screens show.
pub(crate) fn chosen(db: &Connection) -> Result<Option<Account>, CoreError> {
    one(db, "chosen = 1", [])
}

/// One by its id.
pub(crate) fn find(db: &Connection, id: i64) -> Result<Option<Account>, CoreError> {
    one(db, "id = ?1", [id])
}

/// The one of a city in which nobody is signed in.
pub(crate) fn of_nobody(db: &Connection, server: &str, city: &str) -> Result<Option<Account>, CoreError> {
    one(db, "server = ?1 and city = ?2 and person_id is null", [server, city])
}

/// The one of an account's city in which nobody is signed in, made if there is none.
pub(crate) fn nobody_beside(tx: &Transaction<'_>, account: &Account) -> Result<Account, CoreError> {
    match of_nobody(tx, &account.server, &account.city)? {
        Some(nobody) => Ok(nobody),
        None => add(tx, &account.server, &account.city, None),
    }
}

/// The one of somebody in a city.
pub(crate) fn of_person(
    db: &Connection,
    server: &str,
    city: &str,
    person: &str,
) -> Result<Option<Account>, CoreError> {
    one(db, "server = ?1 and city = ?2 and person_id = ?3", [server, city, person])
}

/// A new one, not chosen yet.
pub(crate) fn add(
    tx: &Transaction<'_>,
    server: &str,
    city: &str,
    person: Option<&Person>,
) -> Result<Account, CoreError> {
    tx.execute(
        "insert into accounts (server, city, person_id, person) values (?1, ?2, ?3, ?4)",
        params![server, city, person.map(|person| &person.id), written(person)?],
    )?;
    let id = tx.last_insert_rowid();
    Ok(Account { id, server: server.to_owned(), city: city.to_owned(), person: person.cloned() })
}

/// Takes over what an older version of the app kept: its city, known by name alone, and its drafts.
pub(crate) fn adopt(tx: &Transaction<'_>, account: &Account) -> Result<(), CoreError> {
    let old = one(tx, "server = '' and city = ?1", [&account.city])?;
    if let Some(old) = old {
        tx.execute("update outbox set account_id = ?1 where account_id = ?2", [account.id, old.id])?;
        tx.execute("delete from accounts where id = ?1", [old.id])?;
    }
    tx.execute("update drafts set account_id = ?1 where account_id is null", [account.id])?;
    Ok(())
}

/// Makes it the one that screens show.
pub(crate) fn choose(tx: &Transaction<'_>, id: i64) -> Result<(), CoreError> {
    tx.execute("update accounts set chosen = 0 where chosen = 1", [])?;
    tx.execute("update accounts set chosen = 1 where id = ?1", [id])?;
    Ok(())
}

/// Writes what is known of whoever is signed in.
pub(crate) fn save_person(tx: &Transaction<'_>, id: i64, person: &Person) -> Result<(), CoreError> {
    tx.execute(
        "update accounts set person_id = ?2, person = ?3 where id = ?1",
        params![id, person.id, written(Some(person))?],
    )?;
    Ok(())
}

/// What is being written goes over to somebody who has just said who they are.
pub(crate) fn move_drafts(tx: &Transaction<'_>, from: i64, to: i64) -> Result<(), CoreError> {
    tx.execute("update drafts set account_id = ?2 where account_id = ?1", [from, to])?;
    Ok(())
}

/// Whether anything of it is still on this phone.
pub(crate) fn is_in_use(db: &Connection, id: i64) -> Result<bool, CoreError> {
    let mut statement = db.prepare_cached(
        "select exists (select 1 from drafts where account_id = ?1)
             or exists (select 1 from outbox where account_id = ?1 and state <> 'sent')
             or exists (select 1 from deeds where account_id = ?1 and id not in (select id from outbox))",
    )?;
    Ok(statement.query_row([id], |row| row.get(0))?)
}

/// Forgets what it saw: whoever signed out leaves nothing to be read but what still has to be delivered.
pub(crate) fn forget_seen(tx: &Transaction<'_>, id: i64) -> Result<(), CoreError> {
    cache::forget(tx, id)?;
    tx.execute("delete from round where account_id = ?1", [id])?;
    tx.execute("delete from watched where account_id = ?1", [id])?;
    let sent = "account_id = ?1 and id in (select id from outbox where state = 'sent')";
    tx.execute(&format!("delete from deeds where {sent}"), [id])?;
    tx.execute("delete from outbox where account_id = ?1 and state = 'sent'", [id])?;
    Ok(())
}

/// Throws away what it was writing and what has not been delivered, with the photos.
pub(crate) fn throw_away(tx: &Transaction<'_>, id: i64) -> Result<(), CoreError> {
    delete_with_photos(tx, &["drafts", "deeds", "outbox"], "account_id = ?1", &[&id])
}

/// Forgets a report that was made in it, with what was to be done to it.
pub(crate) fn disown(tx: &Transaction<'_>, id: i64, report: &str) -> Result<(), CoreError> {
    delete_with_photos(tx, &["deeds", "outbox"], "account_id = ?1 and report_id = ?2", params![id, report])?;
    tx.execute("delete from watched where account_id = ?1 and report_id = ?2", params![id, report])?;
    Ok(())
}

fn delete_with_photos(
    tx: &Transaction<'_>,
    tables: &[&str],
    which: &str,
    values: &[&dyn ToSql],
) -> Result<(), CoreError> {
    for table in tables {
        let photos = format!("delete from photos where report_id in (select id from {table} where {which})");
        tx.execute(&photos, values)?;
        tx.execute(&format!("delete from {table} where {which}"), values)?;
    }
    Ok(())
}

/// Forgets it, with what has been sent in its name.
pub(crate) fn forget(tx: &Transaction<'_>, id: i64) -> Result<(), CoreError> {
    tx.execute("delete from outbox where account_id = ?1", [id])?;
    forget_seen(tx, id)?;
    tx.execute("delete from accounts where id = ?1", [id])?;
    tx.execute("delete from pins where server not in (select server from accounts)", [])?;
    Ok(())
}

fn one(db: &Connection, which: &str, values: impl rusqlite::Params) -> Result<Option<Account>, CoreError> {
    let mut statement = db.prepare_cached(&format!("select {COLUMNS} from accounts where {which}"))?;
    Ok(statement.query_row(values, read).optional()?)
}

fn written(person: Option<&Person>) -> Result<Option<String>, CoreError> {
    Ok(person.map(serde_json::to_string).transpose()?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Account> {
    let person: Option<String> = row.get("person")?;
    Ok(Account {
        id: row.get("id")?,
        server: row.get("server")?,
        city: row.get("city")?,
        person: person.and_then(|json| serde_json::from_str(&json).ok()),
    })
}
