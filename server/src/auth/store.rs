//! SQL of sessions and signing keys.

use super::Session;
use crate::db::Tx;
use chrono::{DateTime, Utc};
use domain::permission::Role;
use sqlx::PgPool;
use uuid::Uuid;

/// A session that is still good, as its row says.
pub struct Row {
    pub session: Session,
    pub client: String,
    pub secret_hash: Vec<u8>,
    pub generation: i32,
}

/// The session, unless it has ended or expired or its user may no longer sign in.
pub async fn find(db: &PgPool, city_id: i32, id: Uuid, now: DateTime<Utc>) -> sqlx::Result<Option<Row>> {
    let row = sqlx::query!(
        r#"select sessions.id, sessions.user_id, client, secret_hash, generation, login, name, role, department_id
           from sessions
           join users on users.city_id = sessions.city_id and users.id = sessions.user_id
           where sessions.city_id = $1 and sessions.id = $2
             and ended_at is null and expires_at > $3 and disabled_at is null"#,
        city_id,
        id,
        now
    )
    .fetch_optional(db)
    .await?;
    Ok(row.and_then(|row| {
        let session = Session {
            id: row.id,
            city_id,
            user_id: row.user_id,
            login: row.login,
            name: row.name,
            role: Role::called(&row.role)?,
            department_id: row.department_id,
        };
        Some(Row { session, client: row.client, secret_hash: row.secret_hash, generation: row.generation })
    }))
}

/// A session to be.
pub struct NewSession<'a> {
    pub id: Uuid,
    pub user_id: Uuid,
    pub client: &'a str,
    pub secret_hash: &'a [u8],
    pub expires_at: DateTime<Utc>,
}

pub async fn insert(tx: &mut Tx, new: NewSession<'_>) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "insert into sessions (city_id, id, user_id, client, secret_hash, generation, created_at, expires_at)
         values ($1, $2, $3, $4, $5, 1, $6, $7)",
        city_id,
        new.id,
        new.user_id,
        new.client,
        new.secret_hash,
        now,
        new.expires_at
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// Takes the next generation, if `generation` is still the current one and the secret fits.
pub async fn rotate(
    tx: &mut Tx,
    id: Uuid,
    generation: i32,
    secret_hash: &[u8],
    next_hash: &[u8],
) -> sqlx::Result<bool> {
    let city_id = tx.city_id();
    let done = sqlx::query!(
        "update sessions set generation = generation + 1, secret_hash = $5
         where city_id = $1 and id = $2 and generation = $3 and secret_hash = $4 and ended_at is null",
        city_id,
        id,
        generation,
        secret_hash,
        next_hash
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends a session, whoever asks first.
pub async fn end(tx: &mut Tx, id: Uuid) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "update sessions set ended_at = $3 where city_id = $1 and id = $2 and ended_at is null",
        city_id,
        id,
        now
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// The installation's signing key; the first process to ask makes it.
pub async fn signing_secret(db: &PgPool, fresh: &[u8], now: DateTime<Utc>) -> sqlx::Result<Vec<u8>> {
    let only = Uuid::nil();
    sqlx::query_scalar!(
        "insert into signing_keys (id, secret, created_at) values ($1, $2, $3)
         on conflict (id) do update set id = excluded.id returning secret",
        only,
        fresh,
        now
    )
    .fetch_one(db)
    .await
}
