//! SQL of messages.

use super::push::Device;
use super::{Letter, Message, Told, Words};
use crate::db::Tx;
use chrono::{DateTime, Utc};
use domain::reach::Way;
use sqlx::PgPool;
use uuid::Uuid;

pub async fn insert(tx: &mut Tx, id: Uuid, message: &Message) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "insert into messages (city_id, id, way, kind, address, subject, body, created_at, useful_until,
                               unsubscribe, attempts, next_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $8)",
        city_id,
        id,
        message.to.way.name(),
        message.kind,
        message.to.address,
        message.words.subject,
        message.words.body,
        now,
        message.useful_until,
        message.unsubscribe
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

pub async fn insert_told(tx: &mut Tx, id: Uuid, told: &Told) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "insert into messages (city_id, id, way, kind, address, device_id, body, created_at, useful_until,
                               attempts, next_at)
         values ($1, $2, 'push', $3, $4, $5, $6, $7, $8, 0, $7)",
        city_id,
        id,
        told.kind,
        told.endpoint,
        told.device_id,
        told.body,
        now,
        told.useful_until
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// What waits to be sent by one way.
pub struct Queue {
    pub way: String,
    pub count: i64,
    pub oldest: DateTime<Utc>,
}

pub async fn queues(db: &PgPool, city_id: i32) -> sqlx::Result<Vec<Queue>> {
    sqlx::query_as!(
        Queue,
        r#"select way, count(*) as "count!", min(created_at) as "oldest!"
           from messages where city_id = $1 and next_at is not null group by way"#,
        city_id
    )
    .fetch_all(db)
    .await
}

/// By which way a message goes.
pub enum Road {
    Reach(Way),
    /// To a browser, unless it is gone meanwhile.
    Push(Option<Box<Device>>),
}

impl Road {
    /// The name in the database and in metrics.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Reach(way) => way.name(),
            Self::Push(_) => "push",
        }
    }
}

/// A message that was taken to be sent now.
pub struct Taken {
    pub letter: Letter,
    pub road: Road,
    pub kind: String,
    pub useful_until: DateTime<Utc>,
    pub attempts: i32,
}

/// Takes messages whose time has come, each for one process only; whoever takes them and dies leaves
/// them to be tried again at `again_at`.
pub async fn take(tx: &mut Tx, again_at: DateTime<Utc>, limit: i64) -> sqlx::Result<Vec<Taken>> {
    let (city_id, now) = (tx.city_id(), tx.now());
    let rows = sqlx::query!(
        r#"with taken as (
               update messages set attempts = attempts + 1, next_at = $3
               where city_id = $1 and id in (
                   select id from messages where city_id = $1 and next_at <= $2
                   order by next_at limit $4 for update skip locked)
               returning id, way, kind, address, subject, body, created_at, useful_until, attempts, unsubscribe,
                   device_id)
           select taken.id, way, kind, address as "address!", subject, body as "body!",
               taken.created_at, useful_until, attempts, unsubscribe, device.id as "device_id?", p256dh as "p256dh?", auth as "auth?",
               secret as "key?"
           from taken
           left join push_devices device on device.city_id = $1 and device.id = taken.device_id
           left join push_keys on push_keys.id = device.key_id"#,
        city_id,
        now,
        again_at,
        limit
    )
    .fetch_all(tx.connection())
    .await?;
    let taken = rows.into_iter().filter_map(|row| {
        let device = match (row.device_id, row.p256dh, row.auth, row.key) {
            (Some(id), Some(p256dh), Some(auth), Some(key)) => {
                Some(Box::new(Device { id, p256dh, auth, key }))
            }
            _ => None,
        };
        let road = if row.way == "push" { Road::Push(device) } else { Road::Reach(Way::called(&row.way)?) };
        Some(Taken {
            road,
            kind: row.kind,
            useful_until: row.useful_until,
            attempts: row.attempts,
            letter: Letter {
                id: row.id,
                address: row.address,
                words: Words { subject: row.subject, body: row.body },
                written_at: row.created_at,
                unsubscribe: row.unsubscribe,
            },
        })
    });
    Ok(taken.collect())
}

/// Forgets a browser that its push service does not know any more.
pub async fn forget_device(tx: &mut Tx, id: Uuid) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!("delete from push_reports where city_id = $1 and device_id = $2", city_id, id)
        .execute(tx.connection())
        .await?;
    sqlx::query!("delete from push_devices where city_id = $1 and id = $2", city_id, id)
        .execute(tx.connection())
        .await
        .map(|_| ())
}

/// It went, or never will: whom it was for and what it said is forgotten.
pub async fn end(tx: &mut Tx, id: Uuid, sent: bool) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "update messages set next_at = null, address = null, subject = null, body = null, unsubscribe = null,
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
