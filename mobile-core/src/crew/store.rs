//! The SQL of rounds.

use domain::wire::desk::DeskCard;
use rusqlite::{Connection, Transaction, params};

use crate::error::CoreError;

/// Keeps a round in place of the one before; gives the cases that are no longer in it.
pub(crate) fn replace(
    tx: &Transaction<'_>,
    account: i64,
    round: &[DeskCard],
) -> Result<Vec<String>, CoreError> {
    let before: Vec<String> = {
        let mut statement =
            tx.prepare_cached("delete from round where account_id = ?1 returning report_id")?;
        let rows = statement.query_map([account], |row| row.get(0))?;
        rows.collect::<Result<_, _>>()?
    };
    let mut statement =
        tx.prepare_cached("insert into round (account_id, report_id, card) values (?1, ?2, ?3)")?;
    let mut now = Vec::new();
    for card in round {
        let id = card.card.id.to_string();
        statement.execute(params![account, id, serde_json::to_string(card)?])?;
        now.push(id);
    }
    Ok(before.into_iter().filter(|id| !now.contains(id)).collect())
}

/// The round as it was kept last. A card of an older version of the app may no longer be readable: then
/// it is missing until the next refresh.
pub(crate) fn list(db: &Connection, account: i64) -> Result<Vec<DeskCard>, CoreError> {
    let mut statement = db.prepare_cached("select card from round where account_id = ?1")?;
    let rows = statement.query_map([account], |row| row.get::<_, String>(0))?;
    let cards = rows.collect::<Result<Vec<_>, _>>()?;
    Ok(cards.iter().filter_map(|json| serde_json::from_str(json).ok()).collect())
}
