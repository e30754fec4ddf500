//! SQL of the warranties of repairs.

use super::Case;
use crate::db::Tx;
use chrono::NaiveDate;
use domain::nearby::around;
use domain::place::Place;
use sqlx::PgPool;
use uuid::Uuid;

/// What is promised of a repair.
#[derive(Default)]
pub struct Promise {
    pub contractor: Option<String>,
    pub until: Option<NaiveDate>,
}

/// What was promised of a case's repair so far.
pub async fn promise(tx: &mut Tx, report_id: Uuid) -> sqlx::Result<Option<Promise>> {
    let city_id = tx.city_id();
    sqlx::query_as!(
        Promise,
        "select contractor, until from warranties where city_id = $1 and id = $2",
        city_id,
        report_id
    )
    .fetch_optional(tx.connection())
    .await
}

/// Keeps what is promised of a case's repair, in force or not yet.
pub async fn save_promise(tx: &mut Tx, case: &Case, promise: &Promise, in_force: bool) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!(
        "insert into warranties (city_id, id, type_id, place, contractor, until, in_force)
         values ($1, $2, $3, st_setsrid(st_makepoint($4, $5), 4326), $6, $7, $8)
         on conflict (city_id, id) do update set type_id = excluded.type_id, place = excluded.place,
             contractor = excluded.contractor, until = excluded.until, in_force = excluded.in_force",
        city_id,
        case.id,
        case.type_id,
        case.place.lon,
        case.place.lat,
        promise.contractor,
        promise.until,
        in_force
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// Withdraws what was promised: the case is taken up again.
pub async fn withdraw_promise(tx: &mut Tx, report_id: Uuid) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!(
        "update warranties set in_force = false, until = null, contractor = null
         where city_id = $1 and id = $2",
        city_id,
        report_id
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// The nearest repair of these types within `metres` that is under warranty on `day`.
pub async fn under_warranty(
    tx: &mut Tx,
    types: &[i32],
    place: Place,
    metres: u32,
    day: NaiveDate,
) -> sqlx::Result<Option<Uuid>> {
    let city_id = tx.city_id();
    let metres = f64::from(metres);
    let [west, south, east, north] = around(place, metres);
    sqlx::query_scalar!(
        "select id from warranties
         where city_id = $1 and in_force and place && st_makeenvelope($2, $3, $4, $5, 4326)
             and type_id = any($6) and until >= $7
             and st_distancesphere(place, st_setsrid(st_makepoint($8, $9), 4326)) <= $10
         order by st_distancesphere(place, st_setsrid(st_makepoint($8, $9), 4326)), id limit 1",
        city_id,
        west,
        south,
        east,
        north,
        types,
        day,
        place.lon,
        place.lat,
        metres
    )
    .fetch_optional(tx.connection())
    .await
}

/// Points a report at the repair that was under warranty, or at none.
pub async fn save_warranty_of(tx: &mut Tx, report_id: Uuid, of: Option<Uuid>) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!("update reports set warranty_of = $3 where city_id = $1 and id = $2", city_id, report_id, of)
        .execute(tx.connection())
        .await
        .map(|_| ())
}

/// The warranty of a report, and the number of the repair that it points at.
#[derive(Default)]
pub struct WarrantyRow {
    pub until: Option<NaiveDate>,
    pub contractor: Option<String>,
    pub earlier_year: Option<i32>,
    pub earlier_number: Option<i32>,
}

pub async fn warranty(db: &PgPool, city_id: i32, report_id: Uuid) -> sqlx::Result<WarrantyRow> {
    let row = sqlx::query_as!(
        WarrantyRow,
        r#"select warranties.until as "until?", warranties.contractor as "contractor?",
               earlier.number_year as "earlier_year?", earlier.number as "earlier_number?"
           from reports
           left join warranties
               on warranties.city_id = reports.city_id and warranties.id = reports.id and warranties.in_force
           left join reports earlier on earlier.city_id = reports.city_id and earlier.id = reports.warranty_of
           where reports.city_id = $1 and reports.id = $2"#,
        city_id,
        report_id
    )
    .fetch_optional(db)
    .await?;
    Ok(row.unwrap_or_default())
}

pub async fn public_warranty(public: &PgPool, city_id: i32, report_id: Uuid) -> sqlx::Result<WarrantyRow> {
    let row = sqlx::query_as!(
        WarrantyRow,
        "select until, contractor, earlier_year, earlier_number
         from public_warranties where city_id = $1 and report_id = $2",
        city_id,
        report_id
    )
    .fetch_optional(public)
    .await?;
    Ok(row.unwrap_or_default())
}
