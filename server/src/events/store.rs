//! SQL of the public log.

use domain::event::Kind;
use domain::status::Status;
use domain::wire::report::EventView;
use sqlx::PgPool;
use uuid::Uuid;

/// Up to `limit` public events after number `after`, in order.
pub async fn since(public: &PgPool, city_id: i32, after: i64, limit: usize) -> sqlx::Result<Vec<EventView>> {
    let rows = sqlx::query!(
        r#"select n as "n!", kind as "kind!", report_id as "report_id!", status as "status!",
                  occurred_at as "occurred_at!"
           from public_events where city_id = $1 and n > $2 order by n limit $3"#,
        city_id,
        after,
        i64::try_from(limit).unwrap_or(i64::MAX),
    )
    .fetch_all(public)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            Some(EventView {
                n: row.n,
                kind: Kind::called(&row.kind)?,
                report_id: row.report_id,
                status: Status::called(&row.status)?,
                occurred_at: row.occurred_at,
            })
        })
        .collect())
}

/// The number of the newest public event.
pub async fn newest(public: &PgPool, city_id: i32) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select n as "n!" from public_events where city_id = $1 order by n desc limit 1"#,
        city_id
    )
    .fetch_optional(public)
    .await
    .map(Option::unwrap_or_default)
}

/// The numbers of the oldest and of the newest public event; 0 and 0 where there is none.
pub async fn range(public: &PgPool, city_id: i32) -> sqlx::Result<(i64, i64)> {
    let row = sqlx::query!(
        r#"select coalesce((select n from public_events where city_id = $1 order by n limit 1), 0) as "oldest!",
               coalesce((select n from public_events where city_id = $1 order by n desc limit 1), 0) as "newest!""#,
        city_id
    )
    .fetch_one(public)
    .await?;
    Ok((row.oldest, row.newest))
}

/// The number of the newest event after number `after`, public or not, and whether one of these tells
/// this person of staff something.
pub async fn mentioned(db: &PgPool, city_id: i32, person: Uuid, after: i64) -> sqlx::Result<(i64, bool)> {
    let row = sqlx::query!(
        r#"select coalesce(max(n), $3) as "newest!",
               coalesce(bool_or(kind = 'mentioned' and subject_id = $2), false) as "mentioned!"
           from events where city_id = $1 and n > $3"#,
        city_id,
        person,
        after
    )
    .fetch_one(db)
    .await?;
    Ok((row.newest, row.mentioned))
}

/// The number of the newest event, public or not.
pub async fn last(db: &PgPool, city_id: i32) -> sqlx::Result<i64> {
    sqlx::query_scalar!("select last_event from city_counters where city_id = $1", city_id)
        .fetch_one(db)
        .await
}

/// The newest number of each of these cities.
pub async fn last_of(db: &PgPool, city_ids: &[i32]) -> sqlx::Result<Vec<(i32, i64)>> {
    let rows = sqlx::query!(
        "select city_id, last_event from city_counters where city_id = any($1) order by city_id",
        city_ids
    );
    Ok(rows.fetch_all(db).await?.into_iter().map(|row| (row.city_id, row.last_event)).collect())
}

/// The reports to which something happened after the event `after`, up to the event `until`.
pub async fn changed(db: &PgPool, city_id: i32, after: i64, until: i64) -> sqlx::Result<Vec<Uuid>> {
    sqlx::query_scalar!(
        "select distinct report_id from events where city_id = $1 and n > $2 and n <= $3",
        city_id,
        after,
        until
    )
    .fetch_all(db)
    .await
}
