//! SQL of messages.

use super::{Letter, Message, Words};
use crate::db::Tx;
use chrono::{DateTime, Utc};
use domain::reach::Way;
use uuid::Uuid;

pub async fn insert(tx: &mut Tx, id: Uuid, message: &Message) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "insert into messages (city_id, id, way, kind, address, subject, body, created_at, useful_until,
                               attempts, next_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $8)",
        city_id,
        id,
        message.to.way.name(),
        message.kind,
        message.to.address,
        message.words.subject,
        message.words.body,
        now,
        message.useful_until
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// A message that was taken to be sent now.
pub struct Taken {
    pub letter: Letter,
    pub way: Way,
    pub kind: String,
    pub useful_until: DateTime<Utc>,
    pub attempts: i32,
}

/// Takes messages whose time has come, each for one process only; whoever takes them and dies leaves
/// them to be tried again at `again_at`.
pub async fn take(tx: &mut Tx, again_at: DateTime<Utc>, limit: i64) -> sqlx::Result<Vec<Taken>> {
    let (city_id, now) = (tx.city_id(), tx.now());
    let rows = sqlx::query!(
        r#"update messages set attempts = attempts + 1, next_at = $3
           where city_id = $1 and id in (
               select id from messages where city_id = $1 and next_at <= $2
               order by next_at limit $4 for update skip locked)
           returning id, way, kind, address as "address!", subject, body as "body!", created_at,
               useful_until, attempts"#,
        city_id,
        now,
        again_at,
        limit
    )
    .fetch_all(tx.connection())
    .await?;
    let taken = rows.into_iter().filter_map(|row| {
        Some(Taken {
            way: Way::called(&row.way)?,
            kind: row.kind,
            useful_until: row.useful_until,
            attempts: row.attempts,
            letter: Letter {
                id: row.id,
                address: row.address,
                words: Words { subject: row.subject, body: row.body },
                written_at: row.created_at,
            },
        })
    });
    Ok(taken.collect())
}

/// It went, or never will: whom it was for and what it said is forgotten.
pub async fn end(tx: &mut Tx, id: Uuid, sent: bool) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "update messages set next_at = null, address = null, subject = null, body = null,
             sent_at = case when $4 then $3::timestamptz end,
             given_up_at = case when not $4 then $3::timestamptz end
         where city_id = $1 and id = $2",
        city_id,
        id,
        now,
        sent
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// It is tried again then.
pub async fn put_off(tx: &mut Tx, id: Uuid, next_at: DateTime<Utc>) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!(
        "update messages set next_at = $3 where city_id = $1 and id = $2 and next_at is not null",
        city_id,
        id,
        next_at
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// Forgets that messages of before `before` were sent; says how many.
pub async fn forget(tx: &mut Tx, before: DateTime<Utc>) -> sqlx::Result<u64> {
    let city_id = tx.city_id();
    let done = sqlx::query!(
        "delete from messages where city_id = $1 and created_at < $2 and next_at is null",
        city_id,
        before
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected())
}
