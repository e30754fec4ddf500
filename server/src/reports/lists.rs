//! SQL of reports in numbers: lists by keyset, and what map tiles are drawn from.

use crate::problem::{ApiError, ApiResult};
use chrono::{DateTime, Duration, Utc};
use domain::catalogue::City;
use domain::status::SOON;
use sqlx::PgPool;
use uuid::Uuid;

/// A report in a list.
pub struct Card {
    pub id: Uuid,
    pub sequence: i64,
    pub number_year: i32,
    pub number: i32,
    pub version: i32,
    pub type_id: i32,
    pub department_id: i32,
    pub status: String,
    pub lon: f64,
    pub lat: f64,
    pub place_is_exact: bool,
    pub address_ru: Option<String>,
    pub address_en: Option<String>,
    pub received_at: DateTime<Utc>,
    pub due_at: DateTime<Utc>,
    pub first_action_due_at: Option<DateTime<Utc>>,
    pub next_due_at: DateTime<Utc>,
    pub resolved_at: Option<DateTime<Utc>>,
    pub closed_at: Option<DateTime<Utc>>,
    pub made_safe_at: Option<DateTime<Utc>>,
    pub supports: i32,
    pub photo: Option<Uuid>,
}

/// What of the map is asked for.
pub struct Area {
    /// West, south, east, north in degrees.
    pub bounds: [f64; 4],
    /// Only these types.
    pub types: Vec<i32>,
    /// Cases closed since then are still there.
    pub closed_since: DateTime<Utc>,
}

/// Days that closed cases stay on the map, unless asked otherwise, and at most.
const CLOSED_DAYS: i64 = 30;
const CLOSED_DAYS_MAX: i64 = 3660;

impl Area {
    /// The part of the map within `bounds`, of one category if asked.
    pub fn of(
        city: &City,
        bounds: [f64; 4],
        category: Option<&str>,
        days: Option<i64>,
        now: DateTime<Utc>,
    ) -> ApiResult<Self> {
        let category = match category.filter(|slug| !slug.is_empty()) {
            Some(slug) => {
                let found = city.categories.iter().find(|category| category.slug == slug);
                Some(found.ok_or_else(|| ApiError::field("category", "unknown_category"))?.id)
            }
            None => None,
        };
        let offered = city.types.iter().filter(|t| category.is_none_or(|id| t.category_id == id));
        let days = days.unwrap_or(CLOSED_DAYS).clamp(0, CLOSED_DAYS_MAX);
        let types = offered.map(|t| t.id).collect();
        Ok(Self { bounds, types, closed_since: now - Duration::days(days) })
    }
}

/// Reports of an area that the public may see, newest first, before the one numbered `before`.
pub async fn in_area(
    public: &PgPool,
    city_id: i32,
    area: &Area,
    before: i64,
    limit: usize,
) -> sqlx::Result<Vec<Card>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let [west, south, east, north] = area.bounds;
    sqlx::query_as!(
        Card,
        r#"select id as "id!", sequence as "sequence!", number_year as "number_year!", number as "number!",
               version as "version!", type_id as "type_id!", department_id as "department_id!", status as "status!",
               st_x(place) as "lon!", st_y(place) as "lat!", place_is_exact as "place_is_exact!", address_ru, address_en,
               received_at as "received_at!", due_at as "due_at!", first_action_due_at,
               next_due_at as "next_due_at!", resolved_at, closed_at, made_safe_at,
               supports as "supports!",
               (select photo.id from public_photos photo
                where photo.city_id = $1 and photo.report_id = report.id
                order by photo.kind, photo.position limit 1) as photo
           from public_reports report
           where city_id = $1 and place && st_makeenvelope($2, $3, $4, $5, 4326) and type_id = any($6)
             and (is_open or closed_at > $7) and sequence < $8
           order by sequence desc limit $9"#,
        city_id,
        west,
        south,
        east,
        north,
        &area.types,
        area.closed_since,
        before,
        limit,
    )
    .fetch_all(public)
    .await
}

/// Those of these reports that the public may see, newest first.
pub async fn called(public: &PgPool, city_id: i32, ids: &[Uuid]) -> sqlx::Result<Vec<Card>> {
    sqlx::query_as!(
        Card,
        r#"select id as "id!", sequence as "sequence!", number_year as "number_year!", number as "number!",
               version as "version!", type_id as "type_id!", department_id as "department_id!", status as "status!",
               st_x(place) as "lon!", st_y(place) as "lat!", place_is_exact as "place_is_exact!", address_ru, address_en,
               received_at as "received_at!", due_at as "due_at!", first_action_due_at,
               next_due_at as "next_due_at!", resolved_at, closed_at, made_safe_at,
               supports as "supports!",
               (select photo.id from public_photos photo
                where photo.city_id = $1 and photo.report_id = report.id
                order by photo.kind, photo.position limit 1) as photo
           from public_reports report
           where city_id = $1 and id = any($2)
           order by sequence desc"#,
        city_id,
        ids
    )
    .fetch_all(public)
    .await
}

