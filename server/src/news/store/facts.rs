//! SQL of what happened, and of whom it concerns.

use crate::db::Tx;
use chrono::{DateTime, NaiveDate, Utc};
use domain::event::Kind;
use domain::id::Number;
use domain::nearby::around;
use domain::status::Status;
use domain::wire::news::Area;
use sqlx::PgPool;
use uuid::Uuid;

/// Something that happened, with what a message says of its case.
pub struct Fact {
    pub n: i64,
    pub kind: Option<Kind>,
    pub status: Option<Status>,
    /// The author did it and knows.
    pub by_author: bool,
    /// When it happened, and when it was known here.
    pub times: (DateTime<Utc>, DateTime<Utc>),
    pub report_id: Uuid,
    pub author_id: Option<Uuid>,
    pub number: Number,
    pub type_id: i32,
    pub due_at: DateTime<Utc>,
    pub planned_for: Option<NaiveDate>,
    /// Whether everybody may see the case.
    pub is_public: bool,
    pub address_ru: Option<String>,
    pub address_en: Option<String>,
}

/// Whether anything happened that was not told yet, or nobody ever looked.
pub async fn any_new(db: &PgPool, city_id: i32) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select not exists (select 1 from news_told where city_id = $1)
               or coalesce((select max(n) from events where city_id = $1)
                         > (select n from news_told where city_id = $1), false) as "new!""#,
        city_id
    )
    .fetch_one(db)
    .await
}

/// Locks up to where it was told, unless another process has it. What happened before anybody was told
/// anything is not told.
pub async fn told_until(tx: &mut Tx) -> sqlx::Result<Option<i64>> {
    let city_id = tx.city_id();
    sqlx::query!(
        "insert into news_told (city_id, n)
         select $1, coalesce((select max(n) from events where city_id = $1), 0)
         where not exists (select 1 from news_told where city_id = $1)
         on conflict (city_id) do update set n = news_told.n",
        city_id
    )
    .execute(tx.connection())
    .await?;
    sqlx::query_scalar!("select n from news_told where city_id = $1 for update skip locked", city_id)
        .fetch_optional(tx.connection())
        .await
}

/// Everything up to `n` was told.
pub async fn told(tx: &mut Tx, n: i64) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!("update news_told set n = $2 where city_id = $1", city_id, n)
        .execute(tx.connection())
        .await
        .map(|_| ())
}

/// What happened after `after`, in order.
pub async fn facts(tx: &mut Tx, after: i64, limit: i64) -> sqlx::Result<Vec<Fact>> {
    let city_id = tx.city_id();
    let rows = sqlx::query!(
        r#"select events.n, events.kind, events.status, events.actor = 'author' as "by_author!", report_id,
               author_id, reports.number_year as "number_year!", reports.number as "number!", reports.type_id,
               reports.due_at, reports.planned_for, events.occurred_at, events.recorded_at, shown.id is not null as "is_public!",
               shown.address_ru, shown.address_en
           from events
           join reports on reports.city_id = $1 and reports.id = events.report_id
           left join public_reports shown on shown.city_id = $1 and shown.id = events.report_id
           where events.city_id = $1 and events.n > $2 order by events.n limit $3"#,
        city_id,
        after,
        limit
    )
    .fetch_all(tx.connection())
    .await?;
    let facts = rows.into_iter().map(|row| Fact {
        n: row.n,
        kind: Kind::called(&row.kind),
        status: Status::called(&row.status),
        by_author: row.by_author,
        times: (row.occurred_at, row.recorded_at),
        report_id: row.report_id,
        author_id: row.author_id,
        number: Number { year: row.number_year, count: row.number },
        type_id: row.type_id,
        due_at: row.due_at,
        planned_for: row.planned_for,
        is_public: row.is_public,
        address_ru: row.address_ru,
        address_en: row.address_en,
    });
    Ok(facts.collect())
}

/// Somebody who gets a mail, and why.
pub struct Reader {
    pub email: String,
    pub language: String,
    pub why: String,
    pub id: Uuid,
}

