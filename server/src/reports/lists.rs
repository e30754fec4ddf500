//! SQL of reports in numbers: the lines of lists, and what the map is drawn from.

use super::map::Filter;
use chrono::{DateTime, Utc};
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

/// A report as the map draws it.
pub struct DotRow {
    pub id: Uuid,
    pub number_year: i32,
    pub number: i32,
    pub type_id: i32,
    pub department_id: i32,
    pub status: String,
    pub lon: f64,
    pub lat: f64,
    pub received_at: DateTime<Utc>,
    pub due_at: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
    pub made_safe: bool,
}

/// Up to `limit` reports of the map after a year and number, in their order.
pub async fn dots_after(
    public: &PgPool,
    city_id: i32,
    (year, number): (i32, i32),
    limit: i64,
) -> sqlx::Result<Vec<DotRow>> {
    sqlx::query_as!(
        DotRow,
        r#"select id as "id!", number_year as "number_year!", number as "number!", type_id as "type_id!",
               department_id as "department_id!", status as "status!", st_x(place) as "lon!", st_y(place) as "lat!",
               received_at as "received_at!", due_at as "due_at!", closed_at, made_safe_at is not null as "made_safe!"
           from public_reports
           where city_id = $1 and (number_year, number) > ($2, $3)
             and status not in ('duplicate', 'withdrawn', 'cancelled')
           order by number_year, number limit $4"#,
        city_id,
        year,
        number,
        limit
    )
    .fetch_all(public)
    .await
}

/// Those of these reports that are on the map.
pub async fn dots_called(public: &PgPool, city_id: i32, ids: &[Uuid]) -> sqlx::Result<Vec<DotRow>> {
    sqlx::query_as!(
        DotRow,
        r#"select id as "id!", number_year as "number_year!", number as "number!", type_id as "type_id!",
               department_id as "department_id!", status as "status!", st_x(place) as "lon!", st_y(place) as "lat!",
               received_at as "received_at!", due_at as "due_at!", closed_at, made_safe_at is not null as "made_safe!"
           from public_reports
           where city_id = $1 and id = any($2) and status not in ('duplicate', 'withdrawn', 'cancelled')"#,
        city_id,
        ids
    )
    .fetch_all(public)
    .await
}

/// The reports of the map within west, south, east and north that the filter means. What a filter
/// leaves out is null.
pub async fn dots(
    public: &PgPool,
    city_id: i32,
    [west, south, east, north]: [f64; 4],
    filter: &Filter,
) -> sqlx::Result<Vec<DotRow>> {
    let shapes: Option<Vec<String>> =
        filter.shapes.as_ref().map(|shapes| shapes.iter().map(|shape| shape.name().to_owned()).collect());
    sqlx::query_as!(
        DotRow,
        r#"select id as "id!", number_year as "number_year!", number as "number!", type_id as "type_id!",
               department_id as "department_id!", status as "status!", st_x(place) as "lon!", st_y(place) as "lat!",
               received_at as "received_at!", due_at as "due_at!", closed_at, made_safe_at is not null as "made_safe!"
           from public_reports
           where city_id = $1 and place && st_makeenvelope($2, $3, $4, $5, 4326)
             and status not in ('duplicate', 'withdrawn', 'cancelled')
             and ($6::int4[] is null or type_id = any($6))
             and ($7::int4 is null or department_id = $7)
             and ($8::timestamptz is null or received_at >= $8)
             and ($9::timestamptz is null or received_at < $9)
             and ($10::timestamptz is null or is_open or closed_at >= $10)
             and ($11::bool is null or (case when closed_at is not null then closed_at <= due_at
                                         when due_at < $14 then false end) = $11)
             and ($12::text[] is null or case
                     when status in ('resolved', 'confirmed', 'closed_by_time') then 'resolved'
                     when status in ('explained', 'forwarded') then 'explained'
                     when status = 'declined' then 'declined'
                     when made_safe_at is null and type_id = any($13::int4[]) then 'danger'
                     when due_at < $14 then 'overdue'
                     when due_at <= $15 then 'soon'
                     when status in ('waiting_for_resident', 'waiting_for_partner') then 'waiting'
                     when status in ('submitted', 'in_moderation', 'registered', 'assigned') then 'new'
                     else 'work'
                 end = any($12))
             and ($16::text is null or $16 = (
                     select territory.slug from public_territories territory
                     where territory.city_id = $1 and st_covers(territory.area, place)
                     order by st_area(territory.area::geography) limit 1))"#,
        city_id,
        west,
        south,
        east,
        north,
        filter.types.as_deref(),
        filter.department,
        filter.from,
        filter.before,
        filter.closed_since,
        filter.kept,
        shapes.as_deref(),
        &filter.danger,
        filter.now,
        filter.now + SOON,
        filter.territory.as_ref().map(|(_, slug)| slug),
    )
    .fetch_all(public)
    .await
}
