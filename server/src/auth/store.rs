//! SQL of sessions and signing keys.

use super::{Resident, Session, Who};
use crate::db::Tx;
use chrono::{DateTime, Utc};
use domain::permission::Role;
use sqlx::PgPool;
use uuid::Uuid;

/// A session that is still good, as its row says.
pub struct Row {
    pub who: Who,
    pub client: String,
    pub secret_hash: Vec<u8>,
    pub generation: i32,
    /// When it was last used, to a few minutes.
    pub seen_at: DateTime<Utc>,
    /// Whether whoever holds it has a second factor, or was sent by a provider, whose matter that is.
    pub second_factor: bool,
}

/// The session, unless it has ended or expired or whoever holds it may no longer sign in.
pub async fn find(db: &PgPool, city_id: i32, id: Uuid, now: DateTime<Utc>) -> sqlx::Result<Option<Row>> {
    let row = sqlx::query!(
        r#"select sessions.user_id, sessions.resident_id, client, secret_hash, generation,
               login as "login?", users.name as "name?", role as "role?", department_id,
               coalesce(sessions.seen_at, sessions.created_at) as "seen_at!",
               exists (select from second_factors
                       where second_factors.city_id = $1 and second_factors.user_id = sessions.user_id
                         and confirmed_at is not null)
                   or exists (select from oidc_sessions
                              where oidc_sessions.city_id = $1 and oidc_sessions.id = $2) as "second_factor!"
           from sessions
           left join users on users.city_id = sessions.city_id and users.id = sessions.user_id
           left join residents on residents.city_id = sessions.city_id and residents.id = sessions.resident_id
           where sessions.city_id = $1 and sessions.id = $2 and ended_at is null and expires_at > $3
             and disabled_at is null and erased_at is null"#,
        city_id,
        id,
        now
    )
    .fetch_optional(db)
    .await?;
    Ok(row.and_then(|row| {
        let who = match (row.user_id, row.resident_id) {
            (Some(user_id), _) => Who::Staff(Session {
                id,
                city_id,
                user_id,
                login: row.login?,
                name: row.name?,
                role: Role::called(&row.role?)?,
                department_id: row.department_id,
            }),
            (None, Some(resident_id)) => Who::Resident(Resident { session_id: id, city_id, id: resident_id }),
            (None, None) => return None,
        };
        Some(Row {
            who,
            client: row.client,
            secret_hash: row.secret_hash,
            generation: row.generation,
            seen_at: row.seen_at,
            second_factor: row.second_factor,
        })
    }))
}

/// Whose session it is.
#[derive(Debug, Clone, Copy)]
pub enum Holder {
    User(Uuid),
    Resident(Uuid),
}

/// A session to be.
pub struct NewSession<'a> {
    pub id: Uuid,
    pub holder: Holder,
    pub client: &'a str,
    pub secret_hash: &'a [u8],
    pub expires_at: DateTime<Utc>,
}

pub async fn insert(tx: &mut Tx, new: NewSession<'_>) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    let (user_id, resident_id) = match new.holder {
        Holder::User(id) => (Some(id), None),
        Holder::Resident(id) => (None, Some(id)),
    };
    sqlx::query!(
        "insert into sessions (city_id, id, user_id, resident_id, client, secret_hash, generation, created_at,
                               expires_at)
         values ($1, $2, $3, $4, $5, $6, 1, $7, $8)",
        city_id,
        new.id,
        user_id,
        resident_id,
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
    attempt_hash: Option<&[u8]>,
) -> sqlx::Result<bool> {
    let city_id = tx.city_id();
    let done = sqlx::query!(
        "update sessions set generation = generation + 1, secret_hash = $5, attempt_hash = $6
         where city_id = $1 and id = $2 and generation = $3 and secret_hash = $4 and ended_at is null",
        city_id,
        id,
        generation,
        secret_hash,
        next_hash,
        attempt_hash
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Whether the last change of a session's secret was this one: to what has the hash, under this name.
pub async fn was_last_change(
    tx: &mut Tx,
    id: Uuid,
    next_hash: &[u8],
    attempt_hash: &[u8],
) -> sqlx::Result<bool> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        r#"select exists (
               select 1 from sessions
               where city_id = $1 and id = $2 and secret_hash = $3 and attempt_hash = $4 and ended_at is null
           ) as "was!""#,
        city_id,
        id,
        next_hash,
        attempt_hash
    )
    .fetch_one(tx.connection())
    .await
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

/// Keeps where a session began.
pub async fn keep_network(tx: &mut Tx, id: Uuid, network: Option<&str>) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!("update sessions set network = $3 where city_id = $1 and id = $2", city_id, id, network)
        .execute(tx.connection())
        .await
        .map(|_| ())
}

/// Keeps that a session is in use.
pub async fn see(tx: &mut Tx, id: Uuid) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!("update sessions set seen_at = $3 where city_id = $1 and id = $2", city_id, id, now)
        .execute(tx.connection())
        .await
        .map(|_| ())
}

/// Ends all sessions of a member of staff, but one.
pub async fn end_all_of(tx: &mut Tx, user_id: Uuid, but: Option<Uuid>) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "update sessions set ended_at = $3
         where city_id = $1 and user_id = $2 and ended_at is null and id is distinct from $4",
        city_id,
        user_id,
        now,
        but
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// The installation's signing key, if a process has made it.
pub async fn signing_secret_there(db: &PgPool) -> sqlx::Result<Option<Vec<u8>>> {
    sqlx::query_scalar!("select secret from signing_keys where id = $1", Uuid::nil()).fetch_optional(db).await
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
