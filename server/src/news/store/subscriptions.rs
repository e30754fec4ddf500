//! SQL of mails that somebody without an account asked for.

use crate::db::Tx;
use chrono::{DateTime, Utc};
use domain::id::Number;
use domain::place::Place;
use domain::text::Language;
use domain::wire::news::Area;
use sqlx::PgPool;
use uuid::Uuid;

/// The class of advisory locks by which subscriptions of one address come one after the other.
const ADDRESSES: i32 = 5;

/// A subscription.
pub struct Subscription {
    pub id: Uuid,
    pub email: String,
    pub language: Language,
    pub report: Option<(Uuid, Number)>,
    pub area: Option<Area>,
    pub consent: Option<String>,
    pub asked_at: DateTime<Utc>,
    pub confirmed_at: Option<DateTime<Utc>>,
    pub told_n: i64,
}

/// As it comes out of the database.
struct Row {
    id: Uuid,
    email: String,
    language: String,
    report_id: Option<Uuid>,
    number_year: Option<i32>,
    number: Option<i32>,
    lat: Option<f64>,
    lon: Option<f64>,
    metres: Option<i32>,
    consent: Option<String>,
    asked_at: DateTime<Utc>,
    confirmed_at: Option<DateTime<Utc>>,
    told_n: i64,
}

impl Row {
    fn read(self) -> Subscription {
        let number = self.number_year.zip(self.number).map(|(year, count)| Number { year, count });
        let place = self.lat.zip(self.lon).map(|(lat, lon)| Place { lat, lon });
        Subscription {
            id: self.id,
            email: self.email,
            language: Language::from_code(&self.language).unwrap_or(Language::Ru),
            report: self.report_id.zip(number),
            area: place.zip(self.metres).map(|(place, metres)| Area { place, metres }),
            consent: self.consent,
            asked_at: self.asked_at,
            confirmed_at: self.confirmed_at,
            told_n: self.told_n,
        }
    }
}

/// The number of a case that everybody may see.
pub async fn public_number(public: &PgPool, city_id: i32, report_id: Uuid) -> sqlx::Result<Option<Number>> {
    let row = sqlx::query!(
        r#"select number_year as "year!", number as "count!" from public_reports where city_id = $1 and id = $2"#,
        city_id,
        report_id
    )
    .fetch_optional(public)
    .await?;
    Ok(row.map(|row| Number { year: row.year, count: row.count }))
}

/// Lets one transaction at a time look at an address, and says how many subscriptions it has: all, and
/// those asked for since `since`.
pub async fn sent_to(tx: &mut Tx, email: &str, since: DateTime<Utc>) -> sqlx::Result<(i64, i64)> {
    let city_id = tx.city_id();
    sqlx::query!(
        "select pg_advisory_xact_lock($2, hashtext($3)) from city_counters where city_id = $1",
        city_id,
        ADDRESSES,
        email
    )
    .execute(tx.connection())
    .await?;
    let row = sqlx::query!(
        r#"select count(*) as "all!", count(*) filter (where asked_at > $3) as "lately!"
           from subscriptions where city_id = $1 and email = $2"#,
        city_id,
        email,
        since
    )
    .fetch_one(tx.connection())
    .await?;
    Ok((row.all, row.lately))
}

pub async fn insert(tx: &mut Tx, new: &Subscription) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!(
        "insert into subscriptions (city_id, id, email, language, report_id, place, metres, consent, asked_at,
                                    told_n, next_at)
         values ($1, $2, $3, $4, $5, st_setsrid(st_makepoint($6, $7), 4326), $8, $9, $10, 0, $10)",
        city_id,
        new.id,
        new.email,
        new.language.code(),
        new.report.map(|(id, _)| id),
        new.area.map(|area| area.place.lon),
        new.area.map(|area| area.place.lat),
        new.area.map(|area| area.metres),
        new.consent,
        new.asked_at
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// What an address has asked for already: mails about the same.
pub async fn known(
    tx: &mut Tx,
    email: &str,
    report: Option<Uuid>,
    area: Option<Area>,
) -> sqlx::Result<Option<Uuid>> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        "select id from subscriptions where city_id = $1 and email = $2 and (
             report_id = $3 or metres = $6 and st_equals(place, st_setsrid(st_makepoint($4, $5), 4326)))",
        city_id,
        email,
        report,
        area.map(|area| area.place.lon),
        area.map(|area| area.place.lat),
        area.map(|area| area.metres)
    )
    .fetch_optional(tx.connection())
    .await
}

