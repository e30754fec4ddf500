//! SQL of browsers that are told, and of the keys that sign for them.

use crate::db::Tx;
use chrono::{DateTime, Utc};
use domain::text::Language;
use sqlx::PgPool;
use uuid::Uuid;

/// Keys that browsers may be tied to.
const KEYS: i64 = 20;

/// Keeps a key under `id`, unless there is one.
pub async fn insert_key(db: &PgPool, id: Uuid, secret: &[u8], now: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into push_keys (id, secret, created_at) values ($1, $2, $3)
         on conflict (id) do update set id = excluded.id",
        id,
        secret,
        now
    )
    .execute(db)
    .await
    .map(|_| ())
}

/// The keys with their ids, the newest first.
pub async fn keys(db: &PgPool) -> sqlx::Result<Vec<(Uuid, Vec<u8>)>> {
    let rows =
        sqlx::query!("select id, secret from push_keys order by created_at desc, id desc limit $1", KEYS)
            .fetch_all(db)
            .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.secret)).collect())
}

/// A browser, as it is kept.
pub struct Device<'a> {
    pub endpoint: &'a str,
    pub p256dh: &'a [u8],
    pub auth: &'a [u8],
    pub key_id: Uuid,
    pub language: Language,
    /// The account and the session of who is signed in.
    pub account: Option<(Uuid, Uuid)>,
}

/// Keeps a browser, known by its endpoint, and gives its id.
pub async fn keep(tx: &mut Tx, id: Uuid, device: &Device<'_>) -> sqlx::Result<Uuid> {
    let (city_id, now) = (tx.city_id(), tx.now());
    let (resident_id, session_id) = device.account.unzip();
    sqlx::query_scalar!(
        "insert into push_devices (city_id, id, endpoint, p256dh, auth, key_id, language, resident_id, session_id,
                                   seen_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         on conflict (city_id, endpoint) do update set p256dh = excluded.p256dh, auth = excluded.auth,
             key_id = excluded.key_id, language = excluded.language, seen_at = excluded.seen_at,
             resident_id = coalesce(excluded.resident_id, push_devices.resident_id),
             session_id = coalesce(excluded.session_id, push_devices.session_id)
         returning id",
        city_id,
        id,
        device.endpoint,
        device.p256dh,
        device.auth,
        device.key_id,
        device.language.code(),
        resident_id,
        session_id,
        now
    )
    .fetch_one(tx.connection())
    .await
}

/// Ties a browser to a report, of which the `most` that were tied last stay.
pub async fn attach(tx: &mut Tx, device_id: Uuid, report_id: Uuid, most: i64) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "insert into push_reports (city_id, device_id, report_id, since) values ($1, $2, $3, $4)
         on conflict (city_id, device_id, report_id) do update set since = excluded.since",
        city_id,
        device_id,
        report_id,
        now
    )
    .execute(tx.connection())
    .await?;
    sqlx::query!(
        "delete from push_reports where city_id = $1 and report_id = $2 and device_id not in (
             select device_id from push_reports where city_id = $1 and report_id = $2
             order by since desc, device_id limit $3)",
        city_id,
        report_id,
        most
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// Whose a report is: the hash of its secret and the account.
pub async fn owned(
    db: &PgPool,
    city_id: i32,
    report_id: Uuid,
) -> sqlx::Result<Option<(Vec<u8>, Option<Uuid>)>> {
    let row = sqlx::query!(
        "select secret_hash, author_id from reports
         where city_id = $1 and id = $2 and sequence is not null and erased_at is null",
        city_id,
        report_id
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| (row.secret_hash, row.author_id)))
}

/// A browser is no account's any more.
pub async fn drop_account(tx: &mut Tx, resident_id: Uuid, endpoint: &str) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!(
        "update push_devices set resident_id = null, session_id = null
         where city_id = $1 and resident_id = $2 and endpoint = $3",
        city_id,
        resident_id,
        endpoint
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// A browser is not told of a report any more.
pub async fn drop_report(tx: &mut Tx, report_id: Uuid, endpoint: &str) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!(
        "delete from push_reports where city_id = $1 and report_id = $2 and device_id in (
             select id from push_devices where city_id = $1 and endpoint = $3)",
        city_id,
        report_id,
        endpoint
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// Forgets reports that ended before `ended_before`, and browsers that are tied to nothing.
pub async fn forget_devices(tx: &mut Tx, ended_before: DateTime<Utc>) -> sqlx::Result<u64> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "delete from push_reports using reports
         where push_reports.city_id = $1 and reports.city_id = $1 and reports.id = push_reports.report_id
             and (reports.closed_at < $2 or reports.erased_at is not null)",
        city_id,
        ended_before
    )
    .execute(tx.connection())
    .await?;
    let done = sqlx::query!(
        "delete from push_devices device where city_id = $1
             and not exists (select 1 from push_reports where city_id = $1 and device_id = device.id)
             and not exists (select 1 from sessions where city_id = $1 and sessions.id = device.session_id
                 and device.resident_id is not null and ended_at is null and expires_at > $2)",
        city_id,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected())
}
