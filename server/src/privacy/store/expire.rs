//! SQL that finds what is past its term. Every question is answered from an index of what is still
//! there, so that nothing is looked at twice.

use crate::db::Tx;
use chrono::{DateTime, Utc};
use domain::retention::Kind;
use uuid::Uuid;

/// Reports that ended before `until` and whose authors can still be reached.
pub async fn of_ended_contacts(tx: &mut Tx, until: DateTime<Utc>, limit: i64) -> sqlx::Result<Vec<Uuid>> {
    let city_id = tx.city_id();
    // Whoever came later cannot have ended earlier: the index ends the search.
    sqlx::query_scalar!(
        "select contacts.id from contacts
         join reports on reports.city_id = contacts.city_id and reports.id = contacts.id
         where contacts.city_id = $1 and contacts.received_at < $2 and reports.closed_at < $2
         order by contacts.received_at limit $3",
        city_id,
        until,
        limit
    )
    .fetch_all(tx.connection())
    .await
}

/// Reports at private homes that ended before `until` and still know the door.
pub async fn of_ended_homes(tx: &mut Tx, until: DateTime<Utc>, limit: i64) -> sqlx::Result<Vec<Uuid>> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        "select id from reports
         where city_id = $1 and closed_at is not null and closed_at < $2 and not place_is_exact
           and (home_erased_at is null or home_erased_at < closed_at)
         order by closed_at limit $3 for no key update skip locked",
        city_id,
        until,
        limit
    )
    .fetch_all(tx.connection())
    .await
}

/// Reports that ended before `until` and still say what was never published.
pub async fn of_ended_words(tx: &mut Tx, until: DateTime<Utc>, limit: i64) -> sqlx::Result<Vec<Uuid>> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        "select id from reports
         where city_id = $1 and closed_at is not null and closed_at < $2 and text_visibility = 'hidden'
           and (words_erased_at is null or words_erased_at < closed_at)
         order by closed_at limit $3 for no key update skip locked",
        city_id,
        until,
        limit
    )
    .fetch_all(tx.connection())
    .await
}

/// Reports that ended before `until` and on which staff still has remarks or files.
pub async fn of_ended_insides(tx: &mut Tx, until: DateTime<Utc>, limit: i64) -> sqlx::Result<Vec<Uuid>> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        r#"select report_id as "report_id!" from (
               select report_id from remarks where city_id = $1 and written_at < $2
               union select report_id from attachments where city_id = $1 and added_at < $2) old
           join reports on reports.city_id = $1 and reports.id = old.report_id
           where reports.closed_at < $2 limit $3"#,
        city_id,
        until,
        limit
    )
    .fetch_all(tx.connection())
    .await
}

/// Reports that ended before `until` and still have photos that were never published.
pub async fn of_ended_photos(tx: &mut Tx, until: DateTime<Utc>, limit: i64) -> sqlx::Result<Vec<Uuid>> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        "select photos.id from photos
         join reports on reports.city_id = photos.city_id and reports.id = photos.report_id
         where photos.city_id = $1 and photos.visibility = 'hidden' and photos.report_id is not null
           and photos.received_at < $2 and reports.closed_at < $2
         order by photos.received_at limit $3",
        city_id,
        until,
        limit
    )
    .fetch_all(tx.connection())
    .await
}

/// Makes supporters of reports that ended before `until` unknown; says how many.
pub async fn forget_supporters(tx: &mut Tx, until: DateTime<Utc>, limit: i64) -> sqlx::Result<u64> {
    let (city_id, now) = (tx.city_id(), tx.now());
    let done = sqlx::query!(
        "update supports set secret_hash = sha256(uuid_send(id)), anonymous_since = $4
         where city_id = $1 and id in (
             select supports.id from supports
             join reports on reports.city_id = supports.city_id and reports.id = supports.report_id
             where supports.city_id = $1 and supports.anonymous_since is null and supports.created_at < $2
               and reports.closed_at < $2
             order by supports.created_at limit $3)",
        city_id,
        until,
        limit,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected())
}

/// Accounts that nobody has used since `until`.
pub async fn unused_accounts(tx: &mut Tx, until: DateTime<Utc>, limit: i64) -> sqlx::Result<Vec<Uuid>> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        "select id from residents where city_id = $1 and erased_at is null and seen_at < $2
         order by seen_at limit $3 for no key update skip locked",
        city_id,
        until,
        limit
    )
    .fetch_all(tx.connection())
    .await
}

/// Deletes sessions that expired before `until`; says how many.
pub async fn forget_sessions(tx: &mut Tx, until: DateTime<Utc>, limit: i64) -> sqlx::Result<u64> {
    let city_id = tx.city_id();
    let done = sqlx::query!(
        "delete from sessions where city_id = $1 and id in (
             select id from sessions where city_id = $1 and expires_at < $2 order by expires_at limit $3)",
        city_id,
        until,
        limit
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected())
}

/// Deletes the oldest entries of the audit log, from before `until`, but for the last of them: the hash
/// of the next one is over it.
pub async fn forget_audit(tx: &mut Tx, until: DateTime<Utc>, limit: i64) -> sqlx::Result<u64> {
    let city_id = tx.city_id();
    let done = sqlx::query!(
        "delete from audit_entries where city_id = $1 and n < (
             select max(n) from (
                 select n, at from audit_entries where city_id = $1 order by n limit $3) oldest
             where at < $2)",
        city_id,
        until,
        limit + 1
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected())
}

/// Writes down what went.
pub async fn keep_log(tx: &mut Tx, kind: Kind, count: usize, until: DateTime<Utc>) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "insert into privacy_log (city_id, id, kind, count, until, at) values ($1, $2, $3, $4, $5, $6)",
        city_id,
        Uuid::now_v7(),
        kind.name(),
        i32::try_from(count).unwrap_or(i32::MAX),
        until,
        now
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}
