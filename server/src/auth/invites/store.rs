//! SQL of invitations.

use crate::db::Tx;
use chrono::{DateTime, Utc};
use domain::permission::Role;
use sqlx::PgPool;
use uuid::Uuid;

/// Whom a link invites.
#[derive(Debug, Clone)]
pub struct Found {
    pub user_id: Uuid,
    pub login: String,
    pub name: String,
    pub role: Role,
    pub expires_at: DateTime<Utc>,
}

pub async fn keep(
    tx: &mut Tx,
    user_id: Uuid,
    secret_hash: &[u8],
    by: Option<Uuid>,
    expires_at: DateTime<Utc>,
) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "insert into invites (city_id, user_id, secret_hash, created_by, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (city_id, user_id) do update set
             secret_hash = excluded.secret_hash, created_by = excluded.created_by,
             created_at = excluded.created_at, expires_at = excluded.expires_at",
        city_id,
        user_id,
        secret_hash,
        by,
        now,
        expires_at
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

pub async fn find(
    db: &PgPool,
    city_id: i32,
    secret_hash: &[u8],
    now: DateTime<Utc>,
) -> sqlx::Result<Option<Found>> {
    let row = sqlx::query!(
        "select users.id, users.login, users.name, users.role, invites.expires_at from invites
         join users on users.city_id = $1 and users.id = invites.user_id and users.disabled_at is null
         where invites.city_id = $1 and invites.secret_hash = $2 and invites.expires_at > $3",
        city_id,
        secret_hash,
        now
    )
    .fetch_optional(db)
    .await?;
    Ok(row.and_then(|row| {
        let role = Role::called(&row.role)?;
        Some(Found { user_id: row.id, login: row.login, name: row.name, role, expires_at: row.expires_at })
    }))
}

/// Uses a link up: whether it was still there.
pub async fn take(tx: &mut Tx, user_id: Uuid, secret_hash: &[u8]) -> sqlx::Result<bool> {
    let (city_id, now) = (tx.city_id(), tx.now());
    let taken = sqlx::query!(
        "delete from invites where city_id = $1 and user_id = $2 and secret_hash = $3 and expires_at > $4",
        city_id,
        user_id,
        secret_hash,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(taken.rows_affected() == 1)
}

pub async fn forget(tx: &mut Tx, user_id: Uuid) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!("delete from invites where city_id = $1 and user_id = $2", city_id, user_id)
        .execute(tx.connection())
        .await
        .map(|_| ())
}

/// Forgets links that are over.
pub async fn forget_over(tx: &mut Tx) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!("delete from invites where city_id = $1 and expires_at <= $2", city_id, now)
        .execute(tx.connection())
        .await
        .map(|_| ())
}
