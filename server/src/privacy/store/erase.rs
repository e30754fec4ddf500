//! SQL that erases what is about a person and leaves the row.

use crate::db::Tx;
use domain::id::Number;
use uuid::Uuid;

/// Empties all that was written to these reports, by whomever: staff quotes authors.
pub async fn erase_words(tx: &mut Tx, reports: &[Uuid]) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "update reports set description = '', address = null, answers = '{}', words_erased_at = $3
         where city_id = $1 and id = any($2)",
        city_id,
        reports,
        now
    )
    .execute(tx.connection())
    .await?;
    sqlx::query!("update notes set text = '' where city_id = $1 and report_id = any($2)", city_id, reports)
        .execute(tx.connection())
        .await?;
    sqlx::query!(
        "update extensions set reason = '' where city_id = $1 and report_id = any($2)",
        city_id,
        reports
    )
    .execute(tx.connection())
    .await?;
    sqlx::query!(
        "update subtasks set task = '' where city_id = $1 and report_id = any($2)",
        city_id,
        reports
    )
    .execute(tx.connection())
    .await?;
    sqlx::query!(
        "update inspections set act = '' where city_id = $1 and report_id = any($2)",
        city_id,
        reports
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// Leaves of private homes the block that everybody sees. Other places are nobody's home.
pub async fn erase_homes(tx: &mut Tx, reports: &[Uuid]) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "update reports set place = public_place, address = null, home_erased_at = $3
         where city_id = $1 and id = any($2) and not place_is_exact",
        city_id,
        reports,
        now
    )
    .execute(tx.connection())
    .await?;
    sqlx::query!(
        "update corrections set from_place = public_place, to_place = public_place from reports
         where reports.city_id = $1 and reports.id = any($2) and not place_is_exact
           and corrections.city_id = $1 and corrections.report_id = reports.id",
        city_id,
        reports
    )
    .execute(tx.connection())
    .await?;
    sqlx::query!(
        "update warranties set place = public_place from reports
         where reports.city_id = $1 and reports.id = any($2) and not place_is_exact
           and warranties.city_id = $1 and warranties.id = reports.id",
        city_id,
        reports
    )
    .execute(tx.connection())
    .await?;
    sqlx::query!(
        "update inspections set place = null from reports
         where reports.city_id = $1 and reports.id = any($2) and not place_is_exact
           and inspections.city_id = $1 and inspections.report_id = reports.id",
        city_id,
        reports
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// Makes the secrets of these reports open nothing, and parts them from their account and their sender.
pub async fn close_secrets(tx: &mut Tx, reports: &[Uuid], closed: &[Vec<u8>]) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "update reports set secret_hash = closed.hash, body_hash = '', author_id = null, erased_at = $4
         from unnest($2::uuid[], $3::bytea[]) as closed (id, hash)
         where reports.city_id = $1 and reports.id = closed.id",
        city_id,
        reports,
        closed,
        now
    )
    .execute(tx.connection())
    .await?;
    sqlx::query!("delete from push_reports where city_id = $1 and report_id = any($2)", city_id, reports)
        .execute(tx.connection())
        .await?;
    // A report of danger keeps that it was a false alarm, but no longer whose.
    sqlx::query!(
        "update report_senders set device_mark = null, account_mark = null, address_mark = null, text_mark = null
         where city_id = $1 and report_id = any($2)",
        city_id,
        reports
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// Reports of an account with the hashes of their secrets, the latest first, locked.
pub async fn reports_of(tx: &mut Tx, resident_id: Uuid, limit: i64) -> sqlx::Result<Vec<(Uuid, Vec<u8>)>> {
    let city_id = tx.city_id();
    let rows = sqlx::query!(
        "select id, secret_hash from reports where city_id = $1 and author_id = $2
         order by sequence desc limit $3 for no key update",
        city_id,
        resident_id,
        limit
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.secret_hash)).collect())
}

/// Ends the mails and forgets the browsers by which accounts are told what became of cases.
pub async fn erase_news(tx: &mut Tx, ids: &[Uuid]) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!(
        "delete from subscriptions where city_id = $1
             and email in (select email from residents where city_id = $1 and id = any($2))",
        city_id,
        ids
    )
    .execute(tx.connection())
    .await?;
    sqlx::query!(
        "update push_devices set resident_id = null, session_id = null
         where city_id = $1 and resident_id = any($2)",
        city_id,
        ids
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// Empties accounts, forgets what they follow, ends their sessions, takes back their consents; says how many there were.
pub async fn erase_accounts(tx: &mut Tx, ids: &[Uuid]) -> sqlx::Result<u64> {
    let (city_id, now) = (tx.city_id(), tx.now());
    let done = sqlx::query!(
        "update residents set name = null, email = null, phone = null, erased_at = $3
         where city_id = $1 and id = any($2) and erased_at is null",
        city_id,
        ids,
        now
    )
    .execute(tx.connection())
    .await?;
    sqlx::query!("delete from follows where city_id = $1 and resident_id = any($2)", city_id, ids)
        .execute(tx.connection())
        .await?;
    sqlx::query!("delete from sessions where city_id = $1 and resident_id = any($2)", city_id, ids)
        .execute(tx.connection())
        .await?;
    sqlx::query!(
        "update consents set withdrawn_at = $3
         where city_id = $1 and resident_id = any($2) and withdrawn_at is null",
        city_id,
        ids,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected())
}

/// The report of this number.
pub async fn numbered(tx: &mut Tx, number: Number) -> sqlx::Result<Option<Uuid>> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        "select id from reports where city_id = $1 and number_year = $2 and number = $3",
        city_id,
        number.year,
        number.count
    )
    .fetch_optional(tx.connection())
    .await
}

/// Who proved to hold this e-mail address or phone number.
pub async fn resident_reached(tx: &mut Tx, reach: &str) -> sqlx::Result<Option<Uuid>> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        "select id from residents where city_id = $1 and (email = lower($2) or phone = $2)",
        city_id,
        reach
    )
    .fetch_optional(tx.connection())
    .await
}

/// Contacts, reports with words and photos among these reports.
pub async fn erasable(tx: &mut Tx, reports: &[Uuid]) -> sqlx::Result<[i64; 3]> {
    let city_id = tx.city_id();
    let row = sqlx::query!(
        r#"select
               (select count(*) from contacts where city_id = $1 and id = any($2)) as "contacts!",
               (select count(*) from reports where city_id = $1 and id = any($2)
                    and (description <> '' or address is not null or answers <> '{}')) as "words!",
               (select count(*) from photos join reports
                    on reports.city_id = photos.city_id and reports.id = photos.report_id
                where photos.city_id = $1 and photos.report_id = any($2)
                    and (photos.visibility = 'hidden' or not place_is_exact)) as "photos!""#,
        city_id,
        reports
    )
    .fetch_one(tx.connection())
    .await?;
    Ok([row.contacts, row.words, row.photos])
}
