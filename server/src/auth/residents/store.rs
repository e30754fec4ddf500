//! SQL of residents' sessions.

use crate::db::Tx;
use chrono::{DateTime, Utc};
use sqlx::PgPool;
use uuid::Uuid;

/// A session that is good.
pub struct Line {
    pub id: Uuid,
    pub client: String,
    pub created_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
}

/// Where a resident is signed in, the latest first.
pub async fn of(db: &PgPool, city_id: i32, resident_id: Uuid, now: DateTime<Utc>) -> sqlx::Result<Vec<Line>> {
    sqlx::query_as!(
        Line,
        r#"select id, client, created_at, coalesce(seen_at, created_at) as "seen_at!" from sessions
           where city_id = $1 and resident_id = $2 and ended_at is null and expires_at > $3
           order by 4 desc, id limit 200"#,
        city_id,
        resident_id,
        now
    )
    .fetch_all(db)
    .await
}

/// Ends a session, if it is this resident's.
pub async fn end_of(tx: &mut Tx, resident_id: Uuid, id: Uuid) -> sqlx::Result<bool> {
    let (city_id, now) = (tx.city_id(), tx.now());
    let done = sqlx::query!(
        "update sessions set ended_at = $4
         where city_id = $1 and id = $2 and resident_id = $3 and ended_at is null",
        city_id,
        id,
        resident_id,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends every session of a resident but for one.
pub async fn end_all_of(tx: &mut Tx, resident_id: Uuid, but: Option<Uuid>) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "update sessions set ended_at = $4
         where city_id = $1 and resident_id = $2 and ended_at is null and id is distinct from $3::uuid",
        city_id,
        resident_id,
        but,
        now
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// Whoever holds this session was here, unless that is known since `known_since`.
pub async fn be_seen(tx: &mut Tx, id: Uuid, known_since: DateTime<Utc>) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "update sessions set seen_at = $3
         where city_id = $1 and id = $2 and coalesce(seen_at, created_at) <= $4",
        city_id,
        id,
        now,
        known_since
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}