/// How many [`in_area`] gives in all.
pub async fn count_in_area(public: &PgPool, city_id: i32, area: &Area) -> sqlx::Result<i64> {
    let [west, south, east, north] = area.bounds;
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from public_reports
           where city_id = $1 and place && st_makeenvelope($2, $3, $4, $5, 4326) and type_id = any($6)
             and (is_open or closed_at > $7)"#,
        city_id,
        west,
        south,
        east,
        north,
        &area.types,
        area.closed_since,
    )
    .fetch_one(public)
    .await
}

/// Reports that look alike within one cell of a tile.
pub struct Cell {
    pub column: i32,
    pub row: i32,
    pub status: String,
    /// Open and of a dangerous type.
    pub danger: bool,
    /// The latest of reports with the same answers to "late?" and "soon?".
    pub due_at: DateTime<Utc>,
    pub count: i64,
    pub lon: f64,
    pub lat: f64,
    /// One of them, to be drawn by itself when it is the only one of its cell.
    pub id: Uuid,
    pub number_year: i32,
    pub number: i32,
    pub type_id: i32,
}

/// What to do with danger on the map.
pub struct Danger {
    /// Types that are dangerous.
    pub types: Vec<i32>,
    /// Whether open reports of these types come one by one instead of being counted.
    pub apart: bool,
}

/// Counts the reports of a tile in `side` × `side` cells.
pub async fn cells(
    public: &PgPool,
    city_id: i32,
    area: &Area,
    side: i32,
    now: DateTime<Utc>,
    danger: &Danger,
) -> sqlx::Result<Vec<Cell>> {
    let [west, south, east, north] = area.bounds;
    sqlx::query_as!(
        Cell,
        r#"select least(floor((st_x(place) - $2) / ($4 - $2) * $8::int4), $8::int4 - 1)::int4 as "column!",
               least(floor(($5 - st_y(place)) / ($5 - $3) * $8::int4), $8::int4 - 1)::int4 as "row!",
               status as "status!", is_open and made_safe_at is null and type_id = any($11::int4[]) as "danger!", max(due_at) as "due_at!",
               count(*) as "count!", avg(st_x(place)) as "lon!", avg(st_y(place)) as "lat!",
               (array_agg(id))[1] as "id!", min(number_year) as "number_year!", min(number) as "number!",
               min(type_id) as "type_id!"
           from public_reports
           where city_id = $1 and place && st_makeenvelope($2, $3, $4, $5, 4326) and type_id = any($6)
             and st_x(place) >= $2 and st_x(place) < $4 and st_y(place) > $3 and st_y(place) <= $5
             and (is_open or closed_at > $7)
           group by 1, 2, 3, 4, due_at < $9, due_at <= $10,
               case when $12 and is_open and made_safe_at is null and type_id = any($11::int4[]) then id end"#,
        city_id,
        west,
        south,
        east,
        north,
        &area.types,
        area.closed_since,
        side,
        now,
        now + SOON,
        &danger.types,
        danger.apart,
    )
    .fetch_all(public)
    .await
}

/// A report as a point of a tile.
pub struct Dot {
    pub id: Uuid,
    pub number_year: i32,
    pub number: i32,
    pub type_id: i32,
    pub status: String,
    pub due_at: DateTime<Utc>,
    pub made_safe: bool,
    pub lon: f64,
    pub lat: f64,
}

/// Up to `limit` reports of a tile one by one, newest first.
pub async fn dots(public: &PgPool, city_id: i32, area: &Area, limit: i64) -> sqlx::Result<Vec<Dot>> {
    let [west, south, east, north] = area.bounds;
    sqlx::query_as!(
        Dot,
        r#"select id as "id!", number_year as "number_year!", number as "number!", type_id as "type_id!",
               status as "status!", due_at as "due_at!", made_safe_at is not null as "made_safe!",
               st_x(place) as "lon!", st_y(place) as "lat!"
           from public_reports
           where city_id = $1 and place && st_makeenvelope($2, $3, $4, $5, 4326) and type_id = any($6)
             and st_x(place) >= $2 and st_x(place) < $4 and st_y(place) > $3 and st_y(place) <= $5
             and (is_open or closed_at > $7)
           order by sequence desc limit $8"#,
        city_id,
        west,
        south,
        east,
        north,
        &area.types,
        area.closed_since,
        limit,
    )
    .fetch_all(public)
    .await
}