/// Whom a fact is mailed to: the author, and the followers if it concerns them.
pub async fn readers(tx: &mut Tx, fact: &Fact, followers: bool) -> sqlx::Result<Vec<Reader>> {
    let city_id = tx.city_id();
    sqlx::query_as!(
        Reader,
        r#"select contacts.email as "email!", reports.language as "language!", 'contact' as "why!",
               contacts.id as "id!"
           from contacts join reports on reports.city_id = $1 and reports.id = contacts.id
           where contacts.city_id = $1 and contacts.id = $2 and contacts.email is not null
               and contacts.quiet_at is null
           union all
           select email, language, 'account', id from residents
           where city_id = $1 and email is not null and erased_at is null and quiet_at is null
               and (id = $3 or $4 and exists (select 1 from follows
                    where follows.city_id = $1 and follows.resident_id = residents.id and report_id = $2))
           union all
           select email, language, 'subscription', id from subscriptions
           where city_id = $1 and report_id = $2 and confirmed_at is not null and $4"#,
        city_id,
        fact.report_id,
        fact.author_id,
        followers
    )
    .fetch_all(tx.connection())
    .await
}

/// A browser that is told.
pub struct Browser {
    pub id: Uuid,
    pub endpoint: String,
    pub language: String,
}

/// Which browsers are told of a fact: those of the author, and of followers if it concerns them.
pub async fn browsers(tx: &mut Tx, fact: &Fact, followers: bool) -> sqlx::Result<Vec<Browser>> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query_as!(
        Browser,
        "select id, endpoint, language from push_devices device
         where city_id = $1 and (
             exists (select 1 from push_reports where city_id = $1 and device_id = device.id and report_id = $2)
             or (resident_id = $3 or $4 and exists (select 1 from follows
                    where city_id = $1 and follows.resident_id = device.resident_id and report_id = $2))
                and exists (select 1 from sessions where city_id = $1 and sessions.id = device.session_id
                    and ended_at is null and expires_at > $5))",
        city_id,
        fact.report_id,
        fact.author_id,
        followers,
        now
    )
    .fetch_all(tx.connection())
    .await
}

/// The number of the newest event.
pub async fn newest(tx: &mut Tx) -> sqlx::Result<i64> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(r#"select coalesce(max(n), 0) as "n!" from events where city_id = $1"#, city_id)
        .fetch_one(tx.connection())
        .await
}

/// A case in an area about which there is something new, as everybody sees it.
pub struct New {
    pub number: Number,
    pub type_id: i32,
    pub status: Status,
    pub address_ru: Option<String>,
    pub address_en: Option<String>,
}

/// What came into an area or was answered there after event `after`, the oldest first. Only the public
/// views are asked: a home is where everybody sees it, at the middle of its block.
pub async fn new_around(
    tx: &mut Tx,
    area: Area,
    (after, since): (i64, DateTime<Utc>),
    limit: i64,
) -> sqlx::Result<Vec<New>> {
    let city_id = tx.city_id();
    let [west, south, east, north] = around(area.place, f64::from(area.metres));
    let off_the_map: Vec<String> =
        Status::ALL.iter().filter(|s| !s.is_on_the_map()).map(|s| s.name().to_owned()).collect();
    let rows = sqlx::query!(
        r#"select number_year as "number_year!", number as "number!", type_id as "type_id!",
               status as "status!", address_ru, address_en
           from public_reports report
           where city_id = $1 and place && st_makeenvelope($2, $3, $4, $5, 4326)
               and st_distancesphere(place, st_setsrid(st_makepoint($6, $7), 4326)) <= $8::int
               and status <> all($9)
               and exists (select 1 from public_events event
                   where event.city_id = $1 and event.report_id = report.id and event.n > $10
                       and event.occurred_at > $12
                       and (event.kind = 'submitted' or event.kind = 'status_changed'
                            and event.status in ('registered', 'resolved', 'explained')))
           order by sequence limit $11"#,
        city_id,
        west,
        south,
        east,
        north,
        area.place.lon,
        area.place.lat,
        area.metres,
        &off_the_map,
        after,
        limit,
        since
    )
    .fetch_all(tx.connection())
    .await?;
    let new = rows.into_iter().filter_map(|row| {
        Some(New {
            number: Number { year: row.number_year, count: row.number },
            type_id: row.type_id,
            status: Status::called(&row.status)?,
            address_ru: row.address_ru,
            address_en: row.address_en,
        })
    });
    Ok(new.collect())
}
