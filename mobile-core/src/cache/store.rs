//! The SQL of what accounts saw.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use crate::error::CoreError;

/// What is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    /// The list of the account's own reports, from all its phones.
    OwnList,
    /// What the desk offers to somebody of staff.
    DeskOptions,
    /// Parts of the work that somebody's department was asked for.
    DeskParts,
    /// Somebody else's report, by its id.
    Report,
    /// A page of the reports of a part of the map, by what was asked.
    Area,
    /// What is near a place, by what was asked.
    Nearby,
    /// A tile of the map, by its address.
    Tile,
    /// A photo, by its id and size.
    Photo,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::OwnList => "own_list",
            Self::DeskOptions => "desk_options",
            Self::DeskParts => "desk_parts",
            Self::Report => "report",
            Self::Area => "area",
            Self::Nearby => "nearby",
            Self::Tile => "tile",
            Self::Photo => "photo",
        }
    }

    /// Whether it stays as long as the account does.
    pub fn is_pinned(self) -> bool {
        matches!(self, Self::OwnList | Self::DeskOptions | Self::DeskParts)
    }
}

/// An answer that was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kept {
    /// What it was asked with.
    pub key: String,
    pub body: Vec<u8>,
    pub etag: Option<String>,
    /// Milliseconds since 1970.
    pub at: i64,
}

/// One of an account.
pub(super) fn find(
    db: &Connection,
    account: i64,
    kind: Kind,
    key: &str,
) -> Result<Option<(i64, Kept)>, CoreError> {
    let mut statement = db.prepare_cached(
        "select id, key, body, etag, kept_at from kept where account_id = ?1 and kind = ?2 and key = ?3",
    )?;
    let found =
        statement.query_row(params![account, kind.word(), key], |row| Ok((row.get("id")?, read(row)?)));
    Ok(found.optional()?)
}

/// The latest ones of a kind, the last kept first.
pub(super) fn latest(db: &Connection, account: i64, kind: Kind, most: u32) -> Result<Vec<Kept>, CoreError> {
    let mut statement = db.prepare_cached(
        "select key, body, etag, kept_at from kept where account_id = ?1 and kind = ?2
         order by used desc limit ?3",
    )?;
    let rows = statement.query_map(params![account, kind.word(), most], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Keeps one in place of the one before.
pub(super) fn keep(tx: &Transaction<'_>, account: i64, kind: Kind, kept: &Kept) -> Result<(), CoreError> {
    let Kept { key, body, etag, at } = kept;
    let bytes = i64::try_from(body.len() + key.len()).unwrap_or(i64::MAX);
    let mut statement = tx.prepare_cached(
        "insert into kept (account_id, kind, key, body, etag, kept_at, used, pinned, bytes)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         on conflict (account_id, kind, key) do update set body = excluded.body, etag = excluded.etag,
             kept_at = excluded.kept_at, used = excluded.used, bytes = excluded.bytes",
    )?;
    let used = next_use(tx)?;
    statement.execute(params![account, kind.word(), key, body, etag, at, used, kind.is_pinned(), bytes])?;
    Ok(())
}

/// Notes that these were used, in this order.
pub(super) fn touch(tx: &Transaction<'_>, rows: &[i64]) -> Result<(), CoreError> {
    let mut statement = tx.prepare_cached("update kept set used = ?2 where id = ?1")?;
    for row in rows {
        statement.execute([*row, next_use(tx)?])?;
    }
    Ok(())
}

fn next_use(db: &Connection) -> Result<i64, CoreError> {
    let mut statement = db.prepare_cached(
        "select max(coalesce((select max(used) from kept where pinned = 0), 0),
                    coalesce((select max(used) from kept where pinned = 1), 0)) + 1",
    )?;
    Ok(statement.query_row([], |row| row.get(0))?)
}

/// Bytes of what may go.
pub(super) fn size(db: &Connection) -> Result<i64, CoreError> {
    let mut statement = db.prepare_cached("select coalesce(sum(bytes), 0) from kept where pinned = 0")?;
    Ok(statement.query_row([], |row| row.get(0))?)
}

/// Lets the least recently used go until the rest is within `most` bytes.
pub(super) fn make_room(tx: &Transaction<'_>, most: i64) -> Result<(), CoreError> {
    let mut over = size(tx)? - most;
    let mut oldest =
        tx.prepare_cached("select id, bytes from kept where pinned = 0 order by used limit 1")?;
    let mut delete = tx.prepare_cached("delete from kept where id = ?1")?;
    while over > 0 {
        let found: Option<(i64, i64)> =
            oldest.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        let Some((id, bytes)) = found else { break };
        delete.execute([id])?;
        over -= bytes;
    }
    Ok(())
}

/// Forgets all that an account saw.
pub(crate) fn forget(tx: &Transaction<'_>, account: i64) -> Result<(), CoreError> {
    tx.execute("delete from kept where account_id = ?1", [account])?;
    Ok(())
}

fn read(row: &Row<'_>) -> rusqlite::Result<Kept> {
    Ok(Kept { key: row.get("key")?, body: row.get("body")?, etag: row.get("etag")?, at: row.get("kept_at")? })
}
