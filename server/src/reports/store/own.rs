//! SQL of reports and the accounts of their authors and followers.

use crate::db::Tx;
use crate::reports::lists::Card;
use sqlx::PgPool;
use uuid::Uuid;

/// Gives a report without an account to this one.
pub async fn save_author(tx: &mut Tx, report_id: Uuid, resident_id: Uuid) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!(
        "update reports set author_id = $3 where city_id = $1 and id = $2 and author_id is null",
        city_id,
        report_id,
        resident_id
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// Locks the report with this secret and gives the account that it belongs to, if to any.
pub async fn lock_author(tx: &mut Tx, id: Uuid, secret_hash: &[u8]) -> sqlx::Result<Option<Option<Uuid>>> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        "select author_id from reports
         where city_id = $1 and id = $2 and secret_hash = $3 and sequence is not null for update",
        city_id,
        id,
        secret_hash
    )
    .fetch_optional(tx.connection())
    .await
}

/// Whose work a report is, and whose account it belongs to.
pub async fn between(db: &PgPool, city_id: i32, id: Uuid) -> sqlx::Result<Option<(i32, Option<Uuid>)>> {
    let row = sqlx::query!(
        "select department_id, author_id from reports where city_id = $1 and id = $2",
        city_id,
        id
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| (row.department_id, row.author_id)))
}

/// Reports of an account, newest first, before the one numbered `before`.
pub async fn own(
    db: &PgPool,
    city_id: i32,
    resident_id: Uuid,
    before: i64,
    limit: i64,
) -> sqlx::Result<Vec<Card>> {
    sqlx::query_as!(
        Card,
        r#"select id, sequence as "sequence!", number_year as "number_year!", number as "number!", version,
               type_id, department_id, status, st_x(place) as "lon!", st_y(place) as "lat!",
               true as "place_is_exact!", coalesce(address, public_address_ru) as address_ru,
               coalesce(address, public_address_en) as address_en, received_at, due_at, first_action_due_at,
               next_due_at, resolved_at, closed_at, made_safe_at, supports,
               (select photo.id from photos photo
                where photo.city_id = $1 and photo.report_id = report.id
                order by photo.kind, photo.position limit 1) as photo
           from reports report
           where city_id = $1 and author_id = $2 and sequence < $3
           order by sequence desc limit $4"#,
        city_id,
        resident_id,
        before,
        limit
    )
    .fetch_all(db)
    .await
}

/// A report that somebody follows.
pub struct Followed {
    pub id: Uuid,
    pub sequence: i64,
}

/// What an account follows, newest report first, before the one numbered `before`.
pub async fn followed(
    db: &PgPool,
    city_id: i32,
    resident_id: Uuid,
    before: i64,
    limit: i64,
) -> sqlx::Result<Vec<Followed>> {
    sqlx::query_as!(
        Followed,
        r#"select reports.id, reports.sequence as "sequence!" from follows
           join reports on reports.city_id = follows.city_id and reports.id = follows.report_id
           where follows.city_id = $1 and follows.resident_id = $2 and reports.sequence < $3
           order by reports.sequence desc limit $4"#,
        city_id,
        resident_id,
        before,
        limit
    )
    .fetch_all(db)
    .await
}

/// How many reports an account follows.
pub async fn count_follows(tx: &mut Tx, resident_id: Uuid) -> sqlx::Result<i64> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from follows where city_id = $1 and resident_id = $2"#,
        city_id,
        resident_id
    )
    .fetch_one(tx.connection())
    .await
}

pub async fn insert_follow(tx: &mut Tx, resident_id: Uuid, report_id: Uuid) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "insert into follows (city_id, resident_id, report_id, since) values ($1, $2, $3, $4)
         on conflict (city_id, resident_id, report_id) do update set since = follows.since",
        city_id,
        resident_id,
        report_id,
        now
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

pub async fn delete_follow(tx: &mut Tx, resident_id: Uuid, report_id: Uuid) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!(
        "delete from follows where city_id = $1 and resident_id = $2 and report_id = $3",
        city_id,
        resident_id,
        report_id
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}
