//! SQL of inspections on site.

use crate::db::Tx;
use chrono::{DateTime, Utc};
use domain::place::Place;
use domain::wire::parts::Finding;
use sqlx::PgPool;
use uuid::Uuid;

/// An inspection to be kept.
pub struct NewInspection {
    pub id: Uuid,
    pub report_id: Uuid,
    pub inspected_by: Uuid,
    pub inspected_at: DateTime<Utc>,
    pub finding: Finding,
    pub act: String,
    pub photos: Vec<Uuid>,
    pub place: Option<Place>,
}

pub async fn insert_inspection(tx: &mut Tx, new: &NewInspection) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "insert into inspections (city_id, id, report_id, inspected_by, inspected_at, recorded_at, finding, act,
             photos, place)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, st_setsrid(st_makepoint($10, $11), 4326))",
        city_id,
        new.id,
        new.report_id,
        new.inspected_by,
        new.inspected_at,
        now,
        new.finding.name(),
        new.act,
        &new.photos,
        new.place.map(|place| place.lon),
        new.place.map(|place| place.lat),
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// What was kept under an id before.
pub struct KeptInspection {
    pub report_id: Uuid,
    pub finding: String,
    pub act: String,
}

pub async fn inspection(tx: &mut Tx, id: Uuid) -> sqlx::Result<Option<KeptInspection>> {
    let city_id = tx.city_id();
    sqlx::query_as!(
        KeptInspection,
        "select report_id, finding, act from inspections where city_id = $1 and id = $2",
        city_id,
        id
    )
    .fetch_optional(tx.connection())
    .await
}

/// An inspection as one viewer may see it.
pub struct InspectionRow {
    pub id: Uuid,
    pub inspected_at: DateTime<Utc>,
    pub finding: String,
    pub act: Option<String>,
    pub photos: Vec<Uuid>,
    pub lon: Option<f64>,
    pub lat: Option<f64>,
}

pub async fn inspections(db: &PgPool, city_id: i32, report_id: Uuid) -> sqlx::Result<Vec<InspectionRow>> {
    sqlx::query_as!(
        InspectionRow,
        r#"select id, inspected_at, finding, act as "act?", photos, st_x(place) as lon, st_y(place) as lat
           from inspections where city_id = $1 and report_id = $2 order by inspected_at, id limit 100"#,
        city_id,
        report_id
    )
    .fetch_all(db)
    .await
}

pub async fn public_inspections(
    public: &PgPool,
    city_id: i32,
    report_id: Uuid,
) -> sqlx::Result<Vec<InspectionRow>> {
    sqlx::query_as!(
        InspectionRow,
        r#"select id as "id!", inspected_at as "inspected_at!", finding as "finding!", act, photos as "photos!",
               null::float8 as lon, null::float8 as lat
           from public_inspections where city_id = $1 and report_id = $2 order by inspected_at, id limit 100"#,
        city_id,
        report_id
    )
    .fetch_all(public)
    .await
}
