//! SQL of signing in with a provider.

use super::token::Logout;
use crate::db::Tx;
use chrono::{DateTime, Utc};
use domain::permission::Role;
use sqlx::PgPool;
use uuid::Uuid;

/// A sign-in that is under way.
pub struct SignIn {
    pub id: Uuid,
    pub secret_hash: Vec<u8>,
    pub state_hash: Vec<u8>,
    pub nonce: String,
    pub verifier: String,
    pub back: String,
    pub expires_at: DateTime<Utc>,
}

pub async fn begin(tx: &mut Tx, new: &SignIn) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!(
        "insert into oidc_sign_ins (city_id, id, secret_hash, state_hash, nonce, verifier, back, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        city_id,
        new.id,
        new.secret_hash,
        new.state_hash,
        new.nonce,
        new.verifier,
        new.back,
        new.expires_at
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// Takes a sign-in, once, for whoever holds its secret and its state.
pub async fn take(
    tx: &mut Tx,
    id: Uuid,
    secret_hash: &[u8],
    state_hash: &[u8],
) -> sqlx::Result<Option<SignIn>> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query_as!(
        SignIn,
        "delete from oidc_sign_ins
         where city_id = $1 and id = $2 and secret_hash = $3 and state_hash = $4 and expires_at > $5
         returning id, secret_hash, state_hash, nonce, verifier, back, expires_at",
        city_id,
        id,
        secret_hash,
        state_hash,
        now
    )
    .fetch_optional(tx.connection())
    .await
}

/// A member of staff who is known to a provider.
pub struct Linked {
    pub identity_id: Uuid,
    pub user_id: Uuid,
    pub name: String,
    pub role: Role,
    pub department_id: Option<i32>,
    pub disabled: bool,
}

/// Whoever the provider means, held until the commit.
pub async fn linked(tx: &mut Tx, issuer: &str, subject: &str) -> sqlx::Result<Option<Linked>> {
    let city_id = tx.city_id();
    let row = sqlx::query!(
        r#"select i.id as identity_id, i.user_id, u.name, u.role, u.department_id,
                  u.disabled_at is not null as "disabled!"
           from user_identities i join users u on u.city_id = i.city_id and u.id = i.user_id
           where i.city_id = $1 and i.issuer = $2 and i.subject = $3 for update of u"#,
        city_id,
        issuer,
        subject
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.and_then(|row| {
        Some(Linked {
            identity_id: row.identity_id,
            user_id: row.user_id,
            name: row.name,
            role: Role::called(&row.role)?,
            department_id: row.department_id,
            disabled: row.disabled,
        })
    }))
}

pub async fn link(tx: &mut Tx, id: Uuid, user_id: Uuid, issuer: &str, subject: &str) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "insert into user_identities (city_id, id, user_id, issuer, subject, linked_at)
         values ($1, $2, $3, $4, $5, $6)",
        city_id,
        id,
        user_id,
        issuer,
        subject,
        now
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

pub async fn remember(
    tx: &mut Tx,
    session_id: Uuid,
    identity_id: Uuid,
    sid: Option<&str>,
    id_token: &str,
) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!(
        "insert into oidc_sessions (city_id, id, identity_id, sid, id_token) values ($1, $2, $3, $4, $5)",
        city_id,
        session_id,
        identity_id,
        sid,
        id_token
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// The token by which the provider knows a session of ours, and the provider.
pub async fn id_token(db: &PgPool, city_id: i32, session_id: Uuid) -> sqlx::Result<Option<(String, String)>> {
    let row = sqlx::query!(
        "select s.id_token, i.issuer
         from oidc_sessions s join user_identities i on i.city_id = s.city_id and i.id = s.identity_id
         where s.city_id = $1 and s.id = $2",
        city_id,
        session_id
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| (row.id_token, row.issuer)))
}

/// Notes that a logout token was taken; says whether it is the first of its name.
pub async fn take_logout(tx: &mut Tx, issuer: &str, logout: &Logout) -> sqlx::Result<bool> {
    let (city_id, id) = (tx.city_id(), Uuid::new_v4());
    let kept = sqlx::query_scalar!(
        "insert into oidc_logouts (city_id, id, issuer, jti, expires_at) values ($1, $2, $3, $4, $5)
         on conflict (city_id, issuer, jti) do update set issuer = excluded.issuer returning id",
        city_id,
        id,
        issuer,
        logout.jti,
        logout.over_at
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(kept == id)
}

/// Ends the sessions that a provider means; gives whose they were.
pub async fn end_meant(tx: &mut Tx, issuer: &str, logout: &Logout) -> sqlx::Result<Vec<Uuid>> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query_scalar!(
        r#"update sessions set ended_at = $2
           from oidc_sessions o join user_identities i on i.city_id = o.city_id and i.id = o.identity_id
           where sessions.city_id = $1 and o.city_id = $1 and sessions.id = o.id and i.issuer = $3
             and ($4::text is null or o.sid = $4) and ($5::text is null or i.subject = $5)
             and ended_at is null and expires_at > $2
           returning i.user_id"#,
        city_id,
        now,
        issuer,
        logout.sid,
        logout.subject
    )
    .fetch_all(tx.connection())
    .await
}

/// Whether a provider knows somebody.
pub async fn knows(tx: &mut Tx, user_id: Uuid) -> sqlx::Result<bool> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        r#"select exists (select from user_identities where city_id = $1 and user_id = $2) as "knows!""#,
        city_id,
        user_id
    )
    .fetch_one(tx.connection())
    .await
}

/// Removes what is over: sign-ins that nobody ended, what providers know of sessions that have ended.
pub async fn forget(tx: &mut Tx) -> sqlx::Result<u64> {
    let (city_id, now) = (tx.city_id(), tx.now());
    let sign_ins =
        sqlx::query!("delete from oidc_sign_ins where city_id = $1 and expires_at <= $2", city_id, now)
            .execute(tx.connection())
            .await?;
    let sessions = sqlx::query!(
        "delete from oidc_sessions o using sessions s
         where o.city_id = $1 and s.city_id = $1 and s.id = o.id
           and (s.ended_at is not null or s.expires_at <= $2)",
        city_id,
        now
    )
    .execute(tx.connection())
    .await?;
    let logouts =
        sqlx::query!("delete from oidc_logouts where city_id = $1 and expires_at <= $2", city_id, now)
            .execute(tx.connection())
            .await?;
    Ok(sign_ins.rows_affected() + sessions.rows_affected() + logouts.rows_affected())
}
