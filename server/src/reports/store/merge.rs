//! SQL of merging. An original is never a duplicate itself; `merged_into` is the tree as staff made
//! it, from which a merge is taken back.

use super::status;
use crate::db::Tx;
use domain::id::Number;
use domain::report::Outcome;
use domain::status::Status;
use uuid::Uuid;

/// A report that others are merged into, or its part in taking that back.
pub struct Original {
    pub id: Uuid,
    pub status: Status,
    pub outcome: Option<Outcome>,
}

/// The report called `number`, or the original that it was merged into.
pub async fn original_of(tx: &mut Tx, number: Number) -> sqlx::Result<Option<Uuid>> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        r#"select coalesce(original_id, id) as "id!" from reports
           where city_id = $1 and number_year = $2 and number = $3"#,
        city_id,
        number.year,
        number.count
    )
    .fetch_optional(tx.connection())
    .await
}

/// Locks an original.
pub async fn lock_original(tx: &mut Tx, id: Uuid) -> sqlx::Result<Original> {
    let city_id = tx.city_id();
    let row = sqlx::query!(
        "select status, outcome from reports where city_id = $1 and id = $2 for update",
        city_id,
        id
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(Original {
        id,
        status: status(&row.status)?,
        outcome: row.outcome.as_deref().and_then(Outcome::called),
    })
}

/// Makes one report a duplicate of another, with all that were merged into it before; gives these.
/// Nothing is counted at the duplicate any more.
pub async fn attach(tx: &mut Tx, duplicate: Uuid, original: Uuid) -> sqlx::Result<Vec<Uuid>> {
    let city_id = tx.city_id();
    sqlx::query!(
        "update reports set status = 'duplicate', original_id = $3, merged_into = $3, supports = 0
         where city_id = $1 and id = $2",
        city_id,
        duplicate,
        original
    )
    .execute(tx.connection())
    .await?;
    sqlx::query_scalar!(
        "update reports set original_id = $3, version = version + 1
         where city_id = $1 and original_id = $2 returning id",
        city_id,
        duplicate,
        original
    )
    .fetch_all(tx.connection())
    .await
}

/// Makes a duplicate a report of its own again; what came along with it to this original, merged into
/// it before, goes back to it. Gives these.
pub async fn detach(tx: &mut Tx, duplicate: Uuid, original: Uuid) -> sqlx::Result<Vec<Uuid>> {
    let city_id = tx.city_id();
    sqlx::query!(
        "update reports set status = 'assigned', original_id = null, merged_into = null
         where city_id = $1 and id = $2",
        city_id,
        duplicate
    )
    .execute(tx.connection())
    .await?;
    sqlx::query_scalar!(
        r#"with recursive came_along as (
               select id from reports where city_id = $1 and original_id = $3 and merged_into = $2
               union
               select report.id from reports report
               join came_along on report.city_id = $1 and report.original_id = $3
                   and report.merged_into = came_along.id
           )
           update reports set original_id = $2, version = version + 1
           from came_along where reports.city_id = $1 and reports.id = came_along.id
           returning reports.id"#,
        city_id,
        duplicate,
        original
    )
    .fetch_all(tx.connection())
    .await
}

/// Counts the supports of an original anew: its own and its duplicates', each secret once, with the
/// authors of its duplicates and without its own.
pub async fn recount_supports(tx: &mut Tx, original: Uuid) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!(
        "update reports set supports = (
             select count(*) from (
                 select supports.secret_hash from supports
                 join reports member on member.city_id = $1 and member.id = supports.report_id
                 where supports.city_id = $1 and (member.id = $2 or member.original_id = $2)
                 union
                 select duplicate.secret_hash from reports duplicate
                 where duplicate.city_id = $1 and duplicate.original_id = $2
             ) supporter
             where supporter.secret_hash <> reports.secret_hash
         )
         where city_id = $1 and id = $2",
        city_id,
        original
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}
