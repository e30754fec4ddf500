//! SQL of links to one case.

use crate::db::Tx;
use chrono::{DateTime, Utc};
use sqlx::PgPool;
use uuid::Uuid;

/// A link to be kept.
pub struct NewLink {
    pub id: Uuid,
    pub report_id: Uuid,
    pub secret_hash: Vec<u8>,
    pub name: String,
    pub created_by: Uuid,
    pub expires_at: DateTime<Utc>,
}

/// Keeps a link; says whether its id was free.
pub async fn insert_link(tx: &mut Tx, new: &NewLink) -> sqlx::Result<bool> {
    let (city_id, now) = (tx.city_id(), tx.now());
    let done = sqlx::query!(
        "insert into case_links (city_id, id, report_id, secret_hash, name, created_by, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (city_id, id) do nothing",
        city_id,
        new.id,
        new.report_id,
        new.secret_hash,
        new.name,
        new.created_by,
        now,
        new.expires_at
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Links to a case that are good now.
pub async fn good_links(tx: &mut Tx, report_id: Uuid) -> sqlx::Result<i64> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from case_links
           where city_id = $1 and report_id = $2 and ended_at is null and expires_at > $3"#,
        city_id,
        report_id,
        now
    )
    .fetch_one(tx.connection())
    .await
}

/// Ends a link of a report; `None` when the report has no such link, else whether it was still good.
pub async fn end_link(tx: &mut Tx, report_id: Uuid, id: Uuid, ended_by: Uuid) -> sqlx::Result<Option<bool>> {
    let (city_id, now) = (tx.city_id(), tx.now());
    let was_good = sqlx::query_scalar!(
        r#"select ended_at is null and expires_at > $4 as "good!" from case_links
           where city_id = $1 and report_id = $2 and id = $3 for update"#,
        city_id,
        report_id,
        id,
        now
    )
    .fetch_optional(tx.connection())
    .await?;
    if was_good == Some(true) {
        sqlx::query!(
            "update case_links set ended_by = $3, ended_at = $4 where city_id = $1 and id = $2",
            city_id,
            id,
            ended_by,
            now
        )
        .execute(tx.connection())
        .await?;
    }
    Ok(was_good)
}

/// The report that a good link leads to.
pub async fn led_to(
    db: &PgPool,
    city_id: i32,
    secret_hash: &[u8],
    now: DateTime<Utc>,
) -> sqlx::Result<Option<Uuid>> {
    sqlx::query_scalar!(
        "select report_id from case_links
         where city_id = $1 and secret_hash = $2 and ended_at is null and expires_at > $3",
        city_id,
        secret_hash,
        now
    )
    .fetch_optional(db)
    .await
}

/// The report that a link leads to, with the contractor's name, for whoever acts by it.
pub struct Led {
    pub report_id: Uuid,
    pub name: String,
}

/// The same while the report is being written.
pub async fn led(tx: &mut Tx, secret_hash: &[u8]) -> sqlx::Result<Option<Led>> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query_as!(
        Led,
        "select report_id, name from case_links
         where city_id = $1 and secret_hash = $2 and ended_at is null and expires_at > $3",
        city_id,
        secret_hash,
        now
    )
    .fetch_optional(tx.connection())
    .await
}

/// A link as staff sees it.
pub struct LinkRow {
    pub id: Uuid,
    pub name: String,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
}

pub async fn links(db: &PgPool, city_id: i32, report_id: Uuid) -> sqlx::Result<Vec<LinkRow>> {
    sqlx::query_as!(
        LinkRow,
        "select id, name, created_at, expires_at, ended_at
         from case_links where city_id = $1 and report_id = $2 order by created_at, id limit 100",
        city_id,
        report_id
    )
    .fetch_all(db)
    .await
}
