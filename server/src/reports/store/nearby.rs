//! SQL that finds what is near a place.

use chrono::{DateTime, Utc};
use domain::nearby::{NEARBY_MAX, around};
use domain::place::{BLOCK_REACH, Place};
use domain::status::Status;
use sqlx::PgPool;
use uuid::Uuid;

/// What is asked for.
pub struct Around {
    pub place: Place,
    /// Only these types.
    pub types: Vec<i32>,
    /// Metres within which the true place of a report may lie.
    pub radius: f64,
    /// Whether reports of homes may be among them, which are shown at the middle of their block.
    pub homes: bool,
    /// Closed ones are found if they were closed after this.
    pub closed_since: DateTime<Utc>,
}

/// A report that is near.
pub struct Near {
    pub id: Uuid,
    pub number_year: i32,
    pub number: i32,
    pub type_id: i32,
    pub status: String,
    pub lon: f64,
    pub lat: f64,
    pub place_is_exact: bool,
    pub address_ru: Option<String>,
    pub address_en: Option<String>,
    pub metres: f64,
    pub received_at: DateTime<Utc>,
    pub due_at: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
    pub supports: i32,
    pub photo: Option<Uuid>,
}

/// What the public may see of reports around a place, the nearest first. A home is found when it
/// may lie within the radius, as far as its public place tells: nothing here knows more.
pub async fn near(public: &PgPool, city_id: i32, asked: &Around) -> sqlx::Result<Vec<Near>> {
    let block = if asked.homes { BLOCK_REACH } else { 0.0 };
    let [west, south, east, north] = around(asked.place, asked.radius + block);
    let off_the_map: Vec<String> = Status::ALL
        .iter()
        .filter(|status| !status.is_on_the_map())
        .map(|status| status.name().to_owned())
        .collect();
    sqlx::query_as!(
        Near,
        r#"select id as "id!", number_year as "number_year!", number as "number!", type_id as "type_id!",
               status as "status!", st_x(place) as "lon!", st_y(place) as "lat!", place_is_exact as "place_is_exact!",
               address_ru, address_en,
               st_distancesphere(place, st_setsrid(st_makepoint($2, $3), 4326)) as "metres!",
               received_at as "received_at!", due_at as "due_at!", closed_at, supports as "supports!",
               (select photo.id from public_photos photo
                where photo.city_id = $1 and photo.report_id = report.id
                order by photo.kind desc, photo.position limit 1) as photo
           from public_reports report
           where city_id = $1 and place && st_makeenvelope($4, $5, $6, $7, 4326)
             and coalesce(closed_at, 'infinity'::timestamptz) > $8
             and type_id = any($9) and status <> all($10)
             and st_distancesphere(place, st_setsrid(st_makepoint($2, $3), 4326))
                 <= $11::float8 + case when place_is_exact then 0 else $12::float8 end
           order by "metres!", sequence limit $13"#,
        city_id,
        asked.place.lon,
        asked.place.lat,
        west,
        south,
        east,
        north,
        asked.closed_since,
        &asked.types,
        &off_the_map,
        asked.radius,
        BLOCK_REACH,
        i64::try_from(NEARBY_MAX).unwrap_or(i64::MAX),
    )
    .fetch_all(public)
    .await
}
