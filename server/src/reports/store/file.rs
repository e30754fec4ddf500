//! SQL that keeps new reports.

use crate::db::Tx;
use crate::reports::actions::Filed;
use chrono::{DateTime, Utc};
use domain::id::Number;
use domain::place::Place;
use domain::publication::Visibility;
use domain::status::Status;
use serde_json::Value;
use uuid::Uuid;

/// A report to be kept.
pub struct NewReport {
    pub id: Uuid,
    pub type_id: i32,
    pub catalogue_version: i32,
    pub channel_id: i32,
    pub department_id: i32,
    pub territory_id: Option<i32>,
    pub status: Status,
    pub routed_because: Value,
    pub place: Place,
    pub public_place: Place,
    pub place_is_exact: bool,
    pub address: Option<String>,
    pub public_address_ru: Option<String>,
    pub public_address_en: Option<String>,
    pub description: String,
    pub answers: Value,
    pub language: &'static str,
    pub visibility: Visibility,
    pub text_visibility: Visibility,
    pub received_at: DateTime<Utc>,
    pub observed_at: Option<DateTime<Utc>>,
    pub due_at: DateTime<Utc>,
    pub first_action_due_at: Option<DateTime<Utc>>,
    pub next_due_at: DateTime<Utc>,
    /// The clocks behind these deadlines, with their rules.
    pub clocks: Value,
    pub secret_hash: Vec<u8>,
    pub body_hash: Vec<u8>,
    pub receipt: Value,
}

/// What was filed under an id before.
pub struct Before {
    pub body_hash: Vec<u8>,
    pub filed: Filed,
}

/// Keeps a report; gives what was filed under its id before, if anything was. Meeting an old row
/// writes to it, so that the acknowledgement that follows is as durable as the first.
pub async fn insert(tx: &mut Tx, new: &NewReport) -> sqlx::Result<Option<Before>> {
    let city_id = tx.city_id();
    let row = sqlx::query!(
        r#"insert into reports (city_id, id, version, type_id, catalogue_version, channel_id, department_id,
               routed_because, status, is_open, visibility, text_visibility, place, public_place, place_is_exact,
               address, public_address_ru, description, answers, language, received_at, observed_at, due_at,
               first_action_due_at, next_due_at, secret_hash, body_hash, receipt, clocks, public_address_en,
               territory_id, status_since)
           values ($1, $2, 1, $3, $4, $5, $6, $7, $30, true, $31, $26,
               st_setsrid(st_makepoint($8, $9), 4326), st_setsrid(st_makepoint($10, $11), 4326), $12, $13, $14, $15,
               $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $27, $28, $29, $18)
           on conflict (city_id, id) do update set id = excluded.id
           returning (xmax = 0) as "is_new!", body_hash, receipt, number_year, number"#,
        city_id,
        new.id,
        new.type_id,
        new.catalogue_version,
        new.channel_id,
        new.department_id,
        new.routed_because,
        new.place.lon,
        new.place.lat,
        new.public_place.lon,
        new.public_place.lat,
        new.place_is_exact,
        new.address,
        new.public_address_ru,
        new.description,
        new.answers,
        new.language,
        new.received_at,
        new.observed_at,
        new.due_at,
        new.first_action_due_at,
        new.next_due_at,
        new.secret_hash,
        new.body_hash,
        new.receipt,
        new.text_visibility.name(),
        new.clocks,
        new.public_address_en,
        new.territory_id,
        new.status.name(),
        new.visibility.name(),
    )
    .fetch_one(tx.connection())
    .await?;
    if row.is_new {
        return Ok(None);
    }
    let number = row.number_year.zip(row.number).map(|(year, count)| Number { year, count });
    Ok(Some(Before { body_hash: row.body_hash, filed: Filed { receipt: row.receipt, number } }))
}

/// What was filed under this id with this very body.
pub async fn filed(tx: &mut Tx, id: Uuid, body_hash: &[u8]) -> sqlx::Result<Option<Filed>> {
    let city_id = tx.city_id();
    let row = sqlx::query!(
        "update reports set id = id where city_id = $1 and id = $2 and body_hash = $3
         returning receipt, number_year, number",
        city_id,
        id,
        body_hash
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(|row| {
        let number = row.number_year.zip(row.number).map(|(year, count)| Number { year, count });
        Filed { receipt: row.receipt, number }
    }))
}
