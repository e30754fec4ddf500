//! SQL of somebody's own sessions.

use crate::db::Tx;
use chrono::{DateTime, Utc};
use sqlx::PgPool;
use uuid::Uuid;

/// A session that has not ended.
pub struct Open {
    pub id: Uuid,
    pub client: String,
    pub created_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
    pub network: Option<String>,
}

/// Somebody's sessions, the last used first.
pub async fn open_of(
    db: &PgPool,
    city_id: i32,
    user_id: Uuid,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<Open>> {
    sqlx::query_as!(
        Open,
        r#"select id, client, created_at, coalesce(seen_at, created_at) as "seen_at!", network from sessions
           where city_id = $1 and user_id = $2 and ended_at is null and expires_at > $3
           order by 4 desc, id limit 100"#,
        city_id,
        user_id,
        now
    )
    .fetch_all(db)
    .await
}

/// Whether somebody signs in with a password.
pub async fn has_password(db: &PgPool, city_id: i32, user_id: Uuid) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select password_hash is not null as "has!" from users where city_id = $1 and id = $2"#,
        city_id,
        user_id
    )
    .fetch_one(db)
    .await
}

/// Whether there was such a session of theirs.
pub async fn end_own(tx: &mut Tx, user_id: Uuid, id: Uuid) -> sqlx::Result<bool> {
    let (city_id, now) = (tx.city_id(), tx.now());
    let ended = sqlx::query!(
        "update sessions set ended_at = $4
         where city_id = $1 and user_id = $2 and id = $3 and ended_at is null",
        city_id,
        user_id,
        id,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(ended.rows_affected() == 1)
}
