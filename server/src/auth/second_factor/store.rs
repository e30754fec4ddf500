//! SQL of second factors, recovery codes and codes that are owed.

use super::seal::Kept;
use crate::db::Tx;
use chrono::{DateTime, Utc};
use sqlx::PgPool;
use uuid::Uuid;

/// Somebody's second factor.
pub struct Factor {
    pub kept: Kept,
    pub confirmed: bool,
    pub last_step: i64,
}

/// Locks somebody's second factor, so that a code is not used twice at once.
pub async fn lock(tx: &mut Tx, user_id: Uuid) -> sqlx::Result<Option<Factor>> {
    let city_id = tx.city_id();
    let row = sqlx::query!(
        "select secret, sealed, confirmed_at, last_step from second_factors
         where city_id = $1 and user_id = $2 for update",
        city_id,
        user_id
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(|row| Factor {
        kept: Kept { bytes: row.secret, sealed: row.sealed },
        confirmed: row.confirmed_at.is_some(),
        last_step: row.last_step,
    }))
}

/// Whether somebody has to prove a second factor.
pub async fn is_on_for(db: &PgPool, city_id: i32, user_id: Uuid) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from second_factors where city_id = $1 and user_id = $2
                          and confirmed_at is not null) as "is_on!""#,
        city_id,
        user_id
    )
    .fetch_one(db)
    .await
}

pub(super) async fn keep(tx: &mut Tx, user_id: Uuid, kept: &Kept) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "insert into second_factors (city_id, user_id, secret, sealed, created_at, last_step)
         values ($1, $2, $3, $4, $5, 0)
         on conflict (city_id, user_id) do update set
             secret = excluded.secret, sealed = excluded.sealed, created_at = excluded.created_at",
        city_id,
        user_id,
        kept.bytes,
        kept.sealed,
        now
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

pub(super) async fn turn_on(tx: &mut Tx, user_id: Uuid) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "update second_factors set confirmed_at = $3 where city_id = $1 and user_id = $2",
        city_id,
        user_id,
        now
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

pub(super) async fn use_step(tx: &mut Tx, user_id: Uuid, step: i64) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!(
        "update second_factors set last_step = $3 where city_id = $1 and user_id = $2",
        city_id,
        user_id,
        step
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// Whether there was one.
pub(super) async fn forget(tx: &mut Tx, user_id: Uuid) -> sqlx::Result<bool> {
    let city_id = tx.city_id();
    let gone =
        sqlx::query!("delete from second_factors where city_id = $1 and user_id = $2", city_id, user_id)
            .execute(tx.connection())
            .await?;
    Ok(gone.rows_affected() > 0)
}

pub(super) async fn forget_codes(tx: &mut Tx, user_id: Uuid) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!("delete from recovery_codes where city_id = $1 and user_id = $2", city_id, user_id)
        .execute(tx.connection())
        .await
        .map(|_| ())
}

pub(super) async fn keep_code(tx: &mut Tx, user_id: Uuid, hash: &[u8]) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!(
        "insert into recovery_codes (city_id, user_id, code_hash) values ($1, $2, $3)",
        city_id,
        user_id,
        hash
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// Whether the code was there and not used yet.
pub(super) async fn use_code(tx: &mut Tx, user_id: Uuid, hash: &[u8]) -> sqlx::Result<bool> {
    let (city_id, now) = (tx.city_id(), tx.now());
    let used = sqlx::query!(
        "update recovery_codes set used_at = $4
         where city_id = $1 and user_id = $2 and code_hash = $3 and used_at is null",
        city_id,
        user_id,
        hash,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(used.rows_affected() == 1)
}

/// Recovery codes that were not used yet.
pub async fn codes_left(db: &PgPool, city_id: i32, user_id: Uuid) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from recovery_codes
           where city_id = $1 and user_id = $2 and used_at is null"#,
        city_id,
        user_id
    )
    .fetch_one(db)
    .await
}

/// Keeps that a code is owed: by which id, by whom, proved by which secret, until when.
pub(super) async fn insert_pending(
    tx: &mut Tx,
    (id, user_id): (Uuid, Uuid),
    secret_hash: &[u8],
    client: &str,
    expires_at: DateTime<Utc>,
) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!(
        "insert into pending_sign_ins (city_id, id, user_id, secret_hash, client, failures, expires_at)
         values ($1, $2, $3, $4, $5, 0, $6)",
        city_id,
        id,
        user_id,
        secret_hash,
        client,
        expires_at
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// Who owes a code.
pub struct Pending {
    pub user_id: Uuid,
    pub client: String,
    pub failures: i32,
}

pub(super) async fn lock_pending(tx: &mut Tx, id: Uuid, secret_hash: &[u8]) -> sqlx::Result<Option<Pending>> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query_as!(
        Pending,
        "select user_id, client, failures from pending_sign_ins
         where city_id = $1 and id = $2 and secret_hash = $3 and expires_at > $4 for update",
        city_id,
        id,
        secret_hash,
        now
    )
    .fetch_optional(tx.connection())
    .await
}

/// The login of whoever owes a code, while they may sign in.
pub(super) async fn pending_login(
    db: &PgPool,
    city_id: i32,
    id: Uuid,
    secret_hash: &[u8],
) -> sqlx::Result<Option<(Uuid, String)>> {
    let row = sqlx::query!(
        "select users.id, users.login from pending_sign_ins
         join users on users.city_id = $1 and users.id = pending_sign_ins.user_id and disabled_at is null
         where pending_sign_ins.city_id = $1 and pending_sign_ins.id = $2 and secret_hash = $3",
        city_id,
        id,
        secret_hash
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| (row.id, row.login)))
}

pub(super) async fn count_failure(tx: &mut Tx, id: Uuid) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!(
        "update pending_sign_ins set failures = failures + 1 where city_id = $1 and id = $2",
        city_id,
        id
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// Nobody owes a code for this person any more.
pub async fn forget_asked(tx: &mut Tx, user_id: Uuid) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!("delete from pending_sign_ins where city_id = $1 and user_id = $2", city_id, user_id)
        .execute(tx.connection())
        .await
        .map(|_| ())
}

/// Forgets codes that were never typed.
pub async fn forget_over(tx: &mut Tx) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!("delete from pending_sign_ins where city_id = $1 and expires_at < $2", city_id, now)
        .execute(tx.connection())
        .await
        .map(|_| ())
}
