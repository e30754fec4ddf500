//! SQL of failed sign-ins.

use crate::db::Tx;
use chrono::{DateTime, Utc};

/// What is kept of a bucket.
pub struct Kept {
    pub failures: i32,
    pub last_at: DateTime<Utc>,
}

/// Locks a bucket, new or not.
pub async fn lock(tx: &mut Tx, bucket: &[u8]) -> sqlx::Result<Kept> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query_as!(
        Kept,
        "insert into sign_in_failures (city_id, bucket, failures, last_at) values ($1, $2, 0, $3)
         on conflict (city_id, bucket) do update set city_id = excluded.city_id
         returning failures, last_at",
        city_id,
        bucket,
        now
    )
    .fetch_one(tx.connection())
    .await
}

pub async fn count(tx: &mut Tx, bucket: &[u8], failures: i32) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "update sign_in_failures set failures = $3, last_at = $4 where city_id = $1 and bucket = $2",
        city_id,
        bucket,
        failures,
        now
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

pub async fn forget(tx: &mut Tx, bucket: &[u8]) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!("delete from sign_in_failures where city_id = $1 and bucket = $2", city_id, bucket)
        .execute(tx.connection())
        .await
        .map(|_| ())
}

pub async fn forget_before(tx: &mut Tx, before: DateTime<Utc>) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!("delete from sign_in_failures where city_id = $1 and last_at < $2", city_id, before)
        .execute(tx.connection())
        .await
        .map(|_| ())
}
