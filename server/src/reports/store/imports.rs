//! SQL of cases that were brought in.

use crate::db::Tx;
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use std::collections::HashMap;
use uuid::Uuid;

/// A case of the past to be kept; bytes as hexadecimal digits.
#[derive(Serialize)]
pub struct NewPast {
    pub id: Uuid,
    pub outside_number: String,
    pub row_hash: String,
    pub type_id: i32,
    pub catalogue_version: i32,
    pub channel_id: i32,
    pub department_id: i32,
    pub routed_because: Value,
    pub territory_id: Option<i32>,
    pub status: &'static str,
    pub outcome: Option<&'static str>,
    pub is_open: bool,
    pub mark: Option<&'static str>,
    pub visibility: &'static str,
    pub text_visibility: &'static str,
    pub lon: f64,
    pub lat: f64,
    pub public_lon: f64,
    pub public_lat: f64,
    pub place_is_exact: bool,
    pub address: Option<String>,
    pub public_address_ru: Option<String>,
    pub public_address_en: Option<String>,
    pub description: String,
    pub language: &'static str,
    pub received_at: DateTime<Utc>,
    pub due_at: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
    pub resolved_at: Option<DateTime<Utc>>,
    pub status_since: DateTime<Utc>,
    pub clocks: Option<Value>,
    pub secret_hash: String,
}

/// Which of these numbers are known here, each with what was read of its case.
pub async fn imported(tx: &mut Tx, numbers: &[String]) -> sqlx::Result<HashMap<String, Vec<u8>>> {
    let city_id = tx.city_id();
    let rows = sqlx::query!(
        "select outside_number, row_hash from report_imports where city_id = $1 and outside_number = any($2)",
        city_id,
        numbers
    );
    let rows = rows.fetch_all(tx.connection()).await?;
    Ok(rows.into_iter().map(|row| (row.outside_number, row.row_hash)).collect())
}

/// Keeps these cases and the numbers that they had.
pub async fn insert_past(tx: &mut Tx, cases: &[NewPast]) -> anyhow::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    let rows = serde_json::to_value(cases)?;
    sqlx::query!(
        "with past as (
             select * from jsonb_to_recordset($2) as r
                 (id uuid, outside_number text, row_hash text, type_id int, catalogue_version int, channel_id int,
                  department_id int, routed_because jsonb, territory_id int, status text, outcome text,
                  is_open boolean, mark text, visibility text, text_visibility text, lon float8, lat float8,
                  public_lon float8, public_lat float8, place_is_exact boolean, address text,
                  public_address_ru text, public_address_en text, description text, language text,
                  received_at timestamptz, due_at timestamptz, closed_at timestamptz, resolved_at timestamptz,
                  status_since timestamptz, clocks jsonb, secret_hash text)
         ),
         kept as (
             insert into reports (city_id, id, version, type_id, catalogue_version, channel_id, department_id,
                 routed_because, territory_id, status, outcome, is_open, mark, visibility, text_visibility, place,
                 public_place, place_is_exact, address, public_address_ru, public_address_en, description, answers,
                 language, received_at, due_at, next_due_at, closed_at, resolved_at, status_since, clocks,
                 secret_hash, body_hash, receipt)
             select $1, id, 1, type_id, catalogue_version, channel_id, department_id, routed_because, territory_id,
                 status, outcome, is_open, mark, visibility, text_visibility,
                 st_setsrid(st_makepoint(lon, lat), 4326), st_setsrid(st_makepoint(public_lon, public_lat), 4326),
                 place_is_exact, address, public_address_ru, public_address_en, description, '{}', language,
                 received_at, due_at, due_at, closed_at, resolved_at, status_since, clocks,
                 decode(secret_hash, 'hex'), decode(row_hash, 'hex'), '{}'
             from past
         )
         insert into report_imports (city_id, report_id, outside_number, row_hash, imported_at)
         select $1, id, outside_number, decode(row_hash, 'hex'), $3 from past",
        city_id,
        rows,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
