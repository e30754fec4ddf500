//! SQL of supports. Those of an original are its own and its duplicates', each secret once, and the
//! authors of its duplicates.

use super::status;
use crate::db::Tx;
use chrono::{DateTime, Utc};
use domain::report::Outcome;
use domain::status::Status;
use uuid::Uuid;

/// The class of advisory locks that hold a city's merges still; nothing else here takes any.
const MERGES: i32 = 1;

/// Keeps merges of the city away until the commit, and lets other supports go on: what is the
/// original now is it then. Taken before any row, so that nobody waits in a circle.
pub async fn hold_merges(tx: &mut Tx) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!(
        "select pg_advisory_xact_lock_shared($2, city_id) from city_counters where city_id = $1",
        city_id,
        MERGES
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// Keeps merges and supports of the city away until the commit. Taken before any row.
pub async fn alone_in_merging(tx: &mut Tx) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!(
        "select pg_advisory_xact_lock($2, city_id) from city_counters where city_id = $1",
        city_id,
        MERGES
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// The report that counts supports of the one that was named.
pub struct Counting {
    pub id: Uuid,
    pub status: Status,
    pub outcome: Option<Outcome>,
    pub closed_at: Option<DateTime<Utc>>,
    pub supports: i32,
    pub secret_hash: Vec<u8>,
    pub author_id: Option<Uuid>,
}

/// Locks the report that counts supports of this one, if the public may see both.
pub async fn lock_counting(tx: &mut Tx, report_id: Uuid) -> sqlx::Result<Option<Counting>> {
    let city_id = tx.city_id();
    let row = sqlx::query!(
        "select original.id, original.status, original.outcome, original.closed_at, original.supports,
             original.secret_hash, original.author_id
         from reports named
         join reports original on original.city_id = $1 and original.id = coalesce(named.original_id, named.id)
         where named.city_id = $1 and named.id = $2 and named.visibility = 'published'
           and original.visibility = 'published' and original.sequence is not null
         for update of original",
        city_id,
        report_id
    )
    .fetch_optional(tx.connection())
    .await?;
    row.map(|row| {
        Ok(Counting {
            id: row.id,
            status: status(&row.status)?,
            outcome: row.outcome.as_deref().and_then(Outcome::called),
            closed_at: row.closed_at,
            supports: row.supports,
            secret_hash: row.secret_hash,
            author_id: row.author_id,
        })
    })
    .transpose()
}

/// Whether a secret is counted at this original already.
pub async fn is_counted(tx: &mut Tx, original_id: Uuid, secret_hash: &[u8]) -> sqlx::Result<bool> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        r#"select exists (
               select from reports member
               where member.city_id = $1 and (member.id = $2 or member.original_id = $2)
                 and ((member.id <> $2 and member.secret_hash = $3)
                      or exists (select from supports where supports.city_id = $1
                                 and supports.report_id = member.id and supports.secret_hash = $3))
           ) as "counted!""#,
        city_id,
        original_id,
        secret_hash
    )
    .fetch_one(tx.connection())
    .await
}

/// Keeps a support; one that is there already stays.
pub async fn insert_support(tx: &mut Tx, id: Uuid, report_id: Uuid, secret_hash: &[u8]) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "insert into supports (city_id, id, report_id, secret_hash, created_at) values ($1, $2, $3, $4, $5)
         on conflict (city_id, report_id, secret_hash) do update set id = supports.id",
        city_id,
        id,
        report_id,
        secret_hash,
        now
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// Takes a secret's supports of an original and of its duplicates away; says whether there were any.
pub async fn delete_supports(tx: &mut Tx, original_id: Uuid, secret_hash: &[u8]) -> sqlx::Result<bool> {
    let city_id = tx.city_id();
    let done = sqlx::query!(
        "delete from supports using reports member
         where supports.city_id = $1 and supports.secret_hash = $3 and member.city_id = $1
           and member.id = supports.report_id and (member.id = $2 or member.original_id = $2)",
        city_id,
        original_id,
        secret_hash
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Counts one more, or one less. The version stays: nobody at the desk has to read it anew.
pub async fn add_supports(tx: &mut Tx, id: Uuid, more: i32) -> sqlx::Result<i32> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        "update reports set supports = supports + $3 where city_id = $1 and id = $2 returning supports",
        city_id,
        id,
        more
    )
    .fetch_one(tx.connection())
    .await
}