pub async fn find(tx: &mut Tx, id: Uuid) -> sqlx::Result<Option<Subscription>> {
    let city_id = tx.city_id();
    let row = sqlx::query_as!(
        Row,
        r#"select subscriptions.id, email, subscriptions.language, report_id, number_year as "number_year?",
               number as "number?", st_y(subscriptions.place) as lat, st_x(subscriptions.place) as lon, metres,
               consent, asked_at, confirmed_at, told_n
           from subscriptions
           left join reports on reports.city_id = $1 and reports.id = report_id
           where subscriptions.city_id = $1 and subscriptions.id = $2 for update of subscriptions"#,
        city_id,
        id
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(Row::read))
}

/// From now on, and of an area only what comes now.
pub async fn confirm(tx: &mut Tx, id: Uuid, newest: i64) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "update subscriptions set confirmed_at = $3, told_n = $4
         where city_id = $1 and id = $2 and confirmed_at is null",
        city_id,
        id,
        now,
        newest
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// It is over, and nothing of it is kept; says whether it was there.
pub async fn end(tx: &mut Tx, id: Uuid) -> sqlx::Result<bool> {
    let city_id = tx.city_id();
    let done = sqlx::query!("delete from subscriptions where city_id = $1 and id = $2", city_id, id)
        .execute(tx.connection())
        .await?;
    Ok(done.rows_affected() > 0)
}

/// No more mails to the address that came with a report.
pub async fn quiet_contact(tx: &mut Tx, id: Uuid) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!("update contacts set quiet_at = $3 where city_id = $1 and id = $2", city_id, id, now)
        .execute(tx.connection())
        .await
        .map(|_| ())
}

/// No more mails about cases to an account.
pub async fn quiet_account(tx: &mut Tx, id: Uuid) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!("update residents set quiet_at = $3 where city_id = $1 and id = $2", city_id, id, now)
        .execute(tx.connection())
        .await
        .map(|_| ())
}

/// Subscriptions to areas that may have a mail again, each for one process.
pub async fn due_areas(tx: &mut Tx, newest: i64, limit: i64) -> sqlx::Result<Vec<Subscription>> {
    let (city_id, now) = (tx.city_id(), tx.now());
    let rows = sqlx::query_as!(
        Row,
        r#"select id, email, language, report_id, null::int as number_year, null::int as number,
               st_y(place) as lat, st_x(place) as lon, metres, consent, asked_at, confirmed_at, told_n
           from subscriptions
           where city_id = $1 and place is not null and confirmed_at is not null and next_at <= $2 and told_n < $3
           order by next_at limit $4 for update skip locked"#,
        city_id,
        now,
        newest,
        limit
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows.into_iter().map(Row::read).collect())
}

/// An area was told up to event `n`; nothing more before `next_at`.
pub async fn told_area(tx: &mut Tx, id: Uuid, n: i64, next_at: DateTime<Utc>) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!(
        "update subscriptions set told_n = $3, next_at = $4 where city_id = $1 and id = $2",
        city_id,
        id,
        n,
        next_at
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// Forgets what nobody confirmed, what was asked for long ago, and what was about a case that ended.
pub async fn forget(tx: &mut Tx, [unconfirmed, old, ended]: [DateTime<Utc>; 3]) -> sqlx::Result<u64> {
    let city_id = tx.city_id();
    let done = sqlx::query!(
        "delete from subscriptions where city_id = $1 and (
             confirmed_at is null and asked_at < $2 or confirmed_at < $3
             or exists (select 1 from reports where reports.city_id = $1 and reports.id = report_id
                 and (closed_at < $4 or erased_at is not null)))",
        city_id,
        unconfirmed,
        old,
        ended
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected())
}
